"""Solves challenges as an honest visitor's device does."""

from __future__ import annotations

import hashlib
from itertools import count


def solution(token: str, bits: int, start: int = 0) -> str:
    """Token, colon, and the first counter from `start` that is an answer."""
    for counter in count(start):
        digest = hashlib.sha256(f"{token}:{counter}".encode()).digest()
        if int.from_bytes(digest[:4], "big") >> (32 - bits) == 0:
            return f"{token}:{counter}"
    raise AssertionError


def wrong_counter(token: str, bits: int) -> str:
    """A counter that is no answer."""
    for counter in count():
        digest = hashlib.sha256(f"{token}:{counter}".encode()).digest()
        if int.from_bytes(digest[:4], "big") >> (32 - bits) != 0:
            return f"{token}:{counter}"
    raise AssertionError
