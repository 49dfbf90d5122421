"""Web pages: the document that a government site shows, without what the site puts around it.

Three steps: what no reader sees goes (scripts, hidden copies); the node that holds the document is found, by the names that
the usual site engines give it or else by where the prose stands; then blocks become lines and tables grids. Of what stands
above that node titles, rows of labels and tables are kept, of what stands below it only links to files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from notice_parser.errors import LoadError
from notice_parser.load.grid import Cell, lay_cells
from notice_parser.load.source import Block, Grid, Paragraph

__all__ = ["Page", "read_html"]

_SKIPPED_WORDS = (
    "script style noscript template svg canvas iframe frame frameset object embed select option button input textarea audio "
    "video map head link meta base nav footer aside dialog -comment !doctype"
)
_SKIPPED = frozenset(_SKIPPED_WORDS.split())
_BLOCKS_WORDS = (
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 "
    "header hgroup hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_HEADINGS = frozenset(("h1", "h2", "h3"))

# how site engines name the node that holds the document; the first words are whole tokens of class or id
_CONTENT_WORDS = (
    "ucap-content trs_editor trs_ueditor trs_paper_preview zoom zoomcon ucapcontent article-content article_content "
    "articlecontent article-con article_con content_article pages_content news_content newscontent news-content news_con "
    "con_text contenttext content-text content_text detail-content detail_content detailcontent detail_con info_content "
    "infocontent vsb_content vsb_content_2 vsb_content_4 vsb_content_100 vsb_content_500 vsb_content_1000 wp_articlecontent "
    "bt-content view xxgk_content xxgk-content txtcon text_content textcontent main_content maincontent main-content main_con "
    "js_content content_body content-body article_body article-body articlebody doc_content doccontent print-content "
    "printcontent print_content mycontent rich_media_content ewb-article-info"
)
_CONTENT = frozenset(_CONTENT_WORDS.split())
_MIN_CONTENT = 60  # characters of prose from which a node with such a name is taken for the document
_SHARE = 0.75  # without such a name: the node is entered whose child holds so large a share of its prose
_TITLE_NAME = re.compile("title|headline|\\bbt\\b", re.I)
_NO_TITLE_NAME = re.compile("sub|small|share|list|nav|more|xgxw|slide", re.I)
_NOISE_WORDS = (
    "share sharebox share-box bdsharebuttonbox bdshare social-share jiathis sns crumb crumbs breadcrumb location position nav "
    "navbar mainnav menu footer foot copyright sidebar side side-bar qrcode qr_container ewm erweima print printer toolbar "
    "tools tool fontsize font-size search searchbox login logo banner related relation reldocuments relnews pager pagination "
    "pagebar comment comments hotkey recommend recommended skip-link accessibility friendlink links-box sr-only visually- "
    "hidden"
)
_NOISE = frozenset(_NOISE_WORDS.split())
_HIDDEN_CLASSES = frozenset(("sr-only", "visually-hidden", "d-none"))
_NOISE_LENGTH = 200  # characters within the document that such a node has at most: a site also calls what it prints "print"
_UNNAMED = frozenset(("a", "table", "tr", "tbody"))  # that hold no document, whatever they are called
_LISTS = frozenset(("ul", "ol", "div", "dl", "table", "section"))
_MENU_WORD = 12  # characters of the words of a menu, on average
_ASIDE_PROSE = 80  # characters outside links that a list of other pages has, with their dates
_PAGER = re.compile("(?:首页|尾页|末页|上一?页|下一?页|[前后]一页|[共第当前]{1,2}[0-9/]{1,7}页?|转到|跳转|[0-9.…/<>«»|]){2,200}")
_RELATED = re.compile("(?:相关|延伸|推荐|热点?|最新)(?:文档|文件|信息|链接|阅读|解读|新闻|政策|稿件|报道|内容|文章|推荐|资讯)")
_TOKEN = re.compile("[^\\s]+")

_HIDDEN = re.compile(
    "display\\s*:\\s*none|visibility\\s*:\\s*hidden|(?:text-indent|left|top)\\s*:\\s*-[0-9]{3,}|font-size\\s*:\\s*0(?:px|pt|em)?\\s*(?:;|!|$)|"
    "opacity\\s*:\\s*0(?:\\.0*)?\\s*(?:;|!|$)",
    re.I,
)
_RIGHT = re.compile("text-align\\s*:\\s*(?:right|end)", re.I)
_CENTRE = re.compile("text-align\\s*:\\s*(?:-webkit-)?center", re.I)
_LEFT = re.compile("text-align\\s*:\\s*(?:left|justify|start)", re.I)
_INDENT = re.compile("text-indent\\s*:\\s*(?P<size>[0-9.]{1,8})\\s*(?P<unit>em|pt|px)", re.I)
_TO_RIGHT, _TO_CENTRE = 40, 20  # columns of indentation that stand for alignment
_EM_POINTS, _EM_PIXELS = 16.0, 21.0  # the usual body type of a notice, 三号: one em in points, in pixels

_LEFTOVER = re.compile("\\{\\{[^{}\n]{0,200}\\}\\}|\\$\\{[^{}\n]{0,200}\\}")
_SERVER_TAGS = (("<%", "%>"), ("<?php", "?>"))  # of JSP, ASP and PHP
_SERVER_LENGTH = 4_000
_DIGITS = re.compile("\\s*([0-9]{1,6})")
_SPACE = re.compile("[ \t\n\r\f]+")
_STYLE_RULE = re.compile("(?P<selectors>[^{}]{1,400})\\{(?P<body>[^{}]{0,2000})\\}")
_STYLE_NAME = re.compile("[.#][A-Za-z_][\\w-]{0,80}")
_AT_RULE = re.compile(
    "@(?:media|supports|keyframes|-webkit-keyframes|font-face)[^{}]{0,400}\\{(?:[^{}]{0,2000}\\{[^{}]{0,2000}\\}){0,2000}[^{}]{0,200}\\}"
)
_COMMENT = re.compile("/\\*(?:[^*]|\\*(?!/)){0,4000}\\*/")

_LABELLED = re.compile("[^：:，。；]{1,16}[：:]")
_INLINE = frozenset(("span", "em", "i", "b", "label", "strong", "font"))
_LABEL = re.compile("\\s{0,9}[㐀-鿿]{2,6}[：:]")
_DATED = re.compile("(?:19|20)[0-9]{2}[-年/.][ ]?[0-9]{1,2}")
_ENDS_OPEN = re.compile("[：:（(【《\\[\\s]$")
_CRUMB = re.compile(
    "(?:您?当?前?所?在?的?位置|首页\\s*[>＞»/]|当前位置|相关|上一篇|下一篇|扫一扫|分享|打印|关闭|繁体|无障碍|登录|注册|搜索热词|热搜词?|热门搜索|【(?:政策|图文|视频|文字|一图|音频)?(?:解读|读懂|图解)】)"
)
_FILE = re.compile("\\.(?:docx?|xlsx?|pptx?|wps|et|dps|pdf|ofd|ceb|zip|rar|7z|tiff?|jpe?g|png)(?:[?#][^\\s]{0,200})?$", re.I)
_IMAGE = re.compile("\\.(?:jpe?g|png|tiff?)(?:[?#][^\\s]{0,200})?$", re.I)
_HAN = re.compile("[㐀-䶿一-鿿豈-﫿]")
_SITE_SUFFIX = re.compile("\\s*(?:[-_—|–]|——)\\s*[^-_—|–]{2,40}$")
_TITLE_LENGTH = 6  # Han characters that a page's title has at least, to be taken for the document's
_HIDDEN_LENGTH = 80  # characters of a hidden line that may be a label and its value; copies of the document are longer


_NESTING = re.compile("<(/?)(?:div|table|ul|ol|dl|section|article|span|font|b|i|em|strong|center|blockquote|form)\\b", re.I)
_MAX_DEPTH = 20_000  # browsers stop at 512; a page with thousands of nodes left open is still read


class Page(NamedTuple):
    """What a page holds. ``hidden``: short lines that the page does not show; ``files``: (text, target) of the links to files."""

    blocks: tuple[Block, ...]
    hidden: tuple[str, ...]
    files: tuple[tuple[str, str], ...]


def read_html(text: str, where: str | None = None) -> Page:
    """The document of a web page as lines and grids, in order. ``LoadError`` for one that nests without end."""
    from selectolax.lexbor import LexborHTMLParser

    _check_depth(text, where)
    tree = LexborHTMLParser(_without_leftovers(text))
    body = tree.body or tree.root
    if body is None:
        return Page((), (), ())
    hidden_names = _hidden_names(tree)
    reader = _Reader(hidden_names)
    reader.measure(body)
    main = reader.find_main(body)
    blocks = reader.read(body, main)
    if not blocks:  # a page that shows its text by a script only
        reader = _Reader(frozenset(), sees_all=True)
        reader.measure(body)
        blocks = reader.read(body, reader.find_main(body))
    title = _page_title(tree)
    if title and blocks and not _holds(blocks, title):
        blocks = [Paragraph(text=title, offset=0, place="title"), *blocks]
    return Page(_placed(blocks), tuple(reader.hidden), tuple(reader.files))


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
    return title if len(_HAN.findall(title)) >= _TITLE_LENGTH and not _CRUMB.search(title) else None


def _hidden_names(tree: Any) -> frozenset[str]:
    """Classes and ids that the page's own style sheets hide, by rules of one name and outside ``@media``."""
    names: set[str] = set()
    for node in tree.css("style"):
        sheet = node.text() or ""
        if "none" not in sheet:
            continue
        sheet = _AT_RULE.sub("", _COMMENT.sub("", sheet))
        for rule in _STYLE_RULE.finditer(sheet):
            if _HIDDEN.search(rule.group("body")) and "none" in rule.group("body"):
                names |= {s.strip() for s in rule.group("selectors").split(",") if _STYLE_NAME.fullmatch(s.strip())}
    return frozenset(names)


