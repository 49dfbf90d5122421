"""Tables that text carries: pipes with or without a rule under the header, tabs, and one cell a line.

Every function returns pieces: runs of rows that nothing parts, neither a blank line nor a page break nor a new header
with its rule. Joining them is for ``stitch``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from notice_parser.layout.document import Document
from notice_parser.model import Span
from notice_parser.tables.cells import is_figure, is_null
from notice_parser.tables.raw import RawTable, clean_cell, part_of, rectangle

__all__ = ["Found", "find_pieces", "split_pipes"]

_RULE = re.compile("[|:\\- \\t\u3000—]{3,}+")
_PIPE = re.compile("(?<!\\\\)\\|")
_CELL_LINE = re.compile("[^|]{0,2000}\\|")
_PIPES = re.compile("\\|{1,400}")

CELL_LINES = 0.8  # so large a share of a block's lines hold one cell each before it is read cell by cell
SPARSE, SMALL = 8, 10_000  # cells of a grid, filled up, for each that is printed; and so many in any case
MIN_CELLS = 6  # and so many cells there are: two columns, a header and two rows


class Found(NamedTuple):
    """The pieces of a document in order, and the spans of table-like blocks that no grid could be made of."""

    pieces: tuple[RawTable, ...]
    unread: tuple[Span, ...]


def find_pieces(document: Document) -> Found:
    """Every run of rows in the lines of role ``table``."""
    pieces: list[RawTable] = []
    unread: list[Span] = []
    for first, last in _blocks(document):
        texts = [document.of(line) for line in document.lines[first:last]]
        if _is_cell_by_cell(texts):
            found = _read_cells(document, texts, first)
            if found is None:
                unread.append((document.lines[first].start, document.lines[last - 1].end))
            else:
                pieces.append(found)
            continue
        pieces += _read_rows(document, texts, first, unread)
    return Found(tuple(pieces), tuple(unread))


def split_pipes(text: str, *, is_open: bool = False) -> list[str]:
    """The cells of a row of pipes, with outer pipes or without; an escaped pipe is a character of its cell.

    ``is_open``: the table has no outer pipes in front, so that a leading one closes a blank cell.

    >>> split_pipes("| 甲\\\\|乙 | 1 | |"), split_pipes("序号 | 名称")
    (['甲|乙', '1', ''], ['序号', '名称'])
    """
    if "\\|" in text:
        cells = [cell.replace("\\|", "|") for cell in _PIPE.split(text)]
        closed = text.endswith("|") and not text.endswith("\\|")
    else:
        cells = text.split("|")
        closed = text.endswith("|")
    if closed and len(cells) > 1:
        cells.pop()
    if text.startswith("|") and not is_open:
        cells = cells[1:]
    return [clean_cell(cell) for cell in cells]


def _blocks(document: Document) -> list[tuple[int, int]]:
    blocks: list[tuple[int, int]] = []
    marked_up = {i for placed in document.grids for i in placed.lines}
    for i, line in enumerate(document.lines):
        if line.role != "table" or i in marked_up:
            continue
        if blocks and blocks[-1][1] == i:
            blocks[-1] = (blocks[-1][0], i + 1)
        else:
            blocks.append((i, i + 1))
    return blocks


# -- a row a line


def _is_rule(text: str) -> bool:
    return "-" in text and "|" in text and _RULE.fullmatch(text) is not None


def _read_rows(document: Document, texts: Sequence[str], first: int, unread: list[Span]) -> list[RawTable]:
    """The pieces of a block whose lines are rows. A rule takes the row above it for a header.

    Rows too unlike in length to be a grid go to ``unread``: filled up they would be blanks for the most part.
    """
    pieces: list[RawTable] = []
    rules = [_is_rule(text) for text in texts]
    widest = 1 + max(text.count("\t") for text in texts)
    begin = 0
    for i in range(1, len(texts) + 1):
        if i < len(texts):
            line = document.lines[first + i]
            opens = i + 1 < len(texts) and rules[i + 1] and not rules[i] and any(rules[begin:i])
            if (
                line.gap == 0
                and line.page == document.lines[first + i - 1].page
                and not opens
                and _is_tabbed(texts[i]) == _is_tabbed(texts[begin])
            ):
                continue
        cells = sum(map(_count_cells, texts[begin:i]))
        if (i - begin) * max(map(_count_cells, texts[begin:i])) > SPARSE * cells + SMALL:  # one line of a thousand pipes among prose
            unread.append((document.lines[first + begin].start, document.lines[first + i - 1].end))
            begin = i
            continue
        piece = _piece(document, texts[begin:i], rules[begin:i], first + begin, widest)
        if piece is not None:
            pieces.append(piece)
        begin = i
    return pieces


def _count_cells(text: str) -> int:
    return 1 + max(text.count("|"), text.count("\t"))


def _is_tabbed(text: str) -> bool:
    return "|" not in text or ("\t" in text and not text.startswith("|"))


def _piece(document: Document, texts: Sequence[str], rules: Sequence[bool], first: int, widest: int) -> RawTable | None:
    rows_at = [i for i, rule in enumerate(rules) if not rule]
    if not rows_at:
        return None
    n_header = rules.index(True) if any(rules) else None
    lines = (first, first + len(texts))
    if _is_tabbed(texts[rows_at[0]]):
        rows = _read_tabs(document, texts, first, widest)
        return RawTable(rows=rows, n_header=None, lines=lines, parts=(part_of(document, *lines, method="tsv"),))
    is_open = not texts[rows_at[0]].startswith("|")
    grid = [split_pipes(texts[i], is_open=is_open) for i in rows_at]
    width = len(grid[0]) if n_header else None
    if width is not None:  # trailing blanks beyond the header are padding, a cell there is none
        width = max(width, max(len(row) - _trailing_blanks(row) for row in grid))
    return RawTable(rows=rectangle(grid, width), n_header=n_header, lines=lines, parts=(part_of(document, *lines),))


def _trailing_blanks(row: Sequence[str]) -> int:
    return next((i for i, cell in enumerate(reversed(row)) if cell), len(row))


def _read_tabs(document: Document, texts: Sequence[str], first: int, widest: int) -> tuple[tuple[str, ...], ...]:
    """Rows of tabs. Blank cells at the ends of a line were white space there: those in front are known by the indentation.

    ``widest``: the most cells of a line in the whole block, of which this is a piece.
    """
    grid = [[clean_cell(cell) for cell in text.split("\t")] for text in texts]
    indents = [document.lines[first + i].indent for i in range(len(texts))]
    least = min(indents)
    rows = []
    for row, indent in zip(grid, indents, strict=True):
        blanks = indent - least
        rows.append([""] * blanks + row if 0 < blanks <= widest - len(row) and len(row) > 1 else row)
    return rectangle(rows)


# -- a cell a line


def _is_cell_by_cell(texts: Sequence[str]) -> bool:
    single = sum(1 for text in texts if _CELL_LINE.fullmatch(text) or _PIPES.fullmatch(text))
    return len(texts) >= MIN_CELLS and single >= CELL_LINES * len(texts)


def _read_cells(document: Document, texts: Sequence[str], first: int) -> RawTable | None:
    """The grid of a block with one cell a line, if its columns can be counted; blank cells are bare pipes."""
    groups: list[list[str]] = [[]]
    stream: list[str] = []
    for text in texts:
        if _PIPES.fullmatch(text):
            groups.append([])
            stream += [""] * len(text)
        else:
            cells = split_pipes(text)
            groups[-1] += cells
            stream += cells
    rows = _even_groups([group for group in groups if group]) or _periodic(stream)
    if rows is None:
        return None
    lines = (first, first + len(texts))
    return RawTable(rows=rectangle(rows), n_header=None, lines=lines, parts=(part_of(document, *lines),), is_doubtful=True)


def _even_groups(groups: list[list[str]]) -> list[list[str]] | None:
    """Bare pipes that end rows: every row has as many cells as the others."""
    sizes = {len(group) for group in groups}
    return groups if len(sizes) == 1 and len(groups) >= 2 and sizes != {1} else None


def _periodic(stream: list[str]) -> list[list[str]] | None:
    """Rows by a stable count: each is the same number of words followed by the same number of figures."""
    is_number = [is_figure(cell) or (bool(cell) and is_null(cell)) for cell in stream]
    runs: list[tuple[int, int]] = []
    i = 0
    while i < len(stream):
        if not is_number[i]:
            i += 1
            continue
        end = i
        while end < len(stream) and is_number[end]:
            end += 1
        runs.append((i, end))
        i = end
    if len(runs) < 2:
        return None
    length, n_runs = Counter(end - start for start, end in runs).most_common(1)[0]
    labels = {start - end for (_, end), (start, _) in pairwise(runs)}
    if n_runs != len(runs) or len(labels) != 1:
        return None
    n_labels = labels.pop()
    width, begin = n_labels + length, runs[0][0] - n_labels
    tail = len(stream) - runs[-1][1]
    if begin < 0 or begin % width or any(stream[len(stream) - tail :]):
        return None
    rows = [stream[at : at + width] for at in range(0, len(stream) - tail, width)]
    return _realign(rows, begin // width, n_labels)


def _realign(rows: list[list[str]], n_header: int, n_labels: int) -> list[list[str]]:
    """Header rows put over their columns: a row that lost the blank cells in front of it carries them at its end."""
    head = [list(row) for row in rows[:n_header]]
    for row in head[1:]:
        if row[0] and not any(row[-n_labels:]) and all(row[:-n_labels]):
            row[:] = [""] * n_labels + row[:-n_labels]
    if len(head) > 1:
        _spread(head[-2], head[-1], n_labels)
    return head + rows[n_header:]


def _spread(above: list[str], leaves: list[str], n_labels: int) -> None:
    """Groups put over equal shares of the leaves, where the leaves are one list repeated once a group."""
    groups = [cell for cell in above[n_labels:] if cell]
    names = leaves[n_labels:]
    if any(above[:n_labels]) or len(groups) < 2 or len(names) % len(groups):
        return
    share = len(names) // len(groups)
    if all(names[i] == names[i % share] for i in range(len(names))):
        for i in range(len(names)):
            above[n_labels + i] = groups[i // share] if i % share == 0 else ""
