"""The glossary as SKOS: valid by its integrity conditions, and read back without loss."""

import json
import warnings
from datetime import UTC, datetime
from itertools import pairwise, product
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from glossary import exporter, importer, linked_data
from glossary.exchange import turtle
from glossary.exchange.drafts import DraftLabel, DraftList, DraftRelation, ReadError
from glossary.exchange.rdf import expanded
from glossary.exchange.skos import PROPERTIES, property_of
from glossary.models import Category, Fact, FactList, Import, Label, Relation, Source, Term
from glossary.relations import READINGS, Kind
from tests.glossary.factories import make_term, relate

BASE = "http://testserver/"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
STARTER = Path(importer.__file__).parent / "starter" / "aws.md"
PREFIXES = f"@prefix skos: <{SKOS}> . @prefix : <http://example.org/> .\n"


def whole(format="ttl"):
    return "".join(linked_data.whole(format, BASE))


def graph(text, format="turtle"):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated")  # rdflib's own reader uses it
        return Graph().parse(data=text, format=format)


def markdown():
    return "".join(exporter.markdown())


def bring_in(source, format=""):
    return importer.bring_in(importer.read(source, format), "file", NOW)


def empty_the_glossary():
    for model in (Term, Category, Import):
        model.objects.all().delete()


def concept(text):
    """The one draft of a small file by somebody else."""
    return turtle.read(PREFIXES + text).drafts[0]


# ---- the integrity conditions of the SKOS Reference


def entailed(graph):
    """With what follows from sub-properties and inverses, so that nothing is broken by implication."""
    inverse = {SKOS.broader: SKOS.narrower, SKOS.narrower: SKOS.broader, SKOS.related: SKOS.related}
    inverse |= dict(graph.subject_objects(OWL.inverseOf))
    above = dict(graph.subject_objects(RDFS.subPropertyOf))
    while True:
        new = {(s, above[p], o) for s, p, o in graph if p in above}
        new |= {(o, inverse[p], s) for s, p, o in graph if p in inverse}
        if new <= set(graph):
            return graph
        for triple in new:
            graph.add(triple)


def instances(graph, *classes):
    below = {narrow for one in classes for narrow in graph.subjects(RDFS.subClassOf, one)} | set(classes)
    return {thing for one in below for thing in graph.subjects(RDF.type, one)}


def s9(graph):
    """A concept is no concept scheme."""
    return instances(graph, SKOS.Concept) & instances(graph, SKOS.ConceptScheme)


def s13(graph):
    """No text is two kinds of label of a thing."""
    kinds = [set(graph.subject_objects(kind)) for kind in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)]
    return (kinds[0] & kinds[1]) | (kinds[0] & kinds[2]) | (kinds[1] & kinds[2])


def s14(graph):
    """One preferred label for each language."""
    labels = [(thing, label.language) for thing, label in graph.subject_objects(SKOS.prefLabel)]
    return {one for one in labels if labels.count(one) > 1}


def s27(graph):
    """What is above or below a thing, by however many steps, isn't related to it as well."""
    related = set(graph.subject_objects(SKOS.related))
    above = {one: set(graph.transitive_objects(one, SKOS.broader)) - {one} for one in {end for end, _ in related}}
    return {(one, other) for one, other in related if other in above[one] or one in above.get(other, ())}


def s37(graph):
    """A collection is neither a concept nor a scheme."""
    collections = instances(graph, SKOS.Collection, SKOS.OrderedCollection)
    return collections & instances(graph, SKOS.Concept, SKOS.ConceptScheme)


