"""Every date and period in a text, in its words: where it stands and what is printed of it.

A rule of ``grammars/times.toml`` takes one time; here two are joined to a range, and what stands before and behind is
looked at: 截至 makes a state at a day, 以来 an open period, 前 a limit. Which days are meant may need the rest of the
notice (上月, 1—8月 without a year): that is said in ``link/relative_dates.py``, which gives one ``Time`` for each
``Mention``, in the same order.

Who looks for the period of a figure: ``Facts.mentions[i]`` and ``Facts.times[i]`` are the same place. ``mentions_within``
cuts out those of a clause; ``is_relative`` tells what was not said in full, ``granularity`` how long it is, ``basis`` that
something is only compared with it, ``quoted`` that it is part of a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.extract.dates import read_date
from notice_parser.grammar import Field, Grammars, Match
from notice_parser.grammar.match import resolve
from notice_parser.layout.document import Document
from notice_parser.model import Diagnostic, Span
from notice_parser.text.dates import read_month_or_day
from notice_parser.text.time_days import no_such_day
from notice_parser.text.time_words import read_written
from notice_parser.text.times import Mention, Mode, Written

__all__ = ["find_mentions", "mentions_of", "mentions_within"]

_MARKS = (
    "times.as_of",
    "times.basis_before",
    "times.before_bare_day",
    "times.bracket",
    "times.by",
    "times.clock",
    "times.effective_behind",
    "times.expires_behind",
    "times.from",
    "times.later_day",
    "times.later_numeric_day",
    "times.later_numeric_month",
    "times.later_weekday",
    "times.range",
    "times.season_tail",
    "times.since",
    "times.since_event",
    "times.tail",
    "times.weekday",
)
_MENDED = ("dates.year_sign_lost", "dates.month_sign_lost", "dates.spaces_for_signs", "dates.misread_figures", "dates.no_signs")
_DAY_SIGN_MISSING = "dates.day_sign_missing"
_BEFORE = 12  # characters before a time that can belong to it
_AGAIN_AND_AGAIN = ("每年", "每月", "每周", "每季", "每季度", "每日", "每天")  # what follows is not one day
_MONTH = re.compile(r"[0-9０-９]{1,2}|十[一二]?|[一二三四五六七八九元正]")
_CLOSING = frozenset(" \t\u3000\xa0\n，,。；;、：:）)】]》”\"'")
# ，上年同期为20万人次: its own value, where a clause begins with it and compares nothing
# 去年同期发生6起, 全市去年同期发生6起: a time of its own, where it opens its clause or stands behind the level that does
_OPENED = re.compile("(?:^|[，,；;。：:、（( \u3000\n而])(?:(?:全|我|本)[国省市县区州镇乡])?$", re.MULTILINE)
_COMPARES = re.compile("[，,]?(?:相[比较当]|[的比增减升降涨跌高低快慢略基持]|(?:提高|下降|回升|回落|水平|均值|平均|同口径|以来))")
_NEVER_AN_END = ("same", "vague", "season", "plan", "decade")


def find_mentions(document: Document, grammars: Grammars) -> tuple[tuple[Mention, ...], tuple[Diagnostic, ...]]:
    """The times of a document, in order; cells of tables are left out. And the days that no calendar has."""
    tables = [line.span for line in document.lines if line.role == "table"]
    return mentions_of(document.text, grammars, without=tables)


def mentions_within(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Those that lie in ``[start, end)``, of a sequence in order."""
    first = bisect_left(mentions, start, key=lambda mention: mention.start)
    last = bisect_right(mentions, end, lo=first, key=lambda mention: mention.end)
    return mentions[first:last]


def mentions_of(
    text: str, grammars: Grammars, *, without: Iterable[Span] = (), talk: bool = False
) -> tuple[tuple[Mention, ...], tuple[Diagnostic, ...]]:
    """The times of a text, in order. With ``talk`` also what only a speaker can mean: 周三, 5天前, 12/1."""
    field = grammars["times"]
    atoms, diagnostics = _atoms(text, grammars, talk)
    skipped = sorted(without)
    if skipped:
        starts = [span[0] for span in skipped]
        atoms = [a for a in atoms if not (at := bisect_right(starts, a.start)) or skipped[at - 1][1] <= a.start]
        diagnostics = [
            d for d in diagnostics if d.span and (not (at := bisect_right(starts, d.span[0])) or skipped[at - 1][1] <= d.span[0])
        ]
    mentions = _with_their_days(_joined(text, field, atoms, talk), text, field)
    breaks = [found.start() for found in re.finditer("\n", text)]
    quotes = _quotes(text)
    openings = [span[0] for span in quotes]
    found: list[Mention] = []
    for mention in mentions:
        if no_such_day(mention):
            diagnostics.append(diagnose("date.impossible", field="times", span=mention.span, raw=mention.raw))
        at = bisect_right(openings, mention.start)
        quoted = at > 0 and mention.start < quotes[at - 1][1]
        found.append(structs.replace(mention, line=bisect_left(breaks, mention.start), quoted=quoted))
    return tuple(found), tuple(diagnostics)


