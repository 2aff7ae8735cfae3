"""What can be wrong with a code, an address, a key set or a key store: one class per fault, one base per verdict.

    try:
        code = open_code(digits, keys)
    except MalformedCode: ...     # verdict `malformed`
    except BadSignature: ...      # verdict `bad_signature`
    except UnknownKey: ...        # verdict `unknown_key`
    except UntrustedKey: ...      # verdict `untrusted_key`

Every error of `open_code` derives from exactly one of these four, every error of `Address.code_in` from `MalformedCode`
or `ForeignAddress`. Details name fields, key ids, hosts and paths; never a holder's data and never a code.
"""

from __future__ import annotations

from enum import Enum

from messages import SpokenError


class SigningError(SpokenError):
    """Base of everything that this package raises."""


# Verdict `malformed`: these digits are not a code of this format, whoever signed them.


class MalformedCode(SigningError):
    """Base: not a code of this format."""


class CodeTooLong(MalformedCode):
    """More digits, or more typed text, than a code can have."""

    zh = "内容太长，不是证书二维码中的内容（上限为 {limit} 个字符）。请重新扫描证书上的二维码。"
    en = "The text is too long to be a certificate's code (the limit is {limit} characters). Scan the QR code again."


class NotDigits(MalformedCode):
    """Something other than ASCII digits."""

    zh = "证书代码只由数字组成。请重新扫描，或完整复制二维码中的网址。"
    en = "A certificate's code consists of digits only. Scan it again, or copy the whole address from the QR code."


class LeadingZeros(MalformedCode):
    """A first digit 0, which would make a second spelling of the same number."""

    zh = "证书代码不会以 0 开头。请重新扫描证书上的二维码。"
    en = "A certificate's code never begins with 0. Scan the QR code again."


class NotACode(MalformedCode):
    """Text in which no code can be found."""

    zh = "这段文字里没有证书代码。请扫描证书上的二维码，或完整复制二维码中的网址。"
    en = "This text holds no certificate code. Scan the certificate's QR code, or copy the whole address from it."


class Truncated(MalformedCode):
    """The bytes end before the structure does."""

    zh = "证书代码不完整。请重新扫描，或完整复制二维码中的网址。"
    en = "The certificate's code is incomplete. Scan it again, or copy the whole address from the QR code."


class NotCbor(MalformedCode):
    """Bytes that are not CBOR, or CBOR of a type that this format never uses."""

    zh = "这串数字不是证书代码。请重新扫描证书上的二维码。"
    en = "These digits are not a certificate's code. Scan the QR code again."


class TooDeep(MalformedCode):
    """Structures nested deeper than this format ever does."""

    zh = "这串数字的内部层次过深，不是证书代码。请重新扫描证书上的二维码。"
    en = "These digits are nested too deeply to be a certificate's code. Scan the QR code again."


class TrailingBytes(MalformedCode):
    """Bytes after the end of the structure."""

    zh = "证书代码之后有多余的内容。请重新扫描证书上的二维码。"
    en = "Something follows after the end of the certificate's code. Scan the QR code again."


class NonCanonical(MalformedCode):
    """CBOR in another than the one deterministic encoding (RFC 8949 section 4.2.1)."""

    zh = "证书代码的编码不是规定的唯一写法，不予接受。请重新扫描；仍然如此的，请联系发证机构。"
    en = "The code is not in its one permitted encoding. Scan it again; if that repeats, ask the issuing authority."


class DuplicateLabel(MalformedCode):
    """The same label twice in one map."""

    zh = "证书代码中有重复的字段，不予接受。请重新扫描；仍然如此的，请联系发证机构。"
    en = "The code states a field twice. Scan it again; if that repeats, ask the issuing authority."


class NotSign1(MalformedCode):
    """Not a tagged COSE_Sign1 structure (RFC 9052 section 4.2)."""

    zh = "这串数字不是签名的证书代码。请重新扫描证书上的二维码。"
    en = "These digits are not a signed certificate code. Scan the QR code again."


