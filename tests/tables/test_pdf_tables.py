"""Tables printed as PDF: every style and shape read back cell by cell, joined over pages and never over annexes."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from page_font import FONT, register
from page_printer import STYLES, print_nth, print_table
from read_back import names_of
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from notice_parser import LoadError, Options, find_tables, parse, parse_text
from notice_parser.load.glyphs import Glyphs, lines_of

SHAPES = {
    "one level": {"rows": 8, "columns": 5, "levels": 1, "wraps": False, "merges": False},
    "two levels, wrapped": {"rows": 12, "columns": 9, "levels": 2, "wraps": True, "merges": False},
    "three levels, landscape": {"rows": 15, "columns": 12, "levels": 3, "wraps": False, "merges": False},
    "merged": {"rows": 9, "columns": 6, "levels": 1, "wraps": False, "merges": True},
    "as annexes look": {"rows": 14, "columns": 7, "levels": 2, "wraps": False, "merges": False, "real": True},
    "over pages, as annexes look": {"rows": 70, "columns": 8, "levels": 1, "wraps": True, "merges": False, "real": True},
    "pages": {"rows": 70, "columns": 6, "levels": 2, "wraps": True, "merges": False},
}


def squeezed(grid: object) -> list[list[str]]:
    return [["".join(cell.split()) for cell in row] for row in grid]  # type: ignore[attr-defined]  # rows of cells


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("shape", SHAPES)
def test_read_back(style: str, shape: str) -> None:
    for seed in (1, 2):
        case = print_table(seed, style, **SHAPES[shape])  # type: ignore[arg-type]  # the arguments by name
        tables = find_tables(case.data)
        assert len(tables) == 1
        assert names_of(tables[0]) == case.names
        assert squeezed(tables[0].raw) == case.body


@pytest.mark.parametrize("style", STYLES)
def test_header_carried_on(style: str) -> None:
    case = print_table(3, style, rows=60, columns=5, levels=1, wraps=False, merges=False, repeats=False)
    tables = find_tables(case.data)
    assert len(tables) == 1
    assert len(tables[0].parts) > 1
    assert [part.page for part in tables[0].parts] == list(range(len(tables[0].parts)))
    assert squeezed(tables[0].raw) == case.body


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF of what ``draw`` puts on a canvas."""
    register()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=True, **options)
    canvas.setFont(FONT, 14)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def grid(canvas: Canvas, top: float, rows: list[list[str]], *, bottom_open: bool = False) -> float:
    """Draws a ruled grid; its lower end."""
    canvas.setFont(FONT, 12)
    y = top
    for row in rows:
        for c, cell in enumerate(row):
            canvas.drawString(80 + c * 120, y - 16, cell)
        canvas.line(72, y, 72 + 120 * len(row), y)
        y -= 24
    for c in range(len(rows[0]) + 1):
        canvas.line(72 + 120 * c, top, 72 + 120 * c, y)
    if not bottom_open:
        canvas.line(72, y, 72 + 120 * len(rows[0]), y)
    return y


HEAD = ["镇", "水闸", "泵站"]


def test_annexes_stay_apart() -> None:
    def draw(canvas: Canvas) -> None:
        for number, places in ((1, ("柳坝镇", "南渡镇")), (2, ("松溪乡", "东岭乡"))):
            canvas.setFont(FONT, 14)
            canvas.drawString(72, 780, f"附件{number}")
            canvas.drawString(220, 750, f"第{number}批闸站统计表")
            grid(canvas, 720, [HEAD, [places[0], "3", "5"], [places[1], "4", "6"]])
            canvas.showPage()

    tables = find_tables(drawn(draw))
    assert [len(table.raw) for table in tables] == [2, 2]
    assert [table.caption for table in tables] == ["第1批闸站统计表", "第2批闸站统计表"]


