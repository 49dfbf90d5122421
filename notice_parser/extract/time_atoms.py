"""Each printed time by itself, as the rules of ``grammars/times.toml`` take it: which of its words say what."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.extract.dates import read_date
from notice_parser.grammar import Field, Grammars, Match
from notice_parser.grammar.match import resolve
from notice_parser.model import Diagnostic
from notice_parser.text.dates import read_month_or_day
from notice_parser.text.time_words import read_written
from notice_parser.text.times import Mention, Written

__all__ = ["begin_before", "find_atoms"]

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
_HOUR = re.compile(" ?[0-9]{1,2} ?[时點点](?!间|段)")
_CLOSING = frozenset(" \t\u3000\xa0\n，,。；;、：:）)】]》”\"'")


def _rules(field: Field, talk: bool) -> tuple[str, ...]:
    return tuple(rule.id for rule in field.rules if rule.id not in _MARKS and (talk or not rule.id.startswith("times.talk_")))


def find_atoms(text: str, grammars: Grammars, talk: bool) -> tuple[list[Mention], list[Diagnostic]]:
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
        if match.rule == "times.bare_day" and not talk and not _may_stand_bare(field, text, match):
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


def _may_stand_bare(field: Field, text: str, day: Match) -> bool:
    """May a day without its month stand here: behind 于, at the head of a clause, before an hour (柳坝站19日14时出现洪峰)?"""
    if not text[max(0, day.start - 1) : day.start].strip() or _HOUR.match(text, day.end) is not None:
        return True
    return begin_before(field, "times.before_bare_day", text, day.start) is not None


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


def begin_before(field: Field, name: str, text: str, at: int) -> int | None:
    """Where a mark that ends here begins; None if there is none."""
    line_start = text.rfind("\n", max(0, at - _BEFORE), at) + 1
    found = field.rule(name).compiled.search(text, max(line_start, at - _BEFORE), at)
    return found.start() if found else None
