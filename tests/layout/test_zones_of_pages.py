"""Zones of whole pages: what each case is about is in its name; places and bodies are invented."""

from __future__ import annotations

from notice_parser import Notice, parse_text


def names(notice: Notice, role: str = "main") -> list[str]:
    return [recipient.name for recipient in notice.recipients if recipient.role == role]


def title_of(notice: Notice) -> str | None:
    return notice.title.text if notice.title else None


def number_of(notice: Notice) -> str | None:
    return notice.document_number.text if notice.document_number else None


def test_menus_above_the_path_of_a_page_are_the_sites() -> None:
    notice = parse_text(
        "岚川市人民政府门户网站\n无障碍 | 繁体版 | 手机版\n首页\n政务公开\n互动交流：\n当前位置：首页 > 政务公开 > 文件\n"
        "岚川市水务局关于做好水闸巡查工作的通知\n岚水发〔2021〕16号\n各县（区）水务局：\n　　请认真做好水闸巡查工作，确保安全。\n"
        "岚川市水务局\n2021年3月22日\n"
    )
    assert title_of(notice) == "岚川市水务局关于做好水闸巡查工作的通知"
    assert number_of(notice) == "岚水发〔2021〕16号"
    assert names(notice) == ["各县（区）水务局"]


def test_a_title_whose_first_line_breaks_off_is_taken_whole() -> None:
    for first, second in (
        ("禾丰县水利局关于", "进一步加强河湖巡查工作的通知"),
        ("青岚省人民政府办公厅转发省水利厅等部门", "关于加强小型水库管理意见的通知"),
    ):
        notice = parse_text(
            f"{first}\n{second}\n\n各乡镇人民政府：\n　　请遵照执行，并抓好落实，有关情况及时报告。\n\n禾丰县水利局\n2018年10月9日\n"
        )
        assert title_of(notice) == first + second


def test_a_cut_off_copy_above_the_title_is_no_part_of_it() -> None:
    notice = parse_text("关于开展河湖巡查工作的\n关于开展河湖巡查工作的通知\n各镇人民政府：\n　　请认真开展巡查，及时上报情况。\n")
    assert title_of(notice) == "关于开展河湖巡查工作的通知"


def test_an_empty_label_among_full_rows_takes_no_line_of_the_title() -> None:
    notice = parse_text(
        "索引号：000014349/2024-00031\n发文机关：岚川市人民政府办公室\n主题词：\n\n岚川市人民政府办公室关于健全山塘\n"
        "安全管理长效机制的意见\n\n"
        "各县（区）人民政府：\n　　为健全山塘安全管理机制，现提出以下意见。\n"
    )
    assert title_of(notice) == "岚川市人民政府办公室关于健全山塘安全管理长效机制的意见"


def test_a_label_above_its_value_still_gets_it() -> None:
    notice = parse_text(
        "文号\n岚民函〔2023〕29号\n名称\n岚川市民政局关于开展专项整治的通知\n\n岚川市民政局关于开展专项整治的通知\n各县（区）民政局：\n"
        "　　请认真开展专项整治，及时报告情况。\n"
    )
    assert number_of(notice) == "岚民函〔2023〕29号"


def test_an_unsigned_notice_ends_where_the_text_that_it_prints_begins() -> None:
    notice = parse_text(
        "青岚省人民政府办公厅转发省水利厅关于加强山塘管理意见的通知\n（一九九四年七月十四日）\n青政办发〔1994〕52号\n\n各市、县人民政府：\n"
        "省水利厅《关于加强山塘管理的意见》已经省人民政府同意，现转发给你们，请遵照执行。\n\n关于加强山塘管理的意见\n省人民政府：\n"
        "为加强山塘管理，现提出如下意见：\n一、落实山塘管理责任。\n青岚省水利厅\n一九九四年六月三十日\n"
    )
    assert [issuer.name for issuer in notice.issuers] == ["青岚省人民政府办公厅"]
    assert notice.date is not None
    assert notice.date.iso == "1994-07-14"
    assert [annex.title for annex in notice.annexes] == ["关于加强山塘管理的意见"]
    assert notice.sections == ()


