"""Whether a time can be what a figure is about: no base of comparison, no deadline, no part of a name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from msgspec import structs

from notice_parser.extract.statistics.draft import Draft
from notice_parser.link.stated_times import BRACKET, QUALIFIED, StatedTimes
from notice_parser.model import Span, Time
from notice_parser.text.brackets import end_of_bracket
from notice_parser.text.times import Mention

__all__ = ["DIGIT", "NEAR", "ServingTimes", "days_between", "of_years"]

_EXTREME = re.compile("最[大小高低多少]$|[居为]各月(?:之)?[首末]")
_FLOW = re.compile("(?:收入|支出|利润|利润总额|产值|增加值|税收|营业额|销售额|发放额?|投资额?|产量)$")
_PLANNED = re.compile("[^，,。；;：:]{0,12}(?:目标|任务|计划|预算|指标|进度|总[数量额])")
_PLANS = re.compile("(?:完成|实现|超|达到?|为|(?<![一二三四五六七八九十])是)$")
_EVENT = re.compile(
    "(?:春运|暑运|汛期|假期|长假|黄金周|节|期间|采暖季|秋冬季|活动|行动|阶段|[首末尾]日|(?:正月|大年|年)初[一二三四五六七八九十]|除夕|高峰日?)(?:[前后第]?[0-9一二三四五六七八九十]{1,3}[天日])?[（(]$"
)
_GOT = re.compile("(?:获得?|荣获|获评|获批|入选|评为|争取|完成|公布|兑现|补发)了?$")
_HAN = re.compile("[㐀-鿿]{2}")
_CLAUSE_ENDS = re.compile("[，,。；;）)\n]")
_OVER = re.compile("[。；;\n]")
_UP_TO = re.compile("[，,。；;：: \u3000\n][到至]$")  # 到去年底，…
_OF_PART = re.compile("其中[^。；;]{0,60}$")
_TO_BE_DONE = re.compile("(?:计划|预计|拟|力争|确保)(?:于|在)?$")  # 计划9月份完工
_ONCE = "开工|动工|完工|竣工|建成|通车|贯通|封顶|投产|投用|投入|启动|开业|开园|开馆|揭牌|挂牌|交付|移交|验收|获批"  # what is done but once
_DEED = re.compile(f"[底初]?(?:已|正式|全面|全线|顺利|如期|提前|主体){{0,2}}(?:{_ONCE}|完成(?:招标|验收|移交))")
_COUNTED = re.compile("[^，,。；;：:0-9]{0,6}[0-9]")  # 全县2023年开工|398户: all that was done then
_DEED_ENDS = re.compile(f"[^，,。；;：:0-9]{{2,20}}(?:{_ONCE}|成立|组建)(?=[，,。；;])")  # 2月试点启动，…
_MADE = re.compile(
    "[，,]?(?:全面|正式|率先)?(?:建立|成立|出台|印发|制定|设立|组建|创建|获评|荣获|被评为|被列为|被确定为)"
)  # 2021年建立了拨款制度。…
_TOLD_THEN = re.compile(
    "(?:底|初|末|份)?[，,]?[^，,。；;：:《》0-9]{0,20}《[^》]{4,60}》(?:[（(][^（）()]{1,24}[）)])?(?:要求|明确|提出|规定|指出)"
)
# 2018年底，县政府办公室印发《…》: what was issued then, and none that was counted (下发《整改通知书》56份); a year alone may be the
# one that all is told of
_ISSUED_THEN = re.compile(
    "[，,]?[^，,。；;：:《》0-9]{0,20}(?:印发|出台|制定|下发|发布|颁布|公布|转发)了?《[^》]{2,60}》(?![^，,。；;：:（(]{0,4}[0-9])"
)
_SINCE = re.compile("(?:以后)?(?:开始|起(?![火草诉点源降伏因用步]))")
_WITHOUT = re.compile("(?:除去|除开|剔除|扣除|不含|不包括)[^，,。；;：:\n]{0,40}$")
_NEXT_MONTH = re.compile("[、和及与](?:[0-9]{4}年)?[0-9]{1,2}月(?!份?[，,])")
_MONTH_BEFORE = re.compile("[0-9]{1,2}月(?:[0-9]{1,2}日)?[、和及与]$")
_THAT_YEAR = re.compile("(?:(?<=中[，,])当年|(?<![，,；;])(?:当年|年内))(?!计划|预算|目标|任务|安排|预期|末|底|初)")
_ITS_PLAN = re.compile("度?(?:全年)?(?:计划|预算|目标|任务|拟)[^，,。；;：:0-9]{0,16}")
_THIS_YEAR = re.compile("今年|本年(?!度)|当年(?!价)")
_OF_THEN = re.compile(
    "(?:年?同期|年?末|年?底|[^，,。；]{0,10}(?:普查|调查)时?)?的|第?(?=[0-9])|[上下增降回提][涨升降长加落高][0-9.]{1,8}%?(?:个百分点)?[转变收扩回提上下]"
)
_STANDS = re.compile("共有|现有|尚有|拥有|在册|存有")
_HAS = re.compile("(?:共|现|拥|尚|存)有|(?<=[国省市县区州镇乡])有(?![效关机序])")
_WHICH = re.compile("(?:度|底|末)?[^，,。；;：:的0-9]{2,14}的(?=[0-9])|[^，,。；;：:0-9]{2,24}(?:项目|工程)[，,]")
_BEFORE_THEN = re.compile("(?:以前|之前|前)[^，,。；;：:0-9]{2,12}的")
_DURING = re.compile("[）)](?:期间|以来|[，,]|全)")
_BEGINNING = re.compile("年初$|年伊始$")
_ASIDE = re.compile("(?:^|[，,。；;：:\n])(?:随着|由于|因为|得益于|受益于)[^，,。；;]{0,40}$")
# 对2016年审计提出的21个问题进行整改, 对8个市2022年至2023年政策落实情况进行了调查: of what it was done upon
_UPON = re.compile("(?:(?<![面针核绝校相应反])对|针对|围绕)[^，,。；;：:]{0,24}$")
_DONE_UPON = re.compile("[^，,。；;：:]{2,40}?(?:进行|开展|实施|组织|予以)(?!情况|总结)")
_AFTER_THEM = re.compile("继(?=[0-9去前上])")
_AND_AFTER = re.compile("[^。；;\n]{0,40}?后[，,]")
_TOLD = re.compile("[^0-9０-９。；;\n]{2,60}[，,：:] ?")
DIGIT = re.compile("[0-9０-９]")
_MEASURED_BY = re.compile("(?:占|[高低多少快慢大小优好]于|年份|年景)$")  # 低于最高年份2018年
_OPENS_CLAUSE = re.compile("(?:^|[，,。；;：:\\n 　将至])$")
NEAR = 50  # times before a figure that are looked at
YEAR = 366
VERB = 5  # characters before a year in which a verb may end
ASIDE = 42  # characters before a time in which its clause may begin


class _Said(NamedTuple):
    """What the words around a time say of it, whatever figure asks.

    ``of_a_word``: it is nobody's period; ``aside``: of none of the clause that it opens; ``upon``: of what something was done upon;
    ``of_its_clause``, ``of_its_member``, ``of_its_sentence``: of nothing behind that; ``of_its_object``: of what was got, to the next
    semicolon; ``told``: where the time begins of which something was told then; ``event``: it says in a bracket when something was.
    ``which``: where what it tells apart ends (上年度查出的|286个问题); ``then``: it is that of the value before; ``closed``: where
    the bracket is closed in which it stands; each null where that is not so.
    """

    of_a_word: bool
    aside: bool
    of_its_clause: bool
    upon: bool
    of_its_member: bool
    of_its_object: bool
    told: int
    of_its_sentence: bool
    event: bool
    which: int | None
    then: bool
    closed: int | None


_Pair: TypeAlias = tuple[Mention, Time]


class ServingTimes(StatedTimes):
    """Asks of a time and a figure whether the one can be the period of the other."""

    @cached_property
    def said(self) -> dict[Span, _Said]:
        """What the words around each time say, of those that were asked for."""
        return {}

    def serves(self, pair: tuple[Mention, Time], draft: Draft, *, day: bool = False) -> bool:
        """Whether a time can be what a figure is about; ``day``: a single day, wherever it stands."""
        mention, time = pair
        if mention.basis or mention.span in self.bases or self.qualifies(mention, draft):
            return False
        if _BEGINNING.search(mention.raw) is not None and not (
            self.stock.search(draft.indicator or "") is not None and mention.start >= self.full_start(draft)
        ):
            return False  # 2021年初，县人大批准的支出预算为…: when that was, not of when it is
        if time.granularity != "as_of" and time.role in ("deadline", "issued", "effective", "expires"):
            # 6月30日前开工率达到100%: by when it is to be reached
            return time.role == "deadline" and draft.modality == "target" and mention.start >= draft.sentence_span[0]
        if time.granularity == "as_of" and mention.start < draft.sentence_span[0] and self.is_flow_of_year(pair, draft):
            return False
        up_to = mention.raw.startswith(("截", "至", "到")) or _UP_TO.search(self.text, max(0, mention.start - 2), mention.start) is not None
        if time.granularity == "as_of" and not up_to and mention.start < draft.span[0]:
            # 年末 holds for stocks, what is part of them and what is to be reached, not for what flowed in the year
            if draft.whole is not None and draft.whole < len(self.chosen):
                return self.chosen[draft.whole] == pair
            if draft.modality == "target" and mention.start >= self.full_start(draft):
                return True
            kept = mention.start >= self.lines[draft.paragraph].start and self.leads_clause(mention)
            first = DIGIT.search(self.text, mention.end)
            listed = draft.measure == "count" and mention.start >= draft.sentence_span[0] and first is not None
            if listed and first is not None and _HAS.search(self.text, mention.end, first.start()) is not None:
                return True  # 年末全县有学校326所，在校学生12.5万人，专任教师6820人
            stands = _STANDS.search(self.text, draft.span[0], draft.quantity_span[0]) is not None  # 全国共有卫生院33753个
            stock = stands or bool(self.stock.search(draft.indicator or "") and not _FLOW.search(draft.indicator or ""))
            return self.opens_sentence(mention, draft) or (kept and stock)
        is_day = time.granularity == "day" and time.start == time.end and not day
        if is_day and (mention.start < self.full_start(draft) or {"；", ";"} & set(self.text[mention.end : draft.sentence_span[0]])):
            return self.heads_paragraph(mention, draft)
        if mention.start < self.full_start(draft) and self.title is not None and of_years(time) and not of_years(self.title[1]):
            return self.heads_paragraph(mention, draft)
        return True

    def qualifies(self, mention: Mention, draft: Draft) -> bool:
        """Whether a time only says more of a word, and is nobody's period: 为2010年以来最大, 含上年结转, 由2020年的…增加到."""
        said = self.said_of(mention)
        if said.of_a_word or (said.aside and mention.start < draft.span[0]):
            return True
        if said.of_its_clause and _CLAUSE_ENDS.search(self.text, mention.end, draft.quantity_span[0]) is not None:
            return True
        if said.told and said.told < draft.quantity_span[0]:
            return True
        if said.upon and mention.start < draft.span[0] and self.is_said_otherwise(mention, draft):
            return True
        if said.of_its_member and mention.start < self.full_start(draft):
            return True
        if said.of_its_object and _OVER.search(self.text, mention.end, draft.span[0]) is not None:
            return True
        if said.of_its_sentence and mention.start < draft.sentence_span[0]:
            return True
        if self.says_which(mention, draft) or self.is_then(mention, draft):
            return True
        return said.closed is not None and not said.event and said.closed < draft.quantity_span[0]  # said within a bracket

    def is_said_otherwise(self, mention: Mention, draft: Draft) -> bool:
        """Whether another time than one of what something was done upon says when: earlier in the sentence, or in the title."""
        at = bisect_left(self.starts, self.full_start(draft))
        earlier = any(not m.basis and m.span not in self.bases and m.end <= mention.start for m, _ in self.pairs[at : at + NEAR])
        return earlier or (self.title is not None and self.title[0] is not mention)

    def said_of(self, mention: Mention) -> _Said:
        """What the words around a time say; asked once, many figures ask the same of it."""
        said = self.said.get(mention.span)
        if said is None:
            said = self.said[mention.span] = self.read_around(mention)
        return said

    def read_around(self, mention: Mention) -> _Said:
        """What the words around a time say of it."""
        near = max(0, mention.start - QUALIFIED), mention.start
        # 完成全年任务的, 占去年总数的, 8个县区低于上年: what something is measured by
        planned = _PLANS.search(self.text, *near) is not None and _PLANNED.match(self.text, mention.end) is not None
        measure = planned or _MEASURED_BY.search(self.text, *near) is not None
        # 3月当月用电7.9亿千瓦时: said beside a longer time, and of nothing that follows
        beside = self.text.startswith(("当月", "单月", "当季", "当日"), mention.end)
        same = mention.first.unit == "same"  # 去年同期无此类案件: no time of what follows
        # 2000年以前建成的小区426个: which ones
        which = _BEFORE_THEN.match(self.text, mention.end - (len(mention.raw) - len(mention.raw.rstrip("以之前")))) is not None
        # 春运（1月7日至2月15日）期间…: the bracket says when; 汛期（4—9月）降水量…。年日照时数…: of its own sentence alone
        event = _EVENT.search(self.text, *near) is not None
        # 获得2021年度省级奖励10项；认定…: for when is what was got
        awarded = (
            _GOT.search(self.text, *near) is not None and mention.raw.endswith("年度") and _HAN.match(self.text, mention.end) is not None
        )
        passing = event and _DURING.match(self.text, mention.end) is None
        # 2月的诉求量最小。…: one month of the period, of which nothing else speaks
        extreme = _EXTREME.search(self.clause_of(mention)) is not None
        return _Said(
            of_a_word=measure or which or self.is_of_a_word(mention),
            # 随着某行业利润在11月份由负转正，…: what went on meanwhile
            aside=_ASIDE.search(self.text, max(0, mention.start - ASIDE), mention.start) is not None,
            # 剔除2022年、2023年留抵退税因素后，增长5%: of what is left out
            of_its_clause=_WITHOUT.search(self.text, max(0, mention.start - ASIDE), mention.start) is not None
            or self.is_of_before(mention),
            upon=_UPON.search(self.text, max(0, mention.start - ASIDE), mention.start) is not None
            and _DONE_UPON.match(self.text, mention.end) is not None,
            of_its_member=beside or same or passing or self.is_of_part(mention),
            of_its_object=awarded,
            told=self.told_of(mention),
            of_its_sentence=extreme or self.is_of_deed(mention),
            event=event,
            which=None if (told := _WHICH.match(self.text, mention.end)) is None else told.end(),
            then=self.text[mention.start - 1 : mention.start] in ("由", "从") and _OF_THEN.match(self.text, mention.end) is not None,
            closed=end_of_bracket(self.text, mention.end, mention.end + BRACKET),
        )

    def is_of_before(self, mention: Mention) -> bool:
        """继2021年突破20亿元，2022年接近30亿元后，再创新高: whether a time is one after which the notice goes on."""
        before = self.text.rfind("继", max(0, mention.start - ASIDE), mention.start)
        return before >= 0 and _AFTER_THEM.match(self.text, before) is not None and _AND_AFTER.match(self.text, mention.end) is not None

    def told_of(self, mention: Mention) -> int:
        """7月21日，记者获悉，上半年，…: where the longer time begins that a clause behind a single day opens with, before any figure of
        the day; 0: there is none. The day is when that was told."""
        at = bisect_left(self.starts, mention.start)
        if self.starts[at : at + 1] != [mention.start] or self.pairs[at][1].granularity != "day" or mention.last is not None:
            return 0
        for behind, time in self.pairs[at + 1 : at + 2]:
            between = self.text[mention.end : behind.start]
            longer = time.granularity not in ("day", "as_of", "unknown") and not behind.basis and behind.span not in self.bases
            if longer and _TOLD.fullmatch(between) is not None and not self.is_of_a_word(behind):
                return behind.start
        return 0

    def is_of_deed(self, mention: Mention) -> bool:
        """工程于2月完成招标。…, 从3月初开始，…。…: when one deed was done or begun, and no time of the sentences that follow."""
        before, near = self.text[mention.start - 1 : mention.start], max(0, mention.start - QUALIFIED)
        alone = mention.last is None and mention.first.unit in ("day", "month")
        planned = _TO_BE_DONE.search(self.text, max(0, mention.start - QUALIFIED), mention.start) is not None
        made = mention.first.unit == "year" and mention.last is None and _MADE.match(self.text, mention.end) is not None
        done = _DEED.match(self.text, mention.end) if "一" <= before <= "鿿" else None  # 南环线5月开工建设，…
        counted = done is not None and before not in "到至" and _COUNTED.match(self.text, done.end()) is not None
        deed = done is not None and not counted
        # 2021年7月和11月、2022年4月分批开展…: when several deeds were done
        listed = alone and (_NEXT_MONTH.match(self.text, mention.end) or _MONTH_BEFORE.search(self.text, near, mention.start)) is not None
        return (
            ((before == "于" or planned or listed) and alone)
            or (deed and mention.last is None)
            or (alone and _DEED_ENDS.match(self.text, mention.end) is not None)
            or (made and DIGIT.search(self.clause_of(mention)) is None)
            or _TOLD_THEN.match(self.text, mention.end) is not None  # 2019年底，《…》（…号）要求，…
            or (not mention.raw.endswith(("年", "年度")) and _ISSUED_THEN.match(self.text, mention.end) is not None)
            or (before in ("从", "自") and _SINCE.match(self.text, mention.end) is not None)
        )

    def is_begun(self, mention: Mention) -> bool:
        """自2019年起, 从3月开始: whether with a year or a month something only begins, that goes on."""
        begins = mention.last is None and mention.first.unit in ("month", "year") and _SINCE.match(self.text, mention.end) is not None
        return begins and (self.text[mention.start - 1 : mention.start] in ("从", "自") or self.leads_clause(mention))

    def is_of_part(self, mention: Mention) -> bool:
        """其中，2022年结转项目12个。…: said of a part alone, and of no sentence that follows."""
        return _OF_PART.search(self.text, max(0, mention.start - BRACKET), mention.start) is not None

    def says_which(self, mention: Mention, draft: Draft) -> bool:
        """截至7月底，上年度查出的286个问题已整改271个: whether a time says which ones a figure counts, not when."""
        which = self.said_of(mention).which
        if which is None or which >= draft.quantity_span[0]:
            return False
        start = max(0, mention.start - BRACKET)  # where the sentence may begin that it stands in
        start = max(start, self.text.rfind("。", start, mention.start) + 1, self.text.rfind("\n", start, mention.start) + 1)
        first, at = bisect_left(self.starts, start), bisect_left(self.untold, mention.end)
        earlier = any(not m.basis and m.span not in self.bases and m.start < mention.start for m, _ in self.pairs[first : first + NEAR])
        return earlier or (at < len(self.untold) and self.untold[at] < draft.quantity_span[0])

    def leads_clause(self, mention: Mention) -> bool:
        """Whether no figure stands before a time in its clause: 其中3.2亿元年底未分配 holds for nothing behind it."""
        clause = next(
            (at for at in range(mention.start, max(0, mention.start - ASIDE), -1) if self.text[at - 1] in "，,。；;：:\n"), mention.start
        )
        if self.text[mention.start - 1 : mention.start] in ("至", "到"):
            return True  # 从2019年底的65.06%提升至2020年底的90.34%，其中甲县达100%: where it came to
        return DIGIT.search(self.text, clause, mention.start) is None

    def is_then(self, mention: Mention, draft: Draft) -> bool:
        """由2010年的106.3下降为104.1: whether a time is that of the value before, and so of none that follows it."""
        return self.said_of(mention).then and DIGIT.search(self.text, mention.end, draft.quantity_span[0]) is not None

    def is_flow_of_year(self, pair: tuple[Mention, Time], draft: Draft) -> bool:
        """截至2022年底，参保人数…。基金收入…: what flowed in a year that a sentence before ended, where the year was named above."""
        end = pair[1].end or ""
        if not end.endswith("12-31") or _FLOW.search(draft.indicator or "") is None:
            return False
        near = self.pairs[max(0, bisect_left(self.starts, pair[0].start) - NEAR) : bisect_left(self.starts, pair[0].start)]
        return any(time.granularity == "year" and time.end == end and not mention.basis for mention, time in near)

    def opens_sentence(self, mention: Mention, draft: Draft) -> bool:
        """Whether a month's end opens the sentence of the figure, or a year's the first of its figures: 5月末，商品房待售面积…

        For what flows, as 收入, it has to be its very own: 5月末，贷款余额…；实现利润…
        """
        between = self.text[mention.end : draft.quantity_span[0]]
        before = self.text[max(0, mention.start - 2) : mention.start].strip()
        own = mention.start >= draft.sentence_span[0]
        if not own and (mention.start < self.full_start(draft) or _FLOW.search(draft.indicator or "") is not None):
            return False
        return (
            before[-1:] in ("", "。", "；")
            and between[:1] in ("，", ",")
            and (mention.first.unit in ("month", "quarter") or (_STANDS.search(between) is not None and not DIGIT.search(between)))
        )

    def heads_paragraph(self, mention: Mention, draft: Draft) -> bool:
        """Whether a day is what the figure's paragraph is about: it opens it."""
        line = self.lines[draft.paragraph]
        return line.start <= mention.start and not self.text[line.start : mention.start].strip()

    def closes(self, day: tuple[Mention, Time], year: tuple[Mention, Time], draft: Draft) -> bool:
        """Whether a state at a day stands before the year that it lies in, or one still to come, in one sentence."""
        end, begin = day[1].end, year[1].start
        near = "。" not in self.text[day[0].end : year[0].start]
        if _THIS_YEAR.match(year[0].raw):
            holds = bool(end and begin) and str(end) >= str(begin)
        else:  # 截至10月底，柳坝镇2024年招商项目累计…: the year says which ones
            inside = (
                year[0].raw[:1].isdigit()
                and "一" <= self.text[year[0].start - 1 : year[0].start] <= "鿿"
                and str(begin) <= str(end) < str(year[1].end)
            )
            holds = bool(end and begin) and (str(end) < str(begin) or inside)
        return near and day[1].granularity == "as_of" and holds and self.serves(day, draft)

    def last_in(self, start: int, end: int, draft: Draft, *, day: bool = False) -> tuple[Mention, Time] | None:
        """The last time in a region that can be a period: no base, no deadline, no event of a single day among periods.

        ``day``: a single day too, as where 2月27日，…其中： leads in to the lines below.
        """
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        if first == last:
            return None
        near = [p for p in self.pairs[max(first, last - NEAR) : last] if p[0].end <= end]
        for found in reversed(near):
            if self.serves(found, draft, day=day):
                break
        else:
            return None
        if found[1].granularity != "year" and self.untold:
            after = bisect_left(self.untold, found[0].end)
            if after < len(self.untold) and self.untold[after] < end:
                return None  # 8月初…，截至目前还有35个账号未注销
        if (when := self.said_before_object(found, near, draft)) is not None:
            return when
        if _THAT_YEAR.match(self.text, found[0].start) and (part := self.part_before(found, near, draft)) is not None:
            return part
        if _THIS_YEAR.match(found[0].raw) or found[1].granularity == "year":
            if _ITS_PLAN.fullmatch(self.text, found[0].end, draft.quantity_span[0]) is not None:
                return found  # 截至6月底，2024年|计划投资56亿元: of the year that it is planned for
            # 截至6月底，今年已完成…: up to that day; 截至11月底，已下达2023年资金: what is counted is of a later year
            return next((p for p in reversed(near) if p[0].start < found[0].start and self.closes(p, found, draft)), found)
        return found

    def said_before_object(self, found: _Pair, near: Sequence[_Pair], draft: Draft) -> _Pair | None:
        """截至6月20日，收购2012年新产小麦773.7万吨: the time that its sentence says before a year that only says which ones."""
        at = found[0].start
        if not self.is_of_object(found):
            return None
        start = max(at - BRACKET, 0)
        start = max(start, self.text.rfind("。", start, at), self.text.rfind("\n", start, at)) + 1
        earlier = (p for p in reversed(near) if start <= p[0].start < at and not self.is_of_object(p))
        return next((p for p in earlier if self.serves(p, draft)), None)

    def is_of_object(self, pair: _Pair) -> bool:
        """收购2022年产小麦: whether a year stands behind a verb, with what was done."""
        at = pair[0].start
        return pair[1].granularity == "year" and self.verb_before.search(self.text, max(0, at - VERB), at) is not None

    def part_before(self, year: tuple[Mention, Time], near: Sequence[tuple[Mention, Time]], draft: Draft) -> tuple[Mention, Time] | None:
        """前三季度招商项目中，当年签约324个: the part of the year that its sentence has said before; 当年 only says which ones."""
        start, end = year[1].start or "", year[1].end or ""
        inside = (p for p in reversed(near) if p[0].start < year[0].start and p[1].start and p[1].end and p[1].granularity != "year")
        return next(
            (
                p
                for p in inside
                if start <= str(p[1].start)
                and str(p[1].end) <= end
                and "。" not in self.text[p[0].end : year[0].start]
                and self.serves(p, draft)
            ),
            None,
        )

    def day_before(self, draft: Draft) -> tuple[Mention, Time] | None:
        """The day or hour with which a clause of the opening begins, where nothing else says when: 2020年11月1日零时，全区…"""
        first, last = bisect_left(self.starts, self.body), bisect_left(self.starts, min(self.opened, draft.quantity_span[0]))
        days = (p for p in self.pairs[first:last] if p[1].granularity == "day" and p[1].role == "event" and self.serves(p, draft, day=True))
        return next((p for p in days if _OPENS_CLAUSE.search(self.text, max(0, p[0].start - 2), p[0].start)), None)

    def year_before(self, draft: Draft) -> tuple[Mention, Time] | None:
        """The year whose plan a figure is, where the last time before it is a part of that year: 1—6月…, 年度计划完成9亿元."""
        at = bisect_left(self.starts, draft.quantity_span[0])
        near = self.pairs[max(0, at - NEAR) : at]
        last = next((p for p in reversed(near) if self.serves(p, draft)), None)
        if last is None or last[1].end is None:
            return None
        named = (p for p in reversed(near) if p[1].granularity == "year" and p[1].end is not None and self.serves(p, draft))
        year = next((p for p in named if str(p[1].end)[:4] == str(last[1].end)[:4]), None)
        return year if year is not None or not _within_year(last[1]) else (last[0], _whole_year(last[1]))


def of_years(time: Time) -> bool:
    """Whether a period is of several years: “九五”期间, no winter."""
    return time.start is not None and time.end is not None and days_between(time.start, time.end) > YEAR


def _within_year(time: Time) -> bool:
    """Whether a period lies within one year, or ends at a day of it."""
    return time.end is not None and (time.start is None or time.start[:4] == time.end[:4])


def _whole_year(time: Time) -> Time:
    """The year of which a period is a part."""
    year = str(time.end)[:4]
    return structs.replace(time, start=f"{year}-01-01", end=f"{year}-12-31", granularity="year")


@lru_cache(maxsize=1024)
def days_between(start: str, end: str) -> int:
    """How many days later an ISO date is than another: few times are asked of by many figures."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days
