"""A photo file held to the rules of a case's notice: what it breaks, and what is left for a person to look at.

    judged = judge_photo(pack, "exchange", data)
    judged.refusals                # Findings with their clauses: the file is not taken
    judged.doubts                  # kept with the file, for who reviews it; `doubts_in_words` says them

What the notice asks for with a figure or a word of its own binds. Where it gives no figure (大一寸, 高宽比约3∶2), and
where a measurement does not decide (the white of a background), a person judges. Of several ways in which a photo can
be handed in, one has to fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casework.applications.findings import Finding
from messages.advice import Advice
from pictures.errors import FileRefused
from pictures.photo import Finding as Measured
from pictures.photo import Judged, PhotoRules, check_photo, open_photo
from policy import Pack, Photo, PhotoCheck, PhotoRequirement

PHOTO = "photo"
"""The material that a photo file is attached as, in every notice."""
LABEL = ("照片", "Photo")
NAME = "photo.jpg"
Doubts = list[dict[str, str]]
"""As they are kept with the file: `photo` (the way), `check` and `measured` of each."""

BROKEN = Advice(
    "不合“{title}”的要求：{text}{measured}",
    "It does not fit “{title_en}”: {text_en}{measured_en}",
    "请用“照片检查”修正，或换一张，再上传。",
    "Mend it with the photo check, or choose another, and upload that.",
)
UNMENDABLE = Advice(
    BROKEN.zh,
    BROKEN.en,
    "这一项不能修正，请重新拍一张或换一张，再上传。",
    "This cannot be mended; take or choose another photo and upload that.",
)
_LOOKS = frozenset({PhotoCheck.COLOUR, PhotoCheck.BACKGROUND})
DOUBTFUL = Advice(
    "请人工核对：{text}{measured}",
    "To be looked at by a person: {text_en}{measured_en}",
    "不合要求的，请换一张。",
    "Choose another photo if it does not fit.",
)
UNREADABLE = Advice(
    "{why}",
    "{why_en}",
    "“照片检查”可以做出合要求的文件。",
    "The photo check makes a file that fits.",
)
_Fault = tuple[PhotoRequirement, Measured]


@dataclass(frozen=True, slots=True)
class JudgedPhoto:
    """What a notice says of a file; it is taken where there are no refusals."""

    refusals: tuple[Finding, ...]
    doubts: Doubts


def judge_photo(pack: Pack, matter: str, data: bytes, *, row: int | None = None) -> JudgedPhoto:
    """Open a file within the limits of `pictures.photo` and measure it; raises nothing. `row` is a roster's."""
    ways = pack.photo_files(matter)
    try:
        photo = open_photo(data)
    except FileRefused as error:
        clauses = tuple(dict.fromkeys(clause for way in ways for clause in way.clauses))
        advice = UNREADABLE.filled(why=error.say("zh"), why_en=error.say("en"))
        return JudgedPhoto((Finding(advice, PHOTO, LABEL, row, clauses),), [])
    # The desk knows whose photo it is and names the file itself, so that its own name is no matter.
    measured = [(way, check_photo(photo, rules_of(way), name=NAME, is_identity=lambda _: True)) for way in ways]
    judged = [(way, list(_faults(way, findings))) for way, findings in measured]
    if not judged:
        return JudgedPhoto((), [])
    way, faults = min(judged, key=lambda each: (sum(map(_binds, each[1])), len(each[1])))
    return JudgedPhoto(
        tuple(_refusal(way, fault, row) for fault in faults if _binds(fault)),
        [_doubt(way, fault) for fault in faults if not _binds(fault)],
    )


def rules_of(photo: Photo) -> PhotoRules:
    """A notice's requirements as `pictures` measures them."""
    by_check = {each.check: each for each in photo.requirements}
    ratio, density, pixels, size = (
        by_check.get(check) for check in (PhotoCheck.RATIO, PhotoCheck.DENSITY, PhotoCheck.PIXELS, PhotoCheck.BYTES)
    )
    return PhotoRules(
        jpeg=PhotoCheck.FORMAT in by_check,
        named_by_identity=PhotoCheck.FILE_NAME in by_check,
        ratio=ratio.ratio if ratio else None,
        dpi=density.dpi if density else None,
        least=pixels.least if pixels else None,
        most=pixels.most if pixels else None,
        most_bytes=size.bytes if size else None,
        colour=PhotoCheck.COLOUR in by_check,
        white=PhotoCheck.BACKGROUND in by_check,
    )


def doubts_in_words(pack: Pack, doubts: Sequence[Mapping[str, str]] | None, *, row: int | None = None) -> list[Finding]:
    """What was left to a person, with its clauses; what the notice no longer asks for is left out."""
    ways = {photo.id: photo for photo in pack.photos}
    found = []
    for doubt in doubts or ():
        way = ways.get(doubt["photo"])
        required = next((each for each in way.requirements if each.check == doubt["check"]), None) if way else None
        if required is not None:
            advice = DOUBTFUL.filled(**_told(required, doubt["measured"]))
            found.append(Finding(advice, PHOTO, LABEL, row, required.clauses))
    return found


def _faults(way: Photo, findings: Iterable[Measured]) -> Iterable[_Fault]:
    """The requirements that a file does not surely meet, each with what was measured."""
    required = {each.check.value: each for each in way.requirements}
    return ((required[each.check.value], each) for each in findings if each.judged is not Judged.OK)


def _binds(fault: _Fault) -> bool:
    required, measured = fault
    return measured.judged is Judged.FAILS and not required.our_figure


def _refusal(way: Photo, fault: _Fault, row: int | None) -> Finding:
    required, measured = fault
    told = _told(required, measured.measured)
    wrong = UNMENDABLE if required.check in _LOOKS else BROKEN
    advice = wrong.filled(title=way.title.zh, title_en=way.title.en, **told)
    return Finding(advice, PHOTO, LABEL, row, required.clauses)


def _doubt(way: Photo, fault: _Fault) -> dict[str, str]:
    required, measured = fault
    return {"photo": way.id, "check": required.check.value, "measured": measured.measured}


def _told(required: PhotoRequirement, measured: str) -> dict[str, str]:
    """The places of an advice. What was measured is a figure, or nothing where the file does not say it."""
    return {
        "text": required.text.zh,
        "text_en": required.text.en,
        "measured": f"测得：{measured}。" if measured else "",
        "measured_en": f" Measured: {measured}." if measured else "",
    }