def test_row_cut_by_a_page_break_is_whole() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(220, 780, "闸站统计表")
        grid(canvas, 120, [["镇", "水闸", "说明"], ["柳坝镇", "3", "已完成清淤"], ["南渡镇", "4", "正在加固，预计"]])
        canvas.showPage()
        grid(canvas, 780, [["", "", "年底完工"], ["松溪乡", "6", "尚未开工"]])

    (table,) = find_tables(drawn(draw))
    assert [row[2] for row in table.raw] == ["已完成清淤", "正在加固，预计年底完工", "尚未开工"]


def test_cells_are_no_prose() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 780, "岚川市水务局关于闸站情况的通报")
        grid(canvas, 720, [HEAD, ["柳坝镇", "3座", "5座"], ["南渡镇", "4座", "6座"]])

    notice = parse(drawn(draw))
    assert len(notice.tables) == 1
    assert notice.statistics == ()
    part = notice.tables[0].parts[0]
    assert part.span is not None
    assert notice.text[slice(*part.span)].startswith("镇\t水闸\t泵站")
    assert part.method == "ruled"


def test_encrypted() -> None:
    data = drawn(lambda canvas: canvas.drawString(72, 700, "关于巡查的通知"), encrypt=StandardEncryption("open", "own"))
    with pytest.raises(LoadError) as caught:
        parse(data)
    assert caught.value.code == "encrypted"
    with pytest.raises(LoadError):
        parse(data, options=Options(password="shut"))
    assert "关于巡查的通知" in parse(data, options=Options(password="open")).text


def test_damaged() -> None:
    with pytest.raises(LoadError) as caught:
        parse(b"%PDF-1.5\n" + b"junk " * 40)
    assert caught.value.code == "damaged"


def test_page_without_text() -> None:
    notice = parse(drawn(lambda canvas: canvas.rect(72, 72, 200, 200, fill=1)))
    assert notice.text == ""
    assert "pdf.image_only" in [one.code for one in notice.diagnostics]


def test_watermark_is_told_and_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "各县区要加强巡查。")
        canvas.rotate(45)
        canvas.drawString(400, 100, "内部样张")

    notice = parse(drawn(draw))
    assert "样张" not in notice.text
    assert [one.params["count"] for one in notice.diagnostics if one.code == "pdf.aside"] == [4]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_page(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        if turn == 90:
            canvas.translate(595, 0)
        elif turn == 180:
            canvas.translate(595, 842)
        elif turn == 270:
            canvas.translate(0, 842)
        canvas.rotate(turn)
        canvas.translate(0, 0 if turn in (0, 180) else -247)
        grid(canvas, 720, [HEAD, ["柳坝镇", "3", "5"], ["南渡镇", "4", "6"]])

    (table,) = find_tables(drawn(draw))
    assert squeezed(table.raw) == [["柳坝镇", "3", "5"], ["南渡镇", "4", "6"]]


def test_font_that_is_not_embedded() -> None:
    """The fast engine drops single characters of a font that neither the file nor the machine has; none is lost."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(72, 700, "各县区要加强巡查")
        canvas.drawString(300, 650, "镇")

    assert "镇" in parse(drawn(draw)).text


def test_bold_by_printing_twice() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "禾丰县巡查通报")
        canvas.drawString(72.4, 700, "禾丰县巡查通报")

    assert parse(drawn(draw)).text == "禾丰县巡查通报"


def test_engines_of_choice() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, 720, [HEAD, ["柳坝镇", "3", "5"], ["南渡镇", "4", "6"]])

    data = drawn(draw)
    methods = {engine: find_tables(data, options=Options(engine=engine))[0].parts[0].method for engine in ("auto", "native", "pdfplumber")}
    assert methods == {"auto": "ruled", "native": "ruled", "pdfplumber": "pdfplumber"}
    assert find_tables(data, options=Options(engine="pdfplumber"))[0].raw == find_tables(data)[0].raw


def test_same_bytes_twice() -> None:
    case = print_table(5, "unruled", rows=20, columns=7, levels=2, wraps=True, merges=False)
    assert parse(case.data).to_json() == parse(case.data).to_json()


def test_pieces_show_the_borders_that_their_rows_use() -> None:
    """On the second page no row parts the second column; it is one table all the same."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(220, 780, "闸站限值表")
        y = grid(canvas, 744, [["序号", "类别", "工段", "限值"]])
        y = grid(canvas, y, [["1", "水闸", "进水", "3"], ["2", "泵站", "出水", "4"]])
        canvas.showPage()
        canvas.setFont(FONT, 12)
        for place, cells in ((780, ("3", "堤防", "5")), (756, ("4", "涵洞", "6"))):
            for x, cell in zip((80, 200, 440), cells, strict=True):
                canvas.drawString(x, place - 16, cell)
        for place in (780, 756, 732):
            canvas.line(72, place, 552, place)
        for x in (72, 192, 432, 552):
            canvas.line(x, 780, x, 732)

    (table,) = find_tables(drawn(draw))
    assert names_of(table) == ["序号", "类别", "工段", "限值"]
    assert table.raw[1:] == (("2", "泵站", "出水", "4"), ("3", "堤防", "堤防", "5"), ("4", "涵洞", "涵洞", "6"))
    assert table.merged == ((2, 1, 1, 2), (3, 1, 1, 2))


def test_two_tables_on_a_page_stay_apart() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, 780, [HEAD, ["柳坝镇", "3", "5"]])
        canvas.setFont(FONT, 12)
        canvas.drawString(200, 700, "表2")
        canvas.drawString(260, 700, "各乡闸站座数")
        grid(canvas, 680, [["乡", "水闸", "涵洞"], ["松溪乡", "3", "5"]])

    tables = find_tables(drawn(draw))
    assert [table.columns[0].name for table in tables] == ["镇", "乡"]
    assert [len(table.raw) for table in tables] == [1, 1]


