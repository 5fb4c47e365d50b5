"""What a learner was asked so far: what is new to them, what they got wrong lately, what they mix up. Reads only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, Q

from glossary.models import Category, Term
from quiz.models import COUNTS_AS_RIGHT, Learner, Question

# How many of the latest answers are looked at, how many wrong ones for mix-ups, how many terms are called new.
LATELY, MISTAKEN, NEW = 1000, 300, 3000
# A term is weak when one of so many latest answers was wrong.
STILL_WEAK = 3


def latest_answers(learner: Learner) -> dict[int, list[bool]]:
    """Of each term asked lately, whether the answers were right, latest first; the terms likewise."""
    judged = Question.objects.filter(quiz__learner=learner, term__isnull=False).judged()
    rows = judged.order_by("-answered", "-pk").values_list("term_id", "is_right", "overridden")[:LATELY]
    answers: dict[int, list[bool]] = defaultdict(list)
    for term, is_right, overridden in rows:
        answers[term].append(bool(is_right or overridden))
    return answers


def mistakes(learner: Learner) -> list[int]:
    """The terms that were wrong when last asked, latest first."""
    return [term for term, answers in latest_answers(learner).items() if not answers[0]]


def weak(learner: Learner) -> list[int]:
    """The terms of which one of the last few answers was wrong."""
    return [term for term, answers in latest_answers(learner).items() if not all(answers[:STILL_WEAK])]


def new(learner: Learner, categories: Sequence[Category]) -> list[int]:
    """Terms that were never asked about, in any of the categories."""
    asked = Question.objects.filter(quiz__learner=learner, term=OuterRef("pk"), answered__isnull=False)
    terms = Term.objects.defined().filter(~Exists(asked)).order_by("?")
    if categories:
        terms = terms.filter(pk__in=Term.categories.through.objects.filter(category__in=categories).values("term"))
    return list(terms.values_list("pk", flat=True)[:NEW])


def confusions(learner: Learner) -> Mapping[int, Mapping[int, float]]:
    """Of each term, which others were taken for it and how often."""
    wrong = Question.objects.filter(Q(quiz__learner=learner, term__isnull=False) & ~COUNTS_AS_RIGHT).judged()
    mixed: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for question in wrong.order_by("-answered")[:MISTAKEN]:
        other = taken_for(question)
        if other and question.term_id and other != question.term_id:
            mixed[question.term_id][other] += 1
    return mixed


def taken_for(question: Question) -> int | None:
    """The term that a wrong answer stood for, if it did for one."""
    if isinstance(question.answer, int) and 0 < question.answer <= len(question.options):
        return question.options[question.answer - 1].get("term")
    return question.feedback.get("term")
