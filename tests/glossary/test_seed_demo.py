"""Made-up glossaries: the same every time, whole, and never poured over somebody's own."""

from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command

from glossary import demo, exporter, importer
from glossary.exchange import notes
from glossary.management.commands import seed_demo
from glossary.models import Category, Fact, FactList, Import, Label, Relation, Term
from tests.glossary.factories import make_term

pytestmark = pytest.mark.django_db


def seed(*arguments):
    out = StringIO()
    call_command("seed_demo", *arguments, stdout=out)
    return out.getvalue()


def test_it_makes_as_many_terms_as_asked_for_with_all_that_belongs_to_them():
    assert seed("--terms", "300").startswith("Made 300 terms.")
    assert Term.objects.count() == 300
    assert 0 < Term.objects.stubs().count() < 30
    for model in (Category, Label, FactList, Fact, Relation):
        assert model.objects.exists()


def test_definitions_mention_other_terms():
    drafts = list(demo.glossary(200, Random(1)))
    titles = {draft.title for draft in drafts}
    mentioning = [draft for draft in drafts if any(title in draft.definition for title in titles - {draft.title})]
    assert len(mentioning) > 180


def test_the_same_seed_makes_the_same_glossary_and_another_seed_another():
    one, same, other = (list(demo.glossary(50, Random(seed))) for seed in (1, 1, 2))
    assert one == same
    assert {draft.title for draft in one} & {draft.title for draft in other} == set()


def test_what_it_makes_can_be_written_and_read_as_any_glossary():
    drafts = list(demo.glossary(60, Random(3)))
    assert len(notes.read("".join(notes.write([], drafts))).drafts) == 60


def test_it_comes_out_as_it_was_made():
    seed("--terms", "40")
    made = {draft.name: draft.definition for draft in demo.glossary(40, Random(1))}
    assert {draft.name: draft.definition for draft in map(exporter.draft, exporter.terms())} == made


def test_it_refuses_a_glossary_that_has_terms_unless_told_to_add():
    make_term("ECS", "Ours.")
    with pytest.raises(CommandError, match="--add"):
        seed("--terms", "10")
    assert Term.objects.count() == 1
    seed("--terms", "10", "--add")
    assert Term.objects.count() == 11
    assert Term.objects.get(title="ECS").definition == "Ours."


def test_adding_the_same_again_adds_nothing():
    seed("--terms", "10")
    assert seed("--terms", "10", "--add").startswith("Made 0 terms.")
    assert Term.objects.count() == 10


def test_it_can_be_undone():
    seed("--terms", "30")
    assert importer.undo(Import.objects.get()) == []
    assert [model.objects.count() for model in (Term, Label, FactList, Relation, Category)] == [0] * 5


@pytest.mark.parametrize("count", ["0", "-1", "1000001"])
def test_a_number_that_makes_no_sense_is_refused(count):
    with pytest.raises(CommandError, match="from 1 to 1,000,000"):
        seed(f"--terms={count}")


def test_long_work_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(seed_demo, "CHUNK", 20)
    assert seed("--terms", "50").splitlines()[:-1] == [
        "20 of 50 terms",
        "40 of 50 terms",
        "50 of 50 terms",
    ]
