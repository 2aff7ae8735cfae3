"""The one table from errors and verdicts to HTTP statuses, and how a problem is told: RFC 9457 to programs, a page to
people.

    status_of(Verdict.STATUS_UNKNOWN)   -> 503
    problem_of(error)                   -> the Problem of its class or of the nearest base class
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, request
from flask_limiter import RateLimitExceeded
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
    RequestURITooLarge,
    SecurityError,
    UnsupportedMediaType,
)

from casework.errors import CaseworkError, NotFoundHere, NotYourKind, NotYourRole
from messages import SpokenError
from pictures.errors import FileRefused
from registry.errors import RegistryError
from registry.verification import Verdict
from verify_site.challenge.page import challenge_page
from verify_site.desk.errors import FormNotOurs, NotSignedIn
from verify_site.errors import (
    BadFrame,
    ChallengeNeeded,
    InvalidRequest,
    KeyUnknown,
    ListGone,
    NoReceiptForThis,
    NotJson,
    NotReady,
    QuotaSpent,
    ReceiptsNotOffered,
    SiteError,
    TooBusy,
    TooLongToRead,
    TooManyTurns,
    TooOften,
    UnreadableRequest,
)
from verify_site.language import N_, Speech, chosen
from verify_site.limits import limits
from verify_site.logs import log_error
from verify_site.rendering import Renderer, page

RETRY_SECONDS = 60
"""What Retry-After says while the registry does not answer."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of refusal: its status, the last part of its type, and what a person is told."""

    status: int
    slug: str
    title: str
    advice: str


UNAVAILABLE = Problem(
    503, "unavailable", N_("登记库暂时没有应答"), N_("这是我们的问题，不说明证书有问题。请过几分钟再试。")
)
UNREADABLE = Problem(400, "unreadable", N_("读不懂这个请求"), N_("请回到首页，重新输入或重新扫描。"))
UNEXPECTED = Problem(
    500, "unexpected", N_("网站出了故障"), N_("这是我们的问题，不说明证书有问题。故障已经记录，请过几分钟再试。")
)
OTHER = Problem(400, "refused", N_("无法处理这个请求"), N_("请回到首页，重新输入或重新扫描。"))
PROBLEMS: dict[type[Exception], Problem] = {
    InvalidRequest: Problem(422, "invalid", N_("输入有误"), N_("请按提示改正后再查。")),
    UnreadableRequest: UNREADABLE,
    NotJson: Problem(415, "not-json", N_("提交的格式不对"), N_("接口只接受 JSON（Content-Type: application/json）。")),
    NotReady: Problem(503, "not-ready", N_("服务尚未就绪"), N_("请过几分钟再试。")),
    RegistryError: UNAVAILABLE,
    SQLAlchemyError: UNAVAILABLE,
    RateLimitExceeded: Problem(
        429,
        "too-many-requests",
        N_("查询过于频繁"),
        N_("为保护持证人的信息，每个网络在一段时间内的查询次数有限。请稍后再查。扫描二维码不受输入查询次数的影响。"),
    ),
    ChallengeNeeded: Problem(
        429,
        "challenge",
        N_("请先完成安全检查"),
        N_("同一网络查不到的次数较多，为防止有人批量猜测，再查之前需要完成一次自动的安全检查，或者等待一分钟。"),
    ),
    TooManyTurns: Problem(
        429,
        "too-many-turns",
        N_("向导暂时答不过来"),
        N_("同一网络每分钟的问答次数有限。请过一分钟再继续，您的对话还在原来的链接里。"),
    ),
    TooOften: Problem(
        429,
        "too-often",
        N_("这里操作得太频繁了"),
        N_("同一网络在一段时间内能做的次数有限。请过一会儿再试；按浏览器的后退键，填写的内容通常还在。"),
    ),
    FileRefused: Problem(422, "file", N_("这个文件读不了"), N_("请按提示换一个文件再上传。")),
    BadFrame: Problem(422, "frame", N_("读不了这一帧画面"), N_("请刷新页面再试，或改为上传图片。")),
    TooBusy: Problem(503, "busy", N_("正在识读的文件太多"), N_("请过一会儿再上传。急用时，可用手机直接扫描二维码。")),
    TooLongToRead: Problem(413, "too-long", N_("这段话太长了"), N_("请用一两句话说明情况，或只粘贴登报声明。")),
    KeyUnknown: Problem(
        401, "key-unknown", N_("密钥无效"), N_("请核对密钥，或向发证机关申请新的。不用密钥也可以查询，次数较少。")
    ),
    QuotaSpent: Problem(
        429,
        "quota-spent",
        N_("密钥的次数已用完"),
        N_("每个密钥每天和每分钟的查询次数有限，应答的 RateLimit 字段说明剩余次数和恢复时间。"),
    ),
    ListGone: Problem(404, "list-gone", N_("没有这份名单"), N_("它已被删除，或已满 24 小时自动清除。请重新上传名单。")),
    ReceiptsNotOffered: Problem(
        404, "no-receipts", N_("本网站没有开通核验回执"), N_("请打印或另存核验结果的网页，上面有核验时间和官方网址。")
    ),
    NoReceiptForThis: Problem(
        409,
        "no-receipt-for-this",
        N_("这次核验不出具回执"),
        N_("只有登记库中查得到的证书才出具回执。请重新核验一次，按结果页面的提示处理。"),
    ),
    BadRequest: UNREADABLE,
    SecurityError: UNREADABLE,
    NotFound: Problem(
        404, "not-found", N_("没有这个页面"), N_("网址可能不完整。请重新扫描证书上的二维码，或从首页查询。")
    ),
    MethodNotAllowed: Problem(405, "method-not-allowed", N_("不能这样打开这个页面"), N_("请回到首页重新查询。")),
    RequestEntityTooLarge: Problem(
        413, "too-large", N_("提交的内容太大"), N_("请只粘贴二维码中的网址或数字，最多 16 KB。")
    ),
    RequestURITooLarge: Problem(
        414, "address-too-long", N_("网址太长"), N_("这不是证书上的二维码。请重新扫描，或从首页查询。")
    ),
    UnsupportedMediaType: Problem(415, "not-json", N_("提交的格式不对"), N_("请从首页的表单提交。")),
    HTTPException: OTHER,
    Exception: UNEXPECTED,
}
DESK_PROBLEMS: dict[type[Exception], Problem] = {
    NotSignedIn: Problem(
        401, "not-signed-in", N_("请先登录"), N_("您还没有登录，或登录已经过期，刚才的内容没有保存。请登录后重新填写。")
    ),
    FormNotOurs: Problem(403, "form-expired", N_("这个表单已经失效"), N_("没有保存任何内容。请重新打开页面再填写。")),
    NotYourRole: Problem(
        403,
        "not-your-role",
        N_("您的职责不包括这件事"),
        N_("请找本单位有这项职责的同事办理，或请本单位的管理员给您加上。"),
    ),
    NotYourKind: Problem(
        403, "not-your-kind", N_("贵单位不办理这件事"), N_("请按事项的办理流程，交给负责的单位办理。")
    ),
    NotFoundHere: Problem(404, "not-found-here", N_("贵单位没有这一项"), N_("请从列表中重新打开。")),
    CaseworkError: Problem(422, "not-possible", N_("这一步现在办不了"), N_("请按提示改正后再试。")),
}
"""What only the units' desk refuses, each in the words of its error; the public pages and the API never do."""
VERDICT_STATUSES = {Verdict.STATUS_UNKNOWN: 503}
"""A verdict that was reached is a 200, whatever it says."""


