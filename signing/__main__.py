"""The operators' commands for keys and codes: `python -m signing --help`.

Exit codes: 0 done, or genuine and (where a status list is given) in force; `verify` has two more: 1 not confirmed as
genuine, or no longer in force, 3 genuine but open whether in force: the status list does not say, or the code is a
receipt's, which never says it; 2 the command could not be carried out.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from messages.command_line import SpokenGroup, echo_json
from signing.address import Address
from signing.claims import Claims, Kind
from signing.codes import SignedCode, read_unverified
from signing.errors import BadSignature, ForeignAddress, MalformedCode, SigningError, UnknownKey, UntrustedKey
from signing.keys import Algorithm, KeySet, PublicKey, Purpose, key_members, read_moment
from signing.keystore import KeyStore
from signing.private_files import PUBLIC, read_passphrase, write_whole
from signing.receipt_words import NOT_TODAY_EN, NOT_TODAY_ZH, in_words, stated
from signing.receipts import SignedReceipt, open_any
from signing.status_list import MAX_TOKEN, Stand, Standing, standing_of

ALGORITHMS = {algorithm.jose_name: algorithm for algorithm in Algorithm}

keystore_option = click.option(
    "--keystore",
    "directory",
    envvar="CERT_KEYSTORE",
    default="var/private/keys",
    show_default=True,
    type=click.Path(path_type=Path),
    help="私钥目录。 Directory of private keys.",
)
passphrase_option = click.option(
    "--passphrase-file",
    envvar="CERT_PASSPHRASE_FILE",
    default="var/private/passphrase",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="口令文件（权限 0600）。 File with the passphrase (mode 0600).",
)
keys_option = click.option(
    "--keys",
    "keys_file",
    envvar="CERT_KEYS_FILE",
    default="var/public/certificate-keys.json",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="公钥集（JWK 集）。 The public key set (JWK set).",
)
address_option = click.option(
    "--address",
    envvar="CERT_ADDRESS",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="官方网址。 The official address.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。 Print one line of JSON.")


class KeyId(click.ParamType[bytes]):
    """Eight hex digits that name a key."""

    name = "kid"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> bytes:
        """The 4 bytes."""
        try:
            kid = bytes.fromhex(value)
        except ValueError:
            kid = b""
        if len(kid) != 4:
            self.fail("应为 8 位十六进制密钥编号。 Write a key id of 8 hex digits.", param, ctx)
        return kid


class Moment(click.ParamType[datetime]):
    """A moment with an offset from UTC."""

    name = "datetime"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment in UTC."""
        try:
            return read_moment(value)
        except ValueError:
            self.fail(
                "时间应写作 2026-11-21T00:00:00+08:00。 Write the time like 2026-11-21T00:00:00+08:00.", param, ctx
            )


@click.group(cls=SpokenGroup)
def main() -> None:
    """密钥与证书代码。 Keys, and the codes that they sign."""


@main.command("new-key")
@keystore_option
@passphrase_option
@click.option("--issuer", required=True, help="签发机构编号。 Id of the authority that signs.")
@click.option(
    "--purpose",
    type=click.Choice([purpose.value for purpose in Purpose]),
    default=Purpose.CERTIFICATES.value,
    show_default=True,
    help="密钥用途。 What the key may sign.",
)
@click.option(
    "--algorithm",
    type=click.Choice(list(ALGORITHMS)),
    default="ES256",
    show_default=True,
    help="签名算法。 Signature algorithm.",
)
@json_option
def new_key(
    *, directory: Path, passphrase_file: Path, issuer: str, purpose: str, algorithm: str, as_json: bool
) -> None:
    """新建签发密钥。 Make a new signing key."""
    store = KeyStore(directory, read_passphrase(passphrase_file))
    key = store.create(issuer, Purpose(purpose), ALGORITHMS[algorithm])
    _tell(key, as_json, "已新建密钥。使用前请先发布公钥集。", "New key made. Publish the key set before it is used.")


@main.command("keys")
@keystore_option
@click.option(
    "--publish",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写出公钥集。 Write the public key set to this file.",
)
@json_option
def list_keys(directory: Path, publish: Path | None, as_json: bool) -> None:
    """列出密钥，或写出公钥集。 List the keys, or write the public key set."""
    # Public halves only: no passphrase is asked for.
    keys = KeyStore(directory, b"").key_set()
    if publish is not None:
        publish.parent.mkdir(parents=True, exist_ok=True)
        write_whole(publish, keys.to_jwks().encode(), PUBLIC)
    if as_json:
        echo_json([key_members(key) for key in keys])
        return
    for key in keys:
        click.echo(_line(key))
    if publish is not None:
        click.echo(f"公钥集已写入 {publish}。\nThe key set is written to {publish}.")


