"""Lines: what each line says by itself, and the pieces that have been placed so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from notice_parser.grammar import Grammars, Match
from notice_parser.layout.document import Role, Zone
from notice_parser.layout.physical import PhysicalLine
from notice_parser.text.width import squeeze

__all__ = ["ADOPTED", "FILE", "MARKER", "PROSE", "SENTENCE_END", "TITLE_LINES", "VALUE_LENGTH", "Cue", "Lines", "Piece"]

TITLE_LINES = 6  # a title rarely takes more than four lines; six leaves room for joint issuers
ROW_TABS = 2  # between the cells of a row that is no line of text
SECTION_ROW = 30  # characters of a full-width row in a table
VALUE_LENGTH = 120  # a metadata value on its own line
PROSE = re.compile("。[^”’）)》]|。$|；$|[，,][^，,。]{2,}[，,]")
SENTENCE_END = re.compile("[。！？；：:!?;]$")
_DATE_TAIL = re.compile(
    "(?:编印|编|主办)?[ 　\t]{0,40}(?P<date>(?:(?:19|20)[0-9]{2}|[一二三四五六七八九〇○零OＯ0]{4})[ ]?年[ ]?(?:[0-9]{1,2}"
    "|[元一二三四五六七八九十]{1,3})[ ]?月[ ]?(?:[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})[ ]?日)[ 　]{0,80}$"
)
# what stands before an entry of a site's list
_BULLET = re.compile("(?:[•·▪][ 　]{0,4}|(?P<number>[0-9]{1,2}[.．][ ]{1,4}))(?=[^ 　])")
_PATHS = ("zones.crumbs", "zones.crumbs_path")  # rules of paths, which a site may set as a list
MARKER = re.compile(
    "[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]"
    "|第[一二三四五六七八九十百零〇0-9]{1,5}(?:[章节条编]|(?:篇|部分)(?=[ 　、]|$))|[0-9]{1,2}[.．、][^0-9]"
)
# the session that adopted a decision, in brackets under its title; laws that were revised name every session
ADOPTED = re.compile("[（(](?:19|20)[0-9]{2}年[^（）()\n]{4,400}(?:通过|批准|修订|修正)[）)]")
FILE = re.compile("\\[[^\\[\\]]{2,200}\\]\\(|[^。，]{2,120}\\.(?:docx?|xlsx?|wps|et|pdf|ofd|zip|rar)$")
_ENDS_PAGE = re.compile("扫一扫|掃一掃")  # stands below a text, on a page of a site
_PRINTED = re.compile("[0-9〇○零一二三四五六七八九十年月日 　]{8,20}印[发制刷]?$")
_FIGURE_CELL = re.compile("(?:^|\t)[-+]?[0-9][0-9,.]{0,15}[%％]?(?=\t|$)")
_FULL_STOP = re.compile("[。！!？]”?$")
_RULE = re.compile(":?-{3,}:?(?:[ ]{0,9}\\|[ ]{0,9}:?-{3,}:?){1,60}")


Cue: TypeAlias = Callable[[str], Match | None]  # gives what takes a whole line


class Piece(NamedTuple):
    """A part of a physical line (mostly the whole), with what it is."""

    line: int
    start: int
    end: int
    zone: Zone
    role: Role


class Lines:
    """The physical lines of a notice with the cue of each, and the pieces placed so far.

    ``cues``: the rule of ``grammars/zones.toml`` that takes the line, or null; ``rows``: lines that their neighbours make rows of a table.
    """

    def __init__(self, physical: Sequence[PhysicalLine], grammars: Grammars, cue: Cue, files: frozenset[str]) -> None:
        self.physical = physical
        self.cue = cue
        self.files = files
        self.zones = grammars["zones"]
        self.metadata = grammars["metadata"]
        self.labels = self.metadata.list_of
        self.kinds = grammars["kind"]
        self.titles = grammars["title"]
        self.recipients = grammars["recipients"]
        # no rule takes a row of several cells, as the file gives them
        self.cues: list[Match | None] = [
            None if line.grid is not None and line.text.count("\t") >= ROW_TABS else self.cue_of(line.text) for line in physical
        ]
        for i in range(len(physical) - 1):
            below = self.cues[i + 1]
            if self.label(i) == "agency" and below is not None and below.label == "imprint" and _PRINTED.match(physical[i + 1].text):
                self.cues[i] = below  # 印发机关, its date on the line below
        self.pieces: list[Piece] = []
        self.rows = _rows_by_neighbours(physical)
        self._mark_links()

    def __len__(self) -> int:
        return len(self.physical)

    def __getitem__(self, i: int) -> PhysicalLine:
        return self.physical[i]

    def _mark_links(self) -> None:
        """The list of other pages at the end of a page becomes the site's: short lines below 相关阅读 or 责任编辑：, and nothing else
        behind them."""
        begin = len(self)
        for i in range(len(self) - 1, -1, -1):
            cue = self.cues[i]
            if self.label(i) == "agency" and i + 1 < len(self) and self.label(i + 1) == "date":
                break  # the signature: all above it is the document's
            if cue is not None and (cue.rule in ("zones.more", "zones.reprint") or _ENDS_PAGE.match(self.text(i))):
                begin = i
            elif self.label(i) == "site":
                continue
            elif (
                self.label(i) not in (None, "agency", "date", "contact") or self.is_prose(i) or self.is_table(i) or FILE.match(self.text(i))
            ):
                break
        for i in range(begin + 1, len(self)):
            if self.label(i) != "site":
                self.cues[i] = self.cues[begin]

    def cue_of(self, text: str) -> Match | None:
        """The cue of a line; of a list item its own, or that of a site's button without the bullet, of a path's also without the number."""
        cue = self.cue(text)
        if cue is None and (bullet := _BULLET.match(text)) is not None:
            bare = self.cue(text[bullet.end() :])
            return bare if bare is not None and bare.label == "site" and (not bullet["number"] or bare.rule in _PATHS) else None
        return cue

    def text(self, i: int) -> str:
        """What stands on a line."""
        return self.physical[i].text

    def label(self, i: int) -> str | None:
        """What a line is by its own shape; null where that says nothing, or there is no such line."""
        cue = self.cues[i] if 0 <= i < len(self.physical) else None
        return cue.label if cue else None

    def put(self, i: int, zone: Zone, role: Role, start: int = 0, end: int | None = None) -> None:
        """Places a line, or a part of it."""
        end = len(self.text(i)) if end is None else end
        if start < end:
            self.pieces.append(Piece(i, start, end, zone, role))

    def is_prose(self, i: int) -> bool:
        """Whether a line holds sentences."""
        text = self.text(i)
        return bool(PROSE.search(text)) or (len(text) > 30 and bool(SENTENCE_END.search(text)))

    def is_table(self, i: int) -> bool:
        """Whether a line is a row of a table."""
        text = self.text(i)
        return self.physical[i].grid is not None or "\t" in text or text.count("|") >= 2 or text.endswith("|") or i in self.rows

    def is_dated(self, i: int) -> bool:
        """Whether a line holds a body's name and a date, as under the head of a bulletin."""
        text = self.text(i)
        tail = _DATE_TAIL.search(text) if text.rstrip().endswith("日") else None
        return (
            tail is not None and tail.start() > 0 and self.zones.match(text[: tail.start()].strip(), only=("zones.body_line",)) is not None
        )

    def put_dated(self, i: int, zone: Zone, role: Role) -> None:
        """Places a line with a body's name and a date, cut in two."""
        text = self.text(i)
        tail = _DATE_TAIL.search(text)
        assert tail is not None
        self.put(i, zone, role, 0, len(text[: tail.start()].rstrip()))
        self.put(i, zone, "date", tail.start("date"), tail.end("date"))

    def is_kind(self, text: str) -> bool:
        """Whether words end as a title does."""
        return self.kinds.match(squeeze(text)) is not None

    def is_statutory(self, text: str) -> bool:
        """Whether they end in one of the fifteen statutory kinds."""
        kind = self.kinds.match(squeeze(text))
        return kind is not None and kind.rule == "kind.statutory"

    def is_paper(self, text: str) -> bool:
        """Whether they end in what a paper is called that has no other title: 会议纪要, 工作简报; an order has that of what it prints."""
        kind = self.kinds.match(squeeze(text))
        return kind is not None and kind.group("kind") in ("纪要", "简报")

    def ends_sentence(self, i: int) -> bool:
        """Whether a line closes a sentence; there may be no such line."""
        return i >= 0 and bool(_FULL_STOP.search(self.text(i)))


def _rows_by_neighbours(lines: Sequence[PhysicalLine]) -> frozenset[int]:
    """Rows of tables that only their neighbours tell: full-width rows among rows of tabs, and rows beside a rule of pipes."""
    rows: set[int] = set()
    for i in range(1, len(lines) - 1):
        above, line, below = lines[i - 1].text, lines[i], lines[i + 1]
        if line.gap or below.gap or "\t" in line.text or len(line.text) > SECTION_ROW or SENTENCE_END.search(line.text):
            continue
        # a caption between two tables has a header under it, and that holds no figure
        if (
            below.text.count("\t") > 1
            and _FIGURE_CELL.search(below.text)
            and (above.count("\t") > 1 or (i - 1 in rows and "\t" not in above))
        ):
            rows.add(i)
    for i, line in enumerate(lines):
        if "|" in line.text and i and i not in rows and _RULE.fullmatch(line.text) and lines[i - 1].text.count("|") == line.text.count("|"):
            rows.update((i - 1, i))
            end = i + 1
            while end < len(lines) and not lines[end].gap and lines[end].text.count("|") == line.text.count("|"):
                rows.add(end)
                end += 1
    return frozenset(rows)
