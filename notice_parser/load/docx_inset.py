"""Files of other formats that a DOCX holds in the place of its text: sheets set in as objects, chunks of HTML, RTF or DOCX."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

from notice_parser.load.plain import decode, is_binary, split_lines
from notice_parser.load.source import Block
from notice_parser.model import Diagnostic

__all__ = ["Inset", "read_inset"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK = "Workbook".encode("utf-16-le")
_DOCUMENT = "WordDocument".encode("utf-16-le")


class Inset(NamedTuple):
    """The paragraphs and grids of a file that is set in, and what of it was not read whole."""

    blocks: tuple[Block, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def read_inset(data: bytes, where: str | None, depth: int) -> Inset | None:
    """A file that is set in; of a workbook the sheet in sight. Null for what is not read: pictures, formulas, programs.

    Raises ``LoadError`` where the file is damaged.
    """
    if data.startswith(b"PK"):
        if b"word/" in data:
            from notice_parser.load.docx import read_docx

            read = read_docx(data, where, depth=depth)
            return Inset(read.blocks, read.diagnostics)
        if b"xl/" in data:
            from notice_parser.load.sheet import read_xlsx

            return Inset(*read_xlsx(data, where, active_only=True))
        return None
    if data.startswith(_OLE):
        if _WORKBOOK in data and find_spec("xlrd") is not None:
            from notice_parser.load.sheet import read_xls

            return Inset(*read_xls(data, where, active_only=True))
        if _DOCUMENT in data:
            from notice_parser.load.doc import read_doc

            return Inset(*read_doc(data, where))
        return None
    if data.startswith(b"{\\rtf"):
        from notice_parser.load.rtf import read_rtf

        return Inset(*read_rtf(data))
    blocks = _read_characters(data, where)
    return None if blocks is None else Inset(blocks)


def _read_characters(data: bytes, where: str | None) -> tuple[Block, ...] | None:
    """A chunk of text: a page, or lines."""
    decoded = decode(data)
    if is_binary(decoded):
        return None
    if "<" in decoded.text and find_spec("selectolax") is not None:
        from notice_parser.load.html import read_html

        return read_html(decoded.text, where).blocks
    return split_lines(decoded.text)
