"""Each verdict in words that an HR clerk understands: icon, tone, headline, what it means, what to do now.

    words_of(Verdict.REVOKED, Asked.CODE, spoken("zh")).headline      -> "证书已被撤销，不再有效"

What was asked changes the words: a signature proves the paper's content, a typed number and name prove only that the
registry has such an entry. Chinese is the source; `translations/` holds the English.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from messages import Language
from registry.verification import Brief, Printed, Verdict, Verification
from signing.claims import Kind
from verify_site.language import N_, Speech, spoken


class Asked(StrEnum):
    """How the question was put."""

    CODE = "code"
    VERIFICATION_CODE = "verification_code"
    NAME = "name"


class Tone(StrEnum):
    """How a verdict page looks; the icon and the words say the same."""

    GOOD = "good"
    CHANGED = "changed"
    BAD = "bad"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Words:
    """One verdict in one language. `icon` is a file in static/icons."""

    tone: Tone
    icon: str
    headline: str
    meaning: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled value; `chinese` says that the value is Chinese also on an English page."""

    label: str
    value: str
    chinese: bool = False
    now: str | None = None


DO_NOT_RELY = N_("请不要采信这张证书。")
ASK_ISSUER = N_("请与证书上写明的发证机关核实；联系方式请自行查找，不要用证书上印的电话。")
COMPARE = N_("请把下面各项与纸面逐一核对，并查看持证人的身份证件。")
ANY_DIFFERENCE = N_("有任何一项不同，说明纸面可能被改动，请不要采信，并与发证机关核实。")
SCAN_AGAIN = N_("请擦净纸面，在光线充足处对准整个二维码重新扫描。")
USE_NUMBER = N_("仍然不行的，请在首页输入证书编号和核验码查询。")
TRY_LATER = N_("请过几分钟再查一次。")
NOT_EVIDENCE = N_("在查到结果之前，请不要据此认定证书有效或无效。")
CHECK_TYPING = N_("请对照纸面检查编号、姓名或核验码，特别是相近的数字和字母，改正后再查。")
OLD_PAPERS = N_("较早签发的证书可能尚未录入登记库，查不到不等于是假证；请与发证机关核实。")
SCAN_TO_BE_SURE = N_("编号和姓名相符，不能证明手里这张纸是原件。证书上有二维码的，请扫描二维码。")

