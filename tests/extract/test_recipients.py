"""A list is cut between names that are whole by themselves, and nowhere else."""

from __future__ import annotations

import pytest
from laid_out import laid_out

from notice_parser.extract.recipients import cut_recipients, find_recipients
from notice_parser.grammar import load_grammars
from notice_parser.layout.document import Role, Zone
from notice_parser.model import Recipient

GRAMMARS = load_grammars()


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in cut_recipients(text, 0, len(text), GRAMMARS)]


def found(*lines: tuple[Zone, Role, str]) -> tuple[tuple[Recipient, ...], list[str]]:
    page = laid_out(*lines)
    recipients, diagnostics = find_recipients(page, GRAMMARS)
    for recipient in recipients:
        assert recipient.span is not None
        assert page.text[recipient.span[0] : recipient.span[1]] == recipient.raw
    return recipients, [d.code for d in diagnostics]


@pytest.mark.parametrize(
    "names",
    [
        # 、 between names that are whole
        "国务院各部委|、|各直属机构",
        "岚川市水务局|、|岚川市林业局|、|岚川市数据中心",
        "水务局|，|林业局",
        "各区人民政府|、|市政府各部门|、|各直属机构",
        "各县区水务局|、|高新区水务局|、|柳坝示范区水务中心",
        "市数据中心|、|各县（市、区）数据管理机构",
        "居民委員會|、|各村",
        "街道辦事處|、|各村",
        "各民主党派市委|、|市工商联|，|有关人民团体|，|中央、省驻岚各单位",
        "各镇人民政府|、|各街道办事处",
        "各镇人民政府|、|柳坝经济开发区管委会",
        "市发展改革委|、|财政局|、|水务局",
        "岚川军分区|、|市检察院",
        "市直各部门|、|驻市各单位",
        # one head, one tail, said once for all
        "各省、自治区、直辖市人民政府",
        "各省、自治区、直辖市、各计划单列市财政厅（局）",
        "各区(县、开发区)水务主管部门、物价部门",
        "各县（市、区）林业局、农业农村局、住房城乡建设局、市场监管局、城市管理局",
        "辽宁、吉林、黑龙江、云南省（自治区）人民政府",
        "云坪区、禾丰县人民政府",
        "各设区市、岚川综合实验区教育局",
        "各市、县人民政府|、|省直各部门",
        "各县市区委、人民政府",
        "各县委、县政府|，|市委各部委",
        "各乡镇、街道",
        "各乡镇人民政府、街道办事处",
        "有关中央企业、行业协会",
        "国务院有关部门、单位",
        "柳坝镇党委、政府",
        "中央、省驻岚单位",
        "周某、吴某某委员",
        "林某某副主席",
        "郑某某等9位代表",
        # places that are whole because nothing shared follows
        "岚川经济技术开发区|、|南渡新港区|、|云坪新区|、|柳坝管理区|，|市直各单位",
        "各县（市）人民政府|、|市级各部门|、|柳坝特别行政区|，|各有关单位",
        "云坪区|、|禾丰县",
        "各县（市、区）|、|各部门",
        # brackets are never cut into
        "各街道(乡、镇)便民中心(农业办、林业站、水利站)",
        "各县(市)区政府(园区办)|,|市直有关单位",
        "各省（自治区、直辖市）水利厅（局）|，|部分省（自治区）和大连、厦门市林草局、海洋局（委）|，|上海市绿化市容局",
        # the rest of a long list
        "各省、自治区、直辖市水利主管部门、质量技术监督局（市场监管部门）|、|新疆生产建设兵团水利局|，|有关企业、协会",
        "各产粮省、自治区、直辖市、新疆生产建设兵团水利局（水务局）、农机监管部门|，|重点企业|、|高等院校|、|科研院所",
        "岚川水务股份有限公司",
        "各镇人民政府|　　|各街道办事处",
        "市委办公室|；|市人大办|; |市政协办公室",
    ],
)
def test_cutting(names: str) -> None:
    assert cut(names.replace("|", "")) == names.split("|")[::2]


@pytest.mark.parametrize("text", ["", "、、，", "（", "各县（市、区人民政府，市直各单位", "）、（，、"])
def test_odd_lists_do_not_fail_and_names_are_never_blank(text: str) -> None:
    assert all(cut(text))


def test_a_bracket_without_its_partner_protects_nothing() -> None:
    assert cut("市水务局，市林业局（市草原局，市直各单位") == ["市水务局", "市林业局（市草原局", "市直各单位"]


