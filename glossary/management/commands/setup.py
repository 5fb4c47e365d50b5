"""Brings the site's data to where the code is: tables, the starter glossary, static files."""

import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand

from glossary import edition, reach

STARTER = Path(settings.BASE_DIR, "glossary/starter/aws.md")


class Command(BaseCommand):
    help = "Make the tables, load the starter glossary into an empty site, and collect static files, where needed."

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA_DIR.mkdir(exist_ok=True)
        reach.check()
        call_command("migrate", verbosity=0, interactive=False)
        # A glossary that was emptied on purpose has an edition, and stays empty.
        if not edition.token():
            call_command("import_terms", str(STARTER), stdout=StringIO())
            self.stdout.write(f"Loaded the starter glossary from {STARTER.relative_to(settings.BASE_DIR)}.")
        if not settings.DEBUG:
            collect_static()


def collect_static() -> None:
    """Copy, name by content and compress the static files, unless they are as they were the last time."""
    record = settings.DATA_DIR / "static-files"
    now = fingerprint()
    storage: Any = staticfiles_storage
    is_collected = storage.manifest_storage.exists(storage.manifest_name)
    if is_collected and record.exists() and record.read_text() == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    record.write_text(now)


def fingerprint() -> str:
    """A digest of every static file's name, size and time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
