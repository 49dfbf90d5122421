"""Tables whose place or form on the page is not the plain one: read back from drawn pages."""

from __future__ import annotations

import pytest
from paper import Paper

from notice_parser import find_tables, parse

SECTIONED = [
    ["序号", "单位", "水闸", "泵站", "备注"],
    ["一、市直单位", "", "", "", ""],
    ["1", "水务局", "3", "5", ""],
    ["2", "财政局", "4", "6", "在建"],
    ["二、各县（区）", "", "", "", ""],
    ["3", "云坪区", "7", "8", ""],
    ["合计", "", "14", "19", ""],
]


def test_full_width_rows_do_not_part_a_grid_with_open_sides() -> None:
    paper = Paper()
    paper.put(297, 60, "闸站情况统计表", 14, "centre")
    paper.table(60, 100, [60, 120, 80, 80, 90], SECTIONED, rules="open", merged=[(1, 0, 1, 5), (4, 0, 1, 5), (6, 0, 1, 2)])
    (table,) = find_tables(paper.done())
    assert table.caption == "闸站情况统计表"
    assert [column.name for column in table.columns] == SECTIONED[0]
    assert (table.section_rows, table.total_rows) == ((0, 3), (5,))
    assert [row[2] for row in table.raw] == ["一、市直单位", "3", "4", "二、各县（区）", "7", "14"]


def test_grids_with_open_sides_stay_apart_under_captions_of_their_own() -> None:
    paper = Paper()
    y = 80.0
    for number, places in ((1, "柳坝镇"), (2, "南渡镇")):
        paper.put(297, y, f"表{number} 闸站座数", 10.5, "centre")
        y = paper.table(60, y + 16, [60, 120, 80], [["序号", "镇", "水闸"], ["1", places, "3"], ["2", places, "5"]], rules="open") + 6
    tables = find_tables(paper.done())
    assert [[row[1] for row in table.raw] for table in tables] == [["柳坝镇"] * 2, ["南渡镇"] * 2]


@pytest.mark.parametrize("angle", [90, 270])
def test_text_that_runs_up_or_down_a_cell_is_read(angle: int) -> None:
    """A spreadsheet's narrow columns: their names and a merged area's, of two lines, are turned; a mark in the margin is no cell."""
    head = ["片区", "单位", "申请办件数", "受理办件数"]
    rows = [head, ["", "", "", ""], ["", "", "", ""], ["", "柳坝镇", "12", "10"], ["", "南渡镇", "31", "29"], ["", "松溪乡", "8", "7"]]
    paper = Paper()
    paper.put(297, 60, "办件统计表", 14, "centre")
    turned = [(0, 2), (0, 3)]
    paper.table(60, 100, [60, 120, 40, 40], rows, merged=[*((0, c, 3, 1) for c in range(4)), (3, 0, 3, 1)], turned=turned, angle=angle)
    first, second = (83, 97) if angle == 90 else (97, 83)
    paper.turned(first, 193, "东部", angle=angle)
    paper.turned(second, 193, "片区", angle=angle)
    paper.turned(20, 400, "内部资料", angle=angle)
    notice = parse(paper.done())
    (table,) = notice.tables
    assert [column.name for column in table.columns] == head
    assert [row[0] for row in table.raw] == ["东部片区"] * 3
    assert [one.params["count"] for one in notice.diagnostics if one.code == "pdf.aside"] == [4]
