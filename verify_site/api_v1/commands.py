"""The operator's commands for API keys: `python -m verify_site keys new|list|revoke`."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from messages.command_line import SpokenGroup, echo_json
from registry.database import spoken_faults, writing
from verify_site.api_v1.keys import PER_DAY, PER_MINUTE, add_key, new_key, quota, revoke_key
from verify_site.command_line import json_option, opened
from verify_site.models import ApiKey


@click.group(cls=SpokenGroup)
def keys() -> None:
    """接口密钥：新建、列出、停用。 Keys of the API: make, list, revoke."""


@keys.command()
@click.option("--name", required=True, help="发给谁。 Whom it is for.")
@click.option("--per-day", type=click.IntRange(1, 10_000_000), default=PER_DAY, show_default=True, help="每天。 A day.")
@click.option(
    "--per-minute", type=click.IntRange(1, 100_000), default=PER_MINUTE, show_default=True, help="每分钟。 A minute."
)
@json_option
def new(name: str, per_day: int, per_minute: int, as_json: bool) -> None:
    """新建密钥，只显示这一次。 Make a key; it is shown this once."""
    text = new_key(random_bytes=os.urandom)
    with opened() as engine, writing(engine) as session:
        key = add_key(session, text, name=name[:80], per_day=per_day, per_minute=per_minute, now=datetime.now(UTC))
        key_id = key.id
    if as_json:
        return echo_json({"id": key_id, "key": text})
    click.echo(f"密钥 {key_id}，请立即保存，以后不再显示：\nKey {key_id}; keep it now, it is not shown again:\n")
    return click.echo(text)


@keys.command("list")
@json_option
def list_(as_json: bool) -> None:
    """列出密钥和今天用了多少。 List the keys and what they spent today."""
    now = datetime.now(UTC)
    with opened(read_only=True) as engine, spoken_faults(), Session(engine) as session:
        rows = [_row(key, now) for key in session.scalars(select(ApiKey).order_by(ApiKey.id))]
    if as_json:
        return echo_json(rows)
    for row in rows:
        state = f"已停用 revoked {row['revoked_at'][:10]}" if row["revoked_at"] else "有效 in force"
        click.echo(f"{row['id']:>4}  {row['name']}  {row['spent_today']}/{row['per_day']}  {state}")
    return None


@keys.command()
@click.argument("key_id", type=int)
def revoke(key_id: int) -> None:
    """停用密钥，立即生效。 Revoke a key, at once."""
    with opened() as engine, writing(engine) as session:
        revoke_key(session, key_id, now=datetime.now(UTC))
    click.echo(f"密钥 {key_id} 已停用。 Revoked.")


def _row(key: ApiKey, now: datetime) -> dict[str, Any]:
    day = next(window for window in quota(key, now=now).windows if window.name == "day")
    return {
        "id": key.id,
        "name": key.name,
        "per_day": key.per_day,
        "per_minute": key.per_minute,
        "spent_today": day.allowed - day.left,
        "created_at": key.created_at.isoformat(),
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
    }
