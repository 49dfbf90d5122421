"""load: bytes → Source, told by the bytes; what is not read is refused by name."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.errors import LoadError
from notice_parser.load import load, load_text
from notice_parser.load.plain import decode, is_markdown, split_lines
from notice_parser.load.source import Paragraph, Source
from notice_parser.options import Options

TEXT = "岚川市水务局关于做好汛期值守工作的通知\n岚水发〔2023〕12号\n各镇人民政府：\n"


def _lines(source: Source) -> list[str]:
    """The text of each paragraph; a grid has none, and plain text gives none."""
    assert all(isinstance(block, Paragraph) for block in source.blocks)
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]


def _texts(data: bytes) -> list[str]:
    return _lines(load(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-32"])
def test_encodings(encoding: str) -> None:
    source = load(TEXT.encode(encoding))
    assert _lines(source) == TEXT.splitlines()
    assert source.diagnostics == ()
    assert source.blocks[0].offset == 0


@pytest.mark.parametrize("mark", ["utf-16-be", "utf-32-be"])
def test_big_endian(mark: str) -> None:
    assert _texts(("\ufeff" + TEXT).encode(mark)) == TEXT.splitlines()


def test_damaged_utf8_is_no_gb18030() -> None:
    data = TEXT.encode("utf-8")[:-2]  # cut within its last characters
    cut = TEXT.encode("utf-8").replace("川".encode(), "川".encode()[:2], 1)
    assert _texts(data)[0] == TEXT.splitlines()[0]
    source = load(cut)
    assert _lines(source)[0].startswith("岚\ufffd市水务局")
    assert [d.code for d in source.diagnostics] == ["text.decoded_with_loss"]
    assert source.diagnostics[0].params == {"count": 1}


def test_damaged_gb18030_is_read_with_loss() -> None:
    source = load(TEXT.encode("gb18030") + b"\xff\n" + TEXT.encode("gb18030"))
    assert _lines(source)[0] == TEXT.splitlines()[0]
    assert [d.code for d in source.diagnostics] == ["text.decoded_with_loss"]


def test_lines_pages_and_offsets() -> None:
    text = "甲\r\n乙\r丙\n\n丁\f戊\n\f己\n"
    blocks = split_lines(text)
    assert [(b.text, b.page) for b in blocks] == [("甲", 0), ("乙", 0), ("丙", 0), ("", 0), ("丁", 0), ("戊", 1), ("己", 2)]
    assert all(text[b.offset : b.offset + len(b.text)] == b.text for b in blocks)
    assert load_text(text).n_pages == 3
    assert load_text("甲\f\n").n_pages == 1  # a form feed at the end begins no page
    assert load_text("甲\n").n_pages is None


@given(st.text())
def test_paragraphs_are_slices_of_the_text(text: str) -> None:
    blocks = split_lines(text)
    assert all(text[b.offset : b.offset + len(b.text)] == b.text for b in blocks)
    assert "".join("".join(b.text for b in blocks).split()) == "".join(text.split())
    assert not any(c in b.text for b in blocks for c in "\r\n\f")


@given(st.binary(max_size=200))
def test_any_bytes_decode(data: bytes) -> None:
    assert decode(data).lost >= 0


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_utf8_comes_back(text: str) -> None:
    assert decode(text.encode("utf-8")).text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("# 通知\n\n正文", None, True),
        ("正文\n## 一、要求", None, True),
        ("---\ntitle: 通知\n---\n正文", None, True),
        ("| 甲 | 乙 |\n| --- | --- |\n", None, True),
        ("甲\n", "a.MD", True),
        ("关于值守的通知\n#1楼\n", "a.txt", False),
        ("---\n\n正文\n---\n", None, False),
        ("1—3月\n————\n", None, False),
    ],
)
def test_markdown_is_told_from_plain_text(text: str, name: str | None, expected: bool) -> None:
    assert is_markdown(text, name) is expected
    assert load_text(text, name=name).style == ("markdown" if expected else "plain")


def _zip(member: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr(zipfile.ZipInfo(member), "x")  # dated alike at any time: the tests are named after it
    return held.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "format_name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\r\n%PDF-1.4", "PDF"),
        (_zip("word/document.xml"), "DOCX"),
        (_zip("xl/workbook.xml"), "XLSX"),
        (_zip("OFD.xml"), "OFD"),
        (OLE + "WordDocument".encode("utf-16-le"), "OLE"),
        (OLE + "Workbook".encode("utf-16-le"), "XLS"),
        (OLE, "OLE"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0..JFIF", "JPEG"),
        (b"II*\x00....", "TIFF"),
        (b"MM\x00*....", "TIFF"),
        (b"Founder CEB 3.0", "CEB"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c..", "7z"),
        (b"\x1f\x8b\x08\x00", "gzip"),
    ],
    ids=repr,
)
def test_what_cannot_be_read_is_told_by_its_format(data: bytes, format_name: str) -> None:
    with pytest.raises(LoadError) as caught:
        load(data, name="a.txt")
    assert caught.value.code in ("damaged", "not_yet_read", "unread_format")
    assert caught.value.params["format"] == format_name
    assert format_name in str(caught.value)


@pytest.mark.parametrize(
    ("data", "loader"),
    [
        (b"<!DOCTYPE html>\n<html><body>", "html"),
        ("\ufeff<?xml version='1.0'?>\n<html>通知".encode(), "html"),
        ("<html><meta charset=gb2312>通知".encode("gb18030"), "html"),
        ("\n <div class='x'>通知</div>".encode(), "html"),
        ("<!-- 站点 --><p>一</p><table><tr>".encode(), "html"),
        (b"{\\rtf1\\ansi", "rtf"),
        (_zip("a.txt"), "plain"),
    ],
    ids=repr,
)
def test_a_format_is_told_by_the_bytes_whatever_the_name(data: bytes, loader: str) -> None:
    assert load(data, name="a.txt").loader == loader


@pytest.mark.parametrize("text", ["关于<div>标签的通知", "＜通知＞\n正文", "通知 < 3件\n", "<关于值守的通知>\n各镇：\n"])
def test_text_with_angle_brackets_is_text(text: str) -> None:
    assert _texts(text.encode())[0] == text.split("\n")[0]


@pytest.mark.parametrize("data", [b"", b"\n \t\r\n", b"\xef\xbb\xbf", "\u3000\n".encode(), "\ufeff".encode("utf-16-le")], ids=repr)
def test_empty(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    for source in (data, path, io.BytesIO(data)):
        with pytest.raises(LoadError) as caught:
            load(source)
        assert caught.value.code == "empty_file"
    assert load_text("").blocks == ()


@pytest.mark.parametrize("data", [bytes(range(256)), b"\x00\x01\x02", b"ab\x00\x00\x00\x00", hashlib.sha512(b"x").digest() * 20], ids=len)
def test_binary(data: bytes) -> None:
    with pytest.raises(LoadError) as caught:
        load(data)
    assert caught.value.code == "binary"
    with pytest.raises(LoadError) as caught:
        load(data, name="公文.CEB")
    assert (caught.value.code, caught.value.params["format"]) == ("unread_format", "CEB")


def test_a_stray_control_character_is_no_reason_to_refuse() -> None:
    assert load((TEXT * 10 + "\x01").encode()).n_bytes > 0


def test_too_long() -> None:
    options = Options(max_chars=10)
    assert load("十个字的通知十个字啊".encode(), options=options).n_bytes == 30
    for is_file in (True, False):
        with pytest.raises(LoadError) as caught:
            load("十".encode() * 11, options=options) if is_file else load_text("十" * 11, options=options)
        assert (caught.value.code, caught.value.params) == ("too_long", {"length": 11, "limit": 10})
    with pytest.raises(LoadError) as caught:
        load(io.BytesIO("十".encode() * 1000), options=options)
    assert caught.value.code == "too_large"


def test_paths(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(TEXT, encoding="utf-8")
    source = load(str(path), url="http://example.org/a")
    assert (source.name, source.path, source.url) == ("通知.txt", None, "http://example.org/a")
    assert source.digest == hashlib.sha256(TEXT.encode()).hexdigest() == load_text(TEXT).digest
    with path.open("rb") as file:
        assert load(file).name == "通知.txt"
    refused: list[tuple[str | Path, str]] = [
        (tmp_path, "is_folder"),
        (tmp_path / "没有", "not_found"),
        ("a\0b", "not_found"),
        (TEXT, "text_not_path"),
    ]
    for bad, code in refused:
        with pytest.raises(LoadError) as caught:
            load(bad)
        assert caught.value.code == code


def test_a_file_in_text_mode_or_another_object_is_refused() -> None:
    for bad in (io.StringIO(TEXT), 12, None):
        with pytest.raises(LoadError) as caught:
            load(bad)  # type: ignore[arg-type]  # the point
        assert caught.value.code == "bad_source"


def test_lone_surrogates_become_replacement_characters() -> None:
    source = load_text("岚\ud800川", name="a\udcff.txt", url="")
    assert _lines(source)[0] == "岚\ufffd川"
    assert (source.name, source.url) == ("a\ufffd.txt", None)
    assert [d.code for d in source.diagnostics] == ["text.decoded_with_loss"]


def test_a_path_may_hold_a_line_break(tmp_path: Path) -> None:
    file = tmp_path / "换\n行.txt"
    try:
        file.write_text("关于值守的通知\n", encoding="utf-8")
    except OSError:
        pytest.skip("this system allows no line break in a name")
    assert load(str(file)).name == "换\n行.txt"
    with pytest.raises(LoadError) as caught:
        load("关于值守的通知\n各镇：\n")
    assert caught.value.code == "text_not_path"
