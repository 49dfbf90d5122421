"""Figures that are no statistic: what is left out by a rule, and what it says of the figures behind it."""

from __future__ import annotations

import re

from notice_parser.extract.statistics.context import BOUNDARY, NAMED_NEAR
from notice_parser.extract.statistics.draft import Excluded
from notice_parser.extract.statistics.exclusions import WHO_FALL_UNDER
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.spoken_of import SpokenOf
from notice_parser.extract.statistics.walk import Before, Walk
from notice_parser.extract.statistics.wholes import RATES
from notice_parser.model import Quantity

__all__ = ["LeftOut"]

_RUNNING = re.compile("(?P<what>.{2,}?)(?:已经?)?连续")  # 占比连续五年保持在80%以上
_IN_THAT_TIME = re.compile("(?:累计|共|平均|[年月]均)[^，,、]{0,6}(?:增长|增加|下降|降低|减少|提高|提升|上升)[了到至约近超]{0,2}$")
_NOT_DONE = re.compile("(?:未|无|没有|不)[^，,、]{1,12}的(?:共?有)?")
_SINCE = re.compile("(?:以?来|期?间|里)(?=.{2})")
_CLASS_OF = re.compile("(?P<of>[^0-9]{2,20}?在?)[0-9.]{1,8}[^0-9]{0,4}(?:[至到—–～~-][0-9.]{1,8}|以[上下内]|及以[上下])")
NAME = 8  # characters of the name of a rate behind a length of time: 15秒接通率


