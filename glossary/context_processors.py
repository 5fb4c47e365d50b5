"""What every page's frame shows."""

from django.http import HttpRequest

from glossary.models import Category


def site(request: HttpRequest) -> dict[str, object]:
    """The section for the main navigation, and the categories for the thumb index.

    The query runs only where a template asks for them.
    """
    return {"section": request.path.split("/")[1], "site_categories": Category.objects.all()}
