"""SKOS as Turtle in, drafts out: our own files without loss, those of others as far as SKOS goes. Pure.

Nothing outside the text is ever fetched.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from glossary import text
from glossary.exchange.drafts import (
    Card,
    Draft,
    DraftLabel,
    DraftList,
    DraftRelation,
    DraftSource,
    Line,
    ReadError,
    Reading,
    check_category,
)
from glossary.exchange.rdf import PREFIXES, expanded
from glossary.exchange.skos import PROPERTIES
from glossary.relations import READINGS
from glossary.relations import Reading as Way

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

# A graph takes about 30 times its text in memory, and a second for every million characters.
LONGEST = 8_000_000

KINDS = ("abbreviation", "expansion", "synonym", "misspelling")
ORIGINS = ("notes", "added")
# SKOS's relations -> how we read them where no word of ours says more.
GENERAL = {
    "skos:broader": READINGS["is a kind of"],
    "skos:narrower": READINGS["has kind"],
    "skos:related": READINGS["related to"],
}
# Remarks in other people's files -> the title of the list that they become.
REMARKS = {
    "skos:example": "Examples",
    "skos:scopeNote": "Scope",
    "skos:note": "Notes",
    "skos:historyNote": "History",
}
TAKEN = {
    expanded(name)
    for name in (
        *("rdf:type", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "skos:definition"),
        *("skos:inScheme", "skos:topConceptOf", "dcterms:created", "dcterms:modified"),
        *("tw:title", "tw:qualifier", "tw:slug", "tw:isLinked", "tw:name", "tw:factList", "tw:relation"),
        *(*GENERAL, *PROPERTIES, *REMARKS),
    )
}


def looks_like(source: str) -> bool:
    """Whether a text names SKOS the way Turtle does."""
    return f"<{PREFIXES['skos']}" in source


def read(source: str) -> Reading:
    """The terms and categories of a file; ReadError where it isn't Turtle or holds no concept."""
    if len(source) > LONGEST:
        raise ReadError(f"{len(source):,} characters of Turtle; at most {LONGEST:,} can be read at once.")
    return _Reader(_graph(source)).read(source)


def _graph(source: str) -> "Graph":
    from rdflib import Graph
    from rdflib.plugins.parsers.notation3 import BadSyntax

    graph = Graph(bind_namespaces="none")
    try:
        return graph.parse(data=source, format="turtle", publicID="urn:file:")
    except BadSyntax as error:
        raise ReadError("not Turtle from here on.", error.lines + 1) from error
    except RecursionError as error:
        raise ReadError("brackets within brackets, too many to read.") from error
    except Exception as error:  # the parser lets all sorts of errors out for a text that is no Turtle
        raise ReadError("not Turtle.") from error


