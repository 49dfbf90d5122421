"""Headers: which rows at the top of a grid are its header, what stands in them besides, and the path of each column.

A header over several rows leaves blank what a cell above it or on its left goes on over::

    序号 | 单位 | 办件情况（件） |      |
         |      | 申请           | 受理 |     → 序号, 单位, 办件情况（件）/申请, 办件情况（件）/受理
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.grammar import Field
from notice_parser.tables.captions import UNIT
from notice_parser.tables.cells import is_figure, read_cell
from notice_parser.tables.raw import RawTable, same_text
from notice_parser.text.units import unit_after

__all__ = ["PARTS", "Head", "column_paths", "header_depth", "is_full_width", "is_label_row", "numbers_columns", "read_head"]

Row = tuple[str, ...]

LABELS = ("tables.aside", "tables.continued", "tables.signed")
_LABELLED = re.compile("[\u4e00-\u9fff]{2,10}[ ]?[：:]")

_BRACKET = re.compile("[（(]([^（）()]{1,8})[）)]")  # alone in a cell: mostly the unit of the label above it
_SCALE = "十百千万亿"  # before a unit
_KEY = re.compile("[甲乙丙丁戊]|栏次|行次|列次|栏号")  # what stands over the columns of words in a row of numbers
_NUMBER = re.compile("[（(]?([0-9]{1,2})[）)]?(?:[ ]?[=＝].{1,40})?")  # of a column, and how it is made of others: 3=1-2

MAX_DEPTH = 5  # header rows; real ones have three at most, five leave room
MAX_TOP = 3  # full-width rows above the header: mark of the annex, caption, unit
LABEL_LENGTH = 40  # a header is no longer, but for bracketed explanations
PARTS = "其中"  # how the label of what is part of the column beside it begins
NO_HEADER_ROWS = 3  # so many rows with figures in the same columns are a table without a header


class Head(NamedTuple):
    """What the top of a grid says. ``top``: texts of the rows above the header, of one with several labels parted by tabs; ``depth``:
    header rows below them; ``is_numbered``: below these is a row that numbers the columns.
    """

    top: tuple[str, ...]
    depth: int
    paths: tuple[tuple[str, ...], ...]
    is_numbered: bool = False

    @property
    def n_rows(self) -> int:
        """The rows of the grid that are no body rows."""
        return len(self.top) + self.depth + self.is_numbered


def read_head(table: RawTable, field: Field) -> Head:
    """The top rows, the header's depth (0 where there is none) and the path of every column."""
    rows, stated = _spread(table), table.n_header
    top: list[str] = []
    blank = 0
    while len(top) + blank < min(MAX_TOP, len(rows) - 1):
        row = rows[len(top) + blank]
        if not any(row):  # a converter that found no header writes a blank one
            if top:
                break
            blank += 1
        elif _is_top(row, rows[len(top) + blank + 1 :], field):
            top.append("\t".join(dict.fromkeys(filter(None, row))))
        else:
            break
    skip = len(top) + blank
    depth = header_depth(rows[skip:], None if stated is None or stated <= skip else stated - skip)
    first, others = rows[skip + depth : skip + depth + 1], rows[skip + depth + 1 :]
    is_numbered = depth > 0 and bool(others) and numbers_columns(first[0])
    if is_numbered:  # 甲 above 乙 and 丙 is a record, and so is the only one above its total
        is_numbered = not any(_KEY.fullmatch(row[0]) for row in others) and not _is_summed(first[0], others, field)
    return Head(("",) * blank + tuple(top), depth, column_paths(rows[skip : skip + depth], table.width), is_numbered)


def numbers_columns(row: Sequence[str]) -> bool:
    """Whether a row numbers the columns, those of words by 甲, 乙.

    >>> numbers_columns(("甲", "1", "2", "3=1-2")), numbers_columns(("栏次", "1", "2")), numbers_columns(("1", "2", "3"))
    (True, True, False)
    """
    keys = 0
    while keys < len(row) and _KEY.fullmatch(row[keys]):
        keys += 1
    numbers = [_NUMBER.fullmatch(cell) for cell in row[keys:]]
    return 0 < keys < len(row) - 1 and all(one is not None and int(one[1]) == i for i, one in enumerate(numbers, 1))


