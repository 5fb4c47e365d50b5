"""Every kind of page in a real browser: no error, no refusal by the policy, nothing sideways, accessible."""

from collections.abc import Iterator, Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page

from glossary.models import Category, Fact, FactList, Label, LabelKind, Relation, Term
from glossary.relations import Kind
from tests.conftest import PASSWORD

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Runs in the page: what sticks out to the right of it.
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

GUEST = {
    "front": "/",
    "A to Z": "/terms/",
    "a letter": "/terms/?letter=Q",
    "missing definitions": "/terms/?status=stub",
    "a narrowed list": "/terms/?q=e&category=messaging",
    "no term fits": "/terms/?q=zzz&category=messaging",
    "what is missing": "/debt/",
    "category": "/categories/messaging/",
    "term": "/terms/queue/",
    "stub": "/terms/topic/",
    "book": "/book/",
    "chapter of the book": "/book/messaging/",
    "search": "/search/?q=queue",
    "search in vain": "/search/?q=zzzz",
    "quiz choose": "/quiz/",
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "forgot": "/accounts/password/reset/",
    "look at your mail": "/accounts/password/reset/done/",
    "not found": "/no/such/page/",
}
READER = {
    "progress": "/progress/",
    "sign out": "/accounts/logout/",
    "change password": "/accounts/password/change/",
    "email": "/accounts/email/",
}
EDITOR = {
    "desk": "/admin/",
    "desk list": "/admin/glossary/term/",
    "desk form": "/admin/glossary/term/{queue}/change/",
    "desk add": "/admin/glossary/term/add/",
    "desk quizzes": "/admin/quiz/quiz/",
    "desk proposals": "/admin/glossary/proposal/",
    "what is missing": "/debt/",
}


