"""What the tests of casework share: a small desk with its keys."""

from tests.casework.applications.conftest import both, desk, desk_template, keys, signers

__all__ = ["both", "desk", "desk_template", "keys", "signers"]
