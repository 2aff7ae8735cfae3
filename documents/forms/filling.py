"""Fills a form: checks its values, lays it out, and writes it in the wanted format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from documents.fonts import Fonts
from documents.forms.errors import FormatNotOffered, NotARoster, TooManyRows
from documents.forms.official import EACH_ROW, END_OF_ROWS, fill_template
from documents.forms.page import Page, heading, notice_page, notice_text, roster_page, sheet_page
from documents.forms.schema import Form, FormField, FormFormat
from documents.forms.values import printed, refuse

MOST_ROWS = 2000
BLANK_ROWS = 14
"""Of a roster that nobody has filled: as many as one sheet holds."""


def fill(
    form: Form, values: Mapping[str, str], format: FormFormat, fonts: Fonts, *, photo: bytes | None = None
) -> bytes:
    """The form in one format, with these values by field id; what is absent stays blank, what it lacks is left out.

    A roster is filled here only when it is blank. Raises a `FormError` that names the field at fault.
    """
    if form.is_roster:
        if values:
            raise NotARoster(title=form.title)
        return fill_roster(form, {}, (), format, fonts)
    _require(form, format)
    texts = printed(form.fields, values)
    if form.template is not None:
        return fill_template(form, texts, (), photo)
    if format is FormFormat.TXT:
        return f"{notice_text(form, texts)}\r\n".encode("utf-8-sig")
    if format is FormFormat.PDF:
        _require_glyphs(form.fields, texts, fonts)
    page = notice_page(form, texts) if form.text else sheet_page(form, texts)
    return _written(page, form, format, fonts, photo)


def fill_roster(
    form: Form,
    head: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
    format: FormFormat,
    fonts: Fonts,
) -> bytes:
    """A roster in one format: `head` by the ids of its fields, each row by those of its columns; no rows: a blank one.

    The serial number is filled in where it is absent. Raises a `FormError` that names row and column at fault.
    """
    if not form.is_roster:
        raise NotARoster(title=form.title)
    _require(form, format)
    if len(rows) > MOST_ROWS:
        raise TooManyRows(limit=MOST_ROWS)
    texts = printed(form.fields, head)
    listed = [printed(form.columns, {"serial": str(number), **row}, number) for number, row in enumerate(rows, start=1)]
    if form.template is not None and format is FormFormat.DOCX:
        return fill_template(form, texts, listed, None)
    blank = {column.id: "" for column in form.columns}
    listed = listed or [blank] * BLANK_ROWS
    if format is FormFormat.XLSX:
        from documents.forms.workbook import as_workbook  # noqa: PLC0415 - only who wants one waits for its library

        return as_workbook(form, heading(form, texts), texts, listed)
    if format is FormFormat.PDF:
        _require_glyphs(form.fields, texts, fonts)
        for number, row in enumerate(listed, start=1):
            _require_glyphs(form.columns, row, fonts, number)
    return _written(roster_page(form, texts, listed), form, format, fonts, None)


def file_name(form: Form, format: FormFormat) -> str:
    """What a downloaded file is called: the form's title, and 样表 unless it is official."""
    return f"{form.title.replace('　', '')}{'' if form.official else '（样表）'}.{format}"


def template_of(form: Form) -> bytes:
    """Our own DOCX with a mark at each place, as a start for an official template."""
    from documents.forms.word import as_word  # noqa: PLC0415 - as above

    marks = {field.id: f"{{{{ {field.id} }}}}" for field in form.fields}
    if form.text:
        return as_word(notice_page(form, marks), form.date, None)
    if not form.is_roster:
        return as_word(sheet_page(form, marks), form.date, None)
    first = form.columns[0].id
    row = {column.id: f"{{{{ row.{column.id} }}}}" for column in form.columns}
    rows = ({first: EACH_ROW}, row, {first: END_OF_ROWS})
    return as_word(roster_page(form, marks, rows), form.date, None)


def _require(form: Form, format: FormFormat) -> None:
    if format not in form.formats:
        raise FormatNotOffered(title=form.title, wanted=format.upper(), offered=", ".join(form.formats).upper())


def _require_glyphs(
    fields: Iterable[FormField], texts: Mapping[str, str], fonts: Fonts, row: int | None = None
) -> None:
    """A PDF draws its own characters; other programs draw with the fonts of whoever opens the file."""
    for field in fields:
        if missing := fonts.missing_glyphs(texts[field.id].replace("\n", "")):
            raise refuse(field, missing, row)


def _written(page: Page, form: Form, format: FormFormat, fonts: Fonts, photo: bytes | None) -> bytes:
    if format is FormFormat.DOCX:
        from documents.forms.word import as_word  # noqa: PLC0415 - as above

        return as_word(page, form.date, photo)
    from documents.forms.pdf import as_pdf  # noqa: PLC0415 - as above

    return as_pdf(page, fonts, photo)
