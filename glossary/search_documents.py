"""What both search indexes keep: the document of a term, and the rows whose changes make it out of date."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

INDEX = "glossary_search"
CHANGED = "glossary_search_changed"
# What an older version of the site made, of other words or with other tables and triggers, has no table of this name
# beside it: all of it is made afresh. Count the number up when documents, tables or triggers change.
MADE = "glossary_search_made_2"
# Of documents with the words, so many are weighed against each other. A word that more of them hold tells
# little, and weighing 100,000 would keep the reader waiting.
WEIGHED = 2_000


class Watched(NamedTuple):
    """Whose document the rows of a table are in: a column of theirs, what that is the id of, and the columns
    without whose change the document stays as it is."""

    column: str
    marked: str
    worded: tuple[str, ...]


WATCHED = {
    "glossary_term": Watched("id", "term_id", ("title", "qualifier", "definition")),
    "glossary_label": Watched("term_id", "term_id", ("term_id", "kind", "text")),
    "glossary_factlist": Watched("term_id", "term_id", ("term_id", "title")),
    "glossary_fact": Watched("fact_list_id", "fact_list_id", ("fact_list_id", "text")),
}
EVENTS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


class Document(NamedTuple):
    """The words of a term, folded and in the singular, so that both databases compare the same."""

    term: int
    names: list[str]
    initials: list[str]
    wholes: list[str]
    texts: list[str]


def triggers() -> Iterator[tuple[str, str, str]]:
    """The name of each trigger, with its table and event."""
    for table in WATCHED:
        for event in EVENTS:
            yield f"{INDEX}_{table.removeprefix('glossary_')}_{event}", table, event


class Backend(Protocol):
    """A search index on one kind of database. Documents hold stems, and of names the words as they are written, too;
    words to look for are as they were typed, and meet what begins so or has the same stem."""

    def missing(self, cursor: Any) -> list[str]:
        """The statements that make those tables and triggers of the index that are not there."""

    def extend(self) -> None:
        """Make what is a help where the database has it, and no loss where it has not."""

    def clear(self, cursor: Any) -> None:
        """Make the index anew, empty."""

    def put(self, cursor: Any, documents: Sequence[Document]) -> None: ...

    def drop(self, cursor: Any, terms: Sequence[int]) -> None: ...

    def settle(self, cursor: Any) -> None:
        """After many documents were put: what makes the next search as fast as later ones."""

    def by_initials(self, cursor: Any, initials: str, limit: int) -> list[int]: ...

    def by_wholes(self, cursor: Any, names: Sequence[str], limit: int) -> list[int]:
        """Terms with a whole name, made one word, among these."""

    def by_names(self, cursor: Any, words: Sequence[str], limit: int) -> list[int]:
        """Terms in whose names every word stands or begins one, the likeliest first."""

    def by_texts(self, cursor: Any, words: Sequence[str], limit: int) -> list[int]:
        """Terms that hold every word, anywhere; the last may be the beginning of one. The likeliest first."""

    def holders(self, cursor: Any, words: Sequence[str]) -> list[tuple[int, bool, int]]:
        """For each word some terms that hold it: its place, whether it stands in a name, and the term."""
