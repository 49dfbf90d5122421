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


# --- what portals and reprints put around and into the head


def test_labels_behind_bullets_have_their_values_on_the_next_line_and_blank_ones_take_none() -> None:
    notice = parse_text(
        "禾丰县人民政府工作规则\n\n  • 索引号:\n\n    000000280000/2024-001005\n  • 主题分类:\n\n  • 发文字号:\n\n    禾政发〔2024〕7号\n"
        "  • 有效性:\n\n  • 发布日期:\n\n    2024年04月06日 16:34\n\n第一章总则\n\n"
        "一、根据有关法律、法规，结合本县实际，制定本规则。\n\n二、县政府实行县长负责制，县长主持全面工作。\n"
    )
    assert [(row.name, row.value) for row in notice.metadata if row.value] == [
        ("索引号", "000000280000/2024-001005"),
        ("发文字号", "禾政发〔2024〕7号"),
        ("发布日期", "2024年04月06日16:34"),
    ]
    assert notice.published is not None
    assert notice.published.iso == "2024-04-06"


def test_a_label_that_we_do_not_know_before_others_makes_no_text_of_the_row() -> None:
    notice = parse_text(
        "馆藏号：FE0042-0301  生成日期：2022-04-11  发文机构：禾丰县人民政府\n文号：禾政发〔2022〕9号  信息来源：县政府办\n"
        "关于印发残疾人保障规划的通知\n各乡镇人民政府：\n现将《禾丰县残疾人保障规划》印发给你们，请认真组织实施。\n"
        "禾丰县人民政府\n2022年4月8日\n"
    )
    assert notice.published is not None
    assert notice.published.iso == "2022-04-11"


def test_traditional_labels_of_a_mirror_are_labels() -> None:
    notice = parse_text(
        "岚川市人民政府關于任免工作人員的通知\n\n岚政[1985]38號\n\n頒布時間:1985-05-04 00:00:00 發文單位:岚川市人民政府\n\n"
        "　　根據有關規定，現將任免工作人員的有關問題通知如下：\n　　一、任免權限\n"
    )
    assert notice.published is not None
    assert notice.published.iso == "1985-05-04"
    assert [issuer.name for issuer in notice.issuers] == ["岚川市人民政府"]


def test_when_a_page_was_put_up_may_stand_in_a_bracket_below_the_signature() -> None:
    notice = parse_text(
        "关于召开工作会议的通知\n各单位：\n请按时参加会议。\n附件：参会回执\n“河湖清四乱”工作领导小组（代章）\n2016年12月12日\n"
        "（发布时间：2016-12-13）\n"
    )
    assert [issuer.name for issuer in notice.issuers] == ["“河湖清四乱”工作领导小组"]
    assert notice.published is not None
    assert (notice.published.iso, notice.published.raw) == ("2016-12-13", "2016-12-13")
    assert notice.annexes == ()


def test_a_news_page_that_reprints_a_notice_is_read_as_the_notice() -> None:
    notice = parse_text(
        "岚川市部署秋季大气治理\n来源：岚川网\n记者日前获悉，《岚川市秋季大气治理行动方案》已经印发，将于近日施行。全文如下：\n"
        "关于印发《岚川市秋季大气治理行动方案》的通知\n各县（市、区）人民政府：\n"
        "现将《岚川市秋季大气治理行动方案》印发给你们，请遵照执行。\n"
        "岚川市生态环境局\n2020年10月30日\n"
    )
    assert notice.title is not None
    assert notice.title.text == "关于印发《岚川市秋季大气治理行动方案》的通知"
    assert [r.name for r in notice.recipients] == ["各县（市、区）人民政府"]


def test_a_title_set_in_marks_is_the_title_without_them() -> None:
    notice = parse_text(
        "《关于临时交通管制的通告》（2022年9月16日）\n根据工作安排，我县将实行临时交通管制，具体事宜通告如下。\n"
        "一、管制时间为上午。\n禾丰县公安局\n2022年9月15日\n"
    )
    assert notice.title is not None
    assert notice.title.text == "关于临时交通管制的通告"
    assert notice.kind is not None
    assert notice.kind.text == "通告"


