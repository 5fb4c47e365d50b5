"""An exam: the server keeps the time, nothing is told before the end, and answers may be changed until then."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from quiz import practice
from quiz.models import Learner, Mode, Question, Quiz

from .conftest import CHOICE, begin, right_answer, wrong_answer
from .test_practice import at_once, browser
from .test_views import squeezed, texts


@pytest.fixture
def exam(client, shelf):
    """A guest's exam of five, a minute for each question."""
    client.post("/quiz/", {"mode": "exam", "length": "5", "seconds_each": "60", "kinds": ["term"]})
    return Quiz.objects.get()


def answer(client, question, given):
    return client.post(question.get_absolute_url(), {"answer": given})


def texts_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def without_times(response):
    return re.sub(r"\d\d:\d\d:\d\d", "", texts(response))


def let_the_time_pass(quiz):
    Quiz.objects.filter(pk=quiz.pk).update(started=quiz.started - timedelta(seconds=quiz.time_limit))


def test_an_answer_has_no_verdict_before_the_end_and_may_be_changed(client, exam):
    question = exam.questions.get(number=1)
    assert answer(client, question, wrong_answer(question)).url == f"/quiz/{exam.pk}/2/"
    question.refresh_from_db()
    assert (question.answer, question.verdict, question.is_right) == (wrong_answer(question), "", None)
    answer(client, question, right_answer(question))
    client.post(f"/quiz/{exam.pk}/end/")
    question.refresh_from_db()
    assert (question.answer, question.verdict, question.is_right) == (right_answer(question), "right", True)


def test_nothing_tells_what_is_right_before_the_end(client, exam):
    question = exam.questions.get(number=1)
    told = [squeezed(option["reason"]) for option in question.options if option["reason"] not in question.stem]
    answer(client, question, right_answer(question))
    pages = [texts(client.get(f"/quiz/{exam.pk}/{page}")) for page in ("1/", "2/", "review/")]
    pages.append(texts(client.get(f"/quiz/{exam.pk}/result/", follow=True)))
    pages.append(texts(client.post(question.get_absolute_url(), {"answer": "1"}, headers={"HX-Request": "true"})))
    assert told
    assert not [page for page in pages if any(words in page for words in (*told, "Right answer", "Not quite"))]


def test_the_pages_of_an_exam_are_the_same_whatever_is_right(client, exam):
    question = exam.questions.get(number=1)
    answer(client, question, 1)
    pages = []
    for key in range(1, 5):
        Question.objects.filter(pk=question.pk).update(key=key)
        pages.append([without_times(client.get(f"/quiz/{exam.pk}/{page}")) for page in ("1/", "review/")])
    assert pages == [pages[0]] * 4


def test_the_review_lists_what_is_open_and_what_is_marked(client, exam):
    client.post(f"/quiz/{exam.pk}/2/", {"flag": "1"})
    answer(client, exam.questions.get(number=1), 1)
    shown = texts(client.get(f"/quiz/{exam.pk}/review/"))
    assert "4 questions not answered yet, 1 marked to look at again" in shown
    client.post(f"/quiz/{exam.pk}/2/", {"flag": "0"})
    assert "marked" not in texts(client.get(f"/quiz/{exam.pk}/review/")).replace("marked to", "")


def test_an_exam_is_walked_through_by_numbers_and_from_one_to_the_next(client, exam):
    answer(client, exam.questions.get(number=1), 1)
    client.post(f"/quiz/{exam.pk}/2/", {"flag": "1"})
    html = client.get(f"/quiz/{exam.pk}/2/").content.decode()
    walk = texts_of(re.search('<nav class="walk".*?</nav>', html, re.DOTALL)[0])
    assert "Question 1 , answered Question 2 , not answered, marked Question 3 , not answered" in walk
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', html) == [
        ("prev", f"/quiz/{exam.pk}/1/"),
        ("next", f"/quiz/{exam.pk}/3/"),
    ]
    assert 'aria-current="page"><span class="visually-hidden">Question </span>2' in html


def test_a_practice_is_not_walked_through(guest_client):
    assert b'class="walk"' not in guest_client.get(Question.objects.get(number=1).get_absolute_url()).content


def test_a_question_that_was_answered_shows_what_was_chosen_and_is_not_left_for_later(client, exam):
    question = exam.questions.get(number=1)
    assert "Leave it for now" in texts(client.get(question.get_absolute_url()))
    answer(client, question, 2)
    response = client.get(question.get_absolute_url())
    assert re.findall(r'value="(\d)" class="chosen"', response.content.decode()) == ["2"]
    assert "Leave it for now" not in texts(response)


