"""The quiz's pages: choose, answer one question at a time, the result, and one's progress."""

import secrets
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.middleware import HtmxDetails

from glossary.counts import counts
from glossary.models import Category, Term
from glossary.templatetags.glossary import hue
from glossary.throttle import throttle
from quiz import charts, learners, practice, scores
from quiz.forms import LENGTHS, QuizForm
from quiz.models import Question
from quiz.scores import Score

PER_PAGE = 25


class HtmxRequest(HttpRequest):
    """A request as the htmx middleware leaves it."""

    htmx: HtmxDetails


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return start(request)
    categories = list(Category.objects.all())
    form = QuizForm(categories=categories, initial={"categories": request.GET.getlist("category")})
    return choosing(request, form, categories)


@throttle("quiz", most=60, per=60)
def start(request: HttpRequest) -> HttpResponse:
    categories = list(Category.objects.all())
    form = QuizForm(request.POST, categories=categories)
    if not form.is_valid():
        return choosing(request, form, categories, status=422)
    learner = learners.find_or_make(request)
    try:
        started = practice.start(learner, **form.cleaned_data, now=timezone.now(), dice=secrets.SystemRandom())
    except practice.NoQuiz as reason:
        form.add_error(None, str(reason))
        return choosing(request, form, categories, status=422)
    return redirect(started)


def choosing(request: HttpRequest, form: QuizForm, categories: list[Category], status: int = 200) -> HttpResponse:
    learner = learners.find(request)
    number_of_terms = counts().categories
    picked = set(form["categories"].value() or ())
    page = {
        "section": "quiz",
        "form": form,
        "length": str(form["length"].value()),
        "categories": [(one, number_of_terms.get(one.pk, 0), one.slug in picked) for one in categories],
        "unfinished": scores.unfinished(learner) if learner else None,
    }
    return render(request, "quiz/choose.html", page, status=status)


@never_cache
@require_safe
def quiz(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    shown = get_object_or_404(learners.visible_quizzes(request), pk=quiz_id)
    waiting = shown.questions.open().first()
    return redirect(waiting) if waiting else redirect("quiz-result", quiz_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HtmxRequest, quiz_id: UUID, number: int) -> HttpResponse:
    quizzes = learners.quizzes(request) if request.method == "POST" else learners.visible_quizzes(request)
    asked = get_object_or_404(Question, quiz__in=quizzes, quiz=quiz_id, number=number)
    return answer(request, asked) if request.method == "POST" else slip(request, asked)


def answer(request: HtmxRequest, asked: Question) -> HttpResponse:
    given = request.POST.get("answer", "")
    if not asked.is_answered:
        if given not in asked.numbers:
            return slip(request, asked, status=422)
        practice.record(asked, int(given), timezone.now())
    return slip(request, asked) if request.htmx else redirect(asked)


def slip(request: HtmxRequest, asked: Question, status: int = 200) -> HttpResponse:
    """The question on its card, or its answer where there is one; with htmx the card alone."""
    steps = list(Question.objects.filter(quiz=asked.quiz_id).order_by("number").values_list("number", "is_right"))
    page: dict[str, Any] = {"section": "quiz", "question": asked, "steps": steps, "is_refused": status == 422}
    if asked.is_answered:
        page["following"] = next((number for number, is_right in steps if is_right is None), None)
        page["slugs"] = present_slugs([asked])
    template = "quiz/_slip.html" if request.htmx and request.method == "POST" else "quiz/question.html"
    return render(request, template, page, status=status)


def present_slugs(questions: Iterable[Question]) -> dict[int, str]:
    """Where the terms that were offered are now; those that are gone are missing."""
    terms = {option["term"] for question in questions for option in question.options}
    return dict(Term.objects.filter(pk__in=terms).values_list("pk", "slug"))


@never_cache
@require_safe
def result(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    shown = get_object_or_404(learners.visible_quizzes(request), pk=quiz_id)
    questions = list(shown.questions.all())
    waiting = next((one for one in questions if not one.is_answered), None)
    if waiting:
        return redirect(waiting)
    categories = list(Category.objects.all())
    page = {
        "section": "quiz",
        "quiz": shown,
        "score": scores.of_questions(questions),
        "before": scores.before(shown),
        "by_category": with_hues(scores.per_category(questions), categories),
        "wrong": [one for one in questions if not one.is_right],
        "right": [one for one in questions if one.is_right],
        "slugs": present_slugs(questions),
        "again": [one.slug for one in categories if one.name in shown.categories],
        "length": next((length for length in LENGTHS if length >= len(questions)), LENGTHS[-1]),
    }
    return render(request, "quiz/result.html", page)


def with_hues(parts: Iterable[Score], categories: Iterable[Category]) -> list[tuple[Score, str]]:
    """Each category's score with the class of its hue; one that is gone has none."""
    hues = {category.name: hue(category) for category in categories}
    return [(part, hues.get(part.name, "")) for part in parts]


@never_cache
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    learner = learners.find(request)
    standing = scores.standing(learner) if learner else None
    if not (learner and standing and standing.overall.of):
        return render(request, "quiz/progress.html", {"section": "progress"})
    page = {
        "section": "progress",
        "standing": standing,
        "by_category": with_hues(standing.categories, Category.objects.all()),
        "points": charts.trend([score.percent for score in standing.latest]),
        "page": Paginator(scores.quizzes(learner), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "quiz/progress.html", page)
