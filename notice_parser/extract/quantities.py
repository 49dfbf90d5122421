"""Quantities: figure, unit and vague words, exactly as far as they are printed.

``38.31万条`` is 383100 条 with a precision of 100; ``近300亩`` is under, ``70%以上`` at least; ``3至5个工作日`` runs from 3 to 5;
``减少5起4人`` are two. 万 and 亿 are multiplied out, 成 is ten %. Directions (下降, 减少) are no part of a quantity: a sign is
read only where it is printed.

>>> [(q.raw, str(q.value), q.unit, q.qualifier) for q in find_quantities("走访企业近3120户次，占比70%以上")]
[('近3120户次', '3120', '户次', 'under'), ('70%以上', '70', '%', 'at_least')]
>>> find_quantities("岚水发〔2023〕12号，第三方，2023年3月5日")
()
"""

from __future__ import annotations

import re
from decimal import Decimal

from notice_parser.extract.masks import Mask, blanked, find_masks
from notice_parser.extract.measured import Found, read_measured
from notice_parser.grammar import Grammars, Match, load_grammars
from notice_parser.model import Qualifier, Quantity
from notice_parser.text.figure_value import evaluate
from notice_parser.text.figures import fold_figures
from notice_parser.text.vague_words import word_behind

__all__ = ["find_quantities"]

REPEATED = 2  # figures with a blank in them from which on it parts thousands
LONGEST_LIST = 60  # characters before a figure in which 分别 makes its comma a list's

_COMES_TO = re.compile("[^，,。；;：:、]{0,8}?(?:下降|降低|减少|压缩|提高|提升|上升|增加|增长|扩大|缩小|[增减升降])[到至为]")
_BLANKS = " \u2009\u202f\u00a0"
_THOUSANDS = re.compile(f"(?<=[一-鿿])[0-9]{{1,3}}(?:[{_BLANKS}][0-9]{{3}}){{1,8}}(?=[一-鿿])")
_LIST = re.compile(r" {0,2}(?:、|和|与|及|以及|或) {0,2}")
_NAMED = re.compile(r" {0,2}[、，,和与及][一-鿿]{1,8}")  # 高于全国2.0个、全省1.1个百分点
_SENTENCE_END = re.compile(r"[。！？\n]")
_MONEY_IS = re.compile(
    "(?:[罚付][款]|[资奖现薪税保]金|经费|费用|金额|产值|收入|支出|投资|挽损|损失|贷款|存款|税款|货款|债务)(?:为|达|约|近|超|共计?){0,2}$"
)
_RATE_IS = re.compile("(?:率|比例|比重|占比|指数|系数)(?:[仅只均都]?(?:为|是|达到?|[升降增减][至到为]))?$")  # 断面3个，超标比例为0
_BARE_END = re.compile(r" ?(?:[，。；、！？;,）)》”\n]|$|其中|和|与|及)")


def find_quantities(text: str, *, grammars: Grammars | None = None, masks: tuple[Mask, ...] | None = None) -> tuple[Quantity, ...]:
    """Every quantity of ``text``, in order. An Arabic figure without a unit is one too, with ``unit`` None.

    ``masks``: what to leave out, where the caller has found it already; by default ``find_masks`` is asked.
    """
    grammars = grammars or load_grammars()
    shown = blanked(text, find_masks(text, grammars) if masks is None else masks)
    worded = grammars["quantities"].find(shown)
    folded = _grouped(fold_figures(blanked(shown, tuple(Mask(match.rule, match.span) for match in worded))))
    found = [*(_qualified(one, shown) for one in map(_read_worded, worded) if one), *read_measured(folded, text)]
    found.sort(key=lambda one: one.start)
    _carry_back(found, folded)
    _carry_on(found, folded, grammars["statistics.clauses"].rule("statistics.clauses.unit_said").compiled)
    return tuple(_finished(one, text) for one in found)


def _grouped(folded: str) -> str:
    """The text with ``,`` for the blank by which a document parts thousands (321 146件, GB/T 15835): one that does so again and again."""
    thousands = list(_THOUSANDS.finditer(folded)) if any(blank in folded for blank in _BLANKS) else []
    if len(thousands) < REPEATED:
        return folded
    characters = list(folded)
    for figure in thousands:
        for at in range(figure.start(), figure.end()):
            characters[at] = "," if characters[at] in _BLANKS else characters[at]
    return "".join(characters)


def _finished(found: Found, text: str) -> Quantity:
    return Quantity(
        raw=text[found.start : found.end],
        span=(found.start, found.end),
        value=_plain(found.value),
        value_max=None if found.high is None else _plain(found.high),
        unit=found.unit,
        precision=_plain(found.precision),
        qualifier=found.qualifier,
        kind=found.kind,
        measure=found.measure,
        carried=found.carried,
        rule=found.rule,
    )


