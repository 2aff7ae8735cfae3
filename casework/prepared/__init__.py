"""A case that a person prepared for their unit, kept sealed under the hand-over code for ninety days.

    code = store_case(session, PreparedCase("hubei-2013-80", "lost", facts, today), now=now, random_bytes=os.urandom)
    shown(code)                                  # "7Q2M-XK4D-0PZR-V3T9"
    prepared = open_case(session, code, now=now) # what the unit's desk loads
    delete_case(session, code)

A row holds its id, the sealed bytes and the last day; both its id and the key that opens it are derived from the code,
which is never stored. Nothing here submits anything. docs/adr/0008-prepared-cases.md says why.
"""

from casework.prepared.cases import (
    DAYS,
    LONGEST_DETAIL,
    MOST_DETAILS,
    PreparedCase,
    delete_case,
    open_case,
    purge,
    store_case,
)
from casework.prepared.codes import LENGTH, new_code, read_code, shown
from casework.prepared.errors import (
    CaseNotPrepared,
    HandOverDamaged,
    HandOverError,
    HandOverExpired,
    HandOverMistyped,
    HandOverUnknown,
    RulesGone,
)

__all__ = [
    "DAYS",
    "LENGTH",
    "LONGEST_DETAIL",
    "MOST_DETAILS",
    "CaseNotPrepared",
    "HandOverDamaged",
    "HandOverError",
    "HandOverExpired",
    "HandOverMistyped",
    "HandOverUnknown",
    "PreparedCase",
    "RulesGone",
    "delete_case",
    "new_code",
    "open_case",
    "purge",
    "read_code",
    "shown",
    "store_case",
]
