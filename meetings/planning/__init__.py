"""Planning a sector's year of meetings."""
