"""Files made to harm whoever reads them, each in any size: bombs, endless nesting, entities, ways out, runs without end.

``CASES`` names them; the suite takes each small, ``benchmarks/hostile.py`` large, with its time and memory.
"""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from builders import BODY, TITLE, TO, W, cell, docx, paragraph, tarred, xlsx, zipped

__all__ = ["CASES", "PASSWD", "WAYS_OUT", "Case", "notice", "pdf"]

MB = 2**20
PASSWD = "file:///etc/passwd"
OFD_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SHEET_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WAYS_OUT = (
    "../外面.txt",
    "..\\外面.txt",
    "/tmp/外面.txt",
    "C:\\外面.txt",
    "a/../../外面.txt",
    "//机器/共享/外面.txt",
    "a/./..//../外面.txt",
)


class Case(NamedTuple):
    """A hostile file: what makes it, given its size, and how large it is in the suite and in the benchmark."""

    name: str
    make: Callable[[int], bytes]
    small: int
    large: int


def notice() -> bytes:
    """A whole notice, to stand beside what is hostile."""
    return f"{TITLE}\n{TO}\n{BODY}\n岚川市水务局\n2023年4月25日\n".encode()


def _packed(char: bytes, size: int) -> tuple[bytes, int]:
    """A run of one byte, deflated, and its check sum; never held whole."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    parts, crc, left = [], 0, size
    while left:
        piece = char * min(MB, left)
        parts.append(packer.compress(piece))
        crc = zlib.crc32(piece, crc)
        left -= len(piece)
    return b"".join((*parts, packer.flush())), crc


def _raw_zip(names: Iterator[str], packed: bytes, crc: int, size: int, *, is_shared: bool = False) -> bytes:
    """A ZIP whose members all have the same content; ``is_shared``: it is in the file once, and all point to it."""
    out = io.BytesIO()
    central = []
    at = 0
    for n, name in enumerate(names):
        raw = name.encode()
        fields = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 0, crc, len(packed), size, len(raw), 0)
        if n == 0 or not is_shared:
            at = out.tell()
            out.write(b"PK\x03\x04" + fields + raw + packed)
        central.append(b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, at) + raw)
    begin = out.tell()
    out.write(b"".join(central))
    count = min(len(central), 0xFFFF)
    out.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, out.tell() - begin, begin, 0))
    return out.getvalue()


def _zip_of_spaces(size: int) -> bytes:
    packed, crc = _packed(b" ", size)
    return _raw_zip(iter(("通知.txt",)), packed, crc, size)


def _zip_of_many(count: int, *, is_shared: bool = False) -> bytes:
    size = 7 * MB  # below what is looked at by its ratio
    packed, crc = _packed(b" ", size)
    return _raw_zip((f"{n}.txt" for n in range(count)), packed, crc, size, is_shared=is_shared)


def _zip_tree(width: int) -> bytes:
    data, name = _zip_of_many(width), "zip"
    for _ in range(2):
        data = zipped({f"{n}.{name}": data for n in range(width)})
    return data


def _zip_in_zip(depth: int) -> bytes:
    data = notice()
    for n in range(depth):
        data = zipped({"a.zip" if n else "通知.txt": data})
    return data


def _zip_of_empty(count: int) -> bytes:
    return _raw_zip((f"{n}.txt" for n in range(count)), *_packed(b" ", 1), 1, is_shared=True)


def _gzip_of_spaces(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packed:
        for _ in range(size // MB):
            packed.write(b" " * MB)
    return out.getvalue()


def _tar_of_claims(size: int) -> bytes:
    """A TAR whose one member says that it is so large, and ends at once."""
    info = tarfile.TarInfo("通知.txt")
    info.size = size
    return info.tobuf(tarfile.GNU_FORMAT) + b" " * 4096


def _ways_out(count: int) -> bytes:
    return zipped({**{name * max(1, n): notice() for n in range(count) for name in WAYS_OUT}, "通知.txt": notice()})


# -- XML


def _laughs(depth: int) -> str:
    """Entities of which each is ten of the one before."""
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE d [<!ENTITY e0 "哈"><!ENTITY x SYSTEM "{PASSWD}"><!ENTITY % p SYSTEM "{PASSWD}">{inner}]>'


def _docx_of_entities(depth: int) -> bytes:
    return docx_of(f'{_laughs(depth)}<w:document xmlns:w="{W}"><w:body>{paragraph(f"{TITLE}&e{depth - 1};&x;")}</w:body></w:document>')


def docx_of(document: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A DOCX with this document part, and these beside it."""
    members = {f"word/{name}": text for name, text in (parts or {}).items()}
    return zipped({"_rels/.rels": "<Relationships/>", "word/document.xml": f'<?xml version="1.0"?>{document}', **members})


