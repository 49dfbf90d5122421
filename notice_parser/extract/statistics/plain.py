"""A plain value: its indicator before, behind or around it."""

from __future__ import annotations

import re

from msgspec import structs

from notice_parser.extract.statistics.around import Around
from notice_parser.extract.statistics.clauses_before import GATHERED
from notice_parser.extract.statistics.context import BOUNDARY
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.records import TO_EACH
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.shares import LIGHT, TREND
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.model import Quantity

__all__ = ["RESTATED", "WIDE", "Plain"]

WIDE = re.compile("[东中西南北]{1,2}[部方]")  # parts of the country, of whose provinces one speaks
_FROM = re.compile(f"(?:从|由)?{TIME}*(?:末|底|初|[^，,{TIME}]{{0,10}}(?:普查|调查)时?的)?的?$")
# 办理时间由原来的15个工作日压缩至…, 材料从平均8份减少到…
_WAS = re.compile(
    "(?:从|由)(?:(?:原来|原先|原有|过去|以往|以前|此前|之前|最初|起初|开始|[^，,的]{2,8}(?:之初|初期))时?的?)?(?:平均|约|近)?$"
)
_OF_PLAN = re.compile("(?:完成|占|达到?|为)?[^，]{0,12}(?:预算|计划|目标|任务|指标|(?:序时|时间)进度|预期)")
_IS_PART = re.compile("为[^，,]{0,12}(?:预算|计划|目标|任务|指标|预期)数?的$")
_PLAN_BEHIND = re.compile("(?:的)?(?P<plan>(?:年度|全年|总)?(?:预期|工作)?(?:目标任务|目标|任务|计划|预算|指标)数?)的$")
_DONE_OF = re.compile("(?:完成|占|实现|达到|为)(?:全年|年度|年初|当年|今年|本年|全市|全县|全省|全区|省定|市定|下达){0,2}的?$")
_LEADS_TO = re.compile("(?:^.{0,8}交由?$|用于|造成|导致|致使|(?:延伸|扩展|拓展|扩大|下沉|推广|覆盖|下放)[至到])$")
_HANDLED = re.compile(
    "(?:^|完成|实现|开展|进行)[对向给]$|(?<![面针核绝校应相反])对(?:所属|所辖|辖区内?|其)?$|(?<![方导倾面定双单流去意志走风取趋动])向$"
)  # 完成对44名干部的审计
_MARKED_OUT = re.compile("[未不无没0-9]")
_THAN = re.compile("(?:比|较)[^，,]{2,24}(?:[高低多少]出?|[快慢])了?")  # more than elsewhere
_WITH_SCORE = re.compile("(?:的(?:总?成绩|总?得分|分数))?(?:排名?|位?列|位?居|名列|获)第?")  # 以98.6分的成绩位列第1名
_CAN = re.compile("^(?:可|能|拟|须|需|应)[^，]{1,3}$")
_TOTAL = re.compile("(?:合计|共计|总计)$")
# 对1人予以记大过处分: what was done to so many
_DONE_TO = re.compile("(?:[^，,。；;]{0,8}?)(?:予以|给予|进行|实施|作出|采取)了?(?P<what>[㐀-鿿]{2,16})")
_THESE = ("这", "该", "此", "上述", "以上", "前述")
_FOR = ("为", "给", "向", "对", "替")
_WHAT_FOR = re.compile("(?:(?:共|累计|已)*)(?P<what>[㐀-鿿“”]{2,14})")
_BRINGS = ("带动", "帮助", "促进", "推动", "引导", "支持", "扶持", "吸引", "动员")
_MORE_OR_LESS = ("高", "低", "多", "少", "快", "慢", "高出", "低了", "高了", "多出")
_MET_WITH = re.compile("(?:已|均|先后)?(?:被|受到|获评|荣获)[㐀-鿿]{2,20}(?=[，,。；;、]|$)")
_WHICH_OF_THEM = re.compile("(?<=的)第[0-9一二三四五六七八九十]{1,3}[批轮期]$")  # 交办的第十一批27件信访件
_ITS_STATE = re.compile("(?<=..)的[^的]{2,10}(?:情况|现状|进度)$")  # 35家单位的工作纪律情况
_MEAN_END = re.compile("(?:平均|范围|均|都){0,2}(?:为|是|达到?|在)?$")
_SAMPLES = ("抽检", "抽查", "抽样", "检测", "检验", "监测")
_OUT_OF = re.compile("[之当]?中的?(?:共?有)?")  # 42宗案卷中的38宗
# 毕业生中69人获得证书: of whom, and behind the figure what is said of so many
_IN_ALL = re.compile("(?:在|被)?(?P<all>[^，,、]{0,24}?)(?:之|当)?(?<![其集高初])中(?:共?有|仅有|的)?$")
_SAID_OF = re.compile("(?:以上|左右)?的(?P<said>[㐀-鿿“”]{4,24})(?=[，,。；;]|$)")
_SAID = re.compile("(?P<said>[㐀-鿿“”]{2,24})(?=[，,。；;、]|$)")
_NAMED_BEFORE = re.compile("(?:为|是|包括)(?P<what>[^，,为是]{2,60})$")
_AND_SO_ON = re.compile("[^、]{3}(?<![一二三四五上中下高初同平优劣差均])等$")  # 科技创新产业园等|85个项目竣工
_OF_SO_MANY = re.compile("每(?:[0-9百千万一]+|)[名个]?(?:人口?|户|家庭)[中里]?(?P<has>拥有|有)")
_HOLDS = ("辖", "设", "建", "办", "购", "栽", "植")  # 全镇辖50个行政村
_OCCURS = ("发生", "出现")
_COUNTED_BEHIND = re.compile("[㐀-鿿]{2}")  # 86景遥感影像: a unit that nobody knows, and none of those before
_OF_ALL = re.compile("(?:共|共计|合计|总计)$")
RESTATED = re.compile("(?:按[^，,]{2,12})?(?:折算)?(?:折合|约合|合|折|相当于)|按[^，,]{2,12}折算")
VERB_AND_KIND = 4  # characters of a verb and what says of which kind its object is
_THAN_PLAN = re.compile("(?:比|较|与|同)(?P<plan>[^，,]{0,8}(?:预算|计划|目标|任务)数?)的?$")
LONGEST_NAME = 24  # characters; longer words are a clause, of which the indicator is the end


