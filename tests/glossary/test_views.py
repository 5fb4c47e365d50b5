"""The glossary's pages as a reader gets them."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from glossary.downloads import FORMATS
from glossary.models import Category, Fact, FactList, Import, Label, LabelKind, Relation, Source, Term
from glossary.relations import Kind
from glossary.views import PER_PAGE, place_of, term_of_the_day

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    """What stands in the page's main part, without tags, on one line."""
    html = response.content.decode()
    main = re.search(r"<main.*</main>", html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", main[0] if main else html).split())


def queries(client: Client, address: str) -> int:
    """How many queries a page takes to make, when what several pages need is at hand."""
    client.get(address)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def headwords(response: Any) -> list[str]:
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', response.content.decode())


@pytest.mark.parametrize("slug", ["../x", "A B", "x' y", "%20", "a/b"])
def test_a_slug_that_came_into_the_database_by_itself_breaks_no_page_that_names_it(client, slug):
    odd, even = Term.objects.create(title="Odd", slug=slug), Term.objects.create(title="Even", definition="Not odd.")
    Relation.objects.create(subject=odd, kind=Kind.USES, object=even)
    pages = ["/", "/terms/", "/search/?q=odd", "/map/", "/terms/even/", "/terms/even.json", "/sitemap.xml", "/feed/"]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.fixture
def containers() -> Category:
    return Category.objects.create(name="Containers", position=1, description="Programs in boxes.")


@pytest.fixture
def ecs(containers: Category) -> Term:
    """A term with everything a term can have."""
    ecs = Term.objects.create(title="ECS", definition="Runs containers on EC2.")
    ecs.categories.add(containers)
    Label.objects.create(term=ecs, kind=LabelKind.EXPANSION, text="Elastic Container Service")
    Label.objects.create(term=ecs, kind=LabelKind.MISSPELLING, text="ESC")
    steps = FactList.objects.create(term=ecs, title="Steps", is_ordered=True)
    Fact.objects.create(fact_list=steps, text="Push the image.")
    FactList.objects.create(term=ecs, title="Benefits")
    Source.objects.create(term=ecs, origin="notes", file="notes.txt", line=7)
    ec2, _ = Term.objects.create(title="EC2"), Term.objects.create(title="Fargate")
    Relation.objects.create(subject=ecs, kind=Kind.RUNS_ON, object=ec2)
    Relation.objects.create(subject=Term.objects.create(title="CodeDeploy"), kind=Kind.USES, object=ecs)
    Relation.objects.create(
        subject=ecs, kind=Kind.RELATED, object=Term.objects.create(title="Kraken"), is_proposed=True
    )
    return ecs


# ---- a term


def test_a_term_page_shows_everything_that_belongs_to_it(client: Client, ecs: Term):
    page = text_of(client.get("/terms/ecs/"))
    for piece in (
        "ECS",
        "Elastic Container Service",
        "Containers",
        "Runs containers on EC2 .",
        "Steps",
        "Push the image.",
    ):
        assert piece in page
    assert "Benefits Its items are still missing." in page
    assert "runs on EC2" in page
    assert "is used by CodeDeploy" in page
    assert "From notes: notes.txt, line 7" in page


def test_readers_see_neither_misspellings_nor_proposed_relations(client: Client, ecs: Term):
    page = client.get("/terms/ecs/").content.decode()
    assert "ESC" not in page
    assert "Kraken" not in page


def test_an_ordered_list_is_numbered_and_a_list_without_items_has_no_list(client: Client, ecs: Term):
    page = client.get("/terms/ecs/").content.decode()
    assert page.count('<ol class="prose">') == 1
    assert '<ul class="prose">' not in page


def test_a_stub_says_so_and_leads_an_editor_to_it(client: Client, editor_client: Client):
    stub = Term.objects.create(title="IAM")
    desk = f"/admin/glossary/term/{stub.pk}/change/"
    assert "The definition is still missing." in text_of(client.get("/terms/iam/"))
    assert desk not in client.get("/terms/iam/").content.decode()
    assert desk in editor_client.get("/terms/iam/").content.decode()


def test_a_stub_says_what_becomes_of_it_and_what_there_is_meanwhile(client: Client, ecs: Term):
    ecs.definition = ""
    ecs.save()
    response = client.get("/terms/ecs/")
    assert "It is on the editors’ list of what is missing ." in text_of(response)
    found = re.search(r'<ul class="meanwhile">.*?</ul>', response.content.decode(), re.DOTALL)
    assert re.findall(r'href="([^"]+)"', found[0]) == ["/search/?q=ECS", "#references", "/categories/containers/"]


@pytest.mark.parametrize(
    ("remark", "line"),
    [
        ("", "From notes: notes.txt, line 7."),
        ("typed off a photo", "From notes: notes.txt, line 7. Typed off a photo."),
        ("Checked?", "From notes: notes.txt, line 7. Checked?"),
    ],
)
def test_a_source_ends_with_a_full_stop(client: Client, ecs: Term, remark: str, line: str):
    Source.objects.update(remark=remark)
    assert f"<p>{line}</p>" in client.get("/terms/ecs/").content.decode()


def test_a_term_leads_to_itself_for_machines(client: Client, ecs: Term):
    assert "For machines: JSON , JSON-LD , Turtle ." in text_of(client.get("/terms/ecs/"))


def test_neighbours_of_the_same_title_are_told_apart(client: Client):
    for qualifier in ("disk", "text", "wood"):
        Term.objects.create(title="Block", qualifier=qualifier)
    page = text_of(client.get("/terms/block-text/"))
    assert page.startswith("Before: Block (disk) After: Block (wood)")


def test_a_term_names_its_neighbours_in_the_alphabet(client: Client):
    for title in ("Alpha", "Beta", "Gamma"):
        Term.objects.create(title=title)
    page = client.get("/terms/beta/").content.decode()
    assert re.findall(r'<a rel="(\w+)" href="([^"]+)">', page) == [("prev", "/terms/alpha/"), ("next", "/terms/gamma/")]


@pytest.mark.parametrize("ending", ["", "preview/"])
def test_an_old_address_leads_to_the_present_one_for_good(client: Client, ending: str):
    term = Term.objects.create(title="Lamda")
    term.slug = "lambda"
    term.save()
    response = client.get(f"/terms/lamda/{ending}")
    assert (response.status_code, response["Location"]) == (301, f"/terms/lambda/{ending}")


def test_a_term_page_takes_the_same_queries_however_much_belongs_to_it(client: Client, ecs: Term):
    few = queries(client, "/terms/ecs/")
    for number in range(5):
        other = Term.objects.create(title=f"Other {number}")
        Label.objects.create(term=ecs, text=f"Name {number}")
        Relation.objects.create(subject=ecs, kind=Kind.USES, object=other)
        Relation.objects.create(subject=other, kind=Kind.SECURES, object=ecs)
        Fact.objects.create(
            fact_list=FactList.objects.create(term=ecs, title=f"List {number}"), text=f"Uses Other {number}"
        )
        ecs.categories.add(Category.objects.create(name=f"Category {number}"))
        Source.objects.create(term=ecs, file="more.txt", line=number)
    ecs.definition = "It meets Other 0, Other 1, Other 2, Other 3 and Other 4."
    ecs.save()
    assert queries(client, "/terms/ecs/") == few


def test_a_preview_is_a_small_piece_of_a_page(client: Client, ecs: Term):
    response = client.get("/terms/ecs/preview/")
    assert text_of(response) == "ECS Also called Elastic Container Service Runs containers on EC2."
    assert b"<html" not in response.content


# ---- lists


def test_terms_stand_in_alphabetical_order_with_guide_words(client: Client):
    for title in ("banana", "Cherry", "apple"):
        Term.objects.create(title=title)
    response = client.get("/terms/")
    assert headwords(response) == ["apple", "banana", "Cherry"]
    assert '<p class="guide" aria-hidden="true"><span>apple</span><span>Cherry</span></p>' in response.content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("letter=a", ["AMI", "Atom"]),
        ("letter=A", ["AMI", "Atom"]),
        ("letter=%23", [".NET", "3D"]),
        ("letter=q", []),
        ("status=stub", [".NET", "3D", "Beta"]),
        ("category=images", ["AMI"]),
        ("q=machine", ["AMI"]),
        ("q=T", [".NET", "Atom", "Beta"]),
        ("q=hidden", []),
        ("letter=a&status=stub", []),
        ("q=&category=&page=", [".NET", "3D", "AMI", "Atom", "Beta"]),
    ],
)
def test_the_list_can_be_narrowed(client: Client, query: str, titles: list[str]):
    ami = Term.objects.create(title="AMI", definition="An image.")
    ami.categories.add(Category.objects.create(name="Images"))
    Label.objects.create(term=ami, kind=LabelKind.EXPANSION, text="Amazon Machine Image")
    Label.objects.create(term=ami, kind=LabelKind.MISSPELLING, text="hidden")
    Term.objects.create(title="Atom", definition="Small.")
    for stub in ("Beta", "3D", ".NET"):
        Term.objects.create(title=stub)
    assert headwords(client.get(f"/terms/?{query}")) == titles


