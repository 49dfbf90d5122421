"""Spreadsheets: XLSX by a walk over its XML, XLS and ET with ``xlrd``. What each visible cell prints, as its number format says; hidden
rows, columns and sheets are left out. ``sheet_blocks`` tells tables from the text around them.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterable
from functools import lru_cache
from io import StringIO
from typing import Any

from notice_parser.errors import LoadError
from notice_parser.load.cell_format import BUILT_IN, print_cell
from notice_parser.load.package import Package
from notice_parser.load.sheet_blocks import blocks_of, told_of
from notice_parser.load.sheet_rows import MAX_COLUMN, MAX_ROW, ReadSheet, whole_of
from notice_parser.load.source import TO_CENTRE, TO_RIGHT, Block
from notice_parser.model import Diagnostic

__all__ = ["read_xls", "read_xlsx"]

_REFERENCE = re.compile("\\$?(?P<column>[A-Za-z]{1,3})\\$?(?P<row>[0-9]{1,7})")
_INDENTS = {"center": TO_CENTRE, "centerContinuous": TO_CENTRE, "right": TO_RIGHT}
_XLS_INDENTS = {2: TO_CENTRE, 6: TO_CENTRE, 3: TO_RIGHT}


def read_xlsx(data: bytes, where: str | None, *, active_only: bool = False) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """The sheets of an XLSX that are shown, and what of it is damaged or hidden; ``active_only``: the one in sight.

    ``LoadError`` where nothing can be read.
    """
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
    active = next((whole_of(view.get("activeTab")) + 1 for view in _named(book, "workbookView")), 1) if active_only else None
    n_hidden = 0
    for number, node in enumerate(_named(book, "sheet"), 1):
        if node.get("state") in ("hidden", "veryHidden"):
            n_hidden += 1
            continue
        if active not in (None, number):
            continue
        key = next((value for name, value in node.attrib.items() if str(name).endswith("}id")), "")
        target = targets.get(str(key), f"xl/worksheets/sheet{number}.xml")
        root = package.read_part(target)
        if root is not None:
            sheets.append(_read_sheet(root, str(node.get("name") or ""), strings, formats, is_1904))
            if boxes := _boxes(package, target):
                sheets.append(ReadSheet("", {(n, 0): line for n, line in enumerate(boxes)}, [], frozenset(), frozenset(), 0, {}))
        else:
            package.tell_damaged(target)
    return blocks_of(sheets), (*package.told(), *told_of(sheets, 0 if active_only else n_hidden))


def _boxes(package: Package, sheet: str) -> list[str]:
    """The lines of the text boxes that lie on a sheet, without what stands in for one in older programs."""
    folder, name = posixpath.split(sheet)
    lines: list[str] = []
    for relation in _named_or_none(package.read_part(f"{folder}/_rels/{name}.rels"), "Relationship"):
        if not str(relation.get("Type")).endswith("/drawing"):
            continue
        target = str(relation.get("Target"))
        drawing = package.read_part(target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target)))
        for body in _named_or_none(drawing, "txBody"):
            if next(body.iterancestors("{*}Fallback"), None) is not None:
                continue
            lines += ["".join(text.text or "" for text in _named(node, "t")) for node in _named(body, "p")]
    return [line for line in lines if line.strip()]


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


def _formats(root: Any) -> list[tuple[str, int]]:
    """The number format of each cell style, by its index, and by how many columns it sets text in."""
    if root is None:
        return []
    custom = {whole_of(node.get("numFmtId")): str(node.get("formatCode") or "") for node in _named(root, "numFmt")}
    found: list[tuple[str, int]] = []
    for group in _named(root, "cellXfs"):
        for node in _named(group, "xf"):
            key = whole_of(node.get("numFmtId"))
            aligned = next((str(child.get("horizontal") or "") for child in _named(node, "alignment")), "")
            found.append((custom.get(key) or BUILT_IN.get(key, "General"), _INDENTS.get(aligned, 0)))
        break
    return found


def _read_sheet(root: Any, name: str, strings: list[str], formats: list[tuple[str, int]], is_1904: bool) -> ReadSheet:
    cells: dict[tuple[int, int], str] = {}
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    merged: list[tuple[int, int, int, int]] = []
    indents: dict[tuple[int, int], int] = {}
    row = -1
    n_uncomputed = 0
    space = str(root.tag).rpartition("}")[0] + "}" if "}" in str(root.tag) else ""
    for node in root.iter(f"{space}row"):
        row = whole_of(node.get("r")) - 1 if node.get("r") else row + 1
        if node.get("hidden") in ("1", "true"):
            hidden_rows.add(row)
        column = -1
        for cell in node.iterchildren(f"{space}c"):
            letters = str(cell.get("r") or "").strip("$0123456789")
            column = _column(letters) if letters else column + 1
            style = whole_of(cell.get("s"))
            form, indent = formats[style] if style < len(formats) else ("General", 0)
            text = _value(cell, f"{space}v", strings, form, is_1904)
            if text and 0 <= row < MAX_ROW and column < MAX_COLUMN:
                cells[row, column] = text
                if indent:
                    indents[row, column] = indent
            elif not text and cell.get("t", "n") == "n":  # a formula that gives no characters says so: t="str"
                n_uncomputed += cell.find(f"{space}f") is not None and not (cell.findtext(f"{space}v") or "").strip()
            else:
                n_uncomputed += cell.get("t") == "e"
    for node in _named(root, "col"):
        if node.get("hidden") in ("1", "true"):
            hidden_columns |= set(range(max(0, whole_of(node.get("min")) - 1), min(whole_of(node.get("max")), MAX_COLUMN)))
    for node in _named(root, "mergeCell"):
        first, _, last = str(node.get("ref") or "").partition(":")
        a, b = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if a and b:
            r, c = int(a.group("row")) - 1, _column(a.group("column"))
            merged.append((r, c, int(b.group("row")) - r, _column(b.group("column")) - c + 1))
    return ReadSheet(name, cells, merged, frozenset(hidden_rows), frozenset(hidden_columns), n_uncomputed, indents)


@lru_cache(maxsize=1000)
def _column(letters: str) -> int:
    """The number of a column, from 0; one that no sheet has where these are no letters of a column."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return MAX_COLUMN
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: Any, value_tag: str, strings: list[str], form: str, is_1904: bool) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _text(cell).strip()
    raw = next((child.text or "" for child in cell if child.tag == value_tag), "")
    if kind == "s":
        at = whole_of(raw.strip())
        return strings[at].strip() if raw.strip().isdigit() and at < len(strings) else ""
    if kind == "b":
        return "TRUE" if raw.strip() == "1" else "FALSE"
    if kind in ("str", "e", "d"):
        return raw.strip() if kind != "e" else ""
    try:
        number = float(raw)
    except ValueError:
        return raw.strip()
    return print_cell(number, form, is_1904=is_1904) if math.isfinite(number) else ""


