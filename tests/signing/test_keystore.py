"""The key store: what it refuses, and that nothing is lost or half-written."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from signing.codes import open_code, sign_code
from signing.errors import (
    DirectoryTooOpen,
    FileTooOpen,
    InvalidKeySet,
    KeyFileDamaged,
    KeyFileMissing,
    KeyIdTaken,
    KeyNotActive,
    KeyStoreError,
    KeyStoreMissing,
    MoveNotAllowed,
    NoActiveKey,
    NotARegularFile,
    PassphraseMissing,
    PassphraseTooShort,
    UnknownKey,
    WrongPassphrase,
)
from signing.keys import Algorithm, KeyState, PublicKey, Purpose
from signing.keystore import KeyStore
from signing.private_files import PUBLIC, read_passphrase, write_whole
from tests.vectors.make import TYPICAL, private_es256

PASSPHRASE = b"a passphrase for tests only"
ISSUER, CERTIFICATES = "example-hr", Purpose.CERTIFICATES


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "private" / "keys", PASSPHRASE)


@pytest.fixture
def key(store: KeyStore) -> PublicKey:
    return store.create(ISSUER, CERTIFICATES)


def private_file(store: KeyStore, key: PublicKey) -> Path:
    return store.directory / f"{key.kid.hex()}.pem"


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_files_and_directory_are_the_owners_alone_whatever_the_umask(store: KeyStore, umask: int) -> None:
    store.directory.parent.mkdir()
    before = os.umask(umask)
    try:
        store.create(ISSUER, CERTIFICATES)
    finally:
        os.umask(before)
    assert mode_of(store.directory) == 0o700
    assert [mode_of(path) for path in store.directory.iterdir()] == [0o600] * 3


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_created_key_signs_codes_that_open_with_the_key_set(store: KeyStore, algorithm: Algorithm) -> None:
    created = store.create(ISSUER, CERTIFICATES, algorithm)
    for signer in (store.signer(created.kid), store.signer_for(ISSUER, CERTIFICATES)):
        assert open_code(sign_code(TYPICAL, signer), store.key_set()).key == created


def test_a_private_key_is_encrypted_pkcs8_that_other_tools_open(store: KeyStore, key: PublicKey) -> None:
    content = private_file(store, key).read_bytes()
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in content
    assert load_pem_private_key(content, PASSPHRASE).public_key() == key.loaded


def test_a_wrong_passphrase_is_said_to_be_one(store: KeyStore, key: PublicKey) -> None:
    for attempt in range(300):  # one wrong key in 256 decrypts to valid padding
        wrong = KeyStore(store.directory, b"wrong %d" % attempt)
        with pytest.raises(WrongPassphrase):
            wrong.signer(key.kid)


def test_a_missing_key_file_is_named(store: KeyStore, key: PublicKey) -> None:
    private_file(store, key).unlink()
    with pytest.raises(KeyFileMissing, match=key.kid.hex()):
        store.signer_for(ISSUER, CERTIFICATES)


@pytest.mark.parametrize("damage", [slice(0, 40), slice(0, -20), slice(0, 0)])
def test_a_damaged_key_file_is_not_taken_for_a_wrong_passphrase(store: KeyStore, key: PublicKey, damage: slice) -> None:
    path = private_file(store, key)
    path.write_bytes(path.read_bytes()[damage])
    with pytest.raises(KeyFileDamaged):
        store.signer(key.kid)


def test_a_flipped_bit_in_a_key_file_is_damage(store: KeyStore, key: PublicKey) -> None:
    path = private_file(store, key)
    content = bytearray(path.read_bytes())
    content[-60] ^= 1
    path.write_bytes(content)
    with pytest.raises(KeyFileDamaged):
        store.signer(key.kid)


def test_the_file_of_another_key_under_this_name_is_refused(store: KeyStore, key: PublicKey) -> None:
    other = store.create(ISSUER, CERTIFICATES)
    private_file(store, other).replace(private_file(store, key))
    with pytest.raises(KeyFileDamaged):
        store.signer(key.kid)


def test_wider_permissions_are_refused_with_the_command_that_cures_them(store: KeyStore, key: PublicKey) -> None:
    private_file(store, key).chmod(0o640)
    with pytest.raises(FileTooOpen, match=r"0640.*chmod 600"):
        store.signer(key.kid)
    (store.directory / "keys.json").chmod(0o644)
    with pytest.raises(FileTooOpen):
        store.key_set()
    store.directory.chmod(0o755)
    for attempt in (store.key_set, lambda: store.create(ISSUER, CERTIFICATES), lambda: store.retire(key.kid)):
        with pytest.raises(DirectoryTooOpen, match=r"0755.*chmod 700"):
            attempt()


def test_a_symbolic_link_is_no_key_file(store: KeyStore, key: PublicKey, tmp_path: Path) -> None:
    path = private_file(store, key)
    path.rename(tmp_path / "elsewhere.pem")
    path.symlink_to(tmp_path / "elsewhere.pem")
    with pytest.raises(NotARegularFile):
        store.signer(key.kid)
    path.unlink()
    os.mkfifo(path, 0o600)
    with pytest.raises(NotARegularFile):
        store.signer(key.kid)


def test_a_store_that_is_not_there_says_how_to_make_one(store: KeyStore) -> None:
    for attempt in (store.key_set, lambda: store.retire(bytes(4)), lambda: store.signer_for(ISSUER, CERTIFICATES)):
        with pytest.raises(KeyStoreMissing, match="new-key"):
            attempt()
    store.directory.parent.mkdir()
    store.directory.write_text("a file")
    with pytest.raises(KeyStoreMissing):
        store.key_set()


def test_a_damaged_list_of_keys_is_refused(store: KeyStore, key: PublicKey) -> None:
    assert key.kid
    (store.directory / "keys.json").write_bytes(b"\xff{")
    with pytest.raises(InvalidKeySet):
        store.key_set()


def test_a_second_key_of_the_same_id_is_not_kept(store: KeyStore) -> None:
    private = private_es256("collision")
    kept = store.add(private, ISSUER, CERTIFICATES)
    before = private_file(store, kept).read_bytes()
    with pytest.raises(KeyIdTaken):
        store.add(private, "another", CERTIFICATES)
    assert private_file(store, kept).read_bytes() == before
    assert [each.issuer for each in store.key_set()] == [ISSUER]


def test_a_retired_key_verifies_and_signs_no_more(store: KeyStore, key: PublicKey) -> None:
    code = sign_code(TYPICAL, store.signer(key.kid))
    store.retire(key.kid)
    assert open_code(code, store.key_set()).key.state is KeyState.RETIRED
    with pytest.raises(KeyNotActive):
        store.signer(key.kid)
    with pytest.raises(NoActiveKey, match=ISSUER):
        store.signer_for(ISSUER, CERTIFICATES)
    with pytest.raises(MoveNotAllowed):
        store.retire(key.kid)


def test_a_withdrawn_key_stays_withdrawn(store: KeyStore, key: PublicKey) -> None:
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    assert store.withdraw(key.kid, moment).withdrawn_from == moment
    with pytest.raises(MoveNotAllowed):
        store.retire(key.kid)
    with pytest.raises(MoveNotAllowed):
        store.withdraw(key.kid, moment)


def test_an_unknown_key_cannot_be_moved(store: KeyStore, key: PublicKey) -> None:
    assert key.kid != bytes(4)
    with pytest.raises(UnknownKey):
        store.retire(bytes(4))


def test_the_newest_active_key_of_issuer_and_purpose_signs(store: KeyStore, key: PublicKey) -> None:
    newer = store.create(ISSUER, CERTIFICATES)
    store.create(ISSUER, Purpose.RECOGNITION_LETTERS)
    store.create("another", CERTIFICATES)
    assert store.signer_for(ISSUER, CERTIFICATES).key == newer
    store.retire(newer.kid)
    assert store.signer_for(ISSUER, CERTIFICATES).key == key


def test_rotation_leaves_one_active_key_of_that_purpose(store: KeyStore, key: PublicKey) -> None:
    letters = store.create(ISSUER, Purpose.RECOGNITION_LETTERS)
    newest = store.rotate(ISSUER, CERTIFICATES)
    states = {each.kid: each.state for each in store.key_set()}
    assert states == {key.kid: KeyState.RETIRED, letters.kid: KeyState.ACTIVE, newest.kid: KeyState.ACTIVE}


def test_twelve_concurrent_commands_lose_no_key(store: KeyStore) -> None:
    with ThreadPoolExecutor(12) as pool:
        made = list(pool.map(lambda _: store.create(ISSUER, CERTIFICATES).kid, range(12)))
    assert {each.kid for each in store.key_set()} == set(made)
    assert not leftovers(store.directory)


ROTATE = """
import sys
from pathlib import Path
from signing.keys import Purpose
from signing.keystore import KeyStore
store = KeyStore(Path(sys.argv[1]), sys.argv[2].encode())
for _ in sys.stdin:
    print(store.rotate("example-hr", Purpose.CERTIFICATES).kid.hex(), flush=True)
