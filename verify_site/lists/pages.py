"""A list's pages: the form, how far the list is, its results, and its end.

    GET  /lists             the form              POST /lists                  a file or lines; leads to the list's page
    GET  /lists/<token>     progress, then results (?verdict=revoked&page=2)
    POST /lists/<token>/delete

The token is the only way to a list. Its page says how far it is without a script; with one, it does so without loading
anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from flask import Response, current_app, redirect, request

from messages import SpokenError
from tables import FileRefused as TableRefused
from tables import open_table
from verify_site.errors import ListGone
from verify_site.language import Speech, chosen
from verify_site.limits import limits
from verify_site.lists import sheets
from verify_site.lists.entries import MOST_ENTRIES
from verify_site.lists.errors import ListRefused, ListTooLarge, NothingGiven
from verify_site.lists.keeping import LIFE, TOKEN_SIZE, KeptList, remove_old
from verify_site.lists.lines import Line
from verify_site.lists.results import Ending, Progress, lines_of, made_at, standing_of
from verify_site.lists.scans import Scans, is_archive_of_scans
from verify_site.lists.sources import FILE, TEXT, in_memory, is_scan
from verify_site.lists.wording import OUTCOMES, advised, corrections, counted, explained, outcome_words
from verify_site.lists.workshop import Workshop
from verify_site.rendering import Renderer, asset, page
from verify_site.service import service
from verify_site.wording import Asked

LARGEST_MB = 20
LINES_OF_A_PAGE = 100


def form() -> Response:
    """What can be checked at once, and the form."""
    return _form()


def _form(fault: SpokenError | None = None, text: str = "") -> Response:
    speech = chosen(request.args)
    return _render(
        "lists/form.html",
        "/lists",
        422 if fault else 200,
        fault=fault.say(speech.language) if fault else None,
        text=text[:2000],
        most=f"{MOST_ENTRIES:,}",
        largest=LARGEST_MB,
    )


def template() -> Response:
    """An empty list with its headings."""
    return attachment(sheets.template(chosen(request.args)), "list-template.xlsx", XLSX)


def uploaded() -> Response:
    """Take a list in and lead to its page; nothing is kept of one that is refused."""
    text, file = request.form.get("text", ""), request.files.get("file")
    try:
        data, name = (file.read(), file.filename or "") if file is not None else (b"", "")
        upload, kind = _given(text, data)
        limits().list_of(min(_rows(upload, kind), MOST_ENTRIES))
    except (ListRefused, TableRefused) as fault:
        return _form(fault, text)
    now = datetime.now(UTC)
    remove_old(service().settings.lists, now)
    kept = KeptList.new(service().settings.lists, os.urandom(TOKEN_SIZE))
    kept.write("upload", upload)
    kept.write("about", json.dumps({"at": now.isoformat(), "kind": kind, "name": name[:200]}).encode())
    workshop().take(kept)
    return cast(Response, redirect(chosen(request.args).link(f"/lists/{kept.token}"), 303))


def _given(text: str, data: bytes) -> tuple[bytes, str]:
    """What is to be checked and its kind; a file goes before lines."""
    if len(data) > LARGEST_MB << 20:
        raise ListTooLarge(limit=LARGEST_MB)
    if data:
        return data, FILE
    if not text.strip():
        raise NothingGiven
    return text.encode(errors="replace"), TEXT


def _rows(upload: bytes, kind: str) -> int:
    """About how many rows a list has, without reading it; refuses at once what is no list at all."""
    if kind == TEXT:
        return upload.count(b"\n") + 1
    if upload.startswith(b"PK") and is_archive_of_scans(upload):
        return len(Scans(upload, ""))
    return 1 if is_scan(upload) else in_memory(upload, _rows_of_table)


def _rows_of_table(path: Path) -> int:
    with open_table(path) as table:
        return table.expected_rows


def standing(token: str) -> Response:
    """How far a list is, or its results."""
    kept = kept_list(token)
    found = standing_of(kept)
    if isinstance(found, Progress):
        workshop().take(kept)
        return _progress(kept, found)
    if found.refused is not None:
        speech = chosen(request.args)
        said = found.refused[0 if speech.language == "zh" else 1]
        return _render("lists/refused.html", f"/lists/{kept.token}", said=said, token=kept.token)
    return _results(kept, found)


def kept_list(token: str) -> KeptList:
    """The list of a token; raises `ListGone` where its day is over too."""
    kept = KeptList.found(service().settings.lists, token)
    if made_at(kept) + LIFE < datetime.now(UTC):
        kept.remove()
        raise ListGone
    return kept


def _progress(kept: KeptList, found: Progress) -> Response:
    return _render(
        "lists/progress.html",
        f"/lists/{kept.token}",
        token=kept.token,
        done=found.done,
        parts=found.parts,
        size=found.size,
        place=found.place,
        percent=100 * found.done // found.parts if found.parts else 0,
    )


def _results(kept: KeptList, found: Ending) -> Response:
    speech = chosen(request.args)
    only = request.args.get("verdict", "")
    only = only if only in OUTCOMES and found.counts.get(only) else ""
    count = found.counts[only] if only else sum(found.counts.values())
    pages = max(1, -(-count // LINES_OF_A_PAGE))
    number = _page_number(pages)
    lines = list(lines_of(kept, only or None))[(number - 1) * LINES_OF_A_PAGE : number * LINES_OF_A_PAGE]
    outcomes = counted(found.counts, speech)
    here = f"/lists/{kept.token}"
    return _render(
        "lists/results.html",
        here,
        token=kept.token,
        here=here,
        total=sum(found.counts.values()),
        outcomes=[(outcome, words, n, _link(here, speech, outcome)) for outcome, words, n in outcomes],
        only=only,
        everything=_link(here, speech, ""),
        rows=[_row(line, speech) for line in lines],
        number=number,
        pages=pages,
        earlier=_link(here, speech, only, number - 1) if number > 1 else None,
        later=_link(here, speech, only, number + 1) if number < pages else None,
        picture=f"{here}/outcome.svg{speech.query}",
        described="; ".join(f"{words}: {n}" for _, words, n in outcomes),
        checked_at=speech.moment(found.checked_at) if found.checked_at else "",
        gone_at=speech.moment(made_at(kept) + LIFE),
        with_receipt=found.state is not None,
    )


def _page_number(pages: int) -> int:
    asked = request.args.get("page", "1")
    return min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1


def _link(path: str, speech: Speech, outcome: str, number: int = 1) -> str:
    asked = [("lang", "en")] if speech.language == "en" else []
    asked += [("verdict", outcome)] if outcome else []
    asked += [("page", str(number))] if number > 1 else []
    return f"{path}?{'&'.join(f'{name}={value}' for name, value in asked)}" if asked else path


def _row(line: Line, speech: Speech) -> dict[str, Any]:
    words = outcome_words(line.outcome, line.asked, speech)
    held = [line.title] if line.asked == Asked.NAME else [line.number, line.name, line.title]
    return {
        "row": line.row,
        "place": line.place,
        "given": line.given,
        "words": words,
        "held": " ".join(filter(None, held)),
        "why": explained(line, speech),
        "steps": advised(line, speech),
        "now": corrections(line, speech),
        "host": line.host,
    }


def deleted(token: str) -> Response:
    """Delete a list at once, whatever is being done with it."""
    kept_list(token).remove()
    return _render("lists/deleted.html", "/lists")


def workshop() -> Workshop:
    """The workshop of the application that is answering, opened by its first list."""
    app = current_app
    found = app.extensions.get("workshop")
    if found is None:
        found = app.extensions.setdefault("workshop", Workshop(service().settings, app.extensions["counts"]))
    return cast(Workshop, found)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """A file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return Response(content, content_type=media_type, headers=headers)


def _render(template_name: str, path: str, status: int = 200, **values: Any) -> Response:
    speech = chosen(request.args)
    other = chosen({"lang": "en"} if speech.language == "zh" else {})
    switch: Mapping[str, Any] = {"path": other.link(path), "tag": other.tag, "fields": None}
    renderer = cast(Renderer, current_app.extensions["renderer"])
    looks = {"lists_style": asset("lists.css"), "lists_script": asset("lists.js"), "query": speech.query}
    response = page(renderer(template_name, speech, switch=switch, **looks, **values), status)
    if path != "/lists":
        response.headers["X-Robots-Tag"] = "noindex"
    return response
