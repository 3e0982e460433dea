"""Answering whether one comes, and who comes."""
