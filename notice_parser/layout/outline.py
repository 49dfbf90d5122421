"""Outline: headings of the body and of each annex, numbered or not.

A heading is a line of its own, or *run in*: the first sentence of a numbered paragraph, of at most forty characters, with
text behind it. A numbered paragraph without either is a section without a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from notice_parser.grammar import Field, Grammars, Match
from notice_parser.layout.document import Heading, Line

__all__ = ["find_headings"]

RUN_IN = 40  # characters of a run-in heading at the most
PLAIN = 25  # characters of an unnumbered heading at the most
SENTENCE = 20  # characters of a heading that is set as a sentence of its own: （一）总体情况。
NAMED = 20  # characters of a heading that ends in a colon
ALONE = 60  # a numbered line of its own without an end mark may be a little longer than a run-in heading

_END = re.compile("[。！？]")
_STOPS = re.compile("[。！？；;]")
_NO_HEADING = re.compile("[：:；;，,、]$")
# words on their own line that end in a colon and name what stands below: 报名时间：; a sentence that leads in a list is none
_NAMED = re.compile("[^，,。；;：:、]{0,20}(?:、[^，,。；;：:、]{1,20}){0,3}[：:]")
_LEADS_IN = re.compile(
    "下列|以下|如下|之一|下述|(?<!行)为|是|(?<![响供适反])应(?![急用])|须(?!知)|(?<![主重需])要(?![求点件素])|(?<!申)请|将|(?<![事理])由"
    "|[认称指]为|指出|强调|决定|提出|规定|明确|包括|分别"
)
_INNER_ARTICLE = re.compile("[ 　]{1,6}(?=第[一二三四五六七八九十百零〇]{1,5}[条节][ 　])")
_FIGURE = re.compile("[图表][ ]?[0-9一二三四五六七八九十]")
_PUNCTUATED = re.compile("[。；：！？!?;:，,|\t]")


def find_headings(text: str, lines: Sequence[Line], grammars: Grammars, ranks: Sequence[int]) -> tuple[Heading, ...]:
    """The headings of ``lines`` (indexes into it are kept), in order, with levels. ``ranks``: Markdown ``#`` before each line."""
    field = grammars["outline"]
    headings: list[Heading] = []
    zone: str | None = None
    stack: list[str] = []
    counts: dict[tuple[int, ...], int] = {}  # how far each level of 1.1, 1.1.1 has been counted
    for i, line in enumerate(lines):
        if line.role != "text" or line.zone not in ("body", "annex"):
            continue
        if line.zone != zone:
            zone, stack, counts = line.zone, [], {}
        start = line.start
        for _ in range(3):  # a chapter and its first article may share a line, as may a section between them
            match = field.first(text, start, line.end) if start == line.start or _article_at(text, start) else None
            if match is None or match.start != start or not _counts_on(text, match, lines, i, counts):
                break
            cut = _inner(text, match.end, line.end) if match.label in ("part", "chapter", "section") else None
            headings.append(_numbered(text, match, cut or line.end, lines, i, stack, cut is not None, field))
            if cut is None:
                break
            start = cut + len(text[cut : line.end]) - len(text[cut : line.end].lstrip())
        else:
            continue
        if (not headings or headings[-1].line != i) and (plain := _plain(text, lines, i, ranks, field)):
            label = f"rank{ranks[i]}" if ranks[i] else "plain"
            level = _level(stack, label)
            headings.append(
                Heading(
                    marker=None, title=plain, level=level, span=line.span, line=i, rule=f"outline.{'markdown' if ranks[i] else 'plain'}"
                )
            )
    return tuple(headings)


def _counts_on(text: str, match: Match, lines: Sequence[Line], i: int, counts: dict[tuple[int, ...], int]) -> bool:
    """Whether a decimal marker follows the one before it on its level, or begins one; a chapter's bare number where 1.1 stands under it,
    or where it counts on from such a one over text of its own (3 附则). Any other marker does."""
    if match.label not in ("decimal", "whole"):
        return True
    *above, last = (int(part) for part in re.split("[.．]", match.group("marker") or "0"))
    level = tuple(above)
    if match.label == "whole":
        below = text[lines[i + 1].start : lines[i + 1].end] if i + 1 < len(lines) else ""
        counts_on = counts.get(()) == last - 1 and lines[i].end - lines[i].start <= PLAIN and "。" in below
        if not below.startswith((f"{last}.1", f"{last}．1")) and not (counts_on and not _PUNCTUATED.search(text, *lines[i].span)):
            return False
    elif last != 1 and counts.get(level) != last - 1:
        return False
    counts[level] = last
    return True


def _article_at(text: str, start: int) -> bool:
    return text.startswith("第", start)


