"""Which time a figure is about: the nearest in its sentence that can be, else in its paragraph, above it, in heading, title or opening."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import Literal

from msgspec import structs

from notice_parser.extract.statistics.draft import Draft
from notice_parser.link.serving_times import DIGIT, NEAR, ServingTimes, days_between, of_years
from notice_parser.link.stated_times import BRACKET
from notice_parser.model import Period, Span, Time
from notice_parser.text.line_marks import MARKED
from notice_parser.text.times import Mention

__all__ = ["Periods"]

_OF_SEASON = re.compile("[春夏秋冬]季?[㐀-鿿]")
_ANNUAL = re.compile("(?:年度|当年|全年|本年度?)[^，]{0,6}(?:计划|目标|任务|预算)(?!.{0,8}(?:[率占比]|完成$))")
_LEADS_IN = re.compile("[：:]\\s{0,4}$")  # a line that those below it go on from
_ALL_ALONG = re.compile(
    "[ 　]{0,4}(?:[一二两三四五六七八九十]{1,2}年(?:以?来|间)|过去的?[一二两三四五六七八九十]{1,2}年)[^，,。；;]{0,6}[，,]"
)
# 从时段看，7月至9月事故高发: parts of the time that all is of, which hold for nothing below
_BY_TIME = re.compile(
    "[ 　]{0,4}(?:从|按|分)(?:发生|发案|来电)?(?:时段|时间|月份|月度|季度|年度|月|季)(?:分布|情况)?(?:上|来)?[看分]?[，,：:]"
)
_ALL_ALONG_AGAIN = re.compile(f"。{_ALL_ALONG.pattern}")
_AT_THAT_DAY = re.compile("(?:其中|另?有|还|尚|仍)?(?:正在|在办|未(?!来)|待|剩余|其余|仍|尚|逾期|超期)")
_IN_ALL = re.compile("累计(?![存蓄]|折旧)")
# 近三年，…; 三年来，全市累计…: opens a clause, and says of no thing which one it is (近三年立项的项目)
_MANY_YEARS = re.compile(
    "(?<![^，,。；;、：:\\s])(?:(?:最近|近|过去)(?:[两二三四五六七八九十]|[2-9]|1[0-9])个?年(?:以?来)?|[两三四五六七八九十]年[来间])"
    "(?=[，,]|[ 　]?(?:全[国省市县区州镇]|[我本][省市县区州镇局]|累计|共|先后))"
)
_OPENS_BRACKET = re.compile("[㐀-鿿]{1,8}[（(]")
_POINT = re.compile("(?:^|[。；;：:\n])[ 　]{0,4}(?:[一二三四五六七八九十]{1,2}(?:是|要)|[①-⑩]|[（(][0-9]{1,2}[）)])")
_STANDS_NOW = re.compile("现共?有|(?<=[㐀-鿿])共有")
_THAT_DAY = re.compile("(?<![0-9一-龥])当[日天](?!清)[^，,；;累]*$")
POINT = 4  # characters of the mark of a point
PARAGRAPHS = 60  # lines above a figure in which its period is looked for
SHORT = 20  # days


class Periods(ServingTimes):
    """The period of each figure, asked for in the order of the figures."""

    def of(self, draft: Draft) -> tuple[Period | None, bool]:
        """The period of a figure, and whether its own clause states it. To be asked for in the order of the figures."""
        pair, own = self.found(draft)
        if not own and (same := self.of_the_same(draft)) is not None:
            pair = same
        self.chosen.append(pair)
        if not own and pair is not None and self.title is not None and _holds(self.title[1], pair[1]) and self.is_of_more(draft, pair):
            self.of_more.add(len(self.chosen) - 1)
            self.chosen[-1] = pair = self.title
        if pair is None:
            return None, False
        period = _period(*pair)
        if self.is_begun(pair[0]):
            period = structs.replace(period, end=None, granularity="range")  # 自2019年起，累计完成11.3万亩: as 2019年以来 says it
        if period.start is None and period.end is not None and _THAT_DAY.search(self.text[draft.span[0] : draft.quantity_span[0]]):
            period = structs.replace(period, start=period.end, granularity="day")  # 截至3月3日24时，累计…；当日转为确诊2例
        return period, own

    def of_plan(self, period: Period | None) -> Period | None:
        """The time of the plan that the title names beside what it reports on (2023年工作总结和2024年工作打算), for what is announced and
        says no other time than the one reported on."""
        reported = self.title is not None and period is not None and (period.start, period.end) == (self.title[1].start, self.title[1].end)
        return _period(*self.plan) if reported and self.plan is not None else period

    def are_apart(self, part: int, whole: int) -> bool:
        """Whether a figure is of a time over before that of its whole began (发生较大事故27起，去年同期发生重大事故1起), or a share of
        one that is over (去年同期全院共收案312件；受案数量占全院总收案数的12.5%)."""
        one, other = self.chosen[part], self.chosen[whole] if whole < len(self.chosen) else None
        if not (one and other and one[1].start and one[1].end and other[1].start and other[1].end):
            return bool(one and other and one[1].end and other[1].start and one[1].start and str(one[1].end) < str(other[1].start))
        over = self.drafts[part].measure == "ratio" and str(other[1].end) < str(one[1].start)
        return over or str(one[1].end) < str(other[1].start)

    def is_past(self, number: int, draft: Draft) -> bool:
        """Whether the sentence of a figure says a time that was over when the notice was written: no plan is of such a time."""
        chosen = self.chosen[number]
        said = chosen is not None and chosen[0].start >= self.full_start(draft)
        return bool(said and chosen and chosen[1].end and self.dated and str(chosen[1].end) < self.dated)

    def of_the_same(self, draft: Draft) -> tuple[Mention, Time] | None:
        """年末待售面积6.5万平方米，下降21%: the day that holds for the figure before of the same thing, in the same sentence."""
        if "indicator" not in draft.inherited:
            return None
        for at in range(len(self.chosen) - 1, max(-1, len(self.chosen) - NEAR), -1):
            before, time = self.drafts[at], self.chosen[at]
            if before.sentence_span != draft.sentence_span:
                return None
            if (before.subject, before.indicator) == (draft.subject, draft.indicator):
                return time if before.period_span is None and time is not None and time[1].granularity == "as_of" else None
        return None

    def is_of_more(self, draft: Draft, pair: tuple[Mention, Time]) -> bool:
        """4月，新增就业3200人，累计新增1.3万人: whether a figure that names no time is of more than the month before it.

        By 累计, or since the same thing came to less in that month; and what its sentence says behind it.
        """
        number = len(self.chosen) - 1
        if draft.whole is not None and draft.whole < number and self.chosen[draft.whole] == pair:
            return False  # 一季度累计完成41.3亿件，其中快递累计完成37.1亿件: no part is of more than its whole
        of_it = [self.drafts[at] for at in range(number - 1, max(-1, number - NEAR), -1) if self.chosen[at] == pair]
        of_it = [one for one in of_it if one.change is None and one.unit == draft.unit and one.modality == draft.modality]
        if _IN_ALL.search(self.text, *draft.span) is not None and draft.change is None:
            return bool(of_it)
        if number and self.drafts[number - 1].sentence_span == draft.sentence_span:
            return number - 1 in self.of_more
        same = (one for one in of_it if (one.subject, one.indicator) == (draft.subject, draft.indicator))
        return draft.change is None and any(0 < one.value < draft.value for one in same)

    def found(self, draft: Draft) -> tuple[tuple[Mention, Time] | None, bool]:
        """The time that a figure is about, and whether its own clause states it."""
        if draft.period_span is not None:
            named = next(iter(self.pairs_at((draft.period_span,))), None)
            return named, named is not None
        if self.is_of_many_years(draft):
            return None, False
        if draft.unit != "%" and _ANNUAL.match(draft.indicator or "") and (year := self.year_before(draft)) is not None:
            return year, year[0].start >= draft.span[0]
        sentence = self.last_in(self.full_start(draft), draft.quantity_span[0], draft)
        if sentence is not None:
            sentence = self.before_base(self.before_aside(sentence, draft), draft)
            return sentence, sentence[0].start >= draft.span[0]
        if (at := bisect_left(self.untold, self.full_start(draft))) < len(self.untold) and self.untold[at] < draft.quantity_span[0]:
            return self.title, False  # 截至目前，…: nothing of what was before
        if _ALL_ALONG.match(self.text, self.full_start(draft)) is not None and self.title is not None and not self.is_plan:
            return self.title, False  # 2022年审结…。五年来，…: all the time that the notice is about
        line = self.lines[draft.paragraph]
        before = self.last_in(line.start, draft.sentence_span[0], draft)
        while before is not None and self.is_passed(before, draft):
            before = self.last_in(line.start, before[0].start, draft)
        if before is not None and self.title is not None and self.is_all_along(before[0].end, draft):
            return self.title, False
        before = self.before_aside(before, draft) if before is not None else self.above(draft) or self.fallback(draft)
        return before, False

    @cached_property
    def many_years(self) -> list[int]:
        """Where the words end that speak of some years that nothing dates, in order."""
        return [said.end() for said in _MANY_YEARS.finditer(self.text)]

    def is_of_many_years(self, draft: Draft) -> bool:
        """近三年，累计投入资金6.3亿元: whether the last time before a figure in its sentence is some years that nothing dates."""
        if not self.many_years or self.title is None or of_years(self.title[1]):
            return False
        start, end = self.full_start(draft), draft.quantity_span[0]
        at = bisect_left(self.many_years, end) - 1
        if at < 0 or self.many_years[at] <= start:
            return False
        first, last = bisect_left(self.starts, self.many_years[at]), bisect_left(self.starts, end)
        return not any(time.start is not None for _, time in self.pairs[first:last])

    def is_passed(self, pair: tuple[Mention, Time], draft: Draft) -> bool:
        """Whether a month of an earlier sentence holds for nothing behind it: said in an earlier point (一是3月开展检查…；二是…), or
        beside figures none of which is of it (对386所学校检查，11月对2所…实施。…)."""
        mention, time = pair
        if time.granularity == "month" and _STANDS_NOW.search(self.text, draft.sentence_span[0], draft.quantity_span[0]) is not None:
            return self.title is not None or len(self.openings) > 0  # 8月招录协理员10名。辖区现有调解组织98个
        if time.granularity not in ("month", "range", "day") or self.title is None or not _holds(self.title[1], time):
            return False
        line = self.lines[draft.paragraph]
        before = self.text[line.start : mention.start]
        if _POINT.search(before) is not None and _POINT.search(self.text, mention.end, draft.sentence_span[0] + POINT) is not None:
            return True
        near = range(len(self.chosen) - 1, max(-1, len(self.chosen) - NEAR), -1)
        beside = [at for at in near if self.drafts[at].sentence_span[0] <= mention.start < self.drafts[at].sentence_span[1]]
        return bool(beside) and all(self.chosen[at] != pair for at in beside)

    def is_all_along(self, start: int, draft: Draft) -> bool:
        """2022年审结…。五年来，…。受理案件逐年上升，…: whether a sentence between a time and a figure goes back to the whole."""
        return _ALL_ALONG_AGAIN.search(self.text, max(start, draft.sentence_span[0] - BRACKET), draft.sentence_span[0]) is not None

    def before_base(self, found: tuple[Mention, Time], draft: Draft) -> tuple[Mention, Time]:
        """1—9月发生18起，去年1—9月22起，比去年减少4起: a change is not of the time it is measured against, but of the one before."""
        # 较常年同期偏多12%: that 同期 is the very time the figure is of
        said = [(m, t) for m, t in self.pairs_at(draft.base_spans) if t.start is not None and m.raw != "同期"]
        bases = [t for _, t in said] if draft.change is not None else []
        if not any(_within(found[1], base) for base in bases):
            return found
        first, last = bisect_left(self.starts, self.full_start(draft)), bisect_left(self.starts, found[0].start)
        near = (p for p in reversed(self.pairs[first:last]) if not any(_within(p[1], base) for base in bases))
        return next((p for p in near if self.serves(p, draft)), found)

    def of_heading(self, span: Span, draft: Draft) -> tuple[Mention, Time] | None:
        """The time that a heading says; none for the year of a season (2012年春季防疫), where the title says less."""
        found = self.last_in(*span, draft)
        seasonal = found is not None and _OF_SEASON.match(self.text, found[0].end) is not None
        return None if seasonal and found and self.title is not None and _holds(found[1], self.title[1]) else found

    def above(self, draft: Draft) -> tuple[Mention, Time] | None:
        """The time of the lines above under the same heading, else of the heading, else of what leads in to it and those above it."""
        line = self.lines[draft.paragraph]
        found: tuple[Mention, Time] | None = None
        level = 0  # of the heading gone past; 0: still under the nearest one
        of_year = False  # whether it is told of one whole year, which a heading can name
        goes_on = MARKED.match(self.text, line.start) is None  # 8月16日，新增确诊3例；⏎治愈出院9例；: one sentence over several lines
        for number in range(draft.paragraph, max(0, draft.paragraph - PARAGRAPHS), -1):
            if (heading := self.headings.get(number)) is not None and self.is_heading(number):
                if level and heading.level >= level:
                    found = None  # what a section beside this one speaks of
                else:
                    found = found or self.of_heading(heading.span, draft)
                    if found is not None or heading.level <= 1:
                        return found
                    level = heading.level
            elif found is not None and not level:
                return found
            above = self.lines[number - 1]
            if above.zone != line.zone:
                break
            if found is None and (all_along := _ALL_ALONG.match(self.text, above.start)) is not None:
                if not all_along.group().strip().startswith("一年"):
                    return None
                of_year = True  # 2023年工作回顾 … 一年来，…: the year of the heading
            parted = _BY_TIME.match(self.text, above.start) is not None
            if found is None and not of_year and not parted and above.role in ("text", "remark") and not self.is_heading(number - 1):
                goes_on = goes_on and self.text[above.end - 1] in "；;，,"
                leads_in = goes_on or _LEADS_IN.search(self.text, above.start, above.end) is not None
                found = self.last_in(above.start, above.end, draft, day=leads_in)
                if found is not None:
                    found = self.main_of(above.start, self.before_aside(found, draft), draft)
        return found

    def fallback(self, draft: Draft) -> tuple[Mention, Time] | None:
        """The period of the notice as a whole: the state at a day that its opening gives, else its title's, else the opening's."""
        opening = next((p for p in self.told_first if not self.is_then(p[0], draft)), None)
        if opening is not None and opening[0].end > draft.quantity_span[0]:
            opening = None
        if opening is not None and self.is_plan and opening[1].end and self.dated and str(opening[1].end) < self.dated:
            opening = None  # what a plan begins from is not what it plans
        if opening is not None and opening[1].granularity == "as_of" and opening[0].start < self.first_heading:
            stated = DIGIT.search(opening[0].raw) is not None  # 目前，普查已圆满完成: nothing that the figures are of
            return opening if stated else self.title or self.day_before(draft) or opening
        if len(self.announced) == 1 and (self.title is None or _overrules(self.announced[0][1], self.title[1])):
            return self.announced[0]
        return self.title or opening or self.day_before(draft)

    @cached_property
    def told_first(self) -> list[tuple[Mention, Time]]:
        """The times of the opening that are no base of comparison, and not when one deed was done."""
        return [p for p in self.openings if p[0].span not in self.bases and not self.is_of_deed(p[0])]

    def before_aside(self, found: tuple[Mention, Time], draft: Draft) -> tuple[Mention, Time]:
        """The time before one to which a clause only looks back: 10月共接待515万人次，2019年同期接待782万人次；实现旅游收入…

        A time that goes back behind the one that stands before it in its member of the sentence holds for that member alone.
        """
        at = found[0].start
        if found[1].granularity == "as_of" and _AT_THAT_DAY.match(self.text, draft.sentence_span[0]) is not None:
            return found  # 截至9月14日，已办结6件；正在办理16件
        told = draft.modality != "target" and found[1].granularity == "as_of" and found[0].raw.startswith("截")
        if told and self.is_only_planned(draft, found[0]):
            return found  # 2022年计划改造440个，截至6月底，已完成前期工作300个；已开工129个
        end = found[1].end or (f"{found[0].first.year}-12-31" if found[0].season and found[0].first.year else None)
        if at >= draft.sentence_span[0] or end is None:
            return found
        if (head := self.head_of_member(at, draft)) is not None:
            return head
        start = self.text.rfind("\n", 0, at) + 1
        start = max(start, self.text.rfind("。", start, at) + 1)
        back = found[0].first.unit == "same"  # 上年同期 looks back wherever it stands
        if not back:
            member = max(start, self.text.rfind("；", start, at) + 1)
            start = start if DIGIT.search(self.text, member, at) else member  # a member that begins with its year is not an aside
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, at)
        later = (
            p
            for p in reversed(self.pairs[first:last])
            if p[0].first.unit != "same" and (back or (p[1].start is not None and p[1].start > end))
        )
        return next((p for p in later if self.serves(p, draft)), found)

    def is_only_planned(self, draft: Draft, mention: Mention) -> bool:
        """Whether all figures of a sentence before a time tell what is planned, so that what stands behind it is of no time before it."""
        start = self.full_start(draft)
        planned = False
        for at in range(len(self.chosen) - 1, max(-1, len(self.chosen) - NEAR), -1):
            one = self.drafts[at]
            if one.quantity_span[0] < start:
                break
            if one.quantity_span[0] < mention.start:
                if one.modality != "target":
                    return False
                planned = True
        return planned

    def head_of_member(self, at: int, draft: Draft) -> tuple[Mention, Time] | None:
        """2025年5月，发放补贴…，1—5月累计…；有残疾人…: the time that opens the member before, which those beside it share."""
        behind = at, draft.sentence_span[0]
        if self.text.find("；", *behind) < 0 and self.text.find(";", *behind) < 0:
            return None
        start = self.full_start(draft)
        member = max(start, self.text.rfind("；", start, at) + 1, self.text.rfind(";", start, at) + 1)
        near = self.pairs[bisect_left(self.starts, member) : bisect_left(self.starts, at)]
        opens = (p for p in near if not self.text[member : p[0].start].strip())
        head = next((p for p in opens if self.serves(p, draft)), None)
        last = self.pairs[bisect_left(self.starts, at)]
        said = head is not None and _OPENS_BRACKET.fullmatch(self.text, head[0].end, at) is not None
        since = head is not None and head[1].granularity == "as_of" and last[1].start is not None and last[1].end == head[1].end
        # 今年汛期（5月1日—9月30日），…；…: what the bracket says it is; 截至7月5日9时统计，6月30日以来，…；…: since when, up to that day
        return last if said or since else head

    def main_of(self, start: int, last: tuple[Mention, Time], draft: Draft) -> tuple[Mention, Time]:
        """The period that a paragraph above is about: of its last time and one before that holds it (2022年…；12月当月…) the longer.

        The times of an event (7月下旬出现洪水) hold for nothing below, if the paragraph began with something longer.
        """
        if self.title is not None and (last[1].start, last[1].end) == (self.title[1].start, self.title[1].end):
            return last  # 今年计划实施项目312个…。1—9月，…: the period of the title, whatever longer one the plan is for
        near = self.pairs[bisect_left(self.starts, start) : bisect_left(self.starts, last[0].start)]
        titled = [p for p in near if self.title is not None and (p[1].start, p[1].end) == (self.title[1].start, self.title[1].end)]
        if titled and self.serves(titled[-1], draft):
            return titled[-1]  # 7月份用电…；1—7月累计用电…: the month that the title names
        if _is_short(last[1]):
            long = (p for p in near if not _is_short(p[1]) and p[1].start is not None)
        else:
            long = (p for p in near if _holds(p[1], last[1]))
        return next((p for p in long if self.serves(p, draft)), last)


def _holds(longer: Time, time: Time) -> bool:
    """Whether one period holds another, and more."""
    return _within(time, longer) and (longer.start, longer.end) != (time.start, time.end)


def _overrules(announced: Time, titled: Time) -> bool:
    """Whether what the opening announces is a time of its own beside the title's, and not the longer one that the title's lies in."""
    return announced.end is not None and not _holds(announced, titled)


def _within(time: Time, other: Time) -> bool:
    """Whether a period lies in another, or is the same."""
    if time.start is None or time.end is None or other.start is None or other.end is None:
        return False
    return other.start <= time.start and time.end <= other.end


def _is_short(time: Time) -> bool:
    """Whether a period is of some days, less than three weeks, or a holiday."""
    if time.start is None or time.end is None:
        return time.granularity == "unknown"  # a holiday whose days nothing says
    return days_between(time.start, time.end) < SHORT


def _period(mention: Mention, time: Time) -> Period:
    resolved: Literal["written", "notice_period", "last_stated", "notice_date"] = time.resolved_by
    return Period(raw=mention.raw, start=time.start, end=time.end, granularity=time.granularity, resolved_by=resolved)
