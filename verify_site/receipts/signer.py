"""Signing receipts: the one module of the site that holds a private key, and only the key for receipts.

    signed = sign_receipt_of(receipt, settings=settings, keys=service().keys.current())
    signed.digits, signed.number, signed.issuer

Keys of any other purpose in that store are never opened, and `signing` itself lets such a key sign nothing else.
"""

from __future__ import annotations

import logging
from typing import NamedTuple

from registry.settings import Settings
from signing.errors import KeyStoreError, SigningError
from signing.keys import KeySet, KeyState, Purpose, Signer
from signing.keystore import KeyStore
from signing.private_files import read_passphrase
from signing.receipts import Receipt, open_receipt, sign_receipt
from verify_site.errors import ReceiptsNotOffered

logger = logging.getLogger("verify_site.receipts")


class SignedForPaper(NamedTuple):
    """A receipt's code with what the paper says of it."""

    digits: str
    number: str
    issuer: str


def sign_receipt_of(receipt: Receipt, *, settings: Settings, keys: KeySet) -> SignedForPaper:
    """Sign a receipt, and open it again with the published keys, so that nobody is given one that cannot be checked.

    Raises `ReceiptsNotOffered` where there is no such key, or where it is not published yet.
    """
    try:
        signer = _newest_signer(settings)
        new = sign_receipt(receipt, signer)
        open_receipt(new.digits, keys)
    except (SigningError, OSError) as error:
        if settings.receipt_keystore.exists():
            logger.warning("no receipt was signed: %s", type(error).__name__)
        raise ReceiptsNotOffered from error
    return SignedForPaper(new.digits, new.number, signer.key.issuer)


def _newest_signer(settings: Settings) -> Signer:
    # A fresh one each time, so that a key retired in between signs no more; it costs some milliseconds.
    store = KeyStore(settings.receipt_keystore, read_passphrase(settings.receipt_passphrase_file))
    able = [key for key in store.key_set() if key.purpose is Purpose.RECEIPTS and key.state is KeyState.ACTIVE]
    if not able:
        raise KeyStoreError
    return store.signer(able[-1].kid)
