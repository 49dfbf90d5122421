"""Vague words around a figure: what 近, 不超过, 以上, 左右 make of it, and which words before a figure do so.

>>> word_before("全市不少于300户", 0, 5), word_before("上线300户", 0, 2)
((2, 'at_least'), None)
>>> word_behind("300户以上", 4), word_behind("50万元（不含）以下", 4), word_behind("300户", 4)
((6, 'at_least'), (10, 'under'), None)
"""

from __future__ import annotations

import re

from notice_parser.model import Qualifier

__all__ = ["word_before", "word_behind"]

_BEFORE: tuple[tuple[Qualifier, str], ...] = (
    (
        "at_least",
        "不低于 不少于 不小于 不下 不下于 不得低于 不得少于 不能低于 不能少于 不宜低于 不宜少于 不应低于 不应少于"
        " 至少 最少 最低 起码 ≥ ⩾ ≧ 大于等于 大于或等于",
    ),
    (
        "at_most",
        "不超过 不高于 不大于 不多于 不得超过 不得高于 不能超过 不宜超过 不宜高于 不应超过 不应高于"
        " 不超 至多 最多 最高 最长 最大 ≤ ⩽ ≦ 小于等于 小于或等于 控制在",
    ),
    ("over", "超过 超出 超 逾 突破 冲破 破 迈过 迈上 跨上 站上 跃上 高于 大于 多于 > ＞ 上 过"),
    ("under", "将近 接近 近 不足 不到 未满 不满 未到 未达 少于 低于 小于 < ＜"),
    ("about", "大约 约为 约合 约有 约 大概 大致 大体 左右 平均约 ≈ 估计"),
)
_AFTER: tuple[tuple[Qualifier, str], ...] = (
    ("at_least", "及以上 及其以上 含以上 以上 起步"),
    ("under", "及以下 及其以下 以下"),
    ("at_most", "以内 之内 封顶 为限"),
    ("about", "左右 上下 许 前后"),
    ("over", "开外 有余 挂零"),
)
_QUALIFIERS = {word: qualifier for qualifier, words in (*_BEFORE, *_AFTER) for word in words.split()}
_LONGEST_BEFORE = max(map(len, _QUALIFIERS)) + 4  # 达到 between word and figure, a space


def _alternation(table: tuple[tuple[Qualifier, str], ...]) -> str:
    words = sorted((word for _, words in table for word in words.split()), key=len, reverse=True)
    return "|".join(map(re.escape, words))


# 近 of 最近 and 附近 is told apart by what stands before it; 上 and 过 are read before 百, 千, 万 only, 过 behind what is measured too
_FILLERS = ("达到", "达", "有", "为", "了")
_PREFIX = re.compile(rf"({_alternation(_BEFORE)})(?:{'|'.join(_FILLERS)})? {{0,2}}\Z")
_BEFORE_ENDS = frozenset(" ").union(word[-1] for word in _FILLERS).union(word[-1] for _, words in _BEFORE for word in words.split())
# in brackets: whether the bound itself is meant (50万元（含）以上, 20万元（含20万元）以上, 50万元(不含)以下)
_INCLUDED = r"[（(](?P<{0}>不)?含[^（）()。；\n]{{0,10}}[）)]"
_BEHIND, _LEFT = _INCLUDED.format("out"), _INCLUDED.format("left")
_SUFFIX = re.compile(rf" {{0,2}}(?:{_INCLUDED.format('out')} ?)?(?P<word>{_alternation(_AFTER)})(?: ?{_INCLUDED.format('left')})?")
_MEASURED = "入值资额量金模口积率"  # 营业收入过10亿元, 投资过亿元; not 查过10次
_PEAK = re.compile("单(?!位)[㐀-鿿]$|当[日天月周时年]$|历史$|[期年]间$")  # 单日|最高210件: what was reached
_NOT_NEAR = "最附邻远贴亲靠"
_NOT_BREAKING = "打侦告识"
_NOT_ABOUT = "节签预违失契履续特条制邀婚毁爽解公"  # 节约120万元, 新签约亿元以上项目
_DONE = ("化解", "破解", "调解", "缓解")  # verbs whose last character begins no word with the vague one: 化解|约120件


def word_before(text: str, floor: int, at: int, *, bare: bool = False) -> tuple[int, Qualifier] | None:
    """Where the vague word that ends at ``at`` begins, not before ``floor``, and what it says. ``bare``: 百, 千 or 万 follows."""
    may_be = text[at - 1 : at] in _BEFORE_ENDS
    prefix = _PREFIX.search(text, max(floor, at - _LONGEST_BEFORE), at) if may_be else None
    if prefix is None:
        return None
    word, outside = prefix.group(1), text[prefix.start() - 1 : prefix.start()]
    parts = {"近": _NOT_NEAR, "破": _NOT_BREAKING, "约": _NOT_ABOUT}.get(word)
    in_other_word = (
        outside and parts is not None and outside in parts and text[max(floor, prefix.start() - 2) : prefix.start()] not in _DONE
    )
    if word[0] == "最" and ("达" in prefix.group() or _PEAK.search(text, max(floor, prefix.start() - 2), prefix.start()) is not None):
        return None  # 单日最高达6.1万人次, 单日最高6.1万人次: what was reached
    needs_bare = word == "上" or (word == "过" and not (outside and outside in _MEASURED))
    return None if in_other_word or (needs_bare and not bare) else (prefix.start(), _QUALIFIERS[word])


def word_behind(text: str, at: int) -> tuple[int, Qualifier] | None:
    """Where the vague word that begins at ``at`` ends, and what it says."""
    suffix = _SUFFIX.match(text, at)
    if suffix is None:
        return None
    qualifier = _QUALIFIERS[suffix.group("word")]
    is_out = suffix.group("out") or suffix.group("left")
    if qualifier == "at_least" and is_out:
        qualifier = "over"
    return suffix.end(), qualifier
