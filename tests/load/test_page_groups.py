"""Images that are pages of one notice: told by their names, put together in the order of the pages, in archives and in batches."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from builders import tarred, zipped
from conftest import Run

from notice_parser import LoadError, OptionError, Options, parse_all
from notice_parser.batch.contents import data_of
from notice_parser.batch.digests import digest_of
from notice_parser.batch.manifest import Content
from notice_parser.batch.pages import pages_of
from notice_parser.batch.plan import scan
from notice_parser.load.page_names import group_pages, page_of

LINES = ("岚川市水务局关于做好汛期值守的通知", "各镇人民政府：", "一、落实值守责任。", "岚川市水务局", "2023年3月7日")


@pytest.mark.parametrize(
    ("names", "stem"),
    [
        (("1.jpg", "2.jpg", "10.jpg"), ""),
        (("通知_0001.tif", "通知_0002.tif", "通知_0010.tif"), "通知"),
        (("通知 第1页.png", "通知 第2页.png", "通知 第十一页.png"), "通知"),
        (("通知（1）.JPG", "通知（2）.JPG", "通知（12）.JPG"), "通知"),
        (("岚水发〔2023〕12号-1.png", "岚水发〔2023〕12号-2.png", "岚水发〔2023〕12号-10.png"), "岚水发〔2023〕12号"),
        (("通知P1.png", "通知P2.png", "通知P10.png"), "通知"),
    ],
)
def test_names_that_differ_in_the_page(names: tuple[str, ...], stem: str) -> None:
    (group,) = group_pages(sorted(names, reverse=True), "stem")
    assert group == (stem, names)


@pytest.mark.parametrize(
    "name",
    [
        "附件1.jpg",
        "附表2.png",
        "通知.jpg",
        "通知2023.jpg",
        "岚水发〔2023〕12号.png",
        "第3批.png",
        "示意图1.png",
        "通知_1.pdf",
        "通知_1",
        "一.txt",
    ],
)
def test_names_that_tell_no_page(name: str) -> None:
    assert page_of(name) is None


def test_a_folder_is_one_notice_only_if_asked() -> None:
    names = ["甲/封面.png", "甲/10.png", "甲/2.png", "乙/1.png", "丙/通知.docx"]
    assert group_pages(names, "folder") == (("甲", ("甲/2.png", "甲/10.png", "甲/封面.png")),)
    assert group_pages(names, "stem") == (("甲", ("甲/2.png", "甲/10.png")),)
    with pytest.raises(OptionError):
        Options(group="文件夹")


def test_a_dry_run_lists_the_groups_and_reads_nothing(run: Callable[..., Run], tmp_path: Path) -> None:
    for name in ("甲/通知_1.png", "甲/通知_10.png", "甲/通知_2.png", "甲/单页.png", "乙.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    got = run("batch", tmp_path / "in", "-o", tmp_path / "out", "--group", "stem", "--dry-run")
    assert got.code == 0
    assert "甲/通知：3 页：通知_1.png、通知_2.png、通知_10.png" in got.err
    assert "文件 3 个" in got.err
    assert not (tmp_path / "out").exists()
    assert "甲/通知：" not in run("batch", tmp_path / "in", "-o", tmp_path / "out", "--dry-run").err


def test_the_pages_of_an_archive_and_what_stands_between_them() -> None:
    members = {"乙/a.png": "1", "甲/2.png": "1", "甲/通知.txt": "1", "甲/1.png": "1"}
    path_of = {name: name for name in members}
    assert group_pages(path_of, "stem") == (("甲", ("甲/1.png", "甲/2.png")),)


def test_a_group_is_one_item_of_a_batch_and_changes_with_its_pages(tmp_path: Path) -> None:
    for name in ("1.png", "2.png", "通知.txt"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "包.zip").write_bytes(zipped({"扫描_2.jpg": "乙", "扫描_1.jpg": "甲", "别的.txt": "丙"}))

    def items() -> dict[str, str]:
        return {item.path: digest_of(item) for item in scan([tmp_path], group="stem") if item is not None}

    before = items()
    assert set(before) == {tmp_path.name, "通知.txt", "包.zip/扫描", "包.zip/别的.txt"}
    (tmp_path / "2.png").write_bytes(b"other")
    after = items()
    assert {path for path in after if after[path] != before[path]} == {tmp_path.name}


def test_images_under_a_url_are_grouped_and_told_where_they_change(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="pip install 'notice-parser[remote]'")
    for name in ("1.png", "2.png"):
        (tmp_path / name).write_bytes(name.encode())
    (item,) = [one for one in scan([f"file://{tmp_path}"], group="folder") if one is not None]
    assert (item.kind, [place.rpartition("/")[2] for _, place, *_ in pages_of(item.member)]) == ("pages", ["1.png", "2.png"])
    content = Content("k", item.kind, item.place, item.member, item.path, item.name, digest=digest_of(item))
    assert zipfile.ZipFile(BytesIO(data_of(content, ""))).read("2.png") == b"2.png"
    (tmp_path / "2.png").write_bytes(b"other")
    with pytest.raises(LoadError) as caught:
        data_of(content, "")
    assert caught.value.code == "changed"


@pytest.mark.parametrize("by", ["stem", "folder"])
def test_pages_in_a_tar_are_one_item_of_a_batch(by: str, run: Callable[..., Run], tmp_path: Path) -> None:
    names = ["扫描_2.jpg", "别的.txt", "扫描_10.jpg", "扫描_1.jpg", "乙/1.png"]
    (tmp_path / "包.tar").write_bytes(tarred({name: name.encode() for name in names}))
    items = {item.path: item for item in scan([tmp_path / "包.tar"], group=by) if item is not None}
    group = "包.tar/扫描" if by == "stem" else "包.tar"
    assert set(items) == {group, "包.tar/别的.txt", "包.tar/乙/1.png"}
    held = zipfile.ZipFile(BytesIO(items[group].data or b""))
    assert [held.read(name).decode() for name in held.namelist()] == ["扫描_1.jpg", "扫描_2.jpg", "扫描_10.jpg"]
    assert items["包.tar/乙/1.png"].data == "乙/1.png".encode()
    told = run("batch", tmp_path / "包.tar", "-o", tmp_path / "out", "--group", by, "--dry-run").err
    assert f"{group}：3 页：扫描_1.jpg、扫描_2.jpg、扫描_10.jpg" in told


def test_pages_that_only_this_process_can_read_are_one_item() -> None:
    fsspec = pytest.importorskip("fsspec", reason="pip install 'notice-parser[remote]'")
    store = fsspec.filesystem("memory")
    try:
        for name in ("甲/扫描_2.jpg", "甲/扫描_1.jpg", "乙/扫描_1.jpg"):
            store.pipe(f"/groups/{name}", name.encode())
        items = {item.path: item for item in scan(["memory://groups"], group="stem") if item is not None}
        assert set(items) == {"甲/扫描", "乙/扫描_1.jpg"}
        assert zipfile.ZipFile(BytesIO(items["甲/扫描"].data or b"")).namelist() == ["扫描_1.jpg", "扫描_2.jpg"]
    finally:
        store.rm("/groups", recursive=True)


def test_pages_in_a_tar_are_grouped_anew_where_that_is_asked(pages: list[bytes], run: Callable[..., Run], tmp_path: Path) -> None:
    """Though the archive has not changed, and its members are known."""
    (tmp_path / "包.tar").write_bytes(tarred({f"扫描_{n}.png": page for n, page in enumerate(pages, 1)}))
    for by, wanted in (
        ("none", ["扫描_1.png.json", "扫描_2.png.json", "扫描_3.png.json"]),
        ("stem", ["扫描.json"]),
        ("stem", ["扫描.json"]),
    ):
        got = run("batch", tmp_path / "包.tar", "-o", tmp_path / "out", "--group", by, "--workers", "1", "--time-limit", "600")
        assert got.code == 0, got
        assert sorted(path.name for path in (tmp_path / "out" / "包.tar").glob("*.json")) == wanted
    notice = json.loads((tmp_path / "out" / "包.tar" / "扫描.json").read_text(encoding="utf-8"))
    assert (notice["source"]["n_pages"], notice["title"]["text"], notice["date"]["iso"]) == (3, LINES[0], "2023-03-07")


@pytest.fixture(scope="module")
def pages() -> list[bytes]:
    """Three drawn pages of one notice."""
    pytest.importorskip("faster_paddle", reason="no OCR: pip install 'notice-parser[ocr]'")
    drawn = pytest.importorskip("page_picture")
    if drawn.FONT is None:
        pytest.skip("no font with Han characters on this machine")
    return [drawn.saved(drawn.draw_lines(lines), "PNG") for lines in (LINES[:2], LINES[2:3], LINES[3:])]


def test_pages_of_an_archive_are_one_notice(pages: list[bytes]) -> None:
    data = zipped({"通知_10.png": pages[2], "通知_1.png": pages[0], "通知_2.png": pages[1], "通知_3.png": b"\x89PNG\r\n\x1a\nbroken"})
    (notice,) = parse_all(data, name="包.zip", options=Options(group="stem"))
    assert (notice.source.name, notice.source.n_pages) == ("通知", 4)
    assert notice.title is not None
    assert notice.title.text == LINES[0]
    assert notice.date is not None
    assert notice.date.iso == "2023-03-07"
    assert [one.params["page"] for one in notice.diagnostics if one.code == "ocr.failed"] == [3]
    assert len(parse_all(data, name="包.zip")) == 3


def test_an_archive_that_ends_in_a_page_is_told_once(pages: list[bytes]) -> None:
    whole = tarred({"通知.txt": "岚川市水务局关于汛期值守的通知".encode(), "扫描_1.png": pages[0], "扫描_2.png": pages[1]})
    notices = parse_all(whole[: whole.rindex(pages[1]) + len(pages[1]) * 2 // 3], options=Options(group="stem"))
    told = {one.source.name: [d.code for d in one.diagnostics].count("source.cut_off") for one in notices}
    assert told == {"通知.txt": 1, "扫描": 1}


def test_pages_of_a_batch_are_one_notice(pages: list[bytes], run: Callable[..., Run], tmp_path: Path) -> None:
    folder = tmp_path / "in" / "值守通知"
    folder.mkdir(parents=True)
    for number, page in zip((1, 2, 10), pages, strict=True):
        (folder / f"{number}.png").write_bytes(page)
    got = run("batch", tmp_path / "in", "-o", tmp_path / "out", "--group", "folder", "--workers", "1", "--time-limit", "600")
    assert got.code == 0, got
    (written,) = [path for path in (tmp_path / "out").rglob("*.json") if "通知" in path.name]
    notice = json.loads(written.read_text(encoding="utf-8"))
    assert written.name == "值守通知.json"
    assert (notice["source"]["path"], notice["source"]["n_pages"]) == ("值守通知", 3)
    assert notice["title"]["text"] == LINES[0]
    assert notice["date"]["iso"] == "2023-03-07"
