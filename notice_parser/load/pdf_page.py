"""A page of a PDF as an engine gives it → ``PdfPage``: upright glyphs and rules in points from the upper left corner.

``tablers`` (pdfium) and ``pdfplumber`` (pdfminer) are read to the same shape. The direction in which most glyphs run is made
upright. Those at a right angle to it are kept: cells are set so; those at another angle are watermarks and stamps, and are counted.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from notice_parser.load.glyphs import SPACE, UNMAPPED, Glyph, lines_of
from notice_parser.load.rules import Rule, add_box, add_line
from notice_parser.load.source import Segment

__all__ = ["PdfPage", "lines_beside", "read_plumbed", "read_tablers"]

# bytes of a page's content, unpacked, that pdfplumber is given: it takes 4 s of a processor for each MB of drawing, and of packed
# content that is damaged a time that grows with the square
MAX_CONTENT = 4 << 20
_LINE = attrgetter("line_type", "is_stroked", "points")
_IS_UPRIGHT, _BOX, _TEXT = attrgetter("upright"), attrgetter("bbox"), attrgetter("unicode_char")
_LEFT, _TOP = itemgetter(1), itemgetter(2)


class PdfPage(NamedTuple):
    """What one engine read of a page. Glyphs and rules stand as the page is read, ``turn`` degrees from how it is printed."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    across: list[Rule]
    down: list[Rule]
    turn: int
    aside: int  # glyphs that stand at an angle: watermarks, stamps
    unreadable: int  # glyphs that are mapped to no character
    engine: str
    failed: str | None = None  # what the second engine broke with
    beside: tuple[tuple[int, list[Glyph]], ...] = ()  # glyphs at a right angle to the others, by that angle, clockwise


def read_tablers(page: Any, number: int) -> PdfPage:
    """A page by ``tablers``."""
    page.extract_objects()
    objects = page.objects
    chars = objects.chars
    texts = list(map(_TEXT, chars))
    if None in texts or "" in texts:
        texts = [text or "\0" for text in texts]
    turn = aside = unreadable = 0
    beside: dict[int, list[Glyph]] = {}
    if all(map(_IS_UPRIGHT, chars)) and not UNMAPPED.search("".join(texts)):
        # spaces and line ends that the engine adds have no width
        glyphs: list[Glyph] = [
            (text, x0, y0, x1, y1) for text, (x0, y0, x1, y1) in zip(texts, map(_BOX, chars), strict=True) if x1 > x0 and y1 > y0
        ]
    else:
        glyphs, beside, turn, aside, unreadable = _sorted_out(chars)
    across: list[Rule] = []
    down: list[Rule] = []
    for rect in objects.rects:
        add_box(rect.bbox, across, down, rect.is_stroked and _is_ink(rect.stroke_color), _is_filled(rect))
    for kind, is_stroked, points in map(_LINE, objects.lines):
        if is_stroked and kind == "straight":
            for (x0, y0), (x1, y1) in pairwise(points):
                add_line(x0, y0, x1, y1, across, down)
    width, height = page.width, page.height
    if turn:
        glyphs, across, down = _turned(glyphs, across, down, turn)
        beside = {angle: _turned(own, [], [], turn)[0] for angle, own in beside.items()}
        width, height = (height, width) if turn in (90, 270) else (width, height)
    read = PdfPage(number, width, height, *_shifted(glyphs, across, down), (360 - turn) % 360, aside, unreadable, "tablers")
    if not beside:
        return read
    dx, dy = (one - other for one, other in zip(read.glyphs[0][1:3], glyphs[0][1:3], strict=True))
    moved = ((angle, [(c, x0 + dx, y0 + dy, x1 + dx, y1 + dy) for c, x0, y0, x1, y1 in own]) for angle, own in beside.items())
    return read._replace(beside=tuple(moved))


def _sorted_out(chars: Iterable[Any]) -> tuple[list[Glyph], dict[int, list[Glyph]], int, int, int]:
    """The glyphs that run in the page's direction, those at a right angle to it, that direction, and how many run in another or
    are mapped to no character.
    """
    turned: Counter[int] = Counter()
    found: list[tuple[Glyph, int]] = []
    unreadable = 0
    for char in chars:
        text, box = char.unicode_char, char.bbox
        is_empty = box[2] <= box[0] or box[3] <= box[1]
        if text is None or (not is_empty and UNMAPPED.search(text)):
            unreadable += 1
        elif not is_empty:
            angle = 0 if char.upright else round(char.rotation_degrees) % 360
            turned[angle] += 1
            found.append(((text, *box), angle))
    turn = max((0, 90, 180, 270), key=lambda angle: (turned[angle], -angle))
    beside: dict[int, list[Glyph]] = {}
    aside = 0
    for glyph, angle in found:
        if (angle - turn) % 360 in (90, 270):
            beside.setdefault((angle - turn) % 360, []).append(glyph)
        elif angle != turn and glyph[0] not in SPACE:
            aside += 1
    return [glyph for glyph, angle in found if angle == turn], beside, turn, aside, unreadable


