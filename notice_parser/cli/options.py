"""Options that several commands have, as decorators."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from notice_parser.cli.console import State
from notice_parser.options import MAX_CHARS, OCR

__all__ = ["everywhere", "parsing"]

Command = TypeVar("Command", bound=Callable[..., Any])


def everywhere(command: Command) -> Command:
    """``command`` with the options that may stand before it or after it."""
    for option in (
        click.option(
            "--debug", is_flag=True, expose_value=False, is_eager=True, callback=_set_debug, help="出错时给出回溯。Tracebacks on errors."
        ),
        click.option(
            "--lang",
            type=click.Choice(["zh", "en"]),
            expose_value=False,
            is_eager=True,
            callback=_set_lang,
            help="消息的语言，默认随系统。Language of messages; default: the locale's.",
        ),
    ):
        command = option(command)
    return command


def parsing(command: Command) -> Command:
    """``command`` with the options of parsing."""
    for option in (
        click.option(
            "--ocr",
            type=click.Choice(OCR),
            default="auto",
            show_default=True,
            help="文字识别：扫描页自动识别、从不、PDF 每页都识别。Recognise scans as needed, never, or every page of a PDF.",
        ),
        click.option(
            "--max-chars",
            type=click.IntRange(min=1),
            default=MAX_CHARS,
            show_default=True,
            help="文本长度上限。Longest text that is taken.",
        ),
        click.option(
            "--grammars",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="自备规则的文件夹，补充并覆盖内置规则。A folder of your own TOML rules, over ours.",
        ),
    ):
        command = option(command)
    return command


def _set_lang(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:
        context.ensure_object(State).lang = value


def _set_debug(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(State).is_debugging = True
