"""How often one network may ask, by what it asks. The only place with these figures.

    limits = Limits(app, store="memory://", enabled=True)
    limits.look_up()          # one typed look-up; raises RateLimitExceeded (429)

A network is an IPv4 /24 or an IPv6 /64: the smallest unit that one household or office is given. Counters live in the
process or in Redis; with Redis out of reach each process goes on counting for itself. Keys are networks and row ids, so
that the store never holds a code, a name or a number.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple, TypeVar, cast

from flask import Flask, current_app, g, request
from flask_limiter import Limiter, RateLimitExceeded
from limits import parse
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter

from verify_site.errors import TooManyTurns, TooOften

SCANS = "600 per minute"
LOOK_UPS = "30 per minute; 200 per hour"
TURNS = "240 per minute"
FRAMES = "300 per minute"
"""Looks of a camera whose browser cannot read codes itself: four a second, and a little."""
UPLOADS = "60 per minute"
IDENTITIES = "10 per hour"
LISTS = "10 per hour"
LIST_ROWS = "30000 per day"
"""Rows of all lists together: a list guesses no faster than thirty people who type for a day."""
RECEIPTS = "30 per minute; 300 per hour"
PACKS = "20 per minute; 200 per hour"
PHOTOS = "20 per minute; 200 per hour"
HAND_OVERS = "20 per hour"
"""Openings of a hand-over code whose check symbol fits; a mistyped one is looked up nowhere and costs nothing."""
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


class Window(NamedTuple):
    """One budget: what it allows in how many seconds, what is left, and in how many seconds it is full again."""

    name: str
    allowed: int
    seconds: int
    left: int
    resets_in: int


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
        budget = self._budget
        self.scan, self.look_up = budget(SCANS, "scan"), budget(LOOK_UPS, "look-up")
        self.identity = budget(IDENTITIES, "identity")
        self._identity_of_one = budget(
            IDENTITIES_OF_ONE_CERTIFICATE, "identity of one", key_func=_network_and_certificate
        )
        self._turn, self._frame, self._upload = (
            budget(TURNS, "turn"),
            budget(FRAMES, "frame"),
            budget(UPLOADS, "upload"),
        )
        self._pack, self._photo = budget(PACKS, "pack"), budget(PHOTOS, "photo")
        self._hand_over = budget(HAND_OVERS, "hand-over")
        self._list = budget(LISTS, "list")
        self._list_rows = budget(LIST_ROWS, "list rows", cost=lambda: g.list_rows)
        self._receipt = budget(RECEIPTS, "receipt")

    def _budget(self, figures: str, scope: str, **options: Any) -> Callable[[], None]:
        """A function that spends one unit of the asking network's budget of this name; raises `RateLimitExceeded`."""

        def spend() -> None:
            """Spend one unit."""

        # The limiter knows what it limits by module and name.
        spend.__name__ = spend.__qualname__ = f"spend {scope}"
        return cast("Callable[[], None]", self._limiter.shared_limit(figures, scope=scope, **options)(spend))

    def list_of(self, rows: int) -> None:
        """Spend one list and its rows; raises `TooOften`."""
        g.list_rows = rows
        self._spend(self._list)
        self._spend(self._list_rows)

    def receipt(self) -> None:
        """Spend one receipt; raises `TooOften`."""
        self._spend(self._receipt)

    def identity_of(self, certificate_id: int) -> None:
        """Spend one identity number for this certificate."""
        g.certificate_id = certificate_id
        self._identity_of_one()

    def frame(self) -> None:
        """Spend one look of the camera; raises `TooOften`."""
        self._spend(self._frame)

    def upload(self) -> None:
        """Spend one uploaded file; raises `TooOften`."""
        self._spend(self._upload)

    def pack(self) -> None:
        """Spend one pack or checklist; raises `TooOften`."""
        self._spend(self._pack)

    def photo(self) -> None:
        """Spend one photo; raises `TooOften`."""
        self._spend(self._photo)

    def hand_over(self) -> None:
        """Spend one opening of a hand-over code; raises `TooOften`."""
        self._spend(self._hand_over)

    @staticmethod
    def _spend(budget: Callable[[], None]) -> None:
        try:
            budget()
        except RateLimitExceeded as error:
            raise TooOften from error

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

    def headers(self) -> dict[str, str]:
        """The network's budget after this request, where it spent of one."""
        spent = self._limiter.current_limit
        if spent is None:
            return {}
        seconds = spent.limit.get_expiry()
        left = max(0, spent.remaining)
        return rate_limit_headers([Window("network", spent.limit.amount, seconds, left, self.retry_after())])

    def retry_after(self) -> int:
        """Seconds until the exceeded budget is full again."""
        spent = self._limiter.current_limit
        return max(1, spent.reset_at - int(time.time())) if spent is not None else 60


def rate_limit_headers(windows: Sequence[Window]) -> dict[str, str]:
    """`RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10)."""
    return {
        "RateLimit-Policy": ", ".join(f'"{each.name}";q={each.allowed};w={each.seconds}' for each in windows),
        "RateLimit": ", ".join(f'"{each.name}";r={each.left};t={each.resets_in}' for each in windows),
    }


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
