"""What can go wrong with packs, facts and texts, each with a sentence in Chinese and English.

One base error, `PolicyError`; the class name says what happened, the sentences say what to do. Details name packs,
cases, facts and files only: an answer that a person gave never ends in a message.
"""

from __future__ import annotations

from messages import SpokenError


class PolicyError(SpokenError):
    """Anything the notices' packs or their evaluation refuse."""

    zh = "办事指南的规则出现问题。请把完整输出交给维护人员。"
    en = "Something is wrong with the guide's rules. Give the whole output to the maintainers."


class PackRefused(PolicyError):
    """One or more packs are not as they must be; `problems_zh` and `problems_en` list every one with file and line."""

    zh = "通知数据有 {count} 处问题，请全部改正后重试：\n{problems_zh}"
    en = "The notices' data has {count} problems. Put all of them right and try again:\n{problems_en}"

    # Each problem in both languages, so that the problems of several packs can be told at once.
    sentences: tuple[tuple[str, str], ...] = ()


class UnknownPack(PolicyError):
    """No pack has this id."""

    zh = "没有编号为 {notice} 的通知。现有：{known}。"
    en = "There is no notice called {notice}. There are: {known}."


class UnknownCase(PolicyError):
    """The pack has no case of this id."""

    zh = "通知 {notice} 中没有事项 {case}。现有：{known}。"
    en = "Notice {notice} has no case {case}. There are: {known}."


class UnknownFact(PolicyError):
    """A fact was given that the pack does not know: the caller has mixed packs or mistyped."""

    zh = "通知 {notice} 不认识事实 {fact}。请核对事实编号，不同通知的事实不能混用。"
    en = "Notice {notice} knows no fact {fact}. Check its id; facts of different notices never mix."


class UnknownClause(PolicyError):
    """The pack's clause index has no such rule id."""

    zh = "通知 {notice} 的条款索引中没有 {clause}。"
    en = "The clause index of notice {notice} has no {clause}."


class AnswerNotPossible(PolicyError):
    """An answer is not among the choices, not a date in range, or too long; `allowed_zh`/`allowed_en` say what is."""

    zh = "“{label_zh}”不能这样回答。{allowed_zh}"
    en = "That cannot answer “{label_en}”. {allowed_en}"


class NoItemsRequired(PolicyError):
    """The notice does not list items that a lost-certificate notice must contain."""

    zh = "{citation}没有规定遗失声明必须写明哪些内容，无法按它核对。"
    en = "{citation} does not say what a newspaper notice must contain, so there is nothing to check it against."


class NoticeTextRefused(PolicyError):
    """A file given as a notice's official text cannot be it; `reason_zh`/`reason_en` say why."""

    zh = "没有保存这份通知原文：{reason_zh}"
    en = "This official text was not stored: {reason_en}"


class ProofFailed(PolicyError):
    """`check` or `coverage` found problems; they were printed above."""

    zh = "共有 {count} 处问题，见上。请改正数据后重新运行。"
    en = "{count} problems, listed above. Put the data right and run the command again."
