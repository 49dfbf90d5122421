"""OFD (GB/T 33190-2016): the text objects and paths of each page, put into printed lines and rules as those of a PDF are.

An OFD says where each character stands, often one or two of them an object; templates hold what all pages share. Text that
stands at an angle is a watermark, text of glyphs without characters cannot be read and is counted. Files that are attached are named.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.glyphs import UNMAPPED, Glyph, lines_of
from notice_parser.load.package import Package
from notice_parser.load.page_columns import text_columns
from notice_parser.load.printed import paragraphs_of
from notice_parser.load.rules import Rule, add_box, add_line, merged_rules
from notice_parser.load.source import Paragraph, Sheet
from notice_parser.model import Diagnostic

__all__ = ["Read", "read_ofd"]

_POINTS = 72 / 25.4  # in a millimetre
_ASCENT = 0.86  # of the size: what of a character stands above its base line
_NARROW = 0.5  # of the size: the advance of a Latin character where the file does not tell it
_SPREAD = 1.3  # of the size: a wider advance within one object is a gap
_PAGE = (210.0, 297.0)  # A4, where the file does not say
_MAX_PAGES = 20_000
_MAX_STEPS = 200_000  # advances of one text object: "g 4000000000 1" is no text
_MAX_OBJECTS = 2_000_000  # of a file
_MAX_ATTACHED = 200  # files that are named
_FAR = 100_000.0  # millimetres and points: no page is so large
_LEAN = 0.1  # of the size: so far off the level a text object is a watermark
_NUMBER = re.compile("[-+]?(?:[0-9]{1,12}(?:\\.[0-9]{0,60})?|\\.[0-9]{1,60})(?:[eE][-+]?[0-9]{1,2})?")
_PLAIN_LIST = re.compile("[-0-9. ]++")
_PATH = re.compile("[MLQBACSmlqbacs]|" + _NUMBER.pattern)

Matrix = tuple[float, float, float, float, float, float]


class Read(NamedTuple):
    """What an OFD holds."""

    blocks: tuple[Paragraph, ...]
    sheets: tuple[Sheet, ...]
    diagnostics: tuple[Diagnostic, ...]


class _Found:
    """What of a page was found so far."""

    def __init__(self) -> None:
        self.glyphs: list[Glyph] = []
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.aside = 0
        self.unreadable = 0


def read_ofd(data: bytes, where: str | None) -> Read:
    """The pages of an OFD as lines and sheets."""
    package = Package(data, "OFD", where)
    root = package.read_xml("OFD.xml")
    if root is None:
        raise LoadError("damaged", where=where, format="OFD", reason="OFD.xml")
    reader = _Reader(package)
    sheets: list[Sheet] = []
    diagnostics: list[Diagnostic] = []
    attached: list[str] = []
    for node in _named(root, "DocRoot"):
        attached += reader.attached((node.text or "").strip())
        for found, size in reader.pages((node.text or "").strip()):
            number = len(sheets)
            lines, across = lines_of(found.glyphs), merged_rules(found.across)
            sheets.append(
                Sheet(
                    page=number,
                    width=size[0] * _POINTS,
                    height=size[1] * _POINTS,
                    lines=lines,
                    across=across,
                    down=merged_rules(found.down),
                    aside=found.aside,
                    columns=text_columns(lines, across),
                )
            )
            if found.unreadable:
                diagnostics.append(diagnose("pdf.unreadable", page=number + 1, count=found.unreadable))
            if not found.glyphs and not found.unreadable and not found.aside:
                diagnostics.append(diagnose("pdf.page_without_text", page=number + 1))
    if not sheets or (package.is_cut and not any(sheet.lines for sheet in sheets)):
        raise LoadError("damaged", where=where, format="OFD", reason="no page" if not sheets else "unexpected end")
    if not any(sheet.lines for sheet in sheets) and not any(one.code == "pdf.unreadable" for one in diagnostics):
        diagnostics = [diagnose("pdf.image_only", pages=len(sheets))]
    told = [*package.told(), *(diagnose("source.part_unread", name=name) for name in attached)]
    return Read(paragraphs_of(sheets), tuple(sheets), (*told, *diagnostics))


class _Reader:
    """Reads the pages of one package; counts the objects, of which a file may not have without end."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.left = _MAX_OBJECTS

    def pages(self, root: str) -> Iterator[tuple[_Found, tuple[float, float]]]:
        """What stands on each page of the document at ``root``, and its size in millimetres."""
        document = self.package.read_part(root)
        if document is None:
            self.package.tell_damaged(root)
            return
        base = posixpath.dirname(root)
        size = _size(document) or _PAGE
        templates = {str(node.get("ID")): _joined(base, node.get("BaseLoc")) for node in _named(document, "TemplatePage")}
        drawn: dict[str, Any] = {}
        pages = next(_named(document, "Pages"), None)
        listed = [] if pages is None else list(_named(pages, "Page"))
        if len(listed) > _MAX_PAGES:
            raise LoadError("too_many_pages", where=self.package.where, count=len(listed), limit=_MAX_PAGES)
        for node in listed:
            found = _Found()
            location = _joined(base, node.get("BaseLoc"))
            page = self.package.read_part(location)
            own = size
            if page is not None:
                own = _size(page) or size
                for template in _named(page, "Template"):
                    name = str(template.get("TemplateID"))
                    if name not in drawn:
                        drawn[name] = self.package.read_part(templates[name]) if name in templates else None
                    if drawn[name] is not None:
                        self.draw(drawn[name], found)
                self.draw(page, found)
            else:
                self.package.tell_damaged(location)
            yield found, own

    def attached(self, root: str) -> list[str]:
        """The names of the files that are attached to the document at ``root``, those aside that a reader does not see."""
        document = self.package.read_part(root)
        listed = next(_named(document, "Attachments"), None) if document is not None else None
        if listed is None or not (listed.text or "").strip():
            return []
        files = self.package.read_part(_joined(posixpath.dirname(root), (listed.text or "").strip()))
        found = _named(files, "Attachment") if files is not None else iter(())
        shown = [str(node.get("Name") or "") for node in found if node.get("Visible") != "false"]
        return [name for name in shown if name][:_MAX_ATTACHED]

    def draw(self, page: Any, found: _Found) -> None:
        """Adds the text and the rules of a page's content."""
        for node in page.iter("{*}TextObject", "{*}PathObject"):
            if node.get("Visible") == "false":
                continue
            self.left -= 1
            if self.left < 0:
                raise LoadError("bomb", where=self.package.where, reason=f"> {_MAX_OBJECTS} objects")
            box, matrix = _numbers(node.get("Boundary"), 4), _matrix(node.get("CTM"))
            if box is None:
                continue
            if node.tag.endswith("TextObject"):
                _draw_text(node, box, matrix, found)
            else:
                _draw_path(node, box, matrix, found)


