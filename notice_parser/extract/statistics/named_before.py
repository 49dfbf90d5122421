"""A plain figure that does not say itself what it is: what its row, its clause, its heading or its whole has named before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from notice_parser.extract.statistics.behind import Behind, Reading
from notice_parser.extract.statistics.context import BOUNDARY, LIGHT, NAMED_NEAR, REMEMBERED
from notice_parser.extract.statistics.memory import Record, Topic
from notice_parser.extract.statistics.said_once import happened_too, said_once
from notice_parser.extract.statistics.shares import TREND
from notice_parser.extract.statistics.wholes import BARE_MEAN, RATES
from notice_parser.model import Quantity

__all__ = ["RESTATED", "NamedBefore"]

_THAN = re.compile("(?:比|较)[^，,]{2,24}(?:[高低多少]出?|[快慢])了?")  # more than elsewhere
_TOTAL = re.compile("(?:合计|共计|总计|总共)$")
_MORE_OR_LESS = ("高", "低", "多", "少", "快", "慢", "高出", "低了", "高了", "多出")
_NAMED_BEFORE = re.compile("(?:为|是|包括)(?P<what>[^，,为是]{2,60})$")
_OF_SO_MANY = re.compile("每(?:[0-9百千万一]{1,8}|)[名个]?(?:人口?|户|家庭)[中里]?(?P<has>拥有|有)")
RESTATED = re.compile("(?:按[^，,]{2,12})?(?:折算)?(?:折合|约合|合|折|相当于)|按[^，,]{2,12}折算")
_IN_ALL_NOW = re.compile("(?<![^，,、；])(?:已|现)?(?:累计|总数|总量|保有量)已?(?:达到?|有|为|增至|增加到|发展到)?$|(?<=、)(?:达到?|增至)$")

_ADDED = re.compile("(?<=..)(?:净增加?|新增)$")
_ONE_MORE = re.compile("[、和及][㐀-鿿]{2,12}")
_NOUN_BEHIND = re.compile("[㐀-鿿]{2,16}(?=[，,。；;]|$)")
_IN_ALL = ("共", "共计", "合计", "总计")
KIND = 2  # characters of the word that tells of which kind a name is
LEAST = 2  # figures that add up
SAME_ACT = 3  # characters that say what was done and with what (接收投诉), more than a verb or a noun alone
LONGEST_IN_ALL = 2  # characters of 共计
_NOW_HAS = ("现有", "实有", "现存", "尚存")
_ALLOWED = re.compile("^(?:核定|批准|应有)|(?<=..)(?:编制|核定)数?$")
_ONE_DAY = ("单日", "单月", "当日")
_HAVE = re.compile(
    "(?:存在|出现|发现|查出|排查出?|发放|收取|收受|购置|虚报|造成|形成)了?(?P<thing>(?![0-9的])[㐀-鿿“”]{2,16})[，,](?:共计?|合计|总计|累计|金额)$"
)
_A_NUMBER_OF = re.compile("一(?:大)?批|若干|部分|等$")
_WORKS = ("项目", "工程")
_WORKS_DONE = re.compile("(?<=项目|工程|企业|地块|园区)(?:完成|实现)$")
_UP_TO = ("至", "到")
_AS_A_WHOLE = ("整体", "总体", "整体上", "总体上")


def _of_mean(topics: Sequence[Topic], unit: str | None) -> str:
    """What the last mean in a unit is of: 日均通话量 → 通话量; else nothing."""
    last = next((topic.indicator for topic in reversed(topics) if topic.unit == unit and topic.indicator), "")
    mean = BARE_MEAN.match(last)
    return last[mean.end() :] if mean is not None else ""


class NamedBefore(Behind):
    """Looks for the indicator of a plain figure in what was said before."""

    def in_row(self, one: Reading) -> str | None:
        """What the row in which a name or a bare verb stands is about: 受理99件，办结77件; words taken, if done."""
        figure, taken = one.figure, one.taken
        if one.indicator in _AS_A_WHOLE:
            one.indicator = None  # 合规率普遍较好，整体达到100%
        if one.indicator in _UP_TO:
            one.indicator = None  # 降水量在1104毫米（禾丰县）至1618毫米（松屏县）之间
        if (
            one.indicator
            and self.member
            and self.records
            and (per := _OF_SO_MANY.match(self.records[-1].draft.indicator or "")) is not None
        ):
            one.indicator = (
                per.group() + one.indicator if one.rest.startswith(per.group("has")) else one.indicator
            )  # 每10万人中拥有大学…；拥有高中…
        if one.indicator and not one.subjects and not taken and (whose := self.said_with_first(figure, one.indicator)):
            one.indicator = whose + one.indicator
        if one.indicator and not one.subjects and not taken and figure.unit == "起":
            topics = self.memory.topics[self.first_topic :]
            one.indicator += happened_too(next((t.indicator or "" for t in reversed(topics) if t.unit == figure.unit), ""), one.indicator)
        if one.indicator and not one.subjects and not taken:
            one.indicator = self.in_full(figure, one.indicator)
        if self.member and one.indicator and not one.subjects and not taken and self.is_beside(figure, one.indicator):
            self.memory.subject = self.opened or self.memory.level()  # 甲平台共接收投诉127件；来函|共接收投诉126件: not of the platform
        if one.indicator and RESTATED.fullmatch(one.indicator):
            one.indicator = None  # 人均生产总值53613元，按平均汇率折合8301美元
        if not one.subjects and one.indicator and not taken and self.ahead is not None and self.of_whom and self.is_name(one.indicator):
            one.subjects, one.indicator = (one.indicator,), None  # 完成率居后两位的是：北工业园区87.5%: what stands in the row is a name
        if self.ahead is not None and one.indicator in ("平均", "均值", "总") and not taken:
            one.indicator = one.indicator + self.ahead  # 得分：甲县98.6分、乙县97.2分，全市平均96.4分
        if (
            one.indicator
            and self.lacks_kind(one.indicator)
            and not taken
            and not one.subjects
            and (label := self.line_label(figure)) is not None
        ):
            one.indicator = label + one.indicator  # 头盔：抽查2批次; 道路运输：发生事故21起
        if self.ahead is not None and one.indicator and not one.subjects and not taken and self.is_named_before(one.indicator):
            self.add(figure, None, one.indicator + self.ahead, rule="statistics.clauses.plain")  # 占比依次为：甲类42%、乙类31%
            return ""
        if one.indicator and not one.subjects and not taken and figure.kind not in ("count", "money", "rank"):
            one.indicator += self.measure_of_row(figure, one.indicator)
        if figure.kind == "money" and one.indicator and (done := _WORKS_DONE.search(one.indicator)) is not None:
            _, verb, of_whole = (self.whole_said(figure.unit) or "").rpartition(done.group())
            one.indicator += of_whole if verb else ""  # 完成投资199亿元，其中33个|竣工项目完成58.6亿元
        if len(one.subjects) == 1 and one.indicator and not taken and (work := self.work_of_row(one.subjects[0], one.indicator)):
            one.subjects, one.indicator = (work,), self.records[-1].draft.indicator
            self.memory.subject = work
        if not one.subjects and one.indicator and not taken and (another := self.said_of_another(figure, one.indicator)) is not None:
            one.subjects, one.indicator = (another[0],), another[1]
        if one.indicator in _ONE_DAY and not taken and _of_mean(self.memory.topics[self.first_topic :], figure.unit):
            one.indicator += _of_mean(self.memory.topics[self.first_topic :], figure.unit)  # 日均通话量3313个，其中14日单日3982个
        if one.indicator and not taken and BARE_MEAN.fullmatch(one.indicator) is not None:
            one.indicator = self.mean_of(one.indicator, figure.unit)
        in_row = self.parent is None and not one.subjects and one.indicator and not taken
        if in_row and one.indicator and (before := self.row_of_names(figure, one.indicator)) is not None:
            one.subjects, one.indicator, one.carried = (one.indicator,), before, True
        if one.indicator and (one.indicator in self.verbs or one.indicator in LIGHT) and not taken and not self.says_to_whom(figure):
            completed = (
                self.whole_said(figure.unit)
                if (one.subjects or one.indicator.startswith("实际") or "口径" in one.rest) and one.indicator in LIGHT
                else None
            )
            if not completed and one.subjects and one.indicator in LIGHT:
                total = self.total_of(figure.unit)  # 分征收系统看，税务系统完成…
                completed = total.indicator if total is not None else None
            one.indicator, one.carried = (
                (completed, True) if completed else (self.with_head(one.indicator, figure.unit, of_another=bool(one.subjects)), one.carried)
            )
        return None

    def said_with_first(self, figure: Quantity, indicator: str) -> str:
        """What the figure before says for this one too (道路运输业发生事故31起、死亡20人), or the one whose growth stands between them
        (小学招生120人，增长3%；在校生680人); nothing where it stands in another sentence."""
        last = self.last_draft
        begins = self.chain if self.member else self.sentence.start
        if last is None or last.sentence_span[0] < begins or figure.unit in RATES:
            return ""
        if last.change is not None and "indicator" not in last.inherited:
            return ""
        return said_once(last.indicator or "", indicator)

    def in_full(self, figure: Quantity, indicator: str) -> str:
        """The thing as a clause before has named it: 铁路发送量增速加快。完成发送量|167亿吨; 农村发生火灾75起，其次为城镇，发生火灾|9起."""
        act = self.verbs.at_start(indicator) or next((verb for verb in LIGHT if indicator.startswith(verb)), "")
        thing, end = self.fuller
        noun = indicator.removeprefix(act)
        if len(noun) > 1 and 0 <= self.sentence.start - end <= 2 and thing.endswith(noun) and len(thing) > len(noun) + 1:
            return thing
        if self.one_of and act and noun:
            near = (r.draft for r in reversed(self.records[-NAMED_NEAR:]) if r.draft.unit == figure.unit)
            last = next((draft.indicator or "" for draft in near if draft.sentence_span[0] >= self.chain), "")
            if last.endswith(indicator) and len(last) > len(indicator) + 1:
                return self.one_of + indicator
        return indicator

    def is_beside(self, figure: Quantity, indicator: str) -> bool:
        """Whether a member of a sentence says with another name in front what the member before said of somebody."""
        near = (r.draft for r in reversed(self.records[-NAMED_NEAR:]) if r.draft.unit == figure.unit)
        last = next((draft for draft in near if self.chain <= draft.sentence_span[0] < self.sentence.start), None)
        said = (last.indicator or "") if last is not None and last.subject and "subject" not in last.inherited else ""
        return len(said) > SAME_ACT and indicator.endswith(said) and len(indicator) > len(said) + 1

    def lacks_kind(self, indicator: str) -> bool:
        """Whether an indicator says only what was done (抽查), or with a noun for things of any kind (发生事故)."""
        act = self.verbs.at_start(indicator)
        return act != "" and (act == indicator or indicator.removeprefix(act) in self.clauses.words["counted"])

    def said_of_then(self, figure: Quantity) -> str | None:
        """由上年的15.7%上升为17.1%: the indicator of the value before, in the same unit, if nothing but the verb stands between."""
        last = self.last_draft
        alike = last is not None and last.unit == figure.unit and last.quantity_span[0] >= self.sentence.start
        between = self.text[last.quantity_span[1] : figure.span[0]] if alike and last is not None else "，"
        return last.indicator if last is not None and BOUNDARY.search(between) is None else None

    def work_of_row(self, place: str, words: str) -> str:
        """广场项目完成投资2.5亿元，禾丰县|综合楼项目完成投资…: the work whose first word is a place, in a row of works; else nothing."""
        last = self.last_draft
        if (
            last is None
            or not last.subject
            or not last.indicator
            or last.sentence_span[0] != self.sentence.start
            or "subject" in last.inherited
        ):
            return ""
        name = words.removesuffix(last.indicator)
        alike = name != words and last.subject.endswith(_WORKS) and name.endswith(_WORKS)
        return place + name if alike else ""

    def beside(self, figure: Quantity, origin: str) -> Topic | None:
        """新增护栏5处，约86米: what the count right before it is of, in a row of members that have each said what theirs is of."""
        last = self.records[-1].draft if self.member and self.records and not origin else None
        here = last is not None and last.sentence_span == (self.sentence.start, self.sentence.end) and last.measure == "count"
        if last is None or not here or last.unit == figure.unit or figure.unit in RATES or figure.kind == "score" or self.memory.among:
            return None
        return Topic(last.indicator, last.unit, len(self.records) - 1, last.subject)

    def noun_of_row(self, figure: Quantity) -> str | None:
        """甲县3个、乙县2个|项目未开工: what stands behind the last of a row of counts in one unit, and is what each counts."""
        at, last = bisect_right(self.figure_starts, figure.span[0]), figure
        for one in self.figures[at:]:
            if one.unit != figure.unit or one.kind != "count" or _ONE_MORE.fullmatch(self.text, last.span[1], one.span[0]) is None:
                break
            last = one
        noun = _NOUN_BEHIND.match(self.text, last.span[1]) if last is not figure else None
        return self.phrases.behind(noun.group()) if noun is not None else None

    def of_row(self, unit: str | None, whole: Record) -> str | None:
        """其中，甲县线索412条，占22%；乙县326条，占18%: what the first of a row of parts is called, where it says so itself."""
        near = (r for r in reversed(self.records[-REMEMBERED:]) if r.whole is whole and r.draft.unit == unit and r.draft.change is None)
        last = next(near, None)
        row = last is not None and last.draft.subject is not None and last.draft.sentence_span[0] >= self.chain
        return last.draft.indicator if row and last is not None else None

    def measure_of_row(self, figure: Quantity, name: str) -> str:
        """教育机构人均能耗142.8千克，卫生机构|为486.3千克: what was measured of the one of the same kind right before; else nothing."""
        last = self.last_draft
        if last is None or not (figure.kind == "time" or self.text.endswith("为", 0, figure.span[0])):
            return ""
        if last.unit != figure.unit or last.sentence_span[0] != self.sentence.start or last.change is not None:
            return ""
        said, kind = last.indicator or "", name[-KIND:]
        if self.phrases.measure_end.search(name) is not None:
            return ""
        kind = kind if kind in said[1:] else name[-1:]  # 急件, 平件
        at = said.find(kind, 1)
        tail = said[at + len(kind) :] if at > 0 else ""
        return tail if len(tail) >= KIND else ""

    def summed_up(self, figure: Quantity) -> str | None:
        """承办建议187件、提案326件，合计513件: what was done with all that the sentence has counted and that add up to it, else 合计."""
        said = _TOTAL.search(self.text, max(0, figure.span[0] - LONGEST_IN_ALL), figure.span[0])
        if said is None:
            return None
        here = [r.draft for r in self.records[-REMEMBERED:] if r.draft.sentence_span[0] == self.sentence.start and r.draft.change is None]
        row = [draft for draft in here if draft.unit == figure.unit]
        acts = {self.verbs.at_start(draft.indicator or "") for draft in row} - {""}
        act = acts.pop() if len(acts) == 1 else said.group()  # 收到建议12件，办理提案15件，合计27件
        adds_up = len({draft.indicator for draft in row}) >= LEAST and sum(draft.value for draft in row) == figure.value
        clause = BOUNDARY.split(self.text[row[-1].quantity_span[1] : figure.span[0]])[-1] if row else ""
        more = clause == said.group() and row[-1].value < figure.value  # 咨询类512件，合计898件: no 咨询类
        return act if more or (adds_up and len(row) >= LEAST) else None

    def without_act(self, indicator: str) -> str:
        """What was newly made or named, as one of all there are: 新增规上企业2家，累计达到11家 → 规上企业."""
        if indicator[0] not in "新净":
            return _ADDED.sub("", indicator)  # 规上企业净增11家、达到96家
        act = max(self.verbs.at_start(indicator), self.verbs.at_start(indicator, 1), key=len)
        return indicator.removeprefix(indicator[0]).removeprefix(act.removeprefix(indicator[0])) if act else indicator

    def from_before(self, one: Reading) -> str | None:
        """What was named before a figure that has no words of its own: by its row, heading, whole; words taken, if done."""
        memory, figure, origin = self.memory, one.figure, one.origin
        if not one.indicator and not one.subjects and (act := self.summed_up(figure)) is not None:
            self.add(figure, None, act, carried=True, rule="statistics.clauses.plain")
            return one.taken
        total = _TOTAL.search(origin.strip()) if not one.indicator else None
        if total is not None and memory.topics[self.first_topic :]:
            self.add(figure, None, total.group(), carried=True, rule="statistics.clauses.plain", topic=False)
            return one.taken
        if not one.indicator and one.subjects and figure.kind == "count" and (noun := self.noun_of_row(figure)):
            one.indicator = noun
        if not one.indicator and (trend := TREND.search(self.phrases.bare(self.before_clause))) and trend.start() > 1:
            one.subjects, one.indicator = self.who_and_what(self.phrases.bare(self.before_clause)[: trend.start()])
            in_all = self.text.endswith((*_IN_ALL, "累计"), figure.span[0] - LONGEST_IN_ALL, figure.span[0])
            if len(one.subjects) > 1 and in_all:
                all_of = self.as_printed(one.subjects, figure)
                one.subjects, memory.subject, memory.names = (all_of,), all_of, ()  # 甲局、乙局逾期件数较多，累计37件
        if not one.indicator and figure.unit in self.place_units:
            one.indicator = figure.unit  # 全市5镇3乡上报
        if not one.indicator and self.ahead is not None and (one.subjects or not memory.topics or memory.topics[-1].record >= 0):
            one.indicator, one.carried = self.ahead, not one.subjects
        if not one.indicator and not one.subjects and not origin and (said := _NAMED_BEFORE.search(self.before_clause)) is not None:
            one.subjects, one.indicator = self.who_and_what(said.group("what"))  # 检查范围为全市的政府网站，共39家
        in_all = self.text.endswith(_IN_ALL, figure.span[0] - LONGEST_IN_ALL, figure.span[0]) and not one.indicator and not one.subjects
        if in_all and self.before_clause and not memory.topics[self.first_topic :] and not memory.among:
            one.subjects, one.indicator = self.who_and_what(_A_NUMBER_OF.sub("", self.before_clause))  # 取消一批审批事项，共计117项
        if in_all and not one.indicator and (found := self.found_in(figure)) is not None:
            one.indicator = found
        if not one.indicator and (of_section := self.of_section()) is not None:
            one.indicator, one.carried = of_section, True
        if not one.indicator and figure.unit == "%" and not one.subjects and (on := self.said_of_then(figure)) is not None:
            one.indicator, one.carried = on, True  # 比重突破11%达到11.72%
        if not one.indicator and not one.subjects and (again := self.counted_again(figure) or self.there_now(figure)) is not None:
            one.indicator, one.carried = again, True
        if not one.indicator and memory.topics:
            whole = self.whole_for(figure.unit, memory.among)
            alike = next((t for t in reversed(memory.topics[self.first_topic :]) if t.unit == figure.unit == "%"), None)
            topic = alike or self.beside(figure, origin) or self.topic_for(figure)
            beside = self.of_row(figure.unit, whole) if whole is not None and one.subjects else None
            one.indicator, one.carried = beside or (whole.draft.indicator if whole is not None else topic.indicator), True
            if one.indicator and _IN_ALL_NOW.search(self.text, self.clause_span(figure)[0], figure.span[0]) is not None:
                one.indicator = self.without_act(one.indicator)
            named = one.subjects[0] if len(one.subjects) == 1 and figure.kind == "count" else ""
            if named and self.is_class(one.indicator or "") and self.is_class(named):
                memory.subject = self.records[-1].draft.subject if self.records else memory.main
                one.subjects, one.indicator, one.carried = (), named, False  # 乡镇38个，县直单位29个: two classes that are counted
        return None

    def counted_again(self, figure: Quantity) -> str | None:
        """立项督查176项，…获批示23次。176项|中办结121项: what so many were counted as before, of whom the sentence goes on; else null."""
        if figure.span[0] != self.sentence.start or not self.text.startswith("中", figure.span[1]):
            return None
        near = (r.draft for r in reversed(self.records[-REMEMBERED:]) if (r.draft.unit, r.draft.value) == (figure.unit, figure.value))
        return next((draft.indicator for draft in near if draft.change is None), None)

    def there_now(self, figure: Quantity) -> str | None:
        """核定公务用车编制1286辆，实有|1173辆; 检查63个账号，关停9个，现有|54个: the thing itself, without what was done with it or is
        allowed; else null."""
        if not self.text.endswith(_NOW_HAS, 0, figure.span[0]):
            return None
        near = (t.indicator or "" for t in reversed(self.memory.topics[self.first_topic :]) if t.unit == figure.unit)
        things = (_ALLOWED.sub("", said.removeprefix(self.verbs.at_start(said))) for said in near)
        return next((thing for thing in things if len(thing) > 1 and self.verbs.at_start(thing) != thing), None)

    def found_in(self, figure: Quantity) -> str | None:
        """5个账号存在错别字，共37处: what is counted in all behind a clause that tells what they have, in a unit of its own; else null."""
        here = (r.draft.unit for r in self.records[-REMEMBERED:] if r.draft.sentence_span[0] == self.sentence.start)
        if figure.unit in here:
            return None
        said = _HAVE.search(self.sentence.work, 0, figure.span[0] - self.sentence.start)
        return said.group("thing") if said is not None else None

    def compared(self, one: Reading) -> bool:
        """上线率35.6%，比全省平均高出4.2个百分点: what is compared was named before."""
        figure = one.figure
        compared = False
        if one.indicator and not one.subjects and _THAN.fullmatch(one.indicator) and (than := self.topic_for(figure).indicator) is not None:
            one.indicator, compared = than + one.indicator, True  # 上线率35.6%，比全省平均高出4.2个百分点
        last = self.last_draft
        if (
            one.indicator in _MORE_OR_LESS
            and last is not None
            and (last.indicator or "").startswith(("比", "较"))
            and BOUNDARY.search(self.text, last.quantity_span[1], figure.span[0]) is None
        ):
            one.indicator = f"{last.indicator}{one.indicator}"  # 比年目标任务4%低0.63个百分点
        return compared
