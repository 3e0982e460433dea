"""Messages of the broker of folders: whole whenever somebody looks."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from kombu import Connection

from config.celery import app

MESSAGES = 1000


def folders(tmp_path):
    messages = tmp_path / "messages"
    messages.mkdir()
    return {name: str(messages) for name in ("data_folder_in", "data_folder_out")} | {
        "control_folder": str(tmp_path / "control")
    }


def read_all(folder, ended):
    """Read each message as soon as it stands there, until the writer has ended; return what all of them say."""
    found = {}
    while True:
        was_ended = ended.is_set()
        for path in folder.iterdir():
            if path.name not in found and not path.name.startswith("."):
                found[path.name] = json.loads(path.read_text())
        if was_ended:
            return found


def test_message_is_whole_whenever_it_is_seen(tmp_path):
    options, ended = folders(tmp_path), Event()
    assert app.conf.broker_url == "filesystem://localhost"

    with ThreadPoolExecutor() as pool, Connection(app.conf.broker_url, transport_options=options) as connection:
        reading = pool.submit(read_all, tmp_path / "messages", ended)
        producer = connection.Producer()
        for number in range(MESSAGES):
            producer.publish({"number": number, "text": "x" * 2000}, routing_key="brink")
        ended.set()

        assert len(reading.result()) == MESSAGES


def test_message_that_was_put_is_taken_once(tmp_path):
    options = folders(tmp_path)

    with (
        Connection(app.conf.broker_url, transport_options=options) as connection,
        connection.SimpleQueue("brink") as queue,
    ):
        queue.put({"number": 1})
        message = queue.get(timeout=5)
        message.ack()

    assert message.payload == {"number": 1}
    assert list((tmp_path / "messages").glob("*")) == []
