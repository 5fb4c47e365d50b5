"""What keeps the code in its layers: imports go one way, templates only show, migrations match the models."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[1]
LAYERS = ["glossary", "quiz", "config"]  # each may import those before it
# Modules that take values and give values: no rows, no request, no clock, no dice of their own.
PURE = [
    "glossary/comparison.py",
    "glossary/demo.py",
    "glossary/drawing.py",
    "glossary/exchange",
    "glossary/linker.py",
    "glossary/markup.py",
    "glossary/relations.py",
    "glossary/search_words.py",
    "glossary/spelling.py",
    "glossary/text.py",
    "glossary/wording.py",
    "quiz/authoring.py",
    "quiz/charts.py",
    "quiz/composing.py",
    "quiz/grading.py",
    "quiz/kinds",
    "quiz/masking.py",
    "quiz/telling.py",
]
# Of Django they may use the classes for choices, and the mark on text that is safe.
FOR_PURE = ("django.db.models", "django.utils.safestring")
NOT_FOR_PURE = ("django.", "glossary.models", "quiz.models", "random", "secrets", "time", "os")
FILES = [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py")) if "migrations" not in path.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def imports(path: Path) -> set[str]:
    """What a file imports, by its full name: a.b for `from a import b`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively; write the whole name"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def pure_files() -> list[Path]:
    """The pure modules, found on the disk, so that a name in the list that is gone is noticed."""
    found = []
    for name in PURE:
        place = ROOT / name
        assert place.exists(), f"{name} is gone; take it off the list"
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return found


@pytest.mark.parametrize("path", FILES, ids=named(FILES))
def test_imports_go_one_way(path):
    layer = path.relative_to(ROOT).parts[0]
    above = LAYERS[LAYERS.index(layer) + 1 :]
    assert [name for name in sorted(imports(path)) if name.split(".")[0] in above] == []


def test_pure_modules_take_rows_clock_and_dice_as_arguments():
    found = {(path.name, name) for path in pure_files() for name in imports(path)}
    assert [one for one in sorted(found) if one[1].startswith(NOT_FOR_PURE) and not one[1].startswith(FOR_PURE)] == []


def test_pure_modules_read_no_clock():
    calls = re.compile(r"\b(?:datetime|date|timezone)\.(?:now|today|utcnow|localdate)\(")
    assert [path.name for path in pure_files() if calls.search(path.read_text())] == []


def test_nothing_is_marked_safe_but_in_one_place():
    marking = re.compile(r"\bmark_safe\b|\bSafeString\(|\bSafeText\b")
    elsewhere = [path for path in FILES if marking.search(path.read_text()) and path.name != "markup.py"]
    assert named(elsewhere) == []
    assert named([path for path in TEMPLATES if re.search(r"\|\s*safe\b|autoescape off", path.read_text())]) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named(TEMPLATES))
def test_a_template_has_nothing_that_the_policy_refuses(path):
    """No inline script, style or handler, and nothing that htmx would have to evaluate."""
    html = path.read_text()
    refused = [
        r"<script(?![^>]*\b(?:src|type=\"application/(?:ld\+)?json\"))",
        r"<style\b",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=",
        r"\bhx-on\b|hx-on:",
        r"(?<!data-)\bhx-[a-z]+\s*=",
        r"[\"']js:",
        r"hx-trigger=\"[^\"]*\[",
        r"javascript:",
        r"(?:src|href|action)=[\"'](?:https?:)?//",
    ]
    assert [pattern for pattern in refused if re.search(pattern, html)] == []


def test_views_do_not_filter_by_what_a_visitor_names():
    dangerous = re.compile(r"\*\*\s*(?:self\.)?request\.(?:GET|POST)|order_by\(\s*request|values(?:_list)?\(\s*request")
    assert named([path for path in FILES if dangerous.search(path.read_text())]) == []


@pytest.mark.django_db
def test_migrations_match_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
