"""Where the desk meets the world: the clock, randomness, the doorkeeper, and the cookie of a visitor.

    edge().now, edge().keeper.sign_in(…)
    visitor().token            # what the cookie holds; csrf_of(token) is what every form must bring along

A visitor who has not signed in has a random token too, stored nowhere, so that the forms of the sign-in are guarded by
the same rule as all others. Signing in always gives another.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import Response, current_app, g, request
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.accounts.passwords import Passwords
from casework.accounts.sessions import SignedIn, find_session, new_token, token_digest
from casework.accounts.sign_in import PURPOSE, Doorkeeper
from registry.database import writing
from verify_site.service import Service, service


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Edge:
    """The effects that the desk's views use."""

    keeper: Doorkeeper
    clock: Callable[[], datetime]

    @property
    def now(self) -> datetime:
        """The moment at which this is asked."""
        return self.clock()

    @property
    def random_bytes(self) -> Callable[[int], bytes]:
        """The source of tokens and secrets."""
        return self.keeper.random_bytes


def open_edge(served: Service, passwords: Passwords | None = None, clock: Callable[[], datetime] = _now) -> Edge:
    """The edge over a site's registry and vault."""
    sealer = served.vault.sealer(PURPOSE)
    return Edge(Doorkeeper(served.writer, passwords or Passwords(), sealer, os.urandom), clock)


def edge() -> Edge:
    """The edge of the application that is answering."""
    found = current_app.extensions.get("desk")
    if found is None:
        found = current_app.extensions.setdefault("desk", open_edge(service()))
    return cast(Edge, found)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the token of their cookie, if it is one, and what it stands for."""

    token: str | None
    signed_in: SignedIn | None


def visitor() -> Visitor:
    """Who asks; looked up once for each request."""
    if "desk_visitor" not in g:
        token = request.cookies.get(cookie_name())
        g.desk_visitor = _look_up(token if token is not None and token_digest(token) is not None else None)
    return cast(Visitor, g.desk_visitor)


def _look_up(token: str | None) -> Visitor:
    if token is None:
        return Visitor(None, None)
    with reading() as session:
        return Visitor(token, find_session(session, token, now=edge().now))


def signed_in() -> SignedIn:
    """Who asks, in a view that needs at least a password."""
    found = visitor().signed_in
    assert found is not None  # noqa: S101 - the gate has admitted nobody else
    return found


def member() -> Member:
    """Who asks, in a view that needs a member."""
    found = signed_in().member
    assert found is not None  # noqa: S101 - likewise
    return found


@contextmanager
def reading() -> Iterator[Session]:
    """A session that only reads."""
    with Session(service().registry) as session:
        yield session


@contextmanager
def changing() -> Iterator[Session]:
    """A transaction of the desk, committed at the end."""
    with writing(service().writer) as session:
        yield session


def csrf_of(token: str) -> str:
    """What every form brings along to show that this site made it for this session."""
    return hmac.digest(token.encode(), b"form of the desk", "sha256").hex()


def fresh_token() -> str:
    """The token of a visitor who has not signed in."""
    return new_token(edge().random_bytes)


def cookie_name() -> str:
    """With HTTPS the browser itself holds the cookie to this host and to HTTPS."""
    return "__Host-desk" if _https() else "desk"


def give_cookie(response: Response, token: str) -> Response:
    """Put the token into the visitor's browser."""
    # A cookie of a __Host- name has to be valid for the whole host.
    path = "/" if _https() else "/desk"
    response.set_cookie(cookie_name(), token, secure=_https(), httponly=True, samesite="Strict", path=path)
    return response


def _https() -> bool:
    return service().address.scheme == "https"
