"""Web pages: the document that a government site shows, without what the site puts around it.

Three steps: what no reader sees goes (``html_tree``: scripts, hidden copies); the node that holds the document is found (``html_main``), by
the names that the usual site engines give it or else by where the prose stands; then blocks become lines (``html_lines``) and tables
grids, and what is the site's (``html_site``) is left out. Of what stands above that node titles, rows of labels and tables are kept, of
what stands below it only links to files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from notice_parser.errors import LoadError
from notice_parser.load.beside import PageReader
from notice_parser.load.grid import Cell, lay_cells
from notice_parser.load.html_frames import set_in
from notice_parser.load.html_lines import Lines, collapsed, count_of
from notice_parser.load.html_main import CONTENT_NAMES, find_main
from notice_parser.load.html_site import belongs_above, is_at_the_edge, is_noise, is_of_site
from notice_parser.load.html_tree import HAN, Tree, before_of, children_of, earlier_of, target_of
from notice_parser.load.nested import cell_text, is_around_tables, tables_in
from notice_parser.load.source import Block, Grid, Paragraph, in_file_order
from notice_parser.text.width import raised

__all__ = ["Page", "read_html"]

_BLOCKS_WORDS = (
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 "
    "header hgroup hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_LEFTOVER = re.compile("\\{\\{[^{}\n]{0,200}\\}\\}|\\$\\{[^{}\n]{0,200}\\}")
_SERVER_TAGS = (("<%", "%>"), ("<?php", "?>"))  # of JSP, ASP and PHP
_SERVER_LENGTH = 4_000
_INLINE = frozenset(("span", "em", "i", "b", "label", "strong", "font"))
_LABELS = frozenset(("dt", "label", "span", "b", "strong", "em", "i", "font", "div"))
_VALUES = frozenset(("dd", "div"))
_VALUE_LENGTH = 80  # characters of a value that stands in a block of its own beside its label
_PARTS = "div, dd, p, li, table"  # what a value is not made of; the selector finds the value itself too
_LABEL_ALONE = re.compile("\\s{0,9}(?:[㐀-鿿][ \u00a0\u3000]{0,6}){2,8}[：:]\\s{0,9}")
_LABEL = re.compile("\\s{0,9}[㐀-鿿]{2,6}[：:]")
# labels of a site's table that need no colon to be told, alone in a node: what stands beside it is its value
_BARE_LABEL = re.compile(
    "\\s{0,9}(?:索\\s{0,6}引\\s{0,6}号|信息索引|[发發][文布](?:[机機][关關构構]|[单單]位|字[号號])|文\\s{0,6}[号號]|主题分类|组配分类|信息分类|有效性|时效性"
    "|(?:成文|发文|印发|发布|公开|生成|生效|施行|失效|废止)(?:日期|时间))\\s{0,9}"
)
_MAX_WRAPS = 4  # nodes within each other round a label that are looked out of
_SITE_SUFFIX = re.compile("\\s*(?:[-_—|–]|——)\\s*[^-_—|–]{2,40}$")
_MENU_WORD = 12  # characters of a link that stands alone before the document, and leads elsewhere on the site
_NEAR = 3  # lines above the main node, of which a centred one is a title
_TITLE_LENGTH = 6  # Han characters that a page's title has at least, to be taken for the document's
_LISTED, _LISTED_SHARE = 3, 0.3  # links to other pages that make a page a list of them, and their share of its characters
_BARE_LENGTH = 200  # characters of a page below which its text may stand in a frame that could not be read
_STRUCK = re.compile("<(?:s|strike|del)[\\s>]|line-through", re.I)
_STRUCK_NODES = "s, strike, del, [style*='line-through']"
_CELLS = frozenset(("td", "th", "tr", "tbody", "thead", "tfoot"))  # of which the words are taken out and the places stay
_LEGIBLE = 200  # pixels: a smaller image holds no text
_SIGN = re.compile("icon|logo|qr|ewm|share|banner|/(?:images|img|skin|style)/|\\.(?:gif|svg)(?:\\?|$)|^data:image/(?:gif|svg)", re.I)
_NESTING = re.compile("<(/?)(?:div|table|ul|ol|dl|section|article|span|font|b|i|em|strong|center|blockquote|form)\\b", re.I)
_MAX_LEVEL = 3  # of tables within cells of tables; deeper ones set the page
_MAX_DEPTH = 20_000  # browsers stop at 512; a page with thousands of nodes left open is still read


class Page(NamedTuple):
    """What a page holds. ``hidden``: short lines that the page does not show; ``files``: (text, target) of the links to files.

    ``framed``: the addresses of frames whose pages were read with it. ``unread``: of frames that may hold the text, for the page has none.
    ``is_index``: it lists other pages, and is no document itself. ``pictures``: how many images may hold its text, for it has none.
    ``n_struck``: how many characters that it shows struck out were left out.
    """

    blocks: tuple[Block, ...]
    hidden: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    framed: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    is_index: bool = False
    pictures: int = 0
    n_struck: int = 0


def read_html(text: str, where: str | None = None, read_page: PageReader | None = None) -> Page:
    """The document of a web page as lines and grids, in order. ``read_page`` gives the pages that its frames name.

    ``LoadError`` for a page that nests without end.
    """
    from selectolax.lexbor import LexborHTMLParser

    text, framed, unread = set_in(text, read_page)
    _check_depth(text, where)
    page = LexborHTMLParser(_without_leftovers(text))
    body = page.body or page.root
    if body is None:
        return Page((), (), (), unread=unread)
    n_struck = _strike_out(body) if _STRUCK.search(text) is not None else 0
    reader = _Reader(Tree(page, body, CONTENT_NAMES))
    blocks = reader.read()
    if not blocks:  # a page that shows its text by a script only
        reader = _Reader(Tree(page, body, CONTENT_NAMES, sees_all=True))
        blocks = reader.read()
    title = _page_title(page)
    if title and blocks and not _holds(blocks, title):
        blocks = [Paragraph(text=title, offset=0, place="title"), *blocks]
    is_bare = sum(len(b.text) if isinstance(b, Paragraph) else sum(len(c) for row in b.rows for c in row) for b in blocks) < _BARE_LENGTH
    unread = unread if is_bare else ()
    is_index = _is_index(blocks, reader.linked)
    says_nothing = is_bare and not any("。" in block.text if isinstance(block, Paragraph) else True for block in blocks)
    pictures = _pictures_in(body) if says_nothing and not is_index else 0
    return Page(tuple(in_file_order(blocks)), tuple(reader.tree.hidden), tuple(reader.files), framed, unread, is_index, pictures, n_struck)


def _strike_out(body: Any) -> int:
    """Takes out what is struck out, and says how many characters; where that is most of the page, it is how the page looks, and stays, but
    for what is marked as deleted, which is never read."""
    nodes = _outermost(body.css(_STRUCK_NODES), body)
    sizes = [_size_of(node) for node in nodes]
    if not any(sizes):
        return 0
    if 2 * sum(sizes) > _size_of(body):
        return sum(map(_size_of, _outermost(body.css("del"), body)))
    for node in nodes:
        if node.tag in _CELLS:
            cells = [node] if node.tag in ("td", "th") else _outermost(node.css("td, th"), node)
            for inside in [one for cell in cells for one in cell.iter(include_text=True)]:
                inside.decompose()
        else:
            node.decompose()
    return sum(sizes)


def _size_of(node: Any) -> int:
    """The characters of a node, blanks aside."""
    return len("".join((node.text(deep=True) or "").split()))


def _outermost(nodes: list[Any], root: Any) -> list[Any]:
    """The nodes that stand in no other of them, each once, though several selectors found it."""
    among = {node.mem_id: node for node in nodes}
    inside = {root.mem_id: False}  # of nodes above: whether they are, or stand in, one of them
    out = []
    for node in among.values():
        above, way = node.parent, []
        while above is not None and above.mem_id not in inside:
            way.append(above.mem_id)
            above = above.parent
        is_inside = above is not None and inside[above.mem_id]
        for one in reversed(way):
            inside[one] = is_inside = is_inside or one in among
        if not is_inside:
            out.append(node)
    return out


def _pictures_in(body: Any) -> int:
    """How many images of a page may show its text: those set among its paragraphs, buttons and signs of the site aside."""
    found = 0
    among = {node.mem_id: node for node in body.css("p img, td img, center img, article img, section img")}
    for node in among.values():
        of = node.attributes
        sides = [value for side in ("width", "height") if (value := of.get(side)) and "%" not in value]
        is_small = any(count_of(value) < _LEGIBLE for value in sides)
        is_linked = node.parent is not None and node.parent.tag == "a"
        found += bool(of.get("src")) and not is_small and not is_linked and not _SIGN.search(of.get("src") or "")
    return found


def _is_index(blocks: list[Block], linked: list[int]) -> bool:
    """Whether a page lists others: the titles that lead to them are most of it, and no paragraph is a sentence.

    ``linked``: the lengths of these titles.
    """
    texts = [block.text if isinstance(block, Paragraph) else "".join("".join(row) for row in block.rows) for block in blocks]
    if len(linked) < _LISTED or any(text.rstrip().endswith("。") for text in texts):
        return False
    return sum(linked) >= _LISTED_SHARE * sum(len("".join(text.split())) for text in texts)


def _without_leftovers(text: str) -> str:
    """The page without what a server was to fill in and did not."""
    for opening, closing in _SERVER_TAGS:
        if opening not in text:
            continue
        parts, at = [], 0
        while (start := text.find(opening, at)) >= 0:
            end = text.find(closing, start + len(opening), start + _SERVER_LENGTH)
            parts.append(text[at : start if end >= 0 else start + len(opening)])
            at = end + len(closing) if end >= 0 else start + len(opening)
        text = "".join((*parts, text[at:]))
    return _LEFTOVER.sub("", text) if "{{" in text or "${" in text else text


def _check_depth(text: str, where: str | None) -> None:
    """``LoadError`` for a page whose nodes nest so deep that no person wrote it; a parser's time grows with the square of it."""
    if text.count("<") < _MAX_DEPTH:
        return
    depth = 0
    for tag in _NESTING.finditer(text):
        depth += -1 if tag.group(1) else 1
        if depth > _MAX_DEPTH:
            raise LoadError("too_deep", where=where, limit=_MAX_DEPTH)


