"""Automatic numbers of a DOCX: the levels of Chinese papers, restarts, levels by style, lists that take their levels from elsewhere."""

from __future__ import annotations

import pytest
from builders import W, cell, docx, paragraph

from notice_parser.load import office
from notice_parser.load.docx import read_docx
from notice_parser.load.source import Grid, Paragraph

pytest.importorskip("lxml")

_ONE = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def level(depth: int, form: str, text: str, extra: str = "", *, suffix: str = "nothing", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}<w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, lists: str = _ONE) -> str:
    return f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{lists}</w:numbering>'


def item(text: str, depth: int | None, number: int | None = 1, style: str | None = None) -> str:
    said = f'<w:pStyle w:val="{style}"/>' if style is not None else ""
    said += "<w:numPr>" if depth is not None or number is not None else ""
    said += f'<w:ilvl w:val="{depth}"/>' if depth is not None else ""
    said += f'<w:numId w:val="{number}"/>' if number is not None else ""
    return paragraph(text, said + ("</w:numPr>" if depth is not None or number is not None else ""))


def style(name: str, inner: str = "", *, based: str | None = None, kind: str = "paragraph") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{on}<w:pPr>{inner}</w:pPr></w:style>'


def read(body: str, numbers: str, styles: str = "") -> list[str]:
    data = docx(body, {"numbering.xml": numbers, "styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>'})
    return [getattr(block, "text", "") for block in read_docx(data, None).blocks]


PAPER = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "（%4）")
    + level(4, "decimalEnclosedCircle", "%5")
)
_IN_LIST = '<w:numPr><w:numId w:val="1"/></w:numPr>'


def test_the_levels_of_a_paper() -> None:
    depths = (0, 1, 2, 3, 4, 4, 1, 0, 2)
    marks = ("一、", "（一）", "1.", "（1）", "①", "②", "（二）", "二、", "1.")
    body = "".join(item("甲", depth) for depth in depths)
    assert read(body, numbering(PAPER)) == [f"{mark}甲" for mark in marks]


def test_articles_count_on_through_chapters() -> None:
    levels = level(0, "chineseCounting", "第%1章", suffix="space") + level(
        1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>', suffix="space"
    )
    body = "".join(item("甲", depth) for depth in (0, 1, 1, 0, 1))
    assert read(body, numbering(levels)) == ["第一章 甲", "第一条 甲", "第二条 甲", "第二章 甲", "第三条 甲"]


def test_a_level_that_a_given_one_begins_anew() -> None:
    levels = level(0, "decimal", "编%1") + level(1, "decimal", "章%2") + level(2, "decimal", "条%3", '<w:lvlRestart w:val="1"/>')
    body = "".join(item("", depth).replace("></w:t>", ">甲</w:t>") for depth in (0, 1, 2, 1, 2, 0, 1, 2))
    assert read(body, numbering(levels)) == ["编1甲", "章1甲", "条1甲", "章2甲", "条2甲", "编2甲", "章1甲", "条1甲"]


