"""What can be wrong with a request or with the site's own files, each with the sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping

from messages import SpokenError


class SiteError(SpokenError):
    """Base of all errors of this package."""

    def members(self) -> dict[str, object]:
        """What a problem document says beside its words (RFC 9457 section 3.2)."""
        return {}

    def headers(self) -> dict[str, str]:
        """What the answer's headers say of it."""
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
        asked: dict[str, object] = {"token": self.token, "bits": self.bits, "expires": self.expires, "wait": self.wait}
        return {"challenge": asked}

    def headers(self) -> dict[str, str]:
        """When it may be sent again unsolved."""
        return {"Retry-After": str(self.wait)}


class TooOften(SiteError):
    """One network has used up a budget that is no look-up's: packs, photos, hand-over codes, lists, uploads."""

    zh = "同一网络在一段时间内能做的次数有限，请过一会儿再来。"
    en = "There are only so many of these per network in a while. Please come back a little later."


class WrongCount(InvalidRequest):
    """A batch of no question, or of too many."""

    zh = "一次请发送 1 至 {most} 项。"
    en = "Send 1 to {most} items at a time."

    def __init__(self, *, most: int) -> None:
        super().__init__(field="", most=most)


class KeyUnknown(SiteError):
    """An `Authorization` header that names no key in force."""

    zh = "这个密钥不存在或已停用。请核对 Authorization: Bearer 后面的密钥，或向发证机关申请新的。"
    en = "There is no such key, or it was revoked. Check the key after Authorization: Bearer, or ask for a new one."

    def headers(self) -> dict[str, str]:
        """How to authenticate (RFC 6750 section 3)."""
        return {"WWW-Authenticate": "Bearer"}


class IdempotencyNeedsKey(KeyUnknown):
    """An `Idempotency-Key` without a key whose quota it could save."""

    zh = "Idempotency-Key 只与密钥一起使用：请加上 Authorization: Bearer，或去掉 Idempotency-Key。"
    en = "An Idempotency-Key goes with a key: add Authorization: Bearer, or leave the Idempotency-Key out."


class QuotaSpent(SiteError):
    """A key has not so much left in its day or minute."""

    zh = "这个密钥的剩余次数不够本次使用（窗口 {window}，上限 {allowed}）。请等到下一个周期，或减少一次发送的数量。"
    en = (
        "The key has not enough left for this request (window {window}, limit {allowed}). Wait for the next period, or "
        "send fewer at a time."
    )

    def __init__(self, *, window: str, allowed: int, left: Mapping[str, str]) -> None:
        self._left = dict(left)
        super().__init__(window=window, allowed=allowed)

    def headers(self) -> dict[str, str]:
        """What is left, and when there is more."""
        return self._left


class BodyChanged(InvalidRequest):
    """Another body under an `Idempotency-Key` that was used within the last day."""

    zh = "这个 Idempotency-Key 在 24 小时内已用于另一个请求。内容不同的请求请换一个。"
    en = "This Idempotency-Key was used for another request within 24 hours. Take a new one for another body."

    def __init__(self) -> None:
        super().__init__(field="Idempotency-Key")


class IdempotencyKeyUnreadable(InvalidRequest):
    """An `Idempotency-Key` that is no string of RFC 8941."""

    zh = "Idempotency-Key 应为 1 至 255 个可见的 ASCII 字符，可以加双引号。"
    en = "An Idempotency-Key has 1 to 255 visible ASCII characters, in double quotes or without."

    def __init__(self) -> None:
        super().__init__(field="Idempotency-Key")


class NoSuchKey(SiteError):
    """A key's id that no row has."""

    zh = "没有编号为 {id} 的密钥。请用 python -m verify_site keys list 查看。"
    en = "There is no key {id}. See: python -m verify_site keys list"


class TooBusy(SiteError):
    """As many files are being read as this process reads at once."""

    zh = "正在识读的文件太多，请过一会儿再上传。急用时，可用手机直接扫描二维码。"
    en = "Too many files are being read. Upload it again in a little while, or scan the code with a phone meanwhile."


class BadFrame(SiteError):
    """What the camera's script sent is no small JPEG."""

    zh = "这不是摄像头的一帧画面（JPEG，不超过 150 万像素）。请刷新页面再试，或改为上传图片。"
    en = "This is no frame of a camera (a JPEG of at most 1.5 million pixels). Reload the page, or upload a picture."


class ReceiptsNotOffered(SiteError):
    """This site has no published key for receipts."""

    zh = "本网站没有开通核验回执。请打印或另存核验结果的网页。"
    en = "This site offers no receipts. Print or save the page with the verdict instead."


class NoReceiptForThis(SiteError):
    """A check that found no certificate in the registry, about which a receipt could say anything."""

    zh = "只有登记库中查得到的证书才出具回执。这次核验没有查到，请按结果页面的提示处理。"
    en = "Receipts are for certificates that the registry holds. This check found none; follow the page's advice."

    def __init__(self, verdict: str | None = None) -> None:
        self.verdict = verdict
        super().__init__()

    def members(self) -> dict[str, object]:
        """What the check ended in, where it was one check: a program needs no second one to learn it."""
        return {} if self.verdict is None else {"verdict": self.verdict}


class ListGone(SiteError):
    """No list behind this address: deleted, expired, or never there."""

    zh = "没有这份名单：它已被删除，或已满 24 小时自动清除。请重新上传。"
    en = "There is no such list: it was deleted, or removed after 24 hours. Upload it again."
