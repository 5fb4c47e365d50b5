"""What `manage.py setup` makes of a new site, and leaves alone on one that is in use."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from glossary.models import Term


@pytest.fixture(autouse=True)
def place(settings, tmp_path: Path) -> Path:
    """A folder of its own for what setup writes, and one static file to collect."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "app.css").write_text("body { color: black }\n" * 100)
    settings.DATA_DIR = tmp_path / "data"
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.storage.Storage"}}
    return tmp_path


def setup() -> str:
    said = StringIO()
    call_command("setup", stdout=said)
    return said.getvalue()


def collected(place: Path) -> set[str]:
    return {path.name for path in (place / "collected").iterdir()}


def test_a_new_site_gets_the_starter_glossary_once(db):
    assert setup() == "Loaded the starter glossary from glossary/starter/aws.md.\n"
    terms = Term.objects.count()
    assert terms >= 160
    assert setup() == ""
    assert Term.objects.count() == terms


def test_a_glossary_that_was_begun_or_emptied_is_left_alone(db):
    Term.objects.create(title="Mine").delete()
    assert setup() == ""
    assert not Term.objects.exists()


def test_static_files_are_named_by_their_content_and_compressed(db, place):
    Term.objects.create(title="Mine")
    setup()
    names = collected(place)
    assert {"app.css", "staticfiles.json"} < names
    assert any(name.startswith("app.") and name.endswith(".css.gz") for name in names)


def test_static_files_are_collected_again_only_when_one_has_changed(db, place):
    Term.objects.create(title="Mine")
    setup()
    manifest = place / "collected/staticfiles.json"
    before = manifest.stat().st_mtime_ns
    setup()
    assert manifest.stat().st_mtime_ns == before
    (place / "source/app.css").write_text("body { color: navy }")
    setup()
    assert manifest.stat().st_mtime_ns > before


def test_static_files_that_were_thrown_away_are_collected_again(db, place):
    Term.objects.create(title="Mine")
    setup()
    (place / "collected/staticfiles.json").unlink()
    setup()
    assert "staticfiles.json" in collected(place)
