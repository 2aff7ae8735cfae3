"""The registries of the import's tests: what a file may be is shown on a list that is taken in."""

from tests.registry.importing.conftest import desk, registry

__all__ = ["desk", "registry"]
