"""The record that is made of a figure, once for each whom it is about."""

from __future__ import annotations

import re

from notice_parser.extract.statistics.clauses_before import ClausesBefore
from notice_parser.extract.statistics.context import REACHED, REMEMBERED
from notice_parser.extract.statistics.draft import Draft, Measure
from notice_parser.extract.statistics.memory import Record, Topic
from notice_parser.extract.statistics.naming import ALL_TOGETHER
from notice_parser.extract.statistics.wholes import MEAN, RATES
from notice_parser.extract.statistics.zeros import ZERO
from notice_parser.model import Change, Quantity, Span
from notice_parser.text.units import units_of

__all__ = ["TO_EACH", "Records"]

TO_EACH = re.compile("均(?![价值线衡])|各(?!类|种|项|级|方|地)|每|都(?!市)|分别|依次")
# （任务14815亩）, （考核目标为21微克/立方米）: what was to be reached, not how many tasks there are
_TASK = re.compile("(?:[省市县区镇国]定?|上级|下达|考核|年度|全年|年初|既定|目标|计划|工作){0,3}(?:任务|目标|指标)(?:数|值|量)?")
# 新增停车位年度目标5000个, 新建幼儿园任务15所
_TASK_OF = re.compile(
    "(?:新建|改建|改造|建设|新增|治理|整治|培训|造林|绿化|种植|发放|征收|城镇新增)[^，,]{1,14}?(?:年度|全年)?(?:目标任务|目标|任务)(?:数|值|量)?$"
)
_TASKS_IN = ("项", "个", "件", "条", "大项", "类", "分")
_BROKEN_OFF = re.compile("(?:[且或而把但却]|(?<![合归兼吞])并)$")
NEAR = 12  # records before a name of a row among which the part stands that it is of
_MEASURES: dict[str, Measure] = {
    "money": "amount",
    "score": "score",
    "time": "duration",
    "rank": "rank",
    "count": "count",
}


