"""The guide's pages: a conversation in forms that work without a script, and the notices it rests on.

    GET /guide                     the start        POST /guide                    the first turn
    GET /guide/c/<token>           a private link   POST /guide/c/<token>          a reply
    GET /guide/<notice>            its cases        GET /guide/<notice>/clauses    its clauses

The address of a conversation is the conversation: nothing is stored here and nothing is submitted. A turn that its own
link shows as well is answered by a redirect to that link, so that reload and the browser's back button work; one that
says something only once is the answer to the POST itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from flask import Response, abort, current_app, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge

from bot.conversation import DAYS, LinkRefused, Turn, calendar_file, help_with_notice, read_token
from messages import Language
from policy import Pack, load_packs
from verify_site.errors import TooLongToRead
from verify_site.guide.turns import ANSWER_OF_A_DATE, begin, go_on, reply_of, saying, take_up, today
from verify_site.guide.view import cited, echo, remarks_of, view_of, without_welcome
from verify_site.language import Speech, chosen, spoken
from verify_site.limits import limits
from verify_site.rendering import Renderer, asset, page
from verify_site.service import service
from verify_site.typed import is_code

_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,800}")


def start() -> Response:
    """What the guide does, one box for a sentence, and a button for each case of each notice."""
    speech = chosen(request.args)
    return guide_page("guide/start.html", speech, "/guide", packs=list(load_packs().values()), days=DAYS)


def started() -> Response:
    """The first turn, from a sentence or from the button of a case."""
    limits().guide()
    language = _asked_language()
    try:
        text, notice, case = (request.form.get(name) for name in ("text", "notice", "case"))
    except RequestEntityTooLarge:
        return _turn(saying(begin(language=language), TooLongToRead()), status=413)
    if (way := _way_to_code(text)) is not None:
        return way
    turn = begin(text, notice=notice, case=case, language=language)
    if notice is None and not (text or "").strip():
        turn = go_on(turn.token, reply_of({}), language)
    return _answered(turn, text)


def resumed(token: str) -> Response:
    """The turn at which a private link was left."""
    limits().guide()
    turn = take_up(token, chosen(request.args).language)
    # A greeting is for those who come back on another day; the same page is also what every answer leads to.
    remarks = remarks_of(turn)
    return _turn(turn, remarks=remarks if _left_before(token) else without_welcome(turn, remarks))


def replied(token: str) -> Response:
    """The turn that follows a reply."""
    limits().guide()
    language = chosen(request.args).language
    try:
        form = request.form
    except RequestEntityTooLarge:
        return _turn(saying(take_up(token, language), TooLongToRead()), status=413)
    if (way := _way_to_code(form.get("text"))) is not None:
        return way
    return _answered(go_on(token, reply_of(form), language), form.get("text"), form)


def calendar(token: str) -> Response:
    """The earliest day as a calendar file; without one, the conversation itself."""
    limits().guide()
    speech = chosen(request.args)
    turn = take_up(token, speech.language)
    outcome, case = turn.outcome, turn.standing.case
    if outcome is None or case is None or outcome.earliest_date is None:
        return _to(turn, speech)
    text = calendar_file(outcome, case, on=turn.on, language=speech.language)
    headers = {"Content-Disposition": 'attachment; filename="earliest-day.ics"'}
    return Response(text, content_type="text/calendar; charset=utf-8", headers=headers)


def newspaper(notice: str) -> Response:
    """Checks the text of a newspaper notice against what this notice requires, and drafts one."""
    speech, pack = chosen(request.args), pack_of(notice)
    typed, too_long, back = None, None, request.args.get("c", "")
    if request.method == "POST":
        limits().guide()
        try:
            typed, back = request.form.get("text", ""), request.form.get("c", "")
        except RequestEntityTooLarge:
            too_long = TooLongToRead().say(speech.language)
    return guide_page(
        "guide/newspaper.html",
        speech,
        f"/guide/{pack.id}/newspaper",
        status=413 if too_long else 200,
        pack=pack,
        helped=help_with_notice(pack, typed, speech.language),
        cites=cited(pack, pack.lost_notice.clauses, speech) if pack.lost_notice else None,
        typed=typed,
        too_long=too_long,
        back=back if _TOKEN.fullmatch(back) else None,
    )


def _answered(turn: Turn, text: str | None = None, form: Mapping[str, str] | None = None) -> Response:
    """A turn after a POST: the way to its own link where that shows everything, else its page."""
    said_once = remarks_of(turn) or turn.aside or turn.notice_help
    if not said_once and not turn.problem:
        return _to(turn, spoken(turn.language))
    dated = {part: (form or {}).get(part, "")[:12] for part in ANSWER_OF_A_DATE}
    return _turn(turn, said=echo(text) if text else None, dated=dated)


def _way_to_code(text: str | None) -> Response | None:
    """The way to a certificate's page, where its link or digits were put into the box for a sentence."""
    digits = service().code_in(text) if text and is_code(text) else None
    return None if digits is None else cast(Response, redirect(chosen(request.args).link(f"/V/{digits}"), 303))


def _to(turn: Turn, speech: Speech) -> Response:
    return cast(Response, redirect(speech.link(f"/guide/c/{turn.token}"), 303))


def _turn(
    turn: Turn,
    *,
    remarks: list[str] | None = None,
    said: str | None = None,
    dated: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page of a turn, in the language in which it speaks; a link that cannot be continued begins anew."""
    speech = spoken(turn.language)
    view = view_of(turn, speech)
    if remarks is not None:
        view["remarks"] = remarks
    no_days = dict.fromkeys(ANSWER_OF_A_DATE, "")
    template = "guide/outcome.html" if turn.outcome else "guide/turn.html"
    path = f"/guide/c/{turn.token}"
    return guide_page(
        template,
        speech,
        path,
        status=status,
        private=True,
        said=said,
        dated=dated or no_days,
        days=DAYS,
        printed_on=speech.date(turn.on),
        **view,
    )


def _left_before(token: str) -> bool:
    """Whether a link was made on an earlier day; a damaged one has no day, and its page greets nobody."""
    try:
        return read_token(token, on=today()).day < today()
    except LinkRefused:
        return True


def guide_page(
    template: str, speech: Speech, path: str, *, status: int = 200, private: bool = False, **values: Any
) -> Response:
    """A page of the guide; a private one stays out of search engines."""
    other = spoken("en" if speech.language == "zh" else "zh")
    switch = {"path": other.link(path), "tag": other.tag, "fields": None}
    renderer = cast(Renderer, current_app.extensions["renderer"])
    everywhere = {"lang": speech.language, "guide_style": asset("guide.css"), "guide_script": asset("guide.js")}
    response = page(renderer(template, speech, switch=switch, private=private, **everywhere, **values), status)
    if private:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _asked_language() -> Language | None:
    """The language that the address names; without one, the sentence's own decides."""
    return "en" if request.args.get("lang") == "en" else None


def pack_of(notice: str) -> Pack:
    """The notice that an address names; 404 where there is none."""
    pack = load_packs().get(notice)
    return pack if pack is not None else abort(404)