def _draw_text(node: Any, box: tuple[float, ...], matrix: Matrix, found: _Found) -> None:
    size = _number(node.get("Size"), 0.0)
    a, b, c, d, e, f = matrix
    height = size * (abs(d) or abs(a) or 1.0)
    wide = size * abs(a) * _number(node.get("HScale"), 1.0)
    if height <= 0 or wide <= 0:
        return  # not to be seen
    x = y = 0.0
    for code in _named(node, "TextCode"):
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        text = code.text or ""
        if not text.strip() and next(_named(node, "Glyphs"), None) is not None:
            found.unreadable += len((next(_named(node, "Glyphs")).text or "").split())
            continue
        if abs(b) > _LEAN * abs(a) or abs(c) > _LEAN * abs(d):
            found.aside += len("".join(text.split()))
            continue
        if not (text := text.replace("\r", "").replace("\n", "")):
            continue
        lefts, bases = _places(text, x, y, size, code.get("DeltaX"), code.get("DeltaY"))
        has_unmapped = UNMAPPED.search(text) is not None
        to_x, to_y = (e + box[0]) * _POINTS, (f + box[1]) * _POINTS
        ax, bx, cy, dy = a * _POINTS, b * _POINTS, c * _POINTS, d * _POINTS
        scale, above, tall = abs(a), _ASCENT * height * _POINTS, height * _POINTS
        for char, px, py, after in zip(text, lefts, bases, [*lefts[1:], None], strict=True):
            if has_unmapped and UNMAPPED.match(char):
                found.unreadable += 1
                continue
            left, top = ax * px + cy * py + to_x, bx * px + dy * py + to_y - above
            full = wide * _NARROW if char.isascii() else wide
            if after is not None and 0 < (step := (after - px) * scale) <= _SPREAD * wide:
                full = step
            if -_FAR < left < _FAR and -_FAR < top < _FAR and full < _FAR and height < _FAR:  # else on no page
                found.glyphs.append((char, left, top, left + full * _POINTS, top + tall))


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


def _draw_path(node: Any, box: tuple[float, ...], matrix: Matrix, found: _Found) -> None:
    """Adds the rules of a path: its straight strokes, or, where it is filled, the thin boxes that it makes."""
    stroked, filled = node.get("Stroke") != "false", node.get("Fill") == "true"
    if not stroked and not filled:
        return
    for points in _strokes(node, box, matrix):
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if filled and not stroked:
            add_box((min(xs), min(ys), max(xs), max(ys)), found.across, found.down, False, True)
            continue
        for (x0, y0), (x1, y1) in pairwise(points):
            add_line(x0, y0, x1, y1, found.across, found.down)


def _strokes(node: Any, box: tuple[float, ...], matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The polygons of a path in points on the page; curves count as their end points."""
    data = next(_named(node, "AbbreviatedData"), None)
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
            if max(abs(x), abs(y)) > _FAR:
                values = []
                continue
            point = ((a * x + c * y + e + box[0]) * _POINTS, (b * x + d * y + f + box[1]) * _POINTS)
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
            count = int(_number(next(tokens, "0"), 0.0))
            token = next(tokens, "0")
        found += [_number(token, 0.0)] * max(0, min(count, _MAX_STEPS - len(found)))
    return found


def _number(text: str | None, default: float) -> float:
    if text is None:
        return default
    found = _NUMBER.match(text.strip())
    return float(found.group()) if found else default


def _numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    found = _NUMBER.findall(text or "")
    return tuple(map(float, found[:count])) if len(found) >= count else None


def _matrix(text: str | None) -> Matrix:
    found = _numbers(text, 6)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if found else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _size(node: Any) -> tuple[float, float] | None:
    box = next(_named(node, "PhysicalBox"), None)
    found = _numbers(box.text, 4) if box is not None else None
    return (found[2], found[3]) if found and 0 < found[2] < _FAR and 0 < found[3] < _FAR else None


def _joined(base: str, location: str | None) -> str:
    """The member that a location names: from the root where it begins with a slash, else from ``base``."""
    location = (location or "").replace("\\", "/")
    return posixpath.normpath(location.lstrip("/") if location.startswith("/") else posixpath.join(base, location))


def _named(node: Any, name: str) -> Iterator[Any]:
    """The node itself and those below it that have the name, in whatever namespace: there are files with the wrong one, and with none."""
    return node.iter(f"{{*}}{name}")  # type: ignore[no-any-return]  # lxml is not typed
