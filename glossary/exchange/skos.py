"""Terms as plain values in, SKOS as things and what is said of them out, for `rdf` to write. Pure.

What SKOS has a word for is said in SKOS, for everybody; what it has none for is said once more in
words of our own, so that `turtle` reads the same glossary back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from glossary.exchange.drafts import Draft, DraftLabel, DraftList, DraftSource
from glossary.exchange.rdf import Iri, Moment, Name, Node, Series, Text, Value, expanded
from glossary.relations import READINGS, Reading


@dataclass(frozen=True)
class Scheme:
    """The glossary as a whole."""

    iri: str
    title: str
    language: str


@dataclass(frozen=True)
class Collection:
    """A category."""

    iri: str
    name: str
    description: str
    position: int


@dataclass(frozen=True)
class Link:
    """Another term as seen from one; in line are two of which one is above the other, by whatever way."""

    reading: Reading
    iri: str
    name: str
    is_proposed: bool = False
    reason: str = ""
    is_in_line: bool = False


@dataclass(frozen=True)
class Concept:
    """A term with its address. Its draft has the slug in any case; its relations are in the links."""

    iri: str
    draft: Draft
    created: str
    modified: str
    categories: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def property_of(reading: Reading) -> str:
    """Our own name for one way to read a relation: "runs on" is tw:runsOn."""
    verb = reading.kind.verb if reading.forward else reading.kind.inverse_verb
    first, *others = verb.split()
    return "tw:" + first + "".join(word.capitalize() for word in others)


# Our name of a verb -> how to read it.
PROPERTIES = {property_of(reading): reading for reading in READINGS.values()}


def general(reading: Reading) -> str:
    """The SKOS property for it."""
    return f"skos:{reading.kind.skos if reading.forward else reading.kind.inverse_skos}"


def vocabulary() -> Iterator[Node]:
    """What our own relations are. Those across the hierarchy are no kind of skos:related: a term may run
    on one that it is part of as well, and SKOS (S27) keeps related and broader apart."""
    for name, reading in PROPERTIES.items():
        above = general(reading) if reading.kind.is_hierarchical else "skos:semanticRelation"
        inverse = property_of(Reading(reading.kind, not reading.forward or reading.kind.is_symmetric))
        yield Node(
            [
                ("a", [Name("owl:ObjectProperty")]),
                ("rdfs:label", [Text(reading.kind.verb if reading.forward else reading.kind.inverse_verb, "en")]),
                ("rdfs:subPropertyOf", [Name(above)]),
                ("owl:inverseOf", [Name(inverse)]),
            ],
            iri=expanded(name),
        )
    yield Node(
        [
            ("a", [Name("owl:Class")]),
            ("rdfs:label", [Text("one item of a list of facts", "en")]),
            ("rdfs:subClassOf", [Name("skos:Concept")]),
        ],
        iri=expanded("tw:Fact"),
    )


def scheme(one: Scheme) -> Node:
    return Node(
        [
            ("a", [Name("skos:ConceptScheme")]),
            ("dcterms:title", [Text(one.title, one.language)]),
            ("dcterms:language", [Text(one.language)]),
        ],
        iri=one.iri,
    )


def collection(one: Collection, language: str) -> Node:
    return Node(
        [
            ("a", [Name("skos:Collection")]),
            ("skos:prefLabel", [Text(one.name, language)]),
            ("dcterms:description", [Text(one.description, language)] if one.description else []),
            ("tw:position", [one.position]),
        ],
        iri=one.iri,
    )


def concept(one: Concept, of: Scheme) -> Iterator[Node]:
    """The term, and that it is a member of its categories."""
    draft, language = one.draft, of.language
    says: list[tuple[str, list[Value]]] = [
        ("a", [Name("skos:Concept")]),
        ("skos:inScheme", [Iri(of.iri)]),
        ("skos:topConceptOf", [] if any(_is_broader(link) for link in one.links) else [Iri(of.iri)]),
        *_labels(draft, language),
        ("skos:definition", [Text(draft.definition, language)] if draft.definition else []),
        *_relations(one.links),
        ("skos:note", [_source(source, at, language) for at, source in enumerate(draft.sources, 1)]),
        ("tw:title", [Text(draft.title, language)] if draft.qualifier else []),
        ("tw:qualifier", [Text(draft.qualifier, language)] if draft.qualifier else []),
        ("tw:slug", [Text(draft.slug)]),
        ("tw:isLinked", [] if draft.is_linked else [False]),
        ("tw:name", [_name(label, at, language) for at, label in enumerate(draft.labels, 1)]),
        ("tw:factList", [_fact_list(facts, at, language) for at, facts in enumerate(draft.fact_lists, 1)]),
        ("tw:relation", [_remark(link) for link in one.links if _has_remark(link)]),
        ("dcterms:created", [Moment(one.created)]),
        ("dcterms:modified", [Moment(one.modified)]),
    ]
    yield Node(says, iri=one.iri)
    for category in one.categories:
        yield Node([("skos:member", [Iri(one.iri)])], iri=category)


def mention(link: Link, language: str) -> Node:
    """The other term by its name alone, for a file that doesn't hold it."""
    return Node([("a", [Name("skos:Concept")]), ("skos:prefLabel", [Text(link.name, language)])], iri=link.iri)