def _is_filled(rect: Any) -> bool:
    return "NONE" not in str(rect.fill_mode).upper() and _is_ink(rect.fill_color)


def _is_ink(color: tuple[int, int, int, int]) -> bool:
    """Whether a colour shows on white paper."""
    return color[3] > 0 and min(color[:3]) < 250


def _turned(glyphs: list[Glyph], across: list[Rule], down: list[Rule], turn: int) -> tuple[list[Glyph], list[Rule], list[Rule]]:
    """Everything turned so that glyphs set at ``turn`` degrees, clockwise, stand upright."""
    if turn == 270:  # text that runs up the page
        return (
            [(c, -y1, x0, -y0, x1) for c, x0, y0, x1, y1 in glyphs],
            [(x, -b, -a) for x, a, b in down],
            [(-y, a, b) for y, a, b in across],
        )
    if turn == 90:
        return (
            [(c, y0, -x1, y1, -x0) for c, x0, y0, x1, y1 in glyphs],
            [(-x, a, b) for x, a, b in down],
            [(y, -b, -a) for y, a, b in across],
        )
    return (
        [(c, -x1, -y1, -x0, -y0) for c, x0, y0, x1, y1 in glyphs],
        [(-y, -b, -a) for y, a, b in across],
        [(-x, -b, -a) for x, a, b in down],
    )


def lines_beside(page: PdfPage) -> tuple[Segment, ...]:
    """The lines at a right angle to the page's others, in their reading order, where they stand on the page."""
    found: list[Segment] = []
    for angle, glyphs in page.beside:
        for line in lines_of(_turned(glyphs, [], [], angle)[0], ()):
            for s in line:
                x0, top, x1, bottom = (-s.bottom, s.x0, -s.top, s.x1) if angle == 90 else (s.top, -s.x1, s.bottom, -s.x0)
                found.append(Segment(s.text, x0, top, x1, bottom, s.em))
    return tuple(found)


def _shifted(glyphs: list[Glyph], across: list[Rule], down: list[Rule]) -> tuple[list[Glyph], list[Rule], list[Rule]]:
    """Everything moved so that no glyph stands left of or above the page's corner."""
    dx = min(map(_LEFT, glyphs), default=0.0)
    dy = min(map(_TOP, glyphs), default=0.0)
    if dx >= 0 and dy >= 0:
        return glyphs, across, down
    dx, dy = min(dx, 0.0), min(dy, 0.0)
    return (
        [(c, x0 - dx, y0 - dy, x1 - dx, y1 - dy) for c, x0, y0, x1, y1 in glyphs],
        [(y - dy, a - dx, b - dx) for y, a, b in across],
        [(x - dx, a - dy, b - dy) for x, a, b in down],
    )


class ContentTooLong(ValueError):
    """A page's content is longer than ``pdfplumber`` reads in any reasonable time."""


def _check_content(page: Any) -> None:
    """``ContentTooLong`` where a page's content is, unpacked, beyond ``MAX_CONTENT`` bytes; no more than that is unpacked."""
    from pdfminer.pdftypes import PDFStream, resolve1

    left = MAX_CONTENT
    for stream in map(resolve1, page.page_obj.contents):
        raw = stream.rawdata if isinstance(stream, PDFStream) else None
        if raw is None:  # unpacked before
            continue
        left -= len(raw)
        with suppress(zlib.error):  # packed in another way, or not at all
            left -= len(zlib.decompressobj().decompress(raw, max(left, 0) + 1))
        if left < 0:
            raise ContentTooLong(f"> {MAX_CONTENT >> 20} MB")


def read_plumbed(page: Any, number: int) -> PdfPage:
    """A page by ``pdfplumber``, which turns pages by itself. ``ContentTooLong`` for one whose content is."""
    _check_content(page)
    glyphs: list[Glyph] = []
    aside = unreadable = 0
    for char in page.chars:
        text = char["text"]
        if (len(text) != 1 and text.startswith("(cid:")) or UNMAPPED.search(text):
            unreadable += 1
        elif not char["upright"]:
            aside += 1
        else:
            glyphs.append((text, char["x0"], char["top"], char["x1"], char["bottom"]))
    across: list[Rule] = []
    down: list[Rule] = []
    for edge in page.edges:
        if edge["orientation"] == "h":
            across.append((edge["top"], edge["x0"], edge["x1"]))
        else:
            down.append((edge["x0"], edge["top"], edge["bottom"]))
    return PdfPage(number, float(page.width), float(page.height), *_shifted(glyphs, across, down), 0, aside, unreadable, "pdfplumber")
