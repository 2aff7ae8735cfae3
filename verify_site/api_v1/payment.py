"""Who pays for a request of the API: an employer's key, by its quota, or the network that asks.

    payment = pay(len(items))          raises KeyUnknown (401), QuotaSpent (429), BodyChanged (422)
    check_code(text, Way.API, payment.budget)
    response.headers.update(payment.headers())

A key pays before anything is looked up, in one transaction of the database; where that fails the request fails (503),
so that no fault makes a quota larger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import request
from sqlalchemy.orm import Session

from registry.database import writing
from verify_site.api_v1 import idempotency
from verify_site.api_v1.keys import Quota, known, lock_key, quota, read_key, spend
from verify_site.checking import NETWORK, Budget, Prepaid
from verify_site.errors import IdempotencyNeedsKey, KeyUnknown
from verify_site.limits import limits, rate_limit_headers
from verify_site.service import service


@dataclass(frozen=True, slots=True)
class Payment:
    """Who pays, and the headers that say what is left."""

    budget: Budget
    headers: Callable[[], Mapping[str, str]]


def pay(cost: int) -> Payment:
    """Spend a key's quota for `cost` verifications; without a key the network will pay for each of them."""
    # Straight from the environment: Flask's map of headers would cost a check more than all of its counting.
    environ = request.environ
    authorization, header = environ.get("HTTP_AUTHORIZATION"), environ.get("HTTP_IDEMPOTENCY_KEY")
    if authorization is None:
        if header is not None:
            raise IdempotencyNeedsKey
        return Payment(NETWORK, limits().headers)
    left = _spend(_digest(authorization), cost, header)
    return Payment(Prepaid(), lambda: rate_limit_headers(left.windows))


def _digest(authorization: str) -> bytes:
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise KeyUnknown
    digest = read_key(text.strip())
    with Session(service().registry) as session:
        # Asked of the reader first, so that guessed keys never take the write lock.
        if not known(session, digest):
            raise KeyUnknown
    return digest


def _spend(digest: bytes, cost: int, header: str | None) -> Quota:
    now = datetime.now(UTC)
    name = None if header is None else idempotency.read_header(header)
    with writing(service().writer) as session:
        key = lock_key(session, digest)
        if name is not None:
            index = service().vault.sealer("idempotency").index
            body = request.path.encode() + b" " + request.get_data()
            if idempotency.is_repeated(session, key.id, name, body, index=index, now=now):
                return quota(key, now=now)
        return spend(session, key, cost, now=now)
