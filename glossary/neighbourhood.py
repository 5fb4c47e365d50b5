"""A term with its cross-references in, the drawing of what is around it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from django.db import connection
from django.utils.safestring import SafeString

from glossary import drawing, pairs
from glossary.markup import fill, join
from glossary.models import Category, Term
from glossary.relations import Kind

MOST = 12
# In SQL, as in `reading`: a term's page asks for it each time it is made.
AROUND = """
    SELECT t.id, c.id, c.name, c.position, r.object_id
    FROM glossary_term t
    LEFT JOIN glossary_term_categories m ON m.term_id = t.id LEFT JOIN glossary_category c ON c.id = m.category_id
    LEFT JOIN glossary_relation r ON r.subject_id = t.id AND NOT r.is_proposed AND r.object_id IN ({ids})
    WHERE t.id IN ({ids}) ORDER BY t.id, c.position, c.key, r.object_id
"""

References = Sequence[tuple[str, list[Term]]]


@dataclass(frozen=True)
class Neighbour:
    """A term as it is drawn beside another."""

    term: Term
    place: drawing.Place[int]
    category: Category | None

    @property
    def html(self) -> SafeString:
        """Its link in the drawing: made here, since a template takes five times as long over so many figures."""
        place = self.place
        hue = self.category.hue if self.category else ""
        return fill(
            '<a href="{}" data-node="{}"{} class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="2"/>'
            '<circle cx="{}" cy="{}" r="5"/><text>{}</text></a>',
            self.term.get_absolute_url(),
            self.term.pk,
            fill(' aria-label="{}"', self.term) if place.is_cut else "",
            f"{hue} stub".strip() if self.term.is_stub else hue,
            *(place.left, place.top, place.wide, place.high, place.x, place.y),
            join(fill('<tspan x="{}" y="{}">{} </tspan>', line.x, line.y, line.text) for line in place.lines),
        )


@dataclass(frozen=True)
class Neighbourhood:
    """The drawing, its neighbours by verb, and how many more the list has."""

    bow: drawing.Bow[int]
    groups: list[tuple[drawing.Group[int], list[Neighbour]]]
    rest: int


def neighbourhood(term: Term, references: References) -> Neighbourhood | None:
    """What is around a term; None where nothing is. One query, however much there is.

    A neighbour in several relations is drawn once, at the first of them.
    """
    groups = _once(references)
    shown = _some(groups, MOST)
    if not shown:
        return None
    neighbours = {other.pk: other for _, others in shown for other in others}
    categories, chords = _around(list(neighbours))
    named = [(verb, [(other.pk, str(other)) for other in others]) for verb, others in shown]
    bow = drawing.bow(str(term), named, chords)
    drawn = [
        (group, [Neighbour(neighbours[place.id], place, categories.get(place.id)) for place in group.places])
        for group in bow.groups
    ]
    return Neighbourhood(bow, drawn, sum(len(others) for _, others in groups) - len(neighbours))


def confusable(term: Term, references: References) -> list[tuple[Term, str]]:
    """The terms that this one is often confused with, and where it is compared with each."""
    confused = next((others for verb, others in references if verb == Kind.CONTRASTS.verb), [])
    return [(other, pairs.address(term, other)) for other in confused]


def _once(references: References) -> list[tuple[str, list[Term]]]:
    seen: set[int] = set()
    groups = []
    for verb, others in references:
        new = [other for other in others if other.pk not in seen]
        seen.update(other.pk for other in new)
        groups.append((verb, new))
    return [group for group in groups if group[1]]


def _some(groups: References, most: int) -> list[tuple[str, list[Term]]]:
    """At most so many terms: one from each group in turn, so that no verb is left out for a long one."""
    in_turn = chain.from_iterable(zip_longest(*(others for _, others in groups)))
    chosen = {other.pk for other in [one for one in in_turn if one is not None][:most]}
    some = [(verb, [other for other in others if other.pk in chosen]) for verb, others in groups]
    return [group for group in some if group[1]]


def _around(ids: list[int]) -> tuple[dict[int, Category], list[tuple[int, int]]]:
    """The first category of each of the terms, and which of them are joined to each other."""
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(AROUND.format(ids=marks), [*ids, *ids])
        rows = cursor.fetchall()
    categories: dict[int, Category] = {}
    chords: dict[tuple[int, int], None] = {}
    for pk, category, name, position, other in rows:
        if category is not None:
            categories.setdefault(pk, Category(pk=category, name=name, position=position))
        if other is not None and (other, pk) not in chords:
            chords[pk, other] = None
    return categories, list(chords)
