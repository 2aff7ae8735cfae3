"""A command that fails says so in two sentences and exit code 2, whatever failed."""

from __future__ import annotations

import errno
import os

import click
import pytest
from click.testing import CliRunner

from messages import SpokenError
from messages.command_line import SpokenGroup


class TooFew(SpokenError):
    zh = "只剩 {left} 个。"
    en = "Only {left} left."


def outcome(error: BaseException) -> tuple[int, str]:
    """Exit code and standard error of a command that raises this."""

    @click.group(cls=SpokenGroup)
    def group() -> None: ...

    @group.command()
    def fail() -> None:
        raise error

    result = CliRunner().invoke(group, ["fail"], catch_exceptions=False)
    return result.exit_code, result.stderr


def test_an_error_of_ours_is_said_in_chinese_first_and_english_second() -> None:
    code, said = outcome(TooFew(left=3))
    assert (code, said) == (2, "错误：只剩 3 个。\nError: Only 3 left.\n")


@pytest.mark.parametrize(
    ("number", "word"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "只读"), (errno.EACCES, "/some/file"), (errno.EIO, "Input/output")],
)
def test_a_fault_of_the_disk_is_a_sentence(number: int, word: str) -> None:
    code, said = outcome(OSError(number, os.strerror(number), "/some/file"))
    assert code == 2
    assert word in said
    assert "Traceback" not in said


def test_a_fault_nobody_thought_of_names_its_place_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = outcome(ValueError("张三 420101190001010017"))
    assert code == 2
    assert "ValueError, test_command_line.py:" in said
    assert "420101190001010017" not in said
    monkeypatch.setenv("CERT_DEBUG", "1")
    with pytest.raises(ValueError, match="张三"):
        outcome(ValueError("张三"))


def test_usage_and_exits_of_click_are_left_alone() -> None:
    assert outcome(click.UsageError("no"))[0] == 2
    assert outcome(click.exceptions.Exit(7))[0] == 7
