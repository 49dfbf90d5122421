"""OFD, sheets, RTF, DOC: one notice and one table in each."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest
from builders import BODY, NUMBER, TITLE, TO, check_deep, check_plan, compound, doc, ofd, xlsx, zipped

from notice_parser import LoadError, Notice, parse
from notice_parser.load import load
from notice_parser.load.cell_format import print_cell
from notice_parser.load.numbering import write_number
from notice_parser.load.source import Grid, Paragraph

PAGE = [
    (70.0, 30.0, NUMBER),
    (48.0, 50.0, TITLE),
    (28.0, 70.0, TO),
    (39.0, 80.0, "现将汛期值守有关事项通知如下。各单位要落实24小"),
    (28.0, 90.0, "时值班制度，领导干部要到岗带班，遇有险情要立即报告，"),
    (28.0, 100.0, "不得迟报、漏报、瞒报。"),
    (130.0, 120.0, "岚川市水务局"),
    (130.0, 130.0, "2023年4月25日"),
]
IN_TABLE = struct.pack("<HB", 0x2416, 1)
ROW_END = IN_TABLE + struct.pack("<HB", 0x2417, 1)
CENTRED, TO_RIGHT = struct.pack("<HB", 0x2461, 1), struct.pack("<HB", 0x2461, 2)


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own readers are tried here, whatever is installed."""
    monkeypatch.setattr("notice_parser.load.office.find_office", lambda: None)


def check_head(notice: Notice) -> None:
    """The head of the notice is the one that all these files hold."""
    assert notice.title is not None
    assert notice.title.text == TITLE
    assert notice.document_number is not None
    assert notice.document_number.text == NUMBER
    assert [r.name for r in notice.recipients] == ["各县（市、区）水务局"]
    assert notice.date is not None
    assert notice.date.iso == "2023-04-25"


@pytest.mark.parametrize("by_character", [False, True])
def test_ofd(by_character: bool) -> None:
    notice = parse(ofd(PAGE, by_character=by_character))
    check_head(notice)
    assert notice.source.media_type == "application/ofd"
    assert notice.source.n_pages == 1


def test_the_rules_of_an_ofd_page_are_seen() -> None:
    source = load(ofd(PAGE, ["20 110 190 110", "20 120 190 120", "20 110 20 120"]))
    (sheet,) = source.sheets
    assert len(sheet.across) == 2
    assert len(sheet.down) == 1


def test_files_attached_to_an_ofd_are_named() -> None:
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    data = ofd(PAGE)
    with zipfile.ZipFile(BytesIO(data)) as package:
        members: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    document = members["Doc_0/Document.xml"]
    assert isinstance(document, bytes)
    listed = b"<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>"
    members["Doc_0/Document.xml"] = document.replace(b"</ofd:Document>", listed)
    members["Doc_0/Attachs/Attachments.xml"] = (
        f'<ofd:Attachments {ns}><ofd:Attachment ID="1" Name="值守安排.xlsx" Format="xlsx"/>'
        '<ofd:Attachment ID="2" Name="original_invoice" Visible="false"/></ofd:Attachments>'
    )
    told = [d.params for d in load(zipped(members)).diagnostics if d.code == "source.part_unread"]
    assert told == [{"name": "值守安排.xlsx"}]


def test_glyphs_without_characters_are_counted() -> None:
    data = ofd([(20.0, 20.0, "\ue000\ue001\ue002"), (20.0, 40.0, "可读")])
    assert "pdf.unreadable" in {d.code for d in parse(data).diagnostics}


