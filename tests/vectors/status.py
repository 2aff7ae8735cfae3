"""Keys and tokens of status lists for tests; like the other vectors, all of it is fixed and publicly known."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from signing.keys import P256_ORDER, Purpose
from signing.software import SoftwareSigner
from signing.status_list import LIFE, TTL, StatusList, write_token
from tests.vectors.make import KEYS, private_es256, signer_of

STATUS = signer_of(private_es256("status-lists"), Purpose.STATUS_LISTS)
ALL_KEYS = KEYS.with_key(STATUS.key)
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
URI = "https://zc.example/status/1.cwt"
REVOKED = 73214
"""The place of the typical code, which the list says is no longer in force."""


def token(statuses: StatusList | None = None, signer: SoftwareSigner = STATUS, **changes: Any) -> bytes:
    """A token of list 1 in which `REVOKED` is set, unless something is changed."""
    said: dict[str, Any] = {"uri": URI, "now": NOW, "ttl": TTL, "life": LIFE} | changes
    return write_token(statuses or StatusList.of([REVOKED]), signer, **said)


def high_s(raw: bytes) -> bytes:
    """The same signature in its other form."""
    return raw[:-32] + (P256_ORDER - int.from_bytes(raw[-32:], "big")).to_bytes(32, "big")