@pytest.mark.parametrize("page", ["0", "2", "99", "-1", "x"])
@pytest.mark.parametrize("address", ["/terms/", "/categories/containers/"])
def test_a_page_that_a_list_does_not_have_is_not_found(client: Client, ecs: Term, address: str, page: str):
    response = client.get(address, {"page": page})
    assert response.status_code == 404
    assert "This list has only one page" in text_of(response)


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/terms/?letter=t&page=999&q=t", "?letter=t&amp;q=t"),
        ("/terms/?page=999", "?"),
        ("/categories/containers/?page=4", "?"),
    ],
)
def test_behind_the_last_page_a_list_leads_to_its_first(
    user_client: Client, containers: Category, address: str, first: str
):
    new = [Term(title=f"T{number:03}", slug=f"t{number:03}") for number in range(2 * PER_PAGE + 1)]
    containers.terms.add(*Term.objects.bulk_create(new))
    response = user_client.get(address)
    page = response.content.decode()
    assert response.status_code == 404
    assert "<h1>This list has only 3 pages</h1>" in page
    assert f'href="{first}">To its first page</a>' in page
    assert 'action="/accounts/logout/"' in page
    assert "canonical" not in page


@pytest.mark.parametrize("address", ["/terms/?page=1", "/terms/?q=zzz&page=1"])
def test_a_list_without_terms_has_a_first_page(client: Client, address: str):
    assert client.get(address).status_code == 200


