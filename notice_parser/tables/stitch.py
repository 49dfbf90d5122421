"""Stitching: pieces of one table that a page break cut, joined. A repeated header is dropped, one left out is carried on.

Pieces are joined where nothing stands between them but marks of continuation (续表), the caption printed again, the unit;
never over the border of an annex.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from notice_parser.grammar import Field
from notice_parser.layout.document import Document
from notice_parser.tables.captions import annex_of, caption_of, is_continuation
from notice_parser.tables.cells import is_figure, read_cell
from notice_parser.tables.headers import is_full_width, read_head
from notice_parser.tables.raw import RawTable

__all__ = ["stitch"]

ALIGNED = 6  # points: the same table printed on two pages stands no further off
HEAD_ROWS = 8  # within so many rows a table shows its header or has none
NARROWEST = 4  # a piece of tabs that lost its blank cells still has so large a part of the columns: a quarter

_COUNTER = re.compile("[0-9]{1,5}")


def stitch(document: Document, pieces: Sequence[RawTable], field: Field) -> tuple[RawTable, ...]:
    """The tables, in order, each of all its pieces."""
    groups: list[list[RawTable]] = []  # joined at the end: a table of many pieces is put together once
    n_top, n_header = 0, 0
    for piece in pieces:
        if groups:
            first, last = groups[-1][0], groups[-1][-1]
            dropped = _dropped(document, first, last, piece, n_top, n_header, field)
            if dropped is not None:
                below = tuple((r - dropped, c, rs, cs) for r, c, rs, cs in piece.merged if r >= dropped)
                kept = replace(piece, rows=piece.rows[dropped:], merged=below)
                groups[-1][-1], kept = _over_break(groups[-1][-1], kept)
                groups[-1].append(kept)
                if len(first.rows) <= (n_top + n_header if n_header else HEAD_ROWS):  # what was one row so far may now show its header
                    groups[-1] = [_joined(groups[-1])]
                    n_top, n_header = _head_of(groups[-1][0], field)
                continue
        groups.append([piece])
        n_top, n_header = _head_of(piece, field)
    return tuple(_without_repeats(_joined(group), field) for group in groups)


def _head_of(table: RawTable, field: Field) -> tuple[int, int]:
    head = read_head(table, field)
    return len(head.top), head.depth


def _dropped(document: Document, first: RawTable, last: RawTable, piece: RawTable, n_top: int, n_header: int, field: Field) -> int | None:
    """How many rows of ``piece`` repeat the header of the table that it goes on with; null where it is another table."""
    between = range(last.lines[1], piece.lines[0])
    if annex_of(document, last.lines[0]) != annex_of(document, piece.lines[0]) or first.is_doubtful or piece.is_doubtful:
        return None
    methods = {first.parts[0].method, piece.parts[0].method}
    if len(methods) > 1 and methods != {"ruled", "unruled"}:
        return None
    if not _in_line(last, piece):
        return None
    caption = caption_of(document, first, field) if len(between) else None
    if not all(is_continuation(document, i, caption, field) for i in between):
        return None
    repeated = _repeats(first, piece, n_top, n_header)
    if repeated:
        return repeated
    if piece.n_header is not None and not _goes_on(last, piece.rows[0]):
        return None
    widths = piece.width == first.width or (piece.parts[0].method == "tsv" and piece.width <= first.width <= NARROWEST * piece.width)
    if not widths and not (len(first.rows) == 1 and piece.parts[0].method == "tsv"):
        return None
    return None if _opens_table(first, last, piece) else 0


def _in_line(last: RawTable, piece: RawTable) -> bool:
    """Whether two ruled pieces begin and end at the same places of their pages; what has no box on a page is in line."""
    above, below = last.parts[-1], piece.parts[0]
    if above.method != "ruled" or below.method != "ruled" or above.bbox is None or below.bbox is None:
        return True
    return abs(above.bbox[0] - below.bbox[0]) <= ALIGNED and abs(above.bbox[2] - below.bbox[2]) <= ALIGNED


def _over_break(last: RawTable, piece: RawTable) -> tuple[RawTable, RawTable]:
    """Both pieces, a row that the page break cut made whole, a merged cell that goes on below it given its text there.

    A row without a key, where every row above has one, and without a second figure beside one above, is the rest of a row.
    """
    if not piece.rows or not last.rows or last.parts[-1].bbox is None or piece.parts[0].bbox is None or piece.width != last.width:
        return last, piece
    above, row = last.rows[-1], piece.rows[0]
    open_below = {c for r, c, height, width in last.merged if r + height == len(last.rows) and height > 1}
    blank = [c for c, cell in enumerate(row) if not cell and above[c]]
    if not blank or not any(row) or blank[0] != 0 or is_full_width(row):
        return last, piece
    if blank[0] in open_below or (row[-1] and is_figure(row[-1]) and is_figure(above[-1])):
        filled = _last_texts(last)
        goes_on = [c for c in blank if c in open_below or c == 0]
        height = next((h for r, c, h, _ in piece.merged if r == 0 and c == 0), 1)
        rows = tuple(
            tuple(filled[c] if c in goes_on and r < height and not cell else cell for c, cell in enumerate(line))
            for r, line in enumerate(piece.rows)
        )
        return last, replace(piece, rows=rows)
    if any(not other[0] for other in last.rows[1:]) or any(is_figure(a) and is_figure(b) for a, b in zip(above, row, strict=True)):
        return last, piece
    whole = tuple(a + b for a, b in zip(above, row, strict=True))
    below = tuple((r - 1, c, h, w) for r, c, h, w in piece.merged if r)
    return replace(last, rows=(*last.rows[:-1], whole)), replace(piece, rows=piece.rows[1:], merged=below)


def _last_texts(table: RawTable) -> list[str]:
    """The text that stands in each column of the last row, merged cells filled in."""
    texts = list(table.rows[-1])
    for r, c, height, width in table.merged:
        if r + height == len(table.rows):
            for i in range(c, min(table.width, c + width)):
                texts[i] = texts[i] or table.rows[r][c]
    return texts


def _repeats(first: RawTable, piece: RawTable, n_top: int, n_header: int) -> int:
    """The rows at the top of ``piece`` that are those of the table's head, the full-width ones above it included."""
    if not n_header:
        return 0
    rows = [_bare(row) for row in piece.rows[: n_top + n_header + 1]]
    head = [_bare(row) for row in first.rows[: n_top + n_header]]
    for skip in (0, n_top):
        wanted = head[skip:]
        if rows[: len(wanted)] == wanted:
            return len(wanted)
    return 0


