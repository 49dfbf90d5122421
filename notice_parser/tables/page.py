"""What the finders of a page share: a found table with its box, and how cells' texts are put together from segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from notice_parser.load.source import Area, Segment
from notice_parser.tables.cells import is_figure

__all__ = [
    "PADDING",
    "ROOM",
    "SAME_LINE",
    "Area",
    "FoundTable",
    "cut_segment",
    "evenness",
    "extent",
    "joined_text",
    "printed_lines",
    "text_of",
]

SAME_LINE = 0.4  # of a size: segments no further apart in height stand on one line
ROOM = 1.6  # sizes that are left free at the end of a full line, at most: the next character did not fit
PADDING = 0.8  # sizes that both sides of a ruled cell keep free together


_OPEN = "(+-*/.,:&~<>= "  # behind these a text goes on


class FoundTable(Struct, frozen=True, kw_only=True):
    """A table on a page: its grid, a merged cell's text at its first place, and how sure the finder is of it.

    ``borders``: the x of each column border. ``lost``: characters within the area that came into no cell. ``beside``: those of its
    cells whose text runs up or down the page. ``inner``: ``(row, column, table)`` of the tables in its cells; ``above``: the lines of the
    cell above such a one.
    """

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]
    area: Area
    borders: tuple[float, ...]
    method: str
    confidence: float
    lost: int = 0
    beside: int = 0
    n_header: int | None = None
    inner: tuple[tuple[int, int, FoundTable], ...] = ()
    above: tuple[str, ...] = ()


def text_of(segments: Sequence[Segment], width: float = 0.0) -> str:
    """The text of a cell that holds these segments. ``width``: of the cell, where its borders are known."""
    return segments[0].text if len(segments) == 1 else joined_text(printed_lines(segments), width)


def printed_lines(segments: Iterable[Segment]) -> list[list[Segment]]:
    """The segments of a cell line by line, from top to bottom."""
    segments = list(segments)
    if len(segments) < 2:
        return [segments] if segments else []
    if len(segments) == 2:  # most cells of several
        one, other = segments
        below = other.top + other.bottom - one.top - one.bottom  # twice as far
        if below < 0 or (below == 0 and other.x0 < one.x0):
            one, other, below = other, one, -below
        return [[one, other]] if below / 2 < SAME_LINE * other.em else [[one], [other]]
    lines: list[list[Segment]] = []
    first = 0.0
    for middle, _, i in sorted([((s.top + s.bottom) / 2, s.x0, i) for i, s in enumerate(segments)]):
        segment = segments[i]
        if lines and middle - first < SAME_LINE * segment.em:
            lines[-1].append(segment)
        else:
            lines.append([segment])
            first = middle
    return lines


def joined_text(lines: Iterable[Sequence[Segment]], width: float = 0.0) -> str:
    """The text of a cell: its printed lines joined, with a space only between two Latin words or beside one in a gap.

    Where the ``width`` of the cell is known, figures that would go on with each other have one too if the first does not fill its line.
    """
    lines = list(lines)
    if len(lines) == 1 and len(lines[0]) == 1:
        return lines[0][0].text
    text, end = "", 0.0  # and how far the last line reaches
    for line in lines:
        said = " ".join(segment.text for segment in sorted(line, key=lambda s: s.x0))
        if text and text[-1].isascii() and said[:1].isascii() and said[:1].isalnum():
            is_word = text[-1].isalpha() and said[0].isalpha()
            if is_word or (text[-1] not in _OPEN and width - end > (PADDING + ROOM) * line[0].em):
                text += " "
        text += said
        end = max(s.x1 for s in line) - min(s.x0 for s in line)
    return text


def cut_segment(segment: Segment, places: Sequence[float]) -> tuple[Segment, ...]:
    """The segment cut at the given places: each character goes where its middle stands."""
    inner = [x for x in places if segment.x0 < x < segment.x1] if segment.lefts else ()
    if not inner:
        return (segment,)
    pieces: list[Segment] = []
    begin = 0
    middles = [(a + b) / 2 for a, b in zip(segment.lefts, segment.rights, strict=True)]
    for x in [*inner, float("inf")]:
        end = begin
        while end < len(middles) and middles[end] < x:
            end += 1
        first, last = begin, end
        while first < last and segment.text[first] == " ":
            first += 1
        while last > first and segment.text[last - 1] == " ":
            last -= 1
        if first < last:
            lefts, rights = segment.lefts[first:last], segment.rights[first:last]
            pieces.append(Segment(segment.text[first:last], lefts[0], segment.top, max(rights), segment.bottom, segment.em, lefts, rights))
        begin = end
    return tuple(pieces)


def extent(segments: Iterable[Segment]) -> Area:
    """The smallest box around the segments."""
    segments = list(segments)
    return (
        min([s.x0 for s in segments]),
        min([s.top for s in segments]),
        max([s.x1 for s in segments]),
        max([s.bottom for s in segments]),
    )


def evenness(body: Sequence[Sequence[str]], n_columns: int) -> float:
    """The share of cells that are of the kind that their column mostly holds, figures or words; the mean of the columns."""
    if not body or not n_columns:
        return 0.0
    even = 0.0
    for c in range(n_columns):
        cells = [row[c] for row in body if row[c]]
        figures = sum(map(is_figure, cells))
        even += max(figures, len(cells) - figures) / len(cells) if cells else 1.0
    return even / n_columns
