"""What a figure without words of its own refers to: the indicators named before it, and the base it is compared with."""

from __future__ import annotations

import re

from notice_parser.extract.statistics.context import REMEMBERED
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.totals import Totals
from notice_parser.extract.statistics.wholes import POINTS, RATES
from notice_parser.model import Quantity

__all__ = ["Topics"]

_PLACES_MOVED = ("位", "名", "位次", "个位次")
_BRACKET = re.compile("[（(]")
_BASIS_WORDS = {
    "同比": "上年同期",
    "比": "上年同期",  # 比增8.1%
    "按年": "上年同期",
    "环比": "上期",
    "按月": "上期",
    "按季": "上期",
    "去年同期": "上年同期",
    **dict.fromkeys(("日环比", "周环比", "旬环比", "月环比", "季环比"), "上期"),
    "同期": "上年同期",
    "同期相比": "上年同期",
}
_BASIS_STRIP = re.compile("^(?:与|和|比|较|同(?!期)比?)|(?<=查)时$|(?:相比|相较|比较|比)$")
_GRADE = re.compile("(?:劣|第)?(?:[ⅠⅡⅢⅣⅤⅥIVX]{1,4}|[一二三四五六甲乙丙丁A-D])[类级型]")
_SAYS_NONE = ("无", "未", "没有")
_GROWTH = re.compile("(?:涨|增|升|降|跌|减)幅|增速")
_SAID_AGAIN = ("折合", "折算")
_SCALES = ("万", "亿")
_BODIES = re.compile("(?:[㐀-鿿]{0,4}(?:企业|公司|医院|卫生院|机构|单位|学校|院校|银行|行业|产业|部门|园区|居民))")
_TRADE = re.compile(".{0,24}[^企作事就失](?:产)?业(?P<of>(?!.{0,6}[速幅]|增长)[^业占]{2,8})")
_TRADE_ALONE = re.compile("(?!拉动|下拉|拉低|带动|影响)[^，,；;。]{0,24}[^企作事就失职毕]业")
_ENTERPRISES = re.compile(".{1,24}企业(?P<of>(?!.{0,6}[速幅]|增长)[^业占]{2,8})")
_BROUGHT = re.compile("^(?:累计|共)?(?:实现|完成|创造|达到?)了?")
_OF_TRADES = ("增加值", "总产值", "产值")
_STAYED = re.compile("持平|不变|相当|中[，,]|方面")
_SHARE_OF = re.compile("(?P<thing>.{2,30}?)占(?![用有地道据])(?:比(?:重|例)?|.{1,16}?的?(?:比重|比例|份额))?$")


