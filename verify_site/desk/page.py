"""A page of the desk: its frame, its language, and the cookie of a visitor who has none yet.

return desk_page("desk/people.html", "/desk/people", people=people)
return to("/desk/people", done="roles")
"""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import urlencode

from flask import Response, current_app, redirect, request

from casework.accounts.member import Member
from casework.applications.moving import LONGEST_OPINION
from casework.applications.queries import unseen
from messages import SpokenError
from verify_site.desk.access import Needs
from verify_site.desk.edge import csrf_of, fresh_token, give_cookie, reading, visitor
from verify_site.desk.routes import DOORS
from verify_site.language import N_, Speech, chosen, spoken
from verify_site.rendering import Renderer, asset, page

NOTICES = "/notices"
NAVIGATION = (
    ("", N_("工作台")),
    ("/queue", N_("待办")),
    ("/cases", N_("全部申请")),
    (NOTICES, N_("消息")),
    ("/people", N_("同事")),
    ("/organisations", N_("单位")),
    ("/audit", N_("审计记录")),
    ("/statistics", N_("核验统计")),
    ("/settings", N_("设置")),
    ("/account", N_("我的账户")),
)
"""What the desk's menu leads to, for those who may."""
DONE = {
    "withdrawn": N_("邀请已收回。"),
    "roles": N_("职责已变更。"),
    "disabled": N_("账户已停用，该同事的所有登录已经退出。"),
    "enabled": N_("账户已恢复。"),
    "password": N_("密码已修改，其他设备上的登录已经退出。"),
    "joined": N_("账户已开通。请用刚才设置的登录名和密码登录。"),
    "signed-out": N_("您已退出。"),
    "drafted": N_("草稿已建立，填写的内容随时可以保存。"),
    "saved": N_("已保存。"),
    "submitted": N_("已报送。"),
    "taken-back": N_("申请已撤回。"),
    "passed-on": N_("意见已签署，申请已报下一步。"),
    "given-back": N_("申请已退回补正，单位会看到您写的原因。"),
    "proposed": N_("初审决定已记下，等另一位审批人复核。"),
    "approved": N_("申请已批准。"),
    "refused": N_("已作出不予办理的决定，单位会看到依据的条款。"),
    "part": N_("勾选的人已办理，其余的人还未定。"),
    "part-given-back": N_("勾选的人已另立申请退回补正，其余的人不受影响。"),
    "originals": N_("原件的收退已登记。"),
    "collected": N_("领取已登记，申请办结。"),
    "false-material": N_("查实虚假材料的情况已登记。"),
    "seen": N_("消息已标为看过。"),
    "mail": N_("邮箱已保存。"),
    "no-mail": N_("不再发送邮件。"),
    "two-deciders": N_("从现在起，每个决定须由两人审批。"),
    "one-decider": N_("从现在起，每个决定由一人审批。"),
}
"""What a page says after the step that led to it, by the word in its address."""
KEPT = ("before", "days", "after", "state", "kind", "box", "q", "step", "region")
"""What the switch of languages takes along of an address."""
_OWN_PATH = re.compile(r"(?!.*(?://|\.\.))/desk(?:[/?][A-Za-z0-9_\-./?=&%]{0,300})?")
_NEEDS: dict[str, Needs] = {door.rule: door.needs for door in reversed(DOORS) if "GET" in door.methods}


def desk_page(template: str, path: str, *, status: int = 200, token: str | None = None, **values: Any) -> Response:
    """A page of the desk. `token` is the one that this very answer gives, where it gives one."""
    speech = chosen(request.args)
    found = visitor().signed_in
    member = found.member if found is not None else None
    new = token or (None if visitor().token else fresh_token())
    csrf = csrf_of(cast(str, new or visitor().token))
    everywhere = {
        "switch": _switch(speech, path),
        "desk_style": asset("desk.css"),
        "csrf": csrf,
        "member": member,
        "navigation": _navigation(member, path) if member else [],
        "news": {f"/desk{NOTICES}": _unseen(member)} if member else {},
        "done": DONE.get(request.args.get("done", "")),
        "speech": speech,
        "longest_text": LONGEST_OPINION,
    }
    html = cast(Renderer, current_app.extensions["renderer"])(template, speech, **(everywhere | values))
    response = page(html, status)
    response.headers["X-Robots-Tag"] = "noindex"
    return give_cookie(response, new) if new is not None else response


def to(path: str, *, token: str | None = None, **query: str) -> Response:
    """The way to another page of the desk, in the same language; `token` becomes the visitor's cookie."""
    target = chosen(request.args).link(path)
    if query:
        target += ("&" if "?" in target else "?") + urlencode(query)
    response = cast(Response, redirect(target, 303))
    return give_cookie(response, token) if token is not None else response


def own_path(text: str | None) -> str | None:
    """The address, if it is one of the desk; anything else could lead away from this site."""
    return text if text and _OWN_PATH.fullmatch(text) else None


def said(error: SpokenError) -> str:
    """What an error says, in the language of the request."""
    return error.say(chosen(request.args).language)


def _switch(speech: Speech, path: str) -> dict[str, object]:
    """The way to the same page in the other language, with what else the address asks for."""
    other = spoken("en" if speech.language == "zh" else "zh")
    kept = {name: value for name, value in request.args.items() if name in KEPT}
    if wanted := own_path(request.args.get("next")):
        kept["next"] = wanted
    link = other.link(path)
    if kept:
        link += ("&" if "?" in link else "?") + urlencode(kept)
    return {"path": link, "tag": other.tag, "fields": None}


def _navigation(member: Member, path: str) -> list[tuple[str, str, bool]]:
    return [(f"/desk{rule}", text, path == f"/desk{rule}") for rule, text in NAVIGATION if _NEEDS[rule].fits(member)]


def _unseen(member: Member) -> int:
    """How many notices nobody of the organisation has seen yet."""
    with reading() as session:
        return unseen(session, member)
