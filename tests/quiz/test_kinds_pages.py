"""Every kind of question on its page, without JavaScript: asked, answered, and told what was right."""

import re
from contextlib import suppress
from html import unescape
from pathlib import Path

import pytest
from django.utils import timezone

from glossary import importer
from glossary.models import Label, Term
from quiz import practice
from quiz.kinds import KINDS
from quiz.masking import BLANK
from quiz.models import AuthoredQuestion, Learner, Mode, Question

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


def ask(kind, **wish):
    return next(asked_of(kind, **wish))


def asked_of(kind, **wish):
    """Questions of a kind, each in a quiz of its own."""
    for seed in range(20):
        with suppress(practice.NoQuiz):
            yield begin(Learner.objects.get(), length=1, seed=seed, kinds=(kind,), **wish).questions.get()


def numbered(question, answer):
    """The places of the steps; of a match, the term of each definition."""
    if question.kind == "order":
        return {f"order-{number}": place for number, place in enumerate(answer, 1)}
    return {f"term-of-{definition}": term for term, definition in enumerate(answer, 1)}


def right_fields(question):
    """What a browser sends for the right answer."""
    if question.kind in ("order", "match"):
        return numbered(question, question.key)
    return {"answer": question.key[0][0] if question.kind.startswith("type-") else question.key}


def wrong_fields(question):
    if question.kind in ("order", "match"):
        return numbered(question, [*question.key[1:], question.key[0]])
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
    assert KINDS[kind].question in answered
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
def typed_page(guest_client, shelf):
    """The page after an answer typed where the Queue is asked for."""
    Label.objects.create(term=shelf["Queue"], text="Qeue", kind="misspelling")

    def answer(given):
        learner = Learner.objects.get()
        quiz = begin(learner, length=1, kinds=("type-term",), term=shelf["Queue"])
        return guest_client.post(quiz.questions.get().get_absolute_url(), {"answer": given}, follow=True)

    return answer


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("the queues", "It is usually written Queue."),
        ("Waiting lsit", "Almost: mind the spelling It counts as right."),
        ("Waiting lsit", "Only the spelling is a little off"),
        ("Qeue", "It is often misspelled just like this"),
        ("Topic", "That is the name of another term: Topic"),
        ("Snapshott", "That looks like the name of another term: Snapshot"),
        ("A barrel of monkeys", "That is no name in this glossary"),
    ],
)
def test_a_typed_answer_is_told_why(typed_page, given, words):
    page = texts(typed_page(given))
    assert words in squeezed_marks(page)
    assert re.search("Right (answer|spelling) .*Right as well: (Waiting list|Queue) ", page)
    assert "Qeue " not in page.split("Right as well")[1]


@pytest.mark.parametrize(
    ("slug", "given", "words"),
    [
        ("kms", "Key Management System", "One word is off: Service, not System."),
        ("acm", "Amazon Certificate Manager", "One word is off: AWS, not Amazon."),
        ("acm", "AWS ACM", "ACM is a name of it too, but another one was asked for."),
        ("acm", "Certificate Manager", "Certificate Manager is a name of it too, but another one was asked for."),
    ],
)
def test_a_typed_expansion_is_told_what_is_off(learner_client, slug, given, words):
    term = Term.objects.get(slug=slug)
    question = begin(Learner.objects.get(), length=1, kinds=("type-expansion",), term=term, mode="term").questions.get()
    assert words in texts(learner_client.post(question.get_absolute_url(), {"answer": given}, follow=True))


def test_a_slip_shows_the_right_spelling_and_what_was_typed_with_the_difference_marked(typed_page):
    html = typed_page("Waiting lsit").content.decode()
    lines = re.findall(r'class="told-text">(.*?)</span>', html)
    assert [re.sub("<.*?>", "", line) for line in lines] == ["Waiting list", "Waiting lsit"]
    assert all(0 < len("".join(re.findall("<mark>(.*?)</mark>", line))) < 3 for line in lines)
    assert "verdict is-almost" in html


def squeezed_marks(page):
    """The words of a page as they are read, without what is only spoken."""
    return re.sub(r"\s+", " ", re.sub(r"The answer is [^.]*\.", "", page))


def sentences(response):
    """What is said on the slip, sentence by sentence, but for short ones and what is only spoken."""
    slip = re.search(r"<article.*</article>", re.sub(r"<p hidden.*?</p>", "", response.content.decode()), re.DOTALL)[0]
    return [
        one for one in re.split(r"(?<=[.?!])\s", unescape(re.sub(r"<[^>]+>|\s+", " ", slip))) if len(one.split()) > 4
    ]


