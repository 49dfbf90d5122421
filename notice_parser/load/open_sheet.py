"""ODS (OpenDocument 1.2): the sheets of ``content.xml``. A cell holds what it prints, or its value where the file holds no print of it;
hidden rows, columns and sheets are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from notice_parser.errors import LoadError
from notice_parser.load.cell_format import plain
from notice_parser.load.grid import MAX_CELLS
from notice_parser.load.package import Package
from notice_parser.load.sheet_blocks import blocks_of, told_of
from notice_parser.load.sheet_rows import MAX_COLUMN, MAX_ROW, ReadSheet, whole_of
from notice_parser.load.source import TO_CENTRE, TO_RIGHT, Block
from notice_parser.model import Diagnostic

__all__ = ["read_ods"]

_OF = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _STYLE, _OFFICE = f"{{{_OF}table:1.0}}", f"{{{_OF}text:1.0}}", f"{{{_OF}style:1.0}}", f"{{{_OF}office:1.0}}"
_ALIGN = f"{{{_OF}xsl-fo-compatible:1.0}}text-align"
_INDENTS = {"center": TO_CENTRE, "end": TO_RIGHT, "right": TO_RIGHT}
_HIDDEN = frozenset(("collapse", "filter"))
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_PARAGRAPHS = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_LISTS = frozenset(f"{_TEXT}{name}" for name in ("list", "list-item", "list-header", "section"))
_MAX_SPACES = 80
# where the value of a cell stands, by its type, if not in ``value``
_VALUES = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}
_MIDNIGHT = re.compile("T00:00:00(?:[.,]0{1,12})?$")
_NUMBER = re.compile("[+-]?[0-9]{1,15}(?:[.][0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?")  # any other is given as it stands
_TIME = re.compile("PT([0-9]{1,9})H([0-9]{1,2})M([0-9]{1,2})(?:[.,][0-9]{0,20})?S")


def read_ods(data: bytes, where: str | None) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """The sheets of an ODS that are shown, and what of it is damaged or hidden. ``LoadError`` where nothing can be read."""
    package = Package(data, "ODS", where)
    if package.has("META-INF/manifest.xml") and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise LoadError("locked", where=where, format="ODS")
    root = package.read_xml("content.xml") if package.has("content.xml") else None
    if root is None:
        raise LoadError("damaged", where=where, format="ODS", reason="content.xml")
    indents: dict[str, int] = {}
    unseen: set[str] = set()  # the styles of sheets that are hidden
    for style in root.iter(f"{_STYLE}style"):
        name = str(style.get(f"{_STYLE}name"))
        for node in style:
            if indent := _INDENTS.get(str(node.get(_ALIGN))):
                indents[name] = indent
            if node.get(f"{_TABLE}display") == "false":
                unseen.add(name)
    tables = [table for book in root.iter(f"{_OFFICE}spreadsheet") for table in book.findall(f"{_TABLE}table")]
    reader = _Reader(indents, where)
    sheets = [reader.sheet(table) for table in tables if table.get(f"{_TABLE}style-name") not in unseen]
    return blocks_of(sheets), (*package.told(), *told_of(sheets, len(tables) - len(sheets)))


class _ReadCell(NamedTuple):
    """What a cell prints, by how many columns it is set in, and how many rows and columns it takes."""

    text: str
    indent: int
    height: int
    width: int


class _Reader:
    """Reads the sheets of one file; counts their cells, of which a few bytes may say that there are millions."""

    def __init__(self, indents: dict[str, int], where: str | None) -> None:
        self.indents, self.where = indents, where
        self.left = MAX_CELLS

    def sheet(self, table: Any) -> ReadSheet:
        """The cells of a sheet that print something, and what of it is merged or hidden."""
        cells: dict[tuple[int, int], str] = {}
        indents: dict[tuple[int, int], int] = {}
        merged: list[tuple[int, int, int, int]] = []
        hidden: list[tuple[int, int]] = []
        row = last = n_uncomputed = 0
        ends, set_in, hidden_columns = self.columns(table)
        for node, is_hidden in _below(table, "row"):
            found, lacking = self.row(node, ends, set_in)
            times = min(_count(node, "rows"), MAX_ROW - row)
            if is_hidden:
                hidden.append((row, row + times))
            if found and times:
                last = row + times
                self.left -= len(found) * times
                if self.left < 0:
                    raise LoadError("bomb", where=self.where, reason=f"> {MAX_CELLS} cells")
                n_uncomputed += lacking * times
                for at in range(row, last):
                    for column, (text, indent, height, width) in found.items():
                        if text:
                            cells[at, column] = text
                        if indent and text:
                            indents[at, column] = indent
                        if height > 1 or width > 1:
                            merged.append((at, column, height, width))
            row += times
        hidden_rows = frozenset(at for begin, end in hidden for at in range(begin, min(end, last)))
        return ReadSheet(str(table.get(f"{_TABLE}name") or ""), cells, merged, hidden_rows, hidden_columns, n_uncomputed, indents)

    def columns(self, table: Any) -> tuple[list[int], list[int], frozenset[int]]:
        """Where each stretch of columns ends, the indentation that its style gives; the columns that are hidden."""
        ends: list[int] = []
        set_in: list[int] = []
        hidden: set[int] = set()
        at = 0
        for node, is_hidden in _below(table, "column"):
            count = min(_count(node, "columns"), MAX_COLUMN - at)
            if is_hidden:
                hidden |= set(range(at, at + count))
            at += count
            ends.append(at)
            set_in.append(self.indents.get(str(node.get(f"{_TABLE}default-cell-style-name")), 0))
        return ends, set_in, frozenset(hidden)

    def row(self, node: Any, ends: list[int], set_in: list[int]) -> tuple[dict[int, _ReadCell], int]:
        """What of a row's cells prints something or is merged, by their columns; how many formulas have no result."""
        found: dict[int, _ReadCell] = {}
        column = n_uncomputed = 0
        for cell in node.iterchildren(_CELL, _COVERED):
            times = min(_count(cell, "columns"), MAX_COLUMN - column)
            printed = list(_paragraphs(cell)) if cell.tag == _CELL else []
            kind = cell.get(f"{_OFFICE}value-type")
            # what prints nothing by its format has an empty paragraph
            text = "\n".join(printed).strip() if printed or cell.tag != _CELL else _value_of(cell, kind)
            height, width = (max(1, whole_of(cell.get(f"{_TABLE}number-{of}-spanned"))) for of in ("rows", "columns"))
            n_uncomputed += cell.get(f"{_TABLE}formula") is not None and not printed and kind is None
            if text or height > 1 or width > 1:
                of = cell.get(f"{_TABLE}style-name")
                stretch = bisect_right(ends, column)
                indent = self.indents.get(str(of), 0) if of is not None else set_in[stretch] if stretch < len(ends) else 0
                found |= dict.fromkeys(range(column, column + times), _ReadCell(text, indent, height, width))
            column += times
        return found, n_uncomputed


