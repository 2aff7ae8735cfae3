"""The photo helper: one photo, one notice's rules, each judged with its clause, and a corrected file to take away.

    GET /photo      POST /photo

The photo lives as long as its request. Another crop is another upload; the page itself holds
preview and corrected file.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from casework.applications.photo_rules import rules_of
from pictures.errors import FileRefused
from pictures.photo import (
    MOST_BYTES,
    Crop,
    Finding,
    Judged,
    Target,
    check_photo,
    correct_photo,
    enlarged,
    open_photo,
)
from pictures.photo_errors import PhotoMissing, PhotoTooLarge
from pictures.photo_preview import preview
from policy import Pack, Photo, PhotoCheck, PhotoRequirement, load_packs
from registry.errors import RegistryError
from registry.identity import parse_identity
from verify_site.guide.turns import today
from verify_site.guide.view import Cited, cited
from verify_site.language import N_, Speech, chosen
from verify_site.limits import limits
from verify_site.prepared.pages import prepared_page

JUDGED = {Judged.OK: N_("符合"), Judged.FAILS: N_("不符合"), Judged.UNSURE: N_("请自己看")}
PLAIN_NAME = N_("照片")
CORRECTED_HERE = N_("下面修正后的文件已经改好。")
ADVICE = {
    PhotoCheck.FORMAT: CORRECTED_HERE,
    PhotoCheck.FILE_NAME: N_("填写身份证号后，下载的文件会按它起名。"),
    PhotoCheck.RATIO: CORRECTED_HERE,
    PhotoCheck.DENSITY: CORRECTED_HERE,
    PhotoCheck.PIXELS: CORRECTED_HERE,
    PhotoCheck.BYTES: CORRECTED_HERE,
    PhotoCheck.COLOUR: N_("请换一张彩色照片；黑白照片改不成彩色。"),
    PhotoCheck.BACKGROUND: N_("请在白墙前重新拍，或请照相馆换成白底。"),
}
"""What to do where a requirement fails."""
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
_ROOM = {"x": (0, 100, 50), "y": (0, 100, 50), "size": (20, 100, 100)}
"""The least, most and standard value of each part of a crop."""


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement as the page tells it."""

    text: str
    judged: str
    word: str
    measured: str
    advice: str
    cites: Cited


def start() -> Response:
    """The form; who comes from a pack or a case finds its notice chosen, and perhaps the way."""
    pack = load_packs().get(request.args.get("notice", ""))
    ways = sorted(pack.photos, key=lambda each: each.id != request.args.get("photo")) if pack else []
    form = {"kind": f"{pack.id}/{ways[0].id}"} if pack and ways else None
    return _page(chosen(request.args), form=form)


def checked() -> Response:
    """What the photo fulfils, and the corrected file."""
    limits().photo()
    speech = chosen(request.args)
    try:
        form, upload = request.form, request.files.get("photo")
        if upload is None or not upload.filename:
            raise PhotoMissing
        data, name = upload.stream.read(MOST_BYTES + 1), upload.filename
        result = _result(data, name, form, speech)
    except RequestEntityTooLarge:
        return _page(speech, status=413, error=PhotoTooLarge(megabytes=10, megapixels=40).say(speech.language))
    except FileRefused as refused:
        return _page(speech, status=422, form=form, error=refused.say(speech.language))
    return _page(speech, form=form, result=result)


def _result(data: bytes, name: str, form: Mapping[str, str], speech: Speech) -> dict[str, Any]:
    pack, wanted = _wanted(form)
    rules, target, crop = rules_of(wanted), _target(wanted), _crop(form)
    photo = open_photo(data)
    findings = check_photo(photo, rules, name=name, is_identity=_is_identity)
    corrected = correct_photo(photo, target, crop)
    identity = form.get("identity", "").strip().upper()
    new_name = f"{identity}.jpg" if _is_identity(identity) else f"{speech.text(PLAIN_NAME)}.jpg"
    after = check_photo(open_photo(corrected), rules, name=new_name, is_identity=_is_identity)
    return {
        "rows": list(_rows(pack, wanted, findings, speech)),
        "after": list(_rows(pack, wanted, after, speech, measured_only=True)),
        "left_open": [(each.text.say(speech.language), cited(pack, each.clauses, speech)) for each in wanted.left_open],
        "preview": _uri(preview(photo, target, crop)),
        "corrected": _uri(corrected),
        "name": new_name,
        "named": _is_identity(identity),
        "bytes": len(corrected),
        "target": target,
        "blurred": enlarged(photo, target, crop),
        "title": wanted.title.say(speech.language),
    }


def _target(photo: Photo) -> Target:
    return Target(photo.target.width, photo.target.height, photo.target.dpi, photo.target.bytes)


def _rows(
    pack: Pack, photo: Photo, findings: tuple[Finding, ...], speech: Speech, *, measured_only: bool = False
) -> Iterator[Row]:
    found = {finding.check.value: finding for finding in findings}
    for required in photo.requirements:
        finding = found.get(required.check.value)
        if finding or not measured_only:
            yield _row(pack, required, finding, speech)


def _row(pack: Pack, required: PhotoRequirement, finding: Finding | None, speech: Speech) -> Row:
    judged = finding.judged if finding else Judged.UNSURE
    advice = speech.text(ADVICE[required.check]) if judged is Judged.FAILS else ""
    return Row(
        text=required.text.say(speech.language),
        judged=judged.value,
        word=speech.text(JUDGED[judged]),
        measured=finding.measured if finding else "",
        advice=advice,
        cites=cited(pack, required.clauses, speech),
    )


def _wanted(form: Mapping[str, str]) -> tuple[Pack, Photo]:
    """The notice and the photo that the form chose; the first of all where it chose none."""
    every = [(pack, photo) for pack in load_packs().values() for photo in pack.photos]
    chosen_id = form.get("kind", "")
    return next((each for each in every if f"{each[0].id}/{each[1].id}" == chosen_id), every[0])


def _crop(form: Mapping[str, str]) -> Crop:
    values = {}
    for name, (least, most, standard) in _ROOM.items():
        text = form.get(name, "")
        values[name] = min(max(int(text), least), most) if _NUMBER.fullmatch(text) else standard
    return Crop(**values)


def _is_identity(text: str) -> bool:
    try:
        parse_identity(text, today=today())
    except RegistryError:
        return False
    return True


def _uri(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()


def _page(
    speech: Speech,
    *,
    status: int = 200,
    form: Mapping[str, str] | None = None,
    result: dict[str, Any] | None = None,
    error: str | None = None,
) -> Response:
    form = form or {}
    crop = _crop(form)
    return prepared_page(
        "prepared/photo.html",
        speech,
        "/photo",
        status=status,
        choices=[
            (
                f"{pack.id}/{photo.id}",
                f"{pack.notice.applies_to.say(speech.language)}{speech.text('：')}{photo.title.say(speech.language)}",
            )
            for pack in load_packs().values()
            for photo in pack.photos
        ],
        kind=form.get("kind", ""),
        identity=form.get("identity", "")[:24],
        crop={"x": crop.x, "y": crop.y, "size": crop.size},
        room=_ROOM,
        result=result,
        error=error,
    )
