"""Phrases: what the words before and behind a figure say. Strings in, strings out; times come blanked."""

from __future__ import annotations

import re
from functools import lru_cache

from notice_parser.extract.statistics.sentences import TIME
from notice_parser.grammar import Field, Grammars
from notice_parser.grammar.pattern import words_pattern
from notice_parser.grammar.verbs import so_far_of, verbs_of
from notice_parser.text.regions import find_division, read_place, short_names
from notice_parser.text.word_list import WordList

__all__ = ["Phrases", "split_names"]

_PUNCTUATION = " \t\u3000，,、：:；;。-—"
_BY_PROVINCE = "90"  # in the code of a city that no other stands above but its province: 潜江, 济源
_NAME_BREAK = re.compile(
    "[、，,]|(?<=”)(?=“)|(?<=[^和与及共])(?:和(?!其)|以及|(?<![普涉危波])及(?![时格其])|(?<![参给])与(?![会其]))(?=[^谐平睦])"
)
# a bracket that stands at the end, or holds figures or a clause, is no part of the name; 各县（市、区）, 市(县局)长 are
_BRACKETS = re.compile(
    "[（(](?![0-9一二三][）)])[^（）()]*(?:[0-9，,\x01\x02]|其中|含|包括)[^（）()]*[）)]|[（(][）)]|[（(][^（）()]{0,60}[）)]$"
)
_ASIDE = re.compile(f"^{TIME}{{2,20}}[（(][^（）()]{{1,20}}[）)]")  # 1月22日（春运第二天）
_FIELD = re.compile(f"^[^，,、{TIME}]{{2,12}}方面(?={TIME})")  # 基础设施方面本月办理工单: in which field
_LEVELS_IN_BRACKETS = re.compile("[（(](?:[省市县区旗州镇乡]、?|街道(?:办(?:事处)?)?、?|单位|部门|社区|村){1,6}[）)]$")
_LEVELS_BEHIND = re.compile("[（(][省市县区旗州镇乡、]{1,6}[）)]")
_MARKER = re.compile(
    "^(?:[一二三四五六七八九十]{1,3}[、.．](?![一二三四五六七八九十](?:、|产业|[级类期线等批档季]))|[（(][一二三四五六七八九十0-9]{1,3}[）)]、?|[0-9]{1,2}[.．、](?![0-9])"
    "|第[一二三四五六七八九十百]{1,5}条[ 　]|【[^【】]{1,20}】"
    "|专栏[0-9一二三四五六七八九十]{1,2}(?=[ 　：:㐀-鿿])|[●■◆▲★○◇□①-⑳]|[一二三四五六七八九十]是)[ 　]{0,3}"
)
_DEGREE = re.compile(
    "(?:较为?(?:[多高大快慢好低少差长短]|集中|普遍|明显|缓慢|滞后)|最[多高大快慢好低少差长短]|居多|(?:排名?|分?[位名]?[居列])(?:[^，,、前后末（）0-9]|（[^（）]{1,6}）){0,8}[前后末](?:[一二三四五六七八九十两0-9]{1,2}[位名]?)?|(?:排名)?靠[前后]"
    "|突出|领先|排名前列|偏[多高低少])[的为是，,]{0,2}$"
)
_MOVED = re.compile(
    "(?<=.{2})(?:均|都|双双|明显|大幅|持续|有所)?(?:上升|下降|增长|增加|减少|提高|回升|回落|降低)(?:显著|明显|较[大快]|迅[猛速])?$"
)
_HELD_AT = re.compile(
    "(?<=.[率价量温度值数])平均$|(?<=..[^存所实正潜内外现直终期年续])(?:始终|一直|长期|常年|持续)?(?:保持|稳定|控制|维持)?在$"
)  # 失业率平均为5.2%, 得分在80—90分之间
_REACHED_ENDS = ("完成", "实现", "达到", "实际")
_REACHED_TAIL = re.compile("(?:累计|实际|共|已)?(?:完成|实现|达到)$|(?<=收入|支出)实际$")
_DONE_SO = re.compile(
    "(?:提前|超额|按期|按时|如期|逾期|全部|基本|部分|未|已|和|处理|办理|整改|登记|申报|搬迁|安装)$"
)  # 提前完成, 处理完成: more than that it is so
_NOT_YET = re.compile("(?:仍|尚|还)?未[^，,、的0-9]{2,9}")
_TOLD = re.compile("[^，,、的0-9]{2,14}的(?P<noun>[㐀-鿿]{2,12})")
_DE = re.compile("(?<![案行讼同易卖]标)的$")  # 结案标的: one word
_WHEN = frozenset(("后", "前", "时", "之后", "之前"))
_BEHIND_ENDS = re.compile(
    # 35个重点项目中|甲工程、乙公路等15个
    "(?<=项目|工程|事项|企业|单位|部门|网站|账号|案件|问题|提案|建议|诉求|工单)中(?=[^，,。；;、]{2,24}、)|"
    "[，,。；;：:]|(?<![国省市县区])、(?![省市县区旗州镇乡][）)、])|(?<!全[国省市县区州])、(?![省市县区旗州镇乡]|自治[区州县]|直辖市)|[（(](?!(?:自治[区州县]|直辖市|[一二12]|[省市县区旗州镇乡场库]|单位|部门|街道(?:办(?:事处)?)?|社区|机关)[）)、]"
    "|(?<=[㐀-鿿]{2}[（(])(?![已均未含占全共其正除])[㐀-鿿]{1,5}[）)](?![已均未全共被在所])[㐀-鿿]{2})"  # 41个中小学（幼儿园）建设项目
)
# 3117亩玉米、花生、大豆等被淹没: several things counted as one
_ROW_BEHIND = re.compile(
    "(?![^、]{1,6}中)(?:[㐀-鿿]{1,8}、){1,9}[㐀-鿿]{1,8}?(?<![高中初平同对均])等(?:(?=[，,。；;被已均遭])|[㐀-鿿]{0,4}?(?:人员|人才|专家|干部|骨干|队员)|[㐀-鿿]{2,6}?(?=[，,。；;被已均遭]|受灾|$))"
)
# 319名具有从宽情节的被告人判处缓刑: which ones, before what they are
_SUCH = re.compile("(?P<clause>(?:具有|患有|持有|拥有|没有|存在|属于|符合|参加|参与|从事|受到)[㐀-鿿]{1,14}的)(?P<noun>[㐀-鿿]{2,}.*)")
# 30家技术领先、成长性好、具有全国影响力的链主企业: several things said of what is counted, before what it is
_SUCH_ROW = re.compile(
    "(?=(?:具有|拥有|符合|集聚|[㐀-鿿]{2,14}(?:强|高|好|大|优|多|突出|明显|显著|完善|齐全|先进|领先|鲜明|过硬|扎实|规范|健全|适度|合理)、))"
    "[㐀-鿿]{2,30}(?:、[㐀-鿿]{2,30}){1,6}的(?P<noun>[㐀-鿿]{2,20})"
)
_TWICE_SAID = re.compile(
    "[㐀-鿿]{1,8}的、(?:[^，,。；;、]{1,20}的){1,2}(?P<noun>[㐀-鿿]{2,8})(?=[，,。；;]|$)"
)  # 高频的、适合移动端办理的事项
_DID = re.compile("(?<=..)[㐀-鿿]{2}了(?!解)")  # 45名妇女|申报了救助基金: no noun holds 了
_HALF_WORD = re.compile("[专正主党男老大中上前内]、[兼副次群女中小下后外]")  # 专、兼职人员: one word, cut in two
# what a noun behind a figure does not end in: 44个重点项目累计|完成投资
_SO_FAR_NOUN = re.compile(
    "(?:已|未|尚未)[㐀-鿿]{2,5}?(?:人员|群众|居民|学生|职工|企业|单位|项目|工程|案件|问题|事项|隐患|房屋|车辆)(?=[㐀-鿿]{0,8}?(?:[仍还已均都未在]|$))"
    "|(?:已|未|尚未)[㐀-鿿]{2}[㐀-鿿]{2,6}?(?=仍|还|均|都|依然)"
)
_LEFT_BEHIND = re.compile(
    "(?:及(?:其)?(?:所属|下属|直属|所辖)|和|及|与|以及|共|仅|只|的|(?<=[县市区省镇乡村位门业家构院校队司民户])[将把]|^[中里内]|(?<=[^其集高初])[中里内]|(?<=.{2})(?:累计|共计|合计|总计|先后|实际|预计|主动|自愿|自行|自觉)|^(?:报名|主动|自愿|踊跃|积极|成功|首次|顺利)|(?<=[㐀-鿿][^许认适宁])(?:可|可以|能够|须|将))$"
)
_MAYBE_PLACE = re.compile("[㐀-鿿]{1,9}[省市县区州盟旗镇乡]")
REMEMBERED = 2048  # phrases of each kind of question
BODY = 18  # characters of a body's name behind its place
_EACH_OF = re.compile("各(?!(?:组成|工作|职能|直属|有关|相关)?部门)")
_ACTS = re.compile("[共累已受完接查达新建有在被]|办(?!公|$)|通过|实现")
_PLACE_ENDS = "省市县区州盟旗镇乡"
_PLACE_GOES_ON = re.compile(
    "[级直场民域内外长委政]|人民|高新|开发区|经开|.{1,12}(?:局|委员会|办公室|中心|法院|检察院)(?=[完受接查办共收累])"
)
# 从查处的386件问题类型看: how they are looked at, not what they are
_SEEN_BY = re.compile("(?:[类]型|类别|种类|分布|构成|结构|情况|原因|来源|性质|领域|区域|部门)*(?:上|来)?看$")
_REACHED = re.compile("(?:上升|下降|增加|增长|减少|提高|提升|降低|扩大|缩短|压缩|[增减升降])(?:到|至|为)")
_CARRIED_TO = re.compile(f"(?:结?转|转[入至到]|延至|顺延至?|推迟到?|留待)(?={TIME})")
_TO_TIME = re.compile(f"(?:截至|截止到?|[到至止于在自])(?={TIME})")
_ONLY_JOINS = re.compile("(?:仍|尚|还|另|均|都|也|和|及|与|以及|对|在|于|从|向|将|把|按|以|为|的|等|并|或)?")
_TEAM = re.compile("[㐀-鿿]{2}(?:组|中心|大厅)")  # 检查组, 监测中心: what it does names it
_GOES_ON = re.compile("及其|和其|与其|等(?=.)")  # 县政府及其部门: a class, not a body
_GOES_ON_AS_PLACE = ("县", "市", "区", "旗")
_SHORT_PLACE = re.compile("[㐀-鿿]{2,3}?(?:新增|新设|累计|共|已|完成|实现|达到?|为|增长|下降|同比|由于|因(?!素|子|地)|受|全[省市县区]|$)")
_HAN = re.compile("[㐀-鿿]+")
_NO_PLACE = (
    # 调整了局机关, 涉及我市新媒体: no name holds 了, none the notice's own place within
    "了(?!解)|涉及|依法(?!治[省市县区州])|(?<=.)[我本][省市县区州镇乡]|[东西南北]距|^(?:等|各类|一大?批|多[家个]|数[家个]|部分|为(?!民))|^(?:直辖|地级|县级|计划单列|副省级)市$|^[一二三四]级(?:及)?以[上下]"
)
_JOINED = ("及", "和", "与")
_SENDS = re.compile("(?P<who>[^，]{2,12}?)(?=派出|派驻|成立|组建|抽调|选派)")  # 水利部派出检查组: the group is what is sent
_CLASS_OF_PLACES = re.compile("各?(?:[县市区州]（[^（）]{1,6}）|[县市区州]\\([^()]{1,6}\\)|县市区|县区|区县|市县)")
_OF_EACH = re.compile(
    "(?P<what>(?!通过|依托|利用|运用|借助|使用|经由|[在向对为从由按将把与和及])[㐀-鿿]{0,8}?(?:大厅|中心|窗口|平台|热线|网站|站点?|所))(?=..)"
)
_AMONG = re.compile("^(?:其中|(?:主要|具体)?包括|主要有)")
_IS_RANKED = re.compile("(?:位?列|位?居|排名?|名列)(?:全[国省市县区州])?第?")
_JOINED_VERB = re.compile("(?:和|及|与|或)(?:基本|部分|全部)?$")  # 达到和基本|达到: the verb is what is counted
_OWN_BODY = re.compile("[我本该][^国省市县区州镇乡村]{1,2}")
_MEANWHILE = re.compile(
    "^(?=[^间程假汛当首末初除来]*+[间程假汛当首末初除来])(?:[^，,、：:占完]{0,6}?(?:期间|过程中|假期|汛期|当[日天月年](?!价)|[首末]日|首[周月]|首季度?+)(?=[^，,、内前后开结]{3})|(?:(?:正月|大年|年)初[一二三四五六七八九十]|除夕)(?=[^，,、至到]{2})|[㐀-鿿]{2,10}以来[，,]?(?=.{3}))"
)  # 春运期间全市发送旅客: when


