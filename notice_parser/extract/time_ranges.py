"""Two times joined to a range, and what stands around: 截至 makes a state at a day, 以来 an open period, 前 a limit."""

from __future__ import annotations

import re

from msgspec import structs

from notice_parser.extract.time_atoms import begin_before
from notice_parser.grammar import Field
from notice_parser.text.time_words import read_written
from notice_parser.text.times import Mention, Mode, Written

__all__ = ["with_ranges", "with_their_days"]

# 上年同期为20万人次, 全市去年同期发生6起: a time of its own, where its clause begins with it or with a level, and compares nothing
_OPENED = re.compile("(?:^|[，,；;。：:、（( \u3000\n而])(?:(?:全|我|本)[国省市县区州镇乡])?$", re.MULTILINE)
# up to an hour, up to a day or a month and no further: what was by then
_UP_TO = re.compile("日[ ]?(?:凌晨|上午|中午|下午|晚上?)?[0-9]{1,2}[时点]|[年月日底末][ ]?为?止(?=[ ]?[，,])")
_UP_TO_END = re.compile("月份?[底末](?=[，,])")  # behind 至 alone: 到9月底，… can be what is to be reached
HOUR = 6  # characters behind a day in which the hour, or that it ends there, is said
_CLAUSE_BEGINS = ("", "\n", "。", "；", "，", ";", ",", " ", "\u3000")
_PAUSES = ("，", ",", "、")
_COMPARES = re.compile("[，,]?(?:相[比较当]|[的比增减升降涨跌高低快慢略基持]|(?:提高|下降|回升|回落|水平|均值|平均|同口径|以来))")
_NEVER_AN_END = ("same", "vague", "season", "plan", "decade")


def _at(field: Field, name: str, text: str, at: int) -> int | None:
    """Where a mark that begins here ends; None if it does not."""
    found = field.rule(f"times.{name}").compiled.match(text, at)
    return found.end() if found else None


def _with_clock(field: Field, text: str, mention: Mention, end: int) -> int:
    """The end of a day with its weekday and its time of the day."""
    if mention.first.unit != "day" and not (mention.last and mention.last.unit == "day"):
        return end
    for name in ("weekday", "clock", "weekday"):
        end = _at(field, name, text, end) or end
    return end


def with_ranges(text: str, field: Field, atoms: list[Mention], talk: bool) -> list[Mention]:
    """Ranges put together, marks taken in."""
    found: list[Mention] = []
    index, taken = 0, 0
    while index < len(atoms):
        atom = atoms[index]
        index += 1
        if atom.start < taken:
            continue
        end = _with_clock(field, text, atom, atom.end)
        last: Written | None = atom.last
        rule, mode = atom.rule, "plain"
        sign = _at(field, "range", text, end) if atom.last is None and atom.first.unit not in _NEVER_AN_END else None
        if sign is not None:
            following = atoms[index] if index < len(atoms) and atoms[index].start == sign else None
            second = following or _later_end(field, text, atom, sign)
            if second is not None and second.first.unit == "now" and atom.first.unit != "now":
                mode, end, rule, index = "since", second.end, "times.range", index + 1
            elif second is not None and _fits(atom.first, second.first):
                last, rule = _of_same_week(atom.first, second.first), "times.range"
                end = _with_clock(field, text, second, second.end)
                index += 1 if following is not None else 0
        found.append(_marked(field, text, atom, last, rule, mode, end, taken))
        taken = found[-1].end
    return [m for m in found if talk or m.rule != "times.bare_day" or m.first.day is not None]


def _later_end(field: Field, text: str, atom: Mention, at: int) -> Mention | None:
    """The second end of a range where it leaves out its month (7日) or its sign (2022.02)."""
    name = {"times.numeric_first": "later_numeric_day", "times.numeric_months": "later_numeric_month"}.get(atom.rule)
    if name is None and atom.first.unit == "day":
        name = "later_weekday" if atom.first.of == "week" else "later_day"
    if name is None:
        return None
    rule = field.rule(f"times.{name}")
    match = rule.compiled.match(text, at)
    written = read_written(rule.taken(match).groups()) if match else None
    return None if match is None or written is None else Mention(start=at, end=match.end(), raw=match.group(), rule=rule.id, first=written)


def _of_same_week(first: Written, last: Written) -> Written:
    """The second end of 上周六至周日, which lies in the same week."""
    if first.of == last.of == "week" and last.weekday is not None and not last.number:
        return structs.replace(last, shift=first.shift, number=first.number)
    return last


