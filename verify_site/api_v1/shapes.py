"""The shapes of what programs send and get, beside the answer to a check (`verify_site.shapes`).

Requests are read by `reading` and by the guide; a test compares both with these descriptions on the same bodies.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from typing_extensions import TypedDict

from registry.verification import Verdict
from verify_site.language import N_
from verify_site.shapes import Answer, Says
from verify_site.typed import CODE, NAME, NUMBER, VERIFICATION_CODE, Input

MOST = "x-most"
"""A limit of the cleaned value, told in words, because a schema measures what is sent."""
MOST_ITEMS = 1_000


def _typed(zh: str, kind: Input) -> Says:
    return Says(zh, {"minLength": 1, MOST: kind.limit})


class ByCode(TypedDict):
    """A scanned or pasted code."""

    code: Annotated[str, _typed(N_("二维码的内容：整个网址、路径或只有数字，最多 %(most)s 个字符"), CODE)]


class ByName(TypedDict):
    """Number and name."""

    number: Annotated[str, _typed(N_("证书编号，最多 %(most)s 个字符，空格和连字符不计"), NUMBER)]
    name: Annotated[str, _typed(N_("姓名，与证书上写的一致，最多 %(most)s 个字符"), NAME)]


class ByVerificationCode(TypedDict):
    """Number and verification code."""

    number: Annotated[str, _typed(N_("证书编号，最多 %(most)s 个字符，空格和连字符不计"), NUMBER)]
    verification_code: Annotated[
        str,
        _typed(N_("印在二维码旁的核验码，%(most)s 位，空格和连字符不计"), VERIFICATION_CODE),
    ]


class Then(TypedDict):
    """What was found when a receipt was made: of one certificate, or of a list."""

    verdict: NotRequired[Annotated[Verdict, Says(N_("一张证书：当时的结论"))]]
    certificate: NotRequired[Annotated[dict[str, str], Says(N_("一张证书：编号、姓名、资格名称和级别"))]]
    counts: NotRequired[Annotated[dict[str, int], Says(N_("一份名单：各种结论的行数"))]]
    sha256: NotRequired[Annotated[str, Says(N_("一份名单：结果文件（XLSX）的 SHA-256"))]]


class Now(TypedDict):
    """What the registry says now of the certificate on a receipt."""

    verdict: Annotated[Verdict, Says(N_("现在的结论"))]
    checked_at: Annotated[str, Says(N_("查询的时刻（UTC）"), {"format": "date-time"})]
    changed_on: Annotated[str | None, Says(N_("取代、撤销或更正的日期"))]


class StatedReceipt(TypedDict):
    """What stands behind a receipt's own code."""

    number: Annotated[str, Says(N_("回执编号"))]
    issuer: Annotated[dict[str, str], Says(N_("出具机关的代号 id"))]
    checked_at: Annotated[str, Says(N_("当时核验的时刻（UTC）"), {"format": "date-time"})]
    issued_at: Annotated[str, Says(N_("出具回执的时刻（UTC）"), {"format": "date-time"})]
    expires_at: Annotated[str, Says(N_("回执有效期结束的时刻（UTC）"), {"format": "date-time"})]
    expired: Annotated[bool, Says(N_("有效期是否已过；所载的结果仍是当时查到的"))]
    state: Annotated[int, Says(N_("核验时登记库最新一条记录的序号"))]
    asked: Annotated[Literal["code", "verification_code", "name", "list"], Says(N_("核验了什么"))]
    then: Annotated[Then, Says(N_("当时查到的"))]
    now: Annotated[Now | None, Says(N_("证书现在的状态；名单为 null"))]


class Scanned(Answer):
    """The answer to a scanned code, which may be a receipt's."""

    receipt: NotRequired[Annotated[StatedReceipt, Says(N_("二维码是核验回执时，它所载的内容；结论为 malformed"))]]


class Puzzle(TypedDict):
    """What a challenge asks for."""

    token: Annotated[str, Says(N_("原样放进 Challenge-Solution"))]
    bits: Annotated[int, Says(N_("SHA-256 开头须有多少个零比特"))]
    expires: Annotated[int, Says(N_("失效的时刻，1970 年起的秒数"))]
    wait: Annotated[int, Says(N_("不计算的话，再等多少秒后可以凭 token 提交"))]


