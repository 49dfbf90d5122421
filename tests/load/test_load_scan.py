"""Scans and images: what is read of pages that we draw ourselves, askew, stamped, worn, on their side; mixed PDFs; what is refused."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from time import process_time

import pytest

pytest.importorskip("faster_paddle", reason="no OCR: pip install 'notice-parser[ocr]'")
pytest.importorskip("PIL")
pytest.importorskip("numpy")

import numpy as np
import page_picture as drawn
from builders import docx, zipped
from jbig2_writer import jbig2
from msgspec import UnsetType
from page_picture import ROWS, draw_lines, draw_notice, noisy, saved, side_by_side, skewed
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from notice_parser import LoadError, Notice, Options, find_tables, parse
from notice_parser.load import formats
from notice_parser.load.ink import flatten, is_inked
from notice_parser.load.jbig2 import jbig2_pages
from notice_parser.load.rings import rings_of

pytestmark = pytest.mark.skipif(drawn.FONT is None, reason="no font with Han characters on this machine")

Change = Callable[[Image.Image], Image.Image]


def assert_header(notice: Notice) -> None:
    assert notice.source.ocr
    assert [issuer.name for issuer in notice.issuers] == [drawn.ISSUER]
    assert notice.document_number is not None
    assert notice.document_number.text == drawn.NUMBER
    assert notice.title is not None
    assert notice.title.text == drawn.TITLE
    assert [one.name for one in notice.recipients] == ["各县区水务局"]
    assert notice.date is not None
    assert notice.date.iso == "2023-03-07"


def values_of(notice: Notice) -> list[str]:
    return [str(one.value) for one in notice.statistics]


VALUES = ["1286", "3.5", "215", "98.6", "312", "268"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda page: page, id="as drawn"),
        pytest.param(lambda page: skewed(page, 2.4), id="turned to the left"),
        pytest.param(lambda page: skewed(page, -4.1), id="turned to the right"),
        pytest.param(noisy, id="worn"),
        pytest.param(lambda page: page.rotate(180), id="on its head"),
        pytest.param(lambda page: page.rotate(90, expand=True), id="on its side"),
    ],
)
def test_a_page_is_read_whole(change: Change) -> None:
    notice = parse(saved(change(draw_notice()), "PNG"))
    assert_header(notice)
    assert values_of(notice) == VALUES
    [table] = notice.tables
    assert [column.name for column in table.columns] == list(ROWS[0])
    assert table.raw == ROWS[1:]
    [part] = table.parts
    assert part.method == "ocr"
    assert part.confidence is not None
    assert 0 < part.confidence <= 1


@pytest.mark.parametrize("form", ["sequential", "random", "striped"])
def test_jbig2_is_read_as_any_image(form: str) -> None:
    assert_header(parse(jbig2(draw_notice(stamp=False), form)))


@pytest.mark.parametrize("form", ["sequential", "random"])
def test_jbig2_that_is_damaged_or_huge_is_refused(form: str) -> None:
    page = jbig2(drawn.draw_lines(("关于水闸的通知",)), form)
    for size in (9, 14, 40, 60, 90):
        with pytest.raises(LoadError) as caught:
            parse(page[:size])
        assert caught.value.code == "damaged"
    huge = page.replace((1240).to_bytes(4, "big"), (2**31 - 1).to_bytes(4, "big"))
    assert huge != page
    with pytest.raises(LoadError) as caught:
        parse(huge)
    assert caught.value.code == "too_many_pixels"


def test_what_the_pages_of_a_jbig2_share_is_held_once() -> None:
    def segment(number: int, kind: int, page: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, page, len(data)) + data

    head = struct.pack(">IIIIBH", 1, 1, 0, 0, 0, 0)
    file = b"".join(segment(n, 0, 0, b"") for n in range(200))
    file += b"".join(segment(250 + n, kind, n, data) for n in range(1, 5) for kind, data in ((48, head), (38, b"-")))
    pages = jbig2_pages(file)
    assert [(len(page.shared), len(page.segments)) for page in pages] == [(200, 2)] * 4
    assert len({id(page.shared) for page in pages}) == 1


def test_lines_that_the_page_broke_are_joined() -> None:
    notice = parse(saved(draw_notice(), "PNG"))
    lines = notice.text.split("\n")
    for paragraph in drawn.BODY:
        assert paragraph in lines


def test_a_stamp_is_told_and_hides_nothing() -> None:
    notice = parse(saved(draw_notice(), "JPEG"))
    assert_header(notice)
    assert [one.params["count"] for one in notice.diagnostics if one.code == "ocr.stamp"] == [1]
    assert notice.text.count(drawn.ISSUER) == 2  # letterhead and signature, not the stamp


def test_a_stamp_in_a_scan_without_colours_hides_nothing() -> None:
    notice = parse(saved(draw_notice(seal=(215, 45, 50)).convert("L"), "PNG"))
    assert_header(notice)
    assert values_of(notice) == VALUES
    assert notice.text.count(drawn.ISSUER) == 2  # letterhead and signature, not what stands around the stamp
    assert [one.params for one in notice.diagnostics if one.code == "ocr.stamp"] == [{"page": 1, "count": 1}]
    assert not {one.code for one in notice.diagnostics} & {"ocr.stamp_covers", "ocr.faint"}


def test_what_a_stamp_of_the_text_s_own_ink_covers_is_to_be_looked_at() -> None:
    page = draw_notice(seal=drawn.BLACK, table=False).convert("L").point(lambda value: 255 if value > 150 else 0).convert("1")
    notice = parse(saved(page, "PNG"))
    assert "ocr.stamp_covers" in {one.code for one in notice.diagnostics}
    assert notice.review.level == "look"
    assert not isinstance(notice.layout, UnsetType)
    covered = [one for one in notice.layout if one.confidence is not None and one.confidence <= Decimal("0.8")]
    assert covered
    assert all(one.bbox is not None and one.bbox[1] > 300 for one in covered)  # no line above the signature is doubted


@pytest.mark.parametrize("change", [lambda page: page, noisy, lambda page: skewed(page, 3)], ids=["as drawn", "worn", "askew"])
@pytest.mark.parametrize("n_stamps", [0, 1])
def test_rings_are_found_and_nothing_else(change: Change, n_stamps: int) -> None:
    page = change(draw_notice(stamp=False, seal=(120, 120, 120) if n_stamps else None)).convert("L")
    per_mm = page.width / 210
    rings = rings_of(is_inked(flatten(np.asarray(page))), per_mm)
    assert len(rings) == n_stamps
    for ring in rings:
        assert 19.5 < ring.radius / per_mm < 21.5


@pytest.mark.parametrize(("shape", "per_mm"), [((60_000, 1), 1 / 210), ((70_000, 1_240), 5.9)])
def test_a_strip_that_is_no_page_is_not_searched_for_stamps(shape: tuple[int, int], per_mm: float) -> None:
    begun = process_time()
    assert rings_of(np.zeros(shape, dtype=bool), per_mm) == ()
    assert process_time() - begun < 1


@pytest.mark.parametrize("turn", [0, 270])
def test_two_pages_side_by_side_are_read_one_after_the_other(turn: int) -> None:
    lines = ("附件1", "水库巡查情况说明", "一、全市水库均已完成年度巡查，整改工作按计划推进。", "二、其余各区县要加快进度，确保按期完成。")
    right = draw_lines(lines)
    drawn.draw_table(right, ROWS, 600)
    notice = parse(saved(side_by_side(draw_notice(table=False), right).rotate(turn, expand=True), "PNG"))
    assert_header(notice)
    assert values_of(notice) == VALUES
    assert "ocr.two_pages" in {one.code for one in notice.diagnostics}
    read = notice.text.splitlines()
    start = read.index(lines[0])
    assert read[start : start + 4] == list(lines)
    assert read.index("2023年3月7日") < start
    (table,) = notice.tables
    assert table.raw == ROWS[1:]


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("BMP", "image/bmp"), ("GIF", "image/gif")])
def test_image_formats(kind: str, media_type: str) -> None:
    notice = parse(saved(draw_notice(table=False), kind))
    assert notice.source.media_type == media_type
    assert notice.source.loader == "image"
    assert notice.document_number is not None
    assert notice.document_number.text == drawn.NUMBER


def test_tiff_of_several_pages() -> None:
    second = Image.new("RGB", (1240, 1754), "white")
    drawn.draw_table(second, ROWS, 200)
    first = draw_notice(table=False, stamp=False)  # without colours a stamp cannot be told from what it hides
    notice = parse(saved([first.convert("L"), second.convert("L")], "TIFF"))
    assert notice.source.n_pages == 2
    assert [table.raw for table in notice.tables] == [ROWS[1:]]
    assert notice.tables[0].parts[0].page == 1
    assert drawn.DATE in notice.text


def test_same_image_same_bytes() -> None:
    data = saved(noisy(draw_notice()), "PNG")
    assert parse(data).to_json() == parse(data).to_json()


def mixed_pdf(*, garbled: bool = False) -> bytes:
    """A notice whose first page is text (or what a font without a character map leaves of it), its second a scan of a table."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = BytesIO()
    canvas = Canvas(data, pagesize=(595, 842))
    if garbled:
        canvas.drawImage(ImageReader(draw_notice(table=False)), 0, 0, 595, 842)
        hidden = canvas.beginText(80, 700)  # the layer that scanners put behind the picture
        hidden.setFont("Helvetica", 10)
        hidden.setTextRenderMode(3)
        for _ in range(8):
            hidden.textLine("ÁÒË®·¢ÏØÇøÖÕÂÛÎ")
        canvas.drawText(hidden)
    else:
        canvas.setFont("STSong-Light", 16)
        for at, line in (
            (760, drawn.NUMBER),
            (710, drawn.TITLE),
            (670, drawn.RECIPIENTS),
            (640, "　　现将巡查情况通报如下。"),
            (600, "附件：巡查情况表"),
        ):
            canvas.drawString(80, at, line)
        canvas.drawString(400, 540, drawn.ISSUER)
        canvas.drawString(400, 510, drawn.DATE)
    canvas.showPage()
    page = Image.new("RGB", (1240, 1754), "white")
    drawn.draw_table(page, ROWS, 200)
    canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return data.getvalue()


