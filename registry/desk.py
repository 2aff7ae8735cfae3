"""What every command of `python -m registry` works with: settings, engines, keys, the clock, shared options."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Engine

from registry.settings import Settings
from signing.keys import KeySet, Purpose, Signer
from signing.keystore import KeyStore
from signing.private_files import read_passphrase

json_option = click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。 Print one line of JSON.")
actor_option = click.option(
    "--actor", envvar="CERT_ACTOR", default=getpass.getuser, help="经办人，记入事件。 Who does it; kept in the event."
)
issuer_option = click.option("--issuer", required=True, help="发证机关编号。 The issuing authority's id.")
named_issuer = click.option(
    "--issuer", default=None, help="编号重复时指明发证机关。 Names the issuer where numbers repeat."
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every command works with."""

    settings: Settings
    engine: Engine
    reader: Engine

    @property
    def now(self) -> datetime:
        """The one place where these commands read the clock."""
        return datetime.now(UTC)

    def signer(self, issuer: str, purpose: Purpose = Purpose.CERTIFICATES) -> Signer:
        """The issuer's active key for a purpose, opened."""
        passphrase = read_passphrase(self.settings.passphrase_file)
        return KeyStore(self.settings.keystore, passphrase).signer_for(issuer, purpose)

    def key_set(self) -> KeySet:
        """The public halves of all keys; needs no passphrase."""
        return KeyStore(self.settings.keystore, b"").key_set()

    def published_keys(self) -> KeySet:
        """What verifiers trust: the keys of this store, and those for receipts, whose private halves the site holds."""
        keys = self.key_set()
        if self.settings.receipt_keystore.is_dir():
            receipts = KeyStore(self.settings.receipt_keystore, b"").key_set()
            keys = KeySet((*keys, *(key for key in receipts if key.purpose is Purpose.RECEIPTS)))
        return keys

    def list_signer(self) -> Signer | None:
        """The registry's key for status lists, opened; None where there never was one.

        Raises `NoActiveKey` where the last one was retired, because lists that are no longer renewed go stale unseen.
        """
        made = [key for key in self.key_set() if key.purpose is Purpose.STATUS_LISTS]
        if not made:
            return None
        passphrase = read_passphrase(self.settings.passphrase_file)
        return KeyStore(self.settings.keystore, passphrase).signer_for(made[-1].issuer, Purpose.STATUS_LISTS)


pass_desk = click.make_pass_decorator(Desk)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[..., None]]:
    """A progress bar on the terminal; yields a function of rows done and, where known, the total."""
    console = Console(stderr=True)
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total=None: bar.update(task, completed=done, total=total)
