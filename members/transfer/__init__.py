"""In and out: sheets of organisations, people and memberships read in, and every list written out."""
