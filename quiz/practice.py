"""Where questions meet rows: a quiz is started and its questions written down, answered, judged once, and ended.

Whatever changes a quiz that runs does so under the lock of its row, so that of any number of requests at the same
moment each finds what the one before it left.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

from glossary.models import Category, Term
from glossary.patience import patient
from quiz import composing, history, naming, reporting, sampling
from quiz.grading import Names
from quiz.kinds import KINDS
from quiz.kinds.base import Candidate, Context, Dice, Item
from quiz.models import AuthoredQuestion, Learner, Mode, Question, Quiz

# Some terms turn out not to make a good question, so more are looked at than are asked about.
SPARE = 10
# Where few of them do, more are drawn, so often and at most so many at once: three hundred are all looked at.
BATCHES, LARGEST = 5, 100
PATIENCE = 100  # milliseconds
NEW, WEAK = "new", "weak"
NO_NAMES = Names([])  # for answers that are not typed
NOTHING_TO_ASK = {
    Mode.MISTAKES: "You have no mistakes to practise: whatever you got wrong lately, you got right since.",
    NEW: "You have been asked about everything here. Choose other categories, or all terms.",
    WEAK: "Nothing here is weak: your last answers on every term were right. Choose all terms.",
}


class NoQuiz(Exception):
    """Why no quiz can be made of this, in words for the learner."""


@dataclass(frozen=True)
class Choice:
    """What a learner asks for: no categories and no kinds mean all."""

    length: int
    mode: Mode = Mode.PRACTICE
    categories: Sequence[Category] = ()
    kinds: Sequence[str] = ()
    only: str = ""  # NEW or WEAK
    seconds_each: int = 0  # of an exam; 0 for no limit
    term: Term | None = None
    mistakes_of: Quiz | None = None

    @property
    def filters(self) -> dict[str, str]:
        """What is asked for beside categories and kinds, to be kept with the quiz."""
        chosen = {"only": self.only, "term": str(self.term or ""), "slug": self.term.slug if self.term else ""}
        return {name: value for name, value in chosen.items() if value}


def start(learner: Learner, choice: Choice, now: datetime, dice: Dice) -> Quiz:
    """A quiz with its questions written down, none answered. Shorter where fewer good questions can be had."""
    items = compose(learner, choice, dice)
    names = [category.name for category in choice.categories]
    is_timed = choice.mode == Mode.EXAM and choice.seconds_each
    with transaction.atomic():
        quiz = Quiz.objects.create(
            learner=learner,
            mode=choice.mode,
            categories=names,
            kinds=list(choice.kinds),
            filters=choice.filters,
            length=choice.length,
            time_limit=choice.seconds_each * len(items) if is_timed else None,
            started=now,
        )
        Question.objects.bulk_create(_row(quiz, number, item, names) for number, item in enumerate(items, start=1))
    return quiz


def compose(learner: Learner, choice: Choice, dice: Dice) -> list[Item]:
    """The questions of a quiz; NoQuiz where not a single good one can be had."""
    terms = _pool(learner, choice)
    if terms == []:
        raise NoQuiz(NOTHING_TO_ASK[choice.mode if choice.mode == Mode.MISTAKES else choice.only])
    kinds = list(choice.kinds or KINDS)
    items: list[Item] = []
    for targets, context in _batches(learner, choice, terms, dice):
        wanted = choice.length - len(items)
        if choice.mode == Mode.TERM:
            items += composing.about_one(targets, context, kinds, wanted, dice)
        else:
            items += composing.compose(targets, context, kinds, wanted, dice)[0]
        if len(items) == choice.length:
            break
    if not items:
        raise NoQuiz(_why_none(choice, kinds))
    return items


def _batches(
    learner: Learner, choice: Choice, terms: list[int] | None, dice: Dice
) -> Iterator[tuple[list[Candidate], Context]]:
    """Terms to ask about, for as long as more are wanted: few of them may make a question of the kinds chosen.

    None comes twice, and twice as many come each time, up to a bound: most quizzes need no more than the first.
    """
    confused = history.confusions(learner)
    drawn: set[int] = set()
    for turn in range(BATCHES):
        targets, context = sampling.draw(
            categories=choice.categories,
            terms=terms,
            length=min((choice.length + SPARE) * 2**turn, LARGEST),
            dice=dice,
            learner_confusions=confused,
            kinds=choice.kinds,
            without=drawn,
        )
        drawn.update(one.id for one in targets)
        # With one term alone there is nothing it could be taken for.
        if not targets or len(context.pool) == 1:
            return
        yield targets, context


def _why_none(choice: Choice, kinds: Sequence[str]) -> str:
    """Why not a single question can be asked."""
    defined = Term.objects.defined()
    here = defined.filter(categories__in=choice.categories).distinct() if choice.categories else defined
    count = here.count()
    if kinds == ["authored"] and not AuthoredQuestion.objects.filter(term__in=here).exists():
        return "No editor has written a question here yet. Choose other kinds of questions."
    elsewhere = " Choose other categories." if choice.categories else ""
    if not count:
        return f"No term here has a definition yet, so there is nothing to ask.{elsewhere}"
    if choice.mode == Mode.TERM:
        other_kinds = " Choose more kinds of questions." if choice.kinds else ""
        return f"About {choice.term} alone there is no question yet that has one right answer.{other_kinds}"
    if count == 1:
        return f"Only one term here has a definition yet. A quiz needs two, to be told apart.{elsewhere}"
    more = [
        words for words, chosen in (("categories", choice.categories), ("kinds of questions", choice.kinds)) if chosen
    ]
    ask = f" Choose more {' or more '.join(more)}." if more else ""
    if choice.kinds or choice.only or choice.mode == Mode.MISTAKES:
        return f"No question with one right answer was found in what you chose.{ask}"
    return f"The definitions here are too few, or too much alike, for a question with one right answer.{ask}"


def why_shorter(quiz: Quiz) -> str:
    """Why a quiz has fewer questions than were asked for, in words for the learner; empty if it has not."""
    count = quiz.questions.count()
    if count >= quiz.length or quiz.mode == Mode.MISTAKES:  # of mistakes there are as many as there are
        return ""
    these = "one question" if count == 1 else f"{count} questions"
    if quiz.mode == Mode.TERM:
        about = quiz.filters.get("term", "this term")
        of_these = " of these kinds" if quiz.kinds else ""
        return f"This quiz has {these}: no more{of_these} can be asked about {about} without giving answers away."
    there = _number_there(quiz)
    if there > count:
        return f"This quiz has {these}, not {quiz.length}: no more with one right answer were found in what you chose."
    terms, are, have = ("one term", "is", "has") if there == 1 else (f"{there} terms", "are", "have")
    fact = {NEW: f"{are} new to you", WEAK: f"{are} weak now"}.get(quiz.filters.get("only", ""), f"{have} a definition")
    return f"This quiz has {these}, not {quiz.length}: only {terms} here {fact}, and a term is asked about once."


def _number_there(quiz: Quiz) -> int:
    """How many terms there are to ask about by what was chosen, whatever can be asked."""
    rows, categories = Term.objects.defined(), Category.objects.filter(name__in=quiz.categories)
    if quiz.categories:
        rows = rows.filter(pk__in=Term.categories.through.objects.filter(category__in=categories).values("term"))
    if only := quiz.filters.get("only"):
        rows = rows.filter(
            pk__in=history.new(quiz.learner, list(categories)) if only == NEW else history.weak(quiz.learner)
        )
    return rows.count()


def _pool(learner: Learner, choice: Choice) -> list[int] | None:
    """The terms that may be asked about; None for all of the categories."""
    if choice.term:
        return [choice.term.pk]
    if choice.mistakes_of:
        wrong = choice.mistakes_of.questions.wrong().exclude(term=None)
        return list(wrong.values_list("term_id", flat=True).distinct().order_by("term_id"))
    if choice.mode == Mode.MISTAKES:
        return history.mistakes(learner)
    if choice.only == NEW:
        return history.new(learner, choice.categories)
    return history.weak(learner) if choice.only == WEAK else None


def _row(quiz: Quiz, number: int, item: Item, chosen: Sequence[str]) -> Question:
    own = item.target.categories
    return Question(
        quiz=quiz,
        number=number,
        kind=item.kind,
        term_id=item.target.id,
        authored_id=item.data.get("authored"),
        title=item.target.title,
        category=next((name for name in own if name in chosen), own[0] if own else ""),
        stem=item.stem,
        options=[vars(option) for option in item.options],
        key=item.key,
        data=item.data,
        guards=item.guards,
    )


def record(question: Question, answer: Any, now: datetime) -> Question:
    """Write an answer down. The first verdict stands; in an exam the last answer before the end does."""
    written = {"answer": answer, "answered": now}
    judged = _judged(question, answer)
    with transaction.atomic():
        quiz = _lock(question.quiz, now)
        row = Question.objects.filter(pk=question.pk)
        if not quiz.is_exam:
            row, written = row.open(), written | judged
        is_written = quiz.ended is None and row.update(**written)
        if is_written and not quiz.is_exam:
            _end_if_all_is_answered(quiz, now)
    if not is_written:
        return _reread(question)
    for name, value in written.items():
        setattr(question, name, value)
    question.quiz = quiz
    return question


def show(question: Question, now: datetime) -> None:
    """Remember when a question was first shown, in whatever tab: the time it takes is counted from then.

    That is all that looking changes, and nobody is kept waiting for it: while somebody else is writing for long it
    is left out, and the time that the question takes is not known.
    """
    if question.shown is None and not question.is_over:
        with suppress(OperationalError), patient(PATIENCE):
            Question.objects.filter(pk=question.pk, shown=None).update(shown=now)


def skip(question: Question, now: datetime) -> None:
    """Leave a question for later: it comes again after the others."""
    with transaction.atomic():
        if _lock(question.quiz, now).ended is None:
            Question.objects.filter(pk=question.pk).open().update(skipped=True)


def flag(question: Question, is_flagged: bool) -> None:
    """Mark a question of an exam to look at it again before the end."""
    Question.objects.filter(pk=question.pk, quiz__ended=None).update(flagged=is_flagged)


def finish(quiz: Quiz, now: datetime) -> Quiz:
    """The quiz over: an exam's answers get their verdicts. Whatever is over already stays as it is."""
    with transaction.atomic():
        locked = _lock(quiz, now)
        if locked.ended is None:
            _end(locked, now)
    return locked