def test_a_paper_of_our_own_title_with_another_number_is_cited() -> None:
    notice = parse_text(
        "关于下达2022年救助补助资金的通知\n岚财社指〔2022〕80号\n各区财政局：\n"
        "根据省财政厅《关于下达2022年救助补助资金的通知》（青财社指〔2022〕340号）精神，"
        "现下达补助资金。\n岚川市财政局\n2022年8月1日\n"
    )
    assert [r.document_number.text for r in notice.references if r.document_number] == ["青财社指〔2022〕340号"]


def test_what_is_issued_with_the_consent_told_in_a_sentence_of_its_own_is_issued() -> None:
    notice = parse_text(
        "关于印发集中采购试点方案的通知\n各市人民政府：\n"
        "《集中采购试点方案》已经省委深改委审议通过。经省政府同意，现印发给你们，请认真组织实施。\n"
        "青岚省人民政府办公厅\n2019年1月1日\n"
    )
    assert [(r.title, r.relation) for r in notice.references] == [("集中采购试点方案", "issues")]


def test_an_order_whose_signers_name_was_left_out_has_its_date() -> None:
    notice = parse_text(
        "青岚省水文管理规定\n政府令〔2010〕第15号\n《青岚省水文管理规定》已经省政府常务会议通过，现予公布，自2011年2月1日起施行。\n省长\n\n"
        "二○一○年十二月二十五日\n\n青岚省水文管理规定\n第一条　为加强水文管理，制定本规定。\n"
    )
    assert notice.date is not None
    assert notice.date.iso == "2010-12-25"
    assert [annex.title for annex in notice.annexes] == ["青岚省水文管理规定"]


def test_a_file_named_by_attachment_numbers_alone_is_no_title() -> None:
    notice = parse_text(
        "关于食品抽检的通告\n现将有关情况通告如下。\n特此通告。\n附件：1.检验项目\n　　　2.不合格样品信息\n岚川市市场监督管理局\n"
        "2022年3月14日\n附件1-2.rar\n"
    )
    assert [a.title for a in notice.attachments] == ["检验项目", "不合格样品信息"]


def test_an_attachment_that_comes_by_itself_has_its_own_title() -> None:
    notice = parse_text("附件2\n节水型企业推荐名单\n序号\t企业\n1\t岚川水务公司\n2\t禾丰纸业公司\n")
    assert notice.title is not None
    assert notice.title.text == "节水型企业推荐名单"
    assert notice.document_class.text == "list"


def test_the_bodies_of_an_order_known_by_its_number_alone_are_its_issuers() -> None:
    notice = parse_text(
        "取水信息管理办法（水利部 财政部令〔2024〕第3号）\n第一条　为规范取水信息管理，制定本办法。\n"
        "第二条　本办法自2024年11月1日起施行。\n"
    )
    assert [issuer.name for issuer in notice.issuers] == ["水利部", "财政部"]


def test_a_front_matters_title_goes_before_a_first_heading() -> None:
    notice = parse_text("---\ntitle: 岚川市法院关于适用水法的解释\n---\n\n## 修订信息\n\n2018年2月7日通过，自公布之日起施行。\n")
    assert notice.title is not None
    assert notice.title.text == "岚川市法院关于适用水法的解释"


def test_who_printed_it_on_the_line_above_the_day_is_no_issuer() -> None:
    notice = parse_text("取水规定\n第一条　为规范取水，制定本规定。\n岚川市水务局办公室\n2021年11月14日印发\n")
    assert notice.issuers == ()
    assert notice.printed is not None


def test_a_number_still_to_be_given_is_no_title() -> None:
    notice = parse_text("岚川市水务局文件\n岚水发〔2023〕X号\n测试公文标题\n本文件用于测试，请不要转发。\n")
    assert notice.document_number is None
    assert notice.title is not None
    assert notice.title.text == "测试公文标题"


def test_a_linked_attachment_of_a_markdown_page_has_its_number() -> None:
    notice = parse_text(
        "# 关于取水的规定\n\n为规范取水，制定本规定。\n\n附件：\n- [附件1-取水量表](/p/1.pdf)\n- [附件2-水价表](/p/2.pdf)\n"
    )
    assert [(a.number, a.title, a.file) for a in notice.attachments] == [("1", "取水量表", "/p/1.pdf"), ("2", "水价表", "/p/2.pdf")]


