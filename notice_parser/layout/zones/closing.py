"""Signature and date: where they close the body."""

from __future__ import annotations

import re

from notice_parser.layout.zones.attachments import is_file
from notice_parser.layout.zones.lines import SENTENCE_END, Lines
from notice_parser.text.width import squeeze

__all__ = ["cut_run_in", "find_closing", "place_signature"]

CELLS = 200  # lines above the last cell of a table that may be its cells
SIGNATURE_LINES = 14  # orders of many ministries
CLOSING_INDENT = 12  # columns from which a line is set to the right
# signature and day, or the day alone, run in behind the last sentence: …，请认真执行。岚川市水务局　2022年3月1日
_RUN_IN = re.compile(
    "[ 　]{0,60}(?P<name>[^\n]{0,80}?)[ 　]{0,60}(?P<date>(?:(?:19|20)[0-9]{2}|[一二][九〇○零OＯ0][一二三四五六七八九〇○零OＯ0]{2})[ ]?年"
    "[ ]?(?:[0-9]{1,2}|[元一二三四五六七八九十]{1,3})[ ]?月[ ]?(?:[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})[ ]?日)[。 　]{0,80}"
)

# a day without its year, under the names that sign
_SHORT_DAY = re.compile("(?:1[0-2]|0?[1-9])[ ]?月[ ]?(?:3[01]|[12][0-9]|0?[1-9])[ ]?日")
_WHOLE_DAY = re.compile("[0-9一二三四五六七八九〇○零OＯ]{4}[ ]?年[^年月日]{1,5}月[^年月日]{1,6}日")
_DAY_HEAD = re.compile("[^0-9]{0,12}(?:时间|日期|期限|年月|日)")  # the head of a column of days
_NOTIFIED = re.compile("[ 　]{0,8}(?:特此|此复|此致)[㐀-鿿]{0,6}")
_TAIL = re.compile("(?<=[^ 　：:])[ 　]{1,80}(?P<name>[^ 　\\n。；;：:]{4,60})$")


def find_closing(lines: Lines, begin: int, n: int) -> tuple[int, int] | None:
    """Signature and date as [first, last): the first date alone on its line that closes what is above it."""
    for i in range(begin, n):
        text = lines.text(i)
        if lines.is_table(i):
            continue
        if lines.label(i) == "date" and not text.startswith(("(", "（")):
            first = _signature_start(lines, begin, i)
            if first == i and lines.label(i + 1) == "agency" and _is_last(lines, i + 1, n) and not lines.is_table(i + 1):
                return first, i + 2  # the day above the name
            if (
                first < i
                or lines[i].indent >= CLOSING_INDENT
                or lines.ends_sentence(i - 1)
                or lines.label(i - 1) == "contact"
                or (_is_last(lines, i, n) and not _in_cells(lines, begin, i))
                or _listed_before(lines, i)
            ):
                return first, i + 1
        elif lines.is_dated(i):
            return _signature_start(lines, begin, i), i + 1
        elif _run_in(lines, i, 0) is not None:
            return i, i + 1
    return _signature_only(lines, begin, n)


def _listed_before(lines: Lines, i: int) -> bool:
    """Whether a list of attachments stands right above: its last entry needs no full stop."""
    return any(lines.label(j) in ("attachments", "attachments_label") for j in range(max(0, i - 8), i))


def _is_last(lines: Lines, i: int, n: int) -> bool:
    """Whether nothing of the body stands behind a line."""
    return all(lines.label(j) in ("site", "imprint", "remark", "contact") for j in range(i + 1, n))


def _in_cells(lines: Lines, begin: int, i: int) -> bool:
    """Whether a line is a cell of a table that was printed a cell a line: below its first head, 序号, nothing but short lines. A whole day
    is one only below a head of days."""
    in_column = not _WHOLE_DAY.fullmatch(squeeze(lines.text(i)))
    for j in range(i - 1, max(begin, i - CELLS) - 1, -1):
        if lines.is_prose(j):
            return False
        cell = squeeze(lines.text(j))
        in_column = in_column or bool(_DAY_HEAD.fullmatch(cell))
        if cell == "序号":
            return in_column
    return False


