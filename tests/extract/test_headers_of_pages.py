"""Header fields of whole texts, where two stages must agree; places and bodies are invented."""

from __future__ import annotations

from notice_parser import parse_text


def test_a_number_below_a_whole_title_counts_announcements() -> None:
    notice = parse_text(
        "岚川市水务局关于注销取水许可证的公告\n2023年 第48号\n\n　　根据有关规定，经申请，决定注销取水许可证，特此公告。\n\n"
        "岚川市水务局\n2023年5月18日\n"
    )
    assert notice.document_number is not None
    assert notice.document_number.text == "公告2023年第48号"


def test_an_announcements_letterhead_belongs_to_its_number() -> None:
    notice = parse_text(
        "岚川市水务局公告\n2023年第48号\n\n　　根据有关规定，经申请，决定注销取水许可证，特此公告。\n\n岚川市水务局\n2023年5月18日\n"
    )
    assert notice.document_number is not None
    assert notice.document_number.text == "岚川市水务局公告2023年第48号"


def test_the_day_of_adoption_in_the_bracket_under_the_title_is_the_date() -> None:
    notice = parse_text(
        "中共岚川市委第六届八次全体会议公报\n（2019年12月19日中共岚川市委第六届八次全体会议通过）\n"
        "全会号召，全市上下开拓进取，扎实工作，努力奋斗。\n"
    )
    assert notice.date is not None
    assert notice.date.iso == "2019-12-19"


def test_several_days_in_that_bracket_give_no_date() -> None:
    notice = parse_text(
        "岚川市节水条例\n（2009年6月1日市人大常委会通过　2012年7月2日修正　2012年9月3日公布）\n第一条　为了节约用水，制定本条例。\n"
    )
    assert notice.date is None


def test_a_seal_that_stands_in_on_its_own_line_is_no_issuer() -> None:
    notice = parse_text(
        "关于调整成员的通知\n各镇人民政府：\n　　现将调整后的名单印发给你们，请认真执行。\n云坪区河长制工作领导小组\n"
        "（云坪区水利局代章）\n2020年7月15日\n"
    )
    assert [issuer.name for issuer in notice.issuers] == ["云坪区河长制工作领导小组"]


def test_an_issued_paper_with_a_number_is_cited_a_form_without_is_not() -> None:
    notice = parse_text(
        "关于处罚的决定\n岚川公司：\n　　我局以《行政处罚事先告知书》（岚环罚告〔2022〕38号）告知你公司，并请填写《陈述申辩申请书》。\n"
    )
    assert [(r.title, r.document_number.text if r.document_number else None) for r in notice.references] == [
        ("行政处罚事先告知书", "岚环罚告〔2022〕38号")
    ]


def test_an_article_struck_out_amends_its_document() -> None:
    notice = parse_text("关于修改文件的通知\n各镇人民政府：\n　　删去《禾丰县户外广告管理规定》（禾政规〔2014〕1号）第十二条。\n")
    assert [(r.title, r.relation) for r in notice.references] == [("禾丰县户外广告管理规定", "amends")]


def test_an_attachment_whose_title_begins_with_a_year_has_its_number() -> None:
    notice = parse_text(
        "关于下达计划的通知\n各县财政局：\n　　现下达计划，请遵照执行。\n附件：1.2022年资金分配表\n　　　2.绩效目标表\n岚川市财政局\n"
        "2022年3月16日\n"
    )
    assert [(a.number, a.title) for a in notice.attachments] == [("1", "2022年资金分配表"), ("2", "绩效目标表")]


def test_traditional_wording_takes_effect_too() -> None:
    notice = parse_text(
        "嵐川市人民政府關於廢止文件的決定\n各縣（區）人民政府：\n　　本決定自公布之日起施行。\n嵐川市人民政府\n2018年10月26日\n"
    )
    assert notice.effective is not None
    assert notice.effective.iso == "2018-10-26"


def test_the_phone_for_complaints_is_nobodys_named_before() -> None:
    notice = parse_text(
        "关于选聘调解员的公告\n　　现公告如下，欢迎报名，详情请咨询。\n　　联系人：林某 0000-8866551　方某 0000-8866552\n"
        "　　监督电话：0000-8866500\n岚川市中级人民法院\n2020年3月16日\n"
    )
    assert [(c.name, c.phone) for c in notice.contacts] == [("林某", "0000-8866551"), ("方某", "0000-8866552"), (None, "0000-8866500")]


def test_a_line_that_says_who_may_read_the_paper_is_the_remark() -> None:
    notice = parse_text(
        "关于专项检查的通报\n各县应急局：\n　　请认真整改，并及时报告整改情况。\n岚川市应急局\n2023年11月28日\n（信息公开形式：主动公开）\n"
    )
    assert notice.remark is not None
    assert notice.remark.text == "信息公开形式：主动公开"
    assert notice.annexes == ()
