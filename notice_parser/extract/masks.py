"""Masks: digits and numerals that are no figures, each with the rule that says so.

Numbers of documents and articles, dates, telephones, names with digits: they are found first and left out, so that nothing of
them is read as a quantity, and so that what was left out can be listed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from notice_parser.grammar import Grammars, Match, load_grammars
from notice_parser.model import Span
from notice_parser.text.units import unit_after
from notice_parser.text.width import fold

__all__ = ["BLANK", "Mask", "blanked", "find_masks"]

_DECIMAL = re.compile(r"[0-9０-９][.．][0-9０-９]")
_COUNTS = frozenset(
    "件个项条起家户人次元位名类处分倍篇份例步级年月日天座所吨宗幅片株头只辆台套万亿千"
)  # units that begin no noun behind a number
_GLUED = re.compile("[0-9０-９][.．][ 　]{0,4}$")
_COUNT_BEHIND = re.compile("[0-9０-９]{1,4}(?![年月])[㐀-鿿]")
_HEADED = re.compile("(?:^|\n)[ 　]{0,8}(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])[^\n]{1,30}$")
_MARK = re.compile("(?m)^[ 　]{0,8}(?P<number>[0-9]{1,2})[.．、]")
_SENTENCE_ENDS = ("", "。", "；", "：", ";", ":", "！", "!", "？")
_ABOVE = 60  # characters that are looked at above a mark
BLANK = "\x00"  # stands for a masked character; no rule and no unit matches it


class Mask(NamedTuple):
    """What was left out, and the rule that did it."""

    rule: str
    span: Span


def find_masks(text: str, grammars: Grammars | None = None) -> tuple[Mask, ...]:
    """Every stretch of ``text`` that holds digits or numerals but no figure, in order, none overlapping another."""
    field = (grammars or load_grammars())["masks"]
    found = tuple(match for match in field.find(text) if not (_is_decimal(match) or _is_counted(match)))
    marks = {(int(at["number"]), at.start()) for at in _MARK.finditer(text)} if any(map(_is_glued, found)) else set()
    return tuple(Mask(match.rule, match.span) for match in found if not _is_glued(match) or _is_mark(match, marks))


def _is_decimal(match: Match) -> bool:
    """Whether what looks like a marker of two levels is a figure with its unit at the beginning of a line: 1.5 公斤."""
    if match.rule != "masks.list_marker" or not _DECIMAL.search(match.text):
        return False
    unit = unit_after(fold(match.found.string[match.end : match.end + 24]), 0)
    return unit is not None and unit.kind != "count"  # 1.2项目 is a heading: pieces have no tenths


def _is_glued(match: Match) -> bool:
    """Whether digits stand right behind what looks like the mark of an item: 2.|8家."""
    return (
        match.rule == "masks.list_marker"
        and _GLUED.search(match.found.string, match.start, match.end) is not None
        and (_COUNT_BEHIND.match(match.found.string, match.end) is not None)
    )


def _is_mark(match: Match, marks: set[tuple[int, int]]) -> bool:
    """Whether it is one: behind the end of a sentence, with the mark before it above or the next one below (1.10家… 2.8家…); else it is a
    decimal (平均每户⏎2.8家)."""
    text = match.found.string
    above = text[max(0, match.start - _ABOVE) : match.start].rstrip()
    number = int(re.sub("[^0-9]", "", fold(match.text)))
    told = any((one == number - 1 and at < match.start) or (one == number + 1 and at > match.start) for one, at in marks)
    return number > 0 and told and (above[-1:] in _SENTENCE_ENDS or _HEADED.search(above) is not None)


def _is_counted(match: Match) -> bool:
    """Whether what looks like one of several by its number is a figure with its unit: 流通环节39批次, 问题12处."""
    if match.rule != "masks.item" or match.text.endswith(("）", ")")):
        return False
    behind = fold(match.found.string[match.end : match.end + 24])
    unit = unit_after(behind, 0)
    if unit is None:
        return False
    return unit.text[0] in _COUNTS or not "一" <= behind[unit.end : unit.end + 1] <= "鿿"  # 标段1桥梁工程: the first half of a word


def blanked(text: str, masks: tuple[Mask, ...]) -> str:
    """``text`` with every masked character replaced by ``BLANK``, length kept."""
    parts: list[str] = []
    place = 0
    for mask in masks:
        start, end = mask.span
        parts += (text[place:start], BLANK * (end - start))
        place = end
    parts.append(text[place:])
    return "".join(parts)