def _plain(value: Decimal) -> Decimal:
    """The value without an exponent: 383100, not 3.831E+5; printed zeros behind the point go (the precision keeps them)."""
    if value == value.to_integral_value():
        return Decimal(int(value))
    return value.normalize()


def _read_worded(match: Match) -> Found | None:
    if match.label == "multiple":
        times = evaluate(match.group("times") or "一")
        if times is None:
            return None
        vague = match.group("vague")
        said: Qualifier = "exact" if vague is None else "over" if vague.startswith("超") else "about" if vague == "约" else "under"
        return Found(match.start, match.end, times[0], Decimal(1), "番", "multiple", "multiple", said, match.rule)
    if match.rule == "quantities.rank_first":
        return Found(match.start, match.end, Decimal(1), Decimal(1), "位", "rank", "rank", "exact", match.rule)
    number = evaluate(fold_figures(match.group("number") or ""))
    if number is None:
        return None
    qualifier: Qualifier = "at_most" if match.rule == "quantities.rank_within" else "exact"
    return Found(match.start, match.end, number[0], Decimal(1), match.group("unit"), "rank", "rank", qualifier, match.rule)


def _qualified(one: Found, text: str) -> Found:
    """翻两番以上: the vague word behind, where the form has one."""
    behind = word_behind(text, one.end) if one.kind == "multiple" else None
    return one if behind is None else one._replace(end=behind[0], qualifier=behind[1])


def _carry_back(found: list[Found], folded: str) -> None:
    """The unit of the last of a list for those before it: ``0.7、2.3个百分点``, ``3、5万元``."""
    for place in range(len(found) - 2, -1, -1):
        one, later = found[place], found[place + 1]
        if later.unit is None or later.measure == "rank":
            continue
        between = folded[one.end : later.start]
        if (
            one.unit == "个"
            and later.unit == "个百分点"
            and (_LIST.fullmatch(between) or (_is_cut_short(one) and _NAMED.fullmatch(between)))
        ):
            found[place] = _as_points(one)
        if one.kind != "bare":
            continue
        listed = between in ("，", ",") and "分别" in folded[max(0, one.start - LONGEST_LIST) : one.start]
        if listed or _LIST.fullmatch(between):
            scale = later.scale if one.scale == 1 else Decimal(1)
            found[place] = one._replace(
                value=one.value * scale,
                precision=one.precision * scale,
                unit=later.unit,
                kind=later.kind,
                measure=later.measure,
                carried=True,
                scale=later.scale,
            )


def _is_cut_short(one: Found) -> bool:
    """Whether 个 stands for 个百分点: a fraction of a piece counts nothing (下降0.32个和0.40个百分点)."""
    return one.unit == "个" and one.precision < 1


def _as_points(one: Found) -> Found:
    return one._replace(unit="个百分点", kind="ratio", measure="ratio", carried=True)


def _carry_on(found: list[Found], folded: str, said: re.Pattern[str]) -> None:
    """The unit of the count before for a figure that ends its clause: ``来电290件，接通287``; none where its own word is a unit.
    What a figure comes to has the unit that it comes from: ``由12.6%降至0``."""
    last: Found | None = None
    for place, one in enumerate(found):
        origin = found[place - 1] if place and one.kind == "bare" else None
        if origin is not None and origin.unit is not None and _COMES_TO.fullmatch(folded, origin.end, one.start):
            found[place] = one = one._replace(unit=origin.unit, kind=origin.kind, measure=origin.measure, carried=True)
        if last is not None and _SENTENCE_END.search(folded, last.end, one.start):
            last = None
        if _is_cut_short(one) and last is not None and last.unit == "个百分点":
            found[place] = one = _as_points(one)
        elif one.kind == "bare" and last is not None and last.kind == "count" and not one.value % 1:
            before = folded[one.start - 1 : one.start]
            own = said.search(folded[max(0, one.start - 3) : one.start])  # 入院人次30187.3万
            if one.scale > 1 and _MONEY_IS.search(folded, max(0, one.start - 6), one.start) is not None:
                found[place] = one._replace(unit="元", kind="money", measure="amount", carried=True)
                continue  # 立案查处126次，罚款103.5万
            own_kind = _RATE_IS.search(folded, max(0, one.start - 6), one.start) is not None
            if (
                not own_kind
                and "\u4e00" <= before <= "\u9fff"
                and _BARE_END.match(folded, one.end)
                and (own is None or (own.group("unit") or "人") == last.unit)
            ):
                found[place] = one = one._replace(unit=last.unit, kind=last.kind, measure=last.measure, carried=True)
        if one.unit is not None and one.kind != "rank" and one.unit != "%":
            last = one
