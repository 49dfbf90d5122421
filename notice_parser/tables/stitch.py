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
from notice_parser.tables.columns import all_borders, are_as_wide, are_in_line, is_part_of, moved_to, set_on
from notice_parser.tables.headers import is_full_width, read_head
from notice_parser.tables.page_break import over_break
from notice_parser.tables.raw import RawTable, inner_moved

__all__ = ["stitch"]

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
                if dropped and first.borders and piece.borders and piece.parts[0].method == "ruled":
                    piece = moved_to(piece, first, range(n_top + n_header - dropped, n_top + n_header))
                below = tuple((r - dropped, c, rs, cs) for r, c, rs, cs in piece.merged if r >= dropped)
                inner = inner_moved(piece.inner, -dropped)
                kept = _on_common_columns(groups[-1], replace(piece, rows=piece.rows[dropped:], merged=below, inner=inner))
                groups[-1][-1], kept = over_break(groups[-1][-1], kept, n_top + n_header if len(groups[-1]) == 1 else 0)
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
    return len(head.top), head.depth + head.is_numbered


def _dropped(document: Document, first: RawTable, last: RawTable, piece: RawTable, n_top: int, n_header: int, field: Field) -> int | None:
    """How many rows of ``piece`` repeat the header of the table that it goes on with; null where it is another table."""
    between = range(last.lines[1], piece.lines[0])
    if annex_of(document, last.lines[0]) != annex_of(document, piece.lines[0]) or first.is_doubtful or piece.is_doubtful:
        return None
    if _is_beside(last, piece):
        repeated = _repeats(first, piece, n_top, n_header)
        return repeated if repeated and not between and (_is_in_next_column(last, piece) or _counts_on(last, piece, repeated)) else None
    if not _goes_over(last, piece):
        return None
    caption = caption_of(document, first, field) if len(between) else None
    if not all(is_continuation(document, i, caption, field) for i in between):
        return None
    repeated = _repeats(first, piece, n_top, n_header)
    if repeated:
        return repeated
    if piece.n_header is not None and not _goes_on(last, piece.rows[0]):
        return None
    if not _have_same_columns(first, last, piece):
        return None
    return None if _opens_table(last, piece, field) else 0


def _is_beside(last: RawTable, piece: RawTable) -> bool:
    """Whether a piece stands on the right of the last one: a long table of few columns is set so, to fill the page."""
    above, below = last.parts[-1], piece.parts[0]
    if above.bbox is None or below.bbox is None or above.page != below.page:
        return False
    if above.bbox[2] >= below.bbox[0]:
        return False
    return _is_in_next_column(last, piece) or (below.bbox[1] < above.bbox[3] and above.bbox[1] < below.bbox[3])


def _is_in_next_column(last: RawTable, piece: RawTable) -> bool:
    """Whether a piece begins higher on the page than all of the last one, which it stands on the right of: text in two columns."""
    above, below = last.parts[-1].bbox, piece.parts[0].bbox
    return above is not None and below is not None and below[3] < above[1]


def _counts_on(last: RawTable, piece: RawTable, row: int = 0) -> bool:
    """Whether the number that begins a row of the piece follows the one that began the last row."""
    if row >= len(piece.rows):
        return False
    before, here = last.rows[-1][0], piece.rows[row][0]
    return bool(_COUNTER.fullmatch(before) and _COUNTER.fullmatch(here)) and int(here) == int(before) + 1


def _have_same_columns(first: RawTable, last: RawTable, piece: RawTable) -> bool:
    if piece.parts[0].method == "tsv":
        return piece.width <= first.width <= NARROWEST * piece.width or len(first.rows) == 1
    if piece.parts[0].method != "ruled" or not first.borders or not piece.borders:
        return piece.width == first.width
    if not are_in_line(first.borders, piece.borders):
        return are_as_wide(first.borders, piece.borders) and _counts_on(last, piece)
    return is_part_of(piece.borders, first.borders) or is_part_of(first.borders, piece.borders)


