"""Status lists: the draft's own vectors, the token as others read it, and that no fault of a list is a verdict."""

from __future__ import annotations

import json
import random
import zlib
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from typing import Any

import cbor2
import cwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycose.messages.sign1message import Sign1Message

from signing.address import Address
from signing.claims import Claims, StatusReference
from signing.codes import sign_code
from signing.errors import KeyNotActive, WrongPurpose
from signing.keys import KeySet, KeyState, PublicKey
from signing.software import SoftwareSigner
from signing.status_errors import (
    StatusListExpired,
    StatusListFromFuture,
    StatusListMissing,
    StatusListOfAnother,
    StatusListOlder,
    StatusListTooShort,
    StatusListUnreadable,
    StatusListUntrusted,
    StatusUnknown,
)
from signing.status_list import (
    LEEWAY,
    LIFE,
    LIST_SIZE,
    MAX_TOKEN,
    TTL,
    SignedStatusList,
    Standing,
    StatusList,
    list_uri,
    read_token,
    standing_of,
)
from tests.signing.test_other_implementations import cwt_key, pycose_key
from tests.vectors.make import ES, FOLDER, TYPICAL
from tests.vectors.status import ALL_KEYS, NOW, STATUS, URI, high_s, token

DRAFT = json.loads((FOLDER / "token-status-list.json").read_text("utf-8"))
ADDRESS = Address.parse("https://zc.example")
TOKEN = token()


def read(raw: bytes, keys: KeySet = ALL_KEYS, **changes: Any) -> SignedStatusList:
    return read_token(raw, keys, **{"uri": URI, "now": NOW, **changes})


def standing(raw: bytes | None, claims: Claims = TYPICAL, now: datetime = NOW) -> Any:
    return standing_of(claims, raw, ALL_KEYS, address=ADDRESS, now=now)


@pytest.mark.parametrize("vector", DRAFT["lists"], ids=lambda vector: f"{vector['bits']}-bit")
def test_a_list_of_the_drafts_appendix_is_read_and_written_as_it_stands_there(vector: dict[str, Any]) -> None:
    lst = urlsafe_b64decode(vector["lst"] + "==")
    found = StatusList.decompressed(vector["bits"], lst)
    assert {index: found.at(index) for index, _ in vector["statuses"]} == dict(vector["statuses"])
    set_bits = int.from_bytes(found.packed, "big").bit_count()
    assert set_bits == sum(status.bit_count() for _, status in vector["statuses"])
    assert found.compressed() == lst
    with pytest.raises(StatusListTooShort):
        found.at(LIST_SIZE)


def test_the_drafts_small_cbor_list_is_read() -> None:
    said = cbor2.loads(bytes.fromhex(DRAFT["small"]["cbor"]))
    found = StatusList.decompressed(said["bits"], said["lst"])
    assert [found.at(index) for index in range(16)] == DRAFT["small"]["statuses"]
    with pytest.raises(StatusListTooShort):
        found.at(16)


def test_our_token_has_what_the_drafts_has_and_stands_in_deterministic_encoding() -> None:
    theirs, ours = (cbor2.loads(raw).value for raw in (bytes.fromhex(DRAFT["token"]["cwt"]), TOKEN))
    assert cbor2.loads(theirs[2]).keys() == cbor2.loads(ours[2]).keys()
    assert cbor2.loads(theirs[0])[16] == cbor2.loads(ours[0])[16]
    assert cbor2.dumps(cbor2.loads(TOKEN), canonical=True) == TOKEN
    with pytest.raises(StatusListUnreadable):
        read(bytes.fromhex(DRAFT["token"]["cwt"]))


def test_pycose_and_cwt_verify_our_token() -> None:
    message = Sign1Message.decode(TOKEN)
    message.key = pycose_key(STATUS)
    assert message.verify_signature()
    payload = cwt.COSE.new().decode(TOKEN, cwt_key(STATUS))
    assert payload == message.payload
    said = cbor2.loads(payload)
    assert (said[2], said[6], said[4] - said[6], said[65534]) == (URI, int(NOW.timestamp()), 7 * 86400, 43200)
    assert zlib.decompress(said[65533]["lst"])[73214 >> 3] == 1 << (73214 & 7)


def test_a_token_is_read_back() -> None:
    found = read(TOKEN)
    assert (found.uri, found.issued_at, found.expires_at, found.ttl) == (URI, NOW, NOW + LIFE, TTL)
    assert [found.statuses.at(index) for index in (73213, 73214, 73215)] == [0, 1, 0]


