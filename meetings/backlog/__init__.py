"""The topics a sector might talk about."""