@pytest.mark.parametrize("kind", list(KINDS))
def test_after_a_wrong_answer_nothing_is_said_twice(learner_client, kind):
    question = ask(kind)
    said = sentences(learner_client.post(question.get_absolute_url(), wrong_fields(question), follow=True))
    words = [frozenset(one.lower().split()) for one in said]
    assert not [one for at, one in enumerate(words) for two in words[at + 1 :] if len(one & two) > 0.8 * len(one | two)]


@pytest.mark.parametrize("kind", ["match", "type-term", "definition", "term"])
@pytest.mark.parametrize("page", ["1/", "result/"])
def test_no_blank_is_left_once_a_question_is_answered(learner_client, kind, page):
    question = next(one for one in asked_of(kind) if BLANK in f"{one.stem} {one.options}")
    learner_client.post(question.get_absolute_url(), wrong_fields(question))
    assert BLANK not in texts(learner_client.get(f"/quiz/{question.quiz_id}/{page}"))


def test_a_step_is_moved_by_a_plain_form_and_nothing_is_recorded(learner_client):
    question = ask("order")
    address, places = question.get_absolute_url(), question.data["places"]
    html = learner_client.post(address, numbered(question, places) | {"move": "1 down"}).content.decode()
    shown = re.findall(r'name="order-(\d)" value="(\d)"', html)
    assert shown[:2] == [("2", "1"), ("1", "2")]
    assert f'data-moved="{question.options[0]["text"]}: now 2 of {len(places)}"' in unescape(html)
    assert Question.objects.get(pk=question.pk).is_answered is False


@pytest.mark.parametrize("move", ["", "1", "0 up", "9 up", "1 sideways", "x down", "1 up\0"])
def test_a_move_that_cannot_be_made_is_refused(learner_client, move):
    question = ask("order")
    sent = numbered(question, question.data["places"]) | {"move": move}
    assert learner_client.post(question.get_absolute_url(), sent).status_code == 422


def test_a_match_that_is_refused_keeps_what_was_chosen(learner_client):
    question = ask("match")
    sent = numbered(question, question.key) | {"term-of-1": "2", "term-of-2": "2"}
    response = learner_client.post(question.get_absolute_url(), sent)
    assert "Choose each of them once. Nothing was recorded." in texts(response)
    chosen = re.findall(r'<option value="(\d)" selected>', response.content.decode())
    assert chosen == [str(sent[f"term-of-{number}"]) for number in range(1, len(question.options) + 1)]


HALF = {
    "type-term": ({"answer": "Half a na"}, r'name="answer" value="([^"]+)" maxlength'),
    "relation": ({"answer": "2"}, r'value="(\d)" checked'),
    "match": ({"term-of-1": "", "term-of-2": "3"}, r'<option value="(\d)" selected>'),
    "order": ({"order-1": "2", "order-2": "1"}, r'name="order-[12]" value="(\d)"'),
}


def exam_half_answered(kind):
    """A question of an exam, what a browser sends of an answer that was begun, and where the page shows it."""
    question = ask(kind, mode=Mode.EXAM)
    entered, where = HALF[kind]
    rest = numbered(question, question.data["places"]) if kind == "order" else {}
    return question, rest | entered, where


@pytest.mark.parametrize(("act", "status"), [("flag", 200), ("leave", 422)])
@pytest.mark.parametrize("kind", list(HALF))
def test_an_answer_that_was_begun_is_still_there_once_it_is_marked_or_nearly_left(learner_client, kind, act, status):
    question, sent, where = exam_half_answered(kind)
    response = learner_client.post(question.get_absolute_url(), sent | {act: "1"})
    assert response.status_code == status
    shown = re.findall(where, response.content.decode())
    assert sorted(shown) == sorted(value for value in HALF[kind][0].values() if value)
    question.refresh_from_db()
    assert (question.answer, question.flagged) == (None, act == "flag")


@pytest.mark.parametrize("kind", list(HALF))
def test_a_question_is_left_at_once_if_nothing_was_begun_and_else_by_saying_so_twice(learner_client, kind):
    question, sent, _ = exam_half_answered(kind)
    untouched = numbered(question, question.data["places"]) if kind == "order" else dict.fromkeys(sent, "")
    for fields in (untouched | {"leave": "1"}, sent | {"leave": "2"}):
        assert learner_client.post(question.get_absolute_url(), fields).url == f"/quiz/{question.quiz_id}/1/"


@pytest.mark.parametrize("act", ["flag", "leave"])
def test_marking_and_leaving_belong_to_the_form_that_answers(learner_client, act):
    html = learner_client.get(ask("match", mode=Mode.EXAM).get_absolute_url()).content.decode()
    assert re.search('<form class="answering" id="answering"', html)
    assert re.search(f'<button [^>]*form="answering" formnovalidate name="{act}"', html)