"""


def test_rotation_by_another_process_while_500_codes_are_signed_leaves_none_unverifiable(
    store: KeyStore, key: PublicKey
) -> None:
    command = [sys.executable, "-c", ROTATE, str(store.directory), PASSPHRASE.decode()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as rotating:
        assert rotating.stdin
        assert rotating.stdout
        codes: list[str] = []
        for batch in range(50):
            if batch % 5 == 1:  # the rotation runs beside the four batches that follow
                rotating.stdin.write("\n")
                rotating.stdin.flush()
            signer = store.signer_for(ISSUER, CERTIFICATES)
            codes += [sign_code(TYPICAL, signer) for _ in range(10)]
            if batch % 5 == 0 and batch:
                assert rotating.stdout.readline()
        rotating.stdin.close()
        assert rotating.stdout.read()
    final = store.key_set()
    used = {open_code(code, final).key.kid for code in codes}
    assert len(codes) == 500
    assert len(final) == 11
    assert key.kid in used
    assert len(used) >= 9, "the rotations did not happen beside the signing"


FULL_DISK = """
import resource, sys
from pathlib import Path
from signing.keys import Purpose
from signing.keystore import KeyStore
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    KeyStore(Path(sys.argv[1]), sys.argv[2].encode()).create("example-hr", Purpose.CERTIFICATES)
except OSError as error:
    sys.exit(error.errno)