_WORKS = "(?:修复|维修|整修|检修|改造|新建|改建|扩建|迁建|重建|建设|加固|管护|养护|升级)"  # done to what stands there
_FOR_DOING = re.compile("(?:受理|办理|接待|接访|查询|举报|报送)(?:指挥|服务|调度)?(?:中心|平台|系统|大厅)")


def _own_end(phrase: str, end: int) -> int:
    """Where in a body's name, that ends at ``end``, stands what it is there for: 岚川市市长电话|受理指挥中心."""
    return next((match.start() for match in _FOR_DOING.finditer(phrase, 0, end) if match.end() == end), end)


def _holding(names: tuple[str, ...]) -> str:
    """A pattern that looks ahead for a character in which one of some names ends: most phrases hold none."""
    ends = "".join(sorted({name[-1] for name in names}))
    return f"(?=[^{ends}]*+[{ends}])" if _HAN.fullmatch(ends) is not None else ""


@lru_cache(maxsize=8)
def _of_names(subjects: Field, clauses: Field) -> tuple[re.Pattern[str], ...]:
    """What is no name, a class of institutions, an institution by its last word before what it did (南渡卫生站完成…), one that a place has
    of its own, whatever is said of it (柳坝镇卫生院得分…), and what is known as a body by what it does alone (税务部门, 南渡卫生站)."""
    names, verbs, nominal = subjects.words, clauses.patterns["verb"], words_pattern(clauses.words["nominal"])
    known = clauses.patterns["known_verb"]  # names begin with two characters that might make a verb: 检测站, 新集镇
    acts, classes, schools = (words_pattern(names[name]) for name in ("institution_act", "class_word", "school"))
    institutions, nouns = (f"(?:{'|'.join(names[name])})" for name in ("institution", "class_noun"))  # patterns, some of them
    no_name = re.compile(f"{words_pattern(names['no_name'])}|{_NO_PLACE}")
    # 港口建设和河道建设, 提灌站修复241万元: a work, not what a port does
    institution = re.compile(
        f"{_holding(names['institution'])}(?P<subject>(?!{known}|[㐀-鿿]{{1,8}}{nominal}[和与及]|[的各和与及其在对从按由向将把以据到赴被]|[转获报](?=[省市县区镇乡各全]))[㐀-鿿]{{2,14}}?(?<!的){institutions})"
        f"(?!{_WORKS}(?:工程|项目|资金|投资|费用?|任务)?$)(?=(?:共计?|累计|已|分别|全年|先后)?(?!{nominal}(?:[和与及、的]|进一步|不断|持续|明显|显著|稳步|加快|顺利|成效|步伐|力度|工作))(?:{verbs}(?![率度量数额])|{acts}))"
    )
    class_of = re.compile(
        f"(?!(?:[省市县区镇]级)?中心$)(?:各级|{classes}[和、]?){{1,6}}(?:学校|院校|高校|大学|中学|小学|学院|医院|中心|机构|公司|银行|(?:图书|博物|文化|档案|美术|科技|体育)馆)?"
        f"|{classes}{{0,3}}{nouns}"
    )
    town = "[㐀-鿿]{1,4}?(?:(?<![城乡市集村])镇|(?<!城)乡(?![镇村])|街道|(?<![乡农行政自然贫困示范])村(?![镇级民])|(?<=..)社区)"
    county = "[㐀-鿿]{2,4}?[市县区旗]"
    more = f"(?!{classes}|乡|农|公|私|国有)[㐀-鿿]{{2,6}}?"
    own = re.compile(
        f"(?=[^镇乡街村社市县区旗州]*+[镇乡街村社市县区旗州])(?P<subject>{town}[㐀-鿿]{{0,6}}?(?:{nouns}|{schools})"
        f"|[市县区州](?![市县区镇乡级属直域城内外辖里场])(?:(?:{more})?(?:{nouns})|{more}(?:{schools}))|{county}{more}(?:{nouns}|{schools}))"
        "(?![数个所类级毛]|入[园学]|(?<=[镇乡道村区][小中初高][学中])[在毕]|学?生(?!活)|阶段|教[师职育]|[新改扩迁][建改扩]|建设|改造|覆盖|标准化|学位|建筑|[和及与、])"
    )
    return no_name, class_of, institution, own, re.compile(f"(?:部门|队伍|专班|{institutions}|{nouns}|{schools})$")


