"""What stands behind the signature: remark, files, printing block, annexes."""

from __future__ import annotations

import re

from notice_parser.layout.zones.attachments import is_file, place_attachments, starts_annex
from notice_parser.layout.zones.labels import heads_columns, is_source_row
from notice_parser.layout.zones.lines import MARKER, Lines
from notice_parser.layout.zones.text import Contents, put_line
from notice_parser.text.width import squeeze

__all__ = ["place_after"]

_FOOTER = re.compile("版权所有|主办单位|承办单位|Copyright|©|ICP备|标识码")
_CLOSED = re.compile("[。发印制]$")


def place_after(lines: Lines, begin: int) -> None:
    """Behind the signature: remark, a late list of attachments, site rubbish, printing block; all else is annexed text."""
    i, n = begin, len(lines)
    annexed = in_imprint = footed = False
    contents = Contents()
    n = _page_goes_on(lines, begin)
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
        if label == "site":
            footed = footed or bool(_FOOTER.search(lines.text(i)))
            lines.put(i, "site", "site")
        elif i == begin and i and label in ("date", "agency") and squeeze(lines.text(i)) == squeeze(lines.text(i - 1)):
            lines.put(i, "site", "site")  # the page prints the signature's last line once more
        elif footed and label == "contact":
            lines.put(i, "site", "site")  # the site's own
        elif not annexed and not lines.is_table(i) and is_source_row(lines, i):
            lines.put(i, "site", "metadata")
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
        elif not annexed and _is_left_over(lines, i, n):
            lines.put(i, "site", "site")
        else:
            annexed = True
            if contents.takes(lines, i):
                lines.put(i, "annex", "contents")
            else:
                put_line(lines, i, "annex")
        i += 1
    for j in range(n, len(lines)):
        if is_file(lines, j):
            lines.put(j, "body", "attachments")
        else:
            lines.put(j, "site", "site")


def _page_goes_on(lines: Lines, begin: int) -> int:
    """Where behind the signature the page goes on with other matters: a forum's own words (回复, 使用道具), below which others have posted,
    or the heading of a list of other pages (相关文章)."""
    for i in range(begin, len(lines)):
        cue = lines.cues[i]
        if cue is not None and cue.rule in ("zones.forum", "zones.more"):
            return i
    return len(lines)


def _is_left_over(lines: Lines, i: int, n: int) -> bool:
    """Whether nothing from a line on can be an annexed text, so that it is what a page prints below one (THE END, TAG:…, menus):
    no title, mark, heading or row of a table, no sentence, no body or day, and no list of names set side by side."""
    for j in range(i, n):
        label = lines.label(j)
        if label == "site":
            continue
        if label is not None or lines.is_prose(j) or lines.is_table(j) or MARKER.match(lines.text(j)) or lines.is_kind(lines.text(j)):
            return False
    return True


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
