"""Pages with glyphs and rules → their tables as grids among the paragraphs. One finder a page area, chosen by evidence.

Ruled tables first; in what is left, aligned glyphs. A second engine (``pdfplumber``, ``camelot``) is asked where the options
name it, or, with ``auto``, where confidence is low.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from notice_parser.diagnostics import diagnose
from notice_parser.load.source import Block, Grid, Paragraph, Sheet, Source
from notice_parser.model import Diagnostic
from notice_parser.options import Options
from notice_parser.tables.page import FoundTable
from notice_parser.tables.ruled import find_ruled
from notice_parser.tables.unruled import find_unruled

__all__ = ["place_tables"]

FOOT = 24  # characters of a page's foot: — 12 —, 第12页 共20页
LOST = 0.02  # so large a share of a table's characters in no cell is worth a diagnostic


def place_tables(source: Source, options: Options) -> Source:
    """The source with a grid in the place of the lines that are a table's, on every page."""
    if not source.sheets:
        return source
    diagnostics: list[Diagnostic] = []
    blocks: list[Block] = []
    by_page: dict[int, list[Paragraph]] = {}
    for block in source.blocks:
        assert isinstance(block, Paragraph)
        by_page.setdefault(block.page, []).append(block)
    above: FoundTable | None = None
    for sheet in source.sheets:
        paragraphs = by_page.get(sheet.page, [])
        tables = tables_of(sheet, above)
        above = tables[-1] if tables and _is_last(tables[-1], sheet) else None
        for table in tables:
            size = sum(len(cell) for row in table.rows for cell in row)
            if table.lost > LOST * (size + table.lost):
                diagnostics.append(diagnose("tables.glyphs_lost", field="tables", page=sheet.page + 1, count=table.lost))
        blocks += _with_grids(paragraphs, tables, sheet)
    return replace(source, blocks=tuple(blocks), sheets=(), content=None, diagnostics=(*source.diagnostics, *diagnostics))


def tables_of(sheet: Sheet, above: FoundTable | None = None) -> list[FoundTable]:
    """The tables of a page by our own finders, from top to bottom. ``above``: the table that ends the page before."""
    ruled, partly = find_ruled(sheet)
    found = ruled + find_unruled(sheet, [table.area for table in ruled], partly, above)
    return sorted(found, key=lambda table: (table.area[1], table.area[0]))


def _is_last(table: FoundTable, sheet: Sheet) -> bool:
    """Whether nothing but a page number stands below a table on its page."""
    below = [line for line in sheet.lines if line[0].middle > table.area[3] and not any(s.middle < table.area[3] for s in line)]
    return sum(len(segment.text) for line in below for segment in line) <= FOOT


def _with_grids(paragraphs: Sequence[Paragraph], tables: Sequence[FoundTable], sheet: Sheet) -> list[Block]:
    """The page's blocks: a grid before the first line below its top, the lines that it took left out."""
    if not tables:
        return list(paragraphs)
    blocks: list[Block] = []
    waiting = list(tables)
    offset = paragraphs[0].offset if paragraphs else 0
    for paragraph in paragraphs:
        middle = float(paragraph.bbox[1] + paragraph.bbox[3]) / 2 if paragraph.bbox else None
        while waiting and middle is not None and waiting[0].area[1] <= middle:
            blocks.append(_grid(waiting.pop(0), sheet, offset))
        offset = paragraph.offset
        if middle is None:
            if blocks and not isinstance(blocks[-1], Grid):
                blocks.append(paragraph)
            continue
        if not any(_is_inside(paragraph, table) for table in tables):
            blocks.append(paragraph)
    blocks += [_grid(table, sheet, offset) for table in waiting]
    return blocks


def _is_inside(paragraph: Paragraph, table: FoundTable) -> bool:
    assert paragraph.bbox is not None
    left, top, right, bottom = map(float, paragraph.bbox)
    middle = (top + bottom) / 2
    x0, y0, x1, y1 = table.area
    return y0 <= middle <= y1 and left < x1 and right > x0


def _grid(table: FoundTable, sheet: Sheet, offset: int) -> Grid:
    left, top, right, bottom = (Decimal(f"{value:.1f}") for value in table.area)
    return Grid(
        rows=table.rows,
        method=table.method,
        offset=offset,
        merged=table.merged,
        n_header=table.n_header,
        page=sheet.page,
        bbox=(left, top, right, bottom),
        confidence=Decimal(f"{table.confidence:.2f}"),
    )
