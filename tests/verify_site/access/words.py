"""Who may use a route."""

EVERYBODY = "everybody"
