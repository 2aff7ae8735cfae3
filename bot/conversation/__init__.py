"""The conversation: from a sentence to what a case requires, as a pure step over a frozen state that lives in a link.

    turn = start("我是从广东调到武汉的高级工程师，证书要怎么确认", on=date.today())
    turn = reply(turn.token, Answer("evaluation"), on=date.today())
    turn.question or turn.outcome        # objects of `policy`, for pages
    turn.as_dict()                       # the turn contract, for the JSON API and the terminal

The server keeps nothing: `turn.token` is the conversation, valid for thirty days, and holds closed facts only, never a
name, a number or a sentence. Nothing in this package writes anything; it has no way to submit.
docs/adr/0005-conversation.md says why.
"""

from bot.conversation.asides import Aside, Line
from bot.conversation.calendar_file import calendar_file
from bot.conversation.engine import reply, resume, start
from bot.conversation.errors import (
    LinkDamaged,
    LinkExpired,
    LinkFromAnotherVersion,
    LinkRefused,
    NoEarliestDate,
    ReplyNotRead,
)
from bot.conversation.notice_help import NoticeHelp, help_with_notice
from bot.conversation.questions import Option, Question
from bot.conversation.replies import Answer, Back, Change, Choose, Chosen, Reply, Restart, Why, Words, parse_reply
from bot.conversation.state import Conversation
from bot.conversation.tokens import DAYS, read_token
from bot.conversation.turns import Link, Turn, Understood

__all__ = [
    "DAYS",
    "Answer",
    "Aside",
    "Back",
    "Change",
    "Choose",
    "Chosen",
    "Conversation",
    "Line",
    "Link",
    "LinkDamaged",
    "LinkExpired",
    "LinkFromAnotherVersion",
    "LinkRefused",
    "NoEarliestDate",
    "NoticeHelp",
    "Option",
    "Question",
    "Reply",
    "ReplyNotRead",
    "Restart",
    "Turn",
    "Understood",
    "Why",
    "Words",
    "calendar_file",
    "help_with_notice",
    "parse_reply",
    "read_token",
    "reply",
    "resume",
    "start",
]
