"""What can be taken away from a list: its results as XLSX and CSV, their picture, and one receipt for all."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from flask import Response, request

from signing.receipts import CheckedList, Finding
from verify_site.errors import NoReceiptForThis
from verify_site.language import chosen
from verify_site.limits import limits
from verify_site.lists import sheets
from verify_site.lists.keeping import KeptList
from verify_site.lists.lines import NOT_CHECKED
from verify_site.lists.pages import XLSX, attachment, kept_list
from verify_site.lists.results import Ending, ending_of, lines_of
from verify_site.lists.wording import counted, outcome_words
from verify_site.lists.work import workbook_name
from verify_site.receipts.making import receipt_of_list
from verify_site.receipts.pages import receipt_file


def workbook(token: str) -> Response:
    """The results as XLSX, the very file that a receipt names."""
    kept, _ = _done(token)
    return attachment(kept.read(workbook_name(chosen(request.args).language)), "results.xlsx", XLSX)


def text(token: str) -> Response:
    """The results as CSV."""
    kept, _ = _done(token)
    content = sheets.csv_text(lines_of(kept), chosen(request.args))
    return attachment(content, "results.csv", "text/csv; charset=utf-8")


def picture(token: str) -> Response:
    """How many rows ended how, as bars."""
    speech = chosen(request.args)
    _, ending = _done(token)
    bars = [
        (words, outcome_words(outcome, "code", speech).tone.value, count)
        for outcome, words, count in counted(ending.counts, speech)
    ]
    return Response(sheets.bars(bars), content_type="image/svg+xml; charset=utf-8")


def receipt(token: str) -> Response:
    """One receipt for the list: rows by finding, and the SHA-256 of its results as XLSX in this language."""
    limits().receipt()
    kept, ending = _done(token)
    if ending.checked_at is None or ending.state is None:
        raise NoReceiptForThis
    counts = {_finding(outcome): count for outcome, count in ending.counts.items()}
    file = kept.read(workbook_name(chosen(request.args).language))
    checked = CheckedList(ending.checked_at, counts, sha256(file).digest())
    return receipt_file(receipt_of_list(checked, state=ending.state, now=datetime.now(UTC)))


def _finding(outcome: str) -> Finding:
    return Finding.NOT_CHECKED if outcome == NOT_CHECKED else Finding[outcome.upper()]


def _done(token: str) -> tuple[KeptList, Ending]:
    """A list with results; raises `ListGone` where there are none."""
    kept = kept_list(token)
    return kept, ending_of(kept)
