"""Printed lines → a paragraph each, its indentation and width told from the page, in columns of half a Han character.

So layout can join what the page broke, whether the page came from a PDF, an OFD or a scan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from notice_parser.load.source import Box, Paragraph, Segment, Sheet, line_text, point

__all__ = ["box_of", "paragraphs_of"]

PITCH_MAX = 2.2  # lines of one paragraph are no further apart, in sizes; wider gaps are blank lines


def paragraphs_of(sheets: Sequence[Sheet]) -> tuple[Paragraph, ...]:
    """A paragraph a printed line, in order, with blank ones where the page leaves room."""
    blocks: list[Paragraph] = []
    offset = 0
    em = _body_size(sheets)
    margins: dict[int, float] = {}
    for sheet in sheets:
        key = round(sheet.width)
        if key not in margins:
            margins[key] = _margin([one for one in sheets if round(one.width) == key])
        above = None
        for i, line, column in _ordered(sheet):
            if len(line) == 1:
                top, right, bottom, size = line[0].top, line[0].x1, line[0].bottom, line[0].em
            else:
                top, bottom = min([s.top for s in line]), max([s.bottom for s in line])
                right, size = max([s.x1 for s in line]), max([s.em for s in line])
            if above is not None:
                for _ in range(_blank_lines(above, (top + bottom) / 2, size)):
                    blocks.append(Paragraph(text="", offset=offset, page=sheet.page))
                    offset += 1
            text = line_text(line, em)
            # a column's line is set as one of the whole width: as far from the right border of the text
            margin, lost = (margins[key], 0.0) if column is None else (column.left, column.lost)
            blocks.append(
                Paragraph(
                    text=text,
                    offset=offset,
                    page=sheet.page,
                    indent=max(0, round((line[0].x0 - margin) / (em / 2))),
                    bbox=box_of((line[0].x0, top, right, bottom)),
                    width=max(0, round((line[-1].x1 + lost - margin) / (em / 2))),
                    confidence=None if sheet.confidences is None else Decimal(f"{sheet.confidences[i]:.2f}"),
                )
            )
            offset += len(text) + 1
            above = (top + bottom) / 2
    return tuple(blocks)


class Column(NamedTuple):
    """The left border of a column of text, and by how much the whole text is wider."""

    left: float
    lost: float


def _ordered(sheet: Sheet) -> Iterator[tuple[int, tuple[Segment, ...], Column | None]]:
    """The lines of a page in reading order, each with its number; of two columns first those of the left one."""
    if not sheet.columns:
        for i, line in enumerate(sheet.lines):
            yield i, line, None
        return
    waiting = list(zip(sheet.columns[::2], sheet.columns[1::2], strict=True))
    i = 0
    while i < len(sheet.lines):
        if not waiting or sheet.lines[i][0].middle < waiting[0][0][1]:
            yield i, sheet.lines[i], None
            i += 1
            continue
        left, right = waiting.pop(0)
        last = i
        while last < len(sheet.lines) and sheet.lines[last][0].middle <= left[3]:
            last += 1
        for area in (left, right):
            column = Column(area[0], right[2] - left[0] - (area[2] - area[0]))
            for k in range(i, last):
                line = tuple([s for s in sheet.lines[k] if (s.x0 < right[0] - s.em) == (area is left)])
                if line:
                    yield k, line, column
        i = last


def _blank_lines(above: float, middle: float, em: float) -> int:
    """How many lines of that size find room between two lines beyond the usual distance."""
    return min(9, max(0, round((middle - above) / (PITCH_MAX * em)) - 1))


def _body_size(sheets: Sequence[Sheet]) -> float:
    """The size of most characters that stand in lines without gaps."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            if len(line) == 1:
                sizes[round(line[0].em * 2) / 2] += len(line[0].text)
    return max(sizes, key=lambda size: (sizes[size], size), default=16.0) or 16.0


def _margin(sheets: Sequence[Sheet]) -> float:
    """The left border of the text: where most characters' lines begin; of near equals, the leftmost."""
    places: Counter[int] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            if len(line) == 1:
                places[round(line[0].x0)] += len(line[0].text)
    if not places:
        return min((line[0].x0 for sheet in sheets for line in sheet.lines), default=0.0)
    most = max(places.values())
    return float(min(place for place, count in places.items() if count * 3 >= most))


def box_of(box: Sequence[float]) -> Box:
    """A box in tenths of a point, as the JSON has it.

    >>> box_of((1.04, 2, 3.26, 4))
    (Decimal('1.0'), Decimal('2.0'), Decimal('3.3'), Decimal('4.0'))
    """
    left, top, right, bottom = box
    return point(left), point(top), point(right), point(bottom)