BY_CODE: dict[Verdict, Words] = {
    Verdict.VALID: Words(
        Tone.GOOD,
        "valid",
        N_("证书真实，目前有效"),
        N_("这张证书确由下列发证机关签发，登记库中的状态是有效。"),
        (COMPARE, ANY_DIFFERENCE),
    ),
    Verdict.REPLACED: Words(
        Tone.CHANGED,
        "replaced",
        N_("旧证书，已被新证书取代"),
        N_("这张证书确由发证机关签发，但发证机关已为持证人补发新证书，这一张不再使用。"),
        (
            N_("请持证人出示新证书，并扫描新证书上的二维码。"),
            N_("持证人的职称资格本身没有被撤销。"),
        ),
    ),
    Verdict.REVOKED: Words(
        Tone.BAD,
        "revoked",
        N_("证书已被撤销，不再有效"),
        N_("这张证书曾由发证机关签发，后来已被撤销。"),
        (DO_NOT_RELY, N_("持证人有异议的，请其所在单位向发证机关查询。")),
    ),
    Verdict.CORRECTED: Words(
        Tone.CHANGED,
        "corrected",
        N_("证书真实有效，但有内容已更正"),
        N_("证书签发以后，发证机关更正了登记库中的内容。不同之处列在下面，以登记库为准。"),
        (
            N_("请以“现在的登记”为准。"),
            N_("需要内容更正后的纸质证书的，由持证人所在单位向发证机关提出。"),
        ),
    ),
    Verdict.NOT_REGISTERED: Words(
        Tone.BAD,
        "not_registered",
        N_("登记库中没有这张证书"),
        N_("二维码的签名无误，登记库中却没有这张证书。这种情况不正常，系统已经自动报警。"),
        (DO_NOT_RELY, ASK_ISSUER, N_("请留存证书复印件，以备核查。")),
    ),
    Verdict.BAD_SIGNATURE: Words(
        Tone.BAD,
        "bad_signature",
        N_("签名不符，证书不可信"),
        N_("二维码的内容与它的签名对不上：要么内容被改动过，要么不是发证机关制作的。"),
        (N_("请重新扫描一次，排除误读。"), N_("结果仍然相同的，请不要采信这张证书。"), ASK_ISSUER),
    ),
    Verdict.UNKNOWN_KEY: Words(
        Tone.BAD,
        "unknown_key",
        N_("不认识签发者，无法确认真假"),
        N_("二维码不是用本网站公布的任何一把密钥签署的。可能是伪造，也可能是别处的证书。"),
        (DO_NOT_RELY, ASK_ISSUER),
    ),
    Verdict.UNTRUSTED_KEY: Words(
        Tone.BAD,
        "untrusted_key",
        N_("签署所用的密钥已经作废"),
        N_("这张证书是用一把已宣布作废、或不得用于这类证书的密钥签署的，因此不予承认。"),
        (DO_NOT_RELY, ASK_ISSUER),
    ),
    Verdict.MALFORMED: Words(
        Tone.UNSURE,
        "malformed",
        N_("二维码不完整，读不出证书"),
        N_("内容不完整，或者不是证书上的二维码。常见的原因是没有扫全、复制时漏了数字，或纸面破损。"),
        (SCAN_AGAIN, USE_NUMBER),
    ),
    Verdict.FOREIGN: Words(
        Tone.BAD,
        "foreign",
        N_("这个二维码指向别的网站"),
        N_("它不指向本网站。伪造的证书常常这样把人引到仿冒的查询网站。"),
        (
            N_("请不要打开那个网站，也不要在上面填写任何信息。"),
            N_("请不要采信那个网站显示的任何结果。"),
            ASK_ISSUER,
        ),
    ),
    Verdict.STATUS_UNKNOWN: Words(
        Tone.UNSURE,
        "status_unknown",
        N_("暂时查不到证书的状态"),
        N_("登记库暂时没有应答。这是我们的问题，不说明证书有问题。"),
        (TRY_LATER, NOT_EVIDENCE),
    ),
    Verdict.NO_MATCH: Words(
        Tone.UNSURE,
        "no_match",
        N_("没有查到相符的证书"),
        N_("您输入的两项对不上登记库中的任何一张证书。为保护个人信息，本网站不说明是哪一项不符。"),
        (CHECK_TYPING, OLD_PAPERS),
    ),
}
BY_TYPING: dict[tuple[Verdict, Asked], Words] = {
    (Verdict.VALID, Asked.VERIFICATION_CODE): Words(
        Tone.GOOD,
        "valid",
        N_("登记库中有这张证书，目前有效"),
        N_("编号和核验码相符。登记库中这张证书的内容列在下面。"),
        (COMPARE, ANY_DIFFERENCE),
    ),
    (Verdict.VALID, Asked.NAME): Words(
        Tone.GOOD,
        "valid",
        N_("编号与姓名相符，证书目前有效"),
        N_("登记库中有这个编号和姓名的证书。它的资格名称、级别和评审通过时间列在下面。"),
        (N_("请把下面各项与纸面逐一核对；有任何一项不同，请不要采信。"), SCAN_TO_BE_SURE),
    ),
    (Verdict.REPLACED, Asked.VERIFICATION_CODE): Words(
        Tone.CHANGED,
        "replaced",
        N_("旧证书，已被新证书取代"),
        N_("登记库中有这张证书，但发证机关已为持证人补发新证书，这一张不再使用。"),
        BY_CODE[Verdict.REPLACED].steps,
    ),
    (Verdict.REVOKED, Asked.VERIFICATION_CODE): Words(
        Tone.BAD,
        "revoked",
        N_("证书已被撤销，不再有效"),
        N_("登记库中有这张证书，后来已被撤销。"),
        BY_CODE[Verdict.REVOKED].steps,
    ),
}
BY_TYPING[Verdict.REPLACED, Asked.NAME] = BY_TYPING[Verdict.REPLACED, Asked.VERIFICATION_CODE]
BY_TYPING[Verdict.REVOKED, Asked.NAME] = BY_TYPING[Verdict.REVOKED, Asked.VERIFICATION_CODE]

