"""Who learns, the quizzes they took, and every question they were asked: the log all scores come from."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from glossary.models import Term


class Learner(models.Model):
    """Somebody who takes quizzes: an account, or a guest who may claim the progress by signing up."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="learner")
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.user.get_username() if self.user else f"guest {self.pk}"


class Quiz(models.Model):
    """One sitting. It is finished when no question of it is open; the score is counted from the questions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="quizzes")
    started = models.DateTimeField()
    # Names of the chosen categories as they were then; empty means all.
    categories = models.JSONField(default=list)

    class Meta:
        ordering = ("-started", "-pk")
        verbose_name_plural = "quizzes"
        indexes = (models.Index(fields=("learner", "-started"), name="quiz_by_learner"),)

    def __str__(self) -> str:
        return f"Quiz of {self.learner}, {self.started:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("quiz", args=[self.pk])


class Kind(models.TextChoices):
    """What is asked for."""

    TERM = "term", "definition to term"
    DEFINITION = "definition", "term to definition"


class QuestionQuerySet(models.QuerySet["Question"]):
    def open(self) -> Self:
        return self.filter(answered=None)

    def answered(self) -> Self:
        return self.exclude(answered=None)

    def right(self) -> Self:
        return self.filter(is_right=True)

    def wrong(self) -> Self:
        return self.filter(is_right=False)


class Question(models.Model):
    """One asked question: what was shown, in which order, and why each option is right or wrong.

    Everything shown is copied here, so that later changes of the glossary change no quiz. The answer
    is written once; after that the row never changes.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(help_text="From 1, in the order asked.")
    kind = models.CharField(max_length=16, choices=Kind)
    term = models.ForeignKey(Term, models.SET_NULL, null=True, related_name="+")
    # The term's title and category as they were when it was asked.
    title = models.CharField(max_length=300)
    category = models.CharField(max_length=80, blank=True)
    stem = models.TextField()
    # [{"text", "term": id, "title", "slug", "reason"}, ...] in the order shown.
    options = models.JSONField()
    key = models.PositiveSmallIntegerField(help_text="The number of the right option, from 1.")
    # What was checked before it was asked: {"guard": "what was found", ...}.
    guards = models.JSONField(default=dict)
    answer = models.PositiveSmallIntegerField(null=True, help_text="The number of the chosen option.")
    is_right = models.BooleanField(null=True)
    answered = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("quiz", "number")
        constraints = (
            models.UniqueConstraint(fields=("quiz", "number"), name="question_number_once_per_quiz"),
            models.CheckConstraint(
                name="answer_and_verdict_together",
                condition=Q(answer=None, is_right=None, answered=None)
                | Q(answer__isnull=False, is_right__isnull=False, answered__isnull=False),
            ),
            models.CheckConstraint(
                name="verdict_follows_key",
                condition=Q(is_right=None)
                | Q(is_right=True, answer=F("key"))
                | (Q(is_right=False) & ~Q(answer=F("key"))),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("question", args=[self.quiz_id, self.number])

    @property
    def is_answered(self) -> bool:
        return self.answered is not None

    @property
    def numbers(self) -> list[str]:
        """What may be answered, as a form sends it."""
        return [str(number) for number in range(1, len(self.options) + 1)]

    @property
    def chosen(self) -> dict[str, Any] | None:
        return self.options[self.answer - 1] if self.answer else None

    @property
    def right_one(self) -> dict[str, Any]:
        return self.options[self.key - 1]
