"""What all command lines share: an error becomes two sentences and exit code 2, never a traceback.

@click.group(cls=SpokenGroup)
def main() -> None: ...
"""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from typing import Any

import click

from messages import SpokenError

DISK_SENTENCES = {
    errno.ENOSPC: (
        "磁盘已满，没有写入任何不完整的内容。请腾出空间后重新运行。",
        "The disk is full; nothing was left half-written. Free some space and run the command again.",
    ),
    errno.EROFS: (
        "磁盘是只读的。请换一个可写的位置，或重新挂载为可写。",
        "The disk is read-only. Choose a writable place, or remount it writable.",
    ),
    errno.EACCES: (
        "没有访问 {path} 的权限。请检查该路径的属主和权限。",
        "No permission for {path}. Check that path's owner and mode.",
    ),
    errno.ENOENT: (
        "找不到 {path}。请检查路径。",
        "{path} does not exist. Check the path.",
    ),
}


class SpokenGroup(click.Group):
    """A click group whose commands end known errors in words: Chinese first, then English, exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print a `SpokenError` or a disk's refusal as sentences."""
        return _spoken(lambda: super(SpokenGroup, self).invoke(ctx))


def _spoken(run: Callable[[], Any]) -> Any:
    try:
        return run()
    except SpokenError as error:
        _stop(error.say("zh"), error.say("en"))
    except OSError as error:
        known = DISK_SENTENCES.get(error.errno or 0)
        if known is None:
            raise
        path = error.filename or "?"
        _stop(*(sentence.format(path=path) for sentence in known))


def _stop(zh: str, en: str) -> None:
    click.secho(f"错误：{zh}", fg="red", err=True)
    click.echo(f"Error: {en}", err=True)
    raise click.exceptions.Exit(2)


def echo_json(result: object) -> None:
    """Print one result as one line of JSON, Chinese left readable."""
    click.echo(json.dumps(result, ensure_ascii=False))