def test_contents_in_brackets_of_a_bulletin_are_no_title() -> None:
    notice = parse_text(
        "内部资料\n注意保存\n政务信息专报\n第63期\n（总第1127期）\n岚川市人民政府办公室    2015年11月20日\n\n【本期要目】\n"
        "● 云坪区破解融资难题\n"
        "● 柳坝镇推进美丽乡村建设\n\n云坪区破解融资难题\n今年以来，云坪区搭建平台、创新产品，累计发放贷款2.36亿元。\n（区金融办）\n"
    )
    assert title_of(notice) == "政务信息专报"
    assert [issuer.name for issuer in notice.issuers] == ["岚川市人民政府办公室"]
    assert notice.issue_number is not None
    assert (notice.issue_number.number, notice.issue_number.total) == (63, 1127)


def test_the_rows_of_a_telegram_are_no_recipients() -> None:
    notice = parse_text(
        "发  电  单  位：岚川市防汛抗旱指挥部\n签批盖章：周某某\n等级  特急·明电    岚汛旱电〔2022〕9号    岚机发 331 号\n\n"
        "关于做好强降雨防范工作的紧急通知\n\n各县（区）防汛抗旱指挥部：\n    请切实做好强降雨防范工作，确保安全。\n\n"
        "岚川市防汛抗旱指挥部\n2022年6月27日\n"
    )
    assert number_of(notice) == "岚汛旱电〔2022〕9号"
    assert notice.urgency is not None
    assert notice.urgency.text == "特急"
    assert names(notice) == ["各县（区）防汛抗旱指挥部"]


def test_a_row_about_a_party_is_no_recipient() -> None:
    notice = parse_text(
        "关于撤销设立登记的决定\n\n当事人：禾丰县鑫源商贸有限公司\n住所：禾丰县站前路88号\n\n"
        "经查，当事人提交虚假材料取得公司登记，本局决定撤销其设立登记。\n\n"
        "岚川市市场监督管理局\n2024年1月15日\n"
    )
    assert names(notice) == []


def test_labels_and_files_below_the_date_are_no_annex() -> None:
    notice = parse_text(
        "岚川市科学技术局关于申报项目的通知\n各县（区）科技局：\n　　请按时申报项目，逾期不予受理。\n附件：1.申报指南\n"
        "　　　2.诚信承诺书（略）\n岚川市科学技术局\n"
        "2023年2月14日\n联系单位及电话：市科技局计划科 0000-2211334\n附件下载：\n1.申报指南.docx\n2.诚信承诺书.doc\n"
    )
    assert notice.annexes == ()
    assert [(a.number, a.title, a.file) for a in notice.attachments] == [
        ("1", "申报指南", "申报指南.docx"),
        ("2", "诚信承诺书（略）", "诚信承诺书.doc"),
    ]


def test_a_first_heading_that_names_no_kind_is_no_title() -> None:
    notice = parse_text("柳坝镇小学维修工程磋商公告\n项目概况\n柳坝镇小学维修工程的供应商应在网上获取采购文件，并于2022年7月18日前提交。\n")
    assert title_of(notice) == "柳坝镇小学维修工程磋商公告"


def test_who_gives_a_bulletin_out_stands_above_its_name() -> None:
    notice = parse_text(
        "青岚省应急管理厅值班室\n每日值班信息\n第203期\n2022年7月22日\n一、天气情况\n预计未来24小时，全省以多云天气为主，气温平稳。\n"
    )
    assert title_of(notice) == "每日值班信息"
    assert [issuer.name for issuer in notice.issuers] == ["青岚省应急管理厅值班室"]


def test_the_editing_body_beside_the_date_is_no_title() -> None:
    notice = parse_text(
        "汛情简报\n\n2021年第14期\n\n岚川市防汛抗旱指挥部办公室编　　　　2021年7月22日\n\n强降雨防御情况\n\n"
        "　　7月20日以来，我市出现强降雨，各地积极应对，未发生人员伤亡。\n"
    )
    assert title_of(notice) == "强降雨防御情况"
    assert notice.date is not None
    assert notice.date.iso == "2021-07-22"


def test_recipients_that_lost_their_colon_are_not_joined_to_the_text_below() -> None:
    notice = parse_text(
        "关于印发管理细则的通知\n\n各街道办事处，区级各部门，高新区管委会\n\n"
        "《云坪区城市管理细则》已经区政府审议通过，现印发你们，请认真遵照执行。\n\n"
        "云坪区人民政府办公室\n\n2020年10月28日\n"
    )
    assert names(notice) == ["各街道办事处", "区级各部门", "高新区管委会"]


