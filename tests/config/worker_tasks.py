"""A worker of Brink's own app with one task more, whose effect a test can see."""

from pathlib import Path

from config.celery import app


@app.task(name="tests.leave_a_file")
def leave_a_file(path: str) -> None:
    """Leave a file that tells the task has run."""
    Path(path).touch()
