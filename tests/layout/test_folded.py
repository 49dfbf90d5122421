"""Traditional characters and figures of full width: read as the plain page, given back as printed; places and bodies are invented."""

from __future__ import annotations

from decimal import Decimal

import pytest

from notice_parser import Notice, parse, parse_text
from notice_parser.grammar import load_grammars
from notice_parser.layout.folded import folded
from notice_parser.load import load_text
from notice_parser.load.source import Paragraph
from notice_parser.text.traditional import fold, is_traditional
from notice_parser.text.width import half_width

GRAMMARS = load_grammars()

PAGE = (
    "索 引 號: | 主題分類: | 市政府文件 | |\n發文機關: | 嵐川市人民政府 | 成文日期: | |\n主 題 詞: |\n"
    "嵐川市人民政府轉發省水利廳關于加強水閘管理的通知\n嵐政發[2009]94號\n\n"
    "各縣（區）水務局，市政府各部門：\n"
    "　　現將《省水利廳關于加強水閘管理的通知》（青水發〔2009〕69號）轉發給你們，請於6月8日前將辦理情況報送市水務局。"
    "各縣（區）開展檢查，全市共檢查水閘120座，比上年增長8.5%。\n"
    "　　一、加強領導。各縣要認真組織實施。\n"
    "聯系電話：0000-6613208\n附件：1. 水閘名錄\n　　　2. 責任人名單\n\n嵐川市人民政府\n二○○九年五月二十六日\n"
)


def spans_hold(notice: Notice) -> None:
    for part in (notice.title, notice.document_number, notice.date, *notice.issuers, *notice.recipients, *notice.references):
        assert part is not None
        assert part.span is not None
        assert notice.text[slice(*part.span)] == part.raw


def test_a_page_in_traditional_characters_has_all_its_fields_as_printed() -> None:
    notice = parse_text(PAGE)
    assert notice.kind is not None
    assert notice.kind.text == "通知"
    assert notice.title is not None
    assert notice.title.text == "嵐川市人民政府轉發省水利廳關于加強水閘管理的通知"
    assert notice.document_number is not None
    assert notice.document_number.text == "嵐政發〔2009〕94号"
    assert [issuer.name for issuer in notice.issuers] == ["嵐川市人民政府"]
    assert [recipient.name for recipient in notice.recipients] == ["各縣（區）水務局", "市政府各部門"]
    assert [(r.title, r.relation) for r in notice.references] == [("省水利廳關于加強水閘管理的通知", "forwards")]
    assert [attachment.title for attachment in notice.attachments] == ["水閘名錄", "責任人名單"]
    assert [deadline.due for deadline in notice.deadlines] == ["2009-06-08"]
    assert [contact.phone for contact in notice.contacts] == ["0000-6613208"]
    assert [section.title for section in notice.sections] == ["加強領導"]
    assert notice.metadata[0].name == "索引號"
    spans_hold(notice)


def test_what_is_read_is_what_the_simplified_page_gives() -> None:
    printed, simplified = parse_text(PAGE), parse_text(fold(PAGE))
    assert fold(printed.text) == simplified.text
    assert [s.value for s in printed.statistics] == [s.value for s in simplified.statistics]
    assert [s.span for s in printed.statistics] == [s.span for s in simplified.statistics]
    assert [t.span for t in printed.times] == [t.span for t in simplified.times]
    assert [d.code for d in printed.diagnostics] == [d.code for d in simplified.diagnostics]


def test_cells_of_a_marked_up_table_are_given_back_as_printed() -> None:
    page = (
        "<html><body><h1>關于水閘檢查情況的通報</h1><p>各縣（區）水務局：</p><p>現將檢查情況通報如下。個別單位開展檢查時，辦理時間過長，請認真對待。</p>"
        "<table><tr><th>單位</th><th>檢查個數</th></tr><tr><td>雲坪區</td><td>12</td></tr><tr><td>禾豐縣</td><td>30</td></tr></table></body></html>"
    )
    notice = parse(page.encode())
    assert [[c.name for c in table.columns] for table in notice.tables] == [["單位", "檢查個數"]]
    assert [row[0] for row in notice.tables[0].rows] == ["雲坪區", "禾豐縣"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("岚川市水务局关于做好水闸巡查工作的通知", False),
        ("岚川市水务局转载國際會議書畫展的通知，展期三天，请各单位组织参观，安排好时间，注意交通安全。", False),
        (PAGE, True),
        ("", False),
    ],
)
def test_traditional_text_is_told_as_a_whole(text: str, told: bool) -> None:
    assert is_traditional(text) is told


