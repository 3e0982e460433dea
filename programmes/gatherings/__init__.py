"""Gatherings: a circle meets, with invitations and a calendar like a sector's."""
