"""English is complete: every text that the site can show has one translation, and none is left over."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from verify_site.language import TRANSLATIONS

ROOT = Path(__file__).parent.parent.parent
PLACE = re.compile(r"%\(\w+\)s")


def extracted() -> set[str]:
    """Every text that is marked for translation."""
    folders = (ROOT / "verify_site", ROOT / "templates" / "site")
    found = set()
    for folder in folders:
        method = [("**.py", "python")] if folder.name == "verify_site" else [("**.html", "jinja2")]
        for _, _, message, _, _ in extract_from_dir(folder, method, keywords={"_": None, "N_": None}):
            assert isinstance(message, str)
            found.add(message)
    return found


def english() -> Catalog:
    """The English catalogues of all parts as one; a text that two of them hold reads the same in both."""
    whole = Catalog("en")
    for part in sorted((TRANSLATIONS / "en" / "LC_MESSAGES").glob("*.po")):
        with part.open("rb") as file:
            for message in read_po(file, locale="en", abort_invalid=True):
                known = whole.get(str(message.id)) if message.id else None
                assert known is None or known.string == message.string, (part.name, message.id)
                if message.id:
                    whole[message.id] = message
    return whole


def test_every_text_has_an_english_translation_and_no_translation_is_left_over() -> None:
    assert {str(message.id) for message in english() if message.id} == extracted()


def test_no_translation_is_empty_doubtful_or_still_chinese() -> None:
    for message in english():
        if message.id:
            assert message.string, message.id
            assert not message.fuzzy, message.id
            assert not re.search(r"[\u4e00-\u9fff]", str(message.string)), message.id


def test_translations_keep_the_places_that_are_filled() -> None:
    for message in english():
        assert PLACE.findall(str(message.id)) == PLACE.findall(str(message.string))


def test_no_template_holds_chinese_outside_a_marked_text() -> None:
    for template in (ROOT / "templates" / "site").rglob("*.html"):
        unmarked = re.sub(r"""_\((["']).*?\1\)""", "", template.read_text("utf-8"))
        assert set(re.findall(r"[\u4e00-\u9fff]+", unmarked)) <= {"中文"}, template.name