def _is_summed(row: Row, others: Sequence[Row], field: Field) -> bool:
    """Whether a row stands above nothing but its total, which gives its figures again."""
    if not all(any(field.match("".join(cell.split()), only=("tables.total",)) for cell in other[:2]) for other in others):
        return False
    figures = [cell for cell in row if is_figure(cell)]
    return any([cell for cell in other if is_figure(cell)] == figures for other in others)


def _spread(table: RawTable) -> tuple[Row, ...]:
    """The rows, at their top with the text of a cell merged over columns in each of them."""
    rows = list(table.rows)
    for r, c, _, width in table.merged:
        if width > 1 and r < MAX_TOP + MAX_DEPTH and r < len(rows) and not any(rows[r][c + 1 : c + width]):
            rows[r] = (*rows[r][:c], *[rows[r][c]] * width, *rows[r][c + width :])
    return tuple(rows)


def is_full_width(row: Row) -> bool:
    """Whether only the first cell is filled, or one text stands in all."""
    return bool(row[0]) and (not any(row[1:]) or same_text(row))


def is_label_row(row: Row, field: Field) -> bool:
    """Whether all that a row says is who filled in the table, when, or its unit: it stands above the header, or at the end."""
    filled = dict.fromkeys(filter(None, row))
    known = [cell for cell in filled if field.match(cell, only=LABELS) or field.first(cell, only=UNIT)]
    return bool(known) and all(cell in known or _LABELLED.match(cell) for cell in filled)


def _is_top(row: Row, below: Sequence[Row], field: Field) -> bool:
    """A full-width row above the header, or one of labels (填报单位：…　单位：件): it has a row of several cells below it."""
    filled = [cell for cell in row if cell]
    if len(row) < 2 or not below:
        return False
    if len(filled) == 1 and field.match(filled[0], only=UNIT):
        return True
    if is_label_row(row, field):
        return any(below[0]) and not is_label_row(below[0], field)
    if not is_full_width(row) or is_figure(row[0]):
        return False
    return any(below[0])


def header_depth(rows: Sequence[Row], stated: int | None = None) -> int:
    """How many rows at the top are header; ``stated`` of them by the markup, others follow where they divide its groups."""
    if not rows:
        return 0
    depth = stated or 0
    if depth == 0:
        if not _may_be_header(rows[0], rows[1:]):
            return 0
        depth = 1
    while depth < min(MAX_DEPTH, len(rows)) and _divides(rows[:depth], rows[depth], rows[depth + 1 :]):
        depth += 1
    return depth


