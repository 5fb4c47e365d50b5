"""The glossary as a book: every term once, in its chapter, and every name in the index."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary import book
from glossary.models import Category
from glossary.relations import Kind
from tests.glossary.factories import make_term, relate

pytestmark = pytest.mark.django_db


@pytest.fixture
def glossary():
    Category.objects.create(name="Storage", position=2, description="Keeping bytes.")
    Category.objects.create(name="Compute", position=1)
    ec2 = make_term(
        "EC2", "Rented *machines*.", labels=[("expansion", "Elastic Compute Cloud")], categories=["Compute"]
    )
    ebs = make_term("EBS", categories=["Storage", "Compute"], labels=[("misspelling", "EBBS")])
    s3 = make_term("S3", "", categories=["Storage"], facts={"Benefits": ["Cheap."], "Empty": []})
    other = make_term("Élan")
    relate(ebs, Kind.PART_OF, ec2)
    relate(s3, Kind.USES, other, is_proposed=True)
    return ec2, ebs, s3, other


def text_of(response):
    html = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main>")]).split())


def entries(response):
    """The numbers and the titles of what a page holds."""
    heads = re.findall(r'<h3><span class="number">([\d.]+)</span> ([^<]+)', response.content.decode())
    return [(number, title.strip()) for number, title in heads]


def test_every_term_stands_once_in_the_first_of_its_categories(client, glossary):
    assert entries(client.get("/book/")) == [("1.1", "EBS"), ("1.2", "EC2"), ("2.1", "S3"), ("3.1", "Élan")]


def test_chapters_are_in_the_order_of_categories_and_those_in_none_come_last(client, glossary):
    assert [(one.number, one.title, one.count) for one in book.contents()] == [
        (1, "Compute", 2),
        (2, "Storage", 1),
        (3, "Other terms", 1),
    ]


def test_an_entry_has_all_that_belongs_to_a_term(client, glossary):
    page = text_of(client.get("/book/"))
    assert "1.2 EC2 Also called Elastic Compute Cloud Rented machines . has part EBS 1.1" in page
    assert "2.1 S3 The definition is still missing. Benefits Cheap. Empty Its items are still missing." in page


def test_the_index_has_every_name_a_reader_may_see(glossary):
    chapters = book.whole(book.contents())
    found = [
        (letter, [(line.name, line.title, line.number) for line in lines]) for letter, lines in book.index(chapters)
    ]
    assert found == [
        ("E", [("EBS", "", "1.1"), ("EC2", "", "1.2"), ("Élan", "", "3.1"), ("Elastic Compute Cloud", "EC2", "1.2")]),
        ("S", [("S3", "", "2.1")]),
    ]


def test_digits_and_signs_come_together(glossary):
    make_term("401", categories=["Compute"])
    make_term(".NET")
    assert [letter for letter, _ in book.index(book.whole(book.contents()))] == ["#", "E", "S"]


def test_every_reference_in_the_book_leads_to_an_entry(client, glossary):
    html = client.get("/book/").content.decode()
    targets = re.findall(r'href="#(term-[^"]+)"', html)
    places = re.findall(r'id="(term-[^"]+)"', html)
    assert len(places) == len(set(places)) == 4
    assert set(targets) <= set(places)


def test_a_chapter_alone_has_its_own_numbers_and_links_to_the_site(client, glossary):
    response = client.get("/book/compute/")
    assert entries(response) == [("1.1", "EBS"), ("1.2", "EC2")]
    assert entries(client.get("/book/storage/")) == [("2.1", "S3")]
    assert entries(client.get("/book/-/")) == [("3.1", "Élan")]


def test_a_book_too_long_for_a_page_is_its_contents_and_chapters_in_parts(client, glossary, monkeypatch):
    monkeypatch.setattr(book, "MOST", 3)
    for number in range(4):
        make_term(f"Disk {number}", categories=["Storage"])
    assert entries(client.get("/book/")) == []
    assert "2 Storage 5 terms in 2 parts" in text_of(client.get("/book/"))
    assert entries(client.get("/book/storage/")) == [("2.1", "Disk 0"), ("2.2", "Disk 1"), ("2.3", "Disk 2")]
    assert entries(client.get("/book/storage/2/")) == [("2.4", "Disk 3"), ("2.5", "S3")]
    assert "Part 1 Part 2" in text_of(client.get("/book/storage/2/"))


@pytest.mark.parametrize("address", ["nowhere/", "compute/2/", "compute/0/", "compute/99999999999999999999/", "x%00y/"])
def test_what_is_not_in_the_book_is_not_found(client, glossary, address):
    assert client.get(f"/book/{address}").status_code == 404


def test_an_empty_book_says_how_to_fill_it(client):
    assert "Nothing in it yet" in text_of(client.get("/book/"))


@pytest.mark.parametrize("address", ["/book/", "/book/some/"])
def test_a_book_takes_the_same_queries_for_one_term_and_for_many(client, address):
    taken = set()
    for number in range(3):
        term = make_term(f"T{number}", categories=["Some"], labels=[("synonym", f"t{number}")], facts={"List": ["x"]})
        relate(term, Kind.USES, make_term(f"Tool {number}", categories=[f"C{number}"]))
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        taken.add(len(captured))
    assert len(taken) == 1
