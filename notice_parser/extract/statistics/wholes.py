"""What 其中 points back to: the whole of a part, and where its parts end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from notice_parser.extract.statistics.context import CHANGED, REMEMBERED, Context
from notice_parser.extract.statistics.draft import Draft
from notice_parser.extract.statistics.memory import Record

__all__ = ["BARE_MEAN", "MEAN", "POINTS", "RATES", "Wholes"]

POINTS = ("个百分点", "百分点")
BARE_MEAN = re.compile("(?:平均)?每[日天月周年]|[日月年人户亩次周生师校班村床件单]均")
# a mean or a peak has no parts, and is not what later changes speak of
MEAN = re.compile(f"{BARE_MEAN.pattern}|平均|密度$|^每|^(?:单日|当日|日|瞬时)最|峰值")
_JOINT_UNIT = re.compile("(?P<one>[^()]+)[(](?P<other>[^()]+)[)](?P<tail>次?)")
_CHANGES = re.compile("[同环]比|(?:分别|均)?(?:较|比)[^，,。；;]{0,10}" + CHANGED + f"|分别{CHANGED}")
_PERSONS = frozenset(("人", "名"))  # 领导干部126名，其中省级领导50人
RATES = frozenset(("%", "‰", "/10万", "/万", "/千", "倍", "番", *POINTS))


class Wholes(Context):
    """Finds the whole of a part."""

    def open_among(self) -> None:
        """其中: what follows is part of something said right before, in this sentence or the last one with figures."""
        if self.memory.outside is None:
            self.memory.outside = (self.memory.subject,)
        if not self.records:
            self.memory.among = self.memory.among or ()
            return
        if self.divided_anew and (whole := self.records[-1].whole) is not None:
            self.memory.among = (whole,)  # 其中大气101件、水98件。按区域分类，其中：甲县71件: of the same whole
            return
        near = reversed(self.records[-REMEMBERED:])
        here = next((r for r in near if r.draft.sentence_span[0] == self.sentence.start and _can_have_parts(r)), None)
        if self.memory.among is not None and here is not None:
            self.memory.outer, self.memory.among = self.memory.among, (here,)  # 其中 within 其中
            return
        last = self.records[-1].draft.paragraph
        before = [r for r in self.records[-REMEMBERED:] if r.draft.paragraph == last and _can_have_parts(r)]
        sentence = before[-1].draft.sentence_span if before else (0, 0)
        if sentence[0] != self.sentence.start:  # a sentence that begins with 其中: the one before, in full
            line = self.document.lines[last]
            sentence = (self.text.rfind("。", line.start, sentence[0]) + 1 or line.start, sentence[1])
        if self.of_mean():
            self.memory.among = ()  # 人均消费支出5990元，其中食品支出1964元: of nothing that was said before it
            return
        inside = tuple(r for r in before if sentence[0] <= r.draft.sentence_span[0] < sentence[1] and r.whole is None)
        self.memory.among = inside or self.memory.among or tuple(before[-1:])

    def of_mean(self) -> bool:
        """Whether the last amount of the sentence is a mean."""
        last = next((r.draft for r in reversed(self.records) if r.draft.change is None and r.draft.unit not in RATES), None)
        here = last is not None and last.sentence_span[0] == self.sentence.start
        return here and last is not None and MEAN.search(last.indicator or "") is not None

    def close_whole(self) -> None:
        """Ends a 其中 whose parts add up to its whole, or stood all in the member before: 其中刑事19件，民事81件；审结99件."""
        for whole in self.memory.among or ():
            parts = [r for r in self.records[-REMEMBERED:] if r.whole is whole and r.draft.change is None and r.draft.unit not in RATES]
            listed = (
                len(parts) > 1 and parts[-2].draft.sentence_span == parts[-1].draft.sentence_span == self.records[-1].draft.sentence_span
            )
            verb = self.verbs.at_start(whole.draft.indicator or "")  # 查处酒驾3862起，其中醉驾621起；查处超员1986起
            anew = verb != "" and self.sentence.work.lstrip().startswith(verb)
            anew = anew and parts != [] and not any((part.draft.indicator or "").startswith(verb) for part in parts)
            if listed or anew or id(whole) in self.complete():
                self.memory.among = None
                return

    def complete(self) -> frozenset[int]:
        """The identities of the wholes whose parts add up to them: what follows is none of those."""
        parts: dict[int, list[Record]] = {}
        for record in self.records[-REMEMBERED:]:
            counts = record.whole is not None and not record.inner and record.draft.change is None  # a bracket divides for itself alone
            if counts and record.whole is not None and record.draft.unit == record.whole.draft.unit:
                parts.setdefault(id(record.whole), []).append(record)
        return frozenset(
            whole
            for whole, held in parts.items()
            if len(held) > 1 and held[0].whole is not None and sum(part.draft.value for part in held) == held[0].whole.draft.value
        )

    def whole_for(self, unit: str | None, records: tuple[Record, ...] | None, indicator: str | None = None) -> Record | None:
        """The whole that a part of this unit belongs to: of those in the same unit the one of most like name, else the last."""
        same = [r for r in records or () if r.draft.unit == unit] or [r for r in records or () if {r.draft.unit, unit} <= _PERSONS]
        same = same or [r for r in records or () if unit in _counters(r.draft.unit)]
        shared = [len(set(r.draft.indicator or "") & set(indicator or "")) for r in same]
        return max(zip(shared, range(len(same)), same, strict=True), key=lambda one: one[:2])[2] if same else None

    def whole_of(self, part: Draft) -> Record | None:
        """The whole of a part, by what 其中 may point to; one of a sentence before must be as large at least."""
        if not self.memory.among or MEAN.search(part.indicator or ""):
            return None  # 人均收入…，其中城镇居民人均收入: means do not add up
        here = part.sentence_span
        fused = part.rule == "statistics.clauses.fused"  # 其中农村45户60人，城镇5户7人: two wholes side by side
        if not fused and (complete := self.complete()) and any(id(r) in complete for r in self.memory.among):
            self.memory.among = None
        wholes = [r for r in self.memory.among or () if r.draft.sentence_span == here or r.draft.value >= part.value]
        wholes = [r for r in wholes if r.draft.value >= part.value] or wholes
        if len([r for r in wholes if r.draft.unit == part.unit]) > 1 and (whole := self.sum_of_row(part, wholes)) is not None:
            wholes = [whole]
            self.memory.among = tuple(r for r in self.memory.among or () if r is whole or r.draft.unit != part.unit)
        whole = self.whole_for(part.unit, tuple(wholes), part.indicator)
        if whole is not None and self.member:
            near = (r for r in self.records[-REMEMBERED:] if r.whole is whole and not r.inner and r.draft.change is None)
            parts = [r.draft.value for r in near if r.draft.unit == part.unit]
            if parts and sum(parts) + part.value > whole.draft.value + max(whole.draft.precision or 0, part.precision or 0):  # as rounded
                self.memory.among = None  # 文化馆50个，其中文化站44个；剧场7个：more than the whole has left
                return None
        return whole

    def sum_of_row(self, part: Draft, wholes: Sequence[Record]) -> Record | None:
        """受理48件，办结47件；其中即办件31件，承诺件17件: of several wholes that to which this part and those behind it add up, up to
        how they changed."""
        first = bisect_left(self.figure_starts, part.quantity_span[0])
        changed = _CHANGES.search(self.text, part.quantity_span[1], part.sentence_span[1])
        end = changed.start() if changed is not None else part.sentence_span[1]
        row = takewhile(lambda figure: figure.span[0] < end, self.figures[first:])
        total = sum(figure.value for figure in row if figure.unit == part.unit)
        return next((r for r in wholes if r.draft.unit == part.unit and r.draft.value == total > part.value), None)


def _counters(unit: str | None) -> tuple[str, ...]:
    """The units that one printed with a bracket stands for: 件, 批, 件次, 批次 of 件(批)次."""
    said = _JOINT_UNIT.fullmatch(unit or "")
    return () if said is None else tuple(said.group(which) + tail for which in ("one", "other") for tail in {"", said.group("tail")})


def _can_have_parts(record: Record) -> bool:
    """Whether a record is an amount of something: no rate, no mean, no change, not what another time had."""
    draft = record.draft
    amount = draft.change is None and draft.unit not in RATES and draft.measure != "rank"
    own = draft.rule not in ("statistics.changes.base_value", "statistics.clauses.base_of_share")
    return amount and own and MEAN.search(draft.indicator or "") is None
