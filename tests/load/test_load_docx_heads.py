"""The head and the foot of a notice that an office sets into the page header and footer of a DOCX."""

from __future__ import annotations

import pytest
from builders import BODY, NUMBER, TITLE, TO, W, paragraph, whole_docx

from notice_parser import Notice, parse

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXT = "".join(map(paragraph, (NUMBER, TITLE, TO, BODY, "岚川市水务局", "2023年4月25日")))


def headed(header: str, footer: str = "", *, own: bool = False, body: str = TEXT) -> Notice:
    """The notice of a DOCX with this page header and footer; ``own``: the header is the first page's."""
    kind = "first" if own else "default"
    section = (
        f'<w:sectPr><w:headerReference xmlns:r="{R}" w:type="{kind}" r:id="r0"/>'
        f'<w:footerReference xmlns:r="{R}" w:type="default" r:id="r1"/>'
        f"{'<w:titlePg/>' if own else ''}</w:sectPr>"
    )
    parts = {"header.xml": f'<w:hdr xmlns:w="{W}">{header}</w:hdr>', "footer.xml": f'<w:ftr xmlns:w="{W}">{footer}</w:ftr>'}
    return parse(whole_docx(body + section, parts))


@pytest.mark.parametrize("lines", [("000012", "机密★5年", "特急"), ("000012　　　机密★5年", "特　急")])
def test_the_marks_of_a_head_in_the_page_header_are_read(lines: tuple[str, ...]) -> None:
    notice = headed("".join(map(paragraph, lines)))
    assert notice.copy_number is not None
    assert notice.copy_number.text == "000012"
    assert notice.security is not None
    assert notice.security.text == "机密★5年"
    assert notice.urgency is not None
    assert notice.urgency.text == "特急"
    assert notice.title is not None
    assert notice.title.text == TITLE


def test_the_letterhead_in_the_page_header_is_read_once() -> None:
    notice = headed(paragraph("岚川市水务局文件"))
    assert notice.text.splitlines()[0] == "岚川市水务局文件"
    assert [one.name for one in notice.issuers] == ["岚川市水务局"]
    twice = headed(paragraph("岚川市水务局文件"), body=paragraph("岚川市水务局 文件") + TEXT)
    assert twice.text.count("文件") == 1


def test_the_foot_in_the_page_footer_is_read() -> None:
    notice = headed(
        "", paragraph("抄送：市财政局，市应急局。") + paragraph("岚川市水务局办公室　　　　2023年4月26日印发") + paragraph("— 1 —")
    )
    assert [(one.name, one.role) for one in notice.recipients if one.role == "copy"] == [("市财政局", "copy"), ("市应急局", "copy")]
    assert notice.printed is not None
    assert notice.printed.iso == "2023-04-26"
    assert "— 1 —" not in notice.text


@pytest.mark.parametrize("line", ["岚川市水务局", "水库巡查情况 2023年第4期", "— 1 —", "第1页 共3页", "岚川市水务局文件汇编（2023）"])
def test_a_running_head_is_no_text(line: str) -> None:
    notice = headed(paragraph(line), paragraph(line))
    assert notice.text == headed("").text


def test_a_header_that_the_first_page_has_for_itself_is_text() -> None:
    assert headed(paragraph("内部资料　注意保存"), own=True).text.splitlines()[0].startswith("内部资料")
    assert headed(paragraph("内部资料　注意保存")).text.splitlines()[0] == NUMBER


def test_a_header_that_is_not_there_costs_nothing() -> None:
    section = f'<w:sectPr><w:headerReference xmlns:r="{R}" w:type="default" r:id="r9"/></w:sectPr>'
    assert parse(whole_docx(TEXT + section, {})).text == parse(whole_docx(TEXT, {})).text
