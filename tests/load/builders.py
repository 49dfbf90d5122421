"""Small files of each format, made from their parts, so that every loader runs without the program that writes such files."""

from __future__ import annotations

import struct
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

from notice_parser import Table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TITLE = "岚川市水务局关于开展汛期值守的通知"
NUMBER = "岚水发〔2023〕12号"
TO = "各县（市、区）水务局："
BODY = "现将汛期值守有关事项通知如下。各单位要落实24小时值班制度，遇有险情立即报告。"


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these members; ``mimetype`` is not deflated, as the formats that have one say. The same bytes at any time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(members: Mapping[str, bytes], *, link: str | None = None, target: str = "/etc/passwd", kind: bytes = tarfile.SYMTYPE) -> bytes:
    """A TAR of these members, and of a link."""
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
        if link is not None:
            info = tarfile.TarInfo(link)
            info.type, info.linkname = kind, target
            archive.addfile(info)
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """A DOCX paragraph of one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(body: str, parts: Mapping[str, str] | None = None, namespace: str = W) -> bytes:
    """A DOCX with this body and these further parts below ``word/``."""
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
    }
    members |= {f"word/{name}": text for name, text in (parts or {}).items()}
    return zipped(members)


def whole_docx(body: str, parts: Mapping[str, str]) -> bytes:
    """A DOCX that an office program opens too: with the types of its parts and the relations to them."""
    types, kinds = "http://schemas.openxmlformats.org/package/2006/content-types", "application/vnd.openxmlformats-"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = f"{kinds}officedocument.wordprocessingml"
    overrides = "".join(f'<Override PartName="/word/{name}" ContentType="{main}.{name.removesuffix(".xml")}+xml"/>' for name in parts)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{office}/{name.removesuffix(".xml")}" Target="{name}"/>' for n, name in enumerate(parts)
    )
    return zipped(
        {
            "[Content_Types].xml": f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{types}">'
            f'<Default Extension="rels" ContentType="{kinds}package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>{overrides}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r" Type="{office}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{relations}">{links}</Relationships>',
            **{f"word/{name}": text for name, text in parts.items()},
        }
    )


def cell(text: str, properties: str = "") -> str:
    """A DOCX cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def xlsx(rows: Sequence[str], *, merged: str = "", styles: str = "", sheets: str = '<sheet name="值守" r:id="r1"/>') -> bytes:
    """An XLSX of one sheet whose rows are given as XML."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    members = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f"<workbook {main} {office}><sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{''.join(rows)}</sheetData>{merged}</worksheet>",
        "xl/styles.xml": f"<styleSheet {main}>{styles}</styleSheet>",
    }
    return zipped(members)


def ofd(lines: Sequence[tuple[float, float, str]], paths: Sequence[str] = (), *, by_character: bool = False) -> bytes:
    """An OFD of one page: text at (x, y) in millimetres, and paths as ``x0 y0 x1 y1``. ``by_character``: an object a character."""
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    objects = []
    size = 5.6
    for x, y, text in lines:
        advances = [size / 2 if char.isascii() else size for char in text]
        places = [x + sum(advances[:i]) for i in range(len(text))]
        pieces = list(zip(places, text, strict=True)) if by_character else [(x, text)]
        for at, piece in pieces:
            delta = f' DeltaX="{" ".join(map(str, advances))}"' if len(piece) > 1 else ""
            objects.append(
                f'<ofd:TextObject Boundary="{at} {y} 180 {size}" Size="{size}">'
                f'<ofd:TextCode X="0" Y="4.8"{delta}>{piece}</ofd:TextCode></ofd:TextObject>'
            )
    for path in paths:
        x0, y0, x1, y1 = path.split()
        data = f"<ofd:AbbreviatedData>M {x0} {y0} L {x1} {y1}</ofd:AbbreviatedData>"
        objects.append(f'<ofd:PathObject Boundary="0 0 210 297">{data}</ofd:PathObject>')
    page = f"<ofd:Page {ns}><ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {ns}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {ns}><ofd:CommonData><ofd:PageArea>"
            "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/Pages/Page_0/Content.xml": page,
        }
    )


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (MS-CFB) of these streams, each padded so that none is a small one."""
    sector = 512
    bodies = [(name, data.ljust(max(4096, -(-len(data) // sector) * sector), b"\0")) for name, data in streams.items()]
    n_fat, entries = 1, b""
    first = n_fat + 1
    directory_size = -(-(len(bodies) + 1) * 128 // sector)
    at = first + directory_size - 1
    fat = [0xFFFFFFFD] + [i + 1 for i in range(1, directory_size)] + [0xFFFFFFFE]
    starts = []
    for _, body in bodies:
        starts.append(at)
        count = len(body) // sector
        fat += [at + i + 1 for i in range(count - 1)] + [0xFFFFFFFE]
        at += count
    assert len(fat) <= sector // 4

    def entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    entries = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)
    for (name, body), start in zip(bodies, starts, strict=True):
        entries += entry(name, 2, start, len(body))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, n_fat, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(sector, b"\xff")
    return header + table + entries.ljust(directory_size * sector, b"\0") + b"".join(body for _, body in bodies)


def doc(
    paragraphs: Sequence[tuple[str, str, bytes]],
    *,
    flags: int = 0x0200,
    version: int = 0x00C1,
    struck: Mapping[str, int] | None = None,
    notes: Sequence[str] = (),
    heads: Sequence[str] = (),
    beside: bytes = b"",
) -> bytes:
    """A DOC: each paragraph as text, the mark that ends it, and its property modifiers; of ``struck`` words, the character modifier.

    ``heads``: header of even and odd pages, footer of even and odd pages, header and footer of the first page; of each section.
    ``beside``: the stream of data.
    """
    n_text = sum(len(one + mark) for one, mark, _ in paragraphs)
    noted = [("\x02 " + one, "\r", b"") for one in notes]
    stories = [(one, "\r", b"") for one in heads if one]
    places = [0] * 7
    for one in heads:
        places.append(places[-1] + (len(one) + 1 if one else 0))
    paragraphs = [*paragraphs, *noted, *stories]
    n_notes, n_heads = (sum(len(one + mark) for one, mark, _ in some) for some in (noted, stories))
    plcfhdd = struct.pack(f"<{len(places) + 1}I", *places, places[-1] + 1) if heads else b""
    text = "".join(one + mark for one, mark, _ in paragraphs)
    begin = 0x800
    raw = text.encode("utf-16-le")
    borders, at = [begin], begin
    for one, mark, _ in paragraphs:
        at += 2 * len(one + mark)
        borders.append(at)
    page = bytearray(512)
    count = len(paragraphs)
    struct.pack_into(f"<{count + 1}I", page, 0, *borders)
    free = 510
    written: dict[bytes, int] = {}  # what paragraphs share stands once
    for i, (_, _, modifiers) in enumerate(paragraphs):
        if modifiers not in written:
            body = b"\0\0" + modifiers
            body += b"\0" * ((len(body) + 1) % 2)
            free -= len(body) + 1
            free -= free % 2
            page[free] = (len(body) + 1) // 2
            page[free + 1 : free + 1 + len(body)] = body
            written[modifiers] = free
        page[4 * (count + 1) + 13 * i] = written[modifiers] // 2
    assert 4 * (count + 1) + 13 * count <= free
    page[511] = count
    page_number = (begin + len(raw)) // 512 + 1
    clx = b"\x02" + struct.pack("<I", 16) + struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, begin, 0)
    papx = struct.pack("<III", begin, at, page_number)
    main = bytearray(page_number * 512 + 512)
    runs = sorted((begin + 2 * text.index(word), begin + 2 * (text.index(word) + len(word)), code) for word, code in (struck or {}).items())
    characters = bytearray(512)
    stretches = [begin, *(place for first, last, _ in runs for place in (first, last)), at]
    struct.pack_into(f"<{len(stretches)}I", characters, 0, *stretches)
    for i, (_, _, code) in enumerate(runs):
        characters[4 * len(stretches) + 2 * i + 1] = 200 + 2 * i
        struct.pack_into("<BHB", characters, 2 * (200 + 2 * i), 3, code, 1)
    characters[511] = len(stretches) - 1
    chpx = struct.pack("<III", begin, at, page_number + 1)
    main += characters
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<III", main, 0x4C, n_text, n_notes, n_heads)
    struct.pack_into("<II", main, 0x00F2, len(clx) + len(papx) + len(chpx), len(plcfhdd))
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    struct.pack_into("<II", main, 0x0102, len(clx), len(papx))
    struct.pack_into("<II", main, 0x00FA, len(clx) + len(papx), len(chpx))
    main[begin : begin + len(raw)] = raw
    main[page_number * 512 : page_number * 512 + 512] = page
    return compound({"WordDocument": bytes(main), "1Table": clx + papx + chpx + plcfhdd, **({"Data": beside} if beside else {})})


def check_plan(plan: Table) -> None:
    """Asserts that a table in a cell is the plan of two rows that the loaders of word processors are tried on."""
    assert [column.name for column in plan.columns] == ["费用", "金额"]
    assert plan.raw == (("工程", "1860"), ("占地", "690"))
    assert plan.unit == "万元"


def check_deep(tables: Sequence[Table]) -> None:
    """Asserts that these are a form, a table in its cell 投资, and one in the cell 占地 of that."""
    outer, inner, deepest = tables
    assert outer.raw[-1] == ("投资", "费用构成占地年度金额去年90")
    assert ([column.name for column in inner.columns], inner.raw) == (["费用", "构成"], (("占地", "年度金额去年90"),))
    assert ([column.name for column in deepest.columns], deepest.raw) == (["年度", "金额"], (("去年", "90"),))
    assert inner.within is not None
    assert (inner.within.table, inner.within.column) == (outer.id, 1)
    assert deepest.within is not None
    assert (deepest.within.table, deepest.within.row, deepest.within.column) == (inner.id, 0, 1)
