"""Pairing off: several figures for several names (分别, 依次, 各), one figure for all of them (均)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from notice_parser.extract.statistics.changes import Changes
from notice_parser.extract.statistics.context import CLAUSE
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.naming import TO
from notice_parser.extract.statistics.phrases import Phrases, split_names
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.grammar.match import Match
from notice_parser.model import Change, Quantity, Span

__all__ = ["Pairing", "shared_ends"]

_JOINT = re.compile(
    "^[、，,]?(?:和|及|与|以及|、)?(?P<flat>(?:同比|环比)?持平[、，,]?(?:和|及|与)?)?(?P<verb>增长|增加|上升|提高|上涨|回升|下降|减少|降低|回落|下跌|收窄)?(?:了)?$"
)
_DOWN = ("下降", "减少", "降低", "回落", "下跌", "收窄")
_ROW_OF_NAMES = re.compile("(?:依次|分别)(?:是|为)(?P<names>[^，,。；]{2,100})[，,][^，,。；]{0,16}$")
_RATE_BEFORE = re.compile("(?P<base>(?:同比|环比)?)(?P<verb>增长|下降)$")
_REACHES = re.compile("为|达到?|是|在")
_RATE_END = re.compile("(?:(?:增|降|涨|跌|升|减)幅|增速)$")
_CAUSES = ("导致", "造成", "致使", "致")
_LIGHT = ("完成", "实现")  # 教育、卫生支出分别完成…: the verb says only that it is so
_BASES = re.compile(f"(?:比|较|与|同){TIME}+[^，,]{{0,4}}?(?:[、和与及]{TIME}+[^，,]{{0,4}}?){{1,3}}(?:相比)?$")
_BASES_PARTED = re.compile(f"[、和与及](?={TIME})")
_OF_TIMES = re.compile(f"(?:其中)?[，,]?(?:{TIME}+[、和及与 ]?)+(?:[^、和与，,{TIME}]{{2,16}})?")  # 一季度、二季度进出口额分别为
_SHARE_WORD = re.compile("占比|比重|增速|增幅|涨幅|降幅")
_TOWARDS = "对从向自"  # 对欧盟、美国进出口: said once, meant for each
_IN_RESPECT = re.compile("^在(?P<what>.{4,}?)(?:方面|上)$")  # 在起数、人数上分别为
_LEVELS_EACH = re.compile("(?P<levels>[省市县区镇乡](?:、[省市县区镇乡]){1,3})(?P<rest>[^、和与及级].+)$")
_ONLY_LINK = re.compile("^[是为有]$")
_NEXT = re.compile("^[、，, 　]*(?:其次|再次|然后|最后)[是为]")
_RANKED = re.compile(
    "(?:分别)?(?:排名?|[位名]?列|[位]?居|排在)第?[一二三四五六七八九十0-9](?:[、和]第?[一二三四五六七八九十0-9]){1,9}[位名]$"
)  # 甲类和乙类列一、二位
_MEASURE = re.compile("(?<=..)(?:价格|面积|收入|支出|投资|比重|比例|标准|产量|销量|人数|户数)$")
_SIZES = frozenset("大中小高低新老男女")  # 大、中、小型企业
_CLASS = re.compile("[0-9](?P<of>周?岁|元|[平公]?[里方米]+|分|年|个月|小时|天)(?:及?以[上下内])?")
_COUNT_OF = re.compile("(?:[批人件户家]次|[户人起件家宗批台处]数|金额|面积)$")
_PERSONS = re.compile("(?:在校生|在校学生|招生|毕业生|学生|教师|人员|对象|患者)$")
_ONE_PERSON = frozenset("人员者生师工户民众")
_NUMERAL = re.compile("第?[一二三四五六七八九十]")
_NUMBERED = re.compile("第?(?P<number>[一二三四五六七八九十])(?P<tail>[^一二三四五六七八九十、].*)")
_COUNTED_SO = re.compile("产业|季度|批|轮|届|阶段|剂")  # 一、二、三产业: the first, the second …; 一、二级医院 are classes
_PULLS = re.compile("(?:共同|合计)?(?:拉动|下拉|拉高|拉低|带动).{2,}(?=增长|增加|上升|提高|下降|回落)")
_SEEN_FROM = re.compile("^从(.{2,16}?)(?:情况|来|上)?看$")


class Pairing(Changes):
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
        """How many figures from ``k`` on stand in one series: 15%、0.7%和下降4%."""
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
        return n

    def pair_off(self, own: str, earlier: Sequence[str], figures: Sequence[Quantity], right: str) -> bool:
        """Pairs names and figures in their order; false where their numbers do not agree, so that nothing can be paired.

        ``right``: the words behind the last figure.
        """
        n = len(figures)
        compared = self.more_less.search(own)
        if compared is not None:
            names = split_names(compared.group("names"))
            subjects, thing = self.who_and_what(own[: compared.start()])
            thing = thing or (None if subjects else self.topic_for(figures[-1]).indicator)
            each = tuple(t.indicator for t in self.memory.topics[self.first_topic :][-n:])  # 产值增长8.9%，增加值增长7.2%，分别高于全省…
            each = each if not subjects and len(names) == 1 and len(set(each)) == n and thing in each else (thing,) * n
            for i, figure in enumerate(figures):
                name = names[i] if len(names) == n else compared.group("names")
                self.add(
                    figure,
                    subjects or None,
                    f"{each[i] or ''}{compared.group('verb')}{name}",
                    unit=figures[-1].unit,
                    rule="statistics.clauses.pairing",
                    topic=False,
                )
            return True
        match = self.first_pairing(own)
        assert match is not None
        self.multiple_of(figures[0], match.group("verb") or "")
        verb = TO.sub("", match.group("verb") or "")
        before = own[: match.start]
        change = self.change_at_end(verb)
        rate = _RATE_BEFORE.search(before) if _REACHES.fullmatch(verb) and figures[-1].unit in RATES else None
        if rate is not None:  # 贷款同比增长分别为27.2%和39.8%
            before, change = before[: rate.end("base")], self.change_at_end(rate.group("verb"))
        is_change = change is not None and change.label != "reached"
        if change is not None and is_change and change.label == "based" and change.group("base"):
            self.keep_base(change.group("base") or "", figures[0].span[0])  # 分别较去年同期上升了…
        bases = self.bases_before(before, figures) if is_change else ()
        if bases:
            before = before[: before.index(TIME)].rstrip("比较与同")
        based = self.changes.first(before + "增长", only=("statistics.changes.based",))
        if based is not None and based.end == len(before) + 2:
            self.keep_base(based.group("base") or "", figures[0].span[0])
            before = before[: based.start] + (based.group("thing") or "")
        if n == 1 and match.text.startswith("各") and (evenly := self.even_names(before)):
            self.add_even(figures[0], evenly, None)
            return True
        periods = self.times_before(before, figures[0], n)
        if periods is None and n > 1 and len(self.memory.series_times) == n and self.is_series(before):
            periods = list(self.memory.series_times)  # 一季度、二季度分别办结…，按期办结率分别为…
        self.memory.series_times = tuple(periods or ())
        joints = ["", *(self.between(a.span[1], b.span[0]) for a, b in pairwise(figures))]
        flats = [("持平" in joint) for joint in joints]  # 分别下降11.3%、持平、上升5.2%: a place in the row without a figure
        pairs = self.names_for(before, earlier, n + sum(flats), same_units=[f.unit for f in figures], at=figures[0].span[0])
        if pairs is None:
            return False
        if all(who is not None and len(who) == 1 for who, _, _ in pairs) and len({who for who, _, _ in pairs}) == n:
            self.memory.series = tuple(who[0] for who, _, _ in pairs if who is not None)
        done = None if change is not None else self.indicator_of(verb)
        if done in _CAUSES:
            done += self.phrases.behind(right)  # 甲、乙分别导致21人、17人死亡
        if done and len(done) > 1 and not verb.startswith(("恢复", "达", "为")):  # 分别建成高标准农田0.92万亩
            pairs = [(who, done if carried or not what else what if done in _LIGHT else what + done, False) for who, what, carried in pairs]
        if verb == "占":  # 分别占31.1%、67.1%
            pairs = [(who, f"{what}占" if what else what, carried) for who, what, carried in pairs]
        elif n > 1 and len({what for _, what, _ in pairs}) == n and all(what for _, what, _ in pairs):
            self.memory.things = tuple(what for _, what, _ in pairs if what is not None)
        pulled = _PULLS.match(verb) if is_change else None
        if pulled is not None:  # 三次产业贡献率分别为…，分别拉动经济增长…: what each of them adds to a growth
            pairs = [(who, (what or "").partition("对")[0] + pulled.group(), carried) for who, what, carried in pairs]
        down = change is not None and self.is_fall(change, figures[0], before)
        unit = figures[-1].unit
        if is_change and unit == "%":  # 信访量降幅较大，分别下降18.4%、15.2%: what fell, not its rate
            pairs = [(who, _RATE_END.sub("", what) or what if what else what, carried) for who, what, carried in pairs]
        if is_change and len({what for _, what, _ in pairs}) == 1 and not pairs[0][2] and pairs[0][1]:
            self.memory.topics.append(Topic(pairs[0][1], unit, -1, None))  # 甲县、乙县信访量分别下降…；丙县、丁县分别上升…
        for i, figure in enumerate(figures):
            if i and (said := _JOINT.match(joints[i])) and said.group("verb"):
                down = said.group("verb") in _DOWN
            who, indicator, carried = pairs[i + sum(flats[: i + 1])]
            if bases:
                self.keep_base(self.text[slice(*bases[i])], figure.span[0])
                self.memory.base_spans = (*self.memory.base_spans, bases[i])
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
                    change=Change(direction="down" if down else "up", basis=self.memory.base),
                    rule="statistics.clauses.pairing",
                )
                self.memory.last_change = True
            else:
                at = periods[i] if periods else None
                self.add(figure, who, indicator, unit=own_unit, carried=carried, period_span=at, rule="statistics.clauses.pairing")
        return True

    def without_pairing(self, own: str, right: str) -> str | None:
        """分别交由78家单位, 分别是21个乡镇、34个部门: one figure that says behind it what it counts is no row; the words without 分别."""
        match = self.first_pairing(own)
        if match is None or match.text.startswith("各") or self.change_at_end(match.group("verb") or "") is not None:
            return None
        return own[: match.start] + _ONLY_LINK.sub("", match.group("verb") or "") if self.phrases.behind(right) else None

    def bases_before(self, before: str, figures: Sequence[Quantity]) -> Sequence[Span]:
        """增速较一季度和1—5月分别提高…: the times compared with, one for each figure; none where it is not so."""
        if len(figures) < 2 or _BASES.search(before) is None:
            return ()
        inside = self.times_within(self.clause_span(figures[0])[0], figures[0].span[0])[-len(figures) :]
        return inside if len(inside) == len(figures) == len(_BASES_PARTED.split(before[before.index(TIME) :])) else ()

    def times_before(self, before: str, figure: Quantity, n: int) -> list[Span] | None:
        """一季度、二季度分别…: the names are times, one for each figure."""
        if TIME not in before or _OF_TIMES.fullmatch(before.strip()) is None:
            return None
        inside = self.times_within(self.clause_span(figure)[0], figure.span[0])
        return inside if len(inside) == n else None

    def even_names(self, before: str) -> tuple[str, ...]:
        """The names before 均 or 各, of subjects or of indicators; none where there is but one."""
        names, _ = self.enumerated(self.phrases.bare(before))
        return names or tuple(name for name in split_names(self.phrases.without_lead(self.phrases.bare(before))[0]) if name)

    def names_and_things(self, before: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """甲县、乙县受理率、办结率均为…: several names and several measures, of each of which the figure is each one's; else null."""
        names: list[str] = []
        row = split_names(self.phrases.without_lead(self.phrases.bare(before))[0]) if "、" in before else []
        for i, part in enumerate(row):
            name, rest = self.phrases.subject_of(part)
            if name is None:
                return None
            names.append(name)
            if rest:
                things = [rest, *row[i + 1 :]]
                told = tuple(self.indicator_of(thing) for thing in shared_ends(things, self.phrases))
                whole = len(names) > 1 and len(things) > 1 and not any(self.phrases.subject_of(thing)[0] for thing in things)
                return (tuple(names), tuple(thing for thing in told if thing)) if whole and all(told) else None
        return None

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

    def names_for(
        self, before: str, earlier: Sequence[str], n: int, same_units: Sequence[str | None], at: int
    ) -> list[tuple[tuple[str, ...] | None, str | None, bool]] | None:
        """Subject and indicator for each of ``n`` figures: from the names before 分别, the clause before, or the topics.

        None where names stand there, but not as many as figures. ``at``: where the first figure stands.
        """
        words, among = self.phrases.without_lead(self.phrases.bare(_NEXT.sub("", before)).removesuffix("则"))
        if among:
            self.open_among()
        end = at - self.sentence.start
        row = _ROW_OF_NAMES.search(self.sentence.work, max(0, end - CLAUSE), end) if self.ahead is not None else None
        if row is not None and len(named := split_names(row.group("names"), n)) == n > 1:
            whose = [name.lstrip("：: ") for name in named]  # …最大的三个行业分别是：甲业、乙业，增加值分别增长…
            if words and not all(self.phrases.subject_of(name) == (name, "") for name in whose):
                return [(None, name + words, False) for name in whose]
            return [((name,), self.ahead, True) for name in whose]
        each = _LEVELS_EACH.match(words)
        if each is not None and len(levels := each.group("levels").split("、")) == n:
            return [((level,), self.indicator_of(each.group("rest")), False) for level in levels]  # 市、县认领率分别为
        clause_before = [self.phrases.topic(self.phrases.bare(_RANKED.sub("", _NEXT.sub("", part)))) for part in earlier[-1:]]
        if not any(unit in RATES for unit in same_units):
            clause_before = [_RATE_END.sub("", part) for part in clause_before]  # 甲类、乙类事故增幅较大，分别发生35起、12起
        for source in (words, *clause_before):
            source = _IN_RESPECT.sub(r"\g<what>", source)
            if not source:
                continue
            ahead = self.ahead_named.match(source) if n > 1 else None
            named = split_names(ahead.group("name"), n) if ahead is not None else []
            if ahead is not None and len(named) == n and all(self.phrases.subject_of(name) == (name, "") for name in named):
                _, what = self.who_and_what(ahead.group("topic"))  # 投诉量前三位的是甲县、乙县和丙县，分别为…
                return [((name,), what, False) for name in named]
            names, rest = self.enumerated(source)
            if names and len(names) != n and n > 1 and len(split_names(source, n)) != n:
                return None
            if len(names) == n:
                seen = next((m.group(1) for part in earlier if (m := _SEEN_FROM.search(part))), None)
                indicator = self.indicator_of(rest) or (self.indicator_of(seen) if seen else None) or self.topic_of_unit(same_units[0])
                return [((name,), indicator, not rest) for name in names]
            subject, rest = self.phrases.subject_of(source)
            if subject is not None and rest.startswith("、") and len(split_names(source, n)) == n:
                subject, rest = None, source  # 公众号、微博合格率: the first of several kinds
            if subject is not None:
                self.set_subject(subject)
            if n == 2 and "城乡" in rest and "、" not in rest:  # 城乡居民收入分别为…: those of the towns, then those of the country
                both = [rest.replace("城乡", of, 1) for of in ("城镇", "农村")]
                return [((subject,) if subject else None, self.indicator_of(name), False) for name in both]
            split = split_names(rest, n)
            if len(split) == n > 1 and (verb := self.inner_verb.search(split[-1])) and not any(map(self.inner_verb.search, split[:-1])):
                return [((name,), split[-1][verb.start() :], False) for name in (*split[:-1], split[-1][: verb.start()])]
            if len(split) == n:
                full = shared_ends(split, self.phrases)
                if full[0][0] in _TOWARDS and not any(name[0] in _TOWARDS for name in full[1:]):
                    full = [full[0], *(full[0][0] + name for name in full[1:])]
                return [((subject,) if subject else None, self.indicator_of(name), False) for name in full]
            listed = self.memory.names or self.memory.listed or self.memory.series
            one = len(split) == 1 or (
                bool(split) and "、" not in rest and self.phrases.measure_end.search(split[-1]) is not None
            )  # 满意和基本满意率
            if one and n > 1 and subject is None and len(listed) == n:
                return [((name,), self.indicator_of(rest), False) for name in listed]
            if source is words and n > 1 and "、" in source and len(source.split("、")) > 1 and len(split) > 1:
                return None
            if source is words and subject is None and len(self.memory.things) == n > 1 and _SHARE_WORD.fullmatch(rest):
                return [(None, f"{thing}{rest}", False) for thing in self.memory.things]  # 分列前三位，…，占比分别为
            if rest and source is words:
                return [((subject,) if subject else None, self.indicator_of(rest), False)] * n
        if len(self.memory.things) == n:
            return [(None, thing, False) for thing in self.memory.things]
        topics = [t for t in self.memory.topics[self.first_topic :] if t.record >= 0] or self.memory.topics[-1:]
        tail = topics[-n:]
        said = tuple(t.subject for t in tail) == self.memory.names  # 甲、乙两县分别完成…，分别增长…
        if len(self.memory.names) == n and not said:
            return [((name,), self.topic_of_unit(same_units[0]), True) for name in self.memory.names]
        if len(tail) == n:
            return [((t.subject,) if t.subject else None, t.indicator, True) for t in tail]
        last = topics[-1].indicator if topics else None
        return [(None, last, True)] * n


