"""The search box and the switches of the frame, by keyboard, in a real browser."""

import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

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


def test_the_box_says_what_is_open_and_chosen(front: Page):
    box = front.locator("#q")
    expect(box).to_have_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("queue")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-controls", "hits")
    front.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "hit-all")
    front.keyboard.press("ArrowDown")
    expect(front.locator("[role=option][aria-selected=true]")).to_have_count(0)
    front.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", re.compile(r"hit-\d+"))
    expect(front.locator("[role=option][aria-selected=true] .hit-title")).to_have_text("Queue")
    expect(box).to_be_focused()
    box.press("e")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(r"hit-\d+"))


def test_enter_without_a_choice_opens_the_page_of_results_whose_address_can_be_shared(front: Page, live_server):
    front.locator("#q").press_sequentially("queue")
    expect(front.locator(".found .hit")).to_have_count(2)
    front.keyboard.press("Enter")
    expect(front.locator("h1")).to_have_text("Found for “queue”")
    assert front.url == f"{live_server.url}/search/?q=queue"


def test_a_slip_leads_to_what_was_meant(front: Page):
    front.locator("#q").press_sequentially("topci")
    expect(front.locator("#announcement")).to_have_text("Nothing here is called “topci”. Did you mean: 1 term listed")
    front.keyboard.press("ArrowDown")
    front.keyboard.press("Enter")
    expect(front.locator("h1")).to_have_text("Topic")


def test_what_is_open_has_no_fault_that_axe_knows(front: Page):
    for typed in ("queue", "messages", "topci", "topci holds", "zzzz"):
        front.locator("#q").fill(typed)
        expect(front.locator("#hit-all")).to_have_attribute("href", f"/search/?q={quote(typed)}")
        assert [fault["id"] for fault in Axe().run(front).response["violations"]] == []


def test_a_missing_name_is_proposed_without_javascript(browser: Browser, live_server):
    page = browser.new_page(java_script_enabled=False)
    page.goto(live_server.url)
    page.get_by_role("searchbox").fill("Ledger")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Propose “Ledger” to the editors").click()
    expect(page.locator(".wish")).to_contain_text("“Ledger” is on the editors’ list. 1 reader asked for it.")
    page.close()


def test_escape_closes_the_hits_and_keeps_what_was_typed(front: Page):
    front.locator("#q").press_sequentially("queue")
    expect(front.locator(".found .hit")).to_have_count(2)
    front.keyboard.press("ArrowDown")
    front.keyboard.press("Escape")
    expect(front.locator(".found .hit")).to_have_count(0)
    expect(front.locator("#q")).to_be_focused()
    expect(front.locator("#q")).to_have_value("queue")


@pytest.mark.parametrize("pause", [0, 200])
def test_escape_before_the_hits_are_there_keeps_them_away(front: Page, pause: int):
    front.route("**/search/?q=*", lambda route: (front.wait_for_timeout(300), route.continue_()))
    box = front.locator("#q")
    box.press_sequentially("queue")
    front.wait_for_timeout(pause)
    box.press("Escape")
    front.wait_for_timeout(800)
    expect(front.locator(".found .hit")).to_have_count(0)
    expect(box).to_have_value("queue")
    box.press_sequentially(" d")
    expect(front.locator(".found .hit")).to_have_count(2)


def test_hits_that_come_while_somebody_types_on_keep_no_later_ones_away(front: Page):
    front.route("**/search/?q=*", lambda route: (front.wait_for_timeout(150), route.continue_()))
    front.locator("#q").press_sequentially("que")
    front.wait_for_timeout(220)  # asked for, and not there yet
    front.locator("#q").press_sequentially("ue")
    expect(front.locator("#hit-all")).to_have_attribute("href", "/search/?q=queue")


@pytest.mark.parametrize("path", ["/", "/search/?q=queue"])
def test_arrow_down_opens_the_hits_for_what_is_in_the_box(page: Page, live_server, path: str):
    page.goto(live_server.url + path)
    box = page.locator("#q")
    if path == "/":
        box.press_sequentially("queue")
        expect(page.locator(".found .hit")).to_have_count(2)
        box.press("Escape")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", re.compile(r"hit-\d+"))
    expect(page.locator(".found .hit")).to_have_count(2)


def test_tab_passes_the_hits_by_and_closes_them(front: Page):
    Term.objects.bulk_create(Term(title=f"Queue {at}", slug=f"q{at}", definition="Long. " * 40) for at in range(9))
    front.set_viewport_size({"width": 640, "height": 320})
    front.locator("#q").press_sequentially("queue")
    expect(front.locator(".found .hit")).to_have_count(7)
    front.keyboard.press("Tab")
    expect(front.locator(".found .hit")).to_have_count(0)
    expect(front.locator("#q")).not_to_be_focused()


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
