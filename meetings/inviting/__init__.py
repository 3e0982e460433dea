"""Calendar invitations by mail: who is to hold one, the mailings that see to it, and keeping single people up to date."""