def test_sheet() -> None:
    text = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    rows = [
        '<row r="1">' + text.format("A1", "水库蓄水情况表") + "</row>",
        '<row r="2">' + text.format("A2", "县区") + text.format("B2", "蓄水率") + text.format("C2", "日期") + "</row>",
        '<row r="3">' + text.format("A3", "云坪区") + '<c r="B3" s="1"><v>0.7215</v></c><c r="C3" s="2"><v>45041</v></c></row>',
        '<row r="4" hidden="1">' + text.format("A4", "隐藏行") + '<c r="B4" s="1"><v>0.5</v></c></row>',
        '<row r="5">' + text.format("A5", "禾丰县") + '<c r="B5" s="1"><v>0.8</v></c><c r="C5" s="2"><v>45042</v></c></row>',
    ]
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="31"/></cellXfs>'
    merged = '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
    (table,) = parse(xlsx(rows, merged=merged, styles=styles)).tables
    assert table.caption == "水库蓄水情况表"
    assert [c.name for c in table.columns] == ["县区", "蓄水率", "日期"]
    assert table.raw == (("云坪区", "72.15%", "2023年4月25日"), ("禾丰县", "80.00%", "2023年4月26日"))
    assert table.parts[0].method == "sheet"


def test_hidden_sheets_are_left_out() -> None:
    data = xlsx(['<row r="1"><c r="A1"><v>1</v></c></row>'], sheets='<sheet name="底稿" state="hidden" r:id="r1"/>')
    assert load(data).blocks == ()


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (0.9995, "0.00%", "99.95%"),
        (12, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-3.25, "0.0;-0.0", "-3.3"),
        (0, '0.0;-0.0;"-"', "-"),
        (36, '0"座"', "36座"),
        (45041.375, "yyyy/mm/dd hh:mm", "2023/04/25 09:00"),
        (45041, '[$-804]yyyy"年"m"月"d"日";@', "2023年4月25日"),
        (5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "5.00"),
        (123456, '0\\.0,"万"', "12.3万"),
        (123456, '0!.0,"万"', "12.3万"),
        (12345678, '[>=10000]0!.0,"万";0', "1234.6万"),
        (9, '[>=10000]0!.0,"万";0', "9"),
        (0.05, "[>=0.1]0.0%;0.00%", "5.00%"),
        (123456789, '0.00,,"百万"', "123.46百万"),
        (-12.5, "#,##0.00_);(#,##0.00)", "(12.50)"),
        (0, "0;-0;;@", ""),
        (5, "+0;-0", "+5"),
        (7, "000", "007"),
        (1234567, "# ##0", "1234 567"),
        (0.5, "#.##", ".5"),
        (12, "0.##", "12"),
        (12.34, "[$¥-804]#,##0.00", "¥12.34"),
        (12, '"共"General"座"', "共12座"),
        (123, "[DBNum1][$-804]General", "一百二十三"),
        (123, "[DBNum2][$-804]General", "壹佰贰拾叁"),
        (45041, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二三年四月二十五日"),
        (45041, "aaaa", "星期二"),
        (45041, "[$-804]dddd", "星期二"),
        (1.5, "[h]:mm", "36:00"),
    ],
)
def test_numbers_print_as_their_format_says(value: float, form: str, printed: str) -> None:
    assert print_cell(value, form) == printed


def test_a_formula_without_a_result_is_told() -> None:
    rows = ['<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f></c><c r="C1"><f>A1+2</f><v>3</v></c></row>']
    source = load(xlsx(rows))
    assert [(d.code, d.params) for d in source.diagnostics] == [("source.uncomputed", {"count": 1})]
    (*_, grid) = source.blocks
    assert isinstance(grid, Grid)
    assert grid.rows == (("1", "3"),)


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (11, "chineseCounting", "十一"),
        (3, "ideographTraditional", "丙"),
        (28, "lowerLetter", "bb"),
        (1999, "upperRoman", "MCMXCIX"),
        (21, "decimalEnclosedCircle", "21"),
    ],
)
def test_numbers_of_paragraphs(number: int, form: str, written: str) -> None:
    assert write_number(number, form) == written


def test_comma_separated_values() -> None:
    (table,) = parse("县区,水库（座）\n云坪区,33\n禾丰县,47\n".encode("gb18030"), name="水库.csv").tables
    assert table.rows == (("云坪区", 33), ("禾丰县", 47))
    assert load("通知如下,请认真执行。\n一,加强值守。\n二,及时报告。\n".encode()).loader == "plain"


