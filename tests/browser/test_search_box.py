"""The search box and the switches of the frame, by keyboard, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from glossary.models import Term


@pytest.fixture(autouse=True)
def terms(transactional_db: None) -> None:
    for title in ("Queue", "Queue depth", "Topic"):
        Term.objects.create(title=title, definition="Holds messages.")


@pytest.fixture
def front(page: Page, live_server) -> Page:
    page.goto(live_server.url)
    return page


def test_a_term_is_reached_by_keys_alone(front: Page):
    front.keyboard.press("/")
    front.keyboard.type("queue")
    expect(front.locator("#announcement")).to_have_text("2 terms listed")
    front.keyboard.press("ArrowDown")
    front.keyboard.press("ArrowDown")
    front.keyboard.press("Enter")
    expect(front.locator("h1")).to_have_text("Queue depth")


def test_escape_closes_the_hits_and_keeps_what_was_typed(front: Page):
    front.locator("#q").press_sequentially("queue")
    expect(front.locator(".found .hit")).to_have_count(2)
    front.keyboard.press("ArrowDown")
    front.keyboard.press("Escape")
    expect(front.locator(".found .hit")).to_have_count(0)
    expect(front.locator("#q")).to_be_focused()
    expect(front.locator("#q")).to_have_value("queue")


def test_leaving_the_box_closes_the_hits(front: Page):
    front.locator("#q").press_sequentially("queue")
    expect(front.locator(".found .hit")).to_have_count(2)
    front.locator("h1").click()
    expect(front.locator(".found .hit")).to_have_count(0)


def test_the_key_can_be_switched_off_for_good(front: Page):
    front.get_by_role("button", name="Keyboard shortcuts: on").click()
    front.reload()
    front.keyboard.press("/")
    expect(front.locator("#q")).not_to_be_focused()


def test_a_chosen_theme_is_kept(front: Page):
    front.emulate_media(color_scheme="light")
    front.get_by_role("button", name="Use the dark theme").click()
    front.reload()
    expect(front.locator("html")).to_have_attribute("data-theme", "dark")
    expect(front.get_by_role("button", name="Use the light theme")).to_be_visible()


def test_a_lost_connection_is_said(front: Page):
    front.context.set_offline(True)
    front.locator("#q").press_sequentially("queue")
    expect(front.locator("#toasts")).to_have_text("No answer came back. Check the connection, then try again.")
