"""DOCX: one walk over the package's XML. Numbers that the word processor makes are written out, tracked changes are accepted,
headers and footers are furniture and left out, text boxes stand where they are anchored, footnotes behind their paragraph.

A package is read as far as it is whole: a relationship that leads nowhere, a missing style sheet or numbering costs no text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from notice_parser.errors import LoadError
from notice_parser.load.grid import Cell, is_frame, lay_cells
from notice_parser.load.numbering import fill_level
from notice_parser.load.package import Package, parse_xml
from notice_parser.load.source import Block, Grid, Paragraph

__all__ = ["read_docx"]

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DOCUMENT = "word/document.xml"
# containers that only wrap what is text; what is deleted, moved away or said twice is not entered
_WRAPPERS_WORDS = "sdt sdtContent customXml smartTag ins moveTo hyperlink fldSimple dir bdo ruby rubyBase body txbxContent oMath oMathPara"
_WRAPPERS = frozenset(_WRAPPERS_WORDS.split())
_DELETED_WORDS = "del moveFrom delText instrText rPr pPr sectPr rt Fallback tblPr tblGrid trPr tcPr proofErr bookmarkStart bookmarkEnd"
_DELETED = frozenset(_DELETED_WORDS.split())
_SYMBOLS = {"F0A8": "□", "F06F": "□", "F0FE": "☑", "F052": "☑", "F0FC": "√", "F0B7": "●", "F06C": "●", "F06E": "■"}

_TO_RIGHT, _TO_CENTRE = 40, 20  # columns of indentation that stand for alignment
_EM = 320.0  # twips of one character of body type, 三号: two columns
_MAX_DEPTH = 200  # nested boxes and tables
_CENTRED = frozenset(("center",))
_RIGHTS = frozenset(("right", "end"))


class _Style(NamedTuple):
    """What of a style concerns the text."""

    align: str | None = None
    indent: int | None = None
    number: tuple[str, int] | None = None


class _Level(NamedTuple):
    pattern: str
    form: str
    start: int
    gap: str
    is_legal: bool
    indent: int | None


def read_docx(data: bytes, where: str | None) -> tuple[tuple[Block, ...], int | None]:
    """The paragraphs and grids of a DOCX, in order, and the number of pages, where breaks tell them."""
    package = Package(data, "DOCX", where)
    name = _main_part(package)
    content = package.read(name).replace(_STRICT, _MAIN)
    root = parse_xml(content)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise LoadError("damaged", where=where, format="DOCX", reason=f"{name}: no body")
    walker = _Walker(_styles(package), _Numbering(package), _notes(package))
    walker.walk(body)
    return tuple(_placed(walker.blocks)), walker.page + 1 if walker.page else None


def _main_part(package: Package) -> str:
    """The part that holds the text: what the package says, if it is there, else the usual one."""
    relations = package.read_xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            target = str(relation.get("Target", "")).lstrip("/")
            if package.has(target):
                return target
    return _DOCUMENT


def _placed(blocks: list[Block]) -> Iterator[Block]:
    from msgspec.structs import replace

    at = 0
    for number, block in enumerate(blocks, 1):
        yield replace(block, offset=at, place=f"{_DOCUMENT} {number}")
        at += sum(len(cell) + 1 for row in block.rows for cell in row) if isinstance(block, Grid) else len(block.text) + 1


def _value(node: Any, name: str, attribute: str = "val") -> str | None:
    child = node.find(f"{W}{name}") if node is not None else None
    value = child.get(f"{W}{attribute}") if child is not None else None
    return None if value is None else str(value)


def _number(value: str | None, default: int = 0) -> int:
    try:
        return int(float(value)) if value is not None else default
    except (ValueError, OverflowError):
        return default


def _is_on(node: Any, name: str) -> bool:
    child = node.find(f"{W}{name}") if node is not None else None
    return child is not None and child.get(f"{W}val") not in ("0", "false", "off")


# -- styles, numbers, notes


def _styles(package: Package) -> dict[str, _Style]:
    """Every paragraph style with what it takes from those it is based on."""
    root = package.read_xml("word/styles.xml")
    if root is None:
        return {}
    nodes = {str(node.get(f"{W}styleId")): node for node in root.iter(f"{W}style")}
    styles: dict[str, _Style] = {}
    for name in nodes:
        chain: list[Any] = []
        at: str | None = name
        while at is not None and at in nodes and len(chain) < _MAX_DEPTH and nodes[at] not in chain:
            chain.append(nodes[at])
            at = _value(nodes[at], "basedOn")
        found = [_properties(node.find(f"{W}pPr")) for node in chain]
        styles[name] = _Style(
            next((one.align for one in found if one.align is not None), None),
            next((one.indent for one in found if one.indent is not None), None),
            next((one.number for one in found if one.number is not None), None),
        )
    return styles


def _properties(node: Any) -> _Style:
    if node is None:
        return _Style()
    number = node.find(f"{W}numPr")
    found = None
    if number is not None:
        found = (_value(number, "numId") or "", _number(_value(number, "ilvl")))
    return _Style(_value(node, "jc"), _indent(node.find(f"{W}ind")), found)


def _indent(node: Any) -> int | None:
    """Columns by which the first line is set in."""
    if node is None:
        return None

    def columns(chars: str, twips: str) -> float | None:
        value = node.get(f"{W}{chars}")
        if value is not None and _number(value):
            return 2 * _number(value) / 100
        value = node.get(f"{W}{twips}")
        return None if value is None else 2 * _number(value) / _EM

    left = (
        columns("leftChars", "left")
        if node.get(f"{W}left") is not None or node.get(f"{W}leftChars") is not None
        else columns("startChars", "start")
    )
    first, hanging = columns("firstLineChars", "firstLine"), columns("hangingChars", "hanging")
    if left is None and first is None and hanging is None:
        return None
    return max(0, round((left or 0) + (first or 0) - (hanging or 0)))


class _Numbering:
    """Counts the numbered paragraphs of each list."""

    def __init__(self, package: Package) -> None:
        self.levels: dict[str, dict[int, _Level]] = {}
        self.abstract: dict[str, str] = {}
        self.overrides: dict[str, dict[int, int]] = {}
        self.counts: dict[str, list[int]] = {}
        self.seen: set[str] = set()
        root = package.read_xml("word/numbering.xml")
        if root is None:
            return
        for node in root.iter(f"{W}abstractNum"):
            levels = {_number(level.get(f"{W}ilvl")): _level(level) for level in node.iter(f"{W}lvl")}
            self.levels[str(node.get(f"{W}abstractNumId"))] = levels
        for node in root.findall(f"{W}num"):
            name = str(node.get(f"{W}numId"))
            self.abstract[name] = _value(node, "abstractNumId") or ""
            for override in node.findall(f"{W}lvlOverride"):
                start = _value(override, "startOverride")
                if start is not None:
                    self.overrides.setdefault(name, {})[_number(override.get(f"{W}ilvl"))] = _number(start, 1)

    def label(self, number: tuple[str, int]) -> tuple[str, int | None]:
        """The number of the next paragraph of this list and level, with the gap behind it, and its indentation."""
        name, depth = number
        abstract = self.abstract.get(name)
        levels = self.levels.get(abstract or "")
        if not levels or depth not in levels:
            return "", None
        level = levels[depth]
        counts = self.counts.setdefault(str(abstract), [0] * 9)
        if name not in self.seen:
            self.seen.add(name)
            for at, start in self.overrides.get(name, {}).items():
                if 0 <= at < 9:
                    counts[at] = start - 1
        for at in range(min(depth, 8)):
            if counts[at] == 0:
                counts[at] = levels[at].start if at in levels else 1
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        for at in range(depth + 1, 9):
            counts[at] = 0
        forms = [levels[at].form if at in levels else "decimal" for at in range(9)]
        text = fill_level(level.pattern, counts, forms, is_bullet=level.form == "bullet", is_legal=level.is_legal)
        return (text + ("" if not text or not text[-1].isalnum() else level.gap)), level.indent


def _level(node: Any) -> _Level:
    suffix = _value(node, "suff") or "tab"
    return _Level(
        _value(node, "lvlText") or "",
        _value(node, "numFmt") or "decimal",
        _number(_value(node, "start"), 1) or 1,
        "" if suffix == "nothing" else " ",
        _is_on(node, "isLgl"),
        _indent(node.find(f"{W}pPr/{W}ind")),
    )


def _notes(package: Package) -> dict[tuple[str, str], Any]:
    """Foot- and endnotes by kind and id."""
    found: dict[tuple[str, str], Any] = {}
    for kind in ("footnote", "endnote"):
        root = package.read_xml(f"word/{kind}s.xml")
        for node in root.findall(f"{W}{kind}") if root is not None else ():
            if node.get(f"{W}type") in (None, "normal"):
                found[kind, str(node.get(f"{W}id"))] = node
    return found


# -- the walk


class _ReadCell(NamedTuple):
    """A cell; whether it begins one over several rows, whether it goes on with the one above; what it holds."""

    cell: Cell
    begins: bool = False
    goes_on: bool = False
    blocks: Sequence[Block] = ()


class _Walker:
    """Goes over the body once; ``blocks`` is what comes out, ``page`` counts the breaks that were passed."""

    def __init__(self, styles: dict[str, _Style], numbering: _Numbering, notes: dict[tuple[str, str], Any]) -> None:
        self.styles, self.numbering, self.notes = styles, numbering, notes
        self.blocks: list[Block] = []
        self.page = 0
        self.depth = 0
        self.n_notes = 0
        self.field_depth: list[bool] = []  # for each open field: whether its result has begun

    def walk(self, parent: Any) -> None:
        """The blocks below ``parent``, in order."""
        if self.depth >= _MAX_DEPTH:
            return
        self.depth += 1
        for node in _blocks_of(parent):
            if node.tag == f"{W}p":
                self.paragraph(node)
            else:
                self.table(node)
        self.depth -= 1

    def paragraph(self, node: Any) -> None:
        properties = node.find(f"{W}pPr")
        own = _properties(properties)
        style = self.styles.get(_value(properties, "pStyle") or "", _Style())
        align = own.align or style.align
        if _is_on(properties, "pageBreakBefore") and self.blocks:
            self.page += 1
        if properties is not None and _is_on(properties.find(f"{W}rPr"), "vanish") and not node.findall(f"{W}r"):
            return
        number = own.number or style.number
        label, hung = self.numbering.label(number) if number is not None and number[0] not in ("", "0") else ("", None)
        pieces = _Pieces(self)
        pieces.take(node)
        for box in pieces.boxes[: pieces.boxes_before]:
            self.walk(box)
        indent = own.indent if own.indent is not None else hung if label and hung is not None else style.indent
        indent = _TO_RIGHT if align in _RIGHTS else _TO_CENTRE if align in _CENTRED else min(indent or 0, _TO_RIGHT)
        for i, (text, page) in enumerate(pieces.lines):
            shown = label + text if i == 0 and text.strip() else text
            self.blocks.append(Paragraph(text=shown, offset=0, page=page, indent=indent))
        for box in pieces.boxes[pieces.boxes_before :]:
            self.walk(box)
        for key in pieces.notes:
            self.note(key)
        section = properties.find(f"{W}sectPr") if properties is not None else None
        if section is not None and _value(section, "type") not in ("continuous", "nextColumn"):
            self.page += 1

    def note(self, key: tuple[str, str]) -> None:
        """A foot- or endnote, behind the paragraph that it belongs to."""
        node = self.notes.get(key)
        if node is None:
            return
        self.n_notes += 1
        texts = []
        for paragraph in node.iter(f"{W}p"):
            pieces = _Pieces(self)
            pieces.take(paragraph)
            texts += [text.strip() for text, _ in pieces.lines if text.strip()]
        if texts:
            self.blocks.append(Paragraph(text=f"[{self.n_notes}] {' '.join(texts)}", offset=0, page=self.page, is_whole=True))

    def table(self, node: Any) -> None:
        rows = [row for row in _rows_of(node) if row.find(f"{W}trPr/{W}del") is None]
        page = self.page
        # each cell is read once, whatever the table turns out to be: numbers and notes count on through it
        read = [list(self.cells(row)) for row in rows]
        cells = [[(one.cell, one.begins, one.goes_on) for one in row] for row in read]
        laid = None
        if max(map(len, cells), default=0) > 1 and not is_frame([[cell.text for cell, _, _ in row] for row in cells]):
            laid = lay_cells(_merge_down(cells))
        if laid is None:
            for row in read:
                self.frame_row(row)
            return
        n_header = 0
        while n_header < len(rows) and _is_on(rows[n_header].find(f"{W}trPr"), "tblHeader"):
            n_header += 1
        self.blocks.append(
            Grid(
                rows=laid.rows,
                merged=laid.merged,
                method="docx",
                offset=0,
                page=page,
                n_header=n_header if 0 < n_header < len(rows) else None,
            )
        )

    def frame_row(self, row: list[_ReadCell]) -> None:
        """A row of a table that only sets the page: its cells' paragraphs; short ones of one line stand side by side."""
        found = [one.blocks for one in row]
        lines = [[block for block in blocks if not isinstance(block, Paragraph) or block.text.strip()] for blocks in found]
        if len(lines) > 1 and all(len(one) <= 1 and all(isinstance(block, Paragraph) for block in one) for one in lines):
            texts = [block.text.strip() for one in lines for block in one if isinstance(block, Paragraph)]
            if texts:
                self.blocks.append(Paragraph(text="　　".join(texts), offset=0, page=self.page))
            return
        self.blocks += [block for blocks in found for block in blocks]

    def cells(self, row: Any) -> Iterator[_ReadCell]:
        """The cells of a row, with the empty ones that stand for columns left out at its ends."""
        properties = row.find(f"{W}trPr")
        before = _number(_value(properties, "gridBefore"))
        if before > 0:
            yield _ReadCell(Cell("", before))
        for cell in _cells_of(row):
            of = cell.find(f"{W}tcPr")
            down = of.find(f"{W}vMerge") if of is not None else None
            across = of.find(f"{W}hMerge") if of is not None else None
            if across is not None and across.get(f"{W}val") != "restart":
                continue
            begins = down is not None and down.get(f"{W}val") == "restart"
            inner = _Walker(self.styles, self.numbering, self.notes)
            inner.page, inner.n_notes, inner.depth = self.page, self.n_notes, self.depth
            inner.walk(cell)
            self.page, self.n_notes = inner.page, inner.n_notes
            width = _number(_value(of, "gridSpan"), 1) or 1
            yield _ReadCell(Cell(_text_of(inner.blocks), width), begins, down is not None and not begins, inner.blocks)
        after = _number(_value(properties, "gridAfter"))
        if after > 0:
            yield _ReadCell(Cell("", after))


