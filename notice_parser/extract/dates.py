"""成文日期, 发布, 印发, 施行 and 失效日期 of a notice (GB/T 9704-2012, 7.3.5.4 and 7.4.3).

A page carries many dates. The document's own is the one under its signature; failing that, the one that the site's
table calls 成文日期, the one in brackets under the title, the one on a bulletin's letterhead, the day of a minuted
meeting. A date that is only spoken of in the text is never taken, nor the time at which a page was changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct, structs

from notice_parser.diagnostics import diagnose
from notice_parser.grammar import Grammars, Match
from notice_parser.layout.document import Document, Line
from notice_parser.model import Date, DateEvidence, Diagnostic, Granularity, MetadataRow, Span
from notice_parser.text.dates import (
    add_months,
    day_before,
    iso_date,
    misread_years,
    read_month_or_day,
    read_year,
    readings_of_run,
)

__all__ = ["Dates", "PrintedDate", "find_dates", "read_date"]

# rules that read a date with all its signs, and those that mend one
_WHOLE = ("dates.year_month_day", "dates.year_month", "dates.day_sign_missing", "dates.numeric")
_DAMAGED = (
    "dates.no_signs",
    "dates.year_sign_lost",
    "dates.month_sign_lost",
    "dates.spaces_for_signs",
    "dates.misread_figures",
)
_MISREAD = str.maketrans({"I": "1", "l": "1", "Z": "2", "z": "2", "S": "5", "B": "8", "q": "9"})
_IN_FORCE = ("dates.effective_on", "dates.effective_from", "dates.effective_on_issue")
_VALID = ("dates.valid_until", "dates.valid_for")
_DASHES = "—－─–-"  # before a subtitle


class PrintedDate(Struct, frozen=True, kw_only=True):
    """One date as it is printed, before anyone says what it is the date of."""

    iso: str
    granularity: Granularity
    raw: str
    span: Span
    rule: str

    def as_date(self, evidence: DateEvidence) -> Date:
        """The date of the contract, with what it rests on."""
        return Date(iso=self.iso, granularity=self.granularity, raw=self.raw, evidence=evidence, span=self.span, rule=self.rule)


class Dates(Struct, frozen=True, kw_only=True):
    """The dates of one notice, each under the name of its field."""

    date: Date | None = None
    published: Date | None = None
    printed: Date | None = None
    effective: Date | None = None
    expires: Date | None = None


def read_date(
    text: str, start: int, end: int, grammars: Grammars, *, last: bool = False, mend: bool = True
) -> tuple[PrintedDate | None, tuple[Diagnostic, ...]]:
    """The first date (or the ``last``) that is printed in ``text[start:end]``, and what was unsure about it.

    With ``mend``, a date that lost its signs is read where only one reading is left.
    """
    field = grammars["dates"]
    for only in (_WHOLE, _DAMAGED) if mend else (_WHOLE,):
        found = field.find(text, start, end, only)
        if found:
            return _read_match(found[-1] if last else found[0])
    inner = text[start:end]
    lead = len(inner) - len(inner.lstrip())
    month = field.match(text, start + lead, start + len(inner.rstrip()), ("dates.numeric_month",)) if mend and inner.strip() else None
    return _read_match(month) if month else (None, ())


def _read_match(match: Match) -> tuple[PrintedDate | None, tuple[Diagnostic, ...]]:
    raw = match.text
    readings = _readings(match)
    if len(readings) != 1:
        code = "date.ambiguous" if readings else "date.impossible"
        return None, (diagnose(code, field="date", span=match.span, raw=raw),)
    iso = readings[0]
    printed = PrintedDate(iso=iso, granularity="day" if len(iso) == 10 else "month", raw=raw, span=match.span, rule=match.rule)
    if match.rule in _DAMAGED:
        return printed, (diagnose("date.repaired", field="date", span=match.span, iso=iso, raw=raw),)
    if match.rule == "dates.day_sign_missing":
        return printed, (diagnose("date.day_missing", field="date", span=match.span, raw=raw),)
    return printed, ()


def _readings(match: Match) -> tuple[str, ...]:
    """All dates that the match can be: none, one, or too many."""
    written, month, day = match.group("year") or "", match.group("month"), match.group("day")
    if match.rule == "dates.misread_figures":
        month, day = (part.translate(_MISREAD) if part else part for part in (month, day))
        years = misread_years(written)
    else:
        year = read_year(written)
        years = () if year is None else (year,)
    run = match.group("run")
    if run is not None:
        with_day = match.rule == "dates.month_sign_lost" or bool(match.group("day_sign"))
        return tuple(iso for year in years for iso in readings_of_run(year, run, with_day=with_day))
    if month is None or (day is not None and read_month_or_day(day) is None):
        return ()
    isos = (iso_date(year, read_month_or_day(month), read_month_or_day(day) if day is not None else None) for year in years)
    return tuple(iso for iso in isos if iso is not None)


def find_dates(document: Document, grammars: Grammars, metadata: tuple[MetadataRow, ...]) -> tuple[Dates, tuple[Diagnostic, ...]]:
    """The dates of the notice, each null where the page does not say it, and what was unsure about them."""
    diagnostics: list[Diagnostic] = []
    own = _own_date(document, grammars, metadata, diagnostics)
    told = sorted(_telling(metadata), key=lambda row: row.name in grammars["metadata"].words["made"])
    published = _from_metadata(document, grammars, told, "published", diagnostics)
    published = published or _published_on_page(document, grammars)
    printed = _printed(document, grammars) or _from_metadata(document, grammars, metadata, "printed", diagnostics, evidence="imprint")
    effective, expires = _force(document, grammars, own or printed)
    effective = effective or _from_metadata(document, grammars, metadata, "effective", diagnostics)
    expires = expires or _from_metadata(document, grammars, metadata, "expires", diagnostics)
    dates = Dates(date=own, published=published, printed=printed, effective=effective, expires=expires)
    return dates, tuple(diagnostics)


# --- 成文日期 ---


def _own_date(document: Document, grammars: Grammars, metadata: tuple[MetadataRow, ...], diagnostics: list[Diagnostic]) -> Date | None:
    stated = _from_metadata(document, grammars, metadata, "date", [])
    signed = _signature_date(document, grammars, diagnostics)
    if signed is not None:
        if stated is not None and not _same(signed.iso, stated.iso):
            diagnostics.append(diagnose("date.differs", field="date", span=signed.span, iso=signed.iso, other=stated.iso))
        return signed
    if stated is not None:
        return _from_metadata(document, grammars, metadata, "date", diagnostics)
    return _head_date(document, grammars, diagnostics) or _meeting_day(document, grammars)


def _same(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _signature_date(document: Document, grammars: Grammars, diagnostics: list[Diagnostic]) -> Date | None:
    """The date of the last line of the signature that has one. What was unsure about that line is reported, no other."""
    for line in reversed(document.with_role("date", "signature", zone="body")):
        found, notes = read_date(document.text, line.start, line.end, grammars, last=True)
        if found is not None or notes:
            diagnostics.extend(notes)
            return found.as_date("signature") if found else None
    return _signed_on_top(document, grammars)


def _signed_on_top(document: Document, grammars: Grammars) -> Date | None:
    """The date under a body's name between title and text: 统计公报 and 公告 are signed there."""
    titled = named = False
    for line in document.lines:
        if line.zone != "head":
            named = False
            continue
        if line.role == "date" and named:
            found, _ = read_date(document.text, line.start, line.end, grammars, mend=False)
            return found.as_date("signature") if found else None
        titled = titled or line.role == "title"
        named = titled and line.role in ("letterhead", "signature")
    return None


