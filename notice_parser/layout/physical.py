"""Physical lines: what the file has between two line breaks, cleaned, with the way back to the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import structs

from notice_parser.layout.broken_figures import breaks_figures
from notice_parser.layout.normalise import INVISIBLE, PLAIN_READING, Habits, clean, clean_row
from notice_parser.layout.strewn_blanks import has_strewn_blanks
from notice_parser.load.source import Grid, Paragraph, Source

__all__ = ["PhysicalLine", "physical_lines", "row_text"]

# fences, rules, comments and directives of Markdown dialects
_FENCE = re.compile(
    "<!--.{0,200}-->|@tab(?:\\s.{0,40})?|\\[\\[toc\\]\\]|\\{[^{}]{1,80}\\}|-{3,}|\\*{3,}|`{3}\\w{0,10}|\\"
    "|?(?:\\s{0,3}:?-{2,}:?\\s{0,3}\\|)+\\s{0,3}(?::?-{2,}:?)?"
)
# gaps between Han characters or signs that may end a line, or before a date
_FLOW = re.compile(
    "(?:(?<=[㐀-鿿。：；！？）〕》”:;])[ \u3000\u00a0]{1,20}|(?<=\\))[ \u3000\u00a0]{2,20})"
    "(?=[㐀-鿿（《“〔]|(?:19|20)[0-9]{2}[年.-]|[(][一二三四五六七八九十]{1,3}[)])"
    "|(?<=(?:19|20)[0-9]{2}[.-][0-9]{2}[.-][0-9]{2})[ \u3000\u00a0]{1,20}(?=[㐀-鿿])"
)
# two headings behind gaps within one paragraph: its lines were run together
_BLANKS = " \u3000\u00a0"
_RUN_ON = re.compile(
    "[。：；:;”）][ \u3000\u00a0]{1,20}[一二三四五六七八九]、[^\n]{2,2000}?[。：；:;”）][ \u3000\u00a0]{1,20}[二三四五六七八九]、"
    # or the number, and recipients with their colon, each behind a wide gap
    "|[〕\\]）)][ ]{0,2}第?[0-9]{1,5}[ ]{0,2}[号號][）)]?[ \u3000\u00a0]{2,20}[^\n。]{2,200}?[：:][ \u3000\u00a0]{2,20}"
    # or the title and recipients, where these share the line with the text
    "|的(?:通知|通报|决定|意见|批复|公告|通告|函)[ \u3000\u00a0]{2,20}[^\n。]{2,200}?[：:][ \u3000\u00a0]{2,20}"
    # or each behind one blank, where the number opens the paragraph
    "|\\A[^\\s，。；：《》]{2,12}[〔\\[（(](?:19|20)[0-9]{2}[〕\\]）)]第?[0-9]{1,5}[号號][ \u3000\u00a0]{1,20}[^\\s。]{2,200}?[：:]"
    "[ \u3000\u00a0]{1,20}(?=[《㐀-鿿])"
)
# body and day behind wide gaps at the end of a paragraph: its signature was run together with it
_SIGNED = re.compile(
    "(?<=[^ \u3000\u00a0])[ \u3000\u00a0]{4,200}(?P<name>[^\\s，。：；]{4,40})[ \u3000\u00a0]{4,200}"
    "(?P<date>(?:19|20)[0-9]{2}[ ]?年[ ]?[0-9]{1,2}[ ]?月[ ]?[0-9]{1,2}[ ]?日"
    "|[一二][一二三四五六七八九〇○零OＯ0]{3}年[一二三四五六七八九十元]{1,2}月[一二三四五六七八九十]{1,3}日)$"
)
# the list of attachments run in behind the last sentence
_LISTED = re.compile("(?<=[。！])[ \u3000\u00a0]{1,20}(?P<list>附[ ]?件[ ]?[：:][^。\n]{2,200})$")
SIGNED_TAIL = 500  # characters at the end of a paragraph that hold it
LOST = 3  # so many lines that begin with ?? had two wide blanks there, which a conversion of characters lost
READINGS = 10  # fewer brackets with a syllable in them may be units or names
FLOW_GAPS = 3  # fewer gaps tell nothing
FLOW_LENGTH = 16  # characters to a gap, on average, where gaps stand between lines
_LINE_TAG = re.compile("<br\\s{0,2}/?>|</?p(?:\\s[^<>]{0,200})?>|</div>", re.I)


class PhysicalLine(NamedTuple):
    """``runs``: (start in text, offset in the file) of each run that was kept whole.

    ``gap``: blank lines before it. ``after_page``: furniture or a page break stands before it. ``front``: a row of a
    Markdown front matter. ``footnote``: it stands below a
    footnote rule. ``width``: columns up to the line's end in the file, indentation and artefact spaces included.
    ``grid``: the row of a table that the file marks up, as (index of the block in ``Source.blocks``, row). ``is_whole``: no
    line is to be joined to it. ``blocks``: (start in text, index of the block in ``Source.blocks``) of each part.
    ``mended``: how many blanks within figures were left out.
    """

    text: str
    runs: tuple[tuple[int, int], ...]
    indent: int
    gap: int
    page: int
    rank: int = 0
    bullet: bool = False
    after_page: bool = False
    front: bool = False
    width: int = 0
    footnote: bool = False
    grid: tuple[int, int] | None = None
    is_whole: bool = False
    size: float = 0.0
    blocks: tuple[tuple[int, int], ...] = ()
    mended: int = 0


def physical_lines(source: Source) -> tuple[PhysicalLine, ...]:
    """The lines of a source that hold text, cleaned; Markdown's fences, rules and front matter marks are left out."""
    markdown = source.style == "markdown"
    lines: list[PhysicalLine] = []
    gap, front = 0, False
    habits = _habits_of(source)
    lost = sum(isinstance(b, Paragraph) and b.text.startswith("??") for b in source.blocks) >= LOST
    filled = len(source.blocks) - sum(isinstance(b, Paragraph) and not b.text.strip(" \t\u3000\u00a0|") for b in source.blocks)
    flows = filled == 1 and not habits.strewn
    for number, block in enumerate(source.blocks):
        if isinstance(block, Grid):
            rows = _rows_of(block, number, gap)
            lines += rows
            gap = 0 if rows else gap + 1
            continue
        if markdown and block.text.strip() == "---" and (front or number == 0):
            front = not front
            continue
        if markdown and _FENCE.fullmatch(block.text.strip()) and "|" not in block.text:
            gap += 1
            continue
        if lost and block.text.startswith("??"):
            block = structs.replace(block, text=block.text[2:], offset=block.offset + 2)
        for text, offset in _split_block(block, flows):
            cleaned = clean(text, markdown=markdown, habits=habits)
            if not cleaned.text:
                gap += 1
                continue
            runs, at = [], 0
            for start, end in cleaned.kept:
                runs.append((at, offset + start))
                at += end - start
            lines.append(
                PhysicalLine(
                    cleaned.text,
                    tuple(runs),
                    cleaned.indent + block.indent,
                    gap,
                    block.page,
                    cleaned.rank,
                    cleaned.bullet,
                    False,
                    front,
                    _set_width(text) if block.width is None else block.width,
                    is_whole=block.is_whole,
                    size=float(block.bbox[3] - block.bbox[1]) if block.bbox is not None and block.width is not None else 0.0,
                    blocks=((0, number),),
                    mended=cleaned.mended,
                )
            )
            gap = 0
    return tuple(lines)


