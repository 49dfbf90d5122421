"""Milliseconds a page by format: our loader beside the bare library that opens such a file, and beside the whole parse, in one run.

    python benchmarks/formats.py [--pages 10] [--repeat 5] [--memory]

The same invented notice, with a table a page, is written in each format. *Bare* is what a library needs to give the text: the tree built
and its text taken, for spreadsheets the cells' values; it knows no numbers of lists, no merged cells, no furniture. Peers that are
not installed are left out and named: ``pip install ".[bench]"``. Times are of the processor, the least of the
repeats; LibreOffice, a process of its own, is timed by the clock, once. ``--memory`` loads and parses PDFs of 50 and of 500 pages, each
in a process of its own, and tells its peaks.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "load"))

import builders  # noqa: E402

from notice_parser import parse  # noqa: E402
from notice_parser.load import load, office  # noqa: E402

Read = Callable[[bytes], Any]
HEAD = (builders.NUMBER, builders.TITLE, builders.TO)
COLUMNS = ("序号", "县区", "巡查次数", "整改处数", "整改率")
LINES, ROWS = 14, 12  # a page


def paragraphs(pages: int) -> list[list[str]]:
    """The paragraphs of each page."""
    text = "{}月，全市共巡查水库{}座次，同比增长{}.5%；整改隐患{}处，整改率9{}.6%。各单位要压实责任，落实24小时值班制度。"
    made = [[text.format(n % 12 + 1, 100 + 7 * n + i, i % 9 + 1, 30 + n, (n + i) % 9) for i in range(LINES)] for n in range(pages)]
    made[0] = [*HEAD, builders.BODY, *made[0][4:]]
    return made


def rows(page: int) -> list[tuple[str, ...]]:
    """The rows of the table of a page."""
    return [COLUMNS, *((str(i), f"云坪{page}区{i}", str(100 + i), str(10 + i), f"9{i % 10}.5%") for i in range(1, ROWS))]


# -- the notice in each format


def html(pages: int) -> bytes:
    navigation = "".join(f'<li><a href="/a/{i}.html">栏目{i}</a></li>' for i in range(60))
    body = ""
    for n, page in enumerate(paragraphs(pages)):
        body += "".join(f"<p>　　{one}</p>" for one in page)
        body += "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows(n)) + "</table>"
    main = f'<body><ul>{navigation}</ul><div id="UCAP-CONTENT">{body}</div></body>'
    return f'<html><head><meta charset="utf-8"><title>x</title></head>{main}</html>'.encode()


def docx(pages: int) -> bytes:
    body = ""
    for n, page in enumerate(paragraphs(pages)):
        body += "".join(builders.paragraph(one) for one in page)
        body += "<w:tbl>" + "".join("<w:tr>" + "".join(builders.cell(c) for c in row) + "</w:tr>" for row in rows(n)) + "</w:tbl>"
    return builders.whole_docx(body, {"styles.xml": f'<w:styles xmlns:w="{builders.W}"/>'})


def rtf(pages: int) -> bytes:
    def coded(text: str) -> str:
        return "".join(c if c.isascii() else "".join(f"\\'{b:02x}" for b in c.encode("gb18030")) for c in text)

    out = ["{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}"]
    borders = "".join(f"\\cellx{1500 * (i + 1)}" for i in range(len(COLUMNS)))
    for n, page in enumerate(paragraphs(pages)):
        out += [f"\\pard\\f0 {coded(one)}\\par " for one in page]
        out += ["\\trowd" + borders + "\\pard\\intbl " + "".join(coded(c) + "\\cell " for c in row) + "\\row " for row in rows(n)]
    return "".join([*out, "}"]).encode()


def xlsx(pages: int) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for n in range(pages):
        sheet = book.create_sheet(f"附表{n}")
        for row in rows(n):
            sheet.append([int(c) if c.isdecimal() else float(c[:-1]) / 100 if c.endswith("%") else c for c in row])
        for cell in sheet["E"][1:]:
            cell.number_format = "0.0%"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def xls(pages: int) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    share = xlwt.easyxf(num_format_str="0.0%")
    for n in range(pages):
        sheet = book.add_sheet(f"附表{n}")
        for r, row in enumerate(rows(n)):
            for c, text in enumerate(row):
                if text.endswith("%"):
                    sheet.write(r, c, float(text[:-1]) / 100, share)
                else:
                    sheet.write(r, c, int(text) if text.isdecimal() else text)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(pages: int) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for n, page in enumerate(paragraphs(pages)):
        canvas.setFont("STSong-Light", 14)
        y = 780
        for one in page:
            for at in range(0, len(one), 32):
                canvas.drawString(70, y, one[at : at + 32])
                y -= 20
        canvas.setFont("STSong-Light", 9)
        for row in rows(n):
            for c, text in enumerate(row):
                canvas.rect(70 + 90 * c, y - 4, 90, 14)
                canvas.drawString(75 + 90 * c, y, text)
            y -= 14
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def ofd(pages: int) -> bytes:
    """As many pages as are asked for, each of the lines and rules of one."""
    parts: dict[str, bytes] = {}
    for n, page in enumerate(paragraphs(pages)):
        lines, paths, y = [], [], 20.0
        for one in page:
            for at in range(0, len(one), 28):
                lines.append((20.0, y, one[at : at + 28]))
                y += 7
        table = rows(n)
        for r, row in enumerate(table):
            lines += [(22.0 + 34 * c, y + 6 * r + 0.2, text) for c, text in enumerate(row)]
        paths += [f"20 {y + 6 * r} {20 + 34 * len(COLUMNS)} {y + 6 * r}" for r in range(len(table) + 1)]
        paths += [f"{20 + 34 * c} {y} {20 + 34 * c} {y + 6 * len(table)}" for c in range(len(COLUMNS) + 1)]
        with zipfile.ZipFile(BytesIO(builders.ofd(lines, paths))) as package:
            if not n:
                parts = {name: package.read(name) for name in package.namelist()}
            parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = package.read("Doc_0/Pages/Page_0/Content.xml")
    listed = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(pages))
    whole = parts["Doc_0/Document.xml"].decode()
    start, end = whole.index("<ofd:Pages>"), whole.index("</ofd:Pages>")
    parts["Doc_0/Document.xml"] = f"{whole[:start]}<ofd:Pages>{listed}{whole[end:]}".encode()
    return builders.zipped(parts)


def doc(pages: int) -> bytes | None:
    return office.convert(docx(pages), ".docx", None, "doc")


# -- the bare libraries


def bare_html(data: bytes) -> None:
    """The tree built, and the text of each paragraph and cell taken."""
    from selectolax.lexbor import LexborHTMLParser

    _ = [node.text() for node in LexborHTMLParser(data.decode()).css("p, td")]


def bare_zip(data: bytes) -> None:
    """Every XML part parsed by lxml, and its text taken."""
    from lxml import etree

    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                "".join(etree.fromstring(package.read(name)).itertext())


def bare_docx(data: bytes) -> None:
    document = import_module("docx").Document(BytesIO(data))
    _ = [one.text for one in document.paragraphs]
    _ = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def bare_pdf(data: bytes) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()


def bare_ofd(data: bytes) -> None:
    import_module("ofdkit").extract_text(BytesIO(data))


def bare_xlsx(data: bytes) -> None:
    import openpyxl

    for sheet in openpyxl.load_workbook(BytesIO(data), data_only=True):
        _ = list(sheet.iter_rows(values_only=True))


def bare_xls(data: bytes) -> None:
    import xlrd

    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=StringIO())
    _ = [sheet.row_values(row) for sheet in book.sheets() for row in range(sheet.nrows)]


def bare_rtf(data: bytes) -> None:
    import_module("striprtf.striprtf").rtf_to_text(data.decode("ascii"))


FORMATS: tuple[tuple[str, Callable[[int], bytes | None], tuple[tuple[str, Read, str], ...]], ...] = (
    ("HTML", html, (("selectolax", bare_html, "selectolax"),)),
    ("DOCX", docx, (("lxml", bare_zip, "lxml"), ("python-docx", bare_docx, "docx"))),
    ("PDF", pdf, (("pypdfium2", bare_pdf, "pypdfium2"),)),
    ("OFD", ofd, (("lxml", bare_zip, "lxml"), ("ofdkit", bare_ofd, "ofdkit"))),
    ("XLSX", xlsx, (("openpyxl", bare_xlsx, "openpyxl"),)),
    ("XLS", xls, (("xlrd", bare_xls, "xlrd"),)),
    ("RTF", rtf, (("striprtf", bare_rtf, "striprtf"),)),
    ("DOC", doc, ()),
)


def least(read: Read, data: bytes, repeat: int) -> float:
    """Milliseconds of the processor, the least of the repeats."""
    best = float("inf")
    for _ in range(repeat):
        began = time.process_time()
        read(data)
        best = min(best, time.process_time() - began)
    return 1000 * best


def main() -> int:
    """Prints a line a format and peer."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--pages", type=int, default=10)
    cli.add_argument("--repeat", type=int, default=5)
    cli.add_argument("--memory", action="store_true")
    cli.add_argument("--write", help=argparse.SUPPRESS)
    cli.add_argument("--peak", help=argparse.SUPPRESS)
    args = cli.parse_args()
    if args.write:
        Path(args.write).write_bytes(pdf(args.pages))
        return 0
    if args.peak:
        return peak(args.peak, args.pages)
    print(f"{'format':<7} {'load ms/page':>12} {'parse ms/page':>13} {'load':>6}   beside")
    missing = set()
    for name, write, peers in FORMATS:
        data = write(args.pages)
        if data is None:
            missing.add("LibreOffice")
            continue
        ours, whole = least(load, data, args.repeat), least(parse, data, max(1, args.repeat // 2))
        beside = []
        for peer, read, module in peers:
            if find_spec(module) is None:
                missing.add(peer)
            else:
                bare = least(read, data, args.repeat)
                beside.append(f"{peer} {bare / args.pages:.2f} ({ours / bare:.1f})")
        if name == "DOC":
            began = time.perf_counter()
            office.convert(data, ".doc", None)
            beside.append(f"LibreOffice {1000 * (time.perf_counter() - began) / args.pages:.0f} by the clock")
        print(f"{name:<7} {ours / args.pages:>12.2f} {whole / args.pages:>13.2f} {ours / whole:>6.0%}   {', '.join(beside)}", flush=True)
    if missing:
        print(f"not installed: {', '.join(sorted(missing))}")
    if args.memory:
        with tempfile.TemporaryDirectory() as folder:
            for pages in (50, 500):
                made = Path(folder, f"{pages}.pdf")
                subprocess.run([sys.executable, __file__, "--write", str(made), "--pages", str(pages)], check=True)
                subprocess.run([sys.executable, __file__, "--peak", str(made), "--pages", str(pages)], check=True)
    return 0


def peak(path: str, pages: int) -> int:
    """Prints the peaks of the memory while a PDF is loaded and while it is parsed, and what was taken before."""
    import resource

    parse(pdf(1))  # its libraries are loaded, its patterns compiled
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.process_time()
    load(path)
    took = 1000 * (time.process_time() - began) / pages
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parse(path)
    parsed = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"PDF of {pages} pages: {took:.1f} ms a page to load, {before:.0f} MB before, {after:.0f} MB at its peak, {parsed:.0f} MB parsed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