def _head_date(document: Document, grammars: Grammars, diagnostics: list[Diagnostic]) -> Date | None:
    """The date in brackets under the title, else that on the letterhead of a bulletin."""
    text = document.text
    lines = document.with_role("date", "number", "title", zone="head")
    bracketed = [line for line in lines if text[line.start : line.end].strip()[-1:] in (")", "）")]
    dated = [line for line in lines if line.role in ("date", "number") and line not in bracketed]
    for line in (*bracketed, *dated, *_adopted(document, grammars)):
        start = max(text.rfind("(", line.start, line.end), text.rfind("（", line.start, line.end)) if line.role == "title" else line.start
        found, notes = read_date(text, max(start, line.start), line.end, grammars, mend=line.role == "date")
        if line.role == "title" and (start < 0 or found is None or found.granularity != "day" or not _alone(text, found.span)):
            continue
        if found is not None or notes:
            diagnostics.extend(notes)
            return found.as_date("title") if found else None
    return None


def _adopted(document: Document, grammars: Grammars) -> tuple[Line, ...]:
    """The line under the title that says on which day the text was adopted, issued or read to an assembly; one of several days says
    more than that."""
    field, text = grammars["dates"], document.text
    lines = [
        line
        for line in document.with_role("text", zone="head")
        if (text[line.start] in "(（" and text[line.end - 1] in ")）") or text[line.start] in _DASHES
    ]
    days = [line for line in lines if field.first(text, line.start, line.end, ("dates.adopted",))]
    return tuple(line for line in days if len(field.find(text, line.start, line.end, _WHOLE)) == 1)


