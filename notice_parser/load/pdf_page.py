"""A page of a PDF as an engine gives it → ``PdfPage``: upright glyphs and rules in points from the upper left corner.

``tablers`` (pdfium) and ``pdfplumber`` (pdfminer) are read to the same shape. The direction in which most glyphs run is made
upright. Those at a right angle to it are kept: cells are set so; those at another angle are watermarks and stamps, and are counted.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from contextlib import suppress
from operator import attrgetter
from typing import Any, NamedTuple

from notice_parser.load.glyphs import UNMAPPED, Glyphs
from notice_parser.load.rules import Rule, add_box, add_line, is_thin
from notice_parser.load.turned import by_direction, moved_in, upright

__all__ = ["PdfPage", "read_plumbed", "read_tablers"]

# bytes of a page's content, unpacked, that pdfplumber is given: it takes 4 s of a processor for each MB of drawing, and of packed
# content that is damaged a time that grows with the square
MAX_CONTENT = 4 << 20
_LINE = attrgetter("line_type", "is_stroked", "points")
_IS_UPRIGHT, _BOX, _TEXT = attrgetter("upright"), attrgetter("bbox"), attrgetter("unicode_char")


class PdfPage(NamedTuple):
    """What one engine read of a page. Glyphs and rules stand as the page is read, ``turn`` degrees from how it is printed."""

    number: int
    width: float
    height: float
    glyphs: Glyphs
    across: list[Rule]
    down: list[Rule]
    turn: int
    aside: int  # glyphs that stand at an angle: watermarks, stamps
    unreadable: int  # glyphs that are mapped to no character
    engine: str
    failed: str | None = None  # what the second engine broke with
    beside: tuple[tuple[int, Glyphs], ...] = ()  # glyphs at a right angle to the others, by that angle, clockwise


def read_tablers(page: Any, number: int) -> PdfPage:
    """A page by ``tablers``."""
    page.extract_objects()
    objects = page.objects
    chars = objects.chars
    glyphs = Glyphs(list(map(_TEXT, chars)), list(map(_BOX, chars)))
    if None in glyphs.chars or "" in glyphs.chars:
        glyphs.chars = [text or "\0" for text in glyphs.chars]
    turn = aside = unreadable = 0
    beside: dict[int, Glyphs] = {}
    if all(map(_IS_UPRIGHT, chars)) and not UNMAPPED.search("".join(glyphs.chars)):
        glyphs = glyphs.with_room()
    else:
        glyphs, beside, turn, aside, unreadable = _sorted_out(chars)
    across: list[Rule] = []
    down: list[Rule] = []
    for rect in objects.rects:
        box = rect.bbox
        add_box(box, across, down, rect.is_stroked and _is_ink(rect.stroke_color), is_thin(box) and _is_filled(rect))
    for kind, is_stroked, points in map(_LINE, objects.lines):
        if is_stroked and kind == "straight":
            x0, y0 = points[0]
            for x1, y1 in points[1:]:
                add_line(x0, y0, x1, y1, across, down)
                x0, y0 = x1, y1
    seen = upright(glyphs, beside, turn, across, down, (page.width, page.height))
    read = PdfPage(number, *seen.size, seen.glyphs, seen.across, seen.down, (360 - turn) % 360, aside, unreadable, "tablers")
    return read._replace(beside=seen.beside) if seen.beside else read


def _sorted_out(chars: Iterable[Any]) -> tuple[Glyphs, dict[int, Glyphs], int, int, int]:
    """The glyphs that run in the page's direction, those at a right angle to it, that direction, and how many run in another or
    are mapped to no character.
    """
    found: dict[int, Glyphs] = {}
    unreadable = 0
    for char in chars:
        text, box = char.unicode_char, char.bbox
        is_empty = box[2] <= box[0] or box[3] <= box[1]
        if text is None or (not is_empty and UNMAPPED.search(text)):
            unreadable += 1
        elif not is_empty:
            angle = 0 if char.upright else round(char.rotation_degrees) % 360
            found.setdefault(angle, Glyphs()).add(text, box)
    return *by_direction(found), unreadable


def _is_filled(rect: Any) -> bool:
    return "NONE" not in str(rect.fill_mode).upper() and _is_ink(rect.fill_color)


def _is_ink(color: tuple[int, int, int, int]) -> bool:
    """Whether a colour shows on white paper."""
    return color[3] > 0 and min(color[:3]) < 250


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
    glyphs = Glyphs()
    aside = unreadable = 0
    for char in page.chars:
        text = char["text"]
        if (len(text) != 1 and text.startswith("(cid:")) or UNMAPPED.search(text):
            unreadable += 1
        elif not char["upright"]:
            aside += 1
        else:
            glyphs.add(text, (char["x0"], char["top"], char["x1"], char["bottom"]))
    across: list[Rule] = []
    down: list[Rule] = []
    for edge in page.edges:
        if edge["orientation"] == "h":
            across.append((edge["top"], edge["x0"], edge["x1"]))
        else:
            down.append((edge["x0"], edge["top"], edge["bottom"]))
    return PdfPage(number, float(page.width), float(page.height), *moved_in(glyphs, across, down), 0, aside, unreadable, "pdfplumber")
