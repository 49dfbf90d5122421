"""Prose with gaps in its lines stays prose, every character of it; a table of words that shows a caption or 序号 is one."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest
from page_font import FONT, register
from pdfminer.high_level import extract_text
from prose_printer import PROSE, print_prose
from read_back import names_of
from reportlab.pdfgen.canvas import Canvas

from notice_parser import find_tables, parse


@pytest.mark.parametrize("kind", PROSE)
def test_no_table_and_no_loss(kind: str) -> None:
    for seed in range(4):
        data = print_prose(seed, kind)
        assert find_tables(data) == ()
        printed = Counter("".join(extract_text(BytesIO(data)).split()))
        assert Counter("".join(parse(data).text.split())) == printed


def words(above: str, rows: list[list[str]]) -> bytes:
    register()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=True)
    canvas.setFont(FONT, 12)
    canvas.drawString(220, 700, above)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            canvas.drawString(90 + 130 * c, 670 - 20 * r, cell)
    canvas.save()
    return buffer.getvalue()


ROWS = [["柳坝镇", "水闸", "已加固"], ["南渡镇", "泵站", "未加固"], ["松溪乡", "堤防", "已加固"]]


def test_words_under_a_caption() -> None:
    (table,) = find_tables(words("闸站加固情况表", [["单位", "工程", "进度"], *ROWS]))
    assert names_of(table) == ["单位", "工程", "进度"]
    assert table.raw == tuple(map(tuple, ROWS))


def test_words_without_one() -> None:
    assert (
        find_tables(words("参加巡查的同志如下", [["张某某", "李某某", "王某"], ["赵某某", "陈某某", "刘某"], ["杨某某", "黄某", "周某"]]))
        == ()
    )


@pytest.mark.parametrize("above", ["参加巡查的同志如下", "有关情况"])
def test_words_that_are_headed_without_a_caption(above: str) -> None:
    (table,) = find_tables(words(above, [["姓名", "工作单位", "职务"], ["林一鸣", "市水务局", "科长"], ["许清", "市财政局", "主任"]]))
    assert names_of(table) == ["姓名", "工作单位", "职务"]
    assert len(table.raw) == 2


@pytest.mark.parametrize(
    ("above", "rows"),
    [
        ("参会人员名单", [["林一鸣", "许清", "方若水"], ["沈建国", "黄文", "钟清"], ["罗一鸣", "郑文", "蔡清"]]),
        ("目　录", [["第一章", "总则", "1"], ["第二章", "职责分工", "4"], ["第三章", "附则", "9"]]),
        ("治水方针", [["依法治水", "系统治理", "节水优先"], ["空间均衡", "两手发力", "以人为本"], ["科学防控", "群策群力", "安全第一"]]),
    ],
)
def test_names_contents_and_mottoes_in_columns(above: str, rows: list[list[str]]) -> None:
    assert find_tables(words(above, rows)) == ()
