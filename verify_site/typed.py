"""What people type: cleaned of full-width forms and spaces, and refused with a sentence where it cannot be meant.

    number(" ２０２６ 4201 ")     -> "20264201"
    raises Missing, TooLong, Unprintable (all InvalidRequest), whose `field` names the input

How names are compared is the registry's matter; this module only removes what a keyboard adds.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from registry.names import normalise_number
from verify_site.errors import Missing, TooLong, Unprintable


@dataclass(frozen=True, slots=True)
class Input:
    """One typed value: its form field, how it is called, and the most characters it may have."""

    field: str
    zh: str
    en: str
    limit: int


NUMBER = Input("number", "证书编号", "certificate number", 24)
NAME = Input("name", "姓名", "name", 50)
VERIFICATION_CODE = Input("verification_code", "核验码", "verification code", 12)
IDENTITY = Input("identity", "证件号码", "identity number", 40)
MOST_DIGITS = 60
"""More digits than these are what a QR code holds; that has hundreds, and a certificate's number 24 at most."""
CODE = Input("code", "二维码内容", "code or address", 8000)


def number(text: str) -> str:
    """A certificate number in the registry's spelling: compatibility forms folded, spaces and hyphens dropped."""
    return _checked(NUMBER, normalise_number(text))


def verification_code(text: str) -> str:
    """A verification code: upper case, without the spaces and hyphens that group it on paper."""
    return _checked(VERIFICATION_CODE, normalise_number(text).upper())


def name(text: str) -> str:
    """A person's name: outer white space dropped; every character kept as typed."""
    return _checked(NAME, unicodedata.normalize("NFC", text.strip()))


def identity(text: str) -> str:
    """An identity number, without white space."""
    return _checked(IDENTITY, _without_spaces(text))


def code(text: str) -> str:
    """Pasted text that should hold a code; what it holds is for the verification to say."""
    return _checked(CODE, text.strip())


def is_code(text: str) -> bool:
    """Whether what somebody put into another box is a code: an address, or more digits than any number has."""
    plain = _without_spaces(text[: CODE.limit])
    return "://" in plain or "/v/" in plain.lower() or (len(plain) > MOST_DIGITS and plain.isdigit())


def _without_spaces(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _checked(kind: Input, text: str) -> str:
    if not text:
        raise Missing(field=kind.field, label_zh=kind.zh, label_en=kind.en)
    if len(text) > kind.limit:
        raise TooLong(field=kind.field, label_zh=kind.zh, label_en=kind.en, limit=kind.limit)
    # Cc: control, Cs: lone surrogate (JSON can carry it, no database can). A pasted code may span several lines.
    bad = any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\r\n\t" for char in text)
    if bad or "\ufffd" in text:
        raise Unprintable(field=kind.field, label_zh=kind.zh, label_en=kind.en)
    return text
