"""part_whole_sum: a stated whole is not the sum of its stated parts.

Parts are taken as all there are only where the notice makes them so: months that tile the period of the whole, places whose
figures add up for other counts of the same notice, a list that ends in 合计, or one led in by 按…分. Of a list behind 其中,
which may leave something out, only too much is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import combinations, pairwise
from typing import Literal

from notice_parser.audit.tally import Tally
from notice_parser.audit.tolerance import Figure, Verdict, adds_up, is_slip_of_sum, n_digits, plain, sum_of, verdict
from notice_parser.audit.view import Stated, View

__all__ = ["check"]

RULE = "part_whole_sum"
MAX_SUBJECTS = 12  # of one notice that are tried as parts of a whole: 220 triples
AGREEING = 2  # counts for which two subjects must add up to a third before a third count that does not is reported
_ALL = Figure(value=Decimal(100), low=Decimal(100), high=Decimal(100), step=Decimal(1), shown="100%")
_NEAR = Decimal("0.1")  # of a whole, how far a sum may be off before it is taken for a list left open
_OPEN = Decimal("0.3")  # of a whole, how much bodies or places must leave open to be a choice of them, whatever digit would mend it
_FEW = 2  # parts of which a slip in one explains a sum far off by chance: 118.9亿元, 其中甲路21.3亿元、乙站9.6亿元
_FINE = Decimal("0.005")  # of a whole, how much its parts may leave open: coarse figures are explained by some slip too
_TELLING = 3  # digits of a whole below which some slip explains nearly any difference
_KIND = 2  # last characters of two names that are of the same kind of thing
_MOST = 200  # lists of a notice that are looked at for a slip: no real one has as many that do not add up
FAR = 400  # characters around a list in which a word may say that it is open
AHEAD = 60  # figures among which the parts of a whole are looked for
NEAR = 8  # figures behind a whole that may lead to its 其中


class _Done:
    """What has been judged: a whole is reported once, and a part of one list is no whole of the next."""

    def __init__(self) -> None:
        self.failed: set[int] = set()
        self.judged: set[tuple[int, ...]] = set()
        self.parts: set[int] = set()
        self.asked = 0

    def is_new(self, whole: Stated, parts: Sequence[Stated]) -> bool:
        """Whether this sum has not been looked at, and its whole not been reported."""
        return whole.place not in self.failed and (whole.place, *(part.place for part in parts)) not in self.judged

    def add(self, whole: Stated, parts: Sequence[Stated], *, agreed: bool) -> None:
        self.judged.add((whole.place, *(part.place for part in parts)))
        self.parts.update(part.place for part in parts)
        if not agreed:
            self.failed.add(whole.place)


def check(view: View, tally: Tally) -> None:
    """All ways in which the notice says that parts make a whole."""
    done = _Done()
    means = view.words["means"]
    is_mean = cache(lambda name: any(word in name for word in means))
    lines = [[one for one in line if not is_mean(one.name)] for line in view.lines]
    for line in lines:
        _by_period(view, line, tally, done)
    for line in lines:
        _summed_up(view, line, tally, done)
        _listed(view, line, tally, done)
    _by_subject(view, tally, done)


def written_out(parts: Sequence[Stated], whole: Stated, found: Verdict) -> str:
    """The sum as a reader does it by hand."""
    terms = "＋".join(part.figure.shown for part in parts)
    unit = whole.statistic.unit or ""
    shown = whole.figure.shown
    more = "多" if found.difference < 0 else "少"
    return f"{terms}＝{like(found.computed, shown, unit)}，所载合计为{shown}，{more}{like(abs(found.difference), shown, unit)}"


def like(value: Decimal, shown: str, unit: str) -> str:
    """A computed value in the form that the figure beside it is printed in: in 万 or 亿 where that is.

    >>> like(Decimal(4226000), "412.6万元", "元"), like(Decimal(182140), "182640件", "件")
    ('422.6万元', '182140件')
    """
    for sign, scale in (("亿", Decimal(10**8)), ("万", Decimal(10**4))):
        if sign in shown and not unit.startswith(sign):
            return f"{plain(value / scale)}{sign}{unit}"
    return f"{plain(value)}{unit}"


def _by_period(view: View, line: list[Stated], tally: Tally, done: _Done) -> None:
    """A whole period and the months or quarters behind it."""
    for i, whole in enumerate(line):
        start, end = whole.period
        if not whole.is_count or start is None or end is None:
            continue
        parts: list[Stated] = []
        for other in line[i + 1 : i + AHEAD]:
            inside = other.period[0] is not None and other.period != whole.period
            if other.statistic.unit == whole.statistic.unit and other.is_count:
                alike = other.statistic.measure == whole.statistic.measure and _same_thing(whole, other) and whole.subject == other.subject
                if not (inside and alike and start <= str(other.period[0]) and str(other.period[1]) <= end):
                    break
                parts.append(other)
        if len(parts) < 2 or not _tiles(parts, start, end) or any(word in whole.name for word in view.words["stocks"]):
            continue
        figures = [part.figure.value for part in parts]
        if min(figures) <= whole.figure.value <= max(figures):
            tally.skip(RULE)  # an average or a level, not a sum
            continue
        _judge(view, whole, parts, tally, done, must_equal=True)


def _same_thing(a: Stated, b: Stated) -> bool:
    return a.base == b.base or (len(b.base) >= 2 and a.base.endswith(b.base)) or (len(a.base) >= 2 and b.base.endswith(a.base))


def _tiles(parts: Sequence[Stated], start: str, end: str) -> bool:
    """Whether the periods of the parts follow one another from the first day to the last."""
    spans = sorted((str(part.period[0]), str(part.period[1])) for part in parts)
    if spans[0][0] != start or spans[-1][1] != end:
        return False
    return all(_next_day(a[1]) == b[0] for a, b in pairwise(spans))


def _next_day(day: str) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _summed_up(view: View, line: list[Stated], tally: Tally, done: _Done) -> None:
    """A list that ends in 合计."""
    for i, whole in enumerate(line):
        if not whole.is_count or not view.field.find(view.text, whole.own_span[0], whole.own_span[1] + 2, only=("audit.summed_up",)):
            continue
        parts: list[Stated] = []
        is_bare = True
        for other in reversed(line[max(0, i - AHEAD) : i]):
            gap = view.between(other, parts[-1] if parts else whole)
            alike = other.statistic.unit == whole.statistic.unit and other.sentence == whole.sentence and other.is_count
            listed = not parts or gap.strip() in ("、", "和", "及", "，", ",")
            if not (alike and (listed or _is_same_kind(view, other, parts[-1]))):
                break
            is_bare = is_bare and listed
            parts.append(other)
        if len(parts) >= 2:  # 学生12000人，小学生6000人，中学生6000人，合计12000人: all may stand before its parts, too
            sizes = range(len(parts), 1, -1)
            found = _agreeing([whole], parts, sizes) or _agreeing([whole], parts[::-1], sizes)
            made_up = parts[::-1] if found is None else found[1]
            if is_bare:
                _judge(view, whole, made_up, tally, done, must_equal=True)
            else:  # of kinds that may have members in common: 男职工1200人，女职工800人，退休职工300人
                _judge(view, whole, made_up, tally, done, must_equal=_is_mended(done, whole, parts), severity="warning")


def _is_same_kind(view: View, one: Stated, other: Stated) -> bool:
    """Whether two figures of a list say how many of the same kind of thing, each with its own words: 小学招生6842人，初中招生6310人."""
    gap = view.between(one, other)
    kind = other.name[-_KIND:]
    bare = not any(mark in gap for mark in (*"；;。：:（(", "其中")) and one.subject == other.subject and one.period == other.period
    return bare and one.name != other.name and len(other.name) > _KIND and one.name.endswith(kind) and gap.rstrip().endswith(kind)


def _listed(view: View, line: list[Stated], tally: Tally, done: _Done) -> None:
    """A whole, and the list that 其中, 包括 or 按…分 leads in."""
    for i, first in enumerate(line):
        if i == 0 or not first.is_count or not view.field.find(view.text, *first.own_span, only=("audit.inner", "audit.exhaustive")):
            continue
        wholes = [
            one
            for one in line[max(0, i - NEAR) : i][::-1]
            if one.is_count
            and one.statistic.unit == first.statistic.unit
            and one.statistic.measure == first.statistic.measure
            and one.period == first.period
            and one.place not in done.parts
        ]
        wholes = [one for one in wholes if one is wholes[0] or one.figure.value >= first.figure.value]
        if not wholes or any(word in _around(view, wholes[0], first) for word in view.words["limits"]):
            continue
        lead = (wholes[0].statistic.quantity_span[1], first.statistic.quantity_span[0])
        is_whole = bool(view.field.find(view.text, lead[0], lead[1], only=("audit.exhaustive",)))
        is_whole = is_whole and not any(word in view.text[lead[0] : lead[1]] for word in view.words["excerpts"])
        parts, ends = _run(view, line, i, wholes[0])
        if len(parts) < 2:
            continue
        agreed = _agreeing(wholes, parts, ends)
        if agreed is not None:
            if done.is_new(*agreed):
                tally.agree(RULE)
                done.add(*agreed, agreed=True)
            _beside(view, line, i, agreed[1], tally, done)
            continue
        if family := _family(view, parts):
            made_up = _agreeing(wholes, family, [len(family)])  # 83所（公办52所，民办31所），…，其中公办52所，…；民办31所
            _judge(view, made_up[0] if made_up is not None else wholes[0], family, tally, done, must_equal=True)
            continue
        lists = [end for end in ends if end >= 2] or [len(parts)]
        size = next((end for end in lists if _is_mended(done, wholes[0], parts[:end])), lists[0])
        _judge_list(view, wholes[0], parts[:size], line, tally, done, is_whole=is_whole)


def _beside(view: View, line: list[Stated], i: int, parts: Sequence[Stated], tally: Tally, done: _Done) -> None:
    """The second figure of each part, of a list whose first figures make up their whole: 事故47起，死亡39人。其中，甲类28起，死亡24人；…"""
    places = {one.place: at for at, one in enumerate(line)}
    second = [line[at] for part in parts if (at := places[part.place] + 1) < len(line)]
    alike = len(second) == len(parts) and len({(one.statistic.unit, one.statistic.measure, one.period) for one in second}) == 1
    if not alike or second[0].statistic.unit == parts[0].statistic.unit or not all(one.is_count for one in second):
        return
    gaps = {view.between(part, one).strip() for part, one in zip(parts, second, strict=True)}
    is_bare = gaps <= {"、", "，", ","}
    if any(mark in gap for gap in gaps for mark in "；;。（(") or not (is_bare or len({one.base for one in second}) == 1):
        return
    wholes = [one for one in line[max(0, i - NEAR) : i] if one.is_count and one.statistic.unit == second[0].statistic.unit]
    wholes = [one for one in wholes if one.period == second[0].period and (is_bare or _same_thing(one, second[0]))]
    words = view.words
    if len(wholes) == 1 and not any(word in one.name for one in (*wholes, *second) for word in (*words["shared"], *words["stocks"])):
        rest = wholes[0].figure.value - sum_of([one.figure for one in second]).value
        if not view.tells(line, abs(rest), second[0]):  # 另安排200万元
            # who is in two of the parts is counted once in the whole
            _judge(view, wholes[0], second, tally, done, must_equal=_is_mended(done, wholes[0], second), severity="warning")


def _around(view: View, whole: Stated, part: Stated) -> str:
    """The sentence of a whole and its part, no further than a clause's length on each side."""
    start = max(whole.sentence[0], whole.statistic.quantity_span[0] - FAR)
    return view.text[start : min(part.sentence[1], part.statistic.quantity_span[1] + FAR)]


