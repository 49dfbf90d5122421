"""What reads each format: a function a format, which imports its library only when such a file comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.beside import PageReader
from notice_parser.load.formats import Loaded, refusal, require
from notice_parser.load.packed import PACKED
from notice_parser.load.sniff import format_of
from notice_parser.load.source import Grid, Paragraph

__all__ = [
    "ARCHIVES",
    "IMAGES",
    "READERS",
    "office_suffix",
    "read_ofd_pages",
    "read_page",
    "read_picture",
    "read_pictured",
    "read_pictures",
    "read_values",
]


def read_page(text: str, where: str | None, frame: PageReader | None = None) -> Loaded:
    """A web page, decoded. ``frame`` gives the page that a frame of it names."""
    backends = require("HTML", where)
    from notice_parser.load.html import read_html

    page = read_html(text, where, frame)
    told = [diagnose("source.frame_read", name=name) for name in page.framed]
    told += [diagnose("source.frame_unread", name=name) for name in page.unread]
    if page.n_struck:
        told.append(diagnose("source.struck_out", count=page.n_struck))
    if page.pictures:
        told.append(diagnose("source.pictures_unread", count=page.pictures))
    return Loaded(
        page.blocks, "html", hidden=page.hidden, files=page.files, diagnostics=tuple(told), backends=backends, is_index=page.is_index
    )


def _docx(data: bytes, where: str | None) -> Loaded:
    backends = require("DOCX", where)
    from notice_parser.load.docx import read_docx

    read = read_docx(data, where)
    return Loaded(read.blocks, "docx", n_pages=read.n_pages, diagnostics=read.diagnostics, backends=backends, pictures=read.pictures)


def _word_xml(data: bytes, where: str | None) -> Loaded:
    require("Word-XML", where)
    from notice_parser.load.flat_word import as_package

    return _docx(as_package(data, where), where)


def _mhtml(data: bytes, where: str | None) -> Loaded:
    require("MHTML", where)
    from notice_parser.load.mhtml import page_of

    text, lost, frame = page_of(data, where)
    return _with_lost(read_page(text, where, frame), lost)


def _excel_xml(data: bytes, where: str | None) -> Loaded:
    backends = require("Excel-XML", where)
    from notice_parser.load.flat_sheet import read_flat_sheets

    blocks, told = read_flat_sheets(data, where)
    return Loaded(blocks, "sheet", backends=backends, diagnostics=told)


def read_ofd_pages(data: bytes, where: str | None, ocr: str) -> Loaded:
    """An OFD, those of its pages that are scans recognised as ``Options.ocr`` says."""
    require("OFD", where)
    from notice_parser.load.ofd import read_ofd

    return read_ofd(data, where, ocr)


def _xlsx(data: bytes, where: str | None) -> Loaded:
    backends = require("XLSX", where)
    from notice_parser.load.sheet import read_xlsx

    blocks, told = read_xlsx(data, where)
    return Loaded(blocks, "sheet", backends=backends, diagnostics=told)


def _ods(data: bytes, where: str | None) -> Loaded:
    backends = require("ODS", where)
    from notice_parser.load.open_sheet import read_ods

    blocks, told = read_ods(data, where)
    return Loaded(blocks, "sheet", backends=backends, diagnostics=told)


def _epub(data: bytes, where: str | None) -> Loaded:
    backends = require("EPUB", where)
    from notice_parser.load.epub import page_of_book

    text, lost, told = page_of_book(data, where)
    read = _with_lost(read_page(text, where), lost)
    return read._replace(diagnostics=(*read.diagnostics, *told), backends=backends)


def _with_lost(read: Loaded, lost: int) -> Loaded:
    return read._replace(diagnostics=(*read.diagnostics, diagnose("text.decoded_with_loss", count=lost))) if lost else read


def _xls(data: bytes, where: str | None) -> Loaded:
    backends = require("XLS/ET", where)
    from notice_parser.load.sheet import read_xls

    blocks, told = read_xls(data, where)
    return Loaded(blocks, "sheet", backends=backends, diagnostics=told)


def _doc(data: bytes, where: str | None) -> Loaded:
    from notice_parser.load.doc import read_doc

    try:
        blocks, diagnostics = read_doc(data, where)
    except LoadError as error:
        read = _by_office(data, ".wps", where) if error.code == "unread_format" else None  # Microsoft Works
        if read is None:
            raise
        return read
    own = Loaded(blocks, "doc", diagnostics=diagnostics)
    if any(one.code in _LOST for one in diagnostics):
        read = _by_office(data, ".doc", where)
        if read is not None and _holds(read, own):
            return read
    return own


def _odt(data: bytes, where: str | None) -> Loaded:
    read = _by_office(data, ".odt", where)
    if read is None:
        raise refusal("ODT", where)
    return read


def _by_office(data: bytes, suffix: str, where: str | None) -> Loaded | None:
    """What the office program's DOCX of the file holds; null where it cannot read the file, or it or what reads DOCX is not installed."""
    from notice_parser.load.office import convert, office_name

    program = office_name()
    if program is None or find_spec("lxml") is None:
        return None
    try:
        made = convert(data, suffix, where)
    except LoadError as error:
        if error.code == "timed_out":
            raise
        return None
    read = _docx(made, where) if made is not None else None
    name = program[0].lower()
    return None if read is None else read._replace(loader=name, backends=((name, program[1]), *read.backends))