def _bare(row: tuple[str, ...]) -> tuple[str, ...]:
    """The row without white space and without blanks at its end."""
    cells = ["".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _goes_on(last: RawTable, row: tuple[str, ...]) -> bool:
    """Whether a row counts on from the last one, or has figures where that has: a body row that a converter made a header."""
    before = last.rows[-1]
    if _COUNTER.fullmatch(row[0]) and _COUNTER.fullmatch(before[0]):
        return int(row[0]) == int(before[0]) + 1
    return len(row) == len(before) and any(is_figure(a) and is_figure(b) for a, b in zip(row, before, strict=True))


def _opens_table(first: RawTable, last: RawTable, piece: RawTable) -> bool:
    """Whether the piece begins with a header of its own: words over figures, where the table so far has figures there."""
    row = piece.rows[0]
    filled = [i for i, cell in enumerate(row) if cell]
    if len(piece.rows) < 2 or len(filled) < 2 or any(is_figure(row[i]) for i in filled):
        return False
    if is_full_width(row):
        return False
    body = last.rows[-1]
    words = [i for i in filled if isinstance(read_cell(row[i]), str)]
    return any(i < len(body) and is_figure(body[i]) and is_figure(piece.rows[1][i]) for i in words)


def _joined(group: Sequence[RawTable]) -> RawTable:
    """The pieces as one table, as wide as the widest."""
    if len(group) == 1:
        return group[0]
    first = group[0]
    width = max(piece.width for piece in group)
    rows = tuple(row if len(row) == width else row + ("",) * (width - len(row)) for piece in group for row in piece.rows)
    offsets, at = [], 0
    for piece in group:
        offsets.append(at)
        at += len(piece.rows)
    merged = tuple((r + offset, c, rs, cs) for piece, offset in zip(group, offsets, strict=True) for r, c, rs, cs in piece.merged)
    parts = tuple(part for piece in group for part in piece.parts)
    return replace(first, rows=rows, merged=merged, parts=parts, lines=(first.lines[0], group[-1].lines[1]))


def _without_repeats(table: RawTable, field: Field) -> RawTable:
    """The table without headers that come again inside it, where a page break left no other trace."""
    if table.merged:
        return table
    n_top, depth = _head_of(table, field)
    if not depth:
        return table
    head = table.rows[n_top : n_top + depth]
    rows, i, kept = table.rows, n_top + depth, list(table.rows[: n_top + depth])
    while i < len(rows):
        if rows[i] == head[0] and rows[i : i + depth] == head:
            i += depth
            continue
        kept.append(rows[i])
        i += 1
    return table if len(kept) == len(rows) else replace(table, rows=tuple(kept))