def _is_mended(done: _Done, whole: Stated, parts: Sequence[Stated]) -> bool:
    """Whether one digit makes the parts the whole; not asked without end."""
    done.asked += 1
    if done.asked > _MOST:
        return False
    return is_slip_of_sum([whole.figure, *(part.figure for part in parts)])


def _agreeing(wholes: Sequence[Stated], parts: Sequence[Stated], ends: Sequence[int]) -> tuple[Stated, Sequence[Stated]] | None:
    """The nearest whole that the parts, up to where a list may end, make up."""
    for whole in wholes:
        for end in ends:
            if end >= 2 and adds_up([whole.figure, *(part.figure for part in parts[:end])]):
                return whole, parts[:end]
    return None


def _run(view: View, line: list[Stated], i: int, whole: Stated) -> tuple[list[Stated], list[int]]:
    """The figures of one unit from ``line[i]`` on, to the end of the sentence or the next 其中, and where lists may end."""
    parts = [line[i]]
    ends: list[int] = []
    last = line[i]
    for other in line[i + 1 : i + AHEAD]:
        gap = view.text[last.statistic.quantity_span[1] : other.statistic.quantity_span[0]]
        if other.sentence != line[i].sentence or "其中" in gap or "合计" in gap:
            break
        if ("；" in gap or ";" in gap) and (not ends or ends[-1] != len(parts)):
            ends.append(len(parts))
        last = other
        if other.statistic.unit != whole.statistic.unit or not other.is_count or other.period != whole.period:
            continue
        parts.append(other)
    if not ends or ends[-1] != len(parts):
        ends.append(len(parts))
    return parts, ends


