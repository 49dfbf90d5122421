"""Where the notice begins on a page: below a menu, below what the page says of it, or where the page gives its head again."""

from __future__ import annotations

import re

from notice_parser.layout.zones.labels import is_source_row, is_upload_date, metadata_kind
from notice_parser.layout.zones.lines import ADOPTED, MARKER, TITLE_LINES, Lines
from notice_parser.text.width import squeeze

__all__ = ["BODY_OPENS", "SITE_LINES", "path_line", "repeated_line", "reprint_line", "whole_title"]

SITE_LINES = 80  # menus above the path to a page
ABSTRACT = 4  # lines of a page's abstract above the text
BELOW = 12  # lines of labels and an abstract, below which the title stands again
HEADLINE = 6  # characters that a title has at least
# cues that open the body, where no menu of a site stands around them
BODY_OPENS = ("contents", "recipients", "attachments", "attachments_label", "annex_mark", "imprint")
_REPRINTS = re.compile("(?:全文|原文)(?:内容)?(?:如下)?[：:]$")


def path_line(lines: Lines) -> int:
    """The line with the path to the page (当前位置：…), or with its title: what stands above is the site's; 0 where there is none."""
    for i in range(min(len(lines), SITE_LINES)):
        cue = lines.cues[i]
        if cue is not None and cue.rule == "zones.crumbs" and "位置" in lines.text(i):
            return i
    return _page_title(lines)


def _page_title(lines: Lines) -> int:
    """The line with the page's title, told by the site's labels right below it (来源：… 访问量：); 0 where the body may begin above it."""
    for i in range(1, min(len(lines), SITE_LINES)):
        if lines.label(i) in (*BODY_OPENS, "number", "date", "letterhead", "agency") or lines.is_table(i) or MARKER.match(lines.text(i)):
            return 0
        if is_source_row(lines, i):
            return i - 1 if lines.is_kind(lines.text(i - 1)) and not lines.is_prose(i - 1) else 0
        if metadata_kind(lines, lines.text(i)) is not None:
            return 0  # the site's table stands above its title
    return 0


def reprint_line(lines: Lines) -> int:
    """Where a notice begins that a page gives in full below words of its own; 0 where none does."""
    return _announced_line(lines) or _copied_line(lines)


def _announced_line(lines: Lines) -> int:
    """The line behind 全文如下：, with which a news page begins to reprint a notice; 0 where no whole title with its kind follows."""
    for i in range(min(len(lines) - 1, SITE_LINES)):
        if not _REPRINTS.search(lines.text(i)):
            continue
        below = squeeze("".join(lines.text(j) for j in range(i + 1, min(i + 1 + TITLE_LINES, len(lines))) if lines.label(j) is None))
        first = squeeze(lines.text(i + 1))
        kind = lines.kinds.match(first)
        if (
            (kind is not None and kind.rule == "kind.statutory")
            or lines.titles.match(below, only=("title.opened",))
            or whole_title(lines, i + 1)
        ):
            return i + 1
    return 0


def _copied_line(lines: Lines) -> int:
    """Where a notice begins that a page gives in full behind words of its own: a whole title with a statutory kind, under it its number
    and recipients or the session that adopted it, and above it neither. 0 where there is none."""
    told = False
    for i in range(min(len(lines) - 2, SITE_LINES)):
        text = lines.text(i)
        if lines.label(i) == "number" and told:
            first = i + 2 if lines.label(i + 1) == "agency" else i + 1
            end = _title_end(lines, first) if first < len(lines) - 1 else None
            return i if end is not None and lines.label(end + 1) == "recipients" else 0
        if lines.is_table(i) or lines.label(i) in BODY_OPENS or lines.label(i) in ("number", "date") or MARKER.match(text):
            return 0
        if told and lines.label(i) is None and not lines.is_prose(i) and (last := _title_end(lines, i)) is not None:
            below = lines.label(last + 1)
            if (below == "number" and lines.label(last + 2) == "recipients") or ADOPTED.fullmatch(lines.text(last + 1)):
                return i - 1 if lines.label(i - 1) == "agency" else i
        if lines.is_statutory(text) or (lines.titles.match(squeeze(text)) is not None and lines.label(i) is None):
            return 0
        told = told or lines.is_prose(i)
    return 0


def repeated_line(lines: Lines) -> int:
    """Where the title stands again below a page's own title and an abstract of its text: whole and alone, or over its number or recipients
    with no day between that could close a first copy. 0 where it does not."""
    for i in range(min(len(lines) - 2, SITE_LINES)):
        if lines.is_table(i) or lines.label(i) in BODY_OPENS or lines.is_prose(i) or MARKER.match(lines.text(i)):
            return 0
        if lines.label(i) is None and lines.is_statutory(lines.text(i)):
            title = squeeze(lines.text(i))
            for j in range(i + 2, min(i + 2 + ABSTRACT, len(lines) - 1)):
                if lines.label(j) == "date" and lines.label(j - 1) in ("agency", "signer") and not is_upload_date(lines, j):
                    return 0  # an order, signed, over the text that it makes known
                if squeeze(lines.text(j)) == title and len(title) >= HEADLINE and any(lines.is_prose(k) for k in range(i + 1, j)):
                    return _head_start(lines, j)
            told = False
            for j in range(i + 1, min(i + 2 + BELOW, len(lines) - 1)):
                if lines.label(j) == "date" and not is_upload_date(lines, j):
                    return 0
                if told and lines.label(j) in (None, "agency") and lines.label(_copy_end(lines, j, title) + 1) in ("number", "recipients"):
                    return _head_start(lines, j)
                told = told or lines.is_prose(j) or lines.label(j) in BODY_OPENS
            return 0
    return 0


def _head_start(lines: Lines, i: int) -> int:
    """The first line of the head whose title begins on a line: its letterhead, marks and number stand above it."""
    above = ["number", "issue", "mark", "letterhead"]
    if squeeze(lines.text(i)).startswith(("关于", "關於")):
        above.append("agency")  # of a title that begins with its body, what stands above is a signature or a name of the page
    while i > 0 and lines.label(i - 1) in above:
        i -= 1
    return i


def _copy_end(lines: Lines, i: int, title: str) -> int:
    """The last line of a copy of the title that begins on a line; behind the last line of all where none does."""
    words = ""
    for last in range(i, min(i + TITLE_LINES, len(lines))):
        words += squeeze(lines.text(last))
        if words == title:
            return last
        if not title.startswith(words):
            break
    return len(lines)


def _title_end(lines: Lines, i: int) -> int | None:
    """The last line of the title with a statutory kind that begins on a line; None where none does."""
    if lines.titles.match(squeeze(lines.text(i))) is None:
        return None
    for last in range(i, min(i + TITLE_LINES, len(lines) - 1)):
        if lines.is_statutory("".join(lines.text(k) for k in range(i, last + 1))):
            return last
    return None


def whole_title(lines: Lines, i: int) -> bool:
    """Whether a title with a statutory kind begins on a line, and number or recipients stand right below it."""
    last = _title_end(lines, i) if lines.label(i) is None else None
    return last is not None and lines.label(last + 1) in ("number", "recipients")
