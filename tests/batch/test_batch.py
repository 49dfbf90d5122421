"""A batch: every file has its JSON or is reported; nothing is written by half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from conftest import NOTICE, ROOT, Run

from notice_parser import Notice, Options, parse
from notice_parser.batch import Outcome, Plan, batch
from notice_parser.batch.items import Item
from notice_parser.batch.plan import output_name, scan
from notice_parser.errors import LoadError, NoticeParserError
from notice_parser.load.source import Source

Runner = Callable[..., Run]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with notices in both encodings, two bad files, and what is no notice."""
    root = tmp_path / "公文"
    files = {
        "a.txt": NOTICE.encode(),
        "2023/四月/b.txt": NOTICE.encode("gb18030"),
        "2023/c.md": b"# " + NOTICE.encode(),
        "2023/empty.txt": b"",
        "scan.ppt": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"),
        "meta.toml": b"x = 1",
        "gold.json": b"{}",
        ".hidden": b"x",
        ".git/a.txt": b"x",
    }
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def _written(folder: Path) -> list[str]:
    """The files in an output, but for those of the machinery."""
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [name for name in found if not name.startswith(".")]


def _items(*inputs: str | Path, shut: tuple[Path, ...] = ()) -> list[Item]:
    return [item for item in scan(inputs, shut=shut) if item is not None]


@pytest.mark.parametrize(("workers", "time_limit"), [(1, None), (2, 30.0)])
def test_a_folder(tree: Path, tmp_path: Path, workers: int, time_limit: float | None) -> None:
    out = tmp_path / "out"
    plans: list[Plan] = []
    heard: list[Outcome] = []
    summary = batch([tree], out, workers=workers, time_limit=time_limit, on_plan=plans.append, on_outcome=heard.append)
    assert _written(out) == ["2023/c.md.json", "2023/四月/b.txt.json", "a.txt.json"]
    assert (summary.n_files, summary.n_done, summary.n_skipped) == (5, 3, 3)
    assert [(f.relative, f.error.code) for f in summary.failures] == [("2023/empty.txt", "empty_file"), ("scan.ppt", "unread_format")]
    assert sorted(outcome.relative for outcome in heard) == sorted(item.path for item in _items(tree))
    assert plans[0].n_files == 5
    notice = Notice.from_json((out / "2023" / "四月" / "b.txt.json").read_bytes())
    assert (notice.source.name, notice.source.path) == ("b.txt", "2023/四月/b.txt")
    assert str(tmp_path) not in notice.to_json()
    assert notice.text == parse(tree / "a.txt").text


