"""Identity numbers at rest, and the file of the key."""

import base64
import os
from pathlib import Path

import pytest

from registry.errors import IdentityKeyProblem
from registry.sealing import IdentityVault, SealBroken, create_key_file, load_vault

NUMBER = "420101190001010017"
KEY = bytes(range(32))


def test_what_is_sealed_opens_again_and_never_looks_the_same() -> None:
    vault = IdentityVault(KEY)
    first, second = vault.seal(NUMBER), vault.seal(NUMBER)
    assert first != second
    assert NUMBER.encode() not in first
    assert vault.unseal(first) == vault.unseal(second) == NUMBER


def test_the_index_is_equal_for_equal_numbers_under_one_key_only() -> None:
    vault, other = IdentityVault(KEY), IdentityVault(bytes(32))
    assert vault.index(NUMBER) == IdentityVault(KEY).index(NUMBER)
    assert len(vault.index(NUMBER)) == 32
    assert vault.index(NUMBER) not in (vault.index(NUMBER[:-1]), other.index(NUMBER))


def test_the_stored_form_stays_what_it_is() -> None:
    # Registries in use hold such bytes; a change here makes every one of them unreadable.
    sealed = bytes.fromhex(
        "0173ec0379c22604ecde7a7a23fcf518c63a83cb5eaaf69351a4f5bce3d9817c80da3c04744ca7441c1a4965b90851"
    )
    assert IdentityVault(KEY).unseal(sealed) == NUMBER
    assert IdentityVault(KEY).index(NUMBER).hex() == "b7b9f92bc28a9139bfe9b7c85a0fe234700cc3b7ea264cf9b05383c1460bb9e3"


def test_a_changed_byte_or_another_key_is_noticed() -> None:
    vault = IdentityVault(KEY)
    sealed = vault.seal(NUMBER)
    for place in range(len(sealed)):
        with pytest.raises(SealBroken):
            vault.unseal(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])
    for broken in (b"", b"\x01", sealed[:-1]):
        with pytest.raises(SealBroken, match="CERT_IDENTITY_KEY_FILE"):
            vault.unseal(broken)
    with pytest.raises(SealBroken):
        IdentityVault(bytes(32)).unseal(sealed)


def test_a_new_key_file_is_private_and_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "private" / "identity-key"
    create_key_file(path, os.urandom(32))
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_vault(path).unseal(load_vault(path).seal(NUMBER)) == NUMBER
    before = path.read_bytes()
    with pytest.raises(IdentityKeyProblem, match="never overwritten"):
        create_key_file(path, os.urandom(32))
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_may_read_is_refused_with_the_command_that_mends_it(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    create_key_file(path, os.urandom(32))
    path.chmod(mode)
    with pytest.raises(IdentityKeyProblem, match="chmod 600"):
        load_vault(path)


@pytest.mark.parametrize("content", [b"", b"not base64!", base64.b64encode(bytes(31)), base64.b64encode(bytes(33))])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(IdentityKeyProblem, match="32 bytes"):
        load_vault(path)


def test_a_missing_key_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(IdentityKeyProblem, match="registry init"):
        load_vault(tmp_path / "none")
    with pytest.raises(IdentityKeyProblem, match="no file"):
        load_vault(tmp_path)


def test_another_purpose_and_another_row_have_seals_of_their_own() -> None:
    vault = IdentityVault(bytes(32))
    sealer = vault.sealer("desk, second factor")
    sealed = sealer.seal(b"secret", about=b"person 7")
    assert sealer.unseal(sealed, about=b"person 7") == b"secret"
    assert sealer.index(b"1") != vault.index("1")
    for other, about in ((sealer, b"person 8"), (vault.sealer("another purpose"), b"person 7")):
        with pytest.raises(SealBroken):
            other.unseal(sealed, about=about)
    with pytest.raises(SealBroken):
        vault.unseal(sealed)
