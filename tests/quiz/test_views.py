import re
from html import unescape

import pytest

from glossary.models import Category, Term
from quiz.kinds import KINDS
from quiz.models import Learner, Question, Quiz

from .conftest import CHOICE, begin, take


def texts(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def squeezed(words):
    return re.sub(r"\s+", " ", words)


def meaning(option):
    """What the reason says of the option's term, without its name before it."""
    return squeezed(option["reason"].removeprefix(f"That would be {option['title']}. "))


def answer_all(client, right):
    for place, question in enumerate(Question.objects.order_by("number")):
        client.post(question.get_absolute_url(), {"answer": question.key if place < right else question.key % 4 + 1})


def test_categories_are_offered_with_their_counts_and_one_can_be_chosen_in_the_address(client, shelf):
    html = client.get("/quiz/?category=storage").content.decode()
    assert re.findall(r'value="(\w+)"( checked)?>(Storage|Messaging) <span class="count">(\d+)', html) == [
        ("storage", " checked", "Storage", "7"),
        ("messaging", "", "Messaging", "7"),
    ]


@pytest.mark.parametrize("category", ["", "gone", "%00", "x" * 10_000, "%ed%a0%80"])
def test_a_category_nobody_knows_chooses_nothing(client, shelf, category):
    response = client.get(f"/quiz/?category={category}")
    assert response.status_code == 200
    assert b'type="checkbox" name="categories" value="storage">' in response.content


def test_beginning_leads_to_the_first_question(client, shelf):
    response = client.post("/quiz/", {"categories": ["storage"], "length": "5", "kinds": CHOICE}, follow=True)
    quiz = Quiz.objects.get()
    assert response.redirect_chain == [(f"/quiz/{quiz.pk}/", 302), (f"/quiz/{quiz.pk}/1/", 302)]
    assert "Question 1 of 5" in texts(response)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"length": "7"}, "Choose 5, 10 or 20 questions."),
        ({}, "Choose how many questions."),
        ({"length": "5", "categories": "gone"}, "not here any more"),
        ({"length": "5", "categories": "\0"}, "not here any more"),
        ({"length": "9" * 5000}, "Choose 5, 10 or 20 questions."),
    ],
)
def test_a_bad_choice_begins_nothing_and_is_explained(client, shelf, sent, words):
    response = client.post("/quiz/", sent)
    assert (response.status_code, Quiz.objects.count()) == (422, 0)
    assert words in texts(response)


def test_an_empty_glossary_says_why_there_is_no_quiz(client, db):
    response = client.post("/quiz/", {"length": "5"})
    assert response.status_code == 422
    assert "No term here has a definition yet" in texts(response)


@pytest.mark.usefixtures("stopped_clock")
def test_quizzes_can_be_begun_only_so_often(client, shelf):
    responses = [client.post("/quiz/", {"length": "x"}) for _ in range(61)]
    assert [response.status_code for response in responses] == [422] * 60 + [429]
    assert responses[-1].headers["Retry-After"] == "21"  # 20 to the end of the minute, then one place a second


def sent(client, question):
    """All that is sent for a question but what changes with the clock and with every form."""
    response = client.get(question.get_absolute_url())
    page = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return page, {name: value for name, value in response.headers.items() if name != "Expires"}


def test_nothing_tells_the_right_option_before_the_answer(client, shelf):
    client.post("/quiz/", {"length": "10", "kinds": CHOICE})
    for question in Question.objects.all():
        pages = []
        for key in range(1, 5):
            Question.objects.filter(pk=question.pk).update(key=key)
            pages.append(sent(client, question))
        assert pages == [pages[0]] * 4
        assert "That would be" not in pages[0][0]


def test_options_are_sent_as_their_numbers(guest_client):
    html = guest_client.get(Question.objects.get(number=1).get_absolute_url()).content.decode()
    assert re.findall(r'<button name="answer" value="(\d)">', html) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("is_right", [True, False])
def test_an_answer_is_recorded_and_shown_at_the_same_address(guest_client, is_right):
    question = Question.objects.get(number=1)
    answer = question.key if is_right else question.key % 4 + 1
    response = guest_client.post(question.get_absolute_url(), {"answer": answer}, follow=True)
    question.refresh_from_db()
    assert response.redirect_chain == [(f"{question.get_absolute_url()}#verdict", 302)]
    assert (question.answer, question.is_right) == (answer, is_right)
    assert ("Right" if is_right else "Not quite") in texts(response)
    assert all(meaning(question.options[chosen - 1]) in texts(response) for chosen in (question.key, answer))


