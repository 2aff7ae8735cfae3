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
from messages import SpokenError
from verify_site.desk.access import Needs
from verify_site.desk.edge import csrf_of, fresh_token, give_cookie, visitor
from verify_site.desk.routes import DOORS
from verify_site.language import N_, Speech, chosen, spoken
from verify_site.rendering import Renderer, asset, page

NAVIGATION = (
    ("", N_("工作台")),
    ("/people", N_("同事")),
    ("/organisations", N_("单位")),
    ("/audit", N_("审计记录")),
    ("/statistics", N_("核验统计")),
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
}
"""What a page says after the step that led to it, by the word in its address."""
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
        "done": DONE.get(request.args.get("done", "")),
        "speech": speech,
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
    kept = {name: value for name, value in request.args.items() if name in ("before", "days")}
    if wanted := own_path(request.args.get("next")):
        kept["next"] = wanted
    link = other.link(path)
    if kept:
        link += ("&" if "?" in link else "?") + urlencode(kept)
    return {"path": link, "tag": other.tag, "fields": None}


def _navigation(member: Member, path: str) -> list[tuple[str, str, bool]]:
    return [(f"/desk{rule}", text, path == f"/desk{rule}") for rule, text in NAVIGATION if _NEEDS[rule].fits(member)]
