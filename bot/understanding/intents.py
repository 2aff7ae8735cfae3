"""The twelve things a sentence may want: a closed list, and the only intents the model knows.

Intent("lost")             # Intent.LOST
Intent.LOST.offered        # True: it may be a button
"""

from __future__ import annotations

from enum import StrEnum


class Intent(StrEnum):
    """What a sentence wants; the value is the word that the JSON API shows."""

    LOST = "lost"
    DAMAGED = "damaged"
    CONFIRM = "confirm"
    RENEW = "renew"
    VERIFY = "verify"
    FORMS = "forms"
    SELF_SUBMIT = "self_submit"
    FEES = "fees"
    WHERE_WHEN = "where_when"
    CORRECTION = "correction"
    GREETING = "greeting"
    OUT_OF_SCOPE = "out_of_scope"

    @property
    def offered(self) -> bool:
        """Whether it may be among the choices: a greeting leads nowhere, and out of scope is "none of these"."""
        return self not in (Intent.GREETING, Intent.OUT_OF_SCOPE)
