"""Pairing off: several figures for several names (分别, 依次, 各), one figure for all of them (均)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import structs

from notice_parser.extract.statistics.changes import ON_TERMS
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.naming import TO
from notice_parser.extract.statistics.phrases import split_names
from notice_parser.extract.statistics.row_names import RATE_END, RowNames
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.shared_ends import shared_ends
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.grammar.match import Match
from notice_parser.model import Change, Quantity

__all__ = ["HAS", "Pairing"]

_PER = "每[人户亩生名辆头只]每(?:月|年|季度?|天|日)"
_JOINT = re.compile(
    "^[、，,]?(?=[和及与以、同环持增上提回下减降收了每]|$)(?:和|及|与|以及|、)?(?P<flat>(?:同比|环比)?持平[、，,]?(?:和|及|与)?)?(?P<verb>增长|增加|上升|提高|上涨|回升|下降|减少|降低|回落|下跌|收窄)?(?:了)?"
    f"(?P<per>{_PER})?$"
)
_DOWN = ("下降", "减少", "降低", "回落", "下跌", "收窄")
_TIMES = re.compile(f"(?<![^、和与及]){TIME}+(?=$|[、和与及])")
_SECTORS = ("第一产业", "第二产业", "第三产业")
HAS = ("仍有", "还有", "尚有", "有")
_IN_TURNS = re.compile("[分共][两二三四五六2-9](?:个?批次?|次|期|轮)")  # 分两批下达，分别为…: by batch, not by year
_BY_EACH = re.compile("按照?每[^，,。；;]{1,8}$")  # 低保标准分别按每人每月…元、…元发放
_PER_HEAD = re.compile(f"{_PER}$")
_RATE_BEFORE = re.compile("(?P<base>(?:同比|环比)?)(?P<verb>增长|下降)$")
_REACHES = re.compile("为|达到?|是|在")
_CAUSES = ("导致", "造成", "致使", "致")
_MEASURED_BY = ("占", "完成")  # 农业用水12.9亿立方米，工业用水4.4亿立方米，分别占总量的…: each of its own thing
_LIGHT = ("完成", "实现")  # 教育、卫生支出分别完成…: the verb says only that it is so
_ONLY_LINK = re.compile("^[是为有]$")
_PULLS = re.compile("(?:共同|合计)?(?:拉动|下拉|拉高|拉低|带动).{2,}(?=增长|增加|上升|提高|下降|回落)")


_OF_PLAN = re.compile("(?P<plan>(?:为|是|相当于)[^，,]{0,8}(?:计划|任务|目标|预算)数?)的")


class Pairing(RowNames):
    """Pairs names and figures."""

    def is_series(self, own: str) -> bool:
        """Whether the words before a run of figures only name what is counted: a second series on the same names."""
        return self.phrases.subject_of(own)[0] is None and "、" not in own and self.changes.first(own) is None

    def add_series(self, own: str, figures: Sequence[Quantity]) -> None:
        _, indicator = self.who_and_what(own)
        for name, figure in zip(self.memory.series, figures, strict=True):
            self.add(figure, (name,), indicator, rule="statistics.clauses.pairing")

    def add_changes(self, changed: Match, figures: Sequence[Quantity]) -> None:
        """分别减少6起、3人，下降20.7%、17.6%: a second series of changes of the same things."""
        if base := changed.group("base"):
            self.keep_base(base, figures[0].span[0])
        down = changed.group("down") is not None
        before = figures[0]
        for thing, figure in zip(self.memory.things, figures, strict=True):
            said = _JOINT.match(self.between(before.span[1], figure.span[0])) if figure is not before else None
            if said is not None and said.group("verb"):  # 上升2.6个百分点、下降0.1个百分点和上升0.9个百分点
                down = said.group("verb") in _DOWN
            self.add_change(figure, Topic(thing, None, -1, None), "down" if down else "up", ())
            before = figure

    def run_of(self, figures: Sequence[Quantity], k: int) -> int:
        """How many figures from ``k`` on stand in one series: 15%、0.7%和下降4%.

        Where a series ends depends on no figure before it, so that of one that is read figure by figure the end is looked for once.
        """
        of, first, end = self.series_end
        if of is figures and first <= k < end:
            return end - k
        n = 1
        while k + n < len(figures):
            joint = self.between(figures[k + n - 1].span[1], figures[k + n].span[0])
            said = _JOINT.match(joint)
            if said is None or joint in ("，", ","):
                break
            rates = [figures[at].unit in RATES for at in (k + n - 1, k + n)]
            if said.group("verb") and joint[:1] in ("，", ",") and rates == [False, True]:
                break  # 分别减少6起、3人，下降20.7%、17.6%: two series
            n += 1
        self.series_end = figures, k, k + n
        return n

    def pair_off(self, own: str, earlier: Sequence[str], figures: Sequence[Quantity], right: str) -> bool:
        """Pairs names and figures in their order; false where their numbers do not agree, so that nothing can be paired.

        ``right``: the words behind the last figure.
        """
        n = len(figures)
        compared = self.more_less.search(own)
        if compared is not None and len(_TIMES.findall(compared.group("names"))) == n > 1:  # 分别高于上月、去年同期1.2、3个百分点
            verb = "提高" if compared.group("verb")[0] in "高多快" else "降低"
            return self.pair_off(f"{own[: compared.start()]}较{compared.group('names')}分别{verb}", earlier, figures, right)
        if compared is not None:
            than = compared.group("names").removesuffix("的")
            names = split_names(than)
            subjects, rest = self.first_or_last(own[: compared.start()], n)
            thing = self.indicator_of(rest)
            if not subjects:
                subjects, thing = self.who_and_what(own[: compared.start()])
            elif thing is None:
                thing = self.ahead
            if not subjects and len(self.memory.listed) == n > len(names):
                subjects = self.memory.listed  # 甲县（82%）、乙县（80%），分别低于全市平均8.9、11.1个百分点
            of_places, described = self.described(earlier, n) if not subjects and len(names) != n else (False, [])
            subjects = tuple(described) if of_places else subjects  # 甲镇、西湖进展较好，投资完成率分别高于总体进度9.8、6.2个百分点
            thing = thing or (None if subjects or described else self.topic_for(figures[-1]).indicator)
            tail = self.memory.topics[self.first_topic :][-n:] if not subjects and len(names) == 1 else []
            each = tuple(t.indicator for t in tail)  # 产值增长8.9%，增加值增长7.2%，分别高于全省…
            each = each if len(set(each)) == n and thing in each else (thing,) * n
            if not subjects and len(names) == 1 and thing in self.memory.things and len(self.memory.things) == n:
                each = self.memory.things  # 甲业、乙业投资分别增长…，分别高于全部投资…
            each = tuple(f"{name}{thing or ''}" for name in described) if described and not of_places else each
            whose = tuple(t.subject for t in tail)  # 甲县完成率69.3%，乙县完成率61.8%，分别低于全市平均…
            of_each = len({whom for whom in whose if whom}) == n and {t.indicator for t in tail} == {thing}
            for i, figure in enumerate(figures):
                name = names[i] if len(names) == n else than
                whom = whose[i] if of_each else None
                self.add(
                    figure,
                    (whom,) if whom else (subjects[i],) if len(subjects) == n > len(names) else subjects or None,
                    f"{each[i] or ''}{compared.group('verb')}{name}",
                    unit=figures[-1].unit,
                    rule="statistics.clauses.pairing",
                    topic=False,
                )
            return True
        match = self.first_pairing(own)
        assert match is not None
        self.multiple_of(figures[0], match.group("verb") or "")
        verb = TO.sub("", _BY_EACH.sub("", match.group("verb") or ""))
        per = head.group() if (head := _PER_HEAD.search(verb)) is not None else None
        verb = _PER_HEAD.sub("", verb)
        before = self.without_which(own[: match.start])
        change = self.change_at_end(verb)
        rate = _RATE_BEFORE.search(before) if _REACHES.fullmatch(verb) and figures[-1].unit in RATES else None
        if rate is not None:  # 贷款同比增长分别为27.2%和39.8%
            before, change = before[: rate.end("base")], self.change_at_end(rate.group("verb"))
        is_change = change is not None and change.label != "reached"
        at_base, bases = self.bases_before(before, figures) if is_change else (0, ())
        if bases:
            before = before[:at_base]
        elif change is not None and is_change and change.label == "based" and change.group("base"):
            _, bases = self.bases_before(verb[: verb.rindex(change.group("verb") or "")], figures)  # 分别较常年和上年偏高…
            if not bases:
                self.keep_base(change.group("base") or "", figures[0].span[0])  # 分别较去年同期上升了…
        based = self.changes.first(before + "增长", only=("statistics.changes.based",))
        if based is not None and based.end == len(before) + 2:
            self.keep_base(based.group("base") or "", figures[0].span[0])
            before = before[: based.start] + (based.group("thing") or "")
        if n == 1 and match.text.startswith("各") and (evenly := self.even_names(before)):
            listed, rest = self.enumerated(self.phrases.bare(before))  # 北街、东街建成食堂各2个
            state = self.state.match(right)  # 甲局、乙局各有2件超期未办结, 各有3个项目未开工
            said = state.group("state") if state is not None else self.phrases.behind(right) if figures[0].kind == "count" else None
            self.add_even(figures[0], evenly, said or (self.indicator_of(rest) if listed else None))
            return True
        if is_change:
            before = ON_TERMS.sub("", before)  # 年均分别增长8.4%、10.1%
        periods = self.times_before(before, figures[0], n)
        if periods is None and n > 1 and len(self.memory.series_times) == n and self.is_series(before):
            periods = list(self.memory.series_times)  # 一季度、二季度分别办结…，按期办结率分别为…
        self.memory.series_times = tuple(periods or ())
        joints = ["", *(self.between(a.span[1], b.span[0]) for a, b in pairwise(figures))]
        flats = [("持平" in joint) for joint in joints]  # 分别下降11.3%、持平、上升5.2%: a place in the row without a figure
        pairs = self.names_for(before, earlier, n + sum(flats), same_units=[f.unit for f in figures], at=figures[0].span[0])
        if pairs is None:
            return False
        if len(bases) == n and all(carried for _, _, carried in pairs):
            pairs = [pairs[-1]] * n  # 办结率98%，满意率95%，较上月、去年同期分别提高1.2、3个百分点: of one thing, against each
        if n == len(_SECTORS) and all(what and "三次产业" in what for _, what, _ in pairs):  # 三次产业贡献率分别为12%、40%、48%
            pairs = [(who, (what or "").replace("三次产业", one), False) for (who, what, _), one in zip(pairs, _SECTORS, strict=True)]
        if all(who is not None and len(who) == 1 for who, _, _ in pairs) and len({who for who, _, _ in pairs}) == n:
            self.memory.series = tuple(who[0] for who, _, _ in pairs if who is not None)
        done = None if change is not None else self.indicator_of(verb)
        if verb in HAS and all(carried for _, _, carried in pairs):
            state = self.state.match(right)
            if noun := state.group("state") if state is not None else self.phrases.behind(right):
                pairs = [(who, noun, False) for who, _, _ in pairs]  # 甲局、乙局分别有3件和2件超期答复
        if done in _CAUSES:
            done += self.phrases.behind(right)  # 甲、乙分别导致21人、17人死亡
        if done and len(done) > 1 and not verb.startswith(("恢复", "达", "为")):  # 分别建成高标准农田0.92万亩
            named = len({what for _, what, _ in pairs}) == n > 1 and len(done) > 2 and done.startswith(_MEASURED_BY)
            alone = [not what or (carried and not named) for _, what, carried in pairs]
            named_so = pairs
            pairs = [
                (who, done if bare else what if done in _LIGHT else (what or "").removeprefix(done[:2]) + done, False)
                for (who, what, _), bare in zip(pairs, alone, strict=True)
            ]
            if n > 1 and len({(who, what) for who, what, _ in pairs}) == 1 and len({what for _, what, _ in named_so}) == n:
                # 新改扩建幼儿园12所、中小学8所，分别新增学位2160个、9800个
                pairs = [(who, f"{self.thing_of(what or '')}{done}", False) for who, what, _ in named_so]
        acts = split_names(verb, n) if n > 1 and len({what for _, what, _ in pairs}) == 1 else []
        if len(acts) == n and all(act in self.verbs for act in acts):  # 著作权案件分别受理和审结84件和81件
            pairs = [
                (who, f"{(what or '').removesuffix(done or verb)}{act}", False) for (who, what, _), act in zip(pairs, acts, strict=True)
            ]
        of_plan = _OF_PLAN.fullmatch(verb)
        if of_plan is not None:  # 分别为年度计划的100%、140%
            pairs = [(who, f"{what or ''}{of_plan.group('plan')}", carried) for who, what, carried in pairs]
        elif verb == "占":  # 分别占31.1%、67.1%
            pairs = [(who, f"{what}占" if what else what, carried) for who, what, carried in pairs]
        elif n > 1 and len({what for _, what, _ in pairs}) == n and all(what for _, what, _ in pairs) and figures[-1].unit != "个百分点":
            self.memory.things = tuple(what for _, what, _ in pairs if what is not None)
        pulled = _PULLS.match(verb) if is_change else None
        if pulled is not None:  # 三次产业贡献率分别为…，分别拉动经济增长…: what each of them adds to a growth
            pairs = [(who, (what or "").partition("对")[0] + pulled.group(), carried) for who, what, carried in pairs]
        down = change is not None and self.is_fall(change, figures[0], before)
        unit = figures[-1].unit
        of_one = n > 1 and periods is None and not bases and len({(who, what) for who, what, _ in pairs}) == 1
        of_one = of_one and "和" not in verb and _IN_TURNS.search(self.text, self.sentence.start, figures[0].span[0]) is None
        if is_change and unit == "%":  # 信访量降幅较大，分别下降18.4%、15.2%: what fell, not its rate
            pairs = [(who, RATE_END.sub("", what) or what if what else what, carried) for who, what, carried in pairs]
        if is_change and all(what in self.clauses.words["division"] for _, what, _ in pairs):  # 城镇、农村分别增长4%、6%
            parted = [self.of_part(what, figures[0]) for _, what, _ in pairs]
            pairs = [(who, part.indicator if part else what, carried) for (who, what, carried), part in zip(pairs, parted, strict=True)]
        if is_change and len({what for _, what, _ in pairs}) == 1 and not pairs[0][2] and pairs[0][1]:
            self.memory.topics.append(Topic(pairs[0][1], unit, -1, None))  # 甲县、乙县信访量分别下降…；丙县、丁县分别上升…
        for i, figure in enumerate(figures):
            if i and (joint := _JOINT.match(joints[i])) is not None:
                down = joint.group("verb") in _DOWN if joint.group("verb") else down
                per = joint.group("per") or per
            who, indicator, carried = pairs[i + sum(flats[: i + 1])]
            place = (i, n) if of_one else None  # 2020—2022年支出分别为…: of one thing, a year each
            if bases:
                base = bases[i]
                self.keep_base(base if isinstance(base, str) else self.text[slice(*base)], figure.span[0])
                self.memory.base_spans += () if isinstance(base, str) else (base,)
            own_unit = unit if figure.unit is None or (unit == "个百分点" and figure.unit == "个") else figure.unit
            if is_change:
                sign = -1 if down and figure.value > 0 else 1
                self.add(
                    figure,
                    who,
                    indicator,
                    unit=own_unit,
                    measure="change",
                    sign=sign,
                    carried=carried,
                    topic=False,
                    place=place,
                    change=Change(direction="down" if down or figure.value < 0 else "up", basis=self.memory.base),
                    rule="statistics.clauses.pairing",
                )
                self.memory.last_change = True
            else:
                at = periods[i] if periods else None
                indicator = indicator or (self.score_said() if figure.kind == "score" else None)
                self.add(
                    figure,
                    who,
                    indicator,
                    unit=own_unit,
                    carried=carried,
                    period_span=at,
                    place=place,
                    rule="statistics.clauses.pairing",
                )
            if per is not None:  # 标准分别提高到每人每月780元、每人每年7560元
                self.records[-1].draft = structs.replace(self.records[-1].draft, per=per)
        return True

    def thing_of(self, indicator: str) -> str:
        """What something was done with: 新改扩建幼儿园 → 幼儿园."""
        return indicator[len(self.verbs.at_start(indicator)) :] or indicator

    def without_pairing(self, own: str, right: str) -> str | None:
        """分别交由78家单位, 分别是21个乡镇、34个部门: one figure that says behind it what it counts is no row; the words without 分别."""
        match = self.first_pairing(own)
        if match is None or match.text.startswith("各") or self.change_at_end(match.group("verb") or "") is not None:
            return None
        return own[: match.start] + _ONLY_LINK.sub("", match.group("verb") or "") if self.phrases.behind(right) else None

    def add_even(self, figure: Quantity, names: Sequence[str], indicator: str | None) -> None:
        """One record a name, all of one value."""
        if all(self.phrases.subject_of(name)[0] == name for name in names):
            self.add(figure, tuple(names), indicator or self.topic_of_unit(figure.unit), rule="statistics.clauses.even")
            return
        subject, rest = self.phrases.subject_of(names[0])
        if subject is not None:
            self.set_subject(subject)
        for name in shared_ends([rest or names[0], *names[1:]], self.phrases):
            self.add(figure, None, self.indicator_of(name), rule="statistics.clauses.even")
