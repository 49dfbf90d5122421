"""Lines as files break them: joined where they go on, cut where a document came on one line."""

from __future__ import annotations

from notice_parser import parse_text


def test_a_number_and_a_date_of_few_characters_a_line_are_joined() -> None:
    notice = parse_text(
        "岚川市分行文件\n岚银发\n〔2024〕\n11\n号\n中国人民银行岚川市分行关于做好金融服务工作的通知\n各县支行，市区各银行业\n金融机构：\n"
        "为做好金融服务工作，现就有关事项通知如下。\n中国人民银行岚川市分行\n2024年2月\n27日\n"
    )
    assert notice.document_number is not None
    assert notice.document_number.text == "岚银发〔2024〕11号"
    assert notice.date is not None
    assert notice.date.iso == "2024-02-27"
    assert [recipient.name for recipient in notice.recipients] == ["各县支行", "市区各银行业金融机构"]


def test_whole_names_on_their_own_lines_are_not_joined() -> None:
    notice = parse_text("关于报送材料的通知\n各县、区人民政府，市各部门\n岚川经开区管委会：\n　　请按时报送有关材料，逾期不予受理。\n")
    assert "市各部门\n岚川经开区管委会" in notice.text


def test_a_document_on_one_line_is_cut_where_its_lines_were() -> None:
    source = (
        "关于同意设立老年大学的批复 岚民复〔2021〕7号 岚川市老年教育协会： 你单位报来的《关于设立老年大学的请示》收悉。经审查，同意设立岚"
        "川青松老年大学。"
        " 此复 岚川市民政局 2021年5月20日"
    )
    notice = parse_text(source)
    assert notice.document_number is not None
    assert notice.document_number.text == "岚民复〔2021〕7号"
    assert [recipient.name for recipient in notice.recipients] == ["岚川市老年教育协会"]
    assert [issuer.name for issuer in notice.issuers] == ["岚川市民政局"]
    assert notice.date is not None
    assert notice.date.iso == "2021-05-20"


def test_spaces_within_the_words_of_one_line_cut_nothing() -> None:
    notice = parse_text("岚 川 市 水 务 局 关 于 开 展 河 湖 巡 查 的 通 知")
    assert "\n" not in notice.text


def test_artefact_spaces_go_from_an_indented_line_too() -> None:
    notice = parse_text("关于下达计划的通知\n    现下达 2022 年计划，共 35 项，请抓紧执行。\n")
    assert "现下达2022年计划，共35项" in notice.text


def test_left_over_tags_of_headings_and_links_are_no_text() -> None:
    notice = parse_text('<h1>岚川市水务局关于水质抽检结果的通告</h1>\n<p>附件：<a href="/1.xlsx">不合格单位名单</a></p>\n')
    assert notice.title is not None
    assert notice.title.text == "岚川市水务局关于水质抽检结果的通告"
    assert "<" not in notice.text