def test_what_is_shown_of_the_list_is_said_and_each_part_of_it_can_be_dropped(client: Client, ecs: Term):
    response = client.get("/terms/?q=ec&category=containers&letter=e&status=stub")
    page = response.content.decode()
    sentence = "Terms with “ec” under E in Containers without a definition"
    assert f"<title>{sentence} · Termwise</title>" in page
    assert f"<h1>{sentence}</h1>" in page
    assert re.findall(r'<a class="chip" href="([^"]+)">.*?</span>([^<]+)<', page) == [
        ("/terms/?letter=e&amp;category=containers&amp;status=stub", "with “ec”"),
        ("/terms/?q=ec&amp;category=containers&amp;status=stub", "under E"),
        ("/terms/?q=ec&amp;letter=e&amp;status=stub", "in Containers"),
        ("/terms/?q=ec&amp;letter=e&amp;category=containers", "without a definition"),
    ]
    assert '<input type="hidden" name="letter" value="e">' in page
    assert '<option value="containers" selected>Containers</option>' in page
    assert 'value="stub" checked' in page


@pytest.mark.parametrize(
    ("query", "ways"),
    [
        ("q=zzz", ["/search/?q=zzz", "/terms/"]),
        ("q=zzz&letter=e", ["/search/?q=zzz", "/terms/?letter=e", "/terms/?q=zzz", "/terms/"]),
        ("letter=q", ["/terms/"]),
    ],
)
def test_where_no_term_fits_there_are_ways_on(client: Client, ecs: Term, query: str, ways: list[str]):
    page = client.get(f"/terms/?{query}").content.decode()
    assert re.findall(r'<li><a href="([^"]+)">(?:Look|Leave|See)', page) == ways


