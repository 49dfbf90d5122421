"""ODS and EPUB: sheets and pages in open formats."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from builders import BODY, NUMBER, TITLE, TO, zipped

from notice_parser import LoadError, parse
from notice_parser.load import load
from notice_parser.load.source import Grid, Paragraph

pytest.importorskip("lxml")

_OF = "urn:oasis:names:tc:opendocument:xmlns:"
_NS = " ".join(
    f'xmlns:{short}="{_OF}{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"))
)
_STYLES = (
    '<style:style style:name="c" style:family="table-cell"><style:paragraph-properties fo:text-align="center"/></style:style>'
    '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def ods(*tables: str, manifest: str = "") -> bytes:
    """An ODS of these tables."""
    content = (
        f"<office:document-content {_NS}><office:automatic-styles>{_STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    members = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped(members)


def table(*rows: str, name: str = "Sheet1", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{"".join(rows)}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", more: str = "") -> str:
    words = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text else ""
    return f"<table:table-cell {more}>{words}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def test_a_sheet_as_it_prints() -> None:
    hidden = 'table:visibility="collapse"'
    remark = cell("31", 'office:value-type="float"').replace(
        "<text:p>", "<office:annotation><text:p>批注</text:p></office:annotation><text:p>"
    )
    sheet = table(
        f'<table:table-column table:number-columns-repeated="3"/><table:table-column {hidden}/>',
        row(cell("水库情况表", 'table:number-columns-spanned="3" table:style-name="c"'), COVERED, COVERED),
        row(cell("县区", 'table:number-rows-spanned="2"'), cell("水库", 'table:number-columns-spanned="2"'), COVERED),
        row(COVERED, cell("座数"), cell("蓄水率")),
        row(cell("云坪<text:s/>区"), remark, cell("72.15%"), cell("底稿")),
        row(cell("隐藏县"), cell("9"), cell("1%"), more=hidden),
        row(cell("禾丰县"), cell("46", 'table:number-columns-repeated="2"'), more='table:number-rows-repeated="2"'),
        row(cell("合计"), cell("", 'table:formula="of:=SUM([.B4:.B7])"'), cell("")),
        row(cell("", 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048569"'),
    )
    source = load(ods(sheet, table(row(cell("不给人看的")), name="底稿", more='table:style-name="h"')))
    title, grid = (block for block in source.blocks if isinstance(block, Grid) or block.text)
    assert isinstance(title, Paragraph)
    assert (title.text, title.indent) == ("水库情况表", 20)
    assert isinstance(grid, Grid)
    assert grid.rows == (
        ("县区", "水库", ""),
        ("", "座数", "蓄水率"),
        ("云坪 区", "31", "72.15%"),
        ("禾丰县", "46", "46"),
        ("禾丰县", "46", "46"),
        ("合计", "", ""),
    )
    assert grid.merged[:2] == ((0, 0, 2, 1), (0, 1, 1, 2))
    told = {one.code: one.params for one in source.diagnostics}
    assert told == {"source.uncomputed": {"count": 1}, "source.hidden_cells": {"sheets": 1, "rows": 1, "columns": 1}}


def grid_of(*rows: str, columns: str = "") -> Grid:
    """The only block of a sheet of these rows."""
    (block,) = load(ods(table(columns, *rows))).blocks
    assert isinstance(block, Grid)
    return block


def test_cells_without_a_print_of_their_value_show_it_as_it_is() -> None:
    said = [
        ("float", "value", "1204.50", "1204.5"),
        ("currency", "value", "8", "8"),
        ("percentage", "value", "0.0715", "7.15%"),
        ("date", "date-value", "2023-04-25", "2023-04-25"),
        ("time", "time-value", "PT08H30M00S", "8:30:00"),
        ("boolean", "boolean-value", "true", "TRUE"),
        ("string", "string-value", "云坪区", "云坪区"),
    ]
    cells = [cell("", f'office:value-type="{kind}" office:{name}="{value}"') for kind, name, value, _ in said]
    blank = cell("", 'office:value-type="float" office:value="0"').replace("></", "><text:p/></")  # printed as nothing by its format
    assert grid_of(row(cell("甲"), *cells, blank), row(cell("乙"), cell("1"))).rows[0] == ("甲", *(shown for *_, shown in said))


def test_lists_in_cells_are_lines_of_them() -> None:
    items = "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in ("巡查", "值守"))
    cells = f"<table:table-cell><text:p>任务：</text:p><text:list>{items}</text:list></table:table-cell>"
    assert grid_of(row(cell("县区"), cells), row(cell("云坪区"), cell("2"))).rows[0] == ("县区", "任务：\n巡查\n值守")


def test_rows_and_columns_in_groups_that_are_shut_are_hidden() -> None:
    shut = '<table:table-{0}-group table:display="false">{1}</table:table-{0}-group>'
    columns = "<table:table-column/>" + shut.format("column", "<table:table-column/>") + "<table:table-column/>"
    rows = [row(*map(cell, line)) for line in (("县区", "底数", "座数"), ("云坪区", "7", "31"), ("其中", "1", "2"), ("禾丰县", "8", "46"))]
    inner = f"<table:table-row-group>{rows[2]}{row(cell())}</table:table-row-group>"
    data = ods(table(columns, rows[0], rows[1], shut.format("row", inner), rows[3]))
    (grid,) = load(data).blocks
    assert isinstance(grid, Grid)
    assert grid.rows == (("县区", "座数"), ("云坪区", "31"), ("禾丰县", "46"))
    assert [one.params for one in load(data).diagnostics] == [{"sheets": 0, "rows": 1, "columns": 1}]


def test_a_formula_that_gives_no_characters_has_a_result() -> None:
    formula = cell("", 'table:formula="of:=&quot;&quot;"').replace("></", "><text:p/></")
    assert load(ods(table(row(cell("甲"), formula), row(cell("乙"), cell("1"))))).diagnostics == ()


def test_rows_beyond_the_last_that_a_sheet_has_are_none() -> None:
    far = row(cell(), more='table:number-rows-repeated="99999999"')
    assert grid_of(row(cell("甲"), cell("乙")), row(cell("1"), cell("2")), far, row(cell("3"), cell("4"))).rows == (
        ("甲", "乙"),
        ("1", "2"),
    )


def test_sheets_that_cannot_be_read() -> None:
    for data, code in (
        (ods(manifest="<manifest:encryption-data/>"), "locked"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}), "damaged"),
        (ods(table(row(cell("1", 'table:number-columns-repeated="9999"'), more='table:number-rows-repeated="9999999"'))), "bomb"),
    ):
        with pytest.raises(LoadError) as caught:
            load(data)
        assert caught.value.code == code


PAGE = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body id="a>b">{}</body></html>'
PAGES = {
    "nav.xhtml": PAGE.format("<p>目录</p>"),
    "text/a.xhtml": PAGE.format(f'<a id="x"/><h1>{TITLE}</h1><p>{NUMBER}</p><div class="x>y"/><!-- </body> --><p>{TO}</p>'),
    "text/b 1.xhtml": PAGE.format(f"<p>{BODY}</p><p>岚川市水务局</p><p>2023年4月25日</p>"),
}
ITEMS = (
    '<item id="b" href="text/b%201.xhtml" media-type="application/xhtml+xml"/>'
    '<item href="text/a.xhtml" id="a" media-type="application/xhtml+xml"/><item id="c" href="c.css" media-type="text/css"/>'
    '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
)
LINES = [TITLE, NUMBER, TO, BODY, "岚川市水务局", "2023年4月25日"]
UNREAD = "source.part_unread"


def epub(spine: str, *, items: str = ITEMS, pages: Mapping[str, str | bytes] = PAGES, locked: str = "") -> bytes:
    """An EPUB of these pages; ``locked``: the place of one that is encrypted."""
    pytest.importorskip("selectolax")
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<c:container xmlns:c='urn:c'><!-- <rootfile full-path='no.opf'/> -->"
        "<c:rootfiles><c:rootfile full-path='OEBPS/a&amp;b.opf'/></c:rootfiles></c:container>",
        "OEBPS/a&b.opf": f"<p:package xmlns:p='urn:p' xmlns='urn:p'><manifest>{items}</manifest><spine>{spine}</spine></p:package>",
        **{f"OEBPS/{name}": page for name, page in pages.items()},
    }
    if locked:
        said = f'<d:CipherData xmlns:d="urn:d"><d:CipherReference URI="{locked}"/></d:CipherData>'
        members["META-INF/encryption.xml"] = f"<encryption>{said}</encryption>"
    return zipped(members)


def unread_of(data: bytes) -> list[object]:
    """The names of the parts that are told as not read."""
    return [one.params["name"] for one in load(data).diagnostics if one.code == UNREAD]


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    order = (
        '<itemref idref="n" linear="no"/><!-- <itemref idref="b"/> --><itemref idref="a"/><itemref idref="b"/><itemref idref="missing"/>'
    )
    data = epub(order)
    notice = parse(data)
    assert notice.text.splitlines() == LINES
    assert notice.source.media_type == "application/epub+zip"
    assert unread_of(data) == ["missing", "OEBPS/nav.xhtml"]


def test_a_book_without_an_order_is_read_in_that_of_its_manifest() -> None:
    assert parse(epub("")).text.splitlines() == [*LINES[3:], *LINES[:3]]


@pytest.mark.parametrize("page", [None, bytes(range(256)) * 40], ids=["missing", "no text"])
def test_a_page_of_a_book_that_cannot_be_read_is_told(page: bytes | None) -> None:
    pages = {name: text for name, text in PAGES.items() if name != "text/a.xhtml"} | ({"text/a.xhtml": page} if page is not None else {})
    data = epub('<itemref idref="a"/><itemref idref="b"/>', pages=pages)
    assert parse(data).text.splitlines() == LINES[3:]
    assert unread_of(data) == ["OEBPS/text/a.xhtml"]


def test_a_book_that_is_locked_or_holds_no_page_is_refused() -> None:
    order = '<itemref idref="a"/><itemref idref="b"/>'
    assert parse(epub(order, locked="OEBPS/font.otf")).text.splitlines() == LINES
    for data, code in (
        (epub(order, locked="OEBPS/text/b%201.xhtml"), "locked"),
        (epub(order, pages={}), "damaged"),
        (zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": ""}), "damaged"),
    ):
        with pytest.raises(LoadError) as caught:
            parse(data)
        assert caught.value.code == code


def test_a_book_that_was_cut_off_is_read_as_far_as_it_goes() -> None:
    data = epub('<itemref idref="a"/><itemref idref="b"/>')
    cut = data[: data.index(b"OEBPS/text/b 1.xhtml")]
    assert parse(cut).text.splitlines() == LINES[:3]
    assert "source.cut_off" in {one.code for one in load(cut).diagnostics}
    assert unread_of(cut) == ["OEBPS/text/b 1.xhtml"]
