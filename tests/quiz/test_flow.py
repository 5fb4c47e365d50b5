"""Modes, filters, skipping, ending early, coming back, and "I was right"."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from glossary.models import Label, Term
from quiz import history, practice
from quiz.models import LabelProposal, Learner, Mode, Question, Quiz

from .conftest import CHOICE, begin, right_answer, take, wrong_answer
from .test_views import texts

LAST = 5


def typed(learner, seed=1):
    """A quiz of one question to be answered by typing the term."""
    return begin(learner, length=1, seed=seed, kinds=("type-term",)).questions.get()


@pytest.fixture
def asked(guest_client):
    """A typed question of the guest, answered wrongly."""
    question = typed(Learner.objects.get())
    guest_client.post(question.get_absolute_url(), {"answer": "A barrel of monkeys"})
    question.refresh_from_db()
    return question


def test_a_skipped_question_comes_again_after_the_others(guest_client):
    quiz = Quiz.objects.get()
    assert guest_client.post(f"/quiz/{quiz.pk}/1/", {"skip": "1"}).url == f"/quiz/{quiz.pk}/2/"
    for number in range(2, LAST + 1):
        guest_client.post(f"/quiz/{quiz.pk}/{number}/", {"answer": "1"})
    assert guest_client.get(quiz.get_absolute_url()).url == f"/quiz/{quiz.pk}/1/"
    assert quiz.questions.get(number=1).answered is None


def test_skipping_what_was_answered_changes_nothing(guest_client):
    quiz = Quiz.objects.get()
    guest_client.post(f"/quiz/{quiz.pk}/1/", {"answer": "1"})
    before = Question.objects.values().get(number=1)
    guest_client.post(f"/quiz/{quiz.pk}/1/", {"skip": "1"})
    assert Question.objects.values().get(number=1) == before


def test_a_quiz_ended_early_counts_what_was_answered_and_shows_the_rest(guest_client):
    quiz = Quiz.objects.get()
    question = quiz.questions.get(number=1)
    guest_client.post(question.get_absolute_url(), {"answer": right_answer(question)})
    response = guest_client.post(f"/quiz/{quiz.pk}/end/", follow=True)
    assert response.redirect_chain == [(f"/quiz/{quiz.pk}/result/", 302)]
    assert "1 of 1 right" in texts(response)
    assert "4 left open" in texts(response)


def test_a_quiz_that_is_over_takes_no_more_answers(guest_client):
    quiz = Quiz.objects.get()
    guest_client.post(f"/quiz/{quiz.pk}/end/")
    for sent in ({"answer": "1"}, {"skip": "1"}, {"flag": "1"}):
        response = guest_client.post(f"/quiz/{quiz.pk}/1/", sent, follow=True)
        assert response.status_code == 200
    assert not Question.objects.exclude(answered=None, skipped=False, flagged=False).exists()


@pytest.mark.parametrize("where", ["end/", "untimed/", "share/", "1/right/", "1/report/"])
def test_what_changes_a_quiz_is_asked_for_with_a_post_by_its_learner(guest_client, user_client, where):
    quiz = Quiz.objects.get()
    assert guest_client.get(f"/quiz/{quiz.pk}/{where}").status_code == 405
    assert user_client.post(f"/quiz/{quiz.pk}/{where}").status_code == 404
    quiz.refresh_from_db()
    assert (quiz.ended, quiz.share) == (None, None)


def test_ending_twice_keeps_the_first_end(guest_client):
    quiz = Quiz.objects.get()
    first = practice.finish(quiz, timezone.now()).ended
    assert practice.finish(quiz, timezone.now()).ended == first


def test_a_quiz_is_taken_up_again_on_another_device_days_later(user, shelf):
    one, other = Client(), Client()
    one.force_login(user)
    one.post("/quiz/", {"length": "5", "kinds": CHOICE})
    quiz = Quiz.objects.get()
    one.post(f"/quiz/{quiz.pk}/1/", {"answer": "1"})
    Quiz.objects.update(started="2026-01-02T03:04Z")
    other.force_login(User.objects.get(pk=user.pk))
    assert "1 of 5 answered, started 2 January" in texts(other.get("/quiz/"))
    assert other.get(quiz.get_absolute_url()).url == f"/quiz/{quiz.pk}/2/"


def test_the_time_a_question_takes_runs_from_when_it_was_first_shown(guest_client):
    question = Question.objects.get(number=1)
    guest_client.get(question.get_absolute_url())
    first = Question.objects.get(number=1).shown
    guest_client.get(question.get_absolute_url())
    guest_client.post(question.get_absolute_url(), {"answer": "1"})
    question.refresh_from_db()
    assert question.shown == first
    assert 0 <= question.seconds < 60
    question.shown -= timezone.timedelta(days=3)
    assert question.seconds == 300


def test_looking_at_anothers_question_does_not_start_its_clock(guest_client, editor_client):
    editor_client.get(Question.objects.get(number=1).get_absolute_url())
    assert Question.objects.get(number=1).shown is None


def test_mistakes_can_be_practised_until_they_are_put_right(guest_client):
    learner = Learner.objects.get()
    done = take(Quiz.objects.get(), right=3)
    wrong = {question.term_id for question in done.questions.wrong()}
    guest_client.post("/quiz/", {"mode": "mistakes", "length": "5", "kinds": CHOICE})
    again = learner.quizzes.get(mode=Mode.MISTAKES)
    assert {question.term_id for question in again.questions.all()} == wrong
    take(again, right=2)
    response = guest_client.post("/quiz/", {"mode": "mistakes", "length": "5"})
    assert response.status_code == 422
    assert "You have no mistakes to practise" in texts(response)


def test_the_mistakes_of_one_quiz_are_practised_from_its_result(guest_client):
    done = take(Quiz.objects.get(), right=3)
    sent = {"mode": "mistakes", "mistakes_of": str(done.pk), "length": "20", "kinds": CHOICE}
    guest_client.post("/quiz/", sent)
    again = Quiz.objects.get(mode=Mode.MISTAKES)
    assert {one.term_id for one in again.questions.all()} == {one.term_id for one in done.questions.wrong()}


def test_the_mistakes_of_anothers_quiz_are_not_to_be_had(guest_client, user_client):
    done = take(Quiz.objects.get(), right=3)
    sent = {"mode": "mistakes", "mistakes_of": str(done.pk), "length": "20"}
    assert user_client.post("/quiz/", sent).status_code == 422


def test_one_term_is_asked_about_from_its_own_page(client, shelf):
    assert "/quiz/?term=queue" in client.get("/terms/queue/").content.decode()
    assert "Questions on Queue" in texts(client.get("/quiz/?term=queue"))
    client.post("/quiz/", {"mode": "term", "term": "queue", "length": "5", "kinds": CHOICE})
    quiz = Quiz.objects.get()
    assert {question.term_id for question in quiz.questions.all()} == {shelf["Queue"].pk}
    assert quiz.filters == {"term": "Queue", "slug": "queue"}


def test_a_stub_is_offered_no_questions(client, db):
    Term.objects.create(title="Stub")
    assert "Test me on this" not in texts(client.get("/terms/stub/"))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"mode": "term"}, "Choose the term"),
        ({"mode": "term", "term": "gone"}, "not here any more"),
        ({"mode": "term", "term": "\0"}, "not here any more"),
        ({"mode": "shouting"}, "Choose how the quiz goes"),
        ({"kinds": "riddle"}, "not asked any more"),
        ({"only": "best"}, "new ones or weak ones"),
        ({"mode": "exam", "seconds_each": "1"}, "one of the time limits"),
        ({"mode": "mistakes", "mistakes_of": "x" * 5000}, "not here any more"),
        ({"only": "weak"}, "Nothing here is weak"),
    ],
)
def test_a_wish_that_cannot_be_had_is_explained(client, shelf, sent, words):
    response = client.post("/quiz/", {"length": "5"} | sent)
    assert (response.status_code, Quiz.objects.count()) == (422, 0)
    assert words in texts(response)


@pytest.mark.parametrize("query", ["term=gone", "term=%00", "mode=%00", "mode=term", "term=" + "x" * 10_000])
def test_any_choice_can_stand_in_the_address(client, shelf, query):
    assert client.get(f"/quiz/?{query}").status_code == 200


def test_only_new_terms_and_only_weak_ones_can_be_asked_for(shelf, storage):
    learner = Learner.objects.create()
    first = take(begin(learner, length=5, categories=(storage,)), right=3)
    asked = {question.term_id for question in first.questions.all()}
    new = begin(learner, length=20, seed=2, only=practice.NEW)
    assert not asked & {question.term_id for question in new.questions.all()}
    weak = begin(learner, length=20, seed=3, only=practice.WEAK)
    assert {question.term_id for question in weak.questions.all()} == set(history.weak(learner))


@pytest.mark.parametrize("kind", CHOICE)
def test_only_the_chosen_kinds_are_asked(shelf, kind):
    quiz = begin(Learner.objects.create(), kinds=(kind,))
    assert {question.kind for question in quiz.questions.all()} == {kind}


def test_i_was_right_counts_at_once_and_keeps_the_verdict(guest_client, asked):
    assert (asked.is_right, asked.verdict) == (False, "wrong")
    address = asked.get_absolute_url()
    assert "I was right" in texts(guest_client.get(address))
    response = guest_client.post(f"{address}right/", follow=True)
    asked.refresh_from_db()
    assert (asked.is_right, asked.verdict, asked.overridden) == (False, "wrong", True)
    assert "Counted as right" in texts(response)
    assert "1 of 1 right" in texts(guest_client.get(f"/quiz/{asked.quiz_id}/result/"))


def test_what_was_typed_is_proposed_to_the_editors_once_a_learner(guest_client, asked):
    for _ in range(2):
        guest_client.post(f"{asked.get_absolute_url()}right/")
    proposal = LabelProposal.objects.get()
    assert (proposal.term_id, proposal.text, proposal.times) == (asked.term_id, "A barrel of monkeys", 1)


def test_the_same_words_of_several_learners_are_one_proposal(guest_client, asked):
    practice.override(asked, timezone.now())
    other = typed(Learner.objects.create())
    while other.term_id != asked.term_id:
        other = typed(other.quiz.learner, seed=other.pk)
    other = practice.record(other, "a BARREL of  monkeys", timezone.now())
    practice.override(other, timezone.now())
    assert LabelProposal.objects.get().times == 2


@pytest.mark.parametrize("is_right", [True, False])
def test_a_choice_is_not_argued_about(guest_client, is_right):
    question = Question.objects.get(number=1)
    answer = right_answer(question) if is_right else wrong_answer(question)
    guest_client.post(question.get_absolute_url(), {"answer": answer})
    guest_client.post(f"{question.get_absolute_url()}right/")
    question.refresh_from_db()
    assert (question.overridden, question.is_right) == (False, is_right)
    assert LabelProposal.objects.count() == 0


def test_an_editor_takes_a_proposed_name(asked, editor_client):
    practice.override(asked, timezone.now())
    proposal = LabelProposal.objects.get()
    address = "/admin/quiz/labelproposal/"
    editor_client.post(address, {"action": "add_label", "_selected_action": proposal.pk})
    assert Label.objects.get(term=asked.term_id, text="A barrel of monkeys").kind == "synonym"
    proposal.refresh_from_db()
    assert proposal.state == "added"


def test_an_editor_declines_a_proposed_name(asked, editor_client):
    practice.override(asked, timezone.now())
    before = Label.objects.count()
    proposal = LabelProposal.objects.get()
    address = "/admin/quiz/labelproposal/"
    editor_client.post(address, {"action": "decline", "_selected_action": proposal.pk})
    proposal.refresh_from_db()
    assert (proposal.state, Label.objects.count()) == ("declined", before)


def test_the_name_of_another_term_is_never_proposed(asked):
    other = Term.objects.exclude(pk=asked.term_id).first()
    Question.objects.filter(pk=asked.pk).update(answer=other.title.upper())
    asked.refresh_from_db()
    assert practice.override(asked, timezone.now())
    assert LabelProposal.objects.count() == 0


def test_a_name_near_to_another_terms_is_marked_and_not_added_with_the_rest(asked, editor_client, shelf):
    practice.override(asked, timezone.now())
    term = next(one for title, one in shelf.items() if title not in ("Long polling",) and one.pk != asked.term_id)
    near = LabelProposal.objects.create(term=term, text="Long poling", latest=timezone.now())
    address = "/admin/quiz/labelproposal/"
    assert "is or is near to “Long polling”" in texts(editor_client.get(address))
    chosen = list(LabelProposal.objects.values_list("pk", flat=True))
    page = texts(editor_client.post(address, {"action": "add_label", "_selected_action": chosen}, follow=True))
    assert "1 name added." in page
    assert "“Long poling” for" in page
    assert "a name of another term" in page
    near.refresh_from_db()
    assert (near.state, Label.objects.filter(text="Long poling").exists()) == ("open", False)
