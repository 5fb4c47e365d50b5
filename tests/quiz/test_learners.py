import pytest
from django.contrib.auth.models import User
from django.test import Client

from quiz import learners
from quiz.models import Learner, Quiz

from .conftest import begin

PASSWORD = "a long walk by the sea"


def sign_up(client):
    return client.post("/accounts/signup/", {"username": "mary", "password1": PASSWORD, "email": "mary@example.org"})


def test_looking_makes_no_learner(client, shelf):
    for address in ("/quiz/", "/progress/"):
        client.get(address)
    assert Learner.objects.count() == 0


def test_a_guest_is_the_same_learner_from_quiz_to_quiz(client, shelf):
    client.post("/quiz/", {"length": "5"})
    client.post("/quiz/", {"length": "5"})
    assert (Learner.objects.count(), Quiz.objects.count()) == (1, 2)


def test_signing_up_claims_what_was_learned_as_a_guest(guest_client):
    quiz = Quiz.objects.get()
    sign_up(guest_client)
    assert Learner.objects.get().user == User.objects.get(username="mary")
    assert guest_client.get(quiz.get_absolute_url()).status_code == 302
    assert learners.SESSION_KEY not in guest_client.session


def test_signing_in_adds_a_guests_quizzes_to_the_accounts_own(guest_client, user):
    own = begin(Learner.objects.create(user=user), seed=2)
    guest_client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    assert set(own.learner.quizzes.all()) == set(Quiz.objects.all())
    assert Quiz.objects.count() == 2


def test_after_signing_out_nothing_is_left_for_the_next_guest(guest_client):
    sign_up(guest_client)
    address = Quiz.objects.get().get_absolute_url()
    guest_client.post("/accounts/logout/")
    assert guest_client.get(address).status_code == 404


def test_a_learner_who_was_claimed_is_claimed_by_nobody_else(db, user):
    claimed = Learner.objects.create(user=user)
    begun = Quiz.objects.create(learner=claimed, started="2026-01-01T00:00Z")
    learners.hand_over(claimed.pk, User.objects.create_user("eve"))
    begun.refresh_from_db()
    assert begun.learner.user == user


def test_handing_over_twice_changes_nothing(db, user):
    guest = Learner.objects.create()
    Quiz.objects.create(learner=guest, started="2026-01-01T00:00Z")
    learners.hand_over(guest.pk, user)
    learners.hand_over(guest.pk, user)
    assert Quiz.objects.get().learner.user == user


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("where", ["", "1/", "result/"])
def test_nobody_sees_or_answers_anothers_quiz(guest_client, user_client, where, method):
    quiz = Quiz.objects.get()
    for other in (Client(), user_client):
        response = getattr(other, method)(f"/quiz/{quiz.pk}/{where}", {"answer": "1"})
        assert response.status_code == (405 if method == "post" and where != "1/" else 404)
    assert quiz.questions.answered().count() == 0


def test_staff_look_at_any_quiz_and_answer_none(guest_client, editor_client):
    address = f"/quiz/{Quiz.objects.get().pk}/1/"
    assert editor_client.get(address).status_code == 200
    assert editor_client.post(address, {"answer": "1"}).status_code == 404
