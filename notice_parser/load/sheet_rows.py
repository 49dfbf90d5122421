"""The rows of a sheet: which of them are its table, and which are text that is typed above and below it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from notice_parser.load.grid import MAX_CELLS

__all__ = ["MAX_COLUMN", "MAX_ROW", "TALL", "ReadSheet", "Rows", "whole_of"]

_LABEL = re.compile("(?![0-9])[^：:\n]{1,16}[：:]")
_NOTE = re.compile("(?:备?注|说明)[0-9]?[：:]|[^\n]{8,2000}。")
_OPENS = re.compile("^附[件表][0-9一二三四五六七八九十]|^[续附]?表 ?[0-9一二三四五六七八九十]|单位[：:]|[^\n]{20}[。：:]$")
_FIGURE = re.compile("[-+]?[0-9][0-9,.]{0,40}[%％]?|[-—－/]")
# the label of a field to fill in: no number of a section, no sentence, nothing that ends in a colon
_FIELD = re.compile("(?![0-9]{1,2}[.．]|[（(]|第[0-9一二三四五六七八九十])[^、。，；：:…\n]{1,16}")
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384  # of a sheet, from 0: what spreadsheets of today hold
TALL = 5000  # rows of a merged cell: one of more is a column that was merged whole
_BLANK = 40  # columns of a merged cell to be filled in, at most
_KEYS = 2  # the first columns, one of which a row of a table fills
_FORM_ROWS = 3  # so many rows of labels below each other are a form


class ReadSheet(NamedTuple):
    """A sheet: what each cell prints by row and column, what is merged, what is hidden."""

    name: str
    cells: dict[tuple[int, int], str]
    merged: list[tuple[int, int, int, int]]  # row, column, rows, columns
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    n_uncomputed: int = 0  # formulas whose result the file does not hold
    indents: Mapping[tuple[int, int], int] = {}  # columns by which cells that are set to the middle or the right are set in


def whole_of(value: str | None) -> int:
    """A whole number as the XML of sheets has it, of at most eight digits; 0 for anything else.

    >>> whole_of("12"), whole_of(None), whole_of("-1"), whole_of("²")
    (12, 0, 0, 0)
    """
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 9 else 0


class Rows:
    """The rows of a sheet, each as the cells that are seen in it, by the place of their first row and column."""

    def __init__(self, sheet: ReadSheet) -> None:
        self.sheet = sheet
        self.filled: dict[int, list[int]] = {}
        for r, c in sorted(sheet.cells):
            if r not in sheet.hidden_rows and c not in sheet.hidden_columns:
                self.filled.setdefault(r, []).append(c)
        self.widths = {(r, c): width for r, c, _, width in sheet.merged}
        self.above: dict[int, list[tuple[int, int]]] = {}  # cells that come down into a row from those above it
        self.blanks: dict[int, list[range]] = {}  # columns of merged cells with nothing in them, to be filled in
        for r, c, height, width in sheet.merged:
            if height == 1 < width <= _BLANK and (r, c) not in sheet.cells:
                self.blanks.setdefault(r, []).append(range(c, c + width))
        self.fields = self._fields()
        left = MAX_CELLS
        for r, c, height, _ in sheet.merged:
            left -= height
            if 1 < height < TALL and (r, c) in sheet.cells and left > 0:
                for row in range(r + 1, r + height):
                    self.above.setdefault(row, []).append((r, c))

    def cells_of(self, row: int) -> list[tuple[int, int]]:
        """The cells that are seen in a row."""
        return [*((row, c) for c in self.filled.get(row, ())), *self.above.get(row, ())]

    def text(self, at: tuple[int, int]) -> str:
        """What a cell prints."""
        return self.sheet.cells[at]

    def parts(self, run: Sequence[int]) -> list[tuple[str, list[int]]]:
        """What a run of rows without a blank one is: ``lines`` and ``grid``, in order."""
        lone = [self._is_lone(r) for r in run]
        labels = self._labels(run)
        core = [i for i in range(len(run)) if not lone[i] and not labels[i]]
        if not core:
            return [("lines", list(run))]
        first, last = core[0], core[-1]
        if first and lone[first - 1] and self._heads_columns(run[first - 1]):
            first -= 1
        columns = sorted({c for i in core for c in self.filled.get(run[i], ())})
        last = max((i for i in range(last + 1, len(run)) if not labels[i] and not self._is_beside(run[i], columns)), default=last)
        top = min((r for i in range(first, last + 1) for r, _ in self.above.get(run[i], ())), default=run[first])
        while first and run[first] > top:
            first -= 1
        while last + 1 < len(run) and any(r <= run[last] for r, _ in self.above.get(run[last + 1], ())):
            last += 1
        found = [("lines", list(run[:first]))]
        begin = first
        for end, after in self._gaps(run, lone, labels, first, last):
            found += [("grid", list(run[begin:end])), ("lines", list(run[end:after]))]
            begin = after
        found += [("grid", list(run[begin : last + 1])), ("lines", list(run[last + 1 :]))]
        return [(kind, rows) for kind, rows in found if rows]

    def _fields(self) -> frozenset[int]:
        """The rows of a form in which something is to be filled in: a label with a merged blank behind it, or several labels each with a
        gap behind it. What stands over all others is a title, and one label alone between rows of another kind heads them.
        """
        if not self.blanks:
            return frozenset()
        found = {r for r, columns in list(self.filled.items())[1:] if self._is_to_fill(r, columns)}
        return frozenset(r for r in found if r - 1 in found or r + 1 in found)

    def _is_to_fill(self, row: int, columns: Sequence[int]) -> bool:
        ends = [c + self.widths.get((row, c), 1) for c in columns]
        if len(columns) == 1 and all(blank.start != ends[0] for blank in self.blanks.get(row, ())):
            return False
        if any(end >= c for end, c in zip(ends, columns[1:], strict=False)):
            return False
        texts = [self.text((row, c)).strip() for c in columns]
        return all(_FIELD.fullmatch(text) and not _FIGURE.fullmatch(text) and not _OPENS.search(text) for text in texts)

    def _is_lone(self, row: int) -> bool:
        """Whether one text stands alone in a row, without a cell to be filled in beside it."""
        cells = self.cells_of(row)
        return len(cells) == 1 and row not in self.fields and _FIGURE.fullmatch(self.text(cells[0])) is None

    def _labels(self, run: Sequence[int]) -> list[bool]:
        """Which rows hold several labels with their values and nothing else; many below each other are a form, which is a table."""
        found = [len(cells := self.cells_of(r)) > 1 and self._is_labelled([self.text(at) for at in cells]) for r in run]
        for is_labelled, group in groupby(range(len(run)), key=lambda i: found[i]):
            rows = list(group)
            if is_labelled and len(rows) >= _FORM_ROWS:
                for i in rows:
                    found[i] = False
        return found

    def _is_labelled(self, texts: Sequence[str]) -> bool:
        return all(_LABEL.match(text) or (i and texts[i - 1].rstrip().endswith(("：", ":"))) for i, text in enumerate(texts))

    def _heads_columns(self, row: int) -> bool:
        """Whether the one text of a row stands over some of the columns: the upper line of a header."""
        at = self.cells_of(row)[0]
        width = self.widths.get(at, 1)
        used = [c for columns in self.filled.values() for c in columns]
        return width > 1 and at[1] > min(used) and at[1] + width - 1 <= max(used) and not _LABEL.search(self.text(at))

    def _is_beside(self, row: int, columns: Sequence[int]) -> bool:
        """Whether the one text of a row below the table is none of its rows: a note, a sentence, a label; over most columns, or right of
        those that a row begins with.
        """
        cells = self.cells_of(row)
        if len(cells) != 1 or not columns:
            return False
        text, (_, column) = self.text(cells[0]), cells[0]
        if _FIGURE.fullmatch(text):
            return False
        covers = sum(column <= c < column + self.widths.get(cells[0], 1) for c in columns)
        is_wide = covers > 2 and 2 * covers > len(columns)
        return is_wide or column not in columns[:_KEYS] or _NOTE.match(text) is not None or _LABEL.match(text) is not None

    def _gaps(self, run: Sequence[int], lone: Sequence[bool], labels: Sequence[bool], first: int, last: int) -> list[tuple[int, int]]:
        """Where text stands between two tables without a blank row: its first row, and that of the table below it."""
        gaps = []
        head = [self.text(at) for at in self.cells_of(run[first])]
        for is_text, group in groupby(range(first + 1, last), key=lambda i: lone[i] or labels[i]):
            rows = list(group)
            if not is_text or rows[-1] + 1 > last or any(self.above.get(run[i]) for i in (*rows, rows[-1] + 1)):
                continue
            below = [self.text(at) for at in self.cells_of(run[rows[-1] + 1])]
            said = [self.text(at) for i in rows for at in self.cells_of(run[i])]
            if below == head or (not any(map(_FIGURE.fullmatch, below)) and any(map(_OPENS.search, said))):
                gaps.append((rows[0], rows[-1] + 1))
        return gaps
