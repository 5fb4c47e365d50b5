import pytest

from config.logs import OneLine
from quiz.models import Question, Report

from .test_views import texts


@pytest.fixture
def address(guest_client):
    return Question.objects.get(number=1).get_absolute_url()


def test_a_report_reaches_the_editors_with_what_it_is_about(guest_client, address, editor_client):
    sent = {"reason": "several", "note": "A queue is a waiting line, too."}
    response = guest_client.post(f"{address}report/", sent, follow=True)
    assert "The editors will look at this question" in texts(response)
    question = Question.objects.get(number=1)
    report = Report.objects.get()
    assert (report.question, report.term_id, report.stem) == (question, question.term_id, question.stem)
    assert "A queue is a waiting line, too." in texts(editor_client.get("/admin/quiz/report/"))


def test_a_report_is_logged_without_what_was_written(user_client, shelf, user, caplog):
    caplog.set_level("INFO", "termwise.quiz")
    user_client.post("/quiz/", {"length": "5"})
    question = Question.objects.get(number=1)
    user_client.post(f"{question.get_absolute_url()}report/", {"reason": "key", "note": "Private."})
    (record,) = [one for one in caplog.records if one.name == "termwise.quiz"]
    line = OneLine("{message}", style="{").format(record)
    assert line == f"question {question.pk} reported: key (user {user.pk} at 127.0.0.1)"


def test_a_report_answers_nothing_and_tells_nothing(guest_client, address):
    response = guest_client.post(f"{address}report/", {"reason": "unclear"}, follow=True)
    assert Question.objects.answered().count() == 0
    assert "Not quite" not in texts(response)


def test_a_second_report_takes_the_place_of_the_first(guest_client, address):
    for reason in ("unclear", "key"):
        guest_client.post(f"{address}report/", {"reason": reason})
    assert Report.objects.get().reason == "key"


@pytest.mark.parametrize(
    "sent", [{}, {"reason": "rude"}, {"reason": "key", "note": "x" * 1001}, {"reason": "key", "note": "\0"}]
)
def test_a_report_that_says_nothing_usable_is_not_sent(guest_client, address, sent):
    response = guest_client.post(f"{address}report/", sent, follow=True)
    assert "Nothing was sent" in texts(response)
    assert Report.objects.count() == 0


def test_reports_can_be_sent_only_so_often(guest_client, address):
    statuses = [guest_client.post(f"{address}report/", {"reason": "key"}).status_code for _ in range(41)]
    assert set(statuses) == {302, 429}


def test_a_report_outlives_the_quiz(guest_client, address):
    guest_client.post(f"{address}report/", {"reason": "giveaway"})
    Question.objects.all().delete()
    assert (Report.objects.get().question, Report.objects.get().reason) == (None, "giveaway")


def test_an_editor_settles_a_report_and_opens_it_again(guest_client, address, editor_client):
    guest_client.post(f"{address}report/", {"reason": "giveaway"})
    report = Report.objects.get()
    for action, is_settled in (("settle", True), ("reopen", False)):
        editor_client.post("/admin/quiz/report/", {"action": action, "_selected_action": report.pk})
        report.refresh_from_db()
        assert report.is_settled is is_settled
