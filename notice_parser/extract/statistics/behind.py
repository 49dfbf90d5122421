"""A plain figure and the words behind it: the noun that is counted, what was done, what is said of so many."""

from __future__ import annotations

import re

from notice_parser.extract.statistics.around import OF_ALL, Around
from notice_parser.extract.statistics.context import AMISS, BODIES, BOUNDARY, GOODS, LIGHT
from notice_parser.extract.statistics.names import AREA
from notice_parser.extract.statistics.records import TO_EACH
from notice_parser.extract.statistics.sentences import TIME
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.model import Quantity

__all__ = ["OUT_OF", "SAID", "Behind", "Reading"]

_LEADS_TO = re.compile("(?:^.{0,8}交由?$|^致|用于|造成|导致|致使|(?:延伸|扩展|拓展|扩大|下沉|推广|覆盖|下放)[至到])$")
_HANDLED = re.compile(
    "(?:^|完成|实现|开展|进行|共|先后|累计|分别)[对向给同与]$|(?<![面针核绝校应相反])对(?:所属|所辖|辖区内?|其)?$|(?<![方导倾面定双单流去意志走风取趋动])向$"
)  # 完成对44名干部的审计
_MARKED_OUT = re.compile("[未不无没0-9]")
# 以98.6分的成绩位列第1名, 以168万元居首
_WITH_VALUE = re.compile(
    "(?:的(?:总?成绩|总?得分|分数))?(?:(?:分|并)?(?:排名?|位?列|位?居|名列|获)(?:全[国省市县区镇乡])?(?:首位?|榜首|第)?|垫底)"
)
_KIND_OF_ACT = re.compile("行政|刑事|民事|司法")  # 行政|处罚1个项目
_CAN = re.compile("^(?:可|能|拟|须|需|应)[^，]{1,3}$")
# 对1人予以记大过处分: what was done to so many
_DONE_TO = re.compile("(?:[^，,。；;]{0,8}?)(?:予以|给予|进行|实施|作出|采取)了?(?P<what>[㐀-鿿]{2,16})")
_FOR = ("为", "给", "向", "对", "替")
_FOR_SOME = re.compile("(?:共|先后|累计|分别|已)?[为给向对与](?:[全我本][国省市县区州镇乡])?的?$")
_DEALS = re.compile(
    "(?<=..)(?:对接|洽谈|座谈|沟通|交流|合作|会商|会谈|见面|签[订定约署])"
)  # 与21家商会|对接沟通: what is done with somebody
_CARRIED_OUT = ("开展", "实施", "进行", "举办")
_DOES = re.compile("(?<=..)(?:做好|加强|提升|推进|强化|加大|建好)")
_WHAT_FOR = re.compile("(?:共|累计|已){0,3}(?P<what>[㐀-鿿“”]{2,14})")
_BRINGS = ("带动", "帮助", "促进", "推动", "引导", "支持", "扶持", "吸引", "动员")
_MET_WITH = re.compile("(?:已|均|先后)?(?:被|受到|获评|荣获)[㐀-鿿]{2,20}(?=[，,。；;、]|$)")
_ITS_STATE = re.compile(  # 35家单位的工作纪律情况, 31个账号运行情况, 32名工作人员仍存在…
    "(?<=..)(?:的(?:[^的]{2,10}(?:情况|现状|进度)|基础上|前提下|背景下|过程中)|(?:运行|运维|更新|建设|管理|维护|推进|办理|进展|整改)情况|仍)$"
)
_STATE = re.compile("(?:运行|运维|更新|建设|管理|维护|推进|办理|进展|整改)情况")
_MEAN_END = re.compile("(?:[高低大小多少]于|超过?|不足|未达|未?达到)[^，,、]*$|(?:平均|范围|均|都){0,2}(?:为|是|达到?|在)?$")
_WITHIN = re.compile("(?<=..)(?<![国省市县区境])内$")  # 完成一期项目内|86亩土地租赁
_HOW_HIGH = re.compile("(?:较?高|合理|历史|良好|较好)?(?:水平|区间|高位)|大关|关口|门槛")  # 突破500亿元大关, 98%以上的高水平
_RATE_OF_GOODS = re.compile(f"(?P<goods>[㐀-鿿]{{0,6}}?{GOODS})[^，,、]{{0,8}}(?:率|浓度|比重|占比|比例)")
_THEIR_PEOPLE = ("群众", "村民", "居民", "师生", "职工")
_SAMPLES = ("抽检", "抽查", "抽样", "检测", "检验", "监测")
OUT_OF = re.compile("[之当]?中的?(?:共?有)?")  # 42宗案卷中的38宗
_SAID_OF = re.compile("(?:以上|左右)?的(?P<said>[㐀-鿿“”]{4,24})(?=[，,。；;]|$)")
SAID = re.compile("(?P<said>[㐀-鿿“”]{2,24})(?=[，,。；;、]|$)")
_ACTS_SO = ("累计", "共计", "先后", "分别", "平均", "合计", "全年", "人均")  # 18个乡镇|累计巡河3860次: before whatever they did
_AMISS = re.compile(f"(?P<who>[㐀-鿿]{{0,4}}?{BODIES})(?={AMISS}|无[^人])")
_TWO_DEEDS = re.compile("[㐀-鿿]{2}并(?P<last>[㐀-鿿]{2})$")
_BUT_COUNTED = re.compile(f"{OF_ALL.pattern}|的|和|及|与|等")  # 68个项目全部开工: all of them
_HOLDS = ("辖", "设", "建", "办", "购", "栽", "植")  # 全镇辖50个行政村
_OCCURS = ("发生", "出现")
_FOUND_OR_LEFT = frozenset(("发现", "查出", "检出", "排查出", "查找出", "其余", "剩余", "余下", "另外"))
_GIVEN_OUT = re.compile("(?:转|分)?交由?$|(?<![自理事缘案])由$")
_DONE_BY = re.compile("(?<=..)(?:具体|分别|共同|牵头|负责|联合){1,2}$")
_FOUND_SO = re.compile("(?:发现|查出|检出|排查出|查找出)的[ 　]*$")
_BODIES = re.compile(BODIES)
_SHOWS = ("出现", "存在", "拥有")
_NEXT_DEED = frozenset(("扣", "加", "得", "罚", "奖"))
OBJECT = 3  # characters of what a verb is done with
VERB_AND_KIND = 4  # characters of a verb and what says of which kind its object is


