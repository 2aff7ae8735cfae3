"""What stands behind a receipt's own code: what was found then, its life, and what holds now.

held = held_in(text)          # None where the text holds no receipt
held.now.verdict              # Verdict.REVOKED, though the receipt says valid
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from registry.receipts import holds_now
from registry.verification import Verification
from signing.errors import SigningError, UntrustedKey
from signing.receipt_words import stated
from signing.receipts import CheckedCertificate, SignedReceipt, open_receipt
from verify_site.service import service


@dataclass(frozen=True, slots=True)
class Held:
    """A genuine receipt, whether its life is over, and what the registry says now; a list is not asked for again."""

    signed: SignedReceipt
    expired: bool
    now: Verification | None


def held_in(text: str) -> Held | None:
    """The receipt in a text; None where there is no genuine one. Raises `UntrustedKey` for a key withdrawn since."""
    try:
        signed = open_receipt(service().address.code_in(text), service().keys.current())
    except UntrustedKey:
        raise
    except SigningError:
        return None
    now = datetime.now(UTC)
    of_one = isinstance(signed.receipt.subject, CheckedCertificate)
    found = holds_now(signed.receipt, registry=service().registry, now=now) if of_one else None
    return Held(signed, signed.receipt.expired(now), found)


def members(held: Held) -> dict[str, Any]:
    """The JSON member `receipt`; the verdict beside it stays `malformed`, because a receipt is no certificate."""
    return {**stated(held.signed, expired=held.expired), "now": _now(held.now)}


def _now(found: Verification | None) -> dict[str, Any] | None:
    if found is None:
        return None
    changed_on = None if found.changed_on is None else found.changed_on.isoformat()
    return {"verdict": found.verdict, "checked_at": _moment(found.checked_at), "changed_on": changed_on}


def _moment(moment: datetime) -> str:
    return f"{moment.isoformat()[:19]}Z"
