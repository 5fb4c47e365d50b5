import re

import pytest
from django.test import Client
from django.utils import timezone

from quiz import practice
from quiz.models import Learner, Question, Quiz

from .conftest import begin, take
from .test_views import squeezed, texts


@pytest.fixture
def quiz(guest_client):
    return take(Quiz.objects.get(), right=3)


def share(client, quiz, wish="1"):
    """The page after the wish, and the link on it."""
    response = client.post(f"/quiz/{quiz.pk}/share/", {"share": wish}, follow=True)
    link = re.search(r'href="http://testserver(/shared/[^"]+)"', response.content.decode())
    return link and link[1]


def test_a_result_is_shared_with_whoever_has_the_link(guest_client, quiz):
    shown = texts(Client().get(share(guest_client, quiz)))
    assert "3 of 5 right" in shown
    assert all(squeezed(question.stem) in shown for question in quiz.questions.all())


def test_a_shared_result_names_nobody_and_leads_nowhere_private(user_client, user, shelf, guest_client):
    user_client.post("/quiz/", {"length": "5", "kinds": ["term"]})
    mine = take(Quiz.objects.get(learner__user=user), right=2)
    html = Client().get(share(user_client, mine)).content.decode()
    assert user.username not in html
    assert str(mine.pk) not in html


def test_a_match_is_shared_with_all_of_its_terms(guest_client):
    question = begin(Learner.objects.get(), length=1, kinds=("match",)).questions.get()
    practice.record(question, question.key, timezone.now())
    shown = texts(Client().get(share(guest_client, question.quiz)))
    assert f"Right. The terms are {', '.join(question.data['terms'])}." in shown


def test_what_was_typed_is_not_shared(guest_client, quiz):
    question = quiz.questions.first()
    Question.objects.filter(pk=question.pk).update(answer="my secret diary", verdict="wrong", is_right=False)
    assert "secret" not in texts(Client().get(share(guest_client, quiz)))


def test_a_link_that_was_taken_back_leads_nowhere_for_good(guest_client, quiz):
    first = share(guest_client, quiz)
    assert share(guest_client, quiz) == first
    assert share(guest_client, quiz, "0") is None
    second = share(guest_client, quiz)
    assert [Client().get(link).status_code for link in (first, second)] == [404, 200]


def test_a_quiz_that_runs_is_not_shared(guest_client):
    running = Quiz.objects.get()
    guest_client.post(f"/quiz/{running.pk}/share/", {"share": "1"})
    running.refresh_from_db()
    assert running.share is None


def test_nobody_shares_anothers_result(guest_client, quiz, user_client, editor_client):
    for other in (user_client, editor_client):
        assert other.post(f"/quiz/{quiz.pk}/share/", {"share": "1"}).status_code == 404
    assert Quiz.objects.get().share is None


def test_a_shared_result_is_kept_by_no_cache_nor_search_engine(guest_client, quiz):
    response = Client().get(share(guest_client, quiz))
    assert "no-store" in response.headers["Cache-Control"]
    assert b'name="robots" content="noindex"' in response.content


def test_a_shared_result_shows_no_entry_of_a_quiz_that_ended_with_nothing(guest_client):
    empty = practice.finish(Quiz.objects.get(), timezone.now())
    assert Client().get(share(guest_client, empty)).status_code == 200
