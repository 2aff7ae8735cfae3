"""Why a portrait is not looked at, where the words of other pictures would mislead."""

from __future__ import annotations

from pictures.errors import FileRefused


class PhotoTooLarge(FileRefused):
    """More bytes or pixels than any portrait needs."""

    zh = "照片太大：上限是{megabytes} MB、{megapixels}00万像素。请用手机或看图软件把它存成较小的照片后再上传。"
    en = "The photo is too large: the limits are {megabytes} MB and {megapixels} million pixels. Save a smaller copy."


class PhotoTooSmall(FileRefused):
    """Fewer pixels than a face needs."""

    zh = "照片太小：短边至少要有{least}像素。请换一张更清楚的照片。"
    en = "The photo is too small: its shorter side needs at least {least} pixels. Choose a clearer one."


class PhotoMissing(FileRefused):
    """The form came without a file."""

    zh = "还没有选择照片。请先选择一个照片文件。"
    en = "No photo was chosen. Choose a photo file first."
