"""Addresses: what is official, and that a code survives its address."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signing.address import Address
from signing.errors import ForeignAddress, InvalidAddress, MalformedCode, SigningError

OURS = Address.parse("https://zc.example")


@given(number=st.integers(min_value=1, max_value=10**919))
@settings(max_examples=100, deadline=None)
def test_the_code_in_the_address_of_a_code_is_that_code(number: int) -> None:
    assert OURS.code_in(OURS.of(str(number))) == str(number)
    assert OURS.code_in(OURS.of(str(number)).lower()) == str(number)


@given(text=st.text(max_size=60) | st.text("htps:/\\@.zcexampleV/1２?# ", max_size=40))
@settings(max_examples=500, deadline=None)
def test_any_text_gives_digits_or_an_error_that_is_safe_to_show(text: str) -> None:
    outcome = outcome_of(text)
    if isinstance(outcome, ForeignAddress):
        host = outcome.host
        assert host.isascii()
        assert len(host) <= 253
        assert not set(host) & set("<>&\"' ")
        assert host != OURS.authority
    elif isinstance(outcome, str):
        assert outcome.isascii()
        assert outcome.isdigit()


def outcome_of(text: str) -> str | SigningError:
    try:
        return OURS.code_in(text)
    except (ForeignAddress, MalformedCode) as fault:
        return fault


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("https://zc.example", "HTTPS://ZC.EXAMPLE/V/"),
        ("https://ZC.Example/", "HTTPS://ZC.EXAMPLE/V/"),
        ("http://127.0.0.1:8000", "HTTP://127.0.0.1:8000/V/"),
        ("http://localhost:8000", "HTTP://LOCALHOST:8000/V/"),
    ],
)
def test_an_official_address_becomes_an_upper_case_prefix(text: str, prefix: str) -> None:
    assert Address.parse(text).prefix == prefix


@pytest.mark.parametrize(
    "text",
    [
        "",
        "zc.example",
        "ftp://zc.example",
        "https://",
        "https://zc.example/path",
        "https://zc.example:0",
        "https://me@zc.example",
        "https://职称.example",
        "https://-zc.example",
        "https://[::1]",
        "https://zc_1.example",
        "https://a-host-name-that-is-too-long.example",
    ],
)
def test_an_address_that_cannot_stand_in_a_small_symbol_is_refused(text: str) -> None:
    with pytest.raises(InvalidAddress):
        Address.parse(text)


def test_a_very_long_foreign_host_is_shown_shortened() -> None:
    with pytest.raises(ForeignAddress) as caught:
        OURS.code_in("https://" + "a" * 3000 + "/V/1")
    assert len(caught.value.host) == 253


def test_an_address_with_a_port_leads_back_to_itself() -> None:
    local = Address.parse("http://127.0.0.1:8000")
    assert local.code_in("http://127.0.0.1:8000/V/218") == "218"
    assert local.code_in("127.0.0.1:8000/V/218") == "218"
