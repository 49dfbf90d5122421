"""Puts a Document together: pieces of physical lines into one text, with zones, pages, outline and the way back to the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from notice_parser.diagnostics import diagnose
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document, Line, OffsetMap, PlacedGrid
from notice_parser.layout.furniture import without_furniture
from notice_parser.layout.outline import find_headings
from notice_parser.layout.paragraphs import rejoin
from notice_parser.layout.physical import PhysicalLine, physical_lines
from notice_parser.layout.recognition import doubts_of, mend_figures
from notice_parser.layout.signatures import join_names
from notice_parser.layout.zones import Piece, is_border, is_row, is_title, zone_lines
from notice_parser.load.source import Box, Grid, Source
from notice_parser.model import Diagnostic, Place, Span
from notice_parser.text.width import squeeze

__all__ = ["lay_out"]

_SURROGATE = re.compile("[\ud800-\udfff]")


def lay_out(source: Source, grammars: Grammars) -> Document:
    """The document of a source: one paragraph a line, each with its zone and role; never fails on odd content."""
    source, mends = mend_figures(source, grammars)
    # each line is asked about as the one before, as the one behind, and by itself
    cue = cache(grammars["zones"].match)
    physical, joints = rejoin(
        without_furniture(physical_lines(source)),
        lambda text: is_border(text, cue),
        lambda text: is_row(text, grammars["metadata"]),
        lambda text: is_title(text, grammars),
    )
    physical, names = join_names(physical, lambda text: match.label if (match := cue(text)) is not None else None)
    pieces = zone_lines(physical, grammars, cue, frozenset(squeeze(text) for text, _ in source.files))
    text, starts = _text(physical)
    lines = tuple(_line(physical, starts, piece) for piece in pieces)
    doubts = tuple(doubts_of(source, mends, physical, starts))
    headings = find_headings(text, lines, grammars, [physical[p.line].rank for p in pieces])
    return Document(
        text=text,
        lines=lines,
        pages=_pages(physical, starts, len(text)),
        offsets=_offsets(physical, starts),
        headings=headings,
        annexes=_annexes(lines),
        diagnostics=(*_diagnostics(joints + names, sum(line.mended for line in physical)), *(doubt.told for doubt in doubts)),
        grids=_grids(source, physical, pieces),
        places=tuple(_places(source, physical, starts)),
        files=source.files,
        hidden=source.hidden,
        is_index=source.is_index,
        doubts=tuple(doubt.span for doubt in doubts),
        recognised=frozenset(source.recognised),
    )


def _text(physical: Sequence[PhysicalLine]) -> tuple[str, list[int]]:
    starts, at = [], 0
    for line in physical:
        starts.append(at)
        at += len(line.text) + 1
    # a lone surrogate can be in no JSON; it takes one character's place, so that no span moves
    return _SURROGATE.sub("\ufffd", "\n".join(line.text for line in physical)), starts


def _line(physical: Sequence[PhysicalLine], starts: Sequence[int], piece: Piece) -> Line:
    of = physical[piece.line]
    return Line(
        start=starts[piece.line] + piece.start,
        end=starts[piece.line] + piece.end,
        zone=piece.zone,
        role=piece.role,
        indent=of.indent,
        gap=of.gap if piece.start == 0 else 0,
        page=of.page,
    )


def _pages(physical: Sequence[PhysicalLine], starts: Sequence[int], length: int) -> tuple[Span, ...]:
    """Where each page stands in the text; one page where the file has none."""
    first: dict[int, int] = {}
    for line, start in zip(physical, starts, strict=True):
        first.setdefault(line.page, start)
    borders = [*first.values(), length]
    return tuple((a, max(a, b - 1) if b < length else b) for a, b in pairwise(borders)) if first else ((0, length),)


def _offsets(physical: Sequence[PhysicalLine], starts: Sequence[int]) -> OffsetMap:
    runs = [(start + at, offset) for line, start in zip(physical, starts, strict=True) for at, offset in line.runs]
    return OffsetMap(starts=tuple(a for a, _ in runs), sources=tuple(b for _, b in runs))


def _places(source: Source, physical: Sequence[PhysicalLine], starts: Sequence[int]) -> Iterator[Place]:
    """Where each part of the text stands: the page, paragraph and box of the block that it came from."""
    recognised = frozenset(source.recognised)
    for line, start in zip(physical, starts, strict=True):
        borders = [*(at for at, _ in line.blocks), len(line.text)]
        for (at, number), end in zip(line.blocks, borders[1:], strict=True):
            block = source.blocks[number]
            yield Place(
                span=(start + at, start + end),
                page=block.page if source.n_pages is not None else None,
                place=_row_place(block, line.grid[1]) if isinstance(block, Grid) and line.grid is not None else block.place,
                bbox=_row_box(block, line.grid[1]) if isinstance(block, Grid) and line.grid is not None else block.bbox,
                part="row" if line.grid is not None else "line",
                confidence=block.confidence if block.page in recognised else None,
            )


def _row_place(grid: Grid, row: int) -> str | None:
    """Where in the file a row stands."""
    if row < len(grid.row_places):
        return grid.row_places[row]
    return None if grid.place is None else f"{grid.place} r{row + 1}"


def _row_box(grid: Grid, row: int) -> Box | None:
    """The box of a row, of the table where its own is not known."""
    own = grid.row_boxes[row] if row < len(grid.row_boxes) else None
    return own or grid.bbox


def _annexes(lines: Sequence[Line]) -> tuple[tuple[int, int], ...]:
    """The annexed texts as [first, last) lines: each mark 附件N opens one; without marks all of it is one."""
    annexes: list[tuple[int, int]] = []
    first: int | None = None
    for i, line in enumerate(lines):
        opens = line.role == "annex_mark" and line.zone == "annex"
        if line.zone == "annex" and (first is None or opens):
            if first is not None:
                annexes.append((first, i))
            first = i
        elif line.zone != "annex" and first is not None and line.zone in ("body", "head"):
            annexes.append((first, i))
            first = None
    if first is not None:
        last = max(i for i, line in enumerate(lines) if line.zone == "annex") + 1
        annexes.append((first, last))
    return tuple(annexes)


def _grids(source: Source, physical: Sequence[PhysicalLine], pieces: Sequence[Piece]) -> tuple[PlacedGrid, ...]:
    """The tables that the file marks up, without rows that are something else: a site's labels, the head, the imprint."""
    placed: dict[int, list[tuple[int, int]]] = {}
    for i, piece in enumerate(pieces):
        at = physical[piece.line].grid
        if at is not None and piece.role == "table":
            placed.setdefault(at[0], []).append((at[1], i))
    grids = []
    for block, rows in placed.items():
        grid = source.blocks[block]
        assert isinstance(grid, Grid)
        grids.append(PlacedGrid(grid=grid, rows=tuple(row for row, _ in rows), lines=tuple(line for _, line in rows)))
    return tuple(grids)


def _diagnostics(joints: int, blanks: int) -> tuple[Diagnostic, ...]:
    told = (("lines.rejoined", joints), ("figures.rejoined", blanks))
    return tuple(diagnose(code, count=count) for code, count in told if count)