def on_time(quiz: Quiz, now: datetime) -> Quiz:
    """The quiz as it stands now: over, if its time is."""
    return finish(quiz, now) if quiz.is_overdue(now) else quiz


def settle(learner: Learner, now: datetime) -> None:
    """End every exam of a learner whose time is over."""
    for quiz in Quiz.objects.filter(learner=learner, ended=None, time_limit__isnull=False):
        on_time(quiz, now)


def stop_the_clock(quiz: Quiz, now: datetime) -> None:
    """Go on with an exam without a time limit."""
    with transaction.atomic():
        locked = _lock(quiz, now)
        if locked.ended is None:
            Quiz.objects.filter(pk=quiz.pk).update(time_limit=None)


def override(question: Question, now: datetime) -> bool:
    """The learner says "I was right": a wrong typed answer counts from now on, once, and the editors get to see it."""
    if not question.can_be_overridden:
        return False
    with transaction.atomic():
        wrong = Question.objects.filter(pk=question.pk, is_right=False, overridden=False)
        is_new = bool(wrong.update(overridden=True))
        if is_new and question.term_id:
            reporting.propose(question.term_id, str(question.answer), now)
    return is_new


def outline(quiz: Quiz) -> list[Question]:
    """The questions of a quiz without what is asked."""
    return list(quiz.questions.defer("options", "key", "data", "guards", "stem", "feedback", "answer"))


