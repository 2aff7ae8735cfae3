"""The shape of an answer to a check: the type that `answers.members` builds, and the schema that the API describes.

mypy compares what is built with these types, and `api_v1.openapi` writes the JSON Schema from them, so that no answer
can differ from its description. `Says` carries the words of the description; nothing of it runs during a check.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeAlias

from typing_extensions import TypedDict

from registry.verification import Verdict
from registry.words import Reason
from signing.claims import Kind, Level
from verify_site.language import N_


@dataclass(frozen=True, slots=True)
class Says:
    """What a member means, for the description; `more` are further JSON Schema keywords."""

    zh: str
    more: dict[str, Any] = field(default_factory=dict)

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Add the words to the schema that pydantic writes for the type."""
        return {**handler(core), **self.more, "description": self.zh}


DAY = {"format": "date"}
LevelName: TypeAlias = Annotated[str, Says(N_("级别"), {"enum": [level.name.lower() for level in Level]})]


class Issuer(TypedDict):
    """Who issued a certificate."""

    id: Annotated[str, Says(N_("发证机关的代号"))]
    name: Annotated[str | None, Says(N_("中文名称；登记库没有应答时为 null"))]
    name_en: Annotated[str | None, Says(N_("英文名称；登记库没有应答时为 null"))]


class Brief(TypedDict):
    """All that a matching number and name reveal."""

    title: Annotated[str, Says(N_("资格名称"))]
    level: LevelName
    approved_on: Annotated[str, Says(N_("评审通过时间"), DAY)]


class Certificate(Brief):
    """What is printed on a certificate."""

    kind: Annotated[str, Says(N_("证书或认定书"), {"enum": [kind.name.lower() for kind in Kind]})]
    number: Annotated[str, Says(N_("证书编号"))]
    name: Annotated[str, Says(N_("姓名"))]
    specialty: Annotated[str, Says(N_("系列（专业）"))]
    issued_on: Annotated[str, Says(N_("发证日期"), DAY)]
    issuer: Annotated[Issuer, Says(N_("发证机关"))]


class Answer(TypedDict):
    """The answer to one check."""

    verdict: Annotated[Verdict, Says(N_("结论，只会是这些值之一"))]
    checked_at: Annotated[str, Says(N_("查询的时刻（UTC）"), {"format": "date-time"})]
    certificate: Annotated[
        Certificate | Brief | None, Says(N_("证书的内容；用编号和姓名查时只有三项；不该看到的为 null"))
    ]
    current: Annotated[Certificate | None, Says(N_("结论为 corrected 时，登记库中现在的内容"))]
    changed_on: Annotated[str | None, Says(N_("取代、撤销或更正的日期"))]
    reason: Annotated[Reason | None, Says(N_("取代、撤销或更正的原因"))]
    foreign_host: Annotated[str | None, Says(N_("结论为 foreign 时，二维码指向的网站"))]
