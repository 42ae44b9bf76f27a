"""Model folders with something wrong in them, by the thousand: what loads is right, and what doesn't says why."""
