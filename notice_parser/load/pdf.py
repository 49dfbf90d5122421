"""PDF → ``Source``: one pass over each page for its glyphs and rules, printed lines in reading order.

A line's indentation and width are told from the page, in columns of half a Han character, so that layout can join what the
page broke. Tables are not looked for here: ``tables.choose`` does, from the sheets.

The glyphs come from ``tablers`` (pdfium). Where it gives nothing, or characters without a meaning, ``pdfplumber`` reads the
page again and the better of both is taken.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.formats import FORMATS, install_command
from notice_parser.load.source import Box, Paragraph, Segment, Sheet, Source
from notice_parser.model import Diagnostic

__all__ = ["add_box", "add_line", "box_of", "lines_of", "load_pdf", "merged_rules", "paragraphs_of"]

Glyph = tuple[str, float, float, float, float]  # character, left, top, right, bottom
Rule = tuple[float, float, float]

WORD_GAP = 0.6  # of a Han character: a wider gap that no space fills parts two segments; autospace is a quarter
SPACED_GAP = 1.1  # and so wide a gap parts them where a space stands in it: 附件 1 is one segment
RATIO = 0.8  # of a Han character's width to the height of its line, in most fonts
LATIN_GAP = 0.2  # of the size: so wide a gap parts two Latin words whose space was not written
THIN = 3.0  # points: a filled rectangle no wider is a rule, as most producers draw them
SHORT_RULE = 2.0  # points: shorter strokes are dots and dashes, joined with their neighbours before they count
SAME_LEVEL = 1.5  # points between rules that are drawn as one
DASH_GAP = 4.0  # points between the dashes of a dashed rule
SAME_PLACE = 0.25  # of the size: the same character printed again so near is bold made by printing twice
SAME_LINE = 0.4  # of the smaller height: glyphs whose middles are no further apart stand on one line
UNREADABLE = 0.05  # so large a share of characters without a meaning is worth a second reading, and a diagnostic
PITCH_MAX = 2.2  # lines of one paragraph are no further apart, in sizes; wider gaps are blank lines
CHECKS = 3  # pages that are read by both engines before the fast one is trusted with fonts that may not be embedded

_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]")
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
# character maps that fonts use which the file need not hold; where the machine has none of its own, the fast engine drops
# single and turned characters of these
_PREDEFINED = re.compile(rb"/(?:Uni(?:GB|CNS|JIS|KS)|GBK|GBpc|GB|B5pc|ETen)[A-Za-z0-9-]{0,20}-[HV]\b")
_SPACE = " \t\u3000\u00a0\u2002\u2003\u2009"


class _Page(NamedTuple):
    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    across: list[Rule]
    down: list[Rule]
    turn: int
    aside: int  # glyphs that stand at an angle: watermarks, stamps
    unreadable: int
    engine: str


def load_pdf(
    data: bytes, *, name: str | None, url: str | None, digest: str, where: str | None = None, password: str | None = None
) -> Source:
    """The source of a PDF. ``LoadError`` where it cannot be opened: damaged, encrypted, or no engine is installed."""
    pages = list(_pages(data, where, password))
    sheets: list[Sheet] = []
    diagnostics: list[Diagnostic] = []
    engines: set[str] = set()
    for page in pages:
        lines = lines_of(page.glyphs)
        sheets.append(
            Sheet(
                page=page.number,
                width=page.width,
                height=page.height,
                lines=lines,
                across=merged_rules(page.across),
                down=merged_rules(page.down),
                turn=page.turn,
            )
        )
        engines.add(page.engine)
        diagnostics += _told(page)
    if sheets and not any(sheet.lines for sheet in sheets):
        diagnostics = [diagnose("pdf.image_only", pages=len(sheets))]
    return Source(
        name=name,
        url=url,
        media_type="application/pdf",
        loader="pdf",
        digest=digest,
        n_bytes=len(data),
        n_pages=len(sheets),
        blocks=paragraphs_of(sheets),
        backends=tuple(sorted((engine, _version(engine)) for engine in engines)),
        diagnostics=tuple(diagnostics),
        sheets=tuple(sheets),
        content=data,
        password=password,
    )


def box_of(box: Sequence[float]) -> Box:
    """A box in tenths of a point, as the JSON has it.

    >>> box_of((1.04, 2, 3.26, 4))
    (Decimal('1.0'), Decimal('2.0'), Decimal('3.3'), Decimal('4.0'))
    """
    left, top, right, bottom = (Decimal(f"{value:.1f}") for value in box)
    return left, top, right, bottom


def _told(page: _Page) -> Iterator[Diagnostic]:
    if not page.glyphs and not page.aside:
        yield diagnose("pdf.page_without_text", page=page.number + 1)
    if page.unreadable > UNREADABLE * (len(page.glyphs) + page.unreadable):
        yield diagnose("pdf.unreadable", page=page.number + 1, count=page.unreadable)
    if page.aside:
        yield diagnose("pdf.aside", page=page.number + 1, count=page.aside)


def _version(engine: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(engine)
    except PackageNotFoundError:
        return ""


# -- the two engines


def _pages(data: bytes, where: str | None, password: str | None) -> Iterator[_Page]:
    """The pages in order, each read by the fast engine, or by the other where that is better."""
    try:
        from tablers import Document
    except ImportError:
        yield from _plumbed(data, where, password, None)
        return
    try:
        document = Document(bytes=data, password=password)
    except RuntimeError as error:
        if "Password" in str(error):
            raise LoadError("encrypted", where=where, format="PDF") from error
        found = False
        for page in _plumbed(data, where, password, str(error)):  # a file that one engine refuses, the other may read
            found = True
            yield page
        if not found:
            raise LoadError("damaged", where=where, format="PDF", reason=_reason(error)) from error
        return
    checks = CHECKS if _PREDEFINED.search(data) else 0
    try:
        for number in range(document.page_count):
            try:
                page = _read(document.get_page(number), number)
                weak = not page.glyphs or page.unreadable > UNREADABLE * (len(page.glyphs) + page.unreadable)
            except RuntimeError:
                page, weak = _Page(number, 0.0, 0.0, [], [], [], 0, 0, 0, "tablers"), True
            weak = weak or checks > 0
            checks -= 1
            if weak and (other := _plumbed_page(data, number, password)) is not None and _count(other) > _count(page):
                page, checks = other, CHECKS
            yield page
    finally:
        document.close()


def _count(page: _Page) -> int:
    """The characters of a page that can be seen."""
    return page.aside + sum(1 for glyph in page.glyphs if glyph[0] not in _SPACE)


def _reason(error: Exception) -> str:
    return str(error).split("(")[-1].rstrip(")") or type(error).__name__


def _read(page: Any, number: int) -> _Page:
    """A page by ``tablers``."""
    page.extract_objects()
    objects = page.objects
    turned: Counter[int] = Counter()
    chars = []
    unreadable = 0
    for char in objects.chars:
        text = char.unicode_char
        left, top, right, bottom = char.bbox
        if right <= left or bottom <= top:
            if text is None:
                unreadable += 1
            continue  # spaces and line ends that the engine adds
        if text is None or _UNREADABLE.search(text):
            unreadable += 1
            continue
        angle = 0 if char.upright else round(char.rotation_degrees) % 360
        turned[angle] += 1
        chars.append((text, left, top, right, bottom, angle))
    turn = max((0, 90, 180, 270), key=lambda angle: (turned[angle], -angle))
    glyphs = [char[:5] for char in chars if char[5] == turn]
    aside = sum(1 for char in chars if char[5] != turn and char[0] not in _SPACE)
    across: list[Rule] = []
    down: list[Rule] = []
    for rect in objects.rects:
        add_box(rect.bbox, across, down, rect.is_stroked and _is_ink(rect.stroke_color), _is_filled(rect))
    for line in objects.lines:
        if line.line_type == "straight" and line.is_stroked:
            for (x0, y0), (x1, y1) in zip(line.points, line.points[1:], strict=False):
                add_line(x0, y0, x1, y1, across, down)
    width, height = page.width, page.height
    if turn:
        glyphs, across, down = _turned(glyphs, across, down, turn)
        width, height = (height, width) if turn in (90, 270) else (width, height)
    return _Page(number, width, height, *_shifted(glyphs, across, down), (360 - turn) % 360, aside, unreadable, "tablers")


def _is_filled(rect: Any) -> bool:
    return "NONE" not in str(rect.fill_mode).upper() and _is_ink(rect.fill_color)


def _is_ink(color: tuple[int, int, int, int]) -> bool:
    """Whether a colour shows on white paper."""
    return color[3] > 0 and min(color[:3]) < 250


def add_box(box: tuple[float, float, float, float], across: list[Rule], down: list[Rule], stroked: bool, filled: bool) -> None:
    """The rules that a rectangle makes: one where it is thin, its four sides where it is stroked."""
    x0, y0, x1, y1 = box
    if filled and y1 - y0 <= THIN and x1 - x0 > y1 - y0:
        across.append(((y0 + y1) / 2, x0, x1))
    elif filled and x1 - x0 <= THIN:
        down.append(((x0 + x1) / 2, y0, y1))
    elif stroked:
        if y1 - y0 <= THIN:
            across.append(((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= THIN:
            down.append(((x0 + x1) / 2, y0, y1))
        else:
            across += [(y0, x0, x1), (y1, x0, x1)]
            down += [(x0, y0, y1), (x1, y0, y1)]


def add_line(x0: float, y0: float, x1: float, y1: float, across: list[Rule], down: list[Rule]) -> None:
    if abs(y1 - y0) <= 1 and abs(x1 - x0) > 0:
        across.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif abs(x1 - x0) <= 1:
        down.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


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


def _shifted(glyphs: list[Glyph], across: list[Rule], down: list[Rule]) -> tuple[list[Glyph], list[Rule], list[Rule]]:
    """Everything moved so that no glyph stands left of or above the page's corner."""
    dx = min((g[1] for g in glyphs), default=0.0)
    dy = min((g[2] for g in glyphs), default=0.0)
    if dx >= 0 and dy >= 0:
        return glyphs, across, down
    dx, dy = min(dx, 0.0), min(dy, 0.0)
    return (
        [(c, x0 - dx, y0 - dy, x1 - dx, y1 - dy) for c, x0, y0, x1, y1 in glyphs],
        [(y - dy, a - dx, b - dx) for y, a, b in across],
        [(x - dx, a - dy, b - dy) for x, a, b in down],
    )


