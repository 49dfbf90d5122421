"""RTF: control words and groups walked once; code-page bytes and ``\\u`` characters decoded, tables of cells and rows as grids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from notice_parser.load.grid import Cell, is_frame, lay_cells
from notice_parser.load.source import Block, Grid, Paragraph

__all__ = ["read_rtf"]

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|"
    rb"\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]"
)
# groups that hold no text of the document
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable info pict object header headerl headerr headerf footer footerl footerr "
    b"footerf "
    b"themedata datastore generator revtbl rsidtbl xmlnstbl latentstyles fldinst filetbl mmathPr wgrffmtfilter "
    b"nonesttables pntext".split()
)
_SPECIAL = {
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
}
_CHARSETS = {134: "gb18030", 136: "big5", 128: "shift_jis", 129: "cp949", 0: "cp1252", 1: "cp1252"}
_TO_RIGHT, _TO_CENTRE = 40, 20
_EM = 320.0  # twips of one character of body type
_MAX_GROUPS = 10_000


def _tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    """Control words, braces and runs of text, in order; the raw bytes that ``\\binN`` announces are passed over."""
    at = 0
    while at < len(data):
        token = _TOKEN.match(data, at)
        if token is None:
            at += 1
            continue
        at = token.end()
        if token.group("word") == b"bin" and token.group("number") is not None:
            at += max(0, int(token.group("number")))
        yield token


class _State:
    """What a group sets and gives back at its end."""

    __slots__ = ("deleted", "encoding", "font", "hidden", "numbers", "skip", "uc")

    def __init__(self) -> None:
        self.skip = self.hidden = self.deleted = self.numbers = False
        self.uc = 1
        self.font = -1
        self.encoding: str | None = None

    def copy(self) -> _State:
        new = _State()
        for name in self.__slots__:
            setattr(new, name, getattr(self, name))
        return new


def read_rtf(data: bytes) -> tuple[Block, ...]:
    """The paragraphs and tables of an RTF, in order."""
    reader = _Reader()
    reader.read(data)
    return tuple(reader.blocks)


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.text: list[str] = []
        self.raw = bytearray()
        self.raw_encoding = "gb18030"
        self.page = self.indent = self.first = self.left = self.offset = 0
        self.align = 0
        self.default = "gb18030"
        self.fonts: dict[int, str] = {}
        self.in_table = False
        self.cell_texts: list[str] = []
        self.cell_lines: list[str] = []
        self.spans: list[str] = []
        self.pending_span = ""
        self.rows: list[list[tuple[str, str]]] = []
        self.skip_chars = 0

    def read(self, data: bytes) -> None:
        state = _State()
        stack: list[_State] = []
        in_fonts: int | None = None
        star = False
        for token in _tokens(data):
            brace = token.group("brace")
            if brace == b"{":
                if len(stack) < _MAX_GROUPS:
                    stack.append(state)
                    state = state.copy()
                star = False
                continue
            if brace == b"}":
                self.flush_raw()
                if stack:
                    state = stack.pop()
                if in_fonts is not None and len(stack) < in_fonts:
                    in_fonts = None
                continue
            word = token.group("word")
            if word is not None:
                number = int(token.group("number")) if token.group("number") is not None else None
                if word == b"fonttbl":
                    in_fonts = len(stack)
                if in_fonts is not None:
                    if word == b"f" and number is not None:
                        state.font = number
                    elif word == b"fcharset" and number in _CHARSETS:
                        self.fonts[state.font] = _CHARSETS[number]
                if word in _SKIPPED or (star and word not in (b"shppict", b"ud", b"upr", b"listtext")):
                    state.skip = True
                star = False
                state.numbers = state.numbers or word == b"listtext"
                if not state.skip:
                    self.word(word, number, state)
                continue
            sign = token.group("sign")
            if sign == b"*":
                star = True
                continue
            if state.skip or state.hidden or state.deleted:
                continue
            if token.group("hex") is not None:
                if self.skip_chars:
                    self.skip_chars -= 1
                else:
                    self.add_raw(bytes([int(token.group("hex"), 16)]), state)
            elif sign is not None:
                self.flush_raw()
                self.text.append({b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}.get(sign, ""))
                if sign in (b"\n", b"\r"):
                    self.end_paragraph()
            elif token.group("text") is not None:
                text = token.group("text")
                cut = min(self.skip_chars, len(text))
                self.skip_chars -= cut
                self.add_raw(text[cut:], state)
        self.end_paragraph()
        self.end_table()

    def add_raw(self, data: bytes, state: _State) -> None:
        encoding = state.encoding or self.fonts.get(state.font) or self.default
        if encoding == "cp1252" and self.default != "cp1252" and any(byte > 0x7F for byte in data):
            encoding = self.default  # Western fonts are named for Chinese text by many producers
        if encoding != self.raw_encoding:
            self.flush_raw()
            self.raw_encoding = encoding
        self.raw += data

    def flush_raw(self) -> None:
        if self.raw:
            self.text.append(bytes(self.raw).decode(self.raw_encoding, "replace"))
            self.raw.clear()

    def word(self, word: bytes, number: int | None, state: _State) -> None:
        if word == b"u" and number is not None:
            if not (state.hidden or state.deleted):
                self.flush_raw()
                self.text.append(chr(number % 65536))
            self.skip_chars = state.uc
            return
        self.skip_chars = 0
        if word not in (b"f", b"b", b"i", b"fs", b"cf", b"lang", b"langfe", b"langnp", b"hich", b"dbch", b"loch", b"af"):
            self.flush_raw()
        if word in (b"par", b"sect"):
            self.end_paragraph()
        elif word == b"line":
            self.end_line()
        elif word == b"page":
            self.page += 1
        elif word == b"tab":
            if not state.numbers:  # behind an automatic number it is no column's
                self.text.append("\t")
        elif word == b"cell":
            self.end_cell()
        elif word == b"row":
            self.end_row()
        elif word == b"trowd":
            self.spans, self.pending_span = [], ""
        elif word in (b"clmrg", b"clvmrg", b"clvmgf"):
            self.pending_span += {b"clmrg": "<", b"clvmrg": "^", b"clvmgf": "v"}[word]
        elif word == b"cellx":
            self.spans.append(self.pending_span)
            self.pending_span = ""
        elif word == b"pard":
            self.align = self.first = self.left = 0
            self.in_table = False
        elif word == b"intbl":
            self.in_table = True
        elif word in (b"qr", b"qc", b"ql", b"qj"):
            self.align = {b"qr": _TO_RIGHT, b"qc": _TO_CENTRE}.get(word, 0)
        elif word in (b"fi", b"li") and number is not None:
            if word == b"fi":
                self.first = number
            else:
                self.left = number
        elif word == b"uc" and number is not None:
            state.uc = max(0, number)
        elif word == b"f" and number is not None:
            if self.fonts.get(number) != self.fonts.get(state.font):
                self.flush_raw()
            state.font = number
        elif word == b"v":
            state.hidden = number != 0
        elif word == b"deleted":
            state.deleted = number != 0
        elif word == b"plain":
            state.hidden = state.deleted = False
        elif word == b"ansicpg" and number is not None:
            self.default = {936: "gb18030", 950: "big5", 54936: "gb18030", 65001: "utf-8", 932: "shift_jis"}.get(number, "gb18030")
        elif word in _SPECIAL:
            self.text.append(_SPECIAL[word])

    def take_text(self) -> str:
        self.flush_raw()
        text = "".join(self.text)
        self.text = []
        # a character beyond the first plane is written as its two halves
        return (
            text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            if any("\ud800" <= c <= "\udfff" for c in text)
            else text
        )

    def end_line(self) -> None:
        if self.in_table:
            self.cell_lines.append(self.take_text())
        else:
            self.end_table()
            self.put(self.take_text())

    def end_paragraph(self) -> None:
        text = self.take_text()
        if self.in_table:
            self.cell_lines.append(text)
            return
        self.end_table()
        self.put(text)

    def put(self, text: str) -> None:
        indent = self.align or max(0, min(_TO_RIGHT, round(2 * (self.first + self.left) / _EM)))
        self.blocks.append(Paragraph(text=text, offset=self.offset, page=self.page, indent=indent))
        self.offset += len(text) + 1

    def end_cell(self) -> None:
        self.cell_lines.append(self.take_text())
        self.cell_texts.append("\n".join(line.strip() for line in self.cell_lines if line.strip()))
        self.cell_lines = []

    def end_row(self) -> None:
        marks = self.spans + [""] * len(self.cell_texts)
        self.rows.append(list(zip(self.cell_texts, marks, strict=False)))
        self.cell_texts = []

    def end_table(self) -> None:
        """Sets the rows gathered so far as a grid, or as lines where they only set the page."""
        if not self.rows:
            return
        rows, self.rows = self.rows, []
        texts = [[text for text, _ in row] for row in rows]
        laid = lay_cells(_merged(rows)) if max(map(len, rows)) > 1 and not is_frame(texts) else None
        if laid is None or len(laid.rows[0]) < 2:
            for row in texts:
                line = "　　".join(" ".join(text.split("\n")) for text in row if text)
                if line:
                    self.blocks.append(Paragraph(text=line, offset=self.offset, page=self.page))
                    self.offset += len(line) + 1
            return
        self.blocks.append(Grid(rows=laid.rows, merged=laid.merged, method="docx", offset=self.offset, page=self.page))
        self.offset += sum(len(cell) + 1 for row in laid.rows for cell in row)


def _merged(rows: list[list[tuple[str, str]]]) -> list[list[Cell]]:
    """The cells with widths and heights from the marks: ``<`` goes on with the cell before it, ``^`` with the one above."""
    result: list[list[Cell]] = []
    open_at: dict[int, tuple[int, int]] = {}
    for r, row in enumerate(rows):
        kept: list[Cell] = []
        result.append(kept)
        for column, (text, mark) in enumerate(row):
            if "<" in mark and kept:
                kept[-1] = kept[-1]._replace(colspan=kept[-1].colspan + 1)
            elif "^" in mark and column in open_at:
                at, place = open_at[column]
                result[at][place] = result[at][place]._replace(rowspan=r - at + 1)
            else:
                open_at.pop(column, None)
                if "v" in mark:
                    open_at[column] = (r, len(kept))
                kept.append(Cell(text))
    return result
