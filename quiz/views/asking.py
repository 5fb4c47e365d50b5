"""One question at a time: shown, answered, skipped, flagged; and the end of a quiz."""

import logging
from contextlib import suppress
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from glossary.throttle import throttle
from quiz import learners, practice, reporting
from quiz.forms import ReportForm
from quiz.kinds import KINDS, structure
from quiz.kinds.base import BadAnswer
from quiz.models import Question, Quiz, Report
from quiz.views.entries import name_present_entries

logger = logging.getLogger("termwise.quiz")
# What a form that comes back keeps: the fields as sent, or the places of steps and the move just made; and whether
# its learner was about to leave it.
NOTHING_ENTERED: dict[str, Any] = {"sent": None, "places": None, "moved": None, "way": "", "is_leaving": False}
BEGUN = "You have begun an answer. Choose Answer to keep it, or leave it all the same."


class HtmxRequest(HttpRequest):
    """A request as the htmx middleware leaves it."""

    htmx: HtmxDetails


def quizzes_for(request: HttpRequest) -> QuerySet[Quiz]:
    """Staff may look at any quiz; only its learner changes it."""
    is_looking = request.method in ("GET", "HEAD")
    return learners.visible_quizzes(request) if is_looking else learners.quizzes(request)


def quiz_of(request: HttpRequest, quiz_id: UUID) -> Quiz:
    """A quiz as it stands now."""
    return practice.on_time(get_object_or_404(quizzes_for(request), pk=quiz_id), timezone.now())


def question_of(request: HttpRequest, quiz_id: UUID, number: int) -> Question:
    """A question as it stands now, and its quiz with it, in one query."""
    found = Question.objects.select_related("quiz", "term").filter(quiz__in=quizzes_for(request))
    asked = get_object_or_404(found, quiz=quiz_id, number=number)
    if asked.quiz.is_overdue(timezone.now()):
        quiz = practice.on_time(asked.quiz, timezone.now())
        asked.refresh_from_db()  # with the verdict that the end gave it
        asked.quiz = quiz
    return asked


@never_cache
@require_safe
def quiz(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    return redirect(onward(quiz_of(request, quiz_id)))


def onward(quiz: Quiz, after: int = 0, questions: list[Question] | None = None) -> str:
    """Where the quiz goes on: its next open question, an exam's review, or the result."""
    if quiz.ended:
        return reverse("quiz-result", args=[quiz.pk])
    number = practice.following(practice.outline(quiz) if questions is None else questions, after)
    return reverse("question", args=[quiz.pk, number]) if number else reverse("quiz-review", args=[quiz.pk])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HtmxRequest, quiz_id: UUID, number: int) -> HttpResponse:
    asked = question_of(request, quiz_id, number)
    if request.method == "POST":
        act = next((does for field, does in ACTS.items() if field in request.POST), answer)
        return act(request, asked)
    if request.method == "GET" and learners.quizzes(request).filter(pk=quiz_id).exists():
        practice.show(asked, timezone.now())
    return slip(request, asked)


def skip(request: HtmxRequest, asked: Question) -> HttpResponse:
    practice.skip(asked, timezone.now())
    return redirect(onward(asked.quiz, after=asked.number))


def flag(request: HtmxRequest, asked: Question) -> HttpResponse:
    """Marked or not, and shown again with what was entered."""
    practice.flag(asked, request.POST["flag"] == "1")
    asked.refresh_from_db(fields=["flagged"])
    return slip(request, asked, sent=request.POST, places=places_in(request, asked))


def leave(request: HtmxRequest, asked: Question) -> HttpResponse:
    """On to the next; an answer that was begun is left behind only by who says so twice."""
    places = places_in(request, asked)
    if request.POST["leave"] == "1" and is_begun(request, asked, places) and not asked.is_over:
        return slip(request, asked, refusal=BEGUN, sent=request.POST, places=places, is_leaving=True)
    return redirect(onward(asked.quiz, after=asked.number))


def places_in(request: HtmxRequest, asked: Question) -> list[int] | None:
    """The places of the steps as they were sent; none where nothing is to be put in order."""
    with suppress(BadAnswer):
        places = structure.StepsInOrder().read(request.POST)
        return places if len(places) == len(asked.data.get("places", ())) else None
    return None


