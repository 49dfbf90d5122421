"""Pages with glyphs and rules → their tables as grids among the paragraphs. One finder a page area, chosen by evidence.

Ruled tables first; in what is left, aligned glyphs. A second engine (``pdfplumber``, ``camelot``) is asked where the options
name it, or, with ``auto``, each that is installed where confidence is low.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from msgspec.structs import replace

from notice_parser.diagnostics import diagnose
from notice_parser.load.source import Block, Paragraph, Segment, Sheet, Source
from notice_parser.model import Diagnostic
from notice_parser.options import Options
from notice_parser.tables.camelot import find_by_camelot
from notice_parser.tables.page import FoundTable, evenness
from notice_parser.tables.placing import with_grids
from notice_parser.tables.plumber import find_by_pdfplumber
from notice_parser.tables.ruled import find_ruled
from notice_parser.tables.unruled import find_unruled

__all__ = ["place_tables", "tables_of"]

FOOT = 24  # characters of a page's foot: — 12 —, 第12页 共20页
UNSURE = 0.6  # a confidence below it asks a second engine
SECOND = ("pdfplumber", "camelot")  # the engines that are asked, where they are installed
WHOLE = 0.8  # of the characters in the tables of the first reading that another must have in its own
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
        aside = sheet.aside + sum(_size(s.text) for s in sheet.beside) - sum(table.beside for table in tables)
        if aside > 0:
            diagnostics.append(diagnose("pdf.aside", page=sheet.page + 1, count=aside))
        above = tables[-1] if tables and _is_last(tables[-1], sheet) else None
        for table in tables:
            if table.lost and table.lost > LOST * (sum(len(cell) for row in table.rows for cell in row) + table.lost):
                diagnostics.append(diagnose("tables.glyphs_lost", field="tables", page=sheet.page + 1, count=table.lost))
        blocks += with_grids(paragraphs, tables, sheet)
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
        return _by_camelot(source, content, sheet), []
    tables = tables_of(sheet, above)
    if options.engine == "native" or sheet.turn or all(table.confidence >= UNSURE for table in tables):
        return tables, []
    best, by, said = tables, "", []
    for engine in (one for one in SECOND if find_spec(one) is not None):
        try:
            others = (
                find_by_pdfplumber(content, sheet.page, source.password) if engine == "pdfplumber" else _by_camelot(source, content, sheet)
            )
        except Exception as error:  # they raise what they like on a damaged page; the first reading stands, and it is said
            said.append(diagnose("tables.no_second", field="tables", page=sheet.page + 1, engine=engine, reason=type(error).__name__))
            continue
        if is_better(others, best):
            best, by = others, engine
    if by:
        reason = f"{evidence(best):.2f} > {evidence(tables):.2f}"
        said.append(diagnose("tables.engine", field="tables", page=sheet.page + 1, engine=by, reason=reason))
    return best, said


def _by_camelot(source: Source, content: bytes, sheet: Sheet) -> list[FoundTable]:
    """What camelot finds, with the characters that it left out: it does not count them."""
    return [_counted(table, sheet) for table in find_by_camelot(content, sheet.page, source.password, sheet.height)]


def _counted(table: FoundTable, sheet: Sheet) -> FoundTable:
    """The table with the number of characters in its area that are in none of its cells."""
    top, bottom = table.area[1], table.area[3]
    inside = [s.text for line in sheet.lines if top <= line[0].middle <= bottom for s in line if _stands_in(s, table)]
    lost = _size("".join(inside)) - _size("".join(["".join(row) for row in table.rows]))
    return replace(table, lost=lost) if lost > table.lost else table


def _size(text: str) -> int:
    return len("".join(text.split()))


def _stands_in(segment: Segment, table: FoundTable) -> bool:
    left, top, right, bottom = table.area
    return left <= (segment.x0 + segment.x1) / 2 <= right and top <= segment.middle <= bottom


def is_better(others: Sequence[FoundTable], tables: Sequence[FoundTable]) -> bool:
    """Whether the evidence for another reading is stronger, and it leaves out no part of the tables."""
    size, other = (sum(_size(cell) for table in each for row in table.rows for cell in row) for each in (tables, others))
    return other >= WHOLE * size and evidence(others) > evidence(tables) + BETTER


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
    found = ruled + [_counted(table, sheet) for table in find_unruled(sheet, [table.area for table in ruled], partly, above)]
    return sorted(found, key=lambda table: (table.area[1], table.area[0]))


def _is_last(table: FoundTable, sheet: Sheet) -> bool:
    """Whether nothing but a page number stands below a table on its page."""
    below = [line for line in sheet.lines if line[0].middle > table.area[3] and not any(s.middle < table.area[3] for s in line)]
    return sum(len(segment.text) for line in below for segment in line) <= FOOT
