"""The log of questions in, scores out: of a quiz, per category, per kind, over time. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from quiz.models import Kind, Learner, Question, Quiz

# How many of the latest quizzes the trend shows.
LATEST = 20
NO_CATEGORY = "No category"


@dataclass(frozen=True)
class Score:
    """How many answers were right, of how many."""

    right: int
    of: int
    name: str = ""

    @property
    def percent(self) -> int:
        """Rounded down, so that only a perfect score says 100."""
        return 100 * self.right // self.of if self.of else 0


def of_questions(questions: Sequence[Question]) -> Score:
    return Score(sum(question.is_right is True for question in questions), len(questions))


def per_category(questions: Iterable[Question]) -> list[Score]:
    """The score in each category, best first."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(question.category or NO_CATEGORY, []).append(question)
    return _best_first(Score(of_questions(group).right, len(group), name) for name, group in groups.items())


def _best_first(scores: Iterable[Score]) -> list[Score]:
    return sorted(scores, key=lambda score: (-score.right / score.of, -score.of, score.name))


def quizzes(learner: Learner) -> QuerySet[Any]:
    """The learner's quizzes, latest first, each with how many questions it has, were answered, were right."""
    counted = Quiz.objects.filter(learner=learner).annotate(
        asked=Count("questions"),
        answered=Count("questions", filter=~Q(questions__answered=None)),
        right=Count("questions", filter=Q(questions__is_right=True)),
    )
    return counted.order_by("-started", "-pk")


def unfinished(learner: Learner) -> Quiz | None:
    """The latest quiz that has an open question."""
    return quizzes(learner).filter(answered__lt=F("asked")).first()


@dataclass(frozen=True)
class Standing:
    """Where a learner stands: over all, in each category, with each kind of question, and lately."""

    overall: Score
    categories: list[Score]
    kinds: list[Score]
    latest: list[Score]


def standing(learner: Learner) -> Standing:
    """In three queries, however long the history is."""
    answered = Question.objects.filter(quiz__learner=learner).answered()
    kinds = [Score(right, of, Kind(kind).label) for kind, right, of in _grouped(answered, "kind")]
    categories = [Score(right, of, name or NO_CATEGORY) for name, right, of in _grouped(answered, "category")]
    finished = [one for one in quizzes(learner)[: LATEST * 2] if one.asked and one.answered == one.asked]
    return Standing(
        overall=Score(sum(one.right for one in kinds), sum(one.of for one in kinds)),
        categories=_best_first(categories),
        kinds=_best_first(kinds),
        latest=[Score(one.right, one.asked) for one in reversed(finished[:LATEST])],
    )


def _grouped(answered: QuerySet[Question], field: str) -> QuerySet[Question, tuple[str, int, int]]:
    sums = answered.order_by().values(field).annotate(right=Count("pk", filter=Q(is_right=True)), of=Count("pk"))
    return sums.values_list(field, "right", "of")


def before(quiz: Quiz) -> Score:
    """What the learner had answered before this quiz."""
    earlier = Question.objects.filter(quiz__learner=quiz.learner_id, quiz__started__lt=quiz.started).answered()
    return Score(**earlier.aggregate(right=Count("pk", filter=Q(is_right=True)), of=Count("pk")))