def test_with_htmx_the_turned_slip_comes_alone(guest_client):
    question = Question.objects.get(number=1)
    response = guest_client.post(question.get_absolute_url(), {"answer": "1"}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response.content.strip().startswith(b'<article id="slip"')


@pytest.mark.parametrize("answer", ["", "0", "5", "-1", "1.0", "١", "one", "1\0", "9" * 5000])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_what_is_no_option_records_nothing(guest_client, answer, headers):
    question = Question.objects.get(number=1)
    response = guest_client.post(question.get_absolute_url(), {"answer": answer}, headers=headers)
    assert response.status_code == 422
    assert "Nothing was recorded" in texts(response)
    assert Question.objects.answered().count() == 0


def test_a_second_answer_is_shown_the_first_verdict(guest_client):
    question = Question.objects.get(number=1)
    guest_client.post(question.get_absolute_url(), {"answer": question.key})
    for late in (str(question.key % 4 + 1), "nonsense"):
        response = guest_client.post(question.get_absolute_url(), {"answer": late}, follow=True)
        assert "verdict is-right" in response.content.decode()
    question.refresh_from_db()
    assert question.is_right is True


def test_forged_fields_change_nothing(guest_client):
    question = Question.objects.get(number=1)
    wrong = question.key % 4 + 1
    guest_client.post(question.get_absolute_url(), {"answer": wrong, "is_right": "1", "key": wrong, "score": "9"})
    question.refresh_from_db()
    assert (question.is_right, question.key) == (False, question.key)


def test_the_way_on_leads_to_the_next_open_question_and_then_to_the_result(guest_client):
    quiz = Quiz.objects.get()
    guest_client.post(f"/quiz/{quiz.pk}/3/", {"answer": "1"})
    onward = re.compile(rb'href="([^"]+)" aria-describedby="verdict"')
    seen = []
    for number in (1, 2, 4, 5):
        response = guest_client.post(f"/quiz/{quiz.pk}/{number}/", {"answer": "1"}, follow=True)
        seen.append(onward.search(response.content)[1].decode())
    assert seen == [f"/quiz/{quiz.pk}/{place}/" for place in ("2", "4", "5", "result")]


def test_the_quizs_own_address_leads_to_the_open_question_or_the_result(guest_client):
    quiz = Quiz.objects.get()
    guest_client.post(f"/quiz/{quiz.pk}/1/", {"answer": "1"})
    assert guest_client.get(f"/quiz/{quiz.pk}/").url == f"/quiz/{quiz.pk}/2/"
    assert guest_client.get(f"/quiz/{quiz.pk}/result/").url == f"/quiz/{quiz.pk}/2/"
    answer_all(guest_client, right=0)
    assert guest_client.get(f"/quiz/{quiz.pk}/").url == f"/quiz/{quiz.pk}/result/"


def test_the_result_shows_the_score_and_explains_every_mistake(guest_client):
    answer_all(guest_client, right=3)
    response = guest_client.get(f"/quiz/{Quiz.objects.get().pk}/result/")
    shown = texts(response)
    assert "3 of 5 right" in shown
    for question in Question.objects.wrong():
        right, chosen = question.options[question.key - 1], question.options[question.answer - 1]
        assert meaning(right) in shown
        assert meaning(chosen) in shown
        assert f'href="/terms/{right["slug"]}/"'.encode() in response.content


def test_a_term_that_was_deleted_or_moved_since_leaves_no_dead_link(guest_client):
    answer_all(guest_client, right=0)
    for term in Term.objects.all():
        term.slug = f"new-{term.slug}"
        term.save()
    gone = Question.objects.get(number=1).term
    gone.delete()
    html = guest_client.get(f"/quiz/{Quiz.objects.get().pk}/result/").content.decode()
    links = set(re.findall(r'href="/terms/([^/"]+)/"', html))
    assert links
    assert links <= set(Term.objects.values_list("slug", flat=True))


def test_an_open_quiz_is_offered_again(guest_client):
    quiz = Quiz.objects.get()
    guest_client.post(f"/quiz/{quiz.pk}/1/", {"answer": "1"})
    response = guest_client.get("/quiz/")
    assert "1 of 5 answered" in texts(response)
    assert f'href="/quiz/{quiz.pk}/"'.encode() in response.content


def test_progress_lists_every_quiz_with_its_score(user_client, user, shelf):
    learner = Learner.objects.create(user=user)
    take(begin(learner), right=2)
    take(begin(learner, seed=2), right=5)
    response = user_client.get("/progress/")
    assert "7 of 10 questions right" in texts(response)
    assert re.findall(r'class="number">(\d of \d)</td>', response.content.decode()) == ["5 of 5", "2 of 5"]
    assert "40 %, 100 %" in response.content.decode()


def test_progress_without_a_quiz_says_what_will_be_here(client, db):
    assert "Every quiz you take is kept here" in texts(client.get("/progress/"))


@pytest.mark.parametrize("page", ["0", "99", "x", "\0", "9" * 5000])
def test_any_page_of_the_history_can_be_asked_for(user_client, user, shelf, page):
    take(begin(Learner.objects.create(user=user)), right=2)
    assert user_client.get("/progress/", {"page": page}).status_code == 200


@pytest.mark.parametrize("quizzes", [1, 3])
def test_progress_takes_a_constant_number_of_queries(user_client, user, shelf, quizzes, django_assert_num_queries):
    learner = Learner.objects.create(user=user)
    for seed in range(quizzes):
        take(begin(learner, seed=seed), right=2)
    with django_assert_num_queries(12):
        user_client.get("/progress/")


@pytest.mark.parametrize("length", ["5", "10"])
def test_an_answer_takes_a_constant_number_of_queries_however_long_the_quiz(
    user_client, shelf, length, django_assert_num_queries
):
    user_client.post("/quiz/", {"length": length, "kinds": CHOICE})
    question = Question.objects.get(number=2)
    with django_assert_num_queries(10):
        user_client.post(question.get_absolute_url(), {"answer": "1"}, headers={"HX-Request": "true"})


def test_every_page_is_kept_by_no_cache(guest_client):
    quiz = Quiz.objects.get()
    answer_all(guest_client, right=1)
    for address in ("/quiz/", "/progress/", f"/quiz/{quiz.pk}/", f"/quiz/{quiz.pk}/1/", f"/quiz/{quiz.pk}/result/"):
        kept = guest_client.get(address).headers["Cache-Control"]
        assert "no-store" in kept
        assert "private" in kept


@pytest.mark.parametrize("number", ["0", "6", "99999999999999999999", "9" * 5000])
def test_a_question_that_is_not_there_is_not_found(guest_client, number):
    assert guest_client.get(f"/quiz/{Quiz.objects.get().pk}/{number}/").status_code == 404


def test_an_answer_needs_the_forms_token(guest_client):
    guest_client.handler.enforce_csrf_checks = True
    question = Question.objects.get(number=1)
    response = guest_client.post(question.get_absolute_url(), {"answer": "1"}, headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert Question.objects.answered().count() == 0


def test_a_category_that_is_gone_leaves_the_result_in_place(guest_client):
    answer_all(guest_client, right=2)
    Category.objects.all().delete()
    assert "2 of 5 right" in texts(guest_client.get(f"/quiz/{Quiz.objects.get().pk}/result/"))


def test_the_desk_calls_kinds_as_learners_know_them(guest_client, editor_client):
    question = Question.objects.first()
    label = KINDS[question.kind].label
    for address in ("/admin/quiz/question/", f"/admin/quiz/quiz/{question.quiz_id}/change/"):
        page = editor_client.get(address).content.decode()
        assert (f">{label}<" in page, f">{question.kind}<" in page) == (True, False)
    assert question.title in texts(editor_client.get(f"/admin/quiz/question/?kind={question.kind}"))
    assert question.title not in texts(editor_client.get("/admin/quiz/question/?kind=order"))


@pytest.mark.parametrize("address", ["/admin/quiz/quiz/", "/admin/quiz/question/"])
def test_the_desk_shows_the_log_and_lets_nobody_change_it(guest_client, editor_client, address):
    row = Quiz.objects.get() if "quiz/quiz" in address else Question.objects.first()
    assert editor_client.get(address).status_code == 200
    assert editor_client.get(f"{address}{row.pk}/change/").status_code == 200
    assert editor_client.post(f"{address}{row.pk}/change/", {"number": "9"}).status_code == 403
    assert editor_client.get(f"{address}add/").status_code == 403
