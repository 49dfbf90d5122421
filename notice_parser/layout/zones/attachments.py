"""附件说明: the list of attachments, and what is a file or an annexed text instead."""

from __future__ import annotations

import re

from notice_parser.layout.zones.lines import FILE, PROSE, SENTENCE_END, Lines
from notice_parser.text.numerals import read_integer
from notice_parser.text.width import squeeze

__all__ = ["is_file", "lists_files", "place_attachments", "starts_annex"]

_MARK_NUMBER = re.compile("[0-9一二三四五六七八九十]")
ENTRY = 80  # characters of an entry of a list
FULL_LINE = 24  # characters of a line that reaches the right margin of a page
TITLE_REST = 30  # characters of the rest of an entry's title on a line of its own
# what the title of an attachment ends in
_TITLE_END = re.compile("(?:表|[名清]单|名册|[图书册录卷函据]|方案|办法|细则|规定|意见|通知|目录|指南|标准|要求|说明|报告)[。；;]?$")
_LIST_ITEM = re.compile(
    "[0-9０-９]{1,2}[ ]?[.．、:：]|[0-9]{1,2}[ ](?=[^\\s0-9])"
    "|附[ ]?[件表录][ ]?[0-9一二三四五六七八九十]{1,3}|[（(](?:19|20)[0-9]{2}|[（(][0-9]{1,2}[）)]"
)
_ASKS = re.compile("[^。]{0,40}(?:请(?![示求])|应当|不予|不得|逾期|必须)")  # what asks something is no title
_ENTRY_NUMBER = re.compile("(?:^|[：:][ 　]{0,4})(?P<number>[0-9]{1,2})[ ]?(?:、|[.．](?![0-9])|[.．](?=(?:19|20)[0-9]{2}年))")
_CHINESE_NUMBER = re.compile("(?P<label>附[ 　]?件[ ]?[：:])?[ 　]{0,4}(?P<number>[一二三四五六七八九十]{1,3})、")


def place_attachments(lines: Lines, i: int, end: int) -> int:
    """附件说明: its first line and the entries below it. Returns the first line behind it."""
    if (after := _marked_list(lines, i, end)) is not None:
        for j in range(i, after):
            lines.put(j, "body", "attachments")
        return after
    label = lines.label(i)
    follows = i + 1 < end and (_is_item(lines, i + 1) or lists_files(lines, i))
    if label != "attachments" and not follows:
        rest = [j for j in range(i + 1, end) if lines.label(j) != "site"]
        if label == "attachments_label" and (not rest or rest[0] != i + 1):
            lines.put(i, "site", "site")  # the empty label of a page's template
            return i + 1
        if label == "attachments_label" and lines.label(i + 1) not in ("agency", "date", "signer") and not lines.is_prose(i + 1):
            lines.put(i, "body", "attachments")
            lines.put(i + 1, "body", "attachments")
            return i + 2
        lines.put(i, "body", "attachments" if label == "attachments_label" else "text")
        return i + 1
    if label == "attachments" and not _closes_body(lines, i, end):
        lines.put(i, "body", "text")
        return i + 1
    lines.put(i, "body", "attachments")
    i += 1
    while i < end and not lines.is_table(i):
        text = lines.text(i)
        is_item = _is_item(lines, i) and (not lines.is_prose(i) or _counts_on(lines, i))
        if lines.label(i) == "attachments" or FILE.match(text) or is_item or _counts_in_chinese(lines, i):
            lines.put(i, "body", "attachments")
        elif _hangs(lines, i, end) or _comes_between(lines, i, end) or _ends_title(lines, i, end):
            lines.put(i, "body", "attachments")
        else:
            break
        i += 1
    return i


def _is_item(lines: Lines, i: int) -> bool:
    """Whether a line begins as an entry of a list, and is no word of a site's (0.2325s)."""
    return lines.label(i) != "site" and bool(_LIST_ITEM.match(lines.text(i)))


def _counts_on(lines: Lines, i: int) -> bool:
    """Whether an entry closed by a full stop, and by nothing else a sentence, has the number after that of the entry above."""
    text = lines.text(i)
    before, own = _ENTRY_NUMBER.search(lines.text(i - 1)), _ENTRY_NUMBER.match(text)
    if before is None or own is None or len(text) > ENTRY or not text.endswith("。") or PROSE.search(text[:-1]):
        return False
    if not _TITLE_END.search(text) or _ASKS.match(text, own.end()):
        return False
    return int(own["number"]) == int(before["number"]) + 1


