"""Who may use the API's routes, and what limits them."""

from __future__ import annotations

from tests.verify_site.access.words import EVERYBODY

ACCESS = {
    ("GET", "/api"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/api/v1/openapi.json"): (EVERYBODY, "no limit: made once"),
    ("POST", "/api/v1/verifications"): (EVERYBODY, "a key's quota, or the network's scan and look-up budget"),
    ("POST", "/api/v1/verifications/batch"): (EVERYBODY, "a key's quota, or the network's budget for each item"),
    ("POST", "/api/v1/receipts"): (EVERYBODY, "receipt budget, and a key's quota or the network's budget"),
}
