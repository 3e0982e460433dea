"""What the portal keeps of people, and how they get it, and have it erased."""
