"""DOC and WPS: the binary form of Word 97 and later, which Kingsoft writes too (MS-DOC).

The piece table gives the characters in order, the paragraph properties say alignment and which paragraphs are cells, those of characters
what is hidden or struck out by tracked changes, and is left out. Footnotes stand behind their paragraph; of page headers and footers the
notice's own head and foot are read (``page_heads``). Automatic numbers are not written out; a file that has them says so in a
diagnostic. Word 6 and 95 give their text alone.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.bordered_rows import BEGINS, GOES_ON_DOWN, GOES_ON_RIGHT, BorderedRow, merge_by_borders
from notice_parser.load.formats import refusal
from notice_parser.load.grid import is_frame, lay_cells
from notice_parser.load.nested import OpenCell
from notice_parser.load.ole import read_streams
from notice_parser.load.page_heads import with_heads
from notice_parser.load.source import TO_CENTRE, TO_RIGHT, Block, Grid, Paragraph
from notice_parser.model import Diagnostic

__all__ = ["read_doc"]

_WORD_97 = 0x00C1
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_EM = 320.0  # twips of one character of body type
_MAX_TEXT = 40_000_000  # characters
_MAX_BESIDE = 16 << 20  # bytes of modifiers beside the text: every paragraph may name the same ones
_SEPARATORS, _MAX_STORIES = 6, 606  # headers and footers: before them those that part notes from the text; a hundred sections are looked at
_NOTE = "\x02"  # stands where a footnote's number is printed

# what stands for what is no character: pictures, drawings, notes' marks
_DROPPED = re.compile("[\x00-\x06\x08\x0e-\x12\x16-\x1d\x1f]")
_FIELD = re.compile("\x13[^\x13\x14\x15]{0,4000}\x14|\x13[^\x13\x14\x15]{0,4000}\x15|[\x13\x14\x15]")
_END = re.compile("[\r\x07\x0c]")

_LEVEL, _INNER_CELL, _INNER_ROW = 0x6649, 0x244B, 0x244C  # of tables within cells: how deep, and what the paragraph ends
_IN_TABLE, _ROW_END, _JUSTIFY, _JUSTIFY_80, _LIST = 0x2416, 0x2417, 0x2461, 0x2403, 0x460B
_BESIDE = (0x6645, 0x6646, 0x646B)  # of a paragraph or row: where its modifiers stand in the stream of data
_DELETED, _HIDDEN = 0x0800, 0x083C  # of characters: struck out by a tracked change, hidden
_STRUCK = (0x0837, 0x2A53)  # struck out by hand, once or twice
_CELL_ENDS = (b"\x07",)  # a paragraph whose mark is struck out goes on in the next; cells stay
_ENDS = (b"\x07", b"\r", b"\x0c")
_LEFT, _LEFT_80, _FIRST, _FIRST_80, _CELLS = 0x845E, 0x840F, 0x8460, 0x8411, 0xD608


class _Paragraph(NamedTuple):
    """Properties: alignment, indentation in twips, whether it is in a table, ends a row, has a number; the row's cells."""

    align: int = 0
    left: int = 0
    first: int = 0
    in_table: bool = False
    ends_row: bool = False
    numbered: bool = False
    borders: tuple[int, ...] = ()
    marks: tuple[int, ...] = ()
    ends_inner: int = 0  # a cell of a table within a cell, or a row: the code that says so
    level: int = 1  # of the table that it stands in


class _Row(NamedTuple):
    cells: list[str]
    of: _Paragraph
    inner: list[tuple[Grid, ...]]


