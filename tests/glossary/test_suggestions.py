"""Relations proposed to editors: which, in what words, never twice, and never again once refused."""

import pytest
from django.core.management import call_command

from glossary import suggestions
from glossary.models import Refusal, Relation, Term
from glossary.relations import Kind
from tests.glossary.factories import make_term, relate

pytestmark = pytest.mark.django_db


def propose() -> list[str]:
    suggestions.propose(Term.objects.all())
    return sorted(str(one) for one in Relation.objects.proposed())


@pytest.mark.parametrize(
    ("definition", "proposed"),
    [
        ("A queue that stands alone.", []),
        ("It runs on ECS.", ["Thing runs on ECS"]),
        ("It is hosted on the managed ECS.", ["Thing runs on ECS"]),
        ("A kind of ECS.", ["Thing is a kind of ECS"]),
        ("It is part of the ECS.", ["Thing is part of ECS"]),
        ("It consists of an ECS and more.", ["ECS is part of Thing"]),
        ("It is triggered by ECS.", ["ECS triggers Thing"]),
        ("It triggers one or more ECS.", ["Thing triggers ECS"]),
        ("It is used by ECS.", ["ECS uses Thing"]),
        ("It uses ECS.", ["Thing uses ECS"]),
        ("It encrypts every ECS.", ["Thing secures ECS"]),
        ("Unlike ECS, it waits.", ["ECS contrasts with Thing"]),
        ("Some say ECS is near it.", ["ECS related to Thing"]),
        ("It speaks of an elastic container service.", ["ECS related to Thing"]),
        ("Type `ecs ECS` to see it.", []),
    ],
)
def test_the_words_before_a_mention_say_how_it_is_meant(definition, proposed):
    make_term("ECS", "Runs boxes.", labels=[("expansion", "Elastic Container Service")])
    make_term("Thing", definition)
    assert propose() == proposed


def test_a_proposal_gives_the_sentence_it_was_read_from():
    make_term("ECS", "Runs boxes.")
    make_term("Fargate", "It has no servers. It is used by **ECS** and others. It is dear.")
    propose()
    assert Relation.objects.get().reason == "It is used by ECS and others."


def test_a_name_in_a_name_is_a_mention():
    make_term("Load balancer", "It spreads.")
    make_term("ALB", "It reads.", labels=[("expansion", "Application Load Balancer")])
    make_term("Load balancer listener", "It waits.")
    assert propose() == ["ALB is a kind of Load balancer", "Load balancer related to Load balancer listener"]


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Managed service", ["Managed service is a kind of Service"]),
        ("Database as a Service", []),
        ("Database-as-a-Service", []),
        ("Terms of service", ["Service related to Terms of service"]),
        ("Container and service", ["Service related to Container and service"]),
        ("Container / Service", ["Service related to Container / Service"]),
    ],
)
def test_a_name_that_ends_in_a_term_is_a_kind_of_it_only_where_it_is_what_is_meant(name, proposed):
    make_term("Service", "It is there.")
    make_term(name, "It waits.")
    assert propose() == proposed


@pytest.mark.parametrize(
    ("definition", "proposed"),
    [
        ("It copies data from services such as SNS, EBS and ECS by rules.", []),
        ("What is fetched from an origin, for example an ECS or an EBS.", []),
        ("It takes services (e.g. ECS, EBS) and it runs on SNS.", ["Thing runs on SNS"]),
        ("It keeps things. Examples include ECS and EBS.", []),
        ("It keeps things, such as EBS; it uses ECS.", ["Thing uses ECS"]),
        ("It keeps things, such as EBS, which runs on ECS.", ["Thing runs on ECS"]),
        ("It fits SNS. For instance ECS.", ["SNS related to Thing"]),
    ],
)
def test_an_example_proposes_nothing(definition, proposed):
    for name in ("EBS", "ECS", "SNS"):
        make_term(name, "It is there.")
    make_term("Thing", definition)
    assert propose() == proposed


def test_in_a_list_only_a_mention_that_says_how_it_is_meant_counts():
    make_term("ECS", "Runs boxes.")
    make_term("EKS", "Runs pods.")
    make_term("Thing", "A thing.", facts={"Notes": ["For example ECS.", "It uses EKS."]})
    assert propose() == ["Thing uses EKS"]


def test_of_two_terms_that_mention_each_other_the_words_that_say_more_count():
    make_term("Alpha", "Near Beta.")
    make_term("Beta", "It uses Alpha.")
    assert propose() == ["Beta uses Alpha"]


