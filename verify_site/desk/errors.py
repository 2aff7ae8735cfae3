"""What the desk's gate refuses."""

from __future__ import annotations

from verify_site.errors import SiteError


class NotSignedIn(SiteError):
    """Something was sent without a sign-in, or after it had ended."""

    zh = "您还没有登录，或登录已经过期，刚才的内容没有保存。请登录后重新填写。"
    en = "You are not signed in, or your sign-in has expired; nothing was saved. Sign in and send it again."


class FormNotOurs(SiteError):
    """A form that this site did not make for this session."""

    zh = "这个表单已经失效，没有保存任何内容。请重新打开页面再填写。"
    en = "This form is no longer valid, and nothing was saved. Open the page again and fill it in."