def _goes_over(last: RawTable, piece: RawTable) -> bool:
    """Whether two pieces stand so that one may go on with the other; what has no place on a page may.

    On pages: the next page, and the same method.
    """
    above, below = last.parts[-1], piece.parts[0]
    if above.bbox is None or below.bbox is None:
        return above.method == below.method
    return above.method == below.method and below.page == (above.page or 0) + 1


def _on_common_columns(group: list[RawTable], piece: RawTable) -> RawTable:
    """The piece on the columns that it and the group have together, and the group too."""
    borders = group[0].borders
    if piece.parts[0].method != "ruled" or not borders or not piece.borders or piece.width == group[0].width:
        return piece
    both = all_borders(borders, piece.borders)
    group[:] = [set_on(one, both) for one in group]
    return set_on(piece, both)


def _repeats(first: RawTable, piece: RawTable, n_top: int, n_header: int) -> int:
    """The rows at the top of ``piece`` that are those of the table's head, the full-width ones above it included."""
    if not n_header:
        return 0
    rows = [_words(row) for row in piece.rows[: n_top + n_header + 1]]
    head = [_words(row) for row in first.rows[: n_top + n_header]]
    for skip in (0, n_top):
        wanted = head[skip:]
        if rows[: len(wanted)] == wanted:
            return len(wanted)
    return 0


def _words(row: tuple[str, ...]) -> tuple[str, ...]:
    """What stands in the row's cells, without white space."""
    return tuple("".join(cell.split()) for cell in row if cell)


def _goes_on(last: RawTable, row: tuple[str, ...]) -> bool:
    """Whether a row counts on from the last one, or has figures where that has: a body row that a converter made a header."""
    before = last.rows[-1]
    if _COUNTER.fullmatch(row[0]) and _COUNTER.fullmatch(before[0]):
        return int(row[0]) == int(before[0]) + 1
    return len(row) == len(before) and any(is_figure(a) and is_figure(b) for a, b in zip(row, before, strict=True))


def _opens_table(last: RawTable, piece: RawTable, field: Field) -> bool:
    """Whether the piece begins with a header of its own: 序号, or words over figures, where the table so far has figures there."""
    row = piece.rows[0]
    if "".join(row[0].split()).lower() in field.words["index"]:
        return True
    filled = [i for i, cell in enumerate(row) if cell]
    if len(piece.rows) < 2 or len(filled) < 2 or any(is_figure(row[i]) for i in filled):
        return False
    if is_full_width(row):
        return False
    body = last.rows[-1]
    words = [i for i in filled if isinstance(read_cell(row[i]), str)]
    return len(body) == len(row) and any(is_figure(body[i]) and is_figure(piece.rows[1][i]) for i in words)


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
    inner = tuple(one for piece, offset in zip(group, offsets, strict=True) for one in inner_moved(piece.inner, offset))
    return replace(first, rows=rows, merged=merged, parts=parts, lines=(first.lines[0], group[-1].lines[1]), inner=inner)


def _without_repeats(table: RawTable, field: Field) -> RawTable:
    """The table without headers that come again inside it, where a page break left no other trace."""
    if table.merged:
        return table
    n_top, depth = _head_of(table, field)
    if not depth:
        return table
    head = table.rows[n_top : n_top + depth]
    rows, i, kept = table.rows, n_top + depth, list(range(n_top + depth))
    while i < len(rows):
        if rows[i] == head[0] and rows[i : i + depth] == head:
            i += depth
            continue
        kept.append(i)
        i += 1
    if len(kept) == len(rows):
        return table
    row_of = {row: i for i, row in enumerate(kept)}
    inner = tuple(replace(one, at=(row_of.get(one.at[0], -1), one.at[1])) for one in table.inner if one.at)
    return replace(table, rows=tuple(rows[i] for i in kept), inner=inner)
