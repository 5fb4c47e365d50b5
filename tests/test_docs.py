"""What the documents say about commands, settings and files is so."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
README = (ROOT / "README.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()


def settings_read() -> set[str]:
    """The names of all settings that the code asks the environment for."""
    asking = r"\b(?:switch|whole_number|key|hosts|database|cache|email|given)\(\s*\"([A-Z_]+)\""
    return set(re.findall(asking, (ROOT / "config/settings.py").read_text()))


def test_the_readme_has_every_setting_and_no_other():
    table = README.split("## Settings")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.M)) == settings_read()


def test_the_example_has_every_setting_and_no_other():
    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^# ([A-Z_]+)=", example, re.M)) == settings_read()


def test_the_example_sets_nothing_by_itself():
    lines = (ROOT / ".env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


def test_the_readme_has_every_command_and_no_other():
    table = README.split("## Commands")[1].split("\n## ")[0]
    targets = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.M)) - {"help"}
    assert set(re.findall(r"^\| `make ([a-z]+)`", table, re.M)) == targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_a_document_names_exists(document):
    text = (ROOT / document).read_text()
    made = set(re.findall(r"\bmake ([a-z]+)(?=[`\s]*(?:$|`|\s+#))", text, re.M))
    assert made <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))
    for command in re.findall(r"manage\.py ([a-z_]+)", text):
        places = [*ROOT.glob(f"*/management/commands/{command}.py"), *([True] if command == "check" else [])]
        assert places, f"manage.py {command}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_a_document_points_to_is_there(document):
    text = (ROOT / document).read_text()
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]
    named = [name.rstrip("/") for name in re.findall(r"`([\w./-]+(?:/|\.(?:py|md|txt|lock)))`", text)]
    missing = [name for name in {*links, *named} - {"data"} if not (ROOT / name).exists()]
    assert missing == []


def test_the_version_is_the_changelogs_newest():
    newest = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert newest
    assert f'VERSION = "{newest[1]}"' in (ROOT / "config/settings.py").read_text()


def test_the_locked_versions_are_those_asked_for():
    asked = re.findall(r"^([\w-]+)(?:\[\w+\])?==(\S+)", (ROOT / "requirements.txt").read_text(), re.M)
    locked = dict(re.findall(r"^([\w-]+)==(\S+) \\$", (ROOT / "requirements.lock").read_text(), re.M))
    assert [(name, version) for name, version in asked if locked.get(name.lower()) != version] == []