def _habits_of(source: Source) -> Habits:
    """What the paragraphs of a source do all over."""
    texts = [block.text for block in source.blocks if isinstance(block, Paragraph)]
    return Habits(_has_readings(texts), has_strewn_blanks(texts), breaks_figures(text for text in texts if " " in text))


def _has_readings(texts: Sequence[str]) -> bool:
    """Whether readings without tones stand in brackets behind characters all over the text: 教(jiao)育(yu)局(ju)."""
    texts = [text for text in texts if "(" in text]
    if sum(text.count("(") for text in texts) < READINGS:
        return False
    found = [reading for text in texts for reading in PLAIN_READING.findall(text)]
    return len(found) >= READINGS and len(set(found)) * 2 >= READINGS


def _rows_of(grid: Grid, number: int, gap: int) -> list[PhysicalLine]:
    """The rows of a table that hold text, a line each, their cells parted by tabs."""
    lines: list[PhysicalLine] = []
    offset = grid.offset
    for i, row in enumerate(grid.rows):
        text = row_text(row)
        if text:
            lines.append(PhysicalLine(text, ((0, offset),), 0, gap, grid.page, grid=(number, i), is_whole=True, blocks=((0, number),)))
            gap = 0
        offset += len(text) + 1
    return lines


def row_text(row: Sequence[str]) -> str:
    """A row of a table as a line: its cells cleaned and parted by tabs."""
    return clean_row(row).strip("\t")