def _below(node: Any, of: str, is_hidden: bool = False) -> Iterator[tuple[Any, bool]]:
    """The rows (``row``) or columns of a sheet, through what groups them, and whether each is hidden, or a group that it is in."""
    for child in node:
        if child.tag == f"{_TABLE}table-{of}":
            yield child, is_hidden or child.get(f"{_TABLE}visibility") in _HIDDEN
        elif child.tag in (f"{_TABLE}table-{of}-group", f"{_TABLE}table-{of}s", f"{_TABLE}table-header-{of}s"):
            yield from _below(child, of, is_hidden or child.get(f"{_TABLE}display") == "false")


def _paragraphs(node: Any) -> Iterator[str]:
    """What the paragraphs of a cell print, those of lists too; remarks and drawings in it are no paragraphs of its own."""
    for child in node:
        if child.tag in _PARAGRAPHS:
            yield "".join(_pieces(child)).strip()
        elif child.tag in _LISTS:
            yield from _paragraphs(child)


def _value_of(cell: Any, kind: str | None) -> str:
    """The value of a cell that says nothing of how it prints; as it is, without the digits that its format may leave out."""
    said = (cell.get(f"{_OFFICE}{_VALUES.get(str(kind), 'value')}") or "").strip()
    if kind == "boolean":
        return said.upper()
    if kind == "date":
        return _MIDNIGHT.sub("", said).replace("T", " ")
    if kind == "time":
        return f"{int(parts[1])}:{parts[2]}:{parts[3]}" if (parts := _TIME.fullmatch(said)) else said
    if kind == "string":
        return said
    if _NUMBER.fullmatch(said) is None:
        return said
    number = float(said)
    return f"{plain(number * 100)}%" if kind == "percentage" else plain(number)


def _pieces(node: Any) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "s":
            yield " " * min(whole_of(child.get(f"{_TEXT}c")) or 1, _MAX_SPACES)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name in ("span", "a", "ruby", "ruby-base"):
            yield from _pieces(child)
        elif name in ("sheet-name", "title", "date", "time", "page-number"):
            yield child.text or ""
        yield child.tail or ""


def _count(node: Any, of: str) -> int:
    return max(1, whole_of(node.get(f"{_TABLE}number-{of}-repeated")))
