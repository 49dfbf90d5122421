"""What every command says and where: data on stdout as UTF-8 bytes, all else on stderr, exit codes, the language."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from pathlib import Path
from typing import Final

import click
from msgspec import Struct

from notice_parser.errors import NoticeParserError

__all__ = [
    "DONE",
    "FAILED",
    "INDENT",
    "MISUSED",
    "STDIN",
    "State",
    "complain",
    "drop_stdout",
    "lang_of_locale",
    "one_line",
    "save",
    "tell",
    "unexpected_line",
    "write",
]

DONE: Final = 0
FAILED: Final = 1
MISUSED: Final = 2
INDENT = 2
STDIN = "-"
_SHOWN_CHARS = 160  # of a message of unknown length, so that it stays one line


class State(Struct):
    """What holds for the whole call."""

    lang: str
    is_debugging: bool = False


def write(text: str) -> None:
    """Writes data to stdout as UTF-8, whatever the console's encoding."""
    out = getattr(sys.stdout, "buffer", None)
    try:
        if out is None:
            sys.stdout.write(text)
        else:
            sys.stdout.flush()
            out.write(text.encode("utf-8"))
            out.flush()
    except OSError as error:
        if error.errno == errno.EINVAL and os.name == "nt":  # how Windows says that the reader has gone
            raise BrokenPipeError from error
        if isinstance(error, BrokenPipeError):
            raise
        drop_stdout()
        raise NoticeParserError("unwritable", where="stdout", reason=error.strerror or type(error).__name__) from error


def tell(line: str) -> None:
    """Tells the user one line on stderr."""
    click.echo(line, err=True)


def save(path: Path, text: str) -> None:
    """Writes a file, its folders too. ``NoticeParserError`` where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise NoticeParserError("unwritable", where=str(path), reason=error.strerror or type(error).__name__) from error


def complain(state: State, line: str, code: int) -> int:
    """``code``, after ``line`` was told on stderr; with ``--debug``, the traceback first."""
    if state.is_debugging and sys.exc_info()[0] is not None:
        traceback.print_exc()
    tell(line)
    return code


def unexpected_line(error: Exception, lang: str) -> str:
    """What is said of an error that is no fault of the user's."""
    said = one_line(f"{type(error).__name__}: {error}")
    if lang == "en":
        return f"an error of this program: {said}. Run notice-parser --debug for details, and report it."
    return f"程序出错：{said}。请加 --debug 查看详情并反馈。"


def one_line(text: str) -> str:
    """``text`` on one line, cut to a length that fits it."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARS else line[: _SHOWN_CHARS - 1] + "…"


def drop_stdout() -> int:
    """``FAILED``, with stdout pointed at nothing: its reader has gone, and the interpreter flushes it once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def lang_of_locale() -> str:
    """``en`` where the locale says so, else ``zh``."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"
