"""OFD (GB/T 33190-2016): the text objects and paths of each page, put into printed lines and rules as those of a PDF are.

An OFD says where each character stands, often one or two of them an object; templates hold what all pages share, annotations what was
set on a page later. The direction in which most text runs is made upright; text at an angle that is no right one is a watermark. Text of
glyphs without characters cannot be read and is counted. A page without text whose images may hold it is recognised (``page_images``).
Stamps are counted, and named where their seals have names; files that are attached are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import accumulate, chain, pairwise
from math import atan2, degrees, hypot
from typing import Any

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.formats import Loaded, backends_of
from notice_parser.load.glyphs import UNMAPPED, Glyphs, lines_of
from notice_parser.load.ofd_parts import (
    FAR,
    MAX_IMAGES,
    NUMBER,
    Drawn,
    Matrix,
    OfdDocument,
    document_roots,
    matrix_of,
    named,
    number_of,
    numbers_of,
)
from notice_parser.load.package import Package
from notice_parser.load.page_columns import text_columns
from notice_parser.load.page_images import can_recognise, recognise_pages
from notice_parser.load.printed import paragraphs_of
from notice_parser.load.rules import Rule, add_box, add_line, merged_rules
from notice_parser.load.source import Sheet
from notice_parser.load.turned import by_direction, lines_beside, upright
from notice_parser.model import Diagnostic

__all__ = ["read_ofd"]

_POINTS = 72 / 25.4  # in a millimetre
_ASCENT = 0.86  # of the size: what of a character stands above its base line
_NARROW = 0.5  # of the size: the advance of a Latin character where the file does not tell it
_SPREAD = 1.3  # of the size: a wider advance within one object is a gap
_MAX_STEPS = 200_000  # advances of one text object: "g 4000000000 1" is no text
_MAX_OBJECTS = 2_000_000  # of a file
_MAX_SEALS = 50  # of a page that are named
_MAX_DEPTH = 8  # drawings within drawings
_LEAN = 6.0  # degrees: so far off the level or the plumb a text object is a watermark
_SLANT = 0.6  # of its height: a character that leans over further is no italic
_UPRIGHT = 12  # characters below each other in one object: more are a column of text, fewer the words of a cell
_NO_CHARACTER = "¤"  # stands for a glyph that has no character (GB/T 33190-2016, 11.4)
_PLAIN_LIST = re.compile("[-0-9. ]++")
_PATH = re.compile("[MLQBACSmlqbacs]|" + NUMBER.pattern)
_WHOLE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Found:
    """What of a page was found so far."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.size = size
        self.turned: dict[int, Glyphs] = {}  # by the angle at which they run, a multiple of 90 degrees
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.images: list[Drawn] = []
        self.aside = 0
        self.unreadable = 0
        self.stamps = 0
        self.seals: list[str] = []  # their names, of those that say it

    def has_text(self) -> bool:
        return any(self.turned.values())


def read_ofd(data: bytes, where: str | None, ocr: str = "auto") -> Loaded:
    """The pages of an OFD as lines and sheets; ``ocr``: as ``Options.ocr``, of which ``always`` is no more than ``auto`` here.

    ``LoadError`` where no page is left, or all are scans and no OCR is installed.
    """
    package = Package(data, "OFD", where)
    reader = _Reader(package)
    found: list[_Found] = []
    attached: list[str] = []
    for root, signatures in document_roots(package):
        document = OfdDocument(package, root, signatures)
        attached += document.attached()
        found += reader.pages(document)
    sheets = [_sheet_of(page, number) for number, page in enumerate(found)]
    told = [list(_told(page, number)) for number, page in enumerate(found)]
    unread = [number for number, page in enumerate(found) if page.images and not page.has_text()] if ocr != "never" else []
    recognised: tuple[int, ...] = ()
    said: list[Diagnostic] = []
    backends = dict(backends_of("OFD"))
    if unread and not (said := can_recognise("OFD/scan", unread, len(sheets), where, is_asked=False)):
        from notice_parser.load.ofd_images import OfdImages

        drawn = OfdImages(package, {number: (found[number].images, found[number].size) for number in unread})
        recognised, pages = recognise_pages(drawn, unread, "OFD/scan", where, sheets, told)
        said += pages
        backends |= dict(backends_of("OFD/scan"))
    if not sheets or (package.is_cut and not any(sheet.lines for sheet in sheets)):
        raise LoadError("damaged", where=where, format="OFD", reason="no page" if not sheets else "unexpected end")
    said += [one for page in told for one in page]
    if not any(sheet.lines or sheet.aside for sheet in sheets) and not any(one.code == "pdf.unreadable" for one in said):
        kept = [one for one in said if one.code in ("ocr.failed", "ocr.stamp", "source.seal")]
        said = [diagnose("pdf.image_only", pages=len(sheets)), *kept]
    named_files = [diagnose("source.part_unread", name=name) for name in attached]
    return Loaded(
        paragraphs_of(sheets),
        "ofd",
        n_pages=len(sheets),
        diagnostics=(*package.told(), *named_files, *said),
        backends=tuple(sorted(backends.items())),
        sheets=tuple(sheets),
        recognised=recognised,
    )


