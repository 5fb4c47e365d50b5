"""Things and what is said of them in, Turtle or JSON-LD text out. Pure."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    # Our own words. A random number is an address nobody else can have, and we own no domain.
    "tw": "urn:uuid:0b0e6a53-7f2c-4c4e-9d0e-6a1f3c9be7d4#",
}


@dataclass(frozen=True)
class Name:
    """A name with one of the prefixes, such as skos:Concept."""

    value: str


@dataclass(frozen=True)
class Iri:
    value: str


@dataclass(frozen=True)
class Text:
    value: str
    language: str = ""


@dataclass(frozen=True)
class Moment:
    """A time as ISO 8601 writes it."""

    value: str


@dataclass(frozen=True)
class Series:
    """Values whose order matters."""

    items: list["Value"]


@dataclass(frozen=True)
class Node:
    """A thing and what is said of it; one without an address stands inside another."""

    says: list[tuple[str, list["Value"]]]
    iri: str = ""


Value = Name | Iri | Text | Moment | Series | Node | bool | int


def expanded(name: str) -> str:
    """A prefixed name in full."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def turtle(nodes: Iterable[Node]) -> Iterator[str]:
    for prefix, namespace in PREFIXES.items():
        yield f"@prefix {prefix}: <{namespace}> .\n"
    for node in nodes:
        lines = " ;\n    ".join(_says(node))
        yield f"\n<{node.iri}>\n    {lines} .\n"


def _says(node: Node) -> Iterator[str]:
    for property_, values in node.says:
        if values:
            yield f"{property_} {', '.join(_in_turtle(value) for value in values)}"


def _in_turtle(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Name():
            return value.value
        case Iri():
            return f"<{value.value}>"
        case Text():
            # JSON's escapes are a part of Turtle's.
            return json.dumps(value.value, ensure_ascii=False) + (f"@{value.language}" if value.language else "")
        case Moment():
            return f'"{value.value}"^^xsd:dateTime'
        case Series():
            return f"( {' '.join(_in_turtle(item) for item in value.items)} )"
        case Node():
            return f"[ {' ; '.join(_says(value))} ]"


def json_ld(nodes: Iterable[Node]) -> Iterator[str]:
    """The same as JSON-LD, with all it needs to be understood inside."""
    yield f'{{"@context": {json.dumps(PREFIXES)},\n"@graph": ['
    for number, node in enumerate(nodes):
        yield (",\n" if number else "\n") + json.dumps(_in_json(node), ensure_ascii=False)
    yield "\n]}\n"


def _in_json(value: Value) -> Any:
    match value:
        case Name() | Iri():
            return {"@id": value.value}
        case Text():
            return {"@value": value.value, "@language": value.language} if value.language else value.value
        case Moment():
            return {"@value": value.value, "@type": "xsd:dateTime"}
        case Series():
            return {"@list": [_in_json(item) for item in value.items]}
        case Node():
            named = {"@id": value.iri} if value.iri else {}
            return named | {
                "@type" if property_ == "a" else property_: _several(property_, values)
                for property_, values in value.says
                if values
            }
        case _:
            return value


def _several(property_: str, values: list[Value]) -> Any:
    found = [value.value if property_ == "a" and isinstance(value, Name) else _in_json(value) for value in values]
    return found[0] if len(found) == 1 else found