def test_a_list_at_one_per_cent_of_a_million_random_places_stays_below_15_kilobytes() -> None:
    changed = random.Random(1).sample(range(LIST_SIZE), LIST_SIZE // 100)
    assert len(token(StatusList.of(changed))) < 15_000


def test_the_longest_possible_token_is_read() -> None:
    noise = token(StatusList(1, random.Random(1).randbytes(LIST_SIZE // 8)))
    assert len(noise) < MAX_TOKEN
    assert read(noise).statuses.bits == 1


@pytest.mark.parametrize("size", [LIST_SIZE // 8 + 1, 8 * 2**20])
def test_a_list_that_unpacks_to_more_than_it_may_hold_is_refused_before_it_is_unpacked(size: int) -> None:
    with pytest.raises(StatusListUnreadable):
        read(token(StatusList(1, bytes(size))))


FAULTS: dict[str, tuple[type[StatusUnknown], bytes, dict[str, Any]]] = {
    "too long": (StatusListUnreadable, TOKEN + bytes(MAX_TOKEN), {}),
    "empty": (StatusListUnreadable, b"", {}),
    "a web page": (StatusListUnreadable, b"<!doctype html>", {}),
    "cut short": (StatusListUnreadable, TOKEN[:-1], {}),
    "something behind": (StatusListUnreadable, TOKEN + b"\0", {}),
    "another typ": (StatusListUnreadable, TOKEN.replace(b"statuslist+cwt", b"statuslist+jwt"), {}),
    "a key nobody published": (StatusListUntrusted, token(), {"keys": KeySet((ES.key,))}),
    "altered": (StatusListUntrusted, TOKEN.replace(b"zc.example", b"zc.exbmple"), {}),
    "the second form of the signature": (StatusListUntrusted, high_s(TOKEN), {}),
    "another list": (StatusListOfAnother, TOKEN, {"uri": "https://zc.example/status/2.cwt"}),
    "another site": (StatusListOfAnother, TOKEN, {"uri": "https://evil.example/status/1.cwt"}),
    "not yet": (StatusListFromFuture, TOKEN, {"now": NOW - LEEWAY - timedelta(seconds=1)}),
    "no longer": (StatusListExpired, TOKEN, {"now": NOW + LIFE}),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_faulty_token_is_refused_with_its_own_error(case: str) -> None:
    error, raw, changes = FAULTS[case]
    with pytest.raises(error):
        read(raw, **changes)


def test_a_token_holds_to_the_last_second_and_for_a_clock_that_is_a_little_behind() -> None:
    assert read(TOKEN, now=NOW + LIFE - timedelta(seconds=1)).issued_at == NOW
    assert read(TOKEN, now=NOW - LEEWAY).issued_at == NOW


def test_a_list_signed_after_its_key_was_withdrawn_is_not_trusted_and_an_earlier_one_is() -> None:
    def withdrawn(moment: datetime) -> KeySet:
        return KeySet((STATUS.key.moved(KeyState.WITHDRAWN, moment),))

    assert read(TOKEN, withdrawn(NOW + timedelta(seconds=1))).issued_at == NOW
    with pytest.raises(StatusListUntrusted):
        read(TOKEN, withdrawn(NOW))


def test_only_an_active_key_of_this_purpose_signs_lists_and_it_signs_nothing_else() -> None:
    with pytest.raises(WrongPurpose):
        token(signer=ES)
    retired = SoftwareSigner(STATUS.key.moved(KeyState.RETIRED), STATUS.private_key)
    with pytest.raises(KeyNotActive):
        token(signer=retired)
    with pytest.raises(WrongPurpose):
        sign_code(TYPICAL, STATUS)


def test_a_list_by_a_key_for_certificates_is_not_trusted() -> None:
    private = ES.private_key
    posing = SoftwareSigner(
        PublicKey.of(private.public_key(), purpose=STATUS.key.purpose, issuer="example-hr"), private
    )
    with pytest.raises(StatusListUntrusted):
        read(token(signer=posing))


@given(st.integers(0, len(TOKEN) * 8 - 1))
def test_no_flipped_bit_passes(place: int) -> None:
    raw = bytearray(TOKEN)
    raw[place >> 3] ^= 1 << (place & 7)
    with pytest.raises(StatusUnknown):
        read(bytes(raw))


def test_a_code_is_in_force_or_not_as_of_the_moment_of_the_list() -> None:
    neighbour = TYPICAL.but(status=StatusReference(1, 73213))
    assert standing(TOKEN, neighbour) == (Standing.IN_FORCE, NOW, None)
    assert standing(TOKEN, TYPICAL) == (Standing.NOT_IN_FORCE, NOW, None)


@pytest.mark.parametrize("status", [2, 3])
def test_a_status_that_nobody_gave_a_meaning_is_not_in_force(status: int) -> None:
    one_place = token(StatusList(2, bytes((status,))))
    assert standing(one_place, TYPICAL.but(status=StatusReference(1, 0))).standing is Standing.NOT_IN_FORCE


@pytest.mark.parametrize(
    ("why", "raw", "claims", "now"),
    [
        (StatusListMissing, None, TYPICAL, NOW),
        (StatusListExpired, TOKEN, TYPICAL, NOW + LIFE),
        (StatusListOfAnother, TOKEN, TYPICAL.but(status=StatusReference(2, 73214)), NOW),
        (StatusListOlder, TOKEN, TYPICAL.but(signed_at=NOW + timedelta(seconds=1)), NOW + TTL),
        (StatusListTooShort, token(StatusList.of([], 8)), TYPICAL, NOW),
    ],
)
def test_what_a_list_cannot_say_is_status_unknown_with_a_reason(
    why: type[StatusUnknown], raw: bytes | None, claims: Claims, now: datetime
) -> None:
    found = standing(raw, claims, now)
    assert (found.standing, found.as_of, type(found.why)) == (Standing.STATUS_UNKNOWN, None, why)
    assert all(found.why.say(language) for language in ("zh", "en"))


def test_a_lists_address_is_the_official_one_in_lower_case() -> None:
    assert list_uri(Address.parse("HTTPS://ZC.EXAMPLE:8443"), 7) == "https://zc.example:8443/status/7.cwt"
