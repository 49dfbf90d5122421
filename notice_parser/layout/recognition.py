"""Figures in which a letter stands for the digit that it looks like: 2O23年, 〔2023〕l2号, 98.O%.

What is mended is what the grammar of the place lets be nothing else (``grammars/recognition.toml``), character for character, so that
no place in the text moves; each mend is told, and so is each line and table that was read with little confidence. The text of a page
that we recognised is the mended one; one that was given as text keeps its letters, and is read through a mended copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from notice_parser.diagnostics import diagnose
from notice_parser.grammar import Field, Grammars
from notice_parser.layout.physical import PhysicalLine
from notice_parser.load.source import Block, Grid, Paragraph, Source
from notice_parser.model import Diagnostic, Span
from notice_parser.text.width import half_width

__all__ = ["Doubt", "Mend", "doubts_of", "letters_told", "mend_figures", "mender_of"]

DOUBT = 0.85  # what is read with less confidence holds a wrong character more often than not

_DIGITS = str.maketrans("OoIlZz", "001122")
_LETTERS = frozenset("OoIlZz")
_RANGES = {"year": (1949, 2099), "month": (1, 12), "day": (1, 31), "serial": (1, 9999)}
_PROSE = ("recognition.year", "recognition.month", "recognition.day", "recognition.serial", "recognition.quantity")
FIGURES = 2 / 3  # of the other cells of a column: then it holds figures


# a text in which nothing of the kind can be is not gone over; in one that was given, I before a figure may be a class or a model
# (I类1起, II2件, I5处理器), l behind it litres, Z a type
_LOOKS = re.compile("[OoIl](?:(?<=[0-9].)|(?=[0-9]))")
_GIVEN = re.compile("(?:[0-9l]|[Oo]\\.)[0-9OoIl.]*[0-9Oo]")
_FIGURE = re.compile("[0-9.]{1,20}")


class Mend(NamedTuple):
    """A figure that was mended: the index of its block in ``Source.blocks``, the row of a grid, what was read, what it is."""

    block: int
    row: int | None
    raw: str
    text: str


class Doubt(NamedTuple):
    """A place in the text whose reading is not sure: a mended figure or a weak line, and what is said of it."""

    span: Span
    told: Diagnostic


def mend_figures(source: Source, grammars: Grammars) -> tuple[Source, tuple[Mend, ...]]:
    """The source with the figures of its recognised pages mended, and what was mended, in order."""
    pages, field = frozenset(source.recognised), grammars["recognition"]
    if not pages:
        return source, ()
    blocks: list[Block] = []
    mends: list[Mend] = []
    for number, block in enumerate(source.blocks):
        if block.page not in pages:
            blocks.append(block)
        elif isinstance(block, Grid):
            blocks.append(_mended_grid(block, number, field, mends))
        else:
            blocks.append(_mended_line(block, number, field, mends))
    return (replace(source, blocks=tuple(blocks)), tuple(mends)) if mends else (source, ())


def mender_of(text: str, grammars: Grammars) -> Callable[[str], str] | None:
    """What reads the letters in the figures of a given text as digits, line by line; null where it has none."""
    if _LOOKS.search(text) is None:
        return None
    field = grammars["recognition"]

    def mend(line: str) -> str:
        return _mended(line, (0, None), field, _PROSE, [], is_given=True) if _LOOKS.search(line) is not None else line

    return mend


def letters_told(printed: str, text: str) -> Iterator[Doubt]:
    """The figures of ``text`` that stand for others in ``printed``, of the same length, in which letters are."""
    for found in _FIGURE.finditer(text):
        raw = printed[found.start() : found.end()]
        if raw != found.group() and _LETTERS & set(half_width(raw)):
            yield Doubt(found.span(), diagnose("ocr.repaired", span=found.span(), raw=raw, text=found.group()))


def doubts_of(source: Source, mends: Sequence[Mend], lines: Sequence[PhysicalLine], starts: Sequence[int]) -> Iterator[Doubt]:
    """What of a recognised text is not sure, in order; ``starts``: where each line begins in the text."""
    pages = frozenset(source.recognised)
    if not pages:
        return
    told: set[int] = set()
    for line, start in zip(lines, starts, strict=True):
        borders = [*line.blocks, (len(line.text), -1)]
        for (begin, number), (end, _) in pairwise(borders):
            block = source.blocks[number]
            row = line.grid[1] if line.grid is not None else None
            at = begin
            for mend in mends:
                if (mend.block, mend.row) == (number, row) and (found := line.text.find(mend.text, at, end)) >= 0:
                    at = found + len(mend.text)
                    span = (start + found, start + at)
                    yield Doubt(span, diagnose("ocr.repaired", span=span, raw=mend.raw, text=mend.text))
            if block.page not in pages or block.confidence is None or block.confidence >= DOUBT or number in told:
                continue
            span, sure = (start + begin, start + end), f"{block.confidence:.2f}"
            if isinstance(block, Grid):
                told.add(number)
                yield Doubt(span, diagnose("ocr.weak_table", field="tables", span=span, page=block.page + 1, confidence=sure))
            else:
                yield Doubt(span, diagnose("ocr.weak_line", span=span, confidence=sure, raw=line.text[begin:end]))


def _mended_line(line: Paragraph, number: int, field: Field, mends: list[Mend]) -> Paragraph:
    text = _mended(line.text, (number, None), field, _PROSE, mends)
    return line if text == line.text else replace(line, text=text)


def _mended_grid(grid: Grid, number: int, field: Field, mends: list[Mend]) -> Grid:
    rows = [list(row) for row in grid.rows]
    for c in range(len(rows[0]) if rows else 0):
        cells = [row[c].strip() for row in rows]
        figured = [_is_figure(cell) for cell in cells]
        for r, cell in enumerate(cells):
            if not _LETTERS & set(cell):
                continue
            others = sum(1 for i, other in enumerate(cells) if i != r and other) - 1  # without the header
            if others > 0 and sum(figured) - figured[r] >= FIGURES * others and field.match(cell, only=("recognition.cell",)):
                rows[r][c] = _mended(cell, (number, r), field, ("recognition.cell",), mends)
            else:
                rows[r][c] = _mended(rows[r][c], (number, r), field, _PROSE, mends)
    return replace(grid, rows=tuple(map(tuple, rows)))


def _is_figure(cell: str) -> bool:
    """Whether a cell is a figure, or would be one if its letters were the digits that they look like."""
    said = cell.translate(_DIGITS).rstrip("%％").replace(".", "", 1).replace(",", "")
    return said.isdecimal() and any(char.isdecimal() for char in cell)


def _mended(
    text: str, at: tuple[int, int | None], field: Field, rules: tuple[str, ...], mends: list[Mend], *, is_given: bool = False
) -> str:
    """The text with its figures mended; a year that makes the month beside it plain is mended first."""
    if not _LETTERS & set(text):
        return text
    chars = list(text)
    for match in field.find(text, only=rules):
        raw, span = match.group("figure") or "", match.span_of("figure")
        if span is None or not _LETTERS & set(raw) or not _is_one(raw, match.rule):
            continue
        if is_given and match.rule == "recognition.quantity" and not _GIVEN.fullmatch(raw):
            continue
        said = raw.translate(_DIGITS)
        chars[span[0] : span[1]] = said
        mends.append(Mend(*at, raw, said))
    return "".join(chars)


def _is_one(raw: str, rule: str) -> bool:
    """Whether the figure can be read in one way: it is within the range of its kind; a quantity holds a digit to begin with."""
    said, name = raw.translate(_DIGITS), rule.rpartition(".")[2]
    low, high = _RANGES.get(name, (0, 0))
    return low <= int(said) <= high if name in _RANGES else any(char.isdecimal() for char in raw)