class Records(ClausesBefore):
    """Makes records; the classes built on it know one kind of wording each."""

    def add(
        self,
        figure: Quantity,
        subjects: tuple[str, ...] | None,
        indicator: str | None,
        *,
        unit: str | None = None,
        measure: Measure | None = None,
        change: Change | None = None,
        whole: Record | None = None,
        sign: int = 1,
        carried: bool = False,
        topic: bool = True,
        period_span: Span | None = None,
        place: tuple[int, int] | None = None,
        stated: bool = True,
        rule: str,
    ) -> None:
        memory = self.memory
        if indicator is not None and indicator.count("（") > indicator.count("）"):
            indicator = indicator[: indicator.rindex("（")] or None  # 乡镇（街道: half a bracket is no name
        if indicator is not None and _BROKEN_OFF.search(indicator) is not None:
            self.leave(figure)  # 栏目2周未更新且|累计超过5个未更新, 年初就把|完成500万元: half a clause names nothing
            return
        stated = stated and subjects is not None
        own_unit = unit if unit is not None else figure.unit
        span = self.clause_span(figure)
        is_target = self.is_target(figure, span[0])
        if self.is_aim_reached(figure, span[0]):
            is_target, indicator = True, REACHED.sub("", indicator or "", count=1) or indicator
        plain = measure is None and change is None and own_unit not in _TASKS_IN
        is_target = is_target or (plain and _TASK.fullmatch(indicator or "") is not None)
        is_target = is_target or (
            measure is None and change is None and own_unit not in RATES and _TASK_OF.match(indicator or "") is not None
        )
        announced = self.is_by_year(figure) if is_target else self.is_announced(figure, span[0])
        if subjects is None and change is None and (led := self.led_by(figure, own_unit, indicator)) is not None:
            subjects = led
        who: tuple[str | None, ...] = subjects or self.named(figure, own_unit, change) or (memory.subject or memory.titled,)
        inherited: tuple[str, ...] = () if stated else ("subject",)
        inherited += ("indicator",) if carried else ()
        inherited += ("unit",) if figure.unit is None and own_unit is not None else ()
        for subject in who:
            draft = Draft(
                span=span,
                quantity_span=figure.span,
                value=figure.value if sign == 1 else figure.value * sign,
                value_max=figure.value_max if figure.value_max is None or sign == 1 else figure.value_max * sign,
                unit=own_unit,
                precision=figure.precision,
                qualifier=figure.qualifier,
                subject=subject,
                indicator=indicator,
                measure=measure or _measure_of(figure, own_unit),
                change=change,
                whole=None,
                modality="target" if is_target or announced else "actual",
                announced=announced,
                inherited=inherited,
                paragraph=self.paragraph,
                sentence_span=(self.sentence.start, self.sentence.end),
                base_spans=memory.base_spans,
                period_span=period_span,
                place=place,
                rule=rule,
            )
            part = change is None and own_unit not in RATES and draft.measure != "rank" and rule != "statistics.changes.base_value"
            if figure.rule == ZERO and "其中" not in self.text[self.clause_span(figure)[0] : figure.span[0]]:
                part = False  # 其中绝收1260亩，…，无人员伤亡: none in all
            record = Record(draft, whole or (self.whole_of(draft) if part else None), inner=self.parent is not None)
            if whole is None and record.whole is not None and is_target and record.whole.draft.modality == "actual":
                record.whole = None  # 其中省外资金60亿元，完成下达任务数65亿元的91%: no part of what came in
            if carried and record.whole is not None:
                record.whole = self.nearer_whole(record)
            self.records.append(record)
        if own_unit in ("%", "‰") and change is None:
            memory.ratio = Topic(indicator, own_unit, len(self.records) - 1, who[0] if len(who) == 1 else None)
        if topic:
            self.note_topic(Topic(indicator, own_unit, len(self.records) - 1, who[0] if len(who) == 1 else None))

    def led_by(self, figure: Quantity, unit: str | None, indicator: str | None) -> tuple[str] | None:
        """Whom a part is about that names nobody: whom its whole is about.

        Not the part before it, which had a subject of its own (其中市刊采用16条，内参采用3条), unless only a verb goes on about that
        (其中禾丰县受理10件，办结5件); and not whom the figure between its whole and 其中 is about.
        """
        memory = self.memory
        if not memory.among or indicator is None:
            return None
        last = self.records[-1]
        if (
            unit in RATES
            and self.are_parts(last, self.records[-2:-1])
            and self.measured.search(indicator) is not None
            and indicator[0] != "占"
        ):
            of_all = last.whole.draft.subject if last.whole is not None else None
            return (of_all,) if of_all is not None else None  # 其中市直部门27家、县区12家，合格率100%
        begins = self.sentence.work.lstrip(" \u3000").startswith("其中")
        whole = self.whole_for(unit, memory.among, indicator) or (
            memory.among[-1] if begins and unit in RATES and not memory.names else None
        )
        if whole is None:
            return None
        if whole.draft.subject is None:
            return None
        if memory.subject == (memory.outside[0] if memory.outside else None):
            told = {r.draft.subject for r in self.records[-REMEMBERED:] if r.draft.sentence_span == whole.draft.sentence_span}
            begins = begins and len(told) == 1  # 热线受理99件。其中，电话受理86件
            return (whole.draft.subject,) if begins or whole.draft.sentence_span[0] == self.sentence.start else None
        own = last.whole in memory.among and last.draft.unit == unit and "subject" not in last.draft.inherited
        to_whom = self.says_to_whom(figure)
        goes_on = (indicator in self.verbs and not to_whom) or MEAN.match(indicator) is not None  # 其中云坪区3.2万亩，户均9.1亩
        if not own or goes_on:
            return None
        if to_whom:
            memory.subject = whole.draft.subject
        return (whole.draft.subject,)

    def says_to_whom(self, figure: Quantity) -> bool:
        """市刊采用16条，向省政府上报23条: whether the clause of a figure begins with whom that was done to which it counts."""
        return self.text.startswith(("向", "给", "被"), self.clause_span(figure)[0])

    def nearer_whole(self, record: Record) -> Record:
        """尚有127条未办结，其中超期的41条，甲县9条、乙县7条: what a name of a row is part of, where a part of the whole was told of all."""
        whole, draft = record.whole, record.draft
        assert whole is not None
        for one in self.records[-NEAR:]:
            told = one.draft
            alike = (told.indicator, told.unit, told.sentence_span) == (draft.indicator, draft.unit, draft.sentence_span)
            if alike and one.whole is whole and told.subject == whole.draft.subject != draft.subject and told.value > draft.value:
                return one
        return whole

    def are_parts(self, one: Record, before: list[Record]) -> bool:
        """Whether two records in a row count parts of one whole, each of another subject that it names."""
        return any(
            one.whole is other.whole is not None
            and one.draft.unit == other.draft.unit
            and one.draft.subject != other.draft.subject
            and "subject" not in (*one.draft.inherited, *other.draft.inherited)
            for other in before
        )

    def named(self, figure: Quantity, unit: str | None, change: Change | None) -> tuple[str, ...]:
        """The names just enumerated, each with the figure; an amount behind their count is that of all together, unless 均 says each.

        A rate is each one's own, unless 合计 says otherwise, or an amount of all together stands right before it.
        """
        names, together = self.memory.names, self.memory.together
        if not names or together is None or together[0] != names:
            return names
        before = self.sentence.work[self.clause_span(figure)[0] - self.sentence.start : figure.span[0] - self.sentence.start]
        for name in names:
            before = before.replace(name, "")  # 各镇办、各部门累计…: 各 of a name
        if TO_EACH.search(before):
            return names
        if change is None and unit not in RATES and figure.kind not in ("rank", "score"):
            return (together[1],)
        last = self.last_draft
        goes_on = last is not None and last.subject == together[1] and last.sentence_span[0] == self.sentence.start
        return (together[1],) if goes_on or ALL_TOGETHER.search(before) else names


def _measure_of(figure: Quantity, unit: str | None) -> Measure:
    if unit in ("倍", "番"):
        return "multiple"
    if unit in RATES:
        return "ratio"
    if figure.kind == "bare" and unit is not None:  # 入院人次3992.1万: its unit is said before it
        return next((measure for kind, measure in _MEASURES.items() if unit in units_of(kind)), "size")
    return _MEASURES.get(figure.kind, "size")