def test_the_central_committee_is_an_issuer_alone_and_beside_the_council() -> None:
    for title, bodies in (
        ("中共中央关于表彰先进基层党组织的决定", ["中共中央"]),
        ("中共中央 国务院关于加强水利工作的意见", ["中共中央", "国务院"]),
        ("中共中央办公厅国务院办公厅关于加强水利工作的意见", ["中共中央办公厅", "国务院办公厅"]),
    ):
        notice = parse_text(f"{title}\n（2011年7月1日）\n\n　　近年来，各级党组织顽强拼搏，取得了重大成就。\n")
        assert [issuer.name for issuer in notice.issuers] == bodies


def test_two_offices_side_by_side_are_two_issuers() -> None:
    notice = parse_text("各支部：\n　　经研究，作出如下决定，请认真执行。\n党委办公室 校长办公室\n2009年1月9日\n")
    assert [issuer.name for issuer in notice.issuers] == ["党委办公室", "校长办公室"]


def test_counties_under_the_province_share_the_body_behind_them() -> None:
    notice = parse_text("各省辖市、省直管县(市)水务局：\n　　请认真做好水闸巡查工作，有关情况及时报告。\n")
    assert [recipient.name for recipient in notice.recipients] == ["各省辖市、省直管县(市)水务局"]


def test_the_number_of_an_order_counts_within_its_session() -> None:
    notice = parse_text("青岚省人民代表大会常务委员会公告(九届第37号)\n\n　　《青岚省节水条例》已经通过，现予公布。\n")
    assert notice.document_number is not None
    assert notice.document_number.text == "青岚省人民代表大会常务委员会公告九届第37号"
    assert notice.document_number.serial == 37


def test_a_section_may_stand_behind_the_year_of_a_number() -> None:
    notice = parse_text(
        "青岚省物价局关于管道服务费标准的批复\n(青价[2000]商字295号 2000年8月7日)\n\n岚川水务公司：\n"
        "　　你公司来函收悉，经研究，同意所报标准。\n"
    )
    assert notice.document_number is not None
    assert notice.document_number.text == "青价〔2000〕商字295号"
    assert notice.date is not None
    assert notice.date.iso == "2000-08-07"


def test_what_somebody_handed_in_is_answered() -> None:
    notice = parse_text(
        "岚川市水务局关于建议办理情况的复函\n方某某代表：\n"
        "　　您在市人民代表大会期间提出的《关于整治河道的建议》，由我局办理，现答复如下。\n"
    )
    assert [(r.title, r.relation) for r in notice.references] == [("关于整治河道的建议", "answers")]


def test_a_requirement_that_is_met_is_no_deadline() -> None:
    notice = parse_text(
        "关于清理结果的公告\n　　按照《清理通知》的要求，我区对2018年12月31日以前发布的文件进行了全面清理，现将结果公布如下。\n"
    )
    assert notice.deadlines == ()


def test_the_day_before_an_orders_name_is_no_part_of_it() -> None:
    notice = parse_text("关于执行办法的通知\n各镇人民政府：\n　　办法由2010年7月22日岚川市人民政府令第11号公布，请遵照执行。\n")
    assert [r.document_number.text for r in notice.references if r.document_number] == ["岚川市人民政府令第11号"]


def test_who_is_agreed_with_is_named_without_the_consent() -> None:
    notice = parse_text("县水务局：\n　　经研究，原则同意县水务局《关于清淤工作的请示》，请抓紧实施。\n2005年4月29日\n")
    assert [r.issuer for r in notice.references] == ["县水务局"]


def test_the_end_of_a_files_name_broken_within_its_bracket_is_no_attachment() -> None:
    notice = parse_text(
        "关于开展检查的通知\n各镇人民政府：\n　　现就检查作如下安排，请认真执行。\n附件1:河道检查情况统计表.docx\n办公室).pdf\n"
    )
    assert [(a.number, a.title) for a in notice.attachments] == [("1", "河道检查情况统计表")]
