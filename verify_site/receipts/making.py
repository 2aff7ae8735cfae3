"""A check made into a receipt, and a receipt into paper; pure but for the clock and the registry's state given.

receipt = receipt_of(found, Asked.CODE, values, state=48213)
pdf = typeset_receipt(paper(receipt, signed, …), fonts)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from documents.receipt import Line, ReceiptSheet, Said, Tone
from registry.names import printed_text
from registry.verification import Verdict, Verification
from signing.address import Address
from signing.claims import Level
from signing.errors import InvalidClaim
from signing.receipts import Basis, CheckedCertificate, CheckedList, Finding, Receipt
from verify_site.errors import NoReceiptForThis
from verify_site.language import N_, spoken
from verify_site.receipts.signer import SignedForPaper
from verify_site.receipts.wording import ASKED, BASES, LIFE_DAYS, counted, words_then
from verify_site.wording import Asked

BASIS_OF = {asked: basis for basis, asked in ASKED.items()}
TONES = {
    Finding.VALID: Tone.GOOD,
    Finding.REPLACED: Tone.CHANGED,
    Finding.CORRECTED: Tone.CHANGED,
    Finding.REVOKED: Tone.BAD,
}
_HAVE_RECEIPTS = frozenset({Verdict.VALID, Verdict.REPLACED, Verdict.REVOKED, Verdict.CORRECTED})
NOTES_OF_ONE = (
    N_("本回执只记载核验当时查到的结果，不代替证书，也不保证证书此后一直有效。"),
    N_("扫描本回执的二维码，可以确认它不是伪造的，并看到证书现在的状态；以网页显示为准。"),
    N_("扫描后请确认浏览器地址栏显示的是下方的官方网址。"),
)
NOTES_OF_LIST = (
    N_("本回执只记载核验当时查到的结果；名单内容在另存的 XLSX 文件里，本网站不保存。"),
    N_("请把 XLSX 文件原样存好：扫描本回执的二维码后上传它，可以确认它没有被改动。"),
    N_("扫描后请确认浏览器地址栏显示的是下方的官方网址。"),
)


def receipt_of(found: Verification, asked: Asked, values: Mapping[str, str], *, state: int) -> Receipt:
    """The receipt for one check; raises `NoReceiptForThis` where the registry said nothing of a certificate."""
    if found.verdict not in _HAVE_RECEIPTS:
        raise NoReceiptForThis(found.verdict)
    printed, brief = found.printed, found.brief
    if printed is not None:
        number, name, title, level = printed.number, printed.name, printed.title, printed.level
    elif brief is not None:
        number, name, title, level = values["number"], printed_text(values["name"]), brief.title, brief.level
    else:
        raise NoReceiptForThis(found.verdict)
    entry = None if asked is Asked.NAME else found.certificate_id
    finding = Finding[found.verdict.name]
    try:
        checked = CheckedCertificate(BASIS_OF[asked], finding, number, name, title, Level(level), entry)
    except InvalidClaim as error:
        # The texts of an old paper may be longer than a code holds.
        raise NoReceiptForThis(found.verdict) from error
    return _receipt(found.checked_at, checked, state)


def receipt_of_list(checked: CheckedList, *, state: int, now: datetime) -> Receipt:
    """The receipt for a list that was checked before."""
    return _receipt(now, checked, state)


def _receipt(now: datetime, subject: CheckedCertificate | CheckedList, state: int) -> Receipt:
    issued_at = now.replace(microsecond=0)
    return Receipt(issued_at, issued_at + timedelta(days=LIFE_DAYS), state, subject)


def paper(
    receipt: Receipt, signed: SignedForPaper, *, issuer: Said, address: Address, demonstration: bool
) -> ReceiptSheet:
    """What the paper shows: nothing but what its code signs."""
    subject = receipt.subject
    of_one = isinstance(subject, CheckedCertificate)
    finding, meaning, tone = _of_one(subject) if isinstance(subject, CheckedCertificate) else _of_list(subject)
    return ReceiptSheet(
        number=signed.number,
        finding=finding,
        meaning=meaning,
        tone=tone,
        checked=_certificate_lines(subject) if isinstance(subject, CheckedCertificate) else _list_lines(subject),
        facts=_facts(receipt, Basis.LIST if isinstance(subject, CheckedList) else subject.basis),
        notes=tuple(map(said, NOTES_OF_ONE if of_one else NOTES_OF_LIST)),
        issuer=issuer,
        address=address.of(signed.digits),
        official_address=address.origin,
        demonstration=demonstration,
    )


def said(text: str) -> Said:
    """A text of the site in both languages."""
    return Said(text, spoken("en").text(text))


def _of_one(checked: CheckedCertificate) -> tuple[Said, Said, Tone]:
    headline, meaning = map(Said, words_then(checked, spoken("zh")), words_then(checked, spoken("en")))
    return headline, meaning, TONES[checked.finding]


def _of_list(checked: CheckedList) -> tuple[Said, Said, Tone]:
    rows = sum(checked.counts.values())
    valid = checked.counts.get(Finding.VALID, 0)
    zh, en = spoken("zh"), spoken("en")
    whole = N_("名单已核验：共 %(rows)s 行，其中有效 %(valid)s 行")
    figures = {"rows": rows, "valid": valid}
    return (
        Said(zh.text(whole) % figures, en.text(whole) % figures),
        said(N_("各行的结果在 XLSX 文件里；本回执记载各种结果的行数和这个文件的摘要。")),
        Tone.NEUTRAL,
    )


def _certificate_lines(checked: CheckedCertificate) -> tuple[Line, ...]:
    return (
        Line(said(N_("证书编号")), Said(checked.number)),
        Line(said(N_("姓名")), Said(checked.name)),
        Line(said(N_("资格名称")), Said(checked.title)),
        Line(said(N_("级别")), Said(checked.level.zh, checked.level.en.capitalize())),
    )


def _list_lines(checked: CheckedList) -> tuple[Line, ...]:
    zh, en = spoken("zh"), spoken("en")
    results = Said(
        "；".join(f"{words} {count}" for words, count in counted(checked.counts, zh)),
        "; ".join(f"{words}: {count}" for words, count in counted(checked.counts, en)),
    )
    return (
        Line(said(N_("行数")), Said(str(sum(checked.counts.values())))),
        Line(said(N_("各种结果的行数")), results),
        Line(said(N_("XLSX 文件的 SHA-256")), Said(checked.sha256.hex())),
    )


def _facts(receipt: Receipt, basis: Basis) -> tuple[Line, ...]:
    zh, en = spoken("zh"), spoken("en")
    state = N_("登记库第 %(state)s 号记录及以前")
    return (
        Line(said(N_("核验了什么")), said(BASES[basis])),
        Line(said(N_("核验时间")), Said(zh.moment(receipt.checked_at), en.moment(receipt.checked_at))),
        Line(
            said(N_("登记库状态")),
            Said(zh.text(state) % {"state": receipt.state}, en.text(state) % {"state": receipt.state}),
        ),
        Line(said(N_("回执有效期至")), Said(zh.moment(receipt.expires_at), en.moment(receipt.expires_at))),
    )
