"""Why a list is not checked, or no longer there. Faults of single rows are told in the results (`lists.entries`)."""

from __future__ import annotations

from messages import SpokenError


class ListRefused(SpokenError):
    """Base: nothing of this upload was checked."""


class NothingGiven(ListRefused):
    """Neither a file nor a line."""

    zh = "请选择一个文件，或粘贴至少一行。"
    en = "Choose a file, or paste at least one line."


class ListTooLarge(ListRefused):
    """More bytes than are taken."""

    zh = "文件超过 {limit} MB。请拆成几个文件，或把扫描件的分辨率调低后再上传。"
    en = "The file has more than {limit} MB. Split it into several, or scan less finely."


class TooManyEntries(ListRefused):
    """More rows or files than one list may have."""

    zh = "名单超过 {limit} 行，没有核验。请拆成几份分别上传。"
    en = "The list has more than {limit} entries and was not checked. Split it into several."


class TooManyFiles(ListRefused):
    """More pictures in an archive than are read."""

    zh = "压缩包里有超过 {limit} 个文件，没有核验。请分成几个压缩包上传。"
    en = "The archive holds more than {limit} files and was not checked. Split it into several."


class NoEntries(ListRefused):
    """A list without a row, or an archive without a picture."""

    zh = "里面没有可核验的内容：没有一行填写了编号和姓名、二维码，也没有图片。请核对文件后再上传。"
    en = "There is nothing to check in it: no row with number and name or a code, and no picture. Check the file."


class NoColumns(ListRefused):
    """No heading row that names what to check."""

    zh = "没有找到表头。请在第一行写明“证书编号”和“姓名”，或“二维码”；也可以下载模板填写。"
    en = "No headings were found. Name the columns “number” and “name”, or “code”, or use the template."


class BrokenArchive(ListRefused):
    """A ZIP archive that cannot be read."""

    zh = "压缩包已损坏，或者设有密码，打不开。请重新压缩（不设密码）后再上传。"
    en = "The archive is damaged or protected by a password. Pack it again without a password."


class UnpacksTooLarge(ListRefused):
    """An archive that says it unpacks to far more than pictures need; nothing was unpacked."""

    zh = "压缩包解开后会超过 {limit} MB（疑似压缩炸弹），没有解开。请分成几个压缩包上传。"
    en = (
        "The archive would unpack to more than {limit} MB (perhaps a bomb) and was not unpacked. Split it into several."
    )


class ListFailed(ListRefused):
    """Checking stopped again and again without an answer."""

    zh = "这份名单核验了几次都没有完成，可能是文件太复杂。请拆成几份，或改用 XLSX 名单再上传。"
    en = "Checking this list stopped several times, perhaps because a file is too complex. Split it, or upload an XLSX."
