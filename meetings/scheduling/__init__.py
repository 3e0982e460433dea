"""Scheduling one meeting: its date, place and state."""