def read_doc(data: bytes, where: str | None) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """The paragraphs and tables of a DOC or WPS, and what of it was lost."""
    streams = read_streams(data, "DOC", where)
    main = streams.get("WordDocument")
    if main is None:
        raise _other(streams, where)
    if len(main) < 0x200:
        raise LoadError("damaged", where=where, format="DOC", reason="WordDocument")
    cut = (diagnose("source.cut_off"),) if streams.cut & {"WordDocument", "0Table", "1Table"} else ()
    magic, version = struct.unpack_from("<HH", main, 0)
    (flags,) = struct.unpack_from("<H", main, 0x0A)
    if flags & _ENCRYPTED:
        raise LoadError("locked", where=where, format="DOC")
    if version < _WORD_97 or magic not in (0xA5EC, 0xA5DC):
        return _old(main), (diagnose("source.degraded", format="DOC (Word 95)"), *cut)
    table = streams.get("1Table" if flags & _TABLE_1 else "0Table") or streams.get("0Table" if flags & _TABLE_1 else "1Table")
    if table is None:
        raise LoadError("damaged", where=where, format="DOC", reason="no table stream")
    try:
        document = _Document(main, table, streams.get("Data") or b"")
    except struct.error as error:
        raise LoadError("damaged", where=where, format="DOC", reason=str(error)) from error
    blocks = document.blocks()
    told = [diagnose("source.struck_out", count=document.n_struck)] if document.n_struck else []
    if document.n_numbered:
        told.append(diagnose("source.numbers_lost", count=document.n_numbered))
    return tuple(blocks), (*cut, *told)


def _other(streams: dict[str, bytes], where: str | None) -> LoadError:
    """The error for a compound file without Word's stream."""
    names = set(streams)
    if "MatOST" in names or "CONTENTS" in names:
        return refusal("MS-Works", where)
    if "EncryptedPackage" in names:
        return LoadError("locked", where=where, format="DOCX/XLSX")
    return LoadError("not_yet_read", where=where, format="OLE")


def _old(main: bytes) -> tuple[Block, ...]:
    """The text of Word 6 and 95: one run of bytes."""
    first, last = struct.unpack_from("<II", main, 0x18)
    text = main[first:last].decode("gb18030", "replace")
    return tuple(_plain(text))


def _plain(text: str) -> Iterator[Paragraph]:
    offset = 0
    for line in _END.split(_clean(text)):
        for part in line.split("\x0b"):
            yield Paragraph(text=part, offset=offset)
            offset += len(part) + 1


def _clean(text: str) -> str:
    """Characters without the instructions of fields and without marks of pictures; what a field shows stays."""
    for _ in range(8):  # fields within fields
        shorter = _FIELD.sub("", text)
        if shorter == text:
            break
        text = shorter
    return _DROPPED.sub("", text.replace("\x1e", "-"))