def test_text_and_scan_in_one_pdf() -> None:
    notice = parse(mixed_pdf())
    assert notice.source.n_pages == 2
    assert notice.source.ocr
    assert notice.document_number is not None
    assert notice.document_number.text == drawn.NUMBER
    assert notice.date is not None
    assert [table.raw for table in notice.tables] == [ROWS[1:]]
    assert [one.params["pages"] for one in notice.diagnostics if one.code == "ocr.pages"] == ["2"]
    assert {"tablers", "faster-paddle"} <= set(notice.producer.backends)


def test_a_broken_text_layer_is_recognised() -> None:
    notice = parse(mixed_pdf(garbled=True))
    assert_header(notice)
    assert [one.params["pages"] for one in notice.diagnostics if one.code == "ocr.pages"] == ["1–2"]


def test_never_and_always() -> None:
    data = mixed_pdf()
    notice = parse(data, options=Options(ocr="never"))
    assert not notice.source.ocr
    assert notice.tables == ()
    assert "pdf.page_without_text" in [one.code for one in notice.diagnostics]
    always = parse(data, options=Options(ocr="always"))
    assert [one.params["pages"] for one in always.diagnostics if one.code == "ocr.pages"] == ["1–2"]
    assert always.producer.options["ocr"] == "always"
    with pytest.raises(LoadError) as caught:
        parse(saved(Image.new("L", (300, 300), 255), "PNG"), options=Options(ocr="never"))
    assert caught.value.code == "ocr_off"


