"""Who may use the desk's routes, and what limits them. Roles are values of `Role`, with `@` and a kind if it matters.

Whoever is not named here is answered 401, 403 or 404, or led to the sign-in; `test_access_table.py` walks every cell.
"""

from __future__ import annotations

from casework.accounts.words import AUTHORITIES, OrganisationKind, Role
from tests.verify_site.access.words import EVERYBODY, MEMBERS, PASSWORD

INVITING = "administrator@province administrator@prefecture administrator@county administrator@committee_office"
EVERY_ROLE = " ".join(Role)
DRAFTING = "clerk submitter"
HANDLING = "clerk submitter reviewer decider"
HERE = "own organisation, or one that the case has reached"
WATCHING = " ".join(f"{role}@{kind}" for role in ("administrator", "auditor") for kind in sorted(AUTHORITIES))
OFFICES = sorted(AUTHORITIES | {OrganisationKind.AGENCY})
REVIEWING = " ".join(f"reviewer@{kind}" for kind in OFFICES)
DECIDING = " ".join(f"decider@{kind}" for kind in sorted(AUTHORITIES))
OFFICERS = f"{REVIEWING} {DECIDING}"
REACHED = "an office that the case has reached; the table of moves"

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
    ("GET", "/desk/hand-over"): (DRAFTING, "session"),
    ("POST", "/desk/hand-over"): (DRAFTING, "75 random bits of the code"),
    ("POST", "/desk/hand-over/draft"): (DRAFTING, "75 random bits of the code"),
    ("GET", "/desk/cases"): (MEMBERS, "own organisation"),
    ("POST", "/desk/cases"): (DRAFTING, "own organisation"),
    ("GET", "/desk/cases/new"): (DRAFTING, "session"),
    ("GET", "/desk/cases/<int:application>"): (EVERY_ROLE, HERE),
    ("GET", "/desk/cases/<int:application>/draft"): (DRAFTING, "own organisation"),
    ("POST", "/desk/cases/<int:application>/draft"): (DRAFTING, "own organisation, the version shown"),
    ("GET", "/desk/cases/<int:application>/submit"): (DRAFTING, "own organisation"),
    ("POST", "/desk/cases/<int:application>/submit"): ("submitter", "own organisation, the version shown"),
    ("POST", "/desk/cases/<int:application>/withdraw"): ("submitter", "own organisation, the version shown"),
    ("GET", "/desk/cases/<int:application>/files/<int:file>"): (HANDLING, HERE),
    ("GET", "/desk/cases/<int:application>/forms/<form>.<format>"): (HANDLING, HERE),
    ("GET", "/desk/cases/<int:application>/checklist.pdf"): (EVERY_ROLE, HERE),
    ("GET", "/desk/cases/<int:application>/roster"): (DRAFTING, "own organisation"),
    ("POST", "/desk/cases/<int:application>/roster"): (DRAFTING, "own organisation, the version shown"),
    ("GET", "/desk/cases/<int:application>/roster.xlsx"): (HANDLING, HERE),
    ("GET", "/desk/audit"): ("auditor", "own organisation"),
    ("GET", "/desk/statistics"): (WATCHING, "authorities only; no personal data"),
    ("GET", "/desk/queue"): (OFFICERS, "what waits for the own office"),
    ("POST", "/desk/queue/batch"): (OFFICERS, "each case as if it were sent alone; 50 at once"),
    ("POST", "/desk/cases/<int:application>/opinion"): (REVIEWING, REACHED),
    ("POST", "/desk/cases/<int:application>/return"): (OFFICERS, REACHED),
    ("POST", "/desk/cases/<int:application>/approve"): (DECIDING, REACHED),
    ("POST", "/desk/cases/<int:application>/refuse"): (DECIDING, REACHED),
    ("POST", "/desk/cases/<int:application>/second"): (DECIDING, REACHED),
    ("GET", "/desk/cases/<int:application>/entries"): (OFFICERS, REACHED),
    ("POST", "/desk/cases/<int:application>/entries"): (OFFICERS, REACHED),
    ("POST", "/desk/cases/<int:application>/originals"): (OFFICERS, REACHED),
    ("POST", "/desk/cases/<int:application>/collection"): (OFFICERS, REACHED),
    ("POST", "/desk/cases/<int:application>/false-material"): (DECIDING, REACHED),
    ("GET", "/desk/notices"): (MEMBERS, "own organisation"),
    ("POST", "/desk/notices/seen"): (MEMBERS, "own organisation"),
    ("GET", "/desk/settings"): ("administrator", "own organisation"),
    ("POST", "/desk/settings/mail"): ("administrator", "own organisation"),
    ("POST", "/desk/settings/deciders"): (
        " ".join(f"administrator@{kind}" for kind in sorted(AUTHORITIES)),
        "own organisation",
    ),
}
