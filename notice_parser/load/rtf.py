"""RTF: control words and groups walked once; code-page bytes and ``\\u`` characters decoded, tables of cells and rows as grids,
text boxes and drawn letterheads where they are anchored, notes behind their paragraph. Deleted and hidden text is left out, page headers
and footers too, but for the notice's own head and foot (``page_heads``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notice_parser.diagnostics import diagnose
from notice_parser.load.bordered_rows import BEGINS, GOES_ON_DOWN, GOES_ON_RIGHT
from notice_parser.load.field_codes import printed_code
from notice_parser.load.page_heads import with_heads
from notice_parser.load.rtf_story import Story
from notice_parser.load.source import TO_CENTRE, TO_RIGHT, Block, Paragraph
from notice_parser.load.symbol_fonts import symbol
from notice_parser.model import Diagnostic

__all__ = ["read_rtf"]

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|"
    rb"\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]"
)
# groups that hold no text of the document
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable info pict themedata datastore generator revtbl rsidtbl xmlnstbl latentstyles "
    b"filetbl mmathPr wgrffmtfilter nonesttables shprslt objdata objclass".split()
)
# groups marked as new that are read all the same
_READ = frozenset(b"ud listtext pntext fldinst shptxt nesttableprops".split())
_SHAPES = frozenset((b"shpinst", b"do"))  # of these what is said of shapes and their text alone
_BOXES = frozenset((b"shptxt", b"dptxbxtext"))
_HEADERS, _FOOTERS = (b"header", b"headerr"), (b"footer", b"footerl", b"footerr", b"footerf")
_HEADS = frozenset((*_HEADERS, *_FOOTERS, b"headerf", b"headerl"))
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
_SIGNS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_MARKS = {b"clmrg": GOES_ON_RIGHT, b"clvmrg": GOES_ON_DOWN, b"clvmgf": BEGINS}
_LOOKS = frozenset(b"b i fs cf lang langfe langnp hich dbch loch af".split())  # these part no character in two
_CHARSETS = {134: "gb18030", 136: "big5", 128: "shift_jis", 129: "cp949", 0: "cp1252", 1: "cp1252"}
_PAGES = {936: "gb18030", 950: "big5", 54936: "gb18030", 65001: "utf-8", 932: "shift_jis"}
_SYMBOLS = 2  # the character set of fonts of signs
_DRAWN = "gtextUNICODE"  # the property of a shape that holds words drawn as a picture
_MAX_GROUPS = 10_000
_SHOWN, _SHAPE, _UNSEEN = range(3)
_INSETS = _HEADS | {b"footnote", b"shptxt"}


def read_rtf(data: bytes) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """The paragraphs and tables of an RTF, in order, without what is struck out, unless that is most of it; and what is to be told."""
    reader = _Reader()
    reader.read(data)
    n_struck = 0 if reader.n_struck > reader.n_shown else reader.n_struck_characters
    if reader.n_struck > reader.n_shown:
        reader = _Reader(keeps_struck=True)
        reader.read(data)
    own = reader.heads_of((b"headerf",)) if reader.has_title_page else []
    headers = own or reader.heads_of(_HEADERS)
    blocks = with_heads(reader.story.finish(), headers[0] if headers else (), reader.heads_of(_FOOTERS), is_own=bool(own))
    return tuple(blocks), (diagnose("source.struck_out", count=n_struck),) if n_struck else ()


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
    """What a group sets and gives back at its end. ``sink``: where its text goes that is none of the document's (codes of fields).

    ``ends``: what the end of the group itself means; ``skips_first``: that the next group in it says in an old way what follows.
    """

    __slots__ = ("deleted", "ends", "font", "hidden", "is_number", "sink", "skip", "skips_first", "struck", "uc")

    def __init__(self) -> None:
        self.skip = _SHOWN
        self.hidden = self.deleted = self.struck = self.is_number = self.skips_first = False
        self.uc = 1
        self.font = -1
        self.sink: list[str] | None = None
        self.ends: bytes | None = None

    def inner(self) -> _State:
        """The state at the beginning of a group within."""
        new = _State()
        new.skip, new.hidden, new.deleted, new.is_number = self.skip, self.hidden, self.deleted, self.is_number
        new.uc, new.font, new.sink, new.struck = self.uc, self.font, self.sink, self.struck
        if self.skips_first:
            new.skip, self.skips_first = _UNSEEN, False
        return new

    @property
    def shows(self) -> bool:
        """Whether text that comes now is printed, or kept in a sink."""
        return not self.hidden and not self.deleted and not self.struck and (self.skip == _SHOWN or self.sink is not None)

    @property
    def is_struck_out(self) -> bool:
        """Whether text that comes now would be printed, but for being struck out."""
        return self.struck and not self.hidden and not self.deleted and self.skip == _SHOWN and self.sink is None


class _Reader:
    """Reads a file once; ``n_struck`` and ``n_shown`` weigh what of it is struck out and what is not."""

    def __init__(self, *, keeps_struck: bool = False) -> None:
        self.keeps_struck = keeps_struck
        self.n_struck = self.n_shown = 0
        self.story = Story()
        self.outer: list[Story] = []  # stories that are interrupted by a note, a box, a header or a footer
        self.heads: list[tuple[bytes, list[Block]]] = []  # headers and footers by their kind
        self.has_title_page = False
        self.state = _State()
        self.stack: list[_State] = []
        self.codes: list[tuple[list[str], int]] = []  # of each open field its code, and where in the story its result begins
        self.raw = bytearray()
        self.struck = bytearray()  # what is struck out, but for the characters that stand as numbers
        self.n_struck_codes = 0
        self.raw_encoding = self.default = "gb18030"
        self.fonts: dict[int, str] = {}
        self.font_names: dict[int, str] = {}
        self.signs: set[int] = set()
        self.font_depth: int | None = None
        self.shape_property = ""
        self.skip_chars = 0

    def read(self, data: bytes) -> None:
        """Reads the file into ``story``."""
        star = False
        for token in _tokens(data):
            kind = token.lastgroup
            if kind == "brace":
                if token.group() == b"{":
                    self.open_group()
                else:
                    self.close_group()
                star = False
            elif kind in ("word", "number"):
                number = int(token.group("number")) if token.group("number") is not None else None
                self.control(token.group("word"), number, star=star)
                star = False
            elif token.group("sign") == b"*":
                star = True
            elif self.font_depth is not None and kind == "text":
                self.font_names[self.state.font] = token.group("text").decode("ascii", "ignore").rstrip("; ")
            elif self.state.shows and kind is not None:
                self.n_shown += len(token.group()) if kind == "text" else 1
                self.characters(token, kind)
            elif self.state.is_struck_out:
                self.n_struck += len(token.group().strip()) if kind == "text" else 1
                self.strike_out(token, kind)
        self.flush_raw()
        while self.outer:
            self.end_inset(b"footnote")

    def open_group(self) -> None:
        self.flush_raw()
        if len(self.stack) < _MAX_GROUPS:
            self.stack.append(self.state)
            self.state = self.state.inner()

    def close_group(self) -> None:
        self.flush_raw()
        ended = self.state
        if self.stack:
            self.state = self.stack.pop()
        if self.font_depth is not None and len(self.stack) < self.font_depth:
            self.font_depth = None
        if ended.ends is not None and ended.ends in _INSETS and self.outer:
            self.end_inset(ended.ends)
        elif ended.ends == b"field" and self.codes:
            code, start = self.codes.pop()
            if not "".join(self.story.text[start:]).strip() and self.state.shows:
                self.add(printed_code("".join(code)))
        elif ended.ends == b"sn" and ended.sink is not None:
            self.shape_property = "".join(ended.sink).strip()
        elif ended.ends == b"sv" and ended.sink is not None and self.shape_property == _DRAWN:
            words = " ".join("".join(ended.sink).split())
            self.story.inset([Paragraph(text=words, offset=0, indent=TO_CENTRE)], is_note=False)

    def end_inset(self, kind: bytes) -> None:
        """Ends a note or a text box, and goes on with the story that it stands in."""
        blocks = self.story.finish()
        self.story = self.outer.pop()
        if kind in _HEADS:
            self.heads.append((kind, blocks))
        else:
            self.story.inset(blocks, is_note=kind == b"footnote")

    def heads_of(self, kinds: tuple[bytes, ...]) -> list[list[Block]]:
        """The headers or footers of these kinds that hold something."""
        return [blocks for kind, blocks in self.heads if kind in kinds and blocks]

    def begin_inset(self, kind: bytes) -> None:
        self.outer.append(self.story)
        self.story = Story(page=self.story.page)
        self.state.ends, self.state.skip, self.state.sink = kind, _SHOWN, None

    def characters(self, token: re.Match[bytes], kind: str) -> None:
        if kind == "hex":
            if self.skip_chars:
                self.skip_chars -= 1
            else:
                self.add_raw(bytes([int(token.group("hex"), 16)]))
        elif kind == "text":
            text = token.group("text")
            cut = min(self.skip_chars, len(text))
            self.skip_chars -= cut
            self.add_raw(text[cut:])
        elif kind == "sign":
            sign = token.group("sign")
            self.flush_raw()
            self.add(_SIGNS.get(sign, ""))
            if sign in (b"\n", b"\r"):
                self.story.end_paragraph()

    def strike_out(self, token: re.Match[bytes], kind: str | None) -> None:
        """Keeps the bytes of what is struck out, to tell how many characters they are."""
        data = bytes([int(token.group("hex"), 16)]) if kind == "hex" else token.group("text") if kind == "text" else b""
        cut = min(self.skip_chars, len(data))
        self.skip_chars -= cut
        self.struck += data[cut:]

    @property
    def n_struck_characters(self) -> int:
        """How many characters are struck out, blanks aside."""
        return self.n_struck_codes + len("".join(bytes(self.struck).decode(self.default, "replace").split()))

    def add(self, text: str) -> None:
        """Writes text where it goes now."""
        (self.story.text if self.state.sink is None else self.state.sink).append(text)

    def add_raw(self, data: bytes) -> None:
        if self.state.font in self.signs:
            self.flush_raw()
            self.add("".join(symbol(byte, self.font_names.get(self.state.font)) if byte != 0x20 else " " for byte in data))
            return
        encoding = self.fonts.get(self.state.font) or self.default
        if encoding == "cp1252" and self.default != "cp1252" and any(byte > 0x7F for byte in data):
            encoding = self.default  # Western fonts are named for Chinese text by many producers
        if encoding != self.raw_encoding:
            self.flush_raw()
            self.raw_encoding = encoding
        self.raw += data

    def flush_raw(self) -> None:
        if self.raw:
            self.add(bytes(self.raw).decode(self.raw_encoding, "replace"))
            self.raw.clear()

    def control(self, word: bytes, number: int | None, *, star: bool) -> None:
        state = self.state
        if word == b"fonttbl":
            self.font_depth = len(self.stack)
        if self.font_depth is not None and number is not None:
            self.of_font(word, number)
        if self.destination(word, star=star):
            return
        if word == b"u" and number is not None:
            if state.shows:
                self.flush_raw()
                self.character(number % 65536)
            self.n_shown += state.shows
            self.n_struck += state.is_struck_out
            if state.is_struck_out:
                self.n_struck_codes += 1
                self.struck += b" "  # parts the bytes of one character from those of another
            self.skip_chars = state.uc
            return
        self.skip_chars = 0
        if word not in _LOOKS and word != b"f":
            self.flush_raw()
        self.set_state(word, number)
        if state.skip == _SHOWN and state.sink is None:
            self.of_story(word, number)

    def of_font(self, word: bytes, number: int) -> None:
        """A word of the table of fonts."""
        if word == b"f":
            self.state.font = number
        elif word == b"fcharset":
            if number == _SYMBOLS:
                self.signs.add(self.state.font)
            elif number in _CHARSETS:
                self.fonts[self.state.font] = _CHARSETS[number]

    def destination(self, word: bytes, *, star: bool) -> bool:
        """Whether a word says what its group is; the group is then read as that."""
        state = self.state
        if state.skip == _UNSEEN:
            return star or word in _SKIPPED
        if word in _SKIPPED:
            state.skip, state.sink = _UNSEEN, None
        elif word in _SHAPES:
            state.skip = _SHAPE
        elif word in _BOXES or word == b"footnote" or word in _HEADS:
            self.flush_raw()
            self.begin_inset(b"shptxt" if word in _BOXES else word)
        elif word in (b"sn", b"sv"):
            state.ends, state.sink = word, []
        elif word == b"field":
            state.ends = b"field"
            self.codes.append(([], len(self.story.text)))
        elif word == b"fldinst":
            state.sink = self.codes[-1][0] if self.codes else []
        elif word == b"upr":
            state.skips_first = True
        elif word in (b"listtext", b"pntext"):
            if self.story.has_number:
                state.skip = _UNSEEN
            self.story.has_number = state.is_number = True
        elif star and word not in _READ and state.skip == _SHOWN:
            state.skip = _UNSEEN
        else:
            return False
        return True

    def character(self, code: int) -> None:
        if 0xF000 <= code <= 0xF0FF:
            self.add(symbol(code, self.font_names.get(self.state.font) if self.state.font in self.signs else None))
        else:
            self.add(chr(code))

    def set_state(self, word: bytes, number: int | None) -> None:
        """What a word says of the characters that follow in its group."""
        state = self.state
        if word == b"uc" and number is not None:
            state.uc = max(0, number)
        elif word == b"f" and number is not None:
            if self.fonts.get(number) != self.fonts.get(state.font) or number in self.signs or state.font in self.signs:
                self.flush_raw()
            state.font = number
        elif word == b"v":
            state.hidden = number != 0
        elif word in (b"deleted", b"mvf"):
            state.deleted = number != 0
        elif word in (b"strike", b"striked"):
            state.struck = number != 0 and not self.keeps_struck
        elif word == b"plain":
            state.hidden = state.deleted = state.struck = False
        elif word == b"titlepg":
            self.has_title_page = True
        elif word == b"ansicpg" and number is not None:
            self.default = _PAGES.get(number, "gb18030")

    def of_story(self, word: bytes, number: int | None) -> None:
        """What a word says of the paragraph, the row or the page, or prints."""
        story, state = self.story, self.state
        if word in (b"par", b"sect"):
            if not state.deleted:
                story.end_paragraph()
        elif word == b"line":
            story.end_line()
        elif word == b"page":
            story.end_page()
        elif word == b"tab":
            story.tab(is_number=state.is_number)
        elif word == b"cell":
            story.end_cell()
        elif word == b"nestcell":
            story.end_nested_cell()
        elif word == b"nestrow":
            story.end_nested_row()
        elif word == b"row":
            story.end_row()
        elif word in _MARKS:
            story.mark += _MARKS[word]
        elif word == b"trowd":
            story.begin_row()
        elif word == b"trhdr":
            story.is_header = True
        elif word in (b"trleft", b"cellx") and number is not None:
            story.border(number, is_left=word == b"trleft")
        elif word == b"pard":
            story.reset_paragraph()
        elif word == b"intbl":
            story.level = max(1, story.level)
        elif word == b"itap" and number is not None:
            story.level = number
        elif word in (b"qr", b"qc", b"ql", b"qj"):
            story.align = {b"qr": TO_RIGHT, b"qc": TO_CENTRE}.get(word, 0)
        elif word in (b"fi", b"li") and number is not None:
            if word == b"fi":
                story.first = number
            else:
                story.left = number
        elif word in _SPECIAL and state.shows:
            self.add(_SPECIAL[word])