def _placed(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks with offsets as if the lines stood one below the other, and numbered places."""
    from msgspec.structs import replace

    placed: list[Block] = []
    at = 0
    for number, block in enumerate(blocks, 1):
        place = block.place or f"p{number}"
        if isinstance(block, Grid):
            placed.append(replace(block, offset=at, place=place))
            at += sum(len(cell) + 1 for row in block.rows for cell in row)
        else:
            placed.append(replace(block, offset=at, place=place))
            at += len(block.text) + 1
    return tuple(placed)


class _Weight(NamedTuple):
    prose: int  # characters outside links
    linked: int  # characters in links


class _Reader:
    """Walks a tree; holds what is known of its nodes by ``mem_id`` and the lines that come out."""

    def __init__(self, hidden_names: frozenset[str], *, sees_all: bool = False) -> None:
        self.hidden_names = hidden_names
        self.sees_all = sees_all
        self.weights: dict[int, _Weight] = {}
        self.total = 0  # characters of the page
        self.named: list[Any] = []  # nodes that are called like a document, in order
        self.dropped: set[int] = set()
        self.hidden: list[str] = []
        self.files: list[tuple[str, str]] = []

    # -- what is seen

    def is_seen(self, node: Any) -> bool:
        """Whether a reader of the page sees the node."""
        tag = node.tag
        if tag in _SKIPPED:
            return False
        if self.sees_all:
            return True
        attributes = node.attributes
        if not attributes:
            return True
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            return False
        names = _tokens(attributes)
        if names & _HIDDEN_CLASSES:
            return False
        if self.hidden_names:
            marks = {"." + name for name in (attributes.get("class") or "").split()}
            if attributes.get("id"):
                marks.add("#" + str(attributes["id"]))
            return not marks & self.hidden_names
        return True

    def measure(self, root: Any) -> None:
        """The weight of every seen node: how much prose and how much linked text it holds; and which are called like a document."""
        prose: dict[int, int] = {}
        linked: dict[int, int] = {}
        above: list[tuple[int, int | None]] = []  # each node and its parent, parents first
        stack: list[tuple[Any, int | None, bool]] = [(root, None, False)]
        while stack:
            node, parent, in_link = stack.pop()
            key = node.mem_id
            if parent is not None and not self.is_seen(node):
                self.dropped.add(key)
                self.keep_hidden(node)
                continue
            above.append((key, parent))
            tag = node.tag
            inside = in_link or tag == "a"
            size = 0
            children = []
            child = node.child
            while child is not None:
                if child.tag == "-text":
                    text = child.text_content or ""
                    size += len(text) - sum(map(text.count, " \t\n\r\f"))
                else:
                    children.append((child, key, inside))
                child = child.next
            stack.extend(reversed(children))
            prose[key], linked[key] = (0, size) if inside else (size, 0)
            if tag not in _UNNAMED and (attributes := node.attributes) and _tokens(attributes) & _CONTENT:
                self.named.append(node)
        for key, parent in reversed(above):
            self.weights[key] = _Weight(prose[key], linked[key])
            if parent is not None:
                prose[parent] += prose[key]
                linked[parent] += linked[key]
        self.total = prose[root.mem_id] + linked[root.mem_id]

    def keep_hidden(self, node: Any) -> None:
        """Keeps what a hidden node says, if it is no more than a label and its value."""
        if node.tag in _SKIPPED:
            return
        text = " ".join((node.text(deep=True, separator=" ") or "").split())
        if 4 <= len(text) <= _HIDDEN_LENGTH and _HAN.search(text) and len(self.hidden) < 40:
            self.hidden.append(text)

    # -- where the document is

    def find_main(self, body: Any) -> Any:
        """The node that holds the document."""
        best, best_weight = None, 0
        for node in self.named:
            prose = self.weights[node.mem_id].prose
            if prose >= max(_MIN_CONTENT, best_weight):
                best, best_weight = node, prose  # of equal ones the inner comes later
        total = self.weights[body.mem_id].prose
        if best is not None and best_weight * 5 >= total:
            return best
        return self.densest(body)

    def densest(self, node: Any) -> Any:
        """The node down to which one child always holds most of the prose; among paragraphs, their parent."""
        while True:
            prose = self.weights[node.mem_id].prose
            heaviest = max(
                (child for child in _children(node) if child.mem_id in self.weights),
                key=lambda child: self.weights[child.mem_id].prose,
                default=None,
            )
            if heaviest is None or self.weights[heaviest.mem_id].prose < _SHARE * prose:
                return node
            if heaviest.tag in ("p", "span", "font", "pre") or heaviest.tag in _HEADINGS:
                return node
            node = heaviest

    # -- lines

    def read(self, body: Any, main: Any) -> list[Block]:
        """The lines and grids of the page, main node and what belongs to it above and below."""
        above, below = _Lines(), _Lines()
        inside = _Lines()
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
        head = [block for block in above.finish() if _belongs_above(block)]
        rest = inside.finish()
        tail = [block for block in below.finish() if isinstance(block, Paragraph) and (block.place or "").startswith("file")]
        gap: list[Block] = [Paragraph(text="", offset=0)]
        return [*head, *(gap if head else []), *_trimmed(rest), *(gap if tail else []), *tail] if rest or head else []

    def flow_node(self, node: Any, lines: _Lines, *, is_aside: bool) -> None:
        if node.tag == "-text":
            lines.add(node.text_content or "")
        elif node.mem_id in self.weights:
            self.flow(node, lines, is_aside=is_aside)

    def flow(self, root: Any, lines: _Lines, *, is_aside: bool = False) -> None:
        """Writes a node's text to ``lines``. ``is_aside``: outside the main node, where noise and bare links are left out."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            node, done = stack.pop()
            tag = node.tag
            if tag == "-text":
                lines.add(node.text_content or "")
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
            if node.mem_id not in self.weights or (node.mem_id != root.mem_id and self.is_noise(node, is_aside=is_aside)):
                continue
            if node.mem_id == root.mem_id and is_aside and self.is_noise(node, is_aside=True):
                continue
            if tag == "table" and (grid := self.grid_of(node, is_aside=is_aside)) is not None:
                lines.put(grid)
                continue
            if tag in _BLOCKS:
                lines.open(node)
                stack.append((node, True))
            elif (is_aside and tag != "a") or (tag in _INLINE and _is_labelled(node) and _is_labelled(node.prev)):
                lines.part()
            elif tag == "a":
                target = _target(node)
                if target is not None:
                    self.files.append((" ".join((node.text(deep=True) or "").split()), target))
                lines.open_link(is_file=target is not None)
                stack.append((node, True))
            children = []
            child = node.child
            while child is not None:
                children.append((child, False))
                child = child.next
            stack.extend(reversed(children))

    def is_noise(self, node: Any, *, is_aside: bool) -> bool:
        """Whether a node is the site's: by its name, or, beside the document, as a list of links."""
        attributes = node.attributes
        names = _tokens(attributes) if attributes else frozenset()
        weight = self.weights.get(node.mem_id)
        if weight is None:
            return True
        total = weight.prose + weight.linked
        if names & _NOISE and (is_aside or total < min(_NOISE_LENGTH, self.total / 2)) and not (is_aside and node.tag in ("body", "form")):
            return True
        is_listing = weight.linked >= 4 * weight.prose
        if node.tag not in _LISTS or not weight.linked or not (is_listing or weight.prose <= _ASIDE_PROSE) or _has_file(node):
            return False
        if is_listing:
            return is_aside or self.is_menu(node, weight)
        text = "".join((node.text(deep=True) or "").split())
        return bool(_PAGER.fullmatch(text) or (_RELATED.match(text) and "。" not in text))  # a list of pages holds no sentence

    def is_menu(self, node: Any, weight: _Weight) -> bool:
        """Whether a list of links within the document is the site's: three at least, and short ones where they are no list's items."""
        links = node.css("a")
        if len(links) < 3:
            return False
        return node.tag in ("ul", "ol") or (weight.linked <= _MENU_WORD * len(links) and not any("附" in link.text() for link in links))

    # -- tables

    def grid_of(self, table: Any, *, is_aside: bool) -> Grid | None:
        """The grid of a table; null where the table only sets the page, so that its cells are read as blocks."""
        rows = [row for row in _rows(table) if row.mem_id in self.weights]
        if not rows:
            return None
        cells = [[cell for cell in _children(row) if cell.tag in ("td", "th") and cell.mem_id in self.weights] for row in rows]
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
        return Grid(rows=laid.rows, merged=laid.merged, method="html", offset=0, n_header=n_header if 0 < n_header < len(rows) else None)

    def is_frame(self, table: Any, cells: list[list[Any]]) -> bool:
        """Whether a table sets the page: a table within it, or a cell of many paragraphs with most of its text."""
        if len(table.css("table")) > 1:  # the selector finds the table itself too
            return True
        total = self.weights[table.mem_id].prose
        for row in cells:
            for cell in row:
                weight = self.weights[cell.mem_id].prose
                if weight > 300 and weight > 0.8 * total and len(cell.css("p")) > 3:
                    return True
        return False

    def cell(self, node: Any) -> Cell:
        child = node.child
        if child is None or (child.tag == "-text" and child.next is None):  # most cells of large tables
            text = _collapsed(child.text_content or "") if child is not None else ""
        else:
            inner = _Lines()
            self.flow(node, inner)
            text = "\n".join(block.text.strip() for block in inner.finish() if isinstance(block, Paragraph) and block.text.strip())
        attributes = node.attributes
        return Cell(text, _count(attributes.get("colspan")), _count(attributes.get("rowspan"), zero=10_000), node.tag == "th")


def _count(value: str | None, zero: int = 1) -> int:
    if value is None:
        return 1
    digits = _DIGITS.match(value)
    number = int(digits.group(1)) if digits else 1
    return number or zero


def _rows(table: Any) -> Iterator[Any]:
    for child in _children(table):
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in _children(child) if row.tag == "tr")


