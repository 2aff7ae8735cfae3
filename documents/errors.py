"""What can keep a sheet from being printed. No sentence carries a name, a number or a code: it may end in a log."""

from __future__ import annotations

from messages import SpokenError


class DocumentError(SpokenError):
    """The base of all errors of `documents`."""


class NoChineseFont(DocumentError):
    """No font of the machine has Chinese characters; `directories` were searched."""

    zh = "在 {directories} 中没有找到中文字体。请安装：apt install fonts-noto-cjk（或 fonts-wqy-microhei）。"
    en = "No Chinese font in {directories}. Install one: apt install fonts-noto-cjk (or fonts-wqy-microhei)."


class MissingGlyphs(DocumentError):
    """No known font draws some characters (`characters`, as U+XXXX) of the sheet at `position` in the batch."""

    zh = (
        "本批第 {position} 张：现有字体无法印出字符 {characters}。"
        "请安装生僻字字体（apt install fonts-noto-cjk fonts-hanazono）后重试；若是不可见字符，请从数据中删去。"
    )
    en = (
        "Sheet {position} of the batch: no installed font draws {characters}. Install rare characters "
        "(apt install fonts-noto-cjk fonts-hanazono) and print again; delete invisible characters from the data."
    )


class EmptyBatch(DocumentError):
    """There is no sheet to print."""

    zh = "没有要打印的证书。请检查所选的批次或编号。"
    en = "There is nothing to print. Check the batch or the numbers that were chosen."


class FieldTooLong(DocumentError):
    """A field has more characters than its line can hold in the smallest legible type."""

    zh = "本批第 {position} 张：“{field}”超过 {limit} 个字，证书上印不下。请核对数据。"
    en = "Sheet {position} of the batch: “{field}” has more than {limit} characters and does not fit. Check the data."


class BadVerificationCode(DocumentError):
    """The verification code does not have its 12 characters."""

    zh = "本批第 {position} 张：核验码不是 12 个字符。请用 registry 重新生成后再打印。"
    en = "Sheet {position} of the batch: the verification code is not 12 characters. Let the registry make it again."


class BadAddress(DocumentError):
    """An address that is no upper-case URL ending in decimal digits; the QR code would be too dense or unreadable."""

    zh = "二维码地址须为大写网址加数字，例如 HTTPS://HOST/V/123。请检查官方网站地址的配置（CERT_ADDRESS）。"
    en = "A QR address is an upper-case URL and digits: HTTPS://HOST/V/123. Check the official address (CERT_ADDRESS)."


class SymbolTooLarge(DocumentError):
    """The QR code of an address does not fit its place on the sheet at a module size that phones can read."""

    zh = "二维码需要版本 {version}，证书上最多只能印到版本 {limit}。请缩短官方网站地址，或核对过长的字段。"
    en = (
        "The QR code needs version {version}; the sheet has room for version {limit}. "
        "Shorten the official address, or check the fields that are too long."
    )


class BadPhoto(DocumentError):
    """The photo is no JPEG that can be opened."""

    zh = "本批第 {position} 张：照片不是 JPEG 格式。请换成 JPEG 照片后重新打印。"
    en = "Sheet {position} of the batch: the photo is not a JPEG. Replace it by a JPEG and print again."


class TypesettingFailed(DocumentError):
    """The typesetter stopped; `reason` is its own first sentence, without data of a sheet."""

    zh = "排版程序未能完成：{reason}。请核对 templates/documents 是否完整，并把此句交给系统管理员。"
    en = "Typesetting stopped: {reason}. Check that templates/documents is complete; tell the administrator."
