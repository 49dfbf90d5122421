"""Figures in brackets: parts, restatements and values of the name or the figure before them."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from msgspec import structs

from notice_parser.extract.statistics.clauses_before import GATHERED
from notice_parser.extract.statistics.context import AND, BOUNDARY, CLAUSE, REMEMBERED
from notice_parser.extract.statistics.draft import Excluded
from notice_parser.extract.statistics.memory import Record, Topic
from notice_parser.extract.statistics.named_before import RESTATED
from notice_parser.extract.statistics.sentences import FIGURE, TIME, Group
from notice_parser.extract.statistics.single import ACCIDENTS, Single
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.model import Quantity
from notice_parser.text.brackets import end_of_bracket

__all__ = ["Brackets"]

Way: TypeAlias = Literal["up", "down"]

_TAIL_OF_LIST = re.compile(
    "(?:[、，,]?[^（()）、，,。；]{1,16}(?:、[^（()）、，,。；]{1,16}){0,2}[（(][^（）()]{0,200}[）)]){0,200}+"
    "[、]?(?P<tail>[^，,。；;（）()]{0,200}+)(?![（(])"
)
# what closes a list of names and is no indicator: 甲县（9.3%）、乙县（6.8%）等县区
_AND_OTHERS = re.compile(
    "^等(?:[0-9一二三四五六七八九十]{0,3}个?)(?:省份|省市|城市|地区|地市|县区|乡镇|街道|行业|领域|方面|部门|单位|国家|企业|[省市县区地类])?(?![㐀-鿿])"
)
_SHARES = ("statistics.clauses.share", "statistics.clauses.bracket")
_MAINLY = re.compile("以(?P<name>.{2,12})为主")
_CALLED = re.compile(".{2,30}?(?:有|是|为)(?P<name>.{2,20})$")
_LABEL = re.compile("(?:^|(?<=[，,；;。]))(?P<label>[^，,；;。：:]{2,40})[：:]$")
_ORDER = re.compile("(?P<label>[^由从]{2,24}?[由从][㐀-鿿]{1,3}[到至][㐀-鿿]{1,3}?(?:排[序名列])?(?:依次|分别)?[是为])(?=[㐀-鿿]{2})")
_GOES_ON = re.compile("占(?=[0-9])")  # 城管局（14件）占9.33%
_SECOND_TO = re.compile(f"次于{TIME}{{1,20}}$")
_GATHERED_IN = re.compile("^(?:主要)?(?:集中|分布)[在于]")
_NAME_STARTS = re.compile("[，,；;、：:）)]")
_IN_ORDER = re.compile(
    "紧随其后|(?:分别)?(?:[位名]?[居列]|排名?|进入|跻身|获得?)[^，,。；]{0,12}?[前后第][0-9一二三四五六七八九十]{1,3}[位名]?"
)
_NAME_IN_ROW = re.compile("(?<=[为是有、和及：:，,])(?P<name>[㐀-鿿]{2,4}?)[（(]")
_LAST_NAME = re.compile("^.{0,200}[为是有、]|^[和及](?=[㐀-鿿]{2})")
_SHORT_NAME = re.compile("(?!其[他余]|外[地省市]|[省市境]外|不详|未知)[㐀-鿿]{2,3}")
_MEANS = ("", "平均", "均值", "平均水平")
_EACH = ("各", "均", "各为", "均为", "各有")
_RUN_STARTS = re.compile("[，,；;：:）)]")
_TWO_WORDS = re.compile("[㐀-鿿]{2,6}(?:、[㐀-鿿]{2,6}){1,2}")
_BRACKET_BEFORE = re.compile("[）)][、和及]$")
_YEAR_ALONE = re.compile("(?:19|20)[0-9]{2}|(?:19|20)?[0-9]{2}年?(?:不变|可比|当年)?价格?")

_DEALT_WITH = re.compile("[ 　]*(?:予以|给予|提出|要(?!素)|应(?!急)|须|务必|必须|请|进行)")  # 予以表扬: what they got for it
# 得分在90分以上的|城关街道, 办结率较低的|松屏县: what those are told apart by, and who
_SUCH_ONE = re.compile(
    "对?(?P<thing>[^，,的对]{0,16}?(?:率|量|额|得分|分|数|值|度))(?:在|为|达到?|达不到|未达到?|高于|低于|超过|不足|大于|小于|"
    "较[高低多少大小好差]|最?[高低多少]|居前|靠[前后])"
    "[^，,的]{0,14}的(?![是为有])(?P<name>[^，,的]{2,16})"
)


class Brackets(Single):
    """Reads what brackets hold."""

    def read_bracket(self, group: Group) -> None:
        assert group.at is not None
        figures = group.figures
        parent = max(
            (
                r
                for r in self.records[-REMEMBERED:]
                if r.draft.quantity_span[1] <= group.at and r.draft.sentence_span == (self.sentence.start, self.sentence.end)
            ),
            key=lambda r: r.draft.quantity_span,
            default=None,
        )
        touching = parent is not None and not self.between(parent.draft.quantity_span[1], group.at).strip()
        inner = self.between(group.start, figures[0].span[0])
        if len(figures) == 1 and figures[0].unit is None and group.end - group.start <= 2 and self.text[group.at] in "[〔":
            self.excluded.append(Excluded(span=figures[0].span, rule="statistics.exclusions.footnote"))
            return
        if inner.lstrip().startswith(("以下简称", "简称")):
            self.excluded += (Excluded(span=figure.span, rule="statistics.exclusions.quoted") for figure in figures)
            return  # （以下简称168城市）
        if len(figures) == 1 and figures[0].unit is None and _YEAR_ALONE.fullmatch(self.between(group.start, group.end)):
            self.excluded.append(Excluded(span=figures[0].span, rule="statistics.exclusions.date"))
            return  # 第十一届（2012）评估
        if len(figures) == 1 and figures[0].raw == "100" and inner[-1:] in ("为", "=", "＝"):
            self.excluded.append(Excluded(span=figures[0].span, rule="statistics.exclusions.index_base"))  # 性别比为105.2（女性为100）
            return
        around = inner + FIGURE + self.between(figures[0].span[1], group.end)
        if len(figures) == 1 and self.exclusions.first(around, only=("statistics.exclusions.part_named",)) is not None:
            self.excluded.append(Excluded(span=figures[0].span, rule="statistics.exclusions.part_named"))
            return  # 增值税收入（50%部分）, 群众满意度测评（权重20%）
        if len(figures) == 1 and not touching and not inner.strip() and self.is_class_in_bracket(figures[0], group.end):
            self.excluded.append(Excluded(span=figures[0].span, rule="statistics.exclusions.threshold"))
            return  # 文盲人口（15岁及以上不识字的人）
        opening = group.at - self.sentence.start
        if (
            len(figures) == 1
            and figures[0].kind == "time"
            and not inner.strip("共计 ")
            and self.sentence.work[opening - 1 : opening] == TIME
        ):
            self.excluded.append(Excluded(span=figures[0].span, rule="statistics.exclusions.duration"))
            return  # 6月5日至11日（7天）
        if len(figures) == 1 and inner.strip() in _EACH and not touching and self.read_each_in_bracket(group, figures[0]):
            return
        if len(figures) == 1 and not inner.strip("，,、 ") and not touching:
            later = self.topics_behind(group.at)
            self.read_named_bracket(group, figures[0], parent)
            self.memory.topics += later
            return
        if parent is not None and not touching and end_of_bracket(self.text, parent.draft.quantity_span[1], group.at) is not None:
            parent = parent.whole  # 甲类（共88件）、乙类（共35件）: side by side, none of them part of the other
        broken = self.fallen_apart(figures)
        kept = (self.memory.subject, self.memory.among, self.memory.names)
        self.memory.among = (parent,) if parent is not None else None
        self.parent = parent
        self.note_short_places(group, parent)
        named = self.bracket_subject(group.at, parent, touching=touching)
        self.memory.subject = named
        later = self.topics_behind(group.at)
        told = len(self.memory.topics)
        if self.read_rows_within(group):
            del self.memory.topics[told:]
            self.memory.subject, self.memory.among, self.memory.names = kept
            self.parent = None
            self.memory.topics += later
            return
        thing = self.name_before(group.at) if not touching and named == kept[0] else ""
        if (gathered := GATHERED.match(thing)) is not None:
            thing = gathered.group("name")  # 问题主要集中在城乡建设（共88件，占17.4%）、劳动保障（共35件，占7.1%）
        if thing and self.phrases.subject_of(thing)[0] is None:
            self.memory.topics.append(Topic(self.indicator_of(thing), None, -1, None))  # 住房保障类（793件，占17.4%）
        at, prefix = group.start, ""  # 65岁及以上|人口: a class that is part of the next figure's name
        for i, figure in enumerate(figures):
            words = self.between(at, figure.span[0])
            at = figure.span[1]
            if i and "；" in words.replace(";", "；"):
                self.memory.among = (parent,) if parent is not None else None  # 班车52辆、其中加班17辆；包车12辆
            if i in broken:
                self.leave(figure)
                continue
            own = prefix + BOUNDARY.split(words)[-1].strip("、 　")
            if i and not prefix and self.goes_on_in_row(words.strip("、 　")):
                own = AND.sub("", own, 1)
            led, prefix = bool(prefix), ""
            if i == 0 and parent is not None:
                own = own.removeprefix("其中")  # the bracket says as much
            fused = i > 0 and not words and not led and figures[i - 1].unit not in (None, figure.unit, *RATES)
            if fused and self.records[-1].draft.quantity_span == figures[i - 1].span:
                self.add(figure, None, self.records[-1].draft.indicator, carried=True, rule="statistics.clauses.fused", topic=False)
                continue  # （建档立卡户3807户13559人）
            more = i + 1 < len(figures)
            right = self.between(figure.span[1], figures[i + 1].span[0] if more else group.end)
            if more and self.goes_on_in_row(right):
                right = ""
            if more and figures[i + 1].kind == "rank" and figure.kind != "rank" and self.are_ranked(figure, own, right):
                self.excluded.append(Excluded(span=figure.span, rule="statistics.exclusions.population"))
                self.before_rank = own
                continue
            if (rule := self.exclusion(figure, words, right, more)) is not None:
                self.excluded.append(Excluded(span=figure.span, rule=rule))
                prefix = own + figure.raw if more and self.is_of_a_name(rule, figure, right) else ""
                continue
            if self.is_list_count(own, figure):
                continue
            bare = self.phrases.without_lead(self.phrases.bare(own))[0]
            if touching and parent is not None and parent.draft.change is not None and not bare:
                self.restate_change(figure, parent)
                continue
            subject, rest = self.phrases.subject_of(bare)
            if (
                subject is None
                and parent is not None
                and parent.draft.unit == figure.unit
                and (bare in self.short_places or self.phrases.is_short_place(bare))
            ):
                subject, rest = bare, ""  # 外地输入17例（青岚9例，岚川3例）
            indicator = parent.draft.indicator if parent is not None else None
            if subject is not None and not rest and self.is_channel(subject, figure):
                who = self.records[-1].draft.subject
                self.add(figure, (who,) if who else None, subject, stated=False, rule="statistics.clauses.bracket", topic=False)
                continue
            if more and subject is not None and not rest and self.is_class_of_whom(figure, right) and parent is not None:
                self.add(figure, (subject,), right, rule="statistics.clauses.behind", topic=False)  # 市直12个部门213件
                at, prefix = at + len(right), subject
                continue
            if touching and parent is not None and subject is not None and (way := self.way_elsewhere(figure, rest, parent)) is not None:
                self.restate_change(figure, parent, whose=subject, way=way)
                continue
            if subject is not None or (bare and parent is not None and bare in self.memory.names):
                self.add(
                    figure,
                    (subject or bare,),
                    self.indicator_of(rest) or indicator,
                    carried=not rest,
                    rule="statistics.clauses.bracket",
                    topic=False,
                )
            elif touching and (RESTATED.match(bare) or self.is_other_unit(figure, bare, parent, len(figures))):
                self.add(figure, None, indicator, carried=True, rule="statistics.clauses.restated", topic=False)
            elif touching and not bare and len(figures) == 1 and parent is not None and figure.unit in ("%", "‰"):  # 咨询类26件（10.5%）
                self.add(figure, None, indicator, carried=True, whole=parent.whole, rule="statistics.clauses.bracket", topic=False)
            elif i and not own and (figures[i - 1].unit, figure.unit) == ("起", "人") and self.told_of_accidents(figures[i - 1]):
                if (hurt := self.victims()) is None:
                    self.leave(figure)  # 禾丰县（8起、8人）: dead or hurt, nobody can say
                else:
                    self.add(figure, None, hurt, carried=True, rule="statistics.clauses.bracket", topic=False)
            else:
                self.read_one(figure, own, right, fused=False)
                self.without_class(figure, named)
        if parent is not None or named != kept[0]:
            del self.memory.topics[told:]  # what a bracket says of its parts, or of one name, is nothing of what follows
        self.memory.subject, self.memory.among, self.memory.names = kept
        self.parent = None
        self.memory.topics += later

    def read_rows_within(self, group: Group) -> bool:
        """Reads a bracket that pairs names off with figures (其中来信、来电分别为86件、64件); False where it does not."""
        raise NotImplementedError

    def run_before(self, at: int) -> str:
        """All that stands before a bracket since the bracket or the mark before it: 食品（237件）、|服装、鞋帽|（54件）."""
        start = self.sentence.start
        words = self.sentence.work[max(0, at - start - CLAUSE) : at - start]
        return _RUN_STARTS.split(words)[-1].strip("、和及与 　")

    def measure_behind(self, group: Group) -> str:
        """甲区（99%）、乙区（98%）|主动评价率较高: what stands behind all of a list of names with brackets; else empty."""
        tail = _TAIL_OF_LIST.match(self.sentence.work, group.end - self.sentence.start + 1)
        if tail is None or any(known.match(tail.group("tail")) is not None for known in (_DEALT_WITH, _GOES_ON, _IN_ORDER)):
            return ""
        return self.phrases.topic(self.phrases.bare(_AND_OTHERS.sub("", tail.group("tail"))))

    def read_each_in_bracket(self, group: Group, figure: Quantity) -> bool:
        """柳坝镇、南渡镇（各54件）: what stands in the bracket is of each of them. False where no names stand before it."""
        assert group.at is not None
        run = self.run_before(group.at)
        ahead = self.ahead_named.match(run)
        names, rest = self.enumerated(ahead.group("name") if ahead is not None else run)
        if not names or rest:
            return False
        if ahead is not None:
            self.put_ahead(ahead)
        self.add_even(figure, names, self.measure_behind(group) or self.ahead)
        return True

    def kind_before(self, group: Group) -> str:
        """服装、鞋帽 of 食品（237件）、服装、鞋帽（54件）: words joined by 、 that are one kind, in a row of kinds that have brackets each;
        else nothing."""
        assert group.at is not None
        run = self.run_before(group.at)
        if not _TWO_WORDS.fullmatch(run) or any(
            self.phrases.subject_of(word)[0] or self.phrases.is_short_place(word) for word in run.split("、")
        ):
            return ""
        before = self.sentence.work[: group.at - self.sentence.start].removesuffix(run)
        return run if _BRACKET_BEFORE.search(before) is not None else ""

    def in_row_of_places(self, words: str) -> bool:
        """漯河（98.2%）、潜江（97.1%）: whether a name before a bracket is that of a city without its last word, in a row of such names."""
        name = _LAST_NAME.sub("", words)
        if not self.phrases.is_short_place(name):
            return False
        row = (one.group("name") for one in _NAME_IN_ROW.finditer(self.sentence.work))
        return sum(map(self.phrases.is_short_place, row)) > 1

    def is_other_unit(self, figure: Quantity, words: str, parent: Record | None, held: int) -> bool:
        """17.8万公顷（267万亩）: a figure alone in another unit, of what the one before the bracket is of."""
        if words or held != 1 or parent is None or parent.draft.change is not None or figure.unit in (None, *RATES):
            return False
        return figure.unit != parent.draft.unit and parent.draft.unit not in (None, *RATES)

    def note_short_places(self, group: Group, parent: Record | None) -> None:
        """东城5例、西渡35例、南渡新区1例: beside the name of a place, names of two or three characters are places, here and later."""
        if parent is None or len(group.figures) < 2 or any(figure.unit != parent.draft.unit for figure in group.figures):
            return
        at, names = group.start, []
        for figure in group.figures:
            words = BOUNDARY.split(self.between(at, figure.span[0]))[-1].strip("、 　")
            names.append(self.phrases.without_lead(self.phrases.bare(words))[0])
            at = figure.span[1]
        placed = any(self.phrases.subject_of(name) == (name, "") and not self.phrases.is_body(name) for name in names)
        if placed or not self.short_places.isdisjoint(names):
            self.short_places.update(name for name in names if _SHORT_NAME.fullmatch(name) and self.phrases.subject_of(name)[0] is None)

    def bracket_subject(self, at: int, parent: Record | None, *, touching: bool) -> str | None:
        """Whom a bracket speaks of: that of the figure it stands behind; 岚川市（占计划的54%，比去年同期减少…）: the name before it."""
        if touching and parent is not None:
            return parent.draft.subject
        name = self.called(self.name_before(at))
        return name if name and self.phrases.subject_of(name) == (name, "") else self.memory.subject

    def name_before(self, at: int) -> str:
        """The words of the clause right before a bracket, without what leads in."""
        start = self.sentence.start
        before = _NAME_STARTS.split(self.sentence.work[max(0, at - start - CLAUSE) : at - start])[-1]
        return self.phrases.without_lead(self.phrases.bare(before))[0].lstrip("和及与")

    def told_of_accidents(self, figure: Quantity) -> bool:
        """Whether the last record is of a figure, and of accidents."""
        last = self.last_draft
        return last is not None and last.quantity_span == figure.span and ACCIDENTS.search(last.indicator or "") is not None

    def without_class(self, figure: Quantity, whose: str | None) -> None:
        """有3个县区发生事故，分别是禾丰县（8起）: what one of them has, of whom the count before says that they are 县区."""
        last = self.records[-1] if self.records else None
        if (
            last is None
            or last.draft.quantity_span != figure.span
            or last.draft.subject != whose
            or "indicator" not in last.draft.inherited
        ):
            return
        said = self.class_of_whom.match(last.draft.indicator or "")
        if said is not None and self.verbs.at_start(last.draft.indicator or "", said.end()):
            last.draft = structs.replace(last.draft, indicator=(last.draft.indicator or "")[said.end() :])

    def is_class_of_whom(self, figure: Quantity, noun: str) -> bool:
        """Whether the noun behind a count is a class of those whom the next figure is about."""
        known = self.class_of_whom.fullmatch(noun) is not None or self.class_counted.fullmatch(noun) is not None
        return figure.kind == "count" and known

    def called(self, name: str) -> str:
        """The name behind what its row is put in order by (浓度改善较大的是岚川市), which is taken; else behind 有 or 是 (…的有柳坝镇)."""
        ahead = self.ahead_named.match(name)
        if ahead is not None:
            name = ahead.group("name")
            self.put_ahead(ahead)
        elif (again := self.ordered_again.match(name) or _MAINLY.fullmatch(name)) is not None:
            return again.group("name")  # 居前五位的病种依次为肺结核（68例）、…; 以流感为主（1203例）
        called = _CALLED.match(name)
        return called.group("name") if called and self.phrases.subject_of(called.group("name")) == (called.group("name"), "") else name

    def topics_behind(self, at: int) -> list[Topic]:
        """Takes out of the memory what the sentence names behind a bracket, which is read last though it stands before."""
        topics = self.memory.topics
        first = next(
            (
                i
                for i in range(self.first_topic, len(topics))
                if topics[i].record >= 0 and self.records[topics[i].record].draft.quantity_span[0] > at
            ),
            len(topics),
        )
        self.memory.topics, later = topics[:first], topics[first:]
        return later

    def way_elsewhere(self, figure: Quantity, rest: str, parent: Record) -> Way | None:
        """同比增长7.5%（全市11.1%，全省下降1.2%）: which way what a bracket stands behind has gone for another; else null."""
        said = parent.draft.change
        if said is None or figure.unit != parent.draft.unit:
            return None
        verb = self.change_at_end(rest) if rest not in _MEANS else None
        if rest not in _MEANS and (verb is None or rest[: verb.start] not in _MEANS or verb.group("thing")):
            return None
        down = figure.value < 0 or (said.direction == "down" if verb is None else verb.group("down") is not None)
        return "down" if down else "up"

    def restate_change(self, figure: Quantity, parent: Record, *, whose: str | None = None, way: Way | None = None) -> None:
        """比2020年增加296.7万吨（59.3亿斤）: the change in another unit; ``whose``, ``way``: that of another, and its direction."""
        said = parent.draft
        who, change = whose or said.subject, said.change
        if change is not None and way is not None:
            change = structs.replace(change, direction=way)
        down = change is not None and change.direction == "down"
        self.add(
            figure,
            (who,) if who is not None else None,
            said.indicator,
            measure="change",
            change=change,
            sign=-1 if down and figure.value > 0 else 1,
            carried=True,
            stated=whose is not None or "subject" not in said.inherited,
            rule="statistics.clauses.restated",
            topic=False,
        )

    def read_named_bracket(self, group: Group, figure: Quantity, parent: Record | None) -> None:
        """高新区（99.7%）、…主动评价率较高: the value in the bracket is that of the name before it."""
        assert group.at is not None
        work, start = self.sentence.work, self.sentence.start
        words = work[max(0, group.at - start - CLAUSE) : group.at - start]
        before = self.kind_before(group) or re.split("[，,；;、：:）)]", words)[-1]
        if (label := _LABEL.search(words, 0, len(words) - len(before))) is not None:
            self.note_label(label.group("label"))  # 指数由好到差依次为：云坪区（3.26）
        if (order := _ORDER.match(before)) is not None:
            self.note_label(order.group("label"))  # 指数由好到差依次为云坪区（3.26）
            before = before[order.end() :]
        if self.read_base_value(figure, before, group.at):
            return
        if _SECOND_TO.search(before) is not None and self.memory.topics:
            self.add(figure, None, self.memory.topics[-1].indicator, carried=True, rule="statistics.clauses.bracket", topic=False)
            return  # 平均气温17.2℃，仅次于2022年（17.4℃）
        name = self.phrases.without_lead(self.phrases.bare(before))[0]
        if name[:1] in ("和", "及", "与") and self.phrases.subject_of(name[1:]) == (name[1:], ""):
            name = name[1:]  # 云坪区（3.8万件）和望川区（2.1万件）
        if (gathered := GATHERED.match(name)) is not None:
            name = gathered.group("name")  # 问题主要集中在城乡建设（31.2%）
            if self.phrases.subject_of(name) == (name, "") and self.ahead is None:
                self.ahead = self.indicator_of(self.phrases.subject_of(gathered.group("thing"))[1])  # 亡人火灾主要集中在岚川市（8人）
        name = _GATHERED_IN.sub("", name)
        if (which := _SUCH_ONE.fullmatch(name)) is not None and self.phrases.subject_of(which.group("name")) == (which.group("name"), ""):
            name = which.group("name")  # 对得分低于70分的石泉乡（64.5分）, 办结率较低的松屏县（82.1%）
            self.ahead = self.indicator_of(self.phrases.subject_of(which.group("thing"))[1]) if which.group("thing") else self.ahead
        topic = self.measure_behind(group)
        subject, rest = self.phrases.subject_of(name := self.called(name))
        if subject is None and self.in_row_of_places(name):
            subject, rest = _LAST_NAME.sub("", name), ""
        topic = topic or (self.ahead if self.ahead and subject is not None else "") or ""
        if subject is not None and not rest:
            last = self.memory.topics[-1].indicator if self.memory.topics else None
            if figure.unit in RATES and last is not None and not last.isalpha():  # 满意率低于90%的有2个，分别是甲县（86%）和乙县（89%）
                near = (t.indicator for t in reversed(self.memory.topics[self.first_topic :]) if t.indicator and t.indicator.isalpha())
                last = next((said for said in near if self.measured.search(said) is not None), last)
            if figure.kind == "score":
                last = self.score_said()  # 市财政局（96.4分）、市发展改革委（95.8分）位居前两名
            if parent is not None and figure.unit in RATES and parent.draft.rule in _SHARES:
                last = parent.draft.indicator  # 甲县占总数的24.9%，其次是乙县（15.8%）
            self.add(figure, (subject,), topic or last, carried=not topic, rule="statistics.clauses.bracket", topic=False)
        elif name:
            subjects, indicator = self.who_and_what(name)
            before_it = self.last_draft
            carried = indicator is None and before_it is not None and before_it.sentence_span[0] == start
            if carried and before_it is not None and before_it.unit == figure.unit:
                indicator = before_it.indicator  # 禾丰县评价率最高（96.2%），松屏县最低（71.5%）
            if indicator is None:
                self.leave(figure)
                return
            if self.ahead and figure.unit in RATES and self.measured.search(self.ahead) and not self.measured.search(indicator):
                indicator += self.ahead  # 不合格率较高的品种为餐饮食品（4.8%）
            self.add(figure, subjects or None, indicator, carried=carried, rule="statistics.clauses.bracket", topic=False)
        else:
            self.leave(figure)