class Phrases:
    """The readers of phrases, with the grammars they use; results are remembered, phrases repeat."""

    def __init__(self, grammars: Grammars) -> None:
        self.subjects = grammars["statistics.subjects"]
        self.clauses = grammars["statistics.clauses"]
        words = self.clauses.words
        self.lead, self.link, self.measure_end = (
            self.clauses.rule(f"statistics.clauses.{name}").asked for name in ("lead", "link", "measure_end")
        )
        self.class_of_whom = self.clauses.rule("statistics.clauses.class_of_whom").compiled
        self.first_locative, self.first_stop = (
            self.clauses.rule(f"statistics.clauses.{name}").first_in_line for name in ("locative", "stop")
        )
        self.whole, self.whole_lead = words["whole"], words["whole_lead"]
        self.based, self.bare_change = (
            grammars["statistics.changes"].rule(f"statistics.changes.{name}").compiled for name in ("based", "bare")
        )
        self.so_far = so_far_of(self.clauses)
        self.acts = verbs_of(self.clauses)
        self.opens_deed = WordList(words["known_verb"]).at_start  # 抽查政府网站: what is done; 新集镇, 安监部门 are names
        self.manner = self.clauses.rule("statistics.clauses.manner").asked
        self.no_name, self.class_of, self.institution, self.own_institution, self.acting = _of_names(self.subjects, self.clauses)
        self.subject_of = lru_cache(maxsize=REMEMBERED)(self._subject_of)
        self.bare = lru_cache(maxsize=REMEMBERED)(_bare)
        self.without_lead = lru_cache(maxsize=REMEMBERED)(self._without_lead)
        self.without_link = lru_cache(maxsize=REMEMBERED)(self._without_link)
        self.is_body = lru_cache(maxsize=REMEMBERED)(self._is_body)
        self.behind = lru_cache(maxsize=REMEMBERED)(self._behind)

    def _without_lead(self, phrase: str) -> tuple[str, bool]:
        """The phrase without words that only lead in, and whether 其中 was among them."""
        among = False
        phrase = _MEANWHILE.sub("", phrase)
        for _ in range(4):
            rest = phrase.lstrip(_PUNCTUATION)
            match = self.lead.match(rest)
            whole = (
                match is not None and rest.startswith(self.whole_lead) and not self.acts.at_start(rest, match.end())
            )  # 共|建成 is no 共建
            if match is None or whole or (match.end() == len(rest) and len(match.group()) > 3):
                return rest, among or (match is not None and _AMONG.match(rest) is not None)
            among = among or bool(_AMONG.match(match.group()))
            phrase = rest[match.end() :]
        return phrase, among

    def _without_link(self, phrase: str) -> str:
        """The phrase without the link words at its end: 为, 达到, 共有."""
        for _ in range(4):
            phrase = phrase.rstrip(_PUNCTUATION)
            match = self.link.search(phrase)
            if match is None or phrase.endswith(self.whole) or _JOINED_VERB.search(phrase, 0, match.start()) is not None:
                break
            phrase = phrase[: match.start()]
        return phrase

    def _subject_of(self, phrase: str) -> tuple[str | None, str]:
        """The subject that the phrase begins with, and what is left of the phrase."""
        if not phrase:
            return None, phrase
        best = None
        named = self.subjects.first_of_each(phrase)
        for match in named:
            if best is None or (match.priority, match.end) > (best.priority, best.end):
                best = match
        of_class = best is not None and best.label == "level" and _CLASS_OF_PLACES.fullmatch(best.text) is not None
        if best is not None and (best.label == "place" or of_class):
            # 禾丰县水利局, 县（区）政务大厅: the body, not the place, if nothing but its name lies between
            body = next((match for match in named if match.label == "body"), None)
            if (
                body is not None
                and (not of_class or self.acts.at_start(phrase, body.end))
                and best.end < body.end <= best.end + BODY
                and not _ACTS.search(phrase, best.end, _own_end(phrase, body.end))
            ):
                best = body
        if best is not None and best.label == "place" and phrase[best.end : best.end + 1] in _GOES_ON_AS_PLACE:
            if len(phrase) == best.end + 1:
                return phrase, ""  # 禾乡|县 before a figure: no name of one that is counted
            known = read_place(phrase)  # 新乡|县, 辉县|市: a name of the gazetteer that another begins
            if known is not None and known[1] == best.end + 1 and not _PLACE_GOES_ON.match(phrase, known[1]):
                return phrase[: known[1]], phrase[known[1] :].lstrip("的，,：:")
        if best is not None and best.label != "level":
            name = best.group("subject") or best.text
            if (
                self.no_name.search(name)
                or (best.label == "body" and self.class_of.fullmatch(name))
                or (best.label == "place" and (self.opens_deed(name) or self.manner.match(name) is not None))
            ):
                best = None  # 加密城乡, 推动电商平台: what is done comes first
        if (
            best is not None
            and best.label == "body"
            and phrase[best.end : best.end + 1] in _JOINED
            and not self.coordinate(phrase[best.end + 1 :])
        ):
            best = None  # 市政府部门及派出机构网站: kinds of one thing
        if best is not None and best.label != "level" and (phrase[best.end : best.end + 1] == "级" or _EACH_OF.search(best.text, 1)):
            best = None  # 地厅|级干部, 抽查各地区: a class
        if best is not None and best.label == "body" and (sends := _SENDS.match(best.group("subject") or best.text)) is not None:
            return sends.group("who"), phrase[sends.end() :]
        if (
            (best is None or best.label == "place")
            and (acting := self.institution.match(phrase) or self.own_institution.match(phrase)) is not None
            and self.no_name.search(acting.group("subject")) is None
            and self.class_of.fullmatch(acting.group("subject")) is None
        ):
            return acting.group("subject"), phrase[acting.end("subject") :]
        if best is None or best.label == "body":
            # a name of the gazetteer, whatever it begins with: 禾坪县, 达川区
            known = read_place(phrase) if _MAYBE_PLACE.match(phrase) else None
            longer = known is not None and best is not None and known[1] < best.end <= known[1] + BODY  # 禾丰县政务服务热线
            longer = longer and known is not None and best is not None and not _ACTS.search(phrase, known[1], _own_end(phrase, best.end))
            if known is not None and not longer and phrase[known[1] - 1] in _PLACE_ENDS and not _PLACE_GOES_ON.match(phrase, known[1]):
                return phrase[: known[1]], phrase[known[1] :].lstrip("的，,：:")
        if best is None:
            return self.within_province(phrase) or _province(phrase, self.acts) or (None, phrase)
        subject = best.group("subject") or best.text
        if best.label == "level" and subject.startswith("各") and (of_each := self.of_each(phrase[best.end :])):
            return subject + of_each, phrase[best.end + len(of_each) :]
        team = _TEAM.fullmatch(subject) is not None and (
            subject.endswith("组") or phrase.startswith(("共", "已", "累计"), best.end) or self.acts.at_start(phrase, best.end) != ""
        )
        acts = not team and self.opens_deed(subject)
        if best.label == "body" and (acts or _GOES_ON.match(phrase, best.end)):
            return None, phrase
        more = _LEVELS_BEHIND.match(phrase, best.end) if subject.startswith("每") else None  # 每个县（市、区）
        return (subject, phrase[best.end :].lstrip("的，,：:")) if more is None else (subject + more.group(), phrase[more.end() :])

    def of_each(self, rest: str) -> str:
        """各县（市、区）|政务服务大厅|办理…, 各乡镇|便民服务中心|办结…: what each of them has, that did something; else nothing."""
        named = _OF_EACH.match(rest)
        return named.group("what") if named is not None and self.acts.at_start(self.did_so_far(rest[named.end() :])) else ""

    def did_so_far(self, words: str) -> str:
        """What somebody did, without the adverb before it: 先后|拨付资金, 一共|核收."""
        adverb = self.so_far.match(words)
        return words if adverb is None else words[adverb.end() :]

    def within_province(self, phrase: str) -> tuple[str, str] | None:
        """云南岚川市禾丰县发生…: a place with its province by its short name before it."""
        province = find_division(phrase[:2]) if _MAYBE_PLACE.match(phrase) else None
        if province is None or not province.code.endswith("0000") or phrase[2:3] in _PLACE_ENDS:
            return None
        place, rest = self.subject_of(phrase[2:])
        if place is None or place[-1:] not in _PLACE_ENDS or place[0] in "全我本各":
            return None
        return phrase[: 2 + len(place)], rest

    def coordinate(self, phrase: str) -> bool:
        """Whether what stands behind 及 or 和 is one more name, and not a kind of the thing that is counted."""
        return self.subject_of(phrase)[0] is not None or self.class_of_whom.match(phrase.removeprefix("各")) is not None

    def is_short_place(self, name: str) -> bool:
        """Whether a name is a province or a city without its last word: 山东, 岚川."""
        if not 2 <= len(name) <= 4:
            return False
        if (found := find_division(name)) is not None:
            return found.code.endswith("00")
        city = find_division(f"{name}市")
        return city is not None and city.code[2:4] == _BY_PROVINCE

    def is_known_place(self, phrase: str) -> bool:
        """Whether a phrase begins with a place of the gazetteer, whatever else its first character means (从, 和, 向)."""
        known = read_place(phrase) if _MAYBE_PLACE.match(phrase) else None
        return known is not None and known[1] > 2 and phrase[known[1] - 1] in _PLACE_ENDS

    def _is_body(self, subject: str) -> bool:
        """Whether a subject is a body or a platform, not a level or a place; 我局 and 该中心 are bodies too."""
        if _OWN_BODY.fullmatch(subject) is not None:
            return True
        named = self.subjects.first_of_each(subject)
        if any(match.label != "body" and match.end == len(subject) for match in named):
            return False
        return self.acting.search(subject) is not None or any(match.label == "body" for match in named)

    def without_locative(self, phrase: str) -> str:
        """The phrase without 通过…平台 in front."""
        match = self.first_locative(phrase)
        return phrase[match.end :] if match and match.start == 0 and len(phrase) - match.end >= 2 else phrase

    def _behind(self, phrase: str) -> str:
        """The noun phrase that a figure counts, where it stands behind it: 106项涉企事项实行… → 涉企事项."""
        phrase = phrase.lstrip("的")
        if phrase.startswith("之间"):  # 得分在80—90分之间
            return ""
        if _REACHED.match(phrase):  # 从24.1万起下降至15.8万起
            return ""
        if phrase.startswith(("没有", "居首", "居末", "次之", "垫底", "紧随其后")) or _IS_RANKED.fullmatch(
            phrase
        ):  # 36个|没有设置窗口, 95.8分|列第二
            return ""
        if _CARRIED_TO.match(phrase):  # 剩余4件转2024年办理
            return ""
        if self.based.match(phrase) or self.bare_change.match(phrase):  # 16起减少6起, 3起同比增多1起: what the next figure is
            return ""
        at = phrase.find(TIME)  # 12个县区|2021至2023年…资金
        phrase = phrase[:at] if at > 1 or (at == 1 and self.class_of_whom.match(phrase) is not None) else phrase
        if (such := _SUCH.match(phrase)) is not None:
            return such.group("clause") + self.behind(such.group("noun"))
        if (row := _SUCH_ROW.match(phrase)) is not None:
            return self.behind(row.group("noun"))
        if (row := _ROW_BEHIND.match(phrase)) is not None:
            return row.group()
        if "的、" in phrase and (said := _TWICE_SAID.match(phrase)) is not None:
            return said.group("noun")
        cut = _BEHIND_ENDS.search(phrase, 2 if _HALF_WORD.match(phrase) else 0)
        if cut:
            phrase = phrase[: cut.start()]
        if phrase in _WHEN:  # 继2006年接近4万亿元后，…
            return ""
        closed = phrase.find("）") if phrase.count("）") > phrase.count("（") else -1
        phrase = phrase if closed < 0 else phrase[:closed]
        if "了" in phrase and (did := _DID.search(phrase)) is not None:
            phrase = phrase[: did.start()]
        so_far = _SO_FAR_NOUN.match(phrase)
        if so_far is not None:  # 526名已死亡人员|仍享受待遇
            return so_far.group()
        match = self.first_stop(phrase) if len(phrase) > 1 else None
        if match and phrase[: match.start] in self.acts and match.text in self.acts:
            again = self.first_stop(phrase[match.end :])
            if again is not None and again.start > 1:  # 12个竣工投产展馆|完成投资: no verb alone is counted
                return self.without_tail(phrase[: match.end + again.start])
        if match:
            opens = (match.start == 0 or phrase[: match.start] in self.acts) and not phrase.startswith("在", match.start)
            told = _TOLD.match(phrase, match.start) if opens else None
            listed = cut is not None and cut.group() == "、"  # 9个乡镇|未将公安、市监事项纳入综窗
            if match.start > 1 and not listed and _NOT_YET.fullmatch(phrase, match.start) is not None:
                pass  # 35个账号未完成注销: without it another thing
            elif told is None:
                phrase = phrase[: match.start]
            else:  # 4个存在问题的网站, 54件办理不及时的事项: which ones, and what they are
                again = self.first_stop(told.group("noun"))
                phrase = phrase[: told.start("noun") + (again.start if again else len(told.group("noun")))]
        return self.without_tail(_SEEN_BY.sub("", phrase.strip()))

    def without_tail(self, noun: str) -> str:
        """A noun behind a figure without the words that lead on to the next one: A级景区累计|接待游客 → A级景区."""
        return self.bare(_LEFT_BEHIND.sub("", noun))

    def done(self, phrase: str) -> str:
        """The phrase without what at its end says only that it is so: 教育支出完成, 得分在, 失业率平均 → 教育支出, 得分, 失业率."""
        phrase = _HELD_AT.sub("", phrase) if phrase.endswith(("平均", "在")) else phrase
        reached = _REACHED_TAIL.search(phrase) if phrase.endswith(_REACHED_ENDS) else None
        if reached is None or reached.start() < 2 or _DONE_SO.search(phrase, 0, reached.start()) is not None:
            return phrase
        return phrase[: reached.start()]

    def topic(self, phrase: str) -> str:
        """A clause without figures as the name of a topic: 报修件较多 → 报修件."""
        return _DE.sub("", _MOVED.sub("", _DEGREE.sub("", self.without_link(phrase))))


