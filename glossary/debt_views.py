"""The page of what the glossary still owes its readers."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary import debt as owing
from glossary import edition
from glossary.caching import public_page
from glossary.debt import Need, Unknown
from glossary.models import Term


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
    page = {
        "debt": found,
        "stubs": [row for row in rows(found.stubs, terms) if row.term and row.term.is_stub],
        "lists": [row for row in rows(found.lists, terms) if row.term],
        "words": rows(found.words, terms),
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
