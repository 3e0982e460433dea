"""Handing over: every piece of work gets a place and somebody who says yes, before a programme ends."""