class UnknownHeader(MalformedCode):
    """A header parameter that this format does not have, or an unprotected one."""

    zh = "证书代码带有未知的头部参数，不予接受。请联系发证机构。"
    en = "The code carries a header parameter that this format does not have. Ask the issuing authority."


class MissingHeader(MalformedCode):
    """No algorithm or no key id in the protected header."""

    zh = "证书代码缺少必需的头部参数，不予接受。请联系发证机构。"
    en = "The code lacks a required header parameter. Ask the issuing authority."


class InvalidHeader(MalformedCode):
    """An algorithm that is no integer, or a key id that is not 4 bytes."""

    zh = "证书代码的头部参数无效，不予接受。请联系发证机构。"
    en = "A header parameter of the code is invalid. Ask the issuing authority."


class UnknownClaim(MalformedCode):
    """A claim that this format does not have."""

    zh = "证书代码含有未知的字段，不予接受。请联系发证机构。"
    en = "The code states something that this format does not have. Ask the issuing authority."


class MissingClaim(MalformedCode):
    """A required claim is absent."""

    zh = "证书代码缺少必需的字段“{claim}”。请联系发证机构。"
    en = "The code lacks the required claim “{claim}”. Ask the issuing authority."


class ClaimFault(Enum):
    """Why a claim is refused: the value is the sentence's middle in Chinese and in English."""

    WRONG_TYPE = ("类型不对", "has the wrong type")
    EMPTY = ("为空", "is empty")
    TOO_LONG = ("过长", "is too long")
    TOO_LONG_TOGETHER = ("与其他文字字段合计过长", "is too long together with the other texts")
    NOT_NFC = ("不是 Unicode NFC 形式", "is not in Unicode normal form NFC")
    FORBIDDEN_CHARACTER = (
        "含有控制字符、不可见字符或自定义（私用区）字符",
        "holds a control, invisible or private-use character",
    )
    SPACE = ("含有不允许的空格", "has a space where none is allowed")
    OUT_OF_RANGE = ("超出允许范围", "is outside its permitted range")
    NOT_UTC_SECONDS = ("不是 UTC 的整秒时间", "is not a time in UTC with whole seconds")


class InvalidClaim(MalformedCode):
    """A claim whose value is not allowed; says which one and why, never the value itself."""

    zh = "字段“{claim}”{fault_zh}。请更正后重试；若来自已签发的代码，请联系发证机构。"
    en = "The claim “{claim}” {fault_en}. Correct it; if it comes from a signed code, ask the issuing authority."

    def __init__(self, *, claim: str, fault: ClaimFault) -> None:
        self.claim, self.fault = claim, fault
        super().__init__(claim=claim, fault_zh=fault.value[0], fault_en=fault.value[1])


class ReceiptCode(MalformedCode):
    """A verification receipt where a certificate or a recognition letter is read; `signing.receipts` opens it."""

    zh = "这是核验回执的代码，不是证书的代码。请在官方网站打开它，或扫描证书本身的二维码。"
    en = "This is the code of a verification receipt, not of a certificate. Open it on the official site."


class WrongKind(MalformedCode):
    """A genuine code of another document kind than the caller expects."""

    zh = "这是“{found}”的代码，而此处需要“{expected}”的代码。请扫描正确的文件。"
    en = "This is the code of a {found_en}, where one of a {expected_en} is needed. Scan the right document."


# Verdict `bad_signature`.


class BadSignature(SigningError):
    """The signature is not this key's over these bytes."""

    zh = "签名无效：内容不是所称机构签发的，或已被改动。请勿采信，并联系所称的发证机构。"
    en = "The signature is invalid: another's, or the content was altered. Do not rely on it; ask the authority."


