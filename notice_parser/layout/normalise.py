"""One physical line at a time: marks of the file's form and artefact spaces out. Characters are only ever left out, never
moved, so that an offset map can lead back to the file; only spaces of fixed width become plain ones.

>>> clean("截至 2023 年 5 月，情 况 通 报 共 293 多万条", markdown=False).text
'截至2023年5月，情况通报 共293多万条'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.layout.broken_figures import joints
from notice_parser.layout.strewn_blanks import COLUMNS, strewn_blanks
from notice_parser.text.width import display_width

__all__ = ["HAN", "INVISIBLE", "PLAIN_READING", "Clean", "Habits", "clean", "clean_row"]

HAN = "㐀-䶿一-鿿豈-﫿〇"
GAP = "[ \\t]"  # spaces that typesetting and extraction leave; U+3000 is set by hand and kept

# U+00AD, zero-width, byte order marks, directional marks, private use, other control characters
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\ue000-\uf8ff\x00-\x08\x0b-\x1f\x7f-\x9f]+")
# what holds no space, mark or sign that could be left out: most cells of tables
_PLAIN, _PLAIN_ROW = (re.compile(f"[{tab}{HAN}0-9A-Za-z.,%％，。、；：“”《》〔〕/]+") for tab in ("", "\t"))
_EDGE = re.compile("^[\\s\u3000]+|[\\s\u3000]+$")
# a reading in brackets after a Han character, as mirror sites of traditional text add it: 條(tiáo)例
_READING = re.compile(f"(?<=[{HAN}])[(（](?=[a-züêńňǹ]{{0,6}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹ]{{1,7}}[)）]")
# the same without tones, where a page is full of them
PLAIN_READING = re.compile(
    f"(?<=[{HAN})）])[(（](?![a-z][)）])(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ong|ing|iao|ian|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|[aoeiuv])[)）]"
)
# single Han characters set apart: 情 况 通 报, 索　引　号：, 方  某; a number's 号 is none of them (〔2019〕9号 主 题 词)
_JUSTIFIED = re.compile(f"(?<![{HAN}])(?!(?<=[0-9])号)[{HAN}](?:[ \\t\u3000]{{1,12}}[{HAN}](?![{HAN}])){{1,40}}")
# spaces of fixed width and spaces that do not break: read as plain ones
_FIXED = {ord(c): " " for c in "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"}
_FIXED_SPACE = re.compile(f"[{''.join(map(chr, _FIXED))}]")
_SPACES = re.compile("[ \\t\u3000]+")
_HAN_DIGIT = re.compile(
    f"(?<=[{HAN}“”‘’（）()《》〔〕、，。：；]){GAP}(?=[0-9０-９])"  # 共 293
    f"|(?<=[0-9０-９%％‰]){GAP}(?=[{HAN}“”‘’（）《》〔〕、，。：；％%])"  # 293 多万条, 12 〕
    f"|(?<=[〔\\[［（(]){GAP}(?=[{HAN}0-9])|(?<=[0-9]){GAP}(?=[〕\\]］）)])|(?<=[〕\\]］）)]){GAP}(?=[0-9]{{1,5}}{GAP}?号)"
    f"|(?<=[{HAN}]){GAP}(?=[，。；：、！？）》”])|(?<=[，。；：、（《“]){GAP}(?=[{HAN}])"
)
# an index number or a time: the gap beside it parts label and value
_LONG_CODE = re.compile("[0-9A-Za-z/:.-]{8,40}")

# a question mark alone where a sentence or a line begins: a blank that a page's encoding did not have; elsewhere a box (? 是 ? 否)
_LOST_BLANK = re.compile("(?:^|(?<=[。|])|(?<=[。|?] ))\\?(?=[ \u3000|]|$)")
TABLE_BARS = 2  # in a row of a table, a question mark alone is what a cell holds

_ENTITY = re.compile("&(?:emsp|ensp|nbsp|thinsp|#160|#12288);")
_TAG = re.compile("</?(?:h[1-6]|a|o:p|p|br|div|span|font|strong|b|u|em|sup|center|section)(?:\\s[^<>]{0,200})?/?>", re.I)
_MARKDOWN = re.compile(
    "^:{3,}[ ]?[a-z-]{0,20}[ ]?|^#{1,6}[ \\t\u3000]+|^>[ \\t]?|^[-*+][ \\t]+(?=附件|附[：:表])"
    "|^-[ \\t]+(?=[^\\s|-])(?![0-9]{1,4}[ \\t]*-[ \\t]*$)|\\{[.#:]?[a-z][^{}\n]{0,80}\\}$"
    "|^\\*(?=[^*\\s])|(?<=[^*\\s])\\*$"
)
# Words between two asterisks and two. Asterisks within words are characters that were blotted out (李**, 3701********1234): in plain
# text a pair is a mark where it parts what it holds from the words around it, or holds a number (**二是**抓好落实); in Markdown everywhere
_BOLD = re.compile("(?<!\\*)(?:\\*\\*[^*\\s](?:[^*\n]{0,400}[^*\\s])?\\*\\*){1,40}(?!\\*)")
_LOOSE_BOLD = re.compile(
    "(?<![\\w*])(?:\\*\\*[^*\\s](?:[^*\n]{0,400}[^*\\s])?\\*\\*){1,40}(?:(?![\\w*])|(?<=[^\\w\\s]\\*\\*)(?!\\*))"
    "|(?<![\\w*])\\*\\*(?:[一二三四五六七八九十]{1,2}[是要]|首先|其次|再次|最后|第[一二三四五六七八九十]|[（(]?[一二三四五六七八九十0-9]{1,2}[）).．、])"
    "[^*\n]{0,400}\\*\\*(?!\\*)"
)
_HALF_BOLD = re.compile("^\\*\\*(?=[^*\\s][^*]*$)|(?<=[^*\\s])\\*\\*$")
_STARS = re.compile("\\*\\*")
_TIGHT_RANK = re.compile("^#{1,6}(?=[^#\\s])")
_RANK = re.compile("(?P<marks>#{1,6})[ \\t\u3000]")
_LOOSE_RANK = re.compile("(?P<marks>#{1,6})")
_BULLET = re.compile("[-*+][ \\t]+(?![0-9]{1,4}[ \\t]*-[ \\t]*$)\\S")
_MARKS = tuple("#>-*+:}\\")
_BACKSLASH_BREAK = re.compile("\\\\$")


class Clean(NamedTuple):
    """A line with what is no text left out. ``kept``: (start, end) of the kept runs in the given line; ``indent`` in columns.

    ``rank``: the number of ``#`` before a Markdown heading, ``bullet``: whether a list mark stood before it, ``mended``: how many
    blanks within figures were left out.
    """

    text: str
    kept: tuple[tuple[int, int], ...]
    indent: int
    rank: int
    bullet: bool
    mended: int = 0


class Habits(NamedTuple):
    """What a text does all over. ``readings``: readings without tones stand behind its characters; ``strewn``: blanks stand between
    Han characters of its sentences, where they part nothing; ``broken``: blanks stand within its figures.
    """

    readings: bool = False
    strewn: bool = False
    broken: bool = False


NO_HABITS = Habits()


def _beside_code(text: str, start: int, end: int) -> bool:
    """Whether an index number, a full date or a time ends before the gap or begins after it."""
    before = text[max(0, start - 40) : start]
    code = _LONG_CODE.match(text, end) or re.search("[0-9A-Za-z/:.-]{5,40}$", before)
    return code is not None and ("/" in code.group() or ":" in code.group() or code.group().count("-") > 1)


def _justified(match: re.Match[str]) -> list[tuple[int, int]]:
    """The gaps of a justified run to leave out: all but those wider than its narrowest, which part words (省　长　　周某)."""
    tabs_part = "\t" in match.group() and match.group().count("\t") < match.string.count("\t")  # cells, of which two are one character
    gaps = [m.span() for m in _SPACES.finditer(match.group()) if not (tabs_part and "\t" in m.group())]
    if not gaps:
        return []
    narrow = min(end - start for start, end in gaps)
    offset = match.start()
    return [(offset + start, offset + end) for start, end in gaps if end - start == narrow]


def clean(line: str, *, markdown: bool, habits: Habits = NO_HABITS) -> Clean:
    """``line`` without indentation, invisible characters, artefact spaces and marks of Markdown.

    Plain text carries such marks too, as converters leave them; only what is loose (``#`` without a space) needs ``markdown``.
    ``habits``: what the whole text does, and what therefore goes too.
    """
    if _PLAIN.fullmatch(line):
        return Clean(line, ((0, len(line)),), 0, 0, False)
    if _FIXED_SPACE.search(line):
        line = line.translate(_FIXED)
    out: list[tuple[int, int]] = []
    rank, bullet = 0, False
    first = _EDGE.match(line)
    indent = display_width(first.group()) if first else 0
    body = line[first.end() :] if first else line
    shift = first.end() if first else 0
    if body[:1] in _MARKS or body[-1:] in _MARKS or "**" in body:
        if heading := (_RANK if not markdown else _LOOSE_RANK).match(body):
            rank = heading.end("marks")
        bullet = bool(_BULLET.match(body))
        for pattern in (_MARKDOWN, _TIGHT_RANK, _BACKSLASH_BREAK) if markdown else (_MARKDOWN,):
            out += [(m.start() + shift, m.end() + shift) for m in pattern.finditer(body)]
        if "**" in body:
            out += [(start + shift, end + shift) for start, end in _bold(body, markdown)]
    if "&" in line:
        out += [m.span() for m in _ENTITY.finditer(line)]
    if "<" in line:
        out += [m.span() for m in _TAG.finditer(line)]
    out += [m.span() for m in INVISIBLE.finditer(line)]
    if "?" in line and line.count("|") < TABLE_BARS:
        out += [m.span() for m in _LOST_BLANK.finditer(line)]
    if "(" in line or "（" in line:
        out += [m.span() for m in _READING.finditer(line)]
        if habits.readings:
            out += [m.span() for m in PLAIN_READING.finditer(line)]
    text, kept = _without(line, out)

    # the second round sees the line as it reads now
    bare = text.strip()
    begin = text.find(bare)
    again = [edge for edge in ((0, begin), (begin + len(bare), len(text))) if edge[0] < edge[1]]
    mended: list[tuple[int, int]] = []
    if " " in bare or "\u3000" in bare or "\t" in bare:
        for match in _JUSTIFIED.finditer(text):
            again += _justified(match)
        if not COLUMNS.search(bare):
            again += [m.span() for m in _HAN_DIGIT.finditer(text) if not _beside_code(text, *m.span())]
        if habits.strewn:
            again += strewn_blanks(text)
        if habits.broken:
            mended = joints(text)
            again += mended
    if again:
        text, inner = _without(text, again)
        kept = _compose(kept, inner)
    if out and indent == 0:
        lead = _EDGE.match(line[out[0][1] :]) if out[0][0] == 0 else None
        indent = display_width(lead.group()) if lead else 0
    return Clean(text, kept, indent, rank, bullet, len(mended))


def _bold(body: str, markdown: bool) -> list[tuple[int, int]]:
    """The asterisks that set words of a line bold."""
    found = [m.span() for part in (_BOLD if markdown else _LOOSE_BOLD).finditer(body) for m in _STARS.finditer(body, *part.span())]
    if not found and markdown and body.count("**") == 1:  # set over several lines
        return [m.span() for m in _HALF_BOLD.finditer(body)]
    return found


def clean_row(cells: Sequence[str]) -> str:
    """What ``clean`` leaves of the cells of a row, parted by tabs, without the way back."""
    row = "\t".join(cells)
    if _PLAIN_ROW.fullmatch(row) and row.count("\t") == len(cells) - 1:
        return row
    return "\t".join([clean(cell.replace("\n", " "), markdown=False).text.replace("\t", " ") for cell in cells])


def _without(line: str, cuts: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """``line`` without the cuts (which may overlap), and the runs that were kept."""
    if not cuts:
        return line, ((0, len(line)),)
    kept: list[tuple[int, int]] = []
    at = 0
    for start, end in sorted(cuts):
        if start > at:
            kept.append((at, start))
        at = max(at, end)
    if at < len(line):
        kept.append((at, len(line)))
    return "".join(line[a:b] for a, b in kept), tuple(kept)


def _compose(outer: tuple[tuple[int, int], ...], inner: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """``inner`` runs of the text that ``outer`` runs make, as runs of the original line."""
    result: list[tuple[int, int]] = []
    base = 0
    pending = list(inner)
    index = 0
    for start, end in outer:
        length = end - start
        while index < len(pending) and pending[index][0] < base + length:
            a, b = pending[index]
            low, high = max(a, base), min(b, base + length)
            if low < high:
                result.append((start + low - base, start + high - base))
            if b <= base + length:
                index += 1
            else:
                break
        base += length
    return tuple(result)
