"""The figures of a sentence in their order, at one depth of its brackets: the words of each found, then the rule that reads it."""

from __future__ import annotations

import re

from msgspec import structs

from notice_parser.extract.statistics.around import AMONG_THEM, LEVELS
from notice_parser.extract.statistics.context import AND, BOUNDARY, clauses_of
from notice_parser.extract.statistics.draft import Excluded
from notice_parser.extract.statistics.exclusions import RANKED
from notice_parser.extract.statistics.memory import Record, Topic
from notice_parser.extract.statistics.rows import Rows
from notice_parser.extract.statistics.sentences import TIME, Group
from notice_parser.extract.statistics.walk import Before, Walk
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.extract.statistics.zeros import ZERO
from notice_parser.model import Quantity

__all__ = ["InOrder"]

_ALTOGETHER = ("", "共", "共计", "合计", "总计", "共有")
_LABEL = re.compile("[ 　、]*(?P<label>[^，,；;。：:]{2,18}(?<![下示是为中看]))[ 　]*")
_COUNTS_ITSELF = re.compile("[㐀-鿿]{2}")  # 主要问题：7家单位…: the noun behind the figure
_NEXT_LIKE = re.compile("的[^，,。；;、]{2,16}、(?P<again>[㐀-鿿]{2,8}?)(?:达|约|为)?$")
_ONLY_WHERE = re.compile("在?全[国省市县区州]")
_RANKING = re.compile("(?:综合|总)?(?:排名|排位|位列|位居|列|居|排).{0,4}$")
_ASIDE = re.compile("^[（(][^（()）]{1,120}[）)](?:[和及与、]|以及)?(?=.)")  # 5镇3乡（除南渡镇外）上报: of what stands before
_DOUBLED = re.compile(r"\.{1,2}(?=\.?[0-9]|$)")  # $: where the next figure begins
_SOME_OF = re.compile("等[0-9]")
_HEADS = (("户", "人"), ("件", "人"), ("起", "人"))  # counted both ways
_SO_FAR = ("已", "尚", "仍", "未", "正在")
_HIGHEST = ("最高", "最低", "最多", "最少", "最大", "最小", "最快", "最慢")
_MEAN_SCORE = re.compile("平均(?:得分|分)$")
_HOLDER = re.compile("[（(](?P<name>[㐀-鿿]{2,16})[）)]")
_OFTEN = ("次", "天", "日", "小时", "个工作日", "个月")
_HOW_OFTEN = re.compile("(?:实际|仍然?|仅|只|至少|已|需要?|须|连续|累计|重复|逾期|超期|超时)[㐀-鿿]{1,8}")
_EXCEPT = re.compile("(?P<said>[^，,、]{2,20}?)(?:之|以)?外(?=[，,]|$)")
# 响应率均为100%|的有柳坝镇、石泉镇: of whom it is, where they stand behind
_WHO_ARE_SO = re.compile(
    "的(?:单位|部门|乡镇|镇街|街道|县区|[县区市镇乡]|县（市、区）|镇（街道）|企业|学校)?(?:分别|依次|主要)?(?:有|是|为|包括)[：:]?"
    "(?P<names>[^，,。；;：:（）()0-9等]{2,200})(?=[，,。；;]|$)"
)
_PAIRS = re.compile("分别|依次")
_EACH_OF = re.compile("[、和][^、，,；;：:]{1,12}?各(?!类|项|种|级|地)[㐀-鿿]{0,3}$")  # （甲镇、乙镇各扣2分）
_OF_WHICH = re.compile("[ 　]*其中[：:，,]?")
_OF_THESE = re.compile("[^，,。；;]{0,12}中[，,：:]")


