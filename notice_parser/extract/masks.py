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
BLANK = "\x00"  # stands for a masked character; no rule and no unit matches it


class Mask(NamedTuple):
    """What was left out, and the rule that did it."""

    rule: str
    span: Span


def find_masks(text: str, grammars: Grammars | None = None) -> tuple[Mask, ...]:
    """Every stretch of ``text`` that holds digits or numerals but no figure, in order, none overlapping another."""
    field = (grammars or load_grammars())["masks"]
    return tuple(Mask(match.rule, match.span) for match in field.find(text) if not (_is_decimal(match) or _is_counted(match)))


def _is_decimal(match: Match) -> bool:
    """Whether what looks like a marker of two levels is a figure with its unit at the beginning of a line: 1.5 公斤."""
    if match.rule != "masks.list_marker" or not _DECIMAL.search(match.text):
        return False
    unit = unit_after(fold(match.found.string[match.end : match.end + 24]), 0)
    return unit is not None and unit.kind != "count"  # 1.2项目 is a heading: pieces have no tenths


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