@pytest.mark.parametrize(
    ("levels", "depths", "wanted"),
    [
        (level(0, "ideographTraditional", "%1、"), (0, 0), ["甲、", "乙、"]),
        (level(0, "decimal", "%1.", start=0), (0, 0), ["0.", "1."]),
        (level(0, "chineseCounting", "%1、", start=3), (0, 0), ["三、", "四、"]),
        (
            level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3"),
            (0, 1, 1, 2),
            ["1 ", "1.1 ", "1.2 ", "1.2.1 "],
        ),
        (level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>"), (0, 1), ["第一章 ", "1.1 "]),
        (level(0, "upperLetter", "%1)") + level(1, "lowerRoman", "%2."), (0, 1, 1, 0), ["A)", "i.", "ii.", "B)"]),
    ],
)
def test_forms_and_starts(levels: str, depths: tuple[int, ...], wanted: list[str]) -> None:
    levels = levels.replace('<w:suff w:val="nothing"/>', '<w:suff w:val="space"/>')
    assert read("".join(item("子", depth) for depth in depths), numbering(levels)) == [f"{mark}子" for mark in wanted]


def test_a_number_format_of_ones_own() -> None:
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    form = (
        f'<mc:AlternateContent {names}><mc:Choice><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    levels = f'<w:lvl w:ilvl="0">{form}<w:suff w:val="space"/><w:lvlText w:val="%1"/></w:lvl>'
    assert read(item("甲", 0) + item("乙", 0), numbering(levels)) == ["001 甲", "002 乙"]


def test_levels_by_style() -> None:
    levels = level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>') + level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>')
    styles = style("H1", _IN_LIST) + style("H2", _IN_LIST) + style("H3", based="H2")
    names = ("H1", "H2", "H2", "H1", "H2")
    body = "".join(item("甲", None, None, name) for name in names)
    assert read(body, numbering(levels), styles) == ["一、甲", "（一）甲", "（二）甲", "二、甲", "（一）甲"]
    # a paragraph may say its level and leave the list to its style, or leave the list
    body = item("甲", None, None, "H1") + item("乙", 1, None, "H1") + item("丙", None, 0, "H1") + item("丁", None, None, "H1")
    assert read(body, numbering(levels), styles) == ["一、甲", "（一）乙", "丙", "二、丁"]


def test_lists_that_begin_anew_or_change_a_level() -> None:
    second = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = item("甲", 2) + item("乙", 2) + item("丙", 2, 2) + item("丁", 2, 2)
    assert read(body, numbering(PAPER, _ONE + second)) == ["1.甲", "2.乙", "1.丙", "2.丁"]
    own = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        + level(0, "decimal", "%1）")
        + "</w:lvlOverride></w:num>"
    )
    assert read(item("甲", 0) + item("乙", 0, 2) + item("丙", 0, 2), numbering(PAPER, _ONE + own)) == ["一、甲", "1）乙", "2）丙"]


def test_a_list_that_takes_its_levels_from_a_style() -> None:
    numbers = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="LS"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="3"><w:styleLink w:val="LS"/>{PAPER}</w:abstractNum>{_ONE}'
        '<w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )
    styles = style("LS", '<w:numPr><w:numId w:val="5"/></w:numPr>', kind="numbering")
    assert read(item("甲", 0) + item("乙", 1), numbers, styles) == ["一、甲", "（一）乙"]


def test_the_number_stands_before_the_first_words() -> None:
    body = item("甲", 0).replace("<w:r>", "<w:r><w:br/>", 1)
    assert read(body + item("", 0) + item("乙", 0), numbering(PAPER)) == ["", "一、甲", "", "三、乙"]


def test_a_column_that_counts_by_itself() -> None:
    numbered = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    rows = "".join(f"<w:tr><w:tc>{numbered}</w:tc>{cell(name)}</w:tr>" for name in ("南渡镇", "柳坝镇"))
    made = docx(f"<w:tbl>{rows}</w:tbl>{numbered}{paragraph('说明')}", {"numbering.xml": numbering(level(0, "decimal", "%1"))})
    blocks = read_docx(made, None).blocks
    assert [block.rows for block in blocks if isinstance(block, Grid)] == [(("1", "南渡镇"), ("2", "柳坝镇"))]
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["", "说明"]


@pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_the_same_numbers() -> None:
    from builders import whole_docx

    body = "".join(item(f"甲{n}", depth) for n, depth in enumerate((0, 1, 2, 3, 4, 4, 2, 1, 3, 0, 2, 1)))
    made = whole_docx(body, {"numbering.xml": numbering(PAPER)})
    text = office.convert(made, ".docx", None, "txt:Text (encoded):UTF8")
    assert text is not None
    printed = ["".join(line.split()) for line in text.decode("utf-8-sig").split("\n") if line.strip()]
    assert printed == [getattr(block, "text", "") for block in read_docx(made, None).blocks]