def _plumbed_page(data: bytes, number: int, password: str | None) -> _Page | None:
    """One page by ``pdfplumber``; null where that is not installed or fails too."""
    try:
        import pdfplumber
    except ImportError:
        return None
    try:
        with pdfplumber.open(BytesIO(data), password=password or "") as document:
            return _read_plumbed(document.pages[number], number)
    except Exception:  # whatever pdfminer raises on a broken page; the fast engine's reading stands
        return None


def _plumbed(data: bytes, where: str | None, password: str | None, reason: str | None) -> Iterator[_Page]:
    """All pages by ``pdfplumber``."""
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
    except ImportError:
        if reason is None:
            raise LoadError("missing_extra", where=where, format="PDF", command=install_command(FORMATS["PDF"])) from None
        return
    try:
        with pdfplumber.open(BytesIO(data), password=password or "") as document:
            for number, page in enumerate(document.pages):
                yield _read_plumbed(page, number)
    except LoadError:
        raise
    except Exception as error:  # pdfminer raises what it likes on damaged files
        if isinstance(error, PDFPasswordIncorrect) or isinstance(error.__cause__ or error.__context__, PDFPasswordIncorrect):
            raise LoadError("encrypted", where=where, format="PDF") from error
        raise LoadError("damaged", where=where, format="PDF", reason=reason or str(error) or type(error).__name__) from error