def _children(node: Any) -> Iterator[Any]:
    child = node.child
    while child is not None:
        if child.tag != "-text":
            yield child
        child = child.next


def _tokens(attributes: Any) -> frozenset[str]:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    return frozenset(_TOKEN.findall(names))


def _target(link: Any) -> str | None:
    """Where a link to a file leads; null for links to pages."""
    target = (link.attributes.get("href") or "").strip()
    text = (link.text(deep=True) or "").strip()
    if not target or target.lower().startswith("javascript"):
        return None
    # a site's own pictures lead to images too: an attachment's link says so
    is_file = _FILE.search(text) or (_FILE.search(target) and (not _IMAGE.search(target) or "附" in text))
    return target if is_file else None


def _is_labelled(node: Any) -> bool:
    """Whether a node begins with a label: two such side by side are parted by the page's margins."""
    return node is not None and node.tag in _INLINE and bool(_LABEL.match(node.text(deep=True) or ""))


def _has_file(node: Any) -> bool:
    return any(_target(link) is not None for link in node.css("a"))


def _belongs_above(block: Block) -> bool:
    """Whether a block above the main node is the document's: its title, labels with values, a table of them."""
    if isinstance(block, Grid):
        return True
    text = block.text.strip()
    if not text or block.place == "links" or _CRUMB.match(text):
        return False
    return block.place == "title" or bool(_LABELLED.match(text)) or bool(_DATED.search(text))


