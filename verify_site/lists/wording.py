"""The results in words: one row of cells for each line, the same on screen, in XLSX and in CSV.

headings(speech)              # ["行号", "文件", "所给内容", "结果", …]
cells(line, speech)           # ["7", "", "20264201000123 张三丰", "证书已被撤销，不再有效", …]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from registry.verification import Verdict
from registry.words import Reason
from signing.claims import Level
from verify_site.language import N_, Speech
from verify_site.lists.lines import NOT_CHECKED, Line
from verify_site.wording import LABELS, Asked, Tone, Words, words_of

OUTCOMES: tuple[str, ...] = (*(verdict.value for verdict in Verdict), NOT_CHECKED)
"""Every outcome of a row, in the order in which they are shown."""
NOT_CHECKED_WORDS = Words(
    Tone.UNSURE,
    "notice",
    N_("这一行没有可核验的内容"),
    N_("这一行没有核验，原因见说明。"),
    (N_("请按说明改正这一行，再核验一次。"),),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the results: its heading, how wide it is in a spreadsheet, and what stands in it."""

    heading: str
    width: int
    cell: Callable[[Line, Speech], str]


def outcome_words(outcome: str, asked: str, speech: Speech) -> Words:
    """An outcome's headline, meaning and steps."""
    if outcome != NOT_CHECKED:
        return words_of(Verdict(outcome), Asked(asked), speech.language)
    text, words = speech.text, NOT_CHECKED_WORDS
    steps = tuple(text(step) for step in words.steps)
    return Words(words.tone, words.icon, text(words.headline), text(words.meaning), steps)


def headline(outcome: str, speech: Speech) -> str:
    """An outcome as one line, whatever was asked."""
    return outcome_words(outcome, Asked.CODE, speech).headline


def explained(line: Line, speech: Speech) -> str:
    """Why a row has its outcome."""
    if line.fault is not None:
        return line.fault[0 if speech.language == "zh" else 1]
    return outcome_words(line.outcome, line.asked, speech).meaning


def advised(line: Line, speech: Speech) -> list[str]:
    """What to do about a row."""
    return list(outcome_words(line.outcome, line.asked, speech).steps)


def _advice(line: Line, speech: Speech) -> str:
    return ("" if speech.language == "zh" else " ").join(advised(line, speech))


def _level(line: Line, speech: Speech) -> str:
    if line.level is None:
        return ""
    level = Level(line.level)
    return level.zh if speech.language == "zh" else level.en.capitalize()


def _reason(line: Line, speech: Speech) -> str:
    if line.reason is None:
        return ""
    reason = Reason(line.reason)
    return reason.zh if speech.language == "zh" else reason.en.capitalize()


def corrections(line: Line, speech: Speech) -> str:
    """The corrected fields as they are now."""
    colon, comma = ("：", "；") if speech.language == "zh" else (": ", "; ")
    known = [(speech.text(LABELS[field]), value) for field, value in line.now if field in LABELS]
    return comma.join(f"{label}{colon}{value}" for label, value in known)


def _issuer(line: Line, speech: Speech) -> str:
    return (line.issuer if speech.language == "zh" else line.issuer_en) or ""


def _day(text: str | None, speech: Speech) -> str:
    return "" if text is None else speech.date(date.fromisoformat(text))


COLUMNS: tuple[Column, ...] = (
    Column(N_("行号"), 6, lambda line, _: str(line.row)),
    Column(N_("文件"), 18, lambda line, _: line.place),
    Column(N_("所给内容"), 28, lambda line, _: line.given),
    Column(N_("结果"), 26, lambda line, speech: outcome_words(line.outcome, line.asked, speech).headline),
    Column(N_("说明"), 44, explained),
    Column(N_("怎么办"), 50, _advice),
    Column(LABELS["number"], 20, lambda line, _: line.number or ""),
    Column(LABELS["name"], 12, lambda line, _: line.name or ""),
    Column(LABELS["title"], 16, lambda line, _: line.title or ""),
    Column(LABELS["level"], 10, _level),
    Column(LABELS["specialty"], 18, lambda line, _: line.specialty or ""),
    Column(LABELS["approved_on"], 16, lambda line, speech: _day(line.approved_on, speech)),
    Column(LABELS["issued_on"], 16, lambda line, speech: _day(line.issued_on, speech)),
    Column(LABELS["issuer"], 24, _issuer),
    Column(N_("变动日期"), 16, lambda line, speech: _day(line.changed_on, speech)),
    Column(N_("变动原因"), 14, _reason),
    Column(N_("更正后的内容"), 24, corrections),
    Column(N_("它指向的网站"), 20, lambda line, _: line.host or ""),
)


def headings(speech: Speech) -> list[str]:
    """The headings of the results."""
    return [speech.text(column.heading) for column in COLUMNS]


def cells(line: Line, speech: Speech) -> list[str]:
    """One line of the results, cell by cell."""
    return [column.cell(line, speech) for column in COLUMNS]


def counted(counts: Mapping[str, int], speech: Speech) -> list[tuple[str, str, int]]:
    """The outcomes that occurred: id, words, how many rows."""
    return [(outcome, headline(outcome, speech), counts[outcome]) for outcome in OUTCOMES if counts.get(outcome)]
