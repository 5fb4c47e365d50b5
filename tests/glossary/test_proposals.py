"""Headwords that readers miss: proposed with one click, counted once, made stubs at the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from glossary.models import Proposal, Source, Term
from tests.glossary.factories import make_term

pytestmark = pytest.mark.django_db


def listed() -> list[tuple[str, int, bool]]:
    return list(Proposal.objects.values_list("text", "asked", "is_settled"))


def propose(name: str, client: Client | None = None, address: str = "192.0.2.1"):
    return (client or Client()).post("/search/propose/", {"q": name}, REMOTE_ADDR=address)


def test_a_search_in_vain_ends_in_a_button_that_proposes_the_name(client: Client):
    page = client.get("/search/?q=Quantum ledger").content.decode()
    assert 'action="/search/propose/"' in page and 'value="Quantum ledger"' in page
    answer = propose("Quantum  ledger", client)
    assert (answer.status_code, answer["Location"]) == (302, "/search/?q=Quantum+ledger")
    after = client.get(answer["Location"], REMOTE_ADDR="192.0.2.1").content.decode()
    assert "“Quantum ledger” is on the editors’ list. 1 reader asked for it." in after
    assert 'action="/search/propose/"' not in after
    assert listed() == [("Quantum ledger", 1, False)]


def test_one_visitor_counts_once_and_two_count_twice():
    for name, address in [("Ledger", "192.0.2.1"), ("LEDGER", "192.0.2.1"), ("ledger", "192.0.2.2")]:
        propose(name, address=address)
    assert listed() == [("Ledger", 2, False)]


def test_what_is_there_cannot_be_proposed(client: Client):
    make_term("Queue", labels=[("synonym", "Waiting line"), ("misspelling", "Kew")])
    for name in ("queue", "WAITING LINE", "queues", "waiting-lines", "Waitingline", "", "  ", "42", "?!", "ﷺ" * 200):
        propose(name)
    assert listed() == []
    assert "/search/propose/" not in client.get("/search/?q=queue").content.decode()


def test_a_name_met_in_texts_only_can_be_proposed(client: Client):
    make_term("Queue", "Holds messages.")
    assert "Propose “messages” to the editors" in client.get("/search/?q=messages").content.decode()


@pytest.mark.parametrize("query", ["what is a Ledger?", "Ledger", "what's the Ledger", "Ledger definition"])
def test_of_a_question_the_name_in_it_is_proposed(client: Client, query: str):
    assert "Propose “Ledger” to the editors" in client.get("/search/", {"q": query}).content.decode()


def test_what_terms_answer_is_not_proposed(client: Client):
    make_term("Queue")
    make_term("Topic")
    assert "/search/propose/" not in client.get("/search/?q=queue or topic").content.decode()


def test_only_a_form_with_its_key_proposes():
    assert Client(enforce_csrf_checks=True).post("/search/propose/", {"q": "Ledger"}).status_code == 403
    assert Client().get("/search/propose/?q=Ledger").status_code == 405
    assert listed() == []


def test_who_proposes_too_much_waits(settings):
    statuses = [propose(f"Ledger {chr(97 + number)}").status_code for number in range(21)]
    assert statuses in ([302] * 20 + [429], [302] * 21)  # an hour may end in between
    assert len(listed()) == statuses.count(302)


@pytest.mark.parametrize("name", ["\0", "\N{RIGHT-TO-LEFT OVERRIDE}x", "x" * 10_000, "<script>", "a" * 199 + "ﷺ"])
def test_no_name_breaks_it(name: str):
    assert propose(name).status_code == 302


def test_an_editor_makes_stubs_of_proposals(editor_client: Client):
    for name in ("Ledger", "Queue", "Topic"):
        propose(name)
    make_term("Queue")
    chosen = list(Proposal.objects.exclude(text="Topic").values_list("pk", flat=True))
    action = {"action": "make_stubs", "_selected_action": chosen}
    page = editor_client.post(reverse("admin:glossary_proposal_changelist"), action, follow=True)
    assert "1 stub made." in page.content.decode()
    assert Term.objects.get(title="Ledger").is_stub
    assert Source.objects.get().remark == "Looked for in vain and proposed, 1 time."
    assert listed() == [("Topic", 1, False), ("Ledger", 1, True), ("Queue", 1, True)]


def test_a_settled_name_that_is_still_missed_comes_up_again():
    propose("Ledger")
    Proposal.objects.update(is_settled=True)
    propose("Ledger", address="192.0.2.2")
    assert listed() == [("Ledger", 2, False)]
