"""Source: what a loader makes of bytes, before anyone asks what the characters mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct, structs

from notice_parser.model import Diagnostic

__all__ = [
    "CLOSE_GAP",
    "TO_CENTRE",
    "TO_RIGHT",
    "Area",
    "Block",
    "Box",
    "Grid",
    "Paragraph",
    "Segment",
    "Sheet",
    "Source",
    "in_file_order",
    "is_room",
    "length_of",
    "line_text",
    "point",
]

CLOSE_GAP = 0.12  # of the size: so wide a gap may part two columns, where writing leaves none
MAX_GAP = 80  # spaces in a gap of a line
TO_RIGHT, TO_CENTRE = 40, 20  # columns of ``Paragraph.indent`` that stand for alignment

Area: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom in points
Box: TypeAlias = tuple[Decimal, Decimal, Decimal, Decimal]  # left, top, right, bottom in points from the page's upper left corner


@lru_cache(maxsize=8192)  # the places of lines and columns come again on every page
def point(value: float) -> Decimal:
    """A length in points as the JSON has it, in tenths.

    >>> point(1.04), point(2)
    (Decimal('1.0'), Decimal('2.0'))
    """
    return Decimal(f"{value:.1f}")


class Paragraph(Struct, frozen=True, kw_only=True, tag=True):
    """One line or paragraph as the file has it. ``offset``: where its first character stands in the decoded file.

    ``indent``: columns by which the form sets it in (alignment to the middle or the right), besides white space in ``text``.
    ``place``: where in the file, as its format counts (line ``l12``, paragraph ``p12``, ``word/document.xml 12``); ``bbox`` on its page.
    ``is_whole``: the format says that the paragraph begins and ends here, so that no line is to be joined to it.
    ``width``: columns from the left border of the text to the line's right end, where the page tells them.
    """

    text: str
    offset: int
    page: int = 0
    indent: int = 0
    place: str | None = None
    bbox: Box | None = None
    is_whole: bool = False
    width: int | None = None
    confidence: Decimal | None = None  # of a line that was recognised, 0 to 1


class Grid(Struct, frozen=True, kw_only=True, tag=True):
    """A table that is marked up as one. ``rows`` are of one length; a merged cell has its text at its first place, ``""`` elsewhere.

    ``merged``: ``(row, column, rowspan, colspan)``. ``n_header``: the header rows that the markup states, null where it states
    none. ``method``: as ``TablePart.method``. ``offset``: where the first cell stands in the decoded file. ``borders``: the places of
    the column borders, in points, where the table was found on a page. ``row_places``: where in the file each row stands, where its
    format counts them (sheets). ``row_boxes``: the box of each row on its page, null where it is not known. ``inner``: ``(row, column,
    table)`` of the tables that stand in its cells, whose text these cells hold too; ``above``: the lines of the cell above such a one.
    """

    rows: tuple[tuple[str, ...], ...]
    method: str
    offset: int
    merged: tuple[tuple[int, int, int, int], ...] = ()
    n_header: int | None = None
    page: int = 0
    place: str | None = None
    bbox: Box | None = None
    borders: tuple[float, ...] = ()
    row_places: tuple[str, ...] = ()
    row_boxes: tuple[Box | None, ...] = ()
    confidence: Decimal | None = None
    inner: tuple[tuple[int, int, Grid], ...] = ()
    above: tuple[str, ...] = ()


Block: TypeAlias = Paragraph | Grid


def length_of(block: Block) -> int:
    """The characters of a block with the mark behind it, of a grid behind each of its cells."""
    return sum(len(cell) + 1 for row in block.rows for cell in row) if isinstance(block, Grid) else len(block.text) + 1


def in_file_order(blocks: Iterable[Block], place: str = "p") -> Iterator[Block]:
    """The blocks with offsets as if they stood one below the other, and numbered places where they have none: ``p1``, ``p2``, ..."""
    at = 0
    for number, block in enumerate(blocks, 1):
        yield structs.replace(block, offset=at, place=block.place or f"{place}{number}")
        at += length_of(block)


class Segment(Struct, frozen=True, gc=False):
    """A run of glyphs of one printed line that no wide gap parts; points, from the page's upper left corner.

    ``lefts`` and ``rights``: the borders of each character of ``text``, where a rule, or room between them, may cut it; else none.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    em: float  # the width of a Han character in its size
    lefts: tuple[float, ...] = ()
    rights: tuple[float, ...] = ()

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


def is_room(before: str, char: str) -> bool:
    """Whether room between two characters is none that writing leaves: between Han characters or marks, and not beside a letter or digit.

    >>> is_room("）", "转"), is_room("第", "5")
    (True, False)
    """
    return not before.isascii() and not char.isascii()


def line_text(line: Sequence[Segment], em: float) -> str:
    """The text of a printed line, its wide gaps filled with spaces. ``em``: the size in whose halves these are counted."""
    if len(line) == 1:
        return line[0].text
    parts: list[str] = []
    half, end = em / 2, line[0].x0
    for segment in line:
        if parts:
            gap = round((segment.x0 - end) / half)
            parts.append(" " * (1 if gap < 1 else min(gap, MAX_GAP)))
        parts.append(segment.text)
        end = segment.x1
    return "".join(parts)


class Sheet(Struct, frozen=True, kw_only=True):
    """A page as printed: its segments line by line, and its rules as ``(place, start, end)``.

    ``lines``: the segments of each printed line, left to right; ``blocks[k]`` of the source is ``lines[k - first]``.
    """

    page: int
    width: float
    height: float
    lines: tuple[tuple[Segment, ...], ...]
    across: tuple[tuple[float, float, float], ...] = ()  # y, left, right
    down: tuple[tuple[float, float, float], ...] = ()  # x, top, bottom
    beside: tuple[Segment, ...] = ()  # lines at a right angle to the others, in reading order; they may be cells
    aside: int = 0  # characters at any other angle: watermarks, stamps
    columns: tuple[Area, ...] = ()  # of prose in two columns: each left one followed by its right one
    turn: int = 0  # degrees by which the page was turned to read it
    confidences: tuple[float, ...] | None = None  # of a page that was recognised: how sure the reading of each line is, 0 to 1


class Source(Struct, frozen=True, kw_only=True):
    """A file, read: blocks in file order. ``digest`` is the sha-256 of its content.

    ``style`` says what the marks in it mean: ``plain``, or ``markdown``.
    """

    name: str | None
    path: str | None = None
    url: str | None = None
    media_type: str
    loader: str
    digest: str
    n_bytes: int
    n_pages: int | None = None
    blocks: tuple[Block, ...]
    style: str = "plain"
    backends: tuple[tuple[str, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    sheets: tuple[Sheet, ...] = ()  # pages whose tables are still to be found (``tables.choose``)
    hidden: tuple[str, ...] = ()  # short lines that the file holds but does not show
    files: tuple[tuple[str, str], ...] = ()  # text and target of links to files
    beside: tuple[str, ...] = ()  # names of the files that came with this one, and its own, from one root
    content: bytes | None = None  # the file itself, for the engines that read it again
    password: str | None = None
    recognised: tuple[int, ...] = ()  # the pages that were read by OCR
    is_index: bool = False  # a page of a site that lists others
