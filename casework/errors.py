"""The base of all errors of `casework`, and what every part of it refuses alike.

No sentence carries a name, a number, a code or a password.
"""

from __future__ import annotations

from messages import SpokenError


class CaseworkError(SpokenError):
    """Base of all errors of this package."""


class NotYourRole(CaseworkError):
    """The person belongs here, but has none of the roles that this takes."""

    zh = "办理这件事需要“{roles}”的职责，您没有。请找本单位有这项职责的同事办理，或请本单位的管理员给您加上。"
    en = "This takes the role “{roles_en}”, which you do not have. Ask a colleague who has it, or your administrator."


class NotYourKind(CaseworkError):
    """The organisation is of a kind that does not do this."""

    zh = "贵单位是{kind}，不办理这件事。请按事项的办理流程，交给负责的单位办理。"
    en = "Your organisation is a {kind_en}, which does not do this. Hand it to the organisation that does."


class NotFoundHere(CaseworkError):
    """There is no such thing among what this organisation may see. It never tells whether others have it."""

    zh = "贵单位没有这一项。请从列表中重新打开。"
    en = "Your organisation has no such entry. Open it again from the list."