def test_find_tables_reads_scans() -> None:
    assert [table.raw for table in find_tables(saved(draw_notice(), "PDF"))] == [ROWS[1:]]


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.util import find_spec as found

    monkeypatch.setattr(formats, "find_spec", lambda name: None if name in ("faster_paddle", "rapidocr") else found(name))
    scan = saved(draw_notice(table=False), "PDF")
    for data in (saved(Image.new("L", (300, 300), 255), "PNG"), scan):
        with pytest.raises(LoadError) as caught:
            parse(data)
        assert caught.value.code == "missing_extra"
        assert 'pip install "notice-parser[ocr]"' in str(caught.value)
    notice = parse(mixed_pdf())  # what has text is read, and what to do is said
    assert notice.document_number is not None
    [told] = [one for one in notice.diagnostics if one.code == "ocr.missing"]
    assert told.params["pages"] == "2"
    assert "notice-parser[ocr]" in told.message
    assert notice.review.level == "unsafe"
    assert any(line.startswith("PNG") and "notice-parser[ocr]" in line for line in formats.doctor_lines("en"))


def test_a_blank_page_gives_no_text() -> None:
    notice = parse(saved(Image.new("RGB", (1240, 1754), "white"), "PNG"))
    assert notice.text == ""
    assert "text.empty" in [one.code for one in notice.diagnostics]


def png_head(width: int, height: int) -> bytes:
    """A PNG that says its size and holds next to nothing."""
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [10_000, 12_000, 60_000])
def test_a_giant_image_is_refused(side: int) -> None:
    with pytest.raises(LoadError) as caught:
        parse(png_head(side, side))
    assert caught.value.code == "too_many_pixels"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF"])
