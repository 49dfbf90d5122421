"""The command ``notice-parser``: thin over the library.

Data goes to stdout as UTF-8 bytes, whatever the console; everything else to stderr. Exit 0: done; 1: something in the
notices failed; 2: wrong usage, or a fault in a grammar.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from notice_parser.errors import LoadError, NoticeParserError
from notice_parser.options import MAX_CHARS, Options

if TYPE_CHECKING:
    from notice_parser.batch import Outcome, Plan, Summary
    from notice_parser.model import Notice, Table

__all__ = ["cli", "main"]

DONE, FAILED, MISUSED = 0, 1, 2
INDENT = 2
TIME_LIMIT = 60.0  # seconds a notice in a batch; the longest real one we hold takes well below one
SHOWN_CHARS = 160  # of a message of unknown length, so that it stays one line
STDIN = "-"

Command = TypeVar("Command", bound=Callable[..., Any])


class State(Struct):
    """What holds for the whole call."""

    lang: str
    is_debugging: bool = False


def _set_lang(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:
        context.ensure_object(State).lang = value


def _set_debug(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(State).is_debugging = True


def _everywhere(command: Command) -> Command:
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


def _parsing(command: Command) -> Command:
    """``command`` with the options of parsing."""
    for option in (
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


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--version", "is_version", is_flag=True, help="版本。The version.")
@_everywhere
@click.pass_context
def cli(context: click.Context, is_version: bool) -> int | None:
    """把中文公文解析为结构化 JSON。Chinese official notices in, structured JSON out."""
    if is_version:
        from notice_parser.pipeline import version

        _write(f"notice-parser {version()}\n")
        context.exit(DONE)
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return MISUSED
    return None


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o", "--output", metavar="PATH", help="写入文件；多份公文时写入文件夹。Write to a file, or to a folder if there are several."
)
@click.option("--indent", is_flag=True, help="缩进排版。Indented, one value a line.")
@click.option("--url", help="公文的网址，记入结果。Where the notice was published; kept in the result.")
@_parsing
@_everywhere
@click.pass_obj
def parse(
    state: State, files: tuple[str, ...], output: str | None, indent: bool, url: str | None, grammars: Path | None, max_chars: int
) -> int:
    """解析公文；“-”为标准输入，多份时每行一个 JSON。Parse notices; "-" is stdin, several give JSON Lines."""
    if indent and output is None and len(files) > 1:
        raise click.UsageError("--indent: JSON Lines 每份占一行，请用 -o 写入文件夹 / JSON Lines takes a line each; use -o FOLDER")
    options = Options(grammars=grammars, max_chars=max_chars)
    target = _target_of(output, files)
    failed = False
    for file, notice in _parse_each(state, files, url, options):
        if notice is None:
            failed = True
            continue
        text = notice.to_json(INDENT if indent else None) + "\n"
        if target is None:
            _write(text)
        else:
            _save(target(file), text)
    return FAILED if failed else DONE


@cli.command()
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
@click.option("--part-size", type=click.IntRange(min=1), help="每批份数。Contents a part.")
@click.option("--resume", is_flag=True, help="从上次中断处继续（默认如此）。Go on where the last run stopped; this is the default.")
@click.option("--force", is_flag=True, help="全部重新解析。Parse everything again.")
@click.option("--retry", is_flag=True, help="重试失败的文件。Try again what failed.")
@click.option("--dry-run", is_flag=True, help="只统计，不解析。Count, and parse nothing.")
@click.option(
    "--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="本机或多机。One machine or several."
)
@click.option("--address", help="Ray 集群地址，默认在本机启动。Address of a Ray cluster; default: one is started here.")
@click.option("--log", "log", type=click.Choice(["lines", "json"]), help="逐份输出记录到标准错误。A line a notice on stderr.")
@_parsing
@_everywhere
@click.pass_obj
def batch(state: State, /, inputs: tuple[str, ...], grammars: Path | None, max_chars: int, **given: Any) -> int:
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
            options=Options(grammars=grammars, max_chars=max_chars),
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
            on_plan=progress.begin,
            on_outcome=progress.advance,
        )
    for line in _plan_lines(summary, state.lang) if given["dry_run"] else (_summary_line(summary, state.lang),):
        _tell(line)
    return FAILED if summary.failures else DONE


@cli.command()
@click.argument("old", type=click.Path(exists=True))
@click.argument("new", type=click.Path(exists=True))
@click.option("--json", "is_json", is_flag=True, help="输出 JSON。As JSON.")
@_everywhere
@click.pass_obj
def diff(state: State, old: str, new: str, is_json: bool) -> int:
    """比较两次批处理的结果：按字段和规则列出变化的值。What differs between two outputs of batch, by field and rule."""
    from notice_parser.batch.diff import diff_archives, diff_lines, diff_object

    found = diff_archives(old, new)
    if is_json:
        _write(json.dumps(diff_object(found), ensure_ascii=False) + "\n")
    else:
        _write("".join(f"{line}\n" for line in diff_lines(found, state.lang)))
    return DONE


@cli.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--grammars",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="连同此文件夹中的规则一起检查。Check the rules of this folder too.",
)
@_everywhere
@click.pass_obj
def check(state: State, folder: Path | None, grammars: Path | None) -> int:
    """检查规则：例与反例，并在语料和 FOLDER 的文本上核对。Check all rules by their examples, on the corpus and FOLDER's texts."""
    from notice_parser.grammar import load_grammars
    from notice_parser.grammar.check import check as check_grammars

    loaded = load_grammars(grammars)
    texts = tuple(_corpus_texts(loaded, folder))
    failures = check_grammars(loaded, texts)
    for failure in failures:
        _write(failure.render(state.lang) + "\n")
    n_rules = sum(len(loaded[name].rules) for name in loaded)
    if state.lang == "en":
        _tell(f"{len(loaded)} fields, {n_rules} rules, {len(texts)} texts: {len(failures)} faults")
    else:
        _tell(f"{len(loaded)} 个字段、{n_rules} 条规则、{len(texts)} 篇文本：{len(failures)} 处问题")
    return MISUSED if failures else DONE


