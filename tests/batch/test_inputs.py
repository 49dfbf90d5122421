"""What a batch reads: lists, tables, WARC files, URLs; each file once, however often it is named."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import NOTICE, ROOT
from machinery import Maker, bytes_of, make_files, quicken

from notice_parser import parse, pipeline
from notice_parser.batch import Columns, batch, members, tables
from notice_parser.batch.places import Found
from notice_parser.batch.plan import scan
from notice_parser.errors import LoadError, NoticeParserError, OptionError


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch)


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return partial(make_files, tmp_path / "公文")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def _paths(*inputs: str | Path) -> list[str]:
    return [item.path for item in scan(inputs) if item]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".csv", ".parquet"])
def test_tables_are_read_row_by_row(tmp_path: Path, suffix: str) -> None:
    rows = [{"编号": f"n{number}", "正文": f"关于第{number}件的通知", "来源": "网站"} for number in range(3)]
    table = tmp_path / f"t{suffix}"
    if suffix == ".parquet":
        import pyarrow
        import pyarrow.parquet

        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), table)
    elif suffix == ".csv":
        with table.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    else:
        data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode() + (b"{broken\n" if suffix == ".jsonl" else b"")
        table.write_bytes(gzip.compress(data) if suffix.endswith(".gz") else data)
    monkey = pytest.MonkeyPatch()
    monkey.setattr(pipeline, "parse_text", lambda text, *, name, options: pipeline.parse_alone(text.encode(), name=name)[0])
    with monkey.context():
        summary = batch(table, tmp_path / "out.jsonl", workers=1, columns=Columns(text="正文", id="编号"))
    monkey.undo()
    found = _lines(tmp_path / "out.jsonl")
    assert [(one["source"]["path"], one["text"], one["source"]["extra"]) for one in found] == [
        (f"t{suffix}/n{number}", f"关于第{number}件的通知", {"来源": "网站"}) for number in range(3)
    ]
    assert [one.error.code for one in summary.failures] == (["unreadable"] if suffix == ".jsonl" else [])
    with pytest.raises(OptionError, match="没有列 body"):
        batch(table, tmp_path / "other.jsonl", workers=1, columns=Columns(text="body"))


@pytest.mark.usefixtures("quick")
def test_packed_inputs_that_have_not_changed_are_not_read_again(make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(count=3)
    with tarfile.open(tmp_path / "公文" / "x.tar", "w") as packed:
        for name in ("0/0000.txt", "1/0001.txt"):
            packed.add(root / name, f"内/{name}")
    for name in ("0/0000.txt", "1/0001.txt"):
        (root / name).write_text(f"另一份{name}", encoding="utf-8")
    table = root / "t.jsonl"
    table.write_text('{"正文": "关于甲的通知"}\n{"正文": "关于乙的通知"}\n{broken\n', encoding="utf-8")
    inputs, out, columns = [root, table], tmp_path / "out.jsonl", Columns(text="正文")
    read: list[str] = []

    def noted(real: Callable[..., Iterator[Any]], found: Found, *rest: Any) -> Iterator[Any]:
        read.append(found.relative)
        return real(found, *rest)

    for module, name in ((members, "members_of"), (tables, "rows_of")):
        monkeypatch.setattr(module, name, partial(noted, getattr(module, name)))
    monkeypatch.setattr(pipeline, "parse_text", lambda text, *, name, options: pipeline.parse_alone(text.encode(), name=name)[0])

    def run(**values: Any) -> tuple[int, int, int, list[str]]:
        read.clear()
        summary = batch(inputs, out, workers=1, columns=columns, **values)
        return summary.n_done, len(summary.failures), summary.n_parsed, sorted(read)

    both = ["t.jsonl", "x.tar"]
    assert run() == (7, 1, 8, both)
    first = out.read_bytes()
    assert run() == (7, 1, 1, [])  # what could not be read is told again, and nothing is read
    assert out.read_bytes() == first
    make("new.txt")
    assert run() == (8, 1, 2, [])
    assert run(is_forced=True) == (8, 1, 9, both)
    quicken(monkeypatch, "rules 2")
    assert run() == (8, 1, 9, both)
    assert run() == (8, 1, 1, [])
    shutil.rmtree(tmp_path / "out.jsonl.work" / "parts")  # what is lost is read and parsed again
    assert run() == (8, 1, 9, both)
    assert run() == (8, 1, 1, [])
    with table.open("a", encoding="utf-8") as file:
        file.write('{"正文": "关于丙的通知"}\n')
    assert run() == (9, 1, 2, ["t.jsonl"])


def test_a_table_of_a_chinese_spreadsheet(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes("编号,正文\n一号,关于值守的通知\n".encode("gb18030"))
    items = [item for item in scan([table], columns=Columns(text="正文", id="编号")) if item]
    assert [(item.path, (item.data or b"").decode()) for item in items] == [("t.csv/一号", "关于值守的通知")]


def test_lists_and_what_is_not_here(make: Maker, tmp_path: Path) -> None:
    root = make("a.txt", "b/c.txt", "通知.txt")
    listed = tmp_path / "list.txt"
    for encoding in ("utf-8-sig", "gb18030"):
        listed.write_bytes(f"{root / 'a.txt'}\r\n\n{root / 'none.txt'}\n{root / 'b'}\n{root / '通知.txt'}\n".encode(encoding))
        assert [path.rpartition("/")[2] for path in _paths(f"@{listed}")] == ["a.txt", "none.txt", "c.txt", "通知.txt"]
    for name in (str(tmp_path / "none"), "@none.txt", "memory://nothing/here"):
        with pytest.raises(LoadError) as caught:
            batch(name, tmp_path / "out")
        assert caught.value.code == "not_found"
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_named_twice_is_taken_once(make: Maker) -> None:
    root = make("a.txt")
    with zipfile.ZipFile(root / "x.zip", "w") as packed:
        packed.writestr("b.txt", "通知乙")
    assert _paths(root, root / "x.zip", root / "a.txt", str(root / "*")) == ["a.txt", "x.zip/b.txt"]
    (root / "x.json").write_text("{}", encoding="utf-8")
    assert _paths(root, root / "x.json") == ["a.txt", "x.zip/b.txt", "x.json"]


def _write_warc(path: Path) -> None:
    pages = [
        ("http://www.lanchuan.example/art/1.html", "200 OK", "text/html; charset=utf-8", "<html><p>关于值守的通知</p></html>"),
        ("http://www.lanchuan.example/art/", "200 OK", "text/html", "<html><p>关于检查的通知</p></html>"),
        ("http://www.lanchuan.example/../../x.js", "200 OK", "application/javascript", "x"),
        ("http://www.lanchuan.example/../../2.html", "200 OK", "text/html", "<html><p>关于值守的通知</p></html>"),
        ("http://www.lanchuan.example/gone.html", "404 Not Found", "text/html", "<html>没有</html>"),
    ]
    with path.open("wb") as file:
        for number, (url, status, kind, body) in enumerate(pages):
            head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\n\r\n".encode()
            content = head + gzip.compress(body.encode(), mtime=0)
            said = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:{number}>\r\nWARC-Date: 2023-04-25T00:00:00Z\r\n"
            said += f"WARC-Target-URI: {url}\r\nContent-Type: application/http\r\nContent-Length: {len(content)}\r\n\r\n"
            record = said.encode() + content + b"\r\n\r\n"
            file.write(gzip.compress(record, mtime=0) if path.suffix == ".gz" else record)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("suffix", [".warc", ".warc.gz"])
def test_pages_of_a_warc(tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("warcio")
    _write_warc(tmp_path / f"x{suffix}")
    out = tmp_path / "out.jsonl"
    summary = batch(tmp_path / f"x{suffix}", out, workers=1)
    assert (summary.n_done, summary.n_parsed, summary.n_skipped, summary.n_duplicates) == (3, 2, 2, 1)
    sources = {line["source"]["path"]: line["source"] for line in _lines(out)}
    root = f"x{suffix}/www.lanchuan.example"
    assert set(sources) == {f"{root}/art/1.html", f"{root}/art/index", f"{root}/2.html"}
    page = sources[f"{root}/art/1.html"]
    assert page["url"] == "http://www.lanchuan.example/art/1.html"
    assert page["extra"] == {"warc_date": "2023-04-25T00:00:00Z", "duplicate_of": f"{root}/2.html"}
    assert batch(tmp_path / f"x{suffix}", out, workers=1).n_parsed == 0
    data = (tmp_path / f"x{suffix}").read_bytes()
    for share in (0.3, 0.45, 0.5, 0.7):  # in a head, in a body
        (tmp_path / f"x{suffix}").write_bytes(data[: int(len(data) * share)])
        summary = batch(tmp_path / f"x{suffix}", out, workers=1)  # what is whole is kept, and the rest is told
        assert summary.n_done > 0
        assert [(one.relative, one.error.code) for one in summary.failures] == [(f"x{suffix}", "unreadable")]


@pytest.mark.usefixtures("quick")
def test_urls_of_memory(tmp_path: Path) -> None:
    import fsspec

    system = fsspec.filesystem("memory")
    for name in ("2023/a.txt", "2023/四月/b.txt", "2023/.hidden/c.txt", "2023/meta.json"):
        system.pipe(f"/archive/{name}", f"关于{name}的通知".encode())
    with system.open("/archive/2023/x.zip", "wb") as file, zipfile.ZipFile(file, "w") as packed:
        packed.writestr("内/d.txt", "通知丁")
    system.pipe("/archive/t.jsonl", json.dumps({"正文": "关于表的通知", "来源": "网站"}).encode())
    out = tmp_path / "out"
    summary = batch("memory://archive/2023", out, workers=1)
    assert set(bytes_of(out)) == {"a.txt.json", "四月/b.txt.json", "x.zip/内/d.txt.json"}
    assert (summary.n_done, summary.n_skipped, summary.failures) == (3, 1, ())
    assert batch("memory://archive/2023", out, workers=1).n_parsed == 0
    system.pipe("/archive/2023/a.txt", "改过的通知".encode())
    assert batch("memory://archive/2023", out, workers=1).n_parsed == 1
    assert json.loads(bytes_of(out)["a.txt.json"])["text"] == "改过的通知"
    assert _paths("memory://archive/**/*.txt", "memory://archive/2023/a.txt") == ["2023/a.txt", "2023/四月/b.txt"]
    rows = [item for item in scan(["memory://archive/t.jsonl"], columns=Columns(text="正文")) if item]
    assert [(item.path, item.extra) for item in rows] == [("t.jsonl/1", '{"来源": "网站"}')]


def test_a_store_that_nothing_here_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(LoadError, match=r'pip install "fsspec\[gs\]"'):
        batch("gs://bucket/a", tmp_path / "out")
    with pytest.raises(NoticeParserError, match="nowhere"):
        batch("nowhere://a", tmp_path / "out")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(LoadError, match=r"notice-parser\[remote\]"):
        batch("s3://bucket/a", tmp_path / "out")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment in which ``s3://`` is a server of this machine."""
    pytest.importorskip("s3fs")
    pytest.importorskip("moto.server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (tmp_path / "requests").open("wb") as log:
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
    names = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
    try:
        yield {**os.environ, **names, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "FSSPEC_S3_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
    finally:
        server.kill()
        server.wait()


_FILL = """
import sys, time, fsspec
system = fsspec.filesystem("s3")
for _ in range(100):
    try:
        system.mkdir("archive")
        break
    except Exception:
        time.sleep(0.2)
for name, end in (("a.txt", "甲"), ("b.txt", "乙"), ("copy.txt", "甲")):
    system.pipe("archive/2023/" + name, (sys.argv[1] + end).encode())
"""


def test_urls_of_a_store(store: dict[str, str], tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _FILL, NOTICE], env=store, check=True)
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "notice_parser", "batch", "s3://archive/2023", "-o", str(out), "--workers", "2"]
    first, second = (subprocess.run(command, cwd=ROOT, env=store, capture_output=True, check=True).stderr.decode() for _ in range(2))
    assert "本次解析 2 份" in first
    assert "本次解析 0 份" in second
    sources = [line["source"] for line in _lines(out)]
    assert sorted((one["path"], one["extra"]) for one in sources) == [
        ("a.txt", {}),
        ("b.txt", {}),
        ("copy.txt", {"duplicate_of": "a.txt"}),
    ]
    asked = (tmp_path / "requests").read_text(encoding="utf-8")
    assert asked.count(" /archive/2023/") == 3 + 2  # written; each content fetched once, and none to plan


def test_folders_that_links_lead_to_are_walked_once_and_never_round(tmp_path: Path) -> None:
    make_files(tmp_path / "库" / "2023", "甲.txt")
    folder = make_files(tmp_path / "公文", "乙.txt", "内/丙.txt")
    for name, target in {"年": tmp_path / "库" / "2023", "库": tmp_path / "库", "上": tmp_path, "内2": folder / "内"}.items():
        (folder / name).symlink_to(target)
    (tmp_path / "库" / "回").symlink_to(tmp_path / "库")
    assert _paths(folder) == ["乙.txt", "内/丙.txt", "年/甲.txt"]


def test_a_folder_that_may_not_be_looked_into_is_one_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_files(tmp_path / "公文", "乙.txt", "密/丙.txt")
    scandir, access = os.scandir, os.access

    def refuse(path: str) -> Any:
        if str(path).endswith("密"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("密") and access(path, mode))
    assert _paths(folder) == ["乙.txt", "密"]
    with pytest.raises(LoadError) as caught:
        parse(folder / "密")
    assert caught.value.code == "unreadable"
