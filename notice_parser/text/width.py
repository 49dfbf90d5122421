"""Widths: full and half, and how many columns a terminal gives a character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

__all__ = ["FOLDED", "display_width", "fold", "half_width", "has_full_width", "raised", "replacer", "squeeze"]

# Length-preserving folding, for matching and comparing only; printed text keeps its widths.
FOLDED = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    "\u3000": " ",
    "\xa0": " ",
    **dict.fromkeys("﹝〔［【〖", "["),
    **dict.fromkeys("﹞〕］】〗", "]"),
    **dict.fromkeys("○〇◯", "〇"),
    **dict.fromkeys("‐‑‒–—―－﹣", "-"),
    **dict.fromkeys("∼〜～", "~"),
}

_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_HALF = {**{char: FOLDED[char] for char in map(chr, range(0xFF01, 0xFF5F)) if FOLDED[char].isalnum()}, "％": "%", "．": "."}


def replacer(table: Mapping[str, str]) -> Callable[[str], str]:
    """A function that replaces single characters by others, none of which is replaced in its turn. On Chinese text, of which most is in
    no table, it is far quicker than ``str.translate``, to which each character that the table lacks is an error to be caught.

    >>> replacer({"萬": "万"})("三萬")
    '三万'
    """
    search = re.compile(f"[{''.join(map(re.escape, table))}]").search

    def replace(text: str) -> str:
        at = 0
        while (found := search(text, at)) is not None:  # all of a kind are replaced at once: most are of a few kinds
            at = found.end()
            text = text.replace(found.group(), table[found.group()])
        return text

    return replace


_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_EXPONENT = re.compile("[+−-]?[0-9]{1,4}")


def raised(text: str) -> str:
    """What is printed above the line, as characters that say so where it is a number: in 10⁴ and m² it is no figure of its own.

    >>> raised("2"), raised("-1"), raised("[1]")
    ('²', '⁻¹', '[1]')
    """
    return text.translate(_RAISED) if _EXPONENT.fullmatch(text) else text


_fold = replacer(FOLDED)
_halve = replacer(_HALF)


def display_width(text: str) -> int:
    """Columns that ``text`` takes in a terminal: two for wide and full-width characters.

    >>> display_width("岚水发[2023]")
    12
    """
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fold(text: str) -> str:
    """``text`` with full-width forms and variants of brackets, zeros and dashes made one, length kept.

    >>> fold("岚建发［２０１９］８号")
    '岚建发[2019]8号'
    """
    return _fold(text)


def has_full_width(text: str) -> bool:
    """Whether a text has digits or letters of full width."""
    return _FULL_WIDTH.search(text) is not None


def half_width(text: str) -> str:
    """``text`` with digits and letters, ％ and ． of full width as plain ones, length kept; other signs stay as they are.

    >>> half_width("（２０１９年）增长１２．５％；ＰＭ１０")
    '（2019年）增长12.5%；PM10'
    """
    return _halve(text)


def squeeze(text: str) -> str:
    """``text`` without any white space.

    >>> squeeze("岚川市 水务局")
    '岚川市水务局'
    """
    return "".join(text.split())
