"""The papers that the site's tests hold in hand: the small province of tests/province.py, and one withdrawn key."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from registry.settings import Settings
from signing.claims import Claims, Kind, Level, StatusReference
from signing.codes import sign_code
from signing.keys import KeySet, KeyState
from signing.software import SoftwareSigner
from tests.province import NOW, Example, Province, make_province, make_signer

PERSONAL = ("name", "number", "verification_code", "code", "identity")


@dataclass(frozen=True, slots=True)
class Papers:
    """One code for each verdict that a scanned code can get, and the typed facts of the papers."""

    province: Province
    untrusted_key: str

    @property
    def settings(self) -> Settings:
        """The settings of a site over this registry."""
        return self.province.settings

    @property
    def valid(self) -> Example:
        """A paper that is in force and has a photo in the registry."""
        return self.province.examples["with_photo"]

    @property
    def signer(self) -> SoftwareSigner:
        """The key that signed them."""
        return self.province.signers["wuhan"]

    @property
    def codes(self) -> dict[str, str]:
        """Digits by verdict."""
        codes = {
            verdict: example.code
            for verdict, example in self.province.examples.items()
            if example.code is not None and verdict != "with_photo"
        }
        return codes | {"untrusted_key": self.untrusted_key, "malformed": self.code_of("valid")[:-40]}

    def code_of(self, verdict: str) -> str:
        """The digits of one example."""
        code = self.province.examples[verdict].code
        assert code is not None
        return code


def gather_papers(engine: Engine, folder: Path) -> Papers:
    """Make the province, and publish one more key, withdrawn before it signed."""
    province = make_province(engine, folder)
    former = make_signer("wuhan")
    withdrawn = former.key.moved(KeyState.WITHDRAWN, NOW.replace(microsecond=0) - timedelta(days=1))
    keys = KeySet((*province.keys, withdrawn))
    province.settings.keys_file.write_text(keys.to_jwks(), "utf-8")
    return Papers(province, sign_code(claims(), former))


def with_settings(settings: Settings, **changes: object) -> Settings:
    """The same settings but for these."""
    return dataclasses.replace(settings, **changes)  # type: ignore[arg-type] # the names are checked when it runs


def claims(number: str = "20264201000999", name: str = "柳如是") -> Claims:
    """Claims that no registry holds."""
    return Claims(
        kind=Kind.CERTIFICATE,
        number=number,
        name=name,
        title="高级工程师",
        level=Level.DEPUTY_SENIOR,
        specialty="建筑工程",
        approved_on=date(2026, 9, 30),
        issued_on=date(2026, 10, 9),
        signed_at=datetime(2026, 11, 21, 4, 0, tzinfo=UTC),
        status=StatusReference(1, 7),
    )