def _counts_in_chinese(lines: Lines, i: int) -> bool:
    """Whether an entry has the Chinese number after that of the entry above: 附件：一、… over 二、…."""
    before, own = _CHINESE_NUMBER.match(lines.text(i - 1)), _CHINESE_NUMBER.match(lines.text(i))
    if before is None or own is None or own["label"] or len(lines.text(i)) > ENTRY or PROSE.search(lines.text(i)[:-1]):
        return False
    last = read_integer(before["number"])
    return last is not None and read_integer(own["number"]) == last + 1


def _marked_list(lines: Lines, i: int, end: int) -> int | None:
    """The first line behind a list that closes the body with 附件1： and its title on lines of their own; None where none begins here."""
    at = i
    while at + 1 < end and lines.label(at) == "annex_mark" and _MARK_NUMBER.search(lines.text(at)):
        title = lines.text(at + 1)
        if lines.is_prose(at + 1) or lines.is_table(at + 1) or lines.label(at + 1) is not None or SENTENCE_END.search(title):
            return None
        at += 2
    return at if at > i and at == end else None


def _closes_body(lines: Lines, i: int, end: int) -> bool:
    """Whether a list of attachments stands where it belongs: nothing but short lines between it and the end of the body."""
    below = range(i + 1, end)
    return not any(lines.is_table(j) for j in below) and sum(lines.is_prose(j) for j in below) <= 2


def _hangs(lines: Lines, i: int, end: int) -> bool:
    """Whether a line goes on with the title of the entry above it: indented, short, no sentence, no signature."""
    line = lines[i]
    if lines.label(i) in ("agency", "signer", "date", "site", "remark", "contact", "annex_mark", "imprint") or lines.is_prose(i):
        return False
    return line.gap == 0 and line.indent >= 6 and len(line.text) <= 40 and i + 1 <= end and not SENTENCE_END.search(line.text)


def _comes_between(lines: Lines, i: int, end: int) -> bool:
    """Whether a short line stands between two entries with numbers that follow each other: the rest of the first one's title."""
    before, behind = _ENTRY_NUMBER.search(lines.text(i - 1)), _ENTRY_NUMBER.match(lines.text(i + 1)) if i + 1 < end else None
    if before is None or behind is None or lines.is_prose(i) or len(lines.text(i)) > TITLE_REST:
        return False
    return lines.label(i) in (None, "agency") and int(behind["number"]) == int(before["number"]) + 1


def _ends_title(lines: Lines, i: int, end: int) -> bool:
    """Whether a short line ends the title of the entry above, which breaks off at the right margin: …资金（第六批）⏎分配及绩效目标表."""
    above, text = lines.text(i - 1), lines.text(i)
    if lines[i].gap or lines.label(i) is not None or lines.is_prose(i) or len(text) > TITLE_REST or FILE.match(above):
        return False
    if len(above) < FULL_LINE or len(text) >= len(above) or not _TITLE_END.search(text) or _TITLE_END.search(above):
        return False
    return i + 1 >= end or lines.label(i + 1) in ("agency", "signer", "date", "remark", "contact") or _is_item(lines, i + 1)


def lists_files(lines: Lines, i: int) -> bool:
    """Whether links or file names stand under a bare 附件: a list of attachments, not an annexed text."""
    return i + 1 < len(lines) and bool(FILE.match(lines.text(i + 1)))


def is_file(lines: Lines, i: int) -> bool:
    """Whether a line is a file's name, or a link to a file."""
    return bool(FILE.match(lines.text(i))) or (bool(lines.files) and squeeze(lines.text(i)) in lines.files)


def starts_annex(lines: Lines, i: int) -> bool:
    """Whether 附件1：… behind the signature is the heading of an annexed text: prose or a table follows."""
    j = i + 1
    while j < len(lines) and (lines.label(j) == "attachments" or _LIST_ITEM.match(lines.text(j))) and not lines.is_prose(j):
        j += 1
    return j < len(lines) and lines.label(j) not in ("site", "imprint", "remark", "contact", "annex_mark")
