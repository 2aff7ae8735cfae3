"""What can be wrong with a link, a reply or a request; each says in both languages what to do."""

from __future__ import annotations

from bot.understanding.errors import BotError


class LinkRefused(BotError):
    """A conversation's token cannot be continued; the subclasses say why."""


class LinkDamaged(LinkRefused):
    """The token is cut off, altered, too long, or was never one."""

    zh = "这个对话链接不完整或已损坏，没法接着谈。已为您重新开始，请再说一遍情况；完整复制原来的链接也可以。"
    en = (
        "This link to a conversation is incomplete or damaged. A new conversation has been opened: please say again "
        "what has happened, or copy the whole link once more."
    )


class LinkExpired(LinkRefused):
    """The token is older than the days for which a conversation can be resumed."""

    zh = "这个对话链接超过{days}天了，已经失效。已为您重新开始，请再说一遍情况。"
    en = (
        "This link is more than {days} days old and no longer holds. A new conversation has been opened; "
        "please begin again."
    )


class LinkFromAnotherVersion(LinkRefused):
    """The token was written in a format that this program does not read."""

    zh = "这个对话链接是另一个版本的向导生成的，这里读不了。已为您重新开始，请再说一遍情况。"
    en = "This link was made by another version of the guide. A new conversation has been opened; please begin again."


class ConversationTooLong(BotError):
    """A conversation holds more than a link can carry."""

    zh = "这次对话太长了，链接装不下。请重新开始，从事情本身说起。"
    en = "This conversation has grown longer than its link can hold. Please start again with the matter itself."


class ReplyNotRead(BotError):
    """A reply given as JSON is none of the shapes of the contract."""

    zh = (
        '看不懂这个请求。请只发送其中一种：{{"text": "…"}}、{{"answer": …}}、{{"back": true}}、{{"change": "…"}}、'
        '{{"restart": true}}、{{"why": true}}、{{"choose": {{"notice"、"case" 或 "intent": "…"}}}}。'
    )
    en = (
        'That is no reply. Send exactly one of {{"text": "…"}}, {{"answer": …}}, {{"back": true}}, {{"change": "…"}}, '
        '{{"restart": true}}, {{"why": true}}, {{"choose": {{"notice", "case" or "intent": "…"}}}}.'
    )


class NoEarliestDate(BotError):
    """An outcome names no earliest day, so there is nothing to put into a calendar."""

    zh = "这个结果没有最早办理日期，不需要日历文件。"
    en = "This outcome names no earliest day, so there is nothing to put into a calendar."