@main.command()
@click.argument("kid", type=KeyId())
@keystore_option
@json_option
def retire(kid: bytes, directory: Path, as_json: bool) -> None:
    """停用密钥，不再签发。 Retire a key: it signs no more."""
    key = KeyStore(directory, b"").retire(kid)
    _tell(key, as_json, "密钥已停用。请重新发布公钥集。", "Key retired. Publish the key set again.")


@main.command()
@click.argument("kid", type=KeyId())
@click.option(
    "--from",
    "moment",
    required=True,
    type=Moment(),
    help="自此时起所签均不可信。 Nothing signed from then on is trusted.",
)
@keystore_option
@json_option
def withdraw(kid: bytes, moment: datetime, directory: Path, as_json: bool) -> None:
    """自某时起不再信任密钥。 Trust a key no longer from a moment on."""
    key = KeyStore(directory, b"").withdraw(kid, moment)
    _tell(key, as_json, "密钥已停止信任。请立即重新发布公钥集。", "Key withdrawn. Publish the key set again at once.")


@main.command()
@click.argument("code")
@address_option
@json_option
def inspect(code: str, address: str, as_json: bool) -> None:
    """查看代码内容，不核验。 Show a code unverified; "-" reads stdin."""
    unverified = read_unverified(Address.parse(address).code_in(_given(code)))
    if as_json:
        header = {"algorithm": unverified.algorithm, "kid": unverified.kid.hex()}
        echo_json({"verified": False, **header, "claims": claims_as_json(unverified.claims)})
        return
    click.echo("未核验：以下内容任何人都可以编造。\nUNVERIFIED: anybody could have written this.")
    _print_claims(unverified.claims)
    click.echo(f"密钥 key: {unverified.kid.hex()}")


@main.command()
@click.argument("code")
@keys_option
@click.option(
    "--status",
    "status_path",
    type=click.Path(exists=True, path_type=Path),
    help="状态表文件，或存放状态表的目录。 A status list, or the directory of them.",
)
@address_option
@json_option
@click.pass_context
def verify(
    context: click.Context, *, code: str, keys_file: Path, status_path: Path | None, address: str, as_json: bool
) -> None:
    """离线核验代码。 Verify a code offline; "-" reads stdin."""
    keys = KeySet.from_jwks(keys_file.read_text(encoding="utf-8", errors="replace"))
    official = Address.parse(address)
    try:
        signed = open_any(official.code_in(_given(code)), keys)
    except (MalformedCode, BadSignature, UnknownKey, UntrustedKey, ForeignAddress) as fault:
        _print_fault(fault, as_json)
        context.exit(1)
    if isinstance(signed, SignedReceipt):
        _tell_receipt(signed, as_json, now=datetime.now(UTC))
        context.exit(EXIT_CODES[Standing.STATUS_UNKNOWN])
    stand = None
    if status_path is not None:
        token = _token(status_path, signed.claims.status.list_id)
        stand = standing_of(signed.claims, token, keys, address=official, now=datetime.now(UTC))
    if as_json:
        _echo_genuine(signed, stand)
    else:
        click.echo(_standing_in_words(stand))
        _print_claims(signed.claims)
        click.echo(f"密钥 key: {_line(signed.key)}")
    context.exit(EXIT_CODES[stand.standing] if stand else 0)


EXIT_CODES = {Standing.IN_FORCE: 0, Standing.NOT_IN_FORCE: 1, Standing.STATUS_UNKNOWN: 3}


def _token(path: Path, list_id: int) -> bytes | None:
    """The status list at a path; where that is a directory, the file of this number if there is one."""
    file = path / f"{list_id}.cwt" if path.is_dir() else path
    if not file.exists():
        return None
    with file.open("rb") as opened:
        return opened.read(MAX_TOKEN + 1)


def _echo_genuine(signed: SignedCode, stand: Stand | None) -> None:
    answer = {"genuine": True, "kid": signed.key.kid.hex(), "issuer": signed.key.issuer, "digest": signed.digest.hex()}
    if stand is not None:
        answer["standing"] = stand.standing.value
        answer |= {"as_of": stand.as_of.strftime("%Y-%m-%dT%H:%M:%SZ")} if stand.as_of else {}
        answer |= (
            {"why": type(stand.why).__name__, "zh": stand.why.say("zh"), "en": stand.why.say("en")} if stand.why else {}
        )
    echo_json({**answer, "claims": claims_as_json(signed.claims)})


