"""Errors that tell a person, in Chinese and in English, what is wrong and what to do next.

    class SegmentUsedUp(RegistryError):
        zh = "号段 {segment} 已用完。请先授予新号段：python -m registry grant …"
        en = "Number segment {segment} is used up. Grant another first: python -m registry grant …"

    raise SegmentUsedUp(segment="2026420100")

Each package has one base error derived from `SpokenError`; the class name says what happened, the sentences say what
to do. Details never carry identity numbers, names or codes: an error may end in a log.
"""

from __future__ import annotations

from typing import ClassVar, Literal

Language = Literal["zh", "en"]


class SpokenError(Exception):
    """An error with one sentence per language; keyword details fill the `{…}` places of both."""

    zh: ClassVar[str] = "出现了未预料的问题。请把本命令的完整输出交给系统管理员。"
    en: ClassVar[str] = "Something unexpected happened. Give this command's whole output to the administrator."

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.say("en"))

    def say(self, language: Language) -> str:
        """The sentence in one language."""
        return (self.zh if language == "zh" else self.en).format(**self.details)
