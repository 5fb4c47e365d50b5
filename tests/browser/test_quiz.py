"""The same quiz by keyboard, without JavaScript, and by touch on a narrow screen: the same score is recorded."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from quiz.models import Learner, Question, Quiz
from tests.quiz.conftest import CHOICE, begin, stock, take

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT = 3
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(autouse=True)
def shelf(transactional_db: None) -> None:
    stock()


def answers() -> list[int]:
    """Three right, then two wrong."""
    questions = Question.objects.order_by("number")
    return [one.key if one.number <= RIGHT else one.key % len(one.options) + 1 for one in questions]


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with Tab")


def choose_kinds(page: Page) -> None:
    """Choices alone, by keyboard; with the fold opened first."""
    tab_to(page, ".which summary")
    page.keyboard.press("Enter")
    for kind in CHOICE:
        page.locator(f"input[name=kinds][value={kind}]").press("Space")


def begin_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/quiz/")
    tab_to(page, "input[name=length]")
    page.keyboard.press("ArrowLeft")  # from 10 to 5
    choose_kinds(page)
    tab_to(page, ".choose button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Question 1 of 5")
    page.wait_for_load_state()  # a key that is pressed before the script is there does nothing


def check_the_score(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("3 of 5 right")
    assert (Quiz.objects.count(), Question.objects.right().count(), Question.objects.wrong().count()) == (1, 3, 2)


@pytest.mark.parametrize("keys", ["1234", "abcd"])
def test_a_quiz_is_taken_with_single_keys(page: Page, live_server, keys: str):
    begin_by_keyboard(page, live_server.url)
    for number, answer in enumerate(answers(), start=1):
        expect(page.locator("h1")).to_have_text(f"Question {number} of 5")
        page.keyboard.press(keys[answer - 1])
        expect(page.locator("[data-onward]")).to_be_focused()
        verdict = "Right." if number <= RIGHT else "Not quite. The answer is "
        expect(page.locator("[data-verdict-spoken]")).to_contain_text(verdict)
        page.keyboard.press("Enter")
    check_the_score(page)


def test_a_quiz_is_taken_with_tab_and_enter_and_no_javascript(browser: Browser, live_server):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/quiz/")
    page.locator("input[name=length][value='5']").check()
    choose_kinds(page)
    page.locator(".choose button").press("Enter")
    for number, answer in enumerate(answers(), start=1):
        expect(page.locator("h1")).to_have_text(f"Question {number} of 5")
        page.locator(f"button[name=answer][value='{answer}']").press("Enter")
        expect(page.locator(".verdict")).to_be_focused()  # the address leads to it
        assert page.locator(".verdict").bounding_box()["y"] >= 0
        tab_to(page, "[data-onward]")
        page.keyboard.press("Enter")
    check_the_score(page)
    page.context.close()


@pytest.fixture
def phone(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    yield context
    context.close()


def test_a_quiz_is_taken_by_thumb_on_a_narrow_screen(phone: BrowserContext, live_server):
    page = phone.new_page()
    page.goto(f"{live_server.url}/quiz/")
    page.locator("label:has(input[name=length][value='5'])").tap()
    page.locator(".which summary").tap()
    for kind in CHOICE:
        page.locator(f"label:has(input[name=kinds][value={kind}])").tap()
    page.locator(".choose button").tap()
    expect(page.locator("h1")).to_have_text("Question 1 of 5")
    for number, answer in enumerate(answers(), start=1):
        expect(page.locator("h1")).to_have_text(f"Question {number} of 5")
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.locator(f"button[name=answer][value='{answer}']").tap()
        expect(page.locator("[data-onward]")).to_be_focused()
        assert 0 <= page.locator(".verdict").bounding_box()["y"] < 220
        page.locator("[data-onward]").tap()
    check_the_score(page)


def test_a_double_click_answers_and_stays_on_the_slip(page: Page, live_server):
    begin_by_keyboard(page, live_server.url)
    page.locator("button[name=answer]").last.dblclick()
    expect(page.locator("[data-onward]")).to_be_focused()
    expect(page.locator("h1")).to_have_text("Question 1 of 5")
    assert Question.objects.answered().count() == 1


@pytest.mark.parametrize("keys", ["Control+1", "Alt+1", "Meta+1", "5", "e", "Control+s"])
def test_other_keys_answer_nothing(page: Page, live_server, keys: str):
    begin_by_keyboard(page, live_server.url)
    page.keyboard.press(keys)
    page.wait_for_timeout(150)
    assert Question.objects.answered().count() == 0


@pytest.mark.parametrize("keys", ["2", "s"])
def test_keys_in_a_field_of_another_form_answer_and_skip_nothing(page: Page, live_server, keys: str):
    begin_by_keyboard(page, live_server.url)
    page.locator(".report summary").click()
    page.locator("[name=reason]").first.focus()
    page.keyboard.press(keys)
    page.wait_for_timeout(150)
    expect(page.locator("h1")).to_have_text("Question 1 of 5")
    assert not Question.objects.exclude(answered=None, skipped=False).exists()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_message_lies_above_the_page_and_covers_nothing(page: Page, live_server, width: int):
    begin_by_keyboard(page, live_server.url)
    page.set_viewport_size({"width": width, "height": 640})
    page.locator(".report summary").click()
    page.locator("[name=reason]").first.check()
    page.get_by_role("button", name="Send it to the editors").click()
    message = page.locator(".messages").bounding_box()
    assert message["y"] + message["height"] <= page.locator("main").bounding_box()["y"]
    check_the_page(page)


def test_single_keys_can_be_switched_off(page: Page, live_server):
    begin_by_keyboard(page, live_server.url)
    page.locator("[data-shortcuts-switch]").click()
    page.keyboard.press("1")
    page.wait_for_timeout(150)
    assert Question.objects.answered().count() == 0


def test_the_second_half_of_a_double_click_does_not_go_on(page: Page, live_server):
    begin_by_keyboard(page, live_server.url)
    page.keyboard.press("1")
    onward = page.locator("[data-onward]")
    expect(onward).to_be_focused()
    onward.hover()
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    page.wait_for_timeout(150)
    expect(page.locator("h1")).to_have_text("Question 1 of 5")


def test_the_way_on_has_the_focus_also_on_a_page_opened_at_its_verdict(page: Page, live_server):
    begin_by_keyboard(page, live_server.url)
    page.keyboard.press("1")
    expect(page.locator("[data-onward]")).to_be_focused()
    page.goto(f"{page.url.partition('#')[0]}#verdict")
    page.reload()
    expect(page.locator("[data-onward]")).to_be_focused()


def test_a_quiz_that_is_lost_is_said_and_not_passed_over(page: Page, live_server):
    begin_by_keyboard(page, live_server.url)
    page.context.clear_cookies()
    page.locator("button[name=answer]").first.click()
    expect(page.locator("#toasts")).to_have_text("This page is too old. Reload it.")
    expect(page.locator("h1")).to_have_text("Question 1 of 5")
    with page.expect_navigation():
        page.get_by_role("link", name="Reload it").click()


def test_while_the_site_is_busy_an_answer_is_turned_away_and_the_question_stays(page: Page, live_server, impatient):
    begin_by_keyboard(page, live_server.url)
    with transaction.atomic():
        Quiz.objects.select_for_update().get()
        page.locator("button[name=answer]").first.click()
        expect(page.locator("#toasts")).to_have_text("Busy right now. Nothing was lost; try again in a moment.")
    page.locator("button[name=answer]").first.click()
    expect(page.locator("[data-onward]")).to_be_focused()
    assert Question.objects.answered().count() == 1


@pytest.mark.parametrize("has_account", [False, True])
@pytest.mark.parametrize("width", [320, 360])
def test_the_head_of_a_question_is_one_row_on_a_phone(page: Page, live_server, user, width: int, has_account: bool):
    if has_account:
        client = Client()
        client.force_login(user)
        page.context.add_cookies(
            [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
        )
    page.set_viewport_size({"width": width, "height": 640})
    begin_by_keyboard(page, live_server.url)
    assert page.locator(".masthead").bounding_box()["height"] < 50
    page.get_by_role("link", name="Search the glossary").click()
    expect(page.locator("#q")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_a_quiz_is_accessible_and_fits(browser: Browser, live_server, scheme: str, width: int):
    context = browser.new_context(
        viewport={"width": width, "height": 700}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    begin_by_keyboard(page, live_server.url)
    for answer in answers():
        check_the_page(page)
        page.locator(f"button[name=answer][value='{answer}']").click()
        expect(page.locator("[data-onward]")).to_be_focused()
        page.locator(".others summary").click()
        page.locator(".report summary").click()
        check_the_page(page)
        page.locator("[data-onward]").click()
        page.wait_for_load_state()
    check_the_page(page)
    take(begin(Learner.objects.get(), seed=2), right=5)
    page.goto(f"{live_server.url}/progress/")
    expect(page.locator(".trend")).to_be_visible()
    check_the_page(page)
    context.close()


def check_the_page(page: Page) -> None:
    report = Axe().run(page, options=AXE)
    assert report.violations_count == 0, report.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