class _Document:
    """The text of a file and the properties of its paragraphs."""

    def __init__(self, main: bytes, table: bytes, beside: bytes) -> None:
        self.main = main
        counts = struct.unpack_from("<8I", main, 0x4C)
        clx, clx_size = struct.unpack_from("<II", main, 0x01A2)
        self.pieces = list(_pieces(table[clx : clx + clx_size]))
        if not self.pieces:
            fast = struct.unpack_from("<I", main, 0x18)[0]
            self.pieces = [(0, counts[0], fast, False)]
        self.n_text = min(counts[0], _MAX_TEXT)
        self.boxes = (sum(counts[:6]), counts[6])  # text boxes stand behind notes, heads and remarks
        papx, papx_size = struct.unpack_from("<II", main, 0x0102)
        self.runs = list(_runs(main, table[papx : papx + papx_size], _Beside(beside)))
        self.run_ends = [end for _, end, _ in self.runs]
        self.n_numbered = 0
        self.notes = (counts[0], counts[1])
        heads, heads_size = struct.unpack_from("<II", main, 0x00F2)
        self.heads = [(a + sum(counts[:2]), b + sum(counts[:2])) for a, b in _stories(table[heads : heads + heads_size], counts[2])]
        chpx, chpx_size = struct.unpack_from("<II", main, 0x00FA)
        looks = list(_looks(main, table[chpx : chpx + chpx_size]))
        shown = [look for look in looks if not any(_has(look[2], code) for code in (_DELETED, _HIDDEN))]
        struck = [(first, last, False) for first, last, found in shown if any(_has(found, code) for code in _STRUCK)]
        size = sum(last - first for first, last, _ in struck)
        # what is struck out is left out, unless it is most of the text: then that is how it looks
        is_struck = 0 < 2 * size <= sum(last - first for first, last, _ in shown)
        self.n_struck = self.characters_in(struck) if is_struck else 0
        self.unseen = _disjoint([*_unseen(looks), *(struck if is_struck else ())])
        self.unseen_ends = [end for _, end, _ in self.unseen]

    def characters_in(self, stretches: Sequence[tuple[int, int, bool]]) -> int:
        """How many characters stand in stretches of the stream, blanks and marks aside."""
        pieces = sorted((at, at + (end - start) * (1 if is_bytes else 2), is_bytes) for start, end, at, is_bytes in self.pieces)
        ends = [end for _, end, _ in pieces]
        count = 0
        for first, last, _ in stretches:
            for i in range(bisect_right(ends, first), len(pieces)):
                at, end, is_bytes = pieces[i]
                if at >= last:
                    break
                text = self.main[max(at, first) : min(end, last)].decode("cp1252" if is_bytes else "utf-16-le", "replace")
                count += sum(1 for char in text if char > " " and not char.isspace())
        return count

    def text(self, first: int, last: int) -> Iterator[tuple[str, int, bool]]:
        """The characters from ``first`` to ``last`` piece by piece, with where they stand in the stream and if a byte each."""
        for start, end, at, is_bytes in self.pieces:
            a, b = max(start, first), min(end, last)
            if a >= b:
                continue
            size = 1 if is_bytes else 2
            for begin, end in self.seen(at + (a - start) * size, at + (b - start) * size, size):
                yield self.main[begin:end].decode("cp1252" if is_bytes else "utf-16-le", "replace"), begin, is_bytes

    def seen(self, begin: int, end: int, size: int) -> Iterator[tuple[int, int]]:
        """The stretches of a piece of the stream that are shown; of the others, the marks that hold tables and paragraphs together."""
        for first, last, is_deleted in self.unseen[bisect_right(self.unseen_ends, begin) :]:
            if first >= end:
                break
            if begin < first:
                yield begin, first
            kept = _CELL_ENDS if is_deleted else _ENDS
            for at in range(max(begin, first), min(end, last) - size + 1, size):
                if self.main[at : at + size].rstrip(b"\0") in kept:
                    yield at, at + size
            begin = max(begin, last)
        if begin < end:
            yield begin, end

    def paragraphs(self, first: int, last: int) -> Iterator[tuple[str, str, _Paragraph]]:
        """Each paragraph: text, the mark that ends it, properties."""
        parts: list[str] = []
        for text, at, is_bytes in self.text(first, last):
            begin = 0
            for mark in _END.finditer(text):
                parts.append(text[begin : mark.start()])
                yield "".join(parts), mark.group(), self.of(at + mark.start() * (1 if is_bytes else 2))
                parts, begin = [], mark.end()
            parts.append(text[begin:])
        if "".join(parts).strip():
            yield "".join(parts), "\r", _Paragraph()

    def of(self, at: int) -> _Paragraph:
        """The properties of the paragraph whose mark stands at ``at`` in the stream."""
        i = bisect_right(self.run_ends, at)
        return self.runs[i][2] if i < len(self.runs) and self.runs[i][0] <= at else _Paragraph()

    def blocks(self) -> list[Block]:
        out: list[Block] = []
        page = 0
        rows: list[_Row] = []
        cells: list[str] = []
        inner: list[tuple[Grid, ...]] = []  # the tables in each cell of the row
        open_cell = OpenCell()
        notes = iter(self.note_lines())
        n_marks = 0  # of notes that are to be set
        for raw, mark, of in self.all_paragraphs():
            text = _clean(raw)
            n_marks += raw.count(_NOTE)
            self.n_numbered += of.numbered and bool(text.strip())
            if mark == "\x07" or of.in_table:
                if of.ends_row:
                    rows.append(_Row(cells, of, inner))
                    cells, inner = [], []
                    continue
                if of.ends_inner == _INNER_ROW:
                    open_cell.end_row(of.level)
                    continue
                *before, last = text.split("\x0b")
                for part in before:
                    open_cell.end_line(part, of.level)
                if of.ends_inner == _INNER_CELL:
                    open_cell.end_cell(last, of.level)
                elif of.level == 1 and mark == "\x07":
                    lines, tables = open_cell.take(last)
                    cells.append("\n".join(lines))
                    inner.append(tables)
                else:
                    open_cell.end_line(last, of.level)
                continue
            if rows or cells:
                out += _table(rows, [*cells, *open_cell.rest()], page)
                rows, cells, inner = [], [], []
            indent = {1: TO_CENTRE, 2: TO_RIGHT}.get(of.align, max(0, min(TO_RIGHT, round(2 * (of.left + of.first) / _EM))))
            out += [Paragraph(text=part, offset=0, page=page, indent=indent) for part in text.split("\x0b")]
            out += [structs.replace(note, page=page) for note in islice(notes, n_marks)]
            n_marks = 0
            page += mark == "\x0c"
        rest = open_cell.rest()
        if rows or cells or rest:
            out += _table(rows, [*cells, *rest], page)
        out += [structs.replace(note, page=page) for note in notes]
        headers, footers = self.head_lines()
        return with_heads(out, next(filter(None, headers), []), footers)

    def note_lines(self) -> list[Block]:
        """The footnotes, each a line with its number."""
        first, count = self.notes
        if not 0 < count <= _MAX_TEXT:
            return []
        told = "".join(text for text, _, _ in self.text(first, first + count))
        texts = (" ".join(_clean(_END.sub(" ", one)).split()) for one in told.split(_NOTE)[1:])
        return [Paragraph(text=f"[{n}] {text}", offset=0, is_whole=True) for n, text in enumerate(filter(None, texts), 1)]

    def head_lines(self) -> tuple[list[list[Block]], list[list[Block]]]:
        """The lines of the first section's headers, its first page's before the others', and of the footers of all sections."""
        read: list[list[Block]] = [
            [Paragraph(text=_clean(text).strip(), offset=0) for text, _, _ in self.paragraphs(a, b) if _clean(text).strip()]
            for a, b in self.heads
        ]
        # six of each section: header of even and odd pages, footer of even and odd ones, header and footer of the first
        return [*read[4:5], *read[1:2]], [lines for i, lines in enumerate(read) if i % 6 in (2, 3, 5)]

    def all_paragraphs(self) -> Iterator[tuple[str, str, _Paragraph]]:
        """Those of the text boxes, which hold heads and stamps, then those of the text."""
        first, count = self.boxes
        if 0 < count <= 5000:
            yield from ((text, "\r", _Paragraph(align=of.align)) for text, _, of in self.paragraphs(first, first + count) if text.strip())
        yield from self.paragraphs(0, self.n_text)


