"""What the authority's page shows of the figures: numbers, plots and tables, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from verify_site.language import N_, Speech
from verify_site.rendering import asset
from verify_site.statistics.counting import Other, Outcome, Way
from verify_site.statistics.figures import Figures
from verify_site.statistics.plots import ALL_SERIES, ROW, WIDTH, Series, bars, columns, series_of
from verify_site.wording import Asked, Tone, words_of

PERIODS = (7, 30, 90)
"""Days that the page offers."""
WAYS = {
    Way.SCAN: N_("扫码"),
    Way.TYPED: N_("输入或粘贴"),
    Way.UPLOAD: N_("上传图片或文件"),
    Way.LIST: N_("名单"),
    Way.API: N_("接口"),
}
TONES: Mapping[Series, str] = {
    Tone.GOOD: N_("有效"),
    Tone.CHANGED: N_("已更正或已取代"),
    Tone.BAD: N_("不可采信"),
    Tone.UNSURE: N_("没有查到或读不出"),
    Other.RECEIPT: N_("核验回执"),
}
DRAWN_HOSTS = 10


def view(found: Figures, speech: Speech) -> dict[str, Any]:
    """The values of templates/site/statistics/page.html."""
    text = speech.text
    verdicts = [(_headline(outcome, speech), count, series_of(outcome)) for outcome, count in found.by_outcome.items()]
    return {
        "found": found,
        "days": (found.until - found.since).days + 1,
        "periods": PERIODS,
        "columns": columns(found),
        "verdicts": bars(verdicts),
        "hosts": bars([(host.name, host.count, Tone.BAD) for host in found.hosts[:DRAWN_HOSTS]]),
        "ways": [(text(WAYS[way]), found.by_way[way]) for way in Way if found.by_way.get(way)],
        "tones": [(tone.value, text(words)) for tone, words in TONES.items()],
        "by_day": [
            (speech.date(day), sum(counts.values()), [_of_series(counts, series) for series in ALL_SERIES])
            for day, counts in reversed(list(found.by_day.items()))
            if counts
        ],
        "width": WIDTH,
        "row": ROW,
        "speech": speech,
        "statistics_style": asset("statistics.css"),
    }


def _headline(outcome: Outcome, speech: Speech) -> str:
    if isinstance(outcome, Other):
        return speech.text(TONES[outcome])
    return words_of(outcome, Asked.CODE, speech.language).headline


def _of_series(counts: Mapping[Outcome, int], series: Series) -> int:
    return sum(count for outcome, count in counts.items() if series_of(outcome) is series)