def following(questions: Iterable[Question], after: int = 0) -> int | None:
    """The number of the next question to answer: those after this one first, and skipped ones last."""
    waiting = [one for one in questions if not one.is_answered]
    first = min(waiting, key=lambda one: (one.skipped, one.number <= after, one.number), default=None)
    return first.number if first else None


def _lock(quiz: Quiz, now: datetime) -> Quiz:
    """The quiz as it is now, for this transaction alone; over, if its time is."""
    locked = Quiz.objects.select_for_update().get(pk=quiz.pk)
    if locked.is_overdue(now):
        _end(locked, locked.deadline or now)
    return locked


def _end_if_all_is_answered(quiz: Quiz, now: datetime) -> None:
    if not quiz.questions.open().exists():
        _end(quiz, now)


def _end(quiz: Quiz, now: datetime) -> None:
    waiting = list(quiz.questions.answered().filter(verdict=""))
    for question in waiting:
        for name, value in _judged(question, question.answer).items():
            setattr(question, name, value)
    Question.objects.bulk_update(waiting, ["verdict", "is_right", "feedback"])
    quiz.ended = now
    quiz.save(update_fields=["ended"])


def _judged(question: Question, answer: Any) -> dict[str, Any]:
    """The columns that a verdict fills."""
    names = naming.names() if isinstance(answer, str) else NO_NAMES
    found = KINDS[question.kind].judge(question, answer, names)
    return {"verdict": found.verdict, "is_right": found.verdict in ("right", "slip"), "feedback": found.feedback}


def _reread(question: Question) -> Question:
    return Question.objects.select_related("quiz", "term").get(pk=question.pk)
