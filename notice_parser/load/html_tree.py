"""What of a web page a reader sees, and how much text each of its nodes holds.

Not seen: scripts and their kind, nodes that their own style, the page's style sheet or a class of the usual frameworks hides. ``Tree``
holds by ``mem_id`` the weight of every node that is seen; what it has no weight of is not to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from notice_parser.load.nested import CellSize

__all__ = ["HAN", "HEADINGS", "Tree", "Weight", "before_of", "children_of", "earlier_of", "has_file", "names_of", "target_of"]

_SKIPPED_WORDS = (
    "script style xml noscript template title svg canvas iframe frame frameset noframes object embed select option button input "
    "textarea audio video map head link meta base nav footer aside dialog marquee del -comment !doctype"
)
_SKIPPED = frozenset(_SKIPPED_WORDS.split())
HEADINGS = frozenset(("h1", "h2", "h3"))
# classes by which the usual frameworks hide: at once, on a wide screen, and what stands behind a tab unless it is the one in front
_HIDING_WORDS = (
    "msocomanchor msocomtxt sr-only visually-hidden d-none hidden hide layui-hide visible-xs visible-xs-block d-md-none d-lg-none"
)
_HIDDEN_CLASSES = frozenset(_HIDING_WORDS.split())
_TABS = frozenset(("tab-pane", "layui-tab-item"))
_IN_FRONT = frozenset(("active", "in", "show", "current", "on", "layui-show"))
# what a page says, and no form
_SAYS = re.compile("。|关于[^。\n]{2,80}的(?:通知|通报|通告|公告|公示|决定|决议|意见|批复|函|报告)")
_TOKEN = re.compile("[^\\s]+")
_HIDDEN = re.compile(
    "display\\s*:\\s*none|visibility\\s*:\\s*hidden|(?:text-indent|left|top)\\s*:\\s*-[0-9]{3,}|font-size\\s*:\\s*0(?:px|pt|em)?\\s*(?:;|!|$)|"
    "opacity\\s*:\\s*0(?:\\.0*)?\\s*(?:;|!|$)",
    re.I,
)
_STYLE_BODY = re.compile("\\{(?P<body>[^{}]{0,2000}+)\\}")
_SELECTORS = 400  # characters before the body of a rule that name what it is for
_STYLE_NAME = re.compile("[.#][A-Za-z_][\\w-]{0,80}")
_AT_RULE = re.compile(
    "@(?:media|supports|keyframes|-webkit-keyframes|font-face)[^{}]{0,400}\\{(?:[^{}]{0,2000}\\{[^{}]{0,2000}\\}){0,2000}[^{}]{0,200}\\}"
)
_COMMENT = re.compile("/\\*(?:[^*]|\\*(?!/)){0,4000}\\*/")

_FILE = re.compile("\\.(?:docx?|xlsx?|pptx?|wps|et|dps|pdf|ofd|ceb|zip|rar|7z|tiff?|jpe?g|png)(?:[?#&][^\\s]{0,200})?$", re.I)
_ANNEX = re.compile("附[件表][ ]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:[-—][0-9]{1,2})?(?:[ ：:.．、]|$)")
_IMAGE = re.compile("\\.(?:jpe?g|png|tiff?)(?:[?#][^\\s]{0,200})?$", re.I)
HAN = re.compile("[㐀-䶿一-鿿豈-﫿]")
_HIDDEN_LENGTH = 80  # characters of a hidden line that may be a label and its value; copies of the document are longer


class Weight(NamedTuple):
    """Characters of a node, blanks aside."""

    prose: int  # outside links
    linked: int  # in links


class Tree:
    """A parsed page: ``weights`` of the nodes that are seen, and ``hidden``, short lines that the page does not show."""

    def __init__(self, page: Any, root: Any, names: frozenset[str], *, sees_all: bool = False) -> None:
        """``names``: of the nodes to be found besides. ``sees_all``: what styles hide is seen too (a page that a script fills)."""
        self.root = root
        self.sees_all = sees_all
        self.hidden_names = frozenset() if sees_all else _hidden_names(page)
        self.weights: dict[int, Weight] = {}
        self.names = names
        self.named: list[Any] = []  # nodes with one of the names, in order
        self.hidden: list[str] = []
        self.total = 0  # characters of the page
        self._measure()

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
        names = names_of(attributes)
        if names & _HIDDEN_CLASSES or (names & _TABS and not names & _IN_FRONT):
            return False
        if self.hidden_names:
            marks = {"." + name for name in (attributes.get("class") or "").split()}
            if attributes.get("id"):
                marks.add("#" + str(attributes["id"]))
            return not marks & self.hidden_names
        return True

    def rows_of(self, table: Any) -> list[Any]:
        """The rows of a table that are seen."""
        return [row for row in _rows(table) if row.mem_id in self.weights]

    def cells_of(self, row: Any) -> list[Any]:
        """The cells of a row that are seen."""
        return [cell for cell in children_of(row) if cell.tag in ("td", "th") and cell.mem_id in self.weights]

    def sizes(self, rows: Iterable[Iterable[Any]]) -> list[list[CellSize]]:
        """What each cell holds; one with a table and sentences or a title, and a table of one column, are parts of a page."""
        return [[self._sizes(cell) for cell in row] for row in rows]

    def _sizes(self, cell: Any) -> CellSize:
        whole = sum(self.weights[cell.mem_id])
        inner = [one for one in cell.css("table") if one.mem_id in self.weights]
        outside = whole - sum(sum(self.weights[one.mem_id]) for one in inner)
        is_page = bool(inner) and (_SAYS.search(cell.text(deep=True) or "") is not None or any(self._is_column(one) for one in inner))
        return CellSize(whole, outside, bool(inner), is_page)

    def _is_column(self, table: Any) -> bool:
        return max((len(self.cells_of(row)) for row in self.rows_of(table)), default=0) < 2

    def _measure(self) -> None:
        """Weighs every seen node, and finds those with one of the names."""
        prose: dict[int, int] = {}
        linked: dict[int, int] = {}
        above: list[tuple[int, int | None]] = []  # each node and its parent, parents first
        stack: list[tuple[Any, int | None, bool]] = [(self.root, None, False)]
        while stack:
            node, parent, in_link = stack.pop()
            key = node.mem_id
            if parent is not None and not self.is_seen(node):
                self._keep_hidden(node)
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
            if (attributes := node.attributes) and names_of(attributes) & self.names:
                self.named.append(node)
        for key, parent in reversed(above):
            self.weights[key] = Weight(prose[key], linked[key])
            if parent is not None:
                prose[parent] += prose[key]
                linked[parent] += linked[key]
        self.total = sum(self.weights[self.root.mem_id])

    def _keep_hidden(self, node: Any) -> None:
        """Keeps what a hidden node says, if it is no more than a label and its value."""
        if node.tag in _SKIPPED:
            return
        text = " ".join((node.text(deep=True, separator=" ") or "").split())
        if 4 <= len(text) <= _HIDDEN_LENGTH and HAN.search(text) and len(self.hidden) < 40:
            self.hidden.append(text)


def _rows(table: Any) -> Iterator[Any]:
    for child in children_of(table):
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in children_of(child) if row.tag == "tr")


def _hidden_names(tree: Any) -> frozenset[str]:
    """Classes and ids that the page's own style sheets hide, by rules of one name and outside ``@media``."""
    names: set[str] = set()
    for node in tree.css("style"):
        sheet = node.text() or ""
        if "none" not in sheet:
            continue
        sheet = _AT_RULE.sub("", _COMMENT.sub("", sheet))
        for rule in _STYLE_BODY.finditer(sheet):
            if "none" in rule.group("body") and _HIDDEN.search(rule.group("body")):
                start = max(0, rule.start() - _SELECTORS)
                start = max(start, *(sheet.rfind(brace, start, rule.start()) + 1 for brace in "{}"))
                selectors = (name.strip() for name in sheet[start : rule.start()].split(","))
                names |= {name for name in selectors if _STYLE_NAME.fullmatch(name)}
    return frozenset(names)


