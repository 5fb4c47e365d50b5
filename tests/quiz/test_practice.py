import random
import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from glossary.models import Category, Term
from quiz import learners, practice
from quiz.models import AuthoredQuestion, Learner, Question, Quiz

from .conftest import CHOICE, begin, wrong_answer


def test_a_quiz_is_written_down_with_its_questions_in_order_and_none_answered(shelf):
    quiz = begin(Learner.objects.create(), length=10)
    assert [question.number for question in quiz.questions.all()] == list(range(1, 11))
    assert quiz.questions.open().count() == 10
    assert len({question.term_id for question in quiz.questions.all()}) == 10


def test_only_the_chosen_categories_are_asked_about(shelf, storage):
    quiz = begin(Learner.objects.create(), length=5, categories=(storage,))
    assert quiz.categories == ["Storage"]
    assert {question.category for question in quiz.questions.all()} == {"Storage"}


def test_a_row_keeps_the_guards_its_question_passed_and_a_reason_for_every_option(shelf):
    question = begin(Learner.objects.create()).questions.first()
    assert question.guards
    assert all(option["reason"] for option in question.options)
    assert question.options[question.key - 1]["term"] == question.term_id


@pytest.mark.parametrize("definitions", [0, 1])
def test_without_two_definitions_there_is_no_quiz_and_a_reason_why(db, definitions):
    Term.objects.create(title="Stub")
    for _ in range(definitions):
        Term.objects.create(title="Bucket", definition="The named place in which objects are kept.")
    with pytest.raises(practice.NoQuiz, match="definition"):
        begin(Learner.objects.create())
    assert Quiz.objects.count() == 0


def defined(title, definition=""):
    return Term.objects.create(title=title, definition=definition)


ONE = "A line of work from which every consumer takes what nobody else gets."


@pytest.mark.parametrize(
    ("rows", "wish", "words"),
    [
        ([], {}, "No term here has a definition yet, so there is nothing to ask."),
        ([("Queue", "")], {}, "No term here has a definition yet, so there is nothing to ask."),
        ([("Queue", ONE)], {}, "Only one term here has a definition yet. A quiz needs two, to be told apart."),
        ([("Queue", ONE)], {"kinds": ("authored",)}, "No editor has written a question here yet. Choose other kinds"),
        ([("Queue", ONE)], {"mode": "term"}, "About Queue alone there is no question yet that has one right answer."),
        ([("Queue", ONE), ("Line", ONE)], {"kinds": ("term",)}, "was found in what you chose. Choose more kinds of"),
        ([("Queue", ONE), ("Line", ONE)], {}, "The definitions here are too few, or too much alike"),
        ([("Queue", ONE), ("Line", ONE)], {"only": "new"}, "No question with one right answer was found in what you"),
    ],
)
def test_why_there_is_no_quiz_is_told_as_it_is(db, rows, wish, words):
    terms = [defined(*row) for row in rows]
    wish = wish | ({"term": terms[0]} if "mode" in wish else {})
    with pytest.raises(practice.NoQuiz, match=words) as refusal:
        begin(Learner.objects.create(), **({"kinds": ()} | wish))
    assert "categories" not in str(refusal.value)


def test_about_one_term_nothing_is_asked_that_the_term_is_the_answer_to(shelf):
    for seed in range(5):
        quiz = begin(Learner.objects.create(), seed=seed, kinds=(), mode="term", term=shelf["Queue"])
        kinds = {question.kind for question in quiz.questions.all()}
        assert kinds
        assert kinds.isdisjoint({"term", "type-term", "apart", "cloze"})


def test_about_one_term_it_is_asked_for_where_nothing_else_can_be_asked(shelf):
    quiz = begin(Learner.objects.create(), kinds=("term", "authored"), mode="term", term=shelf["Queue"])
    assert [question.kind for question in quiz.questions.all()] == ["term"]


def test_a_quiz_shorter_than_asked_for_says_why_before_the_first_question(client, shelf):
    sent = {"mode": "term", "term": "queue", "length": "10", "kinds": CHOICE}
    page = client.post("/quiz/", sent, follow=True).content.decode()
    words = "This quiz has one question: no more of these kinds can be asked about Queue without giving answers away."
    assert words in page
    assert "This quiz has" not in client.post("/quiz/", {"length": "5", "kinds": CHOICE}, follow=True).content.decode()


NO_MORE = "no more with one right answer were found in what you chose."


