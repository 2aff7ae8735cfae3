"""What the site answers from, opened once at start: registry (read-only), key set, official address, identity vault.

service = open_service(settings)      raises SpokenError with what to do where anything is missing
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import cast

from flask import current_app
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from registry.database import open_registry, require_current_schema
from registry.sealing import IdentityVault, load_vault
from registry.settings import Settings
from registry.verification import (
    Verification,
    identity_matches,
    match_name,
    match_verification_code,
    photo_of,
    verify_code,
)
from signing.address import Address
from signing.errors import SigningError
from verify_site.keys import KeyFile

LOCK_WAIT = 1.0
"""Seconds a public look-up waits for a locked SQLite file before it answers `status_unknown`."""
WRITER_WAIT = 5.0
"""Seconds that a write of the desk waits for another one."""


@dataclass(frozen=True, slots=True)
class Service:
    """Everything a request needs that outlives it."""

    settings: Settings
    registry: Engine
    keys: KeyFile
    vault: IdentityVault
    address: Address

    @property
    def writer(self) -> Engine:
        """What the desk, packs and counters write by; opened by the first that needs it. A verification never does."""
        return _writer(self.settings.database)

    def check_code(self, text: str) -> Verification:
        """The verdict on a scanned or pasted code."""
        return verify_code(
            text, keys=self.keys.current(), registry=self.registry, address=self.address, now=datetime.now(UTC)
        )

    def check_name(self, number: str, name: str) -> Verification:
        """The verdict on a typed number and name."""
        return match_name(number, name, registry=self.registry, now=datetime.now(UTC))

    def check_verification_code(self, number: str, code: str) -> Verification:
        """The verdict on a typed number and verification code."""
        return match_verification_code(number, code, registry=self.registry, now=datetime.now(UTC))

    def same_person(self, certificate_id: int, identity: str) -> bool:
        """Whether the identity number is the holder's; raises SQLAlchemy's errors on a fault."""
        return identity_matches(
            certificate_id, identity, registry=self.registry, vault=self.vault, now=datetime.now(UTC)
        )

    def photo(self, certificate_id: int) -> str | None:
        """The holder's photo as a data URI. A fault leaves it out: the verdict does not hang on it."""
        try:
            jpeg = photo_of(certificate_id, registry=self.registry)
        except SQLAlchemyError:
            return None
        return None if jpeg is None else "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()

    def code_in(self, text: str) -> str | None:
        """The digits in a text that was already accepted as a code; None where there are none."""
        try:
            return self.address.code_in(text)
        except SigningError:
            return None


@lru_cache(maxsize=4)
def _writer(database: str) -> Engine:
    return open_registry(database, wait=WRITER_WAIT)


def open_service(settings: Settings) -> Service:
    """Open and check everything the site needs before it answers anything."""
    registry = open_registry(settings.database, read_only=True, wait=LOCK_WAIT)
    require_current_schema(registry)
    return Service(
        settings=settings,
        registry=registry,
        keys=KeyFile(settings.keys_file),
        vault=load_vault(settings.identity_key_file),
        address=Address.parse(settings.address),
    )


def service() -> Service:
    """The service of the application that is answering."""
    return cast(Service, current_app.extensions["service"])