def _stories(table: bytes, count: int) -> Iterator[tuple[int, int]]:
    """First and last character of each header and footer, those that part notes aside, counted from the first of all."""
    n = len(table) // 4
    borders = struct.unpack_from(f"<{n}I", table) if n > 1 else ()
    for a, b in list(pairwise(borders))[_SEPARATORS:_MAX_STORIES]:
        yield (a, b) if a < b <= count else (0, 0)


def _pieces(clx: bytes) -> Iterator[tuple[int, int, int, bool]]:
    """First and last character of each piece, where it stands in the stream, and whether a character is one byte."""
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        return
    (size,) = struct.unpack_from("<I", clx, at + 1)
    table = clx[at + 5 : at + 5 + size]
    n = (len(table) - 4) // 12
    if n <= 0:
        return
    borders = struct.unpack_from(f"<{n + 1}I", table)
    for i in range(n):
        (place,) = struct.unpack_from("<I", table, 4 * (n + 1) + 8 * i + 2)
        is_bytes = bool(place & 0x40000000)
        place &= 0x3FFFFFFF
        yield borders[i], borders[i + 1], place // 2 if is_bytes else place, is_bytes


def _runs(main: bytes, table: bytes, beside: _Beside) -> Iterator[tuple[int, int, _Paragraph]]:
    """The stretches of the stream that have the same paragraph properties, in order."""
    n = (len(table) - 4) // 8
    if n <= 0:
        return
    for page in struct.unpack_from(f"<{n}I", table, 4 * (n + 1)):
        block = main[(page & 0x3FFFFF) * 512 : (page & 0x3FFFFF) * 512 + 512]
        if len(block) < 512:
            continue
        count = block[511]
        if 4 * (count + 1) + 13 * count > 511:
            continue
        borders = struct.unpack_from(f"<{count + 1}I", block)
        for i in range(count):
            at = 2 * block[4 * (count + 1) + 13 * i]
            yield borders[i], borders[i + 1], _properties(block, at, beside) if at else _Paragraph()