@pytest.mark.parametrize(
    ("answered", "wish", "words"),
    [
        (0, {}, "This quiz has 14 questions, not 20: only 14 terms here have a definition, and a term is asked about"),
        (0, {"categories": 1}, "This quiz has 7 questions, not 20: only 7 terms here have a definition, and a term"),
        (14, {"only": "weak"}, "This quiz has one question, not 20: only one term here is weak now, and a term is"),
        (13, {"only": "new"}, "This quiz has one question, not 20: only one term here is new to you, and a term is"),
        (12, {"only": "new", "kinds": ("authored",)}, f"This quiz has one question, not 20: {NO_MORE}"),
        (0, {"kinds": ("authored",)}, f"This quiz has one question, not 20: {NO_MORE}"),
    ],
)
def test_why_a_quiz_is_shorter_is_told_as_it_is(shelf, storage, answered, wish, words):
    learner = Learner.objects.create()
    asked = begin(learner, length=14)
    for question in asked.questions.all()[:answered]:
        right = question.key if question.number < 14 else wrong_answer(question)
        practice.record(question, right, timezone.now())
    term = asked.questions.last().term
    AuthoredQuestion.objects.create(term=term, stem="What of these?", right="One", wrong="Two | No.\nThree | No.")
    wish = wish | ({"categories": (storage,)} if "categories" in wish else {})
    assert practice.why_shorter(begin(learner, length=20, **wish)).startswith(words)


@pytest.mark.parametrize("named", [False, True])
def test_where_few_terms_make_a_question_more_are_drawn_until_there_are_enough(shelf, named):
    Term.objects.bulk_create(
        Term(title=f"Name{n}", slug=f"name-{n}", definition="What is said here is said of all of them.")
        for n in range(200)
    )
    learner = Learner.objects.create()
    for seed in range(3):
        quiz = begin(learner, length=10, seed=seed, kinds=("type-term",), only="new" if named else "")
        assert {question.title for question in quiz.questions.all()} <= set(shelf)
        assert quiz.questions.count() == 10


def test_where_nothing_can_be_asked_the_search_for_it_ends(db, django_assert_max_num_queries):
    Term.objects.bulk_create(
        Term(title=f"Name{n}", slug=f"name-{n}", definition="What is said here is said of all of them.")
        for n in range(600)
    )
    with django_assert_max_num_queries(160), pytest.raises(practice.NoQuiz):
        begin(Learner.objects.create(), length=20, kinds=("type-term", "definition"))


def test_a_stub_is_neither_asked_about_nor_offered(shelf):
    stub = Term.objects.create(title="Stub")
    for seed in range(5):
        quiz = begin(Learner.objects.create(), length=10, seed=seed)
        offered = {option["term"] for question in quiz.questions.all() for option in question.options}
        assert stub.pk not in offered


def test_the_first_answer_stands(shelf):
    question = begin(Learner.objects.create()).questions.first()
    other_tab = Question.objects.get(pk=question.pk)
    now = timezone.now()
    practice.record(question, question.key, now)
    late = practice.record(other_tab, question.key % 4 + 1, timezone.now())
    assert (late.answer, late.is_right, late.answered) == (question.key, True, now)


@pytest.mark.parametrize("length", [5, 20])
def test_recording_an_answer_takes_few_statements_however_long_the_quiz(shelf, length, django_assert_num_queries):
    question = begin(Learner.objects.create(), length=length).questions.first()
    with django_assert_num_queries(5):  # two of them are the test's own savepoint
        practice.record(question, 1, timezone.now())


def test_editing_and_deleting_terms_changes_no_stored_quiz(shelf):
    quiz = begin(Learner.objects.create())
    fields = ("title", "stem", "options", "key", "category")
    before = list(quiz.questions.values_list(*fields))
    Term.objects.update(title="Changed", definition="Changed.")
    Category.objects.all().delete()
    Term.objects.filter(pk__gt=shelf["Volume"].pk).delete()
    assert list(quiz.questions.values_list(*fields)) == before


def fill(number):
    """That many terms in two categories."""
    words = [
        f"{start}{end}"
        for start in ("bal", "cor", "dus", "fer", "gil", "hem", "jol", "kil")
        for end in ("oc", "ur", "ax")
    ]
    dice = random.Random(number)
    categories = [Category.objects.create(name=name) for name in ("One", "Two")]
    terms = Term.objects.bulk_create(
        Term(title=f"Name{n}", slug=f"name-{n}", definition=f"A {' '.join(dice.sample(words, 9))}.")
        for n in range(number)
    )
    links = Term.categories.through
    links.objects.bulk_create(links(term=term, category=categories[n % 2]) for n, term in enumerate(terms))
    return categories


@pytest.mark.parametrize("chosen", [0, 1])
def test_beginning_takes_as_many_queries_in_a_large_glossary_as_in_a_larger(db, chosen, django_assert_max_num_queries):
    learner = Learner.objects.create()
    categories = fill(800)
    with django_assert_max_num_queries(32):
        quiz = begin(learner, length=20, categories=tuple(categories[:chosen]))
    assert quiz.questions.count() == 20