def _xlsx_of_entities(depth: int) -> bytes:
    strings = f"{_laughs(depth)}<sst {SHEET_NS}><si><t>&e{depth - 1};&x;</t></si></sst>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>'
    return _more(xlsx([rows]), {"xl/sharedStrings.xml": strings})


def _more(package: bytes, members: Mapping[str, str]) -> bytes:
    """The package with further members."""
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def _ofd_of(content: str, *, pages: int = 1, doctype: str = "", location: str = "Page.xml", document: str = "") -> bytes:
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="{location}"/>' for n in range(pages))
    area = "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    layer = f"<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content>"
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {OFD_NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {OFD_NS}>{area}{document}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
            "Doc_0/Page.xml": f"{doctype}<ofd:Page {OFD_NS}>{layer}</ofd:Page>",
        }
    )


def _run(text: str, y: float = 20.0, delta: str = "") -> str:
    """An OFD text object."""
    steps = f' DeltaX="{delta}"' if delta else ""
    return f'<ofd:TextObject Boundary="30 {y} 150 6" Size="5.6"><ofd:TextCode X="0" Y="4.8"{steps}>{text}</ofd:TextCode></ofd:TextObject>'


def _nested(inner: str, opening: str, closing: str, depth: int) -> str:
    return opening * depth + inner + closing * depth


def _nested_tables(depth: int) -> bytes:
    return docx(_nested(paragraph(TITLE), "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", depth))


def _docx_of_styles(count: int) -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % count}"/></w:style>' for n in range(count)
    )
    return docx(paragraph(TITLE, '<w:pStyle w:val="s0"/>'), {"styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>'})


def _docx_of_spans(count: int) -> bytes:
    wide = cell("1", f'<w:gridSpan w:val="{count}"/><w:vMerge w:val="restart"/>')
    return docx(f"<w:tbl>{f'<w:tr>{wide}{wide}</w:tr>' * 200}</w:tbl>")


def _docx_of_numbers(value: int) -> bytes:
    """Every number that a DOCX may state, far out of its range."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{value}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1.%{value}、"/></w:lvl>'
        for level, form in enumerate(("chineseCounting", "decimal", "upperRoman", "lowerLetter", "decimalZero", "ideographTraditional"))
    )
    deep = f'<w:lvl w:ilvl="{value}"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1、"/></w:lvl>'
    deep += f'<w:lvl w:ilvl="-{value}"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{levels}{deep}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    lines = "".join(
        paragraph(BODY, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr><w:ind w:left="{value}" w:firstLine="-{value}"/>')
        for level in (*range(6), value, -value)
    )
    return docx(paragraph(TITLE) + lines, {"numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'})


def _xlsx_of_numbers(value: int) -> bytes:
    """Rows, columns, merged cells, dates and styles far out of their range."""
    rows = [
        f'<row r="{value}"><c r="XFD{value}"><v>1</v></c></row>',
        f'<row r="1"><c r="A1"><v>{value}</v></c><c r="ZZZ1"><v>1e308</v></c><c r="B1" s="{value}"><v>-1e308</v></c></row>',
        f'<row r="2"><c r="A2" s="1"><v>{value}</v></c><c r="B2" t="s"><v>{value}</v></c><c r="C2"><v>NaN</v></c></row>',
        '<row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>',
    ]
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:A1"/><mergeCell ref="A1:B9999999"/></mergeCells>'
    merged += f'<cols><col min="1" max="{value}" hidden="0"/><col min="5" max="{value}" hidden="1"/></cols>'
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    return xlsx(rows, merged=merged, styles=styles)


def _xlsx_of_gaps(count: int) -> bytes:
    """Cells far from each other, so that the grid between them would be endless."""
    rows = [f'<row r="{n * 200 + 1}"><c r="{"AZ"[n % 2]}{n * 200 + 1}"><v>{n}</v></c></row>' for n in range(count)]
    return xlsx([*rows, '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'])


# -- PDF


def pdf(contents: Mapping[int, bytes], pages: int, *, kids: str | None = None, more: str = "", packed: int = 0) -> bytes:
    """A PDF of so many pages; page n shows ``contents[n % len(contents)]``. ``packed``: the size of a deflated run instead."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, 2)
    places: dict[int, int] = {}

    def put(number: int, body: bytes) -> None:
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    first = 10 + len(contents)
    listed = kids or " ".join(f"{first + n} 0 R" for n in range(pages))
    put(1, b"<</Type/Catalog/Pages 2 0 R>>")
    put(2, f"<</Type/Pages/Count {pages}/Kids[{listed}]>>".encode())
    put(3, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    if more:
        put(4, more.encode())
    for n, content in contents.items():
        if packed:
            raw, _ = _packed(b" ", packed)
            body = zlib.compress(content, 9) if not raw else b"\x78\xda" + raw + b"\0\0\0\0"
            put(10 + n, b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(body), body))
        else:
            put(10 + n, b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    for n in range(pages if kids is None else 1):
        resources = "/Resources<</Font<</F1 3 0 R>>/XObject<</X0 4 0 R>>>>" if more else "/Resources<</Font<</F1 3 0 R>>>>"
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{resources}/Contents {10 + n % len(contents)} 0 R>>"
        put(first + n, page.encode())
    begin = out.tell()
    last = max(places) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % last)
    out.write(b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, last)))
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (last, begin))
    return out.getvalue()


