"""What an output holds: every form of it, what is parsed again and what is not, and how it is read back."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from machinery import Maker, bytes_of, make_files, quicken

from notice_parser import Options, model, open_archive
from notice_parser.batch import Plan, batch, local
from notice_parser.batch import report as reporting
from notice_parser.batch import rules as kept_rules
from notice_parser.batch import run as running
from notice_parser.batch.compare import changes_of
from notice_parser.batch.diff import diff_archives, diff_lines
from notice_parser.batch.durable import locked
from notice_parser.batch.manifest import Manifest
from notice_parser.emit import parquet
from notice_parser.emit.database import SqliteWriter
from notice_parser.emit.row_columns import TABLES
from notice_parser.emit.rows import rows_of
from notice_parser.emit.workbook import WorkbookWriter
from notice_parser.errors import NoticeParserError, OptionError


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch)


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return partial(make_files, tmp_path / "公文")


def _lines(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    return [json.loads(line) for line in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()]


def _kept_parts(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (out / ".notice-parser" / "parts").iterdir()}


def test_one_file_more_is_one_parse_and_one_part(make: Maker, tmp_path: Path) -> None:
    root, out = make(count=40), tmp_path / "out.parquet"
    assert batch(root, out, workers=1, part_size=10).n_parsed == 40
    before = _kept_parts(out)
    assert len(before) == 4
    assert batch(root, out, workers=1).n_parsed == 0
    assert _kept_parts(out) == before
    make("0/0000a.txt")
    assert batch(root, out, workers=1).n_parsed == 1
    assert before.items() < _kept_parts(out).items()
    assert len(_kept_parts(out)) == 5
    assert open_archive(out).arrow("notices").num_rows == 41


def test_parquet_files_are_few_and_of_a_bounded_size(make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def files() -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in sorted((out / "notices").iterdir())}

    root, out = make(count=150), tmp_path / "out.parquet"
    batch(root, out, workers=1, part_size=1)
    before = files()
    assert [name[:11] for name in before] == ["part-000001", "part-000065", "part-000129"]
    make("8/0000a.txt")  # in a folder of its own
    batch(root, out, workers=1)
    assert list(files().items())[:2] == list(before.items())[:2]  # what has not changed is not written again
    assert len(files()) == 3
    monkeypatch.setattr(parquet, "_ROW_GROUP", 1000)
    monkeypatch.setattr(parquet, "_FILE", 2000)
    batch(root, tmp_path / "split.parquet", workers=1, part_size=1)
    assert len(list((tmp_path / "split.parquet" / "notices").iterdir())) > 6
    rows = [open_archive(path).arrow("notices").column("path").to_pylist() for path in (out, tmp_path / "split.parquet")]
    assert sorted(rows[0]) == rows[1]
    assert len(rows[1]) == 151


@pytest.mark.parametrize("name", ["out", "out.parquet", "out.jsonl", "out.sqlite"])
def test_changed_and_removed_files_retire_their_records(make: Maker, tmp_path: Path, name: str) -> None:
    root, out = make("a.txt", "b.txt", "c.txt"), tmp_path / name
    batch(root, out, workers=1)
    (root / "a.txt").unlink()
    (root / "b.txt").write_text("改过的通知", encoding="utf-8")
    summary = batch(root, out, workers=1)
    assert (summary.n_files, summary.n_parsed) == (2, 1)
    if name == "out":
        assert set(bytes_of(out)) == {"b.txt.json", "c.txt.json"}
        texts = {json.loads(data)["text"] for data in bytes_of(out).values()}
    elif name == "out.jsonl":
        texts = {line["text"] for line in _lines(out)}
    elif name == "out.parquet":
        texts = set(open_archive(out).arrow("notices").column("text").to_pylist())
    else:
        with sqlite3.connect(out) as base:
            texts = {row[0] for row in base.execute("SELECT text FROM notices")}
        base.close()
    assert texts == {"改过的通知", "岚川市水务局关于c.txt的通知"}
    (root / "b.txt").write_bytes(b"\xff")  # and one that fails now leaves nothing of what it was
    assert batch(root, out, workers=1).n_done == 1
    if name == "out":
        assert set(bytes_of(out)) == {"c.txt.json"}


def test_changed_rules_and_force_parse_again(make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, out = make("a.txt", "b.txt"), tmp_path / "out"
    batch(root, out, workers=1)
    quicken(monkeypatch, "rules 2")
    assert batch(root, out, workers=1).n_parsed == 2
    assert batch(root, out, workers=1).n_parsed == 0
    assert batch(root, out, workers=1, is_forced=True).n_parsed == 2


def test_a_new_library_tries_again_what_failed(make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from notice_parser.batch import run

    root, out = make("a.txt", "corrupt-1.txt"), tmp_path / "out"
    batch(root, out, workers=1)
    assert batch(root, out, workers=1).n_parsed == 0
    monkeypatch.setattr(run, "_environment", lambda: "tablers 99")
    assert batch(root, out, workers=1).n_parsed == 1
    assert batch(root, out, workers=1).n_parsed == 0
    assert batch(root, out, workers=1, is_retrying=True).n_parsed == 1


def test_the_same_content_is_parsed_once(make: Maker, tmp_path: Path) -> None:
    root, out = make("b/a.txt"), tmp_path / "out.jsonl"
    for name in ("c.txt", "a.txt"):
        (root / name).write_bytes((root / "b" / "a.txt").read_bytes())
    summary = batch(root, out, workers=1)
    assert (summary.n_done, summary.n_parsed, summary.n_duplicates) == (3, 1, 2)
    sources = [line["source"] for line in _lines(out)]
    assert [(one["path"], one["name"], one["extra"]) for one in sources] == [
        ("a.txt", "a.txt", {}),
        ("b/a.txt", "a.txt", {"duplicate_of": "a.txt"}),
        ("c.txt", "c.txt", {"duplicate_of": "a.txt"}),
    ]
    (root / "a.txt").unlink()  # the next one takes its place, and nothing is parsed
    assert batch(root, out, workers=1).n_parsed == 0
    assert [line["source"]["extra"] for line in _lines(out)] == [{}, {"duplicate_of": "b/a.txt"}]


def test_archives_are_read_member_by_member(make: Maker, tmp_path: Path) -> None:
    root = make("a.txt")
    with zipfile.ZipFile(root / "x.zip", "w") as packed:
        packed.writestr("word/b.txt", "通知乙")  # a folder called like one of a document
        packed.writestr("../../逃.txt", "通知丙")
        packed.writestr("meta.json", "{}")
    with tarfile.open(root / "y.tar.gz", "w:gz") as tar:
        (tmp_path / "d.txt").write_text("通知丁", encoding="utf-8")
        tar.add(tmp_path / "d.txt", "d.txt")
    (root / "z.tar").write_bytes(b"no tar at all" * 100)
    out = tmp_path / "out"
    summary = batch(root, out, workers=1)
    assert set(bytes_of(out)) == {"a.txt.json", "x.zip/word/b.txt.json", "x.zip/逃.txt.json", "y.tar.gz/d.txt.json"}
    assert [(one.relative, one.error.code) for one in summary.failures] == [("z.tar", "unreadable")]
    assert summary.n_skipped == 1
    assert json.loads(bytes_of(out)["y.tar.gz/d.txt.json"])["source"]["path"] == "y.tar.gz/d.txt"
    assert batch(root, out, workers=1).n_parsed == 1  # the damaged one is looked at again, the others are not


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst", ".sqlite", ".xlsx", ".csv", ".parquet", ""])
def test_the_same_files_give_the_same_bytes(make: Maker, tmp_path: Path, suffix: str) -> None:
    root = make("corrupt-1.txt", count=20)
    outputs = [tmp_path / str(number) / f"out{suffix}" for number in range(2)]
    for out in outputs:
        out.parent.mkdir()
        batch(root, out, workers=1)
    assert bytes_of(outputs[0]) == bytes_of(outputs[1])
    assert bytes_of(outputs[0])


def test_every_form_holds_every_notice(make: Maker, tmp_path: Path) -> None:
    import duckdb
    import openpyxl

    root = make("corrupt-1.txt", count=20)
    for suffix in (".duckdb", ".sqlite", ".xlsx", ".csv"):
        batch(root, tmp_path / f"out{suffix}", workers=1)
    with duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True) as base:
        assert base.execute("SELECT count(DISTINCT id) FROM notices").fetchall() == [(20,)]
        assert base.execute("SELECT path, code FROM failures").fetchall() == [("corrupt-1.txt", "damaged")]
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["归档文件目录", "统计数据", "表格", "问题", "失败"]
    assert book["归档文件目录"].max_row == 21
    path, reason = (str(cell.value) for cell in book["失败"][2])
    assert (path, "文件已损坏" in reason, book["失败"].auto_filter.ref) == ("corrupt-1.txt", True, "A1:B2")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (len(rows), rows[0]["题名"]) == (20, "岚川市水务局关于0/0000.txt的通知")


def test_figures_are_exact_and_texts_inert(full_notice: model.Notice, tmp_path: Path) -> None:
    import openpyxl

    from notice_parser.emit.parquet import to_arrow

    rows = rows_of(full_notice)
    for table, some in rows.items():
        assert all(len(row) == len(TABLES[table]) for row in some)
        to_arrow(table, some)
    figures = to_arrow("cells", rows["cells"]).column("value").to_pylist()
    assert [None if one is None else str(one.normalize()) for one in figures] == ["1E+3", "99.9", None, None, "1E-7"]
    head = next(place for place, one in enumerate(TABLES["notices"]) if one.name == "title")
    evil = [tuple('=HYPERLINK("x")' if place == head else cell for place, cell in enumerate(row)) for row in rows["notices"]]
    book = WorkbookWriter(str(tmp_path / "a.xlsx"))
    book.add({**rows, "notices": evil})
    book.close()
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["归档文件目录"]["D2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x")', "s")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["统计数据"]
    shown = {head.value: cell.value for head, cell in zip(sheet[1], sheet[2], strict=True) if cell.value is not None}
    told = {"件号": "1", "题名": '=HYPERLINK("x")', "编号": "s1", "指标": "水库", "数量原文": "36座", "数值": 36, "单位": "座"}
    assert shown == {**told, "限定": "确数", "度量": "计数", "实际或目标": "实际", "原文": "36座"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.column_dimensions["C"].width > 40) == ("A2", "A1:V2", True)
    writer = SqliteWriter(str(tmp_path / "a.sqlite"))
    writer.add(rows)
    writer.close()
    base = sqlite3.connect(tmp_path / "a.sqlite")
    assert base.execute("SELECT value FROM statistics").fetchall() == [(36,)]
    base.close()


def test_only_one_class(make: Maker, tmp_path: Path) -> None:
    root = make("a.txt", "新闻.txt")
    batch(root, tmp_path / "out", workers=1, only="notice")
    assert set(bytes_of(tmp_path / "out")) == {"a.txt.json"}


def test_what_is_not_wanted_any_more_is_removed(make: Maker, tmp_path: Path) -> None:
    root, out = make("a.txt", "新闻.txt"), tmp_path / "out"
    batch(root, out, workers=1)
    batch(root, out, workers=1, only="notice")
    assert set(bytes_of(out)) == {"a.txt.json"}
    batch(root, out, workers=1)
    assert set(bytes_of(out)) == {"a.txt.json", "新闻.txt.json"}


def test_a_file_of_several_notices(make: Maker, tmp_path: Path) -> None:
    root, out = make("b.txt#1"), tmp_path / "out"
    for count, names in ((3, {"b.txt#1.json", "b.txt#2.json", "b.txt#3.json"}), (1, {"b.txt.json"}), (2, {"b.txt#1.json", "b.txt#2.json"})):
        (root / "b.txt").write_text("\f".join(f"关于{count}件之{number}的通知" for number in range(count)), encoding="utf-8")
        batch(root, out, workers=1)
        assert set(bytes_of(out)) == names | {"b.txt%231.json"}
        paths = {json.loads(data)["source"]["path"] for name, data in bytes_of(out).items() if "%" not in name}
        assert paths == {name.removesuffix(".json") for name in names}


def test_a_file_that_changes_while_it_is_read_spoils_no_copy(make: Maker, tmp_path: Path) -> None:
    root, out = make("b.txt"), tmp_path / "out"
    text = (root / "b.txt").read_text(encoding="utf-8")
    (root / "a.txt").write_text(text, encoding="utf-8")

    def change(plan: Plan) -> None:
        (root / "a.txt").write_text("另一份通知", encoding="utf-8")

    summary = batch(root, out, workers=1, on_plan=change)
    assert {(one.relative, one.error.code) for one in summary.failures} == {("a.txt", "changed"), ("b.txt", "changed")}
    assert batch(root, out, workers=1, on_plan=lambda plan: (root / "a.txt").unlink()).n_done == 1
    assert {json.loads(data)["text"] for data in bytes_of(out).values()} == {text}
    summary = batch(root, out, workers=1)
    assert (summary.n_done, set(bytes_of(out))) == (1, {"b.txt.json"})


def test_new_rules_read_no_file_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    monkeypatch.undo()  # the real parser
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    root = tmp_path / "in"
    root.mkdir()
    canvas = Canvas(str(root / "a.pdf"), invariant=True)
    canvas.setFont("STSong-Light", 16)
    for place, line in enumerate(("岚川市水务局关于值守的通知", "岚水发〔2023〕12号", "各镇人民政府：", "全市共检查水库36座。")):
        canvas.drawString(80, 760 - 28 * place, line)
    canvas.save()
    head = "岚川市水务局文件\n\n岚水发〔2023〕12号\n\n岚川市水务局关于水闸调度的通知\n\n各县（市、区）水务局：\n　　请做好水闸调度。\n"
    more = "\n关于开展检查的通知\n岚水发〔2023〕13号\n各县（市、区）水务局：\n　　请开展检查。\n岚川市水务局\n2023年5月6日\n"
    (root / "b.txt").write_text(f"{head}岚川市水务局\n2023年4月25日\n{more}", encoding="utf-8")
    outputs = [tmp_path / name for name in ("plain.jsonl", "first.jsonl", "second.jsonl")]
    batch(root, outputs[0], workers=1)
    batch(root, outputs[1], workers=1, cache=tmp_path / "cache")
    from notice_parser.load import pdf

    monkeypatch.setattr(pdf, "load_pdf", None)  # would fail
    assert batch(root, outputs[2], workers=1, cache=tmp_path / "cache").n_done == 2
    assert len(outputs[0].read_text(encoding="utf-8").splitlines()) == 3  # one file holds two notices
    assert outputs[0].read_bytes() == outputs[1].read_bytes() == outputs[2].read_bytes()
    (kept,) = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    kept.write_bytes(b"cut")
    assert [one.relative for one in batch(root, outputs[2], workers=1, cache=tmp_path / "cache", is_forced=True).failures] == ["a.pdf"]


def test_read_back(make: Maker, tmp_path: Path) -> None:
    root = make("corrupt-1.txt", count=12)
    counted = []
    for suffix in ("", ".jsonl", ".parquet", ".duckdb"):
        batch(root, tmp_path / f"out{suffix}", workers=1)
        archive = open_archive(tmp_path / f"out{suffix}")
        counted.append((archive.sql("SELECT count(*) FROM notices").fetchall()[0][0], archive.arrow("notices").num_rows))
    assert counted == [(12, 12)] * 4
    assert len(list(open_archive(tmp_path / "out").notices())) == 12
    for wrong in (tmp_path / "none", tmp_path / "公文" / "corrupt-1.txt"):
        with pytest.raises(NoticeParserError):
            open_archive(wrong)


def test_the_queries_of_the_documentation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the real parser
    root = tmp_path / "in"
    root.mkdir()
    for number, name in enumerate(("a", "b")):
        text = "岚川市水务局关于通报水库检查情况的通知\n各镇人民政府：\n根据《青岚省防汛条例》，2023年一季度全市受理量36件，"
        text += (
            f"办结率{number + 98}%。其中：一月10件，二月10件，三月10件。\n序号\t镇\t受理量（件）\n1\t南渡镇\t{number + 12}\n2\t柳坝镇\t9\n"
        )
        (root / f"{name}.txt").write_text(f"{text}岚川市水务局\n2023年4月25日\n", encoding="utf-8")
    (root / "copy.txt").write_bytes((root / "a.txt").read_bytes())
    batch(root, tmp_path / "out.parquet", workers=1)
    page = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    queries = page.partition("```sql\n")[2].partition("```")[0].split(";\n")[:-1]
    archive = open_archive(tmp_path / "out.parquet")
    found = [archive.sql(query).fetchall() for query in queries]
    assert len(found) == 5
    assert found[0] == [("岚川市水务局", "2023", 3)]
    assert sorted(int(row[2]) for row in found[1]) == [98, 99]
    assert found[3][0] == ("青岚省防汛条例", None, 2)
    assert sorted((row[1], int(row[2])) for row in found[4]) == [("12", 12), ("13", 13), ("9", 9), ("9", 9)]


def test_diff(make: Maker, tmp_path: Path) -> None:
    root = make("a.txt", "b.txt", "c.txt")
    names = ["out", "out.jsonl", "out.jsonl.gz", "out.parquet", "out.duckdb", "out.sqlite", "out.xlsx"]
    for name in names:
        batch(root, tmp_path / "old" / name, workers=1)
    (root / "a.txt").unlink()
    (root / "b.txt").write_text("改过的通知", encoding="utf-8")
    make("d.txt")
    for name in names:
        batch(root, tmp_path / "new" / name, workers=1)
    found = diff_archives(str(tmp_path / "old" / "out"), str(tmp_path / "new" / "out.parquet"))
    assert (found.n_compared, found.n_changed, found.added, found.removed) == (2, 1, ("d.txt",), ("a.txt",))
    assert found.counts == {("text", ""): 1, ("title.raw", "title.test"): 1, ("title.text", "title.test"): 1}
    assert list(diff_lines(found)) == [
        "比较 2 份，变化 1 份，新增 1 份，消失 1 份",
        "+ d.txt",
        "- a.txt",
        "text  1",
        "  （无规则）  1",
        "    b.txt: 岚川市水务局关于b.txt的通知 → 改过的通知",
        "title.raw  1",
        "  title.test  1",
        "    b.txt: 岚川市水务局关于b.txt的通知 → 改过的通知",
        "title.text  1",
        "  title.test  1",
        "    b.txt: 岚川市水务局关于b.txt的通知 → 改过的通知",
    ]
    for one in names:  # whatever the form
        assert diff_archives(str(tmp_path / "old" / one), str(tmp_path / "new" / names[-1 - names.index(one)])) == found
        assert diff_archives(str(tmp_path / "new" / one), str(tmp_path / "new" / "out")).is_same


@pytest.mark.parametrize("name", ["out.parquet", "out.duckdb", "out.sqlite"])
def test_diff_names_what_is_missing(run: Callable[..., Run], make: Maker, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    batch(make("a.txt"), out, workers=1)
    work = out / ".notice-parser" if name == "out.parquet" else tmp_path / f"{name}.work"
    (part,) = (work / "parts").iterdir()
    part.unlink()
    got = run("diff", out, out)
    assert (got.code, f"没有 {work.name}/parts/{part.name}" in got.err) == (2, True)
    shutil.rmtree(work)
    got = run("diff", out, out)
    assert (got.code, f"没有 {work.name}，" in got.err) == (2, True)


def test_a_summary_holds_some_of_the_failures_and_counts_all(make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_MOST_FAILURES", 2)
    summary = batch(make(*(f"corrupt-{number}.txt" for number in range(5))), tmp_path / "out", workers=1)
    assert (summary.n_failed, [one.relative for one in summary.failures]) == (5, ["corrupt-0.txt", "corrupt-1.txt"])
    assert summary.report is not None
    assert len(json.loads(Path(summary.report).with_suffix(".json").read_bytes())["failures"]) == 5


RULES = 'field = "kind"\n[words]\nother = ["{}"]\n'


@pytest.mark.skipif(os.name == "nt", reason="takes a process for each file")
def test_rules_that_are_edited_in_mid_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the real parser
    monkeypatch.setattr(local, "_PARTS_A_WORKER", 1)
    monkeypatch.setattr(local, "_NOTICES_A_WORKER", 1)
    root, mine, out = tmp_path / "in", tmp_path / "mine", tmp_path / "out"
    for folder in (root, mine):
        folder.mkdir()

    def add(number: int) -> None:
        (root / f"{number}.txt").write_text(f"岚川市水务局关于河道{number}的督办单\n各镇人民政府：\n请值守。\n", encoding="utf-8")

    for number in range(3):
        add(number)
    rules = mine / "kind.toml"
    rules.write_text(RULES.format("督办单"), encoding="utf-8")
    options = Options(grammars=mine)

    def edit(outcome: object) -> None:
        rules.write_text(RULES.format("交办单"), encoding="utf-8")

    how: dict[str, Any] = {"workers": 1, "time_limit": 600.0, "options": options, "part_size": 1}  # a worker for each file
    batch(root, out, **how, on_outcome=edit)
    written = [json.loads(data) for data in bytes_of(out).values()]
    assert [one["kind"] and one["kind"]["text"] for one in written] == ["督办单"] * 3
    assert len({one["producer"]["rules"] for one in written}) == 1
    assert not (out / ".notice-parser" / "rules").exists()
    add(3)
    with pytest.raises(NoticeParserError) as caught:  # this process has read them as they were
        batch(root, out, **how)
    assert caught.value.code == "rules_changed"
    rules.write_text(RULES.format("督办单"), encoding="utf-8")
    assert batch(root, out, **how).n_parsed == 1

    keep = kept_rules.keep_rules

    def keep_and_spoil(folder: str, options: Options) -> Options:
        changed = keep(folder, options)
        assert changed.grammars is not None
        (changed.grammars / rules.name).write_text(RULES.format("交办单"), encoding="utf-8")
        return changed

    monkeypatch.setattr(kept_rules, "keep_rules", keep_and_spoil)
    with pytest.raises(NoticeParserError) as caught:  # nothing is parsed by rules that are not those of the manifest
        batch(root, out, **how, is_forced=True)
    assert caught.value.code == "rules_changed"


def test_diff_as_a_command(run: Callable[..., tuple[int, str, str]], make: Maker, tmp_path: Path) -> None:
    root = make("a.txt")
    batch(root, tmp_path / "old", workers=1)
    (root / "a.txt").write_text("改过的通知", encoding="utf-8")
    batch(root, tmp_path / "new", workers=1)
    old, new = str(tmp_path / "old"), str(tmp_path / "new")
    code, out, _ = run("diff", old, new, "--format", "json")
    told = json.loads(out)
    assert (code, told["changed"], told["fields"][1]["rule"], told["fields"][1]["samples"][0]["new"]) == (1, 1, "title.test", "改过的通知")
    assert run("diff", old, old)[0] == 0
    code, _, err = run("diff", old, str(root))
    assert code == 2
    assert "不是 notice-parser batch 的输出" in err


def test_changes_of_a_notice(full_notice: model.Notice) -> None:
    old = json.loads(full_notice.to_json())
    new = json.loads(full_notice.to_json())
    assert list(changes_of("a", old, new)) == []
    first = new["statistics"][0]
    first["value"], first["rule"] = 7, "statistics.other"
    extra = {**first, "key": "another", "quantity_span": [1, 2], "id": "s0"}
    new["statistics"].insert(0, extra)
    for number, one in enumerate(new["statistics"], 1):  # all are numbered anew, and only one is new
        one["id"] = f"s{number}"
        one["part_of"] = None if one["part_of"] is None else f"s{int(one['part_of'][1:]) + 1}"
    for one in new["findings"]:
        for some in one["evidence"]:
            some["statistic"] = None if some.get("statistic") is None else f"s{int(some['statistic'][1:]) + 1}"
    table = new["tables"][0]
    table["raw"][0][0] = "改"
    found = [(one.field, one.rule, one.new) for one in changes_of("a", old, new)]
    assert sorted(found) == sorted(
        [
            ("statistics[]", "statistics.other", extra["raw"]),
            ("statistics[].value", "statistics.other", 7),
            ("tables[].raw[][]", "", "改"),
        ]
    )
    renamed = {**old, "statistics": [{**old["statistics"][0], "key": "其他", "indicator": "指标二"}, *old["statistics"][1:]]}
    assert [(one.field, one.new) for one in changes_of("a", old, renamed)] == [("statistics[].indicator", "指标二")]


def test_the_report_escapes_what_notices_say(make: Maker, tmp_path: Path) -> None:
    root = make("a.txt", "corrupt-1.txt")
    (root / "x.txt").write_text("<script>alert(1)</script>", encoding="utf-8")
    summary = batch(root, tmp_path / "out", workers=1)
    assert summary.report is not None
    page = Path(summary.report).read_text(encoding="utf-8")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "没有文字" in page  # the codes of the review list, in words of both languages
    assert '<span class="en" lang="en">there is no text</span>' in page
    assert ">公文<title>公文 (notice)</title>" in page
    report = json.loads(Path(summary.report).with_suffix(".json").read_bytes())
    assert report["totals"] | {"done": 2, "failed": 1, "parsed": 3, "look": 2} == report["totals"]
    assert [one["path"] for one in report["failures"]] == ["corrupt-1.txt"]
    assert [one["path"] for one in report["review"]] == ["a.txt", "x.txt"]


def test_the_lists_of_the_report_are_sorted_and_cut_in_the_page_alone(make: Maker, tmp_path: Path) -> None:
    root = make(*(f"corrupt-{number:03}.txt" for number in range(3)), count=5)
    summary = batch(root, tmp_path / "out", workers=1)
    assert summary.report is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reporting, "_MOST_LISTED", 2)
        batch(root, tmp_path / "out", workers=1)
    page = Path(summary.report).read_text(encoding="utf-8")
    assert ("共 3 项，列出前 2 项" in page, "共 5 项，列出前 2 项" in page, "corrupt-001.txt" in page) == (True, True, True)
    assert "<td>corrupt-002.txt</td><td><span" not in page
    report = json.loads(Path(summary.report).with_suffix(".json").read_bytes())
    assert [one["path"] for one in report["failures"]] == [f"corrupt-{number:03}.txt" for number in range(3)]
    assert [one["path"] for one in report["review"]] == [f"{number}/{number:04}.txt" for number in range(5)]
    with closing(Manifest(":memory:")) as manifest:
        rows = [("b", "look", ("x",), None), ("a", "look", ("x",), None), ("c", "look", ("x", "y"), "题"), ("d", "unsafe", ("x",), None)]
        assert [row[0] for row in manifest.sort_for_review(rows)] == ["d", "c", "a", "b"]


def test_a_dry_run_writes_nothing(make: Maker, tmp_path: Path) -> None:
    root = make(count=5)
    (root / "large.txt").write_text("通知" * 10_000, encoding="utf-8")
    summary = batch(root, tmp_path / "out", is_dry=True)
    assert summary.plan is not None
    (stock,) = summary.plan.stock
    assert (summary.plan.counts.n_to_parse, stock.suffix, stock.n_files, stock.by_size) == (6, "txt", 6, (5, 1, 0, 0, 0))
    assert not (tmp_path / "out").exists()


def test_two_runs_at_once_are_refused(make: Maker, tmp_path: Path) -> None:
    root, out = make("a.txt"), tmp_path / "out"
    batch(root, out, workers=1)
    code = f"import time\nfrom notice_parser.batch.durable import locked\nwith locked({str(out / '.notice-parser/lock')!r}, 'x'):\n"
    holder = subprocess.Popen([sys.executable, "-c", code + " print(1, flush=True); time.sleep(60)"], stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(NoticeParserError) as caught:
            batch(root, out, workers=1)
        assert caught.value.code == "batch_busy"
    finally:
        holder.kill()
        holder.communicate()
    batch(root, out, workers=1)  # a killed run leaves no lock
    assert callable(locked)


@pytest.mark.parametrize(
    ("values", "message"),
    [({"engine": "spark"}, "spark"), ({"to": "odt"}, "odt"), ({"is_catalogue": True}, "catalogue")],
)
def test_what_is_not_offered_is_refused(make: Maker, tmp_path: Path, values: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        batch(make("a.txt"), tmp_path / "out", **values)
    assert not (tmp_path / "out").exists()


def test_without_ray_the_option_says_how_to_install_it(make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(NoticeParserError, match=r"notice-parser\[ray\]"):
        batch(make("a.txt"), tmp_path / "out", engine="ray")
