"""Programs that a benchmark starts, and what their pages cost: time for who asks, and time of the processor."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"


def environment(**settings: str) -> dict[str, str]:
    """Nothing of a developer's own settings."""
    own = ("DEBUG", "ALLOWED_HOSTS", "CACHE_URL", "EMAIL_URL", "DATABASE_URL", "SECRET_KEY", "PORT", "PROXIES")
    kept = {name: value for name, value in os.environ.items() if name not in own}
    fixed = {"DEBUG": "0", "HTTPS": "0", "CACHE_URL": "locmemcache://", "ALLOWED_HOSTS": HOST}
    fixed["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    return kept | fixed | {"SECRET_KEY": "of no use to anybody but this measurement, and of none to them"} | settings


def run(*arguments: str, **settings: str) -> str:
    """A program's output; it ends here if it fails."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(**settings), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def cost(*arguments: str, **settings: str) -> tuple[float, float]:
    """Seconds of the processor and megabytes of memory at the most that a program took."""
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment(**settings), stdout=subprocess.DEVNULL) as program:
        _, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        sys.exit(f"{' '.join(arguments)} failed.")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return one.getsockname()[1]


class Server:
    """A site that is asked over one connection, one page after the other."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid = pid
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)

    def get(self, path: str, **headers: str) -> float:
        """Milliseconds until all of the page is there."""
        began = time.perf_counter()
        self.connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = self.connection.getresponse()
        response.read()
        taken = time.perf_counter() - began
        if response.status != 200:
            sys.exit(f"{path} answered {response.status}.")
        return taken * 1000

    def processor(self) -> float:
        """Milliseconds that the server has worked in all."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


@contextmanager
def serving(*arguments: str, port: int, **settings: str) -> Iterator[Server]:
    """A started server, which is stopped in the end."""
    command = [sys.executable, *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(**settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as program:
        try:
            _wait(program, port)
            yield Server(program.pid, port)
        finally:
            program.terminate()


def _wait(program: subprocess.Popen, port: int) -> None:
    for _ in range(600):
        with socket.socket() as one:
            if one.connect_ex((HOST, port)) == 0:
                return
        if program.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"{program.args} did not start.")
