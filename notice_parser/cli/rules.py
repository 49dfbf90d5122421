"""Commands for who mends rules: ``check``, ``explain``, ``score``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from notice_parser.cli.console import DONE, FAILED, MISUSED, STDIN, State, tell, write
from notice_parser.cli.options import everywhere, parsing
from notice_parser.errors import LoadError
from notice_parser.options import Options

__all__ = ["check", "explain", "score"]


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--grammars",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="连同此文件夹中的规则一起检查。Check the rules of this folder too.",
)
@everywhere
@click.pass_obj
def check(state: State, folder: Path | None, grammars: Path | None) -> int:
    """检查规则：例与反例，并在语料和 FOLDER 的文本上核对。Check all rules by their examples, on the corpus and FOLDER's texts."""
    from notice_parser.grammar import load_grammars
    from notice_parser.grammar.check import check as check_grammars

    loaded = load_grammars(grammars)
    texts = tuple(_corpus_texts(loaded, folder))
    failures = check_grammars(loaded, texts)
    for failure in failures:
        write(failure.render(state.lang) + "\n")
    n_rules = sum(len(loaded[name].rules) for name in loaded)
    if state.lang == "en":
        tell(f"{len(loaded)} fields, {n_rules} rules, {len(texts)} texts: {len(failures)} faults")
    else:
        tell(f"{len(loaded)} 个字段、{n_rules} 条规则、{len(texts)} 篇文本：{len(failures)} 处问题")
    return MISUSED if failures else DONE


@click.command()
@click.argument("file")
@click.argument("field")
@parsing
@everywhere
@click.pass_obj
def explain(state: State, file: str, field: str, grammars: Path | None, max_chars: int, ocr: str) -> int:
    """说明 FIELD 的每条规则在 FILE 中匹配了什么、取舍缘由。Show what each rule of FIELD matched in FILE, and what won and why."""
    from notice_parser.grammar import load_grammars
    from notice_parser.grammar.explain import explain as explain_field
    from notice_parser.layout import lay_out
    from notice_parser.load import load

    options = Options(grammars=grammars, max_chars=max_chars, ocr=ocr)
    loaded = load_grammars(options.grammars)
    if field not in loaded:
        raise click.UsageError(_unknown_field(field, tuple(loaded), state.lang))
    source = load(sys.stdin.buffer if file == STDIN else file, options=options)
    document = lay_out(source, loaded)
    write(explain_field(loaded[field], document.text, lang=state.lang).rstrip("\n") + "\n")
    return DONE


@click.command()
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
@parsing
@everywhere
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
    ocr: str,
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
        tell(f"{missing}: no document, not scored" if state.lang == "en" else f"{missing}：没有对应的文档，未评")
    report = scoring.score_cases(cases, options=Options(grammars=grammars, max_chars=max_chars, ocr=ocr))
    if is_json:
        write(json.dumps(scoring.as_json(report, by=by), ensure_ascii=False) + "\n")
    else:
        lines = list(scoring.figure_lines(report, by=by, lang=state.lang))
        lines += scoring.compare(report, old, lang=state.lang) if old is not None else ()
        lines += scoring.error_lines(report, lang=state.lang) if errors else ()
        write("".join(f"{line}\n" for line in lines))
    return FAILED if any(one.error is not None for one in report.cases) else DONE


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


def _unknown_field(field: str, known: Sequence[str], lang: str) -> str:
    import difflib

    close = difflib.get_close_matches(field, known, n=1)
    if lang == "en":
        return f"no field {field}; " + (f"did you mean {close[0]}?" if close else f"there are: {', '.join(known)}.")
    return f"没有字段 {field}，" + (f"是不是 {close[0]}？" if close else f"可用：{'、'.join(known)}。")
