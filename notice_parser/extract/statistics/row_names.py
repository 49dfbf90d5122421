"""What the words before a row of figures name: a subject and an indicator for each of them, several names, or times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from notice_parser.extract.statistics.changes import Changes
from notice_parser.extract.statistics.context import CLAUSE, REMEMBERED
from notice_parser.extract.statistics.draft import Draft
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.names import COUNTS
from notice_parser.extract.statistics.phrases import split_names
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.shared_ends import shared_ends
from notice_parser.extract.statistics.totals import SEEN_FROM
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.model import Quantity, Span

__all__ = ["HOW_IT_GOES", "RATE_END", "RowNames"]

_ROW_OF_NAMES = re.compile("(?:依次|分别)(?:是|为)(?P<names>[^，,。；]{2,100})[，,][^，,。；]{0,16}$")
RATE_END = re.compile("(?:(?:增|降|涨|跌|升|减)幅|增速)$")
_KIND_BEGINS = re.compile("部?地区|部|[类级型]|产业|行业")
_MEASURED = re.compile("(?:量|额|数|率|收入|支出|投资|比重|占比|面积|产值|增加值|人次|单产|价格?)(?:占|(?:完成|实现|达到?)?$)")
_GROWTH_END = re.compile("(?:同比|环比)(?:(?:增|降|涨|跌|升|减)幅|增速)?$")
_NUMBER_OF = re.compile("[批人件户家起]次|[起件人户家批]数")
_NO_AMOUNT = re.compile(f"{RATE_END.pattern}|(?:占比|比重|比例)$")
_BASE = f"(?:{TIME}+[^，,、和与及]{{0,4}}?|常年|历年|多年|近年)(?:同期|平均|均值)?"
_BASES = re.compile(
    f"(?:比|较|与|同)(?P<all>{_BASE}(?:[、和与及]{_BASE}){{1,3}})(?:相比)?$|(?P<rates>(?:同比|环比)[、和与及](?:同比|环比))$"
)
_BASES_PARTED = re.compile("[、和与及]")
_OF_TIMES = re.compile(f"(?:其中)?[，,]?(?:{TIME}+[、和及与 ]?)+(?:[^、和与，,{TIME}]{{2,16}})?")  # 一季度、二季度进出口额分别为
_FIRST_OR_LAST = re.compile("(?P<end>[前后])(?P<count>[两二三四五六])(?:位|名|者|[家个](?:单位|部门)|个?[省市县区镇乡])")  # 后两位分别低于…
_RATE_OF_EACH = re.compile("(?![㐀-鿿]*[和与、])[㐀-鿿]{1,5}率")
_SHARE_WORD = re.compile("占比|比重|增速|增幅|涨幅|降幅|占[^，,。；;、]{2,24}(?:比重|比例|份额)")
_ITS_SHARE = re.compile("(?<=.{2})(?:所占|占比|占)(?:比例|比重)?$")
THREE = 3  # kinds at least that commas part
_AND_SO_ON = re.compile("等(?:[0-9一二三四五六七八九十]{1,3}[大个]?[类种项])?[^，,、0-9]{0,6}$")
_SEEN = re.compile("(?:看|中|[：:])$")
_KIND = re.compile("[㐀-鿿]{2,12}(?:、[㐀-鿿]{2,12})?")
_PLACE = re.compile("[㐀-鿿]{1,10}(?:[（(][㐀-鿿]{1,6}[）)])?[省市县区镇乡州旗]")
_OF_PLACE = re.compile("(?P<name>[㐀-鿿]{1,8}?[省市县区镇乡州旗])的(?P<thing>[㐀-鿿]{2,})")
_TOWARDS = "对从向自"  # 对欧盟、美国进出口: said once, meant for each
_IN_RESPECT = re.compile("^在(?P<what>.{4,}?)(?:方面|上)$")  # 在起数、人数上分别为
_LEVELS_EACH = re.compile("(?P<levels>[省市县区镇乡](?:、[省市县区镇乡]){1,3})(?P<rest>[^、和与及级].+)$")
_NEXT = re.compile("^[、，, 　]*(?:其次|再次|然后|最后)[是为]")
# 科技、农业项目|进展较好，投资完成率分别为…: how those stand whom a clause names, each of whom a figure behind it is of
HOW_IT_GOES = re.compile(
    "(?:总体|整体|相对)?(?:(?:进展|推进|恢复|运行|长势|表现|完成|发展|落实|整改|增势|势头|走势)(?:情况|速度|力度|进度|效果)?)"
    "(?:(?:总体|整体|相对|仍|均|都|普遍)?(?:较为?[好快慢差高低强弱]|[不欠]够?(?:理想|力|到位|明显)|良好|明显|缓慢|滞后|突出|强劲|迅速|平稳|乏力|低迷|向好|顺利|有力|靠前|靠后|领先|落后|偏[慢快低高弱]))$"
)
_OF_DIVISION = re.compile("(?:[县区镇乡]|街道|(?<=..)市)$")


class RowNames(Changes):
    """Names what each figure of a row is."""

    def described(self, earlier: Sequence[str], n: int) -> tuple[bool, list[str]]:
        """The ``n`` names of which the clause before says how they stand, and whether they are those of places; else none."""
        part = self.phrases.without_lead(self.phrases.bare(earlier[-1]))[0] if earlier and n > 1 else ""
        how = HOW_IT_GOES.search(part)
        names = split_names(part[: how.start()], n) if how is not None else []
        if len(names) != n:
            return False, []
        return (True, names) if self.hold_place(names) else (False, shared_ends(names, self.phrases))

    def hold_place(self, names: Sequence[str]) -> bool:
        """Whether names are those of bodies, or one of them is that of a place by its last word, so that the others are, too."""
        whole = [self.phrases.subject_of(name) == (name, "") for name in names]
        return all(whole) or any(known and _OF_DIVISION.search(name) for name, known in zip(names, whole, strict=True))

    def names_for(
        self, before: str, earlier: Sequence[str], n: int, same_units: Sequence[str | None], at: int
    ) -> list[tuple[tuple[str, ...] | None, str | None, bool]] | None:
        """Subject and indicator for each of ``n`` figures: from the names before 分别, the clause before, or the topics.

        None where names stand there, but not as many as figures. ``at``: where the first figure stands.
        """
        words, among = self.phrases.without_lead(self.phrases.bare(_NEXT.sub("", before)).removesuffix("则"))
        if among:
            self.open_among()
        words = "" if words in ("预计", "预期", "有望") else words
        end = at - self.sentence.start
        row = _ROW_OF_NAMES.search(self.sentence.work, max(0, end - CLAUSE), end) if self.ahead is not None else None
        if row is not None and len(named := split_names(row.group("names"), n)) == n > 1:
            whose = [name.lstrip("：: ") for name in named]  # …最大的三个行业分别是：甲业、乙业，增加值分别增长…
            if words and not all(self.phrases.subject_of(name) == (name, "") for name in whose):
                return [(None, name + words, False) for name in whose]
            return [((name,), self.ahead, True) for name in whose]
        of_some, rest = self.first_or_last(words, n)
        if of_some:
            return [((name,), self.indicator_of(rest), False) for name in of_some]
        each = _LEVELS_EACH.match(words)
        if each is not None and len(levels := each.group("levels").split("、")) == n:
            return [((level,), self.indicator_of(each.group("rest")), False) for level in levels]  # 市、县认领率分别为
        clause_before = [self.phrases.topic(self.phrases.bare(_NEXT.sub("", part))) for part in earlier[-1:]]
        clause_before = [_GROWTH_END.sub("", part) for part in clause_before]  # 投诉、举报数量同比增幅较大，分别增长46%、37%
        if self.sentence.work.endswith("占", 0, end):
            clause_before = [_ITS_SHARE.sub("", part) for part in clause_before]  # 甲类、乙类问题占比较高，分别占31%、25%
        if not any(unit in RATES for unit in same_units):
            clause_before = [_NO_AMOUNT.sub("", part) for part in clause_before]  # 甲类、乙类事故增幅较大，分别发生35起、12起
        if n > 1 and len(parted := self.kinds_before(words, end, n)) == n:
            return [(None, f"{kind}{words}", False) for kind in parted]
        of_places, named_so = self.described(earlier, n) if "、" not in words and self.phrases.subject_of(words)[0] is None else (False, [])
        if named_so and of_places:
            return [((name,), self.indicator_of(words) or self.topic_of_unit(same_units[0]), not words) for name in named_so]
        if named_so:
            return [(None, self.indicator_of(name + words), False) for name in named_so]
        whose_row: str | None = None
        for source in (words, *clause_before):
            source = _IN_RESPECT.sub(r"\g<what>", source)
            source = source if source is words else self.before_predicate(source)
            if not source:
                continue
            ahead = self.ahead_named.match(source) if n > 1 else None
            named = split_names(ahead.group("name"), n) if ahead is not None else []
            if ahead is not None and len(named) == n and all(self.phrases.subject_of(name) == (name, "") for name in named):
                _, what = self.who_and_what(ahead.group("topic"))  # 投诉量前三位的是甲县、乙县和丙县，分别为…
                if what and RATE_END.fullmatch(what) and self.memory.topics:
                    what = self.memory.topics[-1].indicator  # 降幅较大的有甲县、乙县，分别下降45%、32%
                return [((name,), what, False) for name in named]
            if ahead is not None and len(named) == n and not any(self.phrases.subject_of(name)[0] for name in named):
                return [(None, name, False) for name in named]  # 诉求较多的是供热、物业，分别占18.4%、12.7%: of kinds, not bodies
            names, rest = self.enumerated(source)
            if names and len(names) != n and n > 1 and len(split_names(source, n)) != n:
                return None
            if len(names) == n:
                seen = next((m.group("by") for part in earlier if (m := SEEN_FROM.search(part))), None)
                indicator = self.indicator_of(rest) or (self.indicator_of(seen) if seen else None) or self.topic_of_unit(same_units[0])
                return [((name,), indicator, not rest) for name in names]
            subject, rest = self.phrases.subject_of(source)
            if subject is not None and rest.startswith("、") and len(split_names(source, n)) == n:
                subject, rest = None, source  # 公众号、微博合格率: the first of several kinds
            if subject is not None:
                self.set_subject(subject)
                whose_row = subject if source is words and not rest else whose_row
            if n == 2 and "城乡" in rest and "、" not in rest:  # 城乡居民收入分别为…: those of the towns, then those of the country
                both = [rest.replace("城乡", of, 1) for of in ("城镇", "农村")]
                return [((subject,) if subject else None, self.indicator_of(name), False) for name in both]
            split = split_names(rest, n)
            if (
                subject is None
                and len(split) == n > 1
                and (of := _OF_PLACE.fullmatch(split[-1]))
                and all(map(_PLACE.fullmatch, split[:-1]))
            ):
                return [((name,), of.group("thing"), False) for name in (*split[:-1], of.group("name"))]  # 甲（高新）区和乙市的成交额
            if len(split) == n:
                full = shared_ends(split, self.phrases)
                ending = full[0][len(split[0]) :]
                of_row = [name.removesuffix(ending) for name in split]
                if ending and n > 1 and all(name.endswith(ending) for name in full):
                    self.memory.kinds = tuple(name + (found.group() if (found := _KIND_BEGINS.match(ending)) else "") for name in of_row)
                if subject is None and n > 1 and ending and full == [name + ending for name in of_row] and self.hold_place(of_row):
                    return [((name,), self.indicator_of(ending), False) for name in of_row]  # 柳坝镇、西湖竣工率较高，分别为…
                told = self.memory.topics[-1] if self.memory.topics[self.first_topic :] else None
                if told is not None and told.record >= 0 and told.indicator and all(map(_NUMBER_OF.fullmatch, full)):
                    # 来信86件，来访386批612人次，件数、批次、人次分别下降…
                    told_in = [
                        next((t for t in reversed(self.memory.topics[self.first_topic :]) if t.unit and name.startswith(t.unit[0])), told)
                        for name in full
                    ]
                    full = [(one.indicator or "") + name for one, name in zip(told_in, full, strict=True)]
                if full[0][0] in _TOWARDS and not any(name[0] in _TOWARDS for name in full[1:]):
                    full = [full[0], *(full[0][0] + name for name in full[1:])]
                return [((subject,) if subject else None, self.indicator_of(name), False) for name in full]
            listed = self.memory.names or self.memory.listed or self.memory.series
            one = len(split) == 1 or (
                bool(split) and "、" not in rest and self.phrases.measure_end.search(split[-1]) is not None
            )  # 满意和基本满意率
            if one and n > 1 and subject is None and len(listed) != n:
                listed = self.last_subjects(n)  # 市公安局164件、市住建局131件，满意率分别为97.2%、94.8%
            if one and n > 1 and subject is None and len(listed) == n:
                return [((name,), self.indicator_of(rest), False) for name in listed]
            if source is words and n > 1 and "、" in source and len(source.split("、")) > 1 and len(split) > 1:
                return None
            if source is words and subject is None and n > 1 and _SHARE_WORD.fullmatch(rest):
                if len(self.memory.things) == n:
                    return [(None, f"{thing}{rest}", False) for thing in self.memory.things]  # 分列前三位，…，占比分别为
                if len(shared := self.last_amounts(n)) == n:
                    return [((t.subject,) if t.subject else None, f"{t.indicator}{rest}", False) for t in shared]
                if len(row_before := self.last_measured(n)) == n and (
                    len({draft.unit for draft in row_before}) == 1 or not any(draft.unit in RATES for draft in row_before)
                ):
                    return [((draft.subject,) if draft.subject else None, f"{draft.indicator}{rest}", False) for draft in row_before]
            of_each = self.last_amounts(n) if source is words and subject is None and n > 1 and _RATE_OF_EACH.fullmatch(rest) else []
            if len({t.indicator for t in of_each}) == n:  # 建成服务中心98个、幸福院640个，覆盖率分别为88%、54%
                things = [(t, (t.indicator or "").removeprefix(self.verbs.at_start(t.indicator or ""))) for t in of_each]
                return [((t.subject,) if t.subject else None, f"{thing or t.indicator}{rest}", False) for t, thing in things]
            again = subject is None and len(self.memory.kinds) == n > 1 and _MEASURED.search(rest) is not None
            if rest and source is words and again:
                return [(None, kind + (self.indicator_of(rest) or rest), False) for kind in self.memory.kinds]  # 同城、异地件量…；收入分别…
            if rest and source is words:
                return [((subject,) if subject else None, self.indicator_of(rest), False)] * n
        if n > 1 and len(since := self.counted_since()) == n and len({draft.indicator for draft in since}) == n:
            # 事故48起、死亡52人，分别下降…，较大事故2起、死亡7人，分别下降…
            return [((draft.subject,) if draft.subject else None, draft.indicator, True) for draft in since]
        if len(self.memory.things) == n:
            return [(None, thing, False) for thing in self.memory.things]
        topics = [t for t in self.memory.topics[self.first_topic :] if t.record >= 0] or self.memory.topics[-1:]
        amounts = [t for t in topics if t.unit not in RATES] if n > 2 and set(same_units) == {"%"} else []
        topics = (
            amounts if len(amounts) == n < len(topics) else topics
        )  # 受理9件，办结8件，办结率89%，罚款3万元，分别增长…: no rate grows by a rate
        if n > 2 and len(self.memory.names) != n and set(same_units) == {"%"} and self.is_flat(topics, n):
            return None  # six amounts side by side, and 分别 with three rates: whose they are, nobody can say
        tail = topics[-n:]
        fell = all(t.record >= 0 and self.records[t.record].draft.change is not None for t in tail)  # 起数减少12起、人数减少24人，分别下降…
        member = [t for t in topics if t.record >= 0 and self.records[t.record].draft.sentence_span[0] == self.sentence.start]
        alike = [t for t in topics if t.unit == tail[-1].unit] if n > 1 and not fell and len(topics) >= n * 2 and len(member) != n else []
        if alike and len(alike) == n:
            tail = alike  # 6个水利项目完成投资93亿元，54个产业项目完成投资268亿元，分别占计划的…: of the amounts
        said = tuple(t.subject for t in tail) == self.memory.names  # 甲、乙两县分别完成…，分别增长…
        if len(self.memory.names) == n and not said:
            return [((name,), self.topic_of_unit(same_units[0]), True) for name in self.memory.names]
        if whose_row is not None and n > 1 and len({t.indicator for t in tail}) < n:
            of_before = [t for t in self.memory.topics[: self.first_topic] if t.record >= 0][-n:]
            if len({t.indicator for t in of_before}) == n and [t.unit for t in of_before] == list(same_units):
                tail = of_before  # 开设率97.6%，缴存率95.4%。望川县分别为100%和99.1%
        if len(tail) == n:
            same = len({t.subject for t in tail}) == 1  # 云坪区分别为96.3%和91.2%: none of whom the row before was of
            return [((whose_row,) if whose_row and same else (t.subject,) if t.subject else None, t.indicator, True) for t in tail]
        if n > 1 and len(measured := self.last_measured(n)) == n:
            return [((draft.subject,) if draft.subject else None, draft.indicator, True) for draft in measured]
        last = topics[-1].indicator if topics else None
        return [(None, last, True)] * n

    def is_flat(self, topics: Sequence[Topic], n: int) -> bool:
        """Whether more than ``n`` things stand in one row, so that nothing sets the last ``n`` apart: no ；, no whole of theirs before."""
        row = [self.records[t.record] for t in topics[-n - 1 :] if t.record >= 0]
        if len(row) <= n or row[0] in [record.whole for record in row[1:]]:
            return False
        if row[0].draft.change is None and all(record.draft.change is not None for record in row[1:]):
            return False  # 发生1起、死亡1人，起数减少3起，受伤减少2人，死亡减少2人，分别下降…: of what fell
        joints = [self.text[a.draft.quantity_span[1] : b.draft.quantity_span[0]] for a, b in pairwise(row)]
        pauses = ["；" if "；" in joint or ";" in joint else "，" if "，" in joint or "," in joint else "、" for joint in joints]
        return pauses[0] != "；" and pauses[0] in pauses[1:]

    def kinds_before(self, words: str, end: int, n: int) -> list[str]:
        """从品种看，油脂，肉制品，蛋制品，|不合格率: the kinds that commas part, behind what they are seen from; else none."""
        if "、" in words or self.phrases.measure_end.search(words) is None or self.phrases.subject_of(words)[0] is not None:
            return []
        *parts, _ = self.sentence.work[max(0, end - CLAUSE) : end].replace(",", "，").split("，")
        kinds = [_AND_SO_ON.sub("", part) for part in parts[-n:]]
        if n < THREE or len(parts) <= n or _SEEN.search(parts[-n - 1]) is None:
            return []
        kinds[0] = kinds[0].rpartition("的")[2]
        return kinds if all(map(_KIND.fullmatch, kinds)) else []

    def counted_since(self) -> list[Draft]:
        """What the sentence has measured since something in it changed; none where nothing has."""
        since: list[Draft] = []
        for record in reversed(self.records[-REMEMBERED:]):
            if record.draft.sentence_span[0] != self.sentence.start:
                break
            if record.draft.change is not None:
                return since[::-1]
            if record.draft.measure != "rank":
                since.append(record.draft)
        return []

    def last_measured(self, n: int) -> list[Draft]:
        """All that the sentence has measured, each by its own name, where those are ``n``; else none. 覆盖率达91%，占比57%，分别提高…"""
        here = [r.draft for r in self.records[-REMEMBERED:] if r.draft.sentence_span[0] == self.sentence.start]
        # 增速分别比平均水平快3.8和0.6个百分点: how far apart two are is no measure of either
        row = [draft for draft in here if draft.change is None and draft.measure != "rank" and draft.unit != "个百分点"]
        return row if len({(draft.subject, draft.indicator) for draft in row}) == len(row) == n else []

    def before_predicate(self, clause: str) -> str:
        """甲类、乙类项目|有序进场，分别完成…: the names of a clause, without what it says of all of them."""
        last = clause.rfind("、") + 1
        measured = self.phrases.measure_end.search(clause) is not None  # 甲县、乙县PM2.5平均浓度: no predicate
        stop = self.phrases.first_stop(clause[last:]) if last and not measured else None
        return clause[: last + stop.start] if stop is not None and stop.start > 1 else clause

    def first_or_last(self, words: str, n: int) -> tuple[tuple[str, ...], str]:
        """后两位|低于…: the first or the last ``n`` of whom the sentence has told, and the words behind; else none."""
        some = _FIRST_OR_LAST.match(words)
        if some is None or COUNTS.get(some.group("count")) != n:
            return (), words
        here = (r.draft.subject for r in self.records[-REMEMBERED:] if r.draft.sentence_span[0] == self.sentence.start)
        told = tuple(dict.fromkeys(name for name in here if name))
        found = told[:n] if some.group("end") == "前" else told[-n:]
        return (found, words[some.end() :]) if len(found) == n else ((), words)

    def last_amounts(self, n: int) -> list[Topic]:
        """The last ``n`` things of the sentence, where all have amounts in one unit and no more do, but for their whole; else none.

        甲类12件、乙类8件，占比分别为60%、40%
        """
        told = {(t.subject, t.indicator, t.unit): t for t in self.memory.topics[self.first_topic :] if t.record >= 0}
        here = list(told.values())  # 城市标准由680元提高到730元: one thing
        row, before = here[-n:], here[-n - 1] if len(here) > n else None
        if len(row) < n or row[-1].unit in RATES or not all(t.unit == row[-1].unit and t.indicator for t in row):
            return []
        wholes = {id(self.records[t.record].whole) for t in row}
        alone = before is None or before.unit != row[-1].unit or wholes == {id(self.records[before.record])}
        return row if alone else []

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

    def bases_before(self, before: str, figures: Sequence[Quantity]) -> tuple[int, Sequence[str | Span]]:
        """增速|较一季度和1—5月分别提高…: where the bases begin, and one for each figure, a time's place or a word; else none."""
        said = _BASES.search(before) if len(figures) > 1 else None
        if said is None:
            return 0, ()
        parts = _BASES_PARTED.split(said.group("all") or said.group("rates"))
        timed = sum(TIME in part for part in parts)
        inside = iter(self.times_within(self.clause_span(figures[0])[0], figures[0].span[0])[-timed:] if timed else ())
        bases = [next(inside, None) if TIME in part else part for part in parts]
        found = [base for base in bases if base is not None]
        return (said.start(), found) if len(found) == len(figures) else (0, ())

    def times_before(self, before: str, figure: Quantity, n: int) -> list[Span] | None:
        """一季度、二季度分别…: the names are times, one for each figure."""
        if TIME not in before or _OF_TIMES.fullmatch(before.strip()) is None:
            return None
        inside = self.times_within(self.clause_span(figure)[0], figure.span[0])
        return inside if len(inside) == n else None
