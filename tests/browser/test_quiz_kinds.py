"""Every kind of question by keyboard alone, and without JavaScript: the same records, and axe finds nothing."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from glossary.models import Fact, FactList, Label, Relation, Term
from quiz import practice
from quiz.kinds import KINDS
from quiz.models import AuthoredQuestion, Learner, Mode, Question
from tests.browser.test_quiz import check_the_page
from tests.quiz.conftest import stock

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = ("Ask for it", "Wait a while", "Take what comes", "Say thank you")


@pytest.fixture(autouse=True)
def shelf(transactional_db: None) -> dict[str, Term]:
    """The shelf with all that any kind needs: abbreviations, relations, lists, a written question."""
    terms = stock()
    for number, (title, letters) in enumerate({"Queue": "WL", "Topic": "WP", "Bucket": "WX", "Volume": "VD"}.items()):
        words = [("Waiting Line", "Writing Post", "Wide Place", "Virtual Disk")[number], letters]
        for text, kind in zip(words, ("expansion", "abbreviation"), strict=True):
            Label.objects.create(term=terms[title], text=text, kind=kind)
    steps = FactList.objects.create(term=terms["Long polling"], title="How it works", is_ordered=True)
    Fact.objects.bulk_create(Fact(fact_list=steps, text=text, position=at) for at, text in enumerate(STEPS))
    for title in ("Bucket", "Volume", "Snapshot", "Archive tier", "Block"):
        parts = FactList.objects.create(term=terms[title], title="Parts")
        words = ("number", "count and sum", "measure of all things")
        items = [Fact(fact_list=parts, text=f"{title[::-1].capitalize()} {title[1:4]}{word}") for word in words]
        Fact.objects.bulk_create(items)
    Relation.objects.create(subject=terms["Long polling"], kind="is-a", object=terms["Queue"])
    for title in ("Webhook", "Dead letter"):
        Relation.objects.create(subject=terms[title], kind="part-of", object=terms["Topic"])
    Relation.objects.create(subject=terms["Queue"], kind="contrasts-with", object=terms["Topic"])
    rule = "A note fixed to a Bucket that says after how many days old things in it are thrown away."
    terms["Rule"] = Term.objects.create(title="Expiry rule", definition=rule)
    terms["Rule"].categories.set(terms["Bucket"].categories.all())
    AuthoredQuestion.objects.create(
        term=terms["Queue"], stem="Who gets a message twice?", right="Nobody", wrong="Everybody | One does.\nTwo | One."
    )
    return terms


def ask(kind: str, learner: Learner, **wish: Any) -> Question | None:
    """One question of the kind, if one can be had of this shelf."""
    for seed in range(4):
        choice = practice.Choice(1, kinds=(kind,), **wish)
        try:
            quiz = practice.start(learner, choice, timezone.now(), random.Random(seed))
        except practice.NoQuiz:
            continue
        return quiz.questions.get()
    return None


@pytest.fixture
def signed_in() -> tuple[Learner, dict[str, str]]:
    user = User.objects.create_user("ada")
    client = Client()
    client.force_login(user)
    return Learner.objects.create(user=user), {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.session.session_key,
    }


@pytest.fixture(params=[True, False], ids=["keyboard", "no javascript"])
def page(request: pytest.FixtureRequest, browser: Browser, signed_in, live_server) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param, reduced_motion="reduce")
    context.add_cookies([signed_in[1] | {"url": live_server.url}])
    yield context.new_page()
    context.close()


WITH_SCRIPT = pytest.mark.parametrize("page", [True], ids=["keyboard"], indirect=True)


def put_in_order(page: Page, question: Question) -> None:
    """Every step moved up to its place, the first one first; its button keeps the focus."""
    now = list(range(1, len(question.key) + 1))
    for place in sorted(question.key):
        number = question.key.index(place) + 1
        page.locator(f"button[value='{number} up']").focus()
        for at in range(now.index(number), place - 1, -1):
            page.keyboard.press("Enter")
            expect(page.locator(f"[data-moved*=': now {at} of ']")).to_have_count(1)
            expect(page.locator(f"button[value='{number} up']")).to_be_focused()
        now.remove(number)
        now.insert(place - 1, number)


def answer_by_keyboard(page: Page, question: Question) -> None:
    """The right answer, with keys alone."""
    form = page.locator(".answering")
    for term, definition in enumerate(question.key if question.kind == "match" else (), start=1):
        select = form.locator("select").nth(definition - 1)
        select.focus()
        for _ in range(term):
            page.keyboard.press("ArrowDown")
        expect(select).to_have_value(str(term))
    if question.kind == "order":
        put_in_order(page, question)
    if form.locator("input[type=text]").count():
        form.locator("input[type=text]").focus()
        page.keyboard.type(question.key[0][0])
    for number in question.key if form.locator("input[type=checkbox]").count() else ():
        form.locator("input[type=checkbox]").nth(number - 1).press("Space")
    if isinstance(question.key, int):
        form.locator("button[name=answer]").nth(question.key - 1).press("Enter")
    else:
        form.locator("button.primary").press("Enter")


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_is_answered_with_keys_alone(page: Page, live_server, signed_in, kind: str):
    question = ask(kind, signed_in[0])
    assert question, f"this shelf makes no question of the kind {kind}"
    page.goto(live_server.url + question.get_absolute_url())
    has_script = page.locator("html.js").count() == 1
    if has_script:
        check_the_page(page)
    answer_by_keyboard(page, question)
    expect(page.locator("[data-onward]" if has_script else ".verdict")).to_be_focused()
    expect(page.locator(".verdict.is-right")).to_be_visible()
    if has_script:
        expect(page.locator("[data-verdict-spoken]")).to_contain_text("Right")
        check_the_page(page)
    question.refresh_from_db()
    assert (question.verdict, question.is_right, question.quiz.ended is not None) == ("right", True, True)
    page.locator("[data-onward]").press("Enter")
    expect(page.locator("h1")).to_have_text("1 of 1 right")


@WITH_SCRIPT
def test_a_moved_step_is_announced_and_nothing_is_recorded(page: Page, live_server, signed_in):
    question = ask("order", signed_in[0])
    page.goto(live_server.url + question.get_absolute_url())
    page.locator("button[value='1 down']").press("Enter")
    expect(page.locator("[data-verdict-spoken]")).to_have_text(f"{question.options[0]['text']}: now 2 of 4")
    check_the_page(page)
    assert Question.objects.get(pk=question.pk).is_answered is False


def test_an_exam_is_taken_with_keys_marked_looked_over_and_handed_in(page: Page, live_server, signed_in):
    question = ask("term", signed_in[0], mode=Mode.EXAM, seconds_each=600)
    page.goto(live_server.url + question.get_absolute_url())
    page.locator("[name=flag]").press("Enter")
    expect(page.locator("[name=flag]")).to_have_text("Take the mark off")
    answer_by_keyboard(page, question)
    expect(page.locator(".overview")).to_contain_text("Marked")
    page.locator(".hand-in button").press("Enter")
    expect(page.locator("h1")).to_have_text("1 of 1 right")


def test_what_was_typed_in_an_exam_is_kept_when_it_is_marked(page: Page, live_server, signed_in):
    question = ask("type-term", signed_in[0], mode=Mode.EXAM)
    page.goto(live_server.url + question.get_absolute_url())
    page.locator("#typed").fill("Half a na")
    page.locator("[name=flag]").press("Enter")
    expect(page.locator("[name=flag]")).to_have_text("Take the mark off")
    expect(page.locator("#typed")).to_have_value("Half a na")
    page.locator("[name=leave]").press("Enter")
    expect(page.locator(".refusal")).to_contain_text("You have begun an answer")
    expect(page.locator("#typed")).to_have_value("Half a na")


def test_the_page_goes_to_the_result_when_the_time_is_over(page: Page, live_server, signed_in):
    question = ask("term", signed_in[0], mode=Mode.EXAM, seconds_each=2)
    page.goto(live_server.url + question.get_absolute_url())
    has_script = page.locator("html.js").count() > 0
    if not has_script:
        page.wait_for_timeout(2500)
        answer_by_keyboard(page, question)
        page.goto(live_server.url + question.quiz.get_absolute_url())
    expect(page.locator("h1")).to_have_text("0 of 1 right", timeout=8000)
    expect(page.locator("[role=status]#time-up")).to_have_text("Time was up after 2 seconds.")
    assert page.url.endswith("#time-up") == has_script


@WITH_SCRIPT
def test_keys_are_explained_and_do_nothing_in_a_field(page: Page, live_server, signed_in):
    question = ask("type-term", signed_in[0])
    page.goto(live_server.url + question.get_absolute_url())
    page.locator("input[name=answer]").focus()
    page.keyboard.type("s1?a")
    expect(page.locator("input[name=answer]")).to_have_value("s1?a")
    expect(page.locator("#keys")).not_to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    check_the_page(page)
    page.keyboard.press("s")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()
    assert Question.objects.filter(skipped=True).count() == 0


def test_i_was_right_and_a_report_need_no_javascript(page: Page, live_server, signed_in):
    question = ask("type-term", signed_in[0])
    page.goto(live_server.url + question.get_absolute_url())
    page.locator("input[name=answer]").fill("A barrel of monkeys")
    page.locator(".answering button.primary").press("Enter")
    page.get_by_role("button", name="I was right").press("Enter")
    expect(page.locator(".verdict")).to_contain_text("Counted as right")
    page.locator(".report summary").press("Enter")
    page.get_by_label("I can't tell what is asked").check()
    page.get_by_role("button", name="Send it to the editors").press("Enter")
    expect(page.locator(".messages")).to_contain_text("The editors will look at this question")
    question.refresh_from_db()
    assert (question.overridden, question.reports.get().reason) == (True, "unclear")
