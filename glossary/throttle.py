"""A view in, the same view with a limit on how often one visitor may call it out."""

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., Any]  # whatever sort of answer

clock = time.time


def throttle(name: str, most: int, per: int, refuse: View | None = None) -> Callable[[View], View]:
    """Let a visitor call the view `most` times in any `per` seconds; after that it is a 429.

    A view of its own may make the answer, given the request and the seconds to wait.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = f"throttle:{name}:{quote(visitor(request))}"
            wait = admit(key, most, per, clock())
            return (refuse or too_many)(request, wait) if wait else view(request, *args, **kwargs)

        return limited

    return decorate


def visitor(request: HttpRequest) -> str:
    """The account, or else the address, taken from the proxies only as far as they are ours."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.PROXIES <= len(hops):
        return hops[-settings.PROXIES].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def admit(key: str, most: int, per: int, now: float) -> int:
    """0 for a call that has room, which is then counted; or else the seconds until there is room.

    The last `per` seconds cover this stretch of the clock and the end of the one before. Calls are counted by
    stretch and taken as spread evenly over it, so that two numbers stand for the time of every call.
    """
    stretch, elapsed = divmod(now, per)
    here, previous = f"{key}:{stretch:.0f}", f"{key}:{stretch - 1:.0f}"
    left = per - elapsed
    before, count = cache.get(previous, 0), count_up(here, 2 * per)
    if before * left / per + count <= most:
        return 0
    count_down(here)
    if count > most:  # full by itself: the next stretch has room when the first call of this one is out of sight
        return math.ceil(left + per / most)
    return math.ceil(left - (most - count) * per / before)


def count_up(key: str, kept: int) -> int:
    cache.add(key, 0, kept)
    try:
        return int(cache.incr(key))
    except ValueError:  # dropped by a full cache in between
        return 1


def count_down(key: str) -> None:
    try:
        cache.decr(key)
    except ValueError:  # dropped as well: nothing is counted any more
        return


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    page = {"status": 429, "heading": "That was a lot at once", "advice": f"Please try again in {wait} seconds."}
    response = render(request, "error.html", page, status=429)
    response.headers["Retry-After"] = str(wait)
    return response
