"""Bytes that were looked at and kept: what we send may change only when somebody means it to.

`KEEP_GOLDEN=1 pytest tests/meetings/calendars` writes them anew, after which the difference is to be read.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
HOW = "if this was meant, run KEEP_GOLDEN=1 pytest tests/meetings/calendars and read the difference"


def as_kept(name: str, content: bytes) -> bytes:
    """Return the kept bytes of a name; with KEEP_GOLDEN=1, keep these first."""
    path = FOLDER / name
    if os.environ.get("KEEP_GOLDEN"):
        path.write_bytes(content)
    return path.read_bytes()