def _tell_receipt(signed: SignedReceipt, as_json: bool, *, now: datetime) -> None:
    """What a receipt states of its day. Of today it says nothing, whether a status list is given or not."""
    expired = signed.receipt.expired(now)
    if as_json:
        answer = {"genuine": True, "kid": signed.key.kid.hex(), "issuer": signed.key.issuer}
        open_today = {"standing": Standing.STATUS_UNKNOWN.value, "zh": NOT_TODAY_ZH, "en": NOT_TODAY_EN}
        echo_json({**answer, **open_today, "receipt": stated(signed, expired=expired)})
        return
    click.echo(f"真实的核验回执：签名有效。\n{NOT_TODAY_ZH}\nA genuine verification receipt.\n{NOT_TODAY_EN}")
    for line in in_words(signed, expired=expired):
        click.echo(line)
    click.echo(f"密钥 key: {_line(signed.key)}")


def _standing_in_words(stand: Stand | None) -> str:
    if stand is None:
        return (
            "真实：签名有效。是否仍有效力请查登记库。\n"
            "Genuine: the signature holds. Ask the registry if it is in force."
        )
    if stand.why is not None:
        return (
            f"真实：签名有效；现在是否有效，无法断定。\n{stand.why.say('zh')}\n"
            f"Genuine, but whether it is in force is not known (status_unknown).\n{stand.why.say('en')}"
        )
    moment = stand.as_of.strftime("%Y-%m-%dT%H:%M:%SZ") if stand.as_of else ""
    if stand.standing is Standing.IN_FORCE:
        return f"真实；截至 {moment} 有效。\nGenuine; in force as of {moment}."
    return (
        f"签名真实，但截至 {moment}，该证书已不再有效（已被取代、撤销或更正）。详情请联网核验。\n"
        f"The signature is genuine, but as of {moment} this certificate is no longer in force as printed "
        "(replaced, revoked or corrected). Check online for what happened."
    )


def claims_as_json(claims: Claims) -> dict[str, Any]:
    """Claims in plain JSON values: numbers as in the format, dates as ISO 8601."""
    return {
        "kind": int(claims.kind),
        "number": claims.number,
        "name": claims.name,
        "title": claims.title,
        "level": int(claims.level),
        "specialty": claims.specialty,
        "approved_on": claims.approved_on.isoformat(),
        "issued_on": claims.issued_on.isoformat(),
        "signed_at": claims.signed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "status": [claims.status.list_id, claims.status.index],
    }


def _given(code: str) -> str:
    return sys.stdin.read() if code == "-" else code


def _print_claims(claims: Claims) -> None:
    number = "证书号 number" if claims.kind is Kind.CERTIFICATE else "认定书号 number"
    rows = (
        ("种类 kind", f"{claims.kind.zh} {claims.kind.en}"),
        (number, claims.number),
        ("姓名 name", claims.name),
        ("资格名称 title", claims.title),
        ("级别 level", f"{claims.level.zh} {claims.level.en}"),
        ("专业 specialty", claims.specialty),
        ("批准日期 approved", claims.approved_on.isoformat()),
        ("发证日期 issued", claims.issued_on.isoformat()),
        ("签名时间 signed", claims.signed_at.isoformat()),
        ("状态位置 status", f"{claims.status.list_id}/{claims.status.index}"),
    )
    for label, value in rows:
        click.echo(f"{label}: {value}")


def _print_fault(fault: SigningError, as_json: bool) -> None:
    if as_json:
        echo_json({"genuine": False, "error": type(fault).__name__, "zh": fault.say("zh"), "en": fault.say("en")})
        return
    if isinstance(fault, MalformedCode | ForeignAddress):
        heading = "不是证书代码。 Not a certificate's code."
    elif isinstance(fault, UnknownKey):
        heading = "无法确认。 Cannot be confirmed."
    else:
        heading = "不真实。 Not genuine."
    click.echo(f"{heading}\n{fault.say('zh')}\n{fault.say('en')}")


def _tell(key: PublicKey, as_json: bool, zh: str, en: str) -> None:
    if as_json:
        echo_json(key_members(key))
    else:
        click.echo(f"{zh}\n{en}\n{_line(key)}")


def _line(key: PublicKey) -> str:
    members = key_members(key)
    shown = (members["kid"], members["alg"], members["purpose"], members["issuer"], members["state"])
    return "  ".join((*shown, members.get("withdrawn_from", ""))).rstrip()


if __name__ == "__main__":
    main(prog_name="python -m signing")
