"""What a receipt states, for people at a terminal and for programs.

stated(signed, expired=False)       -> {"number": "ABCD-…", "asked": "code", "then": {"verdict": "valid", …}, …}
in_words(signed, expired=False)     -> lines in Chinese and English
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from signing.receipts import Basis, CheckedCertificate, CheckedList, Finding, SignedReceipt

NOT_TODAY_ZH = "核验回执只记载当时查到的结果，也不在状态表中。证书现在是否有效，请核验证书本身的代码。"
NOT_TODAY_EN = (
    "It states what was found then and stands in no status list. For today, check the certificate's own code."
)
BASES = {
    Basis.CODE: "证书上的二维码 the code on the certificate",
    Basis.VERIFICATION_CODE: "输入的证书编号和核验码 a typed number and verification code",
    Basis.NAME: "输入的证书编号和姓名（没有查看纸质证书） a typed number and name; the paper was not looked at",
    Basis.LIST: "一份名单 a list",
}
FINDINGS = {
    Finding.VALID: "有效 in force",
    Finding.REPLACED: "已被新证书取代 replaced by a new certificate",
    Finding.REVOKED: "已被撤销 revoked",
    Finding.CORRECTED: "有效，但有内容已更正 in force, with something corrected since it was printed",
    Finding.NOT_REGISTERED: "登记库中没有 not in the registry",
    Finding.BAD_SIGNATURE: "签名不符 the signature does not hold",
    Finding.UNKNOWN_KEY: "不认识签发者 an unknown signer",
    Finding.UNTRUSTED_KEY: "签发的密钥不受信任 a key that is not trusted",
    Finding.MALFORMED: "读不出证书 no whole code",
    Finding.FOREIGN: "指向别的网站 leads to another site",
    Finding.NO_MATCH: "没有查到相符的证书 no match",
    Finding.STATUS_UNKNOWN: "没有查到结果 not known",
    Finding.NOT_CHECKED: "没有可核验的内容 nothing to check",
}


def stated(signed: SignedReceipt, *, expired: bool) -> dict[str, Any]:
    """What a receipt says, in plain JSON values; `then` is what was found, and nothing here says what holds now."""
    receipt, subject = signed.receipt, signed.receipt.subject
    said: dict[str, Any] = {
        "number": signed.number,
        "issuer": {"id": signed.key.issuer},
        "checked_at": _moment(receipt.checked_at),
        "issued_at": _moment(receipt.issued_at),
        "expires_at": _moment(receipt.expires_at),
        "expired": expired,
        "state": receipt.state,
    }
    if isinstance(subject, CheckedList):
        counts = {_verdict(finding): count for finding, count in subject.counts.items()}
        return said | {"asked": "list", "then": {"counts": counts, "sha256": subject.sha256.hex()}}
    certificate = {
        "number": subject.number,
        "name": subject.name,
        "title": subject.title,
        "level": subject.level.name.lower(),
    }
    then = {"verdict": _verdict(subject.finding), "certificate": certificate}
    return said | {"asked": subject.basis.name.lower(), "then": then}


def in_words(signed: SignedReceipt, *, expired: bool) -> Iterator[str]:
    """The same as lines for a person, each in both languages."""
    receipt, subject = signed.receipt, signed.receipt.subject
    over = "（已过 over）" if expired else ""
    yield f"回执编号 receipt: {signed.number}"
    yield f"核验时间 checked: {_moment(receipt.checked_at)}"
    yield from _list_lines(subject) if isinstance(subject, CheckedList) else _certificate_lines(subject)
    yield f"登记库状态 registry state: {receipt.state}"
    yield f"回执有效期至 good until: {_moment(receipt.expires_at)}{over}"


def _certificate_lines(checked: CheckedCertificate) -> Iterator[str]:
    yield f"核验了什么 what was checked: {BASES[checked.basis]}"
    yield f"当时的结果 found then: {FINDINGS[checked.finding]}"
    yield f"证书编号 number: {checked.number}"
    yield f"姓名 name: {checked.name}"
    yield f"资格名称 title: {checked.title}"
    yield f"级别 level: {checked.level.zh} {checked.level.en}"


def _list_lines(checked: CheckedList) -> Iterator[str]:
    yield f"核验了什么 what was checked: {BASES[Basis.LIST]}"
    for finding in sorted(checked.counts):
        yield f"当时的结果 found then: {checked.counts[finding]} × {FINDINGS[finding]}"
    yield f"XLSX 文件的 SHA-256: {checked.sha256.hex()}"


def _verdict(finding: Finding) -> str:
    return finding.name.lower()


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
