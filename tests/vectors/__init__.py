"""Test vectors of `signing/FORMAT.md`, and the script that makes them."""