def test_terms_stand_under_their_letters(client: Client):
    for title in ("apple", "Émile", "egg", "3D"):
        Term.objects.create(title=title)
    page = client.get("/terms/").content.decode()
    assert re.findall(r'<h2 class="letter">(.)</h2>|<h3><a[^>]*>([^<]+)<', page) == [
        ("#", ""), ("", "3D"), ("A", ""), ("", "apple"), ("E", ""), ("", "egg"), ("", "Émile"),
    ]  # fmt: skip


def test_the_list_leads_to_every_form_in_which_all_terms_can_be_had(client: Client, ecs: Term):
    page = client.get("/terms/").content.decode()
    assert [name for name in FORMATS if f'href="/export/{name}"' not in page] == []
    assert 'href="/feed/">feed</a>' in page


def test_pages_of_results_are_not_for_other_search_engines(client: Client):
    assert '<meta name="robots" content="noindex">' in client.get("/search/?q=a").content.decode()
    assert "noindex" not in client.get("/terms/").content.decode()


def test_an_unknown_category_is_not_found(client: Client):
    assert client.get("/terms/?category=nowhere").status_code == 404
    assert client.get("/categories/nowhere/").status_code == 404


def test_letters_without_terms_lead_nowhere(client: Client):
    Term.objects.create(title="Atom")
    Term.objects.create(title="Яблоко")
    page = client.get("/terms/").content.decode()
    assert re.findall(r'\?letter=([^"]+)"', page) == ["a", "%D1%8F"]
    assert "<span>B</span>" in page


def test_a_long_list_comes_in_pages(client: Client):
    Term.objects.bulk_create(Term(title=f"T{number:03}", slug=f"t{number:03}") for number in range(PER_PAGE + 1))
    first, second = client.get("/terms/"), client.get("/terms/?page=2")
    assert (len(headwords(first)), headwords(second)) == (PER_PAGE, [f"T{PER_PAGE:03}"])
    assert 'rel="next" href="?page=2"' in first.content.decode()
    assert "Page 2 of 2" in text_of(second)


def test_pages_of_a_narrowed_list_stay_narrowed(client: Client):
    Term.objects.bulk_create(Term(title=f"T{number:03}", slug=f"t{number:03}") for number in range(PER_PAGE + 1))
    assert 'href="?letter=t&amp;page=2"' in client.get("/terms/?letter=t").content.decode()


def test_a_category_shows_its_terms_and_a_quiz_on_them(client: Client, ecs: Term):
    response = client.get("/categories/containers/")
    assert headwords(response) == ["ECS"]
    assert "Programs in boxes." in text_of(response)
    assert "1 term " in text_of(response) + " "
    assert 'href="/quiz/?category=containers"' in response.content.decode()


@pytest.mark.parametrize("address", ["/terms/", "/categories/containers/", "/", "/terms/?q=term", "/search/?q=term"])
def test_lists_take_the_same_queries_for_one_term_and_for_many(client: Client, containers: Category, address: str):
    def add(number: int) -> None:
        term = Term.objects.create(title=f"Term {number}", definition="Text.")
        term.categories.add(containers)
        Label.objects.create(term=term, text=f"Term name {number}")

    add(1)
    few = queries(client, address)
    for number in range(2, 6):
        add(number)
    assert queries(client, address) == few


# ---- the front page


def test_the_front_page_shows_what_there_is(client: Client, ecs: Term):
    page = text_of(client.get("/"))
    assert "Today’s term ECS" in page
    assert "Containers 1 term" in page
    assert "5 terms, A to Z , joined by 2 cross-references; 4 still without a definition ." in page


