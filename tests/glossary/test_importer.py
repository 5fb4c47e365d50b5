"""What an import adds, keeps, refuses and takes back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from glossary import exporter, importer
from glossary.exchange.drafts import ReadError
from glossary.models import Category, Fact, FactList, Import, Label, Relation, Source, Term
from tests.glossary.factories import make_term, relate

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, tzinfo=UTC)
STARTER = Path(importer.__file__).parent / "starter" / "aws.md"
AWS_NOTES = Path(__file__).parents[1] / "notes" / "aws-notes.txt"


def bring_in(source, **options):
    return importer.bring_in(importer.read(source), "notes.txt", NOW, **options)


def markdown():
    return "".join(exporter.markdown())


def rows():
    return [model.objects.count() for model in (Term, Label, Category, FactList, Fact, Relation, Source, Import)]


def verdicts(report):
    return {outcome.name: outcome.verdict for outcome in report.outcomes}


def test_the_starter_glossary_survives_a_round_trip_to_the_letter():
    bring_in(STARTER.read_text())
    assert markdown() == STARTER.read_text()


def test_the_starter_glossary_is_one_to_study_from():
    bring_in(STARTER.read_text())
    assert Term.objects.count() >= 160
    assert Relation.objects.count() >= 300
    assert FactList.objects.count() >= 40
    assert Category.objects.count() >= 9
    assert all(category.terms.count() >= 12 for category in Category.objects.all())
    assert not Term.objects.stubs().exists()
    assert not Term.objects.filter(sources=None).exists()


def test_every_card_of_the_first_notes_is_in_the_starter_glossary():
    bring_in(STARTER.read_text())
    report = importer.bring_in(importer.read(AWS_NOTES.read_text()), "aws-notes.txt", NOW)
    assert {outcome.verdict for outcome in report.outcomes} == {"there already"}
    assert report.batch is None
    lines = {card.line for card in report.reading.cards}
    told = Source.objects.filter(file="aws-notes.txt", origin="notes", batch__name="notes.txt")
    assert lines <= set(told.values_list("line", flat=True))


@pytest.mark.parametrize("path", [STARTER, AWS_NOTES], ids=["starter", "rough"])
def test_importing_twice_changes_nothing(path):
    bring_in(path.read_text())
    before, counts = markdown(), rows()
    report = bring_in(path.read_text())
    assert report.batch is None
    assert (markdown(), rows()) == (before, counts)
    assert set(verdicts(report).values()) == {"there already"}


def test_a_dry_run_reports_the_same_and_writes_nothing():
    dry = bring_in(AWS_NOTES.read_text(), dry_run=True)
    assert rows() == [0] * 8
    real = bring_in(AWS_NOTES.read_text())
    assert [one.as_json() for one in dry.outcomes] == [one.as_json() for one in real.outcomes]


@pytest.mark.parametrize("path", [STARTER, AWS_NOTES], ids=["starter", "rough"])
def test_an_import_can_be_undone(path):
    make_term("Lambda", definition="", categories=["Mine"])
    make_term("SNS", definition="My own words.")
    before = markdown()
    report = bring_in(path.read_text(), category="Imported")
    assert markdown() != before
    assert importer.undo(report.batch) == []
    assert markdown() == before


def test_undoing_keeps_what_an_editor_touched_since():
    report = bring_in("Queue: a line of messages\nTopic: a channel for many readers\n")
    term = Term.objects.get(title="Queue")
    term.definition = "A line in which messages wait."
    term.save()
    assert importer.undo(report.batch) == ["Queue"]
    assert list(Term.objects.values_list("title", "definition")) == [("Queue", term.definition)]


def test_what_is_there_is_kept_and_what_is_missing_is_added():
    make_term("SNS", definition="My own words.", facts={"Uses": ["one"], "Limits": []})
    stub = make_term("SQS", definition="")
    report = bring_in(
        "# Terms\n\n## sns\n\nexpansion: Simple Notification Service\n\nOther words.\n\n"
        "### Uses\n\n- other\n\n### Limits\n\n- two\n\n## SQS\n\nA queue.\n"
    )
    assert verdicts(report) == {"SNS": "added to", "SQS": "added to"}
    assert report.outcomes[0].details == [
        "its own text is kept",
        "+ expansion Simple Notification Service",
        "its own list Uses is kept, without: other",
        "+ items of Limits",
    ]
    sns = Term.objects.get(title="SNS")
    assert sns.definition == "My own words."
    assert [(one.title, [fact.text for fact in one.facts.all()]) for one in sns.fact_lists.all()] == [
        ("Uses", ["one"]),
        ("Limits", ["two"]),
    ]
    stub.refresh_from_db()
    assert stub.definition == "A queue."


def fates(report):
    return {line.text: line.fate for line in report.reading.lines}


@pytest.mark.parametrize("path", [STARTER, AWS_NOTES], ids=["starter", "rough"])
def test_every_line_has_a_fate_at_the_first_import_and_at_the_second(path):
    for word in ("added", "there already"):
        report = bring_in(path.read_text())
        assert all(line.fate for line in report.reading.lines)
        assert sum(line.fate.startswith(word) for line in report.reading.lines) > len(report.reading.cards)


def test_a_line_that_is_not_taken_says_why():
    bring_in("Redis\nkeeps values in memory\nbenefits\n- fast\n")
    told = fates(bring_in("Redis\nanother text of it\nbenefits\n- fast\n- cheap\nRedis\nTODO\n"))
    assert told == {
        "Redis": "there already: Redis, merged with line 1",
        "another text of it": "not taken: Redis has a text of its own",
        "benefits": "there already",
        "- fast": "there already",
        "- cheap": "not taken: Benefits has items of its own",
        "TODO": "ignored: only holds a place",
    }


def test_what_the_notes_say_over_the_starter_glossary_is_accounted_for():
    bring_in(STARTER.read_text())
    told = fates(bring_in(AWS_NOTES.read_text()))
    assert told["Integration testing"] == "not taken: Typical stages has items of its own"
    assert told["Simple Notification Service"] == "there already"
    assert told["When using ECS you can"] == "there already: ECS runs on Fargate"


def test_undoing_an_import_leaves_what_others_added():
    first = bring_in("Redis\nkeeps values in memory\nKafka\nkeeps a log of events\n").batch
    importer.bring_in(importer.read("Redis\nkeeps values in memory\n"), "other.txt", NOW)
    Label.objects.create(term=Term.objects.get(title="Kafka"), text="Apache Kafka")
    assert importer.undo(first) == ["Kafka", "Redis"]
    assert [(str(term), term.labels.count(), term.sources.count()) for term in Term.objects.all()] == [
        ("Kafka", 1, 0),
        ("Redis", 0, 1),
    ]


def test_undoing_leaves_a_term_that_an_editor_related_to_another():
    batch = bring_in("Redis\nkeeps values in memory\n").batch
    relate(make_term("Mine"), "uses", Term.objects.get(title="Redis"))
    assert importer.undo(batch) == ["Redis"]
    assert Relation.objects.count() == 1


def test_a_term_is_recognised_by_another_of_its_names():
    make_term("SNS", labels=[("expansion", "Simple Notification Service")])
    assert verdicts(bring_in("# Terms\n\n## simple notification service\n\nX.\n")) == {"SNS": "there already"}


def test_a_name_of_two_terms_is_nobody_s():
    make_term("One", labels=[("synonym", "Thing")])
    make_term("Two", labels=[("synonym", "Thing")])
    assert verdicts(bring_in("# Terms\n\n## Thing\n\nX.\n")) == {"Thing": "new"}


def test_homonyms_of_a_file_stay_two_terms():
    bring_in(
        "# Terms\n\n## Block\n\nqualifier: storage\n\nOne.\n\n"
        "## Block\n\nqualifier: chain\nuses: Block (storage)\n\nTwo.\n"
    )
    assert [str(term) for term in Term.objects.all()] == ["Block (chain)", "Block (storage)"]
    assert [str(one) for one in Relation.objects.all()] == ["Block (chain) uses Block (storage)"]


def test_two_cards_of_one_name_become_one_term():
    bring_in("Queue: a line of messages\nTopic: a channel\nqueue: first in, first out\n")
    assert Term.objects.get(key="queue").definition == "a line of messages\n\nfirst in, first out"


def test_a_relation_to_an_unknown_term_makes_a_stub():
    report = bring_in("# Terms\n\n## ECS\n\nruns on: Fargate\n\nX.\n")
    assert verdicts(report) == {"ECS": "new", "Fargate": "new stub"}
    assert Term.objects.get(title="Fargate").is_stub


def test_a_circle_is_refused_and_nothing_is_written():
    relate(make_term("A"), "is-a", make_term("B"))
    before = rows()
    with pytest.raises(ReadError, match="line 5: “B is part of A” closes a circle"):
        bring_in("# Terms\n\n## B\n\nis part of: A\n")
    assert rows() == before


def test_a_category_can_be_given_to_all():
    bring_in("Queue: a line of messages\nTopic: a channel\n", category="Messaging")
    assert [term.title for term in Category.objects.get(name="Messaging").terms.all()] == ["Queue", "Topic"]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite keeps a text of any length")
def test_what_the_database_refuses_is_one_line_too():
    with pytest.raises(ReadError, match="the database cannot keep something in it"):
        importer.bring_in(importer.read("Queue: a line\nTopic: a channel\n"), "x" * 300, NOW)
    assert not Term.objects.exists()


def test_an_import_takes_as_many_queries_for_ten_terms_as_for_three():
    from django.test.utils import CaptureQueriesContext

    def count(numbers):
        lines = "".join(f"## T{n}\n\nsynonym: S{n}\nuses: T{n + 1}\n\nX.\n\n### L\n\n- a\n\n" for n in numbers)
        with CaptureQueriesContext(connection) as queries:
            bring_in(f"# Terms\n\n{lines}")
        return len(queries)

    assert count(range(100, 103)) == count(range(200, 210))
