"""Why a whole file is refused."""

from __future__ import annotations

from messages import SpokenError


class FileRefused(SpokenError):
    """Base: nothing of this file was taken in."""


class EmptyFile(FileRefused):
    """No bytes, or no row with anything in it."""

    zh = "文件是空的，没有任何名单。请确认导出的是否是这个文件。"
    en = "The file is empty. Check that it is the one that was exported."


class FileTooLarge(FileRefused):
    """More bytes than are looked at."""

    zh = "文件有 {size} MB，上限是 {limit} MB。请把名单拆成几个文件分别导入，并删去图片。"
    en = "The file has {size} MB; the limit is {limit} MB. Split the list into several files, and remove pictures."


class UnpacksTooLarge(FileRefused):
    """An archive that unpacks to far more than a list of people needs."""

    zh = "文件解压后过大（疑似压缩炸弹或夹带大量空白格式），没有解压。请把名单复制到新的工作簿，另存为 XLSX 后再导入。"
    en = (
        "The file unpacks to far more than a list needs (a bomb, or masses of blank formatting); it was not unpacked. "
        "Copy the list into a new workbook and save that as XLSX."
    )


class TooManyRows(FileRefused):
    """More rows than one import takes."""

    zh = "工作表超过 {limit} 行（含带格式的空行）。请删去空行，或把名单拆成几个文件分别导入。"
    en = "The sheet has more than {limit} rows, blank formatted ones included. Delete blank rows or split the list."


class TooManyColumns(FileRefused):
    """Values far to the right."""

    zh = "第 {row} 行在第 {limit} 列以后还有内容。请删去名单右侧的多余内容。"
    en = "Row {row} holds something beyond column {limit}. Remove what lies to the right of the list."


class BrokenFile(FileRefused):
    """An archive or XML that cannot be read to its end."""

    zh = "文件已损坏或不完整，读不出来。请重新导出，或用表格软件打开后另存为 XLSX。"
    en = "The file is damaged or incomplete. Export it again, or open it in a spreadsheet program and save it as XLSX."


class ForbiddenXml(FileRefused):
    """A document type declaration, which no spreadsheet program writes."""

    zh = "文件里有表格软件不会写入的 XML 声明（DOCTYPE），可能是恶意文件，不予导入。请核实文件来源。"
    en = "The file holds a DOCTYPE, which no spreadsheet program writes; it may be hostile. Ask where it came from."


class PasswordProtected(FileRefused):
    """An encrypted workbook."""

    zh = "文件设有打开密码。请在表格软件中打开，取消密码后另存，再导入。"
    en = "The file is protected by a password. Open it, remove the password, save it and import that."


class OldFormat(FileRefused):
    """Excel 97–2003 or the binary workbook."""

    zh = "这是旧的 XLS（或 XLSB）格式。请在表格软件中打开，另存为“Excel 工作簿（.xlsx）”后再导入。"
    en = "This is the old XLS (or XLSB) format. Open it and save it as “Excel workbook (.xlsx)”."


class MacroFile(FileRefused):
    """A workbook with macros."""

    zh = "文件带有宏。名单不需要宏，请另存为“Excel 工作簿（.xlsx）”后再导入。"
    en = "The file holds macros, which a list never needs. Save it as “Excel workbook (.xlsx)”."


class OpenDocument(FileRefused):
    """An ODS spreadsheet."""

    zh = "这是 ODS 格式。请另存为“Excel 工作簿（.xlsx）”或 CSV 后再导入。"
    en = "This is an ODS file. Save it as XLSX or CSV."


class NotAList(FileRefused):
    """Something else than XLSX or CSV."""

    zh = "这个文件不是 XLSX 或 CSV 名单（看起来是{found}）。请选择名单文件，或另存为 XLSX 后再导入。"
    en = "This file is no XLSX or CSV list (it looks like {found_en}). Choose the list, or save it as XLSX."


class UnknownEncoding(FileRefused):
    """Bytes that are neither UTF-8 nor GB18030."""

    zh = "CSV 文件的文字编码既不是 UTF-8 也不是 GB18030，读不出汉字。请另存为“CSV UTF-8”或 XLSX 后再导入。"
    en = "The CSV file is neither UTF-8 nor GB18030. Save it as “CSV UTF-8” or XLSX."


class BrokenCsv(FileRefused):
    """Quotes that do not match."""

    zh = "CSV 文件第 {row} 行附近的引号不配对或内容过长。请用表格软件打开核对，另存为 XLSX 后再导入。"
    en = "Quotes near row {row} of the CSV file do not match, or a value is far too long. Open it, check, save as XLSX."
