"""Writing news: editors and leaders write, editors publish."""
