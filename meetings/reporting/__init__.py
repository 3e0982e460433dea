"""Reporting a meeting: notes, decisions, actions and minutes."""
