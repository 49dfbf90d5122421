"""DOCX: one walk over the package's XML. Numbers that the word processor makes are written out, tracked changes are accepted,
text boxes stand where they are anchored, footnotes behind their paragraph. Headers and footers are furniture and left out, but for the
notice's own head and foot (``docx_heads``).

A package is read as far as it is whole: a relationship that leads nowhere, a missing style sheet or numbering costs no text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.docx_heads import Heads, heads_of
from notice_parser.load.docx_inset import read_inset
from notice_parser.load.docx_lists import Lists
from notice_parser.load.docx_parts import OFF, RELATION, Parts, W, children_of, choice_of, is_on, value_in, value_of, whole_number
from notice_parser.load.docx_runs import Field, Runs, is_placeholder, without_open_fields, without_struck
from notice_parser.load.docx_styles import Styles, style_of
from notice_parser.load.docx_tables import ReadCell, is_page_frame, merge_down
from notice_parser.load.grid import MAX_SPAN, Cell, lay_cells
from notice_parser.load.page_heads import foot_lines, head_lines
from notice_parser.load.source import TO_CENTRE, TO_RIGHT, Block, Grid, Paragraph, in_file_order
from notice_parser.model import Diagnostic

__all__ = ["ReadDocument", "read_docx"]

# containers that only wrap paragraphs and tables; what is deleted, moved away or said twice is not entered
_WRAPPERS_WORDS = "sdt sdtContent customXml smartTag ins moveTo hyperlink fldSimple dir bdo ruby rubyBase body txbxContent oMath oMathPara"
_WRAPPERS = frozenset(_WRAPPERS_WORDS.split())
_PARAGRAPH, _TABLE, _PROPERTIES, _BREAK_BEFORE = f"{W}p", f"{W}tbl", f"{W}pPr", f"{W}pageBreakBefore"
_BLOCKS = frozenset((_PARAGRAPH, _TABLE, f"{W}altChunk"))
_EMBEDDED = RELATION.replace("}id", "}embed")
_MAX_INSETS = 3  # documents within documents
_MAX_DEPTH = 200  # nested boxes and tables
_CENTRED = frozenset(("center",))
_RIGHTS = frozenset(("right", "end"))


class ReadDocument(NamedTuple):
    """The paragraphs and grids of a DOCX, in order; the number of pages, where breaks tell them; what could not be read.

    ``pictures``: name and content of the images of one that has no text.
    """

    blocks: tuple[Block, ...]
    n_pages: int | None
    diagnostics: tuple[Diagnostic, ...] = ()
    pictures: tuple[tuple[str, bytes], ...] = ()


def read_docx(data: bytes, where: str | None, *, depth: int = 0) -> ReadDocument:
    """A DOCX, read; ``depth``: in how many others it stands. ``LoadError`` where it holds no body of text."""
    parts = Parts(data, where)
    body = parts.body()
    without_open_fields(body)
    styles = Styles(parts.read("styles"))
    notes, heads = _notes(parts), heads_of(body, parts)
    n_struck = without_struck([body, *notes.values(), *(one for one in (heads.header, *heads.footers) if one is not None)], styles)
    walker = _Walker(_Story(styles, Lists(parts.read("numbering"), styles), notes, parts, depth))
    walker.walk(body)
    blocks = _with_heads(walker, heads)
    if parts.package.is_cut and not any(isinstance(one, Grid) or one.text.strip() for one in blocks):
        raise LoadError("damaged", where=where, format="DOCX", reason="unexpected end")
    told = [*parts.package.told(), *walker.story.told, *([diagnose("source.struck_out", count=n_struck)] if n_struck else ())]
    n_pages = walker.page + 1 if walker.page else None
    is_bare = not any(isinstance(one, Grid) or one.text.strip() for one in blocks)
    pictures = tuple(_pictures(body, parts)) if is_bare else ()
    return ReadDocument(tuple(in_file_order(blocks, f"{parts.main} ")), n_pages, tuple(told), pictures)


def _pictures(body: Any, parts: Parts) -> Iterator[tuple[str, bytes]]:
    """Name and content of the images that are drawn in the body, each once."""
    seen: set[str] = set()
    for node in body.iter("{*}blip", "{*}imagedata"):
        key = str(node.get(_EMBEDDED) or node.get(RELATION) or "")
        if key and key not in seen:
            seen.add(key)
            found = parts.content(key)
            if found is not None:
                yield found


def _with_heads(walker: _Walker, heads: Heads) -> list[Block]:
    """What the body gave, before it what of the first page's header is text, behind it what of the footers is."""

    def read(root: Any, page: int) -> list[Block]:
        without_open_fields(root)
        inner = _Walker(walker.story)
        inner.walk(root)
        return [structs.replace(block, page=page) for block in inner.blocks]

    head = head_lines(read(heads.header, 0), walker.blocks, is_own=heads.is_own) if heads.header is not None else []
    foot = [line for root in heads.footers for line in foot_lines(read(root, walker.page), walker.blocks)]
    return [*head, *walker.blocks, *foot]


