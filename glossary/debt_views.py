"""The page of what the glossary still owes its readers."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from glossary import debt as owing
from glossary import edition, markup, text, wording
from glossary.caching import public_page
from glossary.debt import Debt, Need, Unknown
from glossary.models import SetAside, Term

DESK = "admin:glossary_setaside_changelist"
# The button sends the form that is on the page.
ASIDE = (
    "<span>“{}” is set aside.</span> "
    '<button class="mend" form="aside" formaction="{}" name="word" value="{}">Take it back</button> '
    '<a class="mend" href="{}">Words set aside</a>'
)


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
        "words": rows(words(found), terms),
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


def words(found: Debt) -> list[Unknown]:
    """Without those that were set aside since they were counted."""
    aside = owing.set_aside()
    return [word for word in found.words if wording.key(word.written) not in aside]


@require_POST
@permission_required("glossary.add_setaside", raise_exception=True)
def set_aside(request: HttpRequest) -> HttpResponse:
    """An editor's word that a word needs no entry."""
    word = asked(request)
    if not word:
        return redirect("debt")
    listed = words(owing.debt())
    SetAside.objects.get_or_create(key=text.fold(word), defaults={"text": word})
    messages.success(request, markup.fill(ASIDE, word, reverse("take-back"), word, reverse(DESK)))
    return to_place(min(place(word, listed), len(listed) - 1))  # where the next word is now, or else the last


@require_POST
@permission_required("glossary.delete_setaside", raise_exception=True)
def take_back(request: HttpRequest) -> HttpResponse:
    """An editor's second thought."""
    word = asked(request)
    SetAside.objects.filter(key=text.fold(word)).delete()
    messages.success(request, f"“{word}” is no longer set aside.")
    return to_place(place(word, words(owing.debt())))


def asked(request: HttpRequest) -> str:
    return text.clean_line(request.POST.get("word", ""))[: text.MAX_TITLE]


def place(word: str, listed: list[Unknown]) -> int:
    """The how manyth on the list a word is, other spellings of it left out; 0 where it is none of them."""
    written = [one.written for one in listed]
    if word not in written:
        return 0
    return 1 + sum(wording.key(one) != wording.key(word) for one in written[: written.index(word)])


def to_place(number: int) -> HttpResponse:
    """Back to where the editor was: to a word of the list, or to its heading."""
    return redirect(f"{reverse('debt')}#{f'word-{number}' if number > 0 else 'words'}")