class InOrder(Rows):
    """Goes over the figures of a group."""

    def read_group(self, group: Group) -> None:
        walk = Walk(group, self.fallen_apart(group.figures))
        while walk.k < len(walk.figures):
            self.read_next(walk)
        if self.records and BOUNDARY.search(self.text, walk.at, group.end):
            self.close_row()

    def read_rows_within(self, group: Group) -> bool:
        at, row = group.start, False
        for k, figure in enumerate(group.figures):
            words = self.between(at, figure.span[0])
            row = row or _EACH_OF.search(words) is not None or (_PAIRS.search(words) is not None and self.run_of(group.figures, k) > 1)
            at = figure.span[1]
        if row:
            lead, told = _OF_WHICH.match(self.text, group.start), len(self.records)  # the bracket says as much
            self.read_group(group if lead is None else group._replace(start=lead.end()))
            self.name_by_whole(told)
        return row

    def name_by_whole(self, told: int) -> None:
        """投资86亿元（计划、实际分别为90亿元、86亿元）: what a row in a bracket leaves unnamed is what stands before the bracket."""
        whole = self.parent.draft if self.parent is not None else None
        for record in self.records[told:]:
            one = record.draft
            if whole is not None and not one.indicator and one.measure == whole.measure and one.unit == whole.unit:
                record.draft = structs.replace(one, indicator=whole.indicator, inherited=(*one.inherited, "indicator"))

    def read_next(self, walk: Walk) -> None:
        """Reads the figure at which ``walk`` stands, or the row that begins with it, and goes past it."""
        figure, figures, k = walk.figure, walk.figures, walk.k
        before = self.words_before(walk)
        own, parts, earlier = before.own, before.parts, before.earlier
        if len(parts) > 1 and self.records:
            self.close_row()
        if k and len(parts) > 1:
            self.note_dealt_with(parts[0])  # 低于70%的城关镇、白河街道予以通报批评，各扣1分
            self.note_base(parts[0], figure.span[0])  # 有5项同比下降，分别是：…
        self.note_clauses(earlier, figure.span[0])
        if len(earlier) > 0 and before.words[len(before.words) - len(parts[-1]) - 1] in "：:":
            self.note_label(parts[-2])
        right = self.between(figure.span[1], walk.start_of(self.behind_none(figures, k) if figure.rule == ZERO else k + 1))
        if k + 1 < len(figures) and self.goes_on_in_row(right):
            right = ""  # 来信86件|和来电|64件: the name of the next
        doubled = _DOUBLED.match(right) and (k + 1 < len(figures) or right.strip() != ".")
        if k in walk.broken or doubled or (figure.raw.startswith(".") and own.endswith(".")):  # 14..3%: which that is, nobody can say
            run = self.run_of(figures, k) if k in walk.broken else 1
            for unread in figures[k : k + run]:
                self.leave(unread)  # 分别下降2 0%、18%: nobody can say how many there are
            walk.go_past(run)
            return
        after_names, walk.counted_names = walk.counted_names, False
        listed = self.is_list_count(own, figure, right)
        rule = None if listed else self.exclusion(figure, before.words, right, k + 1 < len(figures))
        if rule is not None:
            self.leave_out(walk, before, right, rule)
        since = self.since(rule, right)
        excepted = None
        if own == "除" and (rest := _EXCEPT.match(right)) is not None:
            own, right, excepted = "", rest.group("said"), len(self.memory.topics)  # 除7个尚在整改外，其余均已整改
        if right.startswith("外"):
            self.memory.names = ()  # 除甲县、乙县2县外: those are not spoken of
            if own.startswith("除"):
                own, right, excepted = own[1:], right[1:], len(self.memory.topics)  # 除信息科报送1篇外
        if listed or rule is not None:
            self.go_past_left_out(walk, own, right, rule, since)
            return
        one = self.read_row(walk, own, earlier, right)
        if one is None or self.read_whose(walk, one, right):
            return
        self.before_clause = earlier[-1] if earlier else ""
        self.of_names = after_names and len(parts) == 1
        self.read_alone(walk, one, right, fused=k > 0 and not before.words.strip("、和及 "))
        if excepted is not None:
            del self.memory.topics[excepted:]  # the others are not spoken of in its words

    def words_before(self, walk: Walk) -> Before:
        """The words between the figure before and this one: that which names it, and the clauses in front."""
        k, prefix = walk.k, walk.prefix
        words = self.between(walk.at, walk.figure.span[0])
        if walk.taken and words.startswith(walk.taken):
            words = words[len(walk.taken) :]
            if AMONG_THEM.match(words) is not None:
                words = words[1:]  # 9230件诉求|中咨询类86件
                self.open_among()
            if self.is_measure_of(walk.taken, words):
                words = walk.taken + words  # 18座|大型水库|蓄水24亿立方米
        if prefix and words.startswith("的，"):
            words = "的" + words[2:]  # 重复信访3次以上|的，有218件
        parts = clauses_of(words)
        labelled = False
        own = prefix + parts[-1].lstrip("" if prefix else "、 　") if len(parts) == 1 else parts[-1].lstrip("、 　")
        if (
            own.strip() in _ALTOGETHER
            and len(parts) > 1
            and not (own.strip() == "" and _COUNTS_ITSELF.match(self.text, walk.figure.span[1]))
            and words.rstrip(" 　").removesuffix(own.strip()).rstrip(" 　")[-1:] in ("：", ":")
            and (label := _LABEL.fullmatch(parts[-2]))
        ):
            labelled, own, parts = True, label.group("label"), parts[:-1]  # 受理量：386件; 物业服务方面：共329件
        if own.startswith("或") and len(parts) > (2 if k else 1) and parts[-2].strip():
            own, parts = f"{parts[-2]}，{own}", [*parts[:-2], parts[-1]]  # 已经解决，或已列入计划的22件: one thing
        if k and own[:1] == "中" and len(parts) == 1 and self.is_of_them(own[1:]) and not self.phrases.is_known_place(own):
            own, self.memory.among = own[1:], (self.records[-1],) if self.records else None  # 未化解的5件中禾丰县3件
        if prefix and len(parts) > 1:
            parts[0], walk.named = prefix + parts[0], True  # 21—25岁年龄段事故最多，为12起
        again = _NEXT_LIKE.match(own) if k and own.startswith("的") and self.last_draft is not None else None
        if again is not None and self.last_draft is not None and again.group("again") == self.last_draft.indicator:
            own = own[again.start("again") :]  # 投资11亿元的砚湾铝材、投资达10亿元的南渡数码
        if k and len(parts) == 1 and not prefix and own.rstrip(" 　").endswith("、"):
            own = ""  # 12家提供照料服务、8家提供康复服务: what stands before belongs to the figure before
        if k and len(parts) == 1 and not prefix and self.goes_on_in_row(own):
            own = AND.sub("", own, 1)
        walk.prefix, own = "", (_ASIDE.sub("", own) if k else own)
        speaks = walk.counted_names and self.phrases.topic(parts[0]) != parts[0]  # 甲局、乙局2个单位|投诉件较多，分别为
        earlier = parts[:-1] if k == 0 or walk.named or speaks else parts[1:-1]
        walk.named = False
        return Before(words, parts, own, earlier, labelled)

    def is_of_them(self, words: str) -> bool:
        """未化解的5件中|禾丰县3件, 176项中|办结121项: whether words behind 中 say whose or what of those counted right before."""
        return self.phrases.subject_of(words)[0] is not None or self.verbs.at_start(words) != "" or words.startswith(_SO_FAR)

    def read_whose(self, walk: Walk, own: str, right: str) -> bool:
        """Reads a count that only says whom or out of how many the figure behind it is: 在全国280个城市中名列第7位, 6个县区结转9亿元."""
        figure, following = walk.figure, walk.following
        if following is None:
            return False
        ranked = following.kind == "rank" and figure.kind != "rank"  # 居第2位，增速居全市第3位: each is one
        if ranked and self.are_ranked(figure, own, right):
            self.excluded.append(Excluded(span=figure.span, rule="statistics.exclusions.population"))
            said = _RANKING.search(right) if _ONLY_WHERE.fullmatch(own) is not None else None  # 在全国280个城市中名列第7位
            self.before_rank = said.group() if said is not None else own
            walk.go_past(taken=right if len(right) <= RANKED or said is not None else "")
            return True
        if ranked and (contest := self.contest_of(figure, right)) is not None:
            self.excluded.append(Excluded(span=figure.span, rule="statistics.exclusions.population"))
            if self.phrases.subject_of(name := own.partition("在")[0]) == (name, ""):
                self.set_subject(name)  # 柳坝镇在全县12个乡镇年度考核中名列第一
            if contest.group("aside"):
                self.memory.topics.append(Topic(contest.group("thing").replace(TIME, ""), None, -1, None))
            walk.go_past(taken=right[: contest.end() if contest.group("aside") else contest.start()])
            return True
        if not LEVELS.sub("", right).strip() and (who := self.stands_for(figure, own, figure.unit or "", right)) is not None:
            self.add(figure, None, figure.unit, topic=False, rule="statistics.clauses.behind")  # 松屏县等26县（市、区）1938人受灾
            self.memory.subject = who.removesuffix(figure.unit or "")
            walk.go_past()
            return True
        if (joined := self.class_and_more(figure, own, right)) is not None:
            level = (joined.level,) if joined.level else None
            self.add(figure, level, right[: joined.noun], topic=False, rule="statistics.clauses.behind")
            if "等" in own:
                self.memory.subject = joined.subject  # some of them: the next sentence is of others
            else:
                self.speak_of(joined.subject)
            walk.go_past(taken=right[: joined.end])
            walk.counted_names = True
            return True
        return False

    def fall_short(self, figure: Quantity, following: Quantity, right: str) -> bool:
        """Whether a bound is all that is said of so many: 其中6家|低于95%。112项|实际需跑2次以上。"""
        bounded = following.qualifier in ("under", "over", "at_least", "at_most")
        often = bounded and following.unit in _OFTEN and _HOW_OFTEN.fullmatch(right) is not None
        bounded = bounded and (following.unit in RATES or following.kind == "score")
        ends = following.span[1] >= self.sentence.end or self.text[following.span[1]] in "，,；;、）)。"
        return figure.kind == "count" and ends and (often or (bounded and not right.strip("均都仍 ")))

    def name_behind(self, first: int, words: str) -> None:
        """响应率均为100%的有柳坝镇、石泉镇: gives the records from ``first`` on, of whom nobody was named, each of the names behind."""
        said = self.records[first:]
        names, rest = self.enumerated(words)
        names = names or ((words,) if self.phrases.subject_of(words) == (words, "") else ())
        if rest or not names or any("subject" not in record.draft.inherited for record in said):
            return
        del self.records[first:]
        for name in names:
            for one in said:
                inherited = tuple(what for what in one.draft.inherited if what != "subject")
                draft = structs.replace(one.draft, subject=name, inherited=inherited)
                self.records.append(Record(draft, one.whole, inner=one.inner))

    def name_holder(self, first: int, figure: Quantity) -> None:
        """最高98分（县市场监管局）: gives the records from ``first`` on, that name nobody, whom the bracket names."""
        holder = _HOLDER.match(self.text, figure.span[1])
        if holder is None or self.phrases.subject_of(holder.group("name")) != (holder.group("name"), ""):
            return
        for record in self.records[first:]:
            if "subject" in record.draft.inherited:
                inherited = tuple(what for what in record.draft.inherited if what != "subject")
                indicator = _MEAN_SCORE.sub("得分", record.draft.indicator or "") or None
                said = structs.replace(record.draft, subject=holder.group("name"), qualifier="exact", inherited=inherited)
                record.draft = structs.replace(said, indicator=indicator)

    def read_alone(self, walk: Walk, own: str, right: str, *, fused: bool) -> None:
        """Reads a figure by its own words, and whom those behind it are about."""
        figure, following, k = walk.figure, walk.following, walk.k
        bound, of = following is not None and figure.kind == "count" and self.is_bound(right, following), 0
        if bound and following is not None:
            self.excluded.append(Excluded(span=following.span, rule="statistics.exclusions.threshold"))
            of = 1 if self.text.startswith("的", following.span[1]) else 0
            right = self.between(following.span[1] + of, walk.start_of(k + 2))
        if following is not None and self.fall_short(figure, following, right):
            said = right + self.text[slice(*following.span)]
            subjects, _ = self.who_and_what(own)  # 6家|低于95%: that they do so is what so many are counted for
            self.excluded.append(Excluded(span=following.span, rule="statistics.exclusions.threshold"))
            self.add(figure, subjects or None, said, topic=False, rule="statistics.clauses.behind")
            walk.go_past(2)
            return
        self.speak_anew(figure, own, right)
        if own.endswith("等") and _SOME_OF.search(self.memory.subject or "") is not None:
            self.memory.subject = self.memory.main or self.memory.home  # 甲市等44个城市…，乙市等85个城市…: the next row
        first = len(self.records)
        said = right
        if following is not None and not right and (figure.unit, following.unit) in _HEADS:
            said = self.between(following.span[1], walk.start_of(k + 2))  # 25户84人未消除风险: of both
        taken = self.read_one(figure, own, said, fused=fused)
        if figure.raw.startswith(_HIGHEST) or own.endswith(_HIGHEST):
            self.name_holder(first, figure)
        if figure.unit in RATES and (named := _WHO_ARE_SO.match(right)) is not None:
            self.name_behind(first, named.group("names"))
        if _OF_THESE.match(right) and self.records[-1:] and self.records[-1].draft.quantity_span == figure.span:
            self.memory.among = (self.records[-1],)  # 被处分的510人中，县处级干部49人
        if following is not None and taken and (who := self.stands_for(figure, own, taken, right)) is not None:
            self.memory.counted = who, self.memory.subject
            self.memory.subject, self.memory.names = who, ()
            walk.counted_names = True
        walk.go_past(2 if bound else 1, taken)
        walk.at += of
