"""Questions that editors write: checked at the desk, then asked and answered like any other."""

import pytest

from quiz import authoring
from quiz.models import AuthoredQuestion, Learner

from .conftest import begin
from .test_views import texts

WRITTEN = {
    "stem": "Who gets a message that is put in?",
    "right": "One consumer",
    "why": "Whoever takes it first.",
    "wrong": "Everybody | That would be a topic.\nNobody | Then it would be of no use.",
}


def test_an_editor_writes_a_question_and_it_is_asked_and_answered(shelf, editor_client, guest_client):
    editor_client.post("/admin/quiz/authoredquestion/add/", {"term": shelf["Queue"].pk, **WRITTEN})
    written = AuthoredQuestion.objects.get()
    question = begin(Learner.objects.get(), length=1, kinds=("authored",)).questions.get()
    assert (question.authored, question.stem) == (written, WRITTEN["stem"])
    wrong = next(number for number, option in enumerate(question.options, 1) if option["text"] == "Everybody")
    page = texts(guest_client.post(question.get_absolute_url(), {"answer": wrong}, follow=True))
    assert "Not quite" in page
    assert "Whoever takes it first." in page
    assert "That would be a topic." in page


def test_a_written_question_that_is_deleted_leaves_what_was_asked(shelf):
    AuthoredQuestion.objects.create(term=shelf["Queue"], **WRITTEN)
    question = begin(Learner.objects.create(), length=1, kinds=("authored",)).questions.get()
    AuthoredQuestion.objects.all().delete()
    question.refresh_from_db()
    assert (question.authored, question.stem) == (None, WRITTEN["stem"])


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ("Everybody", "say why it is wrong"),
        ("| No answer here.", "the answer is missing"),
        ("one  Consumer | The same.", "stands here twice"),
        ("All | Once.\nall | Twice.", "stands here twice"),
        ("\n".join(f"Number {number} | No." for number in range(9)), "at most 8 wrong answers"),
        (f"{'x' * 301} | Too long.", "at most 300 characters"),
    ],
)
def test_lines_that_make_no_question_are_told_to_the_editor(shelf, editor_client, wrong, fault):
    sent = {"term": shelf["Queue"].pk, **WRITTEN, "wrong": wrong}
    assert fault in texts(editor_client.post("/admin/quiz/authoredquestion/add/", sent))
    assert AuthoredQuestion.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"right": "Queue", "wrong": "Waiting list | It is not."}, "is another name of the right answer"),
        ({"right": "Queue", "stem": "What does a queue do?"}, "The question says the answer"),
        ({"right": "Queue", "stem": "What is a waiting list?"}, "The question says the answer"),
        ({"stem": "Does one consumer get it?"}, "The question says the answer"),
        ({"right": "One consumer, whoever comes first of all"}, "much longer than every wrong one"),
        ({"wrong": "Nobody | No.\nAll of the above | No."}, "none may speak of the others"),
        ({"right": "None of these", "wrong": "Nobody here | No."}, "none may speak of the others"),
    ],
)
def test_what_gives_the_answer_away_or_makes_a_second_one_right_is_told(shelf, editor_client, changed, fault):
    sent = {"term": shelf["Queue"].pk, **WRITTEN, **changed}
    assert fault in texts(editor_client.post("/admin/quiz/authoredquestion/add/", sent))
    assert AuthoredQuestion.objects.count() == 0


def test_the_desk_shows_a_written_question_as_it_is_asked(shelf, editor_client):
    written = AuthoredQuestion.objects.create(term=shelf["Queue"], **WRITTEN | {"stem": "Who gets <b>it</b>?"})
    page = editor_client.get(f"/admin/quiz/authoredquestion/{written.pk}/change/").content.decode()
    assert (
        "<p>Who gets &lt;b&gt;it&lt;/b&gt;?</p><ol><li>Everybody</li><li>Nobody</li><li>One consumer</li></ol>" in page
    )


def test_a_report_leads_to_the_written_question(shelf, guest_client, editor_client):
    written = AuthoredQuestion.objects.create(term=shelf["Queue"], **WRITTEN)
    question = begin(Learner.objects.get(), length=1, kinds=("authored",)).questions.get()
    guest_client.post(f"{question.get_absolute_url()}report/", {"reason": "unclear"})
    page = editor_client.get("/admin/quiz/report/").content.decode()
    assert f'href="/admin/quiz/authoredquestion/{written.pk}/change/"' in page


def test_a_question_needs_a_wrong_answer():
    assert authoring.faults("Right", []) == ["Write at least one wrong answer."]
    assert authoring.faults("Right", [("Wrong", "It is not.")]) == []
