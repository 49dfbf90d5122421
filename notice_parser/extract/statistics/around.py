"""What the words around a figure say: what stands behind it, what a row is of, what a verb carries on."""

from __future__ import annotations

import re
from bisect import bisect_right

from notice_parser.extract.statistics.context import AND, BOUNDARY, CLAUSE
from notice_parser.extract.statistics.memory import Record
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.shares import LONG, PLAN, Shares
from notice_parser.extract.statistics.wholes import MEAN, RATES
from notice_parser.model import Quantity

__all__ = ["AMONG_THEM", "LEVELS", "OF_ALL", "Around"]

_PLANNED = re.compile("(?<=收入|支出)(?:年初)?(?:预算|计划|目标|任务)数?$")  # 收入预算数为15亿元，实际完成15亿元
_SHARE_LEAD = re.compile("(?:有|其中|中|约|近|超过?)$")
_SAID_OF_SHARE = re.compile(f"^(?:左右|以上)?(?:已经?|均|都)?(?P<said>[㐀-鿿](?:[㐀-鿿]|{TIME}){{1,23}})(?=[，,。；;]|$)")
# 县（市、区）, 12个县区（开发区）, 乡镇（街道）
LEVELS = re.compile(
    "[（(](?:自治[区州县]|直辖市|街道(?:办(?:事处)?)?|开发区|功能区|管委会|园区|社区|单位|部门|[省市县区旗州镇乡村场、]){1,12}[）)]"
)
_PAUSE = re.compile("[，,；;：:。、（(]|(?:和|(?<![涉普波惠])及|(?<![参给])与)$")
AMONG_THEM = re.compile("(?:(?<=.{2})|^)(?<![其集高初])中(?![心学小央国介药等型期层医的间青]|共?有$)(?=.)")
OF_ALL = re.compile("均|都|全部?|皆")  # 30家网站均…: of all of them
_LINE_LABEL = re.compile("[ 　]*(?P<label>[^，,。；;：:、0-9]{2,14})(?<!情况)(?<!结果)(?<!方面)[：:][ 　]*")
_OF_A_LEVEL = re.compile("[省市县区州镇乡][^级直属]{1,10}(?:局|委|办|厅|院|会|社|联|部)$")  # 县住建局: one body by its name
# what one body has: 望川区政府网站, 市商务局公众号; no kind of them: 县级政府门户网站
_OF_ONE = re.compile(
    "(?!各)[㐀-鿿]{2,10}(?:[^级省市县区]局|委|厅|办|(?<=[省市县区镇乡])政府)(?:门户)?(?:网站|网|平台|热线|公众号|微博|大厅|窗口)"
)
_OWNED = re.compile("[省市县区州部]属[㐀-鿿]{2,8}")
_FACILITIES = ("断面", "点位", "水库", "水电站", "灌区", "机场", "林场")  # 轻度污染断面1个
_BODIES_IN = ("所", "座", "间", "支")
_POSTS = ("站", "所", "队", "院", "校", "场", "库")
_ONLY_HOW = re.compile("现场|集中|联合|共同|重点|专项|随机|统一|上门|当场|直接|自行|及时|按期|按时|全面|定期|提前")
_CHANNEL = re.compile("(?:公众号|视频号|抖音号?|微博|网站|门户|客户端|小程序|APP)$")
_IN_A_ROW = ("、", "，", ",", "和", "及")
_QUOTED = re.compile("“[^“”]{1,24}”")
LONGEST_EVENT = 6  # characters of what befell somebody: 稳定脱贫
LONGEST_NAMED = 16  # characters of a name in a row whose measure was said before
SHORT_NAME = 3  # characters of a name before a bare verb
_ROW = 4  # records in which two figures of a row of names stand, with what is told beside each

_IN_TURN = re.compile("第[0-9一二三四五六七八九十]{1,3}[批次轮期]")  # 第一批交办97件，第二批交办64件: nobody
_MAKES = ("做好", "推进", "加强", "提升", "完善", "打造", "修建", "修复", "购置", "购买", "解决", "开工", "用于")

_THING = re.compile(
    "(?![整全])[㐀-鿿][区口点站厂场院园校库馆村户店社段地所室员工人师生者灯桥塔房棚井栓桩器机车船坝闸渠亭厕]$"
)  # what a word for a place, a person or a device ends in


