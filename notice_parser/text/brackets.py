"""Brackets that some words open and do not close, or close and have not opened."""

from __future__ import annotations

__all__ = ["leaves_bracket"]

_WIDE = str.maketrans("()", "（）")


def leaves_bracket(words: str) -> bool:
    """Whether a bracket, of either width, is closed that none of the words before it has opened.

    >>> leaves_bracket("招聘229人），有学校83所（公办52所"), leaves_bracket("（含招聘229人），有学校83所")
    (True, False)
    """
    if "）" not in words and ")" not in words:
        return False
    depth = 0
    for mark in words.translate(_WIDE):
        depth += (mark == "（") - (mark == "）")
        if depth < 0:
            return True
    return False