def _judge_list(view: View, whole: Stated, parts: list[Stated], line: list[Stated], tally: Tally, done: _Done, *, is_whole: bool) -> None:
    """A list behind 其中 that does not make up the whole: only where it must."""
    subjects = [part.subject for part in parts]
    by_place = len(set(subjects)) == len(parts) and all(subjects) and whole.subject not in subjects
    same = all(_same_thing(whole, part) for part in parts)
    shares = [one.figure for part in parts for one in line[line.index(part) + 1 : line.index(part) + 2] if one.is_rate and "占" in one.own]
    adds_to_all = len(shares) == len(parts) and verdict(_ALL, sum_of(shares)).agrees and not _leaves_as_much(whole, parts, sum_of(shares))
    if (is_whole or adds_to_all) and (whole.figure.value >= max(part.figure.value for part in parts) or _is_mended(done, whole, parts)):
        _judge(view, whole, parts, tally, done, must_equal=True)
        return
    found = verdict(whole.figure, sum_of([part.figure for part in parts]))
    size = abs(whole.figure.value)
    if by_place and found.difference < -size * _OPEN:
        tally.skip(RULE)
    elif by_place and same:
        _judge(view, whole, parts, tally, done, must_equal=False)
    else:
        is_fine = found.tolerance <= size * _FINE
        many = len(parts) > _FEW
        told = abs(found.difference) <= size * _NEAR and (many or n_digits(whole.figure) > _TELLING)
        told = told or (many and n_digits(whole.figure) > _TELLING)
        if is_fine and told and n_digits(whole.figure) >= _TELLING:
            _judge(view, whole, parts, tally, done, must_equal=False, severity="warning")
        else:
            tally.skip(RULE)