def cases(pages: dict[str, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", pages.values(), ids=pages)


@pytest.fixture(autouse=True)
def glossary(transactional_db: None) -> Term:
    messaging = Category.objects.create(name="Messaging", description="Handing things over.")
    queue = Term.objects.create(title="Queue", definition="Holds messages until a *consumer* takes them. See `send()`.")
    topic = Term.objects.create(title="Topic")
    names = [
        ("Consumer", "Takes messages out of a line, one after the other, and works on each of them."),
        ("Producer", "Writes what others will read later, and does not wait for them to do so."),
        ("Broker", "Stands between those who write and those who read, and keeps what is on its way."),
        ("Dead letter queue", "Keeps what could not be worked on after several tries, so that somebody can look."),
    ]
    others = [Term.objects.create(title=title, definition=definition) for title, definition in names]
    for term in (queue, topic, *others):
        term.categories.add(messaging)
    Label.objects.create(term=queue, kind=LabelKind.ABBREVIATION, text="Q")
    benefits = FactList.objects.create(term=queue, title="Benefits")
    Fact.objects.create(fact_list=benefits, text="Neither side waits for the other.")
    Relation.objects.create(subject=queue, kind=Kind.CONTRASTS, object=topic)
    Relation.objects.create(subject=others[3], kind=Kind.IS_A, object=queue)
    return queue


class Reader:
    """A browser window that notes whatever goes wrong on the pages it opens."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.complaints = page, url, []
        page.on("console", lambda said: said.type in {"error", "warning"} and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str, width: int = 1280) -> None:
        self.page.set_viewport_size({"width": width, "height": 800})
        answer = self.page.goto(self.url + path)
        assert answer
        assert answer.status == (404 if path == GUEST["not found"] else 200)

    def sign_in(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        self.page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": self.url}])

    def check(self, path: str, rules: Sequence[str] = (*WCAG, "best-practice")) -> None:
        """Nothing sticks out on a narrow phone, no complaint, and no violation in either theme."""
        self.open(path, width=320)
        assert not self.page.evaluate(WIDER), "wider than 320 px"
        for theme in ("light", "dark"):
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            self.open(path)
            # Read before axe runs, which sets styles that the policy refuses and is complained of itself.
            assert "\n".join(one for one in self.complaints if "status of 404" not in one) == ""
            found = Axe().run(self.page, options={"runOnly": list(rules)})
            assert found.violations_count == 0, f"{theme}: {found.generate_report()}"
            self.complaints.clear()


@pytest.fixture
def reader(browser: Browser, live_server) -> Iterator[Reader]:
    with browser.new_context() as context:
        yield Reader(context.new_page(), live_server.url)


@cases(GUEST)
def test_a_guests_page_is_sound(reader: Reader, path):
    reader.check(path)


@cases(READER)
def test_a_readers_page_is_sound(reader: Reader, user: User, path):
    reader.sign_in(user)
    reader.check(path)


@cases(EDITOR)
def test_an_editors_page_is_sound(reader: Reader, editor: User, glossary: Term, path):
    reader.sign_in(editor)
    reader.check(path.format(queue=glossary.pk), WCAG)


def test_the_pages_of_a_quiz_are_sound(reader: Reader):
    """The question, its answer and the result, met in the order a guest meets them."""
    reader.open("/quiz/")
    for kind in ("term", "definition"):
        reader.page.locator(f"[name=kinds][value={kind}]").evaluate("box => { box.checked = true }")
    reader.page.locator("main form button[type=submit], main form button:not([type])").last.click()
    for _ in range(20):
        reader.page.wait_for_load_state()
        reader.check(reader.page.url.removeprefix(reader.url))
        if "/result/" in reader.page.url:
            break
        reader.page.locator("button[name=answer]").first.click()
        reader.page.locator("main a.primary").click()
    assert "/result/" in reader.page.url
    reader.check("/progress/")


def test_the_frame_stays_where_it_is_from_page_to_page(reader: Reader):
    places = set()
    for path in GUEST.values():
        reader.open(path)
        assert reader.page.locator("#q").count() == 1, path
        boxes = [reader.page.locator(part).bounding_box() for part in (".wordmark", ".masthead nav")]
        places.add(tuple((round(box["x"]), round(box["y"])) for box in boxes if box))
    assert len(places) == 1, places


def test_what_a_thumb_aims_at_in_the_masthead_is_large_enough_and_words_fit(reader: Reader):
    reader.open("/terms/", width=320)
    targets = reader.page.locator(".masthead :is(a, button)")
    boxes = [box for box in (one.bounding_box() for one in targets.all()) if box]
    assert [box for box in boxes if box["width"] < 44 or box["height"] < 44] == []
    needed = "box => { const wide = box.clientWidth; box.value = box.placeholder; return box.scrollWidth - wide }"
    assert reader.page.locator("#q").evaluate(needed) <= 0


@pytest.mark.parametrize("width", [320, 640, 768])
def test_signing_in_stands_beside_the_search_box(reader: Reader, width: int):
    reader.open("/terms/", width=width)
    box, link = (reader.page.locator(part).bounding_box() for part in ("#q", ".tools a"))
    assert box
    assert link
    assert abs(box["y"] + box["height"] / 2 - link["y"] - link["height"] / 2) < 2


def test_the_strip_of_letters_shows_the_present_one_without_scripts(browser: Browser, live_server):
    with browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/terms/?letter=t")
        box = page.locator(".thumb [aria-current]").bounding_box()
        assert box
        assert 0 <= box["x"] <= 360 - box["width"]


def test_after_setting_a_word_aside_the_next_one_has_the_focus_without_scripts(
    browser: Browser, live_server, editor: User
):
    Term.objects.create(title="Task", definition=f"It speaks {', '.join(f'T{letter}S' for letter in 'ABCDEFGHIJKL')}.")
    with browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 600}) as context:
        reader = Reader(context.new_page(), live_server.url)
        reader.sign_in(editor)
        reader.open("/debt/", width=320)
        targets = reader.page.locator("#word-8 .mend")
        boxes = [box for box in (one.bounding_box() for one in targets.all()) if box]
        assert [min(box["width"], box["height"]) >= 44 for box in boxes] == [True, True]
        following = reader.page.locator("#word-9 .what > a").first.inner_text()
        targets.last.click()
        reader.page.wait_for_url("**/debt/#word-8")
        focused = reader.page.locator("li:focus")
        assert focused.locator(".what > a").first.inner_text() == following
        place = focused.bounding_box()
        assert place
        assert 0 <= place["y"] < 300
        assert reader.page.locator(".messages").is_visible()


def test_what_went_wrong_when_signing_in_stands_in_the_form(reader: Reader):
    reader.open("/accounts/login/")
    reader.page.get_by_label("Name or email address").fill("nobody")
    reader.page.get_by_label("Password", exact=True).fill("wrong")
    reader.page.get_by_role("main").get_by_role("button", name="Sign in").click()
    fault, field = (reader.page.locator(part).bounding_box() for part in ("main [role=alert]", "#id_login"))
    assert fault
    assert field
    assert (fault["x"], fault["width"]) == (field["x"], field["width"])


def test_signing_up_works_without_scripts(browser: Browser, live_server):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/accounts/signup/")
        page.get_by_label("Name", exact=True).fill("alan")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Make my account").click()
        page.wait_for_url("**/progress/")
        page.goto(f"{live_server.url}/accounts/logout/")
        page.get_by_role("main").get_by_role("button", name="Sign out").click()
        page.wait_for_url(f"{live_server.url}/")
    assert User.objects.get().username == "alan"


def test_the_skip_link_comes_first_and_leads_to_the_contents(reader: Reader):
    reader.open("/terms/queue/")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "main"