def _looks(main: bytes, table: bytes) -> Iterator[tuple[int, int, dict[int, bytes]]]:
    """The stretches of the stream whose characters look alike, and what changes their look."""
    n = (len(table) - 4) // 8
    for page in struct.unpack_from(f"<{n}I", table, 4 * (n + 1)) if n > 0 else ():
        block = main[(page & 0x3FFFFF) * 512 : (page & 0x3FFFFF) * 512 + 512]
        if len(block) < 512 or 5 * (count := block[511]) + 4 > 511:
            continue
        borders = struct.unpack_from(f"<{count + 1}I", block)
        for i in range(count):
            at = 2 * block[4 * (count + 1) + i]
            yield borders[i], borders[i + 1], dict(_modifiers(block[at + 1 : at + 1 + block[at]])) if at else {}


def _unseen(looks: Iterable[tuple[int, int, dict[int, bytes]]]) -> Iterator[tuple[int, int, bool]]:
    """The stretches that are not shown, and whether they are struck out by a change that is tracked."""
    for first, last, found in looks:
        is_deleted = _has(found, _DELETED)
        if is_deleted or _has(found, _HIDDEN):
            yield first, last, is_deleted


def _has(found: dict[int, bytes], code: int) -> bool:
    """Whether a look is switched on."""
    return found.get(code, b"\0")[:1] == b"\1"


