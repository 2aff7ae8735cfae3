"""A check as every part of the site makes it: answered, spent from somebody's budget, counted in the statistics.

    found = check_code(text, Way.SCAN)
    found = check_name(number, name, Way.API, budget=Prepaid())

The network that asks pays (`Network`), unless an API key has paid beforehand.
"""

from __future__ import annotations

import logging
from typing import Protocol

from registry.verification import Verdict, Verification
from verify_site.challenge.gate import require_solution
from verify_site.limits import limits
from verify_site.service import service
from verify_site.statistics.counting import Other, Way, count

alarms = logging.getLogger("verify_site.alarms")


class Budget(Protocol):
    """Who pays for a check; a method raises where there is nothing left."""

    def scan(self) -> None:
        """Pay for a code without a right signature."""

    def look_up(self) -> None:
        """Pay for a typed number, before it is looked up."""

    def missed(self) -> None:
        """Note that a typed number and what was typed with it do not belong together."""


class Network:
    """The network that asks: a limited number of look-ups, and after some misses a solved challenge for each."""

    def scan(self) -> None:
        """Raise `RateLimitExceeded` after too many codes without a right signature."""
        limits().scan()

    def look_up(self) -> None:
        """Raise `ChallengeNeeded` after too many misses, `RateLimitExceeded` after too many look-ups."""
        require_solution()
        limits().look_up()

    def missed(self) -> None:
        """Bring the network's challenge nearer."""
        limits().miss()


class Prepaid:
    """A key whose quota was spent before the check."""

    def scan(self) -> None:
        """Nothing more to pay."""

    def look_up(self) -> None:
        """Nothing more to pay."""

    def missed(self) -> None:
        """The quota bounds what a key may guess."""


NETWORK = Network()


def check_code(text: str, way: Way, budget: Budget = NETWORK) -> Verification:
    """The verdict on a code that came this way."""
    return note(judge_code(text, budget), way)


def judge_code(text: str, budget: Budget = NETWORK) -> Verification:
    """The verdict on a code, not counted. Only a code without a right signature is paid for: a genuine one cannot be
    guessed, so there is nothing to harvest, and a fair full of employers behind one address is answered.
    """
    found = service().check_code(text)
    if found.printed is None:
        budget.scan()
    return found


def check_name(number: str, name: str, way: Way, budget: Budget = NETWORK) -> Verification:
    """The verdict on a typed number and name. Whoever asks has paid by `budget.look_up()` before."""
    return _typed(service().check_name(number, name), way, budget)


def check_verification_code(number: str, code: str, way: Way, budget: Budget = NETWORK) -> Verification:
    """The verdict on a typed number and verification code; paid for like a name."""
    return _typed(service().check_verification_code(number, code), way, budget)


def note(found: Verification, way: Way) -> Verification:
    """Count a verdict, or a receipt's code, in the statistics. A genuine signature without an entry is an alarm."""
    count(way, Other.RECEIPT if found.is_receipt else found.verdict, found.foreign_host)
    if found.verdict is Verdict.NOT_REGISTERED:
        alarms.error("ALARM not_registered key=%s", found.key_id)
    return found


def _typed(found: Verification, way: Way, budget: Budget) -> Verification:
    if found.verdict is Verdict.NO_MATCH:
        budget.missed()
    return note(found, way)