def _signature_start(lines: Lines, begin: int, i: int) -> int:
    """The first of the signature's lines above line ``i``."""
    first = i
    while first - 1 >= begin and i - first < SIGNATURE_LINES and _is_signature(lines, first - 1):
        first -= 1
    return first


def _is_signature(lines: Lines, i: int) -> bool:
    text = lines.text(i)
    if lines.is_table(i) or SENTENCE_END.search(text):
        return False
    return lines.label(i) in ("agency", "signer")


def _signature_only(lines: Lines, begin: int, n: int) -> tuple[int, int] | None:
    """A signature without a date, or with a day that lost its year: bodies' names on the last lines, behind a finished sentence, 特此通告
    or a list of attachments."""
    last = n
    while last > begin and (lines.label(last - 1) in ("site", "imprint", "remark", "contact") or is_file(lines, last - 1)):
        last -= 1
    end = last
    if last - 1 > begin and _SHORT_DAY.fullmatch(lines.text(last - 1)):
        last -= 1
    first = last
    while first - 1 >= begin and _is_signature(lines, first - 1):
        first -= 1
    if first in (last, begin) or lines.is_table(first - 1):
        return None
    closed = lines.ends_sentence(first - 1) or _NOTIFIED.fullmatch(lines.text(first - 1)) or _listed_before(lines, first)
    return (first, end) if closed else None


def place_signature(lines: Lines, first: int, last: int) -> None:
    """Places the lines of signature and date, and with a date that stands alone the name at the end of the list of attachments above it."""
    if lines.label(first) == "date":
        _cut_signed_list(lines)
    for i in range(first, last):
        if lines.label(i) == "date" or _SHORT_DAY.fullmatch(lines.text(i)):
            lines.put(i, "body", "date")
        elif lines.is_dated(i):
            lines.put_dated(i, "body", "signature")
        elif _run_in(lines, i, 0) is not None:
            lines.put(i, "body", "text")
            cut_run_in(lines)
        else:
            lines.put(i, "body", "signature")


def cut_run_in(lines: Lines) -> bool:
    """Cuts signature and day off the text placed last, where they are run in behind its last sentence; whether they were."""
    last = lines.pieces[-1] if lines.pieces else None
    found = _run_in(lines, last.line, last.start) if last is not None and (last.zone, last.role) == ("body", "text") else None
    if last is None or found is None:
        return False
    (stop, name, end), day = found
    lines.pieces.pop()
    lines.put(last.line, "body", "text", last.start, stop)
    lines.put(last.line, "body", "signature", name, end)
    lines.put(last.line, "body", "date", *day)
    return True


def _run_in(lines: Lines, i: int, start: int) -> tuple[tuple[int, int, int], tuple[int, int]] | None:
    """Where the last sentence of a line ends, where the names of its signature begin and end, and the day; None where none are run in."""
    text = lines.text(i)
    if not text.rstrip("。 　").endswith("日"):
        return None
    stop = max(text.rfind(mark, start, len(text.rstrip("。 　"))) for mark in "。！") + 1
    match = _RUN_IN.fullmatch(text, stop) if stop > start else None
    if match is None or (match["name"] and lines.zones.match(match["name"], only=("zones.body_line", "zones.signer")) is None):
        return None
    return (stop, *match.span("name")), match.span("date")


def _cut_signed_list(lines: Lines) -> None:
    """附件：水闸名录　岚川市水务局, the day on the next line: the name behind the gap signs."""
    last = lines.pieces[-1] if lines.pieces else None
    if last is None or last.role != "attachments":
        return
    tail = _TAIL.search(lines.text(last.line), last.start)
    if tail is None or lines.zones.match(tail["name"], only=("zones.body_line",)) is None:
        return
    lines.pieces[-1] = last._replace(end=tail.start())
    lines.put(last.line, "body", "signature", tail.start("name"))