def _quotes(text: str) -> list[Span]:
    """What stands between 《 and the 》 that closes it, on one line."""
    spans: list[Span] = []
    opening = text.find("《")
    while opening >= 0:
        closing = text.find("》", opening)
        line_end = text.find("\n", opening)
        if closing < 0:
            break
        if line_end < 0 or closing < line_end:
            spans.append((opening, closing))
            opening = text.find("《", closing)
        else:
            opening = text.find("《", line_end)
    return spans


# --- single times ---


def _rules(field: Field, talk: bool) -> tuple[str, ...]:
    return tuple(rule.id for rule in field.rules if rule.id not in _MARKS and (talk or not rule.id.startswith("times.talk_")))


def _atoms(text: str, grammars: Grammars, talk: bool) -> tuple[list[Mention], list[Diagnostic]]:
    """Each printed time by itself."""
    field, dates = grammars["times"], grammars["dates"]
    diagnostics: list[Diagnostic] = []
    found: list[Mention] = []
    matches = field.find_each(text, only=_rules(field, talk))
    damaged = dates.find(text, only=(_DAY_SIGN_MISSING, *_MENDED))
    matches += [match for match in damaged if _stands_alone(match, text)]
    for match in resolve(matches):
        if text[max(0, match.start - 4) : match.start].rstrip("的 ").endswith(_AGAIN_AND_AGAIN):
            continue
        if match.rule == "times.bare_day" and not talk and not _may_stand_bare(field, text, match.start):
            continue
        if match.rule in _MENDED:
            mended = _mended(match, text, grammars, diagnostics)
            if mended is not None:
                found.append(mended)
            continue
        if match.rule == _DAY_SIGN_MISSING:
            diagnostics.append(diagnose("date.day_missing", field="times", span=match.span, raw=match.text))
        found.extend(_spoken(one) if talk else one for one in _read(match))
    return found, diagnostics


def _may_stand_bare(field: Field, text: str, at: int) -> bool:
    """May a day without its month stand here: behind 于, at the head of a clause?"""
    return not text[max(0, at - 1) : at].strip() or _preceded(field, "times.before_bare_day", text, at) is not None


def _stands_alone(match: Match, text: str) -> bool:
    """Is a damaged date followed by what can close it? A bare run of figures must fill its line."""
    if match.rule == "dates.no_signs":
        before, behind = text[max(0, match.start - _BEFORE) : match.start], text[match.end : match.end + _BEFORE]
        return before.rpartition("\n")[2].strip() == "" and behind.partition("\n")[0].strip() == ""
    return match.text[-1] in "日月" or match.end == len(text) or text[match.end] in _CLOSING


def _mended(match: Match, text: str, grammars: Grammars, diagnostics: list[Diagnostic]) -> Mention | None:
    """A date that lost its signs, where one reading is left; else a diagnostic."""
    printed, notes = read_date(text, match.start, match.end, grammars)
    diagnostics += [structs.replace(note, field="times") for note in notes]
    if printed is None or printed.span != match.span:
        return None
    year, month, *day = (int(part) for part in printed.iso.split("-"))
    unit = Written(unit="day" if day else "month", year=year, first=month, last=month, day=day[0] if day else None)
    return Mention(start=match.start, end=match.end, raw=match.text, rule=match.rule, first=unit)


def _read(match: Match) -> list[Mention]:
    """What the match says: one time; two, where two months are named that do not follow each other."""
    groups = _named(match.groups())
    if "together" in groups:
        return _together(match, groups["together"])
    written = read_written(groups)
    if written is None:
        return []
    if "listed" in groups:
        return _months_listed(match, written)
    raw, listed = match.text, match.span_of("list")
    # 1、2月份 is one time; 1月、2月 are two, and so are 3、5月
    apart = listed is not None and ("月" in raw[: listed[0] - match.start] or written.last != (written.first or 0) + 1)
    if listed is not None and apart and written.unit == "months":
        first = structs.replace(written, unit="month", last=written.first)
        second = structs.replace(written, unit="month", first=written.last, year=None, short=False)
        cut, again = listed[0] - match.start, listed[1] - match.start
        return [
            Mention(start=match.start, end=listed[0], raw=raw[:cut], rule=match.rule, first=first),
            Mention(start=listed[1], end=match.end, raw=raw[again:], rule=match.rule, first=second),
        ]
    basis = written.unit == "same"
    return [Mention(start=match.start, end=match.end, raw=raw, rule=match.rule, first=written, basis=basis, season=groups.get("season"))]


