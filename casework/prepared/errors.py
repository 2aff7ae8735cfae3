"""What can be wrong with a hand-over code or with what is stored under it. No sentence repeats a code."""

from __future__ import annotations

from casework.errors import CaseworkError


class HandOverError(CaseworkError):
    """Base of all errors of prepared cases."""


class HandOverMistyped(HandOverError):
    """The typed text is no hand-over code; its check symbol shows it before anything is looked up."""

    zh = (
        "这不是完整、正确的交接码。交接码有16位，分4组，由数字和字母组成。"
        "请对照交接单逐组核对有没有漏字、错字或前后颠倒，再输入一次。"
    )
    en = (
        "This is not a complete and correct hand-over code. It has 16 digits and letters in 4 groups. Compare each "
        "group with the sheet, look for a missing, wrong or swapped character, and type it again."
    )


class HandOverUnknown(HandOverError):
    """Nothing is stored under this code."""

    zh = "这个交接码下没有内容：可能没有存到本站，已经被删除，或已过期清除。请本人重新准备，或直接把纸质材料交给单位。"
    en = (
        "Nothing is stored under this hand-over code: it was never stored here, or was deleted, or has expired and was "
        "removed. Prepare the case anew, or hand the papers to the unit."
    )


class HandOverExpired(HandOverError):
    """The days for which the case was stored are over."""

    zh = "这个交接码已超过{days}天的保存期，内容不再提供。请本人重新准备一次。"
    en = "This hand-over code is past the {days} days for which it was stored and no longer opens. Prepare it anew."


class HandOverDamaged(HandOverError):
    """The stored bytes do not open under the code that found them: the database was changed or damaged."""

    zh = "这个交接码下的内容已损坏，打不开。请本人重新准备一次，并请告知网站管理员。"
    en = "What is stored under this hand-over code is damaged and cannot be opened. Prepare it anew; tell this site."


class RulesGone(HandOverError):
    """The notice or the case by which it was prepared is no longer among the rules."""

    zh = "这份材料所依据的规定在本站已经更换，原来的准备不能沿用。请本人重新问一次办事向导。"
    en = "The rules by which this case was prepared are no longer on this site. Ask the guide once more."


class CaseNotPrepared(HandOverError):
    """A detail cannot be kept: it has no plain field id, or is longer than any form's field."""

    zh = "有的内容太长或项目太多，没有保存。每项最多{longest}个字，请缩短后再试。"
    en = "Some entry is too long, or there are too many; nothing was stored. An entry has at most {longest} characters."
