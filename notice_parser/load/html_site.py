"""What a government's site sets around a document: menus, crumbs, share bars, lists of related pages, footers.

Told by the names of nodes, by what their words say, and, beside the document, by being lists of links.
"""

from __future__ import annotations

import re
from typing import Any

from notice_parser.load.html_tree import HAN, Tree, Weight, has_file, names_of
from notice_parser.load.source import TO_CENTRE, Block, Grid, Paragraph

__all__ = ["belongs_above", "is_at_the_edge", "is_noise", "is_of_site", "without_sizes"]

_NOISE_WORDS = (
    "share sharebox share-box bdsharebuttonbox bdshare social-share jiathis sns crumb crumbs breadcrumb location position nav "
    "navbar mainnav menu footer foot copyright sidebar side side-bar qrcode qr_container ewm erweima print printer toolbar "
    "tools tool fontsize font-size search searchbox login logo banner related relation reldocuments relnews pager pagination "
    "pagebar comment comments hotkey recommend recommended skip-link accessibility friendlink links-box sr-only visually- "
    "hidden site-header site-branding"
)
_NOISE = frozenset(_NOISE_WORDS.split())
_NOISE_LENGTH = 200  # characters within the document that such a node has at most: a site also calls what it prints "print"
_LISTS = frozenset(("ul", "ol", "div", "dl", "table", "section"))
_MENU_WORD = 12  # characters of the words of a menu, on average
_ASIDE_PROSE = 80  # characters outside links that a list of other pages has, with their dates
_PAGER = re.compile("(?:首页|尾页|末页|上一?页|下一?页|[前后]一页|[共第当前]{1,2}[0-9/]{1,7}页?|转到|跳转|[0-9.…/<>«»|]){2,200}")
_RELATED = re.compile("(?:相关|延伸|推荐|热点?|最新)(?:文档|文件|信息|链接|阅读|解读|新闻|政策|稿件|报道|内容|文章|推荐|资讯)")
_LABELLED = re.compile("[^：:，。；]{1,16}[：:]")
_DATED = re.compile("(?:19|20)[0-9]{2}[-年/.][ ]?[0-9]{1,2}")
_CLOCK = re.compile("星期[一二三四五六日天]")
_PLACE = re.compile(
    "[您你]?(?:现在|当前|目前)?所?在?的?位置|首页\\s{0,9}[>＞»/→]|搜索热词|热搜词?|热门搜索|"
    "【(?:政策|图文|视频|文字|一图|音频)?(?:解读|读懂|图解)】"
)
_SITE = re.compile("相关|关联稿件|上一篇|下一篇|扫一扫|分享|打印|关闭|繁体|无障碍|登录|注册")
_HEADLINE = 8  # Han characters of a centred line that is a title
_SHORT = 12  # characters that a line of the site's own has at most which begins with a word that may begin a title
_BUTTON = "(?:(?:打印|关闭|返回)(?:本页|本文|页面|此页|窗口|顶部|首页|列表|上页)?|(?:加入)?收藏|分享到?|推荐|纠错)"
_BUTTONS = re.compile(f"(?:[\\[【〖（(|]?\\s{{0,4}}{_BUTTON}\\s{{0,4}}[\\]】〗）)|]?\\s{{0,4}}[：:]?){{1,8}}")
_NEIGHBOUR = re.compile("[\\[【]?(?:上|下)一[篇条页][\\]】]?\\s{0,4}(?:[：:]|$)")
_HEADLESS = re.compile("(?:(?:相关|关联|延伸|推荐)(?:附件|稿件|文档|文件|信息|链接|阅读|解读)|附件)(?:下载)?\\s{0,4}[：:]?")
# 字号：[ 大 中 小 ], 【字体：A- A A+】
_SIZES = re.compile(
    "[\\[【（(]?\\s{0,4}(?:文?字[体号]|(?:文字|字体)大小)\\s{0,4}[：:]?\\s{0,4}[\\[【（(]?"
    "(?:\\s{0,4}(?:特大|[大中小]|默认|A[+-]?)[|\\s]{0,4}){2,6}[\\]】）)]{0,2}"
)


def is_of_site(text: str, *, is_title: bool = False) -> bool:
    """Whether a line begins as the site's own do: crumbs, buttons, the heads of lists of other pages. A title of some length may begin so.

    >>> is_of_site("您现在的位置：首页 → 通知公告"), is_of_site("打印本页"), is_of_site("关闭小型煤矿工作实施方案的通知", is_title=True)
    (True, True, False)
    """
    return bool(_PLACE.match(text) or (_SITE.match(text) and not (is_title and len(text) > _SHORT)))


def is_at_the_edge(text: str) -> bool:
    """Whether a line is the site's where nothing of the document stands before it, or behind it.

    >>> [is_at_the_edge(line) for line in ("【打印】【关闭】", "上一篇：关于节水的通知", "附件：", "附件：名单", "打印纸")]
    [True, True, True, False, False]
    """
    text = text.strip()
    return bool(_PLACE.match(text) or _NEIGHBOUR.match(text) or _BUTTONS.fullmatch(text) or _HEADLESS.fullmatch(text))


def without_sizes(text: str) -> str:
    """A line without the site's choice of letter sizes.

    >>> without_sizes("来源：市水务局 字号：[ 大 中 小 ]"), without_sizes("字号：岚水发〔2023〕12号")
    ('来源：市水务局', '字号：岚水发〔2023〕12号')
    """
    return _SIZES.sub("", text) if "字" in text else text


def is_noise(tree: Tree, node: Any, *, is_aside: bool) -> bool:
    """Whether a node is the site's: by its name, or, beside the document, as a list of links."""
    attributes = node.attributes
    names = names_of(attributes) if attributes else frozenset()
    weight = tree.weights.get(node.mem_id)
    if weight is None:
        return True
    total = weight.prose + weight.linked
    if names & _NOISE and (is_aside or total < min(_NOISE_LENGTH, tree.total / 2)) and not (is_aside and node.tag in ("body", "form")):
        return True
    is_listing = weight.linked >= 4 * weight.prose
    if node.tag not in _LISTS or not weight.linked or not (is_listing or weight.prose <= _ASIDE_PROSE) or has_file(node):
        return False
    if is_listing:
        return is_aside or _is_menu(node, weight)
    text = "".join((node.text(deep=True) or "").split())
    return bool(_PAGER.fullmatch(text) or (_RELATED.match(text) and "。" not in text))  # a list of pages holds no sentence


def _is_menu(node: Any, weight: Weight) -> bool:
    """Whether a list of links within the document is the site's: three at least, and short ones where they are no list's items."""
    links = node.css("a")
    if len(links) < 3:
        return False
    return node.tag in ("ul", "ol") or (weight.linked <= _MENU_WORD * len(links) and not any("附" in link.text() for link in links))


def belongs_above(block: Block, *, is_near: bool = False) -> bool:
    """Whether a block above the main node is the document's: title, labels with values, a table of them. ``is_near``: right above it."""
    if isinstance(block, Grid):
        cells = [cell for row in block.rows for cell in row if cell]
        if len(cells) > 1:
            return True
        text, place = "".join(cells), None  # a table that only sets a line
    else:
        text, place = block.text.strip(), block.place
    if not text or place == "links" or is_of_site(text, is_title=place == "title") or is_at_the_edge(text):
        return False
    if is_near and isinstance(block, Paragraph) and block.indent == TO_CENTRE and len(HAN.findall(text)) >= _HEADLINE:
        return True
    if place == "title" or _LABELLED.match(text):
        return True
    return bool(_DATED.search(text)) and not _CLOCK.search(text)  # today's date, at the head of the site's pages
