"""What all command lines share: an error becomes two sentences and exit code 2, never a traceback.

@click.group(cls=SpokenGroup)
def main() -> None: ...
"""

from __future__ import annotations

import errno
import json
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from messages import SpokenError

DISK_SENTENCES = {
    errno.ENOSPC: (
        "磁盘已满，没有写入任何不完整的内容。请腾出空间后重新运行。",
        "The disk is full; nothing was left half-written. Free some space and run the command again.",
    ),
    errno.EFBIG: (
        "文件超过了允许的大小，没有写入任何不完整的内容。请放宽限制或减少数量后重新运行。",
        "The file is larger than is allowed; nothing was left half-written. Raise the limit or ask for less.",
    ),
    errno.EISDIR: (
        "{path} 是一个目录。请给出文件名。",
        "{path} is a directory. Give the name of a file.",
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

ANY_FAULT = (
    "操作系统报告 {path} 出错：{fault}。没有写入任何不完整的内容。",
    "The operating system reports a fault of {path}: {fault}. Nothing was left half-written.",
)
UNEXPECTED = (
    "程序出现未预料的问题（{fault}），没有写入任何不完整的内容。请把这一行交给开发人员；设 CERT_DEBUG=1 可查看细节。",
    "An unexpected fault ({fault}); nothing was left half-written. Give this line to the developers; "
    "CERT_DEBUG=1 shows more.",
)


class SpokenGroup(click.Group):
    """A click group whose commands end errors in words: Chinese first, then English, exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print a `SpokenError` or a disk's refusal as sentences."""
        return _spoken(lambda: super(SpokenGroup, self).invoke(ctx))


def _spoken(run: Callable[[], Any]) -> Any:
    try:
        return run()
    except SpokenError as error:
        _stop(error.say("zh"), error.say("en"))
    except OSError as error:
        sentences = DISK_SENTENCES.get(error.errno or 0, ANY_FAULT)
        _stop(*(sentence.format(path=error.filename or "?", fault=error.strerror) for sentence in sentences))
    except Exception as error:
        if os.environ.get("CERT_DEBUG") == "1" or isinstance(error, click.ClickException | click.exceptions.Exit):
            raise
        # A traceback shows values, which may be personal; the place of the fault is enough to find it.
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
        _stop(*(sentence.format(fault=fault) for sentence in UNEXPECTED))


def _stop(zh: str, en: str) -> None:
    click.secho(f"错误：{zh}", fg="red", err=True)
    click.echo(f"Error: {en}", err=True)
    raise click.exceptions.Exit(2)


def echo_json(result: object) -> None:
    """Print one result as one line of JSON, Chinese left readable."""
    click.echo(json.dumps(result, ensure_ascii=False))
