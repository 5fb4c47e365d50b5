"""The real server in a process of its own: it starts, answers as it should, and stops quietly."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def start(port: int) -> subprocess.Popen[str]:
    surroundings = os.environ | {"PORT": str(port), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "config.serve"]
    return subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    site = start(port)
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


def test_a_taken_port_is_told_in_a_sentence(served):
    second = start(served[0])
    said, complaint = second.communicate(timeout=20)
    assert (second.returncode, said) == (1, "")
    assert complaint == (
        f"Port {served[0]} is taken by another program. Stop that one, or choose another: PORT=8001 make run\n"
    )


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_quietly(sign):
    site = start(free_port())
    assert site.stdout
    site.stdout.readline()
    site.send_signal(sign)
    assert site.communicate(timeout=10) == ("", "")
    assert site.returncode == 0
