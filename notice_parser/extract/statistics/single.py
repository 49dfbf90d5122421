"""One figure by itself: a change, or a plain value with its indicator before, behind or around it."""

from __future__ import annotations

import re
from bisect import bisect_right

from notice_parser.extract.statistics.context import CLAUSE
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.naming import GATHERED, TO
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.shares import LIGHT, LONG, PLAN, Shares
from notice_parser.extract.statistics.wholes import MEAN, RATES
from notice_parser.model import Quantity

__all__ = ["LEVELS", "WIDE", "Single"]

LEVELS = re.compile("[（(](?:自治[区州县]|直辖市|[省市县区旗州镇乡、]){1,12}[）)]")
WIDE = re.compile("[东中西南北]{1,2}[部方]")  # parts of the country, of whose provinces one speaks
_FROM = re.compile(f"(?:从|由)?{TIME}*(?:末|底|初)?的?$")
# 办理时间由原来的15个工作日压缩至…, 材料从平均8份减少到…
_WAS = re.compile(
    "(?:从|由)(?:(?:原来|原先|原有|过去|以往|以前|此前|之前|最初|起初|开始|[^，,的]{2,8}(?:之初|初期))时?的?)?(?:平均|约|近)?$"
)
_OF_PLAN = re.compile("(?:完成|占|达到?|为)?[^，]{0,12}(?:预算|计划|目标|任务|指标|进度|预期)")
_PLAN_BEHIND = re.compile("(?:的)?(?P<plan>(?:年度|全年|总)?(?:预期|工作)?(?:目标任务|目标|任务|计划|预算|指标)数?)的$")
_DONE_OF = re.compile("(?:完成|占|实现|达到|为)(?:全年|年度|年初|当年|今年|本年|全市|全县|全省|全区|省定|市定|下达){0,2}的?$")
_PLANNED = re.compile("(?<=收入|支出)(?:年初)?(?:预算|计划|目标|任务)数?$")  # 收入预算数为15亿元，实际完成15亿元
_EVENLY = re.compile("^(?P<names>.*?)(?:均|都)(?:达到?|为|在|实现|保持在|完成)?$")
_RATE_NOUN = re.compile(
    "(?:同比|环比|年均|年?平均|自然|可比|累计|名义|实际)?(?:增速|增幅|涨幅|升幅|(?<!自然)增长率|(?P<down>降幅|跌幅|减幅))(?:已|仅|高)?(?:为|达到?|至|约|超过?|近)?$"
)
# 高出各项贷款增速, 拉动工业增速: no change, though a rate is named
_THAN_ELSEWHERE = re.compile("[高低快慢]于|[高低快慢多少]出|(?:共同?|合计)?(?:拉动|下拉|拉高|拉低|带动|影响)")
_TURNED = re.compile("(?:又|再)?翻了?(?:近|约)?$")
_LEADS_TO = re.compile("(?:^.{0,8}交由?$|用于|造成|导致|致使|(?:延伸|扩展|拓展|扩大|下沉|推广|覆盖|下放)[至到])$")
_HANDLED = re.compile(
    "(?:^|完成|实现|开展|进行)[对向给]$|(?<![面针核绝校应相反])对(?:所属|所辖|辖区内?|其)?$|(?<![方导倾面定双单流去意志走风取趋动])向$"
)  # 完成对44名干部的审计
_MARKED_OUT = re.compile("[未不无没0-9]")
_PLACES = ("位次", "个位次")  # 同比提升3个位次: by how many places, no rank
_THAN = re.compile("(?:比|较)[^，,]{2,16}(?:[高低多少]出?|[快慢])了?")  # more than elsewhere
_WITH_SCORE = re.compile("(?:的(?:总?成绩|总?得分|分数))?(?:排名?|位?列|位?居|名列|获)第?")  # 以98.6分的成绩位列第1名
_CAN = re.compile("^(?:可|能|拟|须|需|应)[^，]{1,3}$")
_TREND = re.compile(
    "(?:明显|大幅|持续|稳步|有所|进一步|略有|[较最更]为?)?(?:突出|集中|普遍|多发|频发|上升|增长|下降|增加|减少|提高|回升|回落|[较居最]?[多高大少低快慢好差])$"
)
_TOTAL = re.compile("(?:合计|共计|总计)$")
_SHARE_LEAD = re.compile("(?:有|其中|中|约|近|超过?)$")
_GROWS = re.compile("(?:贷款|存款|资产|负债|资金|预算|债务|人口|就业|人员|供给|供应)$")  # 住户贷款增加1.4万亿元: what stands at a day grows
_CAME_TO = re.compile("[，,](?:总[数量额])?(?:为|达到?|[降增升]至|至)")
# 对1人予以记大过处分: what was done to so many
_DONE_TO = re.compile("(?:[^，,。；;]{0,8}?)(?:予以|给予|进行|实施|作出|采取)了?(?P<what>[㐀-鿿]{2,16})")
_SAID_OF_SHARE = re.compile(f"^(?:左右|以上)?(?:已经?|均|都)?(?P<said>[㐀-鿿](?:[㐀-鿿]|{TIME}){{1,23}})(?=[，,。；;]|$)")
_WHICH_OF_THEM = re.compile("(?<=的)第[0-9一二三四五六七八九十]{1,3}[批轮期]$")  # 交办的第十一批27件信访件
_TOGETHER = re.compile("(?:[一二三四五六七八九十两]者|[三四五六七八九十两]项|者)?(?:合计|共计|总计)")
_NUMBERED = frozenset("一二三四五六七八九十两者")
_ITS_STATE = re.compile("(?<=..)的[^的]{2,10}(?:情况|现状|进度)$")  # 35家单位的工作纪律情况
_OUT_OF = re.compile("[之当]?中的?")  # 42宗案卷中的38宗
_NAMED_BEFORE = re.compile("(?:为|是|包括)(?P<what>[^，,为是]{2,60})$")
_OF_ALL = re.compile("(?:共|共计|合计|总计)$")
_PAUSE = re.compile("[，,；;：:。、（(]|(?:和|及|与)$")
_PUNCTUATED = re.compile("^[、，,：: 　]+")


