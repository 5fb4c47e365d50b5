"""Measures within one process, on the glossary that DATABASE_URL names; prints what it found as JSON.

`python -m tests.bench.inside linking` or `... search COUNT`.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from random import Random
from typing import Any

import django

TRIES = 3  # of which the quickest counts: the machine has other things to do


def main() -> None:
    django.setup()
    measure = {"linking": linking, "search": search}[sys.argv[1]]
    print(json.dumps(measure(*sys.argv[2:])))


def quickest(call: Callable[[], Any], tries: int = TRIES) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(tries):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return min(taken) * 1000


def share(values: list[float], part: float) -> float:
    """The value that this part of all values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def linking() -> dict[str, float]:
    from glossary import rendering
    from glossary.models import Term

    build = quickest(rendering._index)
    linker = rendering.linker()
    texts = list(Term.objects.defined().order_by("-pk").values_list("definition", flat=True)[:300])
    words = " ".join(texts).split()
    long = " ".join((words * (500 // len(words) + 1))[:500])
    gc.disable()
    return {
        "build": build,
        "definition": quickest(lambda: [linker.find(text) for text in texts], 9) / len(texts) * 1000,
        "500 words": quickest(lambda: linker.find(long), 30) * 1000,
    }


def search(count: str) -> dict[str, list[float]]:
    """The median and the 99th percentile for each kind of query."""
    from glossary import search as searching
    from glossary.models import Term

    dice = Random(7)
    rows = list(Term.objects.defined().order_by("pk").values_list("title", "definition")[: 50 * int(count)])
    chosen = dice.sample(rows, min(len(rows), int(count)))
    queries = {
        "1-2 letters": [title[: dice.randint(1, 2)] for title, _ in chosen],
        "3-6 letters": [title[: dice.randint(3, 6)] for title, _ in chosen],
        "a whole name": [title for title, _ in chosen],
        "a word of a text": [dice.choice([word for word in text.split() if len(word) > 4]) for _, text in chosen],
        "two words of a text": [" ".join(dice.sample(text.split(), 2)) for _, text in chosen],
        "a misspelling": [title[:2] + title[3:4] + title[2:3] + title[4:] for title, _ in chosen],
    }
    searching.search("warm up")
    found = {}
    for kind, some in queries.items():
        taken = [quickest(lambda query=query: searching.search(query, 7)) for query in some]
        found[kind] = [share(taken, 0.5), share(taken, 0.99)]
    return found


if __name__ == "__main__":
    main()
