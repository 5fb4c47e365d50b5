"""Wrong settings stop the start with a sentence that says what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

ROOT = Path(__file__).parents[2]
GOOD_KEY = "0123456789" * 5


def start(*command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A command of the site in a process of its own, with these settings."""
    surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"} | settings
    surroundings.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # for the tests in the browser only
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=surroundings, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "maybe", "DEBUG=maybe is neither on nor off. Set DEBUG to 1 or 0."),
        ("PORT", "abc", "PORT=abc should be a whole number from 1 to 65535."),
        ("DATABASE_URL", "nonsense", "DATABASE_URL is not an address Termwise can use."),
        ("ALLOWED_HOSTS", "https://terms.example.org", "ALLOWED_HOSTS=https://terms.example.org should be bare host"),
    ],
)
def test_a_wrong_setting_stops_every_command_with_a_sentence(name, value, sentence):
    stopped = start("manage.py", "check", **{name: value})
    assert stopped.returncode == 1
    assert stopped.stderr.startswith(f"Termwise cannot start: {sentence}")
    assert len(stopped.stderr.splitlines()) == 1


def test_a_wrong_setting_stops_the_server_with_a_sentence():
    stopped = start("-m", "config.serve", PORT="0")
    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert stopped.stderr == "Termwise cannot start: PORT=0 should be a whole number from 1 to 65535.\n"


@pytest.mark.parametrize("command", [["manage.py", "setup"], ["-m", "config.serve"]])
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "DATABASE_URL",
            "postgres://nobody:secret@127.0.0.1:1/termwise",
            "the database of DATABASE_URL cannot be reached",
        ),
        (
            "DATABASE_URL",
            "sqlite:////nowhere/at/all.sqlite3",
            "DATABASE_URL names the folder /nowhere/at, which is not",
        ),
        (
            "DATABASE_URL",
            "sqlite:////proc/site.sqlite3",
            "DATABASE_URL names /proc/site.sqlite3, which cannot be written",
        ),
        ("DATABASE_URL", f"sqlite:///{ROOT}/README.md", f"DATABASE_URL names {ROOT}/README.md, which cannot be used"),
        ("CACHE_URL", "redis://:secret@127.0.0.1:1/0", "the cache of CACHE_URL cannot be reached"),
    ],
)
def test_what_cannot_be_reached_stops_the_start_with_a_sentence(tmp_path, command, name, value, sentence):
    stopped = start(*command, **{"DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3", name: value})
    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert stopped.stderr.startswith(f"Termwise cannot start: {sentence}")
    assert len(stopped.stderr.splitlines()) == 1
    assert "secret" not in stopped.stderr


@pytest.mark.parametrize("value", ["1", "true", "Yes", " on "])
def test_a_switch_is_on(monkeypatch, value):
    monkeypatch.setenv("SWITCH", value)
    assert environment.switch("SWITCH", default=False) is True


@pytest.mark.parametrize("value", ["0", "false", "No", "off"])
def test_a_switch_is_off(monkeypatch, value):
    monkeypatch.setenv("SWITCH", value)
    assert environment.switch("SWITCH", default=True) is False


