"""Sentences with what matters marked: times blanked out, brackets paired, quantities in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from notice_parser.model import Quantity, Span
from notice_parser.text.figures import STOP
from notice_parser.text.times import is_left_over

__all__ = ["FIGURE", "TIME", "Group", "Sentence", "groups", "split_sentences"]

TIME = "\x01"  # stands for each character of a time
FIGURE = "\x02"  # stands for a whole figure, where the words around it are looked at

_OF_A_NAME = re.compile("(?:完成|占|超)$")
_CARRIES = re.compile("(?:结转|滚存)$")
_CARRIED = re.compile("支出|收入|资金|使用|结余|数|[0-9减增，,；;。]")  # 结转下年支出
_OF_A_GOAL = re.compile("(?:实现|达到|为|超过|(?:完成|占)(?:[^，,。；;：:、0-9]{0,6}[上定给达])?)$")  # 完成市上全年任务
_GOAL = re.compile("(?:目标|任务|计划)")
_CARRIED_OVER = re.compile("结转|结余|滚存")
_AMONG_US = re.compile(
    "(?<=[在居列占排于])我(?=[国省市县区州旗盟镇乡](?:[0-9]{1,3}个?[^，,。；;0-9]{1,10}中?)?"
    "(?:综合|总)?(?:排[名位]|位[居列次]|名列|[居列]|第[0-9一二三四五六七八九十]|前[0-9一二三四五列茅]|首位|倒数|末位))"
)
_OPEN = "（([〔【"
_CLOSE = "）)]〕】"
_MARK = re.compile(f"[{re.escape(_OPEN + _CLOSE)}“”《》。！？!?；;]")
# a full stop of half width ends a sentence too: 同比下降25%.其中; 企业386家.39个项目
_MARK_OR_DOT = re.compile(f"{_MARK.pattern}|(?<=[%％）)㐀-鿿])(?<![一二三四五六七八九十])\\.(?=[ 　]*(?:[㐀-鿿]{{3}}|$))|{STOP.pattern}")
_DOT = re.compile("\\.(?<=[%％）)㐀-鿿]\\.)")  # behind no digit
_BRACKET = re.compile(f"[{re.escape(_OPEN + _CLOSE)}]")


# a row that blanks alone part: 市公安局 受理642件 办结率100% 满意率97.5%
_BLANK_BEHIND = re.compile("(?<=[0-9％%])(?P<unit>[㐀-鿿]{0,3})[ 　\t]{1,8}(?=[㐀-鿿]{2,12}[ 　]{0,2}[0-9])")
_BLANK_BEFORE = re.compile("(?<=[㐀-鿿])[ 　\t](?=[㐀-鿿]{2,12}[0-9])")
_PAUSES = frozenset("，,、；;：:")


class Sentence(NamedTuple):
    """A sentence of one line. ``work`` is its text with times blanked; ``last``: whether it closes with a full stop."""

    start: int
    end: int
    work: str
    ends: str


class Group(NamedTuple):
    """The figures on one bracket level of a sentence: its own, or those of one bracket. ``at``: where the bracket opens."""

    start: int
    end: int
    depth: int
    at: int | None
    figures: tuple[Quantity, ...]


def split_sentences(text: str, start: int, end: int, times: Sequence[Span]) -> Iterator[Sentence]:
    """The sentences of a line, cut at 。！？； outside brackets and quotes."""
    pieces: list[str] = []
    at = start
    for a, b in times:
        if text[b : b + 1] == "价" or text[b : b + 3] == "不变价" or _CARRIED_OVER.match(text, b) or is_left_over(text, (a, b)):
            continue  # 万元GDP（当年价）能耗, 上年结转收入
        if _CARRIES.search(text, max(start, a - 4), a) and _CARRIED.match(text, b):
            continue
        if _OF_A_NAME.search(text, max(start, a - 4), a) or (_OF_A_GOAL.search(text, max(start, a - 10), a) and _GOAL.match(text, b)):
            continue  # 完成全年任务: the time belongs to what was done
        first, last = max(a, at), min(b, end)
        if first < last:
            pieces += (text[at:first], TIME * (last - first))
            at = last
    work = "".join((*pieces, text[at:end]))
    if "我" in work:
        work = _AMONG_US.sub("全", work)  # 在我省排名第五, 居我省第3位: as 全省 says it
    depth, begin = 0, 0
    for mark in (_MARK_OR_DOT if _DOT.search(work) else _MARK).finditer(work):
        c = mark.group()
        if c in _OPEN or c in "“《":
            depth += 1
        elif c in _CLOSE or c in "”》":
            depth = max(0, depth - 1)
        elif depth == 0:
            i = mark.start()
            if i > begin:
                yield Sentence(start + begin, start + i, _paused(work[begin:i]), c)
            begin = i + 1
    if begin < len(work):
        yield Sentence(start + begin, end, _paused(work[begin:]), "")


def _paused(work: str) -> str:
    """The sentence with a comma for each blank between its clauses, where nothing else parts them; of the same length."""
    if (" " not in work and "　" not in work and "\t" not in work) or not _PAUSES.isdisjoint(work) or _BLANK_BEHIND.search(work) is None:
        return work
    parted = _BLANK_BEHIND.sub(lambda gap: gap.group("unit") + "，".ljust(len(gap.group()) - len(gap.group("unit"))), work)
    return _BLANK_BEFORE.sub("，", parted)


def groups(sentence: Sentence, figures: Sequence[Quantity]) -> tuple[Group, ...]:
    """The figures by bracket, the sentence's own first, then each bracket in order."""
    open_at: list[int] = []
    spans: list[tuple[int, int, int]] = []  # start, end, depth
    for mark in _BRACKET.finditer(sentence.work):
        if mark.group() in _OPEN:
            open_at.append(mark.start())
        elif open_at:
            begin = open_at.pop()
            spans.append((begin, mark.start(), len(open_at) + 1))
    own: list[Quantity] = []
    inner: dict[tuple[int, int, int], list[Quantity]] = {}
    spans.sort()
    held: list[tuple[int, int, int]] = []  # brackets open at the figure, outermost first
    at = 0
    for figure in figures:
        a = figure.span[0] - sentence.start
        while at < len(spans) and spans[at][0] < a:
            held.append(spans[at])
            at += 1
        while held and held[-1][1] <= a:
            held.pop()
        if held:
            inner.setdefault(held[-1], []).append(figure)
        else:
            own.append(figure)
    result = [Group(sentence.start, sentence.end, 0, None, tuple(own))]
    for (a, b, depth), within in sorted(inner.items()):
        result.append(Group(sentence.start + a + 1, sentence.start + b, depth, sentence.start + a, tuple(within)))
    return tuple(result)
