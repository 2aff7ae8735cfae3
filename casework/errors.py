"""The base of all errors of `casework`. No sentence carries a name, a number, a code or a password."""

from __future__ import annotations

from messages import SpokenError


class CaseworkError(SpokenError):
    """Base of all errors of this package."""
