"""Headwords that readers missed: their wishes in, a list for the editors out, and stubs made of it."""

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from glossary import text
from glossary.models import Label, LabelKind, Origin, Proposal, Source, Term
from glossary.search import clean_query, is_called
from glossary.throttle import throttle, visitor

COUNTED_ONCE = 24 * 3600  # seconds in which one visitor's wish for one name counts once


@require_POST
@throttle("propose", 20, per=3600)
def propose(request: HttpRequest) -> HttpResponse:
    """One click below a search in vain; a second one changes nothing."""
    name = clean_query(request.POST.get("q", ""))
    if can_be_proposed(name) and cache.add(_counted(request, name), 1, COUNTED_ONCE):
        put_on_list(name)
    return redirect(f"{reverse('search')}?{urlencode({'q': name})}")


@dataclass(frozen=True)
class Wish:
    """A name that is missing, how many asked for it so far, and whether this visitor has."""

    name: str
    asked: int
    is_mine: bool


def wish(request: HttpRequest, name: str) -> Wish | None:
    """What to say below a search in vain; None where the name cannot be a headword."""
    if not can_be_proposed(name):
        return None
    waiting = Proposal.objects.filter(key=text.fold(name), is_settled=False).first()
    is_mine = waiting is not None and cache.get(_counted(request, name)) is not None
    return Wish(name, waiting.asked if waiting else 0, is_mine)


def _counted(request: HttpRequest, name: str) -> str:
    """The key under which it is kept that a visitor asked for a name."""
    return "proposed:" + sha256(f"{visitor(request)}\n{text.fold(name)}".encode()).hexdigest()


def can_be_proposed(name: str) -> bool:
    """Whether a query may be a headword: of a fitting length, with a letter in it, and not there yet."""
    key = text.fold(name)
    if len(key) > text.MAX_TITLE or not any(char.isalpha() for char in key):
        return False
    known = Label.objects.exclude(kind=LabelKind.MISSPELLING).filter(key=key)
    return not (Term.objects.filter(title_key=key).exists() or known.exists() or is_called(name))


def put_on_list(name: str) -> None:
    """Put a name on the editors' list, or count one more who misses it."""
    new = {"text": name, "created": timezone.now()}
    proposal, _ = Proposal.objects.get_or_create(key=text.fold(name), defaults=new)
    Proposal.objects.filter(pk=proposal.pk).update(asked=F("asked") + 1, is_settled=False)


@transaction.atomic
def make_stubs(proposals: list[Proposal]) -> int:
    """Terms without a definition, of the names that are still missing. All of them are settled. Returns how many."""
    missing = [proposal for proposal in proposals if can_be_proposed(proposal.text)]
    for proposal in missing:
        term = Term.objects.create(title=proposal.text)
        times = f"{proposal.asked} time{'' if proposal.asked == 1 else 's'}"
        Source.objects.create(term=term, origin=Origin.ADDED, remark=f"Looked for in vain and proposed, {times}.")
    Proposal.objects.filter(pk__in=[proposal.pk for proposal in proposals]).update(is_settled=True)
    return len(missing)
