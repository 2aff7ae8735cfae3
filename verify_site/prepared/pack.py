"""The pack that a person takes to their unit: papers in one ZIP file, made in memory and kept nowhere.

    papers = papers_of(ready, values, speech)
    data = zipped(ready, [*papers, hand_over_paper(ready, code, speech, personal=False)], speech)

The same outcome, values and day give the same bytes; only the hand-over code differs.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.conversation import calendar_file
from documents.checklist import typeset_checklist, typeset_hand_over
from documents.forms import FormFormat, file_name, fill
from verify_site.fonts import fonts
from verify_site.language import N_, Speech
from verify_site.prepared.ready import Ready
from verify_site.prepared.sheets import checklist_of, hand_over_of

READ_ME = N_("先读我")
CHECKLIST = N_("01-办理清单")
FORMS = N_("02-表格")
NEWSPAPER = N_("03-登报声明草稿")
CALENDAR = N_("04-最早报送日")
HAND_OVER = N_("05-交接单")


class Paper(NamedTuple):
    """One file of a pack: its name, what it is for, and its bytes."""

    name: str
    purpose: str
    data: bytes


def papers_of(ready: Ready, values: Mapping[str, str], speech: Speech) -> list[Paper]:
    """All papers but the hand-over sheet. Raises a `FormError` that names the field that cannot be printed."""
    text = speech.text
    checklist = typeset_checklist(checklist_of(ready, speech), fonts())
    papers = [Paper(f"{text(CHECKLIST)}.pdf", text(N_("打印出来，办好一项勾一项。")), checklist)]
    papers += _forms(ready, values, speech)
    if ready.newspaper:
        draft = _with_rule(fill(ready.newspaper, values, FormFormat.TXT, fonts()), ready, speech)
        purpose = text(N_("登报前核对一遍，空着的地方填好；登报后留好整张报纸。"))
        papers.append(Paper(f"{text(NEWSPAPER)}.txt", purpose, draft))
    if ready.waits:
        event = calendar_file(ready.outcome, ready.case, on=ready.on, language=speech.language)
        purpose = text(N_("用手机或电脑打开，把最早报送的日期加入日历。"))
        papers.append(Paper(f"{text(CALENDAR)}.ics", purpose, event.encode()))
    return papers


def hand_over_paper(ready: Ready, code: str, speech: Speech, *, personal: bool) -> Paper:
    """The sheet with the hand-over code; `personal` says whether what was typed is stored under it too."""
    sheet = hand_over_of(ready, code, speech, personal=personal)
    purpose = speech.text(N_("交给单位经办人，凭上面的交接码调取；不要给别人看。"))
    return Paper(f"{speech.text(HAND_OVER)}.pdf", purpose, typeset_hand_over(sheet, fonts()))


def zipped(ready: Ready, papers: Sequence[Paper], speech: Speech) -> bytes:
    """The papers in one ZIP file, with a text that says what each is for."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for paper in (_read_me(ready, papers, speech), *papers):
            entry = zipfile.ZipInfo(paper.name, (ready.on.year, ready.on.month, ready.on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, paper.data)
    return file.getvalue()


USES = {
    FormFormat.DOCX: N_("用 Word 或 WPS 打开，可以接着填。"),
    FormFormat.PDF: N_("和上面的表一样，可以直接打印。"),
}


def _forms(ready: Ready, values: Mapping[str, str], speech: Speech) -> Iterator[Paper]:
    for form in ready.forms:
        for format, use in USES.items():
            if format in form.formats:
                name = f"{speech.text(FORMS)}/{file_name(form, format)}"
                yield Paper(name, speech.text(use), fill(form, values, format, fonts()))


def _with_rule(draft: bytes, ready: Ready, speech: Speech) -> bytes:
    """The draft below the rule of who submits and a line, so that nobody prints the rule in a newspaper."""
    rule = ready.outcome.submitter.text.say(speech.language)
    below = speech.text(N_("以下是登报用的草稿："))
    return f"{rule}\r\n{below}\r\n{'-' * 30}\r\n{draft.decode('utf-8-sig')}".encode("utf-8-sig")


def _read_me(ready: Ready, papers: Sequence[Paper], speech: Speech) -> Paper:
    language = speech.language
    lines = [
        ready.outcome.submitter.text.say(language),
        "",
        f"{ready.case.title.say(language)}{speech.text('：')}{ready.outcome.headline.say(language)}",
        speech.text(N_("办理机关")) + speech.text("：") + ready.outcome.authority.name.say(language),
        "",
        *(f"{paper.name}\r\n    {paper.purpose}" for paper in papers),
        "",
        f"{ready.outcome.notice.basis.say(language)}{speech.text('。')}{ready.outcome.notice.currency.say(language)}",
    ]
    return Paper(f"{speech.text(READ_ME)}.txt", "", "\r\n".join([*lines, ""]).encode("utf-8-sig"))
