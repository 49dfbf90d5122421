"""The lines of body and annexes: prose, tables, notes, contents."""

from __future__ import annotations

import re

from notice_parser.layout.document import Zone
from notice_parser.layout.zones.attachments import place_attachments
from notice_parser.layout.zones.labels import is_source_row
from notice_parser.layout.zones.lines import MARKER, Lines
from notice_parser.text.width import squeeze

__all__ = ["Contents", "is_own", "place_text", "put_line"]

PAPER = 4  # characters of a paper's name, at least
TITLE_PIECES = 200  # pieces from the top among which the title is
NOTES = 60  # pieces above a line that may be notes of its table
TABLE_LINES = 500  # above a note that are searched for its mark

_LEADING = re.compile("^(?:[●■◆▲★○◇□•·-]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])*")
# the number of a page behind an entry of a table of contents, and what leads to it
_PAGE = re.compile("(?:[ 　]{0,9}[.．…·・﹒⋯—_-]{2,200}[ 　]{0,9}|[ 　\t]{1,99})[（(]?[0-9]{1,4}[）)]?$")
_PAGE_NUMBER = re.compile("(?P<led>[.．…·・﹒⋯]{3,200}[ 　]{0,9}|(?<=[㐀-鿿）)])[ 　]{0,9})(?P<number>[0-9]{1,4})$")
_FIGURE = re.compile("(?<![0-9])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]+(?:[.．][0-9]+)?[㐀-鿿%％]")
ENTRY_LINES = 4  # that an entry of a table of contents takes at most, its page number at the end of the last
PAGES_ON = 20  # from an entry to the next where no dots lead to the number
# words of a site's around a text; within it they are the text's own
_AROUND = ("zones.site_word", "zones.crumbs_path")
_STAMP = re.compile("(?:19|20)[0-9]{2}[-年/.][0-9]{1,2}[-月/.][0-9]{1,2}日?(?:[ ]{0,4}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?")
# a row that says more than where a page is from; whence the figures of a text are
_SAYS_MORE = re.compile("[0-9，,。；;]|[资材]料来源|数据来源")
_NOTE = re.compile("(?:注|备注|说明|注释)[：:]|注[0-9一二三四五六]?[.、：:]")
_NOTE_MARK = re.compile("(?P<mark>[*＊※]{1,3}|[①-⑳])[ 　]{0,4}[^ 　*＊※]")
_NOTE_ITEM = re.compile(
    "(?P<number>[0-9]{1,2})[.．、](?![0-9]{1,2}[.．0-9 　])|[（(](?:(?P<bracketed>[0-9]{1,2})[）)]|(?![一二三四五六七八九十]{1,3}[）)]))"
)


def place_text(lines: Lines, begin: int, end: int) -> None:
    """The body between recipients and signature: prose, tables, contents, the list of attachments; below an unsigned one what the page
    says of its source."""
    i = begin
    contents = Contents()
    stop = end
    while (
        end == len(lines)
        and stop > begin
        and ((lines.label(stop - 1) == "site" and not is_own(lines, stop - 1)) or _is_page_row(lines, stop - 1))
    ):
        stop -= 1
    while i < stop:
        if contents.takes(lines, i):
            lines.put(i, "body", "contents")
        elif lines.label(i) in ("attachments", "attachments_label", "annex_mark"):
            i = place_attachments(lines, i, stop)
            continue
        else:
            put_line(lines, i, "body")
        i += 1
    for j in range(stop, end):
        lines.put(j, "site", "site" if lines.label(j) == "site" else "metadata")


def _is_page_row(lines: Lines, i: int) -> bool:
    """Whether a line below an unsigned text says where the page is from, and nothing else: 来源：…, 编辑：…."""
    return is_source_row(lines, i, timed=False) and not _SAYS_MORE.search(_STAMP.sub("", lines.text(i)))


def is_own(lines: Lines, i: int) -> bool:
    """Whether a line within a text that would be a site's above it is the text's: one word (通知公告), or names with signs
    between (申请 > 受理 > 审查), also as an entry with a number."""
    cue = lines.cues[i]
    return cue is not None and (cue.rule in _AROUND or (cue.rule == "zones.crumbs" and MARKER.match(lines.text(i)) is not None))


