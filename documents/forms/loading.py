"""Reads the forms; all of them are right, or every problem is named with its file and place.

forms = load_forms()                      the forms that ship with the project, by id
forms = load_forms(Path("var/forms"))     with the official templates that an operator put in place
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import ValidationError

from documents.forms.errors import FormsRefused, UnknownForm
from documents.forms.links import broken_links
from documents.forms.official import with_official
from documents.forms.schema import Form

FORMS = Path(__file__).resolve().parent.parent.parent / "templates" / "documents" / "forms"
WORDS = "words.yaml"
"""What several forms ask, described once: a form's own entry adds to it or differs from it."""


def load_forms(replaced: Path | None = None) -> Mapping[str, Form]:
    """The forms by id, official where `replaced` holds a template; raises `FormsRefused` or `TemplateChanged`."""
    forms = _shipped()
    if replaced is None or not replaced.is_dir():
        return forms
    return MappingProxyType({form.id: with_official(form, replaced) for form in forms.values()})


def form_named(forms: Mapping[str, Form], form_id: str) -> Form:
    """A form by id; raises `UnknownForm`."""
    found = forms.get(form_id)
    if found is None:
        raise UnknownForm(form=form_id, known=", ".join(forms))
    return found


@cache
def _shipped() -> Mapping[str, Form]:
    return load_forms_from(FORMS)


def load_forms_from(folder: Path) -> Mapping[str, Form]:
    """Every form below a folder, in the order of their paths; raises `FormsRefused` with all problems at once."""
    words = _read(folder / WORDS)
    forms: dict[str, Form] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*/*/form.yaml")):
        label = path.relative_to(folder)
        try:
            form = _form(path, words)
        except ValidationError as error:
            faults = error.errors(include_url=False)
            problems += [f"{label}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults]
        except yaml.YAMLError as error:
            problems.append(f"{label}: {' '.join(str(error).split())}")
        else:
            problems += [f"{label}: {problem}" for problem in broken_links(form)]
            forms[form.id] = form
    if problems:
        raise FormsRefused(count=len(problems), problems="\n".join(problems))
    return MappingProxyType(forms)


def _form(path: Path, words: Mapping[str, Any]) -> Form:
    raw = _read(path)
    notice, name = path.parts[-3], path.parts[-2]
    for part in ("fields", "columns"):
        raw[part] = [_entry(entry, words) for entry in raw.get(part) or ()]
    raw.setdefault("heading", raw.get("title"))
    return Form.model_validate({**raw, "id": f"{notice}/{name}", "notice": notice, "name": name})


def _entry(entry: Any, words: Mapping[str, Any]) -> Any:
    """A field's own description over the common one of its id."""
    return {**words.get(str(entry.get("id")), {}), **entry} if isinstance(entry, dict) else entry


def _read(path: Path) -> dict[str, Any]:
    read = yaml.safe_load(path.read_text("utf-8"))
    return read if isinstance(read, dict) else {}