class Plain(Around):
    """Reads a figure that is no change, share or rank."""

    def read_planned(self, figure: Quantity, base: str, plan: str) -> None:
        """较年初预算40860万元，短收5645万元: what was planned, and what the change behind it is against."""
        printed = self.text[figure.span[0] - len(plan) : figure.span[0]] if base.endswith(plan) else plan
        self.add(figure, None, printed, rule="statistics.clauses.planned", topic=False)
        for record in self.records:
            if record.draft.quantity_span == figure.span:
                record.draft = structs.replace(record.draft, modality="target")
        self.keep_base(base, figure.span[0])

    def read_plain(self, figure: Quantity, rest: str, right: str) -> str:
        memory = self.memory
        if (plan := _PLAN_BEHIND.match(right)) is not None and (done := _DONE_OF.search(rest)) is not None:  # 完成全年900万人目标的77%
            subjects, _ = self.who_and_what(rest[: done.start()])
            self.add(figure, subjects or None, done.group() + plan.group("plan"), rule="statistics.clauses.completion", topic=False)
            return plan.group("plan")
        if figure.unit not in RATES and (plan_said := _THAN_PLAN.search(rest)) is not None:
            self.read_planned(figure, plan_said.group(), plan_said.group("plan"))
            return ""
        origin = _FROM.sub("", rest) if TIME in rest else _WAS.sub("", rest)
        if origin in _THESE:
            origin = ""  # 这591件提案均已办结
        if (ahead := self.ahead_named.match(origin)) is not None:  # 办件量居前三位的是市人社局8624件
            self.put_ahead(ahead)
            origin = ahead.group("name")
        elif figure.kind == "count" and (degree := self.degree_of.match(origin)) is not None:  # 浓度最低的3个城市
            self.ahead, origin = self.indicator_of(self.phrases.subject_of(degree.group("topic"))[1]), ""
        of = _IN_ALL.fullmatch(origin) if figure.kind == "count" else None
        if of is not None and (of_them := self.state.match(right) or _SAID.match(right)) is not None:
            subjects, what = self.who_and_what(of.group("all") or "")
            whole = self.named_whole(what, figure.unit) if what else self.records[-1] if self.records else None
            said = of_them.groupdict().get("state") or of_them.group("said")
            self.add(figure, subjects or None, said, whole=whole, rule="statistics.clauses.behind", topic=False)
            return of_them.group()
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
        listed = (_AND_SO_ON.search(origin) is not None and figure.kind == "count" and self.phrases.behind(right) != "") or (
            "、" in origin and (origin.endswith("等") or counted_behind)
        )  # 甲、乙等26个项目: what is counted stands behind
        if listed and (actor := self.actor_before(origin)) is not None:
            self.set_subject(actor)  # 市场监管局对电线、玩具等68种产品…
        elif listed and origin.endswith("等"):
            memory.names = ()  # 甲局、乙局得分…，丙局、丁局等6个单位…: the names before are done with
        subjects, indicator = ((), None) if listed else self.counted_body(figure, origin, right) or self.who_and_what(origin)
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
        if behind and not indicator and (said := _SAID.match(right)) is not None and self.is_of_whole(behind, said.group("said")):
            behind = said.group("said")  # 养老机构30家，其中12家机构提供日间照料: that they are 机构 is known
        if len(subjects) > 1 and behind.endswith(self.happens) and not TO_EACH.search(origin):
            subjects = self.joined(subjects, figure)  # 柳坝镇、南渡镇1646人受灾: all of them together
        if listed and (whom := self.class_of_whom.match(behind)) is not None and whom.end() > 1:
            behind = whom.group()  # 甲局、乙局等9个单位反映较好: who, not what they did
        if behind and self.runs_on(figure):
            noun = self.before_next(behind)
            cut = (
                list(self.counted.finditer(behind)) if noun == behind and right.rstrip("的").endswith(behind) else []
            )  # 2个部门代编资金4200万元
            behind = behind[: cut[-1].end()] if cut else noun
            of_class = self.class_of_whom.match(behind) if figure.kind == "count" else None
            thing = right[of_class.end() :] if of_class is not None and right.startswith(behind) else ""
            if of_class and self.phrases.measure_end.search(_MEAN_END.sub("", thing), 1) and self.counted.search(thing) is None:
                behind = of_class.group()  # 11个设区市|优良天数比例平均为88%
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
        sampled = False
        if behind and indicator and (said := self.ends_in_verb.search(indicator)) and said.group("verb") not in LIGHT:
            occurs = said.group("verb") in _OCCURS and figure.kind == "count"
            sampled = said.group("verb") in _SAMPLES and said.start() > 1 and figure.kind == "count"  # 畜禽产品抽检1562个样品: of which
            # 县信访局向各镇集中转送67件积案
            indicator = indicator if occurs or sampled else said.group()
        if behind and indicator and figure.kind == "count" and indicator.endswith("系统") and self.phrases.is_body(indicator):
            indicator = None  # 全省住建系统70个重点项目: who, not what
        if behind and indicator and _CAN.match(indicator) and figure.kind == "count":
            behind = indicator + self.counted_only(behind)
            indicator = None
            right = behind + right
        if behind and indicator and (_LEADS_TO.search(indicator) or _HANDLED.search(indicator)):
            indicator = None
        done = _DONE_TO.match(right) if not indicator and not behind and origin.rstrip().endswith(("对", "向", "给")) else None
        if done is None and not indicator and not behind and counts and origin.rstrip().endswith(_FOR):
            acts = _WHAT_FOR.match(right)  # 为1.2万人减免税费291万元
            done = acts if acts is not None and acts.group("what").startswith(self.verbs) else None
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
        verbal = (
            not indicator
            or sampled
            or (figure.kind == "count" and (len(indicator) == 2 or indicator in _HOLDS))
            or self.ends_in_verb.fullmatch(indicator) is not None
        )
        if (
            figure.kind == "count" and indicator
        ):  # 建筑业发生4起事故: where it happened, nobody who acts; 帮助城镇15名就业困难人员: of which kind
            verbal = verbal or indicator.endswith(_OCCURS) or (len(indicator) == VERB_AND_KIND and indicator.startswith(self.verbs))
        counted = self.class_counted.match(behind) if figure.kind == "count" and indicator and not verbal else None
        if counted is not None and not self.phrases.measure_end.search(indicator or "") and not self.class_counted.search(indicator or ""):
            behind, verbal = counted.group(), True  # 岚江干流6个断面
        if behind and verbal:
            behind = self.counted_only(behind)
            taken = right[: right.index(behind) + len(behind)] if behind in right else ""
            indicator = (indicator or "") + behind
        if (
            figure.unit == "%"
            and not self.phrases.bare(origin)
            and not self.runs_on(figure)
            and (share := _SAID_OF.match(right)) is not None
        ):
            self.add(figure, subjects or None, share.group("said"), rule="statistics.clauses.behind")  # 90%的建制镇建有污水处理设施
            return share.group()
        if not indicator and figure.unit in ("%", "‰") and (predicate := self.predicate(origin, right)) is not None:
            self.add(figure, subjects or None, predicate, rule="statistics.clauses.behind")
            return right
        if (
            figure.kind == "count"
            and not indicator
            and not behind
            and not self.phrases.bare(origin)
            and (met := _MET_WITH.match(self.text, figure.span[1], self.sentence.end)) is not None
        ):
            self.add(figure, subjects or None, met.group(), rule="statistics.clauses.behind", topic=False)  # 其中7人被判处五年以上重刑
            return ""
        if not indicator and not behind and counts and (state := self.state.match(right)) is not None and not self.phrases.bare(origin):
            whole = self.records[-1] if _OUT_OF.fullmatch(rest) is not None and self.records else None  # 42宗案卷中的38宗进行了自查
            self.add(figure, subjects or None, state.group("state"), whole=whole, rule="statistics.clauses.behind", topic=False)
            return state.group()  # 办结42件，仍有4件正在办理
        if (
            figure.kind == "count"
            and indicator
            and not behind
            and indicator.endswith(_BRINGS)
            and (brought := _SAID.match(right)) is not None
        ):
            taken, indicator = brought.group(), indicator + brought.group("said")  # 带动1898人实现就业
        carried = False
        if indicator and self.member and self.records and (per := _OF_SO_MANY.match(self.records[-1].draft.indicator or "")) is not None:
            indicator = per.group() + indicator if rest.startswith(per.group("has")) else indicator  # 每10万人中拥有大学…；拥有高中…
        if indicator and RESTATED.fullmatch(indicator):
            indicator = None  # 人均生产总值53613元，按平均汇率折合8301美元
        if not subjects and indicator and not taken and self.ahead is not None and self.of_whom and self.is_name(indicator):
            subjects, indicator = (indicator,), None  # 完成率居后两位的是：北工业园区87.5%: what stands in the row is a name
        if self.ahead is not None and indicator in ("平均", "均值", "总") and not taken:
            indicator = indicator + self.ahead  # 得分：甲县98.6分、乙县97.2分，全市平均96.4分
        if indicator in self.verbs and not taken and not subjects and (label := self.line_label(figure)) is not None:
            indicator = label + indicator  # 头盔：抽查2批次
        if self.ahead is not None and indicator in LIGHT and not taken:
            indicator = self.ahead  # 固定资产投资：完成386亿元
        if self.ahead is not None and indicator and not subjects and not taken and self.is_named_before(indicator):
            self.add(figure, None, indicator + self.ahead, rule="statistics.clauses.plain")  # 占比依次为：甲类42%、乙类31%
            return ""
        if not subjects and indicator and not taken and (another := self.said_of_another(figure, indicator)) is not None:
            subjects, indicator = (another[0],), another[1]
        in_row = self.parent is None and not subjects and indicator and not taken
        if in_row and indicator and (before := self.row_of_names(figure, indicator)) is not None:
            subjects, indicator, carried = (indicator,), before, True
        if (indicator in self.verbs or indicator in LIGHT) and not taken:
            completed = self.whole_said(figure.unit) if (subjects or indicator.startswith("实际")) and indicator in LIGHT else None
            if not completed and subjects and indicator in LIGHT:
                completed = self.divided(figure.unit)
            indicator, carried = (completed, True) if completed else (self.with_head(indicator, figure.unit), carried)
        total = _TOTAL.search(origin.strip()) if not indicator else None
        if total is not None and memory.topics[self.first_topic :]:
            self.add(figure, None, total.group(), carried=True, rule="statistics.clauses.plain", topic=False)
            return taken
        if not indicator and (trend := TREND.search(self.phrases.bare(self.before_clause))) and trend.start() > 1:
            subjects, indicator = self.who_and_what(self.phrases.bare(self.before_clause)[: trend.start()])
        if not indicator and self.ahead is not None and (subjects or not memory.topics or memory.topics[-1].record >= 0):
            indicator, carried = self.ahead, not subjects
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
            named = subjects[0] if len(subjects) == 1 and figure.kind == "count" else ""
            if named and self.is_class(indicator or "") and self.is_class(named):
                memory.subject = self.records[-1].draft.subject if self.records else memory.main
                subjects, indicator, carried = (), named, False  # 乡镇38个，县直单位29个: two classes that are counted
        compared = False
        if indicator and not subjects and _THAN.fullmatch(indicator) and (than := self.topic_for(figure).indicator) is not None:
            indicator, compared = than + indicator, True  # 上线率35.6%，比全省平均高出4.2个百分点
        last = self.records[-1].draft if self.records else None
        if (
            indicator in _MORE_OR_LESS
            and last is not None
            and (last.indicator or "").startswith(("比", "较"))
            and BOUNDARY.search(self.text, last.quantity_span[1], figure.span[0]) is None
        ):
            indicator = f"{last.indicator}{indicator}"  # 比年目标任务4%低0.63个百分点
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
        plain = carried and any(t.indicator == indicator and t.unit is None for t in memory.topics[self.first_topic :])
        if figure.unit is None and self.index.search(indicator) and (plain or not carried):
            self.add(figure, subjects or None, indicator, measure="ratio", rule="statistics.clauses.plain")
            return taken
        if figure.unit is None and figure.kind != "ratio":
            said = self.unit_said.search(indicator)  # 诊疗人次84.7亿
            unit = said.group("unit") if said is not None else None
            unit = unit or self.unit_behind(figure)
            said_before = (t.unit for t in reversed(memory.topics[self.first_topic :]) if t.unit and t.unit not in RATES)
            unit = unit or (next(said_before, None) if _COUNTED_BEHIND.match(right) is None else None)
            if unit is None:
                memory.topics.append(Topic(indicator, None, -1, None))  # what follows is not about the figure before
                self.leave(figure)
                return taken
            self.add(figure, subjects or None, indicator, unit=unit, carried=carried, rule="statistics.clauses.plain")
            return taken
        if figure.unit in RATES and _OF_PLAN.match(indicator):
            indicator = f"为{indicator}" if _IS_PART.match(rest) and not indicator.startswith("为") else indicator  # 为调整预算的101.2%
            self.add(figure, subjects or None, indicator, rule="statistics.clauses.completion", topic=False)
            return taken
        rule = "statistics.clauses.behind" if taken else "statistics.clauses.plain"
        self.add(figure, subjects or None, indicator, carried=carried, topic=not (compared or self.is_mean(indicator, figure)), rule=rule)
        return taken
