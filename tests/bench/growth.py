"""How pages grow with the network: the same pages at scale 1 and at scale 20, beside the same yardstick."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from tests.bench import site

SCALE = 20
MOST_GROWTH = 3.0  # times the CPU at twenty times the rows; the number of queries may not grow at all
LISTS_ALL = "/bureau/"  # has a row for every sector, so its CPU may grow with them
READER = "manager@example.org"


def paths() -> list[str]:
    """Return the pages that speak of whole years and of all sectors."""
    year = timezone.localdate().year
    return [
        f"/sectoren/veiligheid/planning/{year + 1}/",
        f"/sectoren/veiligheid/terugblik/{year}/",
        "/sectoren/veiligheid/onderwerpen/",
        "/sectoren/veiligheid/",
        LISTS_ALL,
        "/bijeenkomsten/",
        "/mijn/",
    ]


def report(cpu_seconds: Callable[[Callable[[], object]], float], yardstick: float) -> int:
    """Measure at both scales, the larger one made in between, and print a row for each page; 1 when one grows."""
    cookie = site.cookie_of(READER)
    small = _measure(cpu_seconds, cookie)
    settings.DEBUG = True
    call_command("load_demo", scale=SCALE, verbosity=0)
    settings.DEBUG = False
    large = _measure(cpu_seconds, cookie)
    head = f"{'page, as programme manager':44}{'queries':>9}{f'at {SCALE}':>7}"
    print(f"\n{head}{'CPU x':>8}{f'at {SCALE}':>8}{'growth':>8}")
    missed = 0
    for path, (queries, cpu) in small.items():
        more_queries, more_cpu = large[path]
        grows = more_queries > queries or (more_cpu > cpu * MOST_GROWTH and path != LISTS_ALL)
        missed += grows
        ratios = f"{cpu / yardstick:8.1f}{more_cpu / yardstick:8.1f}{more_cpu / cpu:7.1f}x"
        print(f"{path:44}{queries:9}{more_queries:7}{ratios}{' MISSED' if grows else ''}")
    return 1 if missed else 0


def _measure(cpu_seconds: Callable[[Callable[[], object]], float], cookie: str) -> dict[str, tuple[int, float]]:
    """Return the queries and the CPU seconds of each page."""
    found = {}
    for path in paths():
        _body, queries = site.count_queries(path, cookie)
        found[path] = (queries, min(cpu_seconds(lambda path=path: site.get(path, cookie)) for _round in range(3)))
    return found
