"""Files made to harm: each gives a result or a clear error, within time and memory, and nothing is written or fetched."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import BODY, NUMBER, TITLE, TO, cell, doc, docx, ofd, paragraph, tarred, xlsx, zipped
from harmful import CASES, WAYS_OUT, notice, pdf

from notice_parser import LoadError, Notice, NoticeParserError, Options, parse, parse_all
from notice_parser.batch import batch

HERE = Path(__file__).resolve().parent
# what of these is left out is told; nesting beyond that of any document is cut off by the XML library
TOLD = frozenset(f"{form}: {what}" for form in ("docx", "xlsx", "ofd") for what in ("entities", "elements")) | {"docx: tables in tables"}
SECONDS, MEMORY = 900, 3 << 30  # of all small cases together: generous, for a busy machine

RUN = """
import json, os, resource, sys
sys.path.insert(0, sys.argv[1])
from harmful import CASES
from notice_parser import NoticeParserError, parse_all
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
for case in CASES:
    print(json.dumps([case.name, None, None]), flush=True)
    try:
        notices = parse_all(case.make(case.small), name="公文")
        said = [case.name, "read", "".join(one.to_json() for one in notices)[:100_000]]
    except NoticeParserError as error:
        said = [case.name, error.code, str(error)]
    print(json.dumps(said), flush=True)
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """What came of each case: ``read`` or the code of the error, and its text; one process for all, in an empty folder."""
    pytest.importorskip("resource", reason="limits of memory are set by POSIX systems only")
    folder = tmp_path_factory.mktemp("hostile")
    command = [sys.executable, "-c", RUN, str(HERE), str(MEMORY)]
    got = subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=folder, env={**os.environ, "TMPDIR": str(folder)}
    )
    told = [json.loads(line) for line in got.stdout.splitlines()]
    assert got.returncode == 0, (told[-1:], got.stderr[-2000:])
    assert list(folder.iterdir()) == []
    return {name: (code, text) for name, code, text in told if code is not None}


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_a_hostile_file_gives_a_result_or_a_clear_error(name: str, outcomes: dict[str, tuple[str, str]]) -> None:
    code, text = outcomes[name]
    if code == "read":
        assert "root:" not in text  # of a password file
        assert "source.part_damaged" in text or name not in TOLD
        assert text.count("哈") < 20  # what entities would grow to
    else:
        assert len(text.splitlines()) == 1
        assert text.endswith("。")


@pytest.mark.parametrize("size", [1 << 30, 1 << 40])
def test_spaces_without_end_are_read_no_further_than_the_limit(size: int) -> None:
    class Spaces(io.RawIOBase):
        left, given = size, 0

        def read(self, wanted: int = -1) -> bytes:
            count = min(wanted if wanted >= 0 else self.left, self.left, 1 << 20)
            self.left -= count
            self.given += count
            return b" " * count

    file = Spaces()
    with pytest.raises(LoadError) as caught:
        parse(file, options=Options(max_chars=1_000_000))  # type: ignore[arg-type]  # a raw file has all that is asked of one
    assert caught.value.code == "too_large"
    assert file.given < 5_000_000


def test_a_file_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.write(notice())
        file.truncate(1 << 30)  # takes no room where the file system knows holes
    with pytest.raises(LoadError) as caught:
        parse(path)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    "data",
    [
        zipped({**{name: notice() for name in WAYS_OUT}, "内/通知.txt": notice()}),
        tarred({**{name: notice() for name in WAYS_OUT}, "内/通知.txt": notice()}, link="外面.txt", target="../../外面.txt"),
        tarred({"内/通知.txt": notice()}, link="外面.txt", kind=tarfile.LNKTYPE),
        tarred({"内/通知.txt": notice()}, link="外面", target="/tmp", kind=tarfile.SYMTYPE),
        gzip.compress(tarred({name: notice() for name in (*WAYS_OUT, "内/通知.txt")})),
    ],
    ids=["zip", "tar", "tar hard link", "tar link to a folder", "tar.gz"],
)
def test_a_way_out_of_an_archive_leads_nowhere(data: bytes, tmp_path: Path) -> None:
    (read,) = parse_all(data)
    assert read.source.name == "内/通知.txt"
    assert {one.code for one in read.diagnostics} >= {"archive.refused"}
    archive = tmp_path / "given" / ("包.zip" if data[:2] == b"PK" else "包.tar.gz" if data[:2] == b"\x1f\x8b" else "包.tar")
    archive.parent.mkdir()
    archive.write_bytes(data)
    out = tmp_path / "a" / "out"
    batch(archive, out, workers=1)
    assert {path.name for path in tmp_path.iterdir()} == {"given", "a"}
    assert {path.name for path in (tmp_path / "a").iterdir()} <= {"out", "out.work", ".out"}
    assert all(out.resolve() in path.resolve().parents for path in (tmp_path / "a").rglob("*.json"))
    assert not Path("/tmp/外面.txt").exists()