def _holds(blocks: list[Block], title: str) -> bool:
    wanted = _bare(title)
    seen = _bare("".join(block.text if isinstance(block, Paragraph) else "".join("".join(row) for row in block.rows) for block in blocks))
    return wanted in seen


def _bare(text: str) -> str:
    return "".join(text.split()).replace("（", "(").replace("）", ")").replace("”", '"').replace("“", '"')


def _page_title(tree: Any) -> str | None:
    """The document's title as the page's head has it: the engines' ArticleTitle, or ``<title>`` without the site's name."""
    named = tree.css_first('meta[name="ArticleTitle" i]')
    title = (named.attributes.get("content") or "") if named is not None else ""
    if not title.strip():
        node = tree.css_first("head > title") or tree.css_first("title")
        title = node.text() if node is not None else ""
        title = _SITE_SUFFIX.sub("", " ".join(title.split()))
    title = " ".join(title.split())
    return title if len(HAN.findall(title)) >= _TITLE_LENGTH and not is_of_site(title, is_title=True) else None


class _Reader:
    """Walks the nodes of a page; ``files`` are the links to files that it came by, text and target."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.files: list[tuple[str, str]] = []
        self.linked: list[int] = []  # the lengths of the titles of other pages
        self.level = 0  # of the table whose cells are read, within others

    def read(self) -> list[Block]:
        """The lines and grids of the page, main node and what belongs to it above and below."""
        body, main = self.tree.root, find_main(self.tree)
        above, below = Lines(), Lines()
        inside = Lines()
        self.flow(main, inside)
        node = main
        # what stands before and behind the main node, level by level
        before: list[Any] = []
        behind: list[Any] = []
        while node is not None and node.mem_id != body.mem_id:
            earlier = node.prev
            level = []
            while earlier is not None:
                level.append(earlier)
                earlier = earlier.prev
            before = [*reversed(level), *before]
            later = node.next
            while later is not None:
                behind.append(later)
                later = later.next
            node = node.parent
        for node in before:
            self.flow_node(node, above, is_aside=True)
        for node in behind:
            self.flow_node(node, below, is_aside=True)
        over = above.finish()
        head = [block for n, block in enumerate(over) if belongs_above(block, is_near=len(over) - n <= _NEAR)]
        rest = inside.finish()
        tail = [block for block in below.finish() if isinstance(block, Paragraph) and (block.place or "").startswith("file")]
        gap: list[Block] = [Paragraph(text="", offset=0)]
        return [*head, *(gap if head else []), *_trimmed(rest), *(gap if tail else []), *tail] if rest or head else []

    def flow_node(self, node: Any, lines: Lines, *, is_aside: bool) -> None:
        if node.tag == "-text":
            lines.add(node.text_content or "")
        elif node.mem_id in self.tree.weights:
            self.flow(node, lines, is_aside=is_aside)

    def flow(self, root: Any, lines: Lines, *, is_aside: bool = False) -> None:
        """Writes a node's text to ``lines``. ``is_aside``: outside the main node, where noise and bare links are left out."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            node, done = stack.pop()
            tag = node.tag
            if tag == "-text":
                text = node.text_content or ""
                if text.strip() and _is_bare_label(before_of(node)):
                    lines.part(is_label=True)
                lines.add(raised(text.strip()) if node.parent is not None and node.parent.tag == "sup" else text)
                continue
            if done:
                if tag == "a":
                    lines.close_link()
                elif tag in _BLOCKS or tag == "br":
                    lines.close(tag)
                continue
            if tag == "br":
                lines.break_line()
                continue
            if node.mem_id not in self.tree.weights or (node.mem_id != root.mem_id and is_noise(self.tree, node, is_aside=is_aside)):
                continue
            if node.mem_id == root.mem_id and is_aside and is_noise(self.tree, node, is_aside=True):
                continue
            if tag == "table" and (grid := self.grid_of(node, is_aside=is_aside)) is not None:
                for caption in _captions_of(node):
                    self.flow(caption, lines, is_aside=is_aside)
                lines.put(grid)
                continue
            if tag in _BLOCKS:
                if self.is_value(node):
                    lines.resume()
                else:
                    lines.open(node)
                    stack.append((node, True))
            elif tag in _INLINE and _is_labelled(node) and _is_labelled(before_of(node)):
                lines.part(is_label=True)
            elif tag in _INLINE and (_is_bare_label(node) or _is_bare_label(before_of(node))):
                lines.part(is_label=True)
            elif is_aside and tag != "a":
                lines.part()
            elif tag == "a":
                target = target_of(node)
                text = " ".join((node.text(deep=True) or "").split())
                if target is not None:
                    self.files.append((text, target))
                elif not is_aside and len(HAN.findall(text)) >= _TITLE_LENGTH:
                    self.linked.append(len(text))
                lines.open_link(target)
                stack.append((node, True))
            children = []
            child = node.child
            while child is not None:
                children.append((child, False))
                child = child.next
            if tag == "figure":  # what is printed below its table is the table's caption too
                children.sort(key=lambda pair: pair[0].tag != "figcaption")
            stack.extend(reversed(children))

    def is_value(self, node: Any) -> bool:
        """Whether a block is the value of the label before it, which the site sets beside it by its style."""
        if node.tag not in _VALUES or not 0 < sum(self.tree.weights[node.mem_id]) <= _VALUE_LENGTH or len(node.css(_PARTS)) > 1:
            return False
        label = before_of(node)
        if label is None or label.tag not in _LABELS or (label.tag == "div" and len(list(children_of(node.parent))) != 2):
            return False
        return _LABEL_ALONE.fullmatch(label.text(deep=True) or "") is not None and not _LABEL.match(node.text(deep=True) or "")

    def grid_of(self, table: Any, *, is_aside: bool) -> Grid | None:
        """The grid of a table; null where the table only sets the page, so that its cells are read as blocks."""
        rows = self.tree.rows_of(table)
        if not rows:
            return None
        cells = [self.tree.cells_of(row) for row in rows]
        if max(map(len, cells), default=0) < 2 or self.is_frame(table, cells):
            return None
        laid = lay_cells([[self.cell(cell) for cell in row] for row in cells])
        if laid is None or len(laid.rows[0]) < 2:
            return None
        n_header = 0
        for row, of in zip(rows, cells, strict=True):
            stated = (row.parent is not None and row.parent.tag == "thead") or (bool(of) and all(cell.tag == "th" for cell in of))
            if not stated:
                break
            n_header += 1
        stated = n_header if 0 < n_header < len(rows) else None
        return Grid(rows=laid.rows, merged=laid.merged, method="html", offset=0, n_header=stated, inner=laid.inner)

    def is_frame(self, table: Any, cells: list[list[Any]]) -> bool:
        """Whether a table sets the page: a table within it, or a cell of many paragraphs with most of its text."""
        if len(table.css("table")) > 1:  # the selector finds the table itself too
            return self.level >= _MAX_LEVEL or not is_around_tables(self.tree.sizes(cells))
        total = self.tree.weights[table.mem_id].prose
        for row in cells:
            for cell in row:
                weight = self.tree.weights[cell.mem_id].prose
                if weight > 300 and weight > 0.8 * total and len(cell.css("p")) > 3:
                    return True
        return False

    def cell(self, node: Any) -> Cell:
        child = node.child
        inner: tuple[Grid, ...] = ()
        if child is None or (child.tag == "-text" and child.next is None):  # most cells of large tables
            text = collapsed(child.text_content or "") if child is not None else ""
        else:
            lines = Lines()
            self.level += 1
            self.flow(node, lines)
            self.level -= 1
            blocks = lines.finish()
            text, inner = cell_text(blocks), tables_in(blocks)
        of = node.attributes
        return Cell(text, count_of(of.get("colspan")), count_of(of.get("rowspan"), zero=10_000), node.tag == "th", inner)


