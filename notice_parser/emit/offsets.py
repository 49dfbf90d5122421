"""Spans in UTF-16 code units, as JavaScript, Java and C# count them, in place of code points.

>>> from notice_parser.model import Unread
>>> in_units(Unread(raw="3", span=(1, 2)), Units("𠮷3")).span
(2, 3)
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from msgspec import Struct, structs

from notice_parser.model import Notice

__all__ = ["SPANS", "Units", "in_units", "in_utf16"]

SPANS = ("span", "quantity_span", "heading_span", "value_span")  # fields that hold one span
LISTS = ("pages", "mentions")  # fields that hold several


class Units:
    """Places of a text in code points, turned to UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self.wide = [place for place, character in enumerate(text) if character > "\uffff"]

    def of(self, span: tuple[int, int] | None) -> tuple[int, int] | None:
        """The same span, counted in code units."""
        return None if span is None else (span[0] + bisect_left(self.wide, span[0]), span[1] + bisect_left(self.wide, span[1]))


def in_utf16(notice: Notice) -> Notice:
    """The notice with all its spans in UTF-16 code units of its ``text``."""
    units = Units(notice.text)
    changed: Notice = in_units(notice, units) if units.wide else notice
    return changed


def in_units(part: Any, units: Units) -> Any:
    """A part of a notice, its spans and those of its parts turned."""
    changes: dict[str, Any] = {}
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if name in SPANS:
            changes[name] = units.of(value)
        elif name in LISTS:
            changes[name] = tuple(map(units.of, value))
        elif isinstance(value, Struct):
            changes[name] = in_units(value, units)
        elif isinstance(value, tuple) and value and isinstance(value[0], Struct):
            changes[name] = tuple(in_units(one, units) for one in value)
    return structs.replace(part, **changes)