SHOWS_PRINTED = frozenset({Verdict.VALID, Verdict.REPLACED, Verdict.REVOKED, Verdict.CORRECTED, Verdict.STATUS_UNKNOWN})
"""The verdicts under which what a code says may be repeated; nothing else earns an official page for its content."""

LABELS = {
    "kind": N_("种类"),
    "name": N_("姓名"),
    "title": N_("资格名称"),
    "level": N_("级别"),
    "specialty": N_("系列（专业）"),
    "approved_on": N_("评审通过时间"),
    "issued_on": N_("发证日期"),
    "number": N_("证书编号"),
    "issuer": N_("发证机关"),
}
CHANGED = {
    Verdict.REPLACED: N_("取代日期"),
    Verdict.REVOKED: N_("撤销日期"),
    Verdict.CORRECTED: N_("更正日期"),
}
"""What `changed_on` is the date of."""
CHINESE_VALUES = frozenset({"name", "title", "specialty"})


@lru_cache(256)
def words_of(verdict: Verdict, asked: Asked, language: Language) -> Words:
    """The verdict's words in one language."""
    words = BY_TYPING.get((verdict, asked), BY_CODE[verdict])
    text = spoken(language).text
    return Words(
        words.tone, words.icon, text(words.headline), text(words.meaning), tuple(text(step) for step in words.steps)
    )


def rows_of(printed: Printed | Brief, speech: Speech) -> list[Row]:
    """What is printed, field by field, in the order of the sheet."""
    values = _values(printed, speech)
    return [Row(speech.text(LABELS[field]), value, field in CHINESE_VALUES) for field, value in values.items()]


def differences(found: Verification, speech: Speech) -> list[Row]:
    """The fields that the registry holds otherwise than printed; empty unless `corrected`."""
    if found.printed is None or found.current is None:
        return []
    printed, current = _values(found.printed, speech), _values(found.current, speech)
    return [
        Row(speech.text(LABELS[field]), value, field in CHINESE_VALUES, now=current[field])
        for field, value in printed.items()
        if current[field] != value
    ]


def facts(found: Verification, asked: Asked, speech: Speech) -> list[Row]:
    """What came with the verdict: since when, why, and where a foreign code leads."""
    text = speech.text
    rows = []
    if found.changed_on is not None:
        rows.append(Row(text(CHANGED[found.verdict]), speech.date(found.changed_on)))
    if found.reason is not None and asked is not Asked.NAME:
        rows.append(Row(text(N_("原因")), found.reason.zh if speech.language == "zh" else found.reason.en.capitalize()))
    if found.foreign_host is not None:
        rows.append(Row(text(N_("它指向的网站")), found.foreign_host))
    return rows


def _values(printed: Printed | Brief, speech: Speech) -> dict[str, str]:
    chinese = speech.language == "zh"
    level = printed.level.zh if chinese else printed.level.en.capitalize()
    if isinstance(printed, Brief):
        return {"title": printed.title, "level": level, "approved_on": speech.date(printed.approved_on)}
    values = {
        "name": printed.name,
        "title": printed.title,
        "level": level,
        "specialty": printed.specialty,
        "approved_on": speech.date(printed.approved_on),
        "issued_on": speech.date(printed.issued_on),
        "number": printed.number,
    }
    if printed.kind is not Kind.CERTIFICATE:
        values = {"kind": printed.kind.zh if chinese else printed.kind.en.capitalize(), **values}
    # Without the registry only the key's issuer id is known, which tells a reader nothing.
    if printed.issuer_name != printed.issuer:
        values["issuer"] = printed.issuer_name if chinese else printed.issuer_name_en
    return values
