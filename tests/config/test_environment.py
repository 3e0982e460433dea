from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from tests import servers


@pytest.mark.parametrize(("written", "meant"), [("1", True), ("Yes", True), ("off", False), ("0", False), ("", True)])
def test_flag_reads_what_people_write(monkeypatch, written, meant):
    monkeypatch.setenv("SOME_FLAG", written)

    assert environment.flag("SOME_FLAG", default=True) is meant


def test_flag_with_another_word_stops_the_start(monkeypatch):
    monkeypatch.setenv("SOME_FLAG", "perhaps")

    with pytest.raises(ImproperlyConfigured, match="SOME_FLAG='perhaps' is not a yes or no"):
        environment.flag("SOME_FLAG", default=True)


def test_text_missing_in_production_stops_the_start(monkeypatch):
    monkeypatch.setattr(environment, "PRODUCTION", True)
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match="PRODUCTION=1 needs SECRET_KEY"):
        environment.text("SECRET_KEY", "a default")


def test_text_missing_in_development_has_its_default(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    assert environment.text("SECRET_KEY", "a default") == "a default"


@pytest.mark.parametrize("written", ["eight", "-1", "8000.5"])
def test_number_that_is_none_stops_the_start(monkeypatch, written):
    monkeypatch.setenv("PORT", written)

    with pytest.raises(ImproperlyConfigured, match="is not a whole number"):
        environment.number("PORT", 8000)


def test_database_reads_every_part():
    assert environment.database("postgresql://me%40work:p%2Fw@db.example.org:6543/brink") == {
        "NAME": "brink",
        "USER": "me@work",
        "PASSWORD": "p/w",
        "HOST": "db.example.org",
        "PORT": "6543",
    }


def test_database_reads_a_socket_folder_letter_by_letter():
    found = environment.database("postgresql://brink@%2Frun%2FSome.Folder/brink")

    assert (found["HOST"], found["PORT"], found["USER"]) == ("/run/Some.Folder", "5432", "brink")


@pytest.mark.parametrize(
    "url",
    ["mysql://a@b/c", "postgresql://host", "postgresql://host:port/name", "postgresql://host:99999/name", "brink"],
)
def test_database_of_another_form_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like"):
        environment.database(url)


@pytest.mark.parametrize(
    ("scheme", "tls", "ssl"), [("smtp", False, False), ("smtp+tls", True, False), ("smtps", False, True)]
)
def test_mail_reads_its_encryption(scheme, tls, ssl):
    found = environment.mail(f"{scheme}://me:secret@mail.example.org:587", Path("data"))

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)


def test_mail_of_another_form_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must look like"):
        environment.mail("mail.example.org", Path("data"))


def test_limits_are_counted_without_the_database():
    assert environment.caches("", Path("data"))["limits"]["BACKEND"].endswith("LocMemCache")


@pytest.mark.redis
def test_limits_are_counted_by_all_processes_together_over_redis(redis_url):
    ask = ("shell", "-v", "0", "-c", "from members.limits import count; print(count('search:192.0.2.1'))")

    assert [servers.manage(*ask, REDIS_URL=redis_url).stdout.strip() for _ in range(2)] == ["1", "2"]
