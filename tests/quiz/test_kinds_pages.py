"""Every kind of question on its page, without JavaScript: asked, answered, and told what was right."""

from pathlib import Path

import pytest
from django.utils import timezone

from glossary import importer
from glossary.models import Label, Term
from quiz import practice
from quiz.kinds import KINDS
from quiz.models import AuthoredQuestion, Learner, Question

from .conftest import begin
from .test_views import texts

STARTER = Path(importer.__file__).parent / "starter" / "aws.md"


@pytest.fixture
def learner_client(client, db):
    """A guest on the starter glossary, which has something for every kind but an editor's question."""
    importer.bring_in(importer.read(STARTER.read_text()), "aws.md", timezone.now())
    AuthoredQuestion.objects.create(
        term=Term.objects.get(slug="ecs"), stem="Who starts containers?", right="ECS", wrong="EBS | It stores blocks."
    )
    client.post("/quiz/", {"length": "5"})
    return client


def ask(kind):
    for seed in range(20):
        try:
            return begin(Learner.objects.get(), length=1, seed=seed, kinds=(kind,)).questions.get()
        except practice.NoQuiz:
            continue
    raise AssertionError(f"no question of the kind {kind}")


def right_fields(question):
    """What a browser sends for the right answer."""
    if question.kind in ("order", "match"):
        return {f"{question.kind}-{number}": place for number, place in enumerate(question.key, 1)}
    return {"answer": question.key[0][0] if question.kind.startswith("type-") else question.key}


def wrong_fields(question):
    if question.kind in ("order", "match"):
        turned = [*question.key[1:], question.key[0]]
        return {f"{question.kind}-{number}": place for number, place in enumerate(turned, 1)}
    if question.kind.startswith("type-"):
        return {"answer": "A barrel of monkeys"}
    options = range(1, len(question.options) + 1)
    return {"answer": next(n for n in options if n != question.key and [n] != question.key)}


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize(("fields", "words"), [(right_fields, "Right"), (wrong_fields, "Not quite")])
def test_every_kind_is_asked_and_answered_with_a_form(learner_client, kind, fields, words):
    question = ask(kind)
    asked = texts(learner_client.get(question.get_absolute_url()))
    assert KINDS[kind].question in asked
    assert all(option["reason"] not in asked for option in question.options if option["reason"] not in question.stem)
    answered = texts(learner_client.post(question.get_absolute_url(), fields(question), follow=True))
    assert words in answered
    question.refresh_from_db()
    assert question.is_right == (words == "Right")


@pytest.mark.parametrize("kind", list(KINDS))
def test_no_answer_is_told_and_the_question_stays_open(learner_client, kind):
    question = ask(kind)
    response = learner_client.post(question.get_absolute_url(), {"answer": ""})
    assert response.status_code == 422
    assert "Nothing was recorded" in texts(response)
    assert Question.objects.get(pk=question.pk).is_answered is False


@pytest.fixture
def typed(guest_client, shelf):
    """What is said about an answer typed where the Queue is asked for."""
    Label.objects.create(term=shelf["Queue"], text="Qeue", kind="misspelling")

    def answer(given):
        learner = Learner.objects.get()
        quiz = begin(learner, length=1, kinds=("type-term",), term=shelf["Queue"])
        return texts(guest_client.post(quiz.questions.get().get_absolute_url(), {"answer": given}, follow=True))

    return answer


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("the queues", "It is usually written Queue."),
        ("Waiting lsit", "Only the spelling is a little off"),
        ("Qeue", "It is often misspelled just like this"),
        ("Topic", "That is the name of another term: Topic"),
        ("Snapshott", "That looks like the name of another term: Snapshot"),
        ("A barrel of monkeys", "No name in this glossary is near to that"),
    ],
)
def test_a_typed_answer_is_told_why(typed, given, words):
    page = typed(given)
    assert words in page
    assert "Right answer Queue Right as well: Waiting list" in page
    assert "Right as well: Waiting list, Qeue" not in page
