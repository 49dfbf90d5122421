"""The text of a DOCX as it is printed: changes accepted, fields, signs, formulas, hidden text, content controls, what is set in."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from builders import BODY, NUMBER, TITLE, TO, W, cell, docx, paragraph, whole_docx, xlsx, zipped

from notice_parser import parse
from notice_parser.load.docx import read_docx
from notice_parser.load.source import Grid, Paragraph

pytest.importorskip("lxml")

_MATHS = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def whole(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def field(instruction: str, result: str | None = None) -> str:
    shown = mark("separate") + result if result is not None else ""
    return mark("begin") + code(instruction) + shown + mark("end")


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def read(data: bytes) -> list[object]:
    """The text of each paragraph, the rows of each grid."""
    return [block.text if isinstance(block, Paragraph) else block.rows for block in read_docx(data, None).blocks]


def styles(*each: str) -> str:
    return f'<w:styles xmlns:w="{W}">{"".join(each)}</w:styles>'


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        # the mark of the first paragraph was deleted: both are one
        (whole(run("共检查水闸"), '<w:rPr><w:del w:id="1"/></w:rPr>') + paragraph("34座。"), ["共检查水闸34座。"]),
        # a paragraph deleted as a whole leaves nothing
        (
            paragraph("一")
            + whole("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", '<w:rPr><w:del w:id="1"/></w:rPr>')
            + paragraph("二"),
            ["一", "二"],
        ),
        (paragraph("一") + whole("<w:del/>", '<w:rPr><w:del w:id="1"/></w:rPr>') + table(cell("甲") + cell("乙")), ["一", (("甲", "乙"),)]),
        # what was moved stands where it went
        (
            whole(f"<w:moveFrom>{run('移')}</w:moveFrom>", '<w:rPr><w:moveFrom w:id="1"/></w:rPr>')
            + paragraph("留")
            + whole(f"<w:moveTo>{run('移')}</w:moveTo>"),
            ["留", "移"],
        ),
        (whole(run("岚"), '<w:framePr w:dropCap="drop"/>') + paragraph("川市水务局"), ["岚川市水务局"]),
    ],
)
def test_tracked_paragraph_marks(body: str, wanted: list[object]) -> None:
    assert read(docx(body)) == wanted


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        (run("第") + field("PAGE", run("3")) + run("页"), "第3页"),
        (run("见") + field("IF " + "x", field("REF a", run("第三条"))), "见第三条"),
        (mark("begin") + code("IF ") + field("PAGE", run("9")) + code("=3") + mark("separate") + run("三") + mark("end"), "三"),
        (f'{run("第")}<w:fldSimple w:instr="PAGE">{run("2")}</w:fldSimple>{run("页")}', "第2页"),
        (field("eq \\o\\ac(○,3)") + run("工作"), "③工作"),
        (field("EQ\\o\\ac(□,√)") + run("同意"), "☑同意"),
        (run("完成") + field(" EQ \\f(2,3) "), "完成2/3"),
        (field('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(chāi),拆)') + run("迁"), "拆迁"),
        (field('SYMBOL 177 \\f "Symbol" \\s 12') + run("5"), "±5"),
        (field("FORMCHECKBOX") + run("同意"), "同意"),
        (mark("begin") + code("REF") + run("没有结尾的域"), "没有结尾的域"),
        (run("甲") + mark("end") + run("乙"), "甲乙"),
    ],
)
def test_fields_print_their_result_or_what_their_code_says(inner: str, wanted: str) -> None:
    assert read(docx(whole(inner) + paragraph("下一段"))) == [wanted, "下一段"]


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="00A3"/></w:r>', "□"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "□"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run("95%"), "≥95%"),
        ('<w:r><w:sym w:font="Symbol" w:char="x"/></w:r>' + run("95%"), "95%"),
        (run("R", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>') + run("R"), "☑R"),
        (run("\uf0fe"), "☑"),
        (f"{run('甲')}<w:r><w:softHyphen/></w:r>{run('乙')}<w:r><w:noBreakHyphen/></w:r>{run('丙')}", "甲乙-丙"),
        (f"<w:r><w:ruby><w:rt>{run('chāi')}</w:rt><w:rubyBase>{run('拆')}</w:rubyBase></w:ruby></w:r>{run('迁')}", "拆迁"),
        (f"<w:smartTag>{run('岚川')}<w:smartTag>{run('市')}</w:smartTag></w:smartTag>", "岚川市"),
        (
            run("860m") + run("2", '<w:vertAlign w:val="superscript"/>') + run("，CO") + run("2", '<w:vertAlign w:val="subscript"/>'),
            "860m²，CO2",
        ),
        (run("gb/t", "<w:caps/>") + run(" a", '<w:caps w:val="0"/>'), "GB/T a"),
        (run("甲") + run("批注", "<w:vanish/>") + run("乙", '<w:vanish w:val="0"/>'), "甲乙"),
        (run("甲") + run("批注", '<w:rStyle w:val="hidden"/>') + run("乙", '<w:rStyle w:val="hidden"/><w:vanish w:val="0"/>'), "甲乙"),
    ],
)
def test_signs_and_hidden_text(inner: str, wanted: str) -> None:
    hidden = styles('<w:style w:type="character" w:styleId="hidden"><w:rPr><w:vanish/></w:rPr></w:style>')
    assert read(docx(whole(inner), {"styles.xml": hidden})) == [wanted]


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        (
            "<m:f><m:num><m:r><m:t>实到</m:t></m:r></m:num><m:den><m:r><m:t>应到</m:t></m:r></m:den></m:f><m:r><m:t>×100%</m:t></m:r>",
            "实到/应到×100%",
        ),
        (
            "<m:f><m:num><m:r><m:t>甲+乙</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>",
            "(甲+乙)/2",
        ),
        ('<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e><m:r><m:t>甲</m:t></m:r></m:e></m:d>', "[甲]"),
        ("<m:rad><m:deg/><m:e><m:r><m:t>2</m:t></m:r></m:e></m:rad>", "√2"),
    ],
)
def test_formulas_are_read_in_a_line(formula: str, wanted: str) -> None:
    assert read(docx(whole(f"<m:oMath {_MATHS}>{formula}</m:oMath>"))) == [wanted]


def test_a_content_control_that_was_not_filled_in_is_no_text() -> None:
    empty = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    filled = "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = empty.format(paragraph("单击此处输入文字。")) + filled.format(paragraph("甲")) + whole(run("乙") + empty.format(run("选择")))
    assert read(docx(body)) == ["甲", "乙"]


def test_a_letterhead_that_is_drawn_is_read_and_a_watermark_is_not() -> None:
    drawn = '<w:r><w:pict><v:shape {} id="{}"><v:textpath string="{}"/></v:shape></w:pict></w:r>'
    body = whole(drawn.format(_VML, "Picture 1", "岚川市水务局文件") + drawn.format(_VML, "PowerPlusWaterMarkObject1", "内部资料"))
    notice = parse(docx(body + paragraph(NUMBER) + paragraph(TITLE) + paragraph(TO) + paragraph(BODY)))
    assert notice.text.startswith("岚川市水务局文件\n")
    assert "内部资料" not in notice.text
    assert [one.evidence for one in notice.issuers] == ["letterhead"]


def test_cells_merged_across_deleted_and_with_notes() -> None:
    across = cell("县区") + cell("水库", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("计")
    body = table(across, cell("云坪区") + cell("1") + cell("2") + cell("3"))
    (grid,) = (block for block in read_docx(docx(body), None).blocks if isinstance(block, Grid))
    assert grid.rows == (("县区", "水库", "", "计"), ("云坪区", "1", "2", "3"))
    assert grid.merged == ((0, 1, 1, 2),)
    assert read(docx(table(cell("县区") + cell("水库"), cell("云坪区") + cell("1") + cell("2", '<w:cellDel w:id="3"/>')))) == [
        (("县区", "水库"), ("云坪区", "1"))
    ]
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("按同口径计算。")}</w:footnote></w:footnotes>'
    called = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    noted = f"<w:tc>{whole(run('31') + called)}</w:tc>"
    assert read(docx(table(cell("县区") + cell("水库"), cell("云坪区") + noted), {"footnotes.xml": notes})) == [
        (("县区", "水库"), ("云坪区", "31")),
        "[1] 按同口径计算。",
    ]


def test_a_table_whose_text_stands_in_tables_within_it_only_sets_the_page() -> None:
    inner = table(cell("县区") + cell("水库"), cell("云坪区") + cell("31"))
    outer = table(f"<w:tc>{paragraph('左栏')}</w:tc><w:tc>{inner}{paragraph('')}</w:tc>")
    assert read(docx(outer)) == ["左栏", (("县区", "水库"), ("云坪区", "31")), ""]
    form = table(cell("单位名称") + cell("岚川市水务局"), cell("基本情况说明如下") + f"<w:tc>{table(cell('甲') + cell('乙'))}</w:tc>")
    assert read(docx(form)) == [(("单位名称", "岚川市水务局"), ("基本情况说明如下", "甲 乙"))]


# -- packages


def related(body: str, members: dict[str, tuple[str, str | bytes]]) -> bytes:
    """A DOCX whose relations lead to these members: by id, with kind and content; ``word/`` is left out of their names."""
    with zipfile.ZipFile(BytesIO(docx(body))) as package:
        content = {name: package.read(name) for name in package.namelist()}
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{name}"/>' for n, (name, (kind, _)) in enumerate(members.items(), 1)
    )
    links = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    return zipped(
        content | {"word/_rels/document.xml.rels": links} | {f"word/{name}": made for name, (_, made) in members.items() if name != "NULL"}
    )


_NUMBERING = (
    '<w:numbering xmlns:w="{}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_ITEM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def test_parts_are_found_by_relations_and_in_the_strict_namespace() -> None:
    item = paragraph("总则", _ITEM)
    assert read(related(item, {"numbering2.xml": ("numbering", _NUMBERING.format(W))})) == ["一、总则"]
    assert read(related(item, {"NULL": ("numbering", "")})) == ["总则"]
    assert read(docx(item, {"numbering.xml": _NUMBERING.format(_STRICT)}, namespace=_STRICT)) == ["一、总则"]


def test_a_damaged_part_costs_what_it_holds_and_is_told() -> None:
    head = paragraph(NUMBER) + paragraph(TITLE) + paragraph(TO) + paragraph(BODY)
    whole_file = whole_docx(head, {"styles.xml": styles(), "numbering.xml": _NUMBERING.format(W)})
    with zipfile.ZipFile(BytesIO(whole_file)) as package:
        info = package.getinfo("word/numbering.xml")
        start = info.header_offset + 30 + len(info.filename)
    broken = bytearray(whole_file)
    broken[start : start + 8] = b"\xff" * 8
    notice = parse(bytes(broken))
    assert notice.title is not None
    assert [d.params for d in notice.diagnostics if d.code == "source.part_damaged"] == [{"name": "word/numbering.xml"}]


def test_a_part_whose_check_sum_differs_is_read_and_told() -> None:
    head = paragraph(NUMBER) + paragraph(TITLE) + paragraph(TO) + paragraph(BODY)
    stored = BytesIO()
    with zipfile.ZipFile(BytesIO(docx(head))) as package, zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as made:
        for name in package.namelist():
            made.writestr(name, package.read(name))
    changed = stored.getvalue().replace("24小时".encode(), "12小时".encode())
    notice = parse(changed)
    assert notice.title is not None
    assert notice.title.text == TITLE
    assert "source.part_damaged" in {d.code for d in notice.diagnostics}
    assert notice.review.level == "look"


def test_chunks_and_objects_are_read_in_their_place() -> None:
    chunk = f'<w:altChunk xmlns:r="{_RELATIONS}" r:id="r1"/>'
    words = "网页里的一段话，说明值守的安排。"
    in_rtf = "".join(f"\\u{ord(c)} " for c in words).encode()
    for made in (f"<html><body><p>{words}</p></body></html>", docx(paragraph(words)), b"{\\rtf1\\ansi\\uc0 " + in_rtf + b"}"):
        body = paragraph("前") + chunk + paragraph("后")
        assert read(related(body, {"chunk.dat": ("aFChunk", made)})) == ["前", words, "后"]
    drawn = f'<w:r><w:object><o:OLEObject xmlns:o="o" xmlns:r="{_RELATIONS}" {{}} ProgID="Excel.Sheet.12" r:id="r1"/></w:object></w:r>'
    rows = [
        '<row r="1"><c t="inlineStr"><is><t>县区</t></is></c><c t="inlineStr"><is><t>水库</t></is></c></row>',
        '<row r="2"><c t="inlineStr"><is><t>云坪区</t></is></c><c><v>31</v></c></row>',
    ]
    sheet = xlsx(rows)
    body = whole(drawn.format('DrawAspect="Content"')) + paragraph("后")
    assert read(related(body, {"embeddings/a.xlsx": ("package", sheet)})) == ["", "值守", (("县区", "水库"), ("云坪区", "31")), "后"]
    hides = xlsx([*rows, '<row r="3" hidden="1"><c t="inlineStr"><is><t>南渡镇</t></is></c></row>'])
    told = read_docx(related(body, {"embeddings/a.xlsx": ("package", hides)}), None).diagnostics
    assert [(d.code, d.params) for d in told] == [("source.hidden_cells", {"sheets": 0, "rows": 1, "columns": 0})]
    as_icon = whole(drawn.format('DrawAspect="Icon"')) + paragraph("后")
    assert read(related(as_icon, {"embeddings/a.xlsx": ("package", sheet)})) == ["", "后"]
    unknown = read_docx(related(body, {"embeddings/a.bin": ("oleObject", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))}), None)
    assert [d.code for d in unknown.diagnostics] == ["source.part_unread"]


def test_a_document_that_holds_itself_ends() -> None:
    chunk = f'<w:altChunk xmlns:r="{_RELATIONS}" r:id="r1"/>'
    inner = docx(paragraph("甲"))
    for _ in range(6):
        inner = related(paragraph("甲") + chunk, {"a.docx": ("aFChunk", inner)})
    assert len(read(inner)) < 6


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike w:val='1'/>"])
def test_what_is_struck_out_is_no_part_of_a_figure(mark: str) -> None:
    def run(text: str, mark: str = "") -> str:
        return f"<w:r><w:rPr>{mark}</w:rPr><w:t>{text}</w:t></w:r>"

    notice = parse(docx(f"<w:p>{run('全市共巡查水库')}{run('35', mark)}{run('128座。')}</w:p>"))
    assert notice.text == "全市共巡查水库128座。"
    assert [one.params["count"] for one in notice.diagnostics if one.code == "source.struck_out"] == [2]
    assert parse(docx(f"<w:p>{run('全市共巡查水库128座。', mark)}</w:p>")).text == "全市共巡查水库128座。"  # all of it: it was repealed
    off = mark.replace("w:strike/", "w:strike w:val='0'/").replace("'1'", "'0'")
    assert parse(docx(f"<w:p>{run('水库')}{run('35', off)}{run('座。')}</w:p>")).text == "水库35座。"


STRIKES = styles(
    '<w:style w:type="character" w:styleId="away"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="old"><w:rPr><w:dstrike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="older"><w:basedOn w:val="old"/></w:style>'
)


@pytest.mark.parametrize(
    ("of_paragraph", "of_run", "kept"),
    [
        ("", '<w:rStyle w:val="away"/>', False),
        ('<w:pStyle w:val="old"/>', "", False),
        ('<w:pStyle w:val="older"/>', "", False),
        ('<w:pStyle w:val="older"/>', '<w:dstrike w:val="0"/>', True),
        ("", '<w:rStyle w:val="away"/><w:strike w:val="off"/>', True),
    ],
)
def test_a_style_strikes_out_in_the_text_and_in_its_notes(of_paragraph: str, of_run: str, kept: bool) -> None:
    old = f"<w:p><w:pPr>{of_paragraph}</w:pPr><w:r><w:rPr>{of_run}</w:rPr><w:t>水库35座。</w:t></w:r></w:p>"
    body = '<w:p><w:r><w:t>全市共巡查水库128座。</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("按同口径计算。")}{old}</w:footnote></w:footnotes>'
    notice = parse(docx(body + old, {"footnotes.xml": notes, "styles.xml": STRIKES}))
    assert notice.text.count("35") == (2 if kept else 0)
    assert ("source.struck_out" in {one.code for one in notice.diagnostics}) is not kept


@pytest.mark.parametrize(
    "away",
    [
        "<w:r><w:rPr><w:vanish/><w:strike/></w:rPr><w:t>{0}</w:t></w:r>",
        "<w:moveFrom w:id='1'><w:r><w:rPr><w:strike/></w:rPr><w:t>{0}</w:t></w:r></w:moveFrom>",
    ],
)
def test_what_is_no_text_weighs_nothing_beside_what_is_struck_out(away: str) -> None:
    def run(text: str, mark: str = "") -> str:
        return f"<w:r><w:rPr>{mark}</w:rPr><w:t>{text}</w:t></w:r>"

    long = away.format("这一段说的是以前的情况，今年已经不再统计，请勿引用。")
    assert parse(docx(f"<w:p>{long}{run('巡查水库')}{run('35', '<w:strike/>')}{run('128座。')}</w:p>")).text == "巡查水库128座。"
    whole = long.replace("<w:strike/>", "")
    assert parse(docx(f"<w:p>{whole}{run('巡查水库128座。', '<w:strike/>')}</w:p>")).text == "巡查水库128座。"