def put_line(lines: Lines, i: int, zone: Zone) -> None:
    """A line of body or annex that is neither signature nor list of attachments."""
    label = lines.label(i)
    if lines.is_table(i):
        lines.put(i, zone, "table")
    elif _is_note(lines, i):
        lines.put(i, zone, "note")
    elif label == "site" and not is_own(lines, i):
        lines.put(i, "site", "site")
    elif label == "remark" and zone == "body":
        lines.put(i, zone, "remark")
    elif label == "imprint":
        lines.put(i, "imprint", "imprint")
    elif label == "annex_mark" or (label == "attachments_label" and zone == "annex"):
        lines.put(i, zone, "annex_mark")
    else:
        lines.put(i, zone, "text")


def _is_note(lines: Lines, i: int) -> bool:
    """A note under a table: 注：…, the numbered lines below it, and what begins with a mark (*, ①) that stands in the table."""
    before = lines.pieces[-1].role if lines.pieces else None
    if before not in ("table", "note"):
        return False
    text = lines.text(i)
    if _NOTE.match(text) or ((marked := _NOTE_MARK.match(text)) and _is_in_table(lines, marked["mark"])):
        return True
    return before == "note" and lines.label(i) != "remark" and _counts_on(lines, text)


def _counts_on(lines: Lines, text: str) -> bool:
    """Whether a line goes on with the notes above it: a remark in brackets, or the number after one of theirs, 1 only behind a colon.

    Otherwise it is the next item of the text: 注：不含在建。 3.存在的问题.
    """
    item = _NOTE_ITEM.match(text)
    if item is None:
        return False
    number = int(item["number"] or item["bracketed"] or 0)
    above: list[str] = []
    for piece in reversed(lines.pieces[-NOTES:]):
        if piece.role != "note":
            break
        above.append(lines.text(piece.line))
    if number == 1:
        return above[0].rstrip()[-1:] in "：:"
    mark = f"{number - 1}[.．、]" if item["number"] else f"[（(]{number - 1}[）)]"
    return not number or any(re.search(f"(?<![0-9.．]){mark}", note) for note in above)


def _is_in_table(lines: Lines, mark: str) -> bool:
    """Whether a mark stands in the table above."""
    for piece in reversed(lines.pieces[-TABLE_LINES:]):
        if piece.role == "table" and mark in lines.text(piece.line):
            return True
        if piece.role not in ("table", "note"):
            return False
    return False


def _heads_contents(lines: Lines, text: str) -> bool:
    """Whether a line is the title of the paper that the notice prints, and 目录: 水闸应急预案目录; the paper may be a 目录 itself."""
    paper = text.removesuffix("目录").removesuffix("目次")
    if paper == text or len(paper) < PAPER:
        return False
    title = "".join(squeeze(lines.text(piece.line)) for piece in lines.pieces[:TITLE_PIECES] if piece.role == "title")
    return paper in title and text not in title


class Contents:
    """A table of contents: from its heading until its first entry comes again, or prose begins."""

    def __init__(self) -> None:
        self.open = False
        self.first: str | None = None
        self.page = 0  # of the entry before

    def takes(self, lines: Lines, i: int) -> bool:
        """Whether a line belongs to it; to be asked line by line."""
        if not self.open and lines.label(i) != "contents" and "目" not in lines.text(i):
            return False
        text = _LEADING.sub("", squeeze(_PAGE.sub("", lines.text(i))))
        if lines.label(i) == "contents" or _heads_contents(lines, text):
            self.open, self.first, self.page = True, None, 0
            return True
        if not self.open or lines.is_table(i) or text == self.first or (not self._is_paged(lines, i) and lines.is_prose(i)):
            self.open = False
            return False
        self.first = self.first or text
        return True

    def _is_paged(self, lines: Lines, i: int) -> bool:
        """Whether a line, however long, is an entry or a part of one: a page number, none before the last entry's, ends it or a line of
        its next ones: 三、未按照规定设置排放口，或者排放口…⏎…的处罚......12."""
        for j in range(i, min(i + ENTRY_LINES, len(lines))):
            text = lines.text(j).rstrip()
            ends = _PAGE_NUMBER.search(text)
            on = int(ends["number"]) - self.page if ends is not None else -1
            led = ends is not None and len(ends["led"].strip()) > 2
            # without dots a line by itself, that tells no figure else
            alone = ends is not None and j == i and on <= PAGES_ON and not _FIGURE.search(text, 0, ends.start())
            if ends is not None and on >= 0 and (led or alone):
                self.page = int(ends["number"]) if j == i else self.page
                return True
            if lines.is_table(j) or text.endswith(("。", "；", "：")):
                return False
        return False
