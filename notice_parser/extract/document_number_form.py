"""The form of a document number, wherever it stands: agency code, year, serial; several that share code and year.

``岚水发〔2023〕12号`` → agency_code 岚水发, year 2023, serial 12
``岚建发［２０１９］ ８号`` → ``岚建发〔2019〕8号``
``禾農林發〔201937`` → None: a bracket is lost, and where the year ends is a guess
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notice_parser.diagnostics import diagnose
from notice_parser.grammar import Field, Grammars, Match
from notice_parser.model import Diagnostic, DocumentNumber, Span
from notice_parser.text.numerals import read_integer
from notice_parser.text.width import fold, squeeze

__all__ = [
    "ORDER_END",
    "WHOLE",
    "Reading",
    "as_number",
    "bracket_end",
    "find_numbers",
    "order_number",
    "read_document_number",
    "same_number",
]

Reading = tuple[DocumentNumber | None, tuple[Diagnostic, ...]]
_LETTERED = "document_number.lettered"
WHOLE = (
    "document_number.bracketed_year",
    "document_number.two_digit_year",
    "document_number.order_bracketed",
    "document_number.order",
    "document_number.order_of_year",
    "document_number.year_first",
    _LETTERED,
)
_SERIES = "document_number.series"
_NO_MARK_CITED = "document_number.no_mark_bracketed"
_NO_MARK = ("document_number.no_mark",)
_BROKEN = (
    "document_number.broken_unclosed",
    "document_number.broken_bare",
    "document_number.broken_unopened",
    "document_number.broken_serial",
    "document_number.broken_characters",
)
_ORDERS = ("document_number.order", "document_number.order_bracketed", "document_number.order_of_year")
# The longest real codes have about ten characters (国家发展改革委's bureaus); a longer run is a sentence with a code at its end
_LONGEST_CODE = 16
_LONGEST_SERIES = 50  # numbers that one range may stand for; more is no range of documents
# what leads up to a number in a sentence (省政府以青政发〔2011〕9号批转), whose it is (市政府岚政发〔2022〕8号,
# 我局岚水〔2022〕6号), and whom a letter answers: 你局岚水〔2023〕7号
# (贵府, 贵州 may be a place's)
_LED_BY = re.compile(
    "以|(?<=现)将|(?<=[^㐀-鿿])由|(?:[你您](?=府|州)|[你您贵我](?!府|州))"
    "(?:人民政府|政府|单位|公司|集团|中心|[局厅委办部院会省市县区州盟旗镇乡校所处行署府社队站](?:人民政府|政府|委(?!办)|办公[厅室])?)"
    "|(?:(?<![㐀-鿿])|(?<=[^㐀-鿿][和及与])|(?<=根据|依据|按照|依照|贯彻|落实|执行))[省市县区州](?:委|(?:人民)?政府)(?!办|发)"
)
ORDER_END = re.compile(r"(?:令|公告|通告)$")
_SERIAL = re.compile(r"\d{1,6}")
_DASHED = re.compile(r"(\d{1,6})\s?-\s?(\d{1,6})")
_DASHES = "—-－–~～至"


def read_document_number(text: str, start: int, end: int, grammars: Grammars) -> Reading:
    """The number that stands in ``text[start:end]``, canonical, with what was mended; None and why, where it is damaged."""
    field = grammars["document_number"]
    for match in field.find(text, start, end, WHOLE):
        number = as_number(text, match, field)
        if number is not None:
            return number, _remarks(number, match)
    for match in field.find(text, start, end, _NO_MARK):
        number = as_number(text, match, field)
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
    for match in field.find(text, start, end, (*WHOLE, _SERIES, _NO_MARK_CITED)):
        series = tuple(_series(text, match, field)) if match.rule == _SERIES else ()
        numbers += series
        for single in () if series else (match,) if match.rule != _SERIES else field.find(text, *match.span, WHOLE):
            number = as_number(text, single, field, cited=True)
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


def bracket_end(text: str, start: int, end: int) -> int:
    """Where the bracket that opens at ``start`` ends, or ``end``."""
    depth = 0
    for place in range(start, end):
        depth += (text[place] in "(（[［【〔﹝") - (text[place] in ")）]］】〕﹞")
        if depth == 0:
            return place + 1
    return end


def as_number(text: str, match: Match, field: Field, *, cited: bool = False) -> DocumentNumber | None:
    """What a whole match says; None where what stands before the year is no code."""
    code_span = match.span_of("agency_code")
    if code_span is None:
        return None
    if match.rule == "document_number.year_first":
        return _year_first(match)
    code_span = _code_of(text, code_span, field, order=match.rule in _ORDERS, cited=cited, shortest=1 if match.rule == _LETTERED else 2)
    if code_span is None:
        return None
    if match.rule in ("document_number.order", "document_number.order_of_year"):
        return order_number(text, match, code_span)
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
        text=f"〔{shown}〕{code}{match.group('ordinal') or ''}{serial}号",
        raw=match.text,
        agency_code=code,
        year=year,
        serial=_serial(serial),
        span=match.span,
        rule=match.rule,
    )


def order_number(text: str, match: Match, name: Span) -> DocumentNumber:
    """An order by its serial, with or without a year, maybe in brackets; ``name`` is where its body and 令 stand."""
    code = squeeze(text[name[0] : name[1]])
    year, shown = _year(match.group("year") or "")
    serial = fold(match.group("serial") or "")
    counted = f"〔{shown}〕" if match.group("bracket") else f"{shown}年" if shown else ""
    return DocumentNumber(
        text=f"{code}{counted}{match.group('session') or ''}第{serial}号",
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


def _code_of(text: str, span: Span, field: Field, *, order: bool, cited: bool, shortest: int = 2) -> Span | None:
    """Where the code itself stands in a run of characters: behind the last word that leads up to it or ends a title."""
    start, end = span
    run = text[start:end]
    if run.startswith("和") and start > 0 and text[start - 1] in "号》〉）)":
        start += 1
    words = field.words["title_ends"] if not cited else (*field.words["title_ends"], *field.words["lead_ins"])
    for word in words:
        if len(word) < 2 and not (word == "按" and cited):
            continue
        at = text.rfind(word, span[0], end - shortest)
        if at < 0 or (order and ORDER_END.search(word)):
            continue
        if order and ORDER_END.fullmatch(text[at + len(word) : end]):
            continue
        start = max(start, at + len(word))
    if span[0] < start < end and text[start] in "(（":  # a bracket of the title: …通知(试行)岚水发
        start = bracket_end(text, start, end)
    for lead in _LED_BY.finditer(text, start, end) if cited else ():
        if end - lead.end() >= shortest:
            start = lead.end()
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