CONDITIONS = [s9, s13, s14, s27, s37]
BROKEN = {
    s9: ":a a skos:Concept, skos:ConceptScheme .",
    s13: ':a skos:prefLabel "A"@en ; skos:hiddenLabel "A"@en .',
    s14: ':a skos:prefLabel "A"@en, "B"@en .',
    s27: ":a skos:broader :b . :b skos:broader :c . :c skos:related :a .",
    s37: ":a a skos:Collection, skos:Concept .",
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_checks_find_what_is_wrong(condition):
    assert condition(entailed(graph(PREFIXES + BROKEN[condition])))


# ---- writing


@pytest.fixture
def everything(db):
    """A glossary in which whatever can go wrong is there."""
    ecs = make_term(
        'ECS "the" <service>',
        "Runs *containers*.\n\n    code\\n\n\nTab\there, é, 漢字, \U0001f600, </script>.",
        labels=[("synonym", "Zebra"), ("synonym", "Amazon ECS"), ("misspelling", "ESC"), ("expansion", "Elastic CS")],
        categories=["Containers", "Büro & Co"],
        facts={"Benefits": ["two", "one", "two"], "Empty": []},
        slug="the-Service",
    )
    FactList.objects.create(term=ecs, title="Steps", is_ordered=True, position=2)
    fact_list = FactList.objects.create(term=ecs, title="Stages", is_ordered=True, position=3)
    Fact.objects.bulk_create(
        Fact(fact_list=fact_list, text=text, position=at) for at, text in enumerate(["b", "a", "b"])
    )
    block = make_term("Block", qualifier="storage", is_linked=False, labels=[("synonym", "Block (storage)")])
    Label.objects.create(term=block, text="Blocks", is_linked=False)
    relate(ecs, Kind.PART_OF, block)
    relate(ecs, Kind.RUNS_ON, block, reason="it says so")
    relate(block, Kind.CONTRASTS, ecs, reason="both do")
    cloud = make_term("Cloud", "")
    relate(block, Kind.IS_A, cloud)
    relate(ecs, Kind.RELATED, cloud)
    relate(ecs, Kind.USES, make_term("C++"), is_proposed=True, reason="“ECS uses C++”")
    relate(make_term("C#"), Kind.IS_A, ecs, is_proposed=True)
    Category.objects.filter(name="Containers").update(description="Boxes: of programs.", position=3)
    Source.objects.create(term=ecs, origin="notes", file="notes.txt", line=7, remark="a title only")
    Source.objects.create(term=ecs, origin="added")
    return ecs


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_glossary_keeps_the_conditions_of_skos(everything, condition):
    assert condition(entailed(graph(whole()))) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_starter_glossary_keeps_the_conditions_of_skos(condition):
    bring_in(STARTER.read_text())
    assert condition(entailed(graph(whole()))) == set()


def test_a_pair_in_the_hierarchy_is_not_called_related(everything):
    found = entailed(graph(whole()))
    ecs, block, cloud = (URIRef(f"{BASE}terms/{slug}/") for slug in ("the-Service", "block-storage", "cloud"))
    assert set(found.predicates(ecs, block)) == {
        *(SKOS.broader, SKOS.semanticRelation),
        *(URIRef(expanded(f"tw:{name}")) for name in ("isPartOf", "runsOn", "contrastsWith")),
    }
    assert set(found.predicates(ecs, cloud)) == {SKOS.semanticRelation, URIRef(expanded("tw:relatedTo"))}


def test_turtle_and_json_ld_say_the_same(everything):
    assert isomorphic(graph(whole()), graph(whole("jsonld"), "json-ld"))


def test_json_ld_asks_for_nothing_from_elsewhere(everything):
    assert all(isinstance(value, str) for value in json.loads(whole("jsonld"))["@context"].values())


def test_labels_are_told_by_kind_and_a_qualifier_makes_a_name_of_its_own(everything):
    found = graph(whole())
    block = URIRef(f"{BASE}terms/block-storage/")
    assert list(found.objects(block, SKOS.prefLabel)) == [Literal("Block (storage)", "en")]
    assert set(found.objects(block, SKOS.altLabel)) == {Literal("Block", "en"), Literal("Blocks", "en")}
    ecs = URIRef(f"{BASE}terms/the-Service/")
    assert list(found.objects(ecs, SKOS.hiddenLabel)) == [Literal("ESC", "en")]


def test_every_verb_has_a_property_of_its_own():
    assert len(PROPERTIES) == len(READINGS)
    assert property_of(READINGS["is a kind of"]) == "tw:isAKindOf"


@pytest.mark.django_db
def test_an_empty_glossary_is_valid_too():
    assert [str(one) for one in graph(whole()).subjects(RDF.type, SKOS.ConceptScheme)] == [f"{BASE}terms/"]
    assert isomorphic(graph(whole()), graph(whole("jsonld"), "json-ld"))


# ---- and back


def test_what_is_written_reads_back_into_the_same_glossary(everything):
    before = markdown()
    source = whole()
    empty_the_glossary()
    bring_in(source)
    assert markdown() == before


@pytest.mark.django_db
def test_the_starter_glossary_reads_back_to_the_letter():
    bring_in(STARTER.read_text())
    source = whole()
    empty_the_glossary()
    bring_in(source, "ttl")
    assert markdown() == STARTER.read_text()


def test_reading_it_over_the_glossary_it_came_from_changes_nothing(everything):
    before = markdown()
    assert bring_in(whole()).batch is None
    assert markdown() == before


@pytest.mark.django_db
def test_relations_in_the_words_of_skos_alone_are_taken():
    bring_in(PREFIXES + ':lion a skos:Concept ; skos:prefLabel "Lion"@en ; skos:broader :cat ; skos:related :zebra .')
    assert sorted(map(str, Relation.objects.all())) == ["Lion is a kind of cat", "Lion related to zebra"]


def test_a_file_by_others_is_taken_as_far_as_skos_goes():
    draft = concept(
        ':sns a skos:Concept ; skos:prefLabel "Simple Notification Service"@en, "Benachrichtigung"@de ;'
        ' skos:altLabel "SNS"@en, "Notifications"@en ; skos:hiddenLabel "SSN"@en ;'
        ' skos:definition "Pushes messages."@en ; skos:example "A text message."@en ; skos:notation "17" ;'
        " skos:narrower :topic .\n"
        ':all a skos:Collection ; skos:prefLabel "Messaging" ; skos:member :sns .'
    )
    assert draft.title == "Simple Notification Service"
    assert draft.labels == [
        DraftLabel("synonym", "Notifications"),
        DraftLabel("abbreviation", "SNS"),
        DraftLabel("misspelling", "SSN"),
    ]
    assert (draft.definition, draft.categories) == ("Pushes messages.", ["Messaging"])
    assert draft.fact_lists == [DraftList("Examples", items=["A text message."])]
    assert draft.relations == [DraftRelation(Kind.IS_A, False, "topic")]


def test_what_there_is_no_place_for_is_named():
    reading = turtle.read(PREFIXES + ':a a skos:Concept ; skos:prefLabel "A" ; skos:notation "1", "2" .')
    assert reading.cards[0].outcome == "left out: notation (2)"
    assert [line.role for line in reading.lines] == ["statement", "statement"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "no skos:Concept"),
        ("this is no Turtle", "line 1: not Turtle"),
        ("@prefix a: <http://a/> .\na:b a:c", "not Turtle"),
        (PREFIXES + ":a a skos:Collection .", "no skos:Concept"),
        (PREFIXES + ":a :b " + "[ :c " * 3_000 + "1" + " ]" * 3_000 + " .", "brackets within brackets"),
        (PREFIXES + ":a :b " + "( " * 3_000 + ") " * 3_000 + " .", "brackets within brackets"),
        (PREFIXES + ':a a skos:Concept ; skos:prefLabel "' + "a" * 201 + '" .', "200 fit"),
        (PREFIXES + f':a a skos:Concept ; <{expanded("tw:slug")}> "../x" .', "“../x” is no slug"),
        (PREFIXES + ':a a skos:Concept . :c a skos:Collection ; skos:prefLabel "A: b" .', "“A: b” cannot hold"),
        ("#" * (turtle.LONGEST + 1), "at most 8,000,000 can be read"),
        (PREFIXES + '_:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l . :c a skos:OrderedCollection ;'
         " skos:memberList _:l . :a a skos:Concept .", "comes back to itself"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_a_reason(source, message):
    with pytest.raises(ReadError, match=message):
        turtle.read(source)


@pytest.mark.django_db
def test_a_circle_of_broader_terms_is_refused():
    circle = ":a a skos:Concept ; skos:broader :b . :b a skos:Concept ; skos:broader :a ."
    with pytest.raises(ReadError, match="closes a circle"):
        bring_in(PREFIXES + circle)
    assert not Term.objects.exists()


def test_nothing_is_fetched_from_elsewhere(monkeypatch):
    def refuse(*args, **options):
        pytest.fail("asked for an address")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    source = f"@base <http://elsewhere.example/> .\n<> <{OWL.imports}> <more.ttl> .\n"
    source += f'<a> a <{SKOS.Concept}> ; <{SKOS.prefLabel}> "A" ; <{SKOS.broader}> <b> .'
    assert [draft.title for draft in turtle.read(source).drafts] == ["A"]


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_writing_takes_the_same_queries_for_one_term_and_for_many(django_assert_num_queries, size):
    for number in range(size):
        term = make_term(
            f"Term {number}", categories=["Some"], facts={"List": ["item"]}, labels=[("synonym", f"t{number}")]
        )
        relate(term, Kind.USES, make_term(f"Tool {number}", ""))
    with django_assert_num_queries(11):
        whole()


@pytest.mark.django_db
def test_a_deep_hierarchy_takes_no_more_queries_than_a_flat_one():
    terms = [make_term(f"Step {number}") for number in range(30)]
    relate(terms[0], Kind.USES, terms[29])
    with CaptureQueriesContext(connection) as flat:
        whole()
    for narrower, broader in pairwise(terms):
        relate(narrower, Kind.IS_A, broader)
    with CaptureQueriesContext(connection) as deep:
        text = whole()
    assert len(deep) == len(flat)
    assert "skos:related" not in text.split("<http://testserver/terms/step-0/>")[1].split(" .\n")[0]


def test_whatever_labels_a_term_has_none_is_told_twice(everything):
    kinds = ("synonym", "misspelling")
    for number, (one, other) in enumerate(product(kinds, kinds)):
        make_term("Same", qualifier=str(number), labels=[(one, f"Same ({number})"), (other, f"same {number}")])
    assert s13(graph(whole())) == set()
