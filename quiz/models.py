"""Who learns, the quizzes they took, and every question they were asked: the log all scores come from."""

import uuid
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from glossary.fields import KeyField, LineField
from glossary.models import Term
from quiz import telling


class Learner(models.Model):
    """Somebody who takes quizzes: an account, or a guest who may claim the progress by signing up."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="learner")
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.user.get_username() if self.user else f"guest {self.pk}"


class Mode(models.TextChoices):
    """How a quiz goes, and where its terms come from."""

    PRACTICE = "practice", "practice"
    EXAM = "exam", "exam"
    MISTAKES = "mistakes", "mistakes again"
    TERM = "term", "one term"


class Quiz(models.Model):
    """One sitting, over once `ended` is set; the score is counted from its questions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="quizzes")
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.PRACTICE)
    # Names of the chosen categories as they were then, and of the kinds of questions; empty means all.
    categories = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    # What else was asked for: {"only": "new" or "weak", "term": title}.
    filters = models.JSONField(default=dict)
    length = models.PositiveSmallIntegerField(default=0, help_text="How many questions were asked for.")
    time_limit = models.PositiveIntegerField(null=True, blank=True, help_text="In seconds; empty for none.")
    started = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    # Whoever knows it may see the result.
    share = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ("-started", "-pk")
        verbose_name_plural = "quizzes"
        indexes = (models.Index(fields=("learner", "-started"), name="quiz_by_learner"),)
        constraints = (
            models.CheckConstraint(
                name="only_a_quiz_that_ended_is_shared", condition=Q(share=None) | Q(ended__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"Quiz of {self.learner}, {self.started:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("quiz", args=[self.pk])

    @property
    def is_exam(self) -> bool:
        return self.mode == Mode.EXAM

    @property
    def deadline(self) -> datetime | None:
        return self.started + timedelta(seconds=self.time_limit) if self.time_limit else None

    @property
    def ran_out(self) -> bool:
        """Whether the clock ended it: to the moment at its deadline."""
        return self.ended is not None and self.ended == self.deadline

    def is_overdue(self, now: datetime) -> bool:
        return self.ended is None and self.deadline is not None and now >= self.deadline


class AuthoredQuestion(models.Model):
    """A question an editor wrote, asked beside those that are made."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="authored_questions")
    stem = models.TextField("question", max_length=600)
    right = LineField("right answer", max_length=300)
    why = models.TextField("why it is right", max_length=1000, blank=True)
    wrong = models.TextField("wrong answers", max_length=3000, help_text="One a line: the answer | why it is wrong.")

    class Meta:
        ordering = ("term__title_key", "pk")

    def __str__(self) -> str:
        return self.stem[:80]

    def wrong_options(self) -> list[tuple[str, str]]:
        """Each wrong answer and why it is wrong, as the lines say."""
        return wrong_options(self.wrong)


def wrong_options(lines: str) -> list[tuple[str, str]]:
    parts = (line.partition("|") for line in lines.splitlines() if line.strip())
    return [(text.strip(), why.strip()) for text, _, why in parts]


class Verdict(models.TextChoices):
    """What an answer was found to be; the first two are right."""

    RIGHT = "right", "right"
    SLIP = "slip", "right, with a slip"
    OTHER = "other", "another term"
    WRONG = "wrong", "wrong"


class QuestionQuerySet(models.QuerySet["Question"]):
    def open(self) -> Self:
        return self.filter(answered=None)

    def answered(self) -> Self:
        return self.exclude(answered=None)

    def judged(self) -> Self:
        return self.exclude(verdict="")

    def right(self) -> Self:
        return self.filter(COUNTS_AS_RIGHT)

    def wrong(self) -> Self:
        return self.filter(is_right=False, overridden=False)


# "I was right" counts from then on; the row keeps the verdict that was given.
COUNTS_AS_RIGHT = Q(is_right=True) | Q(overridden=True)


class Question(models.Model):
    """One asked question: what was shown, in which order, and why each option is right or wrong.

    Everything shown is copied here, so that later changes of the glossary change no quiz. A verdict is
    given once and never changes. In an exam the answer waits for its verdict, and may be changed, until the end.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(help_text="From 1, in the order asked.")
    kind = models.CharField(max_length=24)
    term = models.ForeignKey(Term, models.SET_NULL, null=True, related_name="+")
    authored = models.ForeignKey(AuthoredQuestion, models.SET_NULL, null=True, related_name="asked")
    # The term's title and category as they were when it was asked.
    title = models.CharField(max_length=300)
    category = models.CharField(max_length=80, blank=True)
    stem = models.TextField()
    # [{"text", "term": id, "title", "slug", "reason"}, ...] in the order shown.
    options = models.JSONField(default=list)
    # What is right, in the kind's own form, and what else its templates need.
    key = models.JSONField()
    data = models.JSONField(default=dict)
    # What was checked before it was asked: {"guard": "what was found", ...}.
    guards = models.JSONField(default=dict)
    shown = models.DateTimeField(null=True, help_text="When it was first shown.")
    skipped = models.BooleanField(default=False)
    flagged = models.BooleanField(default=False)
    answer = models.JSONField(null=True, help_text="What was answered, in the kind's own form.")
    answered = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=8, blank=True, choices=Verdict)
    is_right = models.BooleanField(null=True)
    # What the grading said beside the verdict.
    feedback = models.JSONField(default=dict)
    overridden = models.BooleanField("“I was right”", default=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("quiz", "number")
        indexes = (models.Index(fields=("term", "-answered"), name="question_by_term"),)
        constraints = (
            models.UniqueConstraint(fields=("quiz", "number"), name="question_number_once_per_quiz"),
            models.CheckConstraint(
                name="answer_and_time_together",
                condition=Q(answer__isnull=True, answered=None) | Q(answer__isnull=False, answered__isnull=False),
            ),
            models.CheckConstraint(
                name="verdict_and_score_agree",
                condition=Q(verdict="", is_right=None)
                | Q(verdict__in=(Verdict.RIGHT, Verdict.SLIP), is_right=True, answered__isnull=False)
                | Q(verdict__in=(Verdict.OTHER, Verdict.WRONG), is_right=False, answered__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_wrong_answer_is_overridden", condition=Q(overridden=False) | Q(is_right=False)
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
    def is_judged(self) -> bool:
        return bool(self.verdict)

    @property
    def is_over(self) -> bool:
        """Whether what is right may be shown: after the answer, in an exam after the end."""
        return self.is_judged or self.quiz.ended is not None

    @property
    def counts_as_right(self) -> bool:
        return self.is_right is True or self.overridden

    @property
    def is_typed(self) -> bool:
        return isinstance(self.answer, str)

    @property
    def is_stem_repeated(self) -> bool:
        """Whether the reason of the right option, or the definition told, says the stem again."""
        stem = self.data.get("statement", self.stem)
        is_choice = isinstance(self.key, int)
        told = self.options[self.key - 1]["reason"] if is_choice else self.data.get("definition", "")
        return telling.says_again(stem, told)

    @property
    def can_be_overridden(self) -> bool:
        """Whether the learner may say: I was right."""
        return self.is_typed and self.is_right is False and not self.overridden

    @property
    def seconds(self) -> int | None:
        """How long the answer took from when the question was first shown; never more than makes sense."""
        if not (self.shown and self.answered):
            return None
        return min(max(0, round((self.answered - self.shown).total_seconds())), LONGEST_ANSWER)

    @property
    def said(self) -> list[str]:
        """What was answered, in the words that were shown: options, steps in the order given, or pairs."""
        texts = [option["text"] for option in self.options]
        return [] if self.answer is None else self._as_shown(self.answer, texts)

    @property
    def right_words(self) -> list[str]:
        """The right answer in such words, without blanks."""
        if isinstance(self.key, list) and isinstance(self.key[0], list):
            return [self.key[0][0]]
        return self._as_shown(self.key, list(map(telling.without_blanks, self.options)))

    def _as_shown(self, answer: Any, texts: list[str]) -> list[str]:
        def in_words(one: Any) -> str:
            return texts[one - 1] if isinstance(one, int) and 0 < one <= len(texts) else str(one)

        if "places" in self.data:
            return [texts[number] for _, number in sorted(zip(answer, count(), strict=False))]
        if "terms" in self.data:
            return [f"{title}: {in_words(one)}" for title, one in zip(self.data["terms"], answer, strict=False)]
        return [in_words(one) for one in (answer if isinstance(answer, list) else [answer])]


# Whoever takes longer was away, not thinking.
LONGEST_ANSWER = 5 * 60


class LabelProposal(models.Model):
    """Another way to say a term, typed by learners who were told it is wrong and said it is right."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        ADDED = "added", "added"
        DECLINED = "declined", "declined"

    term = models.ForeignKey(Term, models.CASCADE, related_name="label_proposals")
    text = LineField(max_length=200)
    key = KeyField(source="text")
    times = models.PositiveIntegerField(default=0, help_text="How often somebody said so.")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    latest = models.DateTimeField()

    class Meta:
        ordering = ("-times", "-latest")
        constraints = (models.UniqueConstraint(fields=("term", "key"), name="proposal_once_per_term"),)

    def __str__(self) -> str:
        return f"“{self.text}” for {self.term}"


class Report(models.Model):
    """Somebody says that something is wrong with a question; it keeps what it is about if the quiz is deleted."""

    class Reason(models.TextChoices):
        KEY = "key", "The answer taken for right is wrong"
        SEVERAL = "several", "More than one answer is right"
        GIVEAWAY = "giveaway", "The question gives the answer away"
        UNCLEAR = "unclear", "I can't tell what is asked"
        OTHER = "other", "Something else"

    question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="reports")
    learner = models.ForeignKey(Learner, models.SET_NULL, null=True, related_name="+")
    term = models.ForeignKey(Term, models.SET_NULL, null=True, related_name="question_reports")
    kind = models.CharField(max_length=24)
    stem = models.TextField()
    reason = models.CharField(max_length=8, choices=Reason)
    note = models.TextField(max_length=1000, blank=True)
    created = models.DateTimeField()
    is_settled = models.BooleanField(default=False)

    class Meta:
        ordering = ("is_settled", "-created", "-pk")
        constraints = (models.UniqueConstraint(fields=("question", "learner"), name="one_report_per_learner"),)

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.stem[:60]}"
