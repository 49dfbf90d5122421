"""A page and the attachments that it names, as files of a batch: in a folder, in a ZIP, in a TAR."""

from __future__ import annotations

import json
import shutil
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from machinery import bytes_of

from notice_parser import parse, parse_all
from notice_parser.batch import batch
from notice_parser.batch.archive import notices_of

PAGE = """岚川市水务局关于做好值守工作的通知
各镇人民政府：
　　请做好值守工作。
附件：1.值守安排
　　　2.人员名单
岚川市水务局
2023年4月25日
"""


def _make(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE if "通知" in path.name else f"人员名册{zlib.crc32(name.encode())}\n", encoding="utf-8")
    return root


def _files(out: Path) -> dict[str, list[str | None]]:
    """The files of the attachments of each notice that lists any, by its path."""
    notices = [json.loads(data) for _, data in notices_of(str(out))]
    return {n["source"]["path"]: [one["file"] for one in n["attachments"]] for n in notices if n["attachments"]}


@pytest.mark.parametrize("kind", ["folder", "zip", "tar", "url"])
def test_a_page_has_the_files_beside_it(tmp_path: Path, kind: str) -> None:
    root = _make(tmp_path / "公文", "甲/通知.txt", "甲/附件1.md", "甲/附件2：人员名单.md", "乙/通知.txt", "乙/通知_files/附件1.md")
    given: Path | str = root
    start = ""
    if kind == "url":
        system = pytest.importorskip("fsspec").filesystem("memory")
        given = f"memory://{tmp_path.name}/公文"
        for path in root.rglob("*.*"):
            system.pipe(f"/{tmp_path.name}/公文/{path.relative_to(root).as_posix()}", path.read_bytes())
    elif kind == "zip":
        given, start = tmp_path / "包.zip", "包.zip/"
        with zipfile.ZipFile(given, "w") as archive:
            for path in sorted(root.rglob("*.*")):
                archive.write(path, path.relative_to(root).as_posix())
    elif kind == "tar":
        given, start = tmp_path / "包.tar", "包.tar/"
        with tarfile.open(given, "w") as packed:
            for path in sorted(root.rglob("*.*")):
                packed.add(path, path.relative_to(root).as_posix())
    batch(given, tmp_path / "out", workers=1)
    assert _files(tmp_path / "out") == {
        f"{start}甲/通知.txt": [f"{start}甲/附件1.md", f"{start}甲/附件2：人员名单.md"],
        f"{start}乙/通知.txt": [f"{start}乙/通知_files/附件1.md", None],
    }


def test_the_single_call_tells_the_same_files_as_the_batch(tmp_path: Path) -> None:
    root = _make(
        tmp_path / "公文", "甲/通知.txt", "甲/附件1.md", "甲/附件2：人员名单.md", "乙/通知.txt", "乙/通知_files/附件1.md", "丙/通知.txt"
    )
    (root / "丙" / ".附件1.md").write_text("隐藏的", encoding="utf-8")
    batch(root, tmp_path / "out", workers=1)
    expected = _files(tmp_path / "out")
    for path in root.rglob("通知.txt"):
        folder = path.parent.relative_to(root).as_posix()
        for notice in (parse(path), parse(str(path)), parse_all(path)[0]):
            assert [one.file and f"{folder}/{one.file}" for one in notice.attachments] == expected[path.relative_to(root).as_posix()]
        with path.open("rb") as file:  # content alone has nothing beside it
            assert [one.file for one in parse(file).attachments] == [None, None]
        assert [one.file for one in parse(path.read_bytes(), name="通知.txt").attachments] == [None, None]


def test_of_a_collection_the_single_call_too_looks_at_a_page_s_own_files(tmp_path: Path) -> None:
    root = _make(tmp_path / "公文", "通知.txt", "附件1.md", "通知-附件2.md", *(f"{n}.md" for n in range(120)))
    batch(root, tmp_path / "out", workers=1)
    assert [one.file for one in parse(root / "通知.txt").attachments] == _files(tmp_path / "out")["通知.txt"] == [None, "通知-附件2.md"]


@pytest.mark.parametrize("name", ["out", "out.jsonl", "out.parquet"])
def test_a_file_that_comes_or_goes_is_all_that_is_parsed(tmp_path: Path, name: str) -> None:
    root = _make(tmp_path / "公文", "甲/通知.txt", "甲/附件1.md", "乙/通知.txt")
    grown, out = tmp_path / name, tmp_path / "anew" / name
    out.parent.mkdir()
    batch(root, grown, workers=1, part_size=1)
    _make(root, "乙/附件2.md", "乙/附件1.md")
    assert batch(root, grown, workers=1).n_parsed == 2  # the page is not: it is written anew
    batch(root, out, workers=2, part_size=2)
    assert _files(out) == {"乙/通知.txt": ["乙/附件1.md", "乙/附件2.md"], "甲/通知.txt": ["甲/附件1.md", None]}
    assert dict(notices_of(str(grown))) == dict(notices_of(str(out)))
    if name == "out":
        assert bytes_of(grown) == bytes_of(out)
    (root / "甲/附件1.md").unlink()
    assert batch(root, grown, workers=1).n_parsed == 0
    assert _files(grown)["甲/通知.txt"] == [None, None]


def test_files_of_two_inputs_are_not_beside_each_other(tmp_path: Path) -> None:
    first, second = _make(tmp_path / "子", "通知.txt"), _make(tmp_path / "丑", "附件1.md", "通知二.txt")
    batch([first, second], tmp_path / "out", workers=1)
    assert _files(tmp_path / "out") == {"通知.txt": [None, None], "通知二.txt": ["附件1.md", None]}
    shutil.rmtree(tmp_path / "out")
    batch([first / "通知.txt", second / "附件1.md"], tmp_path / "out", workers=1)
    assert _files(tmp_path / "out") == {"通知.txt": [None, None]}
