"""How often one network may ask, by what it asks. The only place with these figures.

    limits = Limits(app, store="memory://", enabled=True)
    limits.look_up()          # one typed look-up; raises RateLimitExceeded (429)

A network is an IPv4 /24 or an IPv6 /64: the smallest unit that one household or office is given. Counters live in the
process or in Redis; with Redis out of reach each process goes on counting for itself. Keys are networks and row ids, so
that the store never holds a code, a name or a number.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request
from flask_limiter import Limiter, RateLimitExceeded
from limits import parse
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter

from verify_site.errors import TooManyTurns

SCANS = "600 per minute"
LOOK_UPS = "30 per minute; 200 per hour"
TURNS = "240 per minute"
IDENTITIES = "10 per hour"
IDENTITIES_OF_ONE_CERTIFICATE = "5 per hour"
FREE_MISSES = 10
"""Misses of a network in an hour after which each typed look-up needs a solved challenge."""
MISSES = parse("1000 per hour")
"""How misses are counted; more than that cannot come, because look-ups are limited."""
PATIENCE = 60
"""Seconds after which a challenge may be sent back unsolved."""
WAITS = parse(f"1 per {PATIENCE} second")
"""How often a network may pass by waiting, however many tickets it holds."""
USES = parse("1 per 10 minute")
"""A challenge is good once; it expires before this is forgotten."""
STORE_PATIENCE = 0.5
"""Seconds to wait for Redis before counting alone."""

Counted = TypeVar("Counted")


class Limits:
    """The budgets of an application; each method spends one unit of the asking network's budget."""

    def __init__(self, app: Flask, *, store: str, enabled: bool) -> None:
        options: dict[str, Any] = {"wrap_exceptions": True}
        if store.startswith("redis"):
            options |= {"socket_connect_timeout": STORE_PATIENCE, "socket_timeout": STORE_PATIENCE}
        self._enabled = enabled
        self._alone = FixedWindowRateLimiter(MemoryStorage())
        self._limiter = Limiter(
            network,
            app=app,
            storage_uri=store,
            storage_options=options,
            strategy="fixed-window",
            in_memory_fallback_enabled=True,
            key_prefix="certificates",
            enabled=enabled,
        )
        shared = self._limiter.shared_limit

        @shared(SCANS, scope="scan")
        def scan() -> None:
            """Spend one scan."""

        @shared(LOOK_UPS, scope="look-up")
        def look_up() -> None:
            """Spend one typed look-up."""

        @shared(TURNS, scope="turn")
        def turn() -> None:
            """Spend one turn of the guide."""

        @shared(IDENTITIES, scope="identity")
        def identity() -> None:
            """Spend one identity number."""

        @shared(IDENTITIES_OF_ONE_CERTIFICATE, scope="identity of one", key_func=_network_and_certificate)
        def identity_of_one() -> None:
            """Spend one identity number for one certificate."""

        self.scan, self.look_up, self.identity = scan, look_up, identity
        self._identity_of_one, self._turn = identity_of_one, turn

    def identity_of(self, certificate_id: int) -> None:
        """Spend one identity number for this certificate."""
        g.certificate_id = certificate_id
        self._identity_of_one()

    def guide(self) -> None:
        """Spend one turn of the guide; raises `TooManyTurns`, because its words differ from a look-up's."""
        try:
            self._turn()
        except RateLimitExceeded as error:
            raise TooManyTurns from error

    def miss(self) -> None:
        """Note that the asking network missed."""
        if self._enabled:
            self._count(lambda counter: counter.hit(MISSES, "miss", network()))

    def misses(self) -> int:
        """How often the asking network missed within the hour; none where limits are off."""
        if not self._enabled:
            return 0
        return (
            MISSES.amount - self._count(lambda counter: counter.get_window_stats(MISSES, "miss", network())).remaining
        )

    def wait_is_over(self) -> bool:
        """Spend the asking network's one passage by waiting; False where it is spent."""
        return self._count(lambda counter: counter.hit(WAITS, "wait", network()))

    def first_use(self, token: str) -> bool:
        """Spend a challenge; False where it was spent before."""
        return self._count(lambda counter: counter.hit(USES, "challenge", token))

    def _count(self, ask: Callable[[RateLimiter], Counted]) -> Counted:
        """Ask the store, or the process alone where the store is away."""
        try:
            return ask(self._limiter.limiter)
        except StorageError:
            return ask(self._alone)

    def retry_after(self) -> int:
        """Seconds until the exceeded budget is full again."""
        spent = self._limiter.current_limit
        return max(1, spent.reset_at - int(time.time())) if spent is not None else 60


def limits() -> Limits:
    """The limits of the application that is answering."""
    return cast(Limits, current_app.extensions["limits"])


def network() -> str:
    """The network that asks; never empty, because an empty key would not be limited."""
    return _network_of(request.remote_addr or "")


def _network_and_certificate() -> str:
    return f"{network()} {g.certificate_id}"


@lru_cache(65536)
def _network_of(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return str(ip_network((found, 64), strict=False))
        found = found.ipv4_mapped
    return str(ip_network((found, 24), strict=False))
