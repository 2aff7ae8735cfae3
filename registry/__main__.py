"""The operators' commands of the registry: `python -m registry --help`.

They run beside the keys, never in the public process. Each change is one transaction with its event; a fault leaves
nothing half-written.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.certificate import Layout, typeset
from documents.fonts import find_fonts
from messages.command_line import SpokenGroup, echo_json
from registry import changes, history, importing, issuing, numbering, printing, publishing
from registry.authorities import authority, jurisdiction
from registry.database import migrate, open_registry, require_current_schema, spoken_faults, writing
from registry.desk import Desk, actor_option, issuer_option, json_option, named_issuer, pass_desk, progress_bar
from registry.errors import NothingToDo
from registry.files import replace_file
from registry.models import Authority, Segment
from registry.sealing import create_key_file, load_vault
from registry.settings import Settings
from registry.words import ALLOWED_REASONS, Move, Reason, Route
from signing.address import Address

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group(cls=SpokenGroup)
@click.pass_context
def main(context: click.Context) -> None:
    """登记库：导入、签发、打印、补发、撤销、更正。 The registry: import, issue, print, replace, revoke, correct."""
    settings = Settings.from_environment(os.environ)
    database = settings.database
    context.obj = Desk(settings, open_registry(database), open_registry(database, read_only=True))
    for engine in (context.obj.engine, context.obj.reader):
        context.call_on_close(engine.dispose)
    if context.invoked_subcommand != "init":
        require_current_schema(context.obj.reader)


@main.command()
@pass_desk
def init(desk: Desk) -> None:
    """建立或升级登记库，并生成身份证号密钥。 Make or upgrade the registry, and make the identity key."""
    path = desk.engine.url.database
    if desk.engine.url.get_backend_name() == "sqlite" and path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    migrate(desk.engine)
    key_file = desk.settings.identity_key_file
    if not key_file.exists():
        key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        create_key_file(key_file, os.urandom(32))
        click.echo(f"已生成身份证号密钥，请妥善备份：{key_file}\nIdentity key made; back it up: {key_file}")
    click.echo("登记库已就绪。\nThe registry is ready.")


@main.command()
@json_option
@pass_desk
def authorities(desk: Desk, as_json: bool) -> None:
    """列出机构及其号段余量。 List authorities and how many numbers each has left."""
    with spoken_faults(), Session(desk.reader) as session:
        rows = [_authority_row(session, each) for each in session.scalars(select(Authority).order_by(Authority.id))]
    if as_json:
        return echo_json(rows)
    for row in rows:
        click.echo(f"{row['id']:<28}{row['region']}  {row['name']}（{row['kind']}）剩余号码 {row['numbers_left']}")
    return None


def _authority_row(session: Session, each: Authority) -> dict[str, Any]:
    segments = session.scalars(select(Segment).where(Segment.issuer_id == each.id)).all()
    left = sum(segment.last - segment.next + 1 for segment in segments)
    return {"id": each.id, "name": each.name, "kind": each.kind, "region": each.region, "numbers_left": left}


@main.command("add-authority")
@click.argument("id_")
@click.option("--name", required=True, help="中文名称。 Name in Chinese.")
@click.option("--name-en", required=True, help="英文名称。 Name in English.")
@click.option("--kind", required=True, help="机构类别，见辖权表。 A kind of the jurisdiction table.")
@click.option("--region", required=True, help="六位行政区划代码。 Six-digit region code.")
@click.option(
    "--jurisdiction", "table", default="hubei-2013-80", show_default=True, help="辖权表。 Jurisdiction table."
)
@pass_desk
def add_authority(desk: Desk, *, id_: str, name: str, name_en: str, kind: str, region: str, table: str) -> None:
    """添加一个机构。 Add an authority."""
    kinds = jurisdiction(table).kinds
    if kind not in kinds:
        raise click.BadParameter(f"可用：{'、'.join(kinds)}", param_hint="--kind")
    with writing(desk.engine) as session:
        session.add(Authority(id=id_, name=name, name_en=name_en, kind=kind, region=region, jurisdiction=table))
    click.echo(f"已添加 {id_}。 Added.")


@main.command()
@issuer_option
@click.option("--granter", required=True, help="授予机构。 The authority that grants.")
@click.option("--first", required=True, help="首号。 First number.")
@click.option("--last", required=True, help="末号。 Last number.")
@pass_desk
def grant(desk: Desk, issuer: str, granter: str, first: str, last: str) -> None:
    """授予号段。 Grant a number segment."""
    with writing(desk.engine) as session:
        bodies = {"issuer": authority(session, issuer), "granter": authority(session, granter)}
        numbering.grant_segment(session, **bodies, first=first, last=last, now=desk.now)
    click.echo(f"已授予 {issuer}：{first}–{last}。 Granted.")


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--authority", "authority_id", required=True, help="公布名单的机构。 Whose list it is.")
@click.option("--issued", is_flag=True, help="名单是已发的纸质证书。 The list is of papers issued already.")
@click.option(
    "--route",
    type=click.Choice([each.value for each in Route]),
    default="evaluation",
    show_default=True,
    help="取得方式。 Route.",
)
@click.option(
    "--photos", type=click.Path(path_type=Path, exists=True, file_okay=False), help="照片目录。 Photo folder."
)
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="报告语言。 Report language."
)
@actor_option
@json_option
@pass_desk
def import_list(
    desk: Desk,
    *,
    file: Path,
    authority_id: str,
    issued: bool,
    route: str,
    photos: Path | None,
    lang: importing.Language,
    actor: str,
    as_json: bool,
) -> None:
    """导入获批名单（XLSX 或 CSV）：全部成功或一行不写。 Import an approved list: all of it or nothing."""
    if issued and photos:
        raise click.UsageError("照片只随获批名单导入，不能与 --issued 同用。 Photos go with approved lists only.")
    vault = load_vault(desk.settings.identity_key_file)
    take = importing.import_issued if issued else importing.import_approved
    with progress_bar("导入 importing") as progress, writing(desk.engine) as session:
        report = take(
            session,
            file,
            authority=authority(session, authority_id),
            vault=vault,
            default_route=Route(route),
            actor=actor,
            now=desk.now,
            random_bytes=os.urandom,
            progress=progress,
            photos=photos,
        )
        if not report.accepted:
            session.rollback()
    if as_json:
        echo_json(report.as_dict())
    else:
        click.echo(report.as_text(lang))
    if not report.accepted:
        raise click.exceptions.Exit(1)


@main.command()
@issuer_option
@click.option("--limit", type=click.IntRange(1), default=None, help="最多签发多少份。 At most this many.")
@click.option(
    "--batch", type=click.IntRange(1, 5000), default=500, show_default=True, help="每个事务的份数。 Per commit."
)
@actor_option
@json_option
@pass_desk
def issue(desk: Desk, *, issuer: str, limit: int | None, batch: int, actor: str, as_json: bool) -> None:
    """为获批人员编号、签名、发证。 Number, sign and issue certificates for approved people."""
    signer, done = desk.signer(issuer), 0
    with progress_bar("签发 issuing") as progress:
        while limit is None or done < limit:
            size = batch if limit is None else min(batch, limit - done)
            with writing(desk.engine) as session:
                body = authority(session, issuer)
                ids = issuing.issue(
                    session,
                    issuer=body,
                    signer=signer,
                    limit=size,
                    actor=actor,
                    now=desk.now,
                    random_bytes=os.urandom,
                )
            if not ids:
                break
            done += len(ids)
            progress(done, limit)
    if as_json:
        return echo_json({"issued": done})
    if not done:
        raise NothingToDo(
            what_zh="没有待签发的人员。请先导入获批名单。", what_en="Nobody awaits a certificate. Import a list."
        )
    return click.echo(
        f"已签发 {done} 份。下一步：python -m registry print --issuer {issuer} --out 文件.pdf\nIssued {done}."
    )


@main.command("print")
@issuer_option
@click.option("--printer", default=None, help="印制机关，默认为发证机关。 Who prints; the issuer by default.")
@click.option("--number", "numbers", multiple=True, help="只打印这些编号。 Only these numbers.")
@click.option(
    "--limit", type=click.IntRange(1, 2000), default=2000, show_default=True, help="一个文件的份数。 Per file."
)
@click.option(
    "--layout",
    type=click.Choice([each.value for each in Layout]),
    default="a4-two-up",
    show_default=True,
    help="版式。 Layout.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="PDF 文件。 The PDF file.")
@actor_option
@json_option
@pass_desk
def print_sheets(
    desk: Desk,
    *,
    issuer: str,
    printer: str | None,
    numbers: tuple[str, ...],
    limit: int,
    layout: str,
    out: Path,
    actor: str,
    as_json: bool,
) -> None:
    """打印尚未打印的证书，或指定编号的证书。 Print certificates not printed yet, or those of given numbers."""
    address = Address.parse(desk.settings.address)
    fonts = find_fonts([desk.settings.fonts] if desk.settings.fonts else [])
    # Typesetting takes a while, so nothing is locked meanwhile.
    with spoken_faults(), Session(desk.reader) as session:
        body = authority(session, issuer)
        found = printing.printable(session, body, numbers, limit)
        printing.require_printer(session, authority(session, printer or issuer), body, found)
        pages = printing.sheets(session, body, found, address)
        ids = [certificate.id for certificate in found]
    with progress_bar("打印 printing") as progress:
        mark = desk.settings.demonstration
        count = len(pages)
        pdf = typeset(pages, Layout(layout), fonts, demonstration=mark, progress=lambda done: progress(done, count))
    with writing(desk.engine) as session:
        printing.record_print(session, ids, actor=actor, now=desk.now)
        session.flush()
        replace_file(out, pdf)
    result = {"printed": len(pages), "file": str(out)}
    return echo_json(result) if as_json else click.echo(f"已打印 {len(pages)} 份：{out}\nPrinted {len(pages)}.")


@main.command()
@click.argument("number")
@named_issuer
@json_option
@pass_desk
def show(desk: Desk, number: str, issuer: str | None, as_json: bool) -> None:
    """显示一份证书及其经过。 Show a certificate and its history."""
    with spoken_faults(), Session(desk.reader) as session:
        story = history.story(session, changes.find_certificate(session, number, issuer, lock=False))
    return echo_json(story) if as_json else click.echo(history.as_text(story))


def _reason(move: Move) -> Callable[[Command], Command]:
    """The reasons that this change may have, as an option."""
    words = [each.value for each in Reason if each in ALLOWED_REASONS[move]]
    return click.option("--reason", type=click.Choice(words), required=True, help=f"{move.zh}原因。 Why.")


@main.command()
@click.argument("number")
@named_issuer
@_reason(Move.REPLACE)
@actor_option
@json_option
@pass_desk
def replace(desk: Desk, *, number: str, issuer: str | None, reason: str, actor: str, as_json: bool) -> None:
    """补发：签发新证书，旧证书即刻作废。 Issue a successor; the old certificate is replaced at once."""
    with writing(desk.engine) as session:
        old = changes.find_certificate(session, number, issuer)
        successor = changes.replace(
            session,
            old,
            reason=Reason(reason),
            signer=desk.signer(old.issuer_id),
            actor=actor,
            now=desk.now,
            random_bytes=os.urandom,
        )
        result = {"replaced": number, "new_number": successor.number}
    return echo_json(result) if as_json else click.echo(f"新编号 {result['new_number']}。 The new number.")


@main.command()
@click.argument("number")
@named_issuer
@_reason(Move.REVOKE)
@actor_option
@json_option
@pass_desk
def revoke(desk: Desk, *, number: str, issuer: str | None, reason: str, actor: str, as_json: bool) -> None:
    """撤销证书。 Revoke a certificate."""
    with writing(desk.engine) as session:
        certificate = changes.find_certificate(session, number, issuer)
        changes.revoke(session, certificate, reason=Reason(reason), actor=actor, now=desk.now)
    return echo_json({"revoked": number}) if as_json else click.echo(f"已撤销 {number}。 Revoked.")


@main.command()
@click.argument("number")
@named_issuer
@click.option("--field", type=click.Choice(changes.CORRECTABLE), required=True, help="更正的栏目。 The printed field.")
@click.option("--value", required=True, help="正确内容。 The right text.")
@_reason(Move.CORRECT)
@actor_option
@json_option
@pass_desk
def correct(
    desk: Desk, *, number: str, issuer: str | None, field: str, value: str, reason: str, actor: str, as_json: bool
) -> None:
    """更正一个栏目并重新签码，旧纸显示“已更正”。 Correct one field and sign a new code."""
    with writing(desk.engine) as session:
        certificate = changes.find_certificate(session, number, issuer)
        changes.correct(
            session,
            certificate,
            field=field,
            value=value,
            reason=Reason(reason),
            signer=desk.signer(certificate.issuer_id),
            actor=actor,
            now=desk.now,
            random_bytes=os.urandom,
        )
    return echo_json({"corrected": number}) if as_json else click.echo(f"已更正 {number}。 Corrected.")


@main.command("sign-old")
@click.argument("numbers", nargs=-1, required=True)
@named_issuer
@actor_option
@pass_desk
def sign_old(desk: Desk, numbers: tuple[str, ...], issuer: str | None, actor: str) -> None:
    """为旧纸质证书补签二维码，以便重印。 Sign codes for old papers, to print them again."""
    with writing(desk.engine) as session:
        for number in numbers:
            certificate = changes.find_certificate(session, number, issuer)
            signer = desk.signer(certificate.issuer_id)
            changes.sign_old_paper(session, certificate, signer=signer, actor=actor, now=desk.now)
    click.echo(f"已补签 {len(numbers)} 份。 Signed {len(numbers)}.")


@main.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@json_option
@pass_desk
def publish(desk: Desk, directory: Path, as_json: bool) -> None:
    """写出公钥集和状态表（静态文件）。 Write the public keys and status lists as static files."""
    address, now = Address.parse(desk.settings.address), desk.now
    with spoken_faults():
        written = publishing.publish(
            desk.reader, directory, keys=desk.published_keys(), signer=desk.list_signer(), address=address, now=now
        )
    if as_json:
        files = [str(path) for path in written.files]
        return echo_json({"files": files, "lists": written.lists, "out_of_force": written.out_of_force})
    for path in written.files:
        click.echo(path)
    if not written.lists:
        click.echo("没有写状态表：没有密钥或证书。 No status lists: no key for them, or no certificates.", err=True)
    return None


if __name__ == "__main__":
    main()