def is_begun(request: HtmxRequest, asked: Question, places: list[int] | None) -> bool:
    if places:
        return places != asked.data["places"]
    return any(str(value).strip() for name, value in request.POST.items() if name.startswith(("answer", "term-of-")))


def move(request: HtmxRequest, asked: Question) -> HttpResponse:
    """The steps with one of them a place up or down, shown again; nothing is recorded."""
    try:
        places, number, way = structure.moved(request.POST, len(asked.options))
    except BadAnswer as reason:
        return slip(request, asked, refusal=str(reason))
    return slip(request, asked, places=places, moved=number, way=way)


def answer(request: HtmxRequest, asked: Question) -> HttpResponse:
    if not asked.is_over:
        try:
            given = KINDS[asked.kind].read(request.POST)
            asked = practice.record(asked, given, timezone.now())
        except BadAnswer as reason:
            return slip(request, asked, refusal=str(reason), sent=request.POST)
    if not asked.is_over:
        return redirect(onward(asked.quiz, after=asked.number))
    return slip(request, asked) if request.htmx else to_the_verdict(asked)


# What a form on the slip may send instead of an answer.
ACTS = {"skip": skip, "flag": flag, "leave": leave, "move": move}


def to_the_verdict(asked: Question) -> HttpResponseRedirect:
    return redirect(f"{asked.get_absolute_url()}#verdict")


def slip(request: HtmxRequest, asked: Question, refusal: str = "", **entered: Any) -> HttpResponse:
    """The question on its card, or its answer once that is given; with htmx the card alone."""
    questions = practice.outline(asked.quiz)
    name_present_entries([asked])
    page: dict[str, Any] = {
        "section": "quiz",
        "quiz": asked.quiz,
        "question": asked,
        "kind": KINDS[asked.kind],
        "steps": questions,
        "answered": sum(one.is_answered for one in questions),
        "refusal": refusal,
        "entered": NOTHING_ENTERED | entered,
        "onward": onward(asked.quiz, asked.number, questions),
        "reasons": Report.Reason.choices,
        "now": timezone.now(),
    }
    template = "quiz/_slip.html" if request.htmx and request.method == "POST" else "quiz/question.html"
    return render(request, template, page, status=422 if refusal else 200)


@never_cache
@require_safe
def review(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Every question of a quiz with what was answered so far, before it is handed in."""
    quiz = quiz_of(request, quiz_id)
    if quiz.ended:
        return redirect("quiz-result", quiz_id)
    questions = list(quiz.questions.all())
    page = {
        "section": "quiz",
        "quiz": quiz,
        "questions": questions,
        "open": sum(not one.is_answered for one in questions),
        "flagged": sum(one.flagged for one in questions),
        "now": timezone.now(),
    }
    return render(request, "quiz/review.html", page)


@never_cache
@require_POST
def end(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    practice.finish(quiz_of(request, quiz_id), timezone.now())
    return redirect("quiz-result", quiz_id)


@never_cache
@require_POST
def stop_the_clock(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    quiz = quiz_of(request, quiz_id)
    practice.stop_the_clock(quiz, timezone.now())
    return redirect(quiz)


@never_cache
@require_POST
@throttle("override", most=60, per=60)
def override(request: HttpRequest, quiz_id: UUID, number: int) -> HttpResponse:
    """The learner says: I was right."""
    asked = question_of(request, quiz_id, number)
    practice.override(asked, timezone.now())
    return to_the_verdict(asked)


@never_cache
@require_POST
@throttle("report", most=20, per=300)
def report(request: HttpRequest, quiz_id: UUID, number: int) -> HttpResponse:
    asked = question_of(request, quiz_id, number)
    form = ReportForm(request.POST)
    if form.is_valid():
        reporting.report(asked, asked.quiz.learner, **form.cleaned_data, now=timezone.now())
        messages.success(request, "Thank you. The editors will look at this question.")
        logger.info("question %s reported: %s", asked.pk, form.cleaned_data["reason"], extra={"request": request})
    else:
        messages.error(request, "Nothing was sent: " + " ".join(map(str, chain(*form.errors.values()))))
    return redirect(asked)
