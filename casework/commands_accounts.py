"""The operators' commands for accounts: the first organisations, invitations, lost second factors, the audit trail."""

from __future__ import annotations

import os
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts import people as accounts
from casework.accounts import purging
from casework.accounts.invitations import OPEN_FOR, invite_by_operator
from casework.accounts.models import DeskPerson, Organisation
from casework.accounts.organisations import change_organisation, describe, open_organisation
from casework.accounts.trail import read_trail
from casework.accounts.words import Deed, OrganisationKind, Role
from casework.commands_applications import purge_attachments
from casework.prepared.cases import purge as purge_prepared
from messages.command_line import echo_json
from registry.database import spoken_faults, writing
from registry.desk import Desk, json_option, pass_desk

_KINDS = click.Choice([kind.value for kind in OrganisationKind])
_ROLES = click.Choice([role.value for role in Role])
_login = click.argument("login")


@click.command("add-organisation")
@click.option("--name", required=True, help="单位全称。 Full name.")
@click.option("--kind", required=True, type=_KINDS, help="单位类别。 Kind of organisation.")
@click.option("--credit-code", required=True, help="统一社会信用代码。 Unified social credit code.")
@click.option("--region", required=True, help="行政区划代码或市州名称。 Region code, or name of a prefecture.")
@click.option("--authority", "authority_id", help="它行使的登记机构编号。 The registry's authority that it acts as.")
@click.option("--reports-to", type=int, help="上级单位编号。 Number of the organisation above it.")
@click.option("--two-deciders", is_flag=True, help="审批须两人。 A decision takes two people.")
@click.option(
    "--as-printed", is_flag=True, help="信用代码与证照一致，只提醒校验码。 Only warn of a wrong check character."
)
@json_option
@pass_desk
def add_organisation(desk: Desk, /, *, as_json: bool, as_printed: bool, **given: Any) -> None:
    """开通一个单位，通常是第一个主管机关。 Open an organisation, as a rule the first authority."""
    fields = {name: given.pop(name) for name in ("name", "credit_code", "region")}
    described = describe(**fields, kind=OrganisationKind(given.pop("kind")), as_printed=as_printed)
    with writing(desk.engine) as session:
        organisation_id = open_organisation(session, described, **given, now=desk.now).id
    if as_json:
        return echo_json({"organisation": organisation_id, "warnings": [each.en for each in described.warnings]})
    for warning in described.warnings:
        click.secho(f"{warning.sentence('zh')}\n{warning.sentence('en')}", fg="yellow", err=True)
    click.echo(
        f"已开通，单位编号 {organisation_id}。接着邀请管理员：python -m casework invite {organisation_id} --name …"
    )
    click.echo(f"Opened as organisation {organisation_id}. Invite its administrator next.")
    return None


@click.command("change-organisation")
@click.argument("organisation", type=int)
@click.option("--authority", "authority_id", help="它行使的登记机构编号。 The registry's authority that it acts as.")
@click.option("--reports-to", type=int, help="上级单位编号。 Number of the organisation above it.")
@click.option("--two-deciders/--one-decider", default=None, help="审批须两人或一人。 Two people decide, or one.")
@pass_desk
def change(desk: Desk, /, *, organisation: int, **changes: Any) -> None:
    """变更单位的设置，只改给出的项。 Change an organisation's settings: those that are given."""
    with writing(desk.engine) as session:
        change_organisation(session, organisation, **changes, now=desk.now)
    click.echo(f"已变更 {organisation}。 Changed.")


@click.command()
@click.argument("organisation", type=int)
@click.option("--name", "addressee", required=True, help="受邀人姓名。 Name of the person invited.")
@click.option("--role", "roles", multiple=True, type=_ROLES, help="职责，可重复；不给则为首位管理员。 Roles.")
@json_option
@pass_desk
def invite(desk: Desk, *, organisation: int, addressee: str, roles: tuple[str, ...], as_json: bool) -> None:
    """邀请一人进入单位，输出只显示一次的链接。 Invite a person into an organisation; prints a link, once."""
    with writing(desk.engine) as session:
        token = invite_by_operator(
            session,
            organisation,
            addressee=addressee,
            roles=frozenset(map(Role, roles)) or None,
            now=desk.now,
            random_bytes=os.urandom,
        )
    link = f"{desk.settings.address}/desk/invitations/{token}"
    if as_json:
        return echo_json({"link": link, "days": OPEN_FOR.days})
    click.echo(f"请把链接交给本人，{OPEN_FOR.days} 天内有效，只能用一次：")
    click.echo(f"Hand this link to the person; it works once, for {OPEN_FOR.days} days:\n{link}")
    return None


