"""Why a file that somebody uploaded is not read."""

from __future__ import annotations

from messages import SpokenError


class FileRefused(SpokenError):
    """Base: nothing of this file was read."""


class EmptyUpload(FileRefused):
    """No bytes."""

    zh = "文件是空的。请重新选择图片或 PDF。"
    en = "The file is empty. Choose the picture or PDF again."


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