class _Pieces:
    """The text of one paragraph: ``lines`` with their pages, the text boxes anchored in it, the notes that it calls."""

    def __init__(self, walker: _Walker) -> None:
        self.walker = walker
        self.lines: list[tuple[str, int]] = []
        self.parts: list[str] = []
        self.boxes: list[Any] = []
        self.boxes_before = 0
        self.notes: list[tuple[str, str]] = []

    def take(self, paragraph: Any) -> None:
        """Reads the paragraph; one without text is one blank line."""
        stack = list(reversed(paragraph))
        while stack:
            node = stack.pop()
            tag = node.tag
            if not isinstance(tag, str):
                continue
            name = tag.rpartition("}")[2]
            if name in _DELETED:
                continue
            if name == "txbxContent":
                self.boxes.append(node)
                if not "".join(self.parts).strip() and not self.lines:
                    self.boxes_before = len(self.boxes)
                continue
            if name == "AlternateContent":
                choice = next((child for child in node if str(child.tag).endswith("}Choice")), None)
                stack += reversed(node if choice is None else choice)
                continue
            if name == "r" and _is_on(node.find(f"{W}rPr"), "vanish"):
                continue
            if name == "fldChar":
                self.field(node.get(f"{W}fldCharType"))
                continue
            if not self.leaf(node, name):
                stack += reversed(node)
        self.end_line()

    def field(self, kind: str | None) -> None:
        fields = self.walker.field_depth
        if kind == "begin":
            fields.append(False)
        elif kind == "separate" and fields:
            fields[-1] = True
        elif kind == "end" and fields:
            fields.pop()

    def leaf(self, node: Any, name: str) -> bool:
        """Writes what a node prints by itself; false where its children are to be read."""
        if name == "t":
            if all(self.walker.field_depth):
                self.parts.append(node.text or "")
        elif name in ("tab", "ptab"):
            self.parts.append("\t" if "".join(self.parts).strip() else "　　")
        elif name in ("br", "cr"):
            kind = node.get(f"{W}type")
            if kind in ("page", "column"):
                if "".join(self.parts).strip():
                    self.end_line()
                self.walker.page += kind == "page"
            else:
                self.end_line()
        elif name == "noBreakHyphen":
            self.parts.append("-")
        elif name == "sym":
            self.parts.append(_SYMBOLS.get(str(node.get(f"{W}char")).upper(), ""))
        elif name in ("footnoteReference", "endnoteReference"):
            self.notes.append((name.removesuffix("Reference"), str(node.get(f"{W}id"))))
        else:
            return False
        return True

    def end_line(self) -> None:
        self.lines.append(("".join(self.parts), self.walker.page))
        self.parts = []