@cli.command()
@click.argument("file")
@click.argument("field")
@_parsing
@_everywhere
@click.pass_obj
def explain(state: State, file: str, field: str, grammars: Path | None, max_chars: int) -> int:
    """说明 FIELD 的每条规则在 FILE 中匹配了什么、取舍缘由。Show what each rule of FIELD matched in FILE, and what won and why."""
    from notice_parser.grammar import load_grammars
    from notice_parser.grammar.explain import explain as explain_field
    from notice_parser.layout import lay_out
    from notice_parser.load import load

    options = Options(grammars=grammars, max_chars=max_chars)
    loaded = load_grammars(options.grammars)
    if field not in loaded:
        raise click.UsageError(_unknown_field(field, tuple(loaded), state.lang))
    source = load(sys.stdin.buffer if file == STDIN else file, options=options)
    document = lay_out(source, loaded)
    _write(explain_field(loaded[field], document.text, lang=state.lang).rstrip("\n") + "\n")
    return DONE


@cli.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--docs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="文档所在文件夹；此时 FOLDER 中是 <编号>.json。Folder of the documents; FOLDER then holds <id>.json.",
)
@click.option("--errors", is_flag=True, help="列出每处不符。List every item that is not right.")
@click.option("--json", "is_json", is_flag=True, help="输出 JSON，供 --against 使用。As JSON, for --against.")
@click.option("--by", type=click.Choice(["kind", "format", "split"]), help="分组统计。Figures for each group.")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="与先前的 --json 结果比较。Compare with an earlier --json.",
)
@_parsing
@_everywhere
@click.pass_obj
def score(
    state: State,
    folder: Path,
    docs: Path | None,
    errors: bool,
    is_json: bool,
    by: str | None,
    against: Path | None,
    grammars: Path | None,
    max_chars: int,
) -> int:
    """对照标准答案评分：FOLDER 中每案一个文件夹，含 notice.* 与 gold.json。Score against gold, field by field."""
    from notice_parser import score as scoring

    if is_json and (errors or against):
        raise click.UsageError("--json: 已含各处不符，比较请另行运行 / it holds all errors; compare in a run of its own")
    try:
        old = None if against is None else scoring.read_report(against)
        cases = scoring.find_cases(folder, docs)
    except scoring.ScoreError as error:
        raise click.UsageError(str(error)) from error
    for missing in scoring.without_document(folder, docs) if docs is not None else ():
        _tell(f"{missing}: no document, not scored" if state.lang == "en" else f"{missing}：没有对应的文档，未评")
    report = scoring.score_cases(cases, options=Options(grammars=grammars, max_chars=max_chars))
    if is_json:
        _write(json.dumps(scoring.as_json(report, by=by), ensure_ascii=False) + "\n")
    else:
        lines = list(scoring.figure_lines(report, by=by, lang=state.lang))
        lines += scoring.compare(report, old, lang=state.lang) if old is not None else ()
        lines += scoring.error_lines(report, lang=state.lang) if errors else ()
        _write("".join(f"{line}\n" for line in lines))
    return FAILED if any(one.error is not None for one in report.cases) else DONE


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--all", "is_all", is_flag=True, help="连同提示一起列出。List those of severity info too.")
@click.option("--checks", is_flag=True, help="列出各规则核对了多少处。How often each rule was tried.")
@_parsing
@_everywhere
@click.pass_obj
def audit(state: State, files: tuple[str, ...], is_all: bool, checks: bool, grammars: Path | None, max_chars: int) -> int:
    """核对公文中的数字，列出对不上的；有错误时退出码为 1。What does not add up in notices; exit code 1 if there are errors."""
    failed = False
    for file, notice in _parse_each(state, files, None, Options(grammars=grammars, max_chars=max_chars)):
        if notice is None:
            failed = True
            continue
        failed = failed or any(one.severity == "error" for one in notice.findings)
        _write("".join(f"{line}\n" for line in _audit_lines(file, notice, state.lang, is_all=is_all, checks=checks)))
    return FAILED if failed else DONE