class HighS(BadSignature):
    """The second, interchangeable form of an ECDSA signature, which this format forbids."""

    zh = "签名采用了不允许的等价形式（high-S），代码被改写过。请勿采信，并重新扫描原件。"
    en = "The signature is in the forbidden equivalent form (high S): the code was rewritten. Scan the original."


class AlgorithmMismatch(BadSignature):
    """The header names another algorithm than the key's own."""

    zh = "代码所称的签名算法与该密钥的算法不符。请勿采信，并联系所称的发证机构。"
    en = "The code names another signature algorithm than its key has. Do not rely on it; ask the named authority."


# Verdicts `unknown_key` and `untrusted_key`.


class UnknownKey(SigningError):
    """No key of this id in the key set."""

    zh = "密钥 {kid} 不在受信任的公钥集中。请更新公钥集后重试；仍然如此的，请勿采信。"
    en = "Key {kid} is not in the trusted key set. Update the key set and retry; if that repeats, do not rely on it."


class UntrustedKey(SigningError):
    """Base: the signature is right, but the key is not trusted for this code."""


class WithdrawnKey(UntrustedKey):
    """Signed at or after the moment from which the key is withdrawn."""

    zh = "密钥 {kid} 已停止信任，该代码签于停止信任之后。请勿采信，并联系发证机构换发。"
    en = "Key {kid} was withdrawn before this code was signed. Do not rely on it; ask the authority for a new one."


class WrongPurpose(UntrustedKey):
    """The key may not sign this document kind."""

    zh = "密钥 {kid} 的用途不包括签发这类文件。请勿采信，并联系发证机构。"
    en = "Key {kid} may not sign documents of this kind. Do not rely on it; ask the issuing authority."


# Verdict `foreign`, and the settings of an address.


class ForeignAddress(SigningError):
    """A web address of another host; `host` is in ASCII and safe to show."""

    zh = "这个网址指向 {host}，不是官方核验网站。请勿在该网站填写任何信息。"
    en = "This address leads to {host}, which is not the official site. Do not enter anything there."

    def __init__(self, *, host: str) -> None:
        self.host = host
        super().__init__(host=host)


class InvalidAddress(SigningError):
    """The official address of the site cannot stand in a QR code."""

    zh = "官方网址无效：应为 https://主机名[:端口]，用 ASCII 书写，双斜杠后至多 {limit} 个字符。请更正 CERT_ADDRESS。"
    en = (
        "The official address is invalid: write https://host[:port] in ASCII, host and port at most {limit} characters "
        "together. Correct CERT_ADDRESS."
    )


# Key sets and signers.


class InvalidKeySet(SigningError):
    """A JWK set that cannot be trusted as written; all problems are listed."""

    zh = "公钥集无效，未采用其中任何密钥。请更正：\n{problems_zh}"
    en = "The key set is invalid and none of its keys is used. Correct:\n{problems_en}"

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__(
            problems_zh="\n".join(f"  - {zh}" for zh, _ in problems),
            problems_en="\n".join(f"  - {en}" for _, en in problems),
        )


class KeyNotActive(SigningError):
    """A retired or withdrawn key is asked to sign."""

    zh = "密钥 {kid} 已停用，不能再签发。请先新建密钥：python -m signing new-key"
    en = "Key {kid} no longer signs. Make a new one first: python -m signing new-key"


class SignerFault(SigningError):
    """A signer returned something that is not a 64-byte low-S signature."""

    zh = "密钥 {kid} 的签名设备返回了无效的签名，未签发任何代码。请检查该设备及其驱动。"
    en = "The signer of key {kid} returned an invalid signature; nothing was issued. Check that device and its driver."


class MoveNotAllowed(SigningError):
    """A key's state cannot change that way."""

    zh = "密钥 {kid} 的状态不能由 {old} 改为 {new}。允许：active→retired→withdrawn，active→withdrawn。"
    en = "Key {kid} cannot go from {old} to {new}. Allowed: active→retired→withdrawn, active→withdrawn."


