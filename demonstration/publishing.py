"""The demonstration's public files, written when it is built; its status lists are signed anew at every start."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from registry import publishing
from registry.database import open_registry
from registry.settings import Settings
from signing.address import Address
from signing.keys import Purpose
from signing.keystore import KeyStore
from signing.private_files import read_passphrase


def publish(engine: Engine, store: KeyStore, settings: Settings, now: datetime) -> None:
    """Write the public keys and the status lists, signed by the provincial office."""
    signer = store.signer_for("hubei", Purpose.STATUS_LISTS)
    address = Address.parse(settings.address)
    folder = settings.keys_file.parent
    publishing.publish(engine, folder, keys=store.key_set(), signer=signer, address=address, now=now)


def publish_again(settings: Settings, now: datetime) -> None:
    """Renew the status lists, whose life is a week, of a demonstration that was built before."""
    engine = open_registry(settings.database, read_only=True)
    publish(engine, KeyStore(settings.keystore, read_passphrase(settings.passphrase_file)), settings, now)
    engine.dispose()
