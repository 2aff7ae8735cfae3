"""Why an uploaded file is not kept."""

from __future__ import annotations

from casework.applications.errors import ApplicationError


class FileNotAllowed(ApplicationError):
    """Another kind of file, or one that is damaged or has something behind its end."""

    zh = "这个文件不是完整的 PDF、JPEG 或 PNG。请重新扫描或导出为这三种格式之一，再上传。"
    en = "This file is no whole PDF, JPEG or PNG. Scan or export it anew as one of these and upload that."


class AttachmentTooLarge(ApplicationError):
    """More bytes than one file may have."""

    zh = "文件超过 {limit} MB。请降低扫描分辨率，或分成几个文件，再上传。"
    en = "The file has more than {limit} MB. Scan less finely, or split it, and upload that."


class PictureTooLarge(ApplicationError):
    """More pixels than are kept, by the file's own header."""

    zh = "图片有 {width}×{height} 像素，超过 {limit} 百万像素的上限。请缩小后再上传。"
    en = "The picture has {width}×{height} pixels; the limit is {limit} million. Make it smaller and upload that."


class TooManyFiles(ApplicationError):
    """As many files as an application may have."""

    zh = "一份申请最多 {most} 个附件。请删去不需要的，或把几页合成一个 PDF。"
    en = "An application has at most {most} files. Remove some, or join pages into one PDF."


class FileLost(ApplicationError):
    """The sealed file is not where it was put."""

    zh = "附件文件已不在保存目录中。请联系系统管理员从备份恢复。"
    en = "The file is gone from where it was kept. Ask the administrator to restore it from the backup."


class PhotoRefused(ApplicationError):
    """A photo that breaks the notice's rules, with each rule."""

    zh = "没有收下照片：{problems}"
    en = "The photo was not taken: {problems_en}"


class PhotoUnusable(ApplicationError):
    """A photo that was accepted and cannot be opened any more."""

    zh = "附件里的照片打不开了。请联系系统管理员从备份恢复附件，再运行一次。"
    en = "The attached photo cannot be opened any more. Have the attachments restored from the backup and run it again."


class NotAPhotoArchive(ApplicationError):
    """No zip, or one that unpacks to more than photos need."""

    zh = (
        "这不是能读的照片压缩包（ZIP）：最多 {most} 张，每张不超过 {limit} KB，合计不超过 {megabytes} MB，不设密码。"
        "请重新压缩后上传；照片多的，可以分几个压缩包上传。"
    )
    en = (
        "This is no zip of photos: at most {most} of {limit} KB each, {megabytes} MB together, no password. "
        "Pack it again and upload that; many photos can come in several zips."
    )
