"""A figure with its unit and its vague words: how far it reaches, and what it is worth.

Figures are read from left to right. Each takes the words before it (近, 不超过), the unit behind it (with 多 or 余 between), the
other end of a range, and the words behind the unit (以上, 左右).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple, cast

from notice_parser.extract.parts import Whole, with_parts
from notice_parser.model import Measure, Qualifier
from notice_parser.text.figure_value import evaluate
from notice_parser.text.figures import Figure, figures_in, in_latin_name
from notice_parser.text.number_words import ends_word_before_one, in_word, is_counted_one, is_one_to_one
from notice_parser.text.units import Unit, is_kilo_unit, unit_after
from notice_parser.text.vague_words import word_before, word_behind

__all__ = ["Found", "read_measured"]

ROUNDED = Decimal("0.000001")  # what a fraction that does not end is rounded to
HALF = Decimal("0.5")
LONGEST_DIGITS = 4  # of the lower end of a range that shares 百 or 千 with the upper one
LEAST_VAGUE = 100  # from here on 近百万 counts without a unit
LONGEST_BARE = 16  # characters of a figure without a unit; longer ones are identifiers

_MONEY_SIGN = re.compile(r"(?:人民币|港币|美金|RMB|USD|CNY|HKD|EUR|[¥￥$€£]) ?$")
_MONEY_NAMES = {
    "人民币": "元",
    "RMB": "元",
    "CNY": "元",
    "¥": "元",
    "￥": "元",
    "$": "美元",
    "USD": "美元",
    "美金": "美元",
    "HKD": "港元",
    "港币": "港元",
    "EUR": "欧元",
    "€": "欧元",
    "£": "英镑",
}
_START_FROM = re.compile(r" ?[起止](?![\u4e00-\u9fff])")
_WITHIN = re.compile(r" ?内(?![\u4e00-\u9fff]{0,2}[部外容])")
_VAGUE = re.compile(r" {0,2}[多余来几]+(?= {0,2}[^\s\d，。；、,;])")
_VAGUE_END = re.compile(r"[多余](?![\u4e00-\u9fffA-Za-z0-9])")  # 比上年的8194元多7628元: more, not vague
_LARGE_MEMBER = re.compile(r" {0,2}(大|小|重点|整)(?=[类项件块批组])")
_HALF_LATER = re.compile(r"半(?![\u4e00-\u9fff])|半(?=左右|以上|以内|以下|内|时间)")
_TO = re.compile(r"(?:[(（][不]?含[^()（）]{0,4}[)）])? {0,2}(?:-{1,2}|~{1,2}|至|到|—{1,2}) {0,2}")  # 80（含）—90分
_PERCENT_TENTHS = re.compile(r" ?(半|[一二三四五六七八九])(?![十百千万亿点个件家户项人名分])")
_NOT_TENTHS = "合叠旧算立为员功果本品交绩长分熟效套型年"  # 成立, 折合: words that go on
_SHARED_SCALE = re.compile(r"[百佰千仟kK][万亿]*$")
_SAME_UNIT = {"百分点": "个百分点", "元整": "元", "元正": "元", "元人民币": "元"}
_POINTS = re.compile(r"点(?![位上数])")  # 提高0.5个点
_OFF = re.compile(r" ?折(?![合叠旧算线页返扣射腰])")
_DIMENSIONS = frozenset({"energy", "power", "mass", "length", "volume", "area", "time"})
_HALVED = _DIMENSIONS | {"money"}
_HALF_UNITS = {"月": "个月", "小时": "个小时", "工作日": "个工作日", "星期": "个星期", "季度": "个季度", "世纪": "个世纪", "学期": "个学期"}
_AND_HALF = re.compile("半(" + "|".join(_HALF_UNITS) + ")")
# who is counted, right behind a figure: 8.6万群众, 3000余职工. An open class, known by the last character; 施工 and 民生 are nobody, and
# what somebody is paid (3000万农民工工资) is not counted
_PEOPLE = re.compile(
    r"(?P<vague>[多余]?+)[\u4e00-\u9fff]{1,6}?"
    r"(?:[众员者童户]|民(?![生政事法用办营族])|(?<=[游旅乘顾])客|人(?=口|[^\u4e00-\u9fff]|$)|(?<![施开竣完加动复停手])工(?![程作业序资])"
    r"|(?<![民卫发产养再野新])生(?![资态物猪产鲜长活命成效育]))"
    r"(?!(?![追讨清])[\u4e00-\u9fff]{0,3}(?:工资|资金|补[助贴]|[贷存欠]款|[助养奖保]金))"
)
_CLOSING = ",。、;"
_COUNTED_BY = {"分": "扣加减记", "折": "打按享", "层": "共高达为"}
_RULE_UNIT, _RULE_BARE, _RULE_VAGUE, _RULE_RATIO = "quantities.unit", "quantities.bare", "quantities.vague", "quantities.ratio"


class Found(NamedTuple):
    """A quantity on its way: everything but what the neighbours decide."""

    start: int
    end: int
    value: Decimal
    precision: Decimal
    unit: str | None
    kind: str
    measure: Measure
    qualifier: Qualifier = "exact"
    rule: str = _RULE_UNIT
    high: Decimal | None = None
    carried: bool = False
    scale: Decimal = Decimal(1)  # what 万 and 亿 multiply by, for the figures that share them


def read_measured(folded: str, text: str) -> list[Found]:
    """Every quantity of a folded text that is written with a figure, in order."""
    return _Reader(folded, text).read()


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


class _Reader:
    """One pass over the figures of a text."""

    def __init__(self, folded: str, text: str) -> None:
        self.folded = folded
        self.text = text
        self.figures = figures_in(folded, text)
        self.place = 0

    def read(self) -> list[Found]:
        found: list[Found] = []
        last_end = 0
        while self.place < len(self.figures):
            figure = self.figures[self.place]
            self.place += 1
            if figure.start < last_end:
                continue
            one = self._quantity(figure, last_end)
            if one is not None:
                found.append(one)
                last_end = one.end
        return found

    def _next_at(self, start: int) -> Figure | None:
        """The figure that starts at ``start``, if one does."""
        place = self.place
        while place < len(self.figures) and self.figures[place].start < start:
            place += 1
        return self.figures[place] if place < len(self.figures) and self.figures[place].start == start else None

    def _quantity(self, figure: Figure, last_end: int) -> Found | None:
        """The quantity that the figure begins, with all that belongs to it."""
        if self._is_no_figure(figure):
            return None
        begin, before = self._words_before(figure, last_end)
        lone_unit = figure.bare and figure.end - figure.start == 1  # 百, 万: only 近百, 百余
        if lone_unit and before == "exact" and not _VAGUE.match(self.folded, figure.end):
            return None
        one = self._with_unit(figure) or self._alone(figure, before)
        if one is None:
            return None
        is_closed = self.folded[one.end : one.end + 1] in _CLOSING  # by a mark, which no word stands before that belongs to it
        one = one if is_closed else self._range(one, figure) or one
        if one.rule == _RULE_BARE and not figure.arabic and not one.precision % 1:
            return None
        is_degree = one.kind == "physical" or one.unit == "度"
        if is_degree and self.folded[max(last_end, figure.start - 2) : figure.start] == "零下":
            one, begin = one._replace(value=-one.value), min(begin, figure.start - 2)
        if figure.sign >= last_end and one.high is None:
            one = one._replace(value=-one.value)
            begin = min(begin, figure.sign)
        if begin != one.start or before != "exact":
            one = one._replace(start=begin, qualifier=before if before != "exact" else one.qualifier)
        return one if is_closed else self._with_words_behind(one)

    def _alone(self, figure: Figure, before: Qualifier) -> Found | None:
        """A Chinese figure without a unit that is plainly one: 近百万群众, of more than one character behind a vague word; 上升二点五."""
        printed, after = self.folded[figure.start : figure.end], self.folded[figure.end : figure.end + 1]
        is_decimal = bool(figure.precision % 1) and "点" in printed and not _is_han(after)
        is_vague = before != "exact" and figure.value >= LEAST_VAGUE and len(printed) > 1
        if figure.arabic or not (is_decimal or is_vague):
            return None
        rule = _RULE_VAGUE if is_vague else _RULE_BARE
        one = Found(figure.start, figure.end, figure.value, figure.precision, None, "bare", "amount", "exact", rule, figure.high)
        return self._of_people(one)

    def _words_before(self, figure: Figure, last_end: int) -> tuple[int, Qualifier]:
        """Where the quantity begins, and what the vague word before it says."""
        folded = self.folded
        start = figure.start
        money = _MONEY_SIGN.search(folded, max(0, start - 5), start)
        if money:
            start = money.start()
        said = word_before(folded, last_end, start, bare=figure.bare)
        return (start, "exact") if said is None else said

    def _is_no_figure(self, figure: Figure) -> bool:
        folded = self.folded
        before = folded[figure.start - 1 : figure.start]
        if figure.arabic:
            in_name = in_latin_name(folded, figure.start, figure.end)
            return in_name and not _MONEY_SIGN.search(folded, max(0, figure.start - 4), figure.start)
        if figure.form in ("percent", "permille", "decimal", "fraction"):
            return False
        if before and before in "数几" and folded[figure.start] in "十百千万亿":  # 数十, 几百: no figure
            return True
        return folded[figure.start : figure.end] == "一" and ends_word_before_one(before)

    def _with_unit(self, figure: Figure) -> Found | None:
        """The figure with its unit; None for a Chinese numeral that counts nothing."""
        if figure.form in ("percent", "permille"):
            sign = "%" if figure.form == "percent" else "‰"
            return Found(
                figure.start, figure.end, figure.value, figure.precision, sign, "ratio", "ratio", "exact", _RULE_RATIO, figure.high
            )
        if figure.form == "decimal":  # 万分之五 is 0.05 %: ‰ is the smallest share with a sign of its own
            value, precision = figure.value * 100, figure.precision * 100
            return Found(figure.start, figure.end, value, precision, "%", "ratio", "ratio", "exact", _RULE_RATIO)
        if (discount := self._two_digits_off(figure)) is not None:
            return discount
        figure, unit, end, qualifier = self._unit_of(figure)
        if figure.form == "fraction" and (unit is None or not figure.arabic or unit.plain):
            value = figure.value.quantize(ROUNDED) if abs(figure.value) >= ROUNDED * 1000 else figure.value
            return Found(figure.start, figure.end, value, ROUNDED, None, "ratio", "ratio", "exact", _RULE_RATIO)
        if unit is None:
            return self._without_unit(figure, end, qualifier)
        if not figure.arabic and not self._counts(figure, unit):
            return None
        if unit.text in ("成", "折"):
            return self._tenths(figure, unit, qualifier)
        one = Found(
            start=figure.start,
            end=unit.end,
            value=figure.value,
            precision=figure.precision,
            unit=self._printed(unit),
            kind=unit.kind,
            measure=cast(Measure, unit.measure),  # the tests of the lexicon hold it to the closed set
            qualifier=qualifier,
            high=figure.high,
            scale=figure.scale,
        )
        return self._with_small_parts(one)

    def _unit_of(self, figure: Figure) -> tuple[Figure, Unit | None, int, Qualifier]:
        """The figure (without a 千 that is the unit's), its unit, where figure and vague word end, and what that word says."""
        folded = self.folded
        kilo = self._kilo(figure)
        if kilo is not None:
            return kilo[0], kilo[1], kilo[0].end, "exact"
        qualifier: Qualifier = "over" if figure.vague else "exact"
        vague = _VAGUE.match(folded, figure.end)
        if vague and (unit := unit_after(folded, vague.end())):
            return figure, unit, vague.end(), "over"
        member = _LARGE_MEMBER.match(folded, figure.end)
        unit = unit_after(folded, member.end() if member else figure.end)
        if unit is None and figure.arabic and (ended := _VAGUE_END.match(folded, figure.end)):
            return figure, None, ended.end(), "over"
        return figure, unit, figure.end, qualifier

    def _kilo(self, figure: Figure) -> tuple[Figure, Unit] | None:
        """The figure without its last 千 or 百, and the unit that begins with it: 12千公顷, 三千瓦, 0.5百分点."""
        last = figure.end - 1
        if self.folded[last] not in "千百" or figure.end - figure.start < 2 or not is_kilo_unit(self.folded, last, arabic=figure.arabic):
            return None
        unit = unit_after(self.folded, last)
        read = evaluate(self.folded[figure.start : last].replace(" ", ""))
        if unit is None or read is None:
            return None
        return figure._replace(end=last, value=read[0], precision=read[1], scale=Decimal(1)), unit

    def _printed(self, unit: Unit) -> str:
        """The unit as printed; 百分点 is always 个百分点, 元整 and 元人民币 are 元."""
        return _SAME_UNIT.get(unit.text, unit.text)

    def _counts(self, figure: Figure, unit: Unit) -> bool:
        """Whether a Chinese numeral before this unit counts, and is not the beginning of a word."""
        folded = self.folded
        before = folded[figure.start - 1 : figure.start]
        if unit.plain and (figure.lone or figure.formal):
            member = unit.end - len(unit.text) > figure.end  # 八大类
            is_open = not _is_han(before) and not _is_han(folded[unit.end : unit.end + 1])
            if not member and not is_open and not self._counted(before, unit):
                return False
        if in_word(folded, figure.start, figure.end, unit.end):
            return False
        if figure.lone and folded[figure.start] == "一" and not self._is_one(figure, unit):
            return False
        return not (figure.formal and figure.lone)

    def _is_one(self, figure: Figure, unit: Unit) -> bool:
        """Whether 一 counts. Before a countable thing it is an article, unless something says that it counts."""
        folded = self.folded
        if is_one_to_one(folded, figure.start):
            return False
        is_first = not _is_han(folded[figure.start - 1 : figure.start])
        return unit.kind != "count" or is_first or is_counted_one(folded, figure.start) or bool(_AND_HALF.match(folded, unit.end))

    def _counted(self, before: str, unit: Unit) -> bool:
        """Whether the words around show that a unit which is a word as well is counted: 扣三分, 三日内, 打七折."""
        if unit.text in ("日", "晚", "夜"):
            return bool(_WITHIN.match(self.folded, unit.end) or word_behind(self.folded, unit.end))
        if unit.text == "折" and not _is_han(self.folded[unit.end : unit.end + 1]):
            return True
        return bool(before) and before in _COUNTED_BY.get(unit.text, "")

    def _without_unit(self, figure: Figure, end: int, qualifier: Qualifier) -> Found | None:
        """A figure that no unit follows: behind ¥ it is money, in Arabic digits it stands for itself; before people it counts them,
        where 万, 亿 or 余 stands in for the measure word."""
        folded = self.folded
        money = _MONEY_SIGN.search(folded, max(0, figure.start - 5), figure.start)
        if money is not None:
            name = _MONEY_NAMES[money.group().strip()]
            return Found(figure.start, end, figure.value, figure.precision, name, "money", "amount", qualifier, scale=figure.scale)
        if end - figure.start > LONGEST_BARE:
            return None
        to = _TO.match(folded, end)
        if not figure.arabic and (to is None or self._next_at(to.end()) is None):
            return None
        following = folded[end : end + 1]
        if following and (following in "\x00/^_" or (following.isascii() and following.isalpha())):
            return None
        one = Found(
            figure.start,
            end,
            figure.value,
            figure.precision,
            None,
            "bare",
            "amount",
            qualifier,
            _RULE_BARE,
            figure.high,
            scale=figure.scale,
        )
        return one if figure.scale == 1 and qualifier == "exact" and folded[end : end + 1] not in "多余" else self._of_people(one)

    def _of_people(self, one: Found) -> Found:
        """The same as a count, with 余 behind it, where people stand right behind the figure."""
        people = _PEOPLE.match(self.folded, one.end)
        if people is None:
            return one
        said: Qualifier = "over" if people["vague"] else one.qualifier
        return one._replace(end=people.end("vague"), kind="count", measure="count", qualifier=said)

    def _two_digits_off(self, figure: Figure) -> Found | None:
        """八五折 and 7 2 折: two digits of a %, said one by one."""
        folded = self.folded
        if figure.end - figure.start > 1 or figure.value > 9 or figure.form != "plain":
            return None
        start = figure.end + (figure.arabic and folded[figure.end : figure.end + 1] == " ")
        later = self._next_at(start)
        if later is None or later.end - later.start > 1 or later.value > 9 or later.arabic != figure.arabic:
            return None
        end = _OFF.match(folded, later.end)
        if end is None:
            return None
        value = figure.value * 10 + later.value
        return Found(figure.start, end.end(), value, Decimal(1), "%", "ratio", "ratio", "exact", _RULE_RATIO)

    def _tenths(self, figure: Figure, unit: Unit, qualifier: Qualifier) -> Found | None:
        """成 and 折 as ten % each: 三成五 is 35 %, 9.9折 is 99 %."""
        value, precision, end = figure.value * 10, figure.precision * 10, unit.end
        digits = self.folded[figure.start : figure.end].replace(" ", "")
        if unit.text == "折" and len(digits) == 2 and figure.value >= 10:  # 72折
            value, precision = figure.value, Decimal(1)
        elif figure.value > 10 and not figure.arabic:
            return None
        elif unit.text == "成" and (more := _PERCENT_TENTHS.match(self.folded, end)):
            tenth = evaluate("五" if more.group(1) == "半" else more.group(1))
            value, precision, end = value + (tenth[0] if tenth else 0), Decimal(1), more.end()
        elif self.folded[end : end + 1] and self.folded[end] in _NOT_TENTHS:
            return None
        high = None if figure.high is None else figure.high * 10
        return Found(figure.start, end, value, precision, "%", "ratio", "ratio", qualifier, _RULE_RATIO, high)

    def _with_small_parts(self, one: Found) -> Found:
        """The quantity with what is less than one of its unit: 一吨半, 3个半月, 50元6角, 1小时20分钟."""
        folded = self.folded
        if one.unit == "个" and folded.startswith("半", one.end) and (and_half := _AND_HALF.match(folded, one.end)):
            unit = _HALF_UNITS[and_half.group(1)]
            return one._replace(value=one.value + HALF, precision=HALF, end=and_half.end(), unit=unit, kind="time", measure="duration")
        if one.unit == "个" and one.value % 1 and (points := _POINTS.match(folded, one.end)):
            return one._replace(end=points.end(), unit="个百分点", kind="ratio", measure="ratio")
        if folded.startswith("半", one.end) and one.kind in _HALVED and (half := _HALF_LATER.match(folded, one.end)):
            return one._replace(value=one.value + HALF, precision=HALF, end=half.end())
        if one.unit is None or one.high is not None or self.place == len(self.figures) or self.figures[self.place].start > one.end + 1:
            return one
        whole = with_parts(folded, Whole(one.value, one.precision, one.unit, one.kind, one.end), self._next_at)
        return one if whole.end == one.end else one._replace(**whole._asdict(), measure="duration" if whole.kind == "time" else one.measure)

    def _range(self, low: Found, figure: Figure) -> Found | None:
        """``low`` as the lower end of a range, if a dash or 至 and a larger figure follow."""
        to = _TO.match(self.folded, low.end)
        upper = self._next_at(to.end()) if to and low.high is None else None
        if upper is None or (upper.form != figure.form and "fraction" in (upper.form, figure.form)):
            return None
        high = self._with_unit(upper)
        if high is None or high.unit is None:
            return None
        value, precision = low.value, low.precision
        if low.unit is None:
            scale = high.scale
            if shared := _SHARED_SCALE.search(self.folded, upper.start, upper.end):  # 三至五百人, 3-5千元, 10~15k元
                lead = evaluate(self.folded[upper.start : shared.start()])
                all_of = evaluate("一" + shared.group().lower().replace("k", "千")) if lead else None
                if lead and all_of and low.end - low.start <= LONGEST_DIGITS and value < lead[0] and lead[0] * all_of[0] == high.value:
                    scale = all_of[0]
            if figure.scale == 1 and value * scale <= high.value:
                value, precision = value * scale, precision * scale
            if high.unit == "%" and high.rule == _RULE_RATIO and upper.form == "plain":
                value *= 10  # 三到五成
        elif low.unit != high.unit:
            of_one_kind = high.kind == low.kind and (low.kind not in _DIMENSIONS or low.unit in high.unit)
            if low.unit != "个" and not of_one_kind:
                return None
        if value >= high.value:
            return None
        qualifier = high.qualifier if low.qualifier == "exact" else low.qualifier
        return high._replace(start=low.start, value=value, high=high.value, precision=min(precision, high.precision), qualifier=qualifier)

    def _with_words_behind(self, one: Found) -> Found:
        """The quantity with what stands behind it: 以上, 左右, 内, 起."""
        folded = self.folded
        end, said = one.end, one.qualifier
        if behind := word_behind(folded, end):
            if one.kind == "bare" and folded[end : behind[0]].strip() in ("许", "前后"):
                return one
            return one._replace(end=behind[0], qualifier=behind[1] if said in ("exact", "over") else said)
        within = _WITHIN.match(folded, end) if one.kind == "time" else None
        bound = _START_FROM.match(folded, end) if one.kind in ("money", "price") else None
        found: Qualifier
        if within:
            end, found = within.end(), "at_most"
        elif one.kind == "time" and folded[end : end + 1] in ("多", "余"):
            end, found = end + 1, "over"
        elif one.unit is not None and (ended := _VAGUE_END.match(folded, end)):
            end, found = ended.end(), "over"
        elif bound:
            end, found = bound.end(), "at_least" if "起" in bound.group() else "at_most"
        else:
            return one
        return one._replace(end=end, qualifier=found if said == "exact" else said)
