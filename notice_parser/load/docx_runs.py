"""The text of one DOCX paragraph: tracked changes accepted, fields by what they print, signs of symbol fonts, formulas in a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple, Protocol

from notice_parser.load.docx_parts import RELATION, W, choice_of, is_on, value_of
from notice_parser.load.docx_styles import Style, Styles, struck_by
from notice_parser.load.field_codes import printed_code
from notice_parser.load.symbol_fonts import is_symbol_font, symbol
from notice_parser.text.width import raised

__all__ = ["SKIPPED", "Context", "Field", "Runs", "without_open_fields", "without_struck"]

# what is deleted, moved away, said a second time, or says how something looks
_SKIPPED_WORDS = "del moveFrom delText rPr pPr sectPr rt Fallback tblPr tblGrid trPr tcPr sdtPr proofErr bookmarkStart bookmarkEnd"
SKIPPED = frozenset(_SKIPPED_WORDS.split())
_GONE = frozenset((f"{W}del", f"{W}moveFrom"))
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WATERMARK = "watermark"
_OPERATORS = frozenset("+-−±×÷·/=＋－")


class Field(NamedTuple):
    """An open field: its code so far, and whether its result has begun."""

    code: list[str]
    shows: bool


class Context(Protocol):
    """What the paragraphs of a story share: styles, the page that is being written, the fields that are open."""

    styles: Styles
    page: int
    fields: list[Field]


class Runs:
    """The text of a paragraph: ``lines`` with their pages, the text boxes anchored in it, the notes that it calls, objects set in.

    ``boxes_before``: how many of the boxes stand before its first character.
    """

    def __init__(self, context: Context, *, is_hidden: bool = False) -> None:
        self.context = context
        self.is_hidden = is_hidden  # by the style of the paragraph
        self.font: str | None = None  # of signs, that the run is set in
        self.is_raised = self.is_upper = False  # as the run is printed
        self.lines: list[tuple[str, int]] = []
        self.parts: list[str] = []
        self.boxes: list[Any] = []
        self.boxes_before = 0
        self.notes: list[tuple[str, str]] = []
        self.objects: list[str] = []

    def take(self, *paragraphs: Any) -> None:
        """Reads the paragraphs as one; one without text is one blank line."""
        stack: list[Any] = [node for paragraph in reversed(paragraphs) for node in reversed(paragraph)]
        while stack:
            node = stack.pop()
            if isinstance(node, str):  # a sign between the parts of a formula
                self.parts.append(node)
                continue
            tag = node.tag
            if not isinstance(tag, str):
                continue
            name = tag.rpartition("}")[2]
            if name in SKIPPED or (name == "sdt" and is_placeholder(node)):
                continue
            if name == "txbxContent":
                self.box(node)
            elif name == "AlternateContent":
                choice = choice_of(node)
                stack += reversed(node if choice is None else choice)
            elif name == "r" and tag.startswith(W):
                properties = node.find(f"{W}rPr")
                if not self.is_unseen(properties):
                    self.font = _symbol_font(properties)
                    self.is_raised = value_of(properties, "vertAlign") == "superscript"
                    self.is_upper = is_on(properties, "caps") is True
                    stack += reversed(node)
            elif tag.startswith(_MATHS) and name in ("f", "d", "rad"):
                stack += reversed(_in_a_line(node, name))
            elif not self.leaf(node, name):
                stack += reversed(node)
        self.end_line()

    def is_unseen(self, properties: Any) -> bool:
        """Whether a run is hidden, by itself or by a style."""
        if properties is None:
            return self.is_hidden
        own = is_on(properties, "vanish")
        if own is not None:
            return own
        return self.is_hidden or self.context.styles.is_hidden(value_of(properties, "rStyle"))

    def box(self, node: Any) -> None:
        """Keeps a text box, or a letterhead drawn as one, to be read before or behind the paragraph."""
        self.boxes.append(node)
        if not "".join(self.parts).strip() and not self.lines:
            self.boxes_before = len(self.boxes)

    def leaf(self, node: Any, name: str) -> bool:
        """Writes what a node prints by itself; false where its children are to be read."""
        fields = self.context.fields
        if name == "t":
            if all(field.shows for field in fields):
                text = self.signs(node.text or "")
                self.parts.append(raised(text) if self.is_raised else text.upper() if self.is_upper else text)
        elif name == "instrText":
            if fields and not fields[-1].shows:
                fields[-1].code.append(node.text or "")
        elif name == "fldChar":
            self.field(node.get(f"{W}fldCharType"))
        elif name in ("tab", "ptab"):
            self.parts.append("\t" if "".join(self.parts).strip() else "　　")
        elif name in ("br", "cr"):
            self.line_break(node.get(f"{W}type"))
        elif name == "noBreakHyphen":
            self.parts.append("-")
        elif name == "sym":
            code = str(node.get(f"{W}char"))
            self.parts.append(symbol(int(code, 16), node.get(f"{W}font")) if _is_hex(code) else "")
        elif name in ("footnoteReference", "endnoteReference"):
            self.notes.append((name.removesuffix("Reference"), str(node.get(f"{W}id"))))
        elif name == "textpath":  # words drawn as a picture: many letterheads
            words = " ".join(str(node.get("string") or "").split())
            if words and not any(_WATERMARK in str(above.get("id")).lower() for above in node.iterancestors(node.getparent().tag)):
                self.box(words)
        elif name == "OLEObject":
            if node.get(RELATION) is not None and node.get("DrawAspect") != "Icon":
                self.objects.append(str(node.get(RELATION)))
        else:
            return False
        return True

    def signs(self, text: str) -> str:
        """The text of a run, by the signs that its font shows for the letters."""
        if self.font is None and not any("\uf000" <= c <= "\uf0ff" for c in text):
            return text
        return "".join(symbol(ord(c), self.font) if "\uf000" <= c <= "\uf0ff" or (self.font and c < "\u0100") else c for c in text)

    def field(self, kind: str | None) -> None:
        fields = self.context.fields
        if kind == "begin":
            fields.append(Field([], False))
        elif kind == "separate" and fields:
            fields[-1] = fields[-1]._replace(shows=True)
        elif kind == "end" and fields:
            ended = fields.pop()
            if not ended.shows and all(field.shows for field in fields):
                self.parts.append(printed_code("".join(ended.code)))

    def line_break(self, kind: str | None) -> None:
        if kind not in ("page", "column"):
            self.end_line()
            return
        if "".join(self.parts).strip():
            self.end_line()
        self.context.page += kind == "page"

    def end_line(self) -> None:
        """Ends a line of the paragraph."""
        self.lines.append(("".join(self.parts), self.context.page))
        self.parts = []


def is_placeholder(control: Any) -> bool:
    """Whether a content control shows only what to fill in."""
    return bool(is_on(control.find(f"{W}sdtPr"), "showingPlcHdr"))


def without_open_fields(body: Any) -> None:
    """Takes the beginnings of fields out that have no end, so that they do not swallow what follows."""
    opened: list[Any] = []
    for node in body.iter(f"{W}fldChar"):
        kind = node.get(f"{W}fldCharType")
        if kind not in ("begin", "end") or any(
            above.tag in _GONE or str(above.tag).endswith("}Fallback") for above in node.iterancestors()
        ):
            continue
        if kind == "begin":
            opened.append(node)
        elif opened:
            opened.pop()
    for node in opened:
        node.getparent().remove(node)


def without_struck(stories: Sequence[Any], styles: Styles) -> int:
    """Takes out the words of runs that are struck out, and says how many characters; none where they are most of the text: they stay.

    What is hidden, or was deleted or moved away, is no text, and weighs nothing.
    """
    strikes = {name for name in (*styles.nodes, None) if styles.get(name).is_struck}
    struck: list[Any] = []
    for run in _runs_in(stories):
        if _is_struck(run, styles, strikes) and _is_shown(run, styles):
            struck += run.findall(f"{W}t")
    size = sum(len(node.text or "") for node in struck)
    if not size:
        return 0
    if 2 * size > sum(len(text.text or "") for run in _runs_in(stories) if _is_shown(run, styles) for text in run.findall(f"{W}t")):
        return 0
    n_struck = sum(len("".join((node.text or "").split())) for node in struck)
    for node in struck:
        node.text = ""
    return n_struck


def _runs_in(stories: Sequence[Any]) -> Iterator[Any]:
    return chain.from_iterable(story.iter(f"{W}r") for story in stories)


def _is_struck(run: Any, styles: Styles, strikes: set[str | None]) -> bool:
    """Whether a run is struck out, by itself or by a style; ``strikes``: the styles that do so."""
    own = struck_by(run.find(f"{W}rPr"))
    if own is not None or not strikes:
        return bool(own)
    return _style_of(run, styles).is_struck is True


def _is_shown(run: Any, styles: Styles) -> bool:
    """Whether a run is neither hidden, by itself or by a style, nor was deleted or moved away."""
    if next(run.iterancestors(*_GONE), None) is not None:
        return False
    own = is_on(run.find(f"{W}rPr"), "vanish")
    return not (_style_of(run, styles).is_hidden if own is None else own)


def _style_of(run: Any, styles: Styles) -> Style:
    """What the styles of a run and of its paragraph say together."""
    paragraph = next(run.iterancestors(f"{W}p"), None)
    return styles.of_text(
        value_of(run.find(f"{W}rPr"), "rStyle"), value_of(paragraph.find(f"{W}pPr") if paragraph is not None else None, "pStyle")
    )


def _symbol_font(properties: Any) -> str | None:
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    font = fonts.get(f"{W}ascii") if fonts is not None else None
    return str(font) if is_symbol_font(font) else None


def _is_hex(code: str) -> bool:
    return 0 < len(code) <= 6 and all(c in "0123456789abcdefABCDEF" for c in code)


def _in_a_line(node: Any, name: str) -> list[Any]:
    """The parts of a formula in the order in which they are read in one line: 3/4, (a+b)/c, √2."""
    if name == "f":
        over, under = node.find(f"{_MATHS}num"), node.find(f"{_MATHS}den")
        return [*_bracketed(over), "/", *_bracketed(under)]
    if name == "rad":
        return ["√", *_bracketed(node.find(f"{_MATHS}e"))]
    properties = node.find(f"{_MATHS}dPr")
    first, last = (
        next(
            (sign.get(f"{_MATHS}val", "") for sign in properties.findall(f"{_MATHS}{kind}")) if properties is not None else iter(()), usual
        )
        for kind, usual in (("begChr", "("), ("endChr", ")"))
    )
    return [first, *node.findall(f"{_MATHS}e"), last]


def _bracketed(node: Any) -> list[Any]:
    """A part of a formula, in brackets where it is a sum or a product."""
    if node is None:
        return []
    words = "".join(str(text.text or "") for text in node.iter(f"{_MATHS}t"))
    return ["(", node, ")"] if any(c in _OPERATORS for c in words[1:]) else [node]
