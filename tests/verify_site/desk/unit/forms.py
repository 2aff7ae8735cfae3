"""What a clerk types into a draft's page, and the page's version to send it with."""

from __future__ import annotations

import re

from tests.casework.applications.desk import FACTS, details
from tests.verify_site.desk.office import Visitor
from verify_site.desk.draft_form import typed_answer

BROUGHT = {"brought-registration-form": "1", "brought-newspaper-original": "1"}


def typed(serial: int = 1, **others: str) -> dict[str, str]:
    """A lost certificate's form, complete; `others` are further fields, or other values."""
    facts = {f"fact-{name}": typed_answer(answer) for name, answer in FACTS["lost"].items()}
    texts = {f"form-{name}": text for name, text in details(serial).items()}
    return {**facts, **texts, **BROUGHT, **others}


def begin(clerk: Visitor, case: str = "lost", notice: str = "hubei-2013-80") -> str:
    """A new draft's address."""
    answer = clerk.post("/desk/cases", notice=notice, case=case)
    assert answer.status_code == 303
    return str(answer.location).partition("/draft")[0]


def version(visitor: Visitor, path: str) -> str:
    """The version that a page's form carries."""
    found = re.search(r'name="version" value="(\d+)"', visitor.get(path).text)
    assert found is not None, path
    return found[1]


def save(clerk: Visitor, case: str, fields: dict[str, str]) -> int:
    """Send a draft's form as the page shows it now; the status of the answer."""
    return clerk.post(f"{case}/draft", version=version(clerk, f"{case}/draft"), **fields).status_code
