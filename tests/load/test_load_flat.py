"""Office files of one piece: MHTML, Word and Excel in XML. Many of them are called .doc and .xls."""

from __future__ import annotations

import base64
import quopri

import pytest
from builders import BODY, NUMBER, TITLE, TO, W, paragraph
from builders import cell as box
from test_load_office import DOCX, fields

from notice_parser import LoadError, parse
from notice_parser.load import load, office
from notice_parser.load.source import Grid

pytest.importorskip("lxml")

_PAGE = f"<html><body><p align=center>{NUMBER}</p><p align=center>{TITLE}</p><p>{TO}</p><p>{BODY}</p></body></html>"
_TEXT = paragraph(NUMBER) + paragraph(TITLE) + paragraph(TO) + paragraph(BODY)
_OLD = "http://schemas.microsoft.com/office/word/2003/wordml"
_NAMES = (
    f'xmlns:w="{_OLD}" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
)


def mhtml(page: str, charset: str = "gb2312", coding: str = "quoted-printable") -> bytes:
    raw = page.encode("gb18030" if charset == "gb2312" else charset)
    coded = quopri.encodestring(raw) if coding == "quoted-printable" else base64.encodebytes(raw)
    head = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="----=_x"\r\n\r\n'
        f"------=_x\r\nContent-Location: file:///C:/a.htm\r\nContent-Transfer-Encoding: {coding}\r\n"
        f'Content-Type: text/html; charset="{charset}"\r\n\r\n'
    )
    picture = b"\r\n------=_x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n------=_x--\r\n"
    return head.encode() + coded + picture


def old_word(body: str, more: str = "") -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
    return f"{head}<w:wordDocument {_NAMES}>{more}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>".encode()


def flat_word(body: str) -> bytes:
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    part = '<pkg:part pkg:name="{}" pkg:contentType="x"><pkg:xmlData>{}</pkg:xmlData></pkg:part>'
    link = f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
    return (
        '<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        + part.format("/_rels/.rels", link)
        + part.format("/word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        + "</pkg:package>"
    ).encode()


@pytest.mark.parametrize(
    "data",
    [
        mhtml(_PAGE),
        mhtml(_PAGE, coding="base64"),
        mhtml(_PAGE, charset="utf-8"),
        mhtml(_PAGE).replace(b"gb2312", b"unknown-8"),
        old_word(_TEXT),
        flat_word(_TEXT),
    ],
    ids=["mhtml", "mhtml-base64", "mhtml-utf8", "mhtml-unknown", "word2003", "flat"],
)
def test_a_notice_in_one_piece(data: bytes) -> None:
    notice = parse(data, name="通知.doc")
    assert notice.text.split("\n") == [NUMBER, TITLE, TO, BODY]
    assert notice.title is not None
    assert notice.title.text == TITLE


def test_a_message_without_a_page_is_damaged() -> None:
    with pytest.raises(LoadError) as caught:
        parse(b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: image/png\r\n\r\nA\r\n--x--')
    assert caught.value.code == "damaged"


def test_numbers_and_changes_of_word_2003() -> None:
    number = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/>{}</w:listPr>'
    change = '<aml:annotation aml:id="1" w:type="Word.{}"><aml:content><w:r><w:t>{}</w:t></w:r></aml:content></aml:annotation>'
    body = (
        paragraph("总则", number.format('<wx:t wx:val="第一章　"/>'))
        + paragraph("目标", number.format(""))
        + f"<w:p><w:r><w:t>共</w:t></w:r>{change.format('Deletion', '30')}{change.format('Insertion', '36')}<w:r><w:t>座</w:t></w:r></w:p>"
    )
    lists = (
        '<w:lists><w:listDef w:listDefId="0"><w:lvl w:ilvl="0"><w:start w:val="2"/><w:nfc w:val="37"/><w:suff w:val="Nothing"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>'
    )
    assert parse(old_word(body, lists)).text.split("\n") == ["第一章　总则", "二、目标", "共36座"]
    rows = (
        box("县区", '<w:vmerge w:val="restart"/>') + box("水库", '<w:gridSpan w:val="2"/>'),
        box("", "<w:vmerge/>") + box("大型") + box("小型"),
        box("云坪区") + box("2") + box("31"),
    )
    (grid,) = (b for b in load(old_word(f"<w:tbl>{''.join(f'<w:tr>{r}</w:tr>' for r in rows)}</w:tbl>")).blocks if isinstance(b, Grid))
    assert grid.merged == ((0, 0, 2, 1), (0, 1, 1, 2))


@pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
def test_what_libreoffice_writes_as_word_2003() -> None:
    made = office.convert(DOCX, ".docx", None, "xml:MS Word 2003 XML")
    assert made is not None
    got, wanted = fields(parse(made)), fields(parse(DOCX))
    assert [rows[-2:] for _, rows in got.pop("tables")] == [rows for _, rows in wanted.pop("tables")]  # it does not write merged cells
    assert got == wanted


def test_a_workbook_of_excel_2003() -> None:
    def row(*cells: str, more: str = "") -> str:
        return f"<Row {more}>{''.join(cells)}</Row>"

    def cell(kind: str, value: str, more: str = "") -> str:
        return f'<Cell {more}><Data ss:Type="{kind}">{value}</Data></Cell>'

    rows = (
        row(
            cell("String", "县区", 'ss:MergeDown="1"'),
            cell("String", "水库", 'ss:MergeAcross="1"'),
            cell("String", "占比"),
            cell("String", "日期"),
        )
        + row(cell("String", "大型", 'ss:Index="2"'), cell("String", "小型"))
        + row(
            cell("String", "云坪区"),
            cell("Number", "2"),
            cell("Number", "1234", 'ss:StyleID="s1"'),
            cell("Number", "0.9995", 'ss:StyleID="s2"'),
            cell("DateTime", "2023-04-25T00:00:00.000", 'ss:StyleID="s3"'),
        )
        + row(cell("String", "不显示"), more='ss:Hidden="1"')
        + row(cell("String", "禾丰县"), cell("Number", "3"), cell("Error", "#N/A"), cell("Number", "0.5", 'ss:StyleID="s2"'))
    )
    styles = "".join(
        f'<Style ss:ID="{name}"><NumberFormat ss:Format="{form}"/></Style>'
        for name, form in (("s1", "#,##0"), ("s2", "Percent"), ("s3", "Long Date"))
    )
    hidden = '<x:WorksheetOptions xmlns:x="urn:schemas-microsoft-com:office:excel"><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>'
    names = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    book = (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {names}><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="水库汇总"><Table>{rows}</Table></Worksheet>'
        f'<Worksheet ss:Name="备用"><Table>{row(cell("String", "甲"), cell("String", "乙"))}</Table>{hidden}</Worksheet></Workbook>'
    )
    source = load(book.encode(), name="汇总.xls")
    name, grid = source.blocks
    assert getattr(name, "text", "") == "水库汇总"
    assert isinstance(grid, Grid)
    assert grid.rows == (
        ("县区", "水库", "", "占比", "日期"),
        ("", "大型", "小型", "", ""),
        ("云坪区", "2", "1,234", "99.95%", "2023年4月25日"),
        ("禾丰县", "3", "", "50.00%", ""),
    )
    assert grid.merged == ((0, 0, 2, 1), (0, 1, 1, 2))
