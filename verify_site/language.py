"""The two languages of the site: Chinese is the source of every text, English a complete translation.

    spoken("en").text(N_("证书编号"))       -> "Certificate number"
    chosen(request.args)                   -> the Speech that `?lang=` asks for, Chinese without it

The language travels in `?lang=en` alone; no cookie and no browser setting decides, so a link shows what was linked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from messages import Language
from verify_site.errors import TranslationsMissing

TRANSLATIONS = Path(__file__).parent / "translations"
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has one time zone and no summer time, so no time zone database is needed."""


def N_(text: str) -> str:
    """Mark a text for extraction; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Speech:
    """One language: its HTML tag, what links add, and how texts and dates read in it."""

    language: Language
    tag: str
    query: str
    text: Callable[[str], str]

    def date(self, day: date) -> str:
        """A day, written out."""
        return _written(day, self.language)

    def moment(self, moment: datetime) -> str:
        """A moment in China's time, to the second."""
        return _timed(moment.replace(microsecond=0), self.language)

    def link(self, path: str) -> str:
        """A path of this site that keeps the language."""
        return path + self.query


@cache
def spoken(language: Language) -> Speech:
    """The language's texts; raises `TranslationsMissing` where they have not been compiled."""
    if language == "zh":
        return Speech("zh", "zh-CN", "", NullTranslations().gettext)
    # Each part of the site has a catalogue of its own; a text that two of them hold reads the same in both.
    folder = TRANSLATIONS / language / "LC_MESSAGES"
    translations = NullTranslations()
    for catalogue in sorted(folder.glob("*.po")):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists():
            raise TranslationsMissing(path=compiled)
        with compiled.open("rb") as file:
            translations.add_fallback(GNUTranslations(file))
    return Speech(language, language, f"?lang={language}", translations.gettext)


def chosen(arguments: Mapping[str, str]) -> Speech:
    """The language that a request's query asks for."""
    return spoken("en" if arguments.get("lang") == "en" else "zh")


# Babel's dates are imported where one is written: they read the machine's time zone, and a start writes none.
@lru_cache(4096)
def _written(day: date, language: Language) -> str:
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(day, format="long", locale="zh_CN" if language == "zh" else "en_GB")


@lru_cache(64)
def _timed(moment: datetime, language: Language) -> str:
    from babel.dates import format_time  # noqa: PLC0415

    local = moment.astimezone(CHINA)
    clock = format_time(local, format="HH:mm:ss", locale="en_GB")
    day = _written(local.date(), language)
    return f"北京时间 {day} {clock}" if language == "zh" else f"{day}, {clock} (China time)"
