"""Two figures of one name: 住宅火灾180起，死亡6人；厂房火灾44起，死亡1人 are the deaths of two kinds of fires.

What is measured is named in the shortest form that is complete, and a head noun that clauses share is carried on. A name is not
complete while the notice has another figure under it: then it gets before it what opens its run of clauses (住宅火灾死亡), or
what has the share (投诉类占总量). Only where that tells the figures apart; else they stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import structs

from notice_parser.grammar import Field
from notice_parser.grammar.pattern import words_pattern
from notice_parser.grammar.verbs import verbs_of
from notice_parser.model import Statistic
from notice_parser.text.word_list import WordList

__all__ = ["told_apart"]

_OPENS, _CLOSES = re.compile("[（(]"), re.compile("[）)]")
_INSIDE = re.compile("^[^（）()]*[）)]|[（(][^（）()]*(?:[）)]|$)")
# between two figures: the run of clauses is over, or parts of the whole begin
_RUN_ENDS = re.compile("[。；;！!？?\n]|其中|包括|含(?![0-9㐀-鿿]{0,4}量)")
_RUN = 300  # characters from one figure to the next of its run
_PAUSE = re.compile("[，,]")
_TOGETHER = re.compile("合计|共计|总计|[，,]共占")
_ROW = re.compile("、(?=[^、，,]*$)")
# a share or a part done, which says itself of what whole and not of what part
_OF_WHOLE = re.compile(
    "占|(?:(?:超额|提前|已|均|累计)?(?:完成|达到?|为|实现|相当于))?(?:[^，,]{1,6}(?:下达|分解)的?)?(?:[年全省市县]?[年初度]{1,2}|调整后?的?|既?定|序时)?(?:计划|目标|任务|预算|进度)(?:数|任务|总额|投资)?的?$"
)
_SAID_OF_THEM = re.compile("存在|出现|正在|仍在|[未尚已仍]|没有|无法")
_NO_NAME = frozenset(("合计", "总计", "共计", "小计", "共", "总数", "总量"))
_PLACE = re.compile("[省市县区州盟旗镇乡村]$")
_AREAS = ("亩", "公顷", "千公顷", "平方米")
_GROWN = ("产量", "单产", "亩产", "产值")
_AREA_OF = re.compile("(?P<of>[^，,]{2,12}?)(?:总?(?:播种|种植|栽种|栽培|收获|养殖)面积)")
_COUNTED = ("count", "amount", "size")
ROW = 4  # figures from one of a row of counts to the next, each with its amounts
LONGEST = 60  # figures of a run, of a row, and of what has changed
LINKS = 4  # characters beside a name before its figure, as 累计, 达到
_KIND = ("类", "型", "级", "制", "式")  # what makes a word of a verb: 续建类项目
SHARED = 2  # characters of a name at least; and that two share at their ends, where they are of one pattern


def told_apart(statistics: Sequence[Statistic], text: str, clauses: Field) -> tuple[Statistic, ...]:
    """The statistics, each with a name that no other figure of its subject, time, unit and kind has, where the notice says one.

    A completed name is ``inherited``, as any that a clause does not say whole.
    """
    told = list(statistics)
    groups = _alike(statistics)
    for of_shares in (False, True) if groups else ():  # what has a share is made whole before the share is
        names = _names(clauses)
        runs = _Runs(tuple(told), text, names.verbs)
        for places in groups:
            if _is_share(told[places[0]]) == of_shares:
                for at, name in _full_names(places, runs, names).items():
                    if name != runs.name(at):
                        for other in (at, *runs.changes_of(at)):
                            told[other] = structs.replace(told[other], indicator=name, inherited=_with_indicator(told[other].inherited))
    return tuple(told)


def _alike(statistics: Sequence[Statistic]) -> list[list[int]]:
    """The places of figures that nothing but their values tells apart."""
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(statistics):
        if one.indicator:
            alike[_key(one)].append(at)
    return [places for places in alike.values() if len({statistics[at].value for at in places}) > 1]


def _is_share(one: Statistic) -> bool:
    """Whether a figure says of what whole or plan it is, and not what has it: 占总量, 完成年度任务."""
    return _OF_WHOLE.match(one.indicator or "") is not None


def _key(one: Statistic) -> tuple[object, ...]:
    """What tells a figure from others: all but its value and its place."""
    period = one.period and (one.period.start, one.period.end or one.period.raw)
    change = one.change and (one.change.direction, one.change.basis)
    return one.subject, one.indicator, period, one.unit, one.measure, one.modality, change


def _with_indicator(inherited: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in ("subject", "indicator", "period", "unit") if name == "indicator" or name in inherited)


def _full_names(places: Sequence[int], runs: _Runs, names: _Names) -> dict[int, str]:
    """The names of figures that are alike, each with what its own run says before it; a whole before its parts keeps its own."""
    heads = {at: runs.head(at) for at in places}
    twice = {heads[at] for before, at in pairwise(places) if heads[before] == heads[at] and runs.is_another(at)}  # which of them is of it?
    said = {head: runs.name(head) for head in heads.values() if head is not None}
    others = _Ends(said.values())
    wholes = {runs.whole(head) for head in said}.union(head for head, name in said.items() if others.is_end(name))
    of_wholes = frozenset(said[head] for head in wholes if head in said)
    full = {}
    for at, head in heads.items():
        name = full[at] = runs.name(at)
        is_share = _is_share(runs.statistics[at])
        if (
            head is None
            or (not is_share and (head in twice or head in wholes))
            or said[head] in _NO_NAME
            or said[head] in name
            or name in said[head]
        ):
            continue
        if head == runs.whole(at) and _PLACE.search(name) is not None:  # 其中云坪片区74件: whose they are
            continue
        if head == runs.whole(at):
            of = names.apart(said[head], name)
        elif is_share:
            of = said[head]
        elif not names.ends_alike(said[head], name):
            of = runs.shared(head, at) or names.thing(_Head.of(runs, head, at), name, others, of_wholes)
            of = "" if runs.is_parted(head, at) and (names.acts(of) or names.is_deed(name)) else of
        else:
            continue
        known = is_share or head == runs.whole(at) or names.says_of_what(of, in_same_unit=runs.in_same_unit(head, at))
        full[at] = names.joined(of, name) if known else name
    return full if len(set(full.values())) > 1 else {}


class _Runs:
    """The runs of clauses that figures stand in: each is of one subject and goes to the next semicolon, full stop or 其中;
    a figure that a semicolon parts from all of its run is of the run before that."""

    def __init__(self, statistics: Sequence[Statistic], text: str, verbs: WordList) -> None:
        self.statistics, self.text, self.verbs = statistics, text, verbs
        self.named = Counter(one.indicator for one in statistics)

    def head(self, at: int) -> int | None:
        """The figure that says of what the one at ``at`` is: that has the share, that stands before the bracket, that opens the run."""
        one, is_share = self.statistics[at], _is_share(self.statistics[at])
        if self.is_named_behind(at) or (is_share and at and _TOGETHER.search(self._gap(at - 1)) is not None):
            return None  # 扑救火灾17.4万起，抢险救援10.4万起，合计占总数的70.7%: of all, none of whom has it
        if self._is_row(at) and one.part_of is None:  # 分别为3.2%、5.1%: what the first is of
            first = self._row_start(at)
            return None if first is None else self.head(first)
        depth, first = 0, None
        for before in range(at - 1, -1, -1):
            if at - before > LONGEST:
                return None
            gap = self._gap(before)
            depth += len(_CLOSES.findall(gap)) - len(_OPENS.findall(gap))
            if len(gap) > _RUN:
                break
            if depth < 0 and "分别" in gap:  # （分别是投资0.8亿元的产业园…）: what each of them is stands with it
                return None
            if depth < 0:
                return first if first is not None and self.statistics[first].unit != one.unit else before
            if depth > 0:  # in a bracket that closes before the figure
                continue
            ends = set(_RUN_ENDS.findall(_INSIDE.sub("", gap)))
            goes_on = first is None and not is_share and self.is_whole_by_name(at) and ends <= {"；", ";"}
            goes_on = goes_on and self.opens_member(at)  # 中央收入827亿元；支出1184亿元
            if self.statistics[before].subject != one.subject or (ends and not goes_on):
                break
            if self.is_told_of_them(before):
                continue
            if not is_share or self._can_have_share(before):
                first = before
            if first == before and (self.opens_its_own(before, at) or self.opens_again(before, at)):
                break
            if (self.is_named_behind(before) and self.whole(before) is None) or (is_share and first is not None):
                break
        if first is None:
            return self.whole(at)
        return first if is_share or self._opens(first, at) else None

    def _opens(self, first: int, at: int) -> bool:
        """Whether the figure at ``at`` is of the one that opens its run: no part beside it, nor of a whole row of them."""
        one, opener = self.statistics[at], self.statistics[first]
        is_beside = one.part_of is not None and one.part_of == opener.part_of
        is_of_both = first + 1 < at and self._is_row(first + 1)  # 其中机构417个、地方311个，合格率
        return not (is_beside or is_of_both or any(self._is_topic(one, at, first) for one in range(first + 1, at)))

    def is_whole_by_name(self, at: int) -> bool:
        """Whether a figure is part of nothing, or of what is called as it is: then its whole says nothing more of it."""
        whole = self.whole(at)
        return whole is None or self.name(at) in self.name(whole)

    def opens_member(self, at: int) -> bool:
        """Whether hardly more than its name stands before a figure in its member: 油料作物长势良好，产量3万吨 is of nothing before it."""
        end = self.statistics[at].quantity_span[0]
        start = max(self.text.rfind(mark, max(0, end - _RUN), end) for mark in "；;") + 1
        return end - start <= len(self.name(at)) + LINKS

    def is_parted(self, head: int, at: int) -> bool:
        """Whether a semicolon stands between two figures."""
        between = self.text[self.statistics[head].quantity_span[1] : self.statistics[at].quantity_span[0]]
        return "；" in between or ";" in between

    def in_same_unit(self, head: int, at: int) -> bool:
        """Whether two figures are in one unit."""
        return self.statistics[head].unit == self.statistics[at].unit

    def shared(self, head: int, at: int) -> str:
        """旧存执行案件113件，新收执行案件345件，结案229件: what all are that stand before a figure of the same unit; else nothing."""
        one, of = self.statistics[at], self.name(head)
        beside = [two for two in self.statistics[head + 1 : at] if two.change is None and two.unit == one.unit]
        if self.statistics[head].unit != one.unit or not beside:
            return ""
        thing = of[len(of) - _shared_end(of, beside[0].indicator or "") :]
        if len(thing) <= SHARED or thing == of:
            return ""
        return thing[: len(thing) - _shared_end(thing, self.name(at))]

    def is_another(self, at: int) -> bool:
        """Whether a figure is no further value of what stands right before: 由15天压缩至8天, 分别为3.2%、5.1%."""
        return self.statistics[at].change is None and _PAUSE.search(self._gap(at - 1)) is not None

    def _is_topic(self, before: int, at: int, first: int) -> bool:
        """查处酒驾20起，罚款4万元, behind the accidents: whether something else was done, with a name that nothing else has."""
        name = self.name(before)
        if _shared_end(name, self.name(first)) > SHARED:
            return False  # 旧存执行案件113件，新收执行案件345件，结案229件
        thing = name.removeprefix(self.verbs.at_start(name) or name)
        return len(thing) >= SHARED and thing not in self.name(at) and self.named[name] == 1 and self.statistics[before].measure == "count"

    def changes_of(self, at: int) -> Iterator[int]:
        """The figures behind one that say how that has changed: 较大事故5起、死亡14人、受伤9人，分别下降16.7%、22.2%、10%."""
        one, changed = self.statistics[at], False
        for after in range(at + 1, min(at + LONGEST, len(self.statistics))):
            other = self.statistics[after]
            same = (other.subject, other.indicator) == (one.subject, one.indicator)
            if other.change is None and (changed or same or _RUN_ENDS.search(self._gap(after - 1)) is not None):
                return  # it goes on with something else
            changed = changed or other.change is not None
            if changed and same:
                yield after

    def whole(self, at: int) -> int | None:
        """The place of the whole of which a figure is a part."""
        whole = self.statistics[at].part_of
        return None if whole is None else int(whole.removeprefix("s")) - 1

    def name(self, at: int) -> str:
        """The indicator of a figure."""
        return self.statistics[at].indicator or ""

    def is_named_behind(self, at: int) -> bool:
        """124个在建工程: a thing that is counted, of which what follows is told."""
        name = self.name(at)
        return len(name) > 1 and self.text.startswith(name, self.statistics[at].quantity_span[1])

    def opens_its_own(self, before: int, at: int) -> bool:
        """工程项目52项，中标金额7亿元，采购项目36项，成交金额6亿元: whether an amount is of the count before it, one of a row."""
        one, part = self.statistics[at], self.statistics[before]
        name, between = self.name(before), self.statistics[before + 1 : at]
        if one.measure != "amount" or part.measure != "count" or any(other.measure != "amount" for other in between):
            return False
        if len(name) <= SHARED or self.verbs.at_start(name):
            return False  # 查处酒驾20起，罚款4万元; 损坏200间，损失500万元: what was done or befell
        near = (*range(before - 1, max(-1, before - ROW), -1), *range(at + 1, min(len(self.statistics), at + ROW)))
        row = (other for other in near if (self.statistics[other].measure, self.statistics[other].unit) == (part.measure, part.unit))
        return any(self._in_one_run(other, before) for other in row)

    def opens_again(self, before: int, at: int) -> bool:
        """事故48起、死亡52人，较大事故2起、死亡7人: whether what is counted before a figure is the next of a kind of which another of its
        name was told."""
        one, part = self.statistics[at], self.statistics[before]
        if part.change is not None or part.unit == one.unit:
            return False
        told = (two for two in range(before - 1, max(-1, before - LONGEST), -1) if self.statistics[two].change is None)
        same = next((two for two in told if (self.statistics[two].unit, self.name(two)) == (one.unit, self.name(at))), 0)
        near = (two for two in range(same - 1, max(-1, same - ROW), -1) if self.statistics[two].unit == part.unit)
        return any(_shared_end(self.name(two), self.name(before)) >= SHARED and self._in_one_run(two, before) for two in near)

    def _in_one_run(self, one: int, other: int) -> bool:
        """Whether two figures stand in one run of clauses."""
        first, last = sorted((one, other))
        return all(_RUN_ENDS.search(_INSIDE.sub("", self._gap(x))) is None for x in range(first, last))

    def is_told_of_them(self, at: int) -> bool:
        """3家存在突出问题，合格率94%: whether a name is what is said of so many, and no thing that anything is of."""
        return _SAID_OF_THEM.match(self.name(at)) is not None and self.is_named_behind(at)

    def _gap(self, before: int) -> str:
        return self.text[self.statistics[before].quantity_span[1] : self.statistics[before + 1].quantity_span[0]]

    def _is_row(self, at: int) -> bool:
        """微信218个、微博56个: one of a row."""
        one, before = self.statistics[at], self.statistics[at - 1]
        return at > 0 and one.unit == before.unit and _ROW.search(self._gap(at - 1)) is not None

    def _row_start(self, at: int) -> int | None:
        """The place of the first figure of the row of one name that the one at ``at`` stands in; null where the row has several."""
        for first in range(at, max(-1, at - LONGEST), -1):
            if not self._is_row(first) or self.statistics[first].part_of is not None:
                return first
            if self.name(first - 1) != self.name(first):
                return None
        return None

    def _can_have_share(self, at: int) -> bool:
        one = self.statistics[at]
        return one.change is None and one.measure in _COUNTED and not _is_share(one)


class _Head(NamedTuple):
    """The figure that says of what another is: its name, whether it counts or is an area, its verb is no part of it, the unit is one."""

    name: str
    is_count: bool
    in_area: bool
    has_verb: bool
    in_same_unit: bool

    @classmethod
    def of(cls, runs: _Runs, head: int, at: int) -> _Head:
        """That at ``head``, for the figure at ``at``."""
        one = runs.statistics[head]
        return cls(runs.name(head), one.measure == "count", one.unit in _AREAS, not runs.is_named_behind(head), runs.in_same_unit(head, at))


class _Names:
    """How the name of a figure says of what those behind it are."""

    def __init__(self, clauses: Field) -> None:
        self.measures = clauses.rule("statistics.clauses.measure_end").compiled
        self.verbs, self.happens = verbs_of(clauses), WordList(clauses.words["happens"])
        self.things = WordList((*clauses.words["counted"], *clauses.words["kind"]))
        pairs = [pair.split("/") for pair in clauses.words["counterpart"]]
        self.counterparts = [(one, other) for pair in pairs for one, other in (pair, pair[::-1])]
        self.verb_within = re.compile(clauses.patterns["known_verb"])  # one that is made of two characters may be halves of two words
        self.last_thing = re.compile(f"^.*{words_pattern(self.things.words)}")

    def ends_alike(self, of: str, name: str) -> bool:
        """Whether a name ends mostly as the other does: 督办事项, 市级督办事项."""
        return 2 * _shared_end(of, name) > len(name)

    def apart(self, whole: str, part: str) -> str:
        """The name of a whole without the thing that its part's name ends with, too: 竣工 of 竣工项目, for 市级项目."""
        thing = self.things.at_end(whole)
        return _without(whole, end=thing) if thing and part.endswith(thing) else whole

    def is_deed(self, name: str) -> bool:
        """Whether a name says what was done, and with what: 排查隐患, and no verb alone."""
        return self.verbs.at_start(name) not in ("", name)

    def acts(self, words: str) -> bool:
        """Whether a verb stands in words: 抖音号发布视频."""
        return self.verb_within.search(words) is not None

    def says_of_what(self, of: str, *, in_same_unit: bool) -> bool:
        """Whether words say of what something is: not what was done with others (批捕785人，起诉536人)."""
        return not (in_same_unit and self.verbs.at_start(of) == of)

    def joined(self, of: str, name: str) -> str:
        """The name with what it is of before it: 特种设备事故 + 事故起数 → 特种设备事故起数."""
        again = next((n for n in range(min(len(of), len(name) - 1), 1, -1) if of.endswith(name[:n]) and name[:n] in self.things), 0)
        return of + name[again:]

    def thing(self, head: _Head, name: str, others: _Ends, wholes: Set[str]) -> str:
        """What the name of a head says that those behind it are of: 省百大项目 of 省百大项目开工率; nothing where it is a measure alone."""
        of, acts = head.name, bool(self.verbs.at_start(name))
        for one, other in self.counterparts:
            if name == other and of.endswith(one) and of != one:
                return _without(of, end=one)  # 一般公共预算收入182亿元；支出245亿元
        whole = next((of[n:] for n in range(1, len(of)) if of[n:] in wholes and self.verbs.at_start(of[n:])), None)
        if whole is not None:
            return of.removesuffix(whole).rpartition("通过")[2]  # 企业通过窗口|申请事项，受理: by what way
        if acts and head.has_verb:
            plain = _without(of, start=self.verbs.at_start(of))  # 受理刑事案件，审结: one verb for the other
            of = of if plain.startswith(_KIND) else plain  # 续建|类项目 is one word
        if acts and not head.in_same_unit and (verb := self.verbs.at_end(of)):
            return _without(of, end=verb)  # 工贸行业检查542家次，排查隐患1763条
        if name.endswith(_GROWN) and (grown := _AREA_OF.fullmatch(of)) is not None:
            return grown.group("of")  # 蔬菜播种面积39万亩，产量10万吨
        befell = of
        of = _without(of, end=self.happens.at_end(of))  # 农村住房倒塌12间，严重损坏43间
        shared = others.shared(head.name) - (len(befell) - len(of))
        shared = min(shared, len(of) - SHARED)  # 铁路发送量, 陆路发送量: 铁路 is one word
        own = of[:-shared].removesuffix("总") if shared >= SHARED else ""
        thing = self.last_thing.match(of)
        if thing is not None and self.measures.search(of, thing.end()) is not None:
            return max(own, thing.group(), key=len)  # 省百大项目|开工率; 乡镇卫生院|诊疗人次
        counts = head.is_count or (head.in_area and name.endswith(_GROWN))
        if counts and _shared_end(of, name) < SHARED and self.measures.search(of) is None:
            return of
        return own


class _Ends:
    """Names in the order of their ends, so that those that end alike stand side by side."""

    def __init__(self, names: Iterable[str]) -> None:
        self.turned = sorted({name[::-1] for name in names})

    def is_end(self, name: str) -> bool:
        """Whether another of them ends with one of the names."""
        at = bisect_left(self.turned, name[::-1]) + 1
        return any(other.startswith(name[::-1]) for other in self.turned[at : at + 1])

    def shared(self, name: str) -> int:
        """How many characters at most another of them ends with as one of the names does."""
        at = bisect_left(self.turned, name[::-1])
        near = (*self.turned[max(0, at - 1) : at], *self.turned[at + 1 : at + 2])
        return max((_shared_end(other[::-1], name) for other in near), default=0)


@lru_cache(maxsize=8)
def _names(clauses: Field) -> _Names:
    return _Names(clauses)


def _shared_end(one: str, other: str) -> int:
    """How many characters two names end with alike."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _without(name: str, *, start: str = "", end: str = "") -> str:
    """The name without its verb, where enough is left to be one."""
    rest = name.removeprefix(start).removesuffix(end)
    return rest if len(rest) >= SHARED else name
