"""Blanks within figures, as recognition and copying leave them all over a text: 受理2844 06件, 占2 8.98%, 〔20 21〕1 2号, 2 024年.

One such place may be two figures side by side. Where a text does it again and again, in ways that two figures cannot stand, its
blanks between digits part nothing, and the figure is what its digits make together; how many there were is told.

>>> joints("受理2844 06件，占2 8.98%；分别为12 34件")
[(6, 7), (12, 13)]
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from notice_parser.text.figures import GROUPS, TELLS, is_row_of_figures
from notice_parser.text.width import half_width

__all__ = ["breaks_figures", "joints"]

# digits with single blanks between, in running text: a Chinese character or a sign stands before and behind
_RUN = re.compile(
    r"(?:^[\s\u3000]{0,80}|(?<=PM)|(?<=[㐀-鿿（(〔\[［〕）)\]］、，,：:；;。—–～~-])[ ]?)"
    "(?P<run>[0-9](?:[ ]?[.,](?=[ ]?[0-9])|[ ]?[0-9]){1,24})"
    "(?=[ ]?(?:[㐀-鿿%‰℃〕）)\\]］—–～~-]|(?![OoIlZz])[a-zA-Z]{1,3}²?(?![a-zA-Z])))"
)
_BLANK = re.compile("(?<=[0-9.,])[ ](?=[0-9.,])")
_SEVERAL = re.compile("(?:分别|依次)[^，,。；;：:、和及与]{0,24}$")
_PARTED = re.compile("[^，,。；;：:0-9]{0,8}[、和及与]")  # 分别为27 305件、31 27件: a row that signs part
_CODE = re.compile("(?:[第表图栋楼]|[国省县]道|附件|编号|电话|热线|号码|邮编|传真|账号|代码|版本)[：:]?[ ]?$")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_ITEM = re.compile("[0-9]{1,2}[.] [0-9]{1,4}(?![0-9.])")  # 整改3. 5个项目: the number of an item
_FIGURE = re.compile("(?:0|[1-9][0-9]{0,8}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})(?:[.][0-9]{1,4})?")
_YEAR_PRINTED = re.compile("(?:19|20)[0-9]{2}[年〕\\]]")
_PART_OF_DAY = re.compile("(?:0?[1-9]|1[0-2])月|(?:0?[1-9]|[12][0-9]|3[01])日")
_HOTLINE = re.compile("12[0-9]{3} [0-9]{2}")  # 12345 2844件
_CELL = re.compile("[-—]|-?[0-9]{1,12}(?:[.][0-9]{1,6})?(?:[%‰]|(?![年月日号])[㐀-鿿]{1,2})?")
_WORD = re.compile("[^0-9，。；：、,;:]{1,40}")
BROKEN, SHARE = 3, 0.04  # so many figures with blanks within, and their share of all figures of two digits, show that a text breaks them
CLAUSE = 24
ROW = 400  # characters of a row of a table at most


def breaks_figures(texts: Iterable[str]) -> bool:
    """Whether blanks stand within the figures of a text again and again, where no two figures can be meant."""
    broken = figures = 0
    for text in map(half_width, texts):
        is_row = _is_row(text)
        for match in _RUN.finditer(text):
            figures += 1
            broken += not is_row and _is_broken(text, match) and GROUPS.fullmatch(match["run"]) is None
    return broken >= BROKEN and broken >= SHARE * figures


def joints(text: str) -> list[tuple[int, int]]:
    """The blanks within the figures of a line of such a text; those of a row of figures, and of what may be two, are none."""
    found: list[tuple[int, int]] = []
    text = half_width(text)
    if " " in text and not _is_row(text):
        for match in _RUN.finditer(text):
            if _is_broken(text, match):
                found += [blank.span() for blank in _BLANK.finditer(text, *match.span("run"))]
    return found


def _is_row(text: str) -> bool:
    """Whether a line is a row of a table whose cells single blanks part: 禾丰县 120 85 70.8%."""
    if len(text) > ROW:
        return False
    cells = text.split()
    figures = sum(_CELL.fullmatch(cell) is not None for cell in cells)
    return (
        figures > 1
        and 2 * figures > len(cells)
        and _CELL.fullmatch(cells[-1]) is not None
        and all(_CELL.fullmatch(cell) or _WORD.fullmatch(cell) for cell in cells)
    )


def _is_broken(text: str, match: re.Match[str]) -> bool:
    run, start = match["run"], match.start("run")
    if " " not in run:
        return False
    first, figure = run.split(" ", 1)[0], run.replace(" ", "")
    behind = text[match.end() : match.end() + 2].lstrip(" ")[:1]
    if _YEAR_PRINTED.fullmatch(figure + behind) is not None:
        return True
    if match.start() == 0:
        return False  # 1 2023年, 1 2月5日: a row, or the number of an item
    if _PART_OF_DAY.fullmatch(figure + behind) is not None:
        return True
    if behind in ("）", ")") and text.startswith(("（", "("), start - 1):
        return False  # （120 35）: nothing says that it is one
    if is_row_of_figures(run, behind) or _HOTLINE.match(run) is not None:
        return False
    if _FIGURE.fullmatch(figure) is None or _CODE.search(text, max(0, start - CLAUSE), start) is not None:
        return False
    if len(figure) > len(first) and _YEAR.fullmatch(first):
        return False  # 2023 12件
    if _ITEM.match(run) is not None and not text.startswith("PM", start - 2) and TELLS.match(text, match.end()) is None:
        return False
    return _SEVERAL.search(text, max(0, start - CLAUSE), start) is None or _PARTED.match(text, match.end()) is not None
