"""RTF as Word, WPS and LibreOffice write it: code pages and fallbacks, changes, fields, notes, boxes, tables told by their borders."""

from __future__ import annotations

import pytest
from builders import BODY, NUMBER, TITLE, TO, check_deep, check_plan

from notice_parser import parse
from notice_parser.load.rtf import read_rtf
from notice_parser.load.source import Grid, Paragraph

HEAD = (
    rb"{\rtf1\ansi\ansicpg936\uc2\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fnil\fcharset0 Times;}"
    rb"{\f2\fnil\fcharset2 Wingdings 2;}{\f3\ftech\fcharset2 Symbol;}}"
)


def gb(text: str) -> bytes:
    """The text in bytes of its code page."""
    return "".join(c if c.isascii() else "".join(f"\\'{byte:02x}" for byte in c.encode("gb18030")) for c in text).encode()


def in_unicode(text: str, fallback: str = "gb") -> bytes:
    """The text as Unicode, with a fallback for old readers behind each character."""
    return b"".join(
        c.encode()
        if c.isascii()
        else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}".encode() + (gb(c) if fallback == "gb" else fallback.encode())
        for c in text
    )


def rtf(body: bytes) -> bytes:
    return HEAD + rb"\pard " + body + b"}"


def read(body: bytes) -> list[object]:
    return [block.text if isinstance(block, Paragraph) else block.rows for block in read_rtf(rtf(body))[0]]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (gb("共检查水闸34座。"), "共检查水闸34座。"),
        (in_unicode("岚水发〔2023〕12号"), "岚水发〔2023〕12号"),
        (rb"\uc1 " + in_unicode("岚水发〔2023〕12号", "?"), "岚水发〔2023〕12号"),
        (rb"\uc0 " + in_unicode("岚水发〔2023〕12号", " "), "岚水发〔2023〕12号"),
        (b"\\'b9\r\n\\'b2", "共"),
        (rb"\f1 " + gb("甲乙"), "甲乙"),
        (gb("共") + rb"{\deleted\revauthdel1 30}{\revised 36}" + gb("座"), "共36座"),
        (gb("前半") + rb"{\deleted\par}" + gb("后半"), "前半后半"),
        (gb("甲") + rb"{\v " + gb("隐") + b"}" + gb("乙"), "甲乙"),
        (gb("甲") + rb"{\*\atnid x}{\*\annotation " + gb("批注") + b"}" + gb("乙"), "甲乙"),
        (gb("第") + rb"{\field{\*\fldinst PAGE}{\fldrslt 3}}" + gb("页"), "第3页"),
        (rb"{\field{\*\fldinst { eq \\o\\ac(" + gb("○") + rb",3)}}{\fldrslt }}" + gb("工作"), "③工作"),
        (rb"{\field{\*\fldinst IF {\field{\*\fldinst PAGE}{\fldrslt 9}}=3}{\fldrslt " + gb("三") + b"}}", "三"),
        (rb"{\listtext\pard\plain " + gb("一、") + rb"\tab}" + gb("总则"), "一、总则"),
        (rb"{\listtext\pard\plain 1.1\tab}" + gb("总则"), "1.1 总则"),
        (rb"{\pntext\pard\plain " + gb("（一）") + rb"\tab}" + gb("目标"), "（一）目标"),
        (rb"{\f2 R}{\f2\'52}{\f3\'b3}5{\f2\u-4014 ?}", "☑☑≥5☑"),
        (rb"{\upr{a}{\*\ud{" + in_unicode("甲") + b"}}}", "甲"),
        (gb("甲") + rb"{\pict\bin5 ab}{c}" + gb("乙"), "甲乙"),
        (gb("甲") + rb"{\object\objemb{\*\objclass Excel.Sheet.8}{\*\objdata 0105}{\result {\pict 00}}}" + gb("乙"), "甲乙"),
        (rb"\uc1 \u-10179?\u-8704?", "😀"),
    ],
    ids=str,
)
def test_one_paragraph(body: bytes, wanted: str) -> None:
    assert read(body + rb"\par") == [wanted]


