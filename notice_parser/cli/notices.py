"""Commands that read files one by one: ``parse``, ``audit``, ``tables``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notice_parser.cli.console import DONE, FAILED, INDENT, STDIN, State, complain, save, unexpected_line, write
from notice_parser.cli.options import everywhere, parsing
from notice_parser.errors import LoadError, NoticeParserError
from notice_parser.options import Options

if TYPE_CHECKING:
    from notice_parser.model import Notice, Table

__all__ = ["audit", "name_of", "parse", "parse_each", "tables"]


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o", "--output", metavar="PATH", help="写入文件；多份公文时写入文件夹。Write to a file, or to a folder if there are several."
)
@click.option("--indent", is_flag=True, help="缩进排版。Indented, one value a line.")
@click.option("--layout", is_flag=True, help="写出每行文字在文件中的页、段落和边框。Write where each line stands: page, paragraph, box.")
@click.option("--url", help="公文的网址，记入结果。Where the notice was published; kept in the result.")
@parsing
@everywhere
@click.pass_obj
def parse(
    state: State,
    files: tuple[str, ...],
    output: str | None,
    indent: bool,
    layout: bool,
    url: str | None,
    grammars: Path | None,
    max_chars: int,
    ocr: str,
) -> int:
    """解析公文；“-”为标准输入，多份时每行一个 JSON。Parse notices; "-" is stdin, several give JSON Lines."""
    if indent and output is None and len(files) > 1:
        raise click.UsageError("--indent: JSON Lines 每份占一行，请用 -o 写入文件夹 / JSON Lines takes a line each; use -o FOLDER")
    options = Options(grammars=grammars, max_chars=max_chars, ocr=ocr)
    target = _target_of(output, files)
    failed = False
    for file, notice in parse_each(state, files, url, options):
        if notice is None:
            failed = True
            continue
        text = notice.to_json(INDENT if indent else None, layout=layout) + "\n"
        if target is None:
            write(text)
        else:
            save(target(file), text)
    return FAILED if failed else DONE


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--all", "is_all", is_flag=True, help="连同提示一起列出。List those of severity info too.")
@click.option("--checks", is_flag=True, help="列出各规则核对了多少处。How often each rule was tried.")
@parsing
@everywhere
@click.pass_obj
def audit(state: State, files: tuple[str, ...], is_all: bool, checks: bool, grammars: Path | None, max_chars: int, ocr: str) -> int:
    """核对公文中的数字，列出对不上的；有错误时退出码为 1。What does not add up in notices; exit code 1 if there are errors."""
    failed = False
    for file, notice in parse_each(state, files, None, Options(grammars=grammars, max_chars=max_chars, ocr=ocr)):
        if notice is None:
            failed = True
            continue
        failed = failed or any(one.severity == "error" for one in notice.findings)
        write("".join(f"{line}\n" for line in _audit_lines(file, notice, state.lang, is_all=is_all, checks=checks)))
    return FAILED if failed else DONE


@click.command()
@click.argument("file")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "md"]),
    default="json",
    show_default=True,
    help="输出格式；CSV 带 BOM。Format of the output; CSV has a byte order mark.",
)
@click.option("-o", "--output", metavar="PATH", help="写入文件；文件夹则每表一个文件。Write to a file, or to a folder with a file a table.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "native", "pdfplumber", "camelot"]),
    default="auto",
    show_default=True,
    help="PDF 表格的识别引擎。What finds the tables of a PDF.",
)
@click.option("--password", help="打开加密 PDF 的密码。Opens an encrypted PDF.")
@parsing
@everywhere
def tables(
    file: str, form: str, output: str | None, engine: str, password: str | None, grammars: Path | None, max_chars: int, ocr: str
) -> int:
    """只取出 FILE 中的表格。The tables of FILE and nothing else."""
    from notice_parser.pipeline import find_tables

    options = Options(grammars=grammars, max_chars=max_chars, engine=engine, password=password, ocr=ocr)
    found = find_tables(sys.stdin.buffer if file == STDIN else file, options=options)
    if output is not None and (output.endswith(("/", os.sep)) or os.path.isdir(output)):
        for table in found:
            save(Path(output, f"{table.id}.{form}"), _tables_text([table], form))
    elif output is not None:
        save(Path(output), _tables_text(found, form))
    else:
        write(_tables_text(found, form))
    return DONE


def parse_each(state: State, files: Sequence[str], url: str | None, options: Options) -> Iterator[tuple[str, Notice | None]]:
    """Each file with its notice, or with null after its error was told."""
    from notice_parser.pipeline import parse as parse_notice

    for file in files:
        try:
            yield file, parse_notice(sys.stdin.buffer if file == STDIN else file, name=name_of(file), url=url, options=options)
        except LoadError as error:
            complain(state, error.render(state.lang), FAILED)
            yield file, None
        except NoticeParserError:
            raise  # a grammar or an option is at fault: it is so for every file
        except Exception as error:  # a fault of ours in one file is told with it, and the others go on
            complain(state, f"{file}: {unexpected_line(error, state.lang)}", FAILED)
            yield file, None


def name_of(file: str) -> str | None:
    """The name that a file of the command line has; null for standard input."""
    return None if file == STDIN else Path(file).name


def _target_of(output: str | None, files: Sequence[str]) -> Callable[[str], Path] | None:
    """Where the JSON of each file goes; null for stdout."""
    from notice_parser.batch.plan import output_name

    if output is None:
        return None
    if len(files) == 1 and not output.endswith(("/", os.sep)) and not os.path.isdir(output):
        return lambda file: Path(output)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for file in files:
        base = name_of(file) or "stdin"
        count = 1
        while output_name(base, count).casefold() in taken:
            count += 1
        names.setdefault(file, output_name(base, count))
        taken.add(names[file].casefold())
    return lambda file: Path(output, names[file])


def _audit_lines(file: str, notice: Notice, lang: str, *, is_all: bool, checks: bool) -> Iterator[str]:
    """The findings as a person reads them: the file, then one a line."""
    marks = {"error": "错误", "warning": "疑误", "info": "提示"} if lang == "zh" else {}
    shown = [one for one in notice.findings if is_all or one.severity != "info"]
    tried = sum(one.tried for one in notice.checks)
    if lang == "zh":
        yield f"{file}：核对 {tried} 处，{len(shown)} 处对不上" if shown else f"{file}：核对 {tried} 处，未见不符"
    else:
        yield f"{file}: {tried} checks, {len(shown)} findings"
    for one in shown:
        yield f"  [{marks.get(one.severity, one.severity)}] {one.message}（{one.rule}）"
    for check in notice.checks if checks else ():
        if lang == "zh":
            yield f"  {check.rule}：核对 {check.tried}，相符 {check.agreed}，不符 {check.failed}，略过 {check.skipped}"
        else:
            yield f"  {check.rule}: tried {check.tried}, agreed {check.agreed}, failed {check.failed}, skipped {check.skipped}"


def _tables_text(found: Sequence[Table], form: str) -> str:
    from notice_parser.emit.tables import to_csv, to_markdown

    if form == "csv":
        return to_csv(found).decode("utf-8")
    if form == "md":
        return to_markdown(found)
    from notice_parser.emit.json import to_json

    return "[" + ",\n".join(to_json(table) for table in found) + "]\n"
