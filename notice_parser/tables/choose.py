"""Pages with glyphs and rules → their tables as grids among the paragraphs. One finder a page area, chosen by evidence.

Ruled tables first; in what is left, aligned glyphs. A second engine (``pdfplumber``, ``camelot``) is asked where the options
name it, or, with ``auto``, where confidence is low.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from importlib.util import find_spec

from msgspec.structs import replace

from notice_parser.diagnostics import diagnose
from notice_parser.load.source import Block, Grid, Paragraph, Sheet, Source
from notice_parser.model import Diagnostic
from notice_parser.options import Options
from notice_parser.tables.camelot import find_by_camelot
from notice_parser.tables.page import FoundTable, evenness
from notice_parser.tables.plumber import find_by_pdfplumber
from notice_parser.tables.ruled import find_ruled
from notice_parser.tables.unruled import find_unruled

__all__ = ["place_tables", "tables_of"]

FOOT = 24  # characters of a page's foot: — 12 —, 第12页 共20页
UNSURE = 0.6  # a confidence below it asks a second engine
BETTER = 0.1  # by which its evidence must be stronger
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
        tables, said = _by_engine(source, sheet, options, above)
        diagnostics += said
        above = tables[-1] if tables and _is_last(tables[-1], sheet) else None
        for table in tables:
            size = sum(len(cell) for row in table.rows for cell in row)
            if table.lost > LOST * (size + table.lost):
                diagnostics.append(diagnose("tables.glyphs_lost", field="tables", page=sheet.page + 1, count=table.lost))
        blocks += _with_grids(paragraphs, tables, sheet)
    return replace(source, blocks=tuple(blocks), sheets=(), content=None, diagnostics=(*source.diagnostics, *diagnostics))


def _by_engine(source: Source, sheet: Sheet, options: Options, above: FoundTable | None) -> tuple[list[FoundTable], list[Diagnostic]]:
    """The tables of a page by the engine of choice; with ``auto`` by a second one where the first is unsure and it is not.

    The other engines read PDFs only, and no images: what else has pages is left to ours.
    """
    content = source.content
    if content is None or sheet.confidences is not None:
        return tables_of(sheet, above), []
    if options.engine == "pdfplumber":
        return find_by_pdfplumber(content, sheet.page, source.password), []
    if options.engine == "camelot":
        return find_by_camelot(content, sheet.page, source.password, sheet.height), []
    tables = tables_of(sheet, above)
    weak = [table for table in tables if table.confidence < UNSURE]
    if options.engine == "native" or not weak or sheet.turn or find_spec("pdfplumber") is None:
        return tables, []
    try:
        others = find_by_pdfplumber(content, sheet.page, source.password)
    except Exception as error:  # pdfminer raises what it likes on a damaged page; the first reading stands, and it is said
        return tables, [diagnose("tables.no_second", field="tables", page=sheet.page + 1, engine="pdfplumber", reason=type(error).__name__)]
    if not others or evidence(others) <= evidence(tables) + BETTER:
        return tables, []
    reason = f"{evidence(others):.2f} > {evidence(tables):.2f}"
    return others, [diagnose("tables.engine", field="tables", page=sheet.page + 1, engine="pdfplumber", reason=reason)]


def evidence(tables: Sequence[FoundTable]) -> float:
    """How much speaks for a reading: characters placed, weighed with the share of columns that hold one kind of thing."""
    placed = lost = 0
    weighed = 0.0
    for table in tables:
        size = sum(len(cell) for row in table.rows for cell in row)
        placed += size
        lost += table.lost
        weighed += size * evenness(table.rows[table.n_header or 1 :], len(table.rows[0]))
    return weighed / (placed + lost) if placed else 0.0


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
    confidence = min(table.confidence, _least_sure(table, sheet))
    return Grid(
        rows=table.rows,
        method=table.method,
        offset=offset,
        merged=table.merged,
        n_header=table.n_header,
        page=sheet.page,
        bbox=(left, top, right, bottom),
        borders=table.borders,
        confidence=Decimal(f"{confidence:.2f}"),
    )


def _least_sure(table: FoundTable, sheet: Sheet) -> float:
    """The confidence of the least sure line of a table that was recognised; 1 for any other."""
    _, top, _, bottom = table.area
    pairs = zip(sheet.lines, sheet.confidences or (), strict=sheet.confidences is not None)
    return min((one for line, one in pairs if top <= line[0].middle <= bottom), default=1.0)