def test_the_bar_of_a_pages_frame_behind_a_title_makes_no_table() -> None:
    notice = parse_text(
        "岚川市卫生健康委关于印发工作要点的通知 |\n各县（市、区）卫生健康局、各处室：\n现将《工作要点》印发给你们，请认真执行。\n"
        "岚川市卫生健康委\n2017年2月22日\n"
    )
    assert title_of(notice) == "岚川市卫生健康委关于印发工作要点的通知"
    assert names(notice) == ["各县（市、区）卫生健康局", "各处室"]


def test_schools_and_unions_are_recipients() -> None:
    text = "县教育局函\n禾教函〔2021〕26号\n各科室、各学区，县直各学校，各镇中小学、幼儿园：\n一、请做好宣传工作，营造氛围。\n"
    assert names(parse_text(text)) == ["各科室", "各学区", "县直各学校", "各镇中小学、幼儿园"]  # 各 holds for both


def test_a_bare_date_in_figures_under_the_title_is_the_sites() -> None:
    notice = parse_text("会议简介\n2015-10-30\n[收藏][字号: ] [打印] [关闭]\n市政府常务会议每半月召开一次，由市长召集和主持。\n")
    assert notice.date is None


BODY = "　　请认真做好水闸巡查工作，确保安全度汛，有关情况及时报告。\n岚川市水务局\n2021年3月22日\n"


def test_a_row_under_an_unknown_label_does_not_end_the_sites_table() -> None:
    for row in ("公文时效:\n", "公文时效: | 有效 | 发布机构: | 市水务局 (市河长办) |\n", "主题归类: |\n", "文件时效:有效\n"):
        notice = parse_text(
            f"索引号: | LC-2021-0117 | 主题分类: | 水利 |\n{row}\n岚川市水务局关于做好水闸巡查工作的通知\n各县（区）水务局：\n{BODY}"
        )
        assert title_of(notice) == "岚川市水务局关于做好水闸巡查工作的通知"
        assert names(notice) == ["各县（区）水务局"]


def test_an_unknown_label_keeps_its_value_and_leaves_its_neighbours_theirs() -> None:
    notice = parse_text(f"发文机构: | 岚川市水务局 | 公文时效: | 有效 |\n关于做好水闸巡查工作的通知\n各镇人民政府：\n{BODY}")
    assert [(row.name, row.value) for row in notice.metadata] == [("发文机构", "岚川市水务局"), ("公文时效", "有效")]


def test_rows_with_bullets_on_top_are_the_sites_whatever_their_labels() -> None:
    notice = parse_text(
        "• 承办单位:岚川市人民政府\n  • 公报年份:2021\n  • 总号:67\n\n岚川市人民政府公报(2021年第2号)\n\n字号: 分享到:\n\n"
        f"市人民政府关于聘任咨询委员会委员的决定\n\n岚政发〔2021〕3号\n\n各县（区）人民政府：\n{BODY}"
    )
    assert title_of(notice) == "市人民政府关于聘任咨询委员会委员的决定"
    assert number_of(notice) == "岚政发〔2021〕3号"
    assert names(notice) == ["各县（区）人民政府"]


def test_a_stray_bar_above_the_title_hides_nothing() -> None:
    notice = parse_text(f"|\n岚川市水务局关于做好水闸巡查工作的通知\n岚水发〔2021〕16号\n各县（区）水务局：\n{BODY}")
    assert title_of(notice) == "岚川市水务局关于做好水闸巡查工作的通知"
    assert names(notice) == ["各县（区）水务局"]


def test_recipients_without_a_title_above_a_printed_text_keep_their_place() -> None:
    notice = parse_text(
        "各县（区）人民政府：\n　　现将《水闸巡查办法》印发给你们，请认真执行。\n岚川市水务局\n2021年3月22日\n"
        "关于水闸巡查的通知\n岚水发〔2020〕16号\n各镇人民政府：\n　　请遵照执行，并抓好落实，有关情况及时报告。\n"
    )
    assert names(notice) == ["各县（区）人民政府"]
    assert number_of(notice) is None


