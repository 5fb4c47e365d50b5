"""The files a browser is given: those of others unchanged, all of them from here, no code or style in a page."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OWN = [*sorted((ROOT / "static/css").glob("*.css")), *sorted((ROOT / "static/js").glob("*.js")), *TEMPLATES]


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_files_of_others_are_as_they_were_published():
    manifest = json.loads((VENDOR / "VENDOR.json").read_text())
    present = {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in manifest}
    assert present == {name: entry["sha256"] for name, entry in manifest.items()}


def test_every_file_of_others_is_named_with_its_licence():
    manifest = json.loads((VENDOR / "VENDOR.json").read_text())
    unnamed = {path.name for path in VENDOR.iterdir()} - set(manifest) - {"VENDOR.json", "LICENSES.md"}
    notices = (VENDOR / "LICENSES.md").read_text()
    assert unnamed == set()
    assert all(f"## {entry['package']} {entry['version']}\n" in notices for entry in manifest.values())


def test_versions_are_those_of_the_lock_file():
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    manifest = json.loads((VENDOR / "VENDOR.json").read_text())
    assert {entry["package"]: entry["version"] for entry in manifest.values()} == {
        name.removeprefix("node_modules/"): package["version"] for name, package in packages.items() if name
    }


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
@pytest.mark.parametrize(
    "forbidden",
    [
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")",
        r"<style",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=",
        r"hx-on",
        r"(?:hx-vals|hx-headers)\s*=\s*['\"]js:",
        r"javascript:",
        r"\shx-",
    ],
)
def test_no_page_holds_code_or_style(path: Path, forbidden: str):
    assert re.findall(forbidden, path.read_text()) == []


@pytest.mark.parametrize("path", OWN, ids=names(OWN))
def test_nothing_is_loaded_from_elsewhere(path: Path):
    loads = re.findall(r"(?:src=|href=|url\(|@import|import |fetch\()\s*[\"']?(https?:|//)", path.read_text())
    assert loads == []


def test_every_icon_that_is_used_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/icons.svg").read_text()))
    used = {name for path in TEMPLATES for name in re.findall(r"icons\.svg' %}#([\w-]+)", path.read_text())}
    assert used - sprite == set()