def _notes(parts: Parts) -> dict[tuple[str, str], Any]:
    """Foot- and endnotes by kind and id."""
    found: dict[tuple[str, str], Any] = {}
    for kind in ("footnote", "endnote"):
        root = parts.read(f"{kind}s")
        for node in root.findall(f"{W}{kind}") if root is not None else ():
            if node.get(f"{W}type") in (None, "normal"):
                found[kind, str(node.get(f"{W}id"))] = node
    return found


class _Story:
    """What all walkers over one document share. ``insets``: in how many documents it stands; ``told``: what of files set in is not read."""

    def __init__(self, styles: Styles, lists: Lists, notes: dict[tuple[str, str], Any], parts: Parts, insets: int) -> None:
        self.styles, self.lists, self.notes, self.parts, self.insets = styles, lists, notes, parts, insets
        self.n_notes = 0
        self.told: list[Diagnostic] = []


class _Walker:
    """Goes over the body once; ``blocks`` is what comes out, ``page`` counts the breaks that were passed.

    ``noted``: the notes of a cell, which stand behind its table; null outside of tables.
    """

    def __init__(self, story: _Story, *, page: int = 0, depth: int = 0, noted: list[Block] | None = None) -> None:
        self.story, self.styles = story, story.styles
        self.blocks: list[Block] = []
        self.page, self.depth, self.noted = page, depth, noted
        self.fields: list[Field] = []

    def walk(self, parent: Any) -> None:
        """The blocks below ``parent``, in order."""
        if self.depth >= _MAX_DEPTH:
            return
        self.depth += 1
        joined: list[Any] = []  # paragraphs that go on in the next one
        for node in _blocks_of(parent):
            if node.tag == _PARAGRAPH:
                joined.append(node)
                properties = children_of(node.find(_PROPERTIES))
                goes_on = bool(properties) and _goes_on(properties)
                if not goes_on:
                    self.paragraph(joined, properties)
                    joined = []
                continue
            if joined:
                self.paragraph(joined, {}, ends_story=True)
                joined = []
            if node.tag == _TABLE:
                self.table(node)
            else:
                self.inset(node.get(RELATION))
        if joined:
            self.paragraph(joined, {}, ends_story=True)
        self.depth -= 1

    def paragraph(self, nodes: list[Any], properties: dict[str, Any], *, ends_story: bool = False) -> None:
        """The paragraph that the nodes make together, with the properties of the last, its boxes, notes and objects.

        ``ends_story``: it was to go on in a paragraph that is not there; without text it is none.
        """
        name = value_in(properties, "pStyle")
        marks = properties.get(f"{W}rPr")
        own = style_of(properties)
        style = own.over(self.styles.get(name))
        if _BREAK_BEFORE in properties and properties[_BREAK_BEFORE].get(f"{W}val") not in OFF and self.blocks:
            self.page += 1
        if is_on(marks, "vanish") and not any(node.findall(f"{W}r") for node in nodes):
            return
        runs = Runs(self, is_hidden=style.is_hidden is True)
        runs.take(*nodes)
        if ends_story and not any(text.strip() for text, _ in runs.lines):
            return
        label, hung = self.story.lists.label(style, name)
        for box in runs.boxes[: runs.boxes_before]:
            self.box(box)
        indent = own.indent if own.indent is not None else hung if label and hung is not None else style.indent
        indent = TO_RIGHT if style.align in _RIGHTS else TO_CENTRE if style.align in _CENTRED else min(indent or 0, TO_RIGHT)
        if self.noted is not None and any(c.isalnum() for c in label) and not any(text.strip() for text, _ in runs.lines):
            # a column of a table that counts its rows by itself
            runs.lines[0], label = (label.strip(), runs.lines[0][1]), ""
        for text, page in runs.lines:
            if label and text.strip():
                text, label = label + text, ""
            self.blocks.append(Paragraph(text=text, offset=0, page=page, indent=indent))
        for box in runs.boxes[runs.boxes_before :]:
            self.box(box)
        for key in runs.objects:
            self.inset(key)
        for noted in runs.notes:
            self.note(noted)
        section = properties.get(f"{W}sectPr")
        if section is not None and value_of(section, "type") not in ("continuous", "nextColumn"):
            self.page += 1

    def box(self, box: Any) -> None:
        """A text box, or words that are drawn."""
        if isinstance(box, str):
            self.blocks.append(Paragraph(text=box, offset=0, page=self.page, indent=TO_CENTRE))
        else:
            self.walk(box)

    def note(self, key: tuple[str, str]) -> None:
        """A foot- or endnote, behind the paragraph that it belongs to, of a table behind the table."""
        node = self.story.notes.get(key)
        if node is None:
            return
        self.story.n_notes += 1
        texts = []
        for paragraph in node.iter(f"{W}p"):
            runs = Runs(self)
            runs.take(paragraph)
            texts += [text.strip() for text, _ in runs.lines if text.strip()]
        if texts:
            to = self.blocks if self.noted is None else self.noted
            to.append(Paragraph(text=f"[{self.story.n_notes}] {' '.join(texts)}", offset=0, page=self.page, is_whole=True))

    def table(self, node: Any) -> None:
        """A table as a grid; one that only sets the page as what its cells hold."""
        rows = [row for row in _through(node, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
        page = self.page
        noted: list[Block] = []
        # each cell is read once, whatever the table turns out to be: numbers and notes count on through it
        read = [list(self.cells(row, noted)) for row in rows]
        laid = None if is_page_frame(read) else lay_cells(merge_down(read))
        if laid is None:
            for row in read:
                self.frame_row(row)
        else:
            n_header = 0
            while n_header < len(rows) and is_on(rows[n_header].find(f"{W}trPr"), "tblHeader"):
                n_header += 1
            header = n_header if 0 < n_header < len(rows) else None
            self.blocks.append(
                Grid(rows=laid.rows, merged=laid.merged, method="docx", offset=0, page=page, n_header=header, inner=laid.inner)
            )
        (self.blocks if self.noted is None else self.noted).extend(noted)

    def frame_row(self, row: list[ReadCell]) -> None:
        """A row of a table that only sets the page: its cells' paragraphs; short ones of one line stand side by side."""
        found = [one.blocks for one in row]
        lines = [[block for block in blocks if not isinstance(block, Paragraph) or block.text.strip()] for blocks in found]
        if len(lines) > 1 and all(len(one) <= 1 and all(isinstance(block, Paragraph) for block in one) for one in lines):
            texts = [block.text.strip() for one in lines for block in one if isinstance(block, Paragraph)]
            if texts:
                self.blocks.append(Paragraph(text="　　".join(texts), offset=0, page=self.page))
            return
        self.blocks += [block for blocks in found for block in blocks]

    def cells(self, row: Any, noted: list[Block]) -> Iterator[ReadCell]:
        """The cells of a row, with the empty ones that stand for columns left out at its ends."""
        properties = row.find(f"{W}trPr")
        before = min(MAX_SPAN, whole_number(value_of(properties, "gridBefore")))
        if before > 0:
            yield ReadCell(Cell("", before))
        last: ReadCell | None = None  # the cell before, until it is known how far it goes
        for cell in _through(row, f"{W}tc"):
            of = children_of(cell.find(f"{W}tcPr"))
            if f"{W}cellDel" in of:
                continue
            width = min(MAX_SPAN, max(1, whole_number(value_in(of, "gridSpan"), 1)))
            if f"{W}hMerge" in of and value_in(of, "hMerge") != "restart" and last is not None:
                last = last.wider(width)
                continue
            if last is not None:
                yield last
            down = f"{W}vMerge" in of
            begins = down and value_in(of, "vMerge") == "restart"
            last = ReadCell(Cell("", width), begins, down and not begins, self.inside(cell, noted)).read()
        if last is not None:
            yield last
        after = min(MAX_SPAN, whole_number(value_of(properties, "gridAfter")))
        if after > 0:
            yield ReadCell(Cell("", after))

    def inside(self, cell: Any, noted: list[Block]) -> list[Block]:
        """What a cell holds."""
        inner = _Walker(self.story, page=self.page, depth=self.depth, noted=noted)
        inner.walk(cell)
        self.page = inner.page
        return inner.blocks

    def inset(self, key: str | None) -> None:
        """The text and tables of a file that is set in; what is not read of it is told."""
        found = self.story.parts.content(key or "")
        if found is None:
            return
        name, data = found
        try:
            read = read_inset(data, name, self.story.insets + 1) if self.story.insets < _MAX_INSETS else None
        except LoadError as error:
            if error.code == "bomb":
                raise
            read = None
        if read is None:
            self.story.told.append(diagnose("source.part_unread", name=name))
            return
        self.story.told += read.diagnostics
        self.blocks += [structs.replace(block, page=self.page, place=None) for block in read.blocks]


def _goes_on(properties: dict[str, Any]) -> bool:
    """Whether a paragraph and the next one are one: its mark was deleted or moved away, or it is the large first letter."""
    frame = properties.get(f"{W}framePr")
    if frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin"):
        return True
    marks = properties.get(f"{W}rPr")
    return marks is not None and (marks.find(f"{W}del") is not None or marks.find(f"{W}moveFrom") is not None)


def _blocks_of(parent: Any) -> Iterator[Any]:
    """Paragraphs, tables and chunks below ``parent``, through what only wraps them."""
    stack = list(reversed(parent))
    while stack:
        node = stack.pop()
        if not isinstance(node.tag, str):
            continue
        if node.tag in _BLOCKS:
            yield node
            continue
        name = node.tag.rpartition("}")[2]
        if name in _WRAPPERS:
            if name != "sdt" or not is_placeholder(node):
                stack += reversed(node)
        elif name == "AlternateContent":
            choice = choice_of(node)
            stack += reversed(node if choice is None else choice)


def _through(parent: Any, wanted: str) -> Iterator[Any]:
    """The nodes of one kind below ``parent``, through what only wraps them."""
    stack = list(reversed(parent))
    while stack:
        node = stack.pop()
        if node.tag == wanted:
            yield node
        elif isinstance(node.tag, str) and node.tag.rpartition("}")[2] in _WRAPPERS:
            stack += reversed(node)
