"""What reads each format: a function a format, which imports its library only when such a file comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from notice_parser.load.formats import Loaded, require

__all__ = ["READERS", "read_page"]


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


READERS: Mapping[str, Callable[[bytes, str | None], Loaded]] = {"DOCX": _docx, "OFD": _ofd}
