"""photo.yaml: what a notice wants of a photo is refused where it could not be met or cites nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policy import load_pack, load_packs
from policy.errors import PackRefused
from policy.loading import PACKS


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("check: format", "check: smile", "requirements.0.check"),
        ("dpi: 200\n        text", "text", "a requirement of density has dpi"),
        ("width: 280, height: 420", "width: 280, height: 280", "the target does not meet the requirement ratio"),
        ("least: [200, 280]", "least: [290, 280]", "the target does not meet the requirement pixels"),
        ("id: capture", "id: scan", "The id scan stands more than once"),
        ("material: photo", "material: picture", "photos.1.material: There is no material picture"),
        ("[HZ-3.3.2, HZ-3.3.3]", "[HZ-3.3.2, HZ-9.9]", "left_open.0.clauses: There is no clause HZ-9.9"),
    ],
)
def test_a_broken_photo_rule_is_named_with_its_line(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    pack = tmp_path / "huzhou-2007-35"
    shutil.copytree(PACKS / pack.name, pack)
    rules = (pack / "photo.yaml").read_text("utf-8")
    assert old in rules
    (pack / "photo.yaml").write_text(rules.replace(old, new, 1), "utf-8")
    with pytest.raises(PackRefused) as refusal:
        load_pack(pack)
    assert complaint in refusal.value.say("en")


def test_both_notices_say_what_they_want_and_what_they_leave_open() -> None:
    for pack in load_packs().values():
        assert pack.photos
        assert any(photo.left_open for photo in pack.photos)


def test_a_file_can_be_the_photo_where_the_case_asks_for_one() -> None:
    packs = load_packs()
    huzhou, hubei = packs["huzhou-2007-35"], packs["hubei-2013-80"]
    assert [photo.id for photo in huzhou.photo_files("exchange")] == ["scan", "capture"]
    assert [photo.id for photo in hubei.photo_files("confirm")] == ["application"]
    assert hubei.photo_files("lost") == huzhou.photo_files("transfer") == ()
