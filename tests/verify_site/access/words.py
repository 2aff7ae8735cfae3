"""Who may use a route."""

EVERYBODY = "everybody"
MEMBERS = "members"
"""Everybody who has signed in at the desk with all factors."""
PASSWORD = "password"
"""Everybody who has shown a password at the desk, with or without the second factor."""
