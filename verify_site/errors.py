"""What can be wrong with a request or with the site's own files, each with the sentence that says what to do."""

from __future__ import annotations

from messages import SpokenError


class SiteError(SpokenError):
    """Base of all errors of this package."""

    def members(self) -> dict[str, object]:
        """What a problem document says beside its words (RFC 9457 section 3.2)."""
        return {}


class KeysFileUnusable(SiteError):
    """The public key set cannot be read at start."""

    zh = "读不到公钥文件 {path}：{why_zh}。请检查 CERT_KEYS_FILE，或用 python -m signing keys 重新生成。"
    en = "The public key set {path} cannot be used: {why_en} Check CERT_KEYS_FILE, or write it: python -m signing keys"


class TranslationsMissing(SiteError):
    """The compiled translations are not there."""

    zh = "缺少编译好的英文翻译 {path}。请运行：pybabel compile -d verify_site/translations"
    en = "The compiled translation {path} is missing. Run: pybabel compile -d verify_site/translations"


class NotReady(SiteError):
    """The registry or the key set does not answer as this program needs."""

    zh = "服务尚未就绪：{what}。"
    en = "The service is not ready: {what}."


class UnreadableRequest(SiteError):
    """A body that is not one JSON object in UTF-8."""

    zh = "请求正文应为一个 UTF-8 编码的 JSON 对象，且不得有重复的成员。"
    en = "The body must be one JSON object in UTF-8 without duplicate members."


class NotJson(SiteError):
    """A body of another media type than application/json."""

    zh = "请以 Content-Type: application/json 提交。"
    en = "Send the body with Content-Type: application/json."


class InvalidRequest(SiteError):
    """Base: a readable request that asks for nothing we can answer; `field` names the input at fault."""

    def __init__(self, *, field: str, **details: object) -> None:
        self.field = field
        super().__init__(field=field, **details)

    def members(self) -> dict[str, object]:
        """The input at fault."""
        return {"field": self.field}


class WrongMembers(InvalidRequest):
    """The members of the JSON object are not one of the three allowed sets."""

    zh = "请提供 code，或 number 与 name，或 number 与 verification_code，三种之一，不能混用，也不能有其他成员。"
    en = "Give code, or number and name, or number and verification_code: one of the three, and no other member."


class NotText(InvalidRequest):
    """A member that is no string."""

    zh = "成员 {field} 应为字符串。"
    en = "The member {field} must be a string."


class Missing(InvalidRequest):
    """An empty input."""

    zh = "请填写{label_zh}。"
    en = "Enter the {label_en}."


class TooLong(InvalidRequest):
    """More characters than any such value has."""

    zh = "{label_zh}过长，最多 {limit} 个字符。请核对后重新输入。"
    en = "The {label_en} is too long: at most {limit} characters. Check it and type it again."


class Unprintable(InvalidRequest):
    """Control characters, or halves of characters, in an input."""

    zh = "{label_zh}中含有无法识别的字符。请重新输入，不要粘贴带格式的内容。"
    en = "The {label_en} holds characters that cannot be read. Type it again instead of pasting it."


class WrongStart(InvalidRequest):
    """The members that begin a conversation are others than `text` and `notice`."""

    zh = "开始对话请只提供 text、notice，两项都可以不给；不认识成员 {field}。"
    en = "Begin a conversation with text, notice, both or neither; there is no member {field}."


class WrongReply(InvalidRequest):
    """A reply to the guide is none of the allowed shapes."""

    zh = '请只发送其中一种：{{"text": "…"}}、{{"answer": …}}、{{"back": true}}、{{"change": "…"}}。'
    en = 'Send exactly one of {{"text": "…"}}, {{"answer": …}}, {{"back": true}}, {{"change": "…"}}.'


class TooLongToRead(SiteError):
    """A body for the guide that is larger than any sentence or newspaper notice."""

    zh = "这段话太长了，我没有读。请用一两句话说明情况，或只粘贴登报声明。"
    en = "That was too long, and I have not read it. One or two sentences are enough, or the newspaper notice alone."


class TooManyTurns(SiteError):
    """One network has used up its turns of the guide for this minute."""

    zh = "这一分钟里问得太多了，向导暂时答不过来。请过一分钟再继续，您的对话还在原来的链接里。"
    en = "There were too many turns in this minute. Please go on in a minute; your conversation is still in its link."


class ChallengeNeeded(SiteError):
    """A network missed so often that its next typed look-up needs work or patience first; times in seconds."""

    zh = "同一网络查不到的次数较多。请先完成安全检查，或等待 {wait} 秒后再提交。"
    en = "There were many misses from this network. Solve the challenge first, or send it again in {wait} seconds."

    def __init__(self, *, token: str, bits: int, expires: int, wait: int) -> None:
        self.token, self.bits, self.expires, self.wait = token, bits, expires, wait
        super().__init__(wait=wait)

    def members(self) -> dict[str, object]:
        """What a program needs to solve it."""
        asked = {"token": self.token, "bits": self.bits, "expires": self.expires, "wait": self.wait}
        return {"challenge": asked}