def test_a_damaged_image_is_refused(kind: str) -> None:
    data = saved(draw_notice(table=False), kind)
    with pytest.raises(LoadError) as caught:
        parse(data[:60])
    assert caught.value.code == "damaged"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_an_image_that_was_cut_off_is_read_as_far_as_it_goes(kind: str) -> None:
    data = saved(draw_notice(stamp=False), kind)
    notice = parse(data[: len(data) * 3 // 5])
    assert notice.document_number is not None
    assert notice.document_number.text == drawn.NUMBER
    assert "source.cut_off" in {one.code for one in notice.diagnostics}
    assert drawn.DATE not in notice.text
    assert not notice.tables
    with pytest.raises(LoadError):  # next to nothing is left
        parse(data[: len(data) // 200])


def test_the_whole_pages_of_a_tiff_that_was_cut_off_are_read() -> None:
    data = saved([draw_lines(["岚水发〔2023〕12号", "关于供水的通知"]), draw_notice()], "TIFF")
    notice = parse(data[: len(data) * 3 // 4])
    assert notice.text.splitlines() == ["岚水发〔2023〕12号", "关于供水的通知"]
    assert [one.params["page"] for one in notice.diagnostics if one.code == "ocr.failed"] == [2]


def test_text_loads_no_ocr(tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    data = BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(data)
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(80, 700, drawn.TITLE)
    canvas.save()
    path.write_bytes(data.getvalue())
    code = (
        "import sys\nfrom notice_parser import parse\nassert parse(sys.argv[1]).text\n"
        "print(sorted({'faster_paddle', 'rapidocr', 'onnxruntime', 'cv2', 'notice_parser.load.scan'} & set(sys.modules)))"
    )
    got = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert got.stdout.strip() == "[]"


def test_the_other_library_reads_it_too() -> None:
    pytest.importorskip("rapidocr", reason="no rapidocr: pip install 'notice-parser[ocr-onnx]'")
    from notice_parser.load.recognise import RapidOcr
    from notice_parser.load.scan import read_scan

    sheet = read_scan(skewed(draw_notice(), 1.5), None, 0, RapidOcr()).sheet
    lines = ["".join(segment.text for segment in line) for line in sheet.lines]
    assert drawn.NUMBER in lines
    assert drawn.DATE in lines
    assert "".join(ROWS[1]) in lines


def test_a_blank_page_among_others_is_told() -> None:
    data = BytesIO()
    canvas = Canvas(data, pagesize=(595, 842))
    canvas.drawImage(ImageReader(draw_notice(table=False)), 0, 0, 595, 842)
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    notice = parse(data.getvalue())
    assert_header(notice)
    assert [one.params["page"] for one in notice.diagnostics if one.code == "pdf.page_without_text"] == [2]


def test_every_line_has_its_confidence() -> None:
    notice = parse(saved(draw_notice(), "PNG"))
    places = list(notice.layout or ())
    assert places
    assert all(place.confidence is not None and 0 < place.confidence <= 1 and place.bbox is not None for place in places)


def test_a_comma_is_no_gap_between_columns() -> None:
    line = "全市小（2）型水库72座，总库容5236万立方米，降水偏多，配套不足"
    assert line in parse(saved(drawn.draw_lines([drawn.TITLE, line]), "PNG")).text


def document_of(images: dict[str, bytes], text: str = "") -> bytes:
    """A DOCX of these images, by their file names, and a line of text."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    runs = "".join(f'<w:r><w:drawing><a:blip xmlns:a="a" xmlns:r="{space}" r:embed="r{n}"/></w:drawing></w:r>' for n in range(len(images)))
    with zipfile.ZipFile(BytesIO(docx(f"<w:p>{runs}<w:r><w:t>{text}</w:t></w:r></w:p>"))) as package:
        members: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    said = "".join(f'<Relationship Id="r{n}" Type="image" Target="media/{name}"/>' for n, name in enumerate(images))
    members["word/_rels/document.xml.rels"] = f"<Relationships>{said}</Relationships>"
    return zipped({**members, **{f"word/media/{name}": content for name, content in images.items()}})


def test_a_document_of_images_alone_is_recognised() -> None:
    pytest.importorskip("lxml")
    images = {"a.png": saved(draw_notice(), "PNG"), "b.emf": b"\1\0\0\0" + bytes(200)}
    notice = parse(document_of(images))
    assert_header(notice)
    assert notice.source.loader == "docx"
    told = [(d.code, d.params.get("name")) for d in notice.diagnostics if d.code in ("ocr.pages", "source.part_unread")]
    assert told == [("source.part_unread", "word/media/b.emf"), ("ocr.pages", None)]
    left = parse(document_of(images), options=Options(ocr="never"))
    assert "pdf.image_only" in {d.code for d in left.diagnostics}
    assert not parse(document_of(images, "附图")).source.ocr


def test_a_document_of_drawings_that_are_not_read_says_so() -> None:
    pytest.importorskip("lxml")
    notice = parse(document_of({"a.wmf": b"\xd7\xcd\xc6\x9a" + bytes(200)}))
    assert {"pdf.image_only", "source.part_unread"} <= {d.code for d in notice.diagnostics}
    assert notice.review.level != "none"


def test_a_document_of_more_images_than_a_file_has_pages_is_refused() -> None:
    pytest.importorskip("lxml")
    data = document_of({f"{n}.png": png_head(1, 1) for n in range(2001)})
    with pytest.raises(LoadError) as caught:
        parse(data)
    assert caught.value.code == "too_many_pages"
    assert "pdf.image_only" in {d.code for d in parse(data, options=Options(ocr="never")).diagnostics}
