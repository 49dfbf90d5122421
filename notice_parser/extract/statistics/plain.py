"""A plain value: its indicator before, behind or around it."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import structs

from notice_parser.extract.statistics.behind import OUT_OF, SAID, Reading
from notice_parser.extract.statistics.clauses_before import GATHERED
from notice_parser.extract.statistics.context import CHANGED, REMEMBERED
from notice_parser.extract.statistics.draft import Measure
from notice_parser.extract.statistics.exclusions import THESE
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.named_before import NamedBefore
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.wholes import POINTS, RATES
from notice_parser.model import Quantity

__all__ = ["WIDE", "Plain"]

WIDE = re.compile("[东中西南北]{1,2}[部方]")  # parts of the country, of whose provinces one speaks
_FROM = re.compile(f"(?:(?:从|(?<![自理事缘案])由){TIME}*|{TIME}+)(?:末|底|初|年[初末底]|[^，,{TIME}]{{0,10}}(?:普查|调查)时?的)?的?$")
# 办理时间由原来的15个工作日压缩至…, 材料从平均8份减少到…
_WAS = re.compile(
    "(?:从|(?<![自理事缘案])由)(?:(?:年[初末底]|原来|原先|原有|法定|规定|承诺|审批承诺|过去|以往|以前|此前|之前|最初|起初|开始|[^，,的]{2,8}(?:之初|初期))时?的?)?(?:平均|约|近)?$"
)
_OF_PLAN = re.compile("(?:完成|占|达到?|为)?[^，]{0,12}(?:预算|计划|目标|任务|指标|(?:序时|时间)进度|预期)")
_IS_PART = re.compile("为[^，,]{0,12}(?:预算|计划|目标|任务|指标|预期)数?的$")
_PLAN_BEHIND = re.compile("(?:的)?(?P<plan>(?:年度|全年|总)?(?:预期|工作)?(?:目标任务|目标|任务|计划|预算|指标)数?)的$")
_DONE_OF = re.compile("(?:完成|占|实现|达到|为)(?:全年|年度|年初|当年|今年|本年|全市|全县|全省|全区|省定|市定|下达){0,2}的?$")
_MORE_THAN = re.compile("(?P<verb>[高低快慢多少]于|[高低]出)[^，,]{1,12}$")
_THAN_STANDARD = re.compile(
    "(?<=[率度例])(?:均|都|仍|尚)?(?:(?P<under>低于|不足|未达到?|达不到|没有达到)|高于|超过|高出)[^，,、0-9]{0,10}(?:标准|水平|[均平]值|平均数|要求|目标|底线|红线)[值数]?的?$"
)
_LEVEL_OR_MEAN = re.compile("(?:[全我][国省市县区州]|[^，,、]{2,6}[省市县区州])(?:平均|均值)?(?:水平)?")
_WENT = re.compile(
    "(?:[㐀-鿿]{0,12}?(?:[高低优好]于|超过)(?:上年|去年|上月|上季度|全[国省市县区]|平均)[^，,。；;、0-9]{0,10}|(?:与|同|较|比)[^，,。；;、0-9]{1,8}(?:持平|[上下]升|下降|增加|减少|提高|降低)"
    f"|(?:略有?|有所|大幅|明显|小幅|均){CHANGED})(?=[，,。；;、]|$)"
)
_IN_FIELD = re.compile("(?<=[㐀-鿿]{2})在[^，,在]{2,14}中(?:率先|首次|首个|最先)$")  # 经济总量在各县区中率先|突破500亿元
_WHICH_OF_THEM = re.compile("(?<=的)第[0-9一二三四五六七八九十]{1,3}[批轮期]$")  # 交办的第十一批27件信访件
# 毕业生中69人获得证书: of whom, and behind the figure what is said of so many
_IN_ALL = re.compile("(?:在|被)?(?P<all>[^，,、]{0,24}?)(?:之|当)?(?<![其集高初])中(?:共?有|仅有|的)?$")
_GAINED = ("得", "均得", "各得", "共得", "获", "获得", "总计", "计")  # 禾丰县得96.8分
_ROUND = re.compile("[0-9][0-9.]*[多余]?(?:万亿|[万亿])[多余]?$")
_AND_SO_ON = re.compile("[^、]{3}(?<![一二三四五上中下高初同平优劣差均])等$")  # 科技创新产业园等|85个项目竣工
_MEASURE_WORD = re.compile("(?![多余许来左右以上下内外中了的者等均共])[㐀-鿿](?=[，,。；;、）)]|$)")  # 药材1.2万丛: no list has it
_COUNTED_BEHIND = re.compile("[㐀-鿿]{2}")  # 86景遥感影像: a unit that nobody knows, and none of those before
_EACH = re.compile("[各均都]|分别|依次")
HALF = 50  # per cent, by which no rate differs from another
_HALVES = ("城镇", "乡村", "农村")
_OCCURS = ("发生",)
# of any trade, so that it may be said of each: 较大事故, no 火灾事故
_HAPPENED = re.compile("发生(?P<event>(?:各类|一般|较大|重大|特别重大|特大|及以上|生产安全|安全生产|亡人|伤亡|责任){0,4}(?:事故|险情))$")
_BARE_SHARES = ("比例", "比重", "占比", "比率")
_COEFFICIENT = re.compile("[系指]数")
_OF_ALL = re.compile("(?:共|共计|合计|总计)$")
_THAN_PLAN = re.compile("(?:比|较|与|同)(?P<plan>[^，,]{0,8}(?:预算|计划|目标|任务)数?)的?$")
LONGEST_NAME = 24  # characters; longer words are a clause, of which the indicator is the end
_WHO_LIVE = ("户", "人", "口")  # whose units are their names, where no other is said
# what happens to households and people where it is done to a place: 搬迁自然村12个，65户
_UPON_PEOPLE = re.compile(
    "(?:整体)?搬迁|迁移|转移|安置|撤离|疏散|覆盖|惠及|涉及|走访(?:慰问)?|慰问|帮扶|影响|救助|受(?:灾|淹|益)|停[水电气]"
)
_DIVISION = re.compile("(?:小组|村|社区|组|屯|寨|网格|街道|乡|镇|[街乡]镇|居委会|村委会|居民点)$")


class Plain(NamedBefore):
    """Reads a figure that is no change, share or rank."""

    def than_another(self, figure: Quantity, rest: str) -> str | None:
        """高于全国2.0个、|全省|1.1个百分点: more than which other, where the figure before says the same of one; else null."""
        last = self.records[-1].draft if self.records and figure.unit in POINTS else None
        said = _MORE_THAN.search(last.indicator or "") if last is not None else None
        between = self.text[last.quantity_span[1] : figure.span[0]] if last is not None and said is not None else ""
        if said is None or last is None or between[:1] not in "、，,和" or between[1:] != rest or _LEVEL_OR_MEAN.fullmatch(rest) is None:
            return None
        return (last.indicator or "")[: said.end("verb")] + rest

    def read_plain(self, figure: Quantity, rest: str, right: str) -> str:
        """Makes the record of a plain figure; the words behind it that belong to it."""
        than = _THAN_STANDARD.search(rest) if figure.unit == "%" and figure.qualifier == "exact" and figure.value >= HALF else None
        if than is not None:  # 满意率低于规定标准|85%; 低于平均水平3.2%: by so much
            figure, rest = structs.replace(figure, qualifier="under" if than.group("under") else "over"), rest[: than.start()]
        if (plan := _PLAN_BEHIND.match(right)) is not None and (done := _DONE_OF.search(rest)) is not None:  # 完成全年900万人目标的77%
            subjects, _ = self.who_and_what(rest[: done.start()])
            self.add(figure, subjects or None, done.group() + plan.group("plan"), rule="statistics.clauses.completion", topic=False)
            return plan.group("plan")
        if figure.unit not in RATES and (plan_said := _THAN_PLAN.search(rest)) is not None:
            self.read_planned(figure, plan_said.group(), plan_said.group("plan"))
            return ""
        if (more := self.than_another(figure, rest)) is not None:  # 高于全国2.0个、全省1.1个百分点
            who = self.records[-1].draft.subject
            self.add(figure, (who,) if who else None, more, rule="statistics.clauses.plain", topic=False, stated=False)
            return ""
        origin = _FROM.sub("", rest) if TIME in rest else _WAS.sub("", rest)
        origin = _IN_FIELD.sub("", origin) if "在" in origin else origin
        if self.phrases.bare(origin) in THESE:
            origin = ""  # 这591件提案均已办结
        went = _WENT.match(self.text, figure.span[1], self.sentence.end) if figure.kind == "count" else None
        if went is not None and not self.phrases.bare(origin) and self.class_of_whom.match(went.group()) is None:
            self.add(figure, None, went.group(), rule="statistics.clauses.behind", topic=False)  # 15个指标得分高于上年，2个与上年持平
            return went.group()
        if (ahead := self.ahead_named.match(origin)) is not None:  # 办件量居前三位的是市人社局8624件
            self.put_ahead(ahead)
            origin = ahead.group("name")
            if self.is_growth(figure) and self.phrases.subject_of(origin) == (origin, ""):
                self.set_subject(origin)
                self.add_most(figure, ())  # 重污染天数增加最多的是禾丰县12天
                return ""
        elif self.ahead is not None and (again := self.ordered_again.match(origin)) is not None:
            if self.phrases.subject_of(again.group("name"))[0] is not None:
                origin = again.group("name")  # …；居后两位的是澄溪县312件: by the same measure
        elif figure.kind == "count" and (degree := self.degree_of.match(origin)) is not None:  # 浓度最低的3个城市
            self.ahead, origin = self.indicator_of(self.phrases.subject_of(degree.group("topic"))[1]), ""
        # 年初预算中有6.8亿元未落实到项目
        of = _IN_ALL.fullmatch(origin) if figure.kind == "count" or (figure.kind == "money" and origin.endswith("有")) else None
        if of is not None and (of_them := self.state.match(right) or SAID.match(right)) is not None:
            subjects, what = self.who_and_what(of.group("all") or "")
            whole = self.named_whole(what, figure.unit) if what else self.records[-1] if self.records else None
            said = of_them.groupdict().get("state") or of_them.group("said")
            self.add(figure, subjects or None, said, whole=whole, rule="statistics.clauses.behind", topic=False)
            return of_them.group()
        graded = bool(self.records) and self.records[-1].draft.indicator in self.clauses.words["grade"]  # 良的72个，中的15个
        origin = (
            "" if WIDE.fullmatch(origin) or (OUT_OF.fullmatch(origin) and self.records and not graded) else _WHICH_OF_THEM.sub("", origin)
        )
        if (gathered := GATHERED.match(origin)) is not None:  # 诉求主要集中在社会保障99件
            origin = gathered.group("name")
            if (thing := self.indicator_of(gathered.group("thing"))) is not None and self.phrases.subject_of(origin) == (origin, ""):
                self.add(figure, (origin,), thing, rule="statistics.clauses.plain")
                return ""
        one = Reading(figure, rest, right)
        one.origin = origin
        counted_behind = figure.kind == "count" and _OF_ALL.search(origin) is not None and self.phrases.behind(right) != ""
        listed = (_AND_SO_ON.search(origin) is not None and figure.kind == "count" and self.phrases.behind(right) != "") or (
            "、" in origin and (origin.endswith("等") or counted_behind)
        )  # 甲、乙等26个项目: what is counted stands behind
        if listed and (actor := self.actor_before(origin)) is not None:
            self.set_subject(actor)  # 市场监管局对电线、玩具等68种产品…
        elif listed and origin.endswith("等"):
            self.memory.names = ()  # 甲局、乙局得分…，丙局、丁局等6个单位…: the names before are done with
        one.subjects, one.indicator = ((), None) if listed else self.counted_body(figure, origin, right) or self.who_and_what(origin)
        name = one.subjects[0] if one.subjects and not one.indicator else None
        if name is not None and self.is_channel(name, figure):
            one.subjects, one.indicator, self.memory.subject = (), name, self.records[-1].draft.subject
        one.behind = self.phrases.behind(right) if one.counts else ""
        if listed and not one.behind and origin.endswith("等") and self.phrases.subject_of(origin)[0] is None:
            one.indicator = self.indicator_of(origin)  # 板栗、油桐、猕猴桃等6560亩
        taken = self.noun_behind(one, listed=listed)
        taken = self.of_noun(one) if taken is None else taken
        taken = self.what_was_done(one) if taken is None else taken
        if taken is not None:
            return taken
        self.verb_and_noun(one)
        taken = self.said_behind(one)
        taken = self.in_row(one) if taken is None else taken
        taken = self.from_before(one) if taken is None else taken
        return self.written(one, compared=self.compared(one)) if taken is None else taken

    def read_planned(self, figure: Quantity, base: str, plan: str) -> None:
        """较年初预算40860万元，短收5645万元: what was planned, and what the change behind it is against."""
        printed = self.text[figure.span[0] - len(plan) : figure.span[0]] if base.endswith(plan) else plan
        self.add(figure, None, printed, rule="statistics.clauses.planned", topic=False)
        for record in self.records:
            if record.draft.quantity_span == figure.span:
                record.draft = structs.replace(record.draft, modality="target")
        self.keep_base(base, figure.span[0])

    def counted_before(self) -> str | None:
        """What the figure right before is of, where it stands in the same sentence and is no rate."""
        last = self.last_draft
        here = last is not None and last.sentence_span[0] == self.sentence.start and last.unit not in RATES and last.change is None
        return last.indicator if last is not None and here else None

    def of_half(self, part: str, figure: Quantity) -> str | None:
        """零售总额86亿元，城镇|61亿元: what of all was measured before, for a half of them; 使用率82.7%，其中公立医院|86.1%: for a kind."""
        topics = self.memory.topics[self.first_topic :] or self.memory.topics[-1:]
        measured = next((t.indicator for t in reversed(topics) if t.unit == figure.unit), None) or ""
        if self.phrases.measure_end.search(measured) is None or self.phrases.measure_end.search(part) is not None:
            return None
        if (who := part.removesuffix("居民")) in _HALVES:
            of_all = measured.removeprefix(next((half for half in _HALVES if measured.startswith(half)), ""))
            return who + (of_all if who == part or of_all.startswith("居民") else f"居民{of_all}")
        if (of_trade := self.of_trade(part, measured, figure)) is not None:
            return of_trade
        return self.of_kind(part, measured, figure.unit) if self.memory.among is not None else None

    def event_of(self, figure: Quantity) -> str:
        """较大事故 of 全市发生较大事故24起: what has occurred, by the last that was said in this unit to have occurred at least so often;
        else nothing."""
        for topic in reversed(self.memory.topics[-REMEMBERED:]):
            said = topic.indicator or ""
            if topic.unit != figure.unit or "发生" not in said or said.endswith(_OCCURS):
                continue
            happened = _HAPPENED.search(said)
            if happened is None:
                return ""  # 发生治安案件386起。禾丰县发生12起
            if topic.record < 0 or self.records[topic.record].draft.value >= figure.value:
                return happened.group("event")
        return ""

    def is_of_division(self, indicator: str | None, *, carried: bool) -> bool:
        """辖286个村民小组，1.2万户、4.6万人: whether what is carried to households and people is where they live, or is households."""
        return carried and indicator is not None and (indicator in _WHO_LIVE or _DIVISION.search(indicator) is not None)

    def lives_with(self, figure: Quantity) -> bool:
        """全村共612户2035人: whether households stand right before the people in them."""
        at = bisect_right(self.figure_starts, figure.span[0])
        if figure.unit != "户" or at == len(self.figures) or self.figures[at].unit not in ("人", "口"):
            return False
        return self.text[figure.span[1] : self.figures[at].span[0]].strip("、，, 　共") == ""

    def is_money(self, figure: Quantity, indicator: str) -> bool:
        """争取资金2.3亿, 投资8000万实施…: whether a round number without a unit is an amount of money, by what it is of."""
        return _ROUND.search(figure.raw) is not None and self.of_money.search(indicator) is not None

    def written(self, one: Reading, *, compared: bool) -> str:
        """Makes the record, with the unit that others say where the figure has none; the words taken."""
        memory, figure, subjects, taken = self.memory, one.figure, one.subjects, one.taken
        indicator, carried = one.indicator, one.carried
        if (indicator is None or indicator in _GAINED) and figure.kind == "score":
            indicator, carried = "得分", True
        if figure.unit in _WHO_LIVE and (
            self.is_of_division(indicator, carried=carried) or (indicator is None and self.lives_with(figure))
        ):
            upon = _UPON_PEOPLE.match(indicator or "")
            indicator, carried = upon.group() if upon is not None else figure.unit, False
        if indicator is None:
            self.leave(figure)
            return taken
        if len(indicator) > 6 and (action := self.action.search(indicator)):
            indicator = action.group("action")
        elif len(indicator) > LONGEST_NAME and (upon := self.action_upon.search(indicator)):
            indicator = upon.group("action")
        indicator = self.phrases.done(indicator)
        if figure.kind == "score" and carried and subjects and indicator.endswith("平均"):
            indicator = "得分"  # 镇街平均79.8分，最高的南渡镇|93.5分: of all it is the mean, and not of one
        if indicator.endswith(_OCCURS) and not taken and (event := self.event_of(figure)) and event[-2:] not in indicator:
            indicator += event  # 发生较大事故24起。煤矿发生1起; but 重大事故发生1起 says it
        indicator = indicator if carried or taken else self.more_of_trade(indicator, figure) + indicator
        if not carried and not taken and (whole := self.of_half(indicator, figure)) is not None:
            indicator = whole
        if self.one_of is not None and not carried and not subjects and self.measured.search(indicator) is not None:
            indicator = indicator if self.one_of in indicator else self.one_of + indicator  # 最大的是臭氧，负荷比为24.1%
        if len(subjects) > 1 and carried and figure.kind == "count" and not _EACH.search(one.rest):
            self.memory.names, self.memory.subject = (), self.as_printed(subjects, figure)
            subjects = one.subjects = (self.memory.subject,)  # 市直部门58件，镇人民政府、街道办事处21件: of both together
        plain = carried and any(t.indicator == indicator and t.unit is None for t in memory.topics[self.first_topic :])
        if figure.unit is None and self.index.search(indicator) and (plain or not carried):
            self.add(figure, subjects or None, indicator, measure="ratio", rule="statistics.clauses.plain")
            return taken
        said = self.unit_said.search(indicator) if figure.unit is None else None  # 诊疗人次84.7亿
        money = figure.unit is None and said is None and self.is_money(figure, indicator)
        if figure.unit is None and (money or figure.kind not in ("ratio", "count")):
            unit = said.group("unit") or "人" if said is not None else "元" if money else None
            unit = unit or self.unit_behind(figure)
            if unit is None and (word := _MEASURE_WORD.match(one.right)) is not None:
                unit = taken = word.group()
            here = (t for t in reversed(memory.topics[self.first_topic :]) if t.unit and t.unit not in RATES)
            said_before = (t.unit for t in here if self.in_its_scale(figure, t))
            unit = unit or (next(said_before, None) if _COUNTED_BEHIND.match(one.right) is None else None)
            if unit in self.body_units and figure.value != figure.value.to_integral_value():
                unit = None  # 差异系数小学为0.54: no count
            if unit is None and (_COEFFICIENT.search(indicator) is not None or self.goes_on_as_ratio(figure)):
                self.add(figure, subjects or None, indicator, measure="ratio", carried=carried, rule="statistics.clauses.plain")
                return taken
            if unit is None:
                self.note_topic(Topic(indicator, None, -1, None))  # what follows is not about the figure before
                self.leave(figure)
                return taken
            measure: Measure | None = "amount" if money else None
            self.add(figure, subjects or None, indicator, unit=unit, measure=measure, carried=carried, rule="statistics.clauses.plain")
            return taken
        if figure.unit in RATES and not subjects and indicator in _BARE_SHARES and (counted := self.counted_before()) is not None:
            indicator, carried = f"{counted}{indicator}", True  # 优良断面67个，比例为98.5%
        if figure.unit in RATES and _OF_PLAN.match(indicator):
            indicator = f"为{indicator}" if _IS_PART.match(one.rest) and not indicator.startswith("为") else indicator  # 为调整预算的101.2%
            self.add(figure, subjects or None, indicator, rule="statistics.clauses.completion", topic=False)
            return taken
        rule = "statistics.clauses.behind" if taken else "statistics.clauses.plain"
        compared = compared or (not carried and _MORE_THAN.match(indicator) is not None)  # 低于部门3.6分，最高的南渡镇93.5分
        self.add(figure, subjects or None, indicator, carried=carried, topic=not (compared or self.is_mean(indicator, figure)), rule=rule)
        return taken
