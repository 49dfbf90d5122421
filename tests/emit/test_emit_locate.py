"""Where spans stand in their file: lines, paragraphs, rows, boxes; places are kept out of the JSON unless asked for."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

import notice_parser
from notice_parser import Notice, NoticeParserError

TEXT = "岚川市水务局关于水闸调度的通知\n各镇人民政府：\n　　请执行《水闸调\n度规程》，确保安全度汛。\n岚川市水务局\n2023年4月25日\n"


def pieces(notice: Notice, wanted: str) -> list[tuple[str, str | None]]:
    start = notice.text.index(wanted)
    return [(notice.text[p.span[0] : p.span[1]], p.place) for p in notice.locate((start, start + len(wanted)))]


def test_text_is_located_to_its_line_across_lines_that_were_joined() -> None:
    notice = notice_parser.parse_text(TEXT)
    assert pieces(notice, "水闸调度规程") == [("水闸调", "l3"), ("度规程", "l4")]
    assert notice.locate((3, 3)) == ()


def test_every_character_but_line_breaks_has_a_place() -> None:
    notice = notice_parser.parse_text(TEXT)
    places = notice.locate((0, len(notice.text)))
    assert "".join(notice.text[a:b] for a, b in (place.span for place in places)) == notice.text.replace("\n", "")


def test_paragraphs_and_rows_of_a_page() -> None:
    pytest.importorskip("selectolax")
    page = (
        "<html><body><h1>关于水闸调度的通知</h1><p>请各镇做好水闸调度工作，确保安全度汛，有关名录如下，请认真核对后报送我局办公室。</p>"
        "<table><tr><td>水闸</td><td>孔数</td></tr><tr><td>南渡</td><td>3</td></tr></table></body></html>"
    )
    notice = notice_parser.parse(page.encode())
    assert pieces(notice, "水闸调度工作")[0][1] == "p2"
    (row,) = notice.locate((notice.text.index("南渡"), notice.text.index("南渡") + 2))
    assert (row.place, row.part) == ("p3 r2", "row")


def test_a_part_of_a_printed_line_has_its_part_of_the_box() -> None:
    pytest.importorskip("tablers")
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    file = BytesIO()
    page = canvas.Canvas(file, pagesize=(400, 400))
    page.setFont("Courier", 10)  # each character 6 points wide
    page.drawString(100, 300, "abcdefghij")
    page.save()
    notice = notice_parser.parse(file.getvalue())
    whole, part = notice.locate((0, 10))[0], notice.locate((2, 4))[0]
    assert whole.bbox is not None
    assert part.bbox is not None
    assert whole.page == 0
    assert abs(part.bbox[0] - whole.bbox[0] - 12) < Decimal(1)
    assert abs(part.bbox[2] - part.bbox[0] - 12) < Decimal(1)
    assert (part.bbox[1], part.bbox[3]) == (whole.bbox[1], whole.bbox[3])


def test_the_row_of_a_printed_table_has_its_own_box() -> None:
    pytest.importorskip("tablers")
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    file = BytesIO()
    page = canvas.Canvas(file, pagesize=(400, 400))
    page.setFont("Courier", 10)
    rows = [("No", "name", "gates"), ("1", "alpha", "31"), ("2", "beta", "42"), ("3", "gamma", "53")]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            page.rect(50 + 100 * c, 300 - 30 * r, 100, 30)
            page.drawString(60 + 100 * c, 310 - 30 * r, text)
    page.save()
    notice = notice_parser.parse(file.getvalue())
    for r, row in enumerate(rows):
        (place,) = notice.locate((notice.text.index(row[1]), notice.text.index(row[1]) + 2))
        assert place.part == "row"
        assert place.bbox is not None
        base = 90 + 30 * r  # of the row's characters, from the top of the page
        assert base - 12 < place.bbox[1] < place.bbox[3] < base + 5
        assert (round(place.bbox[0]), round(place.bbox[2])) == (50, 350)


def test_rows_of_a_sheet_and_paragraphs_of_an_rtf() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("lxml")
    book = openpyxl.Workbook()
    book.active.title = "水闸名录"
    for line in ([], [], ["水闸", "孔数"], ["隐藏", 9], ["南渡", 3]):
        book.active.append(line)
    book.active.row_dimensions[4].hidden = True
    file = BytesIO()
    book.save(file)
    notice = notice_parser.parse(file.getvalue())
    (row,) = notice.locate((notice.text.index("南渡"), notice.text.index("南渡") + 2))
    assert (row.place, row.part) == ("水闸名录!5", "row")
    notice = notice_parser.parse(b"{\\rtf1\\ansi first\\par second line\\par}")
    assert pieces(notice, "second")[0][1] == "p2"


def test_places_are_in_the_json_on_request_only() -> None:
    notice = notice_parser.parse_text(TEXT)
    assert "layout" not in notice.to_dict()
    assert "layout" not in json.loads(notice.to_json())
    bare = Notice.from_json(notice.to_json())
    full = Notice.from_json(notice.to_json(layout=True))
    assert bare == notice == full
    assert full.locate((0, 9)) == notice.locate((0, 9))
    with pytest.raises(NoticeParserError, match="layout"):
        bare.locate((0, 9))


def test_the_command_writes_them_where_asked(tmp_path: Path) -> None:
    from notice_parser.cli import main

    file, output = tmp_path / "a.txt", tmp_path / "a.json"
    file.write_text(TEXT, encoding="utf-8")
    assert main(["parse", str(file), "--layout", "-o", str(output)]) == 0
    assert json.loads(output.read_bytes())["layout"][0]["place"] == "l1"