def rtf_of(text: str, *, as_bytes: bool) -> str:
    """Text as RTF writes it: bytes of the code page, or characters by number."""
    if as_bytes:
        return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))
    return "".join(f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in text)


@pytest.mark.parametrize("as_bytes", [False, True])
def test_rtf(as_bytes: bool) -> None:
    def line(text: str, form: str = "") -> str:
        return f"\\pard{form} {rtf_of(text, as_bytes=as_bytes)}\\par\n"

    table = "".join(
        f"\\trowd\\cellx100\\cellx200\\pard\\intbl {rtf_of(a, as_bytes=as_bytes)}\\cell {rtf_of(b, as_bytes=as_bytes)}\\cell\\row\n"
        for a, b in [("县区", "水库（座）"), ("云坪区", "33"), ("禾丰县", "47")]
    )
    head = (
        "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}{\\*\\generator x}{\\header "
        + rtf_of("页眉", as_bytes=as_bytes)
        + "}"
    )
    data = (
        head
        + line(NUMBER, "\\qc")
        + line(TITLE, "\\qc")
        + line(TO)
        + line(BODY)
        + table
        + line("岚川市水务局", "\\qr")
        + line("2023年4月25日", "\\qr")
        + "}"
    )
    notice = parse(data.encode())
    check_head(notice)
    assert "页眉" not in notice.text
    assert notice.tables[0].rows == (("云坪区", 33), ("禾丰县", 47))


def test_doc() -> None:
    cells = [("县区", "水库（座）"), ("云坪区", "33"), ("禾丰县", "47")]
    rows = [part for a, b in cells for part in ((a, "\x07", IN_TABLE), (b, "\x07", IN_TABLE), ("", "\x07", ROW_END))]
    field = "\x13 HYPERLINK x \x14附件\x15"
    head = [(NUMBER, "\r", CENTRED), (TITLE, "\r", CENTRED), (TO, "\r", b""), (BODY + field, "\r", b"")]
    notice = parse(doc([*head, *rows, ("岚川市水务局", "\r", TO_RIGHT), ("2023年4月25日", "\r", TO_RIGHT)]))
    check_head(notice)
    assert notice.source.loader == "doc"
    assert "HYPERLINK" not in notice.text
    assert notice.tables[0].rows == (("云坪区", 33), ("禾丰县", 47))


def test_what_a_doc_does_not_show_is_no_text() -> None:
    deleted, hidden = 0x0800, 0x083C
    cells = (("删去县区", "数量"), ("云坪区", "33座"))
    rows = [part for a, b in cells for part in ((a, "\x07", IN_TABLE), (b, "\x07", IN_TABLE), ("", "\x07", ROW_END))]
    data = doc(
        [("请于5月1日6月1日前", "\r", b""), ("报送。秘密", "\r", b""), *rows],
        struck={"5月1日": deleted, "前\r": deleted, "秘密\r": hidden, "删去": deleted, "33": hidden},
    )
    blocks = load(data).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["请于6月1日报送。"]
    assert [block.rows for block in blocks if isinstance(block, Grid)] == [(("县区", "数量"), ("云坪区", "座"))]


def test_doc_with_automatic_numbers_says_that_they_are_lost() -> None:
    data = doc([(TITLE, "\r", b""), (BODY, "\r", struct.pack("<HH", 0x460B, 1))])
    assert "source.numbers_lost" in {d.code for d in parse(data).diagnostics}


def test_notes_and_heads_of_a_doc() -> None:
    body = [(TITLE, "\r", b""), ("水闸\x0212座。", "\r", b""), ("水库\x023座。", "\r", b"")]
    foot = "抄送：县委办公室。"
    heads = ["", "000012", "", foot, "", "", "", "内部资料", foot, "", "", ""]
    blocks = load(doc(body, notes=["含在建。", "大型。"], heads=heads)).blocks
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert texts == ["000012", TITLE, "水闸12座。", "[1] 含在建。", "水库3座。", "[2] 大型。", foot]
    assert [block.place for block in blocks] == [f"p{n}" for n in range(1, 8)]


