"""What a receipt says in words, on paper and on its page.

words_then(receipt, "zh").headline       -> "证书真实，目前有效"
"""

from __future__ import annotations

from collections.abc import Mapping

from messages import Language
from registry.verification import Verdict
from signing.receipts import Basis, CheckedCertificate, Finding
from verify_site.language import N_, Speech
from verify_site.wording import Asked, Words, words_of

LIFE_DAYS = 180
"""How long a receipt says that it may be relied on as a record of its day."""

ASKED = {Basis.CODE: Asked.CODE, Basis.VERIFICATION_CODE: Asked.VERIFICATION_CODE, Basis.NAME: Asked.NAME}
BASES = {
    Basis.CODE: N_("证书上的二维码"),
    Basis.VERIFICATION_CODE: N_("输入的证书编号和核验码"),
    Basis.NAME: N_("输入的证书编号和姓名（没有查看纸质证书）"),
    Basis.LIST: N_("一份名单"),
}
NOT_CHECKED = N_("没有可核验的内容")


def verdict_of(finding: Finding) -> Verdict | None:
    """The verdict that a finding is; None for a row of a list that held nothing to check."""
    return None if finding is Finding.NOT_CHECKED else Verdict[finding.name]


def words_then(checked: CheckedCertificate, language: Language) -> Words:
    """What was found, in the words of its day."""
    return words_of(Verdict[checked.finding.name], ASKED[checked.basis], language)


def counted(counts: Mapping[Finding, int], speech: Speech) -> list[tuple[str, int]]:
    """How many rows of a list got which finding, in words, in the order of the findings."""
    return [(finding_in_words(finding, speech), counts[finding]) for finding in sorted(counts)]


def finding_in_words(finding: Finding, speech: Speech) -> str:
    """A finding as one line."""
    verdict = verdict_of(finding)
    return speech.text(NOT_CHECKED) if verdict is None else words_of(verdict, Asked.CODE, speech.language).headline
