"""Calendar invitations by mail: who is to hold one, the mailings that see to it, and single people in between."""
