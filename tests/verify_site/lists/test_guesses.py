"""A list answers an employer, and stops answering who guesses."""

from __future__ import annotations

from registry.verification import Verdict
from verify_site.lists.guesses import ALWAYS_ALLOWED, without_guesses
from verify_site.lists.lines import NOT_CHECKED, Line
from verify_site.wording import Asked


def pair(row: int, verdict: Verdict, number: str | None = None) -> Line:
    """A typed pair as it was checked; a match repeats its number."""
    return Line(row, "", f"{row} 某", Asked.NAME.value, verdict.value, number=number, name="某" if number else None)


def outcomes(lines: list[Line]) -> list[str]:
    return [line.outcome for line in without_guesses(lines)]


def test_after_fifty_wrong_pairs_nothing_more_is_said_not_even_of_a_right_one() -> None:
    guessed = [pair(row, Verdict.NO_MATCH) for row in range(1, 200)]
    hit = pair(200, Verdict.VALID, "20264201000001")
    told = without_guesses([*guessed, hit])
    assert [line.outcome for line in told[: ALWAYS_ALLOWED + 1]] == ["no_match"] * (ALWAYS_ALLOWED + 1)
    assert {line.outcome for line in told[ALWAYS_ALLOWED + 1 :]} == {NOT_CHECKED}
    assert told[-1].number is None
    assert told[-1].name is None


def test_an_honest_list_with_some_mistakes_is_answered_to_its_end() -> None:
    rows = [
        pair(row, Verdict.NO_MATCH) if row % 10 == 0 else pair(row, Verdict.VALID, str(row)) for row in range(1, 2000)
    ]
    assert NOT_CHECKED not in outcomes(rows)


def test_one_known_certificate_repeated_buys_no_further_guess() -> None:
    rows = [
        pair(row, Verdict.NO_MATCH) if row % 10 == 0 else pair(row, Verdict.VALID, "20264201000001")
        for row in range(1, 2000)
    ]
    assert outcomes(rows).count("no_match") == ALWAYS_ALLOWED + 1


def test_codes_are_answered_however_many_pairs_missed() -> None:
    guessed = [pair(row, Verdict.NO_MATCH) for row in range(1, 200)]
    code = Line(200, "", "HTTPS://…", Asked.CODE.value, Verdict.BAD_SIGNATURE.value)
    assert outcomes([*guessed, code])[-1] == "bad_signature"