def _months_listed(match: Match, written: Written) -> list[Mention]:
    """4、5、6月 is one time; 1月、3月和5月 are three, of which the first alone has the year."""
    start, listed = match.start, match.span_of("listed")
    assert listed is not None  # the caller has looked
    raw = match.text
    parts = [(match.span_of("month") or match.span)[0] - start]
    parts += [one.start() for one in _MONTH.finditer(raw, listed[0] - start)]
    months = [read_month_or_day(one.group()) for at in parts if (one := _MONTH.match(raw, at))]
    second = match.span_of("month2") or match.span
    is_run = None not in months and all(later == (before or 0) + 1 for before, later in pairwise(months))
    if is_run and "月" not in raw[: second[0] - start]:
        whole = structs.replace(written, unit="months", first=months[0], last=months[-1])
        return [Mention(start=start, end=match.end, raw=raw, rule=match.rule, first=whole)]
    found: list[Mention] = []
    for number, (month, at) in enumerate(zip(months, parts, strict=True)):
        begin = at if number else 0
        end = len(raw) if number == len(parts) - 1 else len(raw[: parts[number + 1]].rstrip("、，,和及 \t\u3000\xa0"))
        own = structs.replace(written, unit="month", first=month, last=month)
        first = structs.replace(own, year=None, short=False, year_shift=None) if number else own
        found.append(Mention(start=start + begin, end=start + end, raw=raw[begin:end], rule=match.rule, first=first))
    return found


def _spoken(mention: Mention) -> Mention:
    """年底 as somebody speaks: not the state at its last day, but those weeks."""
    first = mention.first
    return structs.replace(mention, first=structs.replace(first, edge="late")) if first.edge == "end" and first.unit != "week" else mention


def _together(match: Match, said: str) -> list[Mention]:
    """今明两天: from the first day named to the last."""
    first = Written(unit="day", of="day", shift=0 if said[0] == "今" else 1)
    last = Written(unit="day", of="day", shift={"今明两天": 1, "明后大后三天": 3}.get(said, 2))
    return [Mention(start=match.start, end=match.end, raw=match.text, rule=match.rule, first=first, last=last)]


# groups that have a name of their own only because a pattern may use each name once
_SAME_GROUP = {
    "edge2": "edge",
    "end": "edge",
    "y": "short",
    "y1": "short",
    "y2": "short",
    "m": "month",
    "m1": "month",
    "m2": "month",
    "mm": "month",
    "d": "day",
    "d1": "day",
    "d2": "day",
    "dd": "day",
    "yyyy": "year",
    "alone": "year",
    "ancient": "year",
    "ancient_han": "year",
}


def _named(taken: dict[str, str]) -> dict[str, str]:
    """The groups by the names that ``read_written`` knows."""
    groups = {_SAME_GROUP.get(name, name): value for name, value in taken.items()}
    if "month_end" in groups:
        groups |= {"rmonth": "", "edge": "末"}
    if "tens" in groups and not groups.keys() & {"month", "rmonth"}:
        groups["rmonth"] = ""  # 中旬: of the month spoken of
    if "quarter_end" in groups:
        groups |= {"rquarter": "", "edge": "末"}
    if "workers" in groups:
        groups["holiday"] = groups["workers"]
    if "edge" in groups and not groups.keys() & {"year", "short", "ryear", "month", "quarter", "rmonth", "rquarter", "half", "plan"}:
        groups["ryear"] = "该年"  # 年末: of the year spoken of
    if groups.get("school") and groups.get("ryear"):
        groups["ryear"] = {"本": "本年", "上": "上年", "下": "下年"}[groups["ryear"]]
    return groups


# --- ranges, and what stands around ---


def _at(field: Field, name: str, text: str, at: int) -> int | None:
    """Where a mark that begins here ends; None if it does not."""
    found = field.rule(f"times.{name}").compiled.match(text, at)
    return found.end() if found else None


def _preceded(field: Field, name: str, text: str, at: int) -> int | None:
    """Where a mark that ends here begins; None if there is none."""
    line_start = text.rfind("\n", max(0, at - _BEFORE), at) + 1
    found = field.rule(name).compiled.search(text, max(line_start, at - _BEFORE), at)
    return found.start() if found else None


def _with_clock(field: Field, text: str, mention: Mention, end: int) -> int:
    """The end of a day with its weekday and its time of the day."""
    if mention.first.unit != "day" and not (mention.last and mention.last.unit == "day"):
        return end
    for name in ("weekday", "clock", "weekday"):
        end = _at(field, name, text, end) or end
    return end


def _joined(text: str, field: Field, atoms: list[Mention], talk: bool) -> list[Mention]:
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
    opening = _preceded(field, "times.as_of", text, start)
    if opening is not None and opening >= taken:
        start = opening
        if last is None and mode == "plain":
            mode = "as_of"
    elif (opening := _preceded(field, "times.from", text, start)) is not None and opening >= taken and last is not None:
        start = opening
    compared = atom.basis and not (_OPENED.search(text, max(0, start - 3), start) and _COMPARES.match(text, end) is None)
    basis = compared or _preceded(field, "times.basis_before", text, start) is not None
    closing = _at(field, "since", text, end) if mode == "plain" else None
    if mode == "plain" and closing is None and last is None and text[max(0, start - 1) : start] in ("自", "从"):
        closing = _at(field, "since_event", text, end)  # 自2016年9月首轮巡察开展以来
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


def _with_their_days(mentions: list[Mention], text: str, field: Field) -> list[Mention]:
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