def _sheet_of(found: _Found, number: int) -> Sheet:
    glyphs, beside, turn, aside = by_direction(found.turned)
    size = (found.size[0] * _POINTS, found.size[1] * _POINTS)
    page = upright(glyphs, beside, turn, found.across, found.down, size)
    lines, across = lines_of(page.glyphs), merged_rules(page.across)
    return Sheet(
        page=number,
        width=page.size[0],
        height=page.size[1],
        lines=lines,
        across=across,
        down=merged_rules(page.down),
        beside=lines_beside(page.beside),
        aside=found.aside + aside,
        columns=text_columns(lines, across),
        turn=(360 - turn) % 360,
    )


def _told(found: _Found, number: int) -> Iterator[Diagnostic]:
    if found.unreadable:
        yield diagnose("pdf.unreadable", page=number + 1, count=found.unreadable)
    if not found.has_text() and not found.unreadable and not found.aside:
        yield diagnose("pdf.page_without_text", page=number + 1)
    if found.stamps:
        yield diagnose("ocr.stamp", page=number + 1, count=found.stamps)
    for name in dict.fromkeys(found.seals):
        yield diagnose("source.seal", page=number + 1, name=name)


class _Reader:
    """Reads the pages of one package; counts the objects, of which a file may not have without end."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.left = _MAX_OBJECTS

    def pages(self, document: OfdDocument) -> Iterator[_Found]:
        """What stands on each page of a document, its annotations on top."""
        annotations, stamps = document.annotations(), document.stamps()
        for key, location in document.pages():
            contents, size = document.contents_of(location)
            found = _Found(size)
            for content in contents:
                self.draw(content, document, found)
            for one in annotations.get(key, ()):
                self.annotate(one, document, found)
            seals = stamps.get(key, [])
            found.stamps += len(seals)
            found.seals += filter(None, seals[:_MAX_SEALS])
            yield found

    def annotate(self, annotation: Any, document: OfdDocument, found: _Found) -> None:
        """Adds what an annotation shows: its words, of a watermark none. A stamp that shows none is counted."""
        kind = annotation.get("Type")
        if kind == "Link" or annotation.get("Visible") == "false":
            return
        own = _Found(found.size)
        for shown in named(annotation, "Appearance"):
            box = numbers_of(shown.get("Boundary"), 4) or (0.0, 0.0)
            self.draw(shown, document, own, (1.0, 0.0, 0.0, 1.0, box[0], box[1]))
        if kind == "Watermark":
            found.aside += sum(map(len, own.turned.values())) + own.aside
            return
        for angle, glyphs in own.turned.items():
            found.turned.setdefault(angle, Glyphs()).extend(glyphs)
        found.aside += own.aside
        found.unreadable += own.unreadable
        found.stamps += kind == "Stamp" and not own.has_text()

    def draw(self, content: Any, document: OfdDocument, found: _Found, outer: Matrix | None = None, depth: int = 0) -> None:
        """Adds the text, the rules and the images of what is drawn. ``outer``: where it lies on the page."""
        for node in content.iter("{*}TextObject", "{*}PathObject", "{*}ImageObject", "{*}CompositeObject"):
            if node.get("Visible") == "false":
                continue
            self.left -= 1
            if self.left < 0:
                raise LoadError("bomb", where=self.package.where, reason=f"> {_MAX_OBJECTS} objects")
            box, given = numbers_of(node.get("Boundary"), 4), matrix_of(node.get("CTM"))
            if box is None:
                continue
            name = node.tag.rpartition("}")[2]
            a, b, c, d, e, f = given or ((box[2], 0.0, 0.0, box[3], 0.0, 0.0) if name == "ImageObject" else _WHOLE)
            matrix: Matrix = (a, b, c, d, e + box[0], f + box[1])
            if outer is not None:
                matrix = _after(outer, matrix)
            if name == "TextObject":
                _draw_text(node, matrix, found)
            elif name == "PathObject":
                _draw_path(node, matrix, found)
            elif name == "ImageObject":
                resource = document.resource(node.get("ResourceID"))
                is_near = all(abs(value) < FAR for value in matrix)  # else on no page
                if resource.location and is_near and len(found.images) <= MAX_IMAGES:  # one more is told
                    found.images.append(Drawn(resource, matrix))
            elif depth < _MAX_DEPTH and (drawing := document.resource(node.get("ResourceID")).node) is not None:
                self.draw(drawing, document, found, matrix, depth + 1)


def _after(outer: Matrix, inner: Matrix) -> Matrix:
    """The transformation that is the inner one, then the outer one."""
    a, b, c, d, e, f = outer
    return (
        a * inner[0] + c * inner[1],
        b * inner[0] + d * inner[1],
        a * inner[2] + c * inner[3],
        b * inner[2] + d * inner[3],
        a * inner[4] + c * inner[5] + e,
        b * inner[4] + d * inner[5] + f,
    )


def _draw_text(node: Any, matrix: Matrix, found: _Found) -> None:
    size = number_of(node.get("Size"), 0.0)
    a, b, c, d, e, f = matrix
    along, angle = hypot(a, b), _angle_of(a, b)
    rise, slant = (abs(d), abs(c)) if angle in (0, 180) else (abs(c), abs(d))
    height = size * (rise or along)
    wide = size * along * number_of(node.get("HScale"), 1.0)
    if height <= 0 or wide <= 0:
        return  # not to be seen
    listed = list(chain.from_iterable((glyphs.text or "").split() for glyphs in named(node, "Glyphs")))
    codes = list(named(node, "TextCode"))
    if not any((code.text or "").strip() for code in codes):
        found.unreadable += len(listed)
        return
    x = y = 0.0
    for code in codes:
        x, y = number_of(code.get("X"), x), number_of(code.get("Y"), y)
        text = code.text or ""
        if angle is None or slant > _SLANT * (rise or along):
            found.aside += len("".join(text.split()))
            continue
        if not (text := text.replace("\r", "").replace("\n", "")):
            continue
        lefts, bases = _places(text, x, y, size, code.get("DeltaX"), code.get("DeltaY"))
        if len(text) > _UPRIGHT and max(lefts) == min(lefts):
            found.aside += len("".join(text.split()))
            continue
        has_unmapped = UNMAPPED.search(text) is not None or (listed and _NO_CHARACTER in text)
        to_x, to_y = e * _POINTS, f * _POINTS
        ax, bx, cy, dy = a * _POINTS, b * _POINTS, c * _POINTS, d * _POINTS
        above, tall = _ASCENT * height * _POINTS, height * _POINTS
        widths = _widths(text, [(after - at) * along for at, after in pairwise(lefts)], wide)
        glyphs = found.turned.setdefault(angle, Glyphs())
        for char, px, py, full in zip(text, lefts, bases, widths, strict=True):
            if has_unmapped and (UNMAPPED.match(char) or (listed and char == _NO_CHARACTER)):
                found.unreadable += 1
                continue
            left, base = ax * px + cy * py + to_x, bx * px + dy * py + to_y
            if -FAR < left < FAR and -FAR < base < FAR and full < FAR and height < FAR:  # else on no page
                glyphs.add(char, _box(angle, left, base, full * _POINTS, above, tall - above))


def _angle_of(a: float, b: float) -> int | None:
    """The multiple of 90 degrees, clockwise, at which a line of this direction runs, or nearly so; null for any other."""
    if not b:
        return 0 if a >= 0 else 180
    angle = degrees(atan2(b, a)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) < _LEAN else None


def _box(angle: int, x: float, y: float, along: float, above: float, below: float) -> tuple[float, float, float, float]:
    """The box of a character on a base line that begins at (x, y)."""
    if angle == 0:
        return x, y - above, x + along, y + below
    if angle == 90:
        return x - below, y, x + above, y + along
    if angle == 180:
        return x - along, y - below, x, y + above
    return x - above, y - along, x + below, y


def _widths(text: str, steps: list[float], wide: float) -> list[float]:
    """How wide each character is: as its step to the next, where that holds no gap; else what such characters are, mostly.

    Digits of one object are as wide as the least step of one says: a longer one is a gap between two columns.
    """
    digits = [step for char, step in zip(text, steps, strict=False) if step > 0 and char.isdecimal() and char.isascii()]
    digit = min(_SPREAD * min(digits), _SPREAD * wide) if digits else 0.0
    widths = []
    for char, step in zip(text, [*steps, 0.0], strict=True):
        full = wide * _NARROW if char.isascii() else wide
        if char.isascii() and char.isdecimal() and digits:
            widths.append(step if 0 < step <= digit else digit / _SPREAD)
        else:
            widths.append(step if 0 < step <= _SPREAD * wide else full)
    return widths


def _places(text: str, x: float, y: float, size: float, across: str | None, down: str | None) -> tuple[list[float], list[float]]:
    """Where each character begins, in the units of its object: on by what DeltaX and DeltaY list, then by full widths."""
    rest = max(0, len(text) - 1)
    steps, falls = _deltas(across)[:rest], _deltas(down)[:rest]
    if len(steps) < rest:
        # a column of characters goes down, and not on, where only DeltaY is told
        plain = [size * (_NARROW if char.isascii() else 1.0) for char in text[len(steps) : rest]]
        for i in range(len(steps), min(len(falls), rest)):
            plain[i - len(steps)] = 0.0
        steps += plain
    falls += [0.0] * (rest - len(falls))
    return list(accumulate(steps, initial=x))[: len(text)], list(accumulate(falls, initial=y))[: len(text)]


def _draw_path(node: Any, matrix: Matrix, found: _Found) -> None:
    """Adds the rules of a path: its straight strokes, or, where it is filled, the thin boxes that it makes."""
    stroked, filled = node.get("Stroke") != "false", node.get("Fill") == "true"
    if not stroked and not filled:
        return
    for points in _strokes(node, matrix):
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if filled and not stroked:
            add_box((min(xs), min(ys), max(xs), max(ys)), found.across, found.down, False, True)
            continue
        for (x0, y0), (x1, y1) in pairwise(points):
            add_line(x0, y0, x1, y1, found.across, found.down)


def _strokes(node: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The polygons of a path in points on the page; curves count as their end points."""
    data = next(named(node, "AbbreviatedData"), None)
    tokens = _PATH.findall((data.text or "")[:1_000_000]) if data is not None else []
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    first: tuple[float, float] | None = None
    values: list[float] = []
    needs = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
    command = ""
    for token in [*tokens, "M"]:
        if token[0].isalpha():
            command, values = token.upper(), []
            if command == "C" and first is not None and len(points) > 1:
                points.append(first)
            if command in ("M", "S"):
                if len(points) > 1:
                    yield points
                points, first = [], None
            continue
        values.append(float(token))
        if len(values) == needs.get(command, 0):
            x, y = values[-2:]
            if max(abs(x), abs(y)) > FAR:
                values = []
                continue
            point = ((a * x + c * y + e) * _POINTS, (b * x + d * y + f) * _POINTS)
            first = first or point
            points.append(point)
            values = []


def _deltas(text: str | None) -> list[float]:
    """The advances that DeltaX or DeltaY lists; ``g 3 2.5`` stands for three of 2.5 (GB/T 33190-2016, 11.3)."""
    if not text:
        return []
    if _PLAIN_LIST.fullmatch(text):  # as most are
        with suppress(ValueError):
            return list(map(float, text.split()))
    found: list[float] = []
    tokens = iter(text.split())
    for token in tokens:
        count = 1
        if token == "g":
            count = int(number_of(next(tokens, "0"), 0.0))
            token = next(tokens, "0")
        found += [number_of(token, 0.0)] * max(0, min(count, _MAX_STEPS - len(found)))
    return found
