"""The notices behind the guide: their cases, their clauses, and each case as a picture with the same in words.

GET /guide/<notice>            GET /guide/<notice>/clauses
GET /guide/<notice>/<case>/map GET /guide/<notice>/<case>/map.svg
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Response, abort, request

from messages import Language
from policy import Case, Clause, Pack, Text, draw, load_packs
from policy.official_texts import OfficialTexts
from policy.schema import Conditional
from policy.words import KINDS, SUBMITTERS, VERDICTS, Words, condition_in_words, wording_with_names
from verify_site.guide.pages import guide_page, pack_of
from verify_site.guide.view import Cited, cited
from verify_site.language import Speech, chosen
from verify_site.service import service


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a case in words: when it holds, and what then follows."""

    when: tuple[str, ...]
    label: str
    text: str
    cites: Cited


def cases(notice: str) -> Response:
    """The cases of a notice."""
    speech, pack = chosen(request.args), pack_of(notice)
    return guide_page("guide/notice.html", speech, f"/guide/{pack.id}", pack=pack)


def clauses(notice: str) -> Response:
    """Each clause in the project's own words, and in the notice's where an operator has attached them."""
    speech, pack = chosen(request.args), pack_of(notice)
    official = OfficialTexts(service().settings.notice_texts).of(pack)
    places: dict[str, list[Clause]] = {}
    for clause in pack.clauses.values():
        places.setdefault(clause.place, []).append(clause)
    placed = [(place, found, official.clause(place) if official else None) for place, found in places.items()]
    return guide_page(
        "guide/clauses.html", speech, f"/guide/{pack.id}/clauses", pack=pack, placed=placed, official=bool(official)
    )


def case_map(notice: str, case: str) -> Response:
    """A case as a picture, and the same in words."""
    speech, pack = chosen(request.args), pack_of(notice)
    read = _Reader(pack, _case(pack, case), speech)
    path = f"/guide/{pack.id}/{read.case.id}/map"
    values: dict[str, Any] = {
        "rungs": list(read.rungs()),
        "doors": list(read.doors()),
        "offices": list(read.offices()),
        "statements": list(read.statements()),
    }
    return guide_page("guide/map.html", speech, path, pack=pack, case=read.case, **values)


def case_picture(notice: str, case: str) -> Response:
    """The picture itself."""
    pack = pack_of(notice)
    picture = _drawn(pack.id, _case(pack, case).id, chosen(request.args).language)
    return Response(picture, content_type="image/svg+xml; charset=utf-8")


@lru_cache(maxsize=128)
def _drawn(notice: str, case: str, language: Language) -> str:
    return draw(load_packs()[notice], case, language)


def _case(pack: Pack, case_id: str) -> Case:
    found = pack.cases.get(case_id)
    return found if found is not None else abort(404)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads a case out in the order in which its picture shows it."""

    pack: Pack
    case: Case
    speech: Speech

    def rungs(self) -> Iterator[Row]:
        """The outcomes."""
        for rule in self.case.outcomes:
            yield self._row(rule, VERDICTS[rule.verdict], self._worded(rule.headline), rule.clauses)

    def doors(self) -> Iterator[Row]:
        """Who submits."""
        for entry in self.case.submitter:
            submitter = self.pack.submitters[entry.take]
            text = submitter.text.say(self.speech.language)
            yield self._row(entry, SUBMITTERS[submitter.kind], text, submitter.clauses)

    def offices(self) -> Iterator[Row]:
        """Which office."""
        for entry in self.case.authority:
            office = self.pack.authorities[entry.take]
            contact = office.contact.say(self.speech.language) if office.contact else ""
            yield self._row(entry, {"zh": office.name.zh, "en": office.name.en}, contact, office.clauses)

    def statements(self) -> Iterator[Row]:
        """Every statement."""
        for rule in self.case.statements:
            yield self._row(rule, KINDS[rule.kind], self._worded(rule.text), rule.clauses)

    def _row(self, entry: Conditional, label: Words, text: str, clauses_: Iterable[str]) -> Row:
        language = self.speech.language
        when = condition_in_words(self.pack, self.case, entry.when, language)
        return Row(tuple(when), label[language], text, cited(self.pack, clauses_, self.speech))

    def _worded(self, text: Text) -> str:
        return wording_with_names(self.pack, self.case, text, self.speech.language)