def shared_ends(names: Sequence[str], phrases: Phrases) -> list[str]:
    """甲类水库、乙类水库蓄水率 → each with the shared end; 第一、二、三产业 → each with the shared beginning."""
    last = phrases.done(names[-1])
    full = [*names[:-1], last]
    if (numbered := _NUMBERED.match(last)) is not None and all(map(_NUMERAL.fullmatch, full[:-1])):  # 第一、二、三产业
        th = "第" if names[0].startswith("第") or _COUNTED_SO.match(numbered.group("tail")) else ""
        return [f"{th}{name.removeprefix('第')}{numbered.group('tail')}" for name in (*full[:-1], numbered.group("number"))]
    if _COUNT_OF.fullmatch(last) and all(len(name) > len(last) and _COUNT_OF.search(name) for name in full[:-1]):
        return [*full[:-1], full[0][: -len(last)] + last]  # 来访批次、人次
    kind = "".join({name[-1:] for name in names[:-1]})  # 刑事类、治安类警情: one, if all end in it
    if kind in phrases.clauses.words["kind_end"] and kind in last[:-1]:
        return [*(name + last[last.rindex(kind) + 1 :] for name in names[:-1]), last]
    for pair in phrases.clauses.words["counterpart"] if len(full) > 1 else ():
        one, other = pair.split("/")
        before = other if last == one else one if last == other else ""
        if before and full[-2].endswith(before) and full[-2] != before:  # 一般公共预算收入和支出
            return [*full[:-1], full[-2].removesuffix(before) + last]
    of_kind = next((at for kind in phrases.clauses.words["kind"] if (at := last.find(kind)) > 0 and len(last) > at + len(kind)), 0)
    if of_kind > 1 and all(
        len(name) > 1 and abs(len(name) - of_kind) <= 1 and last[of_kind : of_kind + 2] not in name for name in full[:-1]
    ):
        return [*(name + last[of_kind:] for name in full[:-1]), last]  # 失业、工伤保险参保
    measure = phrases.measure_end.search(last)
    if measure is None or measure.start() == 0:
        return [name + _behind_shared(name, last) for name in full[:-1]] + [last]
    if last[0] in _SIZES and all(name[-1] in _SIZES and len(name) in (1, 3) for name in full[:-1]):  # 抽查大、中、小型企业数
        return [*(name + last[1:] for name in full[:-1]), last]
    classes = [of_class for name in full if (of_class := _CLASS.search(name)) is not None]
    if len(classes) == len(full) and len({one.group("of") for one in classes}) == 1:  # 0—14岁、60岁及以上人口比重
        shared = last[classes[-1].end() :]
        return [name if one.end() < len(name) else name + shared for name, one in zip(full, classes, strict=True)]
    for i, name in enumerate(names[:-1]):
        if phrases.measure_end.search(name) or (name[:2] == last[:2] and 2 < len(name) >= len(last) - 1):
            continue  # 受灾人口、受灾面积: each is whole
        at = last.rfind(name[-2:])
        if at >= 0 and len(last) > at + 2:
            full[i] = name + last[at + 2 :]
        else:
            full[i] = name + _end_for(name, last, phrases.clauses.words)
    return full


