"""A Chinese font is found, preferred in order, and knows what it cannot draw."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.errors import NoChineseFont
from documents.fonts import Face, Fonts, find_fonts


def test_a_machine_without_a_chinese_font_is_told_which_package_to_install(tmp_path: Path) -> None:
    with pytest.raises(NoChineseFont) as missing:
        find_fonts(standard=[tmp_path, tmp_path / "absent"])
    assert "fonts-noto-cjk" in missing.value.say("zh")
    assert "fonts-noto-cjk" in missing.value.say("en")


def test_serif_is_preferred_and_the_operators_directory_comes_first(tmp_path: Path) -> None:
    mine, system = tmp_path / "mine", tmp_path / "system" / "deep"
    for path in (mine / "NotoSerifCJK-Regular.ttc", system / "NotoSerifCJK-Regular.ttc", system / "wqy-microhei.ttc"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert find_fonts([mine], [tmp_path / "system"]).main == Face(
        "Noto Serif CJK SC", (mine / "NotoSerifCJK-Regular.ttc",)
    )


def test_the_small_font_is_the_fallback(tmp_path: Path) -> None:
    (tmp_path / "wqy-microhei.ttc").touch()
    (tmp_path / "HanaMinB.ttf").touch()
    found = find_fonts(standard=[tmp_path])
    assert found.main.family == "WenQuanYi Micro Hei"
    assert [face.family for face in found.rare] == ["HanaMinB"]


def test_common_and_rare_characters_are_drawn(fonts: Fonts) -> None:
    assert fonts.missing_glyphs("张三·拜合提亚尔 2026-AZ（）") == set()


def test_invisible_and_control_characters_count_as_missing(fonts: Fonts) -> None:
    assert fonts.missing_glyphs("张\n三\u202e\u200b") == {"\n", "\u202e", "\u200b"}


def test_what_no_font_has_is_named(fonts: Fonts) -> None:
    assert Fonts(fonts.main).missing_glyphs("张\U000e0041") == {"\U000e0041"}


def test_rare_fonts_are_asked_only_for_what_the_main_font_lacks(fonts: Fonts, tmp_path: Path) -> None:
    absent = Fonts(fonts.main, (Face("Absent", (tmp_path / "absent.ttf",)),))
    assert absent.faces_for("张三") == (fonts.main,)