def _blocks_of(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables below ``parent``, through what only wraps them."""
    stack = list(reversed(parent))
    while stack:
        node = stack.pop()
        if not isinstance(node.tag, str):
            continue
        if node.tag in (f"{W}p", f"{W}tbl"):
            yield node
            continue
        name = node.tag.rpartition("}")[2]
        if name in _WRAPPERS:
            stack += reversed(node)
        elif name == "AlternateContent":
            choice = next((child for child in node if str(child.tag).endswith("}Choice")), None)
            stack += reversed(node if choice is None else choice)


def _through(parent: Any, wanted: str) -> Iterator[Any]:
    stack = list(reversed(parent))
    while stack:
        node = stack.pop()
        if node.tag == wanted:
            yield node
        elif isinstance(node.tag, str) and node.tag.rpartition("}")[2] in _WRAPPERS:
            stack += reversed(node)


def _rows_of(table: Any) -> Iterator[Any]:
    return _through(table, f"{W}tr")


def _cells_of(row: Any) -> Iterator[Any]:
    return _through(row, f"{W}tc")


def _text_of(blocks: Sequence[Block]) -> str:
    """The text of a cell; of a table within it, row by row."""
    lines = []
    for block in blocks:
        if isinstance(block, Grid):
            lines += [" ".join(filter(None, row)) for row in block.rows]
        else:
            lines.append(block.text.strip())
    return "\n".join(line for line in lines if line)


def _merge_down(rows: list[list[tuple[Cell, bool, bool]]]) -> list[list[Cell]]:
    """The cells with their heights; those that only go on with the cell above are left out."""
    open_at: dict[int, tuple[int, int]] = {}  # column → row and place in it of the cell that goes on there
    result: list[list[Cell]] = []
    for r, row in enumerate(rows):
        column = 0
        kept: list[Cell] = []
        result.append(kept)
        for cell, begins, goes_on in row:
            if goes_on and column in open_at:
                at, place = open_at[column]
                above = result[at][place]
                result[at][place] = above._replace(rowspan=r - at + 1)
            else:
                for c in range(column, column + cell.colspan):
                    open_at.pop(c, None)
                if begins:
                    open_at[column] = (r, len(kept))
                kept.append(cell)
            column += cell.colspan
    return result
