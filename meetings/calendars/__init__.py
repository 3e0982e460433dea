"""Meetings in people's calendars: what is said of them, and the bytes that calendar programs read."""