def _trimmed(blocks: list[Block]) -> list[Block]:
    first, last = 0, len(blocks)
    while first < last and isinstance(block := blocks[first], Paragraph) and not block.text.strip():
        first += 1
    while last > first and isinstance(block := blocks[last - 1], Paragraph) and not block.text.strip():
        last -= 1
    return blocks[first:last]


class _Lines:
    """Collects lines as blocks open and close. A line's ``place`` says what it is made of: ``title``, ``links``, ``file``."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.indents: list[int] = [0]
        self.tags: list[str] = []
        self.numbers: list[int] = []
        self.title_depth = 0
        self.titles: list[bool] = []
        self.in_link = 0
        self.has_text = self.has_link = self.has_file = False
        self.is_file_link = False
        self.was_break = False
        self.first_indent = 0
        self.marker = ""

    def add(self, text: str) -> None:
        if not text:
            return
        if "pre" in self.tags:
            first, *rest = text.split("\n")
            self.parts.append(first)
            for line in rest:
                self.break_line()
                self.parts.append(line)
            return
        if not text.strip(" \t\n\r\f"):
            if self.parts:
                self.parts.append("\n" if "\n" in text else " ")
            return
        self.parts.append(text)
        if self.in_link:
            self.has_link = True
            self.has_file = self.has_file or self.is_file_link
        elif text.strip(" \t\n\r\f\u00a0\u3000>|＞»·"):
            self.has_text = True

    def part(self) -> None:
        """Sets a gap where one inline node follows another: sites part them by margins."""
        if self.parts and not _ENDS_OPEN.search(self.parts[-1]):
            self.parts.append(" ")

    def open_link(self, *, is_file: bool) -> None:
        self.in_link += 1
        self.is_file_link = is_file

    def close_link(self) -> None:
        self.in_link -= 1
        self.is_file_link = False

    def open(self, node: Any) -> None:
        self.flush()
        attributes = node.attributes
        style = attributes.get("style") or ""
        indent = self.indents[-1]
        align = (attributes.get("align") or "").lower()
        if _RIGHT.search(style) or align == "right":
            indent = _TO_RIGHT
        elif _CENTRE.search(style) or align == "center" or node.tag == "center":
            indent = _TO_CENTRE
        elif _LEFT.search(style) or align in ("left", "justify"):
            indent = 0
        self.indents.append(indent)
        self.first_indent = _first_indent(style) if indent < _TO_CENTRE else 0
        self.tags.append(node.tag)
        name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        is_title = node.tag in _HEADINGS or (bool(_TITLE_NAME.search(name)) and not _NO_TITLE_NAME.search(name))
        self.titles.append(is_title)
        self.title_depth += is_title
        if node.tag == "ol":
            self.numbers.append(_count(attributes.get("start")) - 1)
        elif node.tag == "li" and self.numbers and "ol" in self.tags[-2:-1] and "none" not in style:
            self.numbers[-1] += 1
            self.marker = f"{self.numbers[-1]}."

    def close(self, tag: str) -> None:
        is_blank = tag == "p" and not "".join(self.parts).strip() and not self.was_break and self.is_innermost_blank
        self.flush()
        if tag == "li":
            self.marker = ""
        if is_blank:
            self.blocks.append(Paragraph(text="", offset=0))
        if tag in self.tags:
            while self.tags:
                self.indents.pop()
                self.title_depth -= self.titles.pop()
                if self.tags[-1] == "ol" and self.numbers:
                    self.numbers.pop()
                if self.tags.pop() == tag:
                    break
        self.is_innermost_blank = False
        self.was_break = False

    is_innermost_blank = True

    def break_line(self) -> None:
        if "".join(self.parts).strip():
            self.flush()
        else:
            self.parts = []
            self.blocks.append(Paragraph(text="", offset=0))
        self.was_break = True

    def flush(self) -> None:
        text = _collapsed("".join(self.parts))
        self.parts = []
        self.is_innermost_blank = True
        if text.strip():
            text, self.marker = self.marker + text, ""  # the number of a list item stands before its first paragraph
            place = "title" if self.title_depth else "file" if self.has_file else "links" if self.has_link and not self.has_text else None
            self.blocks.append(Paragraph(text=text, offset=0, indent=self.indents[-1] or self.first_indent, place=place))
        self.first_indent = 0
        self.has_text = self.has_link = self.has_file = False

    def put(self, grid: Grid) -> None:
        self.flush()
        self.blocks.append(grid)

    def finish(self) -> list[Block]:
        self.flush()
        return self.blocks


def _first_indent(style: str) -> int:
    found = _INDENT.search(style)
    if found is None:
        return 0
    try:
        size = float(found.group("size"))
    except ValueError:
        return 0
    unit = found.group("unit").lower()
    ems = size if unit == "em" else size / (_EM_POINTS if unit == "pt" else _EM_PIXELS)
    return min(_TO_CENTRE - 1, 2 * round(ems))


def _collapsed(text: str) -> str:
    """White space as a browser shows it; what a line break of the file left between two Han characters is no space.

    >>> _collapsed("关于汛期\\n  值守的 通知"), _collapsed("No\\n1")
    ('关于汛期值守的 通知', 'No 1')
    """

    def gap(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if "\n" in match.group() and not (before.isascii() and after.isascii()) else " "

    return _SPACE.sub(gap, text).strip(" \t\n\r\f")
