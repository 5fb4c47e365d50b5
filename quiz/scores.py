"""The log of questions in, scores out: of a quiz, per category, per kind, over time. Reads only.

"Right" is what was judged right and what the learner says was right; the log keeps both apart.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When

from quiz.kinds import KINDS
from quiz.models import COUNTS_AS_RIGHT, Learner, Mode, Question, Quiz

# How many of the latest quizzes the trend shows, how many earlier attempts and open quizzes are listed.
LATEST, EARLIER, OPEN = 20, 5, 5
NO_CATEGORY = "No category"
RIGHT = Q(questions__is_right=True) | Q(questions__overridden=True)


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
    return Score(sum(question.counts_as_right for question in questions), len(questions))


def counting(quiz: Quiz, questions: Sequence[Question]) -> Sequence[Question]:
    """Of an exam all questions count, answered or not; of any other quiz those that were answered."""
    return questions if quiz.is_exam else [one for one in questions if one.is_judged]


def by_guessing(questions: Sequence[Question]) -> int:
    """How many of the questions with options somebody who knows nothing would have right, rounded."""
    chances = [1 / len(one.options) for one in questions if one.options and isinstance(one.key, int)]
    return round(sum(chances))


def per_category(questions: Iterable[Question]) -> list[Score]:
    """The score in each category, best first."""
    return _per(questions, lambda question: question.category or NO_CATEGORY)


def per_kind(questions: Iterable[Question]) -> list[Score]:
    return _per(questions, lambda question: label(question.kind))


def label(kind: str) -> str:
    """A kind as the menu calls it; its own name if it is not asked any more."""
    return KINDS[kind].label if kind in KINDS else kind


def _per(questions: Iterable[Question], group_of: Callable[[Question], str]) -> list[Score]:
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(group_of(question), []).append(question)
    return _best_first(Score(of_questions(group).right, len(group), name) for name, group in groups.items())


def _best_first(scores: Iterable[Score]) -> list[Score]:
    return sorted(scores, key=lambda score: (-score.right / score.of, -score.of, score.name))


def quizzes(learner: Learner) -> QuerySet[Any]:
    """The learner's quizzes, latest first: how many questions each has, were answered, were right, of how many."""
    counted = Quiz.objects.filter(learner=learner).annotate(
        asked=Count("questions"),
        answered=Count("questions", filter=Q(questions__answered__isnull=False)),
        right=Count("questions", filter=RIGHT),
        of=Case(When(mode=Mode.EXAM, then=F("asked")), default=F("answered")),
    )
    return counted.order_by("-started", "-pk")


def unfinished(learner: Learner) -> list[Any]:
    """The latest quizzes that are not over."""
    return list(quizzes(learner).filter(ended=None)[:OPEN])


def earlier(quiz: Quiz) -> list[Any]:
    """The same choice as this quiz, taken before it."""
    same = {"mode": quiz.mode, "categories": quiz.categories, "kinds": quiz.kinds, "filters": quiz.filters}
    attempts = quizzes(quiz.learner).filter(ended__isnull=False, started__lt=quiz.started, of__gt=0, **same)
    return list(attempts[:EARLIER])


@dataclass(frozen=True)
class Standing:
    """Where a learner stands: over all, in each category, with each kind of question, and lately."""

    overall: Score
    categories: list[Score]
    kinds: list[Score]
    latest: list[Score]


def standing(learner: Learner) -> Standing:
    """In three queries, however long the history is."""
    judged = Question.objects.filter(quiz__learner=learner).judged()
    kinds = [Score(right, of, label(kind)) for kind, right, of in _grouped(judged, "kind")]
    categories = [Score(right, of, name or NO_CATEGORY) for name, right, of in _grouped(judged, "category")]
    finished = quizzes(learner).filter(ended__isnull=False, of__gt=0)[:LATEST]
    return Standing(
        overall=Score(sum(one.right for one in kinds), sum(one.of for one in kinds)),
        categories=_best_first(categories),
        kinds=_best_first(kinds),
        latest=[Score(one.right, one.of) for one in reversed(list(finished))],
    )


def _grouped(judged: QuerySet[Question], field: str) -> QuerySet[Question, tuple[str, int, int]]:
    sums = judged.order_by().values(field).annotate(right=Count("pk", filter=COUNTS_AS_RIGHT), of=Count("pk"))
    return sums.values_list(field, "right", "of")


def before(quiz: Quiz) -> Score:
    """What the learner had answered before this quiz."""
    earlier = Question.objects.filter(quiz__learner=quiz.learner_id, quiz__started__lt=quiz.started).judged()
    return Score(**earlier.aggregate(right=Count("pk", filter=COUNTS_AS_RIGHT), of=Count("pk")))