_HERD_SOLD = re.compile("[全当]?年?(?:累计)?出栏(?P<what>[㐀-鿿]{1,6})")
_MORE_OF = ("新增", "净增")
_KEPT = re.compile("(?<=..)(?:余额|保有量|总量|总数|数量|数)$")


class Around(Shares):
    """Answers what the words around one figure are."""

    def is_named_before(self, name: str) -> bool:
        """Whether a name is one of a row whose measure was said before: 投诉量居前两位的依次为：物业管理386件、…"""
        of_measure = self.measured.search(self.ahead or "") is not None and self.measured.search(name) is None
        last = self.last_draft
        goes_on = last is not None and (last.indicator or "").endswith(self.ahead or "")
        return (
            of_measure
            and len(name) <= (LONGEST_NAMED if goes_on else LONG)
            and (name in self.verbs or not self.verbs.at_start(name))
            and self.ends_in_verb.search(name) is None
            and self.change_at_end(name) is None
        )

    def behind_next(self, figure: Quantity) -> tuple[str, str]:
        """What a figure counts that stands in a row with the next one, in other units, and the words it is in; else nothing."""
        at = bisect_right(self.figure_starts, figure.span[0])
        if at == len(self.figures) or (other := self.figures[at]).unit in (None, figure.unit, *RATES):
            return "", ""
        stop = self.figures[at + 1].span[0] if at + 1 < len(self.figures) else self.sentence.end
        words = self.between(other.span[1], min(stop, self.sentence.end)) if other.span[1] < self.sentence.end else ""
        noun = self.phrases.behind(words) if figure.kind == other.kind == "count" else ""
        return (noun, words) if noun.endswith(self.happens) and len(noun) <= LONGEST_EVENT else ("", "")

    def next_unit(self, figure: Quantity) -> str | None:
        """The unit of the figure behind one in its sentence."""
        at = bisect_right(self.figure_starts, figure.span[0])
        return self.figures[at].unit if at < len(self.figures) and self.figures[at].span[0] < self.sentence.end else None

    def unit_behind(self, figure: Quantity) -> str | None:
        """第一剂86.2万、第二剂82.6万、第三剂61.3万剂次: the unit that the last of a row says for all."""
        end = figure.span[1]
        for at in range(bisect_right(self.figure_starts, figure.span[0]), len(self.figures)):
            other = self.figures[at]
            joint = self.text[end : other.span[0]]
            if other.span[0] >= self.sentence.end or joint[:1] not in ("、", "和", "及") or _PAUSE.search(joint[1:]):
                return None
            if other.unit is not None:
                return other.unit if other.unit not in RATES else None
            end = other.span[1]
        return None

    def actor_before(self, words: str) -> str | None:
        """Who does something with what a list then names; none where the first name of the list is all that stands there."""
        subject, rest = self.phrases.subject_of(self.phrases.without_lead(self.phrases.bare(words.split("、")[0]))[0])
        acts = rest.startswith(("对", "向", "为", "从", "将", "把", "围绕", "针对", "已", "共")) or self.verbs.at_start(rest)
        return subject if acts else None  # 市公安局网、岚川发布等14个账号: more of a name

    def counted_body(self, figure: Quantity, words: str, right: str) -> tuple[tuple[str, ...], str | None] | None:
        """公立医院31个, 微信公众号182个: bodies that are counted, not one that acts."""
        if figure.unit not in self.body_units or self.phrases.behind(right):
            return None  # 区委4个巡察组
        name = self.phrases.bare(self.phrases.without_link(self.phrases.without_lead(self.phrases.bare(words))[0]))  # 服务中心达到45个
        if _OWNED.fullmatch(name) is not None and (figure.unit in ("所", "家") or self.is_among(name)):
            return (), name  # 其中市属医院10家
        if _OF_A_LEVEL.match(name) is not None and figure.unit not in _BODIES_IN:
            return None  # 错别字47处，其中县住建局9处: whose they are
        if self.memory.among and _OF_ONE.fullmatch(name) is not None:
            return None  # 错别字47处，其中望川区政府网站9处
        of_kind = self.phrases.is_body(name) or name.endswith(_FACILITIES)
        return ((), name) if of_kind and self.phrases.subject_of(name) == (name, "") else None

    def is_among(self, name: str) -> bool:
        """Whether what 其中 points back to is counted in what a name ends in: 公办学校356个，其中县属学校7个."""
        return any((whole.draft.indicator or "").endswith(name[2:]) for whole in self.memory.among or ())

    def row_of_names(self, figure: Quantity, name: str) -> str | None:
        """东坪镇17件，教育局10件，法院2件: in a row of names and figures a bare word is one more name; the indicator of the row."""
        here = [r.draft for r in self.records[-_ROW:] if r.draft.sentence_span == (self.sentence.start, self.sentence.end)]
        row = [d for d in here if d.rule != "statistics.clauses.fused"][-2:]  # 松屏县8个、62亩，澄溪县7个、51亩，南渡林场4个、33亩
        alike = [
            d for d in row if d.unit == figure.unit and d.change is None and "indicator" in d.inherited and "subject" not in d.inherited
        ]
        return alike[-1].indicator if len(alike) == 2 and self.is_name(name) else None

    def is_one_more(self, number: int) -> bool:
        """Whether a record is joined by 以及 to the one before it: what follows is not of it alone."""
        if number < 1 or (last := self.records[number].draft).sentence_span != self.records[number - 1].draft.sentence_span:
            return False
        joint = self.text[self.records[number - 1].draft.quantity_span[1] : last.quantity_span[0]]
        return joint.startswith("以及") and BOUNDARY.search(joint) is None

    def said_of_another(self, figure: Quantity, words: str) -> tuple[str, str] | None:
        """服务网收到评价86条，岚办通收到评价53条: who and what, where the figure before says the same of one that it names."""
        last = self.last_draft
        said = (last.indicator or "") if last is not None else ""
        if last is None or last.sentence_span[0] != self.sentence.start or last.unit != figure.unit or "subject" in last.inherited:
            return None
        name = words.removesuffix(said)
        kind = (last.subject or "")[-1:]
        if name == words and kind in _POSTS and said and words.endswith(kind) and self.verbs.at_start(words) == "" and self.is_name(words):
            return words, said  # 岚川南收费站出口流量2.3万辆，岚川北收费站1.6万辆
        if name == words or not name or not self.are_all_names(name):
            return None
        long = len(name) >= SHORT_NAME or self.class_of_whom.fullmatch(name) is not None  # 部门
        known = len(said) > 2 or (said in self.verbs and long)  # 景区接待18.6万人次；古城接待42.3万人次
        # 市工商联提案30件，界别、专门委员会提案8件: no verb, but who did it
        return (name, said) if (known and self.verbs.at_start(said)) or self.is_row_of_bodies(name) else None

    def is_row_of_bodies(self, words: str) -> bool:
        """Whether the last of a row of names is a body: 界别、专门委员会."""
        return "、" in words and self.phrases.is_body(words.rpartition("、")[2])

    def are_all_names(self, words: str) -> bool:
        """Whether each of a row of words may be a name: 委员小组、界别小组; what stands in quotes is as long as it likes."""
        return all(self.is_name(_QUOTED.sub("", name) or name) for name in words.split("、"))

    def is_channel(self, name: str, figure: Quantity) -> bool:
        """刊发政务专栏94篇、微信公众号111篇; 其中来信426件，电话热线907件: whether a channel stands in a row with what somebody put out, or
        a name with parts that are kinds, and so is none who acts."""
        last = self.records[-1] if self.records else None
        if last is None or last.draft.unit != figure.unit or "subject" not in last.draft.inherited:
            return False
        if self.text[last.draft.quantity_span[1] : figure.span[0]].removesuffix(name) not in _IN_A_ROW:
            return False
        said = last.draft.indicator or ""
        acts = self.verbs.at_start(said)
        if _CHANNEL.search(name) is not None and (last.whole is not None or (acts != "" and said not in self.verbs)):
            return True
        kind = last.whole is not None and said != last.whole.draft.indicator and not acts and not self.verbs.at_end(said)
        return kind and self.phrases.is_body(name)

    def goes_on_in_row(self, words: str) -> bool:
        """Whether the words between two figures are the name of the second, and 和 joins it to the first: 来信86件|和来电|64件."""
        return AND.match(words) is not None and len(words) <= LONGEST_NAMED and BOUNDARY.search(words) is None and "、" not in words

    def is_name(self, word: str) -> bool:
        """Whether a word may be a name: no verb, no measure, not long."""
        acts = self.verbs.at_start(word) and self.phrases.subject_of(word)[0] is None  # 投入资金
        acts = acts or not word.isalpha()  # 低于90%的
        return not acts and self.phrases.measure_end.search(word) is None and len(word) <= LONG and _IN_TURN.fullmatch(word) is None

    def goes_on_as_ratio(self, figure: Quantity) -> bool:
        """Whether a bare number is one more of a row of coefficients: 小学为0.54、初中0.38."""
        last = self.last_draft
        alike = last is not None and last.unit is None and last.measure == "ratio" and last.sentence_span[0] == self.sentence.start
        return alike and last is not None and BOUNDARY.search(self.text, last.quantity_span[1], figure.span[0]) is None

    def is_done_with(self, words: str) -> bool:
        """Whether words behind an amount of money say what was done with it, and not what money it is (救助资金, 补贴)."""
        return (words.startswith(_MAKES) or self.verbs.at_start(words) != "") and self.of_money.search(words) is None

    def of_section(self) -> str | None:
        """What the heading says that its section is about, where nothing behind it has named anything yet."""
        topics, (said, before) = self.memory.topics, self.section
        return said if not topics[self.first_topic :] and (not topics or topics[-1].record < before) else None

    def predicate(self, before: str, right: str) -> str | None:
        """其中77.7%集中在县级以下, 有97%已经整改: what is said of the share, where nothing before names it."""
        said = _SAID_OF_SHARE.match(right)
        if said is None or (before and not _SHARE_LEAD.search(before)) or self.change_at_end(said.group("said")) is not None:
            return None
        first = self.sentence.start + self.sentence.work.find(said.group("said"))
        return self.text[first : first + len(said.group("said"))]  # with its times: 83.3%发生在22时至6时

    def runs_on(self, figure: Quantity) -> bool:
        """Whether the words behind a figure go on to the next one without a pause: 12所敬老院床位1180张."""
        at = bisect_right(self.figure_starts, figure.span[0])
        if at == len(self.figures) or self.figures[at].span[0] >= self.sentence.end:
            return False
        words = self.text[figure.span[1] : min(self.figures[at].span[0], figure.span[1] + CLAUSE)]
        return _PAUSE.search(LEVELS.sub("", words)) is None

    def leads_to_next(self, figure: Quantity) -> bool:
        """Whether another figure stands in the same clause behind one, whatever is enumerated between them."""
        at = bisect_right(self.figure_starts, figure.span[0])
        if at == len(self.figures) or self.figures[at].span[0] >= self.sentence.end:
            return False
        return BOUNDARY.search(self.text, figure.span[1], self.figures[at].span[0]) is None

    def before_next(self, behind: str) -> str:
        """What the figure itself counts, where a verb with the next figure's object follows: 企业缓缴社会保险费 → 企业."""
        if (inside := AMONG_THEM.search(behind)) is not None:
            behind = behind[: inside.start()]  # 9230件诉求中咨询类|86件
        for verb in self.inner_verb.finditer(behind):
            noun = self.phrases.without_tail(behind[: verb.start()])
            if noun not in self.verbs:  # 12个竣工投产展馆|完成投资: a verb alone is nothing that is counted
                return noun
        return behind

    def is_mean(self, indicator: str, figure: Quantity) -> bool:
        """日均, 人均 beside the whole in the same unit: later changes speak of the whole."""
        mean = MEAN.match(indicator)
        if mean is None:
            return False
        of = indicator[mean.end() :]
        near = [t.indicator or "" for t in self.memory.topics[self.first_topic :] if t.unit == figure.unit]
        return any(not of or of in whole or whole in of for whole in near)

    def mean_of(self, mean: str, unit: str | None) -> str:
        """发放补贴1.2亿元，…，户均1395元: 户均 of the last thing of the sentence in that unit."""
        here = (t.indicator for t in reversed(self.memory.topics[self.first_topic :]) if t.unit == unit and t.indicator)
        of = next(here, "")
        return of if of.startswith(mean) else mean + of

    def counted_only(self, behind: str, figure: Quantity) -> str:
        """70处取水口在线监测率达…: the thing counted, without the measure that the next figure gives; 40项行业标准 is all the thing."""
        return self.before_measure(behind) if self.leads_to_next(figure) and self.phrases.measure_end.search(behind) else behind

    def before_measure(self, behind: str) -> str:
        """The thing with which words begin that end in its measure: 入河排污口|整治完成率; all of them where no border is known.

        A thing is known by the list of what is counted, else as a word of the dictionary whose last character says that it is a place
        or a person.
        """
        cut = list(self.counted.finditer(behind))
        if cut:
            return behind[: cut[-1].end()]
        if self.phrases.measure_end.search(behind) is None:
            return behind
        from notice_parser.text.segment import words

        found = words(behind)
        for i in range(len(found) - 1, 0, -1):
            thing = found[i - 1] if len(found[i - 1]) > 1 else "".join(found[:i])
            if len(found[i]) > 1 and _THING.search(thing) is not None:
                return "".join(found[:i])
        return behind

    def whole_said(self, unit: str | None) -> str | None:
        """原煤产量…；其中，县属企业完成…: what is done is that of the whole, or of the figure before; no plan."""
        whole = self.whole_for(unit, self.memory.among)
        here = self.memory.topics[self.first_topic :]
        last = here[-1].indicator if here and (here[-1].unit == unit or (here[-1].record < 0 and here[-1].unit is None)) else None
        said = whole.draft.indicator if whole is not None else last
        said = _PLANNED.sub("", said) if said else None
        return said if said and not PLAN.search(said) else None

    def joined(self, names: tuple[str, ...], figure: Quantity) -> tuple[str, ...]:
        """Several places as the one whom a figure, and what follows, is about; the names as they are where one is no place."""
        first = self.text.rfind(names[0], self.clause_span(figure)[0], figure.span[0])
        if first < 0 or any(self.phrases.is_body(name) for name in names):
            return names
        self.memory.names, self.memory.subject = (), self.text[first : figure.span[0]].rstrip("共有 　")
        return (self.memory.subject,)

    def line_label(self, figure: Quantity) -> str | None:
        """电动自行车用充电器：抽查2批次，均合格: what the line is about, where it begins with that and the figure's clause follows."""
        said = _LINE_LABEL.match(self.sentence.work) if self.document.lines[self.paragraph].start == self.sentence.start else None
        if said is None or self.clause_span(figure)[0] - self.sentence.start != said.end():
            return None
        label = self.phrases.bare(said.group("label"))
        return label if label and self.phrases.subject_of(label)[0] is None else None

    def named_whole(self, what: str | None, unit: str | None) -> Record | None:
        """The record of those among whom some are counted: 办结案件120件…，案件中有6件涉及未成年人."""
        here = (self.records[t.record] for t in reversed(self.memory.topics[self.first_topic :]) if t.record >= 0 and t.unit == unit)
        return next((r for r in here if what and (r.draft.indicator or "").endswith(what)), None)

    def is_of_whole(self, noun: str, said: str) -> bool:
        """Whether the noun with which ``said`` begins only says again what the whole is: 养老机构30家，其中12家机构提供日间照料."""
        known = any((whole.draft.indicator or "").endswith(noun) for whole in self.memory.among or ())
        return known and OF_ALL.match(said, len(noun)) is None

    def with_head(self, verb: str, unit: str | None, *, of_another: bool = False) -> str:
        """报修件申请55件，受理54件: the head noun of the figure before is carried on."""
        topics = self.memory.topics[self.first_topic :]
        if of_another and topics and MEAN.search(topics[-1].indicator or ""):
            return verb  # 法官人均结案312件；其中市中院受理9874件
        if topics and topics[-1].indicator and topics[-1].unit == unit:  # 行政处罚286次，罚款643万元: another thing
            if self.is_one_more(topics[-1].record):
                return verb  # 收到申请89件以及上年结转申请3件，办结90件: of both of them
            before = topics[-1].indicator
            if verb == "存栏" and (herd := _HERD_SOLD.fullmatch(before)) is not None:
                return herd.group("what") + verb  # 年出栏生猪26.1万头，存栏9.1万头
            if (
                verb in _MORE_OF
                and not self.verbs.at_start(before)
                and not self.verbs.at_end(before)
                and before.strip("“”").replace("”", "").isalpha()
            ):
                return verb + _KEPT.sub("", before)  # 农民合作社769个，新增6个
            other = self.verbs.at_end(before) or verb
            whole = len(before) > len(other) + 1 or before[0] in self.herds
            head = before[: -len(other)]
            if other != verb and whole and head not in self.verbs and not self.phrases.is_body(head) and _ONLY_HOW.fullmatch(head) is None:
                lead = self.verbs.at_start(head)
                noun = lead and len(head) > len(lead) + 1 and other not in self.happens
                return (before[len(lead) :] if noun else head) + verb  # 受理|行政复议申请: 申请 is a noun; 火灾死亡: what befell
        return verb