class Reading:
    """A plain figure in the making: its words, and what has been found of it so far."""

    def __init__(self, figure: Quantity, rest: str, right: str) -> None:
        self.figure = figure
        self.rest = rest  # the words before it
        self.right = right  # the words behind it
        self.origin = rest  # the words before it without those that only lead in
        self.subjects: tuple[str, ...] = ()
        self.indicator: str | None = None
        self.behind = ""  # the noun behind it
        self.taken = ""  # the words behind it that belong to it
        has_unit = figure.unit is not None and (figure.unit not in RATES or "成" in figure.raw or right.startswith("的"))
        self.counts = has_unit or figure.kind == "count"  # 8.6万群众: who is counted has no unit
        self.sampled = False  # 畜禽产品抽检1562个样品: what was sampled, and how many samples
        self.carried = False  # whether the indicator was said before, and not with the figure


class Behind(Around):
    """Reads what stands behind a plain figure. A step that makes the record gives the words taken, else null, and the next goes on."""

    def noun_behind(self, one: Reading, *, listed: bool) -> str | None:
        """Finds the noun behind the figure that belongs to it: 2405户、17069人|受灾, 11个设区市|优良天数比例; words taken, if done."""
        figure, origin = one.figure, one.origin
        if origin.endswith("以") and (with_value := _WITH_VALUE.match(one.right)) is not None:
            one.subjects, one.indicator = self.who_and_what(origin[:-1])
            carried = one.indicator is None
            named = self.score_said() if figure.kind == "score" else self.topic_of_unit(figure.unit)
            self.add(figure, one.subjects or None, one.indicator or named, carried=carried, rule="statistics.clauses.plain")
            return with_value.group()
        if figure.kind == "money" and one.indicator and one.behind and self.is_done_with(one.behind):
            one.behind = ""  # 投入5600万元|新建公办园4所: what the money was for is what the next figure counts
        if one.counts and not one.right.strip("、和及 ") and (not one.indicator or _LEADS_TO.search(one.indicator)):
            one.behind, one.right = self.behind_next(figure)  # 2405户、17069人受灾: what stands behind the last of them
        if one.counts and one.indicator and (one.right in self.verbs or one.right in _NEXT_DEED) and self.runs_on(figure):
            one.behind = ""  # 包案18件|化解11件, 登记3人次|扣1.5分: what the next figure is of
        if _GIVEN_OUT.search(origin) is not None:
            one.behind = _DONE_BY.sub("", one.behind.removesuffix(self.verbs.at_end(one.behind))) or one.behind  # 交165家承办单位|办理
        one.behind = "" if _HOW_HIGH.fullmatch(one.behind) is not None else _ITS_STATE.sub("", one.behind)
        of_class = self.class_of_whom.match(one.behind) if figure.kind == "count" else None
        if of_class is not None and one.behind.startswith(_THEIR_PEOPLE, of_class.end()):
            one.behind = of_class.group()  # 31个单位|群众反映较好: what their people say is another thing
        if (
            one.behind
            and not one.indicator
            and (said := SAID.match(one.right)) is not None
            and not self.runs_on(figure)
            and self.is_of_whole(one.behind, said.group("said"))
        ):
            one.behind = said.group("said")  # 养老机构30家，其中12家机构提供日间照料: that they are 机构 is known
        one.behind = self.with_state(one)
        if figure.kind == "count" and (amiss := _AMISS.match(one.behind)) is not None and self.leads_to_next(figure):
            one.behind = amiss.group("who")  # 3个征收单位|少征补偿费1465万元
        if figure.kind == "count" and (goods := _RATE_OF_GOODS.fullmatch(one.behind)) is not None:
            one.behind = goods.group("goods")  # 25大类|食品|抽检不合格率有所降低
        if len(one.subjects) > 1 and one.behind.endswith(self.happens) and not TO_EACH.search(origin):
            one.subjects = self.joined(one.subjects, figure)  # 柳坝镇、南渡镇1646人受灾: all of them together
        whom = self.class_of_whom.match(one.behind) or self.bodies_at_work(one.behind) if listed else None
        if whom is not None and whom.end() > 1 and not one.behind.startswith("的", whom.end()):
            one.behind = whom.group()  # 甲局、乙局等9个单位反映较好: who, not what they did
        if one.behind and figure.kind == "count" and _FOR_SOME.match(origin.lstrip(TIME)):
            if one.right.startswith(_CARRIED_OUT, len(one.behind)):
                one.behind = one.behind.removesuffix("组织")  # 对118种产品|组织开展抽查
            one.behind = self.for_whom(one.behind)
        if one.behind and self.runs_on(figure):
            noun = self.before_next(one.behind)
            acts = self.class_of_whom.match(one.behind) if figure.kind == "count" else None
            acted = next((verb for verb in _SHOWS if one.behind.endswith(verb)), "") or self.verbs.at_end(one.behind)
            last_verb = acted if figure.kind == "count" and one.right == one.behind else ""
            if last_verb and len(noun) - len(last_verb) >= OBJECT - 1:
                noun = noun.removesuffix(last_verb)  # 32个政府网站|出现6374个错别字
            if acts is not None and (self.verbs.at_start(one.behind, acts.end()) or one.behind.startswith(_ACTS_SO, acts.end())):
                noun = acts.group()  # 1个区|套取补贴67.2万元
            elif figure.kind == "count" and (actor := self.actor.match(one.behind)) is not None:
                noun = one.behind[: actor.end()]  # 6个人民法庭|审结案件3910件
            alone = noun == one.behind and one.right.rstrip("的").endswith(one.behind) and self.class_of_whom.fullmatch(noun) is None
            one.behind = self.before_measure(noun) if alone else noun  # 2个部门代编资金4200万元
            of_class = self.class_of_whom.match(one.behind) if figure.kind == "count" else None
            thing = one.right[of_class.end() :] if of_class is not None and one.right.startswith(one.behind) else ""
            measure = _MEAN_END.sub("", thing)
            measured = self.phrases.measure_end.search(measure, 1) or (self.of_money.search(measure, 1) and self.next_unit(figure) == "元")
            if of_class and measured and self.counted.search(thing) is None:
                one.behind = of_class.group()  # 11个设区市|优良天数比例平均为88%
        return None

    def for_whom(self, behind: str) -> str:
        """The noun of those for whom something was done: 为386名|学生|办理助学贷款, 对26座|水库|做好预泄."""
        # 涉企行政审批事项, 农业生产组织: a verb with little behind it is part of a name
        acts = (verb for verb in self.did.finditer(behind, 2) if len(behind) - verb.end() >= OBJECT and not verb.group().endswith("组织"))
        done = next(acts, None) or _DOES.search(behind) or _DEALS.search(behind)
        return behind if done is None or "的" in behind[: done.start()] else behind[: done.start()]

    def bodies_at_work(self, behind: str) -> re.Match[str] | None:
        """甲店、乙店等8个|书店|完成改造: the bodies with which words begin, if nothing follows or what they did; no 银行 of 银行账户."""
        whom = _BODIES.match(behind)
        return whom if whom is not None and (whom.end() == len(behind) or self.does.match(behind, whom.end())) else None

    def with_state(self, one: Reading) -> str:
        """3个|项目已开工，4个项目正在推进: a bare noun with what is said of so many, where the paragraph tells them apart by it."""
        bare = one.figure.kind == "count" and not one.indicator and not one.subjects and one.behind != ""
        line = self.document.lines[self.paragraph]
        last = self.records[-1].draft if bare and self.records else None  # 63个重点项目共有47个|项目实现开工: that they are 项目 is known
        again = last is not None and last.sentence_span[0] == self.sentence.start and (last.indicator or "").endswith(one.behind)
        thing = one.behind in self.clauses.words["counted"]
        again = again or (thing and self.text.count(f"{one.figure.unit}{one.behind}", line.start, line.end) > 1)
        bare = bare and not self.runs_on(one.figure) and again
        told = SAID.match(one.right) if bare and self.class_of_whom.fullmatch(one.behind) is None else None
        if told is None or not told.group("said").startswith(one.behind) or _BUT_COUNTED.match(one.right, len(one.behind)) is not None:
            return one.behind
        return told.group("said")

    def of_noun(self, one: Reading) -> str | None:
        """Joins the clause before the figure with the noun behind it, where it says which: 未完成整改的3个|问题; words taken, if done."""
        figure = one.figure
        if (
            one.behind
            and one.indicator
            and one.origin.endswith("的")
            and (_MARKED_OUT.search(one.indicator) or self.ends_in_verb.search(one.indicator) is None)
        ):
            one.behind = self.counted_only(one.behind, one.figure)
            one.taken = _up_to(one.behind, one.right)
            # 未完成整改的3个问题: without its clause it would be another thing; 企业生产销售的4218批次产品: the noun says it
            thing = f"{one.indicator}的{one.behind}" if _MARKED_OUT.search(one.indicator) else one.behind
            self.add(figure, one.subjects or None, thing, rule="statistics.clauses.behind")
            return one.taken
        if one.behind and one.indicator and (said := self.ends_in_verb.search(one.indicator)) and said.group("verb") not in LIGHT:
            occurs = said.group("verb") in _OCCURS and figure.kind == "count"
            one.sampled = said.group("verb") in _SAMPLES and said.start() > 1 and figure.kind == "count"  # 畜禽产品抽检1562个样品: of which
            # 县信访局向各镇集中转送67件积案
            one.indicator = (
                one.indicator if occurs or one.sampled or _KIND_OF_ACT.fullmatch(one.indicator, 0, said.start()) else said.group()
            )
        if (
            one.behind
            and one.indicator
            and figure.kind == "count"
            and one.indicator.endswith("系统")
            and self.phrases.is_body(one.indicator)
        ):
            one.indicator = None  # 全省住建系统70个重点项目: who, not what
        if one.behind and one.indicator and _CAN.match(one.indicator) and figure.kind == "count":
            one.behind = one.indicator + self.counted_only(one.behind, one.figure)
            one.indicator = None
            one.right = one.behind + one.right
        if one.behind and one.indicator and any(words.search(one.indicator) for words in (_LEADS_TO, _WITHIN, _HANDLED)):
            one.indicator = None
        return None

    def what_was_done(self, one: Reading) -> str | None:
        """对1人|予以记大过处分, 为1.2万人|减免税费: what was done to or for so many; words taken, if done."""
        figure, origin, right, indicator, behind = one.figure, one.origin, one.right, one.indicator, one.behind
        done = _DONE_TO.match(right) if not indicator and not behind and origin.rstrip().endswith(("对", "向", "给")) else None
        if done is None and not indicator and not behind and one.counts and origin.rstrip().endswith(_FOR):
            acts = _WHAT_FOR.match(right)  # 为1.2万人减免税费291万元
            done = acts if acts is not None and self.verbs.at_start(acts.group("what")) else None
        if done is not None:
            self.add(figure, one.subjects or None, done.group("what"), rule="statistics.clauses.behind")
            return done.group()
        return None

    def verb_and_noun(self, one: Reading) -> None:
        """Joins a verb before the figure with the noun behind it: 发生4起|事故, 转送67件|积案."""
        figure, right = one.figure, one.right
        if (
            one.behind
            and one.indicator
            and self.runs_on(figure)
            and (self.class_counted.fullmatch(one.behind) or _FOUND_SO.search(one.origin) is not None)
            and not self.phrases.measure_end.search(one.indicator)
        ):
            one.indicator = None  # 区内外278所高校共录取…, 审计查出的86个路口已整改79个: the noun behind the figure
        if one.behind and not one.indicator and not one.origin and (verb := self.verb_of_row(figure)) != one.behind:
            one.indicator = verb or None  # 约谈649人、5个单位
        verbal = (
            not one.indicator
            or one.sampled
            or (figure.kind == "count" and (len(one.indicator) == 2 or one.indicator in _HOLDS))
            or self.ends_in_verb.fullmatch(one.indicator) is not None
        )
        if (
            figure.kind == "count" and one.indicator
        ):  # 建筑业发生4起事故: where it happened, nobody who acts; 帮助城镇15名就业困难人员: of which kind
            verbal = (
                verbal
                or one.indicator.endswith((*_OCCURS, "层面"))
                or one.indicator.startswith("正在")
                or (len(one.indicator) == VERB_AND_KIND and self.verbs.at_start(one.indicator) != "")
            )
        counted = self.class_counted.match(one.behind) if figure.kind == "count" and one.indicator and not verbal else None
        if (
            counted is not None
            and not self.phrases.measure_end.search(one.indicator or "")
            and not self.class_counted.search(one.indicator or "")
        ):
            one.behind, verbal = counted.group(), True  # 岚江干流6个断面
        if one.behind and one.indicator and figure.kind == "count" and (deeds := _TWO_DEEDS.search(one.indicator)) is not None:
            one.indicator, verbal = deeds.group("last"), True  # 制定并落实10条措施
        if one.behind and verbal:
            one.behind = self.counted_only(one.behind, one.figure)
            one.taken = _up_to(one.behind, right)
            one.indicator = (one.indicator or "") + one.behind

    def is_level_only(self, words: str) -> bool:
        """Whether words are nothing, or say but of which level a figure is: 全市|251万人参加义务植树."""
        return not words or AREA.fullmatch(words) is not None

    def thing_that_befell(self, figure: Quantity, state: str) -> str:
        """4.1万间房屋倒塌，24.8万间|不同程度损坏: what it was to which something else befell right before; else nothing."""
        last = self.last_draft if state.endswith(self.happens) else None
        if last is None or last.unit != figure.unit or last.sentence_span[0] != self.sentence.start:
            return ""
        befell = next((verb for verb in self.happens if (last.indicator or "").endswith(verb)), "")
        return (last.indicator or "").removesuffix(befell) if befell else ""

    def verb_of_row(self, figure: Quantity) -> str:
        """The verb alone that the figure right before is of, where nothing but 、 or 和 stands between; else nothing."""
        last = self.last_draft
        joined = last is not None and self.text[last.quantity_span[1] : figure.span[0]].strip() in ("、", "和", "及")
        said = (last.indicator or "") if joined and last is not None and last.unit != figure.unit else ""
        return said if said in self.verbs else ""

    def told_of_them(self, one: Reading) -> re.Match[str] | None:
        """发现3家|存在突出问题, 其余7个|正在整改, 21家|提供延时服务: what is said of so many, where nothing before says what they are but
        that they were found or are left; else null."""
        said = SAID.match(one.right)
        if said is None or self.runs_on(one.figure):
            return None
        if one.indicator is not None:
            return said if one.indicator in _FOUND_OR_LEFT and not said.group("said").startswith(("为", "是")) else None
        verb = self.verbs.at_start(said.group("said")) if not self.phrases.bare(one.origin) and not one.subjects else ""
        return said if verb and len(verb) < len(said.group("said")) else None

    def said_behind(self, one: Reading) -> str | None:
        """What is said of so many where nothing before names it: 仍有4件|正在办理, 90%|的建制镇建有…; words taken, if done."""
        figure, origin, right, subjects, behind = one.figure, one.origin, one.right, one.subjects, one.behind
        if (
            figure.unit == "%"
            and self.is_level_only(self.phrases.bare(origin))
            and not self.runs_on(figure)
            and (share := _SAID_OF.match(right)) is not None
        ):
            self.add(figure, subjects or None, share.group("said"), rule="statistics.clauses.behind")  # 90%的建制镇建有污水处理设施
            return share.group()
        if not one.indicator and figure.unit in ("%", "‰") and (predicate := self.predicate(origin, right)) is not None:
            self.add(figure, subjects or None, predicate, rule="statistics.clauses.behind")
            return BOUNDARY.split(right)[0]
        if (
            figure.kind == "count"
            and not one.indicator
            and not behind
            and not self.phrases.bare(origin)
            and (met := _MET_WITH.match(self.text, figure.span[1], self.sentence.end)) is not None
        ):
            self.add(figure, subjects or None, met.group(), rule="statistics.clauses.behind", topic=False)  # 其中7人被判处五年以上重刑
            return ""
        if (
            not one.indicator
            and not behind
            and one.counts
            and (state := self.state.match(right)) is not None
            and self.is_level_only(self.phrases.without_lead(self.phrases.bare(origin))[0].removesuffix("有").removesuffix("共"))
        ):
            whole = self.records[-1] if OUT_OF.fullmatch(one.rest) is not None and self.records else None  # 42宗案卷中的38宗进行了自查
            said = self.thing_that_befell(figure, state.group("state")) + state.group("state")
            self.add(figure, subjects or None, said, whole=whole, rule="statistics.clauses.behind", topic=False)
            return state.group()  # 办结42件，仍有4件正在办理
        if figure.kind == "count" and not behind and (told := self.told_of_them(one)) is not None:
            self.add(figure, subjects or None, told.group("said"), rule="statistics.clauses.behind", topic=False)
            return told.group()
        if (
            figure.kind == "count"
            and one.indicator
            and not behind
            and one.indicator.endswith(_BRINGS)
            and (brought := SAID.match(right)) is not None
        ):
            one.taken, one.indicator = brought.group(), one.indicator + brought.group("said")  # 带动1898人实现就业
        return None


def _up_to(noun: str, right: str) -> str:
    """The words behind a figure up to a noun in them, and with what is only its state: 31个|账号运行情况."""
    if noun not in right:
        return ""
    end = right.index(noun) + len(noun)
    state = _STATE.match(right, end)
    return right[: state.end() if state is not None else end]
