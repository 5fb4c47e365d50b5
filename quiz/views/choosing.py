"""Choosing what to be asked about, and beginning."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from glossary.counts import counts
from glossary.models import Category, Term
from glossary.text import clean_line
from glossary.throttle import throttle
from quiz import history, learners, practice, scores
from quiz.forms import QuizForm
from quiz.kinds import KINDS
from quiz.models import Learner


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return start(request)
    categories = list(Category.objects.all())
    term = Term.objects.defined().filter(slug=clean_line(request.GET.get("term", ""))[:90]).first()
    initial = {
        "categories": request.GET.getlist("category"),
        "mode": "term" if term else request.GET.get("mode"),
        "term": term,
    }
    return choosing(request, QuizForm(categories=categories, initial=initial), categories)


@throttle("quiz", most=60, per=60)
def start(request: HttpRequest) -> HttpResponse:
    categories = list(Category.objects.all())
    form = QuizForm(request.POST, categories=categories, quizzes=learners.quizzes(request))
    if not form.is_valid():
        return choosing(request, form, categories, status=422)
    learner = learners.find_or_make(request)
    try:
        started = practice.start(learner, form.choice, timezone.now(), secrets.SystemRandom())
    except practice.NoQuiz as reason:
        form.add_error(None, str(reason))
        return choosing(request, form, categories, status=422)
    if shorter := practice.why_shorter(started):
        messages.info(request, shorter)
    return redirect(started)


def choosing(request: HttpRequest, form: QuizForm, categories: Sequence[Category], status: int = 200) -> HttpResponse:
    learner = learners.find(request)
    page = {
        "section": "quiz",
        "form": form,
        "term": form.about,
        "chosen": {name: str(form[name].value() or "") for name in ("mode", "length", "only", "seconds_each")},
        "categories": offered(form, categories),
        "kinds": [(name, kind.label, name in picked(form, "kinds")) for name, kind in KINDS.items()],
        **standing(learner),
    }
    return render(request, "quiz/choose.html", page, status=status)


def standing(learner: Learner | None) -> dict[str, Any]:
    """What a learner may go on with, or practise again."""
    if not learner:
        return {}
    practice.settle(learner, timezone.now())
    return {"unfinished": scores.unfinished(learner), "mistakes": len(history.mistakes(learner))}


def picked(form: QuizForm, name: str) -> set[str]:
    return set(form[name].value() or ())


def offered(form: QuizForm, categories: Sequence[Category]) -> list[tuple[Category, int, bool]]:
    """Each category with how many terms are in it and whether it is picked."""
    number_of_terms, chosen = counts().categories, picked(form, "categories")
    return [(one, number_of_terms.get(one.pk, 0), one.slug in chosen) for one in categories]