def _captions_of(table: Any) -> Iterator[Any]:
    return (child for child in children_of(table) if child.tag == "caption")


def _is_labelled(node: Any) -> bool:
    """Whether a node begins with a label: two such side by side are parted by the page's margins."""
    return node is not None and node.tag in _INLINE and bool(_LABEL.match(node.text(deep=True) or ""))


def _is_bare_label(node: Any) -> bool:
    """Whether a node is a label of a site's table without a colon, alone in it: the first of its line, or behind the value of another."""
    if not _says_label(node):
        return False
    earlier = earlier_of(node)
    for _ in range(_MAX_WRAPS):
        if earlier is not None or node.parent is None or node.parent.tag not in _INLINE:
            break
        node = node.parent
        earlier = earlier_of(node)
    return earlier is None or (earlier.tag != "-text" and earlier.tag not in _INLINE) or _says_label(earlier_of(earlier))


def _says_label(node: Any) -> bool:
    return node is not None and node.tag in _INLINE and bool(_BARE_LABEL.fullmatch(node.text(deep=True) or ""))


def _trimmed(blocks: list[Block]) -> list[Block]:
    """The blocks without those of the site, and blank ones, at either end."""
    first, last = 0, len(blocks)
    while first < last and isinstance(block := blocks[first], Paragraph) and (_is_empty(block) or _is_menu_word(block)):
        first += 1
    while last > first and isinstance(block := blocks[last - 1], Paragraph) and _is_empty(block):
        last -= 1
    return blocks[first:last]


def _is_menu_word(block: Paragraph) -> bool:
    return block.place == "links" and len(block.text.strip()) <= _MENU_WORD


def _is_empty(block: Paragraph) -> bool:
    return not block.text.strip() or (block.place not in ("title", "file") and is_at_the_edge(block.text))
