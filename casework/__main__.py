"""The operators' commands for the units' desk: `python -m casework --help`.

They run beside the keys, never in the public process. Each change is one transaction; a fault leaves nothing
half-written.
"""

from __future__ import annotations

import os

import click

from casework import commands_accounts, commands_applications
from messages.command_line import SpokenGroup
from registry.database import open_registry, require_current_schema
from registry.desk import Desk
from registry.settings import Settings


@click.group(cls=SpokenGroup)
@click.pass_context
def main(context: click.Context) -> None:
    """单位工作台：单位、人员、邀请、审计、办理。 The units' desk: organisations, people, invitations, audit, cases."""
    settings = Settings.from_environment(os.environ)
    database = settings.database
    context.obj = Desk(settings, open_registry(database), open_registry(database, read_only=True))
    for engine in (context.obj.engine, context.obj.reader):
        context.call_on_close(engine.dispose)
    require_current_schema(context.obj.reader)


for command in (*commands_accounts.COMMANDS, *commands_applications.COMMANDS):
    main.add_command(command)


if __name__ == "__main__":
    main(prog_name="python -m casework")
