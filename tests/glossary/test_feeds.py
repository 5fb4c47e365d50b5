"""What tells machines that there is something new: the feed and the sitemap."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from glossary import sitemaps
from glossary.feeds import LATEST
from glossary.models import Term
from tests.glossary.factories import make_term

pytestmark = pytest.mark.django_db

ATOM = {"": "http://www.w3.org/2005/Atom"}
SITEMAP = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}
THEN = datetime(2026, 3, 1, tzinfo=UTC)


def entries(client):
    feed = ElementTree.fromstring(client.get("/feed/").content)
    return feed.findall("entry", ATOM)


def titles(client):
    return [entry.findtext("title", namespaces=ATOM) for entry in entries(client)]


def locations(client, address):
    found = ElementTree.fromstring(client.get(address).getvalue())
    return [one.text for one in found.iterfind(".//loc", SITEMAP)]


# ---- the feed


def test_the_feed_has_what_changed_last_first_and_no_stubs(client):
    for day, title in enumerate(["Old", "New", "Stub"]):
        term = make_term(title, "" if title == "Stub" else "A thing.")
        Term.objects.filter(pk=term.pk).update(created=THEN, updated=THEN + timedelta(days=day))
    assert titles(client) == ["New", "Old"]
    Term.objects.get(title="Old").save()
    assert titles(client) == ["Old", "New"]


def test_an_entry_says_what_a_reader_needs_to_decide(client):
    term = make_term("A & B", "One <b>. Two.", categories=["Containers"])
    Term.objects.update(created=THEN, updated=THEN + timedelta(days=1))
    entry = entries(client)[0]
    found = {name: entry.findtext(name, namespaces=ATOM) for name in ("title", "summary", "published", "updated")}
    assert found == {
        "title": "A & B",
        "summary": "One &lt;b&gt;. Two.",
        "published": "2026-03-01T00:00:00+00:00",
        "updated": "2026-03-02T00:00:00+00:00",
    }
    assert entry.find("link", ATOM).get("href") == f"http://testserver{term.get_absolute_url()}"
    assert entry.find("category", ATOM).get("term") == "Containers"


def test_an_entry_keeps_its_name_when_the_terms_address_changes(client):
    term = make_term("Lamda")
    before = entries(client)[0].findtext("id", namespaces=ATOM)
    term.slug = "lambda"
    term.save()
    assert entries(client)[0].findtext("id", namespaces=ATOM) == before
    assert before.startswith("urn:uuid:")


def test_what_xml_cannot_say_is_left_out(client):
    make_term("Bell", "Rings\x07 and \x1bescapes \ufffe.")
    assert entries(client)[0].findtext("summary", namespaces=ATOM) == "Rings and escapes ."


def test_the_feed_has_an_end(client):
    Term.objects.bulk_create(Term(title=f"T{n}", slug=f"t{n}", definition="A thing.") for n in range(LATEST + 5))
    assert len(entries(client)) == LATEST


@pytest.mark.parametrize("address", ["/feed/", "/sitemap.xml", "/sitemap-1.xml"])
def test_unchanged_it_is_not_sent_again(client, address):
    term = make_term("Alpha")
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    term.save()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_every_page_points_to_the_feed(client):
    assert '<link rel="alternate" type="application/atom+xml"' in client.get("/").content.decode()


# ---- the sitemap


def test_the_sitemap_has_every_public_page(client):
    make_term("Alpha", categories=["Containers"])
    make_term("日本")
    parts = locations(client, "/sitemap.xml")
    assert parts == ["http://testserver/sitemap-0.xml", "http://testserver/sitemap-1.xml"]
    pages = [page for part in parts for page in locations(client, part)]
    assert [page.removeprefix("http://testserver") for page in pages] == [
        "/",
        "/terms/",
        "/map/",
        "/book/",
        "/categories/containers/",
        "/terms/alpha/",
        "/terms/%E6%97%A5%E6%9C%AC/",
    ]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)


def test_a_large_glossary_is_told_in_parts(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PER_PART", 2)
    for title in "ABCDE":
        make_term(title)
    assert len(locations(client, "/sitemap.xml")) == 4
    found = [page for part in (1, 2, 3) for page in locations(client, f"/sitemap-{part}.xml")]
    assert found == [f"http://testserver/terms/{letter}/" for letter in "abcde"]


@pytest.mark.parametrize("part", ["2", "99999999999999999999", "x"])
def test_there_is_no_part_beyond_the_last(client, part):
    make_term("Alpha")
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_robots_are_told_where_the_sitemap_is(client):
    assert "Sitemap: http://testserver/sitemap.xml\n" in client.get("/robots.txt").content.decode()
