"""Who may use the desk's routes, and what limits them. Roles are values of `Role`, with `@` and a kind where it matters.

Whoever is not named here is answered 401, 403 or 404, or led to the sign-in; `test_access_table.py` walks every cell.
"""

from __future__ import annotations

from casework.accounts.words import AUTHORITIES
from tests.verify_site.access.words import EVERYBODY, MEMBERS, PASSWORD

INVITING = "administrator@province administrator@prefecture administrator@county administrator@committee_office"
WATCHING = " ".join(f"{role}@{kind}" for role in ("administrator", "auditor") for kind in sorted(AUTHORITIES))

ACCESS = {
    ("GET", "/desk"): (MEMBERS, "session"),
    ("GET", "/desk/sign-in"): (EVERYBODY, "no limit: no look-up"),
    ("POST", "/desk/sign-in"): (EVERYBODY, "failures of the login, of the network and of all networks"),
    ("POST", "/desk/sign-out"): (PASSWORD, "session"),
    ("GET", "/desk/second-factor"): (PASSWORD, "session"),
    ("POST", "/desk/second-factor"): (PASSWORD, "failures of the person"),
    ("GET", "/desk/second-factor/set-up"): (PASSWORD, "a first second factor, or one begun with the password"),
    ("POST", "/desk/second-factor/set-up"): (PASSWORD, "failures of the person"),
    ("GET", "/desk/invitations/<token>"): (EVERYBODY, "an open invitation's 256 random bits"),
    ("POST", "/desk/invitations/<token>"): (EVERYBODY, "an open invitation's 256 random bits"),
    ("GET", "/desk/people"): ("administrator", "own organisation"),
    ("POST", "/desk/people"): ("administrator", "own organisation"),
    ("POST", "/desk/people/<int:person>/roles"): ("administrator", "own organisation"),
    ("POST", "/desk/people/<int:person>/disable"): ("administrator", "own organisation"),
    ("POST", "/desk/people/<int:person>/enable"): ("administrator", "own organisation"),
    ("POST", "/desk/people/invitations/<int:invitation>/withdraw"): ("administrator", "own organisation"),
    ("GET", "/desk/organisations"): (INVITING, "own region, lower kinds"),
    ("POST", "/desk/organisations"): (INVITING, "own region, lower kinds"),
    ("GET", "/desk/account"): (MEMBERS, "own account"),
    ("POST", "/desk/account/password"): (MEMBERS, "own account; failures of the person"),
    ("POST", "/desk/account/second-factor"): (MEMBERS, "own account; failures of the person"),
    ("POST", "/desk/account/sign-out-everywhere"): (MEMBERS, "own account"),
    ("GET", "/desk/audit"): ("auditor", "own organisation"),
    ("GET", "/desk/statistics"): (WATCHING, "authorities only; no personal data"),
}