def _inner(text: str, start: int, end: int) -> int | None:
    """Where a chapter's title ends because an article follows on its line."""
    match = _INNER_ARTICLE.search(text, start, end)
    return match.start() if match else None


def _level(stack: list[str], label: str) -> int:
    """The level of a marker: markers of one kind stand on one level, a new kind opens the next."""
    if label in stack:
        del stack[stack.index(label) + 1 :]
    else:
        if label == "bullet" or label.startswith("rank") or label in ("part", "chapter", "plain"):
            _drop_lower(stack, label)
        stack.append(label)
    return len(stack)


_ORDER = (
    "part",
    "rank1",
    "rank2",
    "rank3",
    "rank4",
    "rank5",
    "rank6",
    "chapter",
    "section",
    "plain",
    "bullet",
    "first",
    "article",
    "second",
    "whole",
    "decimal1",
    "decimal2",
    "decimal3",
    "third",
    "fourth",
    "fifth",
    "garbled",
)


def _drop_lower(stack: list[str], label: str) -> None:
    """Takes off what ranks below ``label``, so that a chapter met late does not become a child of an item."""
    rank = _ORDER.index(label)
    while stack and _ORDER.index(stack[-1]) > rank:
        stack.pop()


def _numbered(text: str, match: Match, end: int, lines: Sequence[Line], i: int, stack: list[str], alone: bool, field: Field) -> Heading:
    label = _label(match)
    marker = (match.group("marker") or "").strip()
    title_end = _title_end(text, match.end, end, label, alone or _stands_over(text, lines, i, label, field))
    title = text[match.end : title_end].strip() or None if title_end is not None else None
    span = (match.start, title_end if title else match.start + len(match.group("marker") or ""))
    assert span[1] is not None
    return Heading(
        marker=None if label == "garbled" else marker,
        title=title,
        level=_level(stack, "second" if label == "garbled" else label),
        span=(span[0], span[1]),
        line=i,
        rule=match.rule,
    )


def _label(match: Match) -> str:
    """The kind of a marker; that of a decimal one with its depth."""
    if match.label == "decimal":
        return f"decimal{len(re.findall('[.．]', match.group('marker') or ''))}"
    return match.label or "first"


def _title_end(text: str, start: int, end: int, label: str, stands_over: bool) -> int | None:
    """Where the title behind a marker ends; None where the paragraph has none."""
    if label == "article":
        return None
    stop = _END.search(text, start, min(end, start + RUN_IN + 1))
    if stop is None:
        whole = text[start:end]
        if stands_over and len(whole) <= NAMED and _NAMED.fullmatch(whole) and not _LEADS_IN.search(whole):
            return end - 1
        return end if len(whole) <= ALONE and not _NO_HEADING.search(whole) and not _STOPS.search(whole) else None
    if stop.end() < end:
        return stop.start() if text[stop.start()] == "。" and stop.start() - start <= RUN_IN else None
    # the sentence is the whole line: a heading only where text of its own stands under it
    short = stop.start() - start <= SENTENCE or label in ("part", "chapter", "section")
    return stop.start() if stands_over and short and label in ("part", "chapter", "section", "first", "second", "bullet") else None


def _stands_over(text: str, lines: Sequence[Line], i: int, label: str, field: Field) -> bool:
    """Whether the next line is text under this one: no marker, or one of another kind."""
    if i + 1 >= len(lines) or lines[i + 1].role != "text" or lines[i + 1].zone != lines[i].zone:
        return False
    below = field.first(text, lines[i + 1].start, lines[i + 1].end)
    return below is None or below.start != lines[i + 1].start or (_ORDER.index(_label(below)) > _ORDER.index(label))


def _plain(text: str, lines: Sequence[Line], i: int, ranks: Sequence[int], field: Field) -> str | None:
    """An unnumbered heading: a Markdown one, or a short line without punctuation between paragraphs of prose."""
    line = lines[i]
    words = text[line.start : line.end]
    if ranks[i]:
        return words
    if not 4 <= len(words) <= PLAIN or _PUNCTUATED.search(words) or words[-1] in "）)" or _FIGURE.match(words):
        return None
    if i + 1 >= len(lines) or lines[i + 1].role != "text" or lines[i + 1].zone != line.zone:
        return None
    below = text[lines[i + 1].start : lines[i + 1].end]
    above = text[lines[i - 1].start : lines[i - 1].end] if i > 0 and lines[i - 1].zone == line.zone else "。"
    under = field.first(text, lines[i + 1].start, lines[i + 1].end)
    below_opens = under is not None and under.start == lines[i + 1].start
    if not (below_opens or ("。" in below and len(below) > PLAIN)) or not (
        above.endswith(("。", "：", ":")) or lines[i - 1].role != "text"
    ):
        return None
    return words