def at_once(jobs):
    """Run all jobs in threads that start together, each with a database connection of its own."""
    gate = threading.Barrier(len(jobs))
    results = [None] * len(jobs)

    def run(place, job):
        gate.wait()
        try:
            results[place] = job()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def browser(client):
    """Another client with the same cookies, which asks as htmx does."""
    cookies = client.cookies.output(header="", sep=";")
    one = Client(headers={"HX-Request": "true", "Cookie": cookies})
    one.cookies.load(cookies)
    return one


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answers", [["1"] * 50, ["1", "2", "3", "4", "1"] * 10], ids=["the same", "conflicting"])
def test_fifty_answers_at_once_count_once_and_all_are_shown_the_same_verdict(shelf, answers):
    client = Client()
    client.post("/quiz/", {"length": "5", "kinds": CHOICE})
    question = Question.objects.get(number=1)

    def post(answer):
        return browser(client).post(question.get_absolute_url(), {"answer": answer})

    responses = at_once([lambda answer=answer: post(answer) for answer in answers])
    question.refresh_from_db()
    assert {response.status_code for response in responses} == {200}
    assert len({response.content for response in responses}) == 1
    assert (b"verdict is-right" in responses[0].content) == question.is_right
    assert Question.objects.answered().count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_answers_at_once_to_a_quiz_that_is_over_change_nothing(shelf):
    client = Client()
    client.post("/quiz/", {"length": "5", "kinds": CHOICE})
    quiz = Quiz.objects.get()
    client.post(f"/quiz/{quiz.pk}/end/")
    log = list(Question.objects.values())

    def post(place):
        return browser(client).post(f"/quiz/{quiz.pk}/{place % 5 + 1}/", {"answer": place % 4 + 1})

    responses = at_once([lambda place=place: post(place) for place in range(50)])
    assert {response.status_code for response in responses} == {200}
    assert all(b"Not answered" in response.content for response in responses)
    assert list(Question.objects.values()) == log


@pytest.mark.django_db(transaction=True)
def test_the_last_two_questions_answered_at_once_end_the_quiz(shelf):
    quiz = begin(Learner.objects.create(), length=5)
    questions = list(quiz.questions.all())
    for question in questions[:3]:
        practice.record(question, 1, timezone.now())
    at_once([lambda one=one: practice.record(one, 1, timezone.now()) for one in questions[3:]])
    quiz.refresh_from_db()
    assert quiz.ended is not None


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_the_end_at_once_leave_no_verdict_after_the_end(shelf):
    quiz = begin(Learner.objects.create(), length=5)
    question = quiz.questions.first()
    ending = [lambda: practice.finish(quiz, timezone.now())]
    at_once([lambda: practice.record(question, 1, timezone.now())] * 3 + ending * 3)
    quiz.refresh_from_db()
    question.refresh_from_db()
    assert quiz.ended is not None
    assert question.answered is None or question.verdict


@pytest.mark.django_db(transaction=True)
def test_quizzes_begun_at_once_by_one_account_belong_to_one_learner(shelf, user):
    def post():
        client = Client()
        client.force_login(user)
        return client.post("/quiz/", {"length": "5"}).status_code

    assert at_once([post] * 8) == [302] * 8
    assert (Learner.objects.count(), Quiz.objects.filter(learner__user=user).count()) == (1, 8)


@pytest.mark.django_db(transaction=True)
def test_a_guest_signing_in_twice_at_once_is_claimed_once(shelf, user):
    guest = begin(Learner.objects.create()).learner
    assert at_once([lambda: learners.hand_over(guest.pk, user)] * 8) == [None] * 8
    assert Quiz.objects.get().learner.user == user


def while_somebody_writes(quiz, job):
    """What comes of a job in another thread while this one holds the quiz, and on SQLite all there is to write."""
    with transaction.atomic():
        Quiz.objects.select_for_update().get(pk=quiz.pk)
        return at_once([job])[0]


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_would_wait_too_long_is_turned_away_and_can_be_sent_again(shelf, impatient):
    client = Client()
    client.post("/quiz/", {"length": "5", "kinds": CHOICE})
    question = Question.objects.get(number=1)
    page = browser(client)
    page.raise_request_exception = False
    refused = while_somebody_writes(question.quiz, lambda: page.post(question.get_absolute_url(), {"answer": "1"}))
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "Busy right now" in refused.content.decode()
    assert Question.objects.answered().count() == 0
    assert page.post(question.get_absolute_url(), {"answer": "1"}).status_code == 200
    assert Question.objects.answered().count() == 1


@pytest.mark.django_db(transaction=True)
def test_looking_at_a_question_waits_for_nobody_who_writes(shelf):
    client = Client()
    client.post("/quiz/", {"length": "5", "kinds": CHOICE})
    question = Question.objects.get(number=1)
    began = time.monotonic()
    shown = while_somebody_writes(question.quiz, lambda: browser(client).get(question.get_absolute_url()))
    assert time.monotonic() - began < 3
    assert shown.status_code == 200
    question.refresh_from_db()
    assert (question.shown is None) is (connection.vendor == "sqlite")
    client.get(question.get_absolute_url())
    question.refresh_from_db()
    assert question.shown is not None
