"""The photo that a notice wants: `photo.yaml`, one entry for each way in which a photo is handed in.

    pack.photos[0].requirements[0].check       PhotoCheck.RATIO
    pack.photos[0].target                      the size that a corrected file gets

What a machine can measure has figures here; what only a person can judge (recent, full face) is told and not judged.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StrictInt, model_validator

from policy.schema import Identifier, Model, RuleIds, Text


class PhotoCheck(StrEnum):
    """What a requirement is about. `pictures.photo` measures all but the last three."""

    FORMAT = "format"
    FILE_NAME = "file_name"
    RATIO = "ratio"
    DENSITY = "density"
    PIXELS = "pixels"
    BYTES = "bytes"
    COLOUR = "colour"
    BACKGROUND = "background"
    PERSON = "person"
    PRINT = "print"
    BACK = "back"


Positive = Annotated[StrictInt, Field(ge=1)]
Side = tuple[Positive, Positive]
"""Width and height, in pixels."""


class PhotoRequirement(Model):
    """One requirement. `ratio` is height by width, from and to; `least` and `most` are pixels.

    `our_figure`: the notice gives no figure for it, so that whether a file off our own will do is left to a person.
    """

    check: PhotoCheck
    text: Text
    clauses: RuleIds
    ratio: tuple[float, float] | None = None
    dpi: Positive | None = None
    least: Side | None = None
    most: Side | None = None
    bytes: Positive | None = None
    our_figure: bool = False

    @model_validator(mode="after")
    def _figures_belong_to_the_check(self) -> Self:
        wanted = {
            PhotoCheck.RATIO: {"ratio"},
            PhotoCheck.DENSITY: {"dpi"},
            PhotoCheck.PIXELS: {"least", "most"},
            PhotoCheck.BYTES: {"bytes"},
        }.get(self.check, set())
        given = {name for name in ("ratio", "dpi", "least", "most", "bytes") if getattr(self, name) is not None}
        if wanted != given:
            raise ValueError(f"a requirement of {self.check} has {', '.join(sorted(wanted)) or 'no figures'}")
        return self


class LeftOpen(Model):
    """What the notice does not say about the photo, and what is done about it."""

    text: Text
    clauses: RuleIds


class PhotoTarget(Model):
    """The corrected file: pixels, dots per inch, and at most so many bytes."""

    width: Positive
    height: Positive
    dpi: Positive
    bytes: Positive


class Photo(Model):
    """One way of handing in a photo. `material` is the paper that a file of this kind is attached as, if it is one."""

    id: Identifier
    title: Text
    material: Identifier | None = None
    clauses: RuleIds
    requirements: Annotated[tuple[PhotoRequirement, ...], Field(min_length=1)]
    left_open: tuple[LeftOpen, ...] = ()
    target: PhotoTarget

    @model_validator(mode="after")
    def _target_meets_the_figures(self) -> Self:
        width, height = self.target.width, self.target.height
        for each in self.requirements:
            kept = (
                each.ratio is None or each.ratio[0] <= height / width <= each.ratio[1],
                each.dpi is None or each.dpi == self.target.dpi,
                each.least is None or (each.least[0] <= width and each.least[1] <= height),
                each.most is None or (each.most[0] >= width and each.most[1] >= height),
                each.bytes is None or each.bytes >= self.target.bytes,
            )
            if not all(kept):
                raise ValueError(f"the target does not meet the requirement {each.check}")
        return self


class PhotoFile(Model):
    """`photo.yaml`."""

    photos: Annotated[tuple[Photo, ...], Field(min_length=1)]
