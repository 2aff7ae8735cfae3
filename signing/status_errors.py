"""Why a status list leaves open whether a genuine code is in force: one class per reason, all of them `status_unknown`.

try:
    found = read_token(token, keys, uri=uri, now=now)
except StatusUnknown as why: ...      # never a verdict on the paper
"""

from __future__ import annotations

from signing.errors import SigningError


class StatusUnknown(SigningError):
    """Base: what a status list leaves open."""


class StatusListMissing(StatusUnknown):
    """No status list at hand for this code."""

    zh = "没有第 {list_id} 号状态表，不能断定证书现在是否有效。请下载该状态表，或联网核验。"
    en = "Status list {list_id} is not at hand, so its standing is open. Download the list, or check online."


class StatusListUnreadable(StatusUnknown):
    """Bytes that are not a status list token as `STATUS.md` writes it."""

    zh = "状态表无法读取（可能下载不完整），不能断定证书现在是否有效。请重新下载，或联网核验。"
    en = "The status list cannot be read, perhaps it is incomplete. Download it again, or check online."


class StatusListUntrusted(StatusUnknown):
    """A status list that no trusted key for status lists signed."""

    zh = "状态表不是受信任的密钥签署的，不予采用。请更新公钥集并从官方网站重新下载状态表。"
    en = "No trusted key signed the status list. Update the key set and download the list from the official site."


class StatusListOfAnother(StatusUnknown):
    """A status list under another address or number than the code's."""

    zh = "这不是证书所属的状态表（应为 {uri}）。请下载正确的状态表，或联网核验。"
    en = "This is not the certificate's status list, which is {uri}. Download that one, or check online."


class StatusListFromFuture(StatusUnknown):
    """A status list signed later than now."""

    zh = "状态表的签署时间晚于本机时间。请先校准本机的日期和时间。"
    en = "The status list was signed later than this computer's time. Set its date and time right first."


class StatusListExpired(StatusUnknown):
    """A status list past the end of its life."""

    zh = "状态表已于 {expired} 过期，不能断定证书现在是否有效。请下载新的状态表，或联网核验。"
    en = "The status list expired at {expired}, so the standing is open. Download a new one, or check online."


class StatusListOlder(StatusUnknown):
    """A status list signed before the code was."""

    zh = "状态表早于这份证书的签发，其中还没有它。请下载新的状态表，或联网核验。"
    en = "The status list is older than this certificate and cannot know it. Download a new list, or check online."


class StatusListTooShort(StatusUnknown):
    """The code's index is beyond the end of the list."""

    zh = "状态表中没有这份证书的位置，不能断定它现在是否有效。请重新下载状态表，或联网核验。"
    en = "The status list has no place for this certificate. Download the list again, or check online."
