"""A request in, the learner behind it out: an account's, or a guest's who may claim the progress by signing in."""

from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from quiz.models import Learner, Quiz

SESSION_KEY = "learner"


def find(request: HttpRequest) -> Learner | None:
    """The learner, if there is one already; never writes, so that any page may ask."""
    if request.user.is_authenticated:
        return Learner.objects.filter(user=request.user).first()
    if SESSION_KEY in request.session:
        return Learner.objects.filter(pk=request.session[SESSION_KEY], user=None).first()
    return None


def find_or_make(request: HttpRequest) -> Learner:
    """The learner, made and remembered at the first quiz."""
    if request.user.is_authenticated:
        return Learner.objects.get_or_create(user=request.user)[0]
    learner = find(request)
    if not learner:
        learner = Learner.objects.create()
        request.session[SESSION_KEY] = learner.pk
    return learner


def quizzes(request: HttpRequest) -> QuerySet[Quiz]:
    """The quizzes of whoever asks."""
    if request.user.is_authenticated:
        return Quiz.objects.filter(learner__user=request.user)
    return Quiz.objects.filter(learner=request.session.get(SESSION_KEY), learner__user=None)


def visible_quizzes(request: HttpRequest) -> QuerySet[Quiz]:
    """The quizzes whoever asks may look at: their own, and staff every one."""
    return Quiz.objects.all() if request.user.is_staff else quizzes(request)


def claim(sender: type, request: HttpRequest, user: User, **_: Any) -> None:
    """On signing in or up: what was learned as a guest in this session becomes the account's."""
    guest = request.session.pop(SESSION_KEY, None)
    if guest:
        hand_over(guest, user)


def hand_over(guest: int, user: User) -> None:
    """Make a guest's progress the account's: the guest becomes its learner, or joins the one it has."""
    try:
        with transaction.atomic():
            taken = Learner.objects.filter(pk=guest, user=None).update(user=user)
    except IntegrityError:
        taken = 0
    if not taken:
        with transaction.atomic():
            mine = Learner.objects.get_or_create(user=user)[0]
            # A guest who was claimed meanwhile keeps their account. The emptied guest stays: a quiz
            # that another tab begins at this moment still finds its learner.
            Quiz.objects.filter(learner=guest, learner__user=None).update(learner=mine)
