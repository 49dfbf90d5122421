"""Drafts → statistics: holes filled from sentence, paragraph, heading and title; periods, regions, wholes; ids and keys.

Subject left open: the last one stated before, else the level that the title or opening names. Period: the nearest time
before the figure in its sentence that is no base of comparison, else in its paragraph, else in those before under the
same heading, else that of the heading, else that of the title.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Literal

from notice_parser.extract.facts import Facts
from notice_parser.extract.statistics.draft import Draft
from notice_parser.grammar import Field
from notice_parser.layout.document import Document
from notice_parser.link.regions import RegionContext, resolve_region
from notice_parser.model import Period, Region, Span, Statistic, Time, Unread
from notice_parser.text.times import Mention

__all__ = ["link_statistics"]

_SEASON = re.compile("春运|暑运|主?汛期|采暖|供暖|秋冬|[一-鿿]{1,3}节")  # 2023年春运从1月7日…: the year is the season's
_RECORD = re.compile("以?来?(?:的)?(?:历史)?(?:同期)?(?:最[大高低小多少好强](?!法院?|人民|检)|新高|新低|首次|第[一二三])")
_EXTREME = re.compile("最[大小高低多少]$|[居为]各月(?:之)?[首末]")
_FLOW = re.compile("(?:收入|支出|产值|增加值|税收|营业额|销售额|发放额?|投资额?|产量)$")
_CLAUSE_END = re.compile("[，,。；;\n]")
_LEFT_OVER = re.compile("[㐀-鿿]{1,4}(?:[（(][㐀-鿿]{1,6}[）)])?(?:结转|结余|滚存)")  # 上年镇街（平台）结余
_OF_A_THING = re.compile(
    "价|不变价|可比价|假|黄金周|小长假|长假|中秋|结转|结余|滚存|版|本(?![届级市县省区州镇乡年月次期轮])|修订|印发|出台|发布|制定|颁布"
)
_PLANNED = re.compile("[^，,。；;：:]{0,12}(?:目标|任务|计划|预算|指标|进度|总[数量额])")
_PLANS = re.compile("(?:完成|实现|超|达到?|为|是)$")
_ANNUAL = re.compile("(?:年度|当年|全年|本年度?)[^，]{0,6}(?:计划|目标|任务|预算)(?!.{0,8}(?:[率占比]|完成$))")
_CARRIED_TO = re.compile("(?:结转|转入|延至|顺延到?|顺延至|安排到)$")
_EVENT = re.compile(
    "(?:春运|暑运|汛期|假期|长假|黄金周|节|期间|采暖季|秋冬季|活动|行动|阶段)(?:[前后第]?[0-9一二三四五六七八九十]{1,3}[天日])?[（(]$"
)
_THIS_YEAR = re.compile("今年|本年(?!度)")
_OF_THEN = re.compile("(?:年?同期|年?末|年?底|[^，,。；]{0,10}(?:普查|调查)时?)?的|(?=[0-9])")
_STANDS = re.compile("共有|现有|尚有|拥有|在册|存有")
_HAS = re.compile("(?:共|现|拥|尚|存)有|(?<=[国省市县区州镇乡])有(?![效关机序])")
_BEGINNING = re.compile("年初$|年伊始$")
_ASIDE = re.compile("(?:^|[，,。；;：:\n])(?:随着|由于|因为|得益于|受益于)[^，,。；;]{0,40}$")
_BY_THE_YEAR = re.compile("年均|年平均|每年|累计")  # growth over the years of a plan that was named before
_NOW = re.compile("现(?:就|将|对|把)[^，,。；;：:\n]{0,40}$")
_AS_FOLLOWS = re.compile("[^，,。；;：:\n]{0,60}如下")
_DIGIT = re.compile("[0-9０-９]")
_OPENS_CLAUSE = re.compile("(?:^|[，,。；;：:\\n 　将至])$")
_LEADS_IN = re.compile("[：:]\\s{0,4}$")  # a line that those below it go on from
OPENING = 4  # lines of text at the head of the body that can say what period the notice is about
PARAGRAPHS = 60  # lines above a figure in which its period is looked for
NEAR = 50  # times before a figure that are looked at
BRACKET = 200  # characters within which a bracket that holds a time is closed
SHORT = 20  # days
YEAR = 366
ASIDE = 42  # characters before a time in which its clause may begin
QUALIFIED = 10  # characters behind a time that can say what it qualifies
KEY_LENGTH = 16  # hexadecimal digits of a key: enough for the figures of one notice


def link_statistics(
    document: Document, facts: Facts, context: RegionContext, clauses: Field
) -> tuple[tuple[Statistic, ...], tuple[Unread, ...]]:
    """The statistics in reading order, and the figures that no rule read or left out."""
    found = facts.figures
    if found is None:
        return (), ()
    periods = _Periods(document, facts, found.drafts, clauses.words["stock"])
    region_of = cache(lambda subject: resolve_region(subject, context) if subject else None)
    seen: dict[str, int] = {}
    statistics = tuple(_statistic(document, draft, i, periods, region_of, seen) for i, draft in enumerate(found.drafts))
    unread = tuple(Unread(raw=document.text[a:b], span=(a, b)) for a, b in found.unread)
    return statistics, unread


def _statistic(
    document: Document,
    draft: Draft,
    number: int,
    periods: _Periods,
    region_of: Callable[[str | None], Region | None],
    seen: dict[str, int],
) -> Statistic:
    text = document.text
    raw = text[draft.span[0] : draft.span[1]]
    quantity = text[draft.quantity_span[0] : draft.quantity_span[1]]
    period, own = periods.of(draft)
    inherited = draft.inherited if own or period is None else (*draft.inherited, "period")
    return Statistic(
        id=f"s{number + 1}",
        key=_key(raw, quantity, draft.subject, seen),
        raw=raw,
        span=draft.span,
        quantity=quantity,
        quantity_span=draft.quantity_span,
        value=draft.value,
        value_max=draft.value_max,
        unit=draft.unit,
        per=draft.per,
        precision=draft.precision,
        qualifier=draft.qualifier,
        subject=draft.subject,
        region=region_of(draft.subject),
        indicator=draft.indicator,
        period=period,
        measure=draft.measure,
        change=draft.change,
        part_of=None if draft.whole is None or periods.are_apart(number, draft.whole) else f"s{draft.whole + 1}",
        modality=draft.modality,
        inherited=tuple(name for name in ("subject", "indicator", "period", "unit") if name in inherited),
        rule=draft.rule,
    )


def _key(raw: str, quantity: str, subject: str | None, seen: dict[str, int]) -> str:
    """From clause, figure and occurrence: the same while the words stay, whatever the rules make of them."""
    base = f"{raw}\x1f{quantity}"
    seen[base] = seen.get(base, 0) + 1
    return hashlib.sha256(f"{base}\x1f{seen[base]}".encode()).hexdigest()[:KEY_LENGTH]


class _Periods:
    """The times of a document by place, and which of them a figure is about."""

    def __init__(self, document: Document, facts: Facts, drafts: Sequence[Draft], stock: Sequence[str]) -> None:
        self.stock = re.compile("|".join(stock))  # indicators of what stands at a day
        self.bases = frozenset(span for draft in drafts for span in draft.base_spans)  # the times that something is compared with
        self.drafts = drafts
        title = facts.title.span if facts.title else None
        self.text = document.text
        self.lines = document.lines
        self.headings = {heading.line: heading for heading in document.headings}
        self.pairs = [(m, t) for m, t in zip(facts.mentions, facts.times, strict=True) if not m.quoted and (t.start or t.end or m.season)]
        self.starts = [m.start for m, _ in self.pairs]
        # 截至目前 of a notice without a date: what was said before it is past
        self.untold = [
            m.start
            for m, t in zip(facts.mentions, facts.times, strict=True)
            if m.raw.startswith(("截", "至")) and t.granularity == "as_of" and t.end is None
        ]
        body = next((line.start for line in self.lines if line.zone == "body" and line.role == "text"), 0)
        texts = [line.end for line in self.lines if line.start >= body and line.zone == "body" and line.role == "text"]
        opened = texts[min(OPENING, len(texts)) - 1] if texts else body
        opening = (p for p in self.pairs if body <= p[0].start < opened and p[1].granularity != "day")
        self.openings = [p for p in opening if not p[0].basis and not self.is_of_a_word(p[0])]
        self.announced = next((p for p in self.openings if self.is_announced(p[0])), None)
        marked = (heading.span[0] for heading in document.headings if heading.marker is not None)
        self.first_heading = next((at for at in marked if at >= body), len(self.text))
        named = [title] if title else []
        named += [line.span for line in self.lines if line.zone == "head" and line.role == "text" and title and line.start >= title[1]]
        titled = (p for span in named for p in reversed(self.pairs) if span[0] <= p[0].start < span[1] and self.is_of_title(p, span, title))
        self.title = next((p for p in titled if not self.is_of_a_word(p[0])), None)
        self.chosen: list[tuple[Mention, Time] | None] = []  # what the figures so far were found to be about
        self.opened = opened
        self.body = body

    def is_announced(self, mention: Mention) -> bool:
        """Whether the opening says that what follows is of a time: 现将2020年遭受自然灾害情况报告如下."""
        before = self.text[max(0, mention.start - BRACKET) : mention.start]
        return _NOW.search(before) is not None and _AS_FOLLOWS.match(self.text, mention.end) is not None

    def is_of_title(self, pair: tuple[Mention, Time], span: Span, title: Span | None) -> bool:
        """Whether a time stands in the title, or fills the line below it and is no single day: （2023年四季度）."""
        line = self.text[slice(*span)].strip(" \u3000（）()")
        return span == title or (line == pair[0].raw and pair[1].granularity not in ("day", "as_of", "unknown"))

    def of(self, draft: Draft) -> tuple[Period | None, bool]:
        """The period of a figure, and whether its own clause states it. To be asked for in the order of the figures."""
        pair, own = self.found(draft)
        if not own and (same := self.of_the_same(draft)) is not None:
            pair = same
        self.chosen.append(pair)
        return (_period(*pair), own) if pair is not None else (None, False)

    def are_apart(self, part: int, whole: int) -> bool:
        """Whether a figure is of a time that ended before that of its whole began: 发生较大事故27起，去年同期发生重大事故1起."""
        one, other = self.chosen[part], self.chosen[whole] if whole < len(self.chosen) else None
        return bool(one and other and one[1].end and other[1].start and one[1].start and str(one[1].end) < str(other[1].start))

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

    def found(self, draft: Draft) -> tuple[tuple[Mention, Time] | None, bool]:
        """The time that a figure is about, and whether its own clause states it."""
        if draft.period_span is not None:
            named = next(iter(self.pairs_at((draft.period_span,))), None)
            return named, named is not None
        if draft.unit != "%" and _ANNUAL.match(draft.indicator or "") and (year := self.year_before(draft)) is not None:
            return year, year[0].start >= draft.span[0]
        sentence = self.last_in(self.full_start(draft), draft.quantity_span[0], draft)
        if sentence is not None:
            sentence = self.before_base(self.before_aside(sentence, draft), draft)
            return sentence, sentence[0].start >= draft.span[0]
        if (at := bisect_left(self.untold, self.full_start(draft))) < len(self.untold) and self.untold[at] < draft.quantity_span[0]:
            return self.title, False  # 截至目前，…: nothing of what was before
        line = self.lines[draft.paragraph]
        before = self.last_in(line.start, draft.sentence_span[0], draft)
        before = self.before_aside(before, draft) if before is not None else self.above(draft) or self.fallback(draft)
        return before, False

    def before_base(self, found: tuple[Mention, Time], draft: Draft) -> tuple[Mention, Time]:
        """1—9月发生18起，去年1—9月22起，比去年减少4起: a change is not of the time it is measured against, but of the one before."""
        bases = [t for m, t in self.pairs_at(draft.base_spans) if t.start is not None] if draft.change is not None else []
        if not any(_within(found[1], base) for base in bases):
            return found
        first, last = bisect_left(self.starts, self.full_start(draft)), bisect_left(self.starts, found[0].start)
        near = (p for p in reversed(self.pairs[first:last]) if not any(_within(p[1], base) for base in bases))
        return next((p for p in near if self.serves(p, draft)), found)

    def pairs_at(self, spans: Sequence[Span]) -> list[tuple[Mention, Time]]:
        """The times that stand at ``spans``."""
        at = ((bisect_left(self.starts, span[0]), span) for span in spans)
        return [self.pairs[i] for i, span in at if i < len(self.pairs) and self.pairs[i][0].span == span]

    def above(self, draft: Draft) -> tuple[Mention, Time] | None:
        """The time of the lines above under the same heading, else of the heading, else of what leads in to it and those above it."""
        line = self.lines[draft.paragraph]
        found: tuple[Mention, Time] | None = None
        level = 0  # of the heading gone past; 0: still under the nearest one
        for number in range(draft.paragraph, max(0, draft.paragraph - PARAGRAPHS), -1):
            if (heading := self.headings.get(number)) is not None and heading.marker is not None:
                if level and heading.level >= level:
                    found = None  # what a section beside this one speaks of
                else:
                    found = found or self.last_in(*heading.span, draft)
                    if found is not None or heading.level <= 1:
                        return found
                    level = heading.level
            elif found is not None and not level:
                return found
            above = self.lines[number - 1]
            if above.zone != line.zone:
                break
            if found is None and above.role in ("text", "remark") and not self.is_heading(number - 1):
                found = self.last_in(above.start, above.end, draft, day=_LEADS_IN.search(self.text, above.start, above.end) is not None)
                if found is not None:
                    found = self.main_of(above.start, self.before_aside(found, draft), draft)
        return found

    def is_heading(self, number: int) -> bool:
        """Whether a line is a marked heading and nothing else."""
        heading = self.headings.get(number)
        return heading is not None and heading.marker is not None

    def full_start(self, draft: Draft) -> int:
        """Where the sentence begins in full: what semicolons part is one."""
        return max(self.lines[draft.paragraph].start, self.text.rfind("。", self.lines[draft.paragraph].start, draft.sentence_span[0]) + 1)

    def fallback(self, draft: Draft) -> tuple[Mention, Time] | None:
        """The period of the notice as a whole: the state at a day that its opening gives, else its title's, else the opening's."""
        opening = next((p for p in self.openings if not (p[0].span in self.bases or self.is_then(p[0], draft))), None)
        if opening is not None and opening[0].end > draft.quantity_span[0]:
            opening = None
        if opening is not None and opening[1].granularity == "as_of" and opening[0].start < self.first_heading:
            stated = _DIGIT.search(opening[0].raw) is not None  # 目前，普查已圆满完成: nothing that the figures are of
            return opening if stated else self.title or self.day_before(draft) or opening
        if self.announced is not None and (self.title is None or _holds(self.title[1], self.announced[1])):
            return self.announced
        return self.title or opening or self.day_before(draft)

    def day_before(self, draft: Draft) -> tuple[Mention, Time] | None:
        """The day or hour with which a clause of the opening begins, where nothing else says when: 2020年11月1日零时，全区…"""
        first, last = bisect_left(self.starts, self.body), bisect_left(self.starts, min(self.opened, draft.quantity_span[0]))
        days = (p for p in self.pairs[first:last] if p[1].granularity == "day" and p[1].role == "event" and self.serves(p, draft, day=True))
        return next((p for p in days if _OPENS_CLAUSE.search(self.text, max(0, p[0].start - 2), p[0].start)), None)

    def last_in(self, start: int, end: int, draft: Draft, *, day: bool = False) -> tuple[Mention, Time] | None:
        """The last time in a region that can be a period: no base, no deadline, no event of a single day among periods.

        ``day``: a single day too, as where 2月27日，…其中： leads in to the lines below.
        """
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        near = [p for p in self.pairs[max(first, last - NEAR) : last] if p[0].end <= end]
        found = next((p for p in reversed(near) if self.serves(p, draft, day=day)), None)
        if found is not None and found[1].granularity != "year" and self.untold:
            after = bisect_left(self.untold, found[0].end)
            if after < len(self.untold) and self.untold[after] < end:
                return None  # 8月初…，截至目前还有35个账号未注销
        if found is not None and (_THIS_YEAR.match(found[0].raw) or found[1].granularity == "year"):
            # 截至6月底，今年已完成…: up to that day; 截至11月底，已下达2023年资金: what is counted is of a later year
            return next((p for p in reversed(near) if p[0].start < found[0].start and self.closes(p, found, draft)), found)
        return found

    def before_aside(self, found: tuple[Mention, Time], draft: Draft) -> tuple[Mention, Time]:
        """The time before one to which a clause only looks back: 10月共接待515万人次，2019年同期接待782万人次；实现旅游收入…

        A time that goes back behind the one that stands before it in its member of the sentence holds for that member alone.
        """
        at = found[0].start
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
            start = start if _DIGIT.search(self.text, member, at) else member  # a member that begins with its year is not an aside
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, at)
        later = (
            p
            for p in reversed(self.pairs[first:last])
            if p[0].first.unit != "same" and (back or (p[1].start is not None and p[1].start > end))
        )
        return next((p for p in later if self.serves(p, draft)), found)

    def head_of_member(self, at: int, draft: Draft) -> tuple[Mention, Time] | None:
        """2025年5月，发放补贴…，1—5月累计…；有残疾人…: the time that opens the member before, which those beside it share."""
        member = max(self.full_start(draft), self.text.rfind("；", 0, at) + 1, self.text.rfind(";", 0, at) + 1)
        if not {"；", ";"} & set(self.text[at : draft.sentence_span[0]]):
            return None
        near = self.pairs[bisect_left(self.starts, member) : bisect_left(self.starts, at)]
        opens = (p for p in near if not self.text[member : p[0].start].strip())
        return next((p for p in opens if self.serves(p, draft)), None)

    def main_of(self, start: int, last: tuple[Mention, Time], draft: Draft) -> tuple[Mention, Time]:
        """The period that a paragraph above is about: of its last time and one before that holds it (2022年…；12月当月…) the longer.

        The times of an event (7月下旬出现洪水) hold for nothing below, if the paragraph began with something longer.
        """
        if self.title is not None and (last[1].start, last[1].end) == (self.title[1].start, self.title[1].end):
            return last  # 今年计划实施项目312个…。1—9月，…: the period of the title, whatever longer one the plan is for
        near = self.pairs[bisect_left(self.starts, start) : bisect_left(self.starts, last[0].start)]
        if _is_short(last[1]):
            long = (p for p in near if not _is_short(p[1]) and p[1].start is not None)
        else:
            long = (p for p in near if _holds(p[1], last[1]) and _SEASON.match(self.text, p[0].end) is None)
        return next((p for p in long if self.serves(p, draft)), last)

    def year_before(self, draft: Draft) -> tuple[Mention, Time] | None:
        """The year whose plan a figure is, where the last time before it is a part of that year: 1—6月…, 年度计划完成9亿元."""
        at = bisect_left(self.starts, draft.quantity_span[0])
        near = self.pairs[max(0, at - NEAR) : at]
        last = next((p for p in reversed(near) if self.serves(p, draft)), None)
        if last is None or last[1].end is None:
            return None
        return next(
            (
                p
                for p in reversed(near)
                if p[1].granularity == "year" and p[1].end is not None and p[1].end[:4] == last[1].end[:4] and self.serves(p, draft)
            ),
            None,
        )

    def closes(self, day: tuple[Mention, Time], year: tuple[Mention, Time], draft: Draft) -> bool:
        """Whether a state at a day stands before the year that it lies in, or one still to come, in one sentence."""
        end, begin = day[1].end, year[1].start
        near = "。" not in self.text[day[0].end : year[0].start]
        holds = bool(end and begin) and (str(end) >= str(begin) if _THIS_YEAR.match(year[0].raw) else str(end) < str(begin))
        return near and day[1].granularity == "as_of" and holds and self.serves(day, draft)

    def is_of_a_word(self, mention: Mention) -> bool:
        """Whether a time is part of a name: 2023年国庆假期, 2010年以来最大, 2020年版."""
        behind = self.text[mention.end : mention.end + QUALIFIED]
        left = mention.raw.startswith(("上年", "去年", "历年")) and _LEFT_OVER.match(behind) is not None
        return left or _RECORD.match(behind) is not None or _OF_A_THING.match(behind) is not None

    def qualifies(self, mention: Mention, draft: Draft) -> bool:
        """Whether a time only says more of a word, and is nobody's period: 为2010年以来最大, 含上年结转, 由2020年的…增加到."""
        if self.is_of_a_word(mention):
            return True
        if mention.start < draft.span[0] and _ASIDE.search(self.text, max(0, mention.start - ASIDE), mention.start) is not None:
            return True  # 随着某行业利润在11月份由负转正，…: what went on meanwhile
        if mention.start < self.full_start(draft) and self.text.startswith(("当月", "单月", "当季", "当日"), mention.end):
            return True  # 3月当月用电7.9亿千瓦时: said beside a longer time, and of nothing that follows
        if self.is_then(mention, draft) or (mention.first.unit == "same" and mention.start < self.full_start(draft)):
            return True  # 去年同期无此类案件: no time of what follows
        if mention.start < draft.sentence_span[0] and _EXTREME.search(self.clause_of(mention)):
            return True  # 2月的诉求量最小。…: one month of the period, of which nothing else speaks
        if self.text[mention.start - 1 : mention.start] == "占" or (
            _PLANS.search(self.text, max(0, mention.start - QUALIFIED), mention.start) and _PLANNED.match(self.text, mention.end)
        ):
            return True  # 完成全年任务的, 占去年总数的: what a rate is measured by
        if _CARRIED_TO.search(self.text, max(0, mention.start - QUALIFIED), mention.start):
            return True  # 结转下年度: where it goes, not when it was
        if _EVENT.search(self.text, max(0, mention.start - QUALIFIED), mention.start):
            return False  # 春运（1月7日至2月15日）期间: the bracket says when
        between = self.text[mention.end : min(draft.quantity_span[0], mention.end + BRACKET)]
        return between.count("）") + between.count(")") > between.count("（") + between.count("(")  # said within a bracket

    def clause_of(self, mention: Mention) -> str:
        """The words behind a time, up to the end of its clause."""
        end = _CLAUSE_END.search(self.text, mention.end, mention.end + BRACKET)
        return self.text[mention.end : end.start() if end else mention.end]

    def is_then(self, mention: Mention, draft: Draft) -> bool:
        """由2010年的106.3下降为104.1: whether a time is that of the value before, and so of none that follows it."""
        said = self.text[mention.start - 1 : mention.start] in ("由", "从") and _OF_THEN.match(self.text, mention.end) is not None
        return said and _DIGIT.search(self.text, mention.end, draft.quantity_span[0]) is not None

    def serves(self, pair: tuple[Mention, Time], draft: Draft, *, day: bool = False) -> bool:
        """Whether a time can be what a figure is about; ``day``: a single day, wherever it stands."""
        mention, time = pair
        if mention.basis or mention.span in self.bases or self.qualifies(mention, draft):
            return False
        if _BEGINNING.search(mention.raw) and not self.stock.search(draft.indicator or ""):
            return False  # 2021年初，县人大批准的支出预算为…: when that was, not of when it is
        if time.granularity != "as_of" and time.role in ("deadline", "issued", "effective", "expires"):
            return False
        if time.granularity == "as_of" and mention.start < draft.sentence_span[0] and self.is_flow_of_year(pair, draft):
            return False
        if time.granularity == "as_of" and not mention.raw.startswith(("截", "至")) and mention.start < draft.span[0]:
            # 年末 holds for stocks, what is part of them and what is to be reached, not for what flowed in the year
            if draft.whole is not None and draft.whole < len(self.chosen):
                return self.chosen[draft.whole] == pair
            if draft.modality == "target" and mention.start >= self.full_start(draft):
                return True
            kept = mention.start >= self.lines[draft.paragraph].start
            first = _DIGIT.search(self.text, mention.end)
            listed = draft.measure == "count" and mention.start >= draft.sentence_span[0] and first is not None
            if listed and first is not None and _HAS.search(self.text, mention.end, first.start()) is not None:
                return True  # 年末全县有学校326所，在校学生12.5万人，专任教师6820人
            stands = _STANDS.search(self.text, draft.span[0], draft.quantity_span[0]) is not None  # 全国共有卫生院33753个
            stock = stands or bool(draft.indicator and self.stock.search(draft.indicator))
            return self.opens_sentence(mention, draft) or (kept and stock)
        if time.granularity == "day" and time.start == time.end and mention.start < self.full_start(draft) and not day:
            return self.heads_paragraph(mention, draft)
        if mention.start < self.full_start(draft) and self.title is not None and _of_years(time) and not _of_years(self.title[1]):
            return self.heads_paragraph(mention, draft) or _BY_THE_YEAR.search(self.text, *draft.span) is not None
        return True

    def is_flow_of_year(self, pair: tuple[Mention, Time], draft: Draft) -> bool:
        """截至2022年底，参保人数…。基金收入…: what flowed in a year that a sentence before ended, where the year was named above."""
        end = pair[1].end or ""
        if not end.endswith("12-31") or _FLOW.search(draft.indicator or "") is None:
            return False
        near = self.pairs[max(0, bisect_left(self.starts, pair[0].start) - NEAR) : bisect_left(self.starts, pair[0].start)]
        return any(time.granularity == "year" and time.end == end and not mention.basis for mention, time in near)

    def opens_sentence(self, mention: Mention, draft: Draft) -> bool:
        """Whether a month's end opens the very sentence of the figure, or a year's the first of its figures: 5月末，商品房待售面积…"""
        between = self.text[mention.end : draft.quantity_span[0]]
        before = self.text[max(0, mention.start - 2) : mention.start].strip()
        return (
            mention.start >= draft.sentence_span[0]
            and before[-1:] in ("", "。", "；")
            and between[:1] in ("，", ",")
            and (mention.first.unit in ("month", "quarter") or (_STANDS.search(between) is not None and not _DIGIT.search(between)))
        )

    def heads_paragraph(self, mention: Mention, draft: Draft) -> bool:
        """Whether a day is what the figure's paragraph is about: it opens it."""
        line = self.lines[draft.paragraph]
        return line.start <= mention.start and not self.text[line.start : mention.start].strip()


def _holds(longer: Time, time: Time) -> bool:
    """Whether one period holds another, and more."""
    return _within(time, longer) and (longer.start, longer.end) != (time.start, time.end)


def _within(time: Time, other: Time) -> bool:
    """Whether a period lies in another, or is the same."""
    if time.start is None or time.end is None or other.start is None or other.end is None:
        return False
    return other.start <= time.start and time.end <= other.end


def _of_years(time: Time) -> bool:
    """Whether a period is of several years: “九五”期间, no winter."""
    if time.start is None or time.end is None:
        return False
    return (date.fromisoformat(time.end) - date.fromisoformat(time.start)).days > YEAR


def _is_short(time: Time) -> bool:
    """Whether a period is of some days, less than three weeks, or a holiday."""
    if time.start is None or time.end is None:
        return time.granularity == "unknown"  # a holiday whose days nothing says
    return (date.fromisoformat(time.end) - date.fromisoformat(time.start)).days < SHORT


def _period(mention: Mention, time: Time) -> Period:
    resolved: Literal["written", "notice_period", "last_stated", "notice_date"] = time.resolved_by
    return Period(raw=mention.raw, start=time.start, end=time.end, granularity=time.granularity, resolved_by=resolved)
