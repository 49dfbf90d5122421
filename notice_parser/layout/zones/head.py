"""What stands above the body: the site's lines, its table, letterhead and number, and in their place the title."""

from __future__ import annotations

import re

from notice_parser.layout.document import Role, Zone
from notice_parser.layout.zones.attachments import lists_files
from notice_parser.layout.zones.begin import BODY_OPENS, SITE_LINES, path_line, repeated_line, reprint_line, whole_title
from notice_parser.layout.zones.labels import (
    heads_columns,
    heads_table,
    is_other_row,
    is_source_row,
    is_upload_date,
    labels_behind,
    metadata_kind,
    starts_label,
    takes_value,
)
from notice_parser.layout.zones.lines import MARKER, SENTENCE_END, VALUE_LENGTH, Lines
from notice_parser.layout.zones.title import find_title
from notice_parser.text.width import squeeze

__all__ = ["place_head"]

HEAD_LINES = 4  # lines between letterhead or number and title that may be labels of the notice's own
HEADLINE = 60  # characters of what a page calls out above a document
MEETING = 3  # lines within which time, place and chair of a meeting stand
_FIGURE = re.compile("[0-9](?:[.．][0-9]{1,4})?[%％万亿㐀-鿿]")
# how an order opens, whatever its first line ends with: 《…条例》已经1997年12月12日⏎国务院第六十四次常务会议通过
_ORDER_OPENS = re.compile("《[^《》\n]{2,80}》(?:已经?|业经|经)[^\n]")
_CALLS_OUT = re.compile("[！!？?…]$")
_DECIMAL = re.compile("1[.．]1[ 　]{0,4}[㐀-鿿]")
_WHOLE = re.compile("1[ 　]{0,6}[㐀-鿿]{2,24}")
_ANNOUNCES = re.compile("(?P<body>[^\\s。，；：:《》]{4,60})(?:公告|通告)")
# an announcement that has no title but its name and number: 岚川市防汛抗旱指挥部通告第14号
_ANNOUNCEMENT = re.compile(
    "[^\\s。，；：:《》]{4,60}(?:公告|通告|通报)[ 　]{0,4}[（(]?(?:(?:19|20)[0-9]{2}年?)?第[0-9一二三四五六七八九十]{1,4}号[）)]?"
)
# a line that goes on with the path to the page
_PATH_GOES_ON = re.compile("[>＞»›][^\n。]{1,120}")