def test_the_path_of_a_page_may_go_on_below() -> None:
    notice = parse_text(f"您当前的位置:首页\n > 政府信息公开 > 部门文件\n关于做好水闸巡查工作的通知\n各镇人民政府：\n{BODY}")
    assert [issuer.name for issuer in notice.issuers] == ["岚川市水务局"]
    assert title_of(notice) == "关于做好水闸巡查工作的通知"


def test_number_and_date_share_a_line_under_the_title() -> None:
    for line, gone in (("岚政发〔2013〕99号  2013年4月25日", "\n"), ("2013年4月25日 岚政发〔2013〕99号", "\n")):
        notice = parse_text(f"岚川市人民政府关于水资源管理的意见\n\n{line}{gone}各县（市、区）人民政府：\n　　请认真贯彻执行，确保落实。\n")
        assert number_of(notice) == "岚政发〔2013〕99号"
        assert notice.date is not None
        assert notice.date.iso == "2013-04-25"


def test_date_and_body_share_a_line_under_the_title() -> None:
    notice = parse_text(
        "青岚省水利厅关于水闸管理问题的复函\n\n1964年2月10日，青岚省水利厅\n\n岚川市水利局：\n　　你局来函收悉，同意所请事项。\n"
    )
    assert notice.date is not None
    assert notice.date.iso == "1964-02-10"
    assert names(notice) == ["岚川市水利局"]


def test_a_body_alone_under_the_title_is_spoken_to_where_the_text_answers_it() -> None:
    notice = parse_text(
        "岚川市水务局关于河道清淤方案的批复\n\n禾丰县水务局\n\n　　你局《关于报送河道清淤方案的请示》收悉，经研究，同意所报方案。\n"
        "岚川市水务局\n2021年3月22日\n"
    )
    assert names(notice) == ["禾丰县水务局"]
    assert [issuer.name for issuer in notice.issuers] == ["岚川市水务局"]


def test_the_tail_of_a_title_in_brackets_is_joined_to_what_stands_above() -> None:
    notice = parse_text(
        "岚川市水务局关于《关于加强水闸\n\n巡查工作的建议》提案\n\n(第1006号)的办理意见\n\n"
        "方某某委员：\n　　您提出的提案收悉，现答复如下。\n"
    )
    assert title_of(notice) == "岚川市水务局关于《关于加强水闸巡查工作的建议》提案(第1006号)的办理意见"


def test_a_sites_button_below_the_copies_is_no_copy_and_who_handles_it_is_no_annex() -> None:
    notice = parse_text(
        "方某某代表：\n　　您提出的建议收悉，现答复如下，请予理解和支持。\n岚川市水务局\n2021年3月22日\n"
        "主管领导姓名:许某 联系电话:0000-6613208\n邮 政 编 码:430050\n抄送:市人大常委会代工委、市政府督查室\n扫一扫在手机上查看当前页面\n"
    )
    assert names(notice, "copy") == ["市人大常委会代工委", "市政府督查室"]
    assert [contact.phone for contact in notice.contacts] == ["0000-6613208"]


def test_a_whole_text_after_a_short_cue_of_a_news_page_is_the_notice() -> None:
    notice = parse_text(
        "岚川晚报整理，来源：市水务局网站。\n市水务局网站昨日发布通知，支持各镇整治水闸。详细内容请看以下通知全文。\n通知全文:\n"
        f"岚川市水务局关于做好水闸\n巡查工作的通知\n岚水发〔2021〕16号\n各县（区）水务局：\n{BODY}"
    )
    assert title_of(notice) == "岚川市水务局关于做好水闸巡查工作的通知"
    assert number_of(notice) == "岚水发〔2021〕16号"


def test_readings_without_tones_all_over_a_page_are_left_out() -> None:
    notice = parse_text(
        "岚川市教(jiao)育局(ju)关于开(kai)展征文活(huo)动的通知\n各(ge)县(市、区(qu))教(jiao)育(yu)局(ju)，市直各学(xue)校：\n"
        "　　为丰富校(xiao)园文化生(sheng)活，经研(yan)究，拟开展征(zheng)文活动，现将有关事项(xiang)通(tong)知(zhi)如下。\n"
    )
    assert title_of(notice) == "岚川市教育局关于开展征文活动的通知"
    assert names(notice) == ["各县(市、区)教育局", "市直各学校"]


