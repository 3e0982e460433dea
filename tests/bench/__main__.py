"""`make bench`: CPU, queries and weight of every kind of page, against a yardstick in the same run.

The yardstick is a view that returns 30 kB of fixed bytes through the site's own middlewares; a page's figure is its CPU
time per request divided by the yardstick's. Timings stand here and never in a test. Needs the embedded PostgreSQL or
DATABASE_URL; works in a database of its own, which it drops.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from tests.bench import feeds, growth, mail, site

ROUNDS = 5
GOALS = {("/sectoren/overheden/", "visitor"): 16.0, ("/sectoren/overheden/", "member"): 18.0}


@dataclass(frozen=True, slots=True)
class Figure:
    """What one page costs one reader."""

    path: str
    role: str
    queries: int
    cpu_ms: float
    html_bytes: int
    brotli_bytes: int


def main() -> int:
    """Print a row for each page and role; return 1 when a goal is missed."""
    try:
        with site.prepared():
            figures = _figures()
            yardstick = figures[0].cpu_ms / 1000
            missed = max(_report(figures), _report_kept(yardstick), growth.report(_cpu_seconds, yardstick))
            return max(missed, feeds.report(_cpu_seconds, yardstick), mail.report())
    finally:
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


def _figures() -> list[Figure]:
    roles = {"visitor": "", "member": site.cookie_of("member@example.org")}
    yardstick = _measure("/yardstick/", "visitor", "")
    pages = [_measure(path, role, cookie) for path in site.paths() for role, cookie in roles.items()]
    return [yardstick, *pages]


def _measure(path: str, role: str, cookie: str) -> Figure:
    body, queries = site.count_queries(path, cookie)
    cpu = min(_cpu_seconds(lambda: site.get(path, cookie)) for _round in range(ROUNDS))
    return Figure(path, role, queries, cpu * 1000, len(body), site.brotli_size(body))


def _cpu_seconds(act: Callable[[], object], *, wanted: float = 0.15) -> float:
    """CPU seconds of this process for one call, measured over at least `wanted` seconds."""
    calls, begun = 0, time.process_time()
    while (spent := time.process_time() - begun) < wanted:
        act()
        calls += 1
    return spent / calls


def _report(figures: list[Figure]) -> int:
    yardstick, *pages = figures
    print(f"yardstick: {yardstick.cpu_ms:.2f} ms CPU for {yardstick.html_bytes / 1000:.0f} kB of fixed bytes\n")
    print(f"{'page':44}{'reader':9}{'queries':>8}{'CPU ms':>8}{'CPU x':>7}{'HTML kB':>9}{'Brotli kB':>10}")
    missed = 0
    for page in pages:
        ratio = page.cpu_ms / yardstick.cpu_ms
        goal = GOALS.get((page.path, page.role))
        too_much = goal is not None and ratio > goal
        missed += too_much
        print(
            f"{page.path:44}{page.role:9}{page.queries:8}{page.cpu_ms:8.1f}{ratio:7.1f}"
            f"{page.html_bytes / 1000:9.1f}{page.brotli_bytes / 1000:10.1f}{f'  goal {goal:g}' if goal else ''}"
            f"{' MISSED' if too_much else ''}"
        )
    return 1 if missed else 0


def _report_kept(yardstick: float) -> int:
    """Print how many requests for a kept page, and for one the browser has, fit in the time of one yardstick."""
    path = "/sectoren/overheden/"
    etag = site.get_kept(path)["ETag"]
    missed = 0
    for name, known, goal in (("kept in front", "", 1.3), ("304", etag, 0.5)):
        cpu = min(_cpu_seconds(lambda known=known: site.get_kept(path, known)) for _round in range(ROUNDS))
        missed += yardstick / cpu < goal
        print(f"{path} {name}: {yardstick / cpu:.1f} x the yardstick's requests per second, goal {goal:g}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
