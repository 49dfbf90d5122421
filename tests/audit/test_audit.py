"""The rules of the audit: each fires on what is wrong and is silent on the nearest thing that is right."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT
from mutants import generated_case, mutants_of

from notice_parser import Notice, parse, parse_text
from notice_parser.audit.tolerance import Figure, bounds, sum_of, verdict

HEAD = "岚川市政务服务管理局关于2023年一季度有关情况的通报\n\n各县（区）政务服务管理局：\n\n现将2023年一季度有关情况通报如下：\n\n"
TAIL = "\n\n岚川市政务服务管理局\n2023年4月12日\n"


def alarms(body: str, tail: str = "") -> list[tuple[str, str, str, str]]:
    """Rule, severity, stated and computed of each finding that is no mere remark."""
    found = parse_text(HEAD + body + TAIL + tail).findings
    return [(one.rule, one.severity, f"{one.stated}", f"{one.computed}") for one in found if one.severity != "info"]


MONTHS = "2023年一季度，全市共受理申请{}件，其中1月份4660件，2月份3439件，3月份5847件。"
LEVELS = (
    "2023年3月，全市收到申请{}件，受理8040件，办结7806件。\n\n2023年3月，市本级收到申请1254件，受理1240件，办结1206件。\n\n"
    "2023年3月，各县（区）收到申请6929件，受理6800件，办结6600件。"
)
TABLE = "\n附件\n\n各县（区）工单情况表\n\n序号\t县（区）\t收到（件）\t线上（件）\t线下（件）\t办结（件）\t办结率\n"
ROWS = [
    "1\t云坪区\t3127\t1000\t2127\t3109\t99.42%\n",
    "2\t望澜区\t2418\t1418\t1000\t2400\t99.26%\n",
    "3\t禾丰县\t1846\t846\t1000\t1833\t99.30%\n",
    "4\t石澜县\t1365\t365\t1000\t1352\t99.05%\n",
    "5\t青陵县\t1482\t482\t1000\t1382\t93.25%\n",
]
TOTAL = "合计\t\t10238\t4111\t6127\t10076\t98.42%\n"


def table(old: str = "", new: str = "", *, without: int | None = None) -> str:
    """The table with a change."""
    text = TABLE + "".join(row for i, row in enumerate(ROWS) if i != without) + TOTAL
    assert old in text
    return text.replace(old, new, 1) if old else text


@pytest.mark.parametrize(
    ("body", "want"),
    [
        (MONTHS.format(13946), []),
        (MONTHS.format(13496), [("part_whole_sum", "error", "13496", "13946")]),
        # an average lies between its parts
        ("2023年一季度，全市办件量5000件，其中1月份4660件，2月份3439件，3月份5847件。", []),
        # the months are not all there
        ("2023年上半年，全市共受理申请13496件，其中1月份4660件，2月份3439件，3月份5847件。", []),
        ("2023年一季度，全市罚款412.6万元。其中，市应急管理局罚款268.4万元，市住房和城乡建设局罚款154.2万元。",
         [("part_whole_sum", "error", "4126000", "4226000")]),
        # a list behind 其中 may leave out others
        ("2023年一季度，全市罚款512.6万元。其中，市应急管理局罚款268.4万元，市住房和城乡建设局罚款154.2万元。", []),
        # of so few digits, some slip would always make the sum
        ("2023年一季度，全市开工项目44个。其中，云坪区开工项目8个，望川区开工项目6个。", []),
        ("2023年一季度，各县（区）外出招商152批次，其中云坪区32批次，望川区28批次，禾丰县仅9批次。", []),
        # a third left open: kinds too are a choice, whatever digit would make the sum
        ("2023年3月，全县受理1240件，其中甲类740件、乙类100件、丙类0件。", []),
        ("2023年3月，全市安排资金1000万元，其中水利100万元、农业50万元、教育400万元。", []),
        ("2023年一季度，各县（区）外出招商1240批次，其中云坪区340批次，望川区400批次，禾丰县仅100批次。", []),
        # two ways of dividing the same people
        ("2023年一季度，全市培训干部420人，其中女性260人、党员310人。", []),
        # rounding and truncation
        ("2023年一季度，全市共受理38.31万件，其中1月份12.77万件，2月份12.77万件，3月份12.78万件。", []),
        (LEVELS.format(8183), []),
        (LEVELS.format(8138), [("part_whole_sum", "error", "8138", "8183")]),
        ("2023年3月，诉求集中在城建、劳动、安全三个方面，分别为5236件、3918件、3045件，合计12199件。", []),
        ("2023年3月，诉求集中在城建、劳动、安全三个方面，分别为5236件、3918件、3045件，合计12919件。",
         [("part_whole_sum", "error", "12919", "12199")]),
        # figures of one kind, each with its own words, in a list that ends in 合计
        ("2023年3月，全区小学招生6842人，初中招生6310人，高中招生3105人，合计16257人。", []),
        ("2023年3月，全区小学招生6842人，初中招生6310人，高中招生3105人，合计16527人。", [("part_whole_sum", "warning", "16527", "16257")]),
        # of kinds that have members in common
        ("2023年3月，全区男性职工1200人，女性职工800人，退休职工300人，合计2000人。", []),
        ("2023年3月，全市公办幼儿园62所，民办幼儿园31所，其中普惠幼儿园80所，合计93所。", []),
        # the whole stands before its parts, too
        ("2023年3月，全县在校学生12000人，小学学生6500人，中学学生5500人，合计12000人。", []),
        # what stands between is of another kind
        ("2023年3月，第一批受理1242件，办结1140件；第二批受理1326件，办结1198件，合计2568件。", []),
        # the second figures of a list whose first ones make up their whole
        ("2023年一季度，全市发生事故47起，死亡39人。其中，甲类28起，死亡24人；乙类13起，死亡11人；丙类6起，死亡4人。", []),
        ("2023年一季度，全市发生事故47起，死亡39人。其中，甲类28起，死亡24人；乙类13起，死亡10人；丙类6起，死亡4人。",
         [("part_whole_sum", "warning", "39", "38")]),
        ("2023年一季度，全市发放贷款100笔，惠及企业80家。其中，工业60笔，惠及企业50家；农业40笔，惠及企业35家。", []),
        # some are in two of the parts, or in none
        ("2023年3月，全市立项48个，资金3200万元。其中，重点项目18个、1800万元；一般项目30个、1200万元；另安排预备资金200万元。", []),
        ("2023年3月，全市举办培训班48期，培训干部3120人。其中，党政班18期，培训干部1300人；专技班30期，培训干部1900人。", []),
        ("2023年一季度，全市签约项目186个，总投资742.6亿元。按产业分：第一产业12个、58.3亿元，第二产业103个、451.7亿元，第三产业71个、223.6亿元。",
         [("part_whole_sum", "warning", "74260000000", "73360000000")]),
    ],
)  # fmt: skip
def test_part_whole_sum(body: str, want: list[tuple[str, str, str, str]]) -> None:
    assert alarms(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("2023年3月，全市办结9365件，主动评价3077件，主动评价率为32.86%。（主动评价率=主动评价数/办结数×100%）", []),
        ("2023年3月，全市办结9365件，主动评价3077件，主动评价率为32.10%。（主动评价率=主动评价数/办结数×100%）",
         [("ratio", "error", "32.1", "32.86")]),
        ("2023年3月，全市排查隐患3954条，整改完成3886条，整改率98.28%。", []),
        ("2023年3月，全市排查隐患3954条，整改完成3886条，整改率98.82%。", [("ratio", "warning", "98.82", "98.28")]),
        # of a plan of its own, and not of what another class has completed
        ("2023年3月，产业项目完成投资162.7亿元，投资完成率58.4%；基建项目完成投资68.2亿元，投资完成率51.3%。", []),
        # a share of votes whose whole has another unit is no share of the votes beside it
        ("2023年3月，全市参与投票3811件，其中满意票3808张，占比99.79%；基本满意3张，占0.08%；不满意票5张，占比0.13%。", []),
        # all of them, it says, and is one digit off
        ("2023年3月，全市改造危房346户，竣工336户，竣工率100%。", [("ratio", "warning", "100", "97")]),
        ("2023年3月，全市受理申请346件，办结336件，按期办结率100%。", []),
        # of those that it could be of: the rest is told
        ("2023年3月，全市交办问题346件，已整改336件，其余10件未到期，整改率100%。", []),
        # of what is aimed at
        ("2023年3月，全市新增就业4236人，完成目标任务4000人的105.9%。", []),
        ("2023年3月，全市新增就业4236人，完成目标任务4000人的109.5%。", [("ratio", "warning", "109.5", "105.9")]),
        # shares that 分别占 deals out
        ("2023年3月，全市收回问卷2316份，其中满意1853份、基本满意347份、不满意116份，分别占80.0%、15.0%和5.0%。", []),
        ("2023年3月，全市收回问卷2316份，其中满意1853份、基本满意347份、不满意116份，分别占80.0%、15.0%和6.0%。",
         [("ratio", "error", "6", "5")]),
        ("2023年3月，全市投诉2316件，其中质量1160件、价格699件，分别占投诉总量的50.1%、30.2%。", []),
        # of what the rate is, nobody says: 满意率 is that of a survey
        ("2023年3月，全市排查隐患3954条，整改完成3886条，满意率94.12%。", []),
    ],
)  # fmt: skip
def test_ratio(body: str, want: list[tuple[str, str, str, str]]) -> None:
    assert alarms(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("2023年一季度，全市检查企业1286家次，比上年同期增加143家次，增长12.51%。", []),
        ("2023年一季度，全市检查企业1286家次，比上年同期增加143家次，增长15.21%。", [("growth", "error", "15.21", "12.51")]),
        ("2023年一季度，全市立案238件，同比减少31件、下降11.5%。", []),
        ("2023年一季度，全市立案238件，同比减少31件、下降15.1%。", [("growth", "error", "-15.1", "-11.5")]),
        ("2023年一季度，全市税收683万元，同比增长8.4%，增收53万元。", []),
        ("2023年一季度，全市税收683万元，同比增长8.4%，增收35万元。", [("growth", "error", "8.4", "5.4")]),
        ("2023年一季度，全市发生事故37起，受伤14人，同比事故起数减少8起，下降17.77%；受伤人数减少9人，下降39.13%。", []),
        # on other terms than the amounts
        ("2023年一季度，全市税收1286万元，同比减收143万元，剔除留抵退税后下降6.07%。", []),
        ("2023年一季度，全市税收1286万元，比上年同期增加143万元，同口径增长15.21%。", []),
        # what it was before, right before the rate
        ("2023年一季度，全市检查企业1286家次，较2022年一季度的1143家次增长12.5%。", []),
        ("2023年一季度，全市检查企业1286家次，较2022年一季度的1143家次增长15.2%。", [("growth", "warning", "15.2", "12.5")]),
        # another base
        ("2023年一季度，全市检查企业1286家次，比上月增加143家次，比上年同期增长15.21%。", []),
    ],
)
def test_growth(body: str, want: list[tuple[str, str, str, str]]) -> None:
    assert alarms(body) == want


@pytest.mark.parametrize(
    ("tail", "want"),
    [
        (table(), []),
        (table("2127", "2172"), [("row_sum", "error", "3127", "3172"), ("column_sum", "error", "6127", "6172")]),
        (table("99.30%", "93.30%"), [("ratio", "error", "93.3", "99.3")]),
        (table("98.42%", "98.24%"), [("ratio", "error", "98.24", "98.42")]),
        (
            table("4111\t6127\t10076", "4111\t6127\t10067"),
            [("ratio", "error", "98.42", "98.33"), ("column_sum", "error", "10067", "10076")],
        ),
        (table("3\t禾丰县", "4\t禾丰县"), [("sequence", "warning", "4", "3")]),
        (table(without=2), [("sequence", "warning", "4", "3")]),
        (table(without=0), [("sequence", "warning", "2", "1")]),
    ],
)
def test_tables(tail: str, want: list[tuple[str, str, str, str]]) -> None:
    assert [one for one in alarms("各县（区）情况见附件。\n\n附件：各县（区）工单情况表", tail) if one in want or not want] == want


def test_text_against_table() -> None:
    body = "2023年一季度，云坪区、望澜区、禾丰县收到工单较多，分别为3127件、2418件、{}件。\n\n附件：各县（区）工单情况表"
    assert alarms(body.format(1846), table()) == []
    assert alarms(body.format(1864), table()) == [("text_vs_table", "error", "1864", "1846")]
    # figures of another kind: nothing in the table is near
    assert alarms("2023年一季度，云坪区培训干部512人，望澜区培训干部331人。\n\n附件：各县（区）工单情况表", table()) == []


def test_duplicate_row() -> None:
    twice = table().replace(ROWS[4], ROWS[4] + "6" + ROWS[4][1:])
    assert ("duplicate_row", "warning", "None", "None") in alarms("附件：各县（区）工单情况表", twice)


def test_rank_order() -> None:
    rows = ["柳坝镇\t95.6", "砚坪镇\t93.2", "南渡镇\t92.6", "榆埠镇\t89.4", "麦垄乡\t87.3", "栎湾乡\t85.5", "桐埠镇\t82.8"]
    head = "\n附件\n\n各乡镇考核得分表\n\n名次\t乡镇\t得分\n"
    good = head + "".join(f"{i}\t{row}\n" for i, row in enumerate(rows, 1))
    assert alarms("附件：各乡镇考核得分表", good) == []
    assert alarms("附件：各乡镇考核得分表", good.replace("92.6", "96.2")) == [("rank_order", "warning", "3", "1")]


def test_growth_of_a_count() -> None:
    body = "全市发现火点24个，较去年减少10个，下降{}%。"
    assert alarms(body.format("29.4")) == []
    assert alarms(body.format("31.4")) == [("growth", "error", "-31.4", "-29.4")]  # a fall by 10 is one by 10


def test_order_said() -> None:
    body = "满意率从高到低依次为：禾丰县98.6%、云坪区{}、石澜县98.4%。"
    assert alarms(body.format("98.2%")) == [("rank_order", "warning", "98.2", "98.4")]
    assert alarms(body.format("98.4%")) == []
    # in order by something else than what stands behind the names
    assert alarms("按完成率从高到低依次为：禾丰县36件、云坪区28件、石澜县30件。") == []
    assert alarms("按满意率从高到低，禾丰县、云坪区、石澜县分别受理36件、28件、30件。") == []


def test_share_behind_a_bracket() -> None:
    body = "受理举报3618件，其中价格违法行为497件，占举报量的13.7%；其他违法行为325件（其中无照经营210件），占举报量的{}%。"
    assert alarms(body.format("9.0")) == []  # of the 325, not of the 210 in the bracket


def test_share_of_a_whole_of_its_own() -> None:
    body = "截至2023年末，全市老年人口98.4万人，占户籍总人口的22.6%；65岁及以上71.2万人，占16.4%；80岁及以上13.5万人，占老年人口的13.7%。"
    assert alarms(body) == []  # the others are of all registered people, whose number is not told
    assert alarms(body.replace("22.6%；65岁", "22.6%，其中65岁")) == []  # though they are parts of those before
    staff = "2023年3月，全县共有干部1000人，占总数的50%，其中男干部600人，占{}，女干部400人，占40%。"
    assert alarms(staff.format("60%")) == []
    assert alarms(staff.format("70%")) == [("ratio", "error", "70", "60")]  # of the staff, as the other share is


def test_restatement() -> None:
    body = "2023年3月，全市主动评价率为{}。\n\n二、问题\n\n2023年3月，全市主动评价率为32.85%，差距较大。"
    assert alarms(body.format("32.85%")) == []
    assert alarms(body.format("32.10%")) == [("restatement", "error", "32.1", "32.85")]
    assert alarms(body.format("63.42%")) == []  # too far apart: of another scope
    budget = "2022年，全区税收收入完成14.7亿元，完成年度预算的100.2%。\n\n2022年，全区教育支出完成13.2亿元，完成年度预算的99.9%。"
    assert alarms(budget) == []  # 完成年度预算 is of what was named before it


def test_date_order() -> None:
    assert alarms("2023年一季度，全市受理申请13946件。") == []
    assert [one[0] for one in alarms("2023年5月份，全市受理申请13946件。")] == ["date_order"]
    assert [one[0] for one in alarms("根据《岚川市政务服务办法》（岚政发〔2024〕6号）要求，全市受理申请13946件。")] == ["date_order"]
    assert [one[0] for one in alarms("请于2022年4月20日前报送整改情况。")] == ["date_order"]
    assert alarms("请于2023年4月20日前报送整改情况。") == []
    assert alarms("我局要求各地于2022年12月20日前报送整改情况，云坪区至今未报。") == []  # of an earlier paper


def test_attachment_count() -> None:
    listed = "附件：1. 甲类企业名单\n　　　2. 乙类企业名单"
    annex = "\n附件{}\n\n{}类企业名单\n\n岚川供水公司等。\n"
    assert alarms(listed, annex.format(1, "甲") + annex.format(2, "乙")) == []
    assert alarms(listed) == []  # the annexes are not part of the file
    assert [one[0] for one in alarms(listed, annex.format(1, "甲") + annex.format(2, "乙") + annex.format(3, "丙"))] == ["attachment_count"]
    assert [one.severity for one in parse_text(HEAD + listed + TAIL + annex.format(3, "丙")).findings] == [
        "warning"
    ]  # the others may be elsewhere


def test_percent_bounds_is_info_without_a_definition() -> None:
    found = parse_text(HEAD + "2023年3月，全市主动评价率为128.75%。" + TAIL).findings
    assert [(one.rule, one.severity) for one in found] == [("percent_bounds", "info")]


def test_percent_bounds_warns_where_the_notice_defines_a_part_of_all() -> None:
    defined = "主动评价率=主动评价数/办结件总数×100%，即主动评价数占全部办结件的比例。"
    found = parse_text(HEAD + "2023年3月，全市主动评价率为128.75%。\n\n" + defined + TAIL).findings
    assert [(one.rule, one.severity, one.stated) for one in found] == [("percent_bounds", "warning", Decimal("128.75"))]
    assert parse_text(HEAD + "2023年3月，全市主动评价率为98.75%。\n\n" + defined + TAIL).findings == ()


def test_tolerance_takes_rounding_and_truncation() -> None:
    def figure(text: str, step: str) -> Figure:
        low, high = bounds(Decimal(text), Decimal(step), is_exact=step == "1")
        return Figure(value=Decimal(text), low=low, high=high, step=Decimal(step), shown=text)

    assert verdict(figure("383100", "100"), figure("383121", "1")).agrees  # rounded
    assert verdict(figure("383100", "100"), figure("383199", "1")).agrees  # truncated
    assert not verdict(figure("383100", "100"), figure("383221", "1")).agrees
    assert not verdict(figure("10", "1"), sum_of([figure("4", "1"), figure("5", "1")])).agrees


def test_checks_count_what_was_tried() -> None:
    notice = parse_text(HEAD + MONTHS.format(13946) + TAIL)
    (check,) = [one for one in notice.checks if one.rule == "part_whole_sum"]
    assert (check.tried, check.agreed, check.failed) == (1, 1, 0)
    assert all(one.tried == one.agreed + one.failed for one in notice.checks)
    assert not parse_text("关于值守的通知\n").checks


def shown_by(notice: Notice) -> list[tuple[str, set[str], set[str]]]:
    """Of each finding: rule, figures that its message takes from the notice, and those that its evidence holds."""
    out = []
    cells = {table.id: table.raw for table in notice.tables}
    statistics = {one.id: one for one in notice.statistics}
    for one in notice.findings:
        held: set[str] = set()
        for evidence in one.evidence:
            if evidence.table is not None:
                assert evidence.row is not None
                assert evidence.column is not None
                held.add(cells[evidence.table][evidence.row][evidence.column])
            if evidence.span is not None:
                held.add("".join(notice.text[evidence.span[0] : evidence.span[1]].split()))
            if evidence.statistic is not None:
                assert statistics[evidence.statistic].quantity_span == evidence.span
        text = re.sub(r"[＝多少为差第共]+(?:列第)?-?[0-9.]+[^，、）]*(?=$|，|、|）)", "", one.message.partition("：")[2])
        out.append((one.rule, set(re.findall(r"[0-9]+(?:\.[0-9]+)?", re.sub("“[^”]*”|附件[0-9]+|第[0-9]+行", "", text))), held))
    return out


SOURCES = [*sorted((ROOT / "corpus").glob("*/notice.*")), *range(3)]


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_evidence_holds_the_figures_named(source: Path | int) -> None:
    if isinstance(source, Path):
        notices = [parse(source)]
    else:
        case = generated_case(source)
        notices = [parse_text(mutant.text) for mutant in list(mutants_of(case, source, 1))[::9]]
    for notice in notices:
        for rule, named, held in shown_by(notice):
            if rule not in ("percent_bounds", "sequence", "date_order", "attachment_count", "duplicate_row", "rank_order"):
                assert held, rule
                for figure in named:
                    assert any(figure in text for text in held), (rule, figure, held)
