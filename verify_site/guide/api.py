"""The guide for programs: the same turns as JSON, strict about what it reads.

    POST /api/v1/guide                         {"text"?, "notice"?}                                    -> a turn
    POST /api/v1/guide/<conversation>/replies  {"text"} | {"answer"} | {"back": true} | {"change"} …   -> a turn

A conversation that cannot be continued is answered by a new one whose `problem` says why. What is no JSON, too large
or none of the shapes is an RFC 9457 problem. `?lang=en` speaks English; without it a sentence's own language decides.
"""

from __future__ import annotations

import json

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from bot.conversation import ReplyNotRead, Turn, parse_reply
from messages import Language
from verify_site.errors import NotText, TooLongToRead, WrongReply, WrongStart
from verify_site.guide.turns import begin, go_on
from verify_site.json_body import json_object
from verify_site.limits import limits

OPENING = ("text", "notice")


def opened() -> Response:
    """The first turn."""
    limits().guide()
    asked = _object()
    if strange := sorted(set(asked) - set(OPENING)):
        raise WrongStart(field=", ".join(strange)[:100])
    return _as_json(begin(_text(asked, "text"), notice=_text(asked, "notice"), language=_language()))


def replied(conversation: str) -> Response:
    """The turn that follows a reply."""
    limits().guide()
    asked = _object()
    try:
        given = parse_reply(asked)
    except ReplyNotRead as error:
        raise WrongReply(field=", ".join(sorted(asked))[:100]) from error
    return _as_json(go_on(conversation, given, _language()))


def _object() -> dict[str, object]:
    try:
        return json_object()
    except RequestEntityTooLarge as error:
        raise TooLongToRead from error


def _text(asked: dict[str, object], member: str) -> str | None:
    value = asked.get(member)
    if member in asked and not isinstance(value, str):
        raise NotText(field=member)
    return value if isinstance(value, str) else None


def _language() -> Language | None:
    languages: dict[str, Language] = {"zh": "zh", "en": "en"}
    return languages.get(request.args.get("lang", ""))


def _as_json(turn: Turn) -> Response:
    return Response(json.dumps(turn.as_dict(), ensure_ascii=False), content_type="application/json")
