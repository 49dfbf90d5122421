"""Archives, missing components, and what a text file must not load."""

from __future__ import annotations

import base64
import bz2
import gzip
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from builders import BODY, TITLE, TO, docx, paragraph, tarred, zipped

from notice_parser import LoadError, parse, parse_all
from notice_parser.load import formats, load, package
from notice_parser.load.source import Paragraph

TEXT = f"{TITLE}\n{TO}\n{BODY}\n岚川市水务局\n2023年4月25日\n".encode()


def gbk_named(name: str, data: bytes) -> bytes:
    """A ZIP as Chinese Windows writes it: the name in GBK, without the mark for UTF-8."""
    raw = name.encode("gb18030")
    stand_in = "n" * len(raw)
    return zipped({stand_in: data}).replace(stand_in.encode(), raw)


def test_every_file_of_an_archive_is_a_notice() -> None:
    data = zipped({"通知.txt": TEXT, "附件/安排.docx": docx(paragraph("值守安排")), "__MACOSX/._通知.txt": "x", "样式.css": "p{}"})
    notices = parse_all(data, name="包.zip")
    assert [n.source.name for n in notices] == ["通知.txt", "附件/安排.docx"]
    assert len({n.id for n in notices}) == 2
    first = parse(data, name="包.zip")
    assert first.title is not None
    assert first.title.text == TITLE
    assert "source.several_notices" in {d.code for d in first.diagnostics}


def test_folders_called_like_those_of_a_document_make_an_archive_none() -> None:
    data = zipped({"word/通知.txt": TEXT, "word/安排.docx": docx(paragraph("值守安排"))})
    assert [n.source.name for n in parse_all(data)] == ["word/通知.txt", "word/安排.docx"]
    assert parse(docx(paragraph(TITLE))).source.loader == "docx"


def test_a_notice_and_the_attachments_it_names_come_together_in_an_archive() -> None:
    text = "关于值守的通知\n各镇人民政府：\n　　请做好值守工作。\n附件：1.值守安排\n　　　2.人员名单\n岚川市水务局\n2023年4月25日\n"
    data = zipped(
        {"甲/通知.txt": text, "甲/附件/附件1 值守安排.docx": docx(paragraph("值守安排")), "甲/附件2.txt": "人员名单\n", "乙/3.txt": TEXT}
    )
    assert [(one.title, one.file) for one in parse_all(data)[0].attachments] == [
        ("值守安排", "甲/附件/附件1 值守安排.docx"),
        ("人员名单", "甲/附件2.txt"),
    ]


PACKED = {
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda members: gzip.compress(tarred(members), mtime=0),
    "tar within a zip": lambda members: zipped({"内.tar": tarred(members)}),
}


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
def test_whatever_packs_them_the_notices_are_read_alike(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    listed = "关于值守的通知\n岚水发〔2023〕12号\n各镇人民政府：\n　　一季度，全市共巡查水库128座，同比增长6.5%，其中云坪区36座。\n"
    signed = "附件：1.值守安排\n岚川市水务局\n2023年4月25日\n"
    members = {
        "甲/通知.txt": (listed + signed).encode(),
        "甲/附件1.docx": docx(paragraph("值守安排")),
        "乙/通知.html": f"<html><body><div>{''.join(f'<p>{line}</p>' for line in listed.splitlines())}</div></body></html>".encode(),
    }
    notices = parse_all(pack(members), name="包")
    assert [one.source.name for one in notices] == list(members)
    for notice, alone in ((notices[0], members["甲/通知.txt"]), (notices[2], members["乙/通知.html"])):
        by_itself = parse(alone)
        assert notice.document_number == by_itself.document_number
        assert notice.document_number is not None
        assert notice.statistics == by_itself.statistics
        assert [one.value for one in notice.statistics] == [128, Decimal("6.5"), 36]
        for field in ("title", "kind", "issuers", "recipients", "date", "times", "sections", "findings", "text"):
            assert getattr(notice, field) == getattr(by_itself, field), field
    assert [one.file for one in notices[0].attachments] == ["甲/附件1.docx"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda d: zipped({"通知.txt": d}),
        lambda d: tarred({"通知.txt": d}),
        gzip.compress,
        lambda d: gzip.compress(tarred({"a.txt": d}), mtime=0),
    ],
)
def test_a_single_file_is_read_through(wrap: object) -> None:
    assert callable(wrap)
    notice = parse(wrap(TEXT))
    assert notice.title is not None
    assert notice.title.text == TITLE
    assert not {d.code for d in notice.diagnostics} & {"source.several_notices", "archive.unread"}


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_in_a_tar(form: int, encoding: str) -> None:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form, encoding=encoding) as archive:
        info = tarfile.TarInfo("防汛/关于做好值守的通知.txt")
        info.size = len(TEXT)
        archive.addfile(info, BytesIO(TEXT))
    (notice,) = parse_all(out.getvalue())
    assert notice.source.name == "防汛/关于做好值守的通知.txt"


