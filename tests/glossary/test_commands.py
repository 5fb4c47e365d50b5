"""The commands, as an operator runs them."""

import json
import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections

from glossary import importer
from glossary.models import Import, Term
from tests.glossary.factories import make_term

pytestmark = pytest.mark.django_db

AWS_NOTES = str(Path(__file__).parents[1] / "notes" / "aws-notes.txt")


def run(*args, **options):
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_a_dry_run_prints_every_line_with_its_role_and_reason():
    source = Path(AWS_NOTES).read_text().splitlines()
    rows = run("import_terms", AWS_NOTES, "--dry-run").splitlines()[2:]
    assert [row.split()[0] for row in rows[: len(source)]] == [str(number + 1) for number in range(len(source))]
    assert "what the letters in line 4 stand for" in rows[4]
    assert rows[-1].endswith("A dry run: nothing was written.")
    assert not Term.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL a writer holds up no other")
def test_a_dry_run_keeps_nobody_from_writing_and_tells_what_the_import_does(monkeypatch):
    make_term("Queue", "Holds messages until somebody takes them.")
    run_importer, opened = importer._Importer.run, []

    def run_while_somebody_writes(self, *args):
        with sqlite3.connect(connections.settings["default"]["NAME"], timeout=0, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            run_importer(self, *args)
            opened.append(other.execute("ROLLBACK"))

    with monkeypatch.context() as patched:
        patched.setattr(importer._Importer, "run", run_while_somebody_writes)
        tried = json.loads(run("import_terms", AWS_NOTES, "--dry-run", "--json"))
    done = json.loads(run("import_terms", AWS_NOTES, "--json"))
    assert opened and (tried["lines"], tried["summary"]) == (done["lines"], done["summary"])


def test_the_report_can_be_had_as_data():
    report = json.loads(run("import_terms", AWS_NOTES, "--dry-run", "--json"))
    assert len(report["cards"]) == 24
    assert report["lines"][1] == {
        "line": 2,
        "text": "Respond to system events and changes in your AWS environment.",
        "role": "text",
        "card": 1,
        "reason": report["lines"][1]["reason"],
        "fate": "added",
    }
    assert report["summary"] == {
        "lines": 69,
        "cards": 24,
        "new": 15,
        "new stub": 4,
        "added to": 0,
        "there already": 0,
    }


def test_an_import_says_how_to_undo_it_and_can_be_undone():
    said = run("import_terms", AWS_NOTES)
    number = Import.objects.get().pk
    assert said.rstrip().endswith(f"Undo it with: manage.py undo_import {number}")
    assert run("undo_import", str(number)) == f"Import {number} is undone.\n"
    assert not Term.objects.exists()
    with pytest.raises(CommandError, match=f"There is no import {number}"):
        run("undo_import", str(number))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"# Terms\n\n## A\n\nuses:\n", "line 5: “uses:” has no value"),
        (b"Queue\n\xff\xfa\n", "line 2: not UTF-8 text"),
        (b"", "no term is found in it"),
        (b"\n\n  \n", "no term is found in it"),
        (b"PK\x03\x04\0\0Queue\n", "not a text file"),
        (b"x" * 30_000, "line 1: this title has 30000 characters"),
    ],
)
def test_bad_input_is_one_clear_line_and_writes_nothing(tmp_path, content, message):
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message) as error:
        run("import_terms", str(path))
    assert "\n" not in str(error.value)
    assert not Term.objects.exists()


def test_a_missing_file_is_told():
    with pytest.raises(CommandError, match=r"nowhere\.txt: No such file"):
        run("import_terms", "nowhere.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_are_read_as_people_save_them(tmp_path, encoding):
    path = tmp_path / "notes.txt"
    path.write_bytes("Künneth: a theorem\r\nTopic: a channel\r\n".encode(encoding))
    run("import_terms", str(path))
    assert [(term.title, term.definition) for term in Term.objects.all()] == [
        ("Künneth", "a theorem"),
        ("Topic", "a channel"),
    ]


@pytest.mark.parametrize("format_name", ["md", "json"])
def test_an_export_goes_to_a_file_or_to_standard_output(tmp_path, format_name):
    make_term("SNS", "Sends notices.")
    path = tmp_path / "out"
    assert run("export_terms", format_name, "--output", str(path)) == ""
    assert run("export_terms", format_name) == path.read_text()
    assert "Sends notices." in path.read_text()
