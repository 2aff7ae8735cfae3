"""What is wrong with a value, and what to do about it, in both languages.

    WRONG = Advice("校验码不对。", "The check digit is wrong.", "请对照证件原件核对。", "Compare it with the document.")
    WRONG.sentence("en")      # "The check digit is wrong. Compare it with the document."

Checks of a field speak in this form, so that a report can set what is
wrong and the cure apart, and an error can say both in one sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from messages import Language


@dataclass(frozen=True, slots=True)
class Advice:
    """What is wrong (`zh`, `en`) and the cure (`cure_zh`, `cure_en`); whole sentences, each may have `{…}` places."""

    zh: str
    en: str
    cure_zh: str
    cure_en: str

    def filled(self, **details: object) -> Advice:
        """The same with its places filled. Details must be fit for a report: no whole identity number."""
        return Advice(
            self.zh.format(**details),
            self.en.format(**details),
            self.cure_zh.format(**details),
            self.cure_en.format(**details),
        )

    def what(self, language: Language) -> str:
        """What is wrong."""
        return self.zh if language == "zh" else self.en

    def cure(self, language: Language) -> str:
        """What to do."""
        return self.cure_zh if language == "zh" else self.cure_en

    def sentence(self, language: Language) -> str:
        """Both, one after the other."""
        if language == "zh":
            return f"{self.zh}{self.cure_zh}"
        return f"{self.en} {self.cure_en}".rstrip()
