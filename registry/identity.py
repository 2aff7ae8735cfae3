"""Identity numbers as people type them, brought to one spelling and checked.

    identity = parse_identity("４２０１０１１９０００１０１００１7", today=date(2026, 11, 21))
    identity.kind, identity.number      # IdentityKind.RESIDENT, "420101190001010017"

Resident identity cards follow GB 11643: 6 digits of region, 8 of birth, 3 of sequence and a check digit by ISO 7064
MOD 11-2. The older 15 digits lack the century and the check digit. Residence permits of Hong Kong, Macao and Taiwan
residents (国办发〔2018〕81号) are numbered alike under 810000, 820000 and 830000. Foreigners' permanent residence cards
have three letters and 12 digits, or since December 2023 18 digits beginning with 9 and the same check digit.
Passports and travel permits have no check digit, so they are accepted only where the caller says that it is one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum
from operator import mul

from messages.advice import Advice
from registry.errors import RegistryError
from registry.regions import known_prefecture, known_province
from registry.words import Word

LONGEST = 40
"""Characters beyond which a text is not looked at; no document number is nearly as long."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# The sum is taken over ASCII codes; this is what the code of "0" adds to it in all 17 places.
_SURPLUS = ord("0") * sum(_WEIGHTS)
_SHAPE_18 = re.compile(r"[0-9]{17}[0-9X]")
_SHAPE_15 = re.compile(r"[0-9]{15}")
_SHAPE_FOREIGN = re.compile(r"[A-Z]{3}[0-9]{12}")
_SHAPE_DOCUMENT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,20}")
_SEPARATORS = re.compile(r"[\s\-\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff]+")
_HMT_REGIONS = ("810000", "820000", "830000")


class IdentityKind(Word):
    """The documents that identify a holder."""

    RESIDENT = "resident", "居民身份证", "resident identity card"
    HMT_RESIDENT = "hmt_resident", "港澳台居民居住证", "residence permit of a Hong Kong, Macao or Taiwan resident"
    FOREIGN_PERMANENT = "foreign_permanent", "外国人永久居留身份证", "foreigner's permanent residence card"
    HMT_TRAVEL = (
        "hmt_travel",
        "港澳台居民来往内地（大陆）通行证",
        "travel permit of a Hong Kong, Macao or Taiwan resident",
    )
    PASSPORT = "passport", "护照", "passport"


UNCHECKED_KINDS = frozenset({IdentityKind.HMT_TRAVEL, IdentityKind.PASSPORT})
"""Kinds whose numbers carry no check digit."""

_KINDS_BY_NAME = {
    "居民身份证": IdentityKind.RESIDENT,
    "身份证": IdentityKind.RESIDENT,
    "二代身份证": IdentityKind.RESIDENT,
    "港澳台居民居住证": IdentityKind.HMT_RESIDENT,
    "港澳居民居住证": IdentityKind.HMT_RESIDENT,
    "台湾居民居住证": IdentityKind.HMT_RESIDENT,
    "居住证": IdentityKind.HMT_RESIDENT,
    "外国人永久居留身份证": IdentityKind.FOREIGN_PERMANENT,
    "外国人永久居留证": IdentityKind.FOREIGN_PERMANENT,
    "港澳台居民来往内地(大陆)通行证": IdentityKind.HMT_TRAVEL,
    "港澳居民来往内地通行证": IdentityKind.HMT_TRAVEL,
    "台湾居民来往大陆通行证": IdentityKind.HMT_TRAVEL,
    "回乡证": IdentityKind.HMT_TRAVEL,
    "台胞证": IdentityKind.HMT_TRAVEL,
    "护照": IdentityKind.PASSPORT,
    "普通护照": IdentityKind.PASSPORT,
    "外国护照": IdentityKind.PASSPORT,
}


class IdentityFault(Enum):
    """Why a text is no identity number."""

    EMPTY = Advice("没有填写证件号码。", "The identity number is empty.", "请填写证件号码。", "Fill it in.")
    WRONG_LENGTH = Advice(
        "证件号码有 {length} 位，居民身份证号应为 18 位（或旧的 15 位）。",
        "The number has {length} characters; a resident identity number has 18 (or the older 15).",
        "请对照证件原件补全或更正；护照、通行证请在“证件类型”一列写明。",
        "Compare it with the document; for a passport or travel permit say so in a column 证件类型.",
    )
    WRONG_CHARACTER = Advice(
        "证件号码中有数字和末位 X 以外的字符。",
        "The number holds characters other than digits and a final X.",
        "请对照证件原件更正；护照、通行证请在“证件类型”一列写明。",
        "Compare it with the document; for a passport or travel permit say so in a column 证件类型.",
    )
    NO_SUCH_DATE = Advice(
        "证件号码里的出生日期不存在。",
        "The birth date within the number does not exist.",
        "请对照证件原件核对第 7 至 14 位。",
        "Compare characters 7 to 14 with the document.",
    )
    FUTURE_DATE = Advice(
        "证件号码里的出生日期在今天之后。",
        "The birth date within the number lies in the future.",
        "请对照证件原件核对第 7 至 14 位。",
        "Compare characters 7 to 14 with the document.",
    )
    WRONG_CHECK_DIGIT = Advice(
        "证件号码的末位校验码不对，至少有一位写错。",
        "The check digit at the end is wrong, so at least one character is.",
        "请对照证件原件逐位核对。",
        "Compare every character with the document.",
    )
    WRONG_DOCUMENT_FORM = Advice(
        "证件号码不像{kind}的号码（应为 5 至 20 位字母和数字）。",
        "This does not look like the number of a {kind_en} (5 to 20 letters and digits).",
        "请对照证件原件核对号码和证件类型。",
        "Compare the number and the kind of document with the original.",
    )
    OTHER_KIND = Advice(
        "证件号码是{found}的号码，与证件类型“{kind}”不符。",
        "This is the number of a {found_en}, not of a {kind_en} as stated.",
        "请更正证件类型或号码。",
        "Correct the kind of document or the number.",
    )