def test_a_drawn_grid_of_words_is_a_table() -> None:
    rows = [["违反条款", "不得占用河道。", "不得堆放渣土。"], ["情形", "限期拆除", "逾期拆除"], ["处理", "批评教育", "通报批评"]]

    def draw(canvas: Canvas) -> None:
        grid(canvas, 780, rows)

    (table,) = find_tables(drawn(draw))
    assert table.raw == tuple(map(tuple, rows))


def test_a_merged_cell_goes_on_below_the_page_break() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, 150, [["片区", "镇", "座数"], ["东片", "柳坝镇", "3"], ["西片", "南渡镇", "4"]])
        canvas.showPage()
        grid(canvas, 780, [["", "松溪乡", "5"], ["北片", "东岭乡", "6"]])

    (table,) = find_tables(drawn(draw))
    assert [row[0] for row in table.raw] == ["东片", "西片", "西片", "北片"]


def test_raised_and_lowered_characters_stay_in_their_line() -> None:
    def draw(canvas: Canvas) -> None:
        for x, text in ((72, "流量为25m"), (139, "，氧气为O"), (206, "，低于限值。")):
            canvas.drawString(x, 700, text)
        canvas.setFont(FONT, 7)
        canvas.drawString(135, 707, "3")
        canvas.drawString(202, 697, "2")

    assert parse(drawn(draw)).text == "流量为25m3，氧气为O2，低于限值。"


def test_characters_of_which_only_the_ink_is_known_stand_in_their_line() -> None:
    """Where a font maps 一 to the radical ⼀, pdfium gives the box of its ink, and not that of the type."""
    square = 10.0
    text = "第一阶梯180立方米以下"
    glyphs, x = Glyphs(), 50.0
    for char in text:
        wide = 5.5 if char.isdigit() else square
        ink = {"一": (0.8, 4.0, 9.0, 5.0), "立": (0.4, 0.5, 9.4, 8.9), "方": (0.4, 0.4, 9.3, 9.5)}.get(char, (0.0, 0.0, wide, square))
        glyphs.add(char, (x + ink[0], 100 + ink[1], x + ink[2], 100 + ink[3]))
        x += wide
    (line,) = lines_of(glyphs)
    assert [segment.text for segment in line] == [text]
    assert (line[0].top, line[0].bottom) == (100.0, 110.0)


