"""ODS (OpenDocument 1.2): the sheets of ``content.xml``. A cell holds what it prints; hidden rows, columns and sheets are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from notice_parser.errors import LoadError
from notice_parser.load.package import Package
from notice_parser.load.sheet_blocks import blocks_of, told_of
from notice_parser.load.sheet_rows import ReadSheet
from notice_parser.load.source import TO_CENTRE, TO_RIGHT, Block
from notice_parser.model import Diagnostic

__all__ = ["read_ods"]

_OF = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _STYLE, _OFFICE = f"{{{_OF}table:1.0}}", f"{{{_OF}text:1.0}}", f"{{{_OF}style:1.0}}", f"{{{_OF}office:1.0}}"
_ALIGN = f"{{{_OF}xsl-fo-compatible:1.0}}text-align"
_INDENTS = {"center": TO_CENTRE, "end": TO_RIGHT, "right": TO_RIGHT}
_HIDDEN = frozenset(("collapse", "filter"))
_MAX_CELLS = 2_000_000  # with something in them, those that are said to be repeated among them
_MAX_COLUMN = 16_384
_MAX_SPACES = 80


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
    reader = _Reader(indents, where)
    sheets = []
    n_hidden = 0
    for table in root.iter(f"{_TABLE}table"):
        if next(table.iterancestors(f"{_TABLE}table"), None) is not None:  # within a cell
            continue
        if table.get(f"{_TABLE}style-name") in unseen:
            n_hidden += 1
            continue
        sheets.append(reader.sheet(table))
    return blocks_of(sheets), (*package.told(), *told_of(sheets, n_hidden))


class _Reader:
    """Reads the sheets of one file; counts their cells, of which a few bytes may say that there are millions."""

    def __init__(self, indents: dict[str, int], where: str | None) -> None:
        self.indents, self.where = indents, where
        self.left = _MAX_CELLS

    def sheet(self, table: Any) -> ReadSheet:
        cells: dict[tuple[int, int], str] = {}
        indents: dict[tuple[int, int], int] = {}
        merged: list[tuple[int, int, int, int]] = []
        hidden_rows: set[int] = set()
        row = n_uncomputed = 0
        columns, hidden_columns = self.columns(table)
        for node in table.iter(f"{_TABLE}table-row"):
            if next(node.iterancestors(f"{_TABLE}table"), None) is not table:
                continue
            found, lacking = self.row(node, columns)
            times = _count(node, "rows")
            if found:
                self.left -= len(found) * times
                if self.left < 0:
                    raise LoadError("bomb", where=self.where, reason=f"> {_MAX_CELLS} cells")
                n_uncomputed += lacking * times
                for at in range(row, row + times):
                    for column, (text, indent, height, width) in found.items():
                        if text:
                            cells[at, column] = text
                        if indent and text:
                            indents[at, column] = indent
                        if height > 1 or width > 1:
                            merged.append((at, column, height, width))
                if node.get(f"{_TABLE}visibility") in _HIDDEN:
                    hidden_rows |= set(range(row, row + times))
            row += times
        return ReadSheet(
            str(table.get(f"{_TABLE}name") or ""), cells, merged, frozenset(hidden_rows), frozenset(hidden_columns), n_uncomputed, indents
        )

    def columns(self, table: Any) -> tuple[list[tuple[int, int]], set[int]]:
        """The indentation that the style of each stretch of columns gives, with where it ends; the columns that are hidden."""
        ends: list[tuple[int, int]] = []
        hidden: set[int] = set()
        at = 0
        for node in table.iter(f"{_TABLE}table-column"):
            count = min(_count(node, "columns"), _MAX_COLUMN - at)
            if node.get(f"{_TABLE}visibility") in _HIDDEN:
                hidden |= set(range(at, at + count))
            at += count
            ends.append((at, self.indents.get(str(node.get(f"{_TABLE}default-cell-style-name")), 0)))
        return ends, hidden

    def row(self, node: Any, columns: list[tuple[int, int]]) -> tuple[dict[int, tuple[str, int, int, int]], int]:
        """What of a row's cells prints something or is merged: text, indentation, rows and columns; how many formulas have no result."""
        found: dict[int, tuple[str, int, int, int]] = {}
        column = n_uncomputed = 0
        for cell in node:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            times = min(_count(cell, "columns"), max(0, _MAX_COLUMN - column))
            text = _words(cell) if cell.tag == f"{_TABLE}table-cell" else ""
            height, width = (max(1, _whole(cell.get(f"{_TABLE}number-{of}-spanned"))) for of in ("rows", "columns"))
            has_result = text or cell.get(f"{_OFFICE}value-type") is not None
            n_uncomputed += cell.get(f"{_TABLE}formula") is not None and not has_result
            if text or height > 1 or width > 1:
                of = cell.get(f"{_TABLE}style-name")
                indent = self.indents.get(str(of), 0) if of is not None else next((value for end, value in columns if column < end), 0)
                found |= dict.fromkeys(range(column, column + times), (text, indent, height, width))
            column += times
        return found, n_uncomputed


def _words(cell: Any) -> str:
    """What a cell prints, a paragraph a line; remarks and drawings in it are no paragraphs of its own."""
    return "\n".join("".join(_pieces(node)).strip() for node in cell if node.tag == f"{_TEXT}p").strip()


def _pieces(node: Any) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "s":
            yield " " * min(_whole(child.get(f"{_TEXT}c")) or 1, _MAX_SPACES)
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
    return max(1, _whole(node.get(f"{_TABLE}number-{of}-repeated")))


def _whole(value: str | None) -> int:
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 9 else 0
