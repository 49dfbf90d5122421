"""Spans: positions in a text and in what is left of it without white space."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Squeezed", "cells", "squeezed", "trim"]


class Squeezed(NamedTuple):
    """A region without white space, and where each of its characters stood."""

    text: str
    positions: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """``[start, end)`` of the squeezed text as a span of the whole text."""
        return self.positions[start], self.positions[end - 1] + 1


def squeezed(text: str, start: int, end: int) -> Squeezed:
    """The region without white space; between two ASCII words one space is left.

    >>> squeezed("x 情况\\n的通 知", 2, 9)
    Squeezed(text='情况的通知', positions=(2, 3, 5, 6, 8))
    """
    characters: list[str] = []
    positions: list[int] = []
    for i in range(start, end):
        c = text[i]
        if not c.isspace():
            characters.append(c)
            positions.append(i)
        elif (
            characters
            and characters[-1].isascii()
            and characters[-1].isalnum()
            and i + 1 < end
            and text[i + 1].isascii()
            and text[i + 1].isalpha()
        ):
            characters.append(" ")
            positions.append(i)
    return Squeezed("".join(characters), tuple(positions))


def trim(text: str, start: int, end: int, characters: str = " \t\n\u3000") -> tuple[int, int]:
    """The region without the given characters at its ends.

    >>> trim("  岚川 ", 0, 5)
    (2, 4)
    """
    while start < end and text[start] in characters:
        start += 1
    while end > start and text[end - 1] in characters:
        end -= 1
    return start, end


def cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells of a row parted by tabs or bars, blank ones too; the whole row where there is neither.

    >>> cells("| 名称 | 文号 |", 0, 11)
    [(2, 4), (7, 9)]
    """
    start, end = trim(text, start, end, " \u3000")
    if end - start > 1 and text[start] == "|" and text[end - 1] == "|":
        start, end = start + 1, end - 1
    borders = [at for at in range(start, end) if text[at] in "\t|"]
    return [trim(text, a, b) for a, b in zip([start, *(at + 1 for at in borders)], [*borders, end], strict=True)]
