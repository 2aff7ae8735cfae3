"""The plots: marks as long as their numbers, and the authority's page that shows them beside tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from flask import Flask

from casework.accounts.words import Role
from registry.verification import Verdict
from tests.verify_site.desk.conftest import office  # noqa: F401 - the fixture
from tests.verify_site.desk.office import Office
from verify_site.statistics.counting import Counts, Other, Outcome, Way
from verify_site.statistics.figures import Figures
from verify_site.statistics.plots import LEFT, PLOT_HEIGHT, TOP, WIDTH, bars, columns
from verify_site.wording import Tone

DAY = date(2026, 11, 21)


def of(*days: Mapping[Outcome, int]) -> Figures:
    by_day = {DAY + timedelta(days=place): counts for place, counts in enumerate(days)}
    return Figures(DAY, max(by_day), by_day, {}, ())


def test_columns_are_as_high_as_their_counts_and_stand_on_one_line() -> None:
    drawn = columns(of({Verdict.VALID: 30, Verdict.FOREIGN: 10}, {}, {Verdict.NO_MATCH: 5}, {Other.RECEIPT: 3}))
    assert [tick.value for tick in drawn.ticks] == [0, 20, 40]
    assert [(mark.tone, mark.height) for mark in drawn.marks] == [
        (Tone.GOOD, PLOT_HEIGHT * 30 / 40),
        (Tone.BAD, PLOT_HEIGHT * 10 / 40),
        (Tone.UNSURE, PLOT_HEIGHT * 5 / 40),
        (Other.RECEIPT, PLOT_HEIGHT * 3 / 40),
    ]
    first, stacked, last, _ = drawn.marks
    assert first.y + first.height == last.y + last.height == TOP + PLOT_HEIGHT
    assert stacked.y + stacked.height == pytest.approx(first.y, abs=0.02)


@pytest.mark.parametrize("days", [1, 7, 30, 90, 366])
def test_every_mark_and_label_stays_inside_the_plot(days: int) -> None:
    growing: list[Mapping[Outcome, int]] = [{Verdict.VALID: 7 * place} for place in range(days)]
    drawn = columns(of(*growing))
    for mark in drawn.marks:
        assert mark.x >= LEFT
        assert mark.x + mark.width <= WIDTH + 0.01
        assert mark.y >= TOP - 0.01
    assert 1 <= len(drawn.labels) <= 6


@pytest.mark.parametrize(("most", "top"), [(0, 2), (2, 2), (3, 4), (7, 10), (10, 10), (11, 20), (60, 60), (61, 100)])
def test_the_scale_ends_on_an_even_number_that_holds_everything(most: int, top: int) -> None:
    assert columns(of({Verdict.VALID: most} if most else {})).ticks[-1].value == top


def test_the_longest_bar_fills_the_width_and_shares_add_up() -> None:
    drawn = bars([("a", 75, Tone.GOOD), ("b", 25, Tone.BAD)])
    assert [bar.width for bar in drawn] == [WIDTH, WIDTH / 3]
    assert sum(bar.share for bar in drawn) == 100
    assert bars([]) == ()


def fill(app: Flask, day: date) -> None:
    counts = Counts()
    counts.add(Way.SCAN, Verdict.VALID, None, 1234)
    counts.add(Way.TYPED, Verdict.NO_MATCH, None, 56)
    counts.add(Way.UPLOAD, Other.RECEIPT, None, 7)
    counts.add(Way.SCAN, Verdict.FOREIGN, "zc-chaxun.example", 9)
    counts.flush(app.extensions["service"].writer, day)


def test_an_authority_s_auditor_sees_numbers_plots_and_tables(office: Office) -> None:  # noqa: F811 - the fixture
    fill(office.app, office.clock.now.date())
    auditor = office.sign_in("prefecture", Role.AUDITOR)
    page = auditor.get("/desk/statistics").text
    assert page.count("<svg") == 3 + 5
    assert "style=" not in page
    for said in ("1234", "56", "zc-chaxun.example", "扫码", "没有查到相符的证书", "核验回执", "94.5%"):
        assert said in page
    assert len(re.findall(r'aria-current="page"', page)) == 2
    english = auditor.get("/desk/statistics?lang=en&days=7").text
    assert "Other sites that codes led to" in english
    assert auditor.get("/desk/statistics?days=99999").status_code == 200


def test_a_unit_does_not_see_them(office: Office) -> None:  # noqa: F811 - the fixture
    assert office.sign_in("unit_a", Role.AUDITOR).get("/desk/statistics").status_code == 403
    assert office.sign_in("county", Role.CLERK).get("/desk/statistics").status_code == 403
    assert office.visitor().get("/desk/statistics").status_code == 303
