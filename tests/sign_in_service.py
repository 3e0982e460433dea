"""An organisation's sign-in service for tests: oidc-provider-mock as a program of its own, and the way through it."""

import subprocess
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests

from tests.servers import PYTHON, end, environment, fetch, free_port, wait_until

DISCOVERY = "/.well-known/openid-configuration"


@contextmanager
def running_service():
    """Run a service and yield its issuer."""
    port = free_port()
    process = subprocess.Popen(
        [PYTHON, "-m", "oidc_provider_mock", "--port", str(port)],
        env=environment(AUTHLIB_INSECURE_TRANSPORT="1"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert wait_until(lambda: fetch(port, DISCOVERY)[0] == 200)
        yield f"http://localhost:{port}"
    finally:
        end(process)


def know(issuer, sub, **claims):
    """Have a service know someone, and what it tells of him."""
    requests.put(f"{issuer}/users/{sub}", json=claims, timeout=10).raise_for_status()


def go_to(client, slug, **fields):
    """Press the button of a service and return the address to which the browser is sent."""
    response = client.post(f"/account/oidc/{slug}/login/", fields)
    assert response.status_code == 302, response.content
    return response["Location"]


def sent_back(address, **form):
    """Fill in the page of the service and return the path to which the browser is sent back."""
    response = requests.post(address, data=form, allow_redirects=False, timeout=10)
    assert response.status_code == 302, response.text
    back = urlsplit(response.headers["Location"])
    return f"{back.path}?{back.query}"


def sign_in_at(client, slug, sub, **fields):
    """Go to a service, sign in there as someone, and return the answer of the page one comes back to."""
    return client.get(sent_back(go_to(client, slug, **fields), sub=sub))
