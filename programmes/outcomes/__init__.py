"""What a programme wants to be true, and the work towards it, kept up to date in place."""
