"""Which node of a web page holds the document: by the names that the usual site engines give it, else by where the prose stands."""

from __future__ import annotations

import re
from typing import Any

from notice_parser.load.html_tree import HEADINGS, Tree, children_of
from notice_parser.load.nested import is_around_tables

__all__ = ["CONTENT_NAMES", "find_main"]

# how site engines name the node that holds the document: whole tokens of its class or id
_CONTENT_WORDS = (
    "ucap-content trs_editor trs_ueditor trs_paper_preview zoom zoomcon ucapcontent article-content article_content "
    "articlecontent article-con article_con content_article pages_content news_content newscontent news-content news_con "
    "con_text contenttext content-text content_text detail-content detail_content detailcontent detail_con info_content "
    "infocontent vsb_content vsb_content_2 vsb_content_4 vsb_content_100 vsb_content_500 vsb_content_1000 wp_articlecontent "
    "bt-content view xxgk_content xxgk-content txtcon text_content textcontent main_content maincontent main-content main_con "
    "js_content content_body content-body article_body article-body articlebody doc_content doccontent print-content "
    "printcontent print_content mycontent rich_media_content ewb-article-info"
)
CONTENT_NAMES = frozenset(_CONTENT_WORDS.split())
_MIN_CONTENT = 60  # characters of prose from which a node with such a name is taken for the document
_SHARE = 0.75  # without such a name: the node is entered whose child holds so large a share of its prose
_SECTION = re.compile("(?:Word)?Section[0-9]{1,4}", re.I)
_ROWS = frozenset(("table", "thead", "tbody", "tfoot", "tr"))
_UNNAMED = frozenset(("a", "table", "tr", "tbody"))  # that hold no document, whatever they are called


def find_main(tree: Tree) -> Any:
    """The node that holds the document."""
    best, best_weight = None, 0
    for node in tree.named:
        if node.tag in _UNNAMED:
            continue
        prose = tree.weights[node.mem_id].prose
        if prose >= max(_MIN_CONTENT, best_weight):
            best, best_weight = node, prose  # of equal ones the inner comes later
    total = tree.weights[tree.root.mem_id].prose
    if best is not None and best_weight * 5 >= total:
        return best
    return _densest(tree)


def _densest(tree: Tree) -> Any:
    """The node down to which one child always holds most of the prose; among paragraphs their parent, of rows what their table is in."""
    node = at = _lowest(tree)
    while at.mem_id != tree.root.mem_id:
        if at.tag in _ROWS and (at.mem_id == node.mem_id or (at.tag == "table" and _is_around_tables(tree, at))):
            node = at.parent
        at = at.parent
    return node


def _is_around_tables(tree: Tree, table: Any) -> bool:
    return len(table.css("table")) > 1 and is_around_tables(tree.sizes(map(tree.cells_of, tree.rows_of(table))))


def _lowest(tree: Tree) -> Any:
    node = tree.root
    while True:
        prose = tree.weights[node.mem_id].prose
        heaviest = max(
            (child for child in children_of(node) if child.mem_id in tree.weights),
            key=lambda child: tree.weights[child.mem_id].prose,
            default=None,
        )
        if heaviest is None or tree.weights[heaviest.mem_id].prose < _SHARE * prose:
            return node
        if heaviest.tag in ("p", "span", "font", "pre") or heaviest.tag in HEADINGS or _is_section(tree, heaviest):
            return node
        node = heaviest


def _is_section(tree: Tree, node: Any) -> bool:
    """Whether a node is one of several sections of a document: Word and WPS set each in a block that no site has named."""
    if not _has_section_style(node):
        return False
    return any(
        other.mem_id != node.mem_id and other.mem_id in tree.weights and tree.weights[other.mem_id].prose and _has_section_style(other)
        for other in children_of(node.parent)
    )


def _has_section_style(node: Any) -> bool:
    attributes = node.attributes
    if node.tag != "div" or attributes.get("id"):
        return False
    names = attributes.get("class") or ""
    return not names.strip() or _SECTION.fullmatch(names.strip()) is not None
