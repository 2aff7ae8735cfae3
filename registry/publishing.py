"""The static files that anybody may check against without asking the registry: the key set and the status lists.

    publish(engine, Path("public"), keys=store.key_set(), signer=store.signer_for("hubei", Purpose.STATUS_LISTS),
            address=address, now=now)

Any web server can hand them out. Each file is replaced in one step, so a reader meets the old one or the new one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from registry.models import AnyRow, Authority, Certificate, Code, StatusList
from registry.words import State
from signing.address import Address
from signing.claims import Claims, StatusReference
from signing.codes import digits_of, read_unverified
from signing.keys import KeySet, Purpose, Signer
from signing.private_files import PUBLIC, write_whole
from signing.status_list import LIFE, TTL, list_uri, write_token
from signing.status_list import StatusList as Statuses

_PRINTED = (
    Certificate.kind,
    Certificate.number,
    Certificate.name,
    Certificate.title,
    Certificate.level,
    Certificate.specialty,
    Certificate.approved_on,
    Certificate.issued_on,
)


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the files, the status lists among them, and how many codes they say are out of force."""

    files: tuple[Path, ...]
    lists: tuple[int, ...]
    out_of_force: int


def publish(
    registry: Engine, directory: Path, *, keys: KeySet, signer: Signer | None, address: Address, now: datetime
) -> Published:
    """Write the key set to `directory` and, with a signer, every status list and their index to `directory/status`.

    All statuses come from one statement, which sees the registry at one moment; `now` must have been read before it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    # The keys first: nobody may meet a list before the key that it is signed with.
    files = [_write(directory / "certificate-keys.json", keys.to_jwks().encode())]
    if signer is None:
        return Published(tuple(files), (), 0)
    with Session(registry) as session:
        places = out_of_force(session)
        lists = dict(session.execute(select(StatusList.id, StatusList.issuer_id).order_by(StatusList.id)).all())
        # Those of receipts too, which have no list.
        signing = {key.issuer for key in keys if key.purpose is Purpose.RECEIPTS} | set(lists.values())
        issuers = {
            each.id: {"zh": each.name, "en": each.name_en}
            for each in session.scalars(select(Authority).where(Authority.id.in_(signing)))
        }
    (directory / "status").mkdir(exist_ok=True)
    for list_id in lists:
        token = write_token(
            Statuses.of(places[list_id]),
            signer,
            uri=list_uri(address, list_id),
            now=now,
            ttl=TTL,
            life=LIFE,
        )
        files.append(_write(directory / "status" / f"{list_id}.cwt", token))
    index = {
        "published_at": _written(now),
        "expires_at": _written(now + LIFE),
        "lists": list(lists),
        "issuers": issuers,
    }
    files.append(_write(directory / "status" / "index.json", json.dumps(index, ensure_ascii=False).encode()))
    return Published(tuple(files), tuple(lists), sum(map(len, places.values())))


def out_of_force(session: Session) -> defaultdict[int, set[int]]:
    """The indices, by list, of all codes that are no longer in force as printed.

    Decided code by code as a scan is: the certificate is valid and says today what was signed then. Only certificates
    that ever changed are read.
    """
    rows = session.execute(
        select(Code.cose, Certificate.state, *_PRINTED)
        .join(Certificate, Certificate.id == Code.certificate_id)
        .where(Certificate.changed_at.is_not(None))
        .execution_options(yield_per=1000)
    )
    places: defaultdict[int, set[int]] = defaultdict(set)
    for status in _changed(rows):
        places[status.list_id].add(status.index)
    return places


def _changed(rows: Iterator[AnyRow]) -> Iterator[StatusReference]:
    for cose, state, *current in rows:
        claims = read_unverified(digits_of(cose)).claims
        if state != State.VALID.value or _printed(claims) != tuple(current):
            yield claims.status


def _printed(claims: Claims) -> tuple[object, ...]:
    return tuple(claims[: len(_PRINTED)])


def _write(path: Path, content: bytes) -> Path:
    write_whole(path, content, PUBLIC)
    return path


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