def test_folding_keeps_the_length() -> None:
    assert fold("關於發佈《嵐川市臺賬》的公告") == "关于发布《岚川市台账》的公告"
    assert len(fold(PAGE)) == len(PAGE)


WIDE = (
    "岚川市水务局文件\n岚水发〔２０２３〕１２号\n\n岚川市水务局关于２０２３年上半年水质情况的通报\n\n各县（区）水务局：\n"
    "　　２０２３年上半年，全市ＰＭ１０年均浓度３１．５微克/立方米，同比下降８．８％；水质优良率９６％。\n\n"
    "岚川市水务局\n２０２３年７月６日\n"
)


def test_figures_of_full_width_are_read_as_plain_ones_and_given_back_as_printed() -> None:
    wide, plain = parse_text(WIDE), parse_text(half_width(WIDE))
    assert wide.text == clean_of(WIDE)
    assert wide.document_number is not None
    assert (wide.document_number.text, wide.document_number.raw) == ("岚水发〔2023〕12号", "岚水发〔２０２３〕１２号")
    assert wide.date is not None
    assert (wide.date.iso, wide.date.raw) == ("2023-07-06", "２０２３年７月６日")
    assert wide.title is not None
    assert wide.title.text == "岚川市水务局关于２０２３年上半年水质情况的通报"
    assert [(s.value, s.unit, s.span) for s in wide.statistics] == [(s.value, s.unit, s.span) for s in plain.statistics]
    assert [s.value for s in wide.statistics] == [Decimal("31.5"), Decimal("-8.8"), Decimal(96)]
    assert wide.statistics[0].indicator == "ＰＭ１０年均浓度"
    assert all(wide.text[slice(*s.span)] == s.raw for s in wide.statistics if s.span is not None)
    spans_hold(wide)


def clean_of(text: str) -> str:
    return "\n".join(line.strip("　") for line in text.splitlines() if line.strip())


def test_straight_quotes_open_and_close() -> None:
    curled = (
        "禾丰县数据局关于政务新媒体检查情况的通报\n各单位：\n3月，全县检查政务新媒体48个，“砚湾发布”“禾丰农机”等3个账号未更新，"
        "“禾丰发布”公众号推送信息126条，“好差\n评”系统收到评价2400条，“一窗”分类受理率91.5%。\n"
    )
    straight = curled.replace("“", '"').replace("”", '"')
    plain, notice = parse_text(curled), parse_text(straight)
    assert notice.text == plain.text.replace("“", '"').replace("”", '"')
    assert [(s.span, s.value) for s in notice.statistics] == [(s.span, s.value) for s in plain.statistics]
    for ours, theirs in zip(notice.statistics, plain.statistics, strict=True):
        for name in ("subject", "indicator"):
            told = getattr(theirs, name)
            assert getattr(ours, name) == (told and told.replace("“", '"').replace("”", '"'))


def test_dots_that_end_sentences_are_full_stops() -> None:
    stops = (
        "禾丰县数据局关于热线办理情况的通报\n各单位：\n3月，全县受理诉求1262件，办结率98.5%。其中咨询类800件。39个单位办结率达100%。"
        "1—3月，全县受理诉求3420件，增长0.5%。\n"
    )
    dots = stops.replace("。", ".")
    plain, notice = parse_text(stops), parse_text(dots)
    assert notice.text == dots.strip("\n")
    assert [(s.span, s.value, s.subject, s.indicator, s.period) for s in notice.statistics] == [
        (s.span, s.value, s.subject, s.indicator, s.period) for s in plain.statistics
    ]


def test_a_point_before_what_no_fraction_can_be_of_is_a_stop() -> None:
    text = "禾丰县数据局关于热线办理情况的通报\n3月，涉及制造业.39个单位办结率98.5%，增长.5%。\n"
    notice = parse_text(text)
    assert [(s.quantity, str(s.value)) for s in notice.statistics] == [("39个", "39"), ("98.5%", "98.5"), (".5%", "0.5")]


