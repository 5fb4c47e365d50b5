"""The page of what the glossary still owes its readers."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from glossary import debt as owing
from glossary import edition, text, wording
from glossary.caching import public_page
from glossary.debt import Need, Unknown
from glossary.models import SetAside, Term


@dataclass(frozen=True)
class Row:
    """One thing that is missing: the term that lacks it, if any, and terms that mention it."""

    what: Need | Unknown
    term: Term | None
    where: list[Term]


@require_safe
@public_page
def debt(request: HttpRequest) -> HttpResponse:
    found = owing.debt()
    terms = Term.objects.in_bulk(found.terms)
    aside = owing.set_aside()  # also since it was counted
    page = {
        "debt": found,
        "stubs": [row for row in rows(found.stubs, terms) if row.term and row.term.is_stub],
        "lists": [row for row in rows(found.lists, terms) if row.term],
        "words": rows([word for word in found.words if wording.key(word.written) not in aside], terms),
        "is_of_now": found.token == edition.token(),
    }
    response = render(request, "glossary/debt.html", page)
    if not page["is_of_now"]:
        response.headers["Cache-Control"] = "private, no-store"  # it is soon made anew
    return response


def rows(found: list[Need] | list[Unknown], terms: dict[int, Term]) -> list[Row]:
    """What was found, with the terms that are still there."""
    return [
        Row(one, terms.get(getattr(one, "term", 0)), [terms[pk] for pk in one.where if pk in terms]) for one in found
    ]


@require_POST
@permission_required("glossary.add_setaside", raise_exception=True)
def set_aside(request: HttpRequest) -> HttpResponse:
    """An editor's word that a word needs no entry; taken back at the desk."""
    word = text.clean_line(request.POST.get("word", ""))[: text.MAX_TITLE]
    if word:
        SetAside.objects.get_or_create(key=text.fold(word), defaults={"text": word})
        messages.success(request, f"“{word}” is set aside. The desk has it under Words set aside.")
    return redirect("debt")
