"""The whole glossary in a format, as an open file: made once for each state of the glossary, and kept on disk.

One visitor at a time has a file made, in whatever process; it takes seconds for every ten thousand terms.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from glossary import caching, edition

KEPT = 16  # files; the site's address is in some, and one site may have several
WAIT = 2  # seconds that others wait for whoever has one made
POLL = 0.05


class Busy(Exception):
    """Somebody else is having a file made."""


def opened(format: str, base: str, make: Callable[[], Iterator[str]]) -> BinaryIO:
    """The file, kept or new; base is empty for a format that doesn't tell where the site is. May raise Busy."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    found = _kept(_place(format, base))
    if found:
        return found
    with _turn():
        place = _place(format, base)  # while we waited, the glossary may have changed
        return _kept(place) or _made(place, format, base, make)


def folder() -> Path:
    return Path(settings.EXPORTS_DIR)


def _place(format: str, base: str) -> Path:
    return folder() / f"{_state()}-{_digest(base)}.{format}"


def _state() -> str:
    return _digest(f"{edition.token()} {caching.build()}")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _kept(place: Path) -> BinaryIO | None:
    try:
        return place.open("rb")
    except FileNotFoundError:
        return None


@contextmanager
def _turn() -> Iterator[None]:
    """The lock is on an open file, so it ends with its process, however that ends."""
    with (folder() / "lock").open("a") as lock:
        patience = time.monotonic() + WAIT
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > patience:
                    raise Busy from None
                time.sleep(POLL)
        yield


def _made(place: Path, format: str, base: str, make: Callable[[], Iterator[str]]) -> BinaryIO:
    making = folder() / "making"  # one at a time, so what a crash left is written over
    with making.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(make())
        file.flush()
        os.fsync(file.fileno())  # or a power cut could leave the name without the content
    found = making.open("rb")
    if _place(format, base) == place:
        making.rename(place)
    else:  # the glossary changed meanwhile: good enough to be sent, not to be kept
        making.unlink()
    _remove_old()
    return found


def _remove_old() -> None:
    """Leave the newest files of the present state; whoever reads one that goes can read it to the end."""
    state = _state()
    files = sorted(folder().glob("*-*.*"), key=lambda file: file.stat().st_mtime, reverse=True)
    for number, file in enumerate(files):
        if number >= KEPT or not file.name.startswith(state):
            file.unlink(missing_ok=True)