def office_suffix(data: bytes, kind: str | None) -> str | None:
    """The suffix under which the office program is given a file; null for one that needs none."""
    if kind == "ODT":
        return ".odt"
    if kind != "DOC/WPS":
        return None
    from notice_parser.load.doc import read_doc

    try:
        return ".doc" if any(one.code in _LOST for one in read_doc(data, None)[1]) else None
    except LoadError as error:
        return ".wps" if error.code == "unread_format" else None


def _holds(read: Loaded, own: Loaded) -> bool:
    """Whether what LibreOffice read holds all that our own reader found: as many tables, and the text."""
    tables = [sum(isinstance(block, Grid) for block in one.blocks) for one in (read, own)]
    lengths = [
        sum(
            len("".join(block.text.split())) if isinstance(block, Paragraph) else sum(len(cell) for row in block.rows for cell in row)
            for block in one.blocks
        )
        for one in (read, own)
    ]
    return tables[0] >= tables[1] and lengths[0] >= _ENOUGH * lengths[1]


def _rtf(data: bytes, where: str | None) -> Loaded:
    from notice_parser.load.rtf import read_rtf

    blocks, told = read_rtf(data)
    return Loaded(blocks, "rtf", diagnostics=told)


def read_picture(data: bytes, kind: str, where: str | None) -> Loaded:
    """An image, recognised."""
    require(kind, where)
    from notice_parser.load.image import read_image

    return read_image(data, kind, where)


def read_pictures(files: Sequence[tuple[bytes, str, str | None]], where: str | None) -> Loaded:
    """Images that are the pages of one notice, recognised: content, kind and place of each."""
    for _, kind, place in files:
        require(kind, place)
    from notice_parser.load.image import read_images

    return read_images(files, where)


def read_pictured(loaded: Loaded, where: str | None, ocr: str) -> Loaded:
    """A document that holds nothing but images, each read as a page; told and left alone where ``ocr`` is ``never``.

    Drawings in formats that are not read (EMF, WMF, SVG) are told. ``LoadError`` for more images than a file may have pages.
    """
    if not loaded.pictures:
        return loaded
    kinds = [(content, format_of(content), name) for name, content in loaded.pictures]
    pictures = [(content, kind, name) for content, kind, name in kinds if kind is not None and kind in IMAGES]
    told = [*loaded.diagnostics, *(diagnose("source.part_unread", name=name) for _, kind, name in kinds if kind not in IMAGES)]
    if ocr == "never" or not pictures:
        return loaded._replace(diagnostics=(*told, diagnose("pdf.image_only", pages=len(kinds))))
    if len(pictures) > _MAX_PICTURES:
        raise LoadError("too_many_pages", where=where, count=len(pictures), limit=_MAX_PICTURES)
    read = read_pictures(pictures, where)
    pages = "1" if len(pictures) == 1 else f"1–{len(pictures)}"
    told += [diagnose("ocr.pages", pages=pages), *read.diagnostics]
    return read._replace(loader=loaded.loader, backends=tuple(sorted({*loaded.backends, *read.backends})), diagnostics=tuple(told))


def read_values(text: str, separator: str) -> Loaded:
    """Separated values, decoded."""
    from notice_parser.load.separated import read_separated

    return Loaded(read_separated(text, separator), "sheet")


_LOST = ("source.numbers_lost", "source.degraded")  # what our own reader of DOC loses, and LibreOffice may read
_MAX_PICTURES = 2_000  # of a document that has no text
_ENOUGH = 0.9  # of our own reader's characters, in what LibreOffice read

READERS: Mapping[str, Callable[[bytes, str | None], Loaded]] = {
    "DOC/WPS": _doc,
    "DOCX": _docx,
    "Excel-XML": _excel_xml,
    "MHTML": _mhtml,
    "EPUB": _epub,
    "ODS": _ods,
    "ODT": _odt,
    "RTF": _rtf,
    "Word-XML": _word_xml,
    "XLS/ET": _xls,
    "XLSX": _xlsx,
}
IMAGES = frozenset(("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "JBIG2"))
ARCHIVES = frozenset(("ZIP", "TAR", "EML", *PACKED))
