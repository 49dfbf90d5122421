"""What stands behind the signature: remark, files, printing block, annexes."""

from __future__ import annotations

import re

from notice_parser.layout.zones.attachments import is_file, place_attachments, starts_annex
from notice_parser.layout.zones.labels import heads_columns, is_source_row
from notice_parser.layout.zones.lines import Lines
from notice_parser.layout.zones.text import Contents, is_own, put_line
from notice_parser.text.width import squeeze

__all__ = ["place_after"]

_FOOTER = re.compile("版权所有|主办单位|承办单位|Copyright|©|ICP备|标识码")
_CLOSED = re.compile("[。发印制]$")
_POSTED = re.compile("显示全部楼层|只看该作者")
BUTTON = 6  # characters of a forum's button: 回复
_ADDRESS = re.compile("(?:https?://|www\\.)[!-~]{3,200}")
# the headings of a paper, which no list of other pages has
_HEADING = re.compile("[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百零〇0-9]{1,5}[章节条编]")


def place_after(lines: Lines, begin: int) -> None:
    """Behind the signature: remark, a late list of attachments, site rubbish, printing block; all else is annexed text."""
    i, n = begin, len(lines)
    annexed = in_imprint = footed = False
    contents = Contents()
    while i < n:
        label = lines.label(i)
        if label == "imprint":
            lines.put(i, "imprint", "imprint")
            in_imprint = True
            i += 1
            continue
        if in_imprint and not _annexed_start(label) and label != "site" and _imprint_goes_on(lines, i):
            lines.put(i, "imprint", "imprint")
            i += 1
            continue
        in_imprint = False
        if not annexed and label is None and len(lines.text(i)) <= BUTTON and _is_forums(lines, i + 1):
            lines.put(i, "site", "site")
            i += 1
            continue
        if not annexed and (after := _behind_other_pages(lines, i)) > i:
            for j in range(i, after):
                lines.put(j, "site", "site")
            i = after
            continue
        if label == "site" and not (annexed and is_own(lines, i)):
            footed = footed or bool(_FOOTER.search(lines.text(i)))
            lines.put(i, "site", "site")
        elif i == begin and i and label in ("date", "agency") and squeeze(lines.text(i)) == squeeze(lines.text(i - 1)):
            lines.put(i, "site", "site")  # the page prints the signature's last line once more
        elif footed and label == "contact":
            lines.put(i, "site", "site")  # the site's own
        elif not annexed and not lines.is_table(i) and is_source_row(lines, i):
            lines.put(i, "site", "metadata")
        elif not annexed and label is None and i + 1 < n and _ADDRESS.fullmatch(lines.text(i + 1)) and not lines.is_prose(i):
            lines.put(i, "site", "site")  # a link's words above its address
        elif not annexed and (n_rows := heads_columns(lines, i)):
            for j in range(i, i + n_rows):
                lines.put(j, "site", "site" if 0 < j - i < n_rows - 1 else "metadata")
            i += n_rows
            continue
        elif not annexed and label in ("remark", "contact"):
            lines.put(i, "body", "remark")
        elif not annexed and is_file(lines, i) and not lines.is_prose(i) and not lines.is_table(i):
            lines.put(i, "body", "attachments")  # files to be fetched, listed below the text
        elif not annexed and (label == "attachments" or (label == "attachments_label" and i + 1 < n)) and not starts_annex(lines, i):
            i = place_attachments(lines, i, n)
            continue
        else:
            annexed = True
            if contents.takes(lines, i):
                lines.put(i, "annex", "contents")
            else:
                put_line(lines, i, "annex")
        i += 1


def _behind_other_pages(lines: Lines, i: int) -> int:
    """The first line behind a forum's own words (使用道具) or the heading of a list of other pages (相关文章) and the short lines below it;
    ``i`` where it is neither. A mark of an annex, a heading, a printing block, a table, a file, sentences, and a title right above any of
    them are the notice's."""
    cue = lines.cues[i]
    if cue is None or cue.rule not in ("zones.forum", "zones.more"):
        return i
    end = i + 1
    posted = bool(_POSTED.search(lines.text(i)))
    while end < len(lines) and not _is_notices(lines, end, posted):
        posted = posted or bool(_POSTED.search(lines.text(end)))
        end += 1
    if end < len(lines):
        while end - 1 > i and lines.cues[end - 1] in (None, cue) and lines.is_kind(lines.text(end - 1)):
            end -= 1
    return end


def _is_forums(lines: Lines, i: int) -> bool:
    """Whether a line holds a forum's own words; there may be no such line."""
    cue = lines.cues[i] if i < len(lines) else None
    return cue is not None and cue.rule == "zones.forum"


def _is_notices(lines: Lines, i: int, posted: bool) -> bool:
    """Whether a line below a list of other pages is none of them. ``posted``: below who posted when, whose sentences follow."""
    if lines.label(i) in ("annex_mark", "attachments", "attachments_label", "imprint"):
        return True
    return (lines.is_prose(i) and not posted) or lines.is_table(i) or is_file(lines, i) or _HEADING.match(lines.text(i)) is not None


def _imprint_goes_on(lines: Lines, i: int) -> bool:
    """Whether a line goes on with the printing block: the line above, which belongs to it, breaks off, or is a list of names, as it is."""
    before = lines.pieces[-1] if lines.pieces else None
    if before is None or before.role != "imprint":
        return False
    if lines.text(before.line).endswith("。") and lines.recipients.match(lines.text(i), only=("recipients.names_line",)) is not None:
        return True
    return not _CLOSED.search(lines.text(before.line)) and len(lines.text(i)) <= 200 and not lines.is_table(i)


def _annexed_start(label: str | None) -> bool:
    """Whether a line opens an annex, whatever stands before it."""
    return label in ("annex_mark", "attachments")