def test_main_recipients_end_at_the_colon() -> None:
    recipients, codes = found(
        ("body", "recipients", "各县（市、区）水务局，云坪区水务站：现将有关事项通知如下"), ("body", "text", "市直各单位：请照办。")
    )
    assert [(r.name, r.role, r.collective, r.rule) for r in recipients] == [
        ("各县（市、区）水务局", "main", True, "recipients.addressed"),
        ("云坪区水务站", "main", False, "recipients.addressed"),
    ]
    assert codes == []


def test_inner_spaces_are_printed_but_not_part_of_the_name() -> None:
    recipients, _ = found(("body", "recipients", "岚川市 水务局:"))
    assert [(r.name, r.raw) for r in recipients] == [("岚川市水务局", "岚川市 水务局")]


def test_recipients_over_two_lines_are_one_list() -> None:
    recipients, codes = found(("body", "recipients", "各县人民政府，市政府各部门，"), ("body", "recipients", "各直属机构："))
    assert [r.name for r in recipients] == ["各县人民政府", "市政府各部门", "各直属机构"]
    assert codes == []


def test_a_missing_colon_is_reported() -> None:
    recipients, codes = found(("body", "recipients", "居民委员会、各村"))
    assert [r.name for r in recipients] == ["居民委员会", "各村"]
    assert codes == ["recipients.no_colon"]


def test_a_label_is_no_part_of_the_first_name() -> None:
    recipients, codes = found(("body", "recipients", "主送：各镇人民政府，市直各单位"))
    assert [(r.name, r.role) for r in recipients] == [("各镇人民政府", "main"), ("市直各单位", "main")]
    assert codes == []


def test_none_where_no_line_is_addressed() -> None:
    assert found(("body", "text", "附件："), ("annex", "recipients", "各镇人民政府："))[0] == ()


def test_the_lists_of_the_printing_block_go_on_over_lines() -> None:
    recipients, _ = found(
        ("imprint", "imprint", "报：省水利厅，省数据中心；"),
        ("imprint", "imprint", "市政府常务副市长，市政府秘书长；"),
        ("imprint", "imprint", "市委办公室，市纪委（监委）。"),
        ("imprint", "imprint", "送：市级各部门（单位），市政府信息中心；"),
        ("imprint", "imprint", "各县（市、区）人民政府，岚川高新区管委会。"),
        ("imprint", "imprint", "发：各县（市、区）水务局，岚川高新区水务局。"),
        ("imprint", "imprint", "岚川市水务局办公室　　2022年11月3日印发"),
    )
    assert [(r.role, r.name) for r in recipients] == [
        ("report", "省水利厅"),
        ("report", "省数据中心"),
        ("report", "市政府常务副市长"),
        ("report", "市政府秘书长"),
        ("report", "市委办公室"),
        ("report", "市纪委（监委）"),
        ("send", "市级各部门（单位）"),
        ("send", "市政府信息中心"),
        ("send", "各县（市、区）人民政府"),
        ("send", "岚川高新区管委会"),
        ("distribute", "各县（市、区）水务局"),
        ("distribute", "岚川高新区水务局"),
    ]


@pytest.mark.parametrize(
    ("line", "role", "names"),
    [
        ("抄送：水务局，林业局。", "copy", ["水务局", "林业局"]),
        ("抄　送：市委有关部门，市人大办，岚川军分区。", "copy", ["市委有关部门", "市人大办", "岚川军分区"]),
        ("抄送机关：水务局，林业局。共印60份", "copy", ["水务局", "林业局"]),
        ("抄报：省水利厅", "report", ["省水利厅"]),
        ("分送：各镇人民政府。", "distribute", ["各镇人民政府"]),
        ("主送：各镇人民政府。", "main", ["各镇人民政府"]),
    ],
)
def test_labels_of_the_printing_block(line: str, role: str, names: list[str]) -> None:
    recipients, _ = found(("imprint", "imprint", line), ("imprint", "imprint", "岚川市水务局办公室 2022年11月3日印发"))
    assert [(r.role, r.name) for r in recipients] == [(role, name) for name in names]


def test_two_labels_may_share_a_line() -> None:
    recipients, _ = found(("imprint", "imprint", "抄报：省水利厅。 抄送：市财政局，市林业局。"))
    assert [(r.role, r.name) for r in recipients] == [("report", "省水利厅"), ("copy", "市财政局"), ("copy", "市林业局")]


@pytest.mark.parametrize("line", ["印发：岚川市水务局", "主题词:水利 工程 资金", "校对：周某某", "岚川市水务局 2022年11月3日印发"])
def test_other_lines_of_the_printing_block_address_nobody(line: str) -> None:
    assert found(("imprint", "imprint", line))[0] == ()


def test_a_list_of_a_megabyte_is_cut_in_one_pass() -> None:
    text = "各县（市、区）水务局，" * 20_000
    assert len(cut(text)) == 20_000
