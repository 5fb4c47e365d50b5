"""The note format: what is written is read back; errors name the line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from glossary import text
from glossary.exchange import notes
from glossary.exchange.drafts import Draft, DraftLabel, DraftList, DraftRelation, DraftSource, ReadError
from glossary.relations import Kind

DOCS = Path(__file__).parents[2] / "docs" / "note-format.md"
STARTER = Path(__file__).parents[2] / "glossary" / "starter" / "aws.md"


def written(categories, drafts):
    return "".join(notes.write(categories, drafts))


def same(drafts):
    """Drafts without the line numbers, which writing may change."""
    plain = []
    for draft in drafts:
        values = vars(draft) | {"line": 0}
        values["fact_lists"] = [(one.title, one.is_ordered, one.items) for one in draft.fact_lists]
        values["relations"] = [
            (one.kind, one.forward, one.other, one.is_proposed, one.reason) for one in draft.relations
        ]
        plain.append(values)
    return plain


def test_the_example_in_the_documentation_reads_as_it_says():
    example = DOCS.read_text().split("```markdown\n")[1].split("```")[0]
    reading = notes.read(example)
    assert [name for name, _ in reading.categories] == ["Containers", "Storage"]
    assert [draft.name for draft in reading.drafts] == ["ECS", "EC2", "Fargate", "EKS", "Block (storage)"]
    ecs = reading.drafts[0]
    assert [(label.kind, label.text) for label in ecs.labels] == [
        ("expansion", "Elastic Container Service"),
        ("synonym", "Amazon ECS"),
        ("misspelling", "ESC"),
    ]
    assert ecs.sources == [DraftSource("notes", "aws-notes.txt", 43)]
    assert [(one.kind, one.other) for one in ecs.relations] == [
        (Kind.RUNS_ON, "Fargate"),
        (Kind.RUNS_ON, "EC2"),
        (Kind.CONTRASTS, "EKS"),
    ]
    assert ecs.definition.count("\n\n") == 1
    assert [(one.title, one.is_ordered, len(one.items)) for one in ecs.fact_lists] == [
        ("Ways to run it", False, 2),
        ("Starting a service", True, 2),
    ]


def test_the_documentation_names_every_field_and_relation():
    page = DOCS.read_text()
    for kind in Kind:
        assert f"`{kind.verb}`" in page
        assert f"`{kind.inverse_verb}`" in page
    for field in (*notes.LABEL_FIELDS, *notes.PLAIN_FIELDS, "linked", "unlinked", "category", "source", "because"):
        assert f"`{field}`" in page


def test_the_starter_glossary_is_written_back_to_the_letter():
    reading = notes.read(STARTER.read_text())
    assert written(reading.categories, reading.drafts) == STARTER.read_text()


lines = some.text(some.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30).map(text.clean_line)
names = lines.filter(bool)
verbs = some.sampled_from(
    [(kind, forward) for kind in Kind for forward in (True, False) if forward or not kind.is_symmetric]
)
definitions = some.lists(
    some.one_of(lines, some.sampled_from(["## x", "\\# y", "slug: z", "\\uses: EC2", "- a", "", "# Terms", "uses: "])),
    max_size=5,
).map(lambda found: text.clean("\n".join(found)).strip())
drafts = some.builds(
    Draft,
    title=names,
    qualifier=lines,
    is_linked=some.booleans(),
    definition=definitions,
    labels=some.lists(
        some.builds(DraftLabel, some.sampled_from(notes.LABEL_FIELDS), names, some.booleans()), max_size=3
    ),
    categories=some.lists(names.filter(lambda name: ": " not in name), max_size=2),
    fact_lists=some.lists(some.builds(DraftList, names, some.booleans(), some.lists(names, max_size=3)), max_size=2),
    relations=some.lists(
        some.builds(lambda verb, *rest: DraftRelation(*verb, *rest), verbs, names, some.booleans(), lines), max_size=3
    ),
    sources=some.lists(
        some.one_of(
            some.builds(DraftSource, some.just("notes"), some.just("my notes.txt"), some.integers(0, 999), lines),
            some.builds(DraftSource, some.just("added"), some.just(""), some.none(), lines),
        ),
        max_size=2,
    ),
)


@given(some.lists(drafts, max_size=4))
def test_what_is_written_reads_back_the_same(terms):
    assert same(notes.read(written([("Storage", "")], terms)).drafts) == same(terms)


def test_every_line_is_accounted_for():
    source = STARTER.read_text()
    assert [line.text for line in notes.read(source).lines] == source.splitlines()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("# Terms\n\n## \n", "line 3: a heading without a title"),
        ("# Terms\n\n## A\n\nuses:\n", "line 5: “uses:” has no value"),
        ("# Terms\n\n## A\ncolour: red\n", "line 4: no field of a term"),
        ("# Terms\n\n## A\n\nsource: somewhere\n", "line 5: a source is written"),
        ("# Terms\n\n## A\n\n### L\n\ntext\n", "line 7: an item of a list"),
        ("# Terms\n\n## A\n\n### L\n\n- a\n1. b\n", "line 8: this list mixes"),
        ("# Terms\n\n### L\n", "line 3: the list “L” stands before any term"),
        ("# Terms\n\nlost\n", "line 3: a text that belongs to no term"),
        ("## A\n\n# Terms\n", "line 1: the term “A” stands before"),
        ("# Categories\n\nlost\n", "line 3: a category is written"),
        ("# Terms\n\n## A\n\nbecause: x\n", "line 5: “because:” stands behind"),
        ("# Terms\n\n## A\n\nlinked: maybe\n", "line 5: “linked:” is “yes” or “no”"),
        (f"# Terms\n\n## {'x' * 201}\n", "line 3: this title has 201 characters"),
        ("# Terms\n\n## A\n\ncategory: a: b\n", "line 3: the category “a: b” cannot hold"),
    ],
)
def test_an_error_names_the_line_and_what_to_do(source, message):
    with pytest.raises(ReadError, match=message):
        notes.read(source)
