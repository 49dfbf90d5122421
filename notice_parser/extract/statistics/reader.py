"""The reader: goes over the figures of a document in order and says of each who, what, how much, against which base.

One sentence at a time; within it a small memory of what was said before: the subject, the names just enumerated, the
topics (indicators with their units) that a later change or share refers to, the base of comparison. What a sentence does
not say stays open and is filled by ``link``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.extract.statistics.draft import Draft, Excluded, Measure, StatisticsFound
from notice_parser.extract.statistics.phrases import Phrases, split_names
from notice_parser.extract.statistics.sentences import FIGURE, TIME, Group, Sentence, groups, split_sentences
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document
from notice_parser.diagnostics import diagnose
from notice_parser.model import Change, Diagnostic, Quantity, Span

__all__ = ["read_statistics"]

_BOUNDARY = re.compile("[，,；;：:]")
_NESTED = re.compile("[（(\\[〔][^（）()\\[\\]〔〕]*[）)\\]〕]")
_CLAUSE_INSIDE = re.compile("^(?![（(][0-9一二三][）)]$).*(?:[0-9，,；;。：:]|其中|含|[一二三四五六七八九十]个)")
_JOINT = re.compile("^[、，,]?(?:和|及|与|以及|、)?(?P<verb>增长|增加|上升|提高|上涨|下降|减少|降低|回落|下跌|收窄)?(?:了)?$")
_FROM = re.compile(f"(?:从|由)?{TIME}*(?:末|底|初)?的?$")
_TO = re.compile(f"{TIME}+的?$")
_PREPOSITION = re.compile("^(?:在(?!院|营|用|途|建|职|校|编|册|岗|线|库)|对(?!口|外|象)|于|从|向|将|把|按(?![期时规])|以(?!上|下|内)|为(?!主|民|年)|与(?!会)|和|同(?![比期])|给)(?=.)")
_REACHED_TAIL = re.compile("(?:累计|共|已)?(?:完成|实现|达到)$")
_MORE_LESS = re.compile("(?:分别)(?P<verb>高于|低于|高出|快于|慢于|多于|少于)(?P<names>.+)$")
_DOWN = ("下降", "减少", "降低", "回落", "下跌", "收窄")
_RATES = ("%", "‰", "个百分点", "倍", "番", "百分点")
_MEASURE_END = re.compile("(?:率|度|比重|比例|占比|比|额|量|数|值|面积|标准|收入|支出|投资|利率|人次|浓度|指数)$")
_OF_PLAN = re.compile("(?:完成|占|达到?|为)?[^，]{0,12}(?:预算|计划|目标|任务|指标|进度)")
_PLAN = re.compile("预算|计划|目标|任务|指标")
_TAIL_OF_LIST = re.compile("^(?:[、，,]?[^（()）、，,。；]{1,16}[（(][^（）()]*[）)])*[、]?(?P<tail>[^，,。；;（）()]*)")
_LIST_UNITS = (
    "县",
    "市",
    "区",
    "县区",
    "个",
    "家",
    "地",
    "镇",
    "乡",
    "省",
    "州",
    "个县",
    "个市",
    "个区",
    "项",
    "种",
    "类",
    "部门",
    "县市",
    "县市区",
)
_INDEX = re.compile("(?:之比|比值|指数|系数|倍数|比率|均值|得分|均分|总分|基尼系数)$")
_FOOTNOTED = re.compile("[”》）)]$")
_SEVERAL = re.compile("[、和与及]")
_EACH = re.compile("^(?:均|都|各)(?=.{2})")
_LEVEL_BRACKETS = re.compile("[（(][省市县区旗州镇乡、]{1,12}[）)]")
_AIMED = re.compile("^(?:力争|确保|争取|计划|预计|拟|保持|预期)(?=.{2})")
_HAS = re.compile("^(?:有(?![效关机色限序害毒])|的)(?=.{2})")
_BY_YEAR = re.compile(f"^[ 　]*(?:力争)?到{TIME}{{2,12}}")
_POPULATION = re.compile("(?:位列|位居|名列|排名|列|居|排)[^，,]{0,8}$")
_EVENLY = re.compile("^(?P<names>.*[、和与及].*?)(?:均|都)(?:达到?|为|在|实现|保持在|完成)?$")
_OF_BASE = re.compile(f"(?:是|为|相当于|达到?|恢复[到至]){TIME}+(?:同期)?的$")
_RATE_NOUN = re.compile("(?:同比|环比)?(?:增速|增幅|涨幅|升幅|增长率|(?P<down>降幅|跌幅|减幅))(?:为|达到?|约)?$")
_TURNED = re.compile("(?:又|再)?翻了?(?:近|约)?$")
_CAN = re.compile("^(?:可|能|拟|须|需|应)[^，]{1,3}$")
_AHEAD = re.compile("^(?P<topic>.{2,20}?)(?:较[多高大好]|最[多高大好]|居前|靠前|领先|突出)的?(?:依次)?(?:有|是|为)(?P<name>.+)$")
_AREA = re.compile("[全我本][国省市县区州镇乡盟旗村域]")
_TREND = re.compile("(?:明显|大幅|持续|稳步|有所|进一步|略有)?(?:上升|增长|下降|增加|减少|提高|回升|回落|[较居]?[多高大少低])$")
_ACTION = re.compile("(?:先后|累计|共计?|走进[^，,]{1,10}?)(?P<action>(?:VERBS).{1,12})$")
_TOTAL = re.compile("(?:合计|共计|总计)$")
_REST_OF = re.compile("(?:其余|其他|另外|剩余)$")
_SEEN_FROM = re.compile("^从(.{2,16}?)(?:情况|来|上)?看$")
_AIM = re.compile("力争|确保|预期目标|主要目标|目标[是为：:]|(?:^|，)计划(?!的)")
_LEVEL_INSIDE = re.compile("(?<=造成|确保|带动|惠及|涉及|用于|覆盖|推动|使得|实现)全[省市县区州镇乡](?!平均|均值|总)")
_OBLIGED = re.compile("应当|不得|严禁|禁止|可以处|方可")
_MATTER = re.compile(".{0,8}(?:情况|方面|进展|数据)")
_UNIT_LEFT = re.compile("[县市区镇乡省州地村]?的?")
_SHORTENED = re.compile("(?:压缩|缩短|减少|降低|精简|提速)(?:至|到|为)")
_MEASURED_TIME = re.compile(
    "(?:时长|用时|工期|周期|历时|平均|天数|日数|时数|[优良]|污染|缩短|压缩|提速|减少|增加)[为至到了]?$"
    "|(?:办理|审批|处理|办结|响应|处置|停留|等候|平均)[^，,]{0,4}(?:时间|时限)[为至到]?$"
)
_PLACE_UNITS = ("县", "市", "区", "县区", "镇", "乡", "省", "州", "个县", "个市", "个区", "县市", "县市区")
_LIST_LEAD = re.compile("^.*?(?:包括|含|除|其中|有|为|集中在|分布在|涉及|来自|主要是)")
_SMALL_CHINESE = re.compile("^[一二两三四五六七八九十]个?")
_BASIS_WORDS = {"同比": "上年同期", "环比": "上期", "去年同期": "上年同期"}
_BASIS_STRIP = re.compile("^(?:与|和|比|较|同(?!比))|(?:相比|相较|比较|比)$")

LONG = 8  # characters from which what stands before a counted thing is a clause, not a name
TOP_LEVELS = 2  # headings that open a new subject matter: what the section before spoke of no longer holds
LEFT = 40  # characters before a figure that exclusion rules look at
RIGHT = 24  # and behind it


class _Topic(NamedTuple):
    indicator: str | None
    unit: str | None
    record: int  # index into the records
    subject: str | None


class _Record:
    """A draft in the making; ``whole`` is another record until the end, when positions are known."""

    def __init__(self, draft: Draft, whole: _Record | None) -> None:
        self.draft = draft
        self.whole = whole


class _Memory:
    """What the sentences before have said."""

    def __init__(self) -> None:
        self.home: str | None = None  # the level that the notice speaks of as a whole: the first 全市, 我省
        self.main: str | None = None  # whom the paragraph speaks of
        self.main_before: str | None = None
        self.main_said: int = -1  # the sentence that said it
        self.subject: str | None = None
        self.names: tuple[str, ...] = ()  # subjects just enumerated
        self.things: tuple[str, ...] = ()  # indicators just enumerated
        self.ratio: _Topic | None = None  # the last rate or share: what percentage points refer to
        self.topics: list[_Topic] = []
        self.series: tuple[str, ...] = ()  # subjects that figures were just paired with
        self.base: str | None = None
        self.base_spans: tuple[Span, ...] = ()
        self.among: tuple[_Record, ...] | None = None  # what 其中 may point back to: the records before it
        self.outer: tuple[_Record, ...] | None = None  # what an outer 其中 points back to, while an inner one is open
        self.last_change: bool = False

    def open_sentence(self, *, new: bool) -> None:
        """A full stop takes back what held within the sentence; a semicolon only the enumeration."""
        self.names = self.things = ()
        self.last_change = False
        if self.outer is not None:
            self.among, self.outer = self.outer, None
        if new:
            self.subject = self.main
            self.among = None
            self.base, self.base_spans = None, ()
            self.ratio = None
            self.series = ()


def read_statistics(document: Document, grammars: Grammars, times: Sequence[Span], figures: Sequence[Quantity]) -> StatisticsFound:
    """Every figure of body and annexes as a draft, an exclusion with its rule, or unread.

    ``times``: spans of dates and periods; ``figures``: quantities in order (both of ``document.text``).
    """
    return _Reader(document, grammars, times, figures).read()


class _Reader:
    def __init__(self, document: Document, grammars: Grammars, times: Sequence[Span], figures: Sequence[Quantity]) -> None:
        self.document = document
        self.text = document.text
        self.times = times
        self.figures = [f for f in figures if not any(a < f.span[1] and f.span[0] < b for a, b in times)]
        self.phrases = Phrases(grammars)
        self.changes = grammars["statistics.changes"]
        self.clauses = grammars["statistics.clauses"]
        self.exclusions = grammars["statistics.exclusions"]
        self.verbs = self.clauses.words["verb"]
        self.action = re.compile(_ACTION.pattern.replace("VERBS", "|".join(self.verbs)))
        self.given = re.compile(f"(?:向|为|对|给)[^，,]{{1,12}}?(?={'|'.join(self.verbs)})")
        self.inner_adverb = re.compile(f"(?<=.)(?:共计?|累计|已经?|共同)(?={'|'.join(self.verbs)})")
        self.ends_in_verb = re.compile(f"(?:{'|'.join(self.verbs)})(?:出|到|了)?$")
        self.counted = re.compile(f"(?:{'|'.join(self.clauses.words['counted'])})(?=[^，]{{2,10}}$)")
        self.records: list[_Record] = []
        self.excluded: list[Excluded] = []
        self.unread: list[Span] = []
        self.diagnostics: list[Diagnostic] = []
        self.memory = _Memory()
        self.member = False
        self.first_topic = 0
        self.before_clause = ""
        self.ahead: str | None = None
        self.before_rank = ""

    # -- the walk

    def read(self) -> StatisticsFound:
        at = 0
        headed = {h.line for h in self.document.headings if h.marker is not None and h.title is not None and h.level <= TOP_LEVELS}
        for number, line in enumerate(self.document.lines):
            if number in headed:
                self.memory.main = self.of_heading(number) or self.memory.home
            while at < len(self.figures) and self.figures[at].span[0] < line.start:
                at += 1
            if line.role not in ("text", "remark") or line.zone not in ("body", "annex"):
                continue
            last = at
            while last < len(self.figures) and self.figures[last].span[0] < line.end:
                last += 1
            self.read_line(number, line.start, line.end, self.figures[at:last])
            at = last
        return self.finish()

    def of_heading(self, number: int) -> str | None:
        """The subject that a heading names and nothing else: 二、云坪区, （二）市本级运行情况."""
        title = next((h.title for h in self.document.headings if h.line == number and h.title), "")
        subject, rest = self.phrases.subject_of(title)
        return subject if subject and (not rest or _MATTER.fullmatch(rest)) else None

    def read_line(self, number: int, start: int, end: int, figures: Sequence[Quantity]) -> None:
        self.paragraph = number
        ended = "。"
        for sentence in split_sentences(self.text, start, end, [t for t in self.times if start <= t[0] < end]):
            self.member = ended in ("；", ";")  # one of several in a row: it speaks for itself alone
            self.memory.open_sentence(new=not self.member)
            ended = sentence.ends
            held = [f for f in figures if sentence.start <= f.span[0] < sentence.end]
            self.sentence = sentence
            self.ahead = None
            if not held:
                self.note_level(sentence)
                continue
            if not self.member:
                self.first_topic = len(self.memory.topics)
            for group in groups(sentence, held):
                if group.depth == 0:
                    self.read_group(group)
                else:
                    self.read_bracket(group)

    def note_level(self, sentence: Sentence) -> None:
        """A sentence without figures may still say of whom the next ones speak: 全市…取得进展."""
        for part in _BOUNDARY.split(sentence.work):
            subject, _ = self.phrases.subject_of(self.phrases.without_lead(self.phrases.bare(part))[0])
            if subject and _AREA.fullmatch(subject):
                self.memory.main = self.memory.subject = subject
                self.memory.home = self.memory.home or subject
                return

    def leave(self, figure: Quantity) -> None:
        """A figure that nobody read; in annexes only those of prose, where lists and forms are no statistics."""
        if self.document.lines[self.paragraph].zone == "body" or _BOUNDARY.search(self.sentence.work):
            self.unread.append(figure.span)

    def finish(self) -> StatisticsFound:
        ordered = sorted(self.records, key=lambda r: r.draft.quantity_span)
        index = {id(record): i for i, record in enumerate(ordered)}
        drafts = []
        for record in ordered:
            values = {name: getattr(record.draft, name) for name in Draft.__struct_fields__}
            values["whole"] = index[id(record.whole)] if record.whole is not None else None
            drafts.append(Draft(**values))
        return StatisticsFound(drafts=tuple(drafts), excluded=tuple(self.excluded), unread=tuple(self.unread), diagnostics=tuple(self.diagnostics))

    # -- text between figures

    def between(self, start: int, end: int) -> str:
        """The words from start to end; brackets that hold figures or clauses left out, those within a name kept."""
        words = self.sentence.work[start - self.sentence.start : end - self.sentence.start]
        return _NESTED.sub(lambda match: "" if _CLAUSE_INSIDE.search(match.group()) else match.group(), words)

    # -- one bracket level

    def read_group(self, group: Group) -> None:
        figures = group.figures
        at, taken = group.start, ""
        k = 0
        while k < len(figures):
            figure = figures[k]
            words = self.between(at, figure.span[0])
            if taken and words.startswith(taken):
                words = words[len(taken) :]
            parts = _BOUNDARY.split(words)
            own = parts[-1].lstrip("、 　")
            earlier = parts[:-1] if k == 0 else parts[1:-1]
            self.note_clauses(earlier)
            stop = figures[k + 1].span[0] if k + 1 < len(figures) else group.end
            right = self.between(figure.span[1], stop)
            if not self.is_list_count(own, figure, right) and (rule := self.exclusion(figure, words, right, k + 1 < len(figures))) is not None:
                self.excluded.append(Excluded(span=figure.span, rule=rule))
            if right.startswith("外"):
                self.memory.names = ()  # 除甲县、乙县2县外: those are not spoken of
            if self.excluded and self.excluded[-1].span == figure.span:
                at, taken = figure.span[1], _UNIT_LEFT.match(right).group() if figure.unit is None and self.memory.names else ""
                k += 1
                continue
            pairing = self.clauses.first(own, only=("statistics.clauses.pairing",)) or _MORE_LESS.search(own)
            if pairing is not None:
                run = self.run_of(figures, k)
                if not self.pair_off(own, earlier, figures[k : k + run]):
                    for unpaired in figures[k : k + run]:
                        self.unread.append(unpaired.span)
                    self.diagnostics.append(
                        diagnose(
                            "statistics.pairing",
                            field="statistics",
                            span=(figure.span[0], figures[k + run - 1].span[1]),
                            raw=self.text[self.clause_span(figure)[0] : figures[k + run - 1].span[1]],
                            count=run,
                        )
                    )
                at, taken = figures[k + run - 1].span[1], ""
                k += run
                continue
            run = self.run_of(figures, k)
            if run > 1 and run == len(self.memory.series) and own and self.is_series(own):
                self.add_series(own, figures[k : k + run])
                at, taken = figures[k + run - 1].span[1], ""
                k += run
                continue
            following = figures[k + 1] if k + 1 < len(figures) else None
            if following is not None and following.kind == "rank" and _POPULATION.search(own) and len(right) <= 6:
                self.excluded.append(Excluded(span=figure.span, rule="statistics.exclusions.population"))
                self.before_rank = own
                at, taken = figure.span[1], right
                k += 1
                continue
            self.before_clause = earlier[-1] if earlier else ""
            taken = self.read_one(figure, own, right, fused=k > 0 and not words.strip("、和及 "))
            at = figure.span[1]
            k += 1

    def is_series(self, own: str) -> bool:
        """Whether the words before a run of figures only name what is counted: a second series on the same names."""
        return self.phrases.subject_of(own)[0] is None and "、" not in own and self.changes.first(own) is None

    def add_series(self, own: str, figures: Sequence[Quantity]) -> None:
        _, indicator = self.who_and_what(own)
        for name, figure in zip(self.memory.series, figures, strict=True):
            self.add(figure, (name,), indicator, rule="statistics.clauses.pairing")

    def note_clauses(self, parts: Sequence[str]) -> None:
        """What clauses without figures say before the one with a figure: subject, base of comparison, 其中."""
        for part in parts:
            rest, among = self.phrases.without_lead(self.phrases.bare(part))
            if among:
                self.open_among()
            base = self.changes.first(part + "增长", only=("statistics.changes.based",)) if ("比" in part or "较" in part) else None
            if base is not None and base.end == len(part) + 2 and not base.group("thing"):
                self.keep_base(base.group("base") or "", part)
                continue
            subject, _ = self.phrases.subject_of(rest)
            if subject is not None:
                self.set_subject(subject)

    def open_among(self) -> None:
        """其中: what follows is part of something said right before, in this sentence or the last one with figures."""
        if not self.records:
            return
        if self.memory.among is not None and self.records[-1].draft.sentence_span[0] == self.sentence.start:
            self.memory.outer, self.memory.among = self.memory.among, (self.records[-1],)  # 其中 within 其中
            return
        last = self.records[-1].draft.paragraph
        before = [r for r in self.records if r.draft.paragraph == last and r.draft.change is None and r.draft.unit not in _RATES]
        sentence = before[-1].draft.sentence_span if before else None
        self.memory.among = tuple(r for r in before if r.draft.sentence_span == sentence and r.whole is None) or tuple(before[-1:])

    def whole_for(self, unit: str | None, records: tuple[_Record, ...] | None, indicator: str | None = None) -> _Record | None:
        """The whole that a part of this unit belongs to: of those in the same unit the one of most like name, else the last."""
        same = [r for r in records or () if r.draft.unit == unit]
        shared = [len(set(r.draft.indicator or "") & set(indicator or "")) for r in same]
        return max(zip(shared, range(len(same)), same, strict=True), key=lambda one: one[:2])[2] if same else None

    def set_subject(self, subject: str) -> None:
        memory = self.memory
        memory.subject = subject
        memory.names = ()
        if memory.home is None and (_AREA.fullmatch(subject) or not self.phrases.is_body(subject)):
            memory.home = subject
        body = self.phrases.is_body(subject)
        if (
            body
            and memory.main not in (None, subject)
            and memory.main_said == self.sentence.start
            and self.phrases.is_body(memory.main or "")
        ):
            memory.main = memory.main_before  # 甲局完成…，乙局完成…: several, none of them speaks for what follows
        elif memory.among is None and not self.member and (memory.main is None or not body):
            if memory.main_said != self.sentence.start:
                memory.main_before = memory.main
            memory.main, memory.main_said = subject, self.sentence.start

    def keep_base(self, base: str, around: str) -> None:
        printed = base
        if TIME in base:
            at = self.sentence.work.find(base)
            if at >= 0:
                printed = self.text[self.sentence.start + at : self.sentence.start + at + len(base)]
                first = self.sentence.start + self.sentence.work.find(TIME, at)
                self.memory.base_spans += tuple(t for t in self.times if t[0] <= first < t[1])
        bare = printed if printed in _BASIS_WORDS else _BASIS_STRIP.sub("", _BASIS_STRIP.sub("", printed))
        self.memory.base = _BASIS_WORDS.get(bare, bare) or None

    # -- exclusions

    def exclusion(self, figure: Quantity, words: str, right: str, more: bool) -> str | None:
        around = words[-LEFT:] + FIGURE + right[:RIGHT]
        match = self.exclusions.first(
            around,
            only=(
                "statistics.exclusions.prescription",
                "statistics.exclusions.list_item",
                "statistics.exclusions.formula",
                "statistics.exclusions.rank_class",
            ),
        )
        if match is not None:
            return match.rule
        if figure.unit is None and len(figure.raw) == 1 and _FOOTNOTED.search(words):
            return "statistics.exclusions.footnote"  # a footnote's digit, stuck to the word
        if figure.unit is None and re.match("月|日|时|点|號|号", right):
            return "statistics.exclusions.date"
        if self.quoted(figure):
            return "statistics.exclusions.quoted"
        bounded = figure.qualifier in ("at_least", "at_most", "over", "under") or figure.value_max is not None
        if bounded and _OBLIGED.search(self.sentence.work):
            return "statistics.exclusions.prescription"
        if bounded and more and self.exclusions.first(FIGURE + right, only=("statistics.exclusions.threshold",)):
            return "statistics.exclusions.threshold"
        if figure.kind == "time" and not _SHORTENED.search(self.sentence.work) and not _MEASURED_TIME.search(words.replace(TIME, "")):
            return "statistics.exclusions.duration"
        if figure.unit in _PLACE_UNITS and _REST_OF.search(words.strip()):
            return "statistics.exclusions.list_count"
        if (
            _SMALL_CHINESE.match(figure.raw)
            and figure.kind == "count"
            and not words.rstrip().endswith(tuple(self.verbs))
            and not words.endswith(("为", "达", "共", "有"))
        ):
            return "statistics.exclusions.incidental"
        return None

    def quoted(self, figure: Quantity) -> bool:
        before = self.sentence.work[: figure.span[0] - self.sentence.start]
        return before.count("《") > before.count("》") or (
            before.count("“") > before.count("”") and "”" in self.sentence.work[figure.span[1] - self.sentence.start :][:12]
        )

    def is_list_count(self, own: str, figure: Quantity, right: str = "") -> bool:
        """甲县、乙县、丙县3县: the count of names just given. They are the subjects of what follows."""
        unit = figure.unit or (right[:1] if right[:1] in "县市区镇乡省州地村" else None)
        if "、" not in own or unit not in _LIST_UNITS or figure.value != figure.value.to_integral_value():
            return False
        names = split_names(_LIST_LEAD.sub("", self.phrases.bare(own)), int(figure.value))
        if len(names) != int(figure.value):
            return False
        self.excluded.append(Excluded(span=figure.span, rule="statistics.exclusions.list_count"))
        if unit in _PLACE_UNITS or all(self.phrases.subject_of(name)[0] == name for name in names):
            self.memory.names = tuple(names)
            return True
        first, rest = self.phrases.subject_of(names[0])
        if first is not None:
            self.set_subject(first)
        self.memory.things = (rest.removeprefix("的") if first else names[0], *names[1:])
        return True

    # -- single figures

    def read_one(self, figure: Quantity, own: str, right: str, *, fused: bool) -> str:
        """Reads one figure; returns the words behind it that were taken for its indicator."""
        memory = self.memory
        rest, among = self.phrases.without_lead(_PUNCTUATED.sub("", own))
        if among:
            self.open_among()
        if figure.kind == "rank":
            self.read_rank(figure, rest)
            return ""
        if fused and memory.last_change and not own and memory.topics:
            last = self.records[-1].draft
            self.add_change(figure, self.topic_for(figure), "down" if last.change and last.change.direction == "down" else "up", ())
            return ""
        if figure.unit in ("倍", "番", "%") and (based := _OF_BASE.search(rest)) is not None:
            first = self.sentence.start + self.sentence.work.find(TIME, max(0, figure.span[0] - self.sentence.start - len(rest)))
            memory.base_spans += tuple(t for t in self.times if t[0] <= first < t[1])
            if figure.unit == "倍":
                self.add(figure, None, self.topic_indicator(rest[: based.start()]), rule="statistics.clauses.multiple", carried=True, topic=False)
                return ""
        if figure.unit == "番":
            rest = _TURNED.sub("", rest)
            based = self.changes.first(rest + "增长", only=("statistics.changes.based",))
            start = based.start if based is not None and based.end == len(rest) + 2 else len(rest)
            self.read_change(figure, rest, start, based.group("base") if based is not None else None, "", False, "statistics.changes.based", among)
            return ""
        noun = _RATE_NOUN.search(rest) if figure.unit in _RATES else None
        if noun is not None:
            base = "同比" if "同比" in noun.group() else "环比" if "环比" in noun.group() else None
            self.read_change(figure, rest, noun.start(), base, "", noun.group("down") is not None, "statistics.changes.bare", among)
            return ""
        even = _EVENLY.match(_LEVEL_BRACKETS.sub("", rest)) if TIME not in rest else None
        if even is not None and len(names := self.even_names(even.group("names"))) > 1 and not self.enumerated(self.phrases.bare(even.group("names")))[0]:
            self.add_even(figure, names, None)
            return ""
        stripped = _TO.sub("", rest)
        change = self.changes.first(stripped)
        if change is not None and change.end == len(stripped):
            if change.label == "reached":
                self.add(figure, None, self.topic_indicator(stripped[: change.start]), rule=change.rule, carried=True)
                return ""
            if self.is_change(change.label or "", figure):
                self.read_change(
                    figure,
                    stripped,
                    change.start,
                    change.group("base"),
                    change.group("thing") or "",
                    change.group("down") is not None,
                    change.rule,
                    among,
                )
                return ""
        memory.last_change = False
        share = self.clauses.first(rest, only=("statistics.clauses.share",)) if figure.unit in _RATES else None
        if share is not None:
            self.read_share(figure, rest, share.start, share.group("whole") or "")
            return ""
        if rest.strip() == "的" and figure.unit in _RATES and self.records:
            self.read_completion(figure)
            return ""
        return self.read_plain(figure, rest, right)

    def is_change(self, label: str, figure: Quantity) -> bool:
        memory = self.memory
        here = memory.topics[self.first_topic :]
        return label == "based" or figure.unit in _RATES or memory.base is not None or any(t.unit == figure.unit for t in here)

    def read_change(
        self, figure: Quantity, rest: str, start: int, base: str | None, thing: str, down: bool, rule: str, among: bool
    ) -> None:
        if base:
            self.keep_base(base, rest)
        subjects, indicator = self.who_and_what(rest[:start] + thing)
        topic = self.topic_for(figure) if not indicator else None
        if topic is not None:
            self.add_change(figure, topic, "down" if down else "up", ())
            return
        self.add_change(figure, _Topic(indicator, None, -1, None), "down" if down else "up", subjects)

    def add_change(self, figure: Quantity, topic: _Topic, direction: str, subjects: tuple[str, ...]) -> None:
        sign = -1 if direction == "down" and figure.value > 0 else 1
        if figure.value < 0:
            direction = "down"
        if not subjects and topic.record >= 0 and topic.subject is not None:
            subjects = (topic.subject,)
        self.add(
            figure,
            subjects or None,
            topic.indicator,
            measure="change",
            change=Change(direction="down" if direction == "down" else "up", basis=self.memory.base),
            sign=sign,
            carried=topic.record >= 0,
            rule="statistics.changes.based" if self.memory.base else "statistics.changes.bare",
            topic=topic.record < 0,
        )
        self.memory.last_change = True

    def topic_of_unit(self, unit: str | None) -> str | None:
        """The indicator last named for figures of this unit, else the last one."""
        topics = self.memory.topics
        return next((t.indicator for t in reversed(topics) if t.unit == unit), topics[-1].indicator if topics else None)

    def topic_for(self, figure: Quantity) -> _Topic:
        """What a change without a subject of its own refers to: for a count the topic of its unit, for a rate the last one."""
        if figure.unit in ("个百分点", "百分点") and self.memory.ratio is not None:
            return self.memory.ratio
        here = self.memory.topics[self.first_topic :] or self.memory.topics[-1:]
        if figure.unit not in _RATES:
            same = [t for t in here if t.unit == figure.unit]
            if same:
                return same[-1]
        return here[-1] if here else _Topic(None, None, -1, None)

    def topic_indicator(self, before: str) -> str | None:
        _, indicator = self.who_and_what(before)
        return indicator or (self.memory.topics[-1].indicator if self.memory.topics else None)

    def read_rank(self, figure: Quantity, rest: str) -> None:
        rest, self.before_rank = self.before_rank or rest, ""
        rank = self.clauses.first(rest.rstrip("第"), only=("statistics.clauses.rank",))
        thing = None
        if rank is not None:
            _, thing = self.who_and_what(rank.group("thing") or "")
            if not thing or len(thing) < 2:
                named = re.search("(?:综合|总)(?:排名|排位|名次|得分)|(?:排名|排位|名次)", rest)
                thing = named.group() if named and (len(named.group()) > 2 or not self.memory.topics[self.first_topic :]) else None
        elif rest.strip("第"):
            _, thing = self.who_and_what(rest.strip("第"))
        if figure.raw.startswith("前") and len(self.memory.names) == int(figure.value):
            self.excluded.append(Excluded(span=figure.span, rule="statistics.exclusions.rank_class"))
            self.memory.topics.append(_Topic(thing, None, -1, None))
            return
        carried = not thing
        if not thing and self.memory.topics:
            thing = self.memory.topics[-1].indicator
        self.add(figure, None, thing, measure="rank", carried=carried, rule="statistics.clauses.rank", topic=False)

    def read_share(self, figure: Quantity, rest: str, start: int, whole: str) -> None:
        """占…: the words of the base belong to the indicator; what it is a share of is looked for among the topics."""
        subjects, prefix = self.who_and_what(rest[:start])
        words = self.phrases.without_link(rest[start:]).rstrip("的")
        indicator = (prefix or "") + (words if words != "占" or prefix else "占")
        record = next(
            (
                self.records[t.record]
                for t in reversed(self.memory.topics)
                if whole and t.record >= 0 and t.indicator and (whole in t.indicator or t.indicator in whole)
            ),
            None,
        )
        if indicator == "占" and self.memory.topics[self.first_topic :] and self.memory.topics[-1].indicator:
            indicator = f"{self.memory.topics[-1].indicator}占"
        whole_record = record or (self.memory.among[-1] if self.memory.among else None)
        self.add(figure, subjects or None, indicator, measure="ratio", whole=whole_record, rule="statistics.clauses.share", topic=False)

    def read_completion(self, figure: Quantity) -> None:
        """完成年度任务数500处的40.4%: the rate takes the words before the plan's figure, which is a target."""
        plan = self.records[-1]
        values = {name: getattr(plan.draft, name) for name in Draft.__struct_fields__}
        indicator = values["indicator"] or ""
        bare = re.sub("^(?:完成|占|达到?|为)", "", indicator)
        if bare and _PLAN.search(bare):
            values["indicator"], values["modality"] = bare, "target"
            plan.draft = Draft(**values)
        if self.memory.topics and self.memory.topics[-1].record == len(self.records) - 1:
            self.memory.topics.pop()  # later changes speak of what was measured, not of the plan
        self.add(figure, None, indicator, measure="ratio", rule="statistics.clauses.completion", topic=False)

    def read_plain(self, figure: Quantity, rest: str, right: str) -> str:
        memory = self.memory
        origin = _FROM.sub("", rest) if TIME in rest or rest.endswith(("从", "由")) else rest
        listed = origin.endswith("等") and "、" in origin  # 甲、乙等26个项目: what is counted stands behind
        subjects, indicator = ((), None) if listed else self.who_and_what(origin)
        taken = ""
        counts = figure.unit is not None and (figure.unit not in _RATES or "成" in figure.raw)
        behind = self.phrases.behind(right) if counts else ""
        if behind and indicator and len(indicator) > LONG and (said := self.ends_in_verb.search(indicator)):
            indicator = said.group()
        if behind and indicator and _CAN.match(indicator) and figure.kind == "count":
            behind = indicator + self.counted_only(behind)
            indicator = None
            right = behind + right
        if behind and (not indicator or indicator.removesuffix("出").removesuffix("了") in self.verbs):
            behind = self.counted_only(behind)
            taken = right[: right.index(behind) + len(behind)] if behind in right else ""
            indicator = (indicator or "") + behind
        carried = False
        if indicator in self.verbs and not taken:
            indicator = self.with_head(indicator)
        total = _TOTAL.search(origin.strip())
        if not indicator and total is not None and memory.topics[self.first_topic :]:
            self.add(figure, None, total.group(), carried=True, rule="statistics.clauses.plain", topic=False)
            return taken
        if not indicator and (trend := _TREND.search(self.phrases.bare(self.before_clause))) and trend.start() > 1:
            subjects, indicator = self.who_and_what(self.phrases.bare(self.before_clause)[: trend.start()])
        if not indicator and memory.topics:
            whole = self.whole_for(figure.unit, memory.among)
            indicator, carried = (whole.draft.indicator if whole is not None else self.topic_for(figure).indicator), True
        if indicator is None:
            self.leave(figure)
            return taken
        if len(indicator) > 6 and (action := self.action.search(indicator)):
            indicator = action.group("action")
        if len(indicator) > 6:
            indicator = _REACHED_TAIL.sub("", indicator) or indicator
        if figure.unit is None and _INDEX.search(indicator) and not carried:
            self.add(figure, subjects or None, indicator, measure="ratio", rule="statistics.clauses.plain", topic=False)
            return taken
        if figure.unit is None and figure.kind != "ratio":
            unit = next((t.unit for t in reversed(memory.topics[self.first_topic :]) if t.unit and t.unit not in _RATES), None)
            if unit is None:
                self.leave(figure)
                return taken
            self.add(figure, subjects or None, indicator, unit=unit, carried=carried, rule="statistics.clauses.plain")
            return taken
        if figure.unit in _RATES and _OF_PLAN.match(indicator):
            self.add(figure, subjects or None, indicator, rule="statistics.clauses.completion", topic=False)
            return taken
        self.add(
            figure, subjects or None, indicator, carried=carried, rule="statistics.clauses.behind" if taken else "statistics.clauses.plain"
        )
        return taken

    def counted_only(self, behind: str) -> str:
        """70处取水口在线监测率达…: the thing counted, without the measure that the next figure gives."""
        cut = list(self.counted.finditer(behind)) if _MEASURE_END.search(behind) else []
        return behind[: cut[-1].end()] if cut else behind

    def with_head(self, verb: str) -> str:
        """报修件申请55件，受理54件: the head noun of the figure before is carried on."""
        topics = self.memory.topics[self.first_topic :]
        if topics and topics[-1].indicator:
            before = topics[-1].indicator
            for other in self.verbs:
                if before.endswith(other) and len(before) > len(other) + 1:
                    return before[: -len(other)] + verb
        return verb

    def who_and_what(self, words: str) -> tuple[tuple[str, ...], str | None]:
        """The subjects that a clause names, and its indicator; both may be missing. Names enumerated become the subjects."""
        bare = self.phrases.bare(words)
        bare, among = self.phrases.without_lead(bare)
        if among:
            self.open_among()
        placed = _PREPOSITION.match(bare)
        if placed is not None and (given := self.given.match(bare)) is not None:  # 向困难群众发放棉衣: to whom, not who
            return (), self.indicator_of(bare[given.end() :])
        if placed is not None:  # 在全国309个城市中: where, not who
            _, rest = self.phrases.subject_of(bare[placed.end() :])
            return (), self.indicator_of(rest)
        if _SEVERAL.search(bare):
            names, rest = self.enumerated(bare)
            if names:
                self.memory.names = names
                return names, self.indicator_of(rest)
        subject, rest = self.phrases.subject_of(bare)
        if subject is None and (inside := _LEVEL_INSIDE.search(bare)) is not None:
            subject, rest = inside.group(), bare[inside.end() :]
        if subject is not None:
            self.set_subject(subject)
            return (subject,), self.indicator_of(rest)
        return (), self.indicator_of(bare)

    def enumerated(self, bare: str) -> tuple[tuple[str, ...], str]:
        """甲县、乙县、丙区评价率: the names, if each is a subject by itself, and the rest behind the last."""
        for names in (bare.split("、"), split_names(bare)):
            if len(names) < 2:
                continue
            last, rest = self.phrases.subject_of(names[-1])
            if last is not None and all(self.phrases.subject_of(name) == (name, "") for name in names[:-1]):
                return (*names[:-1], last), rest
        return (), bare

    def indicator_of(self, words: str) -> str | None:
        words, _ = self.phrases.without_lead(words)
        words = self.phrases.without_locative(self.phrases.bare(words))
        words, _ = self.phrases.without_lead(words)
        words = self.phrases.bare(self.phrases.without_link(words))
        words = _AIMED.sub("", _HAS.sub("", _EACH.sub("", words)))
        words = self.inner_adverb.sub("", words)
        return re.sub("的$", "", words) or None

    # -- pairing off

    def run_of(self, figures: Sequence[Quantity], k: int) -> int:
        """How many figures from ``k`` on stand in one series: 15%、0.7%和下降4%."""
        n = 1
        while k + n < len(figures):
            joint = self.between(figures[k + n - 1].span[1], figures[k + n].span[0])
            if not _JOINT.match(joint) or joint in ("，", ","):
                break
            n += 1
        return n

    def pair_off(self, own: str, earlier: Sequence[str], figures: Sequence[Quantity]) -> bool:
        """Pairs names and figures in their order; false where their numbers do not agree, so that nothing can be paired."""
        n = len(figures)
        compared = _MORE_LESS.search(own)
        if compared is not None:
            names = split_names(compared.group("names"))
            subjects, thing = self.who_and_what(own[: compared.start()])
            for i, figure in enumerate(figures):
                name = names[i] if len(names) == n else compared.group("names")
                self.add(
                    figure,
                    subjects or None,
                    f"{thing or ''}{compared.group('verb')}{name}",
                    unit=figures[-1].unit,
                    rule="statistics.clauses.pairing",
                    topic=False,
                )
            return True
        match = self.clauses.first(own, only=("statistics.clauses.pairing",))
        assert match is not None
        verb = _TO.sub("", match.group("verb") or "")
        change = self.changes.first(verb)
        is_change = change is not None and change.end == len(verb) and change.label != "reached"
        before = own[: match.start]
        based = self.changes.first(before + "增长", only=("statistics.changes.based",))
        if based is not None and based.end == len(before) + 2:
            self.keep_base(based.group("base") or "", before)
            before = before[: based.start] + (based.group("thing") or "")
        if n == 1 and match.text.startswith("各") and (names := self.even_names(before)):
            self.add_even(figures[0], names, None)
            return True
        periods = self.times_before(before, figures[0], n)
        pairs = self.names_for(before, earlier, n, same_units=[f.unit for f in figures])
        if pairs is None:
            return False
        if all(who is not None and len(who) == 1 for who, _, _ in pairs) and len({who for who, _, _ in pairs}) == n:
            self.memory.series = tuple(who[0] for who, _, _ in pairs if who is not None)
        done = None if change is not None and change.end == len(verb) else self.indicator_of(verb)
        if done and len(done) > 1 and not verb.startswith(("恢复", "达", "为")):  # 分别建成高标准农田0.92万亩
            pairs = [(who, done if carried or not what else what + done, False) for who, what, carried in pairs]
        down = change is not None and change.group("down") is not None
        unit = figures[-1].unit
        for i, figure in enumerate(figures):
            joint = self.between(figures[i - 1].span[1], figure.span[0]) if i else ""
            if i and (said := _JOINT.match(joint)) and said.group("verb"):
                down = said.group("verb") in _DOWN
            who, indicator, carried = pairs[i]
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

    def times_before(self, before: str, figure: Quantity, n: int) -> list[Span] | None:
        """一季度、二季度分别…: the names are times, one for each figure."""
        if before.strip().replace(TIME, "").strip("、和及与 ") or TIME not in before:
            return None
        inside = [t for t in self.times if self.clause_span(figure)[0] <= t[0] < figure.span[0]]
        return inside if len(inside) == n else None

    def even_names(self, before: str) -> tuple[str, ...]:
        """The names before 均 or 各, of subjects or of indicators; none where there is but one."""
        names, _ = self.enumerated(self.phrases.bare(before))
        return names or tuple(name for name in split_names(self.phrases.without_lead(self.phrases.bare(before))[0]) if name)

    def add_even(self, figure: Quantity, names: Sequence[str], indicator: str | None) -> None:
        """One record a name, all of one value."""
        if all(self.phrases.subject_of(name)[0] == name for name in names):
            self.add(figure, tuple(names), indicator or self.topic_of_unit(figure.unit), rule="statistics.clauses.even")
            return
        subject, rest = self.phrases.subject_of(names[0])
        if subject is not None:
            self.set_subject(subject)
        for name in _with_shared_ends([rest or names[0], *names[1:]], self.phrases):
            self.add(figure, None, self.indicator_of(name), rule="statistics.clauses.even")

    def names_for(
        self, before: str, earlier: Sequence[str], n: int, same_units: Sequence[str | None]
    ) -> list[tuple[tuple[str, ...] | None, str | None, bool]] | None:
        """Subject and indicator for each of ``n`` figures: from the names before 分别, the clause before, or the topics.

        None where names stand there, but not as many as figures.
        """
        words, among = self.phrases.without_lead(self.phrases.bare(before))
        if among:
            self.open_among()
        for source in (words, *reversed([self.phrases.topic(self.phrases.bare(p)) for p in earlier[-1:]])):
            if not source:
                continue
            names, rest = self.enumerated(source)
            if names and len(names) != n and n > 1:
                return None
            if len(names) == n:
                seen = next((m.group(1) for part in earlier if (m := _SEEN_FROM.search(part))), None)
                indicator = self.indicator_of(rest) or (self.indicator_of(seen) if seen else None) or self.topic_of_unit(same_units[0])
                return [((name,), indicator, not rest) for name in names]
            subject, rest = self.phrases.subject_of(source)
            if subject is not None:
                self.set_subject(subject)
            split = split_names(rest, n)
            if len(split) == n:
                full = _with_shared_ends(split, self.phrases)
                return [((subject,) if subject else None, self.indicator_of(name), False) for name in full]
            listed = self.memory.names or self.memory.series
            if len(split) == 1 and n > 1 and subject is None and len(listed) == n:
                return [((name,), self.indicator_of(rest), False) for name in listed]
            if source is words and n > 1 and "、" in source and len(source.split("、")) > 1 and len(split) > 1:
                return None
            if rest and source is words:
                return [((subject,) if subject else None, self.indicator_of(rest), False)] * n
        if len(self.memory.things) == n:
            return [(None, thing, False) for thing in self.memory.things]
        topics = [t for t in self.memory.topics if t.record >= 0]
        if len(self.memory.names) == n and self.memory.topics:
            return [((name,), self.topic_of_unit(same_units[0]), True) for name in self.memory.names]
        tail = topics[-n:]
        if len(tail) == n:
            return [((t.subject,) if t.subject else None, t.indicator, True) for t in tail]
        last = topics[-1].indicator if topics else None
        return [(None, last, True)] * n

    # -- brackets

    def read_bracket(self, group: Group) -> None:
        assert group.at is not None
        figures = group.figures
        parent = max(
            (
                r
                for r in self.records
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
        if len(figures) == 1 and not inner.strip("，,、 ") and not touching:
            self.read_named_bracket(group, figures[0])
            return
        kept = (self.memory.subject, self.memory.among, self.memory.names)
        self.memory.among = (parent,) if parent is not None else None
        at = group.start
        for figure in figures:
            words = self.between(at, figure.span[0])
            at = figure.span[1]
            own = _BOUNDARY.split(words)[-1].strip("、 　")
            if (rule := self.exclusion(figure, words, self.between(figure.span[1], group.end), False)) is not None:
                self.excluded.append(Excluded(span=figure.span, rule=rule))
                continue
            if self.is_list_count(own, figure):
                continue
            bare = self.phrases.without_lead(self.phrases.bare(own))[0]
            subject, rest = self.phrases.subject_of(bare)
            indicator = parent.draft.indicator if parent is not None else None
            if subject is not None or (bare and parent is not None and bare in self.memory.names):
                self.add(
                    figure,
                    (subject or bare,),
                    self.indicator_of(rest) or indicator,
                    carried=not rest,
                    rule="statistics.clauses.bracket",
                    topic=False,
                )
            elif touching and re.match("(?:折合|约合|合|折)", bare):
                self.add(figure, None, indicator, carried=True, rule="statistics.clauses.restated", topic=False)
            else:
                self.read_one(figure, own, self.between(figure.span[1], group.end), fused=False)
        self.memory.subject, self.memory.among, self.memory.names = kept

    def read_named_bracket(self, group: Group, figure: Quantity) -> None:
        """高新区（99.7%）、…主动评价率较高: the value in the bracket is that of the name before it."""
        assert group.at is not None
        work, start = self.sentence.work, self.sentence.start
        before = re.split("[，,；;、：:）)]", work[: group.at - start])[-1]
        name = self.phrases.without_lead(self.phrases.bare(before))[0]
        tail = _TAIL_OF_LIST.match(work[group.end - start + 1 :])
        topic = self.phrases.topic(self.phrases.bare(tail.group("tail"))) if tail else ""
        ahead = _AHEAD.match(name)
        if ahead is not None:
            name = ahead.group("name")
            self.ahead = self.indicator_of(ahead.group("topic"))
        subject, rest = self.phrases.subject_of(name)
        topic = topic or (self.ahead if self.ahead and subject is not None else "") or ""
        if subject is not None and not rest:
            last = self.memory.topics[-1].indicator if self.memory.topics else None
            self.add(figure, (subject,), topic or last, carried=not topic, rule="statistics.clauses.bracket", topic=False)
        elif name:
            subjects, indicator = self.who_and_what(name)
            self.add(figure, subjects or None, indicator, rule="statistics.clauses.bracket", topic=False)
        else:
            self.leave(figure)

    # -- records

    def add(
        self,
        figure: Quantity,
        subjects: tuple[str, ...] | None,
        indicator: str | None,
        *,
        unit: str | None = None,
        measure: Measure | None = None,
        change: Change | None = None,
        whole: _Record | None = None,
        sign: int = 1,
        carried: bool = False,
        topic: bool = True,
        period_span: Span | None = None,
        rule: str,
    ) -> None:
        memory = self.memory
        stated = subjects is not None
        who: tuple[str | None, ...] = subjects or memory.names or (memory.subject,)
        own_unit = unit if unit is not None else figure.unit
        inherited = tuple(
            name
            for name, is_so in (("subject", not stated), ("indicator", carried), ("unit", figure.unit is None and own_unit is not None))
            if is_so
        )
        for subject in who:
            draft = Draft(
                span=self.clause_span(figure),
                quantity_span=figure.span,
                value=figure.value * sign,
                value_max=None if figure.value_max is None else figure.value_max * sign,
                unit=own_unit,
                precision=figure.precision,
                qualifier=figure.qualifier,
                subject=subject,
                indicator=indicator,
                measure=measure or _measure_of(figure, own_unit),
                change=change,
                whole=None,
                modality="target" if self.is_target(figure) else "actual",
                inherited=inherited,
                paragraph=self.paragraph,
                sentence_span=(self.sentence.start, self.sentence.end),
                base_spans=memory.base_spans,
                period_span=period_span,
                rule=rule,
            )
            part = change is None and own_unit not in _RATES and draft.measure != "rank"
            record = _Record(draft, whole or (self.whole_for(own_unit, memory.among, indicator) if part else None))
            self.records.append(record)
        if own_unit in ("%", "‰") and change is None:
            memory.ratio = _Topic(indicator, own_unit, len(self.records) - 1, who[0] if len(who) == 1 else None)
        if topic:
            memory.topics.append(_Topic(indicator, own_unit, len(self.records) - 1, who[0] if len(who) == 1 else None))

    def clause_span(self, figure: Quantity) -> Span:
        """The clause around a figure, from border to border."""
        start, end = figure.span
        while start > self.sentence.start and self.text[start - 1] not in "，,；;。：:":
            start -= 1
        while end < self.sentence.end and self.text[end] not in "，,；;。":
            end += 1
        while start < figure.span[0] and self.text[start] in " \u3000":
            start += 1
        while end > figure.span[1] and self.text[end - 1] in " \u3000":
            end -= 1
        return start, end

    def is_target(self, figure: Quantity) -> bool:
        start, _ = self.clause_span(figure)
        before = self.sentence.work[max(0, start - self.sentence.start) : figure.span[0] - self.sentence.start]
        if _AIM.search(self.sentence.work[: max(0, start - self.sentence.start)]):
            return True
        if _BY_YEAR.match(self.sentence.work) and "已" not in self.sentence.work:
            return True  # 到2025年，…达到
        return self.clauses.first(before, only=("statistics.clauses.target",)) is not None


_PUNCTUATED = re.compile("^[、，,：: 　]+")


def _measure_of(figure: Quantity, unit: str | None) -> Measure:
    if unit in ("倍", "番"):
        return "multiple"
    if unit in _RATES:
        return "ratio"
    return {"money": "amount", "score": "score", "time": "duration", "rank": "rank"}.get(
        figure.kind, "count" if figure.kind == "count" else "size"
    )  # type: ignore[return-value]  # values are the literal's


def _with_shared_ends(names: Sequence[str], phrases: Phrases) -> list[str]:
    """甲类水库、乙类水库蓄水率 → each with the shared end; 第一、二、三产业 → each with the shared beginning."""
    last = names[-1]
    full = list(names)
    if _MEASURE_END.search(last) is None:
        return full
    for i, name in enumerate(names[:-1]):
        if _MEASURE_END.search(name):
            continue
        at = last.rfind(name[-2:])
        if at >= 0 and len(last) > at + 2:
            full[i] = name + last[at + 2 :]
        elif re.fullmatch("第?[一二三四五六七八九十]", name) and (tail := re.match("[一二三四五六七八九十](?P<tail>.+)", last)):
            full[i] = ("" if name.startswith("第") else "第") + name + tail.group("tail")
        else:
            from notice_parser.text.segment import words

            full[i] = name + words(last)[-1]
    if re.match("[一二三四五六七八九十](?![一二三四五六七八九十、])", last) and full[0].startswith("第"):
        full[-1] = "第" + last
    return full