def test_names_in_gbk() -> None:
    (notice,) = parse_all(gbk_named("防汛通知.txt", TEXT))
    assert notice.source.name == "防汛通知.txt"


@pytest.mark.parametrize(
    "data",
    [
        zipped({"../外面.txt": TEXT, "里面.txt": TEXT}),
        zipped({"/etc/x.txt": TEXT, "里面.txt": TEXT}),
        tarred({"../x.txt": TEXT, "里面.txt": TEXT}, link="link.txt"),
    ],
    ids=["dots", "absolute", "tar"],
)
def test_members_that_lead_out_are_refused_and_told(data: bytes, tmp_path: Path) -> None:
    (notice,) = parse_all(data)
    assert notice.source.name == "里面.txt"
    assert "archive.refused" in {d.code for d in notice.diagnostics}
    assert not list(tmp_path.iterdir())


def test_what_of_an_archive_cannot_be_read_is_told() -> None:
    (notice,) = parse_all(zipped({"a.txt": TEXT, "b.rar": b"Rar!\x1a\x07\x00"}))
    (told,) = (d for d in notice.diagnostics if d.code == "archive.unread")
    assert told.params["name"] == "b.rar"


@pytest.mark.parametrize("pack", [zipped, lambda members: gzip.compress(tarred(members), mtime=0)[:-8]], ids=["zip", "cut off"])
def test_an_archive_of_which_nothing_can_be_read_says_why(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    with pytest.raises(LoadError) as caught:
        parse(pack({"b.rar": b"Rar!\x1a\x07\x00", "c.7z": b"7z\xbc\xaf\x27\x1c", "样式.css": b"p{}"}))
    assert caught.value.code == "unread_archive"
    assert all(one in caught.value.render() for one in (" 2 个文件", "RAR", "7z"))


def test_archives_within_archives_within_limits() -> None:
    data = TEXT
    for _ in range(3):
        data = zipped({"a.zip" if data is not TEXT else "a.txt": data})
    assert parse(data).title is not None
    with pytest.raises(LoadError) as caught:
        parse(zipped({"a.zip": data}))
    assert caught.value.code == "bomb"


@pytest.mark.parametrize(
    "wrap", [lambda d: zipped({"a.txt": d}), lambda d: gzip.compress(d, mtime=0), lambda d: zipped({"word/document.xml": d})]
)
def test_bombs_are_refused(wrap: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(wrap)
    bomb = wrap(b" " * (12 * 2**20))
    monkeypatch.setattr(package, "MAX_RATIO", 100)
    monkeypatch.setattr("notice_parser.load.archive.MAX_RATIO", 100)
    with pytest.raises(LoadError) as caught:
        parse(bomb)
    assert caught.value.code == "bomb"


def test_an_encrypted_member() -> None:
    data = bytearray(zipped({"a.txt": TEXT}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    with zipfile.ZipFile(BytesIO(bytes(data))) as check:
        assert check.infolist()[0].flag_bits & 1
    with pytest.raises(LoadError) as caught:
        parse(bytes(data))
    assert caught.value.code == "locked"


@pytest.mark.parametrize(
    ("data", "command"), [(docx(paragraph("x")), "[office]"), (b"<html><body><p>x</p></body></html>", "[html]")], ids=["docx", "html"]
)
def test_a_missing_component_is_told_with_the_command_that_installs_it(data: bytes, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    with pytest.raises(LoadError) as caught:
        parse(data)
    assert caught.value.code == "missing_extra"
    assert f'pip install "notice-parser{command}"' in str(caught.value)


def test_doctor_names_every_format(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = list(formats.doctor_lines("zh"))
    assert [line.split()[0] for line in lines] == list(formats.FORMATS)
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    missing = [line for line in formats.doctor_lines("en") if "pip install" in line]
    assert {line.split()[0] for line in missing} >= {"HTML", "DOCX", "XLSX", "OFD", "PDF"}


def test_a_text_file_loads_no_library_of_other_formats(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes(TEXT)
    code = (
        "import sys\nfrom notice_parser import parse\nparse(sys.argv[1])\n"
        "heavy = {'lxml', 'selectolax', 'xlrd', 'tablers', 'pdfplumber', 'pdfminer', 'pypdfium2', 'camelot', 'PIL', 'numpy'}\n"
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}))"
    )
    got = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert got.stdout.strip() == "[]"


def names_and_codes(data: bytes, name: str) -> list[tuple[str | None, set[str]]]:
    return [
        (n.source.name, {d.code for d in n.diagnostics if d.code.startswith(("source", "archive"))}) for n in parse_all(data, name=name)
    ]


def test_of_a_zip_that_was_cut_off_what_is_there_is_read() -> None:
    data = zipped({f"通知{n}.txt": TEXT + os.urandom(900).hex().encode() for n in range(3)})
    end = data.index(b"PK\x03\x04", data.rindex(b"PK\x03\x04")) + 900
    assert names_and_codes(data[:end], "包.zip") == [
        ("通知0.txt", {"source.cut_off", "source.part_damaged"}),
        ("通知1.txt", set()),
        ("通知2.txt", {"source.cut_off"}),
    ]


def test_names_in_gbk_of_a_zip_that_was_cut_off() -> None:
    data = gbk_named("附件/通知.txt", TEXT)
    assert [name for name, _ in names_and_codes(data[: data.index(b"PK\x01\x02")], "包.zip")] == ["附件/通知.txt"]


def test_a_cut_archive_of_documents_is_no_document() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.docx", docx(paragraph(BODY)))
        archive.writestr("b.txt", TEXT)
    assert [name for name, _ in names_and_codes(out.getvalue()[:-30], "包.zip")] == ["a.docx", "b.txt"]


def locked(data: bytes, name: bytes) -> bytes:
    """A ZIP in which the member of this name is marked as encrypted, in its own header and in the list."""
    changed = bytearray(data)
    for mark, at, start in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        place = changed.find(mark)
        while place >= 0:
            if changed[place + start :].startswith(name):
                changed[place + at] |= 1
            place = changed.find(mark, place + 4)
    return bytes(changed)


@pytest.mark.parametrize("is_cut", [False, True])
def test_members_that_are_encrypted_or_damaged_cost_themselves_alone(is_cut: bool) -> None:
    data = locked(zipped({"密.txt": TEXT, "通知.txt": TEXT}), "密.txt".encode())
    (notice,) = parse_all(data[:-60] if is_cut else data, name="包.zip")
    assert notice.source.name == "通知.txt"
    (told,) = (d for d in notice.diagnostics if d.code == "archive.unread")
    assert "密.txt" in told.message
    assert "加密" in told.message
    with pytest.raises(LoadError) as caught:
        parse(locked(zipped({"密.txt": TEXT}), "密.txt".encode()))
    assert caught.value.code == "locked"


def test_of_a_tar_that_was_cut_off_what_is_there_is_read() -> None:
    data = tarred({"a.txt": TEXT, "b.txt": TEXT})
    assert names_and_codes(data[: 3 * 512 + 200], "包.tar") == [("a.txt", {"source.cut_off"}), ("b.txt", {"source.cut_off"})]
    with pytest.raises(LoadError):
        parse(data[:300])


@pytest.mark.parametrize(
    ("pack", "suffix"), [(gzip.compress, ".gz"), (bz2.compress, ".bz2"), (partial(lzma.compress, preset=0), ".xz")], ids=["gz", "bz2", "xz"]
)
def test_packed_files_whole_and_cut_off(pack: Callable[[bytes], bytes], suffix: str) -> None:
    assert names_and_codes(pack(tarred({"a.txt": TEXT, "b.txt": TEXT})), f"包.tar{suffix}") == [("a.txt", set()), ("b.txt", set())]
    assert names_and_codes(pack(TEXT[:60]) + pack(TEXT[60:]), f"通知.txt{suffix}") == [("通知.txt", set())]
    assert parse(pack(TEXT[:60]) + pack(TEXT[60:])).text == parse(TEXT).text
    packed = pack(TEXT + "".join(f"第{n}项，{n * 7919}件。\n" for n in range(80_000)).encode())
    source = load(packed[: len(packed) * 3 // 4])
    assert "source.cut_off" in {d.code for d in source.diagnostics}
    first = source.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text == TITLE
    with pytest.raises(LoadError) as caught:
        parse(pack(bytes(9 << 20)))
    assert caught.value.code == "bomb"


def mail(parts: Sequence[str], head: str = "From: a@lanchuan.example\r\nTo: b@hefeng.example\r\nSubject: x\r\n") -> bytes:
    body = "".join(f"--xx\r\n{part}\r\n" for part in parts)
    return f"{head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=xx\r\n\r\n{body}--xx--\r\n".encode()


def attached(name: str, data: bytes) -> str:
    coded = base64.encodebytes(data).decode()
    return f"Content-Type: application/octet-stream; {name}\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}"


def text_part(text: str, kind: str = "plain") -> str:
    coded = base64.encodebytes(text.encode("gb18030")).decode()
    return f"Content-Type: text/{kind}; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}"


def test_a_mail_brings_what_is_attached_and_its_text() -> None:
    word = "name==?GBK?B?" + base64.b64encode("通知.docx".encode("gb18030")).decode() + "?="
    data = mail([text_part("各县水务局：通知见附件。"), attached(word, docx(paragraph(TITLE)))])
    assert [n.source.name for n in parse_all(data)] == ["通知.docx", "正文.txt"]
    first = parse(data)
    assert first.title is not None
    assert first.title.text == TITLE


def test_a_mail_that_is_the_notice_comes_before_what_is_attached() -> None:
    page = f"<html><body><p>{TITLE}</p><p>{TO}</p><p>{BODY * 4}</p><p>附件：值守安排</p><p>岚川市水务局</p></body></html>"
    both = (
        f"Content-Type: multipart/alternative; boundary=yy\r\n\r\n--yy\r\n{text_part('（纯文本）')}\r\n"
        f"--yy\r\n{text_part(page, 'html')}\r\n--yy--"
    )
    notices = parse_all(mail([both, attached("name*=UTF-8''%E5%80%BC%E5%AE%88%E5%AE%89%E6%8E%92.txt", "值守安排".encode())]))
    assert [n.source.name for n in notices] == ["正文.html", "值守安排.txt"]
    assert [a.file for a in notices[0].attachments] == ["值守安排.txt"]
    assert "纯文本" not in notices[0].text


def test_what_of_a_mail_is_beyond_the_limits_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notice_parser.load.mail._MAX_PARTS", 2)
    notices = parse_all(mail([attached(f"name={n}.txt", TEXT) for n in "abcd"]))
    assert [n.source.name for n in notices] == ["a.txt", "b.txt"]
    assert [d.params for d in notices[0].diagnostics if d.code == "archive.beyond"] == [{"count": 2}]
    monkeypatch.setattr("notice_parser.load.mail._MAX_DEPTH", 1)
    inner = f"Content-Type: multipart/mixed; boundary=yy\r\n\r\n--yy\r\n{text_part('深处')}\r\n--yy--"
    assert "archive.beyond" in {d.code for d in parse(mail([attached("name=a.txt", TEXT), inner])).diagnostics}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": "<x/>"}), "ODP"),
        (b"[InternetShortcut]\r\nURL=http://lanchuan.example/1.html\r\n", "shortcut"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "__substg1.0_0037001F".encode("utf-16-le") + bytes(600), "MSG"),
        (b'<?xml version="1.0"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>', "UOF"),
    ],
    ids=["odp", "shortcut", "heic", "msg", "uof"],
)
def test_what_is_known_and_not_read_is_named_with_what_to_do(data: bytes, kind: str) -> None:
    with pytest.raises(LoadError) as caught:
        parse(data)
    assert (caught.value.code, caught.value.params["format"]) == ("unread_format", kind)