def _alone(text: str, span: Span) -> bool:
    """Does the date fill its bracket? In a title, （2023年3月5日至8日会议） is a part of the name."""
    return text[span[0] - 1 : span[0]] in ("(", "（") and text[span[1] : span[1] + 1] in (")", "）")


def _meeting_day(document: Document, grammars: Grammars) -> Date | None:
    """The day of the meeting, where the title says 纪要."""
    if not any("纪要" in document.of(line) for line in document.with_role("title", "letterhead", zone="head")):
        return None
    field, text = grammars["dates"], document.text
    lines = [line for line in document.lines if line.zone in ("head", "body") and line.role not in ("table", "title")]
    for rule in ("dates.meeting_label", "dates.meeting_opening"):
        for line in lines:
            match = field.first(text, line.start, line.end, (rule,))
            if match is None:
                continue
            start, end = match.span_of("when") or match.span_of("then") or (match.end, line.end)
            found, _ = read_date(text, start, end, grammars, mend=False)
            if found is not None:
                return found.as_date("body")
    return None


# --- what sites and printers say ---


def _telling(metadata: tuple[MetadataRow, ...]) -> tuple[MetadataRow, ...]:
    """The rows whose label says what the time is the time of; 日期 does so beside 来源, 时间 never."""
    sourced = any(row.name.endswith(("来源", "來源")) for row in metadata)
    return tuple(row for row in metadata if row.name not in ("时间", "日期") or (row.name == "日期" and sourced))


def _from_metadata(
    document: Document,
    grammars: Grammars,
    metadata: Iterable[MetadataRow],
    name: str,
    diagnostics: list[Diagnostic],
    evidence: DateEvidence = "metadata",
) -> Date | None:
    for row in metadata:
        if row.field != name or not row.value:
            continue
        text, start, end = (document.text, *row.value_span) if row.value_span else (row.value, 0, len(row.value))
        found, notes = read_date(text, start, end, grammars)
        if row.value_span is None:
            # read from what the page does not show: there is no place in the text to point to
            notes = tuple(diagnose(note.code, field=note.field, **note.params) for note in notes)
        diagnostics.extend(notes)
        if found is not None:
            return found.as_date(evidence) if row.value_span else structs.replace(found.as_date(evidence), span=None)
    return None


