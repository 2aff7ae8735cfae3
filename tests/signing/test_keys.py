"""Public keys and sets of them."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from signing.errors import BadSignature, HighS, InvalidKeyDetail, InvalidKeySet, MoveNotAllowed, UnknownKey
from signing.keys import ALLOWED_MOVES, P256_ORDER, KeySet, KeyState, PublicKey, low_s
from tests.vectors.make import ED, ES, KEYS, RETIRED, WITHDRAWN_FROM


def test_a_key_id_is_the_beginning_of_the_rfc_7638_thumbprint() -> None:
    numbers = ES.private_key.public_key().public_numbers()  # type: ignore[union-attr]
    x, y = (urlsafe_b64encode(n.to_bytes(32, "big")).rstrip(b"=").decode() for n in (numbers.x, numbers.y))
    canonical = f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'
    assert ES.key.kid == sha256(canonical.encode()).digest()[:4]


def test_a_key_set_survives_being_written_and_read() -> None:
    text = KEYS.to_jwks()
    again = KeySet.from_jwks(text)
    assert again.keys == KEYS.keys
    assert again.to_jwks() == text


def test_all_problems_of_a_key_set_are_named_at_once() -> None:
    text = KEYS.to_jwks().replace('"alg"', '"alk"').replace('"retired"', '"tired"')
    with pytest.raises(InvalidKeySet) as caught:
        KeySet.from_jwks(text)
    assert len(caught.value.problems) == 2 * len(KEYS)
    assert "key 6 lacks alg" in caught.value.say("en")
    assert "第 6 个密钥缺少 alg" in caught.value.say("zh")


def test_an_unknown_key_is_named_by_its_id() -> None:
    with pytest.raises(UnknownKey, match="00000000"):
        KEYS.find(bytes(4))


def test_two_keys_of_one_id_make_no_set() -> None:
    with pytest.raises(InvalidKeySet):
        KeySet((ES.key, replace(ED.key, kid=ES.key.kid)))


def test_a_key_is_replaced_in_its_place() -> None:
    retired = ES.key.moved(KeyState.RETIRED)
    changed = KEYS.with_key(retired)
    assert changed.keys[0] is retired
    assert changed.keys[1:] == KEYS.keys[1:]


@pytest.mark.parametrize("old", KeyState)
@pytest.mark.parametrize("new", KeyState)
def test_a_state_moves_only_as_the_table_allows(old: KeyState, new: KeyState) -> None:
    key = replace(ES.key, state=old, withdrawn_from=WITHDRAWN_FROM if old is KeyState.WITHDRAWN else None)
    moment = WITHDRAWN_FROM if new is KeyState.WITHDRAWN else None
    if new in ALLOWED_MOVES[old]:
        assert key.moved(new, moment).state is new
    else:
        with pytest.raises(MoveNotAllowed):
            key.moved(new, moment)


@pytest.mark.parametrize("issuer", ["", "x" * 65, "a b", "鄂", "a\n"])
def test_an_issuer_that_is_no_visible_ascii_is_refused(issuer: str) -> None:
    with pytest.raises(InvalidKeyDetail):
        replace(ES.key, issuer=issuer)


def test_a_withdrawal_needs_a_whole_second_in_utc() -> None:
    with pytest.raises(InvalidKeyDetail):
        ES.key.moved(KeyState.WITHDRAWN)
    with pytest.raises(InvalidKeyDetail):
        ES.key.moved(KeyState.WITHDRAWN, datetime(2026, 1, 1, 0, 0, 0, 5, tzinfo=UTC))


def test_verification_raises_unless_the_signature_holds() -> None:
    assert ES.key.verify(ES.sign(b"m"), b"m") == sha256(b"m").digest()
    with pytest.raises(BadSignature):
        ES.key.verify(ES.sign(b"m"), b"n")
    with pytest.raises(BadSignature):
        ED.key.verify(ED.sign(b"m")[:-1], b"m")


def test_the_border_between_low_and_high_s_is_half_the_order() -> None:
    highest_low, r = P256_ORDER // 2, bytes(31) + b"\x01"
    assert low_s(r + highest_low.to_bytes(32, "big")) == r + highest_low.to_bytes(32, "big")
    assert low_s(r + (highest_low + 1).to_bytes(32, "big")) == r + highest_low.to_bytes(32, "big")
    with pytest.raises(HighS):
        ES.key.verify(r + (highest_low + 1).to_bytes(32, "big"), b"m")


def test_keys_are_equal_by_what_they_say_and_print_no_key_object() -> None:
    same = PublicKey.of(RETIRED.key.loaded, purpose=RETIRED.key.purpose, issuer=RETIRED.key.issuer)
    assert same == RETIRED.key
    assert "loaded" not in repr(same)
    assert "private" not in repr(RETIRED)
