"""Makes the site's secret key once, readable by its owner only: `python -m config.secret_key`.

It runs before anything is configured, so it uses nothing of Django.
"""

import os
import secrets
from pathlib import Path

KEPT_IN = Path(__file__).resolve().parent.parent / "data" / "secret-key"


def kept(place: Path = KEPT_IN) -> str:
    """The kept key, or nothing."""
    return place.read_text().strip() if place.exists() else ""


def make(place: Path = KEPT_IN) -> None:
    """Keep a new key, unless there is one."""
    if kept(place):
        return
    place.parent.mkdir(exist_ok=True)
    unfinished = place.with_suffix(f".{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_text(secrets.token_urlsafe(50) + "\n")
    unfinished.replace(place)


if __name__ == "__main__":
    make()