class InvalidKeyDetail(SigningError):
    """An issuer id or withdrawal time that a key cannot carry."""

    zh = "密钥的 {member} 无效：{rule_zh}。请更正后重试。"
    en = "The key's {member} is invalid: {rule_en}. Correct it and try again."


# The key store.


class KeyStoreError(SigningError):
    """Base: the directory of private keys is not usable as it is."""


class KeyStoreMissing(KeyStoreError):
    """The directory does not exist."""

    zh = "密钥库 {path} 不存在。请检查 CERT_KEYSTORE，或先新建密钥：python -m signing new-key"
    en = "There is no key store at {path}. Check CERT_KEYSTORE, or make a key first: python -m signing new-key"


class DirectoryTooOpen(KeyStoreError):
    """Others than the owner may enter the directory."""

    zh = "其他用户可以访问密钥库 {path}（权限 {mode}）。请运行：chmod 700 {path}"
    en = "Other users can reach the key store {path} (mode {mode}). Run: chmod 700 {path}"


class FileTooOpen(KeyStoreError):
    """Others than the owner may read or write a secret file."""

    zh = "其他用户可以访问 {path}（权限 {mode}）。请运行：chmod 600 {path}"
    en = "Other users can reach {path} (mode {mode}). Run: chmod 600 {path}"


class NotARegularFile(KeyStoreError):
    """A symbolic link, directory or device stands where a secret file should."""

    zh = "{path} 不是普通文件（可能是符号链接）。请把文件本身放到该位置。"
    en = "{path} is not a regular file (perhaps a symbolic link). Put the file itself there."


class KeyFileMissing(KeyStoreError):
    """The private half of a listed key is not there."""

    zh = "缺少密钥 {kid} 的私钥文件 {path}。请从备份恢复，或新建密钥：python -m signing new-key"
    en = "The private key file {path} of key {kid} is missing. Restore a backup, or run: python -m signing new-key"


class KeyFileDamaged(KeyStoreError):
    """A private key file that is not what was written."""

    zh = "密钥文件 {path} 已损坏。请从备份恢复，或新建密钥：python -m signing new-key"
    en = "The key file {path} is damaged. Restore a backup, or make a new key: python -m signing new-key"


class WrongPassphrase(KeyStoreError):
    """The passphrase does not open the private key."""

    zh = "口令不能打开密钥 {kid}。请检查 CERT_PASSPHRASE_FILE 指向的文件。"
    en = "The passphrase does not open key {kid}. Check the file named by CERT_PASSPHRASE_FILE."


class PassphraseMissing(KeyStoreError):
    """No passphrase file, or an empty one."""

    zh = "口令文件 {path} 不存在或为空。可这样新建：(umask 077; head -c 32 /dev/urandom | base64 > {path})"
    en = "The passphrase file {path} is missing or empty. Run: (umask 077; head -c 32 /dev/urandom | base64 > {path})"


class PassphraseTooShort(KeyStoreError):
    """A passphrase that could be guessed: the encryption of key files slows guessing only a little."""

    zh = "口令文件 {path} 中的口令太短，至少需要 {least} 个字节。请为新密钥库换用更长的随机口令。"
    en = "The passphrase in {path} is too short: at least {least} bytes. Use a longer random one for a new key store."


class KeyIdTaken(KeyStoreError):
    """A new key has the 4-byte id of an existing one."""

    zh = "新密钥的编号 {kid} 已被占用，没有保存。请再运行一次。"
    en = "The new key's id {kid} is already taken; it was not saved. Run the command again."


class NoActiveKey(KeyStoreError):
    """The issuer has no active key for this purpose."""

    zh = (
        "机构 {issuer} 没有用于 {purpose} 的有效密钥。请新建："
        "python -m signing new-key --issuer {issuer} --purpose {purpose}"
    )
    en = (
        "Authority {issuer} has no active key for {purpose}. Make one: "
        "python -m signing new-key --issuer {issuer} --purpose {purpose}"
    )