def _published_on_page(document: Document, grammars: Grammars) -> Date | None:
    """发布日期 of the lines around the document, the value behind its label or alone on the next line."""
    field, text = grammars["dates"], document.text
    lines = document.lines
    for index, line in enumerate(lines):
        if line.zone != "site" or line.role == "table":
            continue
        for label in field.find(text, line.start, line.end, ("dates.published_label", "dates.source_line_date")):
            found = _value_behind(text, label.end, line.end, grammars)
            if found is None and not text[label.end : line.end].strip() and index + 1 < len(lines) and lines[index + 1].zone == "site":
                found = _value_behind(text, lines[index + 1].start, lines[index + 1].end, grammars)
            if found is not None:
                return found.as_date("metadata")
    return None


def _value_behind(text: str, start: int, end: int, grammars: Grammars) -> PrintedDate | None:
    """The date that opens the region, if one does."""
    found, _ = read_date(text, start, end, grammars, mend=False)
    return found if found is not None and not text[start : found.span[0]].strip(" \t\u3000\xa0|｜*：:") else None


def _printed(document: Document, grammars: Grammars) -> Date | None:
    field, text = grammars["dates"], document.text
    for line in document.lines:
        if line.zone != "imprint":
            continue
        match = field.first(text, line.start, line.end, ("dates.printed",))
        label = None if match else field.first(text, line.start, line.end, ("dates.printed_label",))
        region = match.span_of("when") if match else (label.end, line.end) if label else None
        if region is None:
            continue
        found, _ = read_date(text, *region, grammars, mend=False)
        if found is not None:
            return found.as_date("imprint")
    return None


# --- 施行, 失效 ---


# what is granted for so many years: 认定18家企业为…，有效期三年
_GRANTED = re.compile("认定|命名|授予|评定|称号|资质|资格")


def _own_lines(document: Document) -> Iterator[Line]:
    return (line for line in document.lines if line.zone == "body" and line.role in ("text", "heading", "remark"))


def _force(document: Document, grammars: Grammars, own: Date | None) -> tuple[Date | None, Date | None]:
    """施行 and 失效日期 as the document's own text gives them; of several statements the last, where they are customary."""
    field, text = grammars["dates"], document.text
    effective: Date | None = None
    expires: Date | None = None
    span_of_validity: Match | None = None
    for line in _own_lines(document):
        for match in field.find(text, line.start, line.end, _IN_FORCE):
            effective = _effective(match, text, grammars, own) or effective
        for match in field.find(text, line.start, line.end, _VALID):
            if match.rule == "dates.valid_for":
                begin = max(line.start, max(text.rfind(mark, line.start, match.start) for mark in "。；") + 1)
                span_of_validity = span_of_validity if _GRANTED.search(text, begin, match.start) else match
                continue
            region = match.span_of("when") or match.span_of("ends")
            found = read_date(text, *region, grammars, mend=False)[0] if region else None
            expires = found.as_date("body") if found else expires
    if expires is None and span_of_validity is not None:
        expires = _computed_end(span_of_validity, effective or own)
    return effective, expires


def _effective(match: Match, text: str, grammars: Grammars, own: Date | None) -> Date | None:
    region = match.span_of("when")
    if region is not None:
        found = read_date(text, *region, grammars, mend=False)[0]
        return found.as_date("body") if found else None
    return Date(iso=own.iso, granularity=own.granularity, raw=None, evidence="computed", span=None, rule=match.rule) if own else None


def _computed_end(match: Match, start: Date | None) -> Date | None:
    """The last day of a validity of so many years or months, counted from its first day."""
    count = read_month_or_day(match.group("count") or match.group("trial") or "")
    unit = match.group("unit") or match.group("trial_unit")
    if start is None or start.granularity != "day" or not count:
        return None
    iso = day_before(add_months(start.iso, count * (12 if unit == "年" else 1)))
    return Date(iso=iso, granularity="day", raw=None, evidence="computed", span=None, rule=match.rule)
