"""Who may use the lists' routes, and what limits them."""

from __future__ import annotations

from tests.verify_site.access.words import EVERYBODY

HOLDER = "whoever holds the list's unguessable link, for 24 hours"

ACCESS = {
    ("GET", "/lists"): (EVERYBODY, "no limit: no look-up"),
    ("POST", "/lists"): (EVERYBODY, "list budget: lists an hour, rows a day"),
    ("GET", "/lists/template.xlsx"): (EVERYBODY, "no limit: constant"),
    ("GET", "/lists/<token>"): (HOLDER, "no limit: what is kept, nothing is looked up"),
    ("GET", "/lists/<token>/results.xlsx"): (HOLDER, "no limit: what is kept"),
    ("GET", "/lists/<token>/results.csv"): (HOLDER, "no limit: what is kept"),
    ("GET", "/lists/<token>/outcome.svg"): (HOLDER, "no limit: what is kept"),
    ("POST", "/lists/<token>/receipt"): (HOLDER, "receipt budget"),
    ("POST", "/lists/<token>/delete"): (HOLDER, "no limit: deletes the list itself"),
}