class Topics(Totals):
    """Looks back at the indicators of the sentence."""

    def keep_base(self, base: str, end: int) -> None:
        """Takes a base of comparison, the last of its form before ``end`` (比2022年…，比2019年…: two of one form)."""
        printed = base
        if TIME in base:
            at = self.sentence.work.rfind(base, 0, max(0, end - self.sentence.start))
            if at >= 0:
                printed = self.text[self.sentence.start + at : self.sentence.start + at + len(base)]
                first = self.sentence.start + self.sentence.work.find(TIME, at)
                self.memory.base_spans += tuple(self.times_within(first, first + 1))
        if printed.startswith("按可比") and self.memory.base is not None:
            return  # 按当年价格比上年下降5.0%，按可比价格|下降5.2%: on other terms, against the same
        bare = printed if printed in _BASIS_WORDS else _BASIS_STRIP.sub("", _BASIS_STRIP.sub("", printed))
        if printed.startswith("同比") and bare.endswith("年"):
            bare += "同期"  # 同比上年
        self.memory.base = _BASIS_WORDS.get(bare, bare) or None

    def topic_of_unit(self, unit: str | None) -> str | None:
        """What a row of names is put in order by, else the indicator last named for figures of this unit, else the last one."""
        if self.ahead is not None:
            return self.ahead
        topics = self.memory.topics
        if topics and topics[-1].record < 0 and topics[-1].unit is None:
            return topics[-1].indicator  # named right before, without a figure
        if not topics[self.first_topic :] and (total := self.total_of(unit)) is not None:
            return total.indicator
        return next((t.indicator for t in reversed(topics) if t.unit == unit), topics[-1].indicator if topics else None)

    def score_said(self) -> str:
        """What scores are of in the sentence, else 得分."""
        said = next((t.indicator for t in reversed(self.memory.topics[self.first_topic :]) if t.unit == "分"), None)
        return said or "得分"

    def topic_for(self, figure: Quantity) -> Topic:
        """What a change without a subject of its own refers to: for a count the topic of its unit, for a rate the last one."""
        last = self.last_draft
        grew = last is not None and last.change is not None and last.unit in ("%", *POINTS) and last.sentence_span[0] == self.sentence.start
        grew = grew and last is not None and _BRACKET.search(self.text, last.quantity_span[1], figure.span[0]) is None
        if figure.unit in POINTS and self.memory.ratio is not None and not grew:  # 占32.6%，增长3.6%，比上月回落1.1个百分点: growth
            return self.memory.ratio
        if figure.unit in POINTS and grew and last is not None:
            return Topic(last.indicator, None, len(self.records) - 1, last.subject)
        if last is not None and last.measure == "rank" and figure.unit in _PLACES_MOVED and last.sentence_span[0] == self.sentence.start:
            return Topic(last.indicator, None, len(self.records) - 1, last.subject)  # 在11个市中排名第4位，较去年上升2位
        if figure.unit == "%" and last is not None and last.measure == "ratio" and last.sentence_span[0] == self.sentence.start:
            shared = _SHARE_OF.match(last.indicator or "")
            if shared is not None:  # 采矿业占比为16.2%，同比下降3.4%: what fell by a rate is no share
                return Topic(shared.group("thing"), None, len(self.records) - 1, last.subject)
        here = self.memory.topics[self.first_topic :] or self.memory.topics[-1:]
        if self.ahead is not None and not self.memory.topics[self.first_topic :]:
            return Topic(self.ahead, None, -1, None)  # 蓄水较差的有：甲县（比去年减少…）
        if here and here[-1].record < 0 and here[-1].unit is None:
            return here[-1]  # named right before, without a figure
        near = (t for t in here if t.record >= 0 and self.records[t.record].draft.sentence_span[0] == self.sentence.start)
        of_unit = {t.unit for t in near} if figure.unit not in RATES else set()
        if (
            here
            and here[-1].record >= 0
            and (figure.unit not in of_unit or here[-1].unit == figure.unit)  # 发生事故2起，无人员伤亡，同比减少2起
            and self.text.startswith(_SAYS_NONE, self.records[here[-1].record].draft.quantity_span[0])
        ):
            return here[-1]  # 无死亡，较上月（1例）下降100%
        if figure.unit not in RATES:
            told = bool(self.memory.topics[self.first_topic :])
            divided = None if told else self.total_of(figure.unit) or self.only_before(figure) or self.last_with_parts(figure.unit)
            if divided is not None:
                return divided
            same = [t for t in here if t.unit == figure.unit]
            if not same and here and here[-1].unit in RATES:  # …，受理率91.9%。按被申请人划分，县政府部门58件: no rate is counted
                same = [t for t in self.memory.topics[-REMEMBERED:] if t.unit == figure.unit]
            if same:
                return same[-1]
        if figure.unit == "%" and len(here) > 1 and _GROWTH.fullmatch(here[-1].indicator or "") is not None:
            return here[-2]  # 价格同比上涨0.4%，涨幅比上月扩大0.1个百分点；环比下降0.2%: the price
        if figure.unit == "%" and len(here) > 1 and (here[-1].indicator or "").startswith(_SAID_AGAIN):
            return here[-2]  # 水资源量79亿立方米，折合径流深280毫米，比常年偏少20%: the first, of which the other is the same once more
        return here[-1] if here else Topic(None, None, -1, None)

    def of_part(self, part: str | None, figure: Quantity) -> Topic | None:
        """居民消费价格上涨0.7%。其中，城市上涨0.7%，农村上涨0.6%: what of a half of the population grew: what of all has, before it."""
        last = (self.memory.topics[-1].indicator if self.memory.topics[self.first_topic :] else None) or ""
        graded = _GRADE.match(last) if part is not None and _GRADE.fullmatch(part) is not None else None
        if graded is not None and self.phrases.measure_end.search(last) is not None:  # Ⅰ类断面比例上升2.8个百分点，Ⅱ类上升6.3个百分点
            return Topic(f"{part}{last[graded.end() :]}", None, -1, None)
        among = part if self.memory.among is not None and self.phrases.measure_end.search(part or "") is None else None
        if among and (of_kind := self.of_kind(among, last, figure.unit)) is not None:
            return Topic(of_kind, None, -1, None)  # 国有企业营业收入下降5.8%，其中中央企业下降7.8%
        before = last or (self.memory.topics[-1].indicator if self.dividing and self.memory.topics else None) or ""
        if part and (of_trade := self.of_trade(part, before, figure)) is not None:
            return Topic(of_trade, None, -1, None)
        parts = self.clauses.words["division"]
        whole = self.topic_for(figure) if part in parts else None
        if whole is None or not whole.indicator or whole.indicator in parts:
            return None
        other = next((one for one in parts if whole.indicator.startswith(one)), "")  # 城镇居民收入增长5%，农村增长6%
        return Topic(f"{part}{whole.indicator.removeprefix(other)}", None, max(0, whole.record), whole.subject)

    def of_kind(self, part: str, measured: str, unit: str | None) -> str | None:
        """公立医院病床使用率: what was measured of all (医院病床使用率), of a kind of them (公立医院); 中央企业 beside 国有企业资产负债率.

        Of bodies no amount is complete without what was measured; of things it is (存款余额513亿元，其中住户存款).
        """
        for at in range(1, len(part) - 1):
            kind = part[at:]
            if (end := measured.find(kind)) >= 0 and (of := measured[end + len(kind) :]):
                known = _BODIES.fullmatch(kind) is not None or (end == 0 and unit in RATES)
                return part + of if known and self.phrases.measure_end.search(of) is not None else None
        return None

    def of_trade(self, part: str, measured: str, figure: Quantity) -> str | None:
        """制造业增加值: what was measured of a trade right before (采矿业增加值), of another that is named without it (制造业).

        And so of kinds of 企业.
        """
        trade = _TRADE.fullmatch(measured) if _TRADE_ALONE.fullmatch(part) is not None else None
        if part.endswith("企业") and _TRADE_ALONE.fullmatch(part.removesuffix("企业") + "行业") is not None:
            trade = _ENTERPRISES.fullmatch(measured)
        told = self.last_draft
        if trade is not None and told is not None and _STAYED.search(self.text, told.quantity_span[1], figure.span[0]) is not None:
            return None  # 利润增长5%，住宿业营业收入与上年持平；餐饮业增长3%; 用电量增长7%；从业人员中，建筑业增长3%
        return part + trade.group("of") if trade is not None and self.phrases.measure_end.search(trade.group("of")) is not None else None

    def in_its_scale(self, figure: Quantity, topic: Topic) -> bool:
        """Whether a figure without a unit may be in that of a topic: not 8.2 behind 0.13亿元, where only a sign has been forgotten."""
        if figure.unit is not None or topic.record < 0 or figure.raw.endswith(_SCALES):
            return True
        said = self.records[topic.record].draft.quantity_span
        return not any(scale in self.text[slice(*said)] for scale in _SCALES)

    def only_before(self, figure: Quantity) -> Topic | None:
        """受理举报3618件，占27%。比去年同期增加433件: the one thing that the sentence right before has counted in this unit; else null."""
        last = self.last_draft
        if last is None or last.paragraph != self.paragraph or self.dividing:
            return None
        near = [t for t in self.memory.topics[-REMEMBERED:] if t.record >= 0 and t.unit == figure.unit]
        said = [t for t in near if self.records[t.record].draft.sentence_span == last.sentence_span]
        return said[0] if len(said) == 1 and self.records[said[0].record].draft.change is None else None

    def more_of_trade(self, measure: str, figure: Quantity) -> str:
        """农林牧渔业总产值70亿元，|增加值|38亿元: the trade of which the clause before has told another measure; else nothing."""
        last = self.memory.topics[-1] if measure in _OF_TRADES and self.memory.topics[self.first_topic :] else None
        said = (last.indicator or "") if last is not None and last.unit in (figure.unit, "%") else ""
        whose = _TRADE.fullmatch(_BROUGHT.sub("", said))
        return whose.string[: whose.start("of")] if whose is not None and whose.group("of") != measure else ""

    def last_with_parts(self, unit: str | None) -> Topic | None:
        """从区域看，甲街道968件、乙街道812件: what a sentence divides that names nothing: the last thing in this unit with parts."""
        wholes = {id(record.whole) for record in self.records[-REMEMBERED:] if record.whole is not None}
        near = [t for t in self.memory.topics[-REMEMBERED:] if t.unit == unit and t.record >= 0]
        return next((t for t in reversed(near) if id(self.records[t.record]) in wholes), None)
