"""Identity numbers: every spelling that is right is accepted, every fault is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.identity import (
    IdentityFault,
    IdentityKind,
    IdentityWarning,
    InvalidIdentity,
    check_digit,
    identity_kind,
    mask,
    parse_identity,
)

TODAY = date(2026, 11, 21)

VALID = [
    ("420101190001010017", "420101190001010017", IdentityKind.RESIDENT),
    ("429021190002280025", "429021190002280025", IdentityKind.RESIDENT),
    ("42902119000101004X", "42902119000101004X", IdentityKind.RESIDENT),
    ("42902119000101004x", "42902119000101004X", IdentityKind.RESIDENT),
    ("42902119000101004Ｘ", "42902119000101004X", IdentityKind.RESIDENT),
    ("42902119000101004Ⅹ", "42902119000101004X", IdentityKind.RESIDENT),
    ("４２０１０１１９０００１０１００１７", "420101190001010017", IdentityKind.RESIDENT),
    (" 420101 19000101-0017 ", "420101190001010017", IdentityKind.RESIDENT),
    ("420101\u200b190001010017", "420101190001010017", IdentityKind.RESIDENT),
    ("330521190001010012", "330521190001010012", IdentityKind.RESIDENT),
    ("330502190001019990", "330502190001019990", IdentityKind.RESIDENT),
    ("420000190001010031", "420000190001010031", IdentityKind.RESIDENT),
    ("420101000101001", "420101190001010017", IdentityKind.RESIDENT),
    ("810000190001010018", "810000190001010018", IdentityKind.HMT_RESIDENT),
    ("83000019000101002X", "83000019000101002X", IdentityKind.HMT_RESIDENT),
    ("810000199408230021", "810000199408230021", IdentityKind.HMT_RESIDENT),
    ("830000199201300022", "830000199201300022", IdentityKind.HMT_RESIDENT),
    ("90000019000101001X", "90000019000101001X", IdentityKind.FOREIGN_PERMANENT),
    ("abc123456789012", "ABC123456789012", IdentityKind.FOREIGN_PERMANENT),
]
INVALID = [
    ("", IdentityFault.EMPTY),
    ("　 ", IdentityFault.EMPTY),
    ("42010119000101001", IdentityFault.WRONG_LENGTH),
    ("4201011900010100177", IdentityFault.WRONG_LENGTH),
    ("4" * 100_000, IdentityFault.WRONG_LENGTH),
    ("E12345678", IdentityFault.WRONG_LENGTH),
    ("4201011900010100a7", IdentityFault.WRONG_CHARACTER),
    ("X20101190001010017", IdentityFault.WRONG_CHARACTER),
    ("42010100010100X", IdentityFault.WRONG_CHARACTER),
    ("330502190002290010", IdentityFault.NO_SUCH_DATE),
    ("420101001301001", IdentityFault.NO_SUCH_DATE),
    ("420101203001010018", IdentityFault.FUTURE_DATE),
    ("420101190001010018", IdentityFault.WRONG_CHECK_DIGIT),
    ("900000190001010011", IdentityFault.WRONG_CHECK_DIGIT),
]


@pytest.mark.parametrize(("text", "number", "kind"), VALID)
def test_a_right_number_is_brought_to_its_one_spelling(text: str, number: str, kind: IdentityKind) -> None:
    identity = parse_identity(text, today=TODAY)
    assert (identity.number, identity.kind, identity.warnings) == (number, kind, ())


@pytest.mark.parametrize(("text", "fault"), INVALID)
def test_each_fault_has_its_own_reason_and_cure(text: str, fault: IdentityFault) -> None:
    with pytest.raises(InvalidIdentity) as caught:
        parse_identity(text, today=TODAY)
    assert caught.value.fault is fault
    for language in ("zh", "en"):
        sentence = caught.value.say(language)
        assert caught.value.advice.cure(language) in sentence
        assert not text or text not in sentence


def test_a_birthday_of_today_is_not_in_the_future() -> None:
    body = "42010120261121001"
    assert parse_identity(body + check_digit(body), today=TODAY).number.startswith(body)


@pytest.mark.parametrize("region", ["190101", "420401", "422101"])
def test_an_abandoned_region_code_is_a_warning(region: str) -> None:
    body = region + "19000101001"
    identity = parse_identity(body + check_digit(body), today=TODAY)
    assert identity.warnings == (IdentityWarning.UNKNOWN_REGION,)


def test_passports_and_travel_permits_pass_only_where_they_are_named() -> None:
    for kind, number in [(IdentityKind.PASSPORT, "E12345678"), (IdentityKind.HMT_TRAVEL, "H0123456789")]:
        assert parse_identity(number.lower(), today=TODAY, stated=kind).number == number
        with pytest.raises(InvalidIdentity):
            parse_identity(number, today=TODAY)
        with pytest.raises(InvalidIdentity) as caught:
            parse_identity("护照号", today=TODAY, stated=kind)
        assert caught.value.fault is IdentityFault.WRONG_DOCUMENT_FORM


def test_a_number_of_another_kind_than_stated_is_refused() -> None:
    with pytest.raises(InvalidIdentity) as caught:
        parse_identity("420101190001010017", today=TODAY, stated=IdentityKind.HMT_RESIDENT)
    assert caught.value.fault is IdentityFault.OTHER_KIND
    stated = parse_identity("810000190001010018", today=TODAY, stated=IdentityKind.RESIDENT)
    assert stated.kind is IdentityKind.HMT_RESIDENT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("居民身份证", IdentityKind.RESIDENT),
        ("港澳台居民来往内地（大陆）通行证", IdentityKind.HMT_TRAVEL),
        (" 护 照 ", IdentityKind.PASSPORT),
        ("驾驶证", None),
    ],
)
def test_kinds_of_documents_are_known_by_their_usual_names(text: str, kind: IdentityKind | None) -> None:
    assert identity_kind(text) is kind


def test_there_is_one_mask_and_no_representation_shows_more() -> None:
    identity = parse_identity("42902119000101004X", today=TODAY)
    assert mask(identity.number) == "4****************X"
    assert mask("12") == "**"
    assert mask("") == ""
    assert "0001" not in repr(identity)


@given(st.integers(0, 17), st.characters(categories=["Nd", "Lu"], max_codepoint=127))
def test_no_single_wrong_character_goes_unnoticed(place: int, character: str) -> None:
    right = "420101190001010017"
    wrong = right[:place] + character + right[place + 1 :]
    if wrong != right:
        with pytest.raises(InvalidIdentity):
            parse_identity(wrong, today=TODAY)


@given(st.text())
def test_any_text_ends_in_a_number_or_a_spoken_fault(text: str) -> None:
    said = ["—"]
    try:
        parse_identity(text, today=TODAY)
    except InvalidIdentity as error:
        said = [error.say("zh"), error.say("en")]
    assert all(said)