def test_a_setting_that_is_there_but_empty_counts_as_not_there(monkeypatch):
    for name in ("SWITCH", "NUMBER", "HOSTS", "DATABASE", "CACHE", "EMAIL"):
        monkeypatch.setenv(name, " ")
    assert environment.switch("SWITCH", default=True) is True
    assert environment.whole_number("NUMBER", default=3, low=1, high=9) == 3
    assert environment.hosts("HOSTS", default=["localhost"]) == ["localhost"]
    assert environment.database("DATABASE", default="sqlite:///x")["NAME"] == "x"
    assert environment.cache("CACHE", default="locmemcache://")["BACKEND"].endswith("LocMemCache")
    assert environment.email("EMAIL", default="dummymail://")["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


@pytest.mark.parametrize("value", ["0", "10", "-1", "1.5", "٣", "1e1", "9" * 400])
def test_a_number_out_of_bounds_is_refused(monkeypatch, value):
    monkeypatch.setenv("NUMBER", value)
    with pytest.raises(ImproperlyConfigured, match="should be a whole number from 1 to 9"):
        environment.whole_number("NUMBER", default=3, low=1, high=9)


@pytest.mark.parametrize("value", ["short", "a" * 60, "change-me " * 6])
def test_a_key_that_can_be_guessed_is_refused(monkeypatch, value):
    monkeypatch.setenv("KEY", value)
    with pytest.raises(ImproperlyConfigured, match="should be a random text of 50 characters or more"):
        environment.key("KEY")


def test_the_key_of_the_environment_goes_before_the_kept_one(monkeypatch):
    monkeypatch.setenv("KEY", GOOD_KEY)
    assert environment.key("KEY") == GOOD_KEY


def test_without_any_key_the_sentence_names_both_ways_to_get_one(monkeypatch, tmp_path):
    monkeypatch.setattr(environment.secret_key.kept, "__defaults__", (tmp_path / "none",))
    with pytest.raises(ImproperlyConfigured, match=r"KEY is not set\. Set it to .* or run `make run`"):
        environment.key("KEY")


@pytest.mark.parametrize("value", ["*", "a.example,*", "https://a.example", "a.example:8000", "a.example/"])
def test_hosts_are_bare_names(monkeypatch, value):
    monkeypatch.setenv("HOSTS", value)
    with pytest.raises(ImproperlyConfigured, match="should be bare host names with commas between them"):
        environment.hosts("HOSTS", default=[])


def test_hosts_may_have_spaces_after_the_commas(monkeypatch):
    monkeypatch.setenv("HOSTS", "a.example, .b.example,[::1],")
    assert environment.hosts("HOSTS", default=[]) == ["a.example", ".b.example", "[::1]"]


@pytest.mark.parametrize("value", ["nonsense", "mysql://a@b/c", "foo://a@b/c", "postgres://a:hidden@b:port/c"])
def test_a_database_that_cannot_be_used_is_refused_without_repeating_its_password(monkeypatch, value):
    monkeypatch.setenv("DATABASE", value)
    with pytest.raises(ImproperlyConfigured, match="DATABASE is not an address Termwise can use") as refused:
        environment.database("DATABASE", default="")
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("value", ["nonsense", "memcache://127.0.0.1", "filecache:///tmp"])
def test_a_cache_that_cannot_be_used_is_refused(monkeypatch, value):
    monkeypatch.setenv("CACHE", value)
    with pytest.raises(ImproperlyConfigured, match="CACHE is not an address Termwise can use"):
        environment.cache("CACHE", default="")


def test_a_missing_client_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    monkeypatch.setenv("DATABASE", "postgres://a@b/c")
    with pytest.raises(ImproperlyConfigured, match=r"needs the package psycopg.*requirements-postgres\.txt"):
        environment.database("DATABASE", default="")


def said(line: str, **settings: str) -> list[str]:
    """What a line of Python prints within the site."""
    return start("manage.py", "shell", "--no-imports", "-c", line, **settings).stdout.split()


def test_with_https_no_cookie_can_be_set_by_another_site():
    names = "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, m.NamedCookie.cookie_name"
    printed = said(f"from config import messages as m, settings as s; print({names})", HTTPS="1")
    assert printed == ["__Host-session", "__Host-csrf", "__Host-messages"]


def test_the_list_of_static_files_is_not_among_them():
    of = "from config import settings; from django.contrib.staticfiles.storage import staticfiles_storage as s"
    listed, public = said(f"{of}; print(s.manifest_storage.location, settings.STATIC_ROOT)")
    assert Path(listed) == Path(public).parent


def test_a_command_waits_longer_for_the_database_than_a_visitor(monkeypatch):
    monkeypatch.delenv("PATIENCE")
    shown = "from config import settings; print(settings.PATIENCE)"
    assert start("-c", shown).stdout.split() == ["5"]
    assert said(shown) == ["60"]


def test_the_settings_are_fit_for_the_open_web():
    checked = start("manage.py", "check", "--deploy", "--fail-level", "WARNING", HTTPS="1")
    assert (checked.stdout, checked.stderr) == ("System check identified no issues (0 silenced).\n", "")