LONGEST_EVENT = 6  # characters of what befell somebody: 稳定脱贫
LONGEST_NAME = 24  # characters; longer words are a clause, of which the indicator is the end


class Single(Shares):
    """Reads one figure from the words around it."""

    def read_one(self, figure: Quantity, own: str, right: str, *, fused: bool) -> str:
        """Reads one figure; returns the words behind it that were taken for its indicator."""
        memory = self.memory
        rest, among = self.phrases.without_lead(_PUNCTUATED.sub("", own))
        if among:
            self.open_among()
        counted = memory.together is not None and memory.together[0] == memory.names
        if not counted and (together := _TOGETHER.match(own)) is not None:  # 三者合计占41.2%: not the last of them alone
            before = memory.main_before if memory.main_said == self.sentence.start else memory.main
            memory.subject = before if before is not None or together.group()[:1] in _NUMBERED else memory.subject  # 97户，共计172人
            memory.names = ()
            rest = own[together.end() :] if figure.unit in RATES else rest
        moved = self.change_at_end(rest) if figure.kind == "rank" and figure.unit in _PLACES else None
        if figure.kind == "rank" and (moved is None or moved.label == "reached"):
            self.read_rank(figure, rest, right)
            return ""
        if fused and memory.last_change and not own and memory.topics:
            last = self.records[-1].draft
            self.add_change(figure, self.topic_for(figure), "down" if last.change and last.change.direction == "down" else "up", ())
            return ""
        before = self.records[-1].draft.unit if self.records else None
        if (
            fused
            and not own
            and figure.kind != "score"  # 3家单位低于80分
            and before not in (None, figure.unit, *RATES)
            and figure.unit not in (None, *RATES)
            and not self.phrases.behind(right)
        ):
            # 1386户4912人; 5镇3乡 are two things
            indicator = figure.unit if figure.unit in self.clauses.words["place_unit"] else self.records[-1].draft.indicator
            self.add(figure, None, indicator, carried=True, rule="statistics.clauses.fused")
            return ""
        of_base = self.multiple_of(figure, rest)
        if of_base is not None and (figure.unit == "倍" or rest.startswith(("恢复", "相当于"), of_base)):
            self.add(figure, None, self.topic_indicator(rest[:of_base]), rule="statistics.clauses.multiple", carried=True, topic=False)
            return ""
        if figure.unit == "番":
            rest = _TURNED.sub("", rest)
            based = self.changes.first(rest + "增长", only=("statistics.changes.based",))
            start = based.start if based is not None and based.end == len(rest) + 2 else len(rest)
            self.read_change(
                figure, rest, start, based.group("base") if based is not None else None, "", False, "statistics.changes.based", among
            )
            return ""
        if self.read_base_value(figure, rest, figure.span[0]):
            return ""
        noun = _RATE_NOUN.search(rest) if figure.unit in RATES and not _THAN_ELSEWHERE.match(rest) else None
        if noun is not None:
            base = "同比" if "同比" in noun.group() else "环比" if "环比" in noun.group() else None
            self.read_change(figure, rest, noun.start(), base, "", noun.group("down") is not None, "statistics.changes.bare", among)
            return ""
        even = _EVENLY.match(LEVELS.sub("", rest)) if TIME not in rest else None
        if (
            even is not None
            and len(names := self.even_names(even.group("names"))) > 1
            and not self.enumerated(self.phrases.bare(even.group("names")))[0]
        ):
            self.add_even(figure, names, None)
            return ""
        over = even.group("names").strip() if even is not None else ""
        if even is not None and over and len(memory.series) > 1 and not memory.names and self.is_series(over):
            self.add_even(figure, memory.series, self.indicator_of(self.phrases.bare(even.group("names"))))
            return ""
        stripped = TO.sub("", rest)
        if len(stripped) < len(rest) and self.text[figure.span[0] - len(rest) + len(stripped)] in "到至":
            stripped += "到"  # 增长到目前的4500件: the time begins with 到
        change = self.change_at_end(stripped)
        if change is not None:
            if change.label == "reached":
                before_it = self.records[-1].draft.unit if self.records and figure.unit == "个" else None
                unit = before_it if before_it is not None and before_it.startswith("个") else None  # 从20个工作日减少到5个
                self.add(figure, None, self.topic_indicator(stripped[: change.start]), unit=unit, rule=change.rule, carried=True)
                return ""
            grew = (
                change.label == "bare"
                and (  # 贷款余额增加4561亿元; 结转资金减少133万元，为1505万元
                    self.phrases.measure_end.search(stripped[: change.start]) is not None
                    or _GROWS.search(stripped[: change.start]) is not None
                    or self.is_told_after(figure)
                )
            )
            if grew or self.is_change(change.label or "", figure):
                self.read_change(
                    figure,
                    stripped,
                    change.start,
                    change.group("base"),
                    change.group("thing") or "",
                    self.is_fall(change, figure, stripped[: change.start]),
                    change.rule,
                    among,
                )
                return ""
        unsaid = self.first_unsaid(stripped) if figure.unit in RATES else None
        if unsaid is not None:  # 同比11.4%
            self.read_change(figure, stripped, unsaid.start, unsaid.group("base"), "", False, unsaid.rule, among)
            return ""
        memory.last_change = False
        if fused and not own.strip("和及与、") and self.read_more_of_share(figure):
            return ""
        share = self.first_share(rest) if figure.unit in RATES else None
        if share is not None:
            self.read_share(figure, rest, share.start, share.group("whole") or "")
            return ""
        if rest.strip() == "的" and figure.unit in RATES and self.records:
            self.read_completion(figure)
            return ""
        return self.read_plain(figure, rest, right)

    def read_plain(self, figure: Quantity, rest: str, right: str) -> str:
        memory = self.memory
        if (plan := _PLAN_BEHIND.match(right)) is not None and (done := _DONE_OF.search(rest)) is not None:  # 完成全年900万人目标的77%
            subjects, _ = self.who_and_what(rest[: done.start()])
            self.add(figure, subjects or None, done.group() + plan.group("plan"), rule="statistics.clauses.completion", topic=False)
            return plan.group("plan")
        origin = _FROM.sub("", rest) if TIME in rest else _WAS.sub("", rest)
        if (ahead := self.ahead_named.match(origin)) is not None:  # 办件量居前三位的是市人社局8624件
            self.put_ahead(ahead)
            origin = ahead.group("name")
        elif figure.kind == "count" and (degree := self.degree_of.match(origin)) is not None:  # 浓度最低的3个城市
            self.ahead, origin = self.indicator_of(self.phrases.subject_of(degree.group("topic"))[1]), ""
        graded = bool(self.records) and self.records[-1].draft.indicator in self.clauses.words["grade"]  # 良的72个，中的15个
        origin = (
            "" if WIDE.fullmatch(origin) or (_OUT_OF.fullmatch(origin) and self.records and not graded) else _WHICH_OF_THEM.sub("", origin)
        )
        if (gathered := GATHERED.match(origin)) is not None:  # 诉求主要集中在社会保障99件
            origin = gathered.group("name")
            if (thing := self.indicator_of(gathered.group("thing"))) is not None and self.phrases.subject_of(origin) == (origin, ""):
                self.add(figure, (origin,), thing, rule="statistics.clauses.plain")
                return ""
        counted_behind = figure.kind == "count" and _OF_ALL.search(origin) is not None and self.phrases.behind(right) != ""
        listed = (origin.endswith("”等") and self.phrases.behind(right) != "") or (
            "、" in origin and (origin.endswith("等") or counted_behind)
        )  # 甲、乙等26个项目: what is counted stands behind
        if listed and (actor := self.actor_before(origin)) is not None:
            self.set_subject(actor)  # 市场监管局对电线、玩具等68种产品…
        subjects, indicator = ((), None) if listed else self.counted_body(figure, origin) or self.who_and_what(origin)
        taken = ""
        counts = figure.unit is not None and (figure.unit not in RATES or "成" in figure.raw or right.startswith("的"))
        behind = self.phrases.behind(right) if counts else ""
        if figure.kind == "score" and origin.endswith("以") and (with_score := _WITH_SCORE.match(right)) is not None:
            subjects, indicator = self.who_and_what(origin[:-1])
            self.add(figure, subjects or None, indicator or self.score_said(), carried=indicator is None, rule="statistics.clauses.plain")
            return with_score.group()
        if counts and not right.strip("、和及 ") and (not indicator or _LEADS_TO.search(indicator)):
            behind, right = self.behind_next(figure)  # 2405户、17069人受灾: what stands behind the last of them
        behind = _ITS_STATE.sub("", behind)
        if listed and (whom := self.class_of_whom.match(behind)) is not None and whom.end() > 1:
            behind = whom.group()  # 甲局、乙局等9个单位反映较好: who, not what they did
        if behind and self.runs_on(figure):
            noun = self.before_next(behind)
            cut = (
                list(self.counted.finditer(behind)) if noun == behind and right.rstrip("的").endswith(behind) else []
            )  # 2个部门代编资金4200万元
            behind = behind[: cut[-1].end()] if cut else noun
        if (
            behind
            and indicator
            and origin.endswith("的")
            and (_MARKED_OUT.search(indicator) or self.ends_in_verb.search(indicator) is None)
        ):
            behind = self.counted_only(behind)
            taken = right[: right.index(behind) + len(behind)] if behind in right else ""
            # 未完成整改的3个问题: without its clause it would be another thing; 企业生产销售的4218批次产品: the noun says it
            thing = f"{indicator}的{behind}" if _MARKED_OUT.search(indicator) else behind
            self.add(figure, subjects or None, thing, rule="statistics.clauses.behind")
            return taken
        if behind and indicator and (said := self.ends_in_verb.search(indicator)) and said.group("verb") not in LIGHT:
            indicator = said.group()  # 县信访局向各镇集中转送67件积案
        if behind and indicator and _CAN.match(indicator) and figure.kind == "count":
            behind = indicator + self.counted_only(behind)
            indicator = None
            right = behind + right
        if behind and indicator and (_LEADS_TO.search(indicator) or _HANDLED.search(indicator)):
            indicator = None
        done = _DONE_TO.match(right) if not indicator and not behind and origin.rstrip().endswith(("对", "向", "给")) else None
        if done is not None:
            self.add(figure, subjects or None, done.group("what"), rule="statistics.clauses.behind")
            return done.group()
        if (
            behind
            and indicator
            and self.runs_on(figure)
            and self.class_counted.fullmatch(behind)
            and not self.phrases.measure_end.search(indicator)
        ):
            indicator = None  # 区内外278所高校共录取…: the noun behind the figure
        verbal = not indicator or (len(indicator) == 2 and figure.kind == "count") or self.ends_in_verb.fullmatch(indicator) is not None
        if behind and verbal:
            behind = self.counted_only(behind)
            taken = right[: right.index(behind) + len(behind)] if behind in right else ""
            indicator = (indicator or "") + behind
        if not indicator and figure.unit in ("%", "‰") and (predicate := self.predicate(origin, right)) is not None:
            self.add(figure, subjects or None, predicate, rule="statistics.clauses.behind")
            return right
        if not indicator and not behind and counts and (state := self.state.match(right)) is not None and not self.phrases.bare(origin):
            whole = self.records[-1] if _OUT_OF.fullmatch(rest) is not None and self.records else None  # 42宗案卷中的38宗进行了自查
            self.add(figure, subjects or None, state.group("state"), whole=whole, rule="statistics.clauses.behind", topic=False)
            return state.group()  # 办结42件，仍有4件正在办理
        carried = False
        if not subjects and indicator and not taken and self.ahead is not None and self.of_whom and self.is_name(indicator):
            subjects, indicator = (indicator,), None  # 完成率居后两位的是：北工业园区87.5%: what stands in the row is a name
        if self.ahead is not None and indicator in LIGHT and not taken:
            indicator = self.ahead  # 固定资产投资：完成386亿元
        if self.ahead is not None and indicator and not subjects and not taken and self.is_named_before(indicator):
            self.add(figure, None, indicator + self.ahead, rule="statistics.clauses.plain")  # 占比依次为：甲类42%、乙类31%
            return ""
        in_row = self.parent is None and not subjects and indicator and not taken
        if in_row and indicator and (before := self.row_of_names(figure, indicator)) is not None:
            subjects, indicator, carried = (indicator,), before, True
        if (indicator in self.verbs or indicator in LIGHT) and not taken:
            completed = self.whole_said(figure.unit) if (subjects or indicator.startswith("实际")) and indicator in LIGHT else None
            indicator, carried = (completed, True) if completed else (self.with_head(indicator, figure.unit), carried)
        total = _TOTAL.search(origin.strip()) if not indicator else None
        if total is not None and memory.topics[self.first_topic :]:
            self.add(figure, None, total.group(), carried=True, rule="statistics.clauses.plain", topic=False)
            return taken
        if not indicator and (trend := _TREND.search(self.phrases.bare(self.before_clause))) and trend.start() > 1:
            subjects, indicator = self.who_and_what(self.phrases.bare(self.before_clause)[: trend.start()])
        if not indicator and self.ahead is not None and subjects:
            indicator = self.ahead
        if not indicator and figure.unit in self.clauses.words["place_unit"]:
            indicator = figure.unit  # 全市5镇3乡上报
        if not indicator and not subjects and not origin and (said := _NAMED_BEFORE.search(self.before_clause)) is not None:
            subjects, indicator = self.who_and_what(said.group("what"))  # 检查范围为全市的政府网站，共39家
        if not indicator and (of_section := self.of_section()) is not None:
            indicator, carried = of_section, True
        if not indicator and memory.topics:
            whole = self.whole_for(figure.unit, memory.among)
            alike = next((t for t in reversed(memory.topics[self.first_topic :]) if t.unit == figure.unit == "%"), None)
            topic = alike if alike is not None else self.topic_for(figure)
            indicator, carried = (whole.draft.indicator if whole is not None else topic.indicator), True
        if indicator and not subjects and _THAN.fullmatch(indicator) and (than := self.topic_for(figure).indicator) is not None:
            indicator = than + indicator  # 上线率35.6%，比全省平均高出4.2个百分点
        if indicator is None and figure.kind == "score":
            indicator, carried = "得分", True
        if indicator is None:
            self.leave(figure)
            return taken
        if len(indicator) > 6 and (action := self.action.search(indicator)):
            indicator = action.group("action")
        elif len(indicator) > LONGEST_NAME and (upon := self.action_upon.search(indicator)):
            indicator = upon.group("action")
        indicator = self.phrases.done(indicator)
        if figure.unit is None and self.index.search(indicator) and not carried:
            self.add(figure, subjects or None, indicator, measure="ratio", rule="statistics.clauses.plain")
            return taken
        if figure.unit is None and figure.kind != "ratio":
            said = self.unit_said.search(indicator)  # 诊疗人次84.7亿
            unit = said.group("unit") if said is not None else None
            unit = unit or self.unit_behind(figure)
            unit = unit or next((t.unit for t in reversed(memory.topics[self.first_topic :]) if t.unit and t.unit not in RATES), None)
            if unit is None:
                memory.topics.append(Topic(indicator, None, -1, None))  # what follows is not about the figure before
                self.leave(figure)
                return taken
            self.add(figure, subjects or None, indicator, unit=unit, carried=carried, rule="statistics.clauses.plain")
            return taken
        if figure.unit in RATES and _OF_PLAN.match(indicator):
            self.add(figure, subjects or None, indicator, rule="statistics.clauses.completion", topic=False)
            return taken
        rule = "statistics.clauses.behind" if taken else "statistics.clauses.plain"
        self.add(figure, subjects or None, indicator, carried=carried, topic=not self.is_mean(indicator, figure), rule=rule)
        return taken

    def is_named_before(self, name: str) -> bool:
        """Whether a name is one of a row whose measure was said before: 投诉量居前两位的依次为：物业管理386件、…"""
        of_measure = self.measured.search(self.ahead or "") is not None and self.measured.search(name) is None
        return of_measure and len(name) <= LONG and self.ends_in_verb.search(name) is None and self.change_at_end(name) is None

    def behind_next(self, figure: Quantity) -> tuple[str, str]:
        """What a figure counts that stands in a row with the next one, in other units, and the words it is in; else nothing."""
        at = bisect_right(self.figure_starts, figure.span[0])
        if at == len(self.figures) or (other := self.figures[at]).unit in (None, figure.unit, *RATES):
            return "", ""
        stop = self.figures[at + 1].span[0] if at + 1 < len(self.figures) else self.sentence.end
        words = self.between(other.span[1], min(stop, self.sentence.end)) if other.span[1] < self.sentence.end else ""
        noun = self.phrases.behind(words) if figure.kind == other.kind == "count" else ""
        return (noun, words) if noun.endswith(self.happens) and len(noun) <= LONGEST_EVENT else ("", "")

    def score_said(self) -> str:
        """What scores are of in the sentence, else 得分."""
        said = next((t.indicator for t in reversed(self.memory.topics[self.first_topic :]) if t.unit == "分"), None)
        return said or "得分"

    def unit_behind(self, figure: Quantity) -> str | None:
        """第一剂86.2万、第二剂82.6万、第三剂61.3万剂次: the unit that the last of a row says for all."""
        end = figure.span[1]
        for other in self.figures[bisect_right(self.figure_starts, figure.span[0]) :]:
            joint = self.text[end : other.span[0]]
            if other.span[0] >= self.sentence.end or joint[:1] not in ("、", "和", "及") or _PAUSE.search(joint[1:]):
                return None
            if other.unit is not None:
                return other.unit if other.unit not in RATES else None
            end = other.span[1]
        return None

    def is_told_after(self, figure: Quantity) -> bool:
        """Whether what something came to follows its change: 减少133万元，为1505万元."""
        at = bisect_right(self.figure_starts, figure.span[0])
        if at == len(self.figures) or self.figures[at].span[0] >= self.sentence.end or self.figures[at].unit != figure.unit:
            return False
        return _CAME_TO.fullmatch(self.text[figure.span[1] : self.figures[at].span[0]]) is not None

    def actor_before(self, words: str) -> str | None:
        """Who does something with what a list then names; none where the first name of the list is all that stands there."""
        subject, rest = self.phrases.subject_of(self.phrases.without_lead(self.phrases.bare(words.split("、")[0]))[0])
        acts = rest.startswith(("对", "向", "为", "从", "将", "把", "围绕", "针对", "已", "共", *self.verbs))
        return subject if acts else None  # 市公安局网、岚川发布等14个账号: more of a name

    def counted_body(self, figure: Quantity, words: str) -> tuple[tuple[str, ...], str | None] | None:
        """公立医院31个, 微信公众号182个: bodies that are counted, not one that acts."""
        if figure.unit not in self.clauses.words["body_unit"]:
            return None
        name = self.phrases.without_lead(self.phrases.bare(words))[0]
        return ((), name) if self.phrases.subject_of(name) == (name, "") and self.phrases.is_body(name) else None

    def row_of_names(self, figure: Quantity, name: str) -> str | None:
        """东坪镇17件，教育局10件，法院2件: in a row of names and figures a bare word is one more name; the indicator of the row."""
        row = [r.draft for r in self.records[-2:] if r.draft.sentence_span == (self.sentence.start, self.sentence.end)]
        alike = [
            d for d in row if d.unit == figure.unit and d.change is None and "indicator" in d.inherited and "subject" not in d.inherited
        ]
        return alike[-1].indicator if len(alike) == 2 and self.is_name(name) else None

    def is_name(self, word: str) -> bool:
        """Whether a word may be a name: no verb, no measure, not long."""
        return word not in self.verbs and self.phrases.measure_end.search(word) is None and len(word) <= LONG

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
        return _PAUSE.search(self.text[figure.span[1] : min(self.figures[at].span[0], figure.span[1] + CLAUSE)]) is None

    def before_next(self, behind: str) -> str:
        """What the figure itself counts, where a verb with the next figure's object follows: 企业缓缴社会保险费 → 企业."""
        verb = self.inner_verb.search(behind)
        return behind[: verb.start()] if verb is not None else behind

    def is_mean(self, indicator: str, figure: Quantity) -> bool:
        """日均, 人均 beside the whole in the same unit: later changes speak of the whole."""
        mean = MEAN.match(indicator)
        if mean is None:
            return False
        of = indicator[mean.end() :]
        near = [t.indicator or "" for t in self.memory.topics[self.first_topic :] if t.unit == figure.unit]
        return any(not of or of in whole or whole in of for whole in near)

    def counted_only(self, behind: str) -> str:
        """70处取水口在线监测率达…: the thing counted, without the measure that the next figure gives."""
        cut = list(self.counted.finditer(behind)) if self.phrases.measure_end.search(behind) else []
        return behind[: cut[-1].end()] if cut else behind

    def whole_said(self, unit: str | None) -> str | None:
        """原煤产量…；其中，县属企业完成…: what is done is that of the whole, or of the figure before; no plan."""
        whole = self.whole_for(unit, self.memory.among)
        here = self.memory.topics[self.first_topic :]
        last = here[-1].indicator if here and here[-1].unit == unit else None
        said = whole.draft.indicator if whole is not None else last
        said = _PLANNED.sub("", said) if said else None
        return said if said and not PLAN.search(said) else None

    def with_head(self, verb: str, unit: str | None) -> str:
        """报修件申请55件，受理54件: the head noun of the figure before is carried on."""
        topics = self.memory.topics[self.first_topic :]
        if topics and topics[-1].indicator and topics[-1].unit == unit:  # 行政处罚286次，罚款643万元: another thing
            before = topics[-1].indicator
            ends = [other for other in self.verbs if before.endswith(other)] if before.endswith(self.verbs) else []
            other = max(ends, key=len, default=verb)
            whole = len(before) > len(other) + 1 or before[0] in self.herds
            head = before[: -len(other)]
            if other != verb and whole and head not in self.verbs:
                lead = max((first for first in self.verbs if head.startswith(first)), key=len, default="")
                return (before[len(lead) :] if lead and len(head) > len(lead) + 1 else head) + verb  # 受理|行政复议申请: 申请 is a noun
        return verb
