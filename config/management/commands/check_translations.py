"""Check that the Dutch catalogue is complete and compiled."""

import gettext
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

LEFT_OUT = shutil.ignore_patterns(".*", "tests", "docs", "static", "node_modules", "__pycache__", "*.mo")
CATALOGUE = Path("locale/nl/LC_MESSAGES/django.po")


class Command(BaseCommand):
    """Fails on a string of the source without a Dutch text, on an empty or fuzzy one, and on a stale django.mo.

    The source is copied and its strings collected in the copy, so nothing of the tree changes.
    """

    help = "Check that the Dutch catalogue is complete, free of fuzzy texts and compiled."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not shutil.which("msgfmt") or not shutil.which("xgettext"):
            self.stdout.write("The package gettext is not installed, so the translations were not checked.")
            return
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, "brink")
            shutil.copytree(settings.BASE_DIR, copy, ignore=LEFT_OUT)
            refuse_stale(settings.BASE_DIR / CATALOGUE, Path(folder, "fresh.mo"))
            run(
                sys.executable, "-m", "django", "makemessages", "--locale", "nl", "--no-obsolete", "--no-wrap", cwd=copy
            )
            found = run("msgfmt", "--check", "--statistics", "-o", "/dev/null", str(copy / CATALOGUE), cwd=copy)
            gaps = run("msgattrib", "--untranslated", "--no-wrap", str(copy / CATALOGUE), cwd=copy)
            gaps += run("msgattrib", "--only-fuzzy", "--no-wrap", str(copy / CATALOGUE), cwd=copy)
        if re.search(r"fuzzy|untranslated", found):
            missing = [line for line in gaps.splitlines() if line.startswith("msgid ") and line != 'msgid ""']
            raise CommandError(
                "\n  ".join(["The Dutch catalogue is not complete; run makemessages and fill in", *missing])
            )
        self.stdout.write(found.splitlines()[-1])


def refuse_stale(catalogue: Path, fresh: Path) -> None:
    """Raise CommandError when django.mo does not hold what django.po says."""
    run("msgfmt", "-o", str(fresh), str(catalogue), cwd=catalogue.parent)
    compiled = catalogue.with_suffix(".mo")
    if not compiled.exists() or texts(compiled) != texts(fresh):
        raise CommandError("The compiled catalogue is older than its source: run compilemessages.")


def texts(compiled: Path) -> dict[Any, str]:
    """Read a compiled catalogue, without the dates in its header."""
    with compiled.open("rb") as file:
        catalogue = dict(vars(gettext.GNUTranslations(file))["_catalog"])
    catalogue.pop("", None)
    return catalogue


def run(*command: str, cwd: Path) -> str:
    """Run a program of gettext or Django and return what it said, or raise CommandError with it."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603 - fixed programs
    if done.returncode:
        raise CommandError(f"{command[0]} says: {done.stderr.strip() or done.stdout.strip()}")
    return (done.stdout + done.stderr).strip()