# ---- names


def _labels(draft: Draft, language: str) -> Iterator[tuple[str, list[Value]]]:
    """The three kinds of label; no text is two of them (S13)."""
    seen = {draft.name}
    yield "skos:prefLabel", [Text(draft.name, language)]
    shown = [draft.title, *(label.text for label in draft.labels if label.kind != "misspelling")]
    hidden = [label.text for label in draft.labels if label.kind == "misspelling"]
    for name, texts in (("skos:altLabel", shown), ("skos:hiddenLabel", hidden)):
        new = [text for text in dict.fromkeys(texts) if text not in seen]
        seen.update(new)
        yield name, [Text(text, language) for text in new]


def _name(label: DraftLabel, position: int, language: str) -> Node:
    return Node(
        [
            ("rdf:value", [Text(label.text, language)]),
            ("tw:kind", [Text(label.kind)]),
            ("tw:isLinked", [] if label.is_linked else [False]),
            ("tw:position", [position]),
        ]
    )


# ---- relations


def _is_broader(link: Link) -> bool:
    return not link.is_proposed and general(link.reading) == "skos:broader"


def _relations(links: list[Link]) -> Iterator[tuple[str, list[Value]]]:
    """In SKOS's words and in ours; of a pair in the hierarchy only that is said in SKOS (S27)."""
    accepted = [link for link in links if not link.is_proposed]
    said: dict[str, dict[str, None]] = {"skos:broader": {}, "skos:narrower": {}, "skos:related": {}}
    for link in accepted:
        name = general(link.reading)
        if name != "skos:related" or not link.is_in_line:
            said[name][link.iri] = None
    for link in accepted:
        said.setdefault(property_of(link.reading), {})[link.iri] = None
    for name, iris in said.items():
        yield name, [Iri(iri) for iri in iris]


def _has_remark(link: Link) -> bool:
    return link.is_proposed or bool(link.reason)


def _remark(link: Link) -> Node:
    """What a plain statement cannot say: that a relation is only proposed, and for which words."""
    return Node(
        [
            ("rdf:predicate", [Name(property_of(link.reading))]),
            ("rdf:object", [Iri(link.iri)]),
            ("tw:isProposed", [link.is_proposed]),
            ("tw:reason", [Text(link.reason)] if link.reason else []),
        ]
    )


# ---- facts and sources


def _fact_list(facts: DraftList, position: int, language: str) -> Node:
    items: list[Value] = [
        Node([("a", [Name("tw:Fact")]), ("rdf:value", [Text(item, language)]), ("tw:position", [at])])
        for at, item in enumerate(facts.items, 1)
    ]
    return Node(
        [
            ("a", [Name("skos:OrderedCollection" if facts.is_ordered else "skos:Collection")]),
            ("skos:prefLabel", [Text(facts.title, language)]),
            ("tw:position", [position]),
            ("skos:memberList", [Series(items)]) if facts.is_ordered else ("skos:member", items),
        ]
    )


def _source(source: DraftSource, position: int, language: str) -> Node:
    """A note in words, and its parts."""
    place = f"{source.file}, line {source.line}" if source.line is not None else source.file
    told = ": ".join(part for part in (source.origin, place) if part)
    return Node(
        [
            ("rdf:value", [Text(f"{told}. {source.remark}" if source.remark else told, language)]),
            ("tw:origin", [Text(source.origin)]),
            ("tw:file", [Text(source.file)] if source.file else []),
            ("tw:line", [source.line] if source.line is not None else []),
            ("tw:remark", [Text(source.remark)] if source.remark else []),
            ("tw:position", [position]),
        ]
    )
