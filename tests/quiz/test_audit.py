"""The audit: questions over the whole glossary, with their guards, told as text or as data."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def audit(*options):
    out = StringIO()
    call_command("audit_questions", *options, stdout=out)
    return out.getvalue()


def test_the_same_seed_gives_the_same_questions(shelf):
    assert audit("--count", "10", "--seed", "4", "--json") == audit("--count", "10", "--seed", "4", "--json")


def test_every_question_comes_with_options_key_guards_and_reasons(shelf):
    found = json.loads(audit("--count", "30", "--json"))
    assert len(found["questions"]) == sum(found["totals"].values()) == 30
    for question in found["questions"]:
        assert {"kind", "term", "stem", "options", "key", "guards", "must_not_say"} <= question.keys()
        assert all(option["reason"] for option in question["options"])
        if question["kind"] in ("term", "definition"):
            assert [number for number, one in enumerate(question["options"], 1) if one["is_key"]] == question["key"]
    assert all(count > 0 for count in found["refusals"].values())


def test_an_empty_glossary_is_told_honestly():
    assert "No question can be asked" in audit()


def test_as_text_the_right_option_is_marked(shelf):
    assert "   *" in audit("--count", "5")
