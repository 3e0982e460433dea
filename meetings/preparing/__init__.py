"""Preparing a meeting: input, topic and presenters."""
