"""Radicals that stand for the characters they look like: ⽂ (U+2F42) for 文, ⻔ (U+2ED4) for 门.

Some fonts map a character that is a radical too to the radical, and what is copied or converted from a page set in one has it so, to be
found by no search. What is printed is the same.
"""

from __future__ import annotations

import re
import unicodedata

from notice_parser.text.width import replacer

__all__ = ["has_radicals", "unified"]

# of the CJK Radicals Supplement those that are characters by themselves (Unicode, EquivalentUnifiedIdeograph.txt)
_SUPPLEMENT = dict(
    zip(
        "⺁⺇⺒⺟⺠⺩⺬⺶⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳",
        "厂几巳母民王示羊虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟",
        strict=True,
    )
)
_TABLE = {**{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}, **_SUPPLEMENT}
_ANY = re.compile("[\u2e80-\u2fd5]")
_replaced = replacer(_TABLE)


def has_radicals(text: str) -> bool:
    """Whether a text may hold radicals in the place of characters.

    >>> has_radicals("⽂件"), has_radicals("文件")
    (True, False)
    """
    return _ANY.search(text) is not None


def unified(text: str) -> str:
    """The text with the characters that its radicals stand for; of the same length.

    >>> unified("⽯⻔乡⼈⼝1,285⼈")
    '石门乡人口1,285人'
    """
    return _replaced(text) if has_radicals(text) else text
