"""Every operation that programs may use: what it is for, what it takes and gives, and which problems it can end in.

The one description of the API; `openapi` writes it as OpenAPI 3.1 and as the page /api. A test compares it with the
routes of the application.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from verify_site.api_v1.shapes import (
    MOST_ITEMS,
    AskWhy,
    ByCode,
    ByName,
    ByVerificationCode,
    ChangeFact,
    GivenAnswer,
    GuideTurn,
    Opening,
    Problem,
    SaidText,
    Scanned,
    StartAgain,
    StepBack,
)
from verify_site.language import N_
from verify_site.shapes import Answer, Says

Question = ByCode | ByName | ByVerificationCode
Batch = Annotated[list[Question], Says(N_("一项一问，与单项核验相同"), {"minItems": 1, "maxItems": MOST_ITEMS})]
BatchAnswers = Annotated[list[Answer | Problem], Says(N_("与请求的各项一一对应：结果，或者说明哪里不对的问题"))]
Reply = SaidText | GivenAnswer | StepBack | StartAgain | AskWhy | ChangeFact


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in the path or in a header."""

    name: str
    place: str
    zh: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `problems` are slugs of `verify_site.problems`; `keyed`: a key may pay."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    answer: Any
    problems: tuple[str, ...]
    request: Any = None
    keyed: bool = False
    parameters: tuple[Parameter, ...] = ()
    answer_problems: tuple[int, ...] = ()
    """Statuses under which the answer itself comes, beside 200."""
    file: str | None = None
    """The media type of the file that comes under 200 in the answer's place."""
    headers: tuple[str, ...] = ()
    """What the headers of that file say, by their names in `openapi.HEADERS`."""


READING = ("unreadable", "not-json", "too-large", "invalid")
FAULTS = ("unavailable",)
SOLUTION = Parameter(
    "Challenge-Solution",
    "header",
    N_("查不到的次数较多时，对 challenge 的解答：token、冒号、计数"),
)
REPEATED = Parameter(
    "Idempotency-Key",
    "header",
    N_("同一请求重发时用同一个值，24 小时内只计一次；须与密钥一起使用"),
    {"type": "string", "pattern": r"^[!#-\[\]-~]{1,255}$"},
)
OPERATIONS = (
    Operation(
        "verify",
        "post",
        "/api/v1/verifications",
        N_("核验一张证书"),
        N_("请求是三种形式之一：二维码的内容；编号和姓名；编号和核验码。得出结论就是 200，无论结论是什么。"),
        Scanned,
        (*READING, "key-unknown", "too-many-requests", "challenge", "quota-spent", *FAULTS),
        request=Question,
        keyed=True,
        parameters=(REPEATED, SOLUTION),
        answer_problems=(503,),
    ),
    Operation(
        "verifyBatch",
        "post",
        "/api/v1/verifications/batch",
        N_("一次核验多张证书"),
        N_("最多 1000 项，按原来的顺序回答。有误的一项在它的位置上说明问题，不影响其他各项。"),
        BatchAnswers,
        (*READING, "key-unknown", "quota-spent", *FAULTS),
        request=Batch,
        keyed=True,
        parameters=(REPEATED, SOLUTION),
    ),
    Operation(
        "makeReceipt",
        "post",
        "/api/v1/receipts",
        N_("核验一张证书并出具核验回执"),
        N_(
            "请求与单项核验相同，应答是签过名的核验回执（PDF）：查到了什么、什么时候查的。只有登记库中查得到的证书"
            "才有回执；其他情况说明问题，其中的 verdict 是核验的结论。"
        ),
        Answer,
        (
            *(*READING, "key-unknown", "too-many-requests", "too-often", "challenge", "quota-spent"),
            *("no-receipts", "no-receipt-for-this", *FAULTS),
        ),
        request=Question,
        keyed=True,
        parameters=(REPEATED, SOLUTION),
        answer_problems=(503,),
        file="application/pdf",
        headers=("Verdict", "Content-Location"),
    ),
    Operation(
        "scan",
        "get",
        "/V/{code}",
        N_("二维码背后的网址"),
        N_(
            "浏览器得到网页；请求头 Accept 为 application/json 时得到与单项核验相同的结果。核验回执的二维码得到"
            "结论 malformed（它不是证书）和 receipt。"
        ),
        Scanned,
        ("too-many-requests",),
        parameters=(Parameter("code", "path", N_("二维码中的数字")),),
        answer_problems=(503,),
    ),
    Operation(
        "beginGuide",
        "post",
        "/api/v1/guide",
        N_("开始与办事向导对话"),
        N_("用一句话说要办什么，或者指定依据的通知，都可以不给。"),
        GuideTurn,
        ("unreadable", "not-json", "too-long", "invalid", "too-many-turns"),
        request=Opening,
    ),
    Operation(
        "replyToGuide",
        "post",
        "/api/v1/guide/{conversation}/replies",
        N_("回答办事向导"),
        N_("发送其中一种：一句话、对问题的回答、退回、修改。对话不能继续时，得到新的对话和原因。"),
        GuideTurn,
        ("unreadable", "not-json", "too-long", "invalid", "too-many-turns"),
        request=Reply,
        parameters=(Parameter("conversation", "path", N_("上一轮得到的 conversation")),),
    ),
    Operation(
        "describe",
        "get",
        "/api/v1/openapi.json",
        N_("本接口的 OpenAPI 说明"),
        N_("与 /api 页面来自同一份说明；?lang=en 为英文。"),
        dict[str, Any],
        (),
    ),
)
