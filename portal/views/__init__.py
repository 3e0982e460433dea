"""Pages that join floors."""