def test_notes_stand_behind_their_paragraph_and_part_no_figure() -> None:
    note = rb"{\super\chftn {\footnote\pard\plain {\super\chftn} " + gb("按同口径计算。") + rb"\par}}"
    assert read(gb("增长3") + note + gb(".2%，下降1.5%。") + rb"\par " + gb("下一段") + rb"\par") == [
        "增长3.2%，下降1.5%。",
        "[1] 按同口径计算。",
        "下一段",
    ]


def test_a_letterhead_in_a_box_is_read_once() -> None:
    inside = gb("岚川市水务局文件") + rb"\par"
    box = (
        rb"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt \pard "
        + inside
        + rb"}}{\shprslt{\*\do\dobxmargin{\dptxbx{\dptxbxtext\pard "
        + inside
        + b"}}}}}"
    )
    drawn = rb"{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv " + gb("岚川市水务局文件") + b"}}}}"
    old = rb"{\*\do\dobxmargin{\dptxbx{\dptxbxtext\pard " + inside + b"}}}"
    for made in (box, drawn, old):
        assert read(made + gb(NUMBER) + rb"\par") == ["岚川市水务局文件", NUMBER]
        notice = parse(rtf(made + b"".join(gb(line) + rb"\par " for line in (NUMBER, TITLE, TO, BODY))))
        assert [one.evidence for one in notice.issuers] == ["letterhead"]


def row(borders: bytes, *cells: str) -> bytes:
    return rb"\trowd" + borders + rb"\pard\intbl " + b"".join(gb(cell) + rb"\cell " for cell in cells) + rb"\row"


@pytest.mark.parametrize(
    ("rows", "cells", "merged"),
    [
        # cells that go on to the right by a mark, and by their borders alone, as Word writes them
        (
            row(rb"\cellx1000\clmgf\cellx2000\clmrg\cellx3000", "县区", "水库", "")
            + row(rb"\cellx1000\cellx2000\cellx3000", "云坪区", "2", "31"),
            (("县区", "水库", ""), ("云坪区", "2", "31")),
            ((0, 1, 1, 2),),
        ),
        (
            row(rb"\cellx1000\cellx3000", "县区", "水库") + row(rb"\cellx1008\cellx2000\cellx3003", "云坪区", "2", "31"),
            (("县区", "水库", ""), ("云坪区", "2", "31")),
            ((0, 1, 1, 2),),
        ),
        (
            row(rb"\clvmgf\cellx1000\cellx3000", "县区", "水库")
            + row(rb"\clvmrg\cellx1000\cellx2000\cellx3000", "", "大型", "小型")
            + row(rb"\cellx1000\cellx2000\cellx3000", "云坪区", "2", "31"),
            (("县区", "水库", ""), ("", "大型", "小型"), ("云坪区", "2", "31")),
            ((0, 0, 2, 1), (0, 1, 1, 2)),
        ),
        # rows of one shape that were only set apart
        (
            row(rb"\trleft-108\cellx1000\cellx2000", "县区", "水库") + row(rb"\trleft400\cellx1508\cellx2508", "云坪区", "2"),
            (("县区", "水库"), ("云坪区", "2")),
            (),
        ),
        # a row that begins a column further right
        (
            row(rb"\cellx1000\cellx2000\cellx3000", "县区", "大型", "小型") + row(rb"\trleft1000\cellx2000\cellx3000", "2", "31"),
            (("县区", "大型", "小型"), ("", "2", "31")),
            (),
        ),
    ],
    ids=["marks", "borders", "down", "set-apart", "further-right"],
)
def test_cells_are_as_wide_as_their_borders_say(rows: bytes, cells: object, merged: object) -> None:
    (grid,) = (block for block in read_rtf(rtf(rows + rb"\pard " + gb("后") + rb"\par"))[0] if isinstance(block, Grid))
    assert grid.rows == cells
    assert grid.merged == merged


