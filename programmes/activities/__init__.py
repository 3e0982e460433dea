"""Joint activities: a tender, a pool of staff, a handbook, a study or an exchange, and who joins."""
