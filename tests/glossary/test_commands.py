"""The commands, as an operator runs them."""

import json
import re
import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, execute_from_command_line
from django.core.management.base import CommandError
from django.db import connection, connections

from glossary import importer
from glossary.models import Category, Import, Term
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
        *[
            (f"# Terms\n\n## A\n\nslug: {slug}\n".encode(), f"line 3: “{re.escape(slug)}” is no slug")
            for slug in ("../x", "A B", "x' y", "%20", "a/b", "-a", "a--b", "a_b")
        ],
        (b"# Terms\n\n## A\n\nslug: " + b"x" * 300, "line 3: this slug has 300 characters"),
        (b"# Categories\n\n- A: " + b"x" * 3_000 + b"\n# Terms", "line 3: this description has 3000 characters"),
        (b"# Categories\n\n- : x\n# Terms", "line 3: a category needs a name"),
        (b"# Terms\n\n## A\n\nsource: notes " + b"x" * 300, "line 3: this source's file name has 300"),
        (b"# Terms\n\n## A\n\nsource: added - " + b"x" * 700, "line 3: this source's remark has 700"),
        (b"# Terms\n\n## A\n\nuses: B\nbecause: " + b"x" * 700, "line 3: this reason has 700"),
        ("# Terms\n\n## {}\n".format("\ufdfa" * 60).encode(), "line 3: this title is too long once its letters"),
    ],
)
def test_bad_input_is_one_clear_line_and_writes_nothing(tmp_path, content, message):
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message) as error:
        run("import_terms", str(path))
    assert "\n" not in str(error.value)
    assert not Term.objects.exists()


@pytest.mark.parametrize(
    ("category", "message"),
    [
        ("  ", "a category needs a name"),
        ("A: b", "the category “A: b” cannot hold a colon and a space"),
        ("x" * 500, "this category has 500 characters"),
    ],
)
def test_a_category_no_row_could_keep_is_one_clear_line_and_writes_nothing(category, message):
    with pytest.raises(CommandError, match=message):
        run("import_terms", AWS_NOTES, "--category", category)
    assert not (Term.objects.exists() or Category.objects.exists())


def test_a_category_is_kept_on_one_line_without_spaces_around_it():
    run("import_terms", AWS_NOTES, "--category", " Cloud \n computing ")
    assert [category.name for category in Category.objects.all()] == ["Cloud computing"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import_terms", AWS_NOTES, "--format", "nonsense"], "“nonsense” is no format to import. There are: md, "),
        (["import_terms"], "Which file?"),
        (["export_terms", "xyz"], "“xyz” is no format to export. There are: "),
        (["export_terms"], "Which format?"),
    ],
)
def test_a_wrong_format_or_no_file_is_one_line_and_the_code_of_bad_input(arguments, message, capsys):
    with pytest.raises(SystemExit) as end:
        execute_from_command_line(["manage.py", *arguments])
    assert end.value.code == 1
    assert capsys.readouterr().err.splitlines()[0].removeprefix("CommandError: ").startswith(message)


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