def test_header_rows_and_tables_within_a_cell() -> None:
    rows = row(rb"\trhdr\cellx1000\cellx2000", "县区", "水库") + row(rb"\cellx1000\cellx2000", "云坪区", "2")
    (grid,) = read_rtf(rtf(rows))[0]
    assert isinstance(grid, Grid)
    assert grid.n_header == 1
    nested = (
        rb"\trowd\cellx1000\cellx5000\pard\intbl "
        + gb("左")
        + rb"\cell\pard\intbl\itap2 "
        + gb("内一")
        + rb"\nestcell "
        + gb("内二")
        + rb"\nestcell{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}{\nonesttables\par}\pard\intbl\itap1 "
        + gb("右")
        + rb"\cell\row\pard "
    )
    assert read(nested + gb("后") + rb"\par") == [(("左", "内一 内二\n右"),), "后"]


def test_rows_within_a_cell_are_a_table_of_its_own() -> None:
    inner = [("费用", "金额"), ("工程", "1860"), ("占地", "690")]
    mark = rb"{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}{\nonesttables\par}"
    nested = b"".join(rb"\pard\intbl\itap2 " + gb(left) + rb"\nestcell " + gb(right) + rb"\nestcell" + mark for left, right in inner)
    held = rb"\pard\intbl\itap1 " + gb("单位：万元") + rb"\par " + nested + rb"\pard\intbl\itap1 \cell\row\pard "
    rows = row(rb"\cellx1000\cellx5000", "项目", "治理工程") + rb"\trowd\cellx1000\cellx5000\pard\intbl " + gb("投资") + rb"\cell" + held
    notice = parse(rtf(gb("项目申报书") + rb"\par " + rows + gb("后") + rb"\par"))
    outer, plan = notice.tables
    assert outer.raw[-1] == ("投资", "单位：万元费用金额工程1860占地690")
    check_plan(plan)
    assert plan.within is not None
    assert plan.within.table == outer.id


def nested(level: int, *rows: tuple[bytes, bytes]) -> bytes:
    """Rows of two cells of a table within a cell, of which each is its text or begins with what stands in it."""
    at = rb"\pard\intbl\itap%d " % level
    mark = at + rb"{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}{\nonesttables\par}"
    return b"".join(at + left + at + rb"\nestcell " + at + right + at + rb"\nestcell" + mark for left, right in rows)


def in_a_row(held: bytes) -> bytes:
    second = rb"\trowd\cellx1000\cellx5000\pard\intbl " + gb("投资") + rb"\cell" + held + rb"\pard\intbl\itap1 \cell\row\pard "
    return rtf(gb("申报书") + rb"\par " + row(rb"\cellx1000\cellx5000", "项目", "治理工程") + second + gb("后") + rb"\par")


def test_tables_in_cells_of_tables_in_cells() -> None:
    deepest = nested(3, (gb("年度"), gb("金额")), (gb("去年"), b"90"))
    check_deep(parse(in_a_row(nested(2, (gb("费用"), gb("构成")), (gb("占地"), deepest)))).tables)


@pytest.mark.parametrize("levels", [7, 12, 200])
def test_what_stands_too_deep_is_text(levels: int) -> None:
    held = b"90"
    for level in range(levels, 1, -1):
        held = nested(level, (gb("项目"), gb("金额")), (gb("占地"), held))
    notice = parse(in_a_row(held))
    assert len(notice.tables) == min(levels, 8)
    assert notice.tables[0].raw[-1][1].endswith("90")
    assert notice.tables[0].raw[-1][1].count("占地") == levels - 1


def test_a_cell_whose_end_is_not_marked_keeps_its_text() -> None:
    held = nested(2, (gb("费用"), gb("金额"))) + rb"\pard\intbl\itap2 " + gb("占地") + rb"\nestcell 690\par "
    assert parse(in_a_row(held)).tables[0].raw[-1] == ("投资", "费用金额占地690")


def test_a_page_that_ends_within_a_paragraph_ends_its_line() -> None:
    blocks = read_rtf(rtf(gb("甲") + rb"\page " + gb("乙") + rb"\par"))[0]
    assert [(block.text, block.page) for block in blocks if isinstance(block, Paragraph)] == [("甲", 0), ("乙", 1)]