def _shown(text: str, y: int = 700) -> bytes:
    return f"BT /F1 16 Tf 90 {y} Td ({text}) Tj ET\n".encode()


def _pdf_of_pages(count: int) -> bytes:
    page = b"".join(_shown(f"Notice of Lanchuan 2023 No {n}, line {n}", 760 - 24 * n) for n in range(12))
    return pdf({0: page}, count)


def _pdf_of_glyphs(count: int) -> bytes:
    return pdf({0: _shown("8" * 1000) * (count // 1000)}, 1)


def _pdf_of_rules(count: int) -> bytes:
    lines = b"".join(b"%d %d m %d %d l S\n" % (10 + n % 500, 10 + n % 800, 510, 10 + n % 800) for n in range(count))
    return pdf({0: _shown("Notice") + lines}, 1)


def _pdf_tree(depth: int) -> bytes:
    """A page tree that is its own child."""
    return pdf({0: _shown("Notice")}, depth, kids="2 0 R " * 10)


def _pdf_nesting(depth: int) -> bytes:
    return pdf({0: b"[" * depth + b"]" * depth + b"<<" * depth + _shown("Notice")}, 1, more="[" * depth + "]" * depth)


# -- images


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _pdf_of_forms(content: str, *, is_stamp: bool = False) -> bytes:
    """A page of text with a form that shows what ``content`` says; as a stamp, an annotation shows it."""
    form = f"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length {len(content)}>>stream\n{content}\nendstream"
    data = pdf({0: _shown("Notice") + (b"" if is_stamp else b"/X0 Do")}, 1, more=form)
    return data.replace(b"/MediaBox", b"/Annots[<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 4 0 R>>>>]/MediaBox") if is_stamp else data


def _png_of(side: int) -> bytes:
    """A white page of so many pixels a side, a bit each."""
    row = side // 8 + 1
    packer = zlib.compressobj(9)
    body = b"".join([*(packer.compress(b"\0" + b"\xff" * row) for _ in range(min(side, 20_000))), packer.flush()])
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _png_of_text(size: int) -> bytes:
    """A small page with a comment that unpacks to so many bytes."""
    packed, _ = _packed(b" ", size)
    head = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    comment = _chunk(b"zTXt", b"Comment\0\0\x78\xda" + packed + b"\0\0\0\0")
    body = _chunk(b"IDAT", zlib.compress((b"\0" + b"\xff" * 64) * 64))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + comment + body + _chunk(b"IEND", b"")


def _tiff_loop(count: int) -> bytes:
    """A TIFF of ``count`` pages whose last leads back to the first."""
    entries = (
        (256, 4, 1, 8),
        (257, 4, 1, 8),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (278, 4, 1, 8),
        (279, 4, 1, 64),
    )
    size = 2 + 12 * len(entries) + 4
    out = bytearray(struct.pack("<2sHI", b"II", 42, 80) + b"\xff" * 72)
    for n in range(count):
        out += struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
        out += struct.pack("<I", 80 + size * ((n + 1) % count))
    return bytes(out)


# -- HTML, RTF, text


def _html(inner: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>{TITLE}</title></head><body><p>{TITLE}</p>{inner}<p>{BODY}</p></body></html>".encode()


def _rtf(inner: str) -> bytes:
    said = "".join(f"\\u{ord(char)}?" for char in TITLE)
    return f"{{\\rtf1\\ansi\\ansicpg936 {said}\\par {inner}\\par}}".encode()


def _run_of(text: str) -> Callable[[int], bytes]:
    """A notice with a run of ``text`` of so many characters in it."""
    return lambda size: notice() + (text * (size // len(text))).encode() + b"\n" + notice()


CASES: tuple[Case, ...] = (
    Case("zip: a member of spaces", _zip_of_spaces, 64 * MB, 1024 * MB),
    Case("zip: many members of spaces", _zip_of_many, 12, 2_000),
    Case("zip: members that share their bytes", lambda n: _zip_of_many(n, is_shared=True), 12, 20_000),
    Case("zip: a tree of bombs", _zip_tree, 4, 40),
    Case("zip: in each other", _zip_in_zip, 40, 400),
    Case("zip: empty members", _zip_of_empty, 20_001, 60_000),
    Case("zip: ways out", _ways_out, 1, 40),
    Case("gzip: spaces", _gzip_of_spaces, 64 * MB, 1024 * MB),
    Case("tar: claims", _tar_of_claims, 2**40, 2**60),
    Case("tar: members", lambda n: tarred({f"{i}.txt": b"" for i in range(n)}), 20_001, 60_000),
    Case("docx: entities", _docx_of_entities, 12, 40),
    Case("docx: spaces", lambda n: docx(paragraph(TITLE + " " * n)), 8 * MB, 200 * MB),
    Case("docx: elements", lambda n: docx(paragraph(TITLE) + _nested(paragraph(BODY), "<w:sdt>", "</w:sdt>", n)), 5_000, 1_000_000),
    Case("docx: tables in tables", _nested_tables, 90, 30_000),
    Case("docx: a ring of styles", _docx_of_styles, 500, 40_000),
    Case("docx: spans", _docx_of_spans, 10_000_000, 2**31),
    Case("docx: numbers", _docx_of_numbers, 2**31, 10**18),
    Case("docx: cells", lambda n: docx(f"<w:tbl><w:tr>{cell('1') * n}</w:tr></w:tbl>"), 2_000, 300_000),
    Case("docx: paragraphs", lambda n: docx(paragraph("一") * n), 2_000, 1_000_000),
    Case("xlsx: entities", _xlsx_of_entities, 12, 40),
    Case("xlsx: numbers", _xlsx_of_numbers, 10**8 - 1, 10**18),
    Case("xlsx: gaps", _xlsx_of_gaps, 200, 5_000),
    Case("xlsx: elements", lambda n: xlsx([_nested("", "<row><c>", "</c></row>", n)]), 5_000, 500_000),
    Case("ofd: entities", lambda n: _ofd_of(_run(f"{TITLE}&e{n - 1};&x;"), doctype=_laughs(n)), 12, 40),
    Case("ofd: ways out", lambda n: _ofd_of(_run(TITLE), location="../" * n + "etc/passwd"), 10, 1_000),
    Case("ofd: elements", lambda n: _ofd_of(_nested(_run(TITLE), "<ofd:PageBlock>", "</ofd:PageBlock>", n)), 5_000, 500_000),
    Case("ofd: one page, shown often", lambda n: _ofd_of(_run(TITLE) * 100, pages=n), 20, 19_000),
    Case("ofd: advances", lambda n: _ofd_of(_run(TITLE, delta=f"g {n} 1 " * 50)), 4_000_000_000, 10**18),
    Case("ofd: objects in one place", lambda n: _ofd_of(_run(TITLE) * n), 500, 100_000),
    Case("pdf: pages", _pdf_of_pages, 40, 10_000),
    Case("pdf: a page of spaces", lambda n: pdf({0: b""}, 1, packed=n), 8 * MB, 1024 * MB),
    Case("pdf: glyphs in one place", _pdf_of_glyphs, 5_000, 500_000),
    Case("pdf: rules", _pdf_of_rules, 2_000, 300_000),
    Case("pdf: a ring of pages", _pdf_tree, 1_000, 2**31 - 1),
    Case("pdf: nesting", _pdf_nesting, 1_000, 1_000_000),
    Case("pdf: a form that shows itself", lambda n: _pdf_of_forms("/X0 Do " * n), 2, 1_000),
    Case("pdf: a stamp that shows itself", lambda n: _pdf_of_forms("/X0 Do " * n, is_stamp=True), 2, 1_000),
    Case("png: pixels", _png_of, 20_000, 100_000),
    Case("png: a comment of spaces", _png_of_text, 16 * MB, 1024 * MB),
    Case("tiff: a ring of pages", _tiff_loop, 2, 5_000),
    Case("html: blocks in blocks", lambda n: _html("<div>" * n), 2_000, 100_000),
    Case("html: closed blocks in blocks", lambda n: _html(_nested(BODY, "<div>", "</div>", n)), 2_000, 19_000),
    Case("html: tables in tables", lambda n: _html("<table><tr><td>" * n + BODY), 500, 100_000),
    Case("html: spans in spans", lambda n: _html("<span>" * n + BODY), 2_000, 100_000),
    Case("html: lists in lists", lambda n: _html("<ul><li>" * n + BODY), 500, 100_000),
    Case("html: other elements", lambda n: _html("<x-y>" * n + BODY), 2_000, 100_000),
    Case(
        "html: spans of cells",
        lambda n: _html(f"<table>{f'<tr><td colspan={n} rowspan={n}>1</td><td>2</td></tr>' * 300}</table>"),
        65_534,
        10**9,
    ),
    Case("html: cells", lambda n: _html(f"<table><tr>{'<td>1' * n}</table>"), 2_000, 500_000),
    Case("html: spaces", lambda n: _html(f"<p>{' ' * n}</p>{' ' * n}"), 200_000, 4_500_000),
    Case("html: attributes", lambda n: _html(f'<p {"a " * n} style="{"display : " * n}">{BODY}</p>'), 2_000, 1_000_000),
    Case("html: open tags", lambda n: _html("<" * n), 2_000, 4_000_000),
    Case("html: open comments", lambda n: _html("<%<!--{{${<?php" * n), 500, 500_000),
    Case("html: rules of style", lambda n: _html(f"<style>{'.a{.b{' * n}</style><style>{'@media{a{' * n}</style>"), 500, 300_000),
    Case("rtf: groups", lambda n: _rtf("{" * n + "1"), 20_000, 5_000_000),
    Case("rtf: spaces", lambda n: _rtf(" " * n), 200_000, 9_000_000),
    Case("rtf: numbers", lambda n: _rtf(f"\\bin{n} \\uc{n}\\u{n}?\\f{n}\\li{n}\\fi-{n}\\cellx{n}\\trowd\\cell\\row"), 10**9, 10**9),
    Case("rtf: cells", lambda n: _rtf("\\trowd" + "\\clvmgf\\cellx1" * n + "\\intbl" + " 1\\cell" * n + "\\row"), 2_000, 500_000),
    Case("rtf: rows", lambda n: _rtf(("\\trowd\\clvmrg\\cellx1\\cellx2\\intbl 1\\cell 2\\cell\\row") * n), 200, 100_000),
    Case("csv: commas", lambda n: b"a,b,c\n1,2,3\n" + b"," * n + b"\n4,5,6\n", 20_000, 9_000_000),
    Case("csv: quotes", lambda n: b"a,b,c\n1,2,3\n" + b'"' * n + b"\n4,5,6\n", 20_001, 9_000_001),
    *(
        Case(f"txt: {name}", _run_of(text), 6_000, 9_000_000)
        for name, text in {
            "spaces": " ",
            "wide spaces": "　",
            "line ends": "\n",
            "blank lines": " \n",
            "form feeds": "\f",
            "short lines": "一\n",
            "tabs": "\t",
            "pipes": "|",
            "dashes": "-",
            "stops": "。",
            "brackets": "（",
            "title marks": "《",
            "digits": "8",
            "numerals": "一",
            "letters": "a",
            "headings": "一、",
            "numbers of notices": "〔2023〕",
            "attachments": "附件：",
            "years": "2023年",
        }.items()
    ),
)
