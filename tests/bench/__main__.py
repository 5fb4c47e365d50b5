"""The benchmark: `make bench`, or `make bench QUICK=1` for a small one. Prints tables in Markdown.

Pages are measured side by side with those of a bare Django project, turn and turn about in one run, so that
what else the machine does hits both; the ratios are what counts.
"""

import json
import os
import socket
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from random import Random

from tests.bench.servers import Server, cost, free_port, run, serving

QUICK = os.environ.get("QUICK", "") not in ("", "0")
SIZES = (40, 120) if QUICK else (160, 10_000, 100_000)
MIDDLE, LARGEST = SIZES[-2], SIZES[-1]
ROUNDS = 2 if QUICK else 40
EACH = 5  # requests in a row
QUERIES = 5 if QUICK else 200
SESSION = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
user = User.objects.create_user("reader")
session = SessionStore()
backend = "allauth.account.auth_backends.AuthenticationBackend"
session.update({SESSION_KEY: user.pk, BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: user.get_session_auth_hash()})
session.save()
print(session.session_key)
"""
SLUGS = "from glossary.models import Term; print(*Term.objects.order_by('pk').values_list('slug', flat=True)[:5000])"
DICE = Random(11)


@dataclass
class Page:
    """A page that is asked for again and again, and what it cost."""

    name: str
    server: Server
    ask: Callable[[], dict[str, str]]
    taken: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    def turn(self) -> None:
        before = self.server.processor()
        self.taken += [self.server.get(**self.ask()) for _ in range(EACH)]
        self.worked.append((self.server.processor() - before) / EACH)

    @property
    def median(self) -> float:
        return statistics.median(self.taken)

    @property
    def work(self) -> float:
        return statistics.median(self.worked)


def main() -> None:
    began = os.times().elapsed
    with tempfile.TemporaryDirectory(prefix="termwise-bench-") as folder, ExitStack() as stack:
        os.environ["BENCH_STATIC"] = f"{folder}/static"
        databases = {("SQLite", size): f"sqlite:///{folder}/{size}.sqlite3" for size in SIZES}
        if server := postgresql():
            for size in SIZES:
                databases["PostgreSQL", size] = stack.enter_context(made(server, size))
        for (kind, size), url in databases.items():
            tell(f"Making {size:,} terms on {kind} ...")
            run("manage.py", "migrate", "-v0", DATABASE_URL=url)
            seconds, _ = cost("manage.py", "seed_demo", "--terms", str(size), DATABASE_URL=url)
            tell(f"  {seconds:.0f} s of the processor")
        run("manage.py", "collectstatic", "-v0", "--no-input", DATABASE_URL=databases["SQLite", SIZES[0]])
        print(f"# Benchmark\n\n{'A quick run: figures mean little.' if QUICK else machine()}\n")
        pages(databases, folder)
        linking(databases)
        search(databases)
        export(databases)
    tell(f"Done in {os.times().elapsed - began:.0f} s.")


def tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().split("\n")
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return (
        f"{len(names)} x {names[0] if names else 'processor'}, Python {sys.version.split()[0]}, "
        f"load {os.getloadavg()[0]:.1f} when the measuring began. Times are medians, in milliseconds unless another "
        "unit is given."
    )


def table(*rows: tuple[str, ...]) -> None:
    print("| " + " | ".join(rows[0]) + " |\n|" + "---|" * len(rows[0]))
    for row in rows[1:]:
        print("| " + " | ".join(row) + " |")
    print()


def stands(value: float, must: float, good: float) -> str:
    """Where a value stands between two goals; with the good one below the other, less is better."""
    least = good > must
    if value >= good if least else value <= good:
        return "good"
    return "met" if (value >= must if least else value <= must) else "**missed**"


# ---- PostgreSQL


def postgresql() -> str:
    """Where PostgreSQL is, if it is there."""
    address = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
    if QUICK or not find_spec("psycopg"):
        return ""
    host, _, port = address.rpartition("@")[2].partition(":")
    with socket.socket() as one:
        one.settimeout(1)
        return "" if one.connect_ex((host, int(port or 5432))) else address


@contextmanager
def made(server: str, size: int) -> Iterator[str]:
    """A database of its own, which is gone afterwards."""
    import psycopg

    name = f"termwise_bench_{os.getpid()}_{size}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# ---- pages over HTTP


def pages(databases: dict[tuple[str, int], str], folder: str) -> None:
    tell("Pages ...")
    with ExitStack() as stack:
        port = free_port()
        arguments = ("-m", "tests.bench.floor", f"{folder}/floor.sqlite3", str(MIDDLE), str(port))
        floor = stack.enter_context(serving(*arguments, port=port))
        sites = {size: stack.enter_context(site(databases["SQLite", size])) for size in SIZES}
        slugs = {
            size: run("manage.py", "shell", "-v0", "-c", SLUGS, DATABASE_URL=databases["SQLite", size]).split()
            for size in SIZES
        }
        key = run("manage.py", "shell", "-v0", "-c", SESSION, DATABASE_URL=databases["SQLite", MIDDLE]).strip()
        measured = {page.name: page for page in chosen(floor, sites, slugs, key)}
        for page in measured.values():
            page.server.get(**page.ask())
        for _ in range(ROUNDS):
            turns = list(measured.values())
            DICE.shuffle(turns)
            for page in turns:
                page.turn()
    report(measured)


@contextmanager
def site(url: str) -> Iterator[Server]:
    port = free_port()
    # A proxy's word is taken, so that searches can come from many visitors, as they do.
    with serving("-m", "config.serve", port=port, DATABASE_URL=url, PORT=str(port), PROXIES="1") as server:
        yield server


def chosen(floor: Server, sites: dict[int, Server], slugs: dict[int, list[str]], key: str) -> Iterator[Page]:
    yield Page("floor hello", floor, lambda: {"path": "/hello"})
    yield Page("floor term", floor, lambda: {"path": f"/term/{DICE.randint(1, MIDDLE)}/"})
    yield Page("floor list", floor, lambda: {"path": "/list"})
    yield Page("floor suggest", floor, lambda: {"path": f"/suggest?q={DICE.randrange(16**4):04x}"})
    for size, server in sites.items():
        yield from _pages(size, server, slugs[size])
    reader = {"path": f"/terms/{slugs[MIDDLE][0]}/", "X_Forwarded_Proto": "http", "Cookie": f"session={key}"}
    yield Page("term signed in", sites[MIDDLE], lambda: reader)


def _pages(size: int, server: Server, slugs: list[str]) -> Iterator[Page]:
    anybody = {"X_Forwarded_Proto": "http"}
    last = max(1, size // 100)
    asked = count()

    def anew(path: str) -> dict[str, str]:
        """A page that was never asked for by this address, and so has to be made."""
        return {"path": f"{path}{'&' if '?' in path else '?'}x={next(asked)}"} | anybody

    def typed() -> dict[str, str]:
        visitor = ".".join(str(DICE.randint(1, 250)) for _ in range(4))
        return {
            "path": f"/search/?q={DICE.choice(slugs)[: DICE.randint(1, 6)]}",
            "HX_Request": "true",
            "X_Forwarded_For": visitor,
        } | anybody

    yield Page(f"term made {size}", server, lambda: anew(f"/terms/{DICE.choice(slugs)}/"))
    yield Page(f"list made {size}", server, lambda: anew(f"/terms/?page={DICE.randint(1, last)}"))
    yield Page(f"term kept {size}", server, lambda: {"path": f"/terms/{slugs[0]}/"} | anybody)
    yield Page(f"list kept {size}", server, lambda: {"path": "/terms/"} | anybody)
    yield Page(f"typed {size}", server, typed)


COMPARED = [  # a page, what it is compared with, and the least requests a second beside that
    ("term made", MIDDLE, "floor term", 0.33, 0.6),
    ("term kept", MIDDLE, "floor hello", 0.3, 0.6),
    ("term signed in", 0, "floor term", 0.33, 0.6),
    ("term made", LARGEST, f"term made {SIZES[0]}", 0.7, 0.9),
    ("list made", MIDDLE, "floor list", 0.33, 0.8),
    ("list kept", MIDDLE, "floor list", 0.8, 1.5),
    ("list made", LARGEST, f"list made {MIDDLE}", 0.7, 0.9),
    ("typed", LARGEST, "floor suggest", 0.5, 0.83),
    ("typed", LARGEST, f"typed {SIZES[0]}", 0.7, 0.8),
]


def report(found: dict[str, Page]) -> None:
    print("## Pages, beside a bare Django project on the same server\n")
    print("A page is made when it is first asked for, and kept; for who is signed in, their own parts are put in.")
    print("Work is that of the processor.\n")
    rows = [("page", "time", "work", "beside", "its time", "requests/s", "work", "must", "good", "stands")]
    for name, size, beside, must, good in COMPARED:
        one, other = found[f"{name} {size or ''}".strip()], found[beside]
        ratio = other.median / one.median
        figures = (f"{one.median:.2f}", f"{one.work:.2f}", beside, f"{other.median:.2f}", f"{ratio:.2f}x")
        goals = (f"{one.work / other.work:.1f}x", f"{must}x", f"{good}x", stands(ratio, must, good))
        rows.append((one.name, *figures, *goals))
    table(*rows)
    late = statistics.quantiles(found[f"typed {LARGEST}"].taken, n=20)[-1]
    row = (found[f"list made {MIDDLE}"].work - 3) * 1000 / min(100, MIDDLE)
    table(
        ("goal", "figure", "must", "good", "stands"),
        (f"typed {LARGEST}, the slowest twentieth, ms", f"{late:.1f}", "10", "5", stands(late, 10, 5)),
        (f"list made {MIDDLE}, µs of work a row beyond 3 ms", f"{row:.1f}", "20", "8", stands(row, 20, 8)),
    )


# ---- within a process


def inside(url: str, *arguments: str) -> dict:
    return json.loads(run("-m", "tests.bench.inside", *arguments, DATABASE_URL=url))


def linking(databases: dict[tuple[str, int], str]) -> None:
    tell("Linking ...")
    found = {size: inside(databases["SQLite", size], "linking") for size in SIZES}
    print("## Finding the mentions in a text\n")
    rows = [("terms", "a definition, µs", "a text of 500 words, µs", "making the index after a name changed, ms")]
    rows += [(f"{n:,}", *(f"{found[n][key]:,.0f}" for key in ("definition", "500 words", "build"))) for n in SIZES]
    table(*rows)
    definition = found[MIDDLE]["definition"]
    slower = found[LARGEST]["500 words"] / found[SIZES[0]]["500 words"]
    table(
        ("goal", "figure", "must", "good", "stands"),
        (f"a definition among {MIDDLE:,} terms, µs", f"{definition:.0f}", "70", "20", stands(definition, 70, 20)),
        (f"500 words among {LARGEST:,} beside {SIZES[0]}", f"{slower:.2f}x", "2x", "1.3x", stands(slower, 2, 1.3)),
    )


def search(databases: dict[tuple[str, int], str]) -> None:
    print("## Search, within a process\n")
    rows = [("query", "terms", "database", "p50", "p99")]
    for (kind, size), url in databases.items():
        tell(f"Search, {size:,} terms on {kind} ...")
        for query, (half, most) in inside(url, "search", str(QUERIES)).items():
            rows.append((query, f"{size:,}", kind, f"{half:.2f}", f"{most:.2f}"))
    table(rows[0], *sorted(rows[1:], key=lambda row: row[0]))


def export(databases: dict[tuple[str, int], str]) -> None:
    print(f"## Export of {LARGEST:,} terms\n")
    print(f"Work is in seconds. Memory counts at its most; beyond means more than an export of {SIZES[0]} terms.\n")
    rows = [("format", "work", "memory, MB", "beyond, MB", "must", "good", "stands")]
    for name in ("json", "md"):
        tell(f"Export as {name} ...")
        command = ("manage.py", "export_terms", name, "--output", os.devnull)
        _, least = cost(*command, DATABASE_URL=databases["SQLite", SIZES[0]])
        seconds, most = cost(*command, DATABASE_URL=databases["SQLite", LARGEST])
        grown = most - least
        rows.append((name, f"{seconds:.1f}", f"{most:.0f}", f"{grown:.0f}", "150", "60", stands(grown, 150, 60)))
    table(*rows)


if __name__ == "__main__":
    main()
