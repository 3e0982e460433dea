"""Every command of docker-compose.yml, run without Docker against real servers."""

import gzip
import re
import shlex
import subprocess
from http.client import HTTPConnection
from urllib.request import Request, urlopen

import pytest
import yaml

from tests import servers

COMPOSE = yaml.safe_load((servers.ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {"migrate", "web", "worker", "beat"}
ROOT_WORKER = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}

pytestmark = pytest.mark.redis


@pytest.fixture
def production(cluster, static_root, redis_url, tmp_path):
    """The environment of the image, with real services behind it."""
    own = {"DATABASE_URL": servers.database_url(cluster), "REDIS_URL": redis_url, "DATA_DIR": str(tmp_path)}
    return servers.environment(**servers.PRODUCTION, **own, STATIC_ROOT=str(static_root), **ROOT_WORKER)


def started(service, environment, **replaced):
    """Start the command of a service from the environment's own programs, with a port of ours."""
    program, *arguments = shlex.split(SERVICES[service]["command"])
    arguments = [replaced.get(argument, argument) for argument in arguments]
    command = [servers.PYTHON, *([] if program == "python" else ["-m", program]), *arguments]
    return subprocess.Popen(
        command, cwd=servers.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_compose_has_every_part_of_production():
    images = {name: service["image"].partition(":")[0] for name, service in SERVICES.items()}

    assert images == dict.fromkeys(OURS, "brink") | {"postgres": "postgres", "redis": "redis", "proxy": "caddy"}
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}


def test_compose_names_only_what_it_declares():
    volumes = {
        volume.partition(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }

    assert volumes == set(COMPOSE["volumes"])
    assert {name for service in SERVICES.values() for name in service.get("depends_on", [])} <= set(SERVICES)


def test_compose_gives_what_production_demands():
    given = set(SERVICES["web"]["environment"])
    asked = set(re.findall(r"^(?!POSTGRES|DOMAIN)([A-Z_]+)=", (servers.ROOT / ".env.example").read_text(), re.M))

    assert given | asked >= set(servers.PRODUCTION) | {"DATABASE_URL", "REDIS_URL"}


def test_migrate_ends_well(production):
    with started("migrate", production) as migrate:
        said, _ = migrate.communicate(timeout=60)

    assert migrate.returncode == 0, said


def test_web_serves_pages_and_compressed_files(production):
    port = servers.free_port()
    with started("web", production, **{"0.0.0.0:8000": f"127.0.0.1:{port}"}) as web:
        try:
            up = servers.wait_until(lambda: servers.fetch(port, "/healthz")[0] == 200)
            status, text = servers.fetch(port, "/", **{"X-Forwarded-Proto": "https"})
            style = re.search(r"/static/css/base\.[0-9a-f]+\.css", text).group()
            font = re.search(r"/static/fonts/HankenGrotesk-Regular\.[0-9a-f]+\.otf", text).group()
            ready = servers.fetch(port, "/readyz")
            encodings = [encoding_of(port, path, offered) for path in (style, font) for offered in ("br", "gzip")]
        finally:
            servers.end(web)

    assert (up, status, ready) == (True, 200, (200, "database: ok\nbroker: ok\n"))
    assert encodings == ["br", "gzip", "br", "gzip"]


def encoding_of(port, path, offered):
    headers = {"Accept-Encoding": offered, "X-Forwarded-Proto": "https"}
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers)) as answer:
        body = answer.read()
    if offered == "gzip":
        gzip.decompress(body)
    return answer.headers["Content-Encoding"]


def test_web_sends_visitors_to_https(production):
    port = servers.free_port()
    with started("web", production, **{"0.0.0.0:8000": f"127.0.0.1:{port}"}) as web:
        try:
            assert servers.wait_until(lambda: servers.fetch(port, "/healthz")[0] == 200)
            _, text = servers.fetch(port, "/", **{"X-Forwarded-Proto": "https"})
            location = redirect_of(port)
        finally:
            servers.end(web)

    assert "<html" in text
    assert location == (301, "https://brink.example.org/")


def redirect_of(port):
    web = HTTPConnection("127.0.0.1", port)
    web.request("GET", "/", headers={"Host": "brink.example.org"})
    answer = web.getresponse()
    web.close()
    return answer.status, answer.headers["Location"]


@pytest.mark.parametrize(("service", "mark"), [("worker", "ready."), ("beat", "beat: Waking up")])
def test_background_process_starts_and_stops(production, service, mark):
    environment = production | {"PYTHONUNBUFFERED": "1"}
    with started(service, environment, WARNING="DEBUG") as process:
        said = read_until(process, mark)
        code = servers.end(process)

    assert (code, "Traceback" in said) == (0, False), said


def read_until(process, mark):
    said = ""
    for line in process.stdout:
        said += line
        if mark in line:
            break
    return said


def test_deployment_checks_find_nothing(production):
    checked = subprocess.run(
        [servers.PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        check=False, cwd=servers.ROOT, env=production, capture_output=True, text=True,
    )  # fmt: skip

    assert checked.returncode == 0, checked.stderr