class IdentityWarning(Enum):
    """What is unusual about a number that is accepted all the same."""

    UNKNOWN_REGION = Advice(
        "证件号码开头的地区代码不在现行代码之中，可能已撤销。",
        "The region code at the start of the number is not in use; it may have been abandoned.",
        "请对照证件原件核对前 6 位；无误则无需处理。",
        "Compare the first six characters with the document; if they agree, nothing is to be done.",
    )


class InvalidIdentity(RegistryError):
    """The text is no identity number; `fault` says why."""

    zh = "{advice.zh}{advice.cure_zh}"
    en = "{advice.en} {advice.cure_en}"

    def __init__(self, fault: IdentityFault, **details: object) -> None:
        self.fault = fault
        self.advice = fault.value.filled(**details)
        super().__init__(advice=self.advice)


@dataclass(frozen=True, slots=True)
class Identity:
    """One checked identity number in its one spelling: upper case, no separators, 15 digits turned into 18."""

    kind: IdentityKind
    number: str
    warnings: tuple[IdentityWarning, ...] = ()

    def __repr__(self) -> str:
        # A traceback or a debug log must not carry the number.
        return f"Identity({self.kind.value}, {mask(self.number)})"


def mask(number: str) -> str:
    """The one fixed mask: first and last character, stars between."""
    if len(number) < 3:
        return "*" * len(number)
    return f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}"


def normalise_identity(text: str) -> str:
    """One spelling: full width folded, Ⅹ and x as X, no spaces and hyphens. Checks nothing."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text[: 2 * LONGEST])).upper()


def identity_kind(text: str) -> IdentityKind | None:
    """The kind of document a list names, by its usual names; None for a name that is not known."""
    return _KINDS_BY_NAME.get(_SEPARATORS.sub("", unicodedata.normalize("NFKC", text)))


def parse_identity(text: str, *, today: date, stated: IdentityKind | None = None) -> Identity:
    """Read an identity number as a person wrote it; `stated` is the kind of document if it was named.

    Raises `InvalidIdentity` with the fault: no unnamed passport passes, and no number with a wrong check digit.
    """
    number = normalise_identity(text)
    if not number:
        raise InvalidIdentity(IdentityFault.EMPTY)
    if stated in UNCHECKED_KINDS:
        return _unchecked(number, stated)
    identity = _checked(number, today)
    if stated not in (None, identity.kind, IdentityKind.RESIDENT):
        raise _other_kind(identity.kind, stated)
    return identity


def _unchecked(number: str, stated: IdentityKind) -> Identity:
    if not _SHAPE_DOCUMENT.fullmatch(number):
        raise InvalidIdentity(IdentityFault.WRONG_DOCUMENT_FORM, kind=stated.zh, kind_en=stated.en)
    return Identity(stated, number)


def _checked(number: str, today: date) -> Identity:
    if _SHAPE_18.fullmatch(number):
        return _of_18(number, today)
    if _SHAPE_15.fullmatch(number):
        return _of_18(_lengthened(number), today)
    if _SHAPE_FOREIGN.fullmatch(number):
        return Identity(IdentityKind.FOREIGN_PERMANENT, number)
    if len(number) not in (15, 18):
        raise InvalidIdentity(IdentityFault.WRONG_LENGTH, length=min(len(number), LONGEST))
    raise InvalidIdentity(IdentityFault.WRONG_CHARACTER)


def _of_18(number: str, today: date) -> Identity:
    if number[0] == "9":
        # What stands between the 9 and the check digit is not published, so no date is looked for.
        _require_check_digit(number)
        return Identity(IdentityKind.FOREIGN_PERMANENT, number)
    _require_birth_date(number[6:14], today)
    _require_check_digit(number)
    if number.startswith(_HMT_REGIONS):
        return Identity(IdentityKind.HMT_RESIDENT, number)
    if known_province(number[:2]) and known_prefecture(number[:4]):
        return Identity(IdentityKind.RESIDENT, number)
    return Identity(IdentityKind.RESIDENT, number, (IdentityWarning.UNKNOWN_REGION,))


def _require_birth_date(digits: str, today: date) -> None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise InvalidIdentity(IdentityFault.NO_SUCH_DATE) from None
    if born > today:
        raise InvalidIdentity(IdentityFault.FUTURE_DATE)


def _require_check_digit(number: str) -> None:
    if number[17] != check_digit(number[:17]):
        raise InvalidIdentity(IdentityFault.WRONG_CHECK_DIGIT)


def check_digit(body: str) -> str:
    """The 18th character for 17 digits (GB 11643-1999, 4.3)."""
    return _CHECK[(sum(map(mul, _WEIGHTS, body.encode())) - _SURPLUS) % 11]


def _lengthened(number: str) -> str:
    body = f"{number[:6]}19{number[6:]}"
    return body + check_digit(body)


def _other_kind(found: IdentityKind, stated: IdentityKind | None) -> InvalidIdentity:
    kind = stated or found
    return InvalidIdentity(IdentityFault.OTHER_KIND, found=found.zh, found_en=found.en, kind=kind.zh, kind_en=kind.en)
