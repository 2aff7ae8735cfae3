"""A unit's application, from a prepared case to a decision that changes the registry; no individual can submit."""
