"""Who may use the verification's routes, and what limits them."""

from __future__ import annotations

from tests.verify_site.access.words import EVERYBODY

ACCESS = {
    ("GET", "/"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/about"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/V/<code>"): (EVERYBODY, "scan budget for codes without a right signature"),
    ("GET", "/v/<code>"): (EVERYBODY, "scan budget for codes without a right signature"),
    ("POST", "/V/<code>/identity"): (EVERYBODY, "identity budgets of the network and of the certificate"),
    ("POST", "/v/<code>/identity"): (EVERYBODY, "identity budgets of the network and of the certificate"),
    ("POST", "/look-up/code"): (EVERYBODY, "scan budget for codes without a right signature"),
    ("POST", "/look-up/name"): (EVERYBODY, "look-up budget"),
    ("POST", "/look-up/verification-code"): (EVERYBODY, "look-up budget"),
    ("POST", "/look-up/verification-code/identity"): (EVERYBODY, "look-up and identity budgets"),
    ("GET", "/.well-known/certificate-keys.json"): (EVERYBODY, "no limit: public file, cacheable"),
    ("GET", "/healthz"): (EVERYBODY, "no limit: constant"),
    ("GET", "/readyz"): (EVERYBODY, "no limit: checked once a second at most"),
    ("GET", "/robots.txt"): (EVERYBODY, "no limit: constant"),
    ("GET", "/favicon.ico"): (EVERYBODY, "no limit: constant"),
    ("GET", "/static/<path:filename>"): (EVERYBODY, "no limit: files of the site"),
}