@pytest.mark.parametrize("address", ["/", "/terms/"])
def test_an_empty_glossary_says_how_to_fill_it(client: Client, address: str):
    assert "python manage.py import_terms FILE" in text_of(client.get(address))


def test_the_term_of_the_day_stays_all_day_and_takes_turns():
    assert term_of_the_day(date(2026, 1, 1)) is None
    terms = [Term.objects.create(title=f"Term {number}", definition="Text.") for number in range(10)]
    year = [term_of_the_day(date.fromordinal(740_000 + day)) for day in range(365)]
    assert set(year) == set(terms)
    assert term_of_the_day(date.fromordinal(740_000)) == year[0]


def test_what_is_added_in_the_course_of_a_day_does_not_change_its_term():
    today = timezone.localdate()
    Term.objects.bulk_create(Term(title=f"T{number}", slug=f"t{number}", definition="Text.") for number in range(20))
    Term.objects.update(updated=timezone.now() - timedelta(days=2))
    picked = term_of_the_day(today)
    added = [Term(title=f"N{number}", slug=f"n{number}", definition="Text.") for number in range(200)]
    for number, term in enumerate(added):
        term.save()
        if number % 20 == 0:
            assert term_of_the_day(today) == picked


def test_nearly_every_number_keeps_its_place_when_there_is_one_more():
    before, after = ([place_of(number, places) for number in range(1_000)] for places in (50, 51))
    moved = [new for old, new in zip(before, after, strict=True) if old != new]
    assert set(before) == set(range(50))
    assert set(moved) == {50}
    assert len(moved) < 50


def test_a_change_shows_at_once(client: Client):
    Term.objects.create(title="Atom")
    client.get("/terms/")
    Term.objects.filter(title="Atom").update(title="Bond", key="bond")
    page = client.get("/terms/").content.decode()
    assert re.findall(r'\?letter=([^"]+)"', page) == ["b"]


# ---- search


