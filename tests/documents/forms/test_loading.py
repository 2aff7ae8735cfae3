"""A form is one file: strict, complete, and in agreement with the notice that names it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from documents.forms import load_forms
from documents.forms.errors import FormsRefused
from documents.forms.loading import FORMS, WORDS, load_forms_from
from documents.forms.schema import FieldSource
from policy import load_packs

REPLACEMENT = "hubei-2013-80/replacement-registration"
BROUGHT = {"hubei-2013-80/evaluation-form"}
"""What the notice asks for as an original; nobody fills a blank one."""
LOST = {"hubei-2013-80/lost-notice", "huzhou-2007-35/lost-notice"}


def problems_with(tmp_path: Path, old: str, new: str) -> list[str]:
    """What loading says once a form's text is changed."""
    shutil.copy(FORMS / WORDS, tmp_path / WORDS)
    place = tmp_path / REPLACEMENT / "form.yaml"
    place.parent.mkdir(parents=True)
    text = (FORMS / REPLACEMENT / "form.yaml").read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FormsRefused) as refused:
        load_forms_from(tmp_path)
    return str(refused.value.details["problems"]).splitlines()


def test_every_form_that_a_notice_names_can_be_downloaded_unless_the_original_is_asked() -> None:
    named = {f"{pack.id}/{form}" for pack in load_packs().values() for form in pack.forms}
    assert set(load_forms()) == named - BROUGHT | LOST


def test_cases_and_clauses_of_a_form_are_those_of_its_notice() -> None:
    packs = load_packs()
    for form in load_forms().values():
        pack = packs[form.notice]
        assert set(form.cases) <= set(pack.cases), form.id
        cited = {*form.clauses, *(clause for field in (*form.fields, *form.columns) for clause in field.clauses)}
        assert cited <= set(pack.clauses), form.id
        assert pack.notice.citation in form.basis
        for clause in form.clauses:
            assert pack.clauses[clause].place in form.basis or clause not in form.clauses[:1], (form.id, clause)


def test_the_notice_of_loss_is_worded_as_the_guide_drafts_it() -> None:
    pack = load_packs()["hubei-2013-80"]
    assert pack.lost_notice is not None
    assert load_forms()["hubei-2013-80/lost-notice"].text == pack.lost_notice.draft


def test_no_form_claims_to_be_official_and_most_fields_are_marked_as_inferred() -> None:
    forms = load_forms().values()
    assert not any(form.official for form in forms)
    sources = [field.source for form in forms for field in (*form.fields, *form.columns)]
    assert sources.count(FieldSource.INFERRED) > len(sources) / 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version: "1"', "vresion: 1", "vresion: Extra inputs are not permitted"),
        ("{id: sex, source: inferred}", "{id: sex, source: guessed}", "fields.1.source: Input should be 'named'"),
        ("{id: sex, source: inferred}", "{id: sexx, source: inferred}", "fields.1.label: Field required"),
        ("{name: 6, sex: 6}", "{name: 6, sex: 7}", "rows.0: is 19 columns wide instead of 18"),
        ("{name: 6, sex: 6}", "{name: 15}", "fields: sex has no place on the sheet"),
        ("{identity: 15}", "{identification: 15}", "layout: there is no field identification"),
        ("{identity: 15}", "{name: 15}", "layout: name has two places"),
        ("source: named, clauses: [HB-2.4.1]", "source: named", "fields: unit_opinion: the clause that names it"),
        ("width: 33, height: 48", "width: 33, height: 60", "photo: is 60 mm high, the rows beside it 50"),
        ("formats: [docx, pdf]", "formats: [docx, pdf", "while parsing a flow sequence"),
        ("notes:", "text: 又一种\nnotes:", "rows, columns, text: exactly one is needed"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_with_its_file_and_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    found = problems_with(tmp_path, old, new)
    assert any(problem.startswith(f"{REPLACEMENT}/form.yaml: ") and said in problem for problem in found), found


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    found = problems_with(tmp_path, "filled_by: {zh: 持证人本人, en: the holder}\n", "filed_by: x\ncopies: 2\n")
    assert len(found) == 3