def test_workers_do_not_change_the_bytes(tree: Path, tmp_path: Path) -> None:
    for workers in (1, 2):
        batch([tree], tmp_path / str(workers), workers=workers)
    for name in _written(tmp_path / "1"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_files_folders_and_patterns(tree: Path) -> None:
    assert [w.path for w in _items(tree / "a.txt", tree / "gold.json")] == ["a.txt", "gold.json"]
    assert [w.path for w in _items(str(tree / "2*" / "*.txt"))] == ["2023/empty.txt"]
    assert [w.path for w in _items(str(tree / "**" / "*.txt"))] == ["2023/empty.txt", "2023/四月/b.txt", "a.txt"]
    assert [w.path for w in _items(tree / "2023", tree)] == ["c.md", "empty.txt", "四月/b.txt", "a.txt", "scan.ppt"]
    bracketed = tree / "x[1].txt"
    bracketed.write_text("通知", encoding="utf-8")
    assert [w.path for w in _items(bracketed)] == ["x[1].txt"]
    for missing in (tree / "没有", str(tree / "*.doc")):
        with pytest.raises(LoadError) as caught:
            _items(missing)
        assert caught.value.code == "not_found"


def test_output_within_the_input_is_not_read(tree: Path) -> None:
    out = tree / "结果"
    out.mkdir()
    (out / "old.txt").write_text("通知", encoding="utf-8")
    assert not [w for w in _items(tree, shut=(out,)) if "结果" in w.path]
    for _ in range(2):  # what the first run wrote is no input of the second
        summary = batch([tree], out, workers=1)
        assert (summary.n_files, summary.n_done, summary.n_skipped) == (5, 3, 3)


@pytest.mark.parametrize(
    ("relative", "expected"),
    [
        ("a.txt", "a.txt.json"),
        ("通知/关于.txt", "通知/关于.txt.json"),
        ('a:b?"<>|*\\.txt', "a%3Ab%3F%22%3C%3E%7C%2A%5C.txt.json"),
        ("NUL.txt", "%4EUL.txt.json"),
        ("com1/console.txt", "%63om1/console.txt.json"),
        ("尾点./尾空 /a", "尾点%2E/尾空%20/a.json"),
    ],
)
def test_names_are_safe_on_ntfs(relative: str, expected: str) -> None:
    assert output_name(relative) == expected


def test_a_name_that_is_no_utf8() -> None:
    assert output_name("a\udcff.txt") == "a\ufffd.txt.json"


def test_long_names_are_cut_and_told_apart() -> None:
    names = {output_name("通" * 100 + end + ".txt") for end in "甲乙"}
    assert len(names) == 2
    assert all(len(name.encode()) <= 255 for name in names)


def test_names_that_differ_in_case_alone_are_told_apart(tmp_path: Path) -> None:
    for folder, name in (("1", "A.txt"), ("2", "a.TXT")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("通知", encoding="utf-8")
    outputs = [item.output for item in _items(tmp_path / "1", tmp_path / "2")]
    assert outputs == ["A.txt.json", "a.TXT~2.json"]


def test_an_output_that_cannot_be_written_is_reported(tree: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "a.txt.json").mkdir(parents=True)
    summary = batch([tree / "a.txt", tree / "2023" / "c.md"], out, workers=1)
    assert [(f.relative, f.error.code) for f in summary.failures] == [("a.txt", "unwritable")]
    assert _written(out) == ["c.md.json"]  # and no draft is left
    with pytest.raises(NoticeParserError) as caught:
        batch([tree], tree / "a.txt", workers=1)
    assert caught.value.code == "bad_output"


def test_a_fault_of_ours_is_reported_and_passed_over(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from notice_parser import pipeline

    real = pipeline.parse_loaded

    def fragile(source: Source, *, options: Options) -> Notice:
        if source.style == "markdown":
            raise ZeroDivisionError("零")
        return real(source, options=options)

    monkeypatch.setattr(pipeline, "parse_loaded", fragile)
    summary = batch([tree], tmp_path / "out", workers=1)
    told = {f.relative: f.error for f in summary.failures}
    assert told["2023/c.md"].code == "worker"
    assert "ZeroDivisionError" in str(told["2023/c.md"])
    assert summary.n_done == 2


def test_command(run: Runner, tree: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    got = run("batch", tree, "-o", out, "--workers", "1", "--indent")
    assert (got.code, got.out) == (1, "")
    lines = got.err.splitlines()
    assert len(lines) == 3
    assert "scan.ppt：读不了 PPT/DPS 格式。" in lines[1]
    assert "empty.txt：文件为空。" in lines[0]
    assert lines[2].startswith("完成 3 份，失败 2 份，略过非公文文件 3 个")
    assert json.loads((out / "a.txt.json").read_bytes())["source"]["path"] == "a.txt"
    assert (out / "a.txt.json").read_bytes().startswith(b"{\n  ")
    english = run("batch", tree / "a.txt", "-o", out, "--workers", "1", "--lang", "en")
    assert english.code == 0
    assert english.err.startswith("1 done, 0 failed, 0 files skipped")


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system has no masks of signals")
def test_processes_start_deaf_to_interrupts() -> None:
    """Python's own helper of processes lets Ctrl-C through again when it is first started: that must come before."""
    code = (
        "import signal; from multiprocessing import get_context; from notice_parser.batch.local import _no_interrupt\n"
        "with _no_interrupt():\n"
        "    get_context('spawn').Lock()\n"
        "    print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout.strip() == b"True"


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent in another way there")
def test_interrupt_while_a_library_loads_has_the_same_code(tmp_path: Path) -> None:
    """Python itself takes an interrupt that came out of an ``exec`` for one that nobody handled."""
    (tmp_path / "sitecustomize.py").write_text(
        "import notice_parser.cli as cli\n"
        "def main():\n"
        "    try:\n"
        "        exec('import signal; signal.raise_signal(signal.SIGINT)')\n"
        "    except KeyboardInterrupt:\n"
        "        return 1\n"
        "cli.main = main\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "notice_parser"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent in another way there")
@pytest.mark.parametrize("sign", ["*.json", ".notice-parser/rules"], ids=["at work", "while the workers load"])
def test_interrupt_stops_cleanly(tmp_path: Path, sign: str) -> None:
    root = tmp_path / "in"
    root.mkdir()
    files = 3000
    for number in range(files):
        # no two alike: copies would be parsed once, and the run be over at once
        (root / f"{number}.txt").write_text(NOTICE * 3 + f"（共印{number}份）\n", encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "notice_parser", "batch", str(root), "-o", str(out), "--workers", "2", "--lang", "en"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # what runs in the background of a shell does not hear of it
    )
    try:
        deadline = time.monotonic() + 300
        while not list(out.glob(sign)) and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        err = process.communicate(timeout=300)[1].decode()
    finally:
        if process.poll() is None:
            process.kill()
    assert process.returncode == 1, err
    assert err.strip() == "interrupted"
    written = _written(out)
    if sign != "*.json":
        return
    begun = {name.partition("#")[0] for name in written}  # a file of three notices is three files of JSON
    assert 0 < len(begun) < files
    for name in written:
        if name.endswith(".json"):
            json.loads((out / name).read_bytes())
