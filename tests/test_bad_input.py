"""What users get wrong: one line that says what, where, and how to mend it; the exit code; no traceback."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

from notice_parser import GrammarError, LoadError, Options, parse, parse_text

Runner = Callable[..., Run]


BROKEN = """field = "watchword"
about = "口令"
[[rules]]
id = "watchword.digits"
pattern = '口令：(\\d{4}'
examples = [ { text = "口令：1234" }, { text = "口令：2345" }, { text = "口令：5678" } ]
counterexamples = [ { text = "口令：无", why = "没有数字" } ]
"""


def _refused(got: Run, code: int, *words: str) -> None:
    assert got.code == code, got
    assert got.out == ""
    assert "Traceback" not in got.err
    assert len(got.err.splitlines()) == 1, got.err
    for word in words:
        assert word in got.err, got.err


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.txt", b"", ("空.txt", "文件为空", "请换")),
        ("空白.txt", b" \n\n", ("空白.txt", "文件为空")),
        ("杂.txt", bytes(range(256)) * 4, ("杂.txt", "不是文本文件", "请先转换")),
        ("公文.txt", b"%PDF-1.7\n", ("公文.txt", "PDF")),
        ("版式.txt", b"Founder CEB 3.0\0\0", ("版式.txt", "CEB", "另存为")),
        ("长行.txt", "通".encode() * (50 * 1024 * 1024 // 3), ("长行.txt", "上限", "--max-chars")),
    ],
    ids=["empty", "blank", "binary", "broken pdf", "ceb", "line of 50 MB"],
)
def test_files(run: Runner, tmp_path: Path, name: str, data: bytes, words: tuple[str, ...]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    start = time.process_time()
    _refused(run("parse", path), 1, *words)
    assert time.process_time() - start < 10
    english = run("parse", path, "--lang", "en").err
    assert len(english.splitlines()) == 1
    assert not any("一" <= c <= "鿿" for c in english.replace(str(path), ""))


def test_a_text_above_the_limit_is_refused_before_any_work(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "长.txt"
    path.write_text("通知\n" * 10, encoding="utf-8")
    _refused(run("parse", path, "--max-chars", "20"), 1, "文本过长：30 字，上限 20 字")
    with pytest.raises(LoadError):
        parse_text("通" * 10_000_001)


def test_a_long_line_within_the_limit_is_parsed() -> None:
    notice = parse_text("岚川市2023年4月25日检查水库36座，" * 5_000)
    assert len(notice.text) > 100_000
    assert len(notice.statistics) >= 5_000


def test_a_folder_and_a_missing_file(run: Runner, tmp_path: Path) -> None:
    _refused(run("parse", tmp_path), 1, str(tmp_path), "文件夹", "batch")
    _refused(run("parse", tmp_path / "没有.txt"), 1, "没有.txt", "没有这个文件", "请检查路径")
    _refused(run("batch", tmp_path / "没有", "-o", tmp_path / "out"), 1, "没有这个文件")
    assert not (tmp_path / "out").exists()


def test_an_output_that_cannot_be_written(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("关于值守的通知\n", encoding="utf-8")
    _refused(run("parse", path, "-o", path / "b.json"), 1, "无法写入")
    _refused(run("batch", path, "-o", path / "json", "--workers", "1"), 1, "无法写入")
    _refused(run("batch", path, "-o", path, "--workers", "1"), 2, "不能输出这种文件", "--to")


@pytest.mark.parametrize(
    "arguments",
    [
        ("parse",),
        ("parse", "a.txt", "--no-such"),
        ("parse", "a.txt", "--max-chars", "0"),
        ("parse", "a.txt", "--max-chars", "许多"),
        ("parse", "a.txt", "--grammars", "没有"),
        ("parse", "a.txt", "b.txt", "--indent"),
        ("parse", "a.txt", "--lang", "fr"),
        ("batch", "a.txt"),
        ("batch", "a.txt", "-o", "out", "--workers", "0"),
        ("batch", "a.txt", "-o", "out", "--time-limit", "0"),
        ("check", "没有"),
        ("explain", "a.txt"),
        ("prase", "a.txt"),
        ("--no-such",),
    ],
    ids=" ".join,
)
def test_wrong_usage(run: Runner, arguments: tuple[str, ...]) -> None:
    _refused(run(*arguments), 2, "用法有误", "--help")


@pytest.mark.parametrize("command", [("parse", "{file}"), ("batch", "{file}", "-o", "{out}"), ("check",), ("explain", "{file}", "title")])
def test_a_broken_grammar_stops_all_with_its_place(run: Runner, tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "a.txt"
    file.write_text("关于值守的通知\n", encoding="utf-8")
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "watchword.toml").write_text(BROKEN, encoding="utf-8")
    out = tmp_path / "out"
    arguments = [part.format(file=file, out=out) for part in command]
    got = run(*arguments, "--grammars", folder)
    assert (got.code, got.out) == (2, "")
    assert "watchword.toml" in got.err.splitlines()[0]
    assert "^" in got.err
    assert "Traceback" not in got.err
    assert not out.exists()
    with pytest.raises(GrammarError):
        parse(file, options=Options(grammars=folder))
