"""After the end: where work moves on to, whether it still lives, and what needs a new home."""
