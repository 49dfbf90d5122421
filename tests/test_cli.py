"""The command: data on stdout, the rest on stderr, exit codes, both languages."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from conftest import NOTICE, ROOT, Run

import notice_parser
from notice_parser import cli
from notice_parser.emit.schema import json_schema

Runner = Callable[..., Run]


def _process(*arguments: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "notice_parser", *arguments],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **env},
        timeout=600,
    )


def test_parse_one(run: Runner, notice_file: Path) -> None:
    got = run("parse", notice_file)
    assert got == Run(0, notice_parser.parse(notice_file).to_json() + "\n", "")
    indented = run("parse", notice_file, "--indent").out
    assert indented.startswith('{\n  "schema_version": "1",\n')
    assert json.loads(indented) == json.loads(got.out)


def test_parse_several_gives_json_lines_and_goes_on(run: Runner, notice_file: Path, tmp_path: Path) -> None:
    got = run("parse", notice_file, tmp_path / "没有.txt", notice_file)
    assert got.code == 1
    assert len(got.out.splitlines()) == 2
    assert [json.loads(line)["source"]["name"] for line in got.out.splitlines()] == [notice_file.name] * 2
    assert got.err == f"{tmp_path / '没有.txt'}：没有这个文件。请检查路径。\n"


def test_parse_to_a_file_and_to_a_folder(run: Runner, notice_file: Path, tmp_path: Path) -> None:
    one = tmp_path / "out.json"
    assert run("parse", notice_file, "-o", one) == Run(0, "", "")
    assert notice_parser.Notice.from_json(one.read_bytes()) == notice_parser.parse(notice_file)
    twin = tmp_path / "b" / notice_file.name
    twin.parent.mkdir()
    twin.write_text("关于供水的通知\n", encoding="utf-8")
    folder = tmp_path / "out"
    assert run("parse", notice_file, twin, "-o", folder, "--indent").code == 0
    assert sorted(path.name for path in folder.iterdir()) == [f"{notice_file.name}.json", f"{notice_file.name}~2.json"]
    assert run("parse", notice_file, "-o", folder).code == 0
    assert (folder / f"{notice_file.name}.json").read_bytes() == one.read_bytes()


def test_stdin(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NOTICE.encode("gb18030"))))
    data = json.loads(run("parse", "-", "--url", "http://example.org/1").out)
    assert data["text"] == notice_parser.parse_text(NOTICE).text
    assert (data["source"]["name"], data["source"]["url"]) == (None, "http://example.org/1")


def test_stdout_is_utf8_whatever_the_console(notice_file: Path) -> None:
    for encoding in ("ascii", "gbk"):
        got = _process("parse", str(notice_file), PYTHONIOENCODING=encoding)
        assert (got.returncode, got.stderr) == (0, b"")
        assert json.loads(got.stdout.decode("utf-8"))["source"]["name"] == notice_file.name
    assert _process("--help", PYTHONIOENCODING="ascii").returncode == 0
    assert b"Traceback" not in _process("parse", "没有.txt", PYTHONIOENCODING="ascii").stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_stdout_is_told_as_one_line(notice_file: Path) -> None:
    with open("/dev/full", "wb") as full:
        got = subprocess.run(
            [sys.executable, "-m", "notice_parser", "parse", str(notice_file)], stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False
        )
    assert got.returncode == 1
    assert got.stderr.decode().count("\n") == 1
    assert "无法写入" in got.stderr.decode()


def test_a_reader_that_leaves_is_no_fault(notice_file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "notice_parser", "parse", *[str(notice_file)] * 60], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=600) == 1


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ({"LANG": "en_US.UTF-8"}, "no such file"),
        ({"LANG": "zh_CN.UTF-8"}, "没有这个文件"),
        ({"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, "没有这个文件"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "zh_CN.UTF-8"}, "no such file"),
        ({}, "没有这个文件"),
    ],
)
def test_language_of_the_locale(run: Runner, monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], expected: str) -> None:
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert expected in run("parse", "没有.txt").err


@pytest.mark.parametrize(
    "arguments", [("--lang", "en", "parse", "x.txt"), ("parse", "--lang", "en", "x.txt"), ("parse", "x.txt", "--lang", "en")]
)
def test_language_may_be_said_anywhere(run: Runner, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).err == "x.txt: no such file. check the path.\n"


def test_debug_shows_the_traceback(run: Runner) -> None:
    got = run("--debug", "parse", "没有.txt")
    assert "Traceback" in got.err
    assert got.err.endswith("没有.txt：没有这个文件。请检查路径。\n")
    assert "Traceback" not in run("parse", "没有.txt").err


def test_a_fault_of_ours_takes_one_line(run: Runner, notice_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> object:
        raise ZeroDivisionError("零\n除")

    monkeypatch.setattr("notice_parser.pipeline.parse_loaded", broken)
    got = run("parse", notice_file, notice_file)
    assert got.code == 1
    assert len(got.err.splitlines()) == 2
    assert "ZeroDivisionError: 零 除" in got.err
    assert "--debug" in got.err
    monkeypatch.setattr("notice_parser.emit.schema.json_schema", broken)
    assert run("schema").code == 1
    assert "Traceback" in run("schema", "--debug").err


def test_interrupt(run: Runner, notice_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("notice_parser.pipeline.parse_loaded", interrupt)
    got = run("parse", notice_file)
    assert (got.code, got.out, got.err.strip()) == (1, "", "已中断")


def test_version_and_help(run: Runner) -> None:
    assert run("--version") == Run(0, f"notice-parser {notice_parser.__version__}\n", "")
    bare = run()
    assert (bare.code, bare.out) == (2, "")
    assert "Usage" in bare.err
    for name, command in cli.cli.commands.items():
        got = run(name, "--help")
        assert got.code == 0
        assert (command.help or "").split("。")[0] in got.out
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name}: {parameter.name} has no help"


def test_schema(run: Runner) -> None:
    assert json.loads(run("schema").out) == json_schema()


def test_explain(run: Runner, notice_file: Path) -> None:
    got = run("explain", notice_file, "document_number")
    assert (got.code, got.err) == (0, "")
    assert "〔2023〕12号" in got.out
    assert "document_number." in got.out
    assert run("explain", notice_file, "document_number", "--lang", "en").out != got.out


def test_explain_names_the_nearest_field(run: Runner, notice_file: Path) -> None:
    got = run("explain", notice_file, "document_numbre")
    assert (got.code, got.out) == (2, "")
    assert "document_number" in got.err


@pytest.fixture
def few_grammars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A grammar folder with one rule in place of ours, whose full check is a task of its own; layout needs none then."""
    folder = tmp_path / "few" / "grammars"
    folder.mkdir(parents=True)
    (folder / "shared.toml").write_bytes((ROOT / "grammars" / "shared.toml").read_bytes())
    (folder / "greeting.toml").write_text(_grammar("greeting", "你好：12"), encoding="utf-8")
    monkeypatch.setattr("notice_parser.grammar.load.grammar_folder", lambda: folder)
    monkeypatch.setattr("notice_parser.layout.lay_out", lambda source, _: SimpleNamespace(text="\n".join(b.text for b in source.blocks)))
    return folder


