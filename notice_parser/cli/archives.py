"""Commands over whole archives: ``batch``, ``diff``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import click

from notice_parser.cli.console import DONE, FAILED, INDENT, MISUSED, State, complain, one_line, tell, write
from notice_parser.cli.options import everywhere, parsing
from notice_parser.errors import NoticeParserError
from notice_parser.options import GROUPS, Options

if TYPE_CHECKING:
    from notice_parser.batch import Outcome, Plan, Summary
    from notice_parser.batch.manifest import Stock

__all__ = ["batch", "diff"]

TIME_LIMIT = 60.0  # seconds a notice in a batch; the longest real one we hold takes well below one


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    help="文件夹（每份一个 JSON），或 .jsonl[.gz|.zst] .parquet .duckdb .sqlite .xlsx .csv。A folder of JSON, or one of these files.",
)
@click.option("--to", metavar="FORM", help="输出格式，默认由 OUT 的后缀决定。Form of the output; default: as the suffix of OUT says.")
@click.option("--workers", type=click.IntRange(min=1), help="进程数，默认为处理器数。Processes; default: as many as processors.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=TIME_LIMIT,
    show_default=True,
    help="每份公文的秒数上限。Seconds a notice may take.",
)
@click.option("--memory-limit", type=click.IntRange(min=1), metavar="MB", help="每份公文的内存上限。Memory a notice may take, in MB.")
@click.option("--indent", is_flag=True, help="缩进排版。Indented, one value a line.")
@click.option("--only", metavar="CLASS", help="只要这一文件类别，如 notice。This document class alone, such as notice.")
@click.option("--catalogue", is_flag=True, help="只输出归档文件目录（.xlsx、.csv）。The catalogue of the archive alone.")
@click.option("--text-column", metavar="NAME", help="输入为表格时的正文列。Of a table as input: the column with the text.")
@click.option("--content-column", metavar="NAME", help="输入为表格时的文件内容列。Of a table as input: the column with the file's bytes.")
@click.option("--id-column", metavar="NAME", help="输入为表格时的名称列。Of a table as input: the column with the name.")
@click.option(
    "--group",
    type=click.Choice(GROUPS),
    default="none",
    show_default=True,
    help="哪些图像是一份公文的各页：同文件夹的，或文件名只差页码的。Which images are one notice: a folder's, or those that differ by page.",
)
@click.option("--part-size", type=click.IntRange(min=1), help="每批份数。Contents a part.")
@click.option("--resume", is_flag=True, help="从上次中断处继续（默认如此）。Go on where the last run stopped; this is the default.")
@click.option("--force", is_flag=True, help="全部重新解析。Parse everything again.")
@click.option("--retry", is_flag=True, help="重试失败的文件。Try again what failed.")
@click.option("--dry-run", is_flag=True, help="只统计，列出 --group 的各组，不解析。Count, list the groups, and parse nothing.")
@click.option(
    "--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="本机或多机。One machine or several."
)
@click.option("--address", help="Ray 集群地址，默认在本机启动。Address of a Ray cluster; default: one is started here.")
@click.option(
    "--cache", metavar="FOLDER", help="保存读入的内容，改了规则不必重新识别。Keeps what was read, so that new rules read no scan again."
)
@click.option("--log", "log", type=click.Choice(["lines", "json"]), help="逐份输出记录到标准错误。A line a notice on stderr.")
@parsing
@everywhere
@click.pass_obj
def batch(state: State, /, inputs: tuple[str, ...], grammars: Path | None, max_chars: int, ocr: str, **given: Any) -> int:
    """解析文件夹、文件、压缩包或通配符所指的全部公文，可随时中断、续跑。Parse all notices of folders, files, archives or patterns."""
    from notice_parser.batch import Columns
    from notice_parser.batch import batch as run

    if given["resume"] and given["force"]:
        raise click.UsageError("--resume, --force: 只能选一个 / give one of them")
    names = {name: given[f"{name}_column"] for name in ("text", "content", "id")}
    if names["id"] and not (names["text"] or names["content"]):
        raise click.UsageError("--id-column: 还须给出 --text-column 或 --content-column / needs --text-column or --content-column")
    megabytes = given["memory_limit"]
    with _Progress(state, given["log"]) as progress:
        summary = run(
            inputs,
            given["output"],
            to=given["to"],
            workers=given["workers"],
            options=Options(grammars=grammars, max_chars=max_chars, ocr=ocr, group=given["group"]),
            time_limit=given["time_limit"],
            memory_limit=None if megabytes is None else megabytes << 20,
            indent=INDENT if given["indent"] else None,
            only=given["only"],
            is_catalogue=given["catalogue"],
            columns=Columns(**names) if any(names.values()) else None,
            part_size=given["part_size"],
            is_forced=given["force"],
            is_retrying=given["retry"],
            is_dry=given["dry_run"],
            engine=given["engine"],
            address=given["address"],
            cache=given["cache"],
            on_plan=progress.begin,
            on_outcome=progress.advance,
        )
    for line in _plan_lines(summary, state.lang) if given["dry_run"] else (_summary_line(summary, state.lang),):
        tell(line)
    return FAILED if summary.n_failed else DONE


@click.command()
@click.argument("old", type=click.Path(exists=True))
@click.argument("new", type=click.Path(exists=True))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="输出格式。Form of the output."
)
@everywhere
@click.pass_obj
def diff(state: State, old: str, new: str, form: str) -> int:
    """比较两次批处理的结果：按字段和规则列出变化的值；有变化则退出码为 1。What differs between two outputs of batch; exit code 1 if any."""
    from notice_parser.batch.diff import diff_archives, diff_lines, diff_object

    try:
        found = diff_archives(old, new)
    except NoticeParserError as error:  # 1 says that they differ
        return complain(state, error.render(state.lang), MISUSED)
    if form == "json":
        write(json.dumps(diff_object(found), ensure_ascii=False) + "\n")
    else:
        write("".join(f"{line}\n" for line in diff_lines(found, state.lang)))
    return DONE if found.is_same else FAILED


class _Progress:
    """The bar of a batch on stderr, with rate and time left, where that is a terminal; failures are told above it."""

    def __init__(self, state: State, log: str | None = None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        self.state = state
        self.log = log
        self.console = Console(stderr=True, highlight=False)
        rate = TextColumn("{task.fields[rate]}")
        columns = (BarColumn(), TaskProgressColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
        self.bar = Progress(*columns, console=self.console, disable=not self.console.is_terminal)
        self.task = self.bar.add_task("", total=None, rate="")

    def __enter__(self) -> _Progress:
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def begin(self, plan: Plan) -> None:
        self.bar.update(self.task, total=plan.n_files)

    def advance(self, outcome: Outcome) -> None:
        if self.log == "json":
            error = outcome.error
            told = {"path": outcome.relative, "level": outcome.level, "error": None if error is None else error.code}
            self.console.print(json.dumps(told, ensure_ascii=False), markup=False, soft_wrap=True)
        elif outcome.error is not None:
            self.console.print(one_line(outcome.error.render(self.state.lang)), markup=False, soft_wrap=True)
        elif self.log == "lines":
            self.console.print(one_line(f"{outcome.relative}: {outcome.level}"), markup=False, soft_wrap=True)
        speed = self.bar.tasks[0].speed
        unit = "notices/s" if self.state.lang == "en" else "份/秒"
        self.bar.update(self.task, advance=1, rate=f"{speed:.0f} {unit}" if speed else "")


def _summary_line(summary: Summary, lang: str) -> str:
    failed = summary.n_failed
    if lang == "en":
        line = f"{summary.n_done} done, {failed} failed, {summary.n_skipped} files skipped that are no notices"
        line += f"; to be looked at: {summary.n_look}, unsafe: {summary.n_unsafe}"
        return f"{line}; parsed in this run: {summary.n_parsed}; report: {summary.report}"
    line = f"完成 {summary.n_done} 份，失败 {failed} 份，略过非公文文件 {summary.n_skipped} 个"
    line += f"；宜复核 {summary.n_look} 份，不可直接使用 {summary.n_unsafe} 份"
    return f"{line}；本次解析 {summary.n_parsed} 份；报告：{summary.report}"


def _plan_lines(summary: Summary, lang: str) -> Iterator[str]:
    """What a dry run tells: files and bytes by suffix, then what a run would do."""
    if summary.plan is None:
        return
    counts = summary.plan.counts
    yield from _stock_lines(summary.plan.stock, lang)
    for path, names in summary.plan.groups:
        yield f"{path}: {len(names)} pages: {', '.join(names)}" if lang == "en" else f"{path}：{len(names)} 页：{'、'.join(names)}"
    if lang == "en":
        yield (
            f"{counts.n_files} files, {counts.n_duplicates} of them copies, {counts.n_skipped} skipped; to be parsed: {counts.n_to_parse}"
            f" in {counts.n_new_parts} new parts; gone since the last run: {counts.n_removed}"
        )
    else:
        yield (
            f"文件 {counts.n_files} 个，其中重复 {counts.n_duplicates} 个，略过 {counts.n_skipped} 个；"
            f"将解析 {counts.n_to_parse} 份，分 {counts.n_new_parts} 批；上次之后消失 {counts.n_removed} 个"
        )


def _stock_lines(stock: Sequence[Stock], lang: str) -> Iterator[str]:
    """Files by suffix and size."""
    from notice_parser.batch.manifest import SIZES

    heads = [f"≤{size // 1000}kB" if size < 1_000_000 else f"≤{size // 1_000_000}MB" for size in SIZES]
    words = ("format", "files", "bytes") if lang == "en" else ("格式", "文件数", "字节数")
    rows = [(*words, *heads, f">{heads[-1][1:]}")]
    rows += [(one.suffix or "-", f"{one.n_files:,}", f"{one.n_bytes:,}", *(f"{count:,}" for count in one.by_size)) for one in stock]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(" " * (width - _width(cell)) + cell for cell, width in zip(row, widths, strict=True))


def _width(text: str) -> int:
    """Columns of a terminal."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