class Problem(TypedDict):
    """A problem document of RFC 9457."""

    type: Annotated[str, Says(N_("问题的种类，也是它的说明的网址"), {"format": "uri"})]
    title: Annotated[str, Says(N_("问题的名称"))]
    status: Annotated[int, Says(N_("HTTP 状态码"))]
    detail: Annotated[str, Says(N_("哪里不对，接下来怎么办"))]
    field: NotRequired[Annotated[str, Says(N_("有误的成员"))]]
    verdict: NotRequired[Annotated[Verdict, Says(N_("种类为 no-receipt-for-this 时，核验的结论"))]]
    challenge: NotRequired[Annotated[Puzzle, Says(N_("种类为 challenge 时，需要完成的计算"))]]


class Opening(TypedDict):
    """The start of a conversation."""

    text: NotRequired[Annotated[str, Says(N_("用自己的话说要办什么"))]]
    notice: NotRequired[Annotated[str, Says(N_("通知的代号，例如 hubei-2013-80"))]]


class SaidText(TypedDict):
    """A sentence in reply."""

    text: Annotated[str, Says(N_("一句话"))]


class GivenAnswer(TypedDict):
    """An answer to the open question."""

    answer: Annotated[str | bool | int, Says(N_("选项的 id 或序号，或者是、否"), {"minimum": 0, "maximum": 99})]


class StepBack(TypedDict):
    """One step back."""

    back: Annotated[Literal[True], Says(N_("退回上一步"))]


class StartAgain(TypedDict):
    """A new conversation."""

    restart: Annotated[Literal[True], Says(N_("从头开始"))]


class AskWhy(TypedDict):
    """Why the open question is asked."""

    why: Annotated[Literal[True], Says(N_("问为什么要问这个问题"))]


class ChangeFact(TypedDict):
    """A fact to be answered anew."""

    change: Annotated[str, Says(N_("要修改的事实"))]


class Choice(TypedDict):
    """One choice."""

    id: str
    text: str


class GuideQuestion(TypedDict):
    """The guide's open question."""

    id: str
    text: str
    kind: str
    choices: list[Choice]
    why: Annotated[str, Says(N_("为什么问"))]
    clauses: Annotated[list[str], Says(N_("依据的条款"))]


class Statement(TypedDict):
    """One statement of an outcome."""

    kind: str
    text: str
    clauses: list[str]


class Door(TypedDict):
    """Who submits."""

    kind: Annotated[str, Says(N_("只会是单位、人事代理机构或机关，不会是个人"))]
    text: str


class GuideOutcome(TypedDict):
    """What a case requires."""

    verdict: str
    submitter: Annotated[Door, Says(N_("由谁提交"))]
    authority: Annotated[dict[str, Any], Says(N_("办理机关"))]
    statements: Annotated[list[Statement], Says(N_("材料、步骤、条件等，每项都有条款"))]
    earliest_date: Annotated[str | None, Says(N_("最早可以办理的日期"))]
    forms: Annotated[list[Choice], Says(N_("需要的表格"))]
    clauses: list[str]


class GuideTurn(TypedDict):
    """One turn of the guide."""

    conversation: Annotated[str, Says(N_("对话本身，接着说时放进网址；服务器不保存"))]
    intent: Annotated[str, Says(N_("听懂的意图"))]
    confidence: Annotated[float, Says(N_("把握，0 到 1"))]
    choices: Annotated[list[Choice], Says(N_("没有把握时可选的意图"))]
    understood: Annotated[dict[str, Any], Says(N_("听懂的事实"))]
    question: Annotated[GuideQuestion | None, Says(N_("接下来要回答的问题"))]
    outcome: Annotated[GuideOutcome | None, Says(N_("结论；还有问题时为 null"))]
    problem: Annotated[str | None, Says(N_("原来的对话为什么不能继续：damaged、expired、version"))]
