"""What the glossary still owes: found, ranked, shown, and no more often than it pays."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from glossary import debt as owing
from glossary import wording
from glossary.debt import Need, debt
from glossary.models import SetAside, Term
from tests.glossary.factories import make_term, relate

pytestmark = pytest.mark.django_db


def looks(line, *known):
    spans = [(line.index(name), line.index(name) + len(name)) for name in known]
    return {(word.written, word.look) for word in wording.unknown(line, spans).values()}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Speaks TLS and SSL/TLS.", {("TLS", "abbreviation"), ("SSL/TLS", "abbreviation")}),
        ("Keeps ARNs.", {("ARN", "abbreviation")}),
        ("It runs Docker Compose on Linux.", {("Docker Compose", "name"), ("Linux", "name")}),
        ("GitHub keeps it, in May.", {("GitHub", "name")}),
        ("A load balancer for the data.", {("load balancer", "phrase")}),
        ("Some parts of the others that they use.", set()),
        ("A. It B. The", set()),
        ("It allows organizations to use them.", set()),
        ("An application running on them.", set()),
        (
            "It does load balancing, by operating systems.",
            {("load balancing", "phrase"), ("operating systems", "phrase")},
        ),
        ("They are tightly coupled.", set()),
        ("Which makes a client send the bytes.", set()),
        ("It takes 20 GB or 8 CPUs.", set()),
        ("With an access key ID.", {("access key", "phrase")}),
        ("It has an IP address.", {("IP", "abbreviation")}),
        ("Set `MAX_SIZE` at https://example.org/API or [here](/API).", set()),
        ("```\nGET HTTP\n```", set()),
        ("x" * 5_000 + " " + "A" * 5_000, set()),
        ("", set()),
    ],
)
def test_words_that_look_like_terms(line, found):
    assert looks(line) == found


def test_known_names_are_no_unknown_words_and_join_nothing():
    assert looks("The Amazon Cloud with Lambda functions", "Cloud", "Lambda") == {("Amazon", "name")}
    assert looks("a virtual private cloud", "private") == set()


def test_stubs_stand_in_the_order_of_how_much_they_are_needed():
    lonely, wanted, related = make_term("Lonely", ""), make_term("Wanted", ""), make_term("Related", "")
    one, two = make_term("One", "Has wanted. Wanted!"), make_term("Two", "", facts={"List": ["A wanted thing."]})
    relate(related, "uses", one)
    relate(lonely, "uses", one, is_proposed=True)
    assert debt().stubs == [
        Need(wanted.pk, 2, 0, [one.pk, two.pk]),
        Need(related.pk, 0, 1, []),
        Need(lonely.pk, 0, 0, []),
        Need(two.pk, 0, 0, []),
    ]


def test_a_term_that_mentions_itself_is_not_needed_for_that():
    make_term("ECS", "", facts={"Limits": ["ECS has limits."]})
    assert [need.mentions for need in debt().stubs] == [0]


def test_empty_lists_are_ranked_by_their_terms():
    alone = make_term("Alone", facts={"Steps": []})
    ecs = make_term("ECS", facts={"Benefits": [], "Steps": ["One."]})
    make_term("Task", "Runs on ECS.")
    assert [(need.term, need.list_title, need.mentions) for need in debt().lists] == [
        (ecs.pk, "Benefits", 1),
        (alone.pk, "Steps", 0),
    ]


def test_words_without_an_entry_come_with_where_they_stand():
    terms = [make_term(f"Term{letter}", "It speaks TLS to Docker, by a load balancer.") for letter in "abcd"]
    make_term("Other", "It likes Podman, and a spare wheel.")
    where = [term.pk for term in terms[:3]]
    assert [(word.written, word.count, word.where) for word in debt().words] == [
        ("Docker", 4, where),
        ("load balancer", 4, where),
        ("TLS", 4, where),
    ]


def test_a_word_that_becomes_an_entry_is_missing_no_more():
    make_term("Task", "It speaks TLS.")
    assert [word.written for word in debt().words] == ["TLS"]
    make_term("Transport Layer Security", labels=[("abbreviation", "TLS")])
    assert debt_after_a_rest().words == []


def debt_after_a_rest():
    owing.cache.clear()
    return debt()


def test_it_is_counted_once_for_a_state_of_the_glossary():
    make_term("Stub", "")
    first = debt()
    with CaptureQueriesContext(connection) as captured:
        assert debt() == first
    assert len(captured) == 1


def test_after_a_change_the_one_from_before_serves_until_counting_has_had_its_rest(monkeypatch):
    make_term("Stub", "")
    monkeypatch.setattr(owing, "REST", 1_000_000)
    first = debt()
    make_term("Another", "")
    assert debt() == first
    later = timezone.now() + timedelta(days=100_000)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert debt().stub_count == 2


def test_of_very_many_terms_some_are_read_and_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr(owing, "MOST_READ", 4)
    Term.objects.bulk_create(
        Term(title=f"T{number}", slug=f"t{number}", definition="Over TLS.") for number in range(10)
    )
    found = debt()
    assert (found.read, found.term_count, found.words[0].count) == (3, 10, 3)
    assert "Counted in 3 of 10 terms, evenly spread." in text_of(client.get("/debt/"))


def test_two_letters_alone_are_missing_only_where_several_texts_have_them():
    make_term("One", "It has an IP and TLS.")
    assert [word.written for word in debt().words] == ["TLS"]
    make_term("Two", "By its IP.")
    assert [word.written for word in debt_after_a_rest().words] == ["IP", "TLS"]


# ---- the page


def text_of(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", main[0]).split())


def test_the_page_shows_all_three_kinds(client):
    make_term("IAM", "")
    make_term("ECS", "Uses IAM over TLS.", facts={"Steps": []})
    make_term("Task", "Runs on ECS.")
    page = text_of(client.get("/debt/"))
    assert "Terms without a definition 1 IAM Mentioned by 1 term: ECS" in page
    assert "Lists without items 1 Steps of ECS Mentioned by 1 term: Task" in page
    assert "Words without an entry 1" in page
    assert "TLS In 1 term: ECS" in page
    assert 'href="/debt/"' in client.get("/").content.decode()


def test_a_glossary_that_owes_nothing_says_so(client):
    page = text_of(client.get("/debt/"))
    for sentence in ("Every term here has its definition.", "Every list here has its items.", "None were found."):
        assert sentence in page


def test_editors_are_led_to_where_they_can_mend_it(client, editor_client):
    stub = make_term("IAM", "")
    make_term("Task", "It speaks TCP&IP.")
    page = editor_client.get("/debt/").content.decode()
    assert f'href="/admin/glossary/term/{stub.pk}/change/"' in page
    assert 'href="/admin/glossary/term/add/?title=TCP%26IP"' in page
    assert "/admin/glossary" not in client.get("/debt/").content.decode()
    assert 'href="/debt/"' in editor_client.get("/admin/glossary/term/").content.decode()


def test_what_was_written_since_is_off_the_page_at_once(client, monkeypatch):
    monkeypatch.setattr(owing, "REST", 1_000_000)
    stub = make_term("IAM", "")
    make_term("ECS", "")
    client.get("/debt/")
    Term.objects.filter(pk=stub.pk).update(definition="Who may do what.")
    response = client.get("/debt/")
    assert "IAM" not in text_of(response)
    assert "what has changed since will count in a moment" in text_of(response)
    assert response["Cache-Control"] == "private, no-store"


def test_the_page_takes_the_same_queries_for_one_missing_text_and_for_many(client):
    def taken():
        owing.cache.clear()
        client.get("/debt/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/debt/?again")
        return len(captured)

    make_term("Stub 0", "", facts={"List": []})
    few = taken()
    for number in range(1, 6):
        make_term(f"Stub {number}", "", facts={"List": []})
    assert taken() == few <= 3


def words_of(client):
    return re.findall(r'form="aside" name="word" value="([^"]*)"', client.get("/debt/").content.decode())


def test_an_editor_sets_a_word_aside_for_good_and_takes_it_back_at_the_desk(editor_client, client):
    for number in range(4):
        make_term(
            f"Term{number}", "It speaks TLS, by a load balancer and load balancers." if number else "A load balancer."
        )
    assert words_of(editor_client) == ["load balancer", "TLS"]
    for word in ("Load balancers", "Load balancers", "TLS"):
        response = editor_client.post("/debt/set-aside/", {"word": word}, follow=True)
        assert f"“{word}” is set aside." in response.content.decode()
    assert words_of(editor_client) == [] == debt_after_a_rest().words
    assert "TLS" not in text_of(client.get("/debt/"))
    assert [one.text for one in SetAside.objects.all()] == ["Load balancers", "TLS"]
    editor_client.post(f"/admin/glossary/setaside/{SetAside.objects.get(text='TLS').pk}/delete/", {"post": "yes"})
    owing.cache.clear()
    assert words_of(editor_client) == ["TLS"]


def test_after_a_word_the_page_goes_on_with_the_next_one_which_can_be_taken_back(editor_client, client):
    make_term("Task", "It speaks DHCP, NTP and TLS.")
    assert words_of(editor_client) == ["DHCP", "NTP", "TLS"]
    steps = [
        ("set-aside", "NTP", "word-2", ["DHCP", "TLS"]),
        ("set-aside", "TLS", "word-1", ["DHCP"]),
        ("set-aside", "DHCP", "words", []),
        ("set-aside", "DHCP", "words", []),
        ("take-back", "NTP", "word-1", ["NTP"]),
        ("take-back", "DHCP", "word-1", ["DHCP", "NTP"]),
        ("take-back", "SSH", "words", ["DHCP", "NTP"]),
    ]
    for action, word, place, left in steps:
        owing.cache.clear()
        assert editor_client.post(f"/debt/{action}/", {"word": word})["Location"] == f"/debt/#{place}"
        page = editor_client.get("/debt/").content.decode()
        assert re.findall(r'<li id="word-\d+" tabindex="-1">.*?name="word" value="([^"]+)"', page, re.DOTALL) == left
        assert (f'formaction="/debt/take-back/" name="word" value="{word}"' in page) is (action == "set-aside")
        assert '<h2 id="words" tabindex="-1">' in page
        assert page.count('<form id="aside"') == 1


def test_editors_and_they_alone_are_led_to_the_words_set_aside(editor_client, user_client):
    make_term("Task", "It speaks TLS.")
    desk = '<a href="/admin/glossary/setaside/">Words set aside</a>'
    assert [one.get("/debt/").content.decode().count(desk) for one in (editor_client, user_client)] == [1, 0]


def test_what_an_editor_set_aside_is_told_as_it_was_written(editor_client):
    page = editor_client.post("/debt/set-aside/", {"word": '<b>"R&D"'}, follow=True).content.decode()
    assert "“&lt;b&gt;&quot;R&amp;D&quot;” is set aside." in page
    assert 'name="word" value="&lt;b&gt;&quot;R&amp;D&quot;"' in page


def test_only_an_editor_sets_words_aside_and_only_by_a_post(client, user_client, editor_client):
    make_term("Task", "It speaks TLS.")
    SetAside.objects.create(text="SSL")
    for address, word in (("/debt/set-aside/", "TLS"), ("/debt/take-back/", "SSL")):
        assert [one.post(address, {"word": word}).status_code for one in (client, user_client)] == [403, 403]
        assert editor_client.get(address).status_code == 405
    assert editor_client.post("/debt/set-aside/", {"word": " \0 "}).status_code == 302
    assert [one.text for one in SetAside.objects.all()] == ["SSL"]
    assert "/debt/set-aside/" not in client.get("/debt/").content.decode()