@click.command()
@json_option
@pass_desk
def people(desk: Desk, *, as_json: bool) -> None:
    """列出单位和人员。 List organisations and their people."""
    with spoken_faults(), Session(desk.reader) as session:
        organisations = list(session.scalars(select(Organisation).order_by(Organisation.id)))
        rows = [_organisation_row(each, accounts.people_of(session, each.id)) for each in organisations]
    if as_json:
        return echo_json(rows)
    for row in rows:
        click.echo(f"{row['organisation']:>5}  {row['region']}  {row['name']}（{row['kind']}）{row['credit_code']}")
        for person in row["people"]:
            state = "  已停用 disabled" if person["disabled"] else ""
            click.echo(f"       {person['login']:<32} {person['name']}  {' '.join(person['roles'])}{state}")
    return None


def _organisation_row(each: Organisation, people_: list[DeskPerson]) -> dict[str, Any]:
    return {
        "organisation": each.id,
        "name": each.name,
        "kind": each.kind,
        "region": each.region,
        "credit_code": each.credit_code,
        "authority": each.authority_id,
        "reports_to": each.reports_to,
        "two_deciders": each.two_deciders,
        "people": [_person_row(person) for person in people_],
    }


def _person_row(person: DeskPerson) -> dict[str, Any]:
    return {
        "person": person.id,
        "login": person.login,
        "name": person.name,
        "roles": sorted(person.roles),
        "second_factor": person.totp_sealed is not None,
        "disabled": person.disabled_at is not None,
    }


@click.command()
@_login
@pass_desk
def disable(desk: Desk, login: str) -> None:
    """停用一个账户，立即退出其所有登录。 Disable an account and end its sessions at once."""
    with writing(desk.engine) as session:
        accounts.disable_login(session, login, now=desk.now)
    click.echo("已停用。 Disabled.")


@click.command("reset-second-factor")
@_login
@pass_desk
def reset_second_factor(desk: Desk, login: str) -> None:
    """手机丢失时清除动态口令，下次登录重新设置。 Forget a lost second factor; the next sign-in sets one up."""
    with writing(desk.engine) as session:
        accounts.reset_second_factor(session, login, now=desk.now)
    click.echo("已清除，下次登录时重新设置。 Forgotten; the next sign-in sets up another.")


@click.command()
@click.option("--organisation", type=int, help="只看一个单位。 One organisation only.")
@click.option("--limit", default=100, show_default=True, help="最多多少条。 At most so many.")
@json_option
@pass_desk
def audit(desk: Desk, *, organisation: int | None, limit: int, as_json: bool) -> None:
    """工作台的审计记录，最新的在前。 The desk's audit trail, newest first."""
    with spoken_faults(), Session(desk.reader) as session:
        entries = read_trail(session, organisation_id=organisation, limit=limit)
    if as_json:
        names = ("id", "what", "person_id", "organisation_id", "about")
        return echo_json([{name: getattr(e, name) for name in names} | {"at": e.at.isoformat()} for e in entries])
    words = {deed.value: deed.zh for deed in Deed}
    for entry in entries:
        who = f"{entry.organisation or '操作员'} {entry.person or ''}".strip()
        what = words.get(entry.what, entry.what)
        click.echo(f"{entry.at:%Y-%m-%d %H:%M:%S}Z  {who}  {what}  {entry.about or ''}".rstrip())
    return None


@click.command()
@pass_desk
def purge(desk: Desk) -> None:
    """清除过期的登录、邀请、计数、备办材料和无主附件；每天运行一次。 Remove what has expired; to be run daily."""
    with writing(desk.engine) as session:
        purging.purge(session, now=desk.now)
        purge_prepared(session, desk.now)
    purge_attachments(desk)
    click.echo("已清除过期的内容。 Removed what had expired.")


COMMANDS = (add_organisation, change, invite, people, disable, reset_second_factor, audit, purge)
"""What `python -m casework` registers."""
