"""A view in, the same view with a limit on how often one visitor may call it out."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]


def throttle(name: str, most: int, per: int) -> Callable[[View], View]:
    """Let a visitor call the view `most` times in each stretch of `per` seconds; after that it is a 429."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            stretch, elapsed = divmod(int(time.time()), per)
            key = f"throttle:{name}:{quote(visitor(request))}:{stretch}"
            if count_up(key, per) > most:
                return too_many(request, per - elapsed)
            return view(request, *args, **kwargs)

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


def count_up(key: str, per: int) -> int:
    cache.add(key, 0, per)
    try:
        return int(cache.incr(key))
    except ValueError:  # dropped by a full cache in between
        return 1


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    page = {"status": 429, "heading": "That was a lot at once", "advice": f"Please try again in {wait} seconds."}
    response = render(request, "error.html", page, status=429)
    response.headers["Retry-After"] = str(wait)
    return response