def test_doc_text_of_word_95() -> None:
    main = bytearray(0x800)
    text = f"{TITLE}\r{BODY}\r".encode("gb18030")
    struct.pack_into("<HH", main, 0, 0xA5DC, 0x65)
    struct.pack_into("<II", main, 0x18, 0x300, 0x300 + len(text))
    main[0x300 : 0x300 + len(text)] = text
    notice = parse(compound({"WordDocument": bytes(main)}))
    assert TITLE in notice.text
    assert "source.degraded" in {d.code for d in notice.diagnostics}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (doc([(TITLE, "\r", b"")], flags=0x0300), "locked"),
        (compound({"MatOST": b"x"}), "unread_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not_yet_read"),
        (ofd(PAGE)[:300], "damaged"),
        (compound({"Workbook": b"\x09\x08\x10\x00" + b"\0" * 20}), "damaged"),
        (b"Rar!\x1a\x07\x00", "unread_format"),
    ],
    ids=["encrypted", "works", "empty", "ofd", "xls", "rar"],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(LoadError) as caught:
        parse(data)
    assert caught.value.code == code
    assert caught.value.render("en")


@pytest.mark.parametrize(
    "data",
    [doc([(TITLE, "\r", b""), (BODY, "\r", b"")]), ofd(PAGE), xlsx(['<row r="1"><c r="A1"><v>1</v></c></row>'])],
    ids=["doc", "ofd", "xlsx"],
)
def test_files_cut_anywhere_give_an_error_or_a_source(data: bytes) -> None:
    n_read = 0
    for end in range(9, len(data), max(1, len(data) // 60)):
        try:
            load(data[:end])
            n_read += 1
        except LoadError:
            continue
    assert n_read < 60


def test_rows_within_a_cell_of_a_doc_are_a_table_of_its_own() -> None:
    within = IN_TABLE + struct.pack("<Hi", 0x6649, 2)
    ends_cell, ends_row = within + struct.pack("<HB", 0x244B, 1), within + struct.pack("<HB", 0x244C, 1)
    inner = [
        part for a, b in (("费用", "金额"), ("工程", "1860"), ("占地", "690")) for part in ((a, ends_cell), (b, ends_cell), ("", ends_row))
    ]
    held = [("单位：万元", "\r", IN_TABLE), *((text, "\r", of) for text, of in inner), ("", "\x07", IN_TABLE)]
    first = [("项目", "\x07", IN_TABLE), ("治理工程", "\x07", IN_TABLE), ("", "\x07", ROW_END)]
    second = [("投资", "\x07", IN_TABLE), *held, ("", "\x07", ROW_END)]
    outer, plan = parse(doc([("项目申报书", "\r", b""), *first, *second, ("后", "\r", b"")])).tables
    assert outer.raw[-1] == ("投资", "单位：万元费用金额工程1860占地690")
    check_plan(plan)
    assert plan.within is not None
    assert (plan.within.table, plan.within.column) == (outer.id, 1)


def test_a_doc_has_tables_in_cells_of_tables_in_cells() -> None:
    def at(level: int, code: int | None = None) -> bytes:
        return IN_TABLE + struct.pack("<Hi", 0x6649, level) + (b"" if code is None else struct.pack("<HB", code, 1))

    cell, end = 0x244B, 0x244C
    deepest = [part for a, b in (("年度", "金额"), ("去年", "90")) for part in ((a, at(3, cell)), (b, at(3, cell)), ("", at(3, end)))]
    inner = [
        ("费用", at(2, cell)),
        ("构成", at(2, cell)),
        ("", at(2, end)),
        ("占地", at(2, cell)),
        *deepest,
        ("", at(2, cell)),
        ("", at(2, end)),
    ]
    first = [("项目", "\x07", IN_TABLE), ("治理工程", "\x07", IN_TABLE), ("", "\x07", ROW_END)]
    second = [("投资", "\x07", IN_TABLE), *((text, "\r", of) for text, of in inner), ("", "\x07", IN_TABLE), ("", "\x07", ROW_END)]
    tables = parse(doc([("申报书", "\r", b""), *first, *second, ("后", "\r", b"")])).tables
    check_deep(tables)


def test_grids_say_where_they_stand() -> None:
    blocks = load(xlsx(['<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'])).blocks
    assert [type(block) for block in blocks] == [Paragraph, Grid]
    assert isinstance(blocks[1], Grid)
    assert blocks[1].place == "值守!"


def test_xls() -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("值守")
    share, day = xlwt.easyxf(num_format_str="0.00%"), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    sheet.write_merge(0, 0, 0, 2, "水库蓄水情况表")
    sheet.write_merge(1, 2, 0, 0, "县区")
    sheet.write_merge(1, 1, 1, 2, "蓄水")
    sheet.write(2, 1, "率")
    sheet.write(2, 2, "日期")
    for i, (name, value) in enumerate([("云坪区", 0.7215), ("禾丰县", 0.8)]):
        sheet.write(3 + i, 0, name)
        sheet.write(3 + i, 1, value, share)
        sheet.write(3 + i, 2, 45041 + i, day)
    out = BytesIO()
    book.save(out)
    notice = parse(out.getvalue())
    assert notice.source.media_type == "application/vnd.ms-excel"
    (table,) = notice.tables
    assert table.caption == "水库蓄水情况表"
    assert [c.name for c in table.columns] == ["县区", "蓄水/率", "蓄水/日期"]
    assert table.raw == (("云坪区", "72.15%", "2023年4月25日"), ("禾丰县", "80.00%", "2023年4月26日"))


def test_what_a_doc_does_not_show_weighs_nothing_beside_what_is_struck_out() -> None:
    long = "这一段说的是以前的情况，今年已经不再统计，请勿引用。"
    struck = {long: 0x0800, "巡查水库128座": 0x0837}  # all of what is shown: it was repealed
    assert "巡查水库128座" in parse(doc([(f"{long}巡查水库128座", "\r", b"")], struck=struck)).text


def test_characters_of_a_doc_that_are_struck_out_are_counted() -> None:
    notice = parse(doc([("全市共巡查水库原三十五 座128座，整改隐患36处。", "\r", b"")], struck={"原三十五 座": 0x0837}))
    assert notice.text == "全市共巡查水库128座，整改隐患36处。"
    assert [one.params["count"] for one in notice.diagnostics if one.code == "source.struck_out"] == [5]


@pytest.mark.parametrize("code", [0x6645, 0x6646, 0x646B])
def test_rows_of_a_doc_whose_properties_stand_beside_it_are_rows(code: int) -> None:
    """As of tables with many columns, which say too much for a page of properties."""
    beside = bytes(10) + struct.pack("<h", len(ROW_END)) + ROW_END
    end = struct.pack("<HI", code, 10)
    cells = [("县区", "受理", "办结", "好评率"), ("云坪区", "500", "498", "99%"), ("禾丰县", "400", "399", "98%")]
    rows = [one for row in cells for one in [*((cell, "\x07", IN_TABLE) for cell in row), ("", "\x07", end)]]
    (grid,) = [block for block in load(doc(rows, beside=beside)).blocks if isinstance(block, Grid)]
    assert grid.rows == tuple(cells)
    assert load(doc(rows, beside=beside[:9])).blocks  # a stream that was cut off costs the rows, and no text
    assert load(doc(rows, beside=struct.pack("<10xh", -5))).blocks


def test_a_row_of_a_doc_that_was_cut_off_is_kept() -> None:
    rows = [("县区", "\x07", IN_TABLE), ("座数", "\x07", IN_TABLE), ("", "\x07", ROW_END)]
    cut = [("云坪区", "\x07", IN_TABLE), ("12座", "\r", IN_TABLE)]
    for behind in ([], [("以上。", "\r", b"")]):
        grids = [block for block in load(doc([*rows, *cut, *behind])).blocks if isinstance(block, Grid)]
        assert [grid.rows for grid in grids] == [(("县区", "座数"), ("云坪区", "12座"))]
