"""Blanks between Chinese characters: where they are strewn over the sentences they part nothing, but for rows of bodies, names, cells."""

from __future__ import annotations

import pytest

from notice_parser import parse_text
from notice_parser.layout.strewn_blanks import has_strewn_blanks, strewn_blanks

STREWN = "本季 度受理群众 诉求共1200件，其 中咨询类 诉求800件，投诉 类诉求400件。各 地要高度 重视，及时 办理。"


@pytest.mark.parametrize(
    "text",
    [
        "岚川市水务局 岚川市财政局",
        "出席：岚川市水务局 柳坝镇人民政府",
        "值班人员：张某某 李某 王某",
        "张某某 李某 王某",
        "水务局\t禾丰县\t12",
        "水务局   禾丰县",
        "水务局 禾丰县 12 85.5%",
    ],
)
def test_rows_stay(text: str) -> None:
    assert strewn_blanks(text) == []


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("岚川市人民政府办 公室", "岚川市人民政府办公室"),
        ("岚川 市人民 政府　　　　2022年9月16日", "岚川市人民政府　　　　2022年9月16日"),
        ("岚川市水 务局 岚川市财 政局", "岚川市水务局 岚川市财政局"),
    ],
)
def test_blanks_within_words_go(printed: str, meant: str) -> None:
    for start, end in reversed(strewn_blanks(printed)):
        printed = printed[:start] + printed[end:]
    assert printed == meant


def test_a_row_of_names_is_no_text_of_strewn_blanks() -> None:
    assert has_strewn_blanks([STREWN])
    assert not has_strewn_blanks(["授予张某 李某某 王某 赵某 孙某某 周某 吴某等同志称号，望再接再厉。", "有水务局 财政局 教育局，均到会。"])


def test_cells_of_a_strewn_text_stay_apart() -> None:
    rows = "承办单位\t所在区\t受理\n水务局\t禾丰县\t12\n住建局\t云坪区\t30\n"
    notice = parse_text(f"岚川市数据局关于热线情况的通报\n各县区：\n{STREWN}\n{rows}\n岚川市水务局 岚川市财政局\n2024年1月5日\n")
    assert [row[:2] for table in notice.tables for row in table.rows] == [("水务局", "禾丰县"), ("住建局", "云坪区")]
    assert "岚川市水务局 岚川市财政局" in notice.text
    assert "本季度受理群众诉求共1200件" in notice.text
