"""What a receipt says in words, on paper and on its page.

words_then(checked, speech)       -> ("证书真实，核验时有效", "登记库中有这张证书，…")
"""

from __future__ import annotations

from collections.abc import Mapping

from registry.verification import Verdict
from signing.receipts import Basis, CheckedCertificate, Finding
from verify_site.language import N_, Speech
from verify_site.wording import Asked, words_of

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


THEN = {
    Finding.VALID: (N_("证书真实，核验时有效"), N_("登记库中有这张证书，核验时的状态是有效。")),
    Finding.REPLACED: (N_("旧证书，核验时已被新证书取代"), N_("登记库中有这张证书，核验时它已不再使用。")),
    Finding.REVOKED: (N_("核验时已被撤销"), N_("登记库中有这张证书，核验时它已被撤销，不再有效。")),
    Finding.CORRECTED: (
        N_("证书真实，核验时有效，但有内容已更正"),
        N_("登记库中有这张证书，核验时的状态是有效；纸面所印的内容有更正，以登记库为准。"),
    ),
}
VALID_BY_NAME = (
    N_("编号与姓名相符，核验时有效"),
    N_("登记库中有这个编号和姓名的证书，核验时的状态是有效。没有核对纸质证书是不是原件。"),
)


def words_then(checked: CheckedCertificate, speech: Speech) -> tuple[str, str]:
    """What was found, in words that stay true on paper: one line, and what it means."""
    by_name = checked.basis is Basis.NAME and checked.finding is Finding.VALID
    headline, meaning = VALID_BY_NAME if by_name else THEN[checked.finding]
    return speech.text(headline), speech.text(meaning)


def counted(counts: Mapping[Finding, int], speech: Speech) -> list[tuple[str, int]]:
    """How many rows of a list got which finding, in words, in the order of the findings."""
    return [(finding_in_words(finding, speech), counts[finding]) for finding in sorted(counts)]


def finding_in_words(finding: Finding, speech: Speech) -> str:
    """A finding as one line."""
    verdict = verdict_of(finding)
    return speech.text(NOT_CHECKED) if verdict is None else words_of(verdict, Asked.CODE, speech.language).headline