def _set_width(text: str) -> int:
    """Columns that a line takes as Chinese type sets it: all but ASCII is wide, quotes and dashes too; what is not seen takes none."""
    line = INVISIBLE.sub("", text).rstrip()
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def _split_block(block: Paragraph, alone: bool) -> list[tuple[str, int]]:
    """The lines of a paragraph, each with its offset: what was run together on its way is cut again.

    ``alone``: it is all that the file holds.
    """
    inner = block.text.strip()
    if alone or (any(blank in inner for blank in _BLANKS) and _RUN_ON.search(block.text)):
        return _split_flow(block, alone)
    tail = max(0, len(block.text) - SIGNED_TAIL)
    signed = _SIGNED.search(block.text.rstrip(), tail) if "。" in block.text and block.text.rstrip().endswith("日") else None
    if signed is None:
        listed = _LISTED.search(block.text.rstrip(), tail) if "附" in block.text else None
        if listed is None:
            return _split_tags(block.text, block.offset)
        at = listed.start("list")
        return [(block.text[:at].rstrip(), block.offset), (block.text[at:], block.offset + at)]
    borders = (0, signed.start("name"), signed.start("date"), len(block.text))
    return [(block.text[a:b].rstrip(), block.offset + a) for a, b in pairwise(borders)]


def _split_flow(block: Paragraph, alone: bool) -> list[tuple[str, int]]:
    """A whole document on one line, cut at the gaps that stand where its lines broke; what has many gaps has them within its lines.

    ``alone``: it is all that the file holds. Among other lines only its wide gaps are breaks, where it has such.
    """
    gaps = [m.span() for m in _FLOW.finditer(block.text)]
    wide = [] if alone else [gap for gap in gaps if gap[1] - gap[0] > 1]
    gaps = wide if len(wide) >= FLOW_GAPS else gaps
    if len(gaps) < FLOW_GAPS or "\t" in block.text or len(block.text) < FLOW_LENGTH * len(gaps):
        return _split_tags(block.text, block.offset)
    starts, ends = [0, *(b for _, b in gaps)], [*(a for a, _ in gaps), len(block.text)]
    return [(block.text[a:b], block.offset + a) for a, b in zip(starts, ends, strict=True)]


def _split_tags(text: str, offset: int) -> list[tuple[str, int]]:
    """A line cut at left-over tags that end one (``<br>``, ``</p>``); within a row of pipes they break cells, not lines."""
    if "<" not in text or text.count("|") > 1 or _LINE_TAG.search(text) is None:
        return [(text, offset)]
    pieces, at = [], 0
    for match in _LINE_TAG.finditer(text):
        pieces.append((text[at : match.start()], offset + at))
        at = match.end()
    pieces.append((text[at:], offset + at))
    return pieces