class LeftOut(SpokenOf):
    """Leaves figures out, and keeps what their words say."""

    def leave_out(self, walk: Walk, before: Before, right: str, rule: str) -> None:
        """Leaves a figure out by an exclusion ``rule``: a threshold, a class, a duration name what the next figures are of."""
        figure, own, following = walk.figure, before.own, walk.following
        self.excluded.append(Excluded(span=figure.span, rule=rule))
        names = (under := WHO_FALL_UNDER.match(right)) is not None and right[under.end() :].strip("共有为是达 　") != ""
        later = walk.figures[walk.k + 1 :] if names else walk.figures[walk.k + 1 : walk.k + 2]
        alike = following is None or any(other.unit == figure.unit for other in later)
        measure = self.falls_under(own, right) if rule == "statistics.exclusions.threshold" and alike else None
        if measure is not None:  # 完成率低于50%的县区有甲县43.2%; 人均结案超过300件的有甲院、乙院，分别为386件、342件
            walk.named = True
            self.ahead, self.of_whom = self.indicator_of(self.phrases.subject_of(measure)[1]), True
        elif rule == "statistics.exclusions.threshold" and names and alike and self.ahead and not own.strip(" 　"):
            walk.named = self.of_whom = True  # 满意率低于90%的有甲县88.2%，低于80%的|有乙县78.2%
        elif following is not None and self.is_of_a_name(rule, figure, right, own):
            if rule == "statistics.exclusions.threshold" and (bounded := self.falls_under(own, right)) is not None:
                self.memory.topics.append(Topic(self.indicator_of(self.phrases.subject_of(bounded)[1]), figure.unit, -1, None))
            walk.prefix = ("" if before.labelled else own or self.measure_of_classes(right)) + figure.raw  # 签收速度：0—30秒签收占98%
            if figure.unit not in (None, *RATES) and self.phrases.measure_end.search(own):  # 总值超10亿元的有5个，其中甲县52亿元
                self.memory.topics.append(Topic(self.indicator_of(own), figure.unit, -1, None))
        elif rule == "statistics.exclusions.duration" and (running := _RUNNING.fullmatch(own)) is not None and right[:1] not in ("，", ","):
            walk.prefix = running.group("what")
        elif rule == "statistics.exclusions.duration" and len(own) > 1 and following is not None and _IN_THAT_TIME.match(right):
            walk.prefix = own  # 单位能耗五年|累计降低14%
        elif rule == "statistics.exclusions.duration" and following is not None and _NOT_DONE.fullmatch(right) is not None:
            walk.prefix = own + figure.raw  # 连续两年未参加的18个
        elif rule == "statistics.exclusions.duration" and right.startswith(("分别", "依次")):
            walk.prefix = own  # 财政拨款三年分别为…
        elif rule == "statistics.exclusions.duration" and following is not None and self.is_of_a_rate(own, right, following):
            walk.prefix = own + figure.raw  # 初中三年巩固率91.4%
        elif (
            rule == "statistics.exclusions.rank_class"
            and figure.raw[:1] not in "前后末"
            and following is not None
            and right[:1] not in "，,的"
        ):
            walk.prefix = own + figure.raw  # 比第一名|低11.4分
        elif rule == "statistics.exclusions.rank_class":
            walk.named = True
            self.note_listed(figure, own)
            first = self.first_ones.match(self.phrases.bare(f"{own}{figure.raw}{re.split('[：:]', right)[0]}"))
            if first is not None:
                self.put_ahead(first)
        elif rule == "statistics.exclusions.threshold" and following is not None and right.startswith("的，"):
            self.note_clauses((own,), figure.span[0])
            self.ahead = self.indicator_of(own + figure.raw)  # 年收入在2000万元以上|的，全市达到86家
        elif own in ("据", "根据") and (joined := self.class_and_more(figure, "", right)) is not None:
            self.speak_of(joined.subject)  # 据31个省（自治区、直辖市）和…报告，…
        else:
            self.note_clauses((own,), figure.span[0])

    def measure_of_classes(self, right: str) -> str:
        """得分在90分以上的有12个，|80至90分|的有21个: the measure whose classes are counted, with the word behind it; else empty."""
        last = self.records[-1].draft if self.records and right.startswith("的") else None
        if last is None or last.sentence_span[0] != self.sentence.start:
            return ""
        bound = _CLASS_OF.match(last.indicator or "")
        return bound.group("of") if bound is not None else ""

    def is_of_a_rate(self, own: str, right: str, following: Quantity) -> bool:
        """Whether a length of time is part of the name of the rate behind it."""
        named = self.phrases.measure_end.search(self.phrases.without_link(right))
        return following.unit in RATES and (bool(own) or len(right) < NAME) and named is not None and BOUNDARY.search(right) is None

    def since(self, rule: str | None, right: str) -> re.Match[str] | None:
        """五年|来|全市…, 五年|期间|全市…: what says of how long that it is over, and is no word of what is counted."""
        return _SINCE.match(right) if rule == "statistics.exclusions.duration" else None

    def all_of_them(self, figure: Quantity, own: str, right: str) -> re.Match[str] | None:
        """甲局受理31件，乙局受理28件，丙局受理19件，三个|单位|承办量…: the class of those named, all together; also 上述3个|单位."""
        whom = self.class_named(right) if figure.kind == "count" else None
        if whom is None:
            return None
        those = self.are_those_named(figure, own, right)
        here = (r.draft.subject for r in self.records[-NAMED_NEAR:] if r.draft.sentence_span[0] == self.sentence.start)
        count = int(figure.value)
        if not those and len({subject for subject in here if subject}) != count and len(self.last_subjects(count)) != count:
            return None
        self.memory.subject, self.memory.names = (own if those else "") + figure.raw + whom.group(), ()
        return whom

    def go_past_left_out(self, walk: Walk, own: str, right: str, rule: str | None, since: re.Match[str] | None) -> None:
        """Goes past a figure that ``rule`` leaves out, or that counts the names just given (no rule), with the words that belong to it."""
        figure, listed = walk.figure, rule is None
        under = WHO_FALL_UNDER.match(right) if rule is not None and self.ahead is not None else None
        left = self.class_left(right) if listed and self.memory.names else since or under or self.all_of_them(figure, own, right)
        taken = left.group() if left else ""
        if taken and right.startswith(f"{taken}的"):
            taken += "的"
        if listed and self.memory.names:
            walk.counted_names = True
            self.join_names(figure, taken.removesuffix("的"))
            if own.endswith("这") and self.memory.together is not None:
                self.memory.subject, self.memory.names = self.memory.together[1], ()  # all of them as one
        walk.go_past(taken=taken)
