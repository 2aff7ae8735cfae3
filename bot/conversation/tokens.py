"""A conversation as a token for a link, and back.

    token = write_token(conversation)         # "AXq0…", at most 600 characters of A-Z a-z 0-9 - _
    read_token(token, on=date(2026, 11, 20))  # the conversation, or an error that says what to do

Format 1, base64url without padding: one byte 1 · four bytes BLAKE2s of the rest · raw DEFLATE of a JSON array
[day, language, version, changing, offered, aside, [[notice, case, intent, [[slot, value]…], [[fact, value]…]]…]] in
which days are proleptic ordinals, absent values are 0 and intents are their words. The four bytes find damage; they
are no signature, because a token grants nothing: whoever makes one up has only answered the questions.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable
from datetime import date
from hashlib import blake2s
from typing import Any

from bot.conversation.errors import ConversationTooLong, LinkDamaged, LinkExpired, LinkFromAnotherVersion
from bot.conversation.state import Conversation, Named, Step, Value
from bot.understanding import Intent

DAYS = 30
"""For so many days after its turn a link can be resumed."""
LONGEST = 600
"""Characters that a token may have."""

_FORMAT = 1
_INFLATED = 4096
_STEPS = 60
_ENTRIES = 40
_WORD = re.compile(r"[^\x00-\x1f<>\"']{1,60}")
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{8,{LONGEST}}}")


def write_token(conversation: Conversation) -> str:
    """The token of a conversation; raises `ConversationTooLong`."""
    plain = json.dumps(_plain(conversation), ensure_ascii=False, separators=(",", ":")).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(plain) + packer.flush()
    token = base64.urlsafe_b64encode(bytes([_FORMAT]) + _check(packed) + packed).rstrip(b"=").decode()
    if len(token) > LONGEST or len(plain) > _INFLATED or len(conversation.steps) > _STEPS:
        raise ConversationTooLong
    return token


def read_token(token: str, *, on: date) -> Conversation:
    """The conversation of a token; raises `LinkDamaged`, `LinkExpired` or `LinkFromAnotherVersion`."""
    conversation = _conversation(_unpacked(token))
    age = on.toordinal() - conversation.day.toordinal()
    if age > DAYS:
        raise LinkExpired(days=DAYS)
    # A day of tolerance, because the person's calendar and the server's may differ by one.
    if age < -1:
        raise LinkDamaged
    return conversation


def _check(packed: bytes) -> bytes:
    return blake2s(packed, digest_size=4).digest()


def _plain(conversation: Conversation) -> list[Any]:
    return [
        conversation.day.toordinal(),
        conversation.language,
        conversation.version,
        conversation.changing or 0,
        [intent.value for intent in conversation.offered],
        conversation.aside.value if conversation.aside else 0,
        [
            [step.notice or 0, step.case or 0, step.intent or 0, _named(step.slots), _named(step.facts)]
            for step in conversation.steps
        ],
    ]


def _named(values: Named) -> list[list[Any]]:
    return [[name, value.toordinal() if isinstance(value, date) else value] for name, value in values]


def _unpacked(token: str) -> list[Any]:
    if not _TOKEN.fullmatch(token):
        raise LinkDamaged
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True)
    except binascii.Error:
        raise LinkDamaged from None
    if raw[1:5] != _check(raw[5:]):
        raise LinkDamaged
    if raw[0] != _FORMAT:
        raise LinkFromAnotherVersion
    try:
        plain = json.loads(_inflated(raw[5:]))
    except (ValueError, zlib.error, RecursionError):
        raise LinkDamaged from None
    return _listed(plain, 7)


def _inflated(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(-15)
    plain = unpacker.decompress(packed, _INFLATED)
    if not unpacker.eof or unpacker.unused_data:
        raise LinkDamaged
    return plain


def _conversation(plain: list[Any]) -> Conversation:
    day, language, version, changing, offered, aside, steps = plain
    if language not in ("zh", "en"):
        raise LinkDamaged
    return Conversation(
        day=_day(day),
        language=language,
        steps=tuple(_step(step) for step in _listed(steps, most=_STEPS)),
        version=_word(version) if version else "",
        changing=_optional(changing),
        offered=tuple(_intent(intent) for intent in _listed(offered, most=len(Intent))),
        aside=_intent(aside) if aside else None,
    )


def _step(plain: Any) -> Step:
    notice, case, intent, slots, facts = _listed(plain, 5)
    return Step(
        notice=_optional(notice),
        case=_optional(case),
        intent=_intent(intent) if intent else None,
        slots=tuple(_pairs(slots)),
        facts=tuple(_pairs(facts)),
    )


def _pairs(plain: Any) -> Iterable[tuple[str, Value]]:
    for pair in _listed(plain, most=_ENTRIES):
        name, value = _listed(pair, 2)
        yield _word(name), _value(value)


def _value(plain: Any) -> Value:
    if isinstance(plain, bool):
        return plain
    return _day(plain) if isinstance(plain, int) else _word(plain)


def _listed(plain: Any, exactly: int | None = None, *, most: int = 0) -> list[Any]:
    if not isinstance(plain, list) or (len(plain) != exactly if exactly is not None else len(plain) > most):
        raise LinkDamaged
    return plain


def _day(plain: Any) -> date:
    if type(plain) is not int or not date(1900, 1, 1).toordinal() <= plain <= date(2999, 12, 31).toordinal():
        raise LinkDamaged
    return date.fromordinal(plain)


def _optional(plain: Any) -> str | None:
    return None if plain == 0 else _word(plain)


def _word(plain: Any) -> str:
    if not isinstance(plain, str) or not _WORD.fullmatch(plain):
        raise LinkDamaged
    return plain


def _intent(plain: Any) -> Intent:
    try:
        return Intent(plain)
    except ValueError:
        raise LinkDamaged from None
