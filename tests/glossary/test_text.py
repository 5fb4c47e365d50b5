"""Folding, slugs, singulars, abbreviations."""

import pytest

from glossary import text


@pytest.mark.parametrize(
    ("one", "other"),
    [("Café", "CAFE"), ("  two\u00a0 words ", "Two words"), ("ﬁle", "file"), ("STRASSE", "straße")],
)
def test_case_accents_and_spacing_make_no_other_name(one, other):
    assert text.fold(one) == text.fold(other)


def test_punctuation_makes_another_name():
    assert len({text.fold(name) for name in ("C", "C++", "C#", ".NET", "NET")}) == 5


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("CI/CD", "ci-cd"),
        ("Block (storage)", "block-storage"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("Künneth", "kunneth"),
        ("日本 語", "日本-語"),
        ("++?", "plus-plus"),
        ("…", "term"),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_slug_is_made_of_the_letters_and_digits_of_any_script(title, slug):
    assert text.slugify(title) == slug


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("groups", "group"),
        ("policies", "policy"),
        ("batches", "batch"),
        ("boxes", "box"),
        ("roles", "role"),
        ("accesses", "access"),
        ("status", "status"),
        ("dns", "dns"),
        ("access", "access"),
        ("vpcs", "vpc"),
        ("analysis", "analysis"),
    ],
)
def test_a_plural_meets_its_singular(plural, one):
    assert text.singular(plural) == text.singular(one) == one


def test_what_a_database_cannot_keep_is_taken_out():
    assert text.clean("a\0\x01\x1b\x9fb\r\nc\rd \ud800 e\u0301\t") == "ab\nc\nd ? é\t"


@pytest.mark.parametrize(
    ("name", "yes"), [("SNS", True), ("CI/CD", True), ("EC2", True), ("S3", False), ("Sam", False)]
)
def test_a_name_in_capitals_is_known_as_one(name, yes):
    assert text.is_acronym(name) is yes
