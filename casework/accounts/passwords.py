"""Passwords: which are good enough, and how they are kept (argon2id).

passwords = Passwords()
stored = passwords.digest(checked_password("correct horse battery", login="zhang.san", names=("某某公司",)))
passwords.matches(stored, "correct horse battery")        # True; the same time is spent where nothing is stored

Parameters are the second recommended option of RFC 9106, section 4 (the low-memory one): 3 passes over 64 MiB in 4
lanes, 16 bytes of salt, 32 of digest. A stored digest names its own parameters, so they can be raised at any time.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from casework.accounts.errors import PasswordRefused
from messages.advice import Advice

SHORTEST = 12
LONGEST = 200
AT_ONCE = 2
"""Digests that one process makes at a time: each takes 64 MiB."""
FEWEST_DIFFERENT = 5
_SHORTEST_NAME = 4
"""A shorter name is no hint worth refusing a password for."""

TOO_SHORT = Advice(
    "密码太短。",
    "The password is too short.",
    f"请至少用 {SHORTEST} 个字符；几个不相干的词连起来又长又好记。",
    f"Use at least {SHORTEST} characters; a few unrelated words are long and easy to remember.",
)
TOO_LONG = Advice(
    "密码太长。", "The password is too long.", f"请不超过 {LONGEST} 个字符。", f"Use at most {LONGEST} characters."
)
TOO_COMMON = Advice(
    "这个密码太常见，一猜就中。",
    "This password is common and easily guessed.",
    "请换一个别人想不到的。",
    "Choose one that nobody thinks of.",
)
NAMES_YOU = Advice(
    "密码里不要用登录名、姓名或单位名称。",
    "The password holds your login, your name or your organisation's.",
    "请换一个与它们无关的。",
    "Choose one that has nothing to do with them.",
)
COMMON = Path(__file__).parent / "data" / "common-passwords.txt"
"""Long enough and yet known: how lists of leaked passwords begin, and what a title office would think of."""


@cache
def common_passwords() -> frozenset[str]:
    """The passwords that everybody tries first."""
    return frozenset(COMMON.read_text("utf-8").split())


def spelled(password: str) -> str:
    """One spelling for what keyboards send in several (NFKC), as NIST SP 800-63B 5.1.1.2 advises."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1])


def checked_password(password: str, *, login: str, names: Iterable[str]) -> str:
    """The password, if it may be chosen by somebody of this login, name and organisation. Raises `PasswordRefused`."""
    text = spelled(password)
    if len(text) < SHORTEST:
        raise PasswordRefused(TOO_SHORT)
    if len(text) > LONGEST:
        raise PasswordRefused(TOO_LONG)
    folded = text.casefold()
    if folded in common_passwords() or len(set(folded)) < FEWEST_DIFFERENT:
        raise PasswordRefused(TOO_COMMON)
    hints = {login.casefold(), login.casefold().partition("@")[0], *(spelled(name).casefold() for name in names)}
    if any(len(hint) >= _SHORTEST_NAME and hint in folded for hint in hints):
        raise PasswordRefused(NAMES_YOU)
    return text


class Passwords:
    """Makes and compares digests; cheap parameters are for tests alone."""

    def __init__(self, parameters: Parameters = RFC_9106_LOW_MEMORY) -> None:
        self._hasher = PasswordHasher.from_parameters(parameters)
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._nobody: str | None = None

    def digest(self, password: str) -> str:
        """The digest to store, with its parameters and a salt of its own."""
        with self._turns:
            return self._hasher.hash(spelled(password))

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether the password is the stored one; where nothing is stored it takes as long to say no."""
        digest = stored or self._nobodys()
        with self._turns:
            try:
                self._hasher.verify(digest, spelled(password))
            except VerificationError:
                return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether a stored digest was made with other parameters."""
        return self._hasher.check_needs_rehash(stored)

    def _nobodys(self) -> str:
        if self._nobody is None:
            self._nobody = self.digest("nobody's password")
        return self._nobody
