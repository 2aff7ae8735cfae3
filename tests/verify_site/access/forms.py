"""Who may use the forms, and what limits them."""

from __future__ import annotations

from tests.verify_site.access.words import EVERYBODY

ACCESS = {
    ("GET", "/forms"): (EVERYBODY, "no limit: no look-up, blank files are made once"),
    ("GET", "/forms/<notice>/<form>"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/forms/<notice>/<form>/<file>"): (EVERYBODY, "no limit: made once"),
    ("GET", "/forms/<notice>/<case>.zip"): (EVERYBODY, "no limit: zipped from files that are made once"),
}
