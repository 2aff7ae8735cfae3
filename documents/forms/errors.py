"""What can be wrong with a form, its data or an official template. No sentence carries a value: it may end in a log."""

from __future__ import annotations

from documents.errors import DocumentError


class FormError(DocumentError):
    """The base of all errors of `documents.forms`."""


class FormsRefused(FormError):
    """One or more `form.yaml` are not as they must be; `problems` lists every one with its file and place."""

    zh = "表格数据有 {count} 处问题，请全部改正后重试：\n{problems}"
    en = "The forms' data has {count} problems. Put all of them right and try again:\n{problems}"


class UnknownForm(FormError):
    """No form has this id."""

    zh = "没有编号为 {form} 的表格。现有：{known}。"
    en = "There is no form {form}. There are: {known}."


class FormatNotOffered(FormError):
    """The form does not exist in the wanted format."""

    zh = "《{title}》没有 {wanted} 格式，只有：{offered}。"
    en = "“{title}” does not exist as {wanted}, only as: {offered}."


class NotARoster(FormError):
    """Rows were given for a form that lists nobody, or none could be given for one that does."""

    zh = "《{title}》不能这样填写：花名册按行填写，其他表格按人填写。"
    en = "“{title}” cannot be filled like this: rosters are filled by rows, other forms for one person."


class ValueTooLong(FormError):
    """A value has more characters than its field takes; `row` is empty or says which one, from 1."""

    zh = "{row}“{label}”超过 {limit} 个字，表格上写不下。请缩短后重试。"
    en = "{row}“{label_en}” has more than {limit} characters and does not fit. Shorten it and try again."


class ValueUnprintable(FormError):
    """A value holds characters that no paper shows, or no font draws (`characters`, as U+XXXX)."""

    zh = "{row}“{label}”中有无法印出的字符 {characters}。请删去或改写后重试；若是生僻字，请安装 fonts-hanazono。"
    en = (
        "{row}“{label_en}” holds characters that cannot be printed: {characters}. Remove them and try again; "
        "for rare characters install fonts-hanazono."
    )


class TooManyRows(FormError):
    """A roster with more people than one file should hold."""

    zh = "花名册最多 {limit} 行。请分成几份。"
    en = "A roster holds at most {limit} rows. Divide it into several."


class PhotoRefused(FormError):
    """The photo is no JPEG that can be opened."""

    zh = "照片不是可以打开的 JPEG。请换一张 JPEG 照片后重试。"
    en = "The photo is not a JPEG that can be opened. Replace it by a JPEG and try again."


class TemplateRefused(FormError):
    """A file offered as a form's official template cannot be it; `problems_zh`/`problems_en` say everything wrong."""

    zh = "没有采用这个模板：\n{problems_zh}"
    en = "This template was not accepted:\n{problems_en}"


class TemplateChanged(FormError):
    """An installed official template is not the file that was checked."""

    zh = "{path} 与安装时核对过的文件不同。请重新运行：python -m documents install-form"
    en = "{path} is not the file that was checked when it was installed. Run again: python -m documents install-form"
