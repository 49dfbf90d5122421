"""Spreadsheets: XLSX by a walk over its XML, XLS and ET with ``xlrd``, CSV. Each visible sheet is one grid, printed as its number
formats say; hidden rows, columns and sheets are left out, a sheet of one column is lines of text.
"""

from __future__ import annotations

import csv
import math
import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import StringIO
from itertools import groupby
from typing import Any, NamedTuple

from notice_parser.errors import LoadError
from notice_parser.load.cell_format import BUILT_IN, print_cell
from notice_parser.load.grid import MAX_CELLS
from notice_parser.load.package import Package
from notice_parser.load.source import Block, Grid, Paragraph
from notice_parser.model import Diagnostic

__all__ = ["MAX_COLUMN", "MAX_ROW", "ReadSheet", "blocks_of", "read_csv", "read_xls", "read_xlsx", "sheets_of"]

_REFERENCE = re.compile("\\$?(?P<column>[A-Za-z]{1,3})\\$?(?P<row>[0-9]{1,7})")
_PLAIN_NAME = re.compile("(?:sheet|工作表|表)[ ]?[0-9]{0,3}|[\x00-\x7f]{0,31}", re.I)
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384


class ReadSheet(NamedTuple):
    """A sheet: what each cell prints by row and column, what is merged, what is hidden."""

    name: str
    cells: dict[tuple[int, int], str]
    merged: list[tuple[int, int, int, int]]  # row, column, rows, columns
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    n_uncomputed: int = 0  # formulas whose result the file does not hold


def read_xlsx(data: bytes, where: str | None, *, active_only: bool = False) -> tuple[Block, ...]:
    """The sheets of an XLSX as grids; ``active_only``: the one in sight."""
    return blocks_of(sheets_of(data, where, active_only=active_only)[0])


