"""DOCX: numbers written out, changes accepted, boxes and notes in place, tables with merged cells; damaged packages are read."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from builders import BODY, NUMBER, TITLE, TO, W, cell, docx, ofd, paragraph, zipped

from notice_parser import LoadError, parse
from notice_parser.load.docx import read_docx
from notice_parser.load.salvage import salvaged
from notice_parser.load.source import Grid, Paragraph

WIDE = '<w:gridSpan w:val="2"/>'
HEAD = paragraph(NUMBER, '<w:jc w:val="center"/>') + paragraph(TITLE, '<w:jc w:val="center"/>') + paragraph(TO) + paragraph(BODY)
END = paragraph("岚川市水务局", '<w:jc w:val="right"/>') + paragraph("2023年4月25日", '<w:jc w:val="right"/>')


def lines(data: bytes) -> list[str]:
    """The text lines of a DOCX."""
    return [block.text for block in read_docx(data, None)[0] if isinstance(block, Paragraph) and block.text]


def test_a_notice() -> None:
    notice = parse(docx(HEAD + END))
    assert notice.source.loader == "docx"
    assert notice.title is not None
    assert notice.title.text == TITLE
    assert notice.document_number is not None
    assert notice.document_number.text == NUMBER
    assert notice.date is not None
    assert notice.date.iso == "2023-04-25"
    assert [i.name for i in notice.issuers] == ["岚川市水务局"]


def test_automatic_numbers_are_written_out() -> None:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
        + level.format(0, "chineseCounting", "%1、")
        + level.format(1, "chineseCounting", "（%2）")
        + level.format(2, "decimal", "%1.%3")
        + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    number = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="7"/></w:numPr>'
    body = "".join(
        paragraph(text, number.format(depth))
        for depth, text in [(0, "总则"), (1, "目标"), (1, "任务"), (0, "附则"), (1, "解释"), (2, "施行")]
    )
    assert lines(docx(body, {"numbering.xml": numbering})) == [
        "一、总则",
        "（一）目标",
        "（二）任务",
        "二、附则",
        "（一）解释",
        "二.1 施行",
    ]


def test_changes_are_accepted_and_hidden_text_is_not_read() -> None:
    body = (
        "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del><w:ins><w:r><w:t>36</w:t></w:r></w:ins>"
        "<w:r><w:t>座</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>批注</w:t></w:r></w:p>"
    )
    assert lines(docx(body)) == ["共36座"]


def test_fields_show_their_result() -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = (
        "<w:p>"
        + field.format("begin")
        + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        + field.format("separate")
        + "<w:r><w:t>3</w:t></w:r>"
        f"{field.format('end')}<w:r><w:t>页</w:t></w:r></w:p>"
    )
    assert lines(docx(body)) == ["3页"]


def test_a_text_box_is_read_once_and_before_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('岚川市水务局文件')}</w:txbxContent>"
    ns = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = f"<w:p><w:r><mc:AlternateContent {ns}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    assert lines(docx(f"{body}<w:r><w:t>{NUMBER}</w:t></w:r></w:p>")) == ["岚川市水务局文件", NUMBER]


def test_footnotes_stand_behind_their_paragraph() -> None:
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("按同口径计算。")}</w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:t>增长3.2%</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert lines(docx(body + paragraph("下一段"), {"footnotes.xml": notes})) == ["增长3.2%", "[1] 按同口径计算。", "下一段"]


def test_merged_cells() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('县区', restart)}{cell('水库', WIDE)}</w:tr>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('', go_on)}{cell('大型')}{cell('小型')}</w:tr>"
        f"<w:tr>{cell('云坪区')}{cell('2')}{cell('31')}</w:tr></w:tbl>"
    )
    blocks, *_ = read_docx(docx(table), None)
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert grid.rows == (("县区", "水库", ""), ("", "大型", "小型"), ("云坪区", "2", "31"))
    assert grid.merged == ((0, 0, 2, 1), (0, 1, 1, 2))
    assert grid.n_header == 2
    (read,) = parse(docx(HEAD + table + END)).tables
    assert [c.name for c in read.columns] == ["县区", "水库/大型", "水库/小型"]
    assert read.rows == (("云坪区", 2, 31),)


def test_a_printing_block_set_in_a_table_is_lines() -> None:
    rows = [cell("抄送：市政府办公室。", WIDE), cell("岚川市水务局办公室") + cell("2023年4月26日印发")]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    notice = parse(docx(HEAD + END + table))
    assert not notice.tables
    assert [r.name for r in notice.recipients if r.role == "copy"] == ["市政府办公室"]
    assert notice.printed is not None
    assert notice.printed.iso == "2023-04-26"


def test_relations_that_lead_nowhere_and_strict_names_cost_no_text() -> None:
    members = {
        "_rels/.rels": '<R><Relationship Type="x/officeDocument" Target="NULL"/></R>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{HEAD}</w:body></w:document>',
    }
    assert TITLE in lines(zipped(members))
    assert TITLE in lines(docx(HEAD, namespace="http://purl.oclc.org/ooxml/wordprocessingml/main"))


def test_entities_are_neither_expanded_nor_fetched() -> None:
    bomb = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    document = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "甲"><!ENTITY x SYSTEM "file:///etc/passwd">{bomb}]>'
        f'<w:document xmlns:w="{W}"><w:body>{paragraph("前&x;&e11;后")}</w:body></w:document>'
    )
    try:
        text = "".join(lines(zipped({"word/document.xml": document})))
    except LoadError:
        return
    assert "root:" not in text
    assert len(text) < 1000


@pytest.mark.parametrize("form", ["docx", "ofd"])
def test_a_package_cut_anywhere_is_read_as_far_as_it_goes_or_refused(form: str) -> None:
    text = [paragraph(f"{n}、{BODY}") for n in range(60)]
    whole = docx("".join(text) + END) if form == "docx" else ofd([(20, 10.0 + 4 * n, f"{n}、{BODY}") for n in range(60)])
    said = parse(whole).text
    lengths = []
    for end in range(10, len(whole) - 1, 61):
        try:
            notice = parse(whole[:end])
        except LoadError:
            continue
        codes = {one.code for one in notice.diagnostics}
        assert "source.cut_off" in codes
        assert notice.review.level != "none"
        assert said.startswith(notice.text[:-12])  # what stands last may be cut in its middle
        lengths.append(len(notice.text))
    assert lengths == sorted(lengths)
    assert lengths[-1] == len(said)
    assert lengths[0] < len(said)


def test_members_are_salvaged_within_limits() -> None:
    members = {"word/document.xml": "字" * 50_000, "word/甲.xml": "乙" * 50_000, "空.xml": ""}
    data = zipped(members)
    for end in (len(data) - 30, len(data) // 2):
        found = salvaged(data[:end], 1 << 30, 100)
        assert found is not None
        with zipfile.ZipFile(BytesIO(found[0])) as package:
            for name in package.namelist():
                assert members[name].encode().startswith(package.read(name))
    assert salvaged(data[:40], 1 << 30, 100) is None
    assert salvaged(b"PK\x03\x04" * 5_000, 1 << 30, 100) is None
    small = salvaged(data[:-30], 1_000, 100)
    assert small is not None
    with zipfile.ZipFile(BytesIO(small[0])) as package:
        assert sum(info.file_size for info in package.infolist()) <= 1_000


def test_tables_within_tables_are_read_once() -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 60 + paragraph(TITLE) + "</w:tc></w:tr></w:tbl>" * 60
    assert parse(docx(nested + paragraph("各镇人民政府："))).text.count(TITLE) == 1


def test_automatic_numbers_count_on_through_a_table_that_only_sets_the_page() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = f"<w:tbl><w:tr><w:tc>{paragraph('甲项工作安排', item)}</w:tc></w:tr></w:tbl>" + paragraph("乙项工作安排", item)
    assert parse(docx(body, {"numbering.xml": numbering})).text.split("\n") == ["1.甲项工作安排", "2.乙项工作安排"]