@cli.command()
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
@_parsing
@_everywhere
def tables(file: str, form: str, output: str | None, engine: str, password: str | None, grammars: Path | None, max_chars: int) -> int:
    """只取出 FILE 中的表格。The tables of FILE and nothing else."""
    from notice_parser.pipeline import find_tables

    options = Options(grammars=grammars, max_chars=max_chars, engine=engine, password=password)
    found = find_tables(sys.stdin.buffer if file == STDIN else file, options=options)
    if output is not None and (output.endswith(("/", os.sep)) or os.path.isdir(output)):
        for table in found:
            _save(Path(output, f"{table.id}.{form}"), _tables_text([table], form))
    elif output is not None:
        _save(Path(output), _tables_text(found, form))
    else:
        _write(_tables_text(found, form))
    return DONE


@cli.command()
@_everywhere
@click.pass_obj
def doctor(state: State) -> int:
    """列出各种格式是否可读、由哪个组件读取、缺什么。Each format: whether it is read, by what, and what to install."""
    from notice_parser.load.formats import doctor_lines

    _write("".join(f"{line}\n" for line in doctor_lines(state.lang)))
    return DONE


@cli.command()
@_everywhere
def schema() -> int:
    """输出结果的 JSON Schema。Print the JSON Schema of the results."""
    from notice_parser.emit.schema import json_schema

    _write(json.dumps(json_schema(), ensure_ascii=False, indent=INDENT) + "\n")
    return DONE


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code, after the command in ``argv`` (or of the process) has run. Errors take one line on stderr."""
    state = State(lang=_lang_of_locale())
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console of another encoding shows what it cannot show as escapes
            stream.reconfigure(errors="backslashreplace")
    try:
        arguments = None if argv is None else list(argv)
        code = cli.main(args=arguments, prog_name="notice-parser", standalone_mode=False, obj=state)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except click.UsageError as error:
        return _complain(state, _usage_line(error, state.lang), MISUSED)
    except click.ClickException as error:
        return _complain(state, error.format_message(), error.exit_code)
    except NoticeParserError as error:
        return _complain(state, error.render(state.lang), error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        return _complain(state, "interrupted" if state.lang == "en" else "已中断", FAILED)
    except BrokenPipeError:
        return _drop_stdout()
    except Exception as error:  # the last resort: no user should see a traceback unasked
        return _complain(state, _unexpected_line(error, state.lang), FAILED)


def _parse_each(state: State, files: Sequence[str], url: str | None, options: Options) -> Iterator[tuple[str, Notice | None]]:
    """Each file with its notice, or with null after its error was told."""
    from notice_parser.pipeline import parse as parse_notice

    for file in files:
        try:
            yield file, parse_notice(sys.stdin.buffer if file == STDIN else file, name=_name_of(file), url=url, options=options)
        except LoadError as error:
            _complain(state, error.render(state.lang), FAILED)
            yield file, None
        except NoticeParserError:
            raise  # a grammar or an option is at fault: it is so for every file
        except Exception as error:  # a fault of ours in one file is told with it, and the others go on
            _complain(state, f"{file}: {_unexpected_line(error, state.lang)}", FAILED)
            yield file, None


def _name_of(file: str) -> str | None:
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
        base = _name_of(file) or "stdin"
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


def _save(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise NoticeParserError("unwritable", where=str(path), reason=error.strerror or type(error).__name__) from error


def _corpus_texts(grammars: Any, folder: Path | None) -> Iterator[str]:
    """The texts, as rules see them, of a checkout's corpus and of the files of ``folder`` that can be read."""
    from notice_parser.layout import lay_out
    from notice_parser.load import load
    from notice_parser.resources import grammar_folder

    paths = sorted((grammar_folder().parent / "corpus").glob("*/notice.*"))
    if folder is not None:
        paths += sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    for path in paths:
        try:
            source = load(path)
        except LoadError:
            continue  # not text: nothing that rules could be tried on
        yield lay_out(source, grammars).text


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
            self.console.print(_one_line(outcome.error.render(self.state.lang)), markup=False, soft_wrap=True)
        elif self.log == "lines":
            self.console.print(_one_line(f"{outcome.relative}: {outcome.level}"), markup=False, soft_wrap=True)
        speed = self.bar.tasks[0].speed
        unit = "notices/s" if self.state.lang == "en" else "份/秒"
        self.bar.update(self.task, advance=1, rate=f"{speed:.0f} {unit}" if speed else "")


