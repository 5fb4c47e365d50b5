"""Terms for machines: one as JSON, the whole glossary as a file that is written while it is sent."""

import json
from collections.abc import Callable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from glossary import exporter
from glossary.models import OldSlug, Term


@require_safe
def term_json(request: HttpRequest, slug: str) -> HttpResponse:
    """One term; proposed relations are for editors and left out."""
    term = Term.objects.whole().filter(slug=slug).first()
    if term is None:
        old = get_object_or_404(OldSlug.objects.select_related("term"), slug=slug)
        return redirect("term-json", old.term.slug, permanent=True)
    return JsonResponse(accepted(exporter.as_json(term)), json_dumps_params={"ensure_ascii": False, "indent": 2})


def accepted(term: dict) -> dict:
    """What readers may see of a term's plain values."""
    relations = [one for one in term["relations"] if not one["is_proposed"]]
    return term | {"relations": relations}


def whole_json() -> Iterator[str]:
    """The whole glossary as one JSON object, in pieces."""
    yield '{"terms": ['
    for number, term in enumerate(exporter.terms()):
        yield (",\n" if number else "\n") + json.dumps(accepted(exporter.as_json(term)), ensure_ascii=False)
    yield "\n]}\n"


# Name in the address -> content type, file name, writer.
FORMATS: dict[str, tuple[str, str, Callable[[], Iterator[str]]]] = {
    "json": ("application/json", "glossary.json", whole_json),
    "md": ("text/markdown; charset=utf-8", "glossary.md", exporter.markdown),
}


@require_safe
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    if format not in FORMATS:
        raise Http404(f"No export format {format!r}.")
    content_type, name, write = FORMATS[format]
    response = StreamingHttpResponse(_in_blocks(write()), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _in_blocks(pieces: Iterator[str], size: int = 65_536) -> Iterator[str]:
    """The same text in fewer, larger pieces: a server sends each piece by itself."""
    block: list[str] = []
    length = 0
    for piece in pieces:
        block.append(piece)
        length += len(piece)
        if length >= size:
            yield "".join(block)
            block, length = [], 0
    yield "".join(block)