def head(kind: str, *texts: str) -> bytes:
    return b"{\\" + kind.encode() + b" \\pard " + b"".join(gb(text) + rb"\par " for text in texts) + b"}"


def test_of_headers_and_footers_the_notices_own_head_and_foot_are_read_once() -> None:
    headers = head("header", "000012", "内部资料") + head("footer", "— 1 —", "抄送：县委办公室。") + head("footerf", "抄送：县委办公室。")
    assert read(headers + gb("关于值守的通知") + rb"\par") == ["000012", "关于值守的通知", "抄送：县委办公室。"]


def test_the_first_pages_own_header_is_read_where_it_is_shown() -> None:
    headers = head("headerf", "岚川市水务局文件", "内部资料") + head("header", "加急")
    assert read(rb"\titlepg" + headers + gb("正文") + rb"\par") == ["岚川市水务局文件", "内部资料", "正文"]
    assert read(headers + gb("正文") + rb"\par") == ["加急", "正文"]


@pytest.mark.parametrize("rest", ["", " }}}}\\par x}", "{\\footnote a", "{\\field{\\*\\fldinst EQ", "\\cell\\row\\nestrow}"])
def test_damaged_files_are_read_as_far_as_they_go(rest: str) -> None:
    assert isinstance(read_rtf(b"{\\rtf1" + rest.encode()), tuple)


def test_what_is_struck_out_is_left_out_and_told() -> None:
    told = parse(rtf(gb("全市共巡查水库") + rb"{\strike 35}128" + gb("座") + rb"{\striked1 36}\par"))
    assert told.text == "全市共巡查水库128座"
    assert [one.params["count"] for one in told.diagnostics if one.code == "source.struck_out"] == [4]
    whole = parse(rtf(rb"\strike " + gb("全市共巡查水库128座") + rb"\par"))  # repealed: all of it is struck out
    assert whole.text == "全市共巡查水库128座"
    assert "source.struck_out" not in {one.code for one in whole.diagnostics}


@pytest.mark.parametrize(
    "struck", [gb("三十 五座"), rb"\uc1\u19977?\u21313?\u20116?\u24231?", rb"35" + gb("座。")], ids=["bytes", "codes", "both"]
)
def test_characters_that_are_struck_out_are_counted(struck: bytes) -> None:
    notice = parse(rtf(gb("全市共巡查水库") + rb"{\strike " + struck + rb"}128" + gb("座") + rb"\par"))
    assert [one.params["count"] for one in notice.diagnostics if one.code == "source.struck_out"] == [4]


@pytest.mark.parametrize("away", ["\\deleted", "\\v"])
def test_what_is_no_text_weighs_nothing_beside_what_is_struck_out(away: str) -> None:
    long = b"{" + away.encode() + rb"\strike " + gb("这一段说的是以前的情况，今年已经不再统计，请勿引用。") + b"}"
    assert parse(rtf(long + gb("巡查水库") + rb"{\strike 35}128" + gb("座。") + rb"\par")).text == "巡查水库128座。"


def test_a_row_that_was_cut_off_is_kept() -> None:
    row = rb"\trowd\cellx2000\cellx4000\intbl " + gb("县区") + rb"\cell " + gb("座数") + rb"\cell\row"
    cut = rb"\trowd\cellx2000\cellx4000\intbl " + gb("云坪区") + rb"\cell " + gb("12座") + rb"\line " + gb("在建")
    grids = [block for block in read_rtf(rtf(row + cut))[0] if isinstance(block, Grid)]
    assert [grid.rows for grid in grids] == [(("县区", "座数"), ("云坪区", "12座\n在建"))]
    nested = rb"\trowd\cellx2000\intbl\itap2 " + gb("甲闸") + rb"\nestcell 12\nestcell\nestrow"
    assert [block.text for block in read_rtf(rtf(nested))[0] if isinstance(block, Paragraph)] == ["甲闸 12"]