def _bare(phrase: str) -> str:
    """The phrase without times, brackets, markers and punctuation at its ends."""
    plain = _MARKER.sub("", phrase)
    if TIME in phrase:
        plain = _ASIDE.sub("", _FIELD.sub("", _MARKER.sub("", _TO_TIME.sub("", phrase)))).replace(TIME, "")
    plain = plain.strip(_PUNCTUATION)
    if ("（" in plain or "(" in plain) and not _LEVELS_IN_BRACKETS.search(plain):
        plain = _BRACKETS.sub("", plain).strip(_PUNCTUATION)
    plain = _MARKER.sub("", plain).strip(_PUNCTUATION)
    for opening, closing in (("“", "”"), ("（", "）"), ("(", ")")):
        if plain.count(opening) != plain.count(closing):
            plain = (
                plain.strip(opening + closing).rpartition(closing)[2]
                if plain.count(closing) > plain.count(opening)
                else plain.replace(opening, "", 1)
            )
    return "" if _ONLY_JOINS.fullmatch(plain) else plain.strip(_PUNCTUATION)


def split_names(phrase: str, count: int | None = None) -> list[str]:
    """The names of an enumeration; at 和 and 及 too, unless 、 alone gives as many as ``count``.

    >>> split_names("禾丰县、云坪区和柳坝镇")
    ['禾丰县', '云坪区', '柳坝镇']
    """
    plain = [name.strip(" 　") for name in re.split("[、，,]|(?<=”)(?=“)", phrase) if name.strip(" 　等")]
    if count is not None and len(plain) == count:
        return plain
    return [name.strip(" 　") for name in _NAME_BREAK.split(phrase) if name.strip(" 　等")]


def _province(phrase: str, acts: WordList) -> tuple[str, str] | None:
    """A province by its short name before what was done there: 广东新增…; and the rest."""
    if _SHORT_PLACE.match(phrase) is None and not acts.at_start(phrase, 2) and not acts.at_start(phrase, 3):
        return None
    place = find_division(phrase[:2]) or find_division(phrase[:3])
    if place is None or not place.code.endswith("0000"):
        return None
    name = next(n for n in short_names(place.name) if phrase.startswith(n))
    return name, phrase[len(name) :]
