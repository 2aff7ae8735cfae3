"""What the check without a network says, for the script to show: verdicts, reasons, labels, levels, in one language.

    words_for(spoken("zh"))["verdicts"]["in_force"]["headline"]     -> "真实；截至%(moment)s 有效"

A status list proves what held at one moment, so no sentence here says more than that. `%(moment)s` is filled in by the
script; whatever the live site has words for is said in the same ones.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from registry.verification import Verdict
from signing.claims import Kind, Level
from signing.receipts import Finding
from verify_site.language import N_, Speech
from verify_site.receipts.wording import BASES, THEN, VALID_BY_NAME, finding_in_words
from verify_site.wording import ANY_DIFFERENCE, ASK_ISSUER, COMPARE, DO_NOT_RELY, LABELS, Asked, Tone, Words, words_of

AS_THE_SITE_SAYS = (Verdict.BAD_SIGNATURE, Verdict.UNTRUSTED_KEY, Verdict.FOREIGN)
RENEW = N_("请在有网络时更新本机保存的公钥和状态表，再查一次。")
ONLINE = N_("有网络时，请扫描二维码在线核验，以登记库为准。")
OWN: dict[str, Words] = {
    "in_force": Words(
        Tone.GOOD,
        "valid",
        N_("真实；截至%(moment)s 有效"),
        N_(
            "签名证明下列内容确由发证机关签发。到上述时间为止，它没有被取代、撤销或更正；在那以后有没有变化，这台设备不知道。"
        ),
        (COMPARE, ANY_DIFFERENCE, ONLINE),
    ),
    "not_in_force": Words(
        Tone.BAD,
        "revoked",
        N_("签名真实，但到%(moment)s 已不再有效"),
        N_("发证机关确实签发过它，但它已被新证书取代、被撤销，或者内容已经更正。是哪一种，要联网才能查到。"),
        (DO_NOT_RELY, ONLINE),
    ),
    "status_unknown": Words(
        Tone.UNSURE,
        "status_unknown",
        N_("真实，但现在是否有效无法断定"),
        N_("签名证明下列内容确由发证机关签发。它现在是否仍然有效，这台设备不知道。"),
        (RENEW, N_("在查到结果之前，请不要据此认定证书有效或无效。")),
    ),
    "unknown_key": Words(
        Tone.UNSURE,
        "unknown_key",
        N_("不认识签发者，无法确认真假"),
        N_("二维码不是用本机保存的任何一把公钥签署的。可能是伪造，也可能是本机的公钥旧了。"),
        (RENEW, N_("更新后结果仍然相同的，请不要采信这张证书。"), ASK_ISSUER),
    ),
    "malformed": Words(
        Tone.UNSURE,
        "malformed",
        N_("二维码不完整，读不出证书"),
        N_("内容不完整，或者不是证书上的二维码。常见的原因是没有扫全、复制时漏了数字，或纸面破损。"),
        (N_("请擦净纸面，在光线充足处对准整个二维码重新扫描。"),),
    ),
    "receipt": Words(
        Tone.UNSURE,
        "status_unknown",
        N_("这是一份核验回执，不是证书"),
        N_("签名证明它由下列机关出具，没有被改动。它只记载当时查到的结果，不说明证书现在是否有效。"),
        (
            N_("请把下面各项与手里的回执逐一核对；有任何一项不同，请不要采信这份回执。"),
            N_("要知道证书现在是否有效，请扫描证书本身的二维码，或者在有网络时扫描这份回执。"),
        ),
    ),
    "cannot_check": Words(
        Tone.UNSURE,
        "status_unknown",
        N_("这个浏览器不能核验这种签名"),
        N_("这张证书用的签名算法（Ed25519），这个浏览器还不认识。这不说明证书有问题。"),
        (N_("请换用新版的 Chrome、Edge、Firefox 或 Safari。"), ONLINE),
    ),
}
RECEIPT_TEXTS = {
    "content": N_("回执所载的内容"),
    "expired": N_("回执的有效期已过，请以现在的状态为准。"),
    "found": N_("当时查到"),
    "number": N_("回执编号"),
    "basis": N_("核验了什么"),
    "checked_at": N_("核验时间"),
    "state": N_("登记库状态"),
    "up_to": N_("登记库第 %(state)s 号记录及以前"),
    "expires_at": N_("回执有效期至"),
    "issuer": N_("出具机关"),
    "rows": N_("%(count)s 行"),
    "sha256": N_("XLSX 文件的 SHA-256"),
}
WHY = {
    "StatusListMissing": N_("本机没有这张证书所属的状态表。"),
    "StatusListUnreadable": N_("本机保存的状态表读不出来。"),
    "StatusListUntrusted": N_("本机保存的状态表不是用受信任的密钥签署的。"),
    "StatusListOfAnother": N_("本机保存的状态表不是这张证书所属的那一张。"),
    "StatusListFromFuture": N_("状态表的签署时间晚于本机的时间。请先校准本机的日期和时间。"),
    "StatusListExpired": N_("本机保存的状态表太旧，已经过期。"),
    "StatusListOlder": N_("本机保存的状态表早于这张证书，其中还没有它。"),
    "StatusListTooShort": N_("本机保存的状态表中没有这张证书的位置。"),
    "CannotCheck": N_("这个浏览器不能核验状态表的签名。"),
}
TEXTS = {
    "kind": N_("种类"),
    "next": N_("现在怎么办"),
    "content": N_("二维码所载的内容"),
    "leads_to": N_("它指向的网站"),
    "moment": N_("北京时间 %(moment)s"),
    "ready": N_("已准备好：断网也能核验。"),
    "stale": N_("状态表已经过期：能核验真伪，但不能断定是否有效。请联网更新。"),
    "empty": N_("还没有准备好：本机没有公钥和状态表。请在有网络时打开本页一次。"),
    "no_lists": N_("公钥已保存，可以核验真伪；发证系统还没有发布状态表，不能断定是否有效。"),
    "unsupported": N_("这个浏览器不能离线核验（缺少加密或存储功能，或地址不是 https）。请换新版浏览器，或在线核验。"),
    "lists_of": N_("状态表的时间：%(moment)s"),
    "good_until": N_("可用到：%(moment)s"),
    "fetched": N_("上次更新：%(moment)s"),
    "renewing": N_("正在更新…"),
    "renewed": N_("已更新。"),
    "not_renewed": N_("没有更新成功，继续使用原来的。请检查网络后再试。"),
    "nothing": N_("请先粘贴二维码中的网址或数字。"),
    "no_code_in_picture": N_("图片里没有找到二维码。请拍近一点、清楚一点，或粘贴其中的数字。"),
    "picture_unreadable": N_("这个文件不是能读的图片。请换一张 PNG 或 JPEG。"),
    "camera_denied": N_("没有得到使用摄像头的许可。请在浏览器设置中允许，或选一张图片。"),
    "camera_missing": N_("没有找到摄像头。请选一张图片，或粘贴数字。"),
    "camera_busy": N_("摄像头被别的程序占用，打不开。请关闭那个程序后再试。"),
    "looking": N_("请把整个二维码对准画面中央。"),
}


def words_for(speech: Speech) -> dict[str, Any]:
    """Everything that the script shows, in the speech's language."""
    chinese, text = speech.language == "zh", speech.text
    verdicts = {name: _spoken(words, speech) for name, words in OWN.items()}
    verdicts |= {verdict.value: _plain(words_of(verdict, Asked.CODE, speech.language)) for verdict in AS_THE_SITE_SAYS}
    return {
        "language": speech.language,
        "verdicts": verdicts,
        "receipt": _of_receipts(speech),
        "why": {name: text(sentence) for name, sentence in WHY.items()},
        "labels": {field: text(label) for field, label in LABELS.items()},
        "levels": {level.value: level.zh if chinese else level.en.capitalize() for level in Level},
        "kinds": {kind.value: kind.zh if chinese else kind.en.capitalize() for kind in Kind},
        "texts": {name: text(sentence) for name, sentence in TEXTS.items()},
    }


def _of_receipts(speech: Speech) -> dict[str, Any]:
    text = speech.text
    then = {finding.value: text(headline) for finding, (headline, _) in THEN.items()}
    return {
        "texts": {name: text(sentence) for name, sentence in RECEIPT_TEXTS.items()},
        "bases": {basis.value: text(words) for basis, words in BASES.items()},
        "then": then,
        "then_by_name": {**then, Finding.VALID.value: text(VALID_BY_NAME[0])},
        "rows": {finding.value: finding_in_words(finding, speech) for finding in Finding},
    }


def icons() -> set[str]:
    """The icons of every verdict, which a device must keep to show one."""
    site = {words_of(verdict, Asked.CODE, "zh").icon for verdict in AS_THE_SITE_SAYS}
    return site | {words.icon for words in OWN.values()}


def _spoken(words: Words, speech: Speech) -> dict[str, Any]:
    text = speech.text
    steps = tuple(text(step) for step in words.steps)
    return _plain(Words(words.tone, words.icon, text(words.headline), text(words.meaning), steps))


def _plain(words: Words) -> dict[str, Any]:
    return asdict(words)
