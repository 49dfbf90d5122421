"""Widths: full and half, and how many columns a terminal gives a character."""

from __future__ import annotations

import unicodedata

__all__ = ["display_width", "fold", "squeeze"]

# Length-preserving folding, for matching and comparing only; printed text keeps its widths.
_FOLD = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: 0x20,
    0xA0: 0x20,
    **dict.fromkeys(map(ord, "﹝〔［【〖"), ord("[")),
    **dict.fromkeys(map(ord, "﹞〕］】〗"), ord("]")),
    **dict.fromkeys(map(ord, "○〇◯"), ord("〇")),
    **dict.fromkeys(map(ord, "‐‑‒–—―－﹣"), ord("-")),
    **dict.fromkeys(map(ord, "∼〜～"), ord("~")),
}


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
    return text.translate(_FOLD)


def squeeze(text: str) -> str:
    """``text`` without any white space.

    >>> squeeze("岚川市 水务局")
    '岚川市水务局'
    """
    return "".join(text.split())
