"""The demonstration's exchange of old certificates: a roster with photos, one part issued, one part waiting for photos.

    files = exchange_roster(engine, vault, store, LISTS / "huzhou-roster.xlsx", folder / "roster", now=now)

The exchange of the first people is approved, so that their new certificates show them. The others stand in a draft;
their roster and photos lie in a folder to try: one photo is blue behind, which the notice refuses, and one is missing.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from casework.accounts.member import as_submitter
from casework.applications import drafting, reviewing, submission
from casework.applications.attachments import AttachmentStore
from casework.applications.drafting import Changes, Inquiry
from casework.applications.photos import attach_photos, check_photos
from casework.applications.reviewing import Decision
from casework.applications.rosters import read_roster, roster_workbook
from casework.applications.words import Material
from demonstration.cases import Teller
from demonstration.portraits import BLUE, archive, portrait
from policy import Answer, load_packs
from registry.chinese_time import date_in_china
from registry.database import writing
from registry.sealing import IdentityVault

HUZHOU = "huzhou-2007-35"
ISSUED = 8
"""People of the roster whose exchange is approved; the others wait in a draft."""
WRONG, MISSING = 3, 5
"""Places among the waiting people: whose photo is blue behind, and who has none."""
FACTS: Mapping[str, Answer] = {
    "route": "evaluation",
    "place": "huzhou",
    "obtained_on": date(2003, 11, 20),
    "level": "intermediate",
    "has_original": True,
    "unit": "with_department",
    "administered": "city",
    "construction": False,
    "retired": False,
}
ASKED = Inquiry("湖州市人事局职称评审中心", date(2026, 6, 1), "可以受理逾期换证。")
Row = Mapping[str, str]


def exchange_roster(
    engine: Engine, vault: IdentityVault, store: AttachmentStore, roster: Path, folder: Path, *, now: datetime
) -> list[str]:
    """Play the story; returns the files to try. Issuing what is approved is the operators' command's."""
    rows = read_roster(roster, today=date_in_china(now)).rows
    with writing(engine) as session:
        teller = Teller(session, vault, now)
        approved = _draft(teller, rows[:ISSUED])
        _attach(teller, store, approved, _photos(rows[:ISSUED]))
        _approve(teller, approved)
        _draft(teller, rows[ISSUED:])
    return _to_try(folder, rows[ISSUED:])


def _draft(teller: Teller, rows: Sequence[Row]) -> int:
    """A unit's draft with these people, every paper said to come with it."""
    session, works, now, vault = teller.session, teller.member("works"), teller.now, teller.vault
    case = drafting.draft(session, works, HUZHOU, "exchange", now=now, facts=FACTS)
    drafting.set_entries(session, works, case, rows, version=teller.version(case), now=now, vault=vault)
    papers = submission.check(session, works, case, now=now, vault=vault).materials
    changes = Changes(materials={each.id: Material.BROUGHT for each in papers}, inquiry=ASKED)
    drafting.change_draft(session, works, case, changes, version=teller.version(case), now=now, vault=vault)
    return case


def _attach(teller: Teller, store: AttachmentStore, case: int, photos: Mapping[str, bytes]) -> None:
    checked = check_photos(io.BytesIO(archive(photos)), load_packs()[HUZHOU], "exchange")
    attach_photos(
        teller.session,
        store,
        teller.member("works"),
        case,
        checked,
        version=teller.version(case),
        now=teller.now,
        vault=teller.vault,
        random_bytes=os.urandom,
    )


def _approve(teller: Teller, case: int) -> None:
    session, now, office = teller.session, teller.now, teller.member("huzhou")
    submitter = as_submitter(teller.member("works"))
    submission.submit(session, submitter, case, version=teller.version(case), now=now, vault=teller.vault)
    opinion = "与原证书核对无误，同意换发。"
    reviewing.give_opinion(session, office, case, version=teller.version(case), opinion=opinion, now=now)
    agreed = Decision(approve=True, opinion=opinion)
    reviewing.decide(session, office, case, agreed, version=teller.version(case), now=now)


def _photos(rows: Sequence[Row]) -> dict[str, bytes]:
    return {row["identity"]: portrait(place) for place, row in enumerate(rows)}


def _to_try(folder: Path, rows: Sequence[Row]) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    photos = _photos(rows)
    photos[rows[WRONG]["identity"]] = portrait(WRONG, BLUE)
    del photos[rows[MISSING]["identity"]]
    files = {"huzhou-roster.xlsx": roster_workbook(rows), "huzhou-photos.zip": archive(photos)}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [str(folder / name) for name in files]