def _behind_shared(name: str, last: str) -> str:
    """What both share behind the noun of the first: 参保 of 工伤保险、失业保险参保, 在校生 of 小学、初中在校生; else ""."""
    if (persons := _PERSONS.search(last)) is not None and persons.start() > 1 and name[-1] not in _ONE_PERSON:
        return persons.group()
    at = last.rfind(name[-2:])
    return last[at + 2 :] if 0 < at < len(last) - 3 and len(name) > 2 else ""


def _end_for(name: str, last: str, known: Mapping[str, Sequence[str]]) -> str:
    """What ``name`` shares with the last of its row: 失业 of 失业、工伤保险参保人数 → 保险参保人数, 小麦 of 小麦、玉米产量 → 产量."""
    from notice_parser.text.segment import words

    first, *others = words(last)
    if not others:  # one word to the dictionary, 粮食价格: its measure is what is shared
        return measure.group() if (measure := _MEASURE.search(last)) is not None else last
    for tail, rest in ((first[2:], others), (others[0], others[1:])):
        if (
            rest
            and len(tail) >= 2
            and (tail in known["kind"] or (len(found := words(name + tail)[-1]) > len(tail) and found.endswith(tail)))
        ):
            return tail + "".join(rest)
    at = len(others) - 1
    while at > 0 and (others[at - 1] in known["of_measure"] or others[at - 1] in known["nominal"] or len(others[at]) == 1):
        at -= 1
    return "".join(others[at:])