def place_head(lines: Lines) -> tuple[int, int]:
    """Places everything above recipients and body; gives the first line of those, and where in it they begin."""
    roles: dict[int, tuple[Zone, Role]] = {}
    candidates: list[int] = []
    pending = beside = False  # beside: the block's labels have their values on the same line, so an empty one is blank
    path = path_line(lines)
    reprint, repeated = reprint_line(lines), 0
    if not reprint:
        repeated = repeated_line(lines)
    i = 0
    while i < len(lines):
        line, label, text = lines[i], lines.label(i), lines.text(i)
        if i < reprint or (i < path and (lines.is_table(i) or lines.is_prose(i) or SENTENCE_END.search(text) or label in BODY_OPENS)):
            roles[i] = ("site", "site")
        elif i < repeated:
            is_row = metadata_kind(lines, text) == "row" or is_other_row(lines, i, roles[i - 1][1] if i else None)
            roles[i] = ("site", "metadata" if is_row else "site")
        elif line.front:
            roles[i] = ("site", "metadata")
        elif line.grid is None and (not text.strip(" 　|") or (roles.get(i - 1) == ("site", "metadata") and not text.strip(" 　|:-"))):
            roles[i] = ("site", "site")  # what is left of an empty row
        elif (
            pending
            and line.grid is None
            and label in (None, "date", "number", "agency", "mark", "remark")
            and len(text) <= VALUE_LENGTH
            and not starts_label(lines, text)
            and takes_value(lines, i - 1, text)
        ):
            roles[i] = ("site", "metadata")
            pending = False
        elif label == "site" and line.grid is None:
            roles[i] = ("site", "site")
        elif label == "meeting" and _in_meeting(lines, i):
            roles[i] = ("head", "text")
        elif lines.is_dated(i):
            roles[i] = ("head", "letterhead")
        elif n_rows := heads_columns(lines, i):
            roles.update((j, ("site", "site" if 0 < j - i < n_rows - 1 else "metadata")) for j in range(i, i + n_rows))
            pending = False
            i += n_rows
            continue
        elif (kind := metadata_kind(lines, text)) is not None and not heads_table(lines, i):
            roles[i] = ("site", "metadata")
            pending = kind == "pending" and line.grid is None and not (beside and line.gap == 0)
            beside = (kind == "row" and line.grid is None) or (beside and line.gap == 0)
            i += 1
            continue
        elif is_other_row(lines, i, roles[i - 1][1] if i else None):
            roles[i] = ("site", "metadata")
        elif i and label != "site" and lines.label(i - 1) == "site" and roles[i - 1][1] == "site" and _PATH_GOES_ON.fullmatch(text):
            roles[i] = ("site", "site")
        elif (head := _head_below(lines, i, candidates)) is not None:
            for j in range(i, head):
                roles[j] = ("site", "metadata" if metadata_kind(lines, lines.text(j)) else "site")
            i = head
            continue
        elif line.grid is not None:
            break
        elif label in ("number", "issue") or labels_behind(lines, text) is not None:
            roles[i] = ("head", "number")
        elif label == "date" and is_upload_date(lines, i):
            roles[i] = ("site", "site")
        elif label == "date":
            roles[i] = ("head", "date")
        elif label in ("mark", "letterhead"):
            roles[i] = ("head", "mark" if label == "mark" else "letterhead")
        elif label == "remark":
            roles[i] = ("head", "remark")
        elif label == "annex_mark" and all(zone == "site" for zone, _ in roles.values()) and not lists_files(lines, i):
            roles[i] = ("head", "annex_mark")  # the file is an attachment by itself: its title stands below
        elif label in BODY_OPENS:
            break
        elif lines.is_table(i) or (MARKER.match(text) and not (text[0].isdigit() and lines.is_kind(text))) or _counts_from_one(lines, i):
            break
        elif label == "recipients_bare" and candidates and i + 1 < len(lines) and lines.is_prose(i + 1):
            break
        elif _is_headline(lines, i):
            roles[i] = ("head", "text")
        elif lines.is_prose(i) or (SENTENCE_END.search(text) and not lines.is_kind(text)) or _ORDER_OPENS.match(text):
            break
        else:
            candidates.append(i)
            roles[i] = ("head", "letterhead" if label == "agency" or _names_order(lines, i) else "text")
        if label != "site":
            pending = False
        i += 1
    end = i
    title, cut = find_title(lines, candidates, end)
    if not title and cut is None:  # minutes and bulletins whose name on top is all the title they have
        named = [j for j, role in roles.items() if role == ("head", "letterhead") and lines.is_paper(lines.text(j))]
        title = named[-1:] or [j for j, role in roles.items() if role == ("head", "number") and _ANNOUNCEMENT.fullmatch(lines.text(j))][-1:]
    below = [j for j in candidates if title and j > title[-1]] if end == len(lines) else []
    if any(_FIGURE.search(lines.text(j)) for j in below):
        end = below[0]  # nothing but short lines: those under the title that hold figures are its body
        roles = {j: role for j, role in roles.items() if j < end}
    _put_head(lines, roles, title, end)
    if cut is None:
        return end, 0
    lines.put(end, "head", "title", 0, cut)
    return end, cut