def _may_be_header(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row without a rule under it is a header: words only, and figures below, or short words unlike each other."""
    filled = [cell for cell in row if cell]
    if (len(filled) < 2 and len(row) > 1) or not below:
        return False
    if any(len(cell) > LABEL_LENGTH or cell[-1] in "。；" for cell in filled):
        return False
    figures = [i for i, cell in enumerate(row) if cell and not _is_word(cell)]
    if figures:  # years are figures that head columns
        return 0 not in figures and len(figures) >= 2 and all(len(row[i]) == 4 and row[i][:2] in ("19", "20") for i in figures)
    if any(is_figure(cell) or cell[:1].isdigit() for other in below for cell in other if cell):
        return True
    cells = [cell for i, cell in enumerate(row) if not i or cell != row[i - 1]]
    return len(set(cells)) == len(cells) > 1 and all(row)


def _is_word(cell: str) -> bool:
    value = read_cell(cell)
    return isinstance(value, str) and value == cell and not (cell[0].isdigit() and cell.replace("-", "").replace(".", "").isdigit())


def _groups(row: Row, borders: set[int]) -> list[tuple[int, int]]:
    """The cells of a header row as ``[first, last)`` columns: each goes on over blanks and over repetitions of itself."""
    groups: list[tuple[int, int]] = []
    for i, cell in enumerate(row):
        if groups and i not in borders and ((not cell and row[groups[-1][0]]) or (cell and cell == row[i - 1])):
            groups[-1] = (groups[-1][0], i + 1)
        else:
            groups.append((i, i + 1))
    return groups


def _borders(rows: Sequence[Row]) -> set[int]:
    """The columns at which a group of these header rows begins, each row within the groups of the one above."""
    borders: set[int] = {0}
    for row in rows:
        borders |= {first for first, _ in _groups(row, borders)}
    return borders


def _divides(head: Sequence[Row], row: Row, below: Sequence[Row]) -> bool:
    """Whether a row is one more of the header: it names the columns of wider groups and leaves the others as they are."""
    if any(cell and not _is_word(cell) for cell in row) or not any(row):
        return False
    borders = _borders(head[:-1])
    groups = _groups(head[-1], borders)
    wide = [(first, last) for first, last in groups if last - first > 1 and any(line[first] for line in head)]
    named = [cell for cell, above in zip(row, head[-1], strict=True) if cell and cell != above]
    if _names_units(named):
        return not (below and _names_units([cell for cell in below[0] if cell]))  # else they are records, of units
    if not wide:
        return False
    inside = {i for first, last in wide for i in range(first, last)}
    if not all(row[first] or _names_parts(row[first:last]) for first, last in wide):
        return False
    # the first record says what it is about, and has figures where others have
    goes_on = not row[0] and bool(head[0][0]) and any(is_figure(line[i]) for line in below for i in inside)
    for i, cell in enumerate(row):
        if i in inside or not cell or cell == head[-1][i] or not any(line[i] for line in head):
            continue
        if not _BRACKET.fullmatch(cell) and not (goes_on and len(cell) <= LABEL_LENGTH):
            return False
    # a group may stay whole, its text blank or repeated below; at least one is named anew
    return any(row[first] != head[-1][first] for first, _ in wide)


def _names_units(cells: Sequence[str]) -> bool:
    """Whether cells are words in brackets, most of them units."""
    return len(cells) > 1 and all(map(_BRACKET.fullmatch, cells)) and 2 * sum(map(_is_unit, cells)) > len(cells)


def _is_unit(cell: str) -> bool:
    """Whether a bracket holds a unit and nothing else: （万元）, not （12） or （优）."""
    inner = cell[1:-1].lstrip(_SCALE)
    unit = unit_after(inner, 0)
    return unit is not None and unit.end == len(inner)


def _names_parts(cells: Sequence[str]) -> bool:
    """Whether a group's first column is left to the whole, and its others name parts of that: 资产总额 over a blank and 其中：固定资产."""
    named = [cell for cell in cells if cell]
    return bool(named) and named[0].startswith(PARTS)


def column_paths(rows: Sequence[Row], width: int) -> tuple[tuple[str, ...], ...]:
    """The header levels of every column, blanks left out; a unit in a cell of its own goes with the label above it.

    >>> column_paths([("序号", "办件", ""), ("", "申请", "受理")], 3)
    (('序号',), ('办件', '申请'), ('办件', '受理'))
    """
    paths: list[list[str]] = [[] for _ in range(width)]
    borders: set[int] = {0}
    for level, row in enumerate(rows):
        groups = _groups(row, borders) if level + 1 < len(rows) else [(i, i + 1) for i in range(width)]
        for first, last in groups:
            for i in range(first, last):
                if paths[i] and _BRACKET.fullmatch(row[first]) and not paths[i][-1].endswith(row[first]):
                    paths[i][-1] += row[first]
                elif row[first] and (not paths[i] or paths[i][-1] != row[first]):
                    paths[i].append(row[first])
        borders |= {first for first, _ in groups}
    return tuple(tuple(path) for path in paths)
