"""A small shelf of storage and messaging terms to be asked about."""

import random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from glossary.models import Category, Label, Term
from quiz import practice
from quiz.models import Learner, Question, Quiz

SHELF = {
    "Storage": {
        "Bucket": "The named top-level place in which objects are kept under keys.",
        "Volume": "A virtual disk that is formatted and mounted by one server at a time.",
        "Snapshot": "The state of a disk at one moment, saved so that it can be restored later.",
        "Archive tier": "A cheap shelf for data that hardly anybody reads, slow to fetch again.",
        "File share": "Folders that many machines open together over the network.",
        "Retention lock": "A promise that nothing is deleted or overwritten before a set day.",
        "Block": "The smallest numbered piece that a hard drive reads or writes.",
    },
    "Messaging": {
        "Queue": "A waiting line from which every consumer takes work that nobody else then gets.",
        "Topic": "A channel that copies whatever is published to all who have subscribed.",
        "Event bus": "A switchboard that passes each notice on according to rules about its content.",
        "Dead letter": "A message put aside after too many attempts to deliver it have failed.",
        "Visibility timeout": "The seconds during which work in progress stays hidden from other workers.",
        "Webhook": "An address that is called by somebody else's program when something happens there.",
        "Long polling": "Asking and then staying on the line until there is an answer to be had.",
    },
}


def stock() -> dict[str, Term]:
    """The shelf as rows: terms by title."""
    terms = {}
    for position, (name, entries) in enumerate(SHELF.items()):
        category = Category.objects.create(name=name, position=position)
        for title, definition in entries.items():
            terms[title] = Term.objects.create(title=title, definition=definition)
            terms[title].categories.add(category)
    Label.objects.create(term=terms["Queue"], text="Waiting list", kind="synonym")
    return terms


@pytest.fixture
def shelf(db: None) -> dict[str, Term]:
    return stock()


@pytest.fixture
def storage(shelf: dict[str, Term]) -> Category:
    return Category.objects.get(slug="storage")


@pytest.fixture
def guest_client(client: Client, shelf: dict[str, Term]) -> Client:
    """A guest with a quiz of five begun."""
    client.post("/quiz/", {"length": "5", "kinds": CHOICE})
    return client


# The kinds of questions with one right option among several: what most tests are about.
CHOICE = ("term", "definition")


def begin(learner: Learner, length: int = 5, seed: int = 1, kinds: tuple[str, ...] = CHOICE, **wish: Any) -> Quiz:
    """A quiz begun, of choices only unless other kinds are named."""
    choice = practice.Choice(length, kinds=kinds, **wish)
    return practice.start(learner, choice, timezone.now(), random.Random(seed))


def right_answer(question: Question) -> int:
    return question.key


def wrong_answer(question: Question) -> int:
    return question.key % len(question.options) + 1


def take(quiz: Quiz, right: int) -> Quiz:
    """Answer all of a quiz, so many of it right."""
    for place, question in enumerate(quiz.questions.all()):
        practice.record(question, right_answer(question) if place < right else wrong_answer(question), timezone.now())
    return quiz