def test_an_exam_without_a_time_limit_says_so_on_its_result(client, exam):
    client.post(f"/quiz/{exam.pk}/untimed/")
    assert "Exam without a time limit." in texts(client.post(f"/quiz/{exam.pk}/end/", follow=True))


def test_after_the_last_answer_an_exam_waits_to_be_handed_in(client, exam):
    for question in exam.questions.all():
        response = answer(client, question, 1)
    assert response.url == f"/quiz/{exam.pk}/review/"
    assert client.get(exam.get_absolute_url()).url == f"/quiz/{exam.pk}/review/"
    assert "Every question is answered" in texts(client.get(response.url))


@pytest.mark.parametrize("page", ["", "1/", "review/", "result/"])
def test_any_look_after_the_time_ends_the_exam_as_it_stood(client, exam, page):
    question = exam.questions.get(number=1)
    answer(client, question, right_answer(question))
    let_the_time_pass(exam)
    client.get(f"/quiz/{exam.pk}/{page}")
    exam.refresh_from_db()
    assert exam.ended == exam.deadline
    assert list(exam.questions.values_list("verdict", flat=True)) == ["right", "", "", "", ""]


@pytest.mark.parametrize("is_late", [True, False])
def test_the_result_says_whether_the_time_was_up(client, exam, is_late):
    if is_late:
        let_the_time_pass(exam)
    shown = texts(client.post(f"/quiz/{exam.pk}/end/", follow=True))
    assert ("Time was up after 5 minutes." in shown) == is_late


def test_an_answer_after_the_time_is_not_taken(client, exam):
    let_the_time_pass(exam)
    response = client.post(f"/quiz/{exam.pk}/1/", {"answer": "1"}, follow=True)
    assert "Not answered" in texts(response)
    assert Question.objects.answered().count() == 0


@pytest.mark.parametrize("page", ["/quiz/", "/progress/"])
def test_an_exam_that_was_left_is_over_once_its_time_is(client, exam, page):
    let_the_time_pass(exam)
    assert "You left" not in texts(client.get(page))
    assert Quiz.objects.get().ended is not None


def test_the_result_of_an_exam_counts_open_questions(client, exam):
    question = exam.questions.get(number=1)
    answer(client, question, right_answer(question))
    shown = texts(client.post(f"/quiz/{exam.pk}/end/", follow=True))
    assert "1 of 5 right" in shown
    assert "4 questions were left open and count as not right" in shown


def test_the_time_limit_can_be_taken_off_before_and_during_the_exam(client, exam):
    assert exam.time_limit == 300
    client.post(f"/quiz/{exam.pk}/untimed/")
    exam.refresh_from_db()
    assert exam.deadline is None
    client.post("/quiz/", {"mode": "exam", "length": "5", "seconds_each": "0", "kinds": CHOICE})
    assert not Quiz.objects.filter(time_limit__isnull=False).exists()


def test_the_time_limit_cannot_be_taken_off_once_it_has_passed(client, exam):
    let_the_time_pass(exam)
    client.post(f"/quiz/{exam.pk}/untimed/")
    exam.refresh_from_db()
    assert exam.ended == exam.deadline


def test_the_end_is_shown_to_those_without_javascript(client, exam):
    shown = texts(client.get(f"/quiz/{exam.pk}/1/"))
    assert f"ends at {timezone.localtime(exam.deadline):%H:%M:%S}" in shown


def test_a_practice_has_no_clock(guest_client):
    guest_client.post("/quiz/", {"length": "5", "seconds_each": "60", "kinds": CHOICE})
    assert set(Quiz.objects.values_list("time_limit", flat=True)) == {None}


@pytest.mark.django_db(transaction=True)
def test_fifty_hand_ins_and_answers_at_once_end_an_exam_once(shelf, client):
    client.post("/quiz/", {"mode": "exam", "length": "5", "kinds": CHOICE})
    exam = Quiz.objects.get()
    for question in exam.questions.all():
        answer(client, question, right_answer(question))

    def post(place):
        where = "end/" if place % 2 else f"{place % 5 + 1}/"
        return browser(client).post(f"/quiz/{exam.pk}/{where}", {"answer": place % 4 + 1}).status_code

    assert set(at_once([lambda place=place: post(place) for place in range(50)])) <= {200, 302}
    exam.refresh_from_db()
    assert exam.ended is not None
    assert all(one.is_right == (one.answer == one.key) for one in exam.questions.all())


def test_a_judged_answer_stands_after_the_end(shelf):
    exam = begin(Learner.objects.create(), mode=Mode.EXAM)
    question = exam.questions.first()
    question = practice.record(question, wrong_answer(question), timezone.now())
    practice.finish(exam, timezone.now())
    late = practice.record(question, right_answer(question), timezone.now())
    assert (late.answer, late.verdict) == (wrong_answer(question), "wrong")
