"""A row or a merged cell that a page break cut: the row made whole, the cell's text given to its rows below the break.

A row without a key, where every row above has one, and without a second figure beside one above, is the rest of a row. A blank
cell below one that is merged to the end of its page, or in a column of words that has no other blank, goes on with it.
"""

from __future__ import annotations

from msgspec.structs import replace

from notice_parser.tables.cells import is_figure
from notice_parser.tables.headers import is_full_width
from notice_parser.tables.raw import RawTable, inner_moved

__all__ = ["over_break"]

KEYS = 3  # the leading columns whose cells are merged over rows


def over_break(last: RawTable, piece: RawTable, n_head: int) -> tuple[RawTable, RawTable]:
    """Both pieces, whole. ``n_head``: rows of ``last`` that are its header."""
    if (
        not piece.rows
        or len(last.rows) <= n_head
        or last.parts[-1].bbox is None
        or piece.parts[0].bbox is None
        or piece.width != last.width
    ):
        return last, piece
    row, filled = piece.rows[0], _last_texts(last)
    covered = {c for r, c0, height, width in piece.merged if r == 0 for c in range(c0 + 1, c0 + width)}
    blank = [c for c, cell in enumerate(row) if not cell and filled[c] and c not in covered]
    if not blank or not any(row) or is_full_width(row):
        return last, piece
    open_below = {c for r, c, height, width in last.merged if r + height == len(last.rows) and height > 1}
    clash = any(is_figure(a) and is_figure(b) for a, b in zip(filled, row, strict=True))
    if blank[0] == 0 and not clash and not open_below & set(blank) and all(other[0] for other in last.rows[n_head:]):
        whole = tuple(a + b for a, b in zip(last.rows[-1], row, strict=True))
        below = tuple((r - 1, c, h, w) for r, c, h, w in piece.merged if r)
        held = inner_moved([one for one in piece.inner if one.at and not one.at[0]], len(last.rows) - 1)
        left = inner_moved([one for one in piece.inner if one.at and one.at[0]], -1)
        last = replace(last, rows=(*last.rows[:-1], whole), inner=(*last.inner, *held))
        return last, replace(piece, rows=piece.rows[1:], merged=below, inner=left)
    goes_on = [c for c in blank if c in open_below or (c < KEYS and _is_key(last, c, n_head))]
    heights = {c: height for r, c, height, _ in piece.merged if r == 0}
    rows = tuple(
        tuple(filled[c] if c in goes_on and r < heights.get(c, 1) and not cell else cell for c, cell in enumerate(line))
        for r, line in enumerate(piece.rows)
    )
    return last, replace(piece, rows=rows)


def _is_key(table: RawTable, column: int, n_head: int) -> bool:
    """Whether a column has a text in every row, merged cells filled in."""
    held = {i for r, c, height, _ in table.merged if c == column for i in range(r, r + height)}
    body = range(n_head, len(table.rows))
    return all(r in held or table.rows[r][column] for r in body)


def _last_texts(table: RawTable) -> list[str]:
    """The text that stands in each column of the last row, merged cells filled in."""
    texts = list(table.rows[-1])
    for r, c, height, width in table.merged:
        if r + height == len(table.rows):
            for i in range(c, min(table.width, c + width)):
                texts[i] = texts[i] or table.rows[r][c]
    return texts
