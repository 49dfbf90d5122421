"""Growth and decline: 同比增长, 较上年减少, fused pairs; what changed is named with them or was the figure before."""

from __future__ import annotations

import re
from bisect import bisect_right

from notice_parser.extract.statistics.context import CHANGED
from notice_parser.extract.statistics.exclusions import Exclusions
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.wholes import POINTS, RATES
from notice_parser.grammar.match import Match
from notice_parser.model import Change, Quantity

__all__ = ["ON_TERMS", "Changes"]

_ALWAYS = tuple(
    f"statistics.changes.{name}" for name in ("based", "compared", "turned", "improved", "bare", "reached", "alone", "gained", "object")
)
_WITH_BASE = (*_ALWAYS, "statistics.changes.held")
# 按自然口径下降, 两年平均增长: on which terms
_CHANGED_THEN = re.compile(f"[，,、（(](?:同比|环比|[与和同较比][^，,。；;0-9]{{1,10}}?)?{CHANGED}(?:幅度为|了)?")
_FALLS = ("下降", "减少", "降低", "回落", "恶化")
_SO_MUCH = re.compile("(?<=[㐀-鿿][^日周月年人户亩次])(?:累计|平均|再|又|还|进一步|大幅|明显){1,3}$")  # 办理时限累计再|压缩3天
ON_TERMS = re.compile(
    "(?:(?:扣除|剔除|按照?|考虑)[^，,]{1,20}?(?:因素后?|口径|价格?)(?:计算)?|同口径)"
    f"|(?:[两二三四五六七八九十]年|{TIME}{{2,8}})(?:年均|平均)$|^年?(?:均|平均)$|(?<![^，,])(?:名义|实际|可比)$|因[^，,]{{1,10}}(?:原因|因素|影响)$"
)
_COMPARED = re.compile("^(?:相比|相较|比较)[，,]?")
_BASE_VALUE = re.compile(
    f"(?P<base>(?:(?:明显|大幅|远|略)?[高低快慢多少]于|比|较|与|同){TIME}+(?:同期|末|底|[^，,]{{0,16}}(?:普查|调查)时?|(?:年初)?(?:决算|执行|完成|实际)数?)?)(?:(?:查[获处办]|受理|发生|收到|破获|抓获|立案|审结|接报|办结))?的?(?P<what>(?:(?<=的)|(?=[日月周年人户平]均))[^，,]{{2,16}})?$"
)
_USUAL_VALUE = re.compile(f"(?:比|较|与|同)(?P<base>(?:常年|历年|多年|往年|历史)(?:同期|{TIME}{{2}})?(?:平均|均)?(?:值|水平)?)的?$")
_BOTH_BASES = re.compile("(?:同比|[月季]?环比)[、和与及](?P<other>同比|[月季]?环比)(?:均|都)?")
_JOINTS = ("、", "和", "与", "及")
_CHANGED_BEHIND = re.compile(
    "[，,]?(?:相比|相较)?[，,]?(?:又|再|分别)?(?:[高低多少快慢]出?了?(?=[0-9])|提高|提升|上升|增加|增长|下降|降低|减少|回落|回升|扩大|收窄)"
)
_MORE = re.compile("(?:[高多]出?|(?P<down>[低少]))了?")
# 是上年的3倍, 恢复至疫前同期的70.1%: a multiple or a part of what another time had
_OF_BASE = re.compile(
    f"(?P<verb>是|为|相当于|达到?|恢复[到至])(?:{TIME}+|疫情?[之以]?前|灾前|震前|常年|正常年份|往年|历史)(?:同期|水平|均值|平均|{TIME})*[^，,的0-9]{{0,8}}的$"
)
_BRANCH_ENDS = "业类品"
_NO_BRANCH = re.compile("(?:[就创失从毕作停复开营歇职专事置]业|投诉类)$|^(?:从事|带动|新增|不合格)")
_AMONG_OTHERS = re.compile("中[，,]|方面")  # 从业人员中，建筑业增长3%
_MEASURE = re.compile(
    "总?产值|增加值|产量|销售额|零售额|(?:营业|销售|税收)?收入|(?:固定资产)?投资(?:完成)?额?|利润(?:总额)?|用电量|价格|(?:贷款|存款)?余额|进出口(?:总?[额值])?|出口额?"
)


