"""A broker of folders, for where there is no Redis: a message is there whole or not at all.

Kombu's own makes the file first and fills it then. A worker that reads in between finds nothing in it, takes that for
a broken message and ends.
"""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Writes a message under a name that no worker looks for, and then gives it its own."""

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]  # noqa: ARG002 - Kombu's
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        try:
            raw = folder / f".{name}"
            raw.write_text(dumps(payload))
            raw.rename(folder / name)
        except OSError as error:
            raise ChannelError(f"The message cannot be written in {folder}") from error


class Transport(filesystem.Transport):
    """The filesystem transport with whole messages."""

    Channel = Channel
