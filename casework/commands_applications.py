"""The operators' commands for applications: issuing what was approved, sending notices, removing files left behind."""

from __future__ import annotations

import os

import click
from sqlalchemy.orm import Session

from casework.applications.attachments import AttachmentStore, purge_files
from casework.issuing import Report, issue_approved
from casework.mail import Mailer, send_waiting
from messages.command_line import echo_json
from registry.database import spoken_faults
from registry.desk import Desk, actor_option, issuer_option, json_option, pass_desk
from registry.errors import NothingToDo
from registry.sealing import load_vault
from signing.claims import Kind
from signing.keys import Purpose, Signer

_PURPOSES = {purpose.kind: purpose for purpose in Purpose if purpose.kind is not None}


@click.command("issue-approved")
@issuer_option
@click.option(
    "--limit", type=click.IntRange(1), default=None, help="最多办理多少份申请。 At most so many applications."
)
@actor_option
@json_option
@pass_desk
def issue(desk: Desk, *, issuer: str, limit: int | None, actor: str, as_json: bool) -> None:
    """为已批准的申请发证、出具认定书，并撤销经查实的证书。 Issue the papers of approved applications."""

    def signer_for(kind: Kind) -> Signer:
        return desk.signer(issuer, _PURPOSES[kind])

    report = issue_approved(
        desk.engine,
        issuer,
        store=_store(desk),
        signer_for=signer_for,
        actor=actor,
        now=desk.now,
        random_bytes=os.urandom,
        limit=limit,
    )
    if as_json:
        return echo_json(_plain(report))
    for problem in report.problems:
        click.secho(f"{problem.reference}：{problem.zh}\n{problem.reference}: {problem.en}", fg="yellow", err=True)
    if not (report.applications or report.revoked or report.problems):
        raise NothingToDo(what_zh="没有已批准待发证的申请。", what_en="No approved application waits to be issued.")
    click.echo(f"已办理 {report.applications} 份申请，发证 {report.papers} 份，撤销 {report.revoked} 份。")
    click.echo(f"{report.applications} applications, {report.papers} papers issued, {report.revoked} revoked.")
    return None


def _plain(report: Report) -> dict[str, object]:
    return {
        "applications": report.applications,
        "papers": report.papers,
        "revoked": report.revoked,
        "problems": [{"case": each.reference, "zh": each.zh, "en": each.en} for each in report.problems],
    }


@click.command("send-mail")
@json_option
@pass_desk
def send_mail(desk: Desk, *, as_json: bool) -> None:
    """发出等待的邮件通知（需设置 CERT_SMTP）；每几分钟运行一次。 Send the e-mail notices that wait."""
    mailer = Mailer.of(desk.settings)
    if mailer is None:
        raise NothingToDo(what_zh="没有设置 CERT_SMTP，不发邮件。", what_en="CERT_SMTP is not set; no mail is sent.")
    report = send_waiting(desk.engine, mailer, address=desk.settings.address, now=desk.now)
    if as_json:
        return echo_json({"sent": report.sent, "failed": report.failed})
    click.echo(f"已发出 {report.sent} 封，未成 {report.failed} 封。 Sent {report.sent}, failed {report.failed}.")
    return None


def _store(desk: Desk) -> AttachmentStore:
    return AttachmentStore(desk.settings.attachments, load_vault(desk.settings.identity_key_file))


def purge_attachments(desk: Desk) -> int:
    """Remove attachments that no application names any more; returns how many."""
    if not desk.settings.attachments.is_dir():
        return 0
    store = _store(desk)
    with spoken_faults(), Session(desk.reader) as session:
        return purge_files(session, store, now=desk.now)


COMMANDS = (issue, send_mail)
"""What `python -m casework` registers."""