class Changes(Exclusions):
    """Reads figures of change."""

    def change_at_end(self, words: str) -> Match | None:
        """The growth or decline with which ``words`` end, right before a figure."""
        change = self.changes.first(words, only=_ALWAYS if self.memory.base is None else _WITH_BASE)
        return change if change is not None and change.end == len(words) else None

    def is_fall(self, change: Match, figure: Quantity, thing: str | None) -> bool:
        """Whether a change is downward: by its verb; of 改善 and 恶化 by what it is that became better or worse."""
        if change.rule != "statistics.changes.improved":
            return change.group("down") is not None
        name = thing or change.group("thing") or self.topic_for(figure).indicator or ""
        return any(word in name for word in self.changes.words["lower_is_better"]) == (change.group("better") is not None)

    def multiple_of(self, figure: Quantity, words: str) -> int | None:
        """Where 是上年的 begins at the end of ``words``, before a multiple or a share of another time; that time is kept as a base."""
        said = _OF_BASE.search(words) if figure.unit in ("倍", "番", "%") else None
        if said is None:
            return None
        if TIME in said.group():
            first = self.sentence.start + self.sentence.work.find(TIME, max(0, figure.span[0] - self.sentence.start - len(words)))
            self.memory.base_spans += tuple(self.times_within(first, first + 1))
        return said.start()

    def read_base_value(self, figure: Quantity, rest: str, end: int) -> bool:
        """比去年90.78万件减少12.64万件, 较一季度（-2.1%）回升: the figure that another time had, beside the change against it.

        ``end``: where ``rest`` ends in the text.
        """
        if ("年" in rest or "历史" in rest) and (usual := _USUAL_VALUE.search(rest)) is not None:
            self.read_usual_value(figure, rest[: usual.start()], self.text[end - len(usual.group()) : end], end)
            return True
        said = _BASE_VALUE.search(rest) if TIME in rest else None
        if said is None:
            return False
        what = said.group("what")
        if what and (
            self.phrases.measure_end.search(what) is None or not _CHANGED_BEHIND.match(self.text, figure.span[1], self.sentence.end)
        ):
            return False
        _, indicator = self.who_and_what(what or rest[: said.start()])
        last = self.last_draft
        if not indicator and last is not None and last.measure == "ratio" and last.sentence_span[0] == self.sentence.start:
            indicator = (
                last.indicator if last.unit == figure.unit else None
            )  # 占比例为3.91%，比上年的3.86%增加…: the share, not what has it
        topic = Topic(indicator, None, -1, None) if indicator else self.topic_for(figure)
        work = self.sentence.work[: max(0, end - self.sentence.start)]
        first = self.sentence.start + work.find(TIME, max(0, work.rfind(said.group("base"))))
        at = next(iter(self.times_within(first, first + 1)), None)
        subjects = (topic.subject,) if topic.record >= 0 and topic.subject is not None else None
        self.add(
            figure,
            subjects,
            topic.indicator,
            unit=topic.unit if figure.unit is None and topic.unit not in RATES else None,  # 较去年同期（7231）下降8.67%
            carried=topic.record >= 0,
            period_span=at,
            rule="statistics.changes.base_value",
            topic=False,
            stated=False,
        )
        self.keep_base(said.group("base"), end)
        return True

    def read_more(self, figure: Quantity, rest: str) -> bool:
        """比去年平均接通率98.12%|高出0.66个百分点: by how much something is more than what it was then; whether the figure is that."""
        said = _MORE.fullmatch(rest)
        then = self.records[-1].draft if said is not None and self.records else None
        if said is None or then is None or then.rule != "statistics.changes.base_value":
            return False
        if then.quantity_span[1] != figure.span[0] - len(rest):
            return False
        self.add_change(figure, Topic(then.indicator, None, -1, None), "down" if said.group("down") else "up", ())
        return True

    def read_usual_value(self, figure: Quantity, words: str, base: str, end: int) -> None:
        """比常年同期（412毫米）多28%: what is usual, of no time of its own. ``words``: before the base; ``end``: where that ends."""
        _, indicator = self.who_and_what(words)
        topic = Topic(indicator, None, -1, None) if indicator else self.topic_for(figure)
        self.add(
            figure,
            (topic.subject,) if topic.record >= 0 and topic.subject is not None else None,
            topic.indicator,
            carried=topic.record >= 0,
            period_span=(end - len(base), end),  # no time stands there
            rule="statistics.changes.base_value",
            topic=False,
            stated=False,
        )
        self.keep_base(base, end)

    def thing_changed(self, change: Match, figure: Quantity, before: str) -> str:
        """What a change names beside the words before it; the thing behind its verb where neither those nor the figure before say it."""
        thing = change.group("object")
        if thing is None:
            return change.group("thing") or ""
        named = self.phrases.subject_of(self.phrases.bare(before))[1] != ""  # 在校学生比上年增加学生300人
        return "" if named or thing in (self.topic_for(figure).indicator or "") else thing  # 装机容量9244万千瓦，同比增加装机826万千瓦

    def is_change(self, label: str, figure: Quantity) -> bool:
        memory = self.memory
        here = memory.topics[self.first_topic :]
        bracket = self.text[figure.span[0] - 3 : figure.span[0] - 2]  # 死亡人数上升的有甲县（增加2人）
        of_row = label == "bare" and self.ahead is not None and bracket in ("（", "(")
        return label == "based" or of_row or figure.unit in RATES or memory.base is not None or any(t.unit == figure.unit for t in here)

    def read_change(
        self, figure: Quantity, rest: str, start: int, base: str | None, thing: str, down: bool, rule: str, among: bool
    ) -> None:
        before = self.memory.base, self.memory.base_spans
        both = _BOTH_BASES.match(rest, start) if thing.startswith(_JOINTS) else None
        thing = thing.lstrip("、和与及") if both is not None else thing
        if base:
            self.keep_base(base, figure.span[0])
        if (
            thing
            and base
            and not rest[:start].strip()
            and figure.unit in POINTS
            and self.memory.ratio is not None
            and self.phrases.measure_end.search(thing) is None
        ):
            base, thing = base + thing, ""  # 得分率70.1%，比去年测评提高1.6个百分点: against what, not what grew
            self.keep_base(base, figure.span[0])
        named = _COMPARED.sub("", rest[:start] + thing)  # 与2021年的37.11万个|相比|减少
        subjects, indicator = self.who_and_what(_SO_MUCH.sub("", ON_TERMS.sub("", named)))
        indicator = self.with_measure(figure, indicator)
        topic = self.of_part(indicator, figure) or (Topic(indicator, None, -1, None) if indicator else self.topic_for(figure))
        self.add_change(figure, topic, "down" if down else "up", subjects)
        if both is not None:  # 同比、环比均增加1起: against each of the two
            self.keep_base(both.group("other"), figure.span[0])
            self.add_change(figure, topic, "down" if down else "up", subjects)
        if base and TIME in base and figure.unit in POINTS:  # 增速较一季度回升2.1个百分点: growth itself is not measured against it
            self.memory.base, self.memory.base_spans = before

    def with_measure(self, figure: Quantity, indicator: str | None) -> str | None:
        """采矿业增加值增长0.1%，制造业增长6.9%: a branch with the measure that the growth before it in its sentence was of."""
        last = self.last_draft
        if not indicator or last is None or last.change is None or last.unit != figure.unit or indicator[-1] not in _BRANCH_ENDS:
            return indicator
        if last.sentence_span[0] < (self.chain if self.member else self.sentence.start):
            return indicator
        between = self.text[last.quantity_span[1] : figure.span[0]]
        if _NO_BRANCH.search(indicator) or self.verbs.at_start(indicator) or _AMONG_OTHERS.search(between) is not None:
            return indicator  # 抽检食品, 带动就业
        before, end, measure = (last.indicator or "").rpartition(indicator[-1])
        return indicator + measure if before and end and _MEASURE.fullmatch(measure) is not None else indicator

    def is_growth(self, figure: Quantity) -> bool:
        """Whether a figure is how much what the names are put in order by grew or fell, and no level before a change of its own:
        同比增加最多的是禾丰县，为158天，同比增加12天; 改善幅度最大的是云坪区，为21微克/立方米，同比下降19%."""
        if self.grew is None or self.ahead is None:
            return False
        at = bisect_right(self.figure_starts, figure.span[0])
        if at == len(self.figures) or self.figures[at].span[0] >= self.sentence.end:
            return True
        following = self.figures[at]
        if _CHANGED_THEN.fullmatch(self.text, figure.span[1], following.span[0]) is None:
            return True
        return following.unit != figure.unit and not (self.grew_size and following.unit in RATES)

    def add_most(self, figure: Quantity, subjects: tuple[str, ...]) -> None:
        """同比增加最多的是禾丰县，为12天; 改善幅度最大的是云坪区，为19%: how much what the names are put in order by grew or fell."""
        better = self.grew in ("改善", "恶化") and any(word in (self.ahead or "") for word in self.changes.words["lower_is_better"])
        down = (self.grew in _FALLS) != better
        self.add_change(figure, Topic(self.ahead, None, -1, None), "down" if down else "up", subjects)

    def add_change(self, figure: Quantity, topic: Topic, direction: str, subjects: tuple[str, ...]) -> None:
        sign = -1 if direction == "down" and figure.value > 0 else 1
        if figure.value < 0:
            direction = "down"
        stated = bool(subjects)
        if not subjects and topic.record >= 0 and topic.subject is not None:
            subjects = (topic.subject,)
        self.add(
            figure,
            subjects or None,
            topic.indicator,
            unit=topic.unit if figure.unit is None and topic.record >= 0 and topic.unit not in RATES else None,  # 86.4万户，…新增12.7万
            measure="change",
            change=Change(direction="down" if direction == "down" else "up", basis=self.memory.base),
            sign=sign,
            carried=topic.record >= 0,
            rule="statistics.changes.based" if self.memory.base else "statistics.changes.bare",
            topic=topic.record < 0,
            stated=stated,
        )
        self.memory.last_change = True