def _read_plumbed(page: Any, number: int) -> _Page:
    """A page by ``pdfplumber``, which turns pages by itself."""
    glyphs: list[Glyph] = []
    aside = unreadable = 0
    for char in page.chars:
        text = char["text"]
        if (len(text) != 1 and text.startswith("(cid:")) or _UNREADABLE.search(text):
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
    return _Page(number, float(page.width), float(page.height), *_shifted(glyphs, across, down), 0, aside, unreadable, "pdfplumber")


# -- rules


def merged_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules with those on one line that touch, or that are dashes of one, joined; what stays a dot is left out."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules):
        if levels and rule[0] - levels[-1][0][0] <= SAME_LEVEL:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    merged: list[Rule] = []
    for level in levels:
        level.sort(key=lambda one: one[1])
        place, start, end = level[0]
        for _, a, b in level[1:]:
            if a <= end + DASH_GAP:
                end = max(end, b)
            else:
                merged.append((place, start, end))
                start, end = a, b
        merged.append((place, start, end))
    return tuple(rule for rule in merged if rule[2] - rule[1] > SHORT_RULE)


# -- glyphs → lines


def lines_of(glyphs: list[Glyph]) -> tuple[tuple[Segment, ...], ...]:
    """The printed lines from top to bottom, each as its segments from left to right."""
    ratio = _ratio(glyphs)
    rows: list[list[Glyph]] = []
    centre = half = 0.0
    for glyph in sorted(glyphs, key=lambda g: ((g[2] + g[4]) / 2, g[1])):
        middle, height = (glyph[2] + glyph[4]) / 2, glyph[4] - glyph[2]
        if rows and middle - centre <= SAME_LINE * min(height, 2 * half):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            centre, half = middle, height / 2
    lines = []
    for row in rows:
        segments = _segments(row, ratio)
        if segments:
            lines.append(segments)
    return tuple(lines)


