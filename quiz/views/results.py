"""The result of a quiz, shared if the learner likes, and where a learner stands over all."""

import uuid
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from glossary.models import Category
from glossary.templatetags.glossary import hue
from quiz import charts, learners, practice, scores
from quiz.forms import LENGTHS
from quiz.models import Quiz
from quiz.scores import Score
from quiz.views.asking import onward, quiz_of
from quiz.views.entries import name_present_entries

PER_PAGE = 25


@never_cache
@require_safe
def result(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    shown = quiz_of(request, quiz_id)
    if not shown.ended:
        return redirect(onward(shown))
    shared = request.build_absolute_uri(reverse("quiz-shared", args=[shown.share])) if shown.share else ""
    page = account(shown) | {
        "before": scores.before(shown),
        "earlier": scores.earlier(shown),
        "again": again(shown),
        "shared": shared,
        "is_mine": learners.quizzes(request).filter(pk=quiz_id).exists(),
    }
    return render(request, "quiz/result.html", page)


@never_cache
@require_safe
def shared(request: HttpRequest, token: UUID) -> HttpResponse:
    """The result for whoever has the link: the score and the questions, not who it was nor what they said."""
    return render(request, "quiz/shared.html", account(get_object_or_404(Quiz, share=token)))


def account(quiz: Quiz) -> dict[str, Any]:
    """What there is to say about a quiz that is over."""
    questions = list(quiz.questions.select_related("term"))
    name_present_entries(questions)
    counting = scores.counting(quiz, questions)
    return {
        "section": "quiz",
        "quiz": quiz,
        "questions": questions,
        "score": scores.of_questions(counting),
        "by_category": with_hues(scores.per_category(counting), Category.objects.all()),
        "by_kind": scores.per_kind(counting),
        "by_guessing": scores.by_guessing(questions),
        "seconds": sum(one.seconds or 0 for one in questions),
        "wrong": [one for one in questions if one.is_judged and not one.counts_as_right],
        "right": [one for one in questions if one.counts_as_right],
        "open": [one for one in questions if not one.is_answered],
    }


def again(quiz: Quiz) -> dict[str, Any]:
    """The same choice, as the form that begins a quiz takes it."""
    chosen = Category.objects.filter(name__in=quiz.categories)
    return {
        "categories": [one.slug for one in chosen],
        "length": next((length for length in LENGTHS if length >= quiz.length), LENGTHS[-1]),
        "seconds_each": quiz.time_limit // max(1, quiz.questions.count()) if quiz.time_limit else 0,
    }


@never_cache
@require_POST
def share(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Make a link to the result, or take it back; a link that was taken back leads nowhere for good."""
    mine = learners.quizzes(request).filter(pk=quiz_id, ended__isnull=False)
    if request.POST.get("share") == "1":
        mine.filter(share=None).update(share=uuid.uuid4())
    else:
        mine.update(share=None)
    get_object_or_404(learners.quizzes(request), pk=quiz_id)
    return redirect(reverse("quiz-result", args=[quiz_id]) + "#share")


def with_hues(parts: Iterable[Score], categories: Iterable[Category]) -> list[tuple[Score, str]]:
    """Each category's score with the class of its hue; one that is gone has none."""
    hues = {category.name: hue(category) for category in categories}
    return [(part, hues.get(part.name, "")) for part in parts]


@never_cache
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    learner = learners.find(request)
    if learner:
        practice.settle(learner, timezone.now())
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
