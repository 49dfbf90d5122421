"""Whether lines whose segments stand below each other are meant as a table, or are prose with gaps: clauses, contents, signatures.

What is taken for a table leaves the prose, so a table without rules has to show that it is one: rules across, figures in a
column, a header under a caption, 序号. What only a numbered clause, a list of contents or a sentence would show refutes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from notice_parser.load.source import Sheet
from notice_parser.tables.captions import ends_as_caption
from notice_parser.tables.cells import is_figure, is_null
from notice_parser.tables.head_words import count_head_words, heads_words
from notice_parser.tables.page import FoundTable
from notice_parser.tables.runs import Line

__all__ = ["is_meant"]

RULES = 2  # across the table, one of them between its lines
WIDE = 0.9  # of its width that such a rule takes
FIGURED = 0.5  # of a column's filled cells that are figures
FILLED = 0.6  # of the cells of a table of words, or of the only row
MARKED = 0.7  # of the first column's cells that number clauses
TOLD = 0.4  # of the characters that stand in sentences
SENTENCE = 25  # characters: a longer cell over the whole width is no title of a section
LABEL = 12  # characters: a longer text heads no column of words
COUNTERS = 2  # columns of which one may count the rows

_MARKER = re.compile(
    "第?[（(]?(?:[一二三四五六七八九十百]{1,4}|[0-9]{1,3}|[a-zA-Z])[)）]?[、.．条章节款项]?|[0-9A-Z]{1,2}(?:[.．][0-9]{1,3}){1,5}"
)
_LEADERS = re.compile("[.．·…‥﹒・]{4}|…{2}")
_TOLD = re.compile("[。；]|[：:]$|^(?:——|--|――)")
_INDEX = re.compile("序号|编号|项次|行次|序|No\\.?")
_LETTERS = re.compile("[0-9A-Za-z]")
_CONTENTS = re.compile("目\\s*[录次]")
_SECTION = re.compile(
    "第[一二三四五六七八九十0-9]{1,3}[章节部分条篇]|[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[0-9]{1,2}(?:[.．、][0-9]{0,2}){1,3}|附[件录表]"
)
_PAGE = re.compile("[（(—-]?[ ]?([0-9]{1,4})[ ]?[）)—-]?")


def is_meant(table: FoundTable, sheet: Sheet, lines: Sequence[Line], before: Sequence[Line], *, goes_on: bool) -> bool:
    """Whether an unruled table of ``lines`` is one. ``before``: the lines above them. ``goes_on``: with one that ends the page before."""
    head, body = table.rows[: table.n_header or 0], table.rows[table.n_header or 0 :]
    if _is_ruled(table, sheet):
        return True
    if not body or _is_prose(table, head, body) or _is_contents(head, lines, before):
        return False
    is_named = any(len(line) == 1 and ends_as_caption(line[0].text) for line in before)
    if goes_on or any(_is_figured(body, c) for c in range(1, len(body[0]))):
        return len(body) > 1 or goes_on or (_is_whole(head, body[0]) and (len(body[0]) > 2 or is_named))
    labels, rows = ([head[0][c] for c in _begun(table)], body) if head else (body[0], body[1:])
    if len(rows) < 2 or not all(labels) or any(len(label) > LABEL or _LETTERS.search(label) or _TOLD.search(label) for label in labels):
        return False
    if len(set(labels)) < len(labels) or sum(1 for row in rows for cell in row if cell) < FILLED * len(rows) * len(rows[0]):
        return False
    if any(len(set(row)) == 1 for row in rows):  # blanks of a form: 签字： beside 签字：
        return False
    return bool(_INDEX.fullmatch(labels[0])) or heads_words(labels) or (is_named and count_head_words(labels) > 0)


def _is_ruled(table: FoundTable, sheet: Sheet) -> bool:
    left, top, right, bottom = table.area
    room = (bottom - top) / max(1, len(table.rows))
    rules = [y for y, a, b in sheet.across if top - room < y < bottom + room and min(b, right) - max(a, left) > WIDE * (right - left)]
    return len(rules) >= RULES and any(top < y < bottom for y in rules)


def _is_prose(table: FoundTable, head: Sequence[Sequence[str]], body: Sequence[Sequence[str]]) -> bool:
    """Whether it is numbered clauses, a list of contents, or mostly sentences."""
    filled = [cell for row in body for cell in row if cell]
    if 2 * sum(1 for row in body if any(_LEADERS.search(cell) for cell in row)) > len(body):
        return True
    told = sum(len(cell) for cell in filled if _TOLD.search(cell))
    if told > TOLD * sum(map(len, filled)) and not _is_counted(head, body):
        return True
    if any(row[0] and _is_wide(table, r) and (len(row[0]) > SENTENCE or _TOLD.search(row[0])) for r, row in enumerate(table.rows)):
        return True
    if len(body[0]) > 2 or any(map(_INDEX.fullmatch, head[0] if head else body[0])):
        return False
    markers = [row[0] for row in (*head, *body) if row[0]]
    return sum(1 for cell in markers if _MARKER.fullmatch("".join(cell.split()))) > MARKED * len(markers)


def _is_counted(head: Sequence[Sequence[str]], body: Sequence[Sequence[str]]) -> bool:
    """Whether one of the first columns is 序号 and counts its rows from 1; before it may stand a class of several rows."""
    for c in range(min(COUNTERS, len(body[0]))):
        numbers = [row[c] for row in body if row[c]]
        if any(_INDEX.fullmatch(row[c]) for row in head) and numbers == [str(i + 1) for i in range(len(body))]:
            return True
    return False


def _is_contents(head: Sequence[Sequence[str]], lines: Sequence[Line], before: Sequence[Line]) -> bool:
    """Whether the lines end in the numbers of pages, each no smaller than the one above: of two texts each, below 目录, or with numbers
    of chapters before them.
    """
    titles = [line for line in lines[:1] if _CONTENTS.fullmatch(" ".join(s.text for s in line))]
    if head and not titles:
        return False
    lines = lines[len(titles) :]
    ends = [_PAGE.fullmatch(line[-1].text) for line in lines]
    if any(len(line) < 2 for line in lines) or not all(ends):
        return False
    pages = [int(end[1]) for end in ends if end]
    is_listed = (
        all(len(line) == 2 for line in lines)
        or bool(titles)
        or any(_CONTENTS.fullmatch(line[0].text) for line in before)
        or 2 * sum(1 for line in lines if _SECTION.match(line[0].text)) > len(lines)
    )
    return is_listed and pages == sorted(pages)


def _is_wide(table: FoundTable, r: int) -> bool:
    return any(row == r and width == len(table.rows[0]) for row, _, _, width in table.merged)


def _begun(table: FoundTable) -> list[int]:
    """The columns in which a label of the first header row begins: one over two columns stands for both."""
    over = {c + k for row, c, _, width in table.merged if row == 0 for k in range(1, width)}
    return [c for c in range(len(table.rows[0])) if c not in over]


def _is_whole(head: Sequence[Sequence[str]], row: Sequence[str]) -> bool:
    """Whether every column has a label, and the one row is filled."""
    return bool(head) and all(head[-1][c] or head[0][c] for c in range(len(row))) and sum(map(bool, row)) >= FILLED * len(row)


def _is_figured(body: Sequence[Sequence[str]], column: int) -> bool:
    cells = [row[column] for row in body if row[column] and not is_null(row[column])]
    return bool(cells) and 3 * len(cells) >= len(body) and sum(map(is_figure, cells)) >= FIGURED * len(cells)