def test_search_is_a_page_and_for_htmx_its_list_only(client: Client, ecs: Term):
    page, piece = client.get("/search/?q=ecs"), client.get("/search/?q=ecs", headers={"HX-Request": "true"})
    back = client.get("/search/?q=ecs", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert [b"<html" in response.content for response in (page, piece, back)] == [True, False, True]
    assert [response["Vary"].split(", ").count("HX-Request") for response in (page, piece, back)] == [1, 1, 1]
    assert "1 term listed" in text_of(piece)


@pytest.mark.parametrize("query", ["block", "Block", "Blocks"])
def test_of_several_terms_called_so_the_one_that_is_meant_is_asked_for(client: Client, query: str):
    Term.objects.create(title="Block", qualifier="text", definition="A paragraph.")
    part = Term.objects.create(title="Disk sector", definition="A part of a disk.")
    Label.objects.create(term=part, kind=LabelKind.SYNONYM, text="Block")
    Term.objects.create(title="Block storage", definition="Keeps data in blocks.")
    page = text_of(client.get(f"/search/?q={query}"))
    asked, besides = page.split("Found besides")
    assert f"Which “{query}” is meant?" in asked
    assert [words in asked for words in ("Block (text)", "A paragraph.", "Disk sector")] == [True] * 3
    assert ("Block storage" in asked, "Block storage" in besides) == (False, True)


def test_a_name_of_one_term_asks_nothing(client: Client, ecs: Term):
    assert "is meant?" not in text_of(client.get("/search/?q=ecs"))


def test_what_was_meant_stands_above_what_holds_a_few_of_the_words(client: Client, ecs: Term):
    Term.objects.create(title="Serverless computing", definition="A function without machines.")
    Term.objects.create(title="Handler", definition="The function that is called.")
    page = text_of(client.get("/search/?q=serverles function"))
    piece = text_of(client.get("/search/?q=serverles function", headers={"HX-Request": "true"}))
    for written in (page, piece):
        places = [written.index(some) for some in ("Did you mean", "Serverless", "Found besides", "Handler")]
        assert places == sorted(places)
    assert page.startswith("Found for “serverles function” 2 terms")
    assert piece.startswith("Nothing here is called “serverles function”. Did you mean: 2 terms listed")


def test_what_was_typed_comes_back_as_text(client: Client):
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "“&lt;script&gt;alert(1)&lt;/script&gt;”" in page


def test_a_misspelling_leads_to_the_term_without_being_shown(client: Client, ecs: Term):
    page = text_of(client.get("/search/?q=esc"))
    assert page.startswith("Found for “esc” 1 term, the likeliest first")
    assert "ESC" not in page


# ---- what anybody may send

HOSTILE = [
    "\0",
    "%00",
    "x" * 10_000,
    "9" * 5_000,
    "-1",
    "' OR 1=1 --",
    "%",
    "_",
    "#",
    "\U0010ffff",
    "<b>",
    "🦜",
    "ß",
    "İ",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["q", "letter", "page", "status", "category"])
def test_no_query_breaks_the_list(client: Client, ecs: Term, name: str, value: str):
    assert client.get("/terms/", {name: value}).status_code in (200, 404)


@pytest.mark.parametrize("value", HOSTILE)
def test_no_query_breaks_search(client: Client, ecs: Term, value: str):
    assert client.get("/search/", {"q": value}).status_code == 200


@pytest.mark.parametrize("value", ["%00", "%ED%A0%80", "x" * 10_000, "9" * 5_000, "%F0%9F%A6%9C", "-", "_"])
@pytest.mark.parametrize("place", ["terms/{}/", "terms/{}/preview/", "terms/{}.json", "categories/{}/"])
def test_no_address_breaks_the_site(client: Client, place: str, value: str):
    assert client.get("/" + place.format(value)).status_code == 404


@pytest.mark.parametrize(
    "address", ["/", "/terms/", "/terms/ecs/", "/terms/ecs/preview/", "/categories/containers/", "/search/"]
)
def test_pages_are_only_for_reading(client: Client, ecs: Term, address: str):
    assert client.post(address).status_code == 405


# ---- what is new


def test_what_a_site_begins_with_is_no_news(client: Client):
    first, second = (Import.objects.create(name=name, created=timezone.now()) for name in ("first.md", "second.md"))
    Term.objects.create(title="Queue", definition="From the start.", batch=first)
    assert "Lately added" not in client.get("/").content.decode()
    Term.objects.create(title="Topic", definition="Imported later.", batch=second)
    Term.objects.create(title="Broker", definition="Written by hand.")
    assert [term.title for term in client.get("/").context["recent"]] == ["Broker", "Topic"]


# ---- too much at once


@pytest.mark.usefixtures("stopped_clock")
def test_who_searches_too_much_waits_and_others_do_not(client: Client, settings: Any):
    settings.PROXIES = 1
    statuses = {client.get("/search/?q=a", headers={"X-Forwarded-For": "192.0.2.1"}).status_code for _ in range(240)}
    limited = client.get("/search/?q=a", headers={"X-Forwarded-For": "198.51.100.9, 192.0.2.1"})
    other = client.get("/search/?q=a", headers={"X-Forwarded-For": "192.0.2.2"})
    assert (statuses, limited.status_code, other.status_code) == ({200}, 429, 200)
    assert 1 <= int(limited["Retry-After"]) <= 60
    assert f"Please try again in {limited['Retry-After']} seconds." in text_of(limited)


@pytest.mark.usefixtures("stopped_clock")
def test_an_address_somebody_claims_without_a_proxy_is_not_believed(client: Client):
    for number in range(240):
        client.get("/search/?q=a", headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert client.get("/search/?q=a", headers={"X-Forwarded-For": "203.0.113.1"}).status_code == 429


def test_a_full_cache_stops_nobody(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cache, "add", lambda *_: False)
    assert client.get("/search/?q=a").status_code == 200
