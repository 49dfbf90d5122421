"""Tables as they stand in real notices: damaged, cut, bare, beside forms and lists that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from read_back import names_of

import notice_parser
from notice_parser import parse_text
from notice_parser.model import Table

HEAD = "岚川市水务局关于通报巡查情况的通知\n\n各县（区）水务局：\n\n现将有关情况通报如下，请认真整改。\n\n岚川市水务局\n2023年6月5日\n\n"


def read(text: str) -> tuple[Table, ...]:
    return notice_parser.parse_text(HEAD + text).tables


def codes(text: str) -> list[str]:
    return [d.code for d in notice_parser.parse_text(HEAD + text).diagnostics if d.field == "tables"]


def test_the_parts_point_at_the_text() -> None:
    notice = notice_parser.parse_text(HEAD + "附件1\n\n水闸统计表\n\n| 县 | 座 |\n|---|---|\n| 禾丰县 | 3 |\n\n| 云坪区 | 4 |\n")
    (table,) = notice.tables
    spans = [part.span for part in table.parts]
    assert [notice.text[a:b] for a, b in filter(None, spans)] == ["| 县 | 座 |\n|---|---|\n| 禾丰县 | 3 |", "| 云坪区 | 4 |"]
    assert {(part.method, part.page, part.bbox, part.confidence) for part in table.parts} == {("markdown", 0, None, None)}
    assert len(table.rows) == 2


def test_a_cell_a_line_with_bare_pipes_between_rows() -> None:
    (table,) = read("附件\n\n事故情况表\n\n|\n地区 |\n起数 |\n人数 |\n|\n禾丰县 |\n3 |\n-1 |\n|\n云坪区 |\n4 |\n— |\n")
    assert names_of(table) == ["地区", "起数", "人数"]
    assert table.rows == (("禾丰县", Decimal(3), Decimal(-1)), ("云坪区", Decimal(4), None))


def test_a_cell_a_line_by_its_period() -> None:
    text = "附件\n\n各县巡查表 |\n|||\n水闸(座) |\n泵站(座) |\n河道(公里) |\n|\n"
    text += "".join(f"{place} |\n{i} |\n2 |\n3.5 |\n" for i, place in enumerate(("禾丰县", "云坪区", "松屏县")))
    (table,) = read(text)
    assert table.caption == "各县巡查表"
    assert names_of(table) == [None, "水闸(座)", "泵站(座)", "河道(公里)"]
    assert [column.unit for column in table.columns] == [None, "座", "座", "公里"]
    assert table.rows[1] == ("云坪区", Decimal(1), Decimal(2), Decimal("3.5"))
    assert "tables.counted" in codes(text)


def test_groups_over_equal_shares_of_repeated_leaves() -> None:
    leaves = "".join(f"{name} |\n" for name in ("水闸", "泵站") * 2)
    text = "附件\n\n|\n起数 |\n人数 |\n|||\n" + leaves[:0] + leaves + "|\n"
    text += "".join(f"{place} |\n1 |\n2 |\n3 |\n4 |\n" for place in ("禾丰县", "云坪区"))
    assert codes(text) == ["tables.unread"]  # six cells above, five in a row: no stable count
    (table,) = read(text.replace("|||", "||"))
    assert names_of(table) == [None, "起数/水闸", "起数/泵站", "人数/水闸", "人数/泵站"]


@pytest.mark.parametrize(
    "text",
    [
        "联系电话：\t0000-6613208\n",
        "组长：\t林某某\n副组长：\t方某\n成员：\t许某\n",
        "岚川市民政局\t岚川市财政局\n",
        "首页 | 公开 | 互动\n",
        "甲 |\n|\n乙丙 |\n|\n丁 |\n戊己 |\n",
        "| 只有一格 |\n|---|\n| 一格 |\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert read("附件\n\n工作安排\n\n" + text) == ()


def test_a_ragged_cell_list_is_told() -> None:
    assert codes("附件\n\n甲 |\n1 |\n乙 |\n丙 |\n2 |\n3 |\n丁 |\n") == ["tables.unread"]


def test_a_table_without_a_header_keeps_its_rows() -> None:
    text = "附件\n\n名册\n\n1\t禾丰县\t3\n2\t云坪区\t4\n3\t松屏县\t5\n"
    (table,) = read(text)
    assert names_of(table) == [None, None, None]
    assert len(table.rows) == 3
    assert codes(text) == ["tables.no_header"]


@pytest.mark.parametrize(
    "text",
    [
        "| 项目名称 | 水库维修养护 | 项目属性 | 经常性 |\n| 联系人 | 吴某某 | 联系电话 | 0000-6613345 |\n| 备注 | |||\n",
        "| 姓名 | | 性别 | □男 □女 |\n|---|---|---|---|\n| 工作单位 | ________ | 职务 | |\n",
        "姓名\t\t性别\t\n工作单位\t\t联系电话\t\n申请人\t（签字）\t年　月　日\n",
    ],
)
def test_forms_are_told_apart(text: str) -> None:
    (table,) = read("附件\n\n申报表\n\n" + text)
    assert table.kind == "form"
    assert names_of(table) == [None] * len(table.columns)
    assert table.raw[0][0] in ("项目名称", "姓名")


def test_tables_of_different_annexes_are_never_joined() -> None:
    grid = "| 县 | 座 |\n|---|---|\n| 禾丰县 | 3 |\n"
    first, second = read(f"附件1\n\n{grid}\n附件2\n\n{grid}")
    assert (first.attachment, second.attachment) == ("1", "2")
    assert len(first.rows) == len(second.rows) == 1


def test_a_new_header_is_a_new_table() -> None:
    first, second = read("附件\n\n| 县 | 座 |\n|---|---|\n| 禾丰县 | 3 |\n\n| 镇 | 户 |\n|---|---|\n| 柳坝镇 | 9 |\n")
    assert (names_of(first), names_of(second)) == (["县", "座"], ["镇", "户"])
    first, second = read("附件\n\n县名\t座数\n禾丰县\t3\n\n镇名\t户数\n柳坝镇\t9\n")
    assert (names_of(first), names_of(second)) == (["县名", "座数"], ["镇名", "户数"])


def test_caption_unit_and_number_inside_the_grid() -> None:
    text = "| 附件2： | 附件2： | 附件2： |\n|---|---|---|\n| 水闸名录 | 水闸名录 | 水闸名录 |\n"
    text += "| | | 单位：座 |\n| 序号 | 县 | 数量 |\n| 1 | 禾丰县 | 3 |\n"
    (table,) = read("附件\n\n" + text)
    assert (table.caption, table.unit, table.attachment) == ("水闸名录", "座", "2")
    assert names_of(table) == ["序号", "县", "数量"]
    assert len(table.rows) == 1


@pytest.mark.parametrize(
    ("above", "caption", "unit", "attachment"),
    [
        ("附表二\n\n各镇得分表\n\n（截至2023年5月31日）\n\n单位：分\n\n", "各镇得分表", "分", "2"),
        ("附件3 各镇得分表\n\n", "各镇得分表", None, "3"),
        ("附件 B\n\n岚川市2023年上半年河湖长制工作\n\n考核得分表（单位：分）\n\n", "岚川市2023年上半年河湖长制工作考核得分表", "分", "B"),
        ("附件\n\n各镇得分情况如下：\n\n", None, None, None),
        ("附件\n\n各镇得分表\n\n填报单位：岚川市水务局\n\n", "各镇得分表", None, None),
    ],
)
def test_lines_above(above: str, caption: str | None, unit: str | None, attachment: str | None) -> None:
    (table,) = read(above + "| 镇 | 得分 |\n|---|---|\n| 柳坝镇 | 91.5 |\n")
    assert (table.caption, table.unit, table.attachment) == (caption, unit, attachment)


def test_notes_inside_the_grid_and_on_one_line() -> None:
    grid = "| 镇 | 得分 | 名次 |\n|---|---|---|\n| 柳坝镇 | 91.5 | 1 |\n"
    (table,) = read("附件\n\n得分表\n\n" + grid + "| 注：1.含加分；2.不含扣分。 | | |\n")
    assert table.notes == ("含加分；", "不含扣分。")
    assert len(table.rows) == 1
    (table,) = read("附件\n\n得分表\n\n" + grid + "\n注：8. 含加分；\n\n（按月计算）\n\n9. 不含扣分。\n")
    assert table.notes == ("含加分；（按月计算）", "不含扣分。")


def test_full_width_rows_and_sums() -> None:
    text = "附件\n\n得分表\n\n| 序号 | 单位 | 件 |\n|---|---|---|\n| 合 计 | | 5 |\n"
    text += "| 一、市直 | 一、市直 | 一、市直 |\n| 1 | 市水利局 | 2 |\n| 小计 | | 2 |\n"
    (table,) = read(text)
    assert table.total_rows == (0, 3)
    assert table.section_rows == (1,)
    assert table.raw[1] == ("一、市直",) * 3
    assert table.rows[1] == ("一、市直", None, None)
    assert [column.role for column in table.columns] == ["index", "key", "measure"]
    assert table.records()[1] == {"序号": Decimal(1), "单位": "市水利局", "件": Decimal(2)}


def test_columns_say_type_unit_and_period() -> None:
    text = "附件\n\n2022年办件表\n\n"
    text += "| 编号 | 1月办件量（件） | 2021年12月底 | 好评率 | 办结日期 | 联系电话 | 得分 |\n|---|---|---|---|---|---|---|\n"
    text += "| A1 | 1,234 | 3.50 | 99.95% | 2022年2月3日 | 13900000000 | 95分 |\n| A2 | -3 | — | 100% | 2022-2-4 | | 90分 |\n"
    (table,) = read(text)
    kinds = ["text", "integer", "decimal", "percent", "date", "text", "text"]
    assert [column.type for column in table.columns] == kinds
    assert [column.unit for column in table.columns] == [None, "件", None, "%", None, None, "分"]
    month, stock = table.columns[1].period, table.columns[2].period
    assert month is not None
    assert (month.raw, month.start, month.end, month.resolved_by) == ("1月", "2022-01-01", "2022-01-31", "notice_period")
    assert stock is not None
    assert (stock.start, stock.end, stock.granularity, stock.resolved_by) == (None, "2021-12-31", "as_of", "written")
    assert table.rows[0][3:6] == (Decimal("99.95"), "2022-02-03", "13900000000")
    assert table.rows[1] == ("A2", Decimal(-3), None, Decimal(100), "2022-02-04", None, "90分")


def test_a_month_without_a_year_has_no_period() -> None:
    (table,) = read("附件\n\n办件表\n\n| 县 | 1月 |\n|---|---|\n| 禾丰县 | 3 |\n")
    assert table.columns[1].period is None


def test_escaped_pipes_line_breaks_and_spaces_in_cells() -> None:
    (table,) = read("附件\n\n名录\n\n| 名 称 | 1 月<br>办件量 | 备注 |\n|---|---|---|\n| 甲\\|乙 | 3 | 南渡 镇<br/>二组 |\n")
    assert names_of(table) == ["名称", "1月办件量", "备注"]
    assert table.raw == (("甲|乙", "3", "南渡镇二组"),)


def test_cells_of_one_character_keep_their_tabs() -> None:
    (table,) = read("附件\n\n水库表\n\n县\t小（1）型\t小（2）型\t计\n禾丰县\t3\t4\t7\n")
    assert names_of(table) == ["县", "小（1）型", "小（2）型", "计"]


def test_two_columns_without_outer_pipes() -> None:
    (table,) = read("附件\n\n水库表\n\n县 | 座\n--- | ---\n禾丰县 | 3\n云坪区 | 4\n")
    assert names_of(table) == ["县", "座"]
    assert len(table.rows) == 2


def test_tables_are_linked_to_attachments() -> None:
    text = HEAD.replace("\n岚川市水务局\n2023", "\n附件：1.水闸名录\n　　　2.泵站名录\n\n岚川市水务局\n2023")
    text += "附件1\n\n水闸名录\n\n| 县 | 座 |\n|---|---|\n| 禾丰县 | 3 |\n\n附件2\n\n泵站名录\n\n| 县 | 座 |\n|---|---|\n| 云坪区 | 4 |\n"
    notice = notice_parser.parse_text(text)
    assert [(one.title, one.tables) for one in notice.attachments] == [("水闸名录", ("t1",)), ("泵站名录", ("t2",))]


def test_the_stage_alone_gives_the_tables_of_parse() -> None:
    text = HEAD + "附件\n\n水库表\n\n| 县 | 座 |\n|---|---|\n| 禾丰县 | 3 |\n"
    assert notice_parser.find_tables(text.encode()) == notice_parser.parse_text(text).tables
    notice = notice_parser.parse_text(text)
    assert notice_parser.Notice.from_json(notice.to_json()) == notice


@pytest.mark.parametrize(
    "text",
    ["序号\t一\n" * 3000, "|" * 50_000 + "\n|1|\n|2|3|\n", "\t".join("1" * 50_000) + "\n1\t2\n" * 500, "--- | ---\n" * 3000, "|\n" * 3000],
)
def test_odd_grids_are_read_in_no_time(text: str) -> None:
    notice = notice_parser.parse_text(HEAD + "附件\n\n" + text)
    assert all(len(table.rows) == len(table.raw) for table in notice.tables)
    assert all({len(row) for row in table.raw} <= {len(table.columns)} for table in notice.tables)


@pytest.mark.parametrize(
    ("header", "days"),
    [
        ("1—5月累计", ("2023-01-01", "2023-05-31", "range")),
        ("一季度", ("2023-01-01", "2023-03-31", "quarter")),
        ("上半年", ("2023-01-01", "2023-06-30", "half")),
        ("截至6月底完成投资", (None, "2023-06-30", "as_of")),
        ("上年同期", ("2022-01-01", "2022-12-31", "year")),
        ("2021年", ("2021-01-01", "2021-12-31", "year")),
        ("6月底前完成数", None),
        ("比上年增长", None),
        ("12月龄以上", None),
    ],
)
def test_the_time_of_a_column(header: str, days: tuple[str | None, str, str] | None) -> None:
    text = f"2023年办件情况表\n\n| 单位 | {header} |\n| --- | --- |\n| 云坪区 | 12 |\n| 禾丰县 | 9 |\n"
    (table,) = parse_text(text).tables
    period = table.columns[1].period
    assert (period and (period.start, period.end, period.granularity)) == days


def test_the_times_of_rows() -> None:
    """A column of times is no figure; a month without a year is of the year above it."""
    rows = [("2022年11月", "12"), ("12月", "9"), ("2023.1", "7"), ("2月", "8"), ("合计", "36")]
    text = "办件情况表\n\n| 月份 | 办件数 |\n| --- | --- |\n" + "".join(f"| {month} | {n} |\n" for month, n in rows)
    (table,) = parse_text(text).tables
    assert [column.role for column in table.columns] == ["key", "measure"]
    assert [period and period.start for period in table.row_periods] == ["2022-11-01", "2022-12-01", "2023-01-01", "2023-02-01", None]


@pytest.mark.parametrize(
    ("title", "starts"),
    [
        ("关于2024年冬修水利进度的通报", ["2024-11-01", "2024-12-01", "2025-01-01"]),
        ("关于印发2021—2025年水利规划的通知", [None, None, None]),
        ("关于冬修水利进度的通报", [None, None, None]),
    ],
)
def test_months_without_a_year_are_of_the_title_s(title: str, starts: list[str | None]) -> None:
    """Those that begin anew behind the last of a year are of the next; a title of several years says none."""
    text = f"岚川市水务局{title}\n\n各县水务局：\n\n各镇完成数如下：\n\n| 镇 | 11月 | 12月 | 1月 |\n| --- | --- | --- | --- |\n"
    (table,) = parse_text(text + "| 柳坝镇 | 7.1 | 16.5 | 23.5 |\n| 南渡镇 | 5.5 | 12.7 | 18.2 |\n").tables
    assert [column.period and column.period.start for column in table.columns[1:]] == starts


def test_a_month_of_a_year_is_no_decimal() -> None:
    (table,) = parse_text(
        "工程表\n\n| 工程 | 开工时间 | 系数 |\n| --- | --- | --- |\n| 水闸 | 2022.10 | 2022.10 |\n| 泵站 | 2023.8 | 1.2 |\n"
    ).tables
    assert [row[1] for row in table.rows] == ["2022-10", "2023-08"]
    assert [column.type for column in table.columns] == ["text", "date", "decimal"]


@pytest.mark.parametrize("titles", [("一、防洪工程（2个）",) * 2, ("一", "防洪工程")])
def test_sums_beside_the_title_of_a_section_are_totals(titles: tuple[str, str]) -> None:
    """So they are not counted twice; a number of a section alone, or what only says 其中 below it, makes none."""
    head = "项目清单\n\n| 序号 | 项目 | 总投资 | 年度投资 |\n| --- | --- | --- | --- |\n"
    rows = [(*titles, "2780", "860"), ("1", "堤防加固", "2000", "580"), ("2", "小流域治理", "780", "280"), ("二", "其他工程", "90", "90")]
    (table,) = parse_text(head + "".join(f"| {' | '.join(row)} |\n" for row in rows)).tables
    assert table.total_rows == (0,)
    (table,) = parse_text(head + "| 一 | 农业用水 | 235 | 20 |\n| 1 | 其中：灌溉 | 200 | 18 |\n| 二 | 工业用水 | 90 | 9 |\n").tables
    assert table.total_rows == ()