def _disjoint(found: Iterable[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """The stretches in order; what two of them share is the first one's."""
    out: list[tuple[int, int, bool]] = []
    for first, last, is_deleted in sorted(found):
        begin = max(first, out[-1][1]) if out else first
        if begin < last:
            out.append((begin, last, is_deleted))
    return out


class _Beside:
    """The stream of data, in which modifiers stand that are too long for the text: those of rows of many cells."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = _MAX_BESIDE

    def at(self, place: int) -> Iterator[tuple[int, bytes]]:
        """The modifiers at a place; none where it is outside, or once too many were read."""
        (size,) = struct.unpack_from("<h", self._data, place) if place + 2 <= len(self._data) else (0,)
        self._left -= max(0, size)
        return _modifiers(self._data[place + 2 : place + 2 + size] if size > 0 and self._left >= 0 else b"")


def _whole(modifiers: bytes, beside: _Beside) -> Iterator[tuple[int, bytes]]:
    """The modifiers of a paragraph with those that stand beside the text."""
    for code, operand in _modifiers(modifiers):
        yield code, operand
        if code in _BESIDE and len(operand) == 4:
            yield from beside.at(struct.unpack("<I", operand)[0])


def _properties(block: bytes, at: int, beside: _Beside) -> _Paragraph:
    size = block[at] * 2 - 1
    begin = at + 1
    if size < 0:
        size, begin = block[at + 1] * 2, at + 2
    modifiers = block[begin + 2 : begin + size]  # behind the number of the style
    found: dict[str, int] = {}
    borders: tuple[int, ...] = ()
    marks: tuple[int, ...] = ()
    for code, operand in _whole(modifiers, beside):
        if code == _CELLS:
            borders, marks = _cells(operand)
        elif code in (_IN_TABLE, _ROW_END, _JUSTIFY, _JUSTIFY_80) and operand:
            found[{_IN_TABLE: "in_table", _ROW_END: "ends_row"}.get(code, "align")] = operand[0]
        elif code in (_LEFT, _LEFT_80, _FIRST, _FIRST_80) and len(operand) == 2:
            found["left" if code in (_LEFT, _LEFT_80) else "first"] = struct.unpack("<h", operand)[0]
        elif code in (_INNER_CELL, _INNER_ROW) and operand[:1] == b"\1":
            found["ends_inner"] = max(found.get("ends_inner", 0), code)
        elif code == _LEVEL and len(operand) == 4:
            found["level"] = struct.unpack("<i", operand)[0]
        elif code == _LIST and len(operand) == 2:
            found["list"] = struct.unpack("<H", operand)[0]
    return _Paragraph(
        found.get("align", 0),
        found.get("left", 0),
        found.get("first", 0),
        bool(found.get("in_table")),
        bool(found.get("ends_row")),
        0 < found.get("list", 0) < 0x0800,
        borders,
        marks,
        found.get("ends_inner", 0),
        max(found.get("level", 1), 2 if "ends_inner" in found else 1),
    )


def _modifiers(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Property modifiers: code and operand, whose length the code tells (MS-DOC, 2.6.1)."""
    at = 0
    while at + 2 <= len(data):
        (code,) = struct.unpack_from("<H", data, at)
        at += 2
        kind = code >> 13
        if kind == 6:
            if at >= len(data):
                return
            if code == _CELLS:
                if at + 2 > len(data):
                    return
                size = struct.unpack_from("<H", data, at)[0] + 1
                yield code, data[at + 2 : at + size]
                at += size
                continue
            size = data[at]
            yield code, data[at + 1 : at + 1 + size]
            at += 1 + size
            continue
        size = (1, 1, 2, 4, 2, 2, 0, 3)[kind]
        yield code, data[at : at + size]
        at += size


def _cells(operand: bytes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The borders of a row's cells in twips, and the marks of merged ones."""
    if not operand:
        return (), ()
    n = operand[0]
    if len(operand) < 1 + 2 * (n + 1):
        return (), ()
    borders = struct.unpack_from(f"<{n + 1}h", operand, 1)
    rest = operand[1 + 2 * (n + 1) :]
    marks = tuple(struct.unpack_from("<H", rest, 20 * i)[0] if 20 * i + 2 <= len(rest) else 0 for i in range(n))
    return borders, marks


def _table(rows: list[_Row], left_over: list[str], page: int) -> list[Block]:
    """The grid of rows, or lines where they only set the page."""
    if left_over:
        rows = [*rows, _Row(left_over, _Paragraph(), [])]
    texts = [row.cells for row in rows]
    laid = None
    if max(map(len, texts), default=0) > 1 and not is_frame(texts):
        laid = lay_cells(merge_by_borders([BorderedRow(row.cells, row.of.borders, _marks(row), row.inner) for row in rows]))
    if laid is None or len(laid.rows[0]) < 2:
        lines = ("　　".join(" ".join(cell.split("\n")) for cell in row if cell) for row in texts)
        return [Paragraph(text=line, offset=0, page=page) for line in lines if line]
    return [Grid(rows=laid.rows, merged=laid.merged, method="docx", offset=0, page=page, inner=laid.inner)]


def _marks(row: _Row) -> list[str]:
    """How each cell of a row goes on with others, as bordered rows say it."""
    return [
        (GOES_ON_RIGHT if mark & 0x2 else "") + (BEGINS if mark & 0x40 else GOES_ON_DOWN if mark & 0x20 else "") for mark in row.of.marks
    ]
