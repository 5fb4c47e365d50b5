"""The real server in a process of its own: it starts, answers as it should, and stops quietly."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .test_hardening import EVERYWHERE

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def start(port: int, *command: str, **settings: str) -> subprocess.Popen[str]:
    surroundings = os.environ | {"PORT": str(port), "DJANGO_SETTINGS_MODULE": "tests.settings"} | settings
    return subprocess.Popen(
        [sys.executable, *(command or ("-m", "config.serve"))],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("served") / "site.sqlite3"


@pytest.fixture(scope="module")
def served(database: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    settings = {"DATABASE_URL": f"sqlite:///{database}"}
    assert start(port, "manage.py", "migrate", "--verbosity=0", **settings).wait() == 0
    site = start(port, **settings)
    assert site.stdout
    said = site.stdout.readline()
    assert said == f"Termwise is at http://127.0.0.1:{port}/ (an editor's account: make admin)\n"
    yield port, site
    site.kill()
    site.communicate()


def ask(
    port: int, method: str = "GET", path: str = "/robots.txt", headers: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


def test_it_does_not_tell_what_it_runs_on(served):
    answer = ask(served[0])
    assert answer.status == 200
    assert answer.getheader("Server") is None


def test_forged_proxy_headers_change_nothing(served):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    answer = ask(served[0], path="/accounts/email/", headers=forged)
    assert answer.status == 302
    assert answer.getheader("Location") == "/accounts/login/?next=/accounts/email/"


def all_that_is_sent(port: int, *requests: str) -> bytes:
    """Everything that comes back on one connection, until the server closes it."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall("".join(requests).encode())
        return b"".join(iter(lambda: connection.recv(2**16), b""))


@pytest.mark.parametrize(
    "path", ["/", "/robots.txt", "/no/such/page/", "/terms", "/accounts/login/", "/static/favicon.svg"]
)
def test_an_answer_to_head_is_its_headers_and_the_next_answer_follows(served, path):
    host = f"Host: 127.0.0.1:{served[0]}"
    asked = [f"HEAD {path} HTTP/1.1\r\n{host}\r\n\r\n"]
    asked.append(f"GET /robots.txt HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n")
    headers, following = all_that_is_sent(served[0], *asked).split(b"\r\n\r\n", 1)
    whole = ask(served[0], path=path)
    assert f"Content-Length: {len(whole.body)}\r\n".encode() in headers + b"\r\n"  # type: ignore[attr-defined]
    assert following.startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("path", ["/export/json", "/export/md", "/export/ttl"])
def test_an_answer_to_head_for_a_download_is_its_headers(served, path):
    sent = all_that_is_sent(served[0], f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert sent.split(b"\r\n\r\n")[1:] == [b""]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("NONSENSE\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n", 413),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
    ],
)
def test_what_is_no_request_is_refused_with_the_headers_of_every_answer(served, asked, status):
    headers = all_that_is_sent(served[0], asked).split(b"\r\n\r\n")[0].decode()
    assert headers.split()[1] == str(status)
    assert {line.split(": ")[0] for line in headers.split("\r\n")} >= EVERYWHERE


def proposal(name: str) -> bytes:
    """A form that writes a row, as a browser sends it."""
    key = "k" * 32
    form = f"csrfmiddlewaretoken={key}&q={name}"
    headers = f"Host: localhost\r\nCookie: csrf={key}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    return f"POST /search/propose/ HTTP/1.1\r\n{headers}Content-Length: {len(form)}\r\n\r\n{form}".encode()


def test_any_number_of_writers_that_wait_leave_readers_a_thread(served, database):
    with sqlite3.connect(database, isolation_level=None) as writing:
        writing.execute("BEGIN IMMEDIATE")
        waiting = [socket.create_connection(("127.0.0.1", served[0]), timeout=20) for _ in range(12)]
        for number, one in enumerate(waiting):
            one.sendall(proposal(f"zebra{number}"))
        time.sleep(0.5)
        began = time.monotonic()
        assert ask(served[0]).status == 200
        assert time.monotonic() - began < 2
        writing.execute("ROLLBACK")
    assert [one.recv(12) for one in waiting] == [b"HTTP/1.1 302"] * 12
    for one in waiting:
        one.close()


def test_trace_is_refused_and_echoes_nothing(served):
    answer = ask(served[0], "TRACE", headers={"Cookie": "session=secret"})
    assert answer.status == 405
    assert b"secret" not in answer.body  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/.git/config", "/data/secret-key", "/../data/secret-key", "/static/../manage.py"])
def test_files_beside_the_site_are_out_of_reach(served, path):
    assert ask(served[0], path=path).status == 404


def test_many_slow_clients_hold_nobody_up(served):
    port = served[0]
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(100)]
    for client in slow:
        client.sendall(b"POST /robots.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx")
    began = time.monotonic()
    assert [ask(port).status for _ in range(5)] == [200] * 5
    assert time.monotonic() - began < 2
    for client in slow:
        client.close()


def test_a_taken_port_is_told_in_a_sentence(served, database):
    second = start(served[0], DATABASE_URL=f"sqlite:///{database}")
    said, complaint = second.communicate(timeout=20)
    assert (second.returncode, said) == (1, "")
    assert complaint == (
        f"Port {served[0]} is taken by another program. Stop that one, or choose another: PORT=8001 make run\n"
    )


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_quietly(database, sign):
    site = start(free_port(), DATABASE_URL=f"sqlite:///{database}")
    assert site.stdout
    site.stdout.readline()
    site.send_signal(sign)
    assert site.communicate(timeout=10) == ("", "")
    assert site.returncode == 0
