"""Commands about the program itself: ``doctor``, ``schema``."""

from __future__ import annotations

import json

import click

from notice_parser.cli.console import DONE, INDENT, State, write
from notice_parser.cli.options import everywhere

__all__ = ["doctor", "schema"]


@click.command()
@everywhere
@click.pass_obj
def doctor(state: State) -> int:
    """列出各种格式是否可读、由哪个组件读取、缺什么。Each format: whether it is read, by what, and what to install."""
    from notice_parser.load.formats import doctor_lines

    write("".join(f"{line}\n" for line in doctor_lines(state.lang)))
    return DONE


@click.command()
@everywhere
def schema() -> int:
    """输出结果的 JSON Schema。Print the JSON Schema of the results."""
    from notice_parser.emit.schema import json_schema

    write(json.dumps(json_schema(), ensure_ascii=False, indent=INDENT) + "\n")
    return DONE
