"""Logins: one spelling for each, so that two people cannot have ones that look alike.

checked_login(" Zhang.San@Example.cn ")       # "zhang.san@example.cn"
"""

from __future__ import annotations

import re
import unicodedata

from casework.accounts.errors import LoginNotPossible

SHORTEST, LONGEST = 4, 60
_SHAPE = re.compile(rf"[a-z0-9._@+-]{{{SHORTEST},{LONGEST}}}")


def folded_login(text: str) -> str:
    """A login as it is looked for: full-width forms folded, lower case, no white space around it."""
    return unicodedata.normalize("NFKC", text[: 2 * LONGEST]).strip().lower()


def checked_login(text: str) -> str:
    """A login that may be chosen. Raises `LoginNotPossible`."""
    login = folded_login(text)
    if not _SHAPE.fullmatch(login):
        raise LoginNotPossible
    return login
