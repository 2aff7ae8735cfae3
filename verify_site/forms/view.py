"""The catalogue as its page needs it: forms by notice and case, and the search in them.

shelves = shelves_of(load_packs(), forms, "补发", spoken("zh"))
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents.forms import FieldSource, Form, FormField
from policy import Case, Pack
from policy import Form as NamedForm
from verify_site.forms.files import BlankFile, files_of
from verify_site.guide.view import Cited, cited
from verify_site.language import N_, Speech

SOURCES = {
    FieldSource.NAMED: N_("通知点明"),
    FieldSource.SEEN: N_("同名表格中有"),
    FieldSource.INFERRED: N_("推定"),
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A form with its files."""

    form: Form
    files: tuple[BlankFile, ...]
    cites: Cited


@dataclass(frozen=True, slots=True)
class CaseShelf:
    """The forms of a case."""

    case: Case
    offered: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The forms of a notice. `brought` are papers that it names and asks for as originals, so that none is blank."""

    pack: Pack
    submitter: str
    submitter_cites: Cited
    cases: tuple[CaseShelf, ...]
    brought: tuple[tuple[NamedForm, Cited], ...]


def shelves_of(packs: Mapping[str, Pack], forms: Mapping[str, Form], query: str, speech: Speech) -> tuple[Shelf, ...]:
    """What the query finds by notice and case; an empty one finds everything."""
    shelves = (_shelf(pack, forms, words_of(query), speech) for pack in packs.values())
    return tuple(shelf for shelf in shelves if shelf.cases)


def words_of(text: str) -> tuple[str, ...]:
    """The words to look for, without regard to width and case."""
    return tuple(_folded(text).split())


def offered_of(pack: Pack, form: Form, speech: Speech) -> Offered:
    """The form as it is offered."""
    return Offered(form, files_of(form), cited(pack, form.clauses, speech))


def field_rows(pack: Pack, form: Form, speech: Speech) -> list[tuple[FormField, str, Cited | None]]:
    """Each field with how it is known, and by which clause."""
    return [
        (field, speech.text(SOURCES[field.source]), _places(pack, field, speech) if field.clauses else None)
        for field in (*form.fields, *form.columns)
    ]


def _places(pack: Pack, field: FormField, speech: Speech) -> Cited:
    """The places alone, as the whole page is about one notice."""
    return Cited("", cited(pack, field.clauses, speech).places)


def _shelf(pack: Pack, forms: Mapping[str, Form], words: Sequence[str], speech: Speech) -> Shelf:
    submitter = pack.general_submitter
    own = {form.name for form in forms.values() if form.notice == pack.id}
    brought = [form for form in pack.forms.values() if form.id not in own] if not words else []
    return Shelf(
        pack,
        submitter.text.say(speech.language),
        cited(pack, submitter.clauses, speech),
        tuple(_cases(pack, forms, words, speech)),
        tuple((form, cited(pack, form.clauses, speech)) for form in brought),
    )


def _cases(pack: Pack, forms: Mapping[str, Form], words: Sequence[str], speech: Speech) -> Iterator[CaseShelf]:
    for case in pack.cases.values():
        of_case = [form for form in forms.values() if form.notice == pack.id and case.id in form.cases]
        found = [form for form in of_case if all(word in _searched(pack, case, form) for word in words)]
        if found:
            yield CaseShelf(case, tuple(offered_of(pack, form, speech) for form in found))


def _searched(pack: Pack, case: Case, form: Form) -> str:
    """Everything that a form can be found by."""
    labels = (label for field in (*form.fields, *form.columns) for label in (field.label.zh, field.label.en))
    names = (form.title, form.title_en, form.basis, pack.notice.citation, case.title.zh, case.title.en)
    return _folded(" ".join((*names, pack.notice.applies_to.zh, pack.notice.applies_to.en, *labels)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