def _summary_line(summary: Summary, lang: str) -> str:
    failed = len(summary.failures)
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
    for suffix, count, size in summary.plan.stock:
        yield f"{suffix or '-':>8} {count:>10,} {size:>16,}"
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


def _usage_line(error: click.UsageError, lang: str) -> str:
    said = " ".join(error.format_message().split())
    path = error.ctx.command_path if error.ctx else "notice-parser"
    return f"{said} See: {path} --help" if lang == "en" else f"用法有误：{said} 请看：{path} --help"


def _unknown_field(field: str, known: Sequence[str], lang: str) -> str:
    import difflib

    close = difflib.get_close_matches(field, known, n=1)
    if lang == "en":
        return f"no field {field}; " + (f"did you mean {close[0]}?" if close else f"there are: {', '.join(known)}.")
    return f"没有字段 {field}，" + (f"是不是 {close[0]}？" if close else f"可用：{'、'.join(known)}。")


def _unexpected_line(error: Exception, lang: str) -> str:
    said = _one_line(f"{type(error).__name__}: {error}")
    if lang == "en":
        return f"an error of this program: {said}. Run notice-parser --debug for details, and report it."
    return f"程序出错：{said}。请加 --debug 查看详情并反馈。"


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARS else line[: SHOWN_CHARS - 1] + "…"


def _complain(state: State, line: str, code: int) -> int:
    """``code``, after ``line`` was told on stderr; with ``--debug``, the traceback first."""
    if state.is_debugging and sys.exc_info()[0] is not None:
        traceback.print_exc()
    _tell(line)
    return code


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _write(text: str) -> None:
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
        raise


def _drop_stdout() -> int:
    """``FAILED``, with stdout pointed at nothing: its reader has gone, and the interpreter flushes it once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def _lang_of_locale() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"
