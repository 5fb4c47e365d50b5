"""Where questions meet rows: a quiz is started and its questions written down; an answer is recorded once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from glossary.models import Category
from quiz import questions, sampling
from quiz.models import Learner, Question, Quiz
from quiz.questions import Dice, Item

# Some terms turn out not to make a good question, so more are looked at than are asked about.
SPARE = 10


class NoQuiz(Exception):
    """Why no quiz can be made of this, in words for the learner."""


def start(learner: Learner, categories: Sequence[Category], length: int, now: datetime, dice: Dice) -> Quiz:
    """A quiz with its questions written down, none answered. Shorter where fewer good questions can be had."""
    items = compose(categories, length, dice)
    names = [category.name for category in categories]
    with transaction.atomic():
        quiz = Quiz.objects.create(learner=learner, started=now, categories=names)
        Question.objects.bulk_create(_row(quiz, number, item, names) for number, item in enumerate(items, start=1))
    return quiz


def compose(categories: Sequence[Category], length: int, dice: Dice) -> list[Item]:
    """The questions of a quiz; NoQuiz where not a single good one can be had."""
    targets, pool = sampling.candidates(categories, length + SPARE, dice)
    if len(targets) == 0:
        raise NoQuiz("No term here has a definition yet, so there is nothing to ask. Choose other categories.")
    items = questions.compose(targets, pool, length, dice)
    if not items:
        raise NoQuiz(
            "The definitions here are too few, or too much alike, for a question with one right answer. "
            "Choose more categories."
        )
    return items


def _row(quiz: Quiz, number: int, item: Item, chosen: Sequence[str]) -> Question:
    own = item.target.categories
    return Question(
        quiz=quiz,
        number=number,
        kind=item.kind,
        term_id=item.target.id,
        title=item.target.title,
        category=next((name for name in own if name in chosen), own[0] if own else ""),
        stem=item.stem,
        options=[vars(option) for option in item.options],
        key=item.key,
        guards=item.guards,
    )


def record(question: Question, answer: int, now: datetime) -> Question:
    """Write the answer down, once: the first verdict stands, and every later try is shown that one."""
    is_right = answer == question.key
    unanswered = Question.objects.filter(pk=question.pk, answered=None)
    if unanswered.update(answer=answer, is_right=is_right, answered=now):
        question.answer, question.is_right, question.answered = answer, is_right, now
    else:
        question.refresh_from_db(fields=["answer", "is_right", "answered"])
    return question
