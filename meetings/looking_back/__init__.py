"""Looking back on a sector's year."""