def children_of(node: Any) -> Iterator[Any]:
    """The nodes within a node, its text aside."""
    child = node.child
    while child is not None:
        if child.tag != "-text":
            yield child
        child = child.next


def earlier_of(node: Any) -> Any:
    """The node or text before a node, blanks between them aside; null where nothing stands there."""
    earlier = node.prev
    while earlier is not None and (earlier.tag == "-comment" or (earlier.tag == "-text" and not (earlier.text_content or "").strip())):
        earlier = earlier.prev
    return earlier


def before_of(node: Any) -> Any:
    """The node before a node, blanks between them aside; null where text stands there, or nothing."""
    earlier = earlier_of(node)
    return None if earlier is None or earlier.tag == "-text" else earlier


def names_of(attributes: Any) -> frozenset[str]:
    """The classes and the id of a node, in small letters."""
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    return frozenset(_TOKEN.findall(names))


def target_of(link: Any) -> str | None:
    """Where a link to a file leads; null for links to pages."""
    target = (link.attributes.get("href") or "").strip()
    text = (link.text(deep=True) or "").strip()
    if not target or target.startswith("#") or target.lower().startswith("javascript"):
        return None
    # a site's own pictures lead to images too: an attachment's link says so
    is_file = _FILE.search(text) or _ANNEX.match(text) or (_FILE.search(target) and (not _IMAGE.search(target) or "附" in text))
    return target if is_file else None


def has_file(node: Any) -> bool:
    """Whether a node holds a link to a file."""
    return any(target_of(link) is not None for link in node.css("a"))
