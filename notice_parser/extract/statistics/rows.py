"""Rows of figures: several that stand in one series, for names, things or changes said before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.extract.statistics.draft import Draft
from notice_parser.extract.statistics.left_out import LeftOut
from notice_parser.extract.statistics.pairing import HAS
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.shared_ends import shared_ends
from notice_parser.extract.statistics.single import FROM_THEN
from notice_parser.extract.statistics.walk import Walk
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.model import Quantity

__all__ = ["Rows"]

_ACTS_EACH = re.compile("(?<=分别[㐀-鿿]{2})、(?=[㐀-鿿]{2}$)")  # 分别受理、审结
_TWO_ACTS = re.compile("(?P<who>[^，,、]{0,12}?)(?:共|累计)?(?P<one>[㐀-鿿]{2})(?:和|、|及)(?P<two>[㐀-鿿]{2})(?P<what>[㐀-鿿]{2,16})")
_ABOVE_OR_BELOW = ("高于", "低于")
_AS_AT = re.compile(f"[和及与、]?{TIME}+(?:同期|水平)?的")
# 占全市总人口和劳动力总数的|49.2%、52.6%: one thing, as a share of each of two
_TWO_WHOLES = re.compile(
    "(?P<before>(?![^占]*分别)[^，,、和与及占]{0,16}(?<![挤侵霸强])占)(?P<one>[^，,、和与及占比]{2,12})[、和与及](?P<other>[^，,、和与及占比]{2,16}?)的(?:比重|比例)?(?:分别)?为?"
)
_FIGURE_IN = re.compile("[0-9]")
_COMPARED = re.compile("恢复[到至]|相当于|为.{2,12}的")
# 增速比全国、全省分别高|2.0个、1.1个百分点
_THAN_EACH = re.compile(
    "^(?P<thing>[^，,]{0,24}?)[比较](?P<names>[^，,、和与及比较]{1,10}(?:[、和与及][^，,、和与及]{1,10}){1,4})分别(?P<more>[高低快慢多少])出?了?$"
)
_MAY_NAME = re.compile("[有是为括的]")  # one of these stands before the first of a row of names
LONGEST = 400  # characters before a figure that may name what it is


class Rows(LeftOut):
    """Reads rows."""

    def read_row(self, walk: Walk, own: str, earlier: Sequence[str], right: str) -> str | None:
        """Reads the row of figures that begins here; where none does, the words that name the one figure."""
        figures, k, figure = walk.figures, walk.k, walk.figure
        own = self.own_name(own[-LONGEST:], right)
        if "分别" in own:
            own = _ACTS_EACH.sub("和", own)
            own = _THAN_EACH.sub(r"\g<thing>分别\g<more>于\g<names>", own) if "比" in own or "较" in own else own
        ahead = self.ahead_named.match(own) if _MAY_NAME.search(own) is not None else None
        by_itself = ahead is not None and "、" not in ahead.group("name") and self.run_of(figures, k) == 1
        if ahead is not None and (by_itself or self.phrases.subject_of(ahead.group("name")) == (ahead.group("name"), "")):
            pairing = None  # 满意率较低的分别是望川区87.3%、禾丰县86.9%; 居前两位的依次是无证取水64件、擅自设坝38件
        else:
            less = self.more_less.search(own)  # 满意率高于95%的县（市、区）有: a class, and nothing to compare with
            pairing = self.first_pairing(own) or (less if less is not None and not _FIGURE_IN.search(less.group("names")) else None)
        run = self.run_of(figures, k)
        row = figures[k : k + run]
        if walk.broken and any(k + i in walk.broken for i in range(1, run)):
            self.leave_row(walk, run)
            walk.go_past(run)
            return None
        if run > 1 and (ranked := self.ranked_in_order(own, row)) is not None:
            for figure, (who, what) in zip(row, ranked, strict=False):
                self.add(figure, (who,) if who else None, what, measure="rank", rule="statistics.clauses.rank", topic=False)
            if not ranked:
                self.leave_row(walk, run)
            walk.go_past(run)
            return None
        wholes = _TWO_WHOLES.fullmatch(own) if run == len(("one", "other")) and figure.unit == "%" else None
        if wholes is not None and not (self.memory.listed or self.memory.things or len(self.memory.names) > 1):
            before, ones = wholes.group("before"), [wholes.group("one"), wholes.group("other")]
            ones = ones if "总" in ones[0] else shared_ends(ones, self.phrases)
            for of, one in zip(ones, row, strict=True):
                self.read_share(one, f"{before}{of}的", len(before) - 1, "")
            walk.go_past(run)
            return None
        if pairing is not None and run == 1 and (bare := self.without_pairing(own, right)) is not None:
            pairing, own = None, bare
        if pairing is not None:
            if self.pair_twice(own, earlier, row):
                walk.go_past(run)
                return None
            if not self.pair_off(own, earlier, row, self.between(row[-1].span[1], walk.start_of(k + run))):
                self.leave_row(walk, run)
            walk.go_past(run)
            return None
        if run == 1:
            return own
        if run == len(acts := self.acts_with_object(own)):
            for act, one in zip(acts, row, strict=True):
                self.add(one, None, act, rule="statistics.clauses.pairing")
            walk.go_past(run)
            return None
        if _AS_AT.fullmatch(own) and self.records[-1:] and self.goes_on_compared(self.records[-1].draft):
            own = f"分别恢复到{own}"  # 分别恢复到2019年同期的82%和60%，2021年同期的64%和53%
            if self.pair_off(own, (), row, ""):
                walk.go_past(run)
                return None
        if own.startswith(_ABOVE_OR_BELOW) and self.pair_off(f"分别{own}", earlier, row, ""):
            walk.go_past(run)  # 办结率、满意率分别为99%、98%，高于全省平均水平1.2和0.8个百分点
            return None
        since = FROM_THEN.search(own) if TIME in own else None
        names = own[: since.start()] if since is not None else own
        has = next((word for word in HAS if own.endswith(word)), "")  # 甲县、乙县仍有|562万元、318万元|未拨付到位
        each = f"{own.removesuffix(has)}分别{has}" if has else f"{self.phrases.without_link(names)}分别为"
        behind = self.between(row[-1].span[1], walk.start_of(k + run)) if has else ""
        if self.is_row(names, row) and self.pair_off(each, earlier, row, behind):
            if since is not None:  # 城镇、农村居民收入从2020年的26681元、7821元增加到…
                self.date_row(row)
            walk.go_past(run)
            return None
        if run == len(self.memory.series) and own and self.is_series(own):
            self.add_series(own, row)
            walk.go_past(run)
            return None
        changed = self.change_at_end(own)
        of_each = changed is not None and changed.start == 0 and figure.unit in RATES and run == len(self.last_subjects(run))
        if of_each and self.pair_off(f"分别{own}", earlier, row, ""):
            walk.go_past(run)  # 甲县、乙县发案数分别为462起、183起，同比下降25.3%、31.6%
            return None
        if changed is not None and changed.start == 0:
            counted = tuple(dict.fromkeys(draft.indicator for draft in self.counted_since() if draft.indicator))
            things = counted if run == len(counted) and len({one.unit in RATES for one in row}) == 1 else self.memory.things
            things = things if run == len(things) else self.last_things(run, figure)
            if things and changed.label == "reached":
                for thing, one in zip(things, row, strict=True):
                    self.add(one, None, thing, carried=True, rule=changed.rule)
                walk.go_past(run)
                return None
            if things:
                self.memory.things = things
                self.add_changes(changed, row)
                walk.go_past(run)
                return None
            if changed.label != "reached" and all(one.unit in RATES for one in row):
                self.leave_row(walk, run)
                walk.go_past(run)
                return None
        listed = self.memory.listed or self.memory.things
        share = self.first_share(own) if run == len(listed) and figure.unit in RATES else None
        if share is not None and not own[: share.start].strip("也均都分别 "):
            for name, one in zip(listed, row, strict=True):
                self.read_share(one, name + own, len(name) + share.start, share.group("whole") or "")
            walk.go_past(run)
            return None
        return own

    def pair_twice(self, own: str, earlier: Sequence[str], row: Sequence[Quantity]) -> bool:
        """甲县、乙县分别为12批17人次、9批11人次: pairs the first of each two that stand side by side, and the second with it."""
        firsts, seconds = row[::2], row[1::2]
        units = {(one.unit, other.unit) for one, other in zip(firsts, seconds, strict=False)}
        apart = [one.span[1] == other.span[0] for one, other in pairwise(row)]
        if len(firsts) != len(seconds) or len(firsts) < 2 or len(units) > 1 or not all(apart[::2]) or any(apart[1::2]):
            return False
        before = len(self.records)
        if not self.pair_off(own, earlier, firsts, "") or len(self.records) != before + len(firsts):
            return False
        for said, figure in zip([record.draft for record in self.records[before:]], seconds, strict=True):
            who = (said.subject,) if said.subject is not None else None
            self.add(figure, who, said.indicator, carried=True, rule="statistics.clauses.fused", topic=False)
        return True

    def acts_with_object(self, own: str) -> tuple[str, ...]:
        """受理和审结刑事案件628件和547件: two things done, each with what it is done with; else none."""
        said = _TWO_ACTS.fullmatch(self.phrases.without_lead(self.phrases.bare(own))[0])
        if said is None or said.group("one") not in self.verbs or said.group("two") not in self.verbs:
            return ()
        if said.group("who"):
            who, rest = self.phrases.subject_of(said.group("who"))
            if who is None or rest:
                return ()
            self.set_subject(who)
        return said.group("one") + said.group("what"), said.group("two") + said.group("what")

    def date_row(self, row: Sequence[Quantity]) -> None:
        """Gives the figures of a row the time that stands right before the first of them."""
        then = self.times_within(self.clause_span(row[0])[0], row[0].span[0])[-1:]
        for record in self.records[-len(row) :] if then else ():
            record.draft = structs.replace(record.draft, period_span=then[0])

    def goes_on_compared(self, last: Draft) -> bool:
        """Whether the row before was compared with another time, by a verb that what follows leaves out."""
        here = last.sentence_span[0] == self.sentence.start
        return here and _COMPARED.search(self.text, last.span[0], last.quantity_span[0]) is not None

    def leave_row(self, walk: Walk, run: int) -> None:
        """Leaves a row unread that has more figures than names, or fewer, and says so."""
        row = walk.figures[walk.k : walk.k + run]
        for unpaired in row:
            self.unread.append(unpaired.span)
        span = (row[0].span[0], row[-1].span[1])
        raw = self.text[self.clause_span(row[0])[0] : span[1]]
        self.diagnostics.append(diagnose("statistics.pairing", field="statistics", span=span, raw=raw, count=run))