"""


@pytest.mark.parametrize("limit", [100, 600])
def test_a_write_that_fails_leaves_no_half_written_file(store: KeyStore, key: PublicKey, limit: int) -> None:
    # 100 bytes stop the private key, 600 let it pass and stop the longer list of two keys.
    before = (store.directory / "keys.json").read_bytes()
    command = [sys.executable, "-c", FULL_DISK, str(store.directory), PASSPHRASE.decode(), str(limit)]
    assert subprocess.run(command, check=False).returncode == errno.EFBIG
    assert (store.directory / "keys.json").read_bytes() == before
    assert not leftovers(store.directory)
    assert open_code(sign_code(TYPICAL, store.signer(key.kid)), store.key_set())
    assert len(store.key_set().with_key(store.create(ISSUER, CERTIFICATES))) == 2


def leftovers(directory: Path) -> list[Path]:
    return [path for path in directory.iterdir() if path.name.endswith(".new")]


def test_a_leftover_of_a_killed_process_does_not_stop_the_next(tmp_path: Path) -> None:
    stale = tmp_path / f".file.{threading.get_native_id()}.new"
    stale.write_text("half")
    write_whole(tmp_path / "file", b"whole", PUBLIC)
    assert (tmp_path / "file").read_bytes() == b"whole"
    assert mode_of(tmp_path / "file") == PUBLIC
    assert not stale.exists()


@pytest.mark.parametrize(
    ("content", "mode", "error"),
    [
        (None, 0o600, PassphraseMissing),
        (b"\n", 0o600, PassphraseMissing),
        (b"short\n", 0o600, PassphraseTooShort),
        (PASSPHRASE, 0o604, FileTooOpen),
    ],
)
def test_a_passphrase_file_that_is_missing_empty_short_or_open_is_refused(
    tmp_path: Path, content: bytes | None, mode: int, error: type[KeyStoreError]
) -> None:
    path = tmp_path / "passphrase"
    if content is not None:
        path.write_bytes(content)
        path.chmod(mode)
    with pytest.raises(error, match=str(path)):
        read_passphrase(path)


def test_a_passphrase_is_the_file_without_its_line_break(tmp_path: Path) -> None:
    path = tmp_path / "passphrase"
    path.write_bytes(PASSPHRASE + b"\r\n")
    path.chmod(0o600)
    assert read_passphrase(path) == PASSPHRASE
