"""The Makefile's promises that hold without building an environment."""

import os
import shutil
import subprocess
import time

import pytest

from tests import servers

MAKEFILE = (servers.ROOT / "Makefile").read_text()


def make(*arguments, folder=servers.ROOT, **own):
    environment = servers.environment(**own)
    for inherited in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):  # of the make that runs the tests
        environment.pop(inherited, None)
    return subprocess.run(
        ["make", *arguments], check=False, cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture
def clone(tmp_path):
    """A tree whose environment was just built."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(servers.ROOT / name, tmp_path)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "ready").touch()
    return tmp_path


def test_help_lists_every_target():
    listed = {line.split("\t")[0] for line in make("help").stdout.splitlines()}
    phony = next(line for line in MAKEFILE.splitlines() if line.startswith(".PHONY:"))

    assert listed == set(phony.split()[1:])


def test_environment_is_built_once(clone):
    assert "Building" not in make("--dry-run", "setup", folder=clone).stdout


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_environment_is_built_again_for_a_changed_lock(clone, lock):
    os.utime(clone / lock, (time.time() + 10, time.time() + 10))

    assert "--require-hashes" in make("--dry-run", "setup", folder=clone).stdout


def test_old_python_is_told(clone):
    old = clone / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    (clone / ".venv" / "ready").unlink()

    run = make("setup", f"PYTHON={old}", folder=clone)

    assert (run.returncode, run.stderr.splitlines()[0]) == (
        2,
        "Brink needs Python 3.11 or newer: make PYTHON=python3.12",
    )


def test_browser_without_chromium_is_told(clone):
    run = make("browser", folder=clone, CHROMIUM="/nowhere/chromium")

    assert (run.returncode, run.stderr.splitlines()[0].split(":")[0]) == (2, "make browser needs Chromium")


def test_locks_hold_hashes_and_no_host():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (servers.ROOT / name).read_text()

        assert "--hash=sha256:" in lock
        assert "://" not in lock
