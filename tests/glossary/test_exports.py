"""The whole glossary as a kept file: made once, by one at a time, whole or not at all."""

import json
import threading
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary import downloads, exports
from glossary.models import Term
from tests.glossary.factories import make_term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.EXPORTS_DIR = tmp_path / "exports"
    return settings.EXPORTS_DIR


def titles(client):
    return [term["title"] for term in json.loads(client.get("/export/json").getvalue())["terms"]]


def kept(place: Path):
    return sorted(file.suffix for file in place.glob("*.*"))


def test_a_file_is_made_once_and_again_after_a_change(client, place):
    make_term("Alpha")
    assert titles(client) == ["Alpha"]
    with CaptureQueriesContext(connection) as captured:
        assert titles(client) == ["Alpha"]
    assert len(captured) <= 2
    make_term("Beta")
    assert titles(client) == ["Alpha", "Beta"]
    assert kept(place) == [".json"]


def test_it_is_a_download_of_a_known_length(client):
    make_term("Alpha")
    response = client.get("/export/md")
    assert response["Content-Disposition"] == 'attachment; filename="glossary.md"'
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert int(response["Content-Length"]) == len(response.getvalue())


def test_a_file_that_tells_where_the_site_is_is_made_for_each_address(client, place):
    for format in ("ttl", "json"):
        for host in ("localhost", "127.0.0.1", "localhost"):
            assert client.get(f"/export/{format}", headers={"Host": host}).getvalue()
    assert kept(place) == [".json", ".ttl", ".ttl"]
    assert b"<http://127.0.0.1/terms/>" in client.get("/export/ttl", headers={"Host": "127.0.0.1"}).getvalue()


def test_no_more_than_so_many_files_are_kept(client, place, monkeypatch):
    monkeypatch.setattr(exports, "KEPT", 2)
    for format in ("md", "json", "ttl"):
        client.get(f"/export/{format}").getvalue()
    assert kept(place) == [".json", ".ttl"]


def test_a_file_that_breaks_off_is_not_kept(place):
    def broken():
        yield "half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        exports.opened("md", "", broken)
    assert kept(place) == []
    with exports.opened("md", "", lambda: iter(["whole"])) as file:
        assert file.read() == b"whole"


def test_what_changed_while_it_was_written_is_sent_and_not_kept(place):
    def changing():
        yield "one"
        make_term("Alpha")

    with exports.opened("md", "", changing) as file:
        assert file.read() == b"one"
    assert kept(place) == []


def test_who_asks_while_a_file_is_made_is_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(exports, "WAIT", 0.1)
    exports.folder().mkdir()
    with exports._turn():
        response = client.get("/export/json")
    assert (response.status_code, response["Retry-After"], "ETag" in response) == (503, "15", False)
    assert "Please try again in 15 seconds." in response.content.decode()
    assert client.get("/export/json").status_code == 200


def test_who_waits_for_a_file_gets_the_one_that_was_made_meanwhile(place, monkeypatch):
    started, may_end = threading.Event(), threading.Event()

    def slow():
        started.set()
        may_end.wait(5)
        yield "made once"

    def take(make):
        with exports.opened("md", "", make) as file:
            found.append(file.read())

    monkeypatch.setattr(exports, "_state", lambda: "state")  # a thread of a test sees an empty database
    found = []
    first = threading.Thread(target=take, args=[slow])
    first.start()
    started.wait(5)
    threading.Timer(0.2, may_end.set).start()
    take(lambda: iter(["made twice"]))
    first.join()
    assert found == [b"made once", b"made once"]


@pytest.mark.usefixtures("stopped_clock")
def test_a_visitor_takes_so_many_files_and_no_more(client):
    for _ in range(20):
        client.get("/export/md").getvalue()
    response = client.get("/export/md")
    assert (response.status_code, "Retry-After" in response) == (429, True)
    assert client.get("/terms/").status_code == 200


@pytest.mark.usefixtures("stopped_clock")
def test_an_unchanged_file_counts_as_none(client):
    tag = client.get("/export/md")["ETag"]
    for _ in range(30):
        assert client.get("/export/md", headers={"If-None-Match": tag}).status_code == 304


def test_every_format_is_served_from_its_file(client, place):
    make_term("Alpha")
    for format, write in downloads.FORMATS.items():
        assert client.get(f"/export/{format}").getvalue().decode() == "".join(write("http://testserver/"))
    assert kept(place) == sorted(f".{format}" for format in downloads.FORMATS)
    assert Term.objects.count() == 1
