"""A case as a picture that a lawyer can read: the ordered outcomes as a ladder, the statements as a numbered table.

    svg = draw(pack, "lost", "zh")

One rung per outcome: on the left when it is taken, on the right what follows. The first rung whose condition holds
decides; "no" leads down. Text stays text, the picture scales with its place, and title and description are read out.
"""

from __future__ import annotations

from collections.abc import Iterable

from messages import Language
from policy.pack import Pack
from policy.schema import ASK_AUTHORITY, Case, Choosing, OutcomeRule, StatementRule, Text
from policy.sheet import Block, Line, Sheet
from policy.vocabulary import OutcomeVerdict
from policy.words import KINDS, SUBMITTERS, VERDICTS, Words, condition_in_words, wording_with_names

_LEFT = (24.0, 380.0)
_RIGHT = (480.0, 496.0)
_WIDE = (24.0, 952.0)
_GAP = 26.0
# Light fills under dark text (contrast above 10:1); the verdict is written out as well.
_FILLS = {
    OutcomeVerdict.PROCEED: "#e3f4e6",
    OutcomeVerdict.FIX_FIRST: "#fdf1d3",
    OutcomeVerdict.WAIT: "#fdf1d3",
    OutcomeVerdict.REDIRECT: "#e2eefb",
    OutcomeVerdict.REFUSE: "#fbe3e1",
    OutcomeVerdict.NOT_REQUIRED: "#eceef1",
    OutcomeVerdict.OUT_OF_SCOPE: "#eceef1",
    OutcomeVerdict.NEEDS_HUMAN: "#efe6f9",
}
_WORDS: dict[str, Words] = {
    "otherwise": {"zh": "其他情况", "en": "Otherwise"},
    "always": {"zh": "一律", "en": "Always"},
    "yes": {"zh": "是", "en": "yes"},
    "no": {"zh": "否", "en": "no"},
    "statements": {"zh": "说明编号：", "en": "Statements: "},
    "table": {"zh": "各项说明", "en": "The statements"},
    "when": {"zh": "适用：", "en": "When: "},
    "ask": {"zh": "请问：", "en": "Ask: "},
    "submitter": {"zh": "由谁提交", "en": "Who submits"},
    "authority": {"zh": "办理机关", "en": "The office"},
    "description": {
        "zh": "自上而下依次看条件，第一个符合的就是结论；不符合就往下走。",
        "en": "Read the conditions downwards: the first that holds decides; otherwise go on below.",
    },
}


def draw(pack: Pack, case_id: str, language: Language) -> str:
    """The case as an SVG document; raises `UnknownCase`."""
    return _Picture(pack, pack.case(case_id), language).draw()


class _Picture:
    """One case being drawn from top to bottom."""

    def __init__(self, pack: Pack, case: Case, language: Language) -> None:
        self.pack = pack
        self.case = case
        self.language = language
        self.sheet = Sheet(width=1000)
        self.numbers = {statement.id: number for number, statement in enumerate(case.statements, 1)}

    def draw(self) -> str:
        """Everything, in reading order."""
        title = f"{self.case.title.say(self.language)} · {self.pack.notice.citation}"
        self.sheet.heading(title, size=22)
        self.sheet.paragraph(self.case.summary.say(self.language) + " " + self._word("description"))
        last = len(self.case.outcomes) - 1
        for index, outcome in enumerate(self.case.outcomes):
            self._rung(outcome, last=index == last)
        self._choosing("submitter", self.case.submitter)
        self._choosing("authority", self.case.authority)
        self._table()
        return self.sheet.svg(
            name=f"{self.pack.id}-{self.case.id}-{self.language}",
            language=self.language,
            title=title,
            description=self._word("description"),
        )

    def _word(self, key: str) -> str:
        return _WORDS[key][self.language]

    def _places(self, clauses: Iterable[str]) -> str:
        places = dict.fromkeys(self.pack.clause(clause).place for clause in clauses)
        joined = "、".join(places) if self.language == "zh" else ", ".join(places)
        return f"〔{joined}〕"

    def _worded(self, text: Text) -> str:
        return wording_with_names(self.pack, self.case, text, self.language)

    def _rung(self, outcome: OutcomeRule, *, last: bool) -> None:
        condition = condition_in_words(self.pack, self.case, outcome.when, self.language)
        otherwise = self._word("otherwise" if len(self.case.outcomes) > 1 else "always")
        left = Block(_LEFT, tuple(Line(line) for line in condition or [otherwise]), fill="#ffffff", round_corners=True)
        right = Block(_RIGHT, tuple(self._outcome_lines(outcome)), fill=_FILLS[outcome.verdict])
        top = self.sheet.bottom
        height = max(left.height, right.height)
        self.sheet.place(left, top, height)
        self.sheet.place(right, top, height)
        middle = top + height / 2
        self.sheet.arrow((_LEFT[0] + _LEFT[1], middle), (_RIGHT[0], middle), "" if last else self._word("yes"))
        self.sheet.bottom = top + height + _GAP
        if not last:
            centre = _LEFT[0] + _LEFT[1] / 2
            self.sheet.arrow((centre, top + height), (centre, self.sheet.bottom), self._word("no"))

    def _outcome_lines(self, outcome: OutcomeRule) -> Iterable[Line]:
        yield Line(VERDICTS[outcome.verdict][self.language], bold=True)
        yield Line(self._worded(outcome.headline) + self._places(outcome.clauses))
        numbers = [self.numbers[statement.id] for statement in self.case.statements_of[outcome.id]]
        yield Line(self._word("statements") + _ranges(numbers), small=True)

    def _choosing(self, key: str, entries: tuple[Choosing, ...]) -> None:
        self.sheet.heading(self._word(key), size=17)
        for entry in entries:
            condition = condition_in_words(self.pack, self.case, entry.when, self.language)
            lead = condition or [self._word("otherwise" if len(entries) > 1 else "always")]
            *above, last = (Line(line) for line in lead)
            self._row(*above, Line(f"{last.text} → {self._taken(key, entry.take)}"))

    def _taken(self, key: str, name: str) -> str:
        if key == "authority":
            return self.pack.authorities[name].name.say(self.language)
        submitter = self.pack.submitters[name]
        return f"{SUBMITTERS[submitter.kind][self.language]} {self._places(submitter.clauses)}"

    def _table(self) -> None:
        self.sheet.heading(self._word("table"), size=17)
        for statement in self.case.statements:
            self._row(*self._statement_lines(statement))

    def _statement_lines(self, statement: StatementRule) -> Iterable[Line]:
        kind = KINDS[statement.kind][self.language]
        text = self._worded(statement.text)
        yield Line(f"{self.numbers[statement.id]}　{kind}　{text}{self._places(statement.clauses)}")
        condition = condition_in_words(self.pack, self.case, statement.when, self.language)
        if condition:
            yield Line(self._word("when") + condition[0], small=True)
            yield from (Line(line, small=True) for line in condition[1:])
        if statement.ask:
            yield Line(self._word("ask") + self._office(statement.ask), small=True)

    def _office(self, name: str) -> str:
        if name == ASK_AUTHORITY:
            return self._word("authority")
        return self.pack.authorities[name].name.say(self.language)

    def _row(self, *lines: Line) -> None:
        block = Block(_WIDE, lines, fill="#ffffff", framed=False)
        self.sheet.place(block, self.sheet.bottom, block.height)
        self.sheet.bottom += block.height


def _ranges(numbers: list[int]) -> str:
    """1, 2, 3, 7 as `1–3, 7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
