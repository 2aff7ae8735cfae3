"""Why a file that somebody uploaded is not read."""

from __future__ import annotations

from messages import SpokenError


class FileRefused(SpokenError):
    """Base: nothing of this file was read."""


class EmptyUpload(FileRefused):
    """No file, or no bytes in it."""

    zh = "没有收到文件内容。请选择一张图片或一个 PDF。"
    en = "No file arrived, or an empty one. Choose a picture or a PDF."


class FileTooLarge(FileRefused):
    """More bytes than are looked at."""

    zh = "文件有 {size} MB，上限是 {limit} MB。请截取有二维码的部分，或降低扫描分辨率后再上传。"
    en = "The file has {size} MB; the limit is {limit} MB. Cut out the part with the code, or scan less finely."


class PictureRefused(FileRefused):
    """Base: a picture, or what should have been one."""


class NotAPicture(PictureRefused):
    """Another kind of file."""

    zh = "这个文件不是能读的图片（看起来是{found}）。请上传 JPEG、PNG、WebP 或 HEIC 图片。"
    en = (
        "This file is no picture that can be read (it looks like {found_en}). Upload a JPEG, PNG, WebP or HEIC picture."
    )


class TooManyPixels(PictureRefused):
    """A picture that would unpack to more than is looked at; decided from its header."""

    zh = "图片有 {width}×{height} 像素，超过了 {limit} 百万像素或每边 {side} 像素的上限。请截取有二维码的部分后再上传。"
    en = (
        "The picture has {width}×{height} pixels; the limits are {limit} million pixels and {side} pixels a side. "
        "Cut out the part with the code and upload that."
    )


class AnimatedPicture(PictureRefused):
    """A picture with several frames."""

    zh = "这是会动的图片。请截取其中一帧，存为 JPEG 或 PNG 后再上传。"
    en = "This picture is animated. Save one frame of it as JPEG or PNG and upload that."


class DamagedPicture(PictureRefused):
    """A picture that cannot be decoded to its end."""

    zh = "图片已损坏或不完整，打不开。请重新拍照、截图或导出后再上传。"
    en = "The picture is damaged or incomplete. Take or export it again and upload that."


class UnknownKind(FileRefused):
    """Neither a picture nor a PDF."""

    zh = "这个文件不是图片或 PDF（看起来是{found}）。请上传 JPEG、PNG、WebP、HEIC 图片或 PDF。"
    en = "This file is neither a picture nor a PDF (it looks like {found_en}). Upload a JPEG, PNG, WebP, HEIC or PDF."


class PdfRefused(FileRefused):
    """Base: a PDF, or what should have been one."""


class LockedPdf(PdfRefused):
    """A PDF that opens with a password only."""

    zh = "这个 PDF 设有打开密码。请取消密码后另存，或把有二维码的那一页截图，再上传。"
    en = "This PDF is protected by a password. Save it without one, or take a picture of the page with the code."


class DamagedPdf(PdfRefused):
    """A PDF that cannot be opened, or of which no page can be drawn."""

    zh = "PDF 已损坏或不完整，打不开。请重新导出，或把有二维码的那一页截图，再上传。"
    en = "The PDF is damaged or incomplete. Export it again, or take a picture of the page with the code."


class TooManyPages(PdfRefused):
    """More pages than are looked at."""

    zh = "PDF 有 {pages} 页，上限是 {limit} 页。请只留下有二维码的页，或分成几个文件，再上传。"
    en = "The PDF has {pages} pages; the limit is {limit}. Keep the pages with codes, or split it into several files."


class TooComplex(FileRefused):
    """A file whose reading was stopped because it took more time or memory than any ordinary one."""

    zh = "这个文件太复杂，没有读完。请把有二维码的部分截图，存为 JPEG 或 PNG，再上传。"
    en = "The file is too complex and was not read to its end. Save the part with the code as a picture first."