def read_xls(data: bytes, where: str | None, *, active_only: bool = False) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """The sheets of an XLS, or of an ET of Kingsoft, which is one, and what of it is hidden; ``active_only``: the one in sight."""
    import xlrd
    from xlrd.biffh import XLRDError

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO(), on_demand=False)
    except XLRDError as error:
        code = "locked" if "encrypt" in str(error).lower() else "damaged"
        raise LoadError(code, where=where, format="XLS", reason=str(error)) from error
    except Exception as error:  # of damaged records it raises whatever it stumbles over
        raise LoadError("damaged", where=where, format="XLS", reason=f"{type(error).__name__}: {error}") from error
    shown = [sheet for sheet in book.sheets() if sheet.visibility == 0]
    sheets = [_read_biff(sheet, book) for sheet in shown if not active_only or sheet.sheet_visible or len(shown) == 1]
    return blocks_of(sheets), told_of(sheets, 0 if active_only else book.nsheets - len(shown))


def _read_biff(sheet: Any, book: Any) -> ReadSheet:
    cells: dict[tuple[int, int], str] = {}
    indents: dict[tuple[int, int], int] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            style = book.xf_list[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(book.xf_list) else None
            if cell.ctype == 1:
                text = str(cell.value).strip()
            elif cell.ctype in (2, 3) and math.isfinite(cell.value):
                known = book.format_map.get(style.format_key) if style is not None else None
                form = (BUILT_IN.get(known.format_key) or known.format_str) if known is not None else "General"
                text = print_cell(cell.value, form, is_1904=bool(book.datemode))
            elif cell.ctype == 4:
                text = "TRUE" if cell.value else "FALSE"
            else:
                text = ""
            if text:
                cells[row, column] = text
                if style is not None and (indent := _XLS_INDENTS.get(style.alignment.hor_align)):
                    indents[row, column] = indent
    merged = [(r0, c0, r1 - r0, c1 - c0) for r0, r1, c0, c1 in sheet.merged_cells]
    hidden_rows = frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden)
    hidden_columns = frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden)
    return ReadSheet(str(sheet.name), cells, merged, hidden_rows, hidden_columns, indents=indents)
