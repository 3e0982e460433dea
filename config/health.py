"""/healthz: the process lives. /readyz: database and broker answer; its text names what fails, never why."""

import tempfile
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check.base import HealthCheck
from health_check.checks import Database
from health_check.exceptions import HealthCheckException, ServiceUnavailable
from redis import Redis, RedisError


@dataclass
class Broker(HealthCheck):  # type: ignore[misc]  # health_check ships no types
    """Redis answers a ping; without Redis, the folder of messages can be written to."""

    def run(self) -> None:
        """Raise ServiceUnavailable when no task could be handed over."""
        try:
            if settings.REDIS_URL:
                with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2) as redis:
                    redis.ping()
            else:
                with tempfile.TemporaryFile(dir=settings.BROKER_DIR / "messages") as file:
                    file.write(b"?")
        except (RedisError, OSError) as error:
            raise ServiceUnavailable("no broker") from error


CHECKS: dict[str, HealthCheck] = {"database": Database(), "broker": Broker()}


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer without asking anybody."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Run the checks in this thread: the library's own view is async and would leave pooled connections behind."""
    answers = {name: _answers(check) for name, check in CHECKS.items()}
    lines = [f"{name}: {'ok' if answers[name] else 'no answer'}\n" for name in answers]
    return HttpResponse("".join(lines), content_type="text/plain", status=200 if all(answers.values()) else 503)


def _answers(check: HealthCheck) -> bool:
    try:
        check.run()
    except HealthCheckException:
        return False
    return True
