"""Start the public site: `python -m verify_site --port 8000`; beside it its commands `keys` and `statistics`.

Everything the site needs is checked first, so that a missing key or a migration not yet run is two sentences and exit
code 2, instead of a server whose workers die. Then granian takes this process's place.
"""

from __future__ import annotations

import os

import click

from messages.command_line import SpokenGroup
from registry.settings import Settings
from verify_site.api_v1.commands import keys
from verify_site.language import spoken
from verify_site.service import open_service
from verify_site.serving import granian
from verify_site.statistics.commands import statistics


@click.group(cls=SpokenGroup, invoke_without_command=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。 Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="监听端口。 Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="进程数，约每核一个。 Processes; about one per core.")
@click.option("--threads", default=4, show_default=True, help="每个进程的线程数。 Threads of each process.")
@click.pass_context
def main(context: click.Context, host: str, port: int, workers: int, threads: int) -> None:
    """检查设置后启动网站。 Check the settings (CERT_… in the environment), then serve the site."""
    if context.invoked_subcommand is not None:
        return
    spoken("en")
    open_service(Settings.from_environment(os.environ)).registry.dispose()
    os.execv(*granian(host, port, workers=workers, threads=threads))  # noqa: S606 - the server takes our place


main.add_command(keys)
main.add_command(statistics)

if __name__ == "__main__":
    main(prog_name="python -m verify_site")
