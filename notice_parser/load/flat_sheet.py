"""Workbooks in one XML file (SpreadsheetML of Excel 2003, which many systems write as .xls) → sheets."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from notice_parser.errors import LoadError
from notice_parser.load.cell_format import print_cell
from notice_parser.load.package import parse_xml
from notice_parser.load.sheet_blocks import blocks_of, told_of
from notice_parser.load.sheet_rows import MAX_COLUMN, MAX_ROW, ReadSheet, whole_of
from notice_parser.load.source import TO_CENTRE, TO_RIGHT, Block
from notice_parser.model import Diagnostic

__all__ = ["read_flat_sheets"]

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_INDENTS = {"Center": TO_CENTRE, "CenterAcrossSelection": TO_CENTRE, "Right": TO_RIGHT}
_EPOCH = datetime(1899, 12, 30)
# formats that have a name of their own
_NAMED = {
    "percent": "0.00%",
    "fixed": "0.00",
    "standard": "#,##0.00",
    "currency": "#,##0.00",
    "short date": "yyyy-m-d",
    "long date": 'yyyy"年"m"月"d"日"',
    "general date": "yyyy-m-d h:mm",
    "medium date": "yyyy-m-d",
    "general number": "General",
}


def read_flat_sheets(data: bytes, where: str | None) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """The sheets that are in sight, and what is hidden. ``LoadError`` where it is no such workbook."""
    root = parse_xml(data)
    if root is None or root.tag != f"{_SS}Workbook":
        raise LoadError("damaged", where=where, format="Excel-XML", reason="no Workbook")
    formats, indents = {}, {}
    for style in root.iter(f"{_SS}Style"):
        name = str(style.get(f"{_SS}ID"))
        for form in style.findall(f"{_SS}NumberFormat"):
            formats[name] = str(form.get(f"{_SS}Format") or "")
        for alignment in style.findall(f"{_SS}Alignment"):
            indents[name] = _INDENTS.get(str(alignment.get(f"{_SS}Horizontal")), 0)
    nodes = root.findall(f"{_SS}Worksheet")
    sheets = [_sheet(node, formats, indents) for node in nodes if not _is_hidden_sheet(node)]
    return blocks_of(sheets), told_of(sheets, len(nodes) - len(sheets))


def _is_hidden_sheet(node: Any) -> bool:
    said = next((child for child in node.iter() if isinstance(child.tag, str) and child.tag.endswith("}Visible")), None)
    return said is not None and str(said.text or "").strip() in ("SheetHidden", "SheetVeryHidden")


def _sheet(node: Any, formats: dict[str, str], indents: dict[str, int]) -> ReadSheet:
    cells: dict[tuple[int, int], str] = {}
    set_in: dict[tuple[int, int], int] = {}
    merged: list[tuple[int, int, int, int]] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    table = node.find(f"{_SS}Table")
    column = -1
    for given in table.findall(f"{_SS}Column") if table is not None else ():
        column = _at(given, column)
        wide = whole_of(given.get(f"{_SS}Span"))
        if given.get(f"{_SS}Hidden") == "1":
            hidden_columns |= set(range(column, min(column + wide + 1, MAX_COLUMN)))
        column += wide
    row = -1
    for line in table.findall(f"{_SS}Row") if table is not None else ():
        row = _at(line, row)
        tall = whole_of(line.get(f"{_SS}Span"))
        if line.get(f"{_SS}Hidden") == "1":
            hidden_rows |= set(range(row, min(row + tall + 1, MAX_ROW)))
        column = -1
        for cell in line.findall(f"{_SS}Cell"):
            column = _at(cell, column)
            text = _printed(cell, formats)
            if text and row < MAX_ROW and column < MAX_COLUMN:
                cells[row, column] = text
                if indent := indents.get(str(cell.get(f"{_SS}StyleID"))):
                    set_in[row, column] = indent
            across, down = whole_of(cell.get(f"{_SS}MergeAcross")), whole_of(cell.get(f"{_SS}MergeDown"))
            if across or down:
                merged.append((row, column, down + 1, across + 1))
            column += across
        row += tall
    return ReadSheet(str(node.get(f"{_SS}Name") or ""), cells, merged, frozenset(hidden_rows), frozenset(hidden_columns), indents=set_in)


def _at(node: Any, before: int) -> int:
    """The place of a row, column or cell: what it says, else the next one."""
    said = whole_of(node.get(f"{_SS}Index"))
    return said - 1 if said else before + 1


def _printed(cell: Any, formats: dict[str, str]) -> str:
    """What a cell shows."""
    data = cell.find(f"{_SS}Data")
    if data is None:
        return ""
    raw = "".join(data.itertext()).strip()
    kind = data.get(f"{_SS}Type")
    form = formats.get(str(cell.get(f"{_SS}StyleID")), "")
    form = _NAMED.get(form.lower(), form) or "General"
    if kind == "Boolean":
        return "TRUE" if raw == "1" else "FALSE"
    if kind == "Error":
        return ""
    try:
        if kind == "DateTime":
            moment = datetime.fromisoformat(raw[:19]) - _EPOCH
            return print_cell(moment.total_seconds() / 86_400, "yyyy-m-d" if form == "General" else form)
        if kind == "Number":
            number = float(raw)
            return print_cell(number, form) if math.isfinite(number) else ""
    except ValueError:
        return raw
    return raw
