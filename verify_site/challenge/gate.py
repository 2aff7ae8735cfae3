"""Asks a network that missed often for a solved challenge, or for a minute of patience, before a typed look-up.

    require_solution()        raises ChallengeNeeded, which problems.py answers as a page or as a 429 problem

The answer comes in the form field `challenge` or the header `Challenge-Solution`: the token, a colon, and the counter
found; without a counter the token is a waiting ticket, good after `PATIENCE` seconds. docs/api.md tells programs how.
"""

from __future__ import annotations

import os
import time

from flask import request

from verify_site.challenge.page import FIELD
from verify_site.challenge.puzzle import Challenge, ChallengeInvalid, Sign, bits_after, issue, read, solves
from verify_site.errors import ChallengeNeeded
from verify_site.limits import FREE_MISSES, PATIENCE, limits, network
from verify_site.service import service

HEADER = "Challenge-Solution"


def require_solution() -> None:
    """Let the request pass, or raise `ChallengeNeeded` with what is to be done first."""
    if limits().misses() < FREE_MISSES:
        return
    now = int(time.time())
    token, _, counter = (request.headers.get(HEADER) or request.form.get(FIELD, "")).partition(":")
    try:
        challenge = read(token, network(), sign=_sign(), now=now)
    except ChallengeInvalid:
        raise _needed(_new(now), PATIENCE) from None
    _require_work_or_patience(challenge, counter, now)


def _require_work_or_patience(challenge: Challenge, counter: str, now: int) -> None:
    solved = solves(challenge, counter)
    left = challenge.issued + PATIENCE - now
    if not solved and left > 0:
        raise _needed(challenge, left)
    if not solved and not limits().wait_is_over():
        # Somebody else of the same network came through by waiting within this minute.
        raise _needed(challenge, PATIENCE)
    if not limits().first_use(challenge.token):
        raise _needed(_new(now), PATIENCE)


def _new(now: int) -> Challenge:
    bits = bits_after(limits().misses(), FREE_MISSES)
    return issue(network(), bits, sign=_sign(), now=now, random_bytes=os.urandom)


def _sign() -> Sign:
    return service().vault.sealer("challenge").index


def _needed(challenge: Challenge, wait: int) -> ChallengeNeeded:
    return ChallengeNeeded(token=challenge.token, bits=challenge.bits, expires=challenge.expires, wait=wait)