def test_units_in_brackets_are_no_readings() -> None:
    notice = parse_text(f"关于河道长度的通报\n各镇人民政府：\n　　全市河道长度(km)、流量(an)、宽度(m)分别登记，请认真核对。\n{BODY}")
    assert "长度(km)、流量(an)、宽度(m)" in notice.text


def test_left_over_tags_of_paragraphs_part_lines() -> None:
    notice = parse_text(
        "<p>各镇人民政府：</p><p> 现将水闸名录印发给你们，请认真执行。</p><p style='text-align: right;'> 岚川市水务局</p>"
        "<p> 2018年3月27日</p><p> （此件公开发布）</p>\n"
    )
    assert [issuer.name for issuer in notice.issuers] == ["岚川市水务局"]
    assert notice.date is not None
    assert notice.date.iso == "2018-03-27"
    assert notice.remark is not None


def test_the_line_of_a_site_with_its_address_is_no_part_of_the_title() -> None:
    notice = parse_text(
        "当前位置: 首页>> 公文公报>> 部门文件\n\n岚川市政府网 www.example.gov.cn   2008年06月18日   来源：水务局\n\n"
        "岚川市水务局\n公　　告\n\n"
        "2008年第43号\n\n　　根据有关规定，现将有关事项公告如下，请遵照执行。\n"
    )
    assert title_of(notice) == "岚川市水务局公告"


def test_the_time_of_a_page_before_its_counter_does_not_end_the_head() -> None:
    notice = parse_text(
        "关于水闸管理章程制定情况的报告\n\n2014年04月04日 浏览次数:\n\n副局长方某某\n\n（2014年4月3日）\n\n　　一、背景与意义\n"
        "　　章程是依法管理的基本准则，有关规定提出了要求。\n"
    )
    assert notice.date is not None
    assert notice.date.iso == "2014-04-03"


def test_a_bracket_closed_but_not_opened_belongs_to_the_line_above() -> None:
    notice = parse_text(f"岚川市水务局\n\n关于公布涉企收费清单（\n\n2024年)的通知\n\n各有关单位：\n{BODY}")
    assert title_of(notice) == "岚川市水务局关于公布涉企收费清单（2024年)的通知"


def test_persons_spoken_to_as_a_whole_are_recipients() -> None:
    for name in ("尊敬的各位常务理事", "各位会员", "全体业主"):
        assert names(parse_text(f"关于召开年会的通知\n{name}：\n{BODY}")) == [name]


def test_the_rest_of_an_attachments_title_may_stand_behind_a_blank_line() -> None:
    notice = parse_text(
        "关于公布收费清单的通知\n各有关单位：\n　　现予公布，请认真执行。\n\n"
        "附件：1. 涉企收费清单动态调整\n\n情况说明\n\n2. 涉企收费清单\n\n"
        "岚川市水务局\n\n2024年12月6日\n"
    )
    assert [a.title for a in notice.attachments] == ["涉企收费清单动态调整情况说明", "涉企收费清单"]


def test_files_below_each_other_are_attachments_each() -> None:
    notice = parse_text(
        "各镇：\n　　现将通告转发给你们，请周知。\n附件：岚水函〔2016〕94号.pdf\n青水通〔2016〕4号.pdf\n岚川市水务局2016年4月20日\n"
    )
    assert [a.title for a in notice.attachments] == ["岚水函〔2016〕94号", "青水通〔2016〕4号"]


def test_an_item_that_begins_with_a_day_has_its_marker() -> None:
    notice = parse_text(
        "关于遴选工作的通知\n各单位：\n　　具体事项如下，请认真执行。\n1.采取自荐与推荐相结合的办法，由各单位审核，择优遴选。\n"
        "2.2019年3月29日前，各单位产生名单，报送市水务局。\n3、4月2日前，将结果公示三天，无异议的，下发文件。\n岚川市水务局\n2019年3月26日\n"
    )
    assert [section.marker for section in notice.sections] == ["1.", "2.", "3、"]


def test_the_buttons_of_a_site_below_the_date_are_no_annex() -> None:
    notice = parse_text(f"关于防范暴雨的通知\n各镇人民政府：\n{BODY}扫一扫在手机打开当前页\n微信\n手机APP\n")
    assert notice.annexes == ()
