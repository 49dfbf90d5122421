"""Where a figure stands: the document, its sentence, the words around it, and what is remembered of those before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from notice_parser.extract.statistics.draft import Draft, Excluded
from notice_parser.extract.statistics.memory import Memory, Record, Topic
from notice_parser.extract.statistics.phrases import Phrases
from notice_parser.extract.statistics.sentences import TIME, Sentence
from notice_parser.grammar import Field, Grammars
from notice_parser.grammar.pattern import words_pattern
from notice_parser.layout.document import Document
from notice_parser.model import Diagnostic, Quantity, Span

__all__ = [
    "AMISS",
    "AND",
    "BODIES",
    "BOUNDARY",
    "CHANGED",
    "CLAUSE",
    "DONE",
    "GOODS",
    "LIGHT",
    "NAMED_NEAR",
    "REACHED",
    "REMEMBERED",
    "Context",
    "clauses_of",
]

BOUNDARY = re.compile("[，,；;：:](?:(?<![0-9][：:])|(?![0-9]))")  # no ratio: 按1:4的照护比
# joins one more of a row: 来信86件|和来电64件; no 和 of 和美乡村, 和田玉, 和县
AND = re.compile("(?:以及|[和及与](?![解谐平睦时格早会与硕]|美(?![国容食术])|田(?![间块地园])|县(?![级区直域属乡市])))(?=[㐀-鿿]{2})")
_NESTED = re.compile("[（(\\[〔][^（）()\\[\\]〔〕]*[）)\\]〕]")
_CLAUSE_INSIDE = re.compile("^(?![（(][0-9一二三][）)]$).*(?:[0-9，,；;。：:]|其中|含|[一二三四五六七八九十]个|简称|下同)")
_APART = re.compile(
    "[ \u3000]{1,8}(?:[.,][ \u3000]{0,4})?|[.,][ \u3000]{1,4}"
)  # 1 126, 3, 106. 74: what is left between halves of a figure
_PARTS = frozenset(" \u3000.,")  # one of these stands behind a half of a figure
_AHEAD_DIGITS = re.compile(" {1,2}(?!(?:19|20)[0-9]{2}年|[0-9]{1,2}[月日])[0-9][0-9A-Za-z.,]*+")
_BEHIND_DIGIT = re.compile("(?:^|[^A-Za-z0-9])[0-9]{1,5} {1,2}$")
_BY_YEAR = re.compile(f"^[ 　]*(?:力争)?到{TIME}{{2,12}}(?![止为{TIME}])")
_BY_THEN = re.compile("[ 　]{0,4}到(?:去年|上年|前年|上月|(?:本年|年|期)末[，,])")
_AIM = re.compile(
    "力争|确保|据预[计测]|据估计|预期目标|主要目标|目标[是为：:]|(?:^|[，,：:])[ 　]{0,4}(?:计划(?![的”]|[^，,]{0,4}率|(?:总)?投资)|预计)"
    f"|^[ 　]{{0,4}}{TIME}{{1,20}}计划(?!的|任务|投资|目标)"
    # 今年我区计划完成造林0.8万亩，封滩育林1.8万亩: what somebody plans, and what stands in a row with it
    "|(?<=[国省市县区州旗镇乡局委厅办部门院校事])计划(?=完成|实施|新建|新改|新增|建设|改造|投入|安排|开工|培训|治理|造林|实现|解决)"
    "|(?<=[局委厅办部门会位院市县区镇乡省])将(?:继续|再|力争)?(?:新建|新增|新改|改造|改建|建设|建成|实施|完成|投入|组织|培育|引进|打造|创建|争取|每[月季年周])"
)
_MAY_AIM = re.compile("[争保据标划预将]")  # one of these is in whatever _AIM finds
DONE = "建成|达产|投产|达效|投用|投入使用|竣工|完工"  # verbs of a work that is done
_ONCE_DONE = re.compile(f"(?:{DONE})以?后[，,]?[^，,。；;]{{0,12}}?(?:[可能将]|预计)")  # 项目达产后可实现年产值
# 各县（区）要加快进度，11月底前完工率达到90%
_MUST = re.compile("(?:^|[，,])[ 　]{0,4}各[^，,。；;：:0-9]{1,12}(?<![重主必需])要(?![求素点件闻])")
_AIMS = re.compile(
    "(?:目标(?:任务)?|(?:主要|重点|建设|年度|工作)任务)(?:[是为][：:]?|[：:])"
)  # 主要预期目标是：…；…；…: members are aims too
_SO_FAR = re.compile("已|实际|目前|现有|[共实]有|累计|(?:完成|占)[^，]{0,8}(?:计划|任务|目标|预算)的?$")
_CHARACTERISED = re.compile("(?:规划|计划|预计)[^，,]{2,12}的(?:[（(][^（）()]{1,6}[）)])?(?:有|为|是|共)?$")  # 计划逐步解决的有5件
# 完成年度预期目标46.4%, 比年度预期目标低3.6个百分点: how far it is done
_AGAINST_AIM = re.compile("(?:完成|占|超过?|比|较|[高低快慢]于|落后于?)[^，,。；;]{0,10}?(?:目标|任务|计划|指标)[^，,。；;]{0,6}$")
_PLANS = re.compile("规划|计划|预计")
_IN_ORDER = re.compile("[ 　]{0,4}[居排列位最较前后末倒首其再垫]")  # how a place in an order begins
_NEXT_IN_ORDER = re.compile("(?:其次|再次)(?:则?[是为])?(?=..)")
_PLAN_DONE = re.compile("(?:完成|落实|执行)[^，,]{0,14}计划[^，,的]{2,10}$")  # 未完成招生计划高校347所
_BY_NOW = re.compile(
    "截[至止]|[，,；;](?:今年|[0-9]{4}年)?(?:[0-9]{1,2}月?[-—~～至到][0-9]{1,2}月|上半年|[一二三]季度|前三季度|前[0-9一二三四五六七八九十]{1,2}个月)"
)
_BY_NOW_OR_DONE = re.compile(f"{TIME}|已|目前|现有|累计|共|同比|环比|占|率[为达]?[0-9]|实际")  # of what was, though a plan stands before it
_STATE = re.compile("[，,、 　]{0,2}(?:全部|均|已)?(?:开工|完工|竣工|投产|到位|支付|在建)")  # 计划改造24个，开工21个
# 超额完成|浓度下降|4%、|重污染天数减少|6%|的改善目标: what was to be reached, and was
REACHED = re.compile("(?:超额|圆满|提前|如期|全面|顺利)?(?:完成|实现|达到)了?(?=[^，,。；;0-9]{2})")
_AIM_BEHIND = re.compile("(?:[、和及与][^，,。；;、]{2,24})?的[㐀-鿿]{0,8}目标")
_HAPPENED = re.compile("已|目前|现有|截至|截止|去年|上年")
_OBLIGED = re.compile("应当|不得|不[宜应]|严禁|禁止|可以处|方可|应(?:有|具[备有]|配备|设[立置])")
_SHORTENED = re.compile("(?:压缩|压减|缩减|缩短|减少|降低|精简|提速|由[^，,]{1,12}[减降缩压]|从[^，,]{1,12}[减降缩压])(?:至|到|为)")
_QUOTED = re.compile("“[^“”]{1,40}”")
REMEMBERED = 200  # topics, and records looked back at
NAMED_NEAR = 12  # records before a figure among which those stand that 两地, 三个单位 speak of
_CLAUSE_END = re.compile("[，；;。：:]|,(?![0-9]{3}(?![0-9]))|(?<![0-9]),")  # no comma within 1,289,300
CLAUSE = 200  # characters of a clause on each side of its figure
LIGHT = ("完成", "实现", "达到", "出现", "实际完成", "实际实现")  # say only that it is so
# what bodies did amiss, or failed to do: 少征补偿费, 未公开信息, 违规收费; no 多为, 多数, 少年
# a class of bodies, by the character or the word with which it ends
BODIES = (
    "(?:[㐀-鿿]{0,4}?(?:单位|部门|机构|机关|组织|团体|企业|公司|集团|银行|协会|商会|农场)"
    "|[㐀-鿿]{1,4}?(?:中心|[店厂馆院校社站所](?![区长员团会])))"
)
AMISS = "(?:[少多漏虚超](?![，,数年为])[㐀-鿿]|未[^来]|违规|违反|擅自)"
CHANGED = "(?:上升|下降|增长|增加|减少|提升|提高|降低|回升|回落|改善|恶化)"  # how it went, where no rule asks by how much
CONTEST = "(?:排名|排位|考核|考评|评比|评价|评估|评选|评议|测评|竞赛|大赛|比赛)"  # within which one is ranked
GOODS = "(?:食品|药品|商品|化妆品|产品|品种|传染病|病种|污染物)"  # kinds of things of which a rate is told
# patterns of grammars/statistics/clauses.toml that are asked of a phrase
_ASKED = (
    "action",
    "must",
    "each",
    "actor",
    "level_inside",
    "manner",
    "given",
    "inner_adverb",
    "ends_in_verb",
    "counted",
    "index",
    "class_of_whom",
    "label",
    "measured",
    "highest",
    "state",
    "action_upon",
    "ahead_named",
    "first_ones",
    "ordered_again",
    "degree_of",
    "more_less",
    "sought",
    "stands_at",
    "work",
    "at_work",
    "of_money",
    "reviewed",
    "upon",
    "charged",
    "given_to",
)


@lru_cache(maxsize=8)
def _predicate(clauses: Field) -> re.Pattern[str]:
    """A verb within a phrase, that says something of what stands before it, and names no work."""
    nominal = frozenset(clauses.words["nominal"])
    predicates = words_pattern(verb for verb in clauses.words["known_verb"] if verb not in nominal)
    return re.compile(f"(?<=..){predicates}(?![率度量数额])(?=..)")


@lru_cache(maxsize=8)
def _did(clauses: Field) -> re.Pattern[str]:
    """What was done, that is no part of a name: 承办, 累计受理, but not 受理中心, 群团组织, 办理率."""
    verbs = clauses.patterns["known_verb"]
    return re.compile(
        f"(?:共计?|累计|先后)?(?:(?!组织)|(?<![团党会])){verbs}(?![率度量数额]|.{{0,3}}(?:部门|单位|中心|机构|企业|[局办委处站厅院所队组网]))"
    )


@lru_cache(maxsize=8)
def _class_counted(clauses: Field) -> re.Pattern[str]:
    """What is counted, with the few words before it that say of which class it is."""
    return re.compile(f"[㐀-鿿]{{0,6}}{words_pattern(clauses.words['counted'])}")


class Context:
    """The walk over a document as the classes built on it see it: one sentence at a time, with a memory."""

    def __init__(self, document: Document, grammars: Grammars, times: Sequence[Span], figures: Sequence[Quantity]) -> None:
        self.document = document
        self.text = document.text
        self.times = times
        self.time_starts = [start for start, _ in times]
        self.figures = list(_apart(figures, times))
        self.figure_starts = [f.span[0] for f in self.figures]
        self.phrases = Phrases(grammars)
        self.changes = grammars["statistics.changes"]
        self.clauses = grammars["statistics.clauses"]
        self.exclusions = grammars["statistics.exclusions"]
        self.verbs = self.phrases.acts
        self.does = re.compile(self.clauses.patterns["act"])
        self.happens, self.herds = (self.clauses.words[name] for name in ("happens", "herd"))
        self.place_units, self.body_units, self.list_units = (
            frozenset(self.clauses.words[f"{of}_unit"]) for of in ("place", "body", "list")
        )
        self.unit_said = grammars["statistics.clauses"].rule("statistics.clauses.unit_said").compiled
        (
            self.action,
            self.must,
            self.each,
            self.actor,
            self.level_inside,
            self.manner,
            self.given,
            self.inner_adverb,
            self.ends_in_verb,
            self.counted,
            self.index,
            self.class_of_whom,
            self.label,
            self.measured,
            self.highest,
            self.state,
            self.action_upon,
            self.ahead_named,
            self.first_ones,
            self.ordered_again,
            self.degree_of,
            self.more_less,
            self.sought,
            self.stands_at,
            self.work,
            self.at_work,
            self.of_money,
            self.reviewed,
            self.upon,
            self.charged,
            self.given_to,
        ) = (self.clauses.rule(f"statistics.clauses.{name}").asked for name in _ASKED)
        self.inner_verb, self.did, self.class_counted = _predicate(self.clauses), _did(self.clauses), _class_counted(self.clauses)
        self.first_pairing, self.first_target, self.first_share, self.inspected = (
            self.clauses.rule(f"statistics.clauses.{name}").first_in_line for name in ("pairing", "target", "share", "inspected")
        )
        self.first_unsaid = self.changes.rule("statistics.changes.unsaid").first_in_line
        self.records: list[Record] = []
        self.excluded: list[Excluded] = []
        self.unread: list[Span] = []
        self.diagnostics: list[Diagnostic] = []
        self.memory = Memory()
        self.member = False
        self.listed_aims = False
        self.reported = False
        self.chain = 0  # where the sentence begins, with all that semicolons join to it
        self.first_topic = 0
        self.before_clause = ""
        self.opened: str | None = None  # whom the first sentence of the paragraph speaks of
        self.is_review = False  # whether the heading above looks back on a whole year
        self.planned = False  # whether the paragraph has told aims: 主要任务是：…
        self.titles_told = False  # whether a heading has been gone past
        self.inspector: str | None = None  # who inspected, as the opening tells
        self.headed_work: str | None = None  # the work that the heading above names
        self.ahead: str | None = None  # what the names of a row are put in order by, or have a figure of each
        self.grew: str | None = None  # the verb, where that is how much what they are put in order by has grown or fallen
        self.grew_size = False  # whether it is by the size or the speed of the change: 改善幅度最大, 增长最快
        self.one_of: str | None = None  # a kind that the clause before picked out of many: 最大的是臭氧，…
        self.fuller = "", -1  # what a clause without a figure has named in full, and where the sentence begins that may say it short
        self.of_whom = False  # whether the names of a row put in order are those of bodies or places
        self.of_names = False  # the clause follows the count of those that it is about: 甲省、乙省2个省|法院收案均超…
        self.parent: Record | None = None  # the record before the bracket that is being read
        self.told = (0, 0)  # where the records of the paragraph before and of this one begin
        self.dividing = False  # whether the sentence divides a total
        self.total: tuple[int, int] | None = None  # the records among which that stands
        self.headed = 0  # how many records stand before the last heading
        self.titles: dict[int, str] = {}  # of headings, by the line that they stand in
        self.section: tuple[str | None, int] = None, 0  # what the heading names, and how many records stand before it
        self.divided_anew = False  # 按区域分类，…: the sentence divides again what was said before
        self.after: Topic | None = None  # the next of a row, named without a figure: 其次是西部
        self.short_places: set[str] = set()  # names without their last word that stood beside names of places
        self.within: str | None = None  # 在法人单位中，…: among what the sentence puts in order
        self.paragraph = 0
        self.continued = False  # whether the line goes on behind the semicolon of the line above
        self.by_year = False  # whether the sentence tells what is to be reached by a time
        self.of_year = False  # whether that time says its year, as those behind a semicolon have it too
        self.begins = 0  # where the paragraph begins, behind a heading that runs in
        self.unclosed = False  # the line before ends without a mark
        self.sentence, self.aim = Sentence(0, 0, "", ""), 0
        self.open(self.sentence)
        self.before_rank = ""
        self.series_end: tuple[Sequence[Quantity], int, int] = (), 0, 0  # of a series, what it stands in, a place in it and its end
        self.none: Span = (0, 0)  # from a word that says none to the end of what it says there was none of

    def open(self, sentence: Sentence) -> None:
        """Takes a sentence, with what is asked of it again and again."""
        before, self.sentence = self.sentence, sentence
        if not self.member and not self.orders_on(before, sentence):
            self.ahead, self.of_whom, self.grew = None, False, None
        self.before_rank, self.divided_anew = "", False
        self.within = self.within if self.member else None
        goes_on = self.member and self.aim < len(before.work) and not self.reported and _BY_NOW_OR_DONE.search(sentence.work) is None
        self.once_done = _ONCE_DONE.search(sentence.work) if "后" in sentence.work else None
        self.plans = _PLANS.search(sentence.work) is not None
        aim = (_outside(_AIM, sentence.work) if _MAY_AIM.search(sentence.work) else None) or self.once_done
        if aim is not None and self.is_review and aim.group().endswith("预计"):
            aim = None  # 2023年工作回顾: 预计全年实现生产总值186亿元
        listed = ("目标" in sentence.work or "任务" in sentence.work) and _outside(_AIMS, sentence.work) is not None
        self.listed_aims = listed or (self.member and self.listed_aims)
        in_row = self.member and (self.listed_aims or goes_on)  # 计划完成投资3亿元；新建水库5座
        self.aim = aim.start() if aim else -1 if in_row else len(sentence.work)
        self.reported = False
        by_year = _BY_YEAR.match(sentence.work)
        begins = sentence.start + len(sentence.work) - len(sentence.work.lstrip(" 　"))  # behind the mark of a point
        if by_year is not None and _BY_THEN.match(self.text, begins, sentence.end) is not None:
            by_year = None  # 到去年底，…; 到年末，养老保险基金累计结存…
        goes_on_so = self.member and self.by_year and self.of_year and TIME not in sentence.work
        goes_on_so = goes_on_so and self.records[-1:] != [] and self.records[-1].draft.modality == "target"
        self.of_year = goes_on_so or (by_year is not None and "年" in self.text[sentence.start : sentence.start + by_year.end()])
        self.by_year = (by_year is not None or goes_on_so) and "已" not in sentence.work  # 到2025年，…达到…；…保持…
        must = _MUST.search(sentence.work) if "要" in sentence.work else None
        self.must_from = must.end() if must else len(sentence.work)
        self.planned = self.planned or self.listed_aims
        self.obliged = _OBLIGED.search(sentence.work) is not None
        self.shortened = _SHORTENED.search(sentence.work) is not None
        self.nested = _NESTED.search(sentence.work) is not None
        self.borders = [border.start() for border in _CLAUSE_END.finditer(self.text, sentence.start, sentence.end)]

    def orders_on(self, before: Sentence, sentence: Sentence) -> bool:
        """受理量居前三位的是甲县…。居后两位的是|乙县…: whether a sentence goes on with the order of the one before it in its paragraph."""
        if self.ahead is None or _IN_ORDER.match(sentence.work) is None or "\n" in self.text[before.end : sentence.start]:
            return False
        first = self.phrases.bare(BOUNDARY.split(sentence.work)[0])
        return _NEXT_IN_ORDER.match(first) is not None or self.ordered_again.match(first) is not None

    def times_within(self, start: int, end: int) -> list[Span]:
        """The times that share a character with ``[start, end)``."""
        first = max(0, bisect_right(self.time_starts, start) - 1)
        last = bisect_left(self.time_starts, end)
        return [t for t in self.times[first:last] if t[1] > start]

    @property
    def last_draft(self) -> Draft | None:
        """The record that was made last; null before the first."""
        return self.records[-1].draft if self.records else None

    def leave(self, figure: Quantity) -> None:
        """A figure that nobody read; in annexes only those of prose, where lists and forms are no statistics."""
        if self.document.lines[self.paragraph].zone == "body" or BOUNDARY.search(self.sentence.work):
            begin, told = figure.span[0], self.unread[-1][1] if self.unread else 0
            if (
                self.text[begin - 1 : begin] == " "
                and told < begin - 2
                and (half := _BEHIND_DIGIT.search(self.text, max(0, begin - 8), begin)) is not None
            ):
                begin = next(i for i in range(half.start(), begin) if self.text[i].isdigit())  # 问题1 2个: the digits before it too
            self.unread.append((begin, self.torn_off(figure) or figure.span[1]))

    def torn_off(self, figure: Quantity) -> int | None:
        """清理面积3 54O亩: where the digits end that stand behind a figure and a blank, and that no figure is read from; else null."""
        behind = _AHEAD_DIGITS.match(self.text, figure.span[1]) if figure.raw[-1:].isdigit() else None
        if behind is None:
            return None
        following = bisect_left(self.figure_starts, figure.span[1])
        return behind.end() if following == len(self.figures) or self.figures[following].span[0] >= behind.end() else None

    def fallen_apart(self, figures: Sequence[Quantity]) -> frozenset[int]:
        """The places of figures that fell apart (增长1 7.2%) or stand side by side: which they are, nobody can say."""
        if not any(self.text[f.span[0] - 1] == " " or self.text[f.span[1] : f.span[1] + 1] in _PARTS for f in figures):
            return frozenset()
        gaps = [self.text[one.span[1] : other.span[0]] if one.raw[-1:].isdigit() else "" for one, other in pairwise(figures)]
        broken = {k for i, gap in enumerate(gaps) if gap and _APART.fullmatch(gap) is not None for k in (i, i + 1)}
        # 涉及楼栋132 6栋: behind digits that are no figure
        after_blank = ((i, one.span[0]) for i, one in enumerate(figures) if self.text[one.span[0] - 1] == " ")
        broken |= {i for i, at in after_blank if _BEHIND_DIGIT.search(self.text, max(0, at - 8), at) is not None}
        for i in reversed(range(len(gaps))):
            if i + 1 in broken and gaps[i] in (",", "."):
                broken.add(i)  # 1,32 6亩
        return frozenset(broken | {i for i, figure in enumerate(figures) if self.torn_off(figure) is not None})

    def note_topic(self, topic: Topic) -> None:
        """Keeps a topic; of a sentence of thousands of figures, which is a list, the near ones: they decide."""
        topics = self.memory.topics
        if len(topics) > REMEMBERED:
            del topics[: REMEMBERED // 2]
            self.first_topic = max(0, self.first_topic - REMEMBERED // 2)
        topics.append(topic)

    def between(self, start: int, end: int) -> str:
        """The words from start to end; brackets that hold figures or clauses left out, those within a name kept."""
        words = self.sentence.work[start - self.sentence.start : end - self.sentence.start]
        if not self.nested:
            return words
        return _NESTED.sub(lambda match: "" if _CLAUSE_INSIDE.search(match.group()) else match.group(), words)

    def clause_span(self, figure: Quantity) -> Span:
        """The clause around a figure, from border to border."""
        start, end = self.sentence.start, self.sentence.end
        at = bisect_left(self.borders, figure.span[0])
        if at:
            start = self.borders[at - 1] + 1
        for border in self.borders[bisect_left(self.borders, figure.span[1]) :]:
            if self.text[border] not in "：:":
                end = border
                break
        start = min(figure.span[0], max(start, figure.span[0] - CLAUSE))
        end = max(figure.span[1], min(end, figure.span[1] + CLAUSE))
        while start < figure.span[0] and self.text[start] in " \u3000":
            start += 1
        while end > figure.span[1] and self.text[end - 1] in " \u3000":
            end -= 1
        return start, end

    def is_target(self, figure: Quantity, start: int) -> bool:
        """Whether a figure, in the clause that begins at ``start``, is what is to be reached."""
        before = self.sentence.work[max(0, start - self.sentence.start) : figure.span[0] - self.sentence.start]
        if self.plans and (_CHARACTERISED.search(before) or _PLAN_DONE.search(before)):
            return False
        if (figure.span[0] - self.sentence.start > self.aim or self.by_year) and not self.reported:
            since = self.text[self.sentence.start + max(0, self.aim) : figure.span[0]]
            # 计划完成50亿元，已完成30亿元，…; 计划新建86公里，截至10月底，开工…: what follows has happened
            told = before.replace("累计", "") if self.by_year else before  # 到2025年，能耗累计下降13.5%
            self.reported = _SO_FAR.search(told) is not None or _BY_NOW.search(since) is not None
            self.reported = self.reported or (not self.listed_aims and _STATE.match(before) is not None)
            if not self.reported:
                return True
        target = self.first_target(before)  # 23个计划竣工项目已竣工6个: done
        if target is not None and self.is_counted_at(start + target.start):  # 23个|计划竣工项目实现竣工6个: which ones
            before = before[target.end :]
            target = self.first_target(before)
        if target is not None and self.is_review and target.text.startswith("预计"):
            target = None
        against = target is not None and figure.unit in ("%", "个百分点") and _AGAINST_AIM.search(before) is not None
        if against and target is not None and target.text.startswith(("目标", "计划", "预期")):
            target = None  # 完成年度计划的95%, 低于预期目标2个百分点
        return (target is not None and "已" not in before[target.end :]) or (
            self.once_done is not None and _ONCE_DONE.search(before) is not None
        )

    def is_aim_reached(self, figure: Quantity, start: int) -> bool:
        """Whether a figure, in the clause that begins at ``start``, says to what an aim came that was reached."""
        behind = _AIM_BEHIND.match(self.text, figure.span[1], self.sentence.end)
        return behind is not None and REACHED.search(self.text, start, figure.span[0]) is not None

    def is_counted_at(self, at: int) -> bool:
        """Whether a figure ends at ``at``: what stands there says which ones it counts."""
        number = bisect_left(self.figure_starts, at)
        return number > 0 and self.figures[number - 1].span[1] == at

    def is_by_year(self, figure: Quantity) -> bool:
        """Whether only the time with which the sentence begins says that a figure is to be reached: 到2025年，…达到…"""
        return self.by_year and figure.span[0] - self.sentence.start <= self.aim

    def is_announced(self, figure: Quantity, start: int) -> bool:
        """Whether a figure stands where it is announced what is to be done, and its clause does not say that it happened."""
        announced = self.planned or figure.span[0] - self.sentence.start > self.must_from
        if not announced or self.reported:
            return False
        before = self.sentence.work[max(0, start - self.sentence.start) : figure.span[0] - self.sentence.start]
        return _HAPPENED.search(before) is None


def clauses_of(words: str) -> list[str]:
    """The clauses of some words one after the other; no comma in quotes ends one (“清朗，净网”行动)."""
    if "”" not in words:
        return BOUNDARY.split(words)
    covered = _QUOTED.sub(lambda name: "”" * len(name.group()), words)
    borders = [(0, 0), *(border.span() for border in BOUNDARY.finditer(covered)), (len(words), 0)]
    return [words[end:start] for (_, end), (start, _) in pairwise(borders)]


def _outside(pattern: re.Pattern[str], work: str) -> re.Match[str] | None:
    """The first match that stands in no bracket: （考核目标为21微克/立方米） is of nothing behind it."""
    return next((m for m in pattern.finditer(work) if work.rfind("（", 0, m.start()) <= work.rfind("）", 0, m.start())), None)


def _apart(figures: Sequence[Quantity], times: Sequence[Span]) -> Iterator[Quantity]:
    """The figures that share no character with a time; both in order."""
    at = 0
    for figure in figures:
        start, end = figure.span
        while at < len(times) and times[at][1] <= start:
            at += 1
        if at == len(times) or times[at][0] >= end:
            yield figure
