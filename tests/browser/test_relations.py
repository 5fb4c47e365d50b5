"""Previews and drawings in a real browser: what opens, stays and closes, and what a reader can see."""

import pytest
from playwright.sync_api import Browser, Page, expect

from glossary.models import Category, Relation, Term
from glossary.relations import Kind
from tests.browser.test_pages import Reader, reader  # noqa: F401

CARD = ".preview-card"
MENTION = 'main .prose a[href="/terms/topic/"]'
# Runs in the page: labels of one drawing that cover one another, or stick out of it.
COLLISIONS = """() => [...document.querySelectorAll("svg.drawing")].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll("a text, text.verb")]
    .map((text) => [text.textContent, text.getBoundingClientRect()]);
  const out = boxes.filter(([, b]) => b.left < frame.left - 2 || b.right > frame.right + 2).map(([words]) => words);
  const over = boxes.flatMap(([words, a], at) => boxes.slice(at + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
    .map(([others]) => `${words} / ${others}`));
  return [...out, ...over];
})"""


@pytest.fixture(autouse=True)
def glossary(transactional_db: None) -> Term:
    messaging = Category.objects.create(name="Messaging")
    queue = Term.objects.create(
        title="Queue", definition="Holds messages. Unlike a topic, it keeps them for one reader."
    )
    topic = Term.objects.create(title="Topic", definition="Hands each message to every reader at once.")
    names = ["Consumer", "Producer", "Broker with a long name", "IAM RestrictAccessToAllowedRegions", "MMWWMMWW Q"]
    others = [Term.objects.create(title=title, definition="Something.") for title in names]
    for term in (queue, topic, *others):
        term.categories.add(messaging)
    Relation.objects.create(subject=queue, kind=Kind.CONTRASTS, object=topic)
    for kind, other in zip([Kind.USES, Kind.USES, Kind.RUNS_ON, Kind.PART_OF, Kind.TRIGGERS], others, strict=True):
        Relation.objects.create(subject=queue, kind=kind, object=other)
        Relation.objects.create(subject=other, kind=Kind.SECURES, object=topic)
    return queue


