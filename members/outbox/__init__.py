"""The outbox: every mail is a row first, and sending only follows it.

`queueing` stores the rows, `writing` makes mail of them, `sending` hands it to the mail server.
"""

from members.outbox.leasing import due
from members.outbox.queueing import TASK, new_message_id, queue, queue_many, queue_written, wake_up
from members.outbox.sending import send_due
from members.outbox.writing import WRITERS, register_writer, sender_address, written

__all__ = [
    "TASK",
    "WRITERS",
    "due",
    "new_message_id",
    "queue",
    "queue_many",
    "queue_written",
    "register_writer",
    "send_due",
    "sender_address",
    "wake_up",
    "written",
]