def _leaves_as_much(whole: Stated, parts: Sequence[Stated], shares: Figure) -> bool:
    """Whether the shares leave open what the parts do (99.8 % beside 907.6 of 910.1万张): a small rest was not named."""
    held = sum_of([part.figure for part in parts]).value
    return bool(whole.figure.value) and shares.low <= held * 100 / whole.figure.value <= shares.high


def _family(view: View, parts: Sequence[Stated]) -> list[Stated]:
    """The parts at the beginning that leave nothing out between them by what they are called: 第一产业, 第二产业, 第三产业."""
    for words in view.words["complements"]:
        names = words.split("/")
        if len(names) <= len(parts) and all(name in part.name for name, part in zip(names, parts, strict=False)):
            return list(parts[: len(names)])
    return []


def _judge(
    view: View,
    whole: Stated,
    parts: Sequence[Stated],
    tally: Tally,
    done: _Done,
    *,
    must_equal: bool,
    severity: Literal["error", "warning"] = "error",
) -> None:
    if not done.is_new(whole, parts):
        return
    found = verdict(whole.figure, sum_of([part.figure for part in parts]))
    if found.agrees:
        tally.agree(RULE)
    elif (
        must_equal
        or (severity == "error" and found.difference > 0)
        or (  # 44个, 其中甲县8个、乙县6个: by chance one digit off
            n_digits(whole.figure) >= _TELLING
            and abs(found.difference) <= abs(whole.figure.value) * _OPEN
            and _is_mended(done, whole, parts)
        )
    ):
        said = _subject(whole)
        evidence = [*whole.figure.evidence, *(one for part in parts for one in part.figure.evidence)]
        tally.fail(RULE, f"{said}：{written_out(parts, whole, found)}", evidence, verdict=found, severity=severity)
    else:
        tally.skip(RULE)
        return
    done.add(whole, parts, agreed=found.agrees)


def _subject(whole: Stated) -> str:
    time = whole.statistic.period.raw if whole.statistic.period is not None and whole.statistic.period.raw else ""
    return "".join((time, whole.statistic.subject or "", whole.statistic.indicator or "")) or "合计"


def _by_subject(view: View, tally: Tally, done: _Done) -> None:
    """全市 = 市本级 + 各县: learned from the counts for which it holds, then asked of those for which it does not."""
    tables: dict[str, dict[tuple[object, ...], Stated | None]] = defaultdict(dict)
    for one in view.stated:
        if one.is_count and one.subject:
            slot = (one.statistic.unit, one.period, one.scopes, one.base)
            held = tables[one.subject]
            known = held.get(slot)
            held[slot] = one if slot not in held or (known is not None and known.figure.value == one.figure.value and known) else None
    wholes = [subject for subject in tables if subject in view.words["whole_places"]]
    for whole in wholes:
        others = [s for s in tables if s not in view.words["whole_places"] and len(tables[s].keys() & tables[whole].keys()) >= AGREEING]
        for size in (2, 3):
            for family in combinations(others[:MAX_SUBJECTS], size):
                _try_family(view, tables[whole], [tables[subject] for subject in family], tally, done)


def _try_family(
    view: View,
    whole: dict[tuple[object, ...], Stated | None],
    parts: Sequence[dict[tuple[object, ...], Stated | None]],
    tally: Tally,
    done: _Done,
) -> None:
    tried: list[tuple[Stated, list[Stated], Verdict]] = []
    for slot, one in whole.items():
        terms = [part.get(slot) for part in parts]
        known = [term for term in terms if term is not None]
        if one is None or len(known) != len(parts) or any(word in one.name for word in view.words["stocks"] if word != "累计"):
            continue
        if one.figure.value == 0:
            continue
        tried.append((one, known, verdict(one.figure, sum_of([term.figure for term in known]))))
    agreed = sum(found.agrees for _, _, found in tried)
    if agreed < AGREEING or agreed < len(tried) - agreed:
        return
    for one, known, _ in tried:
        _judge(view, one, known, tally, done, must_equal=True)
