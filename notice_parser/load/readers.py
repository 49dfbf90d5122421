"""What reads each format: a function a format, which imports its library only when such a file comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from notice_parser.load.formats import Loaded, require

__all__ = ["ARCHIVES", "IMAGES", "READERS", "read_page", "read_picture", "read_values"]


def read_page(text: str, where: str | None) -> Loaded:
    """A web page, decoded."""
    backends = require("HTML", where)
    from notice_parser.load.html import read_html

    page = read_html(text)
    return Loaded(page.blocks, "html", hidden=page.hidden, files=page.files, backends=backends)


def _docx(data: bytes, where: str | None) -> Loaded:
    backends = require("DOCX", where)
    from notice_parser.load.docx import read_docx

    blocks, n_pages = read_docx(data, where)
    return Loaded(blocks, "docx", n_pages=n_pages, backends=backends)


def _ofd(data: bytes, where: str | None) -> Loaded:
    backends = require("OFD", where)
    from notice_parser.load.ofd import read_ofd

    read = read_ofd(data, where)
    return Loaded(read.blocks, "ofd", n_pages=len(read.sheets), diagnostics=read.diagnostics, backends=backends, sheets=read.sheets)


def _xlsx(data: bytes, where: str | None) -> Loaded:
    backends = require("XLSX", where)
    from notice_parser.load.sheet import read_xlsx

    return Loaded(read_xlsx(data, where), "sheet", backends=backends)


def _xls(data: bytes, where: str | None) -> Loaded:
    backends = require("XLS/ET", where)
    from notice_parser.load.sheet import read_xls

    return Loaded(read_xls(data, where), "sheet", backends=backends)


def _doc(data: bytes, where: str | None) -> Loaded:
    from notice_parser.load.doc import read_doc

    blocks, diagnostics = read_doc(data, where)
    return Loaded(blocks, "doc", diagnostics=diagnostics)


def _rtf(data: bytes, where: str | None) -> Loaded:
    from notice_parser.load.rtf import read_rtf

    return Loaded(read_rtf(data), "rtf")


def read_picture(data: bytes, kind: str, where: str | None) -> Loaded:
    """An image, recognised."""
    require(kind, where)
    from notice_parser.load.image import read_image

    return read_image(data, kind, where)


def read_values(text: str) -> Loaded:
    """Comma-separated values, decoded."""
    from notice_parser.load.sheet import read_csv

    return Loaded(read_csv(text), "sheet")


READERS: Mapping[str, Callable[[bytes, str | None], Loaded]] = {
    "DOC/WPS": _doc,
    "DOCX": _docx,
    "OFD": _ofd,
    "RTF": _rtf,
    "XLS/ET": _xls,
    "XLSX": _xlsx,
}
IMAGES = frozenset(("PNG", "JPEG", "GIF", "TIFF", "BMP"))
ARCHIVES = frozenset(("ZIP", "TAR", "gzip"))