def _fits(first: Written, last: Written) -> bool:
    """Can these be the two ends of one range?"""
    if last.unit in _NEVER_AN_END:
        return False
    if first.unit == "years" or last.unit == "years":
        return False
    return not (last.unit == "year" and first.unit != "year" and last.year_shift is None and first.of is None and first.unit == "day")


def _marked(field: Field, text: str, atom: Mention, last: Written | None, rule: str, mode: str, end: int, taken: int) -> Mention:
    """The mention with what belongs to it before and behind, and the role that those words give it."""
    start = atom.start
    role = None
    opening = begin_before(field, "times.as_of", text, start)
    if opening is not None and opening >= taken:
        start = opening
        if last is None and mode == "plain":
            mode = "as_of"
    elif mode == "plain" and last is None and text[start - 1 : start] in ("到", "至") and _is_up_to(text, start, end):
        if start - 1 >= taken and text[max(0, start - 2) : start - 1] in _CLAUSE_BEGINS:
            start, mode = start - 1, "as_of"  # 到7月10日18时，全市累计…; 到12月止，…; 至9月底，…
    elif (opening := begin_before(field, "times.from", text, start)) is not None and opening >= taken and last is not None:
        start = opening
    compared = atom.basis and not (_OPENED.search(text, max(0, start - 3), start) and _COMPARES.match(text, end) is None)
    basis = compared or begin_before(field, "times.basis_before", text, start) is not None
    closing = _at(field, "since", text, end) if mode == "plain" else None
    if mode == "plain" and closing is None and last is None:
        before = text[max(0, start - 1) : start]
        if before in ("自", "从"):
            closing = _at(field, "since_event", text, end)  # 自2016年9月首轮巡察开展以来
        elif before in _CLAUSE_BEGINS and (event := _at(field, "since_event", text, end)) is not None:
            closing = event if text[event : event + 1] in _PAUSES else None  # 2021年专项整治开展以来，全市…
    if closing is not None:
        mode, end = "since", closing
    elif (
        mode == "plain"
        and last is None
        and atom.first.unit not in ("now", "vague", "season", "same")
        and (closing := _at(field, "by", text, end))
    ):
        mode, end = "by", closing
    elif _at(field, "effective_behind", text, end) is not None:
        role = "effective"
    elif _at(field, "expires_behind", text, end) is not None:
        role = "expires"
    elif last is not None or mode == "as_of":
        end = _at(field, "tail", text, end) or end
    settled: Mode = mode  # type: ignore[assignment]  # one of the four
    return Mention(
        start=start,
        end=end,
        raw=text[start:end],
        rule=rule,
        first=atom.first,
        last=last,
        mode=settled,
        role=role,
        basis=basis,
        season=atom.season,
    )


def _is_up_to(text: str, start: int, end: int) -> bool:
    """Whether a time behind 到 or 至 is the end of all that is told: with its hour, with 止; the end of a month behind 至."""
    to_end = text[start - 1] == "至" and _UP_TO_END.search(text, start, end + 1) is not None
    return to_end or _UP_TO.search(text, start, end + HOUR) is not None


def with_their_days(mentions: list[Mention], text: str, field: Field) -> list[Mention]:
    """第28周(7月8日—14日), 国庆假期（10月1日至7日）: the days in the brackets are those of the week, of the holiday."""
    found: list[Mention] = []
    for mention in mentions:
        before = found[-1] if found else None
        if (
            before is not None
            and (before.season is not None or (before.first.unit == "week" and before.first.of is None))
            and before.last is None
            and _at(field, "bracket", text, before.end) == mention.start
            and text[mention.end : mention.end + 1] in (")", "）")
            and (mention.last is not None or mention.first.last_day is not None)
        ):
            first = mention.first
            if first.year is None and (before.first.year is not None or before.first.year_shift is not None):
                first = structs.replace(first, year=before.first.year, short=before.first.short, year_shift=before.first.year_shift)
            end = mention.end + 1
            if before.season is not None:
                end = _at(field, "season_tail", text, end) or end
            raw = text[before.start : end]
            found[-1] = structs.replace(
                mention, start=before.start, end=end, raw=raw, rule=before.rule, first=first, season=before.season, basis=before.basis
            )
        else:
            found.append(mention)
    return found
