"""Signature and date: where they close the body."""

from __future__ import annotations

from notice_parser.layout.zones.lines import SENTENCE_END, Lines

__all__ = ["find_closing", "place_signature"]

SIGNATURE_LINES = 14  # orders of many ministries
CLOSING_INDENT = 12  # columns from which a line is set to the right


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
                or _is_last(lines, i, n)
                or _listed_before(lines, i)
            ):
                return first, i + 1
        elif lines.is_dated(i):
            return _signature_start(lines, begin, i), i + 1
    return _signature_only(lines, begin, n)


def _listed_before(lines: Lines, i: int) -> bool:
    """Whether a list of attachments stands right above: its last entry needs no full stop."""
    return any(lines.label(j) in ("attachments", "attachments_label") for j in range(max(0, i - 8), i))


def _is_last(lines: Lines, i: int, n: int) -> bool:
    """Whether nothing of the body stands behind a line."""
    return all(lines.label(j) in ("site", "imprint", "remark", "contact") for j in range(i + 1, n))


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
    """A signature without a date: bodies' names on the last lines, behind a finished sentence or a list of attachments."""
    last = n
    while last > begin and lines.label(last - 1) in ("site", "imprint", "remark", "contact"):
        last -= 1
    first = last
    while first - 1 >= begin and _is_signature(lines, first - 1):
        first -= 1
    if first in (last, begin) or lines.is_table(first - 1):
        return None
    return (first, last) if lines.ends_sentence(first - 1) or _listed_before(lines, first) else None


def place_signature(lines: Lines, first: int, last: int) -> None:
    """Places the lines of signature and date."""
    for i in range(first, last):
        if lines.label(i) == "date":
            lines.put(i, "body", "date")
        elif lines.is_dated(i):
            lines.put_dated(i, "body", "signature")
        else:
            lines.put(i, "body", "signature")