@pytest.fixture
def page(reader: Reader) -> Page:  # noqa: F811
    reader.open("/terms/queue/")
    return reader.page


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The previews that were asked for."""
    found: list[str] = []
    page.on("request", lambda request: "/preview/" in request.url and found.append(request.url))
    return found


def test_a_mention_shows_its_term_when_the_pointer_rests_on_it(page: Page, asked: list[str]):
    page.hover(MENTION)
    expect(page.locator(CARD)).to_be_visible()
    expect(page.locator(CARD)).to_contain_text("Hands each message to every reader at once.")
    assert len(asked) == 1


def test_a_pointer_that_passes_by_asks_for_nothing(page: Page, asked: list[str]):
    # Both within one task of the browser, so that a slow machine makes no long rest of it.
    page.locator(MENTION).first.evaluate(
        """link => {
            for (const type of ["pointerover", "pointerout"])
                link.dispatchEvent(new PointerEvent(type, {bubbles: true, pointerType: "mouse"}));
        }"""
    )
    page.wait_for_timeout(700)
    assert asked == []
    assert not page.locator(CARD).is_visible()


def test_the_card_stays_while_the_pointer_is_on_it_and_closes_after(page: Page):
    page.hover(MENTION)
    page.hover(CARD)
    page.wait_for_timeout(600)
    expect(page.locator(CARD)).to_be_visible()
    page.mouse.move(0, 0)
    expect(page.locator(CARD)).to_be_hidden()


def test_escape_closes_the_card_until_the_pointer_comes_anew(page: Page):
    page.hover(MENTION)
    expect(page.locator(CARD)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_be_hidden()
    page.wait_for_timeout(700)
    expect(page.locator(CARD)).to_be_hidden()
    page.mouse.move(0, 0)
    page.hover(MENTION)
    expect(page.locator(CARD)).to_be_visible()


def test_the_keyboard_opens_the_card_and_the_link_is_described_by_it(page: Page):
    page.keyboard.press("Tab")  # from here on focus is the keyboard's
    page.locator(MENTION).focus()
    expect(page.locator(CARD)).to_be_visible()
    expect(page.locator(MENTION)).to_have_attribute("aria-describedby", "preview")
    page.keyboard.press("Tab")
    expect(page.locator(CARD)).to_be_hidden()
    assert page.locator(MENTION).get_attribute("aria-describedby") is None


def test_a_term_is_asked_for_once(page: Page, asked: list[str]):
    for link in (MENTION, ".references a[href='/terms/topic/']", MENTION):
        page.hover(link)
        expect(page.locator(CARD)).to_be_visible()
        page.mouse.move(0, 0)
        expect(page.locator(CARD)).to_be_hidden()
    assert len(asked) == 1


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("link", [MENTION, ".bow a[href='/terms/consumer/']", ".references a[href='/terms/consumer/']"])
def test_the_card_covers_neither_the_link_nor_leaves_the_window(reader: Reader, width: int, link: str):  # noqa: F811
    reader.open("/terms/queue/", width=width)
    reader.page.hover(link)
    expect(reader.page.locator(CARD)).to_be_visible()
    card, box = reader.page.locator(CARD).bounding_box(), reader.page.locator(link).bounding_box()
    assert card and box
    assert card["y"] >= box["y"] + box["height"] or card["y"] + card["height"] <= box["y"]
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= width
    assert reader.complaints == []


def test_without_an_answer_a_link_is_a_link(page: Page):
    page.route("**/preview/", lambda route: route.abort())
    page.hover(MENTION)
    page.wait_for_timeout(700)
    assert page.locator(CARD).count() == 0
    page.click(MENTION)
    page.wait_for_url("**/terms/topic/")


def test_a_first_tap_shows_the_term_and_its_heading_or_a_second_tap_leads_there(browser: Browser, live_server):
    with browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 700}) as context:
        page = context.new_page()
        for second in (f"{CARD} a", MENTION):
            page.goto(f"{live_server.url}/terms/queue/")
            page.tap(MENTION)
            expect(page.locator(CARD)).to_be_visible()
            assert page.url.endswith("/terms/queue/")
            page.tap(second)
            page.wait_for_url("**/terms/topic/")


def test_a_tap_elsewhere_closes_the_card_and_a_cross_reference_is_followed(browser: Browser, live_server):
    with browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/terms/queue/")
        page.tap(MENTION)
        expect(page.locator(CARD)).to_be_visible()
        page.tap("h1")
        expect(page.locator(CARD)).to_be_hidden()
        page.tap(".references a[href='/terms/topic/']")
        page.wait_for_url("**/terms/topic/")


def test_a_tap_is_not_kept_waiting_for_an_answer(browser: Browser, live_server):
    with browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/terms/queue/")
        page.route("**/preview/", lambda route: None)
        page.tap(MENTION)
        page.wait_for_url("**/terms/topic/")


def test_everything_is_there_without_scripts(browser: Browser, live_server):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/terms/queue/")
        page.click(".bow a[href='/terms/consumer/']")
        page.wait_for_url("**/terms/consumer/")
        page.goto(f"{live_server.url}/terms/queue/")
        page.click(MENTION)
        page.wait_for_url("**/terms/topic/")
        page.goto(f"{live_server.url}/map/")
        page.click(".column a[href='/map/?category=messaging']")
        page.wait_for_url("**/map/?category=messaging")


@pytest.mark.parametrize("path", ["/map/", "/map/?category=messaging", "/terms/queue/vs/topic/", "/terms/queue/"])
def test_a_page_about_relations_is_sound(reader: Reader, path: str):  # noqa: F811
    reader.check(path)


@pytest.mark.parametrize("path", ["/map/", "/map/?category=messaging", "/terms/queue/", "/terms/topic/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_label_of_a_drawing_covers_another(reader: Reader, path: str, width: int):  # noqa: F811
    reader.open(path, width=width)
    assert reader.page.evaluate(COLLISIONS) == []


def test_what_is_joined_to_the_term_under_the_pointer_stands_out(reader: Reader):  # noqa: F811
    reader.open("/map/?category=messaging")
    reader.page.hover(".column a[href='/terms/consumer/']")
    assert sorted(reader.page.locator("path.lit title").all_text_contents()) == [
        "Consumer secures Topic",
        "Queue uses Consumer",
    ]


def test_links_in_a_drawing_are_reached_by_the_keyboard(page: Page):
    page.locator(".references a").last.focus()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.closest('.bow') !== null"))
    assert reached.count(True) == 6
