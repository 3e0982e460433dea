"""Holding a meeting: agenda, presence and documents."""
