"""What can go wrong in the registry, each with the sentence that says what to do."""

from __future__ import annotations

from messages import SpokenError


class RegistryError(SpokenError):
    """Base of all errors of this package."""


class SchemaNotCurrent(RegistryError):
    """The database has not been migrated to the version this program needs."""

    zh = "登记库的结构是 {found}，本程序需要 {needed}。请先运行：python -m registry init"
    en = "The registry's schema is {found}; this program needs {needed}. Run first: python -m registry init"


class RegistryUnreachable(RegistryError):
    """The database cannot be opened or does not answer."""

    zh = "连不上登记库（{reason}）。请检查 CERT_DATABASE 的设置，以及数据库是否在运行、磁盘是否可写；没有写入任何内容。"
    en = (
        "The registry cannot be reached ({reason}). Check CERT_DATABASE, that the database runs and that the disk is "
        "writable; nothing was written."
    )


class RegistryBusy(RegistryError):
    """Another process holds the write lock for longer than we wait."""

    zh = "登记库正被另一个进程占用，等待超时；没有写入任何内容。请等它结束后重新运行。"
    en = "Another process holds the registry's write lock; nothing was written. Run the command again when it ends."


class UnknownAuthority(RegistryError):
    """No authority of that id is registered."""

    zh = "登记库里没有机构“{authority}”。用 python -m registry authorities 查看已有机构，用 add-authority 添加。"
    en = "There is no authority “{authority}”. `python -m registry authorities` lists them, `add-authority` adds one."


class OutsideJurisdiction(RegistryError):
    """The notice gives this action to somebody else; `rule` is the rule's id."""

    zh = "{authority}无权对{level}（{route}）证书{action}：{citation}（{rule}）规定由{entitled}办理。请交由该机构办理。"
    en = (
        "{authority_en} may not {action_en} {level_en} certificates ({route_en}): {citation} ({rule}) gives that to "
        "{entitled_en}. Hand the batch to that authority."
    )


class SegmentUsedUp(RegistryError):
    """The issuer's number segments hold fewer numbers than the batch needs."""

    zh = "{authority}的号段还剩 {left} 个号，本批需要 {needed} 个；没有签发任何证书。请先取得新号段：{command}"
    en = (
        "{authority} has {left} numbers left, this batch needs {needed}; nothing was issued. Grant a segment: {command}"
    )


class SegmentInvalid(RegistryError):
    """A segment's numbers break the issuer's number rule or overlap another segment."""

    zh = "不能授予号段 {first}–{last}：{why_zh}"
    en = "Segment {first}–{last} cannot be granted: {why_en}"


class CertificateNotFound(RegistryError):
    """No certificate of that number, or several where an issuer must be named."""

    zh = "编号 {number} 对应 {count} 份证书。请核对编号，必要时用 --issuer 指明发证机关。"
    en = "Number {number} belongs to {count} certificates. Check it, and name the issuer with --issuer if need be."


class MoveNotAllowed(RegistryError):
    """The certificate's state does not allow this change."""

    zh = "编号 {number} 的证书状态是“{state}”，不能再{move}。用 python -m registry show 查看它的经过。"
    en = "Certificate {number} is {state_en}; it cannot be {move_en}. `python -m registry show` tells its history."


class ReasonNotAllowed(RegistryError):
    """The reason is not one that this kind of change may have."""

    zh = "“{reason}”不是{move}的理由。可用的理由：{allowed}。"
    en = "“{reason}” is no reason for this change. Allowed: {allowed}."


class NotTheIssuer(RegistryError):
    """Who issued must replace (HB-2.4.0.2 谁发证，谁补办)."""

    zh = "编号 {number} 由{issuer}签发，应由其办理（鄂职改办〔2013〕80号 二（四），HB-2.4.0.2：谁发证，谁补办）。"
    en = "Certificate {number} was issued by {issuer}, which must handle it (HB-2.4.0.2: who issued, replaces)."


class IdentityKeyProblem(RegistryError):
    """The key that seals identity numbers is missing, too open or of the wrong length."""

    zh = "身份证号加密密钥 {path} 不可用：{why_zh}"
    en = "The identity key {path} cannot be used: {why_en}"


class SettingInvalid(RegistryError):
    """A setting holds a value that cannot be used."""

    zh = "设置 {name} 的值“{value}”不可用：{why_zh}"
    en = "Setting {name} has an unusable value “{value}”: {why_en}"


class NothingToDo(RegistryError):
    """A command found nothing to act on."""

    zh = "{what_zh}"
    en = "{what_en}"


class SignerOfAnother(RegistryError):
    """The signing key belongs to another authority."""

    zh = "签名密钥属于 {key}，不能替 {issuer} 签发。请用 python -m signing keys 查看，并选用本机关的密钥。"
    en = "The signing key belongs to {key}; it cannot sign for {issuer}. `python -m signing keys` lists the keys."