@pytest.mark.parametrize("target", ["../../../../../../etc/passwd", "file:///etc/passwd", "/etc/passwd", "\\\\机器\\共享\\a.xml", "NULL"])
def test_a_part_that_lies_outside_of_the_package_is_none(target: str) -> None:
    relations = f'<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="{target}"/></Relationships>'
    assert parse(zipped({"_rels/.rels": relations, "word/document.xml": _document()})).text == TITLE
    with pytest.raises(NoticeParserError):
        parse(zipped({"OFD.xml": f"<OFD><DocBody><DocRoot>{target}</DocRoot></DocBody></OFD>"}))
    sheet = xlsx(['<row r="1"><c r="A1"><v>1</v></c></row>']).replace(b"worksheets/sheet1.xml", b"../../../../etc/passw")
    assert "root:" not in parse(sheet).text


def _document() -> str:
    return f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraph(TITLE)}</w:body></w:document>'


def _sheet() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("值守")
    for row in range(60):
        for column, text in enumerate(("序号", "水库", "数量")):
            sheet.write(row, column, text if not row or column == 1 else row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rtf() -> bytes:
    said = "".join(f"\\u{ord(char)}?" for char in TITLE + BODY)
    row = "\\trowd\\cellx900\\cellx1800\\intbl 1\\cell 2\\cell\\row "
    return f"{{\\rtf1\\ansi\\ansicpg936 {said}\\par {row * 40}}}".encode()


TEXT = f"{TITLE}\n{NUMBER}\n{TO}\n{f'{BODY}' * 12}\n岚川市水务局\n2023年4月25日\n"
ROWS = [f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>水库{n}</t></is></c><c r="B{n}"><v>{n}</v></c></row>' for n in range(1, 200)]
WHOLE: dict[str, Callable[[], bytes]] = {
    "txt": TEXT.encode,
    "txt in GB18030": lambda: TEXT.encode("gb18030"),
    "txt in UTF-16": lambda: TEXT.encode("utf-16"),
    "md": lambda: (f"# {TEXT}\n| 序号 | 数量 |\n| --- | --- |\n" + "| 1 | 2 |\n" * 40).encode(),
    "html": lambda: f"<html><body><h1>{TITLE}</h1><p>{BODY}</p><table>{'<tr><td>1<td>2' * 60}</table></body></html>".encode(),
    "csv": lambda: ("序号,水库,数量\n" + "1,柳坝水库,36\n" * 80).encode(),
    "rtf": _rtf,
    "docx": lambda: docx(paragraph(TITLE) + "".join(f"<w:tbl><w:tr>{cell(str(n))}{cell(BODY)}</w:tr></w:tbl>" for n in range(90))),
    "doc": lambda: doc([(TITLE, "\r", b""), *((BODY, "\r", b"\x03\x24\x01") for _ in range(25))]),
    "xlsx": lambda: xlsx(ROWS),
    "xls": _sheet,
    "ofd": lambda: ofd([(30, 20 + 6 * n, BODY[: n + 5]) for n in range(30)], by_character=True),
    "pdf": lambda: pdf({n: b"BT /F1 16 Tf 90 %d Td (Notice %d of 2023) Tj ET\n" % (700 - 40 * n, n) * 9 for n in range(12)}, 12),
    "zip": lambda: zipped({f"{n}/通知.txt": TEXT + str(n) for n in range(20)}),
    "tar": lambda: tarred({f"{n}/通知.txt": TEXT.encode() for n in range(4)}),
    "tar.gz": lambda: gzip.compress(tarred({f"{n}/通知.txt": os.urandom(1500) + TEXT.encode() for n in range(4)})),
}
STEP, MOST = 1024, 14  # bytes; cuts a file


@pytest.mark.parametrize("form", WHOLE)
def test_a_file_that_was_cut_off_gives_a_result_or_a_clear_error(form: str) -> None:
    data = WHOLE[form]()
    if form != "tar.gz":
        assert parse_all(data)[0].text
    ends = list(range(0, len(data), STEP))
    for end in (*ends[:: max(1, len(ends) // MOST)], len(data) // 2, len(data) - 1):
        notices, said = _outcome(data[:end], f"通知.{form}")
        assert notices or len(said.splitlines()) == 1
        if form == "doc" and notices and end < len(data) // 2:
            assert "source.cut_off" in {one.code for one in notices[0].diagnostics}


def _outcome(data: bytes, name: str) -> tuple[tuple[Notice, ...], str]:
    try:
        return parse_all(data, name=name), ""
    except NoticeParserError as error:
        return (), str(error)


@pytest.mark.parametrize("packing", [b"", b"/Filter/FlateDecode"], ids=["plain", "deflated"])
@pytest.mark.parametrize("content", [b"/X0 Do", b"q /X1 Do /X1 Do Q"], ids=["itself, once", "another that is not there, twice"])
def test_forms_that_come_to_an_end_are_read(content: bytes, packing: bytes) -> None:
    body = zlib.compress(content) if packing else content
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]%s/Length %d>>stream\n%s\nendstream" % (packing, len(body), body)
    data = pdf({0: b"BT /F1 16 Tf 90 700 Td (Notice) Tj ET /X0 Do"}, 1, more="@")
    assert parse(data.replace(b"\n@\n", b"\n" + form + b"\n")).text == "Notice"


def test_a_page_of_more_content_than_the_second_engine_can_take_is_told() -> None:
    notice = parse(pdf({0: b""}, 1, packed=1 << 30), options=Options(ocr="never"))
    (told,) = (one for one in notice.diagnostics if one.code == "pdf.second_failed")
    assert told.params["reason"] == "ContentTooLong"