def test_what_is_related_is_not_proposed():
    one, other = make_term("Alpha", "It uses Beta."), make_term("Beta")
    relate(other, Kind.SECURES, one)
    assert propose() == []


def test_a_name_of_two_terms_is_not_proposed():
    make_term("Block", "A piece.", qualifier="storage")
    make_term("Block", "A piece.", qualifier="text")
    make_term("Disk", "It uses a block.")
    assert propose() == []


def test_a_proposal_closes_no_circle():
    make_term("Alpha", "A kind of Beta.")
    make_term("Beta", "A kind of Gamma.")
    make_term("Gamma", "A kind of Alpha.")
    assert propose() == ["Alpha is a kind of Beta", "Alpha related to Gamma", "Beta is a kind of Gamma"]


def test_proposing_again_changes_nothing():
    make_term("Alpha", "It uses Beta.")
    make_term("Beta", "It is used by Alpha.")
    assert (suggestions.propose(Term.objects.all()), suggestions.propose(Term.objects.all())) == (1, 0)


def test_a_refused_proposal_does_not_come_back(editor_client):
    make_term("Alpha", "It uses Beta.")
    make_term("Beta", "It is used by Alpha.")
    propose()
    response = editor_client.post(
        "/admin/glossary/relation/",
        {"action": "refuse", "_selected_action": [str(Relation.objects.get().pk)]},
        follow=True,
    )
    assert "1 proposal refused." in response.content.decode()
    assert propose() == []
    assert Refusal.objects.count() == 1


def test_refusing_leaves_an_accepted_relation_alone(editor_client):
    kept = relate(make_term("Alpha"), Kind.USES, make_term("Beta"))
    editor_client.post("/admin/glossary/relation/", {"action": "refuse", "_selected_action": [str(kept.pk)]})
    assert list(Relation.objects.all()) == [kept]


def test_a_relation_that_an_editor_deletes_is_not_proposed(editor_client):
    beta = make_term("Beta", "A thing.")
    gone = relate(make_term("Alpha", "It uses Beta."), Kind.USES, beta)
    editor_client.post(f"/admin/glossary/relation/{gone.pk}/delete/", {"post": "yes"})
    assert propose() == []


def test_a_relation_deleted_at_its_term_is_not_proposed(editor_client):
    alpha = make_term("Alpha", "It uses Beta.")
    gone = relate(alpha, Kind.USES, make_term("Beta"))
    values = {"title": "Alpha", "qualifier": "", "definition": alpha.definition, "slug": "alpha"}
    for prefix in ("labels", "fact_lists", "outgoing", "incoming", "sources"):
        values |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    row = {"id": gone.pk, "subject": alpha.pk, "kind": gone.kind, "object": gone.object_id, "DELETE": "on"}
    values |= {"outgoing-TOTAL_FORMS": "1", "outgoing-INITIAL_FORMS": "1"}
    values |= {f"outgoing-0-{name}": str(value) for name, value in row.items()}
    assert editor_client.post(f"/admin/glossary/term/{alpha.pk}/change/", values).status_code == 302
    assert Relation.objects.count() == 0
    assert propose() == []


def test_an_editor_asks_for_proposals_for_chosen_terms(editor_client):
    alpha = make_term("Alpha", "It uses Beta.")
    make_term("Beta", "It uses Gamma.")
    make_term("Gamma")
    response = editor_client.post(
        "/admin/glossary/term/", {"action": "suggest_relations", "_selected_action": [str(alpha.pk)]}, follow=True
    )
    assert "1 relation proposed." in response.content.decode()
    assert str(Relation.objects.get()) == "Alpha uses Beta"


def test_the_command_says_how_many_it_proposed(capsys):
    make_term("Alpha", "It uses Beta.")
    make_term("Beta")
    call_command("suggest_relations")
    assert capsys.readouterr().out == "1 relation proposed. They wait at the desk, under Relations.\n"


def test_proposing_takes_the_same_queries_for_few_terms_and_many(django_assert_num_queries):
    for number in range(12):
        make_term(
            f"Term number {number}", "It uses Beta.", labels=[("synonym", f"T{number}")], facts={"List": ["One."]}
        )
    make_term("Beta")
    suggestions.propose(Term.objects.none())
    with django_assert_num_queries(11):
        assert suggestions.propose(Term.objects.filter(title="Term number 1")) == 1
    with django_assert_num_queries(11):
        assert suggestions.propose(Term.objects.all()) == 11