def _segments(row: list[Glyph], ratio: float) -> tuple[Segment, ...]:
    """The segments of a line; white space at their ends is left out, and characters printed twice are there once."""
    row.sort(key=lambda g: (g[1], g[3]))
    segments: list[Segment] = []
    run: list[Glyph] = []
    spaces: list[Glyph] = []
    least = LATIN_GAP * ratio * min(g[4] - g[2] for g in row) * 0.9  # no smaller gap says anything
    for glyph in row:
        if glyph[0] in _SPACE:
            spaces.append(glyph)
            continue
        if run:
            last = run[-1]
            gap = glyph[1] - last[3]
            if gap < 0:  # printed one over the other?
                em = _em(glyph, ratio)
                if any(g[0] == glyph[0] and abs(g[1] - glyph[1]) < SAME_PLACE * em and abs(g[2] - glyph[2]) < em for g in run[-2:]):
                    continue
            if spaces or gap > least:
                em = max(_em(last, ratio), _em(glyph, ratio))
                if gap > (SPACED_GAP if spaces else WORD_GAP) * em:
                    segments.append(_segment(run, ratio))
                    run = []
                elif spaces or (gap > LATIN_GAP * em and _is_latin(last[0]) and _is_latin(glyph[0])):
                    run.append((" ", last[3], glyph[2], glyph[1], glyph[4]))
        spaces = []
        run.append(glyph)
    if run:
        segments.append(_segment(run, ratio))
    return tuple(segments)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _em(glyph: Glyph, ratio: float) -> float:
    """The size of a glyph: the width of a Han character; of another, its height times what Han characters of the page have."""
    return glyph[3] - glyph[1] if _HAN.match(glyph[0]) else ratio * (glyph[4] - glyph[2])


def _ratio(glyphs: Iterable[Glyph]) -> float:
    """The width of the page's Han characters to their height; as in most fonts where it has none."""
    ratios = sorted((g[3] - g[1]) / (g[4] - g[2]) for g in glyphs if _HAN.match(g[0]))
    return ratios[len(ratios) // 2] if ratios else RATIO


def _segment(run: list[Glyph], ratio: float) -> Segment:
    han = [g[3] - g[1] for g in run if _HAN.match(g[0])]
    em = sorted(han)[len(han) // 2] if han else ratio * (run[0][4] - run[0][2])
    texts: list[str] = []
    lefts: list[float] = []
    rights: list[float] = []
    for char, left, _, right, _ in run:
        for part in char:  # a ligature is several characters in one place
            texts.append(part)
            lefts.append(left)
            rights.append(right)
    return Segment(
        "".join(texts),
        run[0][1],
        min(g[2] for g in run),
        max(g[3] for g in run),
        max(g[4] for g in run),
        em,
        tuple(lefts),
        tuple(rights),
    )


# -- lines → paragraphs


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
        margin = margins[key]
        above = None
        for line in sheet.lines:
            top, bottom = min(s.top for s in line), max(s.bottom for s in line)
            if above is not None:
                for _ in range(_blank_lines(above, (top + bottom) / 2, max(s.em for s in line))):
                    blocks.append(Paragraph(text="", offset=offset, page=sheet.page))
                    offset += 1
            text = _set(line, em)
            blocks.append(
                Paragraph(
                    text=text,
                    offset=offset,
                    page=sheet.page,
                    indent=max(0, round((line[0].x0 - margin) / (em / 2))),
                    bbox=box_of((line[0].x0, top, max(s.x1 for s in line), bottom)),
                    width=max(0, round((line[-1].x1 - margin) / (em / 2))),
                )
            )
            offset += len(text) + 1
            above = (top + bottom) / 2
    return tuple(blocks)


def _blank_lines(above: float, middle: float, em: float) -> int:
    """How many lines of that size find room between two lines beyond the usual distance."""
    return min(9, max(0, round((middle - above) / (PITCH_MAX * em)) - 1))


def _set(line: Sequence[Segment], em: float) -> str:
    """The text of a line, its wide gaps filled with spaces."""
    parts = [line[0].text]
    for before, segment in itertools.pairwise(line):
        parts.append(" " * min(80, max(1, round((segment.x0 - before.x1) / (em / 2)))))
        parts.append(segment.text)
    return "".join(parts)


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
