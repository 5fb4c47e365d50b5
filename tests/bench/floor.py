"""A bare Django project with one query and one small template a page: what the framework alone costs here.

`python -m tests.bench.floor FILE COUNT PORT` makes its database of COUNT rows and serves it as the site is served.
"""

import sys
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

TEMPLATES = {
    "term.html": "<!doctype html><title>{{ term.title }}</title><h1>{{ term.title }}</h1><p>{{ term.text }}</p>",
    "list.html": "<!doctype html><title>Terms</title><ul>{% for term in terms %}"
    '<li><a href="/term/{{ term.pk }}/">{{ term.title }}</a> {{ term.text|truncatechars:160 }}</li>{% endfor %}</ul>',
}
TEXT = "A thing that keeps messages in order until somebody takes them, and then forgets about them. " * 4

if __name__ == "__main__":
    settings.configure(
        SECRET_KEY="of no use to anybody but this measurement, and of none to them",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="__main__",
        PROXIES=0,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1], "CONN_MAX_AGE": 600}},
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)]},
            }
        ],
    )
    application = get_wsgi_application()

    class Term(models.Model):
        title = models.CharField(max_length=200, db_index=True)
        text = models.TextField()

        class Meta:
            app_label = "floor"

    def hello(request: HttpRequest) -> HttpResponse:
        return HttpResponse("hello")

    def term(request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "term.html", {"term": get_object_or_404(Term, pk=pk)})

    def listing(request: HttpRequest) -> HttpResponse:
        return render(request, "list.html", {"terms": Term.objects.order_by("title")[:100]})

    def suggest(request: HttpRequest) -> HttpResponse:
        start = request.GET["q"]
        found = Term.objects.filter(title__gte=start, title__lt=start + "\U0010ffff").order_by("title")[:7]
        return render(request, "list.html", {"terms": found})

    urlpatterns: list[Any] = [
        path("hello", hello),
        path("term/<int:pk>/", term),
        path("list", listing),
        path("suggest", suggest),
    ]

    def main(count: int, port: int) -> None:
        from waitress.server import create_server

        from config.serve import HOST, options

        with connection.schema_editor() as editor:
            editor.create_model(Term)
        Term.objects.bulk_create(
            (Term(title=f"{one * 7919 % count:06x} thing", text=TEXT) for one in range(count)), 999
        )
        create_server(application, host=HOST, port=port, **options()).run()

    main(int(sys.argv[2]), int(sys.argv[3]))