class _Reader:
    """Asks the graph for one concept after another."""

    def __init__(self, graph: "Graph") -> None:
        from rdflib import URIRef

        self.graph = graph
        self.iri = {name: URIRef(expanded(name)) for name in ("rdf:type", "rdf:value", "rdf:predicate", "rdf:object")}
        self.ref = URIRef
        self.language = self.usual_language()
        self.concepts: list[Node] = sorted(self.find_concepts(), key=str)
        self.names: dict[Node, str] = {iri: self.name(iri) for iri in self.concepts}
        self.member_of = self.find_categories()

    def read(self, source: str) -> Reading:
        if not self.concepts:
            raise ReadError("no skos:Concept in this file, so there is no term to bring in.")
        reading = Reading([], [], categories=self.described_categories())
        for iri in sorted(self.concepts, key=lambda one: (text.fold(self.names[one]), str(one))):
            draft = self.draft(iri)
            self.check(draft)
            reading.drafts.append(draft)
            reading.cards.append(Card(len(reading.drafts), draft.name, 0, outcome=self.left_out(iri)))
        for number, line in enumerate(text.lines(source), 1):
            role, reason = ("statement", "read as part of a graph") if line.strip() else ("blank", "empty")
            reading.lines.append(Line(number, line, role, reason))
        return reading

    @staticmethod
    def check(draft: Draft) -> None:
        try:
            draft.check()
        except ReadError as error:
            raise ReadError(f"{draft.name[:80]}: {error}") from error

    def left_out(self, iri: "Node") -> str:
        """What the file says of a concept that a term has no place for."""
        counts = Counter(str(name) for name in self.graph.predicates(iri) if str(name) not in TAKEN)
        told = ", ".join(f"{_last(name)} ({count})" for name, count in sorted(counts.items()))
        return f"left out: {told}" if told else ""

    # ---- asking the graph

    def values(self, subject: "Node", name: str) -> list["Node"]:
        return list(self.graph.objects(subject, self.ref(expanded(name))))

    def texts(self, subject: "Node", name: str) -> list[str]:
        """The texts in the file's language, or else without one, or else of the first language there is."""
        from rdflib import Literal

        literals = [value for value in self.values(subject, name) if isinstance(value, Literal)]
        for node in self.values(subject, name):
            literals += [value for value in self.values(node, "rdf:value") if isinstance(value, Literal)]
        languages = {literal.language or "" for literal in literals}
        if not languages:
            return []
        language = next((one for one in (self.language, "") if one in languages), min(languages))
        found = {text.clean(str(literal)).strip() for literal in literals if (literal.language or "") == language}
        return sorted(found - {""})

    def one(self, subject: "Node", name: str) -> str:
        return text.clean_line(next(iter(self.texts(subject, name)), ""))

    def number(self, subject: "Node", name: str) -> int | None:
        value = self.one(subject, name)
        return int(value) if value.isdecimal() and len(value) < 10 else None

    def says_no(self, subject: "Node", name: str) -> bool:
        return self.one(subject, name) in ("false", "0")

    def in_order(self, subject: "Node", name: str) -> list["Node"]:
        """Things by the position they say they have."""
        return self.by_position([node for node in self.values(subject, name) if self.number(node, "tw:position")])

    def by_position(self, nodes: list["Node"]) -> list["Node"]:
        return sorted(nodes, key=lambda node: (self.number(node, "tw:position") or 0, self.one(node, "rdf:value")))

    def usual_language(self) -> str:
        """The one that most labels are in; English among equals."""
        labels = self.graph.objects(None, self.ref(expanded("skos:prefLabel")))
        counts = Counter(getattr(label, "language", None) or "" for label in labels)
        return min(counts, key=lambda one: (-counts[one], one != "en", one), default="")

    def find_concepts(self) -> set["Node"]:
        from rdflib import URIRef

        found = self.graph.subjects(self.iri["rdf:type"], self.ref(expanded("skos:Concept")))
        return {one for one in found if isinstance(one, URIRef)}

    # ---- what a term is made of

    def name(self, iri: "Node") -> str:
        for property_ in ("skos:prefLabel", "rdfs:label", "dcterms:title"):
            if found := self.one(iri, property_):
                return found
        return text.clean_line(_last(unquote(str(iri))).replace("-", " ").replace("_", " ")) or "Term"

    def draft(self, iri: "Node") -> Draft:
        qualifier = self.one(iri, "tw:qualifier")
        title = self.one(iri, "tw:title") if qualifier else ""
        return Draft(
            title=title or self.names.get(iri) or self.name(iri),
            qualifier=qualifier if title else "",
            slug=self.one(iri, "tw:slug"),
            is_linked=not self.says_no(iri, "tw:isLinked"),
            definition="\n\n".join(self.texts(iri, "skos:definition")),
            labels=list(self.labels(iri, title)),
            categories=self.member_of.get(iri, []),
            fact_lists=[*self.fact_lists(iri), *self.remarks(iri)],
            relations=list(self.relations(iri)),
            sources=list(self.sources(iri)),
        )

    def labels(self, iri: "Node", title: str) -> Iterator[DraftLabel]:
        """Those of ours say their kind and keep their order; of others, capitals are an abbreviation."""
        seen = {text.fold(self.names[iri]), text.fold(title)}
        for node in self.in_order(iri, "tw:name"):
            kind, name = self.one(node, "tw:kind"), self.one(node, "rdf:value")
            if kind in KINDS and name:
                seen.add(text.fold(name))
                yield DraftLabel(kind, name, is_linked=not self.says_no(node, "tw:isLinked"))
        for property_ in ("skos:altLabel", "skos:hiddenLabel"):
            for name in map(text.clean_line, self.texts(iri, property_)):
                if text.fold(name) not in seen:
                    seen.add(text.fold(name))
                    shown = "abbreviation" if text.is_acronym(name) else "synonym"
                    yield DraftLabel("misspelling" if property_ == "skos:hiddenLabel" else shown, name)

    # ---- categories

    def collections(self) -> list["Node"]:
        kinds = ("skos:Collection", "skos:OrderedCollection")
        found = {one for kind in kinds for one in self.graph.subjects(self.iri["rdf:type"], self.ref(expanded(kind)))}
        lists = set(self.graph.objects(None, self.ref(expanded("tw:factList"))))
        return sorted(found - lists, key=lambda one: (self.number(one, "tw:position") or 0, self.name(one), str(one)))

    def find_categories(self) -> dict["Node", list[str]]:
        member_of: dict[Node, list[str]] = {}
        for collection in self.collections():
            for member in self.members(collection):
                member_of.setdefault(member, []).append(self.name(collection))
        return member_of

    def described_categories(self) -> list[tuple[str, str]]:
        found = [(self.name(one), self.one(one, "dcterms:description")[: text.MAX_ITEM]) for one in self.collections()]
        for name, _ in found:
            check_category(name)
        return found

    def members(self, collection: "Node") -> list["Node"]:
        """In the order the collection has, if it has one."""
        found = []
        for start in self.values(collection, "skos:memberList"):
            try:
                found += list(self.graph.items(start))
            except ValueError as error:
                raise ReadError("a list that comes back to itself.") from error
        return found or self.by_position(self.values(collection, "skos:member"))

    # ---- facts and sources

    def fact_lists(self, iri: "Node") -> Iterator[DraftList]:
        for node in self.in_order(iri, "tw:factList"):
            items = [self.one(member, "rdf:value") for member in self.members(node)]
            is_ordered = self.ref(expanded("skos:OrderedCollection")) in self.values(node, "rdf:type")
            yield DraftList(self.one(node, "skos:prefLabel") or "Facts", is_ordered, [item for item in items if item])

    def remarks(self, iri: "Node") -> Iterator[DraftList]:
        """The notes of other people's files; ours are sources."""
        ours = {self.one(node, "rdf:value") for node in self.in_order(iri, "skos:note")}
        for property_, title in REMARKS.items():
            found = map(text.clean_line, self.texts(iri, property_))
            if items := [item for item in found if item not in ours]:
                yield DraftList(title, items=items)

    def sources(self, iri: "Node") -> Iterator[DraftSource]:
        for node in self.in_order(iri, "skos:note"):
            origin = self.one(node, "tw:origin")
            if origin in ORIGINS:
                file, remark = self.one(node, "tw:file")[: text.MAX_FILE], self.one(node, "tw:remark")[: text.MAX_ITEM]
                yield DraftSource(origin, file, self.number(node, "tw:line"), remark)

    # ---- relations

    def relations(self, iri: "Node") -> Iterator[DraftRelation]:
        """What our own words say, with its reasons; SKOS's words where ours are silent about a pair."""
        told: set[tuple[Way, Node]] = set()
        for node in sorted(self.values(iri, "tw:relation"), key=str):
            for reading, other in self.remarked(node):
                told.add((reading, other))
                is_proposed, reason = (
                    self.one(node, "tw:isProposed") == "true",
                    self.one(node, "tw:reason")[: text.MAX_ITEM],
                )
                yield DraftRelation(*reading, self.name(other), is_proposed, reason)
        plain = self.statements(iri, PROPERTIES)
        ours = {other for _, other in plain}
        plain += [(reading, other) for reading, other in self.statements(iri, GENERAL) if other not in ours]
        for reading, other in plain:
            if (reading, other) not in told:
                yield DraftRelation(*reading, self.name(other))

    def statements(self, iri: "Node", names: dict[str, Way]) -> list[tuple[Way, "Node"]]:
        return [
            (reading, other) for name, reading in names.items() for other in sorted(self.values(iri, name), key=str)
        ]

    def remarked(self, node: "Node") -> list[tuple[Way, "Node"]]:
        """Which relations a remark is about."""
        about = {str(name) for name in self.values(node, "rdf:predicate")}
        others = self.values(node, "rdf:object")
        return [(reading, other) for name, reading in PROPERTIES.items() if expanded(name) in about for other in others]


def _last(iri: str) -> str:
    """The part of an address that tells it from its neighbours."""
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1]