def test_numbers_of_items_and_versions_keep_their_dots() -> None:
    kept = "一.加强领导\n（二）.落实责任\n1.1.完善预案\n系统版本2.3.1，地址10.1.2.3，见情况表.PDF，用电3万千瓦.时。"
    text = f"{kept[:-1]}.\n各地要高度重视.落实责任.加强检查.\n"
    stopped = text.replace("时.\n", "时。\n").replace("重视.落实责任.加强检查.", "重视。落实责任。加强检查。")
    source = folded(load_text(text), GRAMMARS)
    assert source is not None
    assert "\n".join(block.text for block in source.blocks if isinstance(block, Paragraph)) == stopped.rstrip("\n")


def test_points_within_names_end_no_sentence() -> None:
    assert folded(load_text("组长：买买提.艾力\n成员：阿里木.买买提、古丽.艾山、热合曼.艾力\n"), GRAMMARS) is None


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ('改造4"管道12米、6"管道8米，其中"阳光工程"3米。', '改造4"管道12米、6"管道8米，其中“阳光工程”3米。'),
        ('推进3"双百"行动，落实"一网"', "推进3“双百”行动，落实“一网”"),
        ('采用"屏幕20块，\n其余未变。\n"双减"完成', "采用“屏幕20块，\n其余未变。\n“双减”完成"),
        ('他说：要落实"。"一窗"受理', "他说：要落实”。“一窗”受理"),
        ('开展"雪亮\n工程"和"\n一窗"建设', "开展“雪亮\n工程”和“\n一窗”建设"),
    ],
)
def test_quotes_that_do_not_pair_turn_no_others(printed: str, read: str) -> None:
    source = folded(load_text(printed), GRAMMARS)
    assert source is not None
    assert "\n".join(block.text for block in source.blocks if isinstance(block, Paragraph)) == read


def test_letters_in_figures_are_read_as_digits_and_printed_as_letters() -> None:
    text = (
        "关于下达水利资金的通知\n岚财发〔2O23〕l2号\n\n各县（区）财政局：\n\n　　现下达省级补助资金120O万元、市级配套资金660万元，"
        "配备5l处理剂3件，O2O项目2个。请于1l月1O日前报送方案。\n\n岚川市财政局\n2023年5月6日\n"
    )
    notice = parse_text(text)
    assert notice.document_number is not None
    assert (notice.document_number.text, notice.document_number.raw) == ("岚财发〔2023〕12号", "岚财发〔2O23〕l2号")
    assert "120O万元" in notice.text
    assert [(one.quantity, one.value, one.indicator) for one in notice.statistics][:2] == [
        ("120O万元", Decimal(12000000), "下达省级补助资金"),
        ("660万元", Decimal(6600000), "市级配套资金"),
    ]
    assert [one.due for one in notice.deadlines] == ["2023-11-10"]
    told = [one.params["raw"] for one in notice.diagnostics if one.code == "ocr.repaired"]
    assert told == ["2O23", "l2", "120O", "1l", "1O"]  # neither litres nor O2O


@pytest.mark.parametrize(
    "text", ["采购I5处理器计算机20台", "发生I类事故2起、II2件、III1件", "设IO2条线路，I2户型住房30套", "产K2O肥5%，P2O5含量12%"]
)
def test_letters_that_begin_a_code_or_a_class_are_no_digits(text: str) -> None:
    notice = parse_text(f"岚川市人民政府关于情况的通报\n各县区：\n2023年上半年，全市{text}。\n")
    assert not [one for one in notice.diagnostics if one.code == "ocr.repaired"]


def test_letters_of_full_width_in_figures_are_digits_too() -> None:
    notice = parse_text("岚川市人民政府关于情况的通报\n各县区：\n２Ｏ２３年１Ｏ月，全市共受理１２Ｏ件。\n岚川市人民政府\n2023年7月5日\n")
    (one,) = notice.statistics
    assert (one.value, one.quantity) == (Decimal(120), "１２Ｏ件")
    assert one.period is not None
    assert one.period.start == "2023-10-01"
    assert [one.params["raw"] for one in notice.diagnostics if one.code == "ocr.repaired"] == ["２Ｏ２３", "１Ｏ", "１２Ｏ"]


def test_a_name_put_together_from_several_places_is_in_the_characters_of_the_page() -> None:
    """Of two rates of one name each gets before it what it is of, which stands elsewhere in the sentence."""
    notice = parse_text("關於第四季度抽查情況的報告\n\n全市抽查政府網站39個，合格率92%；抽查政務新媒體140個，合格率74%。\n")
    rates = [one.indicator for one in notice.statistics if one.unit == "%"]
    assert rates == ["抽查政府網站合格率", "抽查政務新媒體合格率"]