def _head_below(lines: Lines, i: int, candidates: list[int]) -> int | None:
    """Where the head begins under lines of a site that could be taken for the body: a whole title with a statutory kind, its number
    or recipients right below, and no prose up to there."""
    text = lines.text(i)
    opens_body = lines.is_table(i) or MARKER.match(text) or (SENTENCE_END.search(text) and lines.label(i) != "recipients")
    if not opens_body or lines.is_prose(i) or any(lines.is_statutory(lines.text(j)) for j in candidates):
        return None
    for j in range(i + 1, min(i + SITE_LINES, len(lines) - 1)):
        if lines.is_prose(j) or lines[j].grid is not None or lines.label(j) in ("recipients", "date"):
            return None
        if whole_title(lines, j):
            return j
    return None


def _is_headline(lines: Lines, i: int) -> bool:
    """Whether a line is how a page calls out what it reprints (放假通知来了！): no full sentence, nothing but a site's words around it."""
    text = lines.text(i)
    if "。" in text or len(text) > HEADLINE or not _CALLS_OUT.search(text) or any(lines.label(j) != "site" for j in range(i)):
        return False
    return lines.label(i + 1) == "site" or (i + 1 < len(lines) and is_source_row(lines, i + 1))


def _names_order(lines: Lines, i: int) -> bool:
    """Whether a line is the letterhead of an announcement: a body and the kind alone, its number (2023年第10号) right below."""
    named = _ANNOUNCES.fullmatch(squeeze(lines.text(i))) if lines.label(i + 1) == "number" else None
    return named is not None and lines.zones.match(named["body"], only=("zones.body_line",)) is not None


def _counts_from_one(lines: Lines, i: int) -> bool:
    """Whether the numbers of a plan begin on a line: 1 总则 over 1.1, or 1.1 itself."""
    if _DECIMAL.match(lines.text(i)):
        return True
    return bool(_WHOLE.fullmatch(lines.text(i))) and i + 1 < len(lines) and bool(_DECIMAL.match(lines.text(i + 1)))


def _in_meeting(lines: Lines, i: int) -> bool:
    """Whether 时间： is a meeting's: its place or chair stands next to it."""
    return any(lines.label(j) == "meeting" for j in range(max(0, i - MEETING), min(len(lines), i + MEETING + 1)) if j != i)


def _put_head(lines: Lines, roles: dict[int, tuple[Zone, Role]], title: list[int], end: int) -> None:
    """Writes the roles of the lines above the body: what stands above the head is the site's."""
    wanted = squeeze("".join(lines.text(i) for i in title))
    head = [i for i in range(end) if i in title or (i in roles and roles[i][0] == "head" and roles[i][1] != "text")]
    first = min(title, default=end)
    # the head begins at the letterhead or number that leads to the title without the site's lines in between
    begin = first
    for i in range(first - 1, -1, -1):
        if i in head:
            begin = i
        above = roles[i][1] if i in roles and i not in head else None
        if (title and above == "site") or (first - i > HEAD_LINES and above == "metadata"):
            break
    for i in range(end):
        zone, role = roles.get(i, ("head", "text"))
        if i in title:
            lines.put(i, "head", "title")
        elif zone == "site":
            lines.put(i, zone, role)
        elif role == "letterhead" and lines.is_dated(i):
            lines.put_dated(i, zone, role)
        elif role == "number" and (behind := labels_behind(lines, lines.text(i))) is not None:
            lines.put(i, zone if i >= begin or not title else "site", role, 0, len(lines.text(i)[:behind].rstrip(" 　\t|")))
            lines.put(i, "site", "metadata", behind)
        elif i < begin and title:
            lines.put(i, "site", "title" if _is_copy(lines, i, wanted) else role if role in ("number", "date") else "site")
        else:
            lines.put(i, "head", role)


def _is_copy(lines: Lines, i: int, title: str) -> bool:
    """Whether a line repeats the title, or a part of it."""
    text = squeeze(lines.text(i))
    return bool(title) and len(text) >= 8 and (text in title or title in text)
