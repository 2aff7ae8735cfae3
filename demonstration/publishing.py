"""The demonstration's public files, written when it is built; its status lists are signed anew at every start."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from registry import publishing
from registry.database import open_registry
from registry.desk import Desk
from registry.settings import Settings
from signing.address import Address


def publish(engine: Engine, settings: Settings, now: datetime) -> None:
    """Write the public keys and the status lists, as `python -m registry publish` does."""
    desk = Desk(settings, engine, engine)
    keys, signer = desk.published_keys(), desk.list_signer()
    address = Address.parse(settings.address)
    publishing.publish(engine, settings.keys_file.parent, keys=keys, signer=signer, address=address, now=now)


def publish_again(settings: Settings, now: datetime) -> None:
    """Renew the status lists, whose life is a week, of a demonstration that was built before."""
    engine = open_registry(settings.database, read_only=True)
    publish(engine, settings, now)
    engine.dispose()