def _grammar(field: str, example: str) -> str:
    word = example[:2]
    return f"""field = "{field}"
about = "{word}"
[[rules]]
id = "{field}.plain"
pattern = '{word}：\\d{{2}}'
examples = [ {{ text = "{word}：34" }}, {{ text = "{example}" }}, {{ text = "{word}：56" }} ]
counterexamples = [ {{ text = "{word}：无", why = "没有数字" }} ]
"""


@pytest.mark.usefixtures("few_grammars")
def test_check_passes_and_reads_a_folder(run: Runner, notice_file: Path) -> None:
    folder = notice_file.parent / "texts"
    folder.mkdir()
    (folder / "a.txt").write_bytes(notice_file.read_bytes())
    (folder / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    corpus = len(list((ROOT / "corpus").glob("*/notice.*")))
    assert run("check", folder) == Run(0, "", f"1 个字段、1 条规则、{corpus + 1} 篇文本：0 处问题\n")


@pytest.mark.usefixtures("few_grammars")
def test_check_reports_a_rule_that_misses(run: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "watchword.toml").write_text(_grammar("watchword", "口令：7"), encoding="utf-8")
    got = run("check", "--grammars", folder)
    assert got.code == 2
    assert "watchword.plain" in got.out
    assert "口令：7" in got.out
    assert "口令：34" not in got.out


def test_doctor_lists_the_formats(run: Runner) -> None:
    got = run("doctor", "--lang", "en")
    assert got.code == 0
    assert "DOCX" in got.out
    assert "RAR" in got.out
