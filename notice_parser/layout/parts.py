"""Several notices in one file: merged PDFs, gazettes, texts set one behind the other.

A new notice begins where one has closed (signature and date, or 版记) and a head follows: a title that names its kind, with its
own number or with recipients. What only prints another paper is one notice: the head of a forwarded one, and what stands
under a mark of an annex.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import structs

from notice_parser.grammar import Grammars
from notice_parser.layout.folded import folded
from notice_parser.layout.zones.labels import KNOWN_LABELS
from notice_parser.layout.zones.lines import ADOPTED
from notice_parser.load.source import Block, Grid, Paragraph, Source
from notice_parser.text.width import squeeze

__all__ = ["split_notices"]

_KINDS = "通知|通报|通告|公告|公报|决定|决议|意见|批复|复函|函|报告|请示|命令|议案|纪要|答复"
_TITLE_END = re.compile(f"(?:{_KINDS})(?:[（(][^（）()\n]{{1,20}}[）)])?$")
# kinds that are often addressed to nobody: their own number makes the head
_UNADDRESSED = re.compile("(?:通告|公告|公报|决定|决议|命令|纪要|意见|通报)(?:[（(][^（）()\n]{1,20}[）)])?$")
_PROSE = re.compile("[。；;]|[，,][^，,]{2,}[，,]")
_FORWARDS = re.compile("[转轉][发發]|批[转轉]")
_RULE = re.compile("[-=*_＝—─━]{5,200}|(?:第[一二三四五六七八九十0-9]{1,4}[篇份])")
_CLOSING_HINT = re.compile("(?:19|20|[一二][九〇○零OＯ0])[^。，]{2,40}[日月年]|印[发制]|[：:]")
_ITEM = re.compile("[0-9]{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|[（(][0-9一二三四五六七八九十]{1,3}[）)]")
_ENDS = "。；;：:！!？?"
_ANNEXED = re.compile("附[件录]?[：:]?")
_HEAD_LABELS = (None, "agency", "letterhead", "number", "mark", "issue", "label", "recipients")

SHORT = 60  # characters of a line that can be a title's, a number, a date
HEAD = 5  # lines of a title, and lines around it that are its head's
NEAR = 3  # lines between title and number or recipients
GAP = 2  # blank lines that part two papers


class _Line(NamedTuple):
    """A line that is not blank: its block, its text, the same without blanks, the blank lines above it, whether it begins a page."""

    block: int
    text: str
    bare: str
    gap: int
    opens_page: bool


class _Head(NamedTuple):
    """The head of a notice: its first and its last line, whether it has a number of its own, whether the session that adopted it stands
    below."""

    first: int
    last: int
    is_numbered: bool
    is_adopted: bool


def split_notices(source: Source, grammars: Grammars) -> tuple[Source, ...]:
    """The notices of a file, each as a source of its own, in order; the source itself where it is one notice."""
    lines = tuple(_lines((folded(source, grammars) or source).blocks))
    ends = [i for i, line in enumerate(lines) if len(line.bare) <= SHORT and _TITLE_END.search(line.bare) and not _PROSE.search(line.bare)]
    if not ends or ends[-1] <= NEAR:
        return (source,)
    starts = _Splitter(lines, grammars).starts(ends)
    borders = [0, *(lines[i].block for i in starts), len(source.blocks)]
    return tuple(_part(source, number, border) for number, border in enumerate(pairwise(borders))) if starts else (source,)


def _lines(blocks: Sequence[Block]) -> Iterator[_Line]:
    gap, page = 0, -1
    for i, block in enumerate(blocks):
        text = block.text.strip() if isinstance(block, Paragraph) else "\t".join(block.rows[0]) if block.rows else ""
        if not text:
            gap += 1
            continue
        yield _Line(i, text, squeeze(text) if len(text) <= 2 * SHORT else text, gap, block.page != page)
        gap, page = 0, block.page


class _Splitter:
    """Holds the lines and what each is by its own shape, asked once a line."""

    def __init__(self, lines: Sequence[_Line], grammars: Grammars) -> None:
        self.lines = lines
        self.zones, self.titles, self.metadata = grammars["zones"], grammars["title"], grammars["metadata"]
        self.labels: dict[int, str | None] = {}

    def label(self, i: int) -> str | None:
        """What a line is by its own shape; ``label`` for a row of a site's labels."""
        if i not in self.labels:
            text = self.lines[i].text
            row = self.metadata.first(text, only=KNOWN_LABELS) if len(text) <= 2 * SHORT else None  # 市政府办公室： is none
            cue = self.zones.match(text)
            self.labels[i] = "label" if row is not None and row.start == 0 else cue.label if cue is not None else None
        return self.labels[i]

    def starts(self, ends: Sequence[int]) -> list[int]:
        """The lines at which a further notice begins. ``ends``: those that may end a title."""
        starts: list[int] = []
        begin, forwards = 0, False
        opened: _Head | None = None  # the last head above
        for end in ends:
            head = self.head(end)
            closing = self.closing(begin, head.first) if head is not None else None
            if head is not None and closing is None and self.is_next_decision(opened, head):
                starts.append(self.grown(head.first, head.first - NEAR))
                begin, forwards, opened = starts[-1], False, head
                continue
            opened = head or opened
            if head is None or closing is None or self.is_annex(begin, head.first):
                # who forwards may stand above the title
                forwards = forwards or bool(_FORWARDS.search("".join(line.bare for line in self.lines[max(begin, end - NEAR) : end + 1])))
                continue
            if forwards and self.label(closing) != "imprint":
                forwards = False  # the paper that is forwarded; the next head is another's
                continue
            first = self.grown(head.first, closing)
            if head.is_numbered or self.is_apart(first, closing):
                starts.append(first)
                begin, forwards = first, bool(_FORWARDS.search("".join(line.bare for line in self.lines[first : end + 1])))
        return starts

    def is_next_decision(self, above: _Head | None, head: _Head) -> bool:
        """Whether a decision of an assembly follows on another's: each has the session that adopted it below its title and needs no
        signature, and sentences stand between."""
        if above is None or not (above.is_adopted and head.is_adopted) or self.is_annex(above.last, head.first):
            return False
        return any(line.bare[-1] == "。" for line in self.lines[above.last + 2 : head.first])

    def head(self, end: int) -> _Head | None:
        """The head whose title ends at line ``end``; null where it is none."""
        first, title = end, self.lines[end].bare
        while self.titles.match(title) is None and first > 0 and end - first + 1 < HEAD and self.is_short(first - 1, (None, "agency")):
            first -= 1
            title = self.lines[first].bare + title
        whole = self.titles.match(title) is not None
        first = first if whole else end
        around = [i for i in (first - 1, first - 2, first - 3, end + 1, end + 2) if 0 <= i < len(self.lines)]
        number = next((i for i in around if self.label(i) == "number"), None)
        behind = max(end, number or 0)
        addressed = any(self.label(i) == "recipients" for i in range(behind + 1, min(behind + NEAR, len(self.lines))))
        adopted = end + 1 < len(self.lines) and bool(ADOPTED.fullmatch(self.lines[end + 1].text))
        if not (whole and (addressed or adopted)) and not (number is not None and (addressed or (whole and _UNADDRESSED.search(title)))):
            return None
        return _Head(min(first, behind if number is None else number), behind, number is not None, adopted)

    def is_short(self, i: int, labels: tuple[str | None, ...]) -> bool:
        """Whether a line may be a head's: short, no sentence, of one of these kinds."""
        line = self.lines[i]
        is_listed = _PROSE.search(line.bare) or _ITEM.match(line.bare) or line.bare[-1] in _ENDS
        return len(line.bare) <= SHORT and not is_listed and self.label(i) in labels

    def grown(self, first: int, closing: int) -> int:
        """The head's first line, with what stands above it and belongs to it: letterhead, marks, a site's labels."""
        lowest = max(closing + 1, first - 2 * HEAD)
        while (
            first > lowest and self.lines[first].gap < GAP and not self.lines[first].opens_page and self.is_short(first - 1, _HEAD_LABELS)
        ):
            first -= 1
        return first

    def closing(self, begin: int, end: int) -> int | None:
        """The last line from ``begin`` to ``end`` that closes a notice: of a 版记, or the date of a signature."""
        found = None
        for i in range(begin + 1, end):
            text = self.lines[i].text
            if len(text) > 2 * SHORT or not _CLOSING_HINT.search(text):
                continue
            label = self.label(i)
            if label == "imprint" or (label == "date" and i > begin + NEAR and self.is_signed(i)):
                found = i
        return found

    def is_signed(self, i: int) -> bool:
        """Whether a date closes what stands above it: a signature, or a finished sentence."""
        return self.label(i - 1) in ("agency", "signer") or self.lines[i - 1].text[-1] in "。）)"

    def is_annex(self, begin: int, first: int) -> bool:
        """Whether the head stands under a mark of an annex."""
        return any(self.label(i) == "annex_mark" or _ANNEXED.fullmatch(self.lines[i].bare) for i in range(max(begin, first - NEAR), first))

    def is_apart(self, first: int, closing: int) -> bool:
        """Whether a head without a number is set off from what stands above it."""
        line = self.lines[first]
        return (
            first == closing + 1
            or line.opens_page
            or line.gap >= GAP
            or bool(_RULE.fullmatch(self.lines[first - 1].bare))
            or all(self.label(i) in ("remark", "site", "contact", "attachments", "imprint") for i in range(closing + 1, first))
        )


def _part(source: Source, number: int, border: tuple[int, int]) -> Source:
    blocks = source.blocks[slice(*border)]
    pages = {block.page for block in blocks if isinstance(block, Grid) or block.text.strip()}
    return structs.replace(
        source,
        blocks=blocks,
        digest=hashlib.sha256(f"{source.digest} {number + 1}".encode()).hexdigest(),
        n_pages=len(pages) if source.n_pages is not None else None,
        diagnostics=source.diagnostics if number == 0 else (),
        sheets=(),
        beside=(),  # whose the files are that came with several notices in one, nobody can tell
    )
