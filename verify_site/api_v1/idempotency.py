"""The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): what is repeated within a day is paid once.

Only two keyed hashes are kept, of the header and of the body, so that the table tells nobody who was asked about. The
answer is not kept but read again: a verification changes nothing, and a certificate that was revoked between the first
answer and its repetition must not be called valid.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import delete
from sqlalchemy.orm import Session

from verify_site.errors import BodyChanged, IdempotencyKeyUnreadable
from verify_site.models import ApiRequest

KEPT = timedelta(hours=24)
_TEXT = re.compile(r'"[\x20\x21\x23-\x5b\x5d-\x7e]{1,255}"|[\x21\x23-\x5b\x5d-\x7e]{1,255}')
Index: TypeAlias = Callable[[bytes], bytes]
"""A keyed hash of 32 bytes."""


def read_header(text: str) -> bytes:
    """The header's value: a string of RFC 8941 in quotes, or the same without them."""
    if not _TEXT.fullmatch(text):
        raise IdempotencyKeyUnreadable
    return text.strip('"').encode()


def is_repeated(session: Session, key_id: int, header: bytes, body: bytes, *, index: Index, now: datetime) -> bool:
    """Whether this key sent this body under this header within a day; notes it otherwise.

    Raises `BodyChanged` where another body was sent under it. Call it while the key is locked.
    """
    session.execute(delete(ApiRequest).where(ApiRequest.at < now - KEPT))
    idempotency, digest = index(b"key " + header), index(b"body " + body)
    earlier = session.get(ApiRequest, (key_id, idempotency))
    if earlier is None:
        session.add(ApiRequest(key_id=key_id, idempotency=idempotency, body=digest, at=now))
        return False
    if earlier.body != digest:
        raise BodyChanged
    return True
