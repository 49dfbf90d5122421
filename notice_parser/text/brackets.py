"""Brackets that some words open and do not close, or close and have not opened."""

from __future__ import annotations

import re

__all__ = ["end_of_bracket"]

_MARKS = re.compile("[（(）)]")


def end_of_bracket(text: str, start: int, end: int) -> int | None:
    """Where in a region the first bracket, of either width, is closed that none of the words before it has opened; null where none is.

    >>> end_of_bracket("招聘229人），有学校83所（公办52所", 0, 20), end_of_bracket("（含招聘229人），有学校83所", 0, 16)
    (6, None)
    """
    depth = 0
    for mark in _MARKS.finditer(text, start, end):
        depth += 1 if mark.group() in "（(" else -1
        if depth < 0:
            return mark.start()
    return None
