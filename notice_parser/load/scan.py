"""The image of a page → a ``Sheet`` like that of a PDF page: printed lines, rules, and how sure the reading of each line is.

The page is set upright and level, its inks are parted (``ink``), its rules found (``raster_rules``), its lines read twice where
the first reading is weak (``recognise``). Characters are placed within their line by their widths, so that the geometry of
printed pages (``glyphs``, ``tables``) goes on from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image

from notice_parser.diagnostics import diagnose
from notice_parser.load.glyphs import Glyphs, lines_of
from notice_parser.load.ink import Box, Grey, Inks, Mask, flatten, is_inked, skew_of, split_inks
from notice_parser.load.page_columns import text_columns
from notice_parser.load.raster_rules import rules_of
from notice_parser.load.recognise import Reader, Reading
from notice_parser.load.rings import Ring, part_rings, rings_of
from notice_parser.load.rules import Rule, merged_rules
from notice_parser.load.source import Area, Segment, Sheet
from notice_parser.load.two_pages import gutter_of
from notice_parser.model import Diagnostic

__all__ = ["A4", "LEAST_DPI", "MAX_PIXELS", "MAX_SIDE", "MOST_DPI", "Scan", "read_scan"]

MAX_PIXELS = 89_000_000  # of one page: A3 at 600 dots an inch has 70 million; from here on Pillow warns
LEAST_DPI, MOST_DPI = 200, 300  # as which the page of a document is drawn: as its largest image was scanned, within these
MAX_SIDE = 6_000  # pixels of such a page
MAX_WIDTH = 2_500  # pixels to which the shorter side of a page is scaled down: A4 at 300 dots an inch
A4 = (595.3, 841.9)  # points
WEAK = 0.95  # a line that is read with less confidence is read again by the careful model: at 0.9 a third more characters are missed
FAINT = 0.5  # and what both read with less is no text: dirt, the ring of a stamp
LEVEL = 0.08  # degrees of skew that do no harm
TURNED = 0.5  # so large a share of the characters in boxes that stand upright shows a page that lies on its side
DOUBTED = 0.7  # a page that is read with less confidence on average may stand on its head
COVERED = 0.8  # the confidence of a line that a stamp of the same ink covers, at most: it is to be looked at
GAP = 1.3  # of a line's height: white so wide within a box parts what the detector took for one line
SHORTEST = 6  # pixels: a cut less wide holds no character

_HALF = re.compile("[\x21-\x7e]")
_OPENING, _CLOSING = "（《〈“‘〔【「", "）》〉”’〕】」，。、；：！？"
_SIGNS = "，。、；：,.;:"
_PAIRS = ("“”", "‘’", "（）", "《》", "()")
_WIDE = str.maketrans("(),:;!?", "（），：；！？")
_ASCII_SIGN = re.compile("[(),:;!?]")
_HAN = "㐀-䶿一-鿿"
_BESIDE_HAN = re.compile(f"(?<=[{_HAN}》”〕）])[(),:;!?]|[(),:;!?](?=[{_HAN}《“〔（])")
_PAGE_NUMBER = re.compile("[—–\\-~一_ ]{0,3}([0-9]{1,4})[—–\\-~一_ ]{1,3}|[—–\\-~一_ ]{1,3}([0-9]{1,4})")
FOOT = 0.86  # of the page's height: the page number stands below


class Scan(NamedTuple):
    """A page as read, and what is to be said of it."""

    sheet: Sheet
    diagnostics: tuple[Diagnostic, ...]


def read_scan(image: Image.Image, size: tuple[float, float] | None, page: int, reader: Reader) -> Scan:
    """The sheet of a page image; ``size`` in points, of an image of its own that of an A4 page as wide."""
    if size is None:
        width = A4[0] if image.width <= image.height else A4[1]
        size = (width, width * image.height / image.width)
    if min(image.size) > MAX_WIDTH:
        scale = MAX_WIDTH / min(image.size)
        image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.LANCZOS)
    level, first = _first_reading(image, image.width / size[0], reader)
    turn = _turn_of(image, first, reader)
    if turn:
        image = image.rotate(-turn, expand=True)
        size = (size[1], size[0]) if turn in (90, 270) else size
        level, first = _first_reading(image, image.width / size[0], reader)
    parts = _parts(image, level, first, image.width / size[0], reader)
    lines, columns = _lines(parts, size)
    across = merged_rules([rule for part in parts for rule in part.across])
    down = merged_rules([rule for part in parts for rule in part.down])
    told = []
    if (stamps := sum(part.stamps for part in parts)) > 0:
        told.append(diagnose("ocr.stamp", page=page + 1, count=stamps))
    if (mixed := sum(part.mixed for part in parts)) > 0:
        told.append(diagnose("ocr.stamp_covers", page=page + 1, count=mixed))
    if (faint := sum(part.faint for part in parts)) > 0:
        told.append(diagnose("ocr.faint", page=page + 1, count=faint))
    if len(parts) > 1:
        told.append(diagnose("ocr.two_pages", page=page + 1))
    readings = [one for part in parts for one in part.readings]
    sheet = Sheet(
        page=page,
        width=size[0],
        height=size[1],
        lines=lines,
        across=across,
        down=down,
        columns=columns if len(parts) > 1 else text_columns(lines, across),
        turn=turn,
        confidences=tuple(_confidence(line, readings) for line in lines),
    )
    return Scan(sheet, tuple(told))


class _Part(NamedTuple):
    """What was read of a page, or of one of two that lie side by side; lengths in points of the whole."""

    readings: list[Reading]
    across: list[Rule]
    down: list[Rule]
    stamps: int
    mixed: int  # stamps whose ink cannot be told from that of the text
    faint: int


def _parts(image: Image.Image, level: _Level, first: Sequence[Reading], per_point: float, reader: Reader) -> list[_Part]:
    """The page read, or each of two pages by itself."""
    ink = is_inked(level.flat)
    across, down = rules_of(ink, per_point * 72 / 25.4)
    gutter = gutter_of([(o.text, o.box[0], o.box[2]) for o in first], [(a, b) for _, a, b in across], image.width, image.height)
    if gutter is None:
        return [_read_whole(level, first, ink, (across, down), per_point, 0, reader)]
    found = []
    for x0, x1 in ((0, round(gutter)), (round(gutter), image.width)):
        half, lines = _first_reading(image.crop((x0, 0, x1, image.height)), per_point, reader)
        ink = is_inked(half.flat)
        found.append(_read_whole(half, lines, ink, rules_of(ink, per_point * 72 / 25.4), per_point, x0, reader))
    return found


def _read_whole(
    level: _Level,
    first: Sequence[Reading],
    ink: Mask,
    rules: tuple[Sequence[Rule], Sequence[Rule]],
    per_point: float,
    left: int,
    reader: Reader,
) -> _Part:
    """The second reading of a page. ``left``: the pixels of the image that stand to its left."""
    across, down = rules
    readings, faint = _second_reading(first, level, ink, down, reader)
    shift = left / per_point
    readings = [one._replace(confidence=min(one.confidence, COVERED)) if _is_covered(one, level) else one for one in readings]
    scaled = [one.scaled(1 / per_point) for one in readings]
    scaled = [one._replace(box=(one.box[0] + shift, one.box[1], one.box[2] + shift, one.box[3])) for one in scaled]
    return _Part(
        scaled,
        [(y, a + shift, b + shift) for y, a, b in _scaled(across, per_point)],
        [(x + shift, a, b) for x, a, b in _scaled(down, per_point)],
        level.stamps,
        len(level.mixed),
        faint,
    )


def _is_covered(one: Reading, level: _Level) -> bool:
    return any(ring.covers(one.box) for ring in level.mixed)


def _lines(parts: Sequence[_Part], size: tuple[float, float]) -> tuple[tuple[tuple[Segment, ...], ...], tuple[Area, ...]]:
    """The printed lines, down the page; and the areas of two pages side by side, which are read one after the other."""
    of = [lines_of(_glyphs(part.readings)) for part in parts]
    lines = tuple(_numbered(line, size[1]) for lines in of for line in lines)
    if len(parts) < 2:
        return lines, ()
    ends = [[(s.x0, s.x1) for line in lines for s in line] for lines in of]
    ends = [[*side, *((a, b) for _, a, b in part.across)] for side, part in zip(ends, parts, strict=True)]
    areas = tuple((min(a for a, _ in side), 0.0, max(b for _, b in side), size[1]) for side in ends if side)
    return tuple(sorted(lines, key=lambda line: line[0].middle)), areas if len(areas) == 2 else ()


class _Level(NamedTuple):
    """A page set level: its inks, and the black one with the paper made white.

    ``stamps``: how many stand on it; ``mixed``: the rings of those whose ink cannot be told from that of the text.
    """

    inks: Inks
    flat: Grey
    stamps: int
    mixed: tuple[Ring, ...] = ()


def _first_reading(image: Image.Image, per_point: float, reader: Reader) -> tuple[_Level, list[Reading]]:
    """The page set level, and the lines of its black ink as the fast model reads them."""
    per_mm = per_point * 72 / 25.4
    inks = split_inks(image, per_mm)
    flat = flatten(inks.black)
    ink = is_inked(flat)
    skew = skew_of(ink)
    if abs(skew) > LEVEL:
        inks = split_inks(image.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white"), per_mm)
        flat = flatten(inks.black)
    level = _Level(inks, flat, len(inks.stamps)) if inks.red is not None else _without_rings(inks, flat, per_mm)
    return level, reader.read(Image.fromarray(level.inks.black)) if ink.any() else []


def _without_rings(inks: Inks, flat: Grey, per_mm: float) -> _Level:
    """The page of a scan without colours, what its round stamps cover laid open where their ink is the paler one."""
    ink = is_inked(flat)
    rings = rings_of(ink, per_mm)
    if not rings:
        return _Level(inks, flat, 0)
    parted, mixed = part_rings(flat, ink, rings)
    black = np.where(parted != flat, np.uint8(255), inks.black)
    return _Level(inks._replace(black=black), parted, len(rings), mixed)


def _turn_of(image: Image.Image, readings: Sequence[Reading], reader: Reader) -> int:
    """By how many degrees clockwise the image must be turned to be read.

    Lines that run up the page stand in boxes higher than wide, and a page on its head reads badly; which of two ways is right,
    small copies tell.
    """
    size = sum(len(one.text) for one in readings)
    if not size:
        return 0
    tall = sum(len(one.text) for one in readings if one.box[3] - one.box[1] > 1.5 * (one.box[2] - one.box[0]) and len(one.text) > 1)
    if tall > TURNED * size:
        turns = (90, 270)
    elif sum(one.confidence * len(one.text) for one in readings) < DOUBTED * size:
        turns = (0, 180)
    else:
        return 0
    small = image.convert("L")
    small.thumbnail((1200, 1200))
    return max(turns, key=lambda turn: (_weight(reader.read(small.rotate(-turn, expand=True))), -turn))


def _weight(readings: Sequence[Reading]) -> float:
    """How much of it is read, doubtful characters hardly counted."""
    return sum(one.confidence**4 * len(one.text) for one in readings)


# -- reading


def _second_reading(first: Sequence[Reading], level: _Level, ink: Mask, down: Sequence[Rule], reader: Reader) -> tuple[list[Reading], int]:
    """The lines of both inks, weak ones by their better reading; and how many were too faint to be text."""
    readings: list[Reading] = []
    again: list[tuple[Reading, Image.Image, bool]] = []  # line, its picture, whether it is a piece of one that was read
    flat = Image.fromarray(level.flat)
    for line in first:
        pieces = _pieces(line, ink, down)
        if len(pieces) > 1 or line.confidence < WEAK or not _is_closed(line.text):
            again += [(piece, flat.crop(_around(piece)), len(pieces) > 1) for piece in pieces]
        else:
            readings.append(line)
    if level.inks.red is not None and level.inks.letters:
        red = _only(level.inks.red, level.inks.letters)
        again += [(line, red.crop(_around(line)), False) for line in _read_part(red, _hull(level.inks.letters), reader)]
    better = reader.reread([picture for _, picture, _ in again]) if again else []
    for (line, _, is_piece), second in zip(again, better, strict=True):
        if second is not None and (is_piece or second.confidence >= line.confidence):
            readings.append(Reading(_with_end(second.text, line.text), line.box, second.confidence))
        else:
            readings.append(line)
    kept = [one._replace(text=_widened(one.text.strip())) for one in readings if one.confidence >= FAINT and one.text.strip()]
    return kept, len(readings) - len(kept)


def _with_end(text: str, first: str) -> str:
    """A second reading with the sign that ends the first: cut out, a line may lose a small sign behind its last character.

    >>> _with_end("全市共巡查水库72座", "全市共巡查水库72座,"), _with_end("整改完毕。", "整改完毕,")
    ('全市共巡查水库72座,', '整改完毕。')
    """
    return text + first[-1] if first[-1] in _SIGNS and text[-1] not in _SIGNS else text


def _is_closed(text: str) -> bool:
    """Whether each quote or bracket of a line that is opened is closed: a small sign is what the fast model misses."""
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRS) and "'" not in text and '"' not in text


def _around(one: Reading) -> tuple[int, int, int, int]:
    left, top, right, bottom = one.box
    return max(0, int(left) - 3), max(0, int(top) - 2), int(right) + 3, int(bottom) + 2


def _pieces(one: Reading, ink: Mask, down: Sequence[Rule]) -> list[Reading]:
    """A line cut where a rule stands in it or a wide gap, each piece with its share of the text, in case it cannot be read again."""
    left, top, right, bottom = one.box
    height, middle = bottom - top, (top + bottom) / 2
    band = ink[max(0, int(top)) : int(bottom), max(0, int(left)) : int(right)]  # with the foot, where a comma stands
    inside: Mask = np.asarray(band.any(axis=0))
    places = [x - left for x, a, b in down if left + SHORTEST < x < right - SHORTEST and a <= middle <= b]
    edges: list[tuple[float, float]] = []
    at = 0.0
    for place in sorted(places):
        edges.append((at, place - 2))
        at = place + 2
    edges.append((at, float(len(inside))))
    spans: list[tuple[float, float]] = []
    for start, end in edges:
        columns = np.nonzero(inside[int(start) : int(end)])[0]
        if not len(columns):
            continue
        breaks = np.nonzero(np.diff(columns) > GAP * height)[0]
        firsts, lasts = [columns[0], *columns[breaks + 1]], [*columns[breaks], columns[-1]]
        spans += [(start + a, start + b + 1) for a, b in zip(firsts, lasts, strict=True) if b - a >= SHORTEST or len(firsts) == 1]
    if len(spans) < 2:
        return [one]
    glyphs = _glyphs([one])
    middles = [(x0 + x1) / 2 for x0, _, x1, _ in glyphs.boxes]
    return [
        Reading(
            "".join([char for char, x in zip(glyphs.chars, middles, strict=True) if left + a - 1 <= x <= left + b + 1]) or " ",
            (left + a - 2, top, left + b + 2, bottom),
            one.confidence if a or b else 0.0,
        )
        for a, b in spans
    ]


def _only(ink: Grey, boxes: Iterable[Box]) -> Image.Image:
    """The image with nothing but what stands in the boxes."""
    page: Grey = np.full(ink.shape, 255, dtype=np.uint8)
    for x0, y0, x1, y1 in boxes:
        page[y0:y1, x0:x1] = ink[y0:y1, x0:x1]
    return Image.fromarray(page)


def _hull(boxes: Sequence[Box]) -> Box:
    """The box around the boxes, with room for the detector."""
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return max(0, left - 30), max(0, top - 30), max(b[2] for b in boxes) + 30, max(b[3] for b in boxes) + 30


def _read_part(image: Image.Image, box: Box, reader: Reader) -> list[Reading]:
    """The lines of a part of an image, where they stand in the whole."""
    dx, dy = box[:2]
    lines = reader.read(image.crop(box))
    return [one._replace(box=(one.box[0] + dx, one.box[1] + dy, one.box[2] + dx, one.box[3] + dy)) for one in lines]


def _widened(text: str) -> str:
    """The text with signs between Han characters in their wide form, which the models do not tell apart.

    >>> _widened("附件:1.名单(试行)"), _widened("(2023)"), _widened("A(1)")
    ('附件：1.名单（试行）', '(2023)', 'A(1)')
    """
    if not _ASCII_SIGN.search(text):
        return text
    wide = _BESIDE_HAN.sub(lambda m: m.group().translate(_WIDE), text)
    signs = list(wide)
    opened: list[int] = []
    for i, sign in enumerate(signs):  # both signs of a pair are of one width
        if sign in "(（":
            opened.append(i)
        elif sign in ")）" and opened:
            j = opened.pop()
            if "（" in signs[j] or "）" in sign:
                signs[j], signs[i] = "（", "）"
    return "".join(signs)


# -- characters and lines


def _glyphs(readings: Iterable[Reading]) -> Glyphs:
    """The characters of lines, placed by their widths: a Han character is an em, others half of one, a sign at the end too."""
    glyphs = Glyphs()
    for one in readings:
        left, top, right, bottom = one.box
        widths = [_width(char) for char in one.text]
        if one.text[-1] in _CLOSING:
            widths[-1] = 0.5
        if one.text[0] in _OPENING:
            widths[0] = 0.5
        em = (right - left) / (sum(widths) or 1.0)
        at = left
        for char, width in zip(one.text, widths, strict=True):
            glyphs.add(char, (at, top, at + width * em, bottom))
            at += width * em
    return glyphs


def _width(char: str) -> float:
    return 0.5 if _HALF.match(char) else 0.3 if char == " " else 1.0


def _numbered(line: tuple[Segment, ...], height: float) -> tuple[Segment, ...]:
    """The line; a page number at the foot with its dashes, which are read as what they look like: 一4一, -4, 4 —."""
    if line[0].top < FOOT * height:
        return line
    text = "".join(segment.text for segment in line)
    match = _PAGE_NUMBER.fullmatch(text.strip())
    if match is None:
        return line
    x0, x1 = line[0].x0, line[-1].x1
    said = f"— {match.group(1) or match.group(2)} —"
    step = (x1 - x0) / len(said)
    lefts = tuple(x0 + step * i for i in range(len(said)))
    rights = tuple(x0 + step * (i + 1) for i in range(len(said)))
    return (Segment(said, x0, line[0].top, x1, max(s.bottom for s in line), line[0].em, lefts, rights),)


def _confidence(line: Iterable[Segment], readings: Sequence[Reading]) -> float:
    """The least confidence of the readings that a printed line was put together from."""
    found = [
        one.confidence
        for segment in line
        for one in readings
        if one.box[0] <= (segment.x0 + segment.x1) / 2 <= one.box[2] and one.box[1] <= segment.middle <= one.box[3]
    ]
    return min(found, default=1.0)


def _scaled(rules: Sequence[Rule], per_point: float) -> list[Rule]:
    return [(place / per_point, start / per_point, end / per_point) for place, start, end in rules]
