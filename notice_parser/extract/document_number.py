"""发文字号, the number of a document: agency code, year, serial (GB/T 9704-2012, 7.2.5).

It stands below the letterhead; web pages print it below or beside the title, in a bracket behind it, or in a row of
their table. The first number on a page is often a cited one, so the body is never looked at.

``岚水发〔2023〕12号`` → agency_code 岚水发, year 2023, serial 12
``岚建发［２０１９］ ８号`` → ``岚建发〔2019〕8号``
``禾農林發〔201937`` → None: a bracket is lost, and where the year ends is a guess
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.grammar import Field, Grammars, Match
from notice_parser.layout.document import Document, Line
from notice_parser.model import Diagnostic, DocumentNumber, MetadataRow, Span
from notice_parser.text.numerals import read_integer
from notice_parser.text.width import fold, squeeze

__all__ = ["find_document_number", "find_numbers", "read_document_number", "same_number"]

Reading = tuple[DocumentNumber | None, tuple[Diagnostic, ...]]

_WHOLE = (
    "document_number.bracketed_year",
    "document_number.two_digit_year",
    "document_number.order_bracketed",
    "document_number.order",
    "document_number.order_of_year",
    "document_number.year_first",
    "document_number.lettered",
)
_SERIES = "document_number.series"
_NO_MARK = ("document_number.no_mark",)
_BROKEN = (
    "document_number.broken_unclosed",
    "document_number.broken_unopened",
    "document_number.broken_serial",
    "document_number.broken_characters",
)
_BARE_ORDER = ("document_number.bare_order",)
_ORDERS = ("document_number.order", "document_number.order_bracketed", "document_number.order_of_year")

# The longest real codes have about ten characters (国家发展改革委's bureaus); a longer run is a sentence with a code at its end
_LONGEST_CODE = 16
_LONGEST_ORDER = 40  # bodies whose order or announcement it is; a longer line is a title
_LONGEST_SERIES = 50  # numbers that one range may stand for; more is no range of documents

_ORDER_END = re.compile(r"(?:令|公告|通告)$")
_OPENING = "(（[［【〔<＜ \t\u3000\u00a0"
_CLOSING = ")）]］】〕>＞ \t\u3000\u00a0"
_DIGIT = "[0-9０-９〇○零一二三四五六七八九十廿]"
_DATE_BEFORE = re.compile(rf"{_DIGIT}{{4}}\s?年\s?{_DIGIT}{{1,3}}\s?月(?:\s?{_DIGIT}{{1,3}}\s?日)?\s?[，,]?\s?$")
_LABEL_BEFORE = re.compile(r"(?:发文字号|发文编号|发布文号|文\s{0,4}号|编\s{0,4}号|字\s{0,4}号)\s?[:：】]?\s?$")
_SERIAL = re.compile(r"\d{1,6}")
_LEAD = 60  # characters before a number that may hold a date and a label
_DASHED = re.compile(r"(\d{1,6})\s?-\s?(\d{1,6})")
_DASHES = "—-－–~～至"


def read_document_number(text: str, start: int, end: int, grammars: Grammars) -> Reading:
    """The number that stands in ``text[start:end]``, canonical, with what was mended; None and why, where it is damaged."""
    field = grammars["document_number"]
    for match in field.find(text, start, end, _WHOLE):
        number = _as_number(text, match, field)
        if number is not None:
            return number, _remarks(number, match)
    for match in field.find(text, start, end, _NO_MARK):
        number = _as_number(text, match, field)
        if number is not None:
            return number, _remarks(number, match)
    for match in field.find(text, start, end, _BROKEN):
        raw, span = match.text.strip(), match.span
        return None, (diagnose("document_number.broken", field="document_number", span=span, raw=squeeze(raw)),)
    return None, ()


def find_numbers(text: str, start: int, end: int, grammars: Grammars) -> tuple[DocumentNumber, ...]:
    """Every whole number cited in ``text[start:end]``; 21号、24号 and 21—23号 are several that share code and year."""
    field = grammars["document_number"]
    numbers: list[DocumentNumber] = []
    for match in field.find(text, start, end, (*_WHOLE, _SERIES)):
        series = tuple(_series(text, match, field)) if match.rule == _SERIES else ()
        numbers += series
        for single in () if series else (match,) if match.rule != _SERIES else field.find(text, *match.span, _WHOLE):
            number = _as_number(text, single, field, cited=True)
            if number is not None:
                numbers.append(number)
    return tuple(numbers)


def same_number(one: DocumentNumber, other: DocumentNumber) -> bool:
    """Whether two numbers are one, brackets and spaces and zeros in front of the serial aside; 国令 is 国务院令 in short."""
    if one.text == other.text:
        return True
    if one.serial is None or (one.year, one.serial) != (other.year, other.serial) or ("-" in one.text) != ("-" in other.text):
        return False
    codes = (one.agency_code or "", other.agency_code or "")
    return codes[0] == codes[1] or all(code.endswith("令") for code in codes)


def find_document_number(document: Document, grammars: Grammars, metadata: tuple[MetadataRow, ...]) -> Reading:
    """The notice's own number: from the head of the page, else from its metadata, else from its page title, else from a line
    that the page does not show; never from the body."""
    printed, diagnostics = _first(_printed(document, grammars))
    rows = [_in_row(document, row, grammars) for row in metadata if row.field == "document_number" and row.value]
    listed, row_diagnostics = _first(iter(rows))
    if printed is not None:
        if listed is not None and not same_number(printed, listed):
            diagnostics += (_differs(printed.text, listed.text, printed.span),)
        return printed, diagnostics
    if listed is not None:
        damaged = next((d for d in diagnostics if d.code == "document_number.broken"), None)
        differs = () if damaged is None else (_differs(str(damaged.params["raw"]), listed.text, damaged.span),)
        return listed, row_diagnostics + differs
    titled = _in_page_titles(document, grammars)
    if titled is not None:
        return titled, ()
    return _in_hidden(document, grammars) or (None, diagnostics or row_diagnostics)


def _in_hidden(document: Document, grammars: Grammars) -> Reading | None:
    """The number that a line holds which the page does not show, if the line holds nothing else; it has no span."""
    for text in document.hidden:
        match = grammars["document_number"].match(text, only=_WHOLE)
        number, _ = read_document_number(text, 0, len(text), grammars) if match is not None else (None, ())
        if number is not None:
            return structs.replace(number, span=None), (diagnose("document_number.hidden", field="document_number", raw=number.raw),)
    return None


def _differs(text: str, other: str, span: Span | None) -> Diagnostic:
    return diagnose("document_number.differs", field="document_number", span=span, text=text, other=other)


def _first(readings: Iterator[Reading]) -> Reading:
    """The first reading with a number; without one, the diagnostics of the first that was damaged."""
    damaged: tuple[Diagnostic, ...] = ()
    for number, diagnostics in readings:
        if number is not None:
            return number, diagnostics
        damaged = damaged or diagnostics
    return None, damaged


def _printed(document: Document, grammars: Grammars) -> Iterator[Reading]:
    """What each place of the head gives, the surest place first."""
    text = document.text
    for line in document.with_role("number", zone="head"):
        yield _below_order(document, line, grammars) or read_document_number(text, line.start, line.end, grammars)
    for line in document.with_role("title", zone="head"):
        yield _beside_title(text, line, grammars), ()
    yield _below_title(document, grammars)
    for line in document.with_role("letterhead", zone="head"):
        yield read_document_number(text, line.start, line.end, grammars)


def _below_order(document: Document, line: Line, grammars: Grammars) -> Reading | None:
    """第318号 centred below 青岚省人民政府令: one number over two lines."""
    match = grammars["document_number"].match(document.text, line.start, line.end, _BARE_ORDER)
    index = document.lines.index(line)
    if match is None or index == 0:
        return None
    name = document.lines[index - 1]
    if name.zone != "head" or not _ORDER_END.search(document.of(name)):
        return None
    end = _ORDER_END.search(document.of(name))
    # below a whole title the number counts announcements: 公告2023年第8号
    is_title = end is not None and ("关于" in document.of(name) or "關於" in document.of(name) or name.end - name.start > _LONGEST_ORDER)
    return _order_number(document.text, match, (name.start + end.start() if is_title and end else name.start, name.end)), ()


def _beside_title(text: str, line: Line, grammars: Grammars) -> DocumentNumber | None:
    """A number before or behind the title on its line; one inside the title is cited by it."""
    field = grammars["document_number"]
    for match in field.find(text, line.start, line.end, _WHOLE):
        number = _as_number(text, match, field)
        if number is None or number.span is None:
            continue
        start, end = number.span
        before = text[max(line.start, start - _LEAD) : start].rstrip(_OPENING)
        before = _DATE_BEFORE.sub("", before).rstrip(_OPENING)
        before = _LABEL_BEFORE.sub("", before).rstrip(_OPENING)
        after = text[end : min(line.end, end + _LEAD)]
        if after.lstrip(_CLOSING).startswith(field.words["cited_by"]) and not after.startswith(tuple(_CLOSING)):
            continue
        if not before or before.endswith((*field.words["title_ends"], "》", ")", "）", "〉", ">")):
            return number
    return None


def _below_title(document: Document, grammars: Grammars) -> Reading:
    """A number in the line right below the title: alone on it, or in a bracket that opens it, maybe behind the date."""
    titles = [index for index, line in enumerate(document.lines) if line.zone == "head" and line.role == "title"]
    if not titles or titles[-1] + 1 >= len(document.lines):
        return None, ()
    line = document.lines[titles[-1] + 1]
    if line.role in ("table", "metadata") or line.zone not in ("head", "body"):
        return None, ()
    text, field = document.text, grammars["document_number"]
    match = field.match(text, line.start, line.end, _WHOLE)
    if match is not None:
        return read_document_number(text, line.start, line.end, grammars)
    if text[line.start] in "(（[［【〔":
        return read_document_number(text, line.start, _bracket_end(text, line.start, line.end), grammars)
    return None, ()


def _bracket_end(text: str, start: int, end: int) -> int:
    """Where the bracket that opens at ``start`` ends, or ``end``."""
    depth = 0
    for place in range(start, end):
        depth += (text[place] in "(（[［【〔﹝") - (text[place] in ")）]］】〕﹞")
        if depth == 0:
            return place + 1
    return end


def _in_row(document: Document, row: MetadataRow, grammars: Grammars) -> Reading:
    if row.value_span is not None:
        return read_document_number(document.text, *row.value_span, grammars)
    value = row.value or ""
    number, diagnostics = read_document_number(value, 0, len(value), grammars)
    placed = None if number is None else structs.replace(number, span=None)
    return placed, tuple(structs.replace(diagnostic, span=None) for diagnostic in diagnostics)


def _in_page_titles(document: Document, grammars: Grammars) -> DocumentNumber | None:
    """The number beside a page title, if all page titles give the same: a list of other papers gives several."""
    found: DocumentNumber | None = None
    for line in document.lines:
        if line.zone == "body":
            break  # what a site prints below is about other papers
        if line.zone != "site" or line.role not in ("site", "title"):
            continue
        number = _beside_title(document.text, line, grammars)
        if number is None:
            continue
        if found is not None and not same_number(found, number):
            return None
        found = found or number
    return found


def _as_number(text: str, match: Match, field: Field, *, cited: bool = False) -> DocumentNumber | None:
    """What a whole match says; None where what stands before the year is no code."""
    code_span = match.span_of("agency_code")
    if code_span is None:
        return None
    if match.rule == "document_number.year_first":
        return _year_first(match)
    code_span = _code_of(text, code_span, field, order=match.rule in _ORDERS, cited=cited)
    if code_span is None:
        return None
    if match.rule in ("document_number.order", "document_number.order_of_year"):
        return _order_number(text, match, code_span)
    code = squeeze(text[code_span[0] : code_span[1]])
    year, shown = _year(match.group("year") or "")
    serial = fold(match.group("serial") or "")
    ordinal = match.group("ordinal") or ""
    return DocumentNumber(
        text=f"{code}〔{shown}〕{ordinal}{serial}号",
        raw=text[code_span[0] : match.end],
        agency_code=code,
        year=year,
        serial=_serial(serial),
        span=(code_span[0], match.end),
        rule=match.rule,
    )


def _year_first(match: Match) -> DocumentNumber:
    year, shown = _year(match.group("year") or "")
    code, serial = match.group("agency_code") or "", fold(match.group("serial") or "")
    return DocumentNumber(
        text=f"〔{shown}〕{code}第{serial}号",
        raw=match.text,
        agency_code=code,
        year=year,
        serial=_serial(serial),
        span=match.span,
        rule=match.rule,
    )


def _order_number(text: str, match: Match, name: Span) -> DocumentNumber:
    """An order without brackets around its year, or without a year; ``name`` is where its body and 令 stand."""
    code = squeeze(text[name[0] : name[1]])
    year, shown = _year(match.group("year") or "")
    serial = fold(match.group("serial") or "")
    return DocumentNumber(
        text=f"{code}{shown + '年' if shown else ''}{match.group('session') or ''}第{serial}号",
        raw=text[name[0] : match.end],
        agency_code=code,
        year=year,
        serial=_serial(serial),
        span=(name[0], match.end),
        rule=match.rule,
    )


def _year(printed: str) -> tuple[int | None, str]:
    """A year and how it is shown: digits half-width, two of them as printed."""
    if not printed:
        return None, ""
    shown = fold(printed)
    value = read_integer(shown)
    if value is not None and value < 100:
        # the founding of the republic parts the centuries: 98 is 1998, 05 is 2005
        return (1900 if value >= 49 else 2000) + value, shown
    return value, str(value) if value is not None else shown


def _serial(printed: str) -> int | None:
    digits = _SERIAL.match(printed)
    return int(digits.group()) if digits else read_integer(printed)


def _code_of(text: str, span: Span, field: Field, *, order: bool, cited: bool) -> Span | None:
    """Where the code itself stands in a run of characters: behind the last word that leads up to it or ends a title."""
    start, end = span
    run = text[start:end]
    if run.startswith("和") and start > 0 and text[start - 1] in "号》〉）)":
        start += 1
    words = field.words["title_ends"] if not cited else (*field.words["title_ends"], *field.words["lead_ins"])
    shortest = 2
    for word in words:
        if len(word) < 2 and not (word == "按" and cited):
            continue
        at = text.rfind(word, span[0], end - shortest)
        if at < 0 or (order and _ORDER_END.search(word)):
            continue
        if order and _ORDER_END.fullmatch(text[at + len(word) : end]):
            continue
        start = max(start, at + len(word))
    if start < end and text[start] in "(（":  # a bracket of the title: …通知(试行)岚水发
        start = _bracket_end(text, start, end)
    length = end - start
    if length < (1 if order else shortest) or (length > _LONGEST_CODE and not order):
        return None
    return (start, end)


def _series(text: str, match: Match, field: Field) -> Iterator[DocumentNumber]:
    """The numbers of 〔2013〕21号、24号 or 〔2013〕21—23号: the first as printed, the others where their serial stands.

    None for 〔2013〕21-1号, which is one number with a suffix.
    """
    code_span, serials = match.span_of("agency_code"), match.span_of("serials")
    if code_span is None or serials is None:
        return
    code_span = _code_of(text, code_span, field, order=False, cited=True)
    if code_span is None:
        return
    dashed = _DASHED.match(fold(match.group("serials") or ""))
    if dashed and int(dashed[2]) <= int(dashed[1]):
        return
    code = squeeze(text[code_span[0] : code_span[1]])
    year, shown = _year(match.group("year") or "")
    last: int | None = None
    for found in _SERIAL.finditer(text, *serials):
        serial = int(found.group())
        between = text[found.start() - 1] if found.start() > serials[0] else ""
        if last is not None and between in _DASHES and 1 < serial - last <= _LONGEST_SERIES:
            for inner in range(last + 1, serial):
                yield _shared(code, year, shown, inner, text, found.span(), match.rule)
        start = code_span[0] if last is None else found.start()
        end = found.end()
        while end < serials[1] and text[end] in " \t\u3000\u00a0号":
            end += 1
        yield _shared(code, year, shown, serial, text, (start, end), match.rule)
        last = serial


def _shared(code: str, year: int | None, shown: str, serial: int, text: str, span: Span, rule: str) -> DocumentNumber:
    return DocumentNumber(
        text=f"{code}〔{shown}〕{serial}号",
        raw=text[span[0] : span[1]],
        agency_code=code,
        year=year,
        serial=serial,
        span=span,
        rule=rule,
    )


def _remarks(number: DocumentNumber, match: Match) -> tuple[Diagnostic, ...]:
    if match.rule == "document_number.two_digit_year":
        return (diagnose("document_number.two_digit_year", field="document_number", span=number.span, raw=number.raw),)
    if match.label == "repaired" or match.group("stray"):
        return (diagnose("document_number.repaired", field="document_number", span=number.span, raw=number.raw, text=number.text),)
    return ()