def sheets_of(data: bytes, where: str | None, *, active_only: bool = False) -> tuple[list[ReadSheet], list[Diagnostic]]:
    """The sheets of an XLSX that are in sight, and which parts of it are damaged. ``LoadError`` where nothing can be read."""
    package = Package(data, "XLSX", where)
    book = package.read_xml("xl/workbook.xml")
    if book is None or (package.is_cut and not package.has("xl/sharedStrings.xml")):  # without its words a sheet says nothing
        raise LoadError("damaged", where=where, format="XLSX", reason="xl/workbook.xml, xl/sharedStrings.xml")
    strings = _strings(package.read_part("xl/sharedStrings.xml"))
    formats = _formats(package.read_part("xl/styles.xml"))
    is_1904 = any(node.get("date1904") in ("1", "true") for node in _named(book, "workbookPr"))
    targets = {
        str(node.get("Id")): posixpath.normpath(posixpath.join("xl", str(node.get("Target"))))
        if not str(node.get("Target")).startswith("/")
        else str(node.get("Target"))[1:]
        for node in _named_or_none(package.read_part("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    sheets = []
    active = next((_whole(view.get("activeTab")) + 1 for view in _named(book, "workbookView")), 1) if active_only else None
    for number, node in enumerate(_named(book, "sheet"), 1):
        if node.get("state") in ("hidden", "veryHidden") or active not in (None, number):
            continue
        key = next((value for name, value in node.attrib.items() if str(name).endswith("}id")), "")
        target = targets.get(str(key), f"xl/worksheets/sheet{number}.xml")
        root = package.read_part(target)
        if root is not None:
            sheets.append(_read_sheet(root, str(node.get("name") or ""), strings, formats, is_1904))
        else:
            package.tell_damaged(target)
    return sheets, package.told()


def _named(root: Any, name: str) -> Iterable[Any]:
    """The nodes of a name in the namespace of the root, which is one of two."""
    return root.iter(f"{{*}}{name}")  # type: ignore[no-any-return]


def _named_or_none(root: Any, name: str) -> Iterable[Any]:
    return _named(root, name) if root is not None else ()


def _strings(root: Any) -> list[str]:
    """The shared strings; readings (phonetic runs) are no text."""
    return [_text(node) for node in _named_or_none(root, "si")]


def _text(node: Any) -> str:
    parts = []
    for child in node.iter():
        if isinstance(child.tag, str) and child.tag.endswith("}t"):
            parent = child.getparent()
            if parent is None or not str(parent.tag).endswith("}rPh"):
                parts.append(child.text or "")
    return "".join(parts)


def _formats(root: Any) -> list[str]:
    """The number format of each cell style, by its index."""
    if root is None:
        return []
    custom = {_whole(node.get("numFmtId")): str(node.get("formatCode") or "") for node in _named(root, "numFmt")}
    found: list[str] = []
    for group in _named(root, "cellXfs"):
        for node in _named(group, "xf"):
            key = _whole(node.get("numFmtId"))
            found.append(custom.get(key) or BUILT_IN.get(key, "General"))
        break
    return found


def _whole(value: str | None) -> int:
    return int(value) if value is not None and value.isdigit() and len(value) < 9 else 0


def _read_sheet(root: Any, name: str, strings: list[str], formats: list[str], is_1904: bool) -> ReadSheet:
    cells: dict[tuple[int, int], str] = {}
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    merged: list[tuple[int, int, int, int]] = []
    row = -1
    n_uncomputed = 0
    space = str(root.tag).rpartition("}")[0] + "}" if "}" in str(root.tag) else ""
    for node in root.iter(f"{space}row"):
        row = _whole(node.get("r")) - 1 if node.get("r") else row + 1
        if node.get("hidden") in ("1", "true"):
            hidden_rows.add(row)
        column = -1
        for cell in node.iterchildren(f"{space}c"):
            letters = str(cell.get("r") or "").strip("$0123456789")
            column = _column(letters) if letters else column + 1
            n_uncomputed += len(cell) > 0 and cell[-1].tag == f"{space}f"
            text = _value(cell, f"{space}v", strings, formats, is_1904)
            if text and 0 <= row < MAX_ROW and column < MAX_COLUMN:
                cells[row, column] = text
    for node in _named(root, "col"):
        if node.get("hidden") in ("1", "true"):
            hidden_columns |= set(range(max(0, _whole(node.get("min")) - 1), min(_whole(node.get("max")), MAX_COLUMN)))
    for node in _named(root, "mergeCell"):
        first, _, last = str(node.get("ref") or "").partition(":")
        a, b = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if a and b:
            r, c = int(a.group("row")) - 1, _column(a.group("column"))
            merged.append((r, c, int(b.group("row")) - r, _column(b.group("column")) - c + 1))
    return ReadSheet(name, cells, merged, frozenset(hidden_rows), frozenset(hidden_columns), n_uncomputed)


@lru_cache(maxsize=1000)
def _column(letters: str) -> int:
    """The number of a column, from 0; one that no sheet has where these are no letters of a column."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return MAX_COLUMN
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: Any, value_tag: str, strings: list[str], formats: list[str], is_1904: bool) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _text(cell).strip()
    raw = next((child.text or "" for child in cell if child.tag == value_tag), "")
    if kind == "s":
        at = _whole(raw.strip())
        return strings[at].strip() if raw.strip().isdigit() and at < len(strings) else ""
    if kind == "b":
        return "TRUE" if raw.strip() == "1" else "FALSE"
    if kind in ("str", "e", "d"):
        return raw.strip() if kind != "e" else ""
    try:
        number = float(raw)
    except ValueError:
        return raw.strip()
    style = _whole(cell.get("s"))
    return print_cell(number, formats[style] if style < len(formats) else "General", is_1904=is_1904) if math.isfinite(number) else ""


def read_xls(data: bytes, where: str | None, *, active_only: bool = False) -> tuple[Block, ...]:
    """The sheets of an XLS, or of an ET of Kingsoft, which is one; ``active_only``: the one in sight."""
    import xlrd
    from xlrd.biffh import XLRDError

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=StringIO(), on_demand=False)
    except XLRDError as error:
        code = "encrypted" if "encrypt" in str(error).lower() else "damaged"
        raise LoadError(code, where=where, format="XLS", reason=str(error)) from error
    except Exception as error:  # of damaged records it raises whatever it stumbles over
        raise LoadError("damaged", where=where, format="XLS", reason=f"{type(error).__name__}: {error}") from error
    shown = [sheet for sheet in book.sheets() if sheet.visibility == 0]
    return blocks_of([_read_biff(sheet, book) for sheet in shown if not active_only or sheet.sheet_visible or len(shown) == 1])


def _read_biff(sheet: Any, book: Any) -> ReadSheet:
    cells: dict[tuple[int, int], str] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            if cell.ctype == 1:
                text = str(cell.value).strip()
            elif cell.ctype in (2, 3) and math.isfinite(cell.value):
                style = book.xf_list[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(book.xf_list) else None
                known = book.format_map.get(style.format_key) if style is not None else None
                form = (BUILT_IN.get(known.format_key) or known.format_str) if known is not None else "General"
                text = print_cell(cell.value, form, is_1904=bool(book.datemode))
            elif cell.ctype == 4:
                text = "TRUE" if cell.value else "FALSE"
            else:
                text = ""
            if text:
                cells[row, column] = text
    merged = [(r0, c0, r1 - r0, c1 - c0) for r0, r1, c0, c1 in sheet.merged_cells]
    hidden_rows = frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden)
    hidden_columns = frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden)
    return ReadSheet(str(sheet.name), cells, merged, hidden_rows, hidden_columns)


def read_csv(text: str) -> tuple[Block, ...]:
    """The rows of comma-separated values as one grid."""
    csv.field_size_limit(MAX_CELLS)
    cells: dict[tuple[int, int], str] = {}
    try:
        for r, row in enumerate(csv.reader(StringIO(text, newline=""))):
            for c, cell in enumerate(row):
                if cell.strip():
                    cells[r, c] = cell.strip()
    except csv.Error:
        cells = {(r, c): cell.strip() for r, line in enumerate(text.splitlines()) for c, cell in enumerate(line.split(",")) if cell.strip()}
    return blocks_of([ReadSheet("", cells, [], frozenset(), frozenset())])


# -- sheets → blocks


def blocks_of(sheets: Iterable[ReadSheet]) -> tuple[Block, ...]:
    """The sheets as grids, each behind its name, where it has one of its own."""
    blocks: list[Block] = []
    offset = 0
    for page, sheet in enumerate(sheet for sheet in sheets if sheet.cells):
        if not _PLAIN_NAME.fullmatch(sheet.name):
            blocks.append(Paragraph(text=sheet.name, offset=offset, page=page, place=f"{sheet.name}!"))
            offset += len(sheet.name) + 1
        for block in _of_sheet(sheet, page, offset):
            blocks.append(block)
            offset += sum(len(cell) + 1 for row in block.rows for cell in row) if isinstance(block, Grid) else len(block.text) + 1
    return tuple(blocks)


def _of_sheet(sheet: ReadSheet, page: int, offset: int) -> list[Block]:
    """A sheet as one grid a run of rows that blank ones part; rows and columns without text are left out at the edges."""
    rows = sorted({r for r, _ in sheet.cells} - sheet.hidden_rows)
    columns = sorted({c for _, c in sheet.cells} - sheet.hidden_columns)
    if not rows or not columns:
        return []
    place = f"{sheet.name}!" if sheet.name else None
    if len(columns) == 1:
        return [
            Paragraph(text=sheet.cells.get((r, columns[0]), "").replace("\n", " "), offset=offset, page=page, place=f"{place or ''}{r + 1}")
            for r in rows
        ]
    shown = [r for r in range(rows[0], rows[-1] + 1) if r not in sheet.hidden_rows] if rows[-1] - rows[0] <= 4 * len(rows) + 100 else rows
    blocks: list[Block] = []
    filled = set(rows)
    covered = {r for top, _, height, _ in sheet.merged if height > 1 and height < 5000 for r in range(top, top + height)}
    for is_filled, group in groupby(shown, key=lambda r: r in filled or r in covered):
        run = list(group)
        if not is_filled:
            blocks.append(Paragraph(text="", offset=offset, page=page))
        elif len(run) * len(columns) <= MAX_CELLS:
            blocks.append(_grid(sheet, run, columns, page, offset, place))
        else:
            blocks += [
                Paragraph(
                    text="\t".join(sheet.cells.get((r, c), "") for c in columns), offset=offset, page=page, place=f"{place or ''}{r + 1}"
                )
                for r in run
            ]
    return blocks


def _grid(sheet: ReadSheet, rows: list[int], columns: list[int], page: int, offset: int, place: str | None) -> Grid:
    row_at: Mapping[int, int] = {r: i for i, r in enumerate(rows)}
    column_at: Mapping[int, int] = {c: i for i, c in enumerate(columns)}
    merged = []
    for r, c, height, width in sheet.merged:
        if r not in row_at or c not in column_at:
            continue
        tall = sum(1 for i in range(r, min(r + height, rows[-1] + 1)) if i in row_at)
        wide = sum(1 for j in range(c, min(c + width, columns[-1] + 1)) if j in column_at)
        if tall > 1 or wide > 1:
            merged.append((row_at[r], column_at[c], tall, wide))
    return Grid(
        rows=tuple(tuple(sheet.cells.get((r, c), "") for c in columns) for r in rows),
        merged=tuple(sorted(merged)),
        method="sheet",
        offset=offset,
        page=page,
        place=place,
        row_places=tuple(f"{place or ''}{r + 1}" for r in rows),
    )