def status_of(verdict: Verdict) -> int:
    """The HTTP status under which a verdict is told."""
    return VERDICT_STATUSES.get(verdict, 200)


def problem_of(error: Exception) -> Problem:
    """The problem of an error's class, or of its nearest base class."""
    return next(known[kind] for known in (DESK_PROBLEMS, PROBLEMS) for kind in type(error).__mro__ if kind in known)


def wants_json() -> bool:
    """Whether a program asks: by the API's paths, or by preferring JSON over a page."""
    accept = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accept and "text/html" not in accept)


def register(app: Flask, renderer: Renderer, address: str) -> None:
    """Answer every error of the application from the table."""

    def answer(error: Exception) -> Response:
        problem = problem_of(error)
        if problem.status >= 500:
            log_error(error)
        speech = chosen(request.args)
        if wants_json():
            response = _as_json(told(error, speech, address))
        elif isinstance(error, ChallengeNeeded):
            response = page(renderer("challenge/page.html", speech, **challenge_page(error, speech)), problem.status)
        else:
            # The desk's refusals name roles and kinds; their own sentences say more than the table.
            own_words = isinstance(error, (CaseworkError, NotSignedIn, FormNotOurs))
            values = {
                "advice": str(told(error, speech, address)["detail"]) if own_words else speech.text(problem.advice),
                "home": "/desk" if request.path.startswith("/desk") else "/",
            }
            response = page(renderer("problem.html", speech, problem=problem, switch=None, **values), problem.status)
        return _with_headers(response, error)

    app.register_error_handler(Exception, answer)


def told(error: Exception, speech: Speech, address: str) -> dict[str, object]:
    """The members of the problem document of an error."""
    problem = problem_of(error)
    members = {
        "type": f"{address}/about#{problem.slug}",
        "title": speech.text(problem.title),
        "status": problem.status,
        "detail": error.say(speech.language) if isinstance(error, SpokenError) else speech.text(problem.advice),
    }
    return members | error.members() if isinstance(error, SiteError) else members


def encoded(members: dict[str, object]) -> bytes:
    """A problem document in UTF-8. Half a character, which JSON can carry and UTF-8 cannot, becomes a question mark."""
    return json.dumps(members, ensure_ascii=False).encode("utf-8", "replace")


def _as_json(members: dict[str, object]) -> Response:
    return Response(encoded(members), cast(int, members["status"]), content_type="application/problem+json")


def _with_headers(response: Response, error: Exception) -> Response:
    if isinstance(error, (RateLimitExceeded, TooManyTurns, TooOften)):
        response.headers["Retry-After"] = str(limits().retry_after())
        response.headers.update(limits().headers())
    elif response.status_code == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    if isinstance(error, SiteError):
        response.headers.update(error.headers())
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response
