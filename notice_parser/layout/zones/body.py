"""The body with all that follows it: where it ends, and in which order its parts stand."""

from __future__ import annotations

import re

from notice_parser.layout.zones.attachments import lists_files, starts_annex
from notice_parser.layout.zones.behind import place_after
from notice_parser.layout.zones.closing import cut_run_in, find_closing, place_signature
from notice_parser.layout.zones.lines import ADOPTED, MARKER, Lines
from notice_parser.layout.zones.text import place_text
from notice_parser.text.width import squeeze

__all__ = ["place_body"]

TEXT_BELOW = 4  # lines below a title within which its text begins
_NUMBERED = re.compile("[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3}[ 　]{0,4}[㐀-鿿]")  # 1.1 编制目的
_CHAPTER = re.compile("第(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[章条編编](?:[ 　]|$|总|總)")
_CITED = re.compile("《([^《》\n]{4,100})》")
_HANDED = re.compile("[转轉][发發]|批[转轉]|印[发發]|公布|[发發]布")


def place_body(lines: Lines, begin: int) -> None:
    """Places everything from the line ``begin`` on."""
    n = len(lines)
    if cut_run_in(lines):  # the whole letter on one line
        place_after(lines, begin)
        return
    closing = find_closing(lines, begin, n)
    mark = _find_annex_mark(lines, begin, n, closing)
    printed = _find_printed_text(lines, begin, n if mark is None else mark)
    if printed is None and closing is None:
        printed = _find_other_text(lines, begin, n if mark is None else mark)
    if printed is not None and (closing is None or printed <= closing[0]):
        closing, mark = find_closing(lines, begin, printed), printed
    if closing is not None and (mark is None or closing[1] <= mark):
        first, last = closing
        place_text(lines, begin, first)
        place_signature(lines, first, last)
        place_after(lines, last)
    else:
        end = n if mark is None else mark
        place_text(lines, begin, end)
        place_after(lines, end)


def _find_annex_mark(lines: Lines, begin: int, n: int, closing: tuple[int, int] | None) -> int | None:
    """The first mark of an annex, or 附件： behind the list of attachments or 抄送; before the signature, a bare 附件 with a list under
    it is the list's label."""
    listed = False
    for i in range(begin, n):
        label = lines.label(i)
        marks = label == "annex_mark" or (label == "attachments_label" and listed and starts_annex(lines, i))
        if marks and not (closing is not None and i < closing[0]) and not lists_files(lines, i):
            return i
        listed = listed or label in ("attachments", "imprint")
    return None


def _find_printed_text(lines: Lines, begin: int, n: int) -> int | None:
    """Where the text begins that an unsigned notice prints: its title alone on a line below the sentence that names it in 《》,
    and under that title recipients of its own, or parts or paragraphs, where the title is set off and no entry of a list."""
    cited: set[str] = set()
    for i in range(begin, n):
        text = lines.text(i)
        if lines.is_table(i):
            return None
        if cited and squeeze(text) in cited and (lines.label(i + 1) == "recipients" or _opens_text(lines, i, n)):
            return i
        if lines.is_prose(i) and "《" in text and _HANDED.search(text):
            cited.update(squeeze(found) for found in _CITED.findall(text))
    return None


def _find_other_text(lines: Lines, begin: int, n: int) -> int | None:
    """Where a rule of its own begins under an unsigned letter, as collections of laws print one paper behind the other: its title set
    off and alone on a line, the session that adopted it or its first chapter right below. With it go its issuer and its title
    above that."""
    if not any(piece.role == "recipients" for piece in lines.pieces):
        return None
    for i in range(begin + 1, n - 1):
        if lines.is_table(i) or lines.is_prose(i) or not lines[i].gap or not lines.is_kind(lines.text(i)):
            continue
        if ADOPTED.fullmatch(lines.text(i + 1)) or _CHAPTER.match(lines.text(i + 1)):
            first = i
            while first - 1 > begin and (lines.label(first - 1) == "agency" or squeeze(lines.text(first - 1)) == squeeze(lines.text(i))):
                first -= 1
            return first
    return None


def _opens_text(lines: Lines, i: int, n: int) -> bool:
    """Whether a line alone opens a text of its own: set off by blank lines or by its first chapter, no entry of a list, and prose or
    parts follow it."""
    chaptered = bool(_CHAPTER.match(lines.text(i + 1))) if i + 1 < n else False
    if (
        not (lines[i].gap or chaptered)
        or lines.label(i - 1) in ("attachments", "attachments_label", "annex_mark")
        or lines.label(i) == "attachments"
    ):
        return False
    below = range(i + 1, min(i + 1 + TEXT_BELOW, n))
    return any(
        lines.is_prose(j) or MARKER.match(lines.text(j)) or _NUMBERED.match(lines.text(j)) or lines.label(j) == "contents" for j in below
    )
