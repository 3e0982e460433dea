"""Embedded PostgreSQL for development and tests (placeholder until the life cycle lands)."""

from pathlib import Path
from typing import Any


def connection_settings(data_dir: Path) -> dict[str, Any]:
    """Return NAME, USER, HOST and PORT of the embedded server below data_dir."""
    raise NotImplementedError