def test_bare_page_numbers_do_not_part_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        for page, rows in enumerate(([HEAD, ["柳坝镇", "3", "5"]], [HEAD, ["南渡镇", "4", "6"]], [HEAD, ["松溪乡", "7", "8"]])):
            grid(canvas, 780, rows)
            canvas.drawString(500, 40, str(page + 7))
            canvas.showPage()

    (table,) = find_tables(drawn(draw))
    assert [row[0] for row in table.raw] == ["柳坝镇", "南渡镇", "松溪乡"]


def test_sentences_under_a_grid_are_notes() -> None:
    def draw(canvas: Canvas) -> None:
        y = grid(canvas, 780, [HEAD, ["柳坝镇", "3", "5"], ["南渡镇", "4", "6"]])
        canvas.drawString(80, y - 16, "a 不含在建水闸。")
        canvas.rect(72, y - 24, 360, 24)

    (table,) = find_tables(drawn(draw))
    assert len(table.raw) == 2
    assert [note.replace(" ", "") for note in table.notes] == ["a不含在建水闸。"]


@pytest.mark.parametrize("seed", [35, 39])
@pytest.mark.parametrize("style", ["three_line", "unruled"])
def test_label_beside_its_cells_is_of_their_column(style: str, seed: int) -> None:
    """Labels at the middle of wide columns, words to the left and figures to the right: they share no place."""
    case = print_table(
        seed,
        style,
        rows=3 if seed == 35 else 90,
        columns=3 if seed == 35 else 12,
        levels=1 + seed % 3,
        wraps=False,
        merges=seed == 35,
        repeats=False,
        real=True,
    )
    tables = find_tables(case.data)
    assert len(tables) == 1
    assert names_of(tables[0]) == case.names
    assert squeezed(tables[0].raw) == case.body


@pytest.mark.parametrize("unit", ["单位：万元", "（单位：件、%）"])
def test_unit_right_below_the_title_addresses_nobody(unit: str) -> None:
    notice = parse_text(f"岚川市巡查情况统计表\n{unit}\n\n| 镇 | 投资 |\n| --- | --- |\n| 柳坝镇 | 3 |\n| 南渡镇 | 4 |\n")
    assert [(table.caption, table.unit) for table in notice.tables] == [("岚川市巡查情况统计表", unit.strip("（）").partition("：")[2])]
    assert notice.recipients == ()


@pytest.mark.parametrize(("seed", "style"), [(9, "unruled"), (29, "three_line"), (2, "unruled")])
def test_total_at_the_top_of_the_last_page(seed: int, style: str) -> None:
    """合计 over the first two columns, and not enough rows below the break to tell their middle by."""
    case = print_table(
        seed,
        style,
        rows=26 + seed % 9,
        columns=(5, 9, 12)[seed % 3],
        levels=1,
        wraps=False,
        merges=False,
        repeats=seed % 2 == 0,
        real=True,
    )
    assert case.pages > 1
    tables = find_tables(case.data)
    assert len(tables) == 1
    assert squeezed(tables[0].raw) == case.body


@pytest.mark.parametrize(("seed", "style"), [(41, "three_line"), (17, "unruled"), (29, "unruled"), (41, "unruled"), (28, "three_line")])
def test_cells_that_wrap_beside_rows_of_one_line(seed: int, style: str) -> None:
    """Names over several rows, of uneven height, that stand close above those of the next; the first reaches above its row's figures."""
    case = print_nth(seed, style, real=True)
    (table,) = find_tables(case.data)
    assert [column.name for column in table.columns] == case.names
    assert squeezed(table.raw) == squeezed(case.body)
