"""When two strings or figures are the same answer: blanks, widths and the shape of brackets aside, to the character.

In gold, ``a|b`` takes either, and ``null`` among them takes silence.
"""

from __future__ import annotations

import unicodedata
from typing import Any

__all__ = ["fold", "is_close", "is_number", "literal_readings", "readings", "same_number"]

_SHAPES = {'"': "“”", "'": "‘’", "(": "﹝〔[【", ")": "﹞〕]】"}
_FOLD = str.maketrans({shape: plain for plain, shapes in _SHAPES.items() for shape in shapes})
_EDGES = "。;；,，:：、"
# words that turn the meaning of an indicator: a wording that adds one is another indicator
_TURNS = ("不", "未", "非", "无", "超时", "提前", "线上", "线下", "基本", "同比", "环比")
_PART = 0.5  # share of the longer wording that the shorter must make up
_PRECISION = 1e-9  # relative; figures go through JSON


def fold(value: Any) -> str | None:
    """The form in which wordings are compared; null stays null.

    >>> fold(" 岚水发〔２０２３〕12 号。")
    '岚水发(2023)12号'
    """
    if value is None:
        return None
    plain = unicodedata.normalize("NFKC", str(value)).translate(_FOLD)
    return "".join(plain.split()).strip(_EDGES).lower()


def literal_readings(wanted: Any) -> tuple[str | None, ...]:
    """The readings that gold accepts, as written there.

    >>> literal_readings("2023-01|null")
    ('2023-01', None)
    """
    if wanted is None:
        return (None,)
    return tuple(None if part == "null" else part for part in str(wanted).split("|"))


def readings(wanted: Any) -> tuple[str | None, ...]:
    """The readings that gold accepts, folded."""
    return tuple(fold(part) for part in literal_readings(wanted))


def is_close(answer: Any, wanted: Any, *, is_part_enough: bool) -> bool:
    """Whether an answer is one of the readings; where a part is enough, a longer or shorter wording of the same phrase will do.

    >>> is_close("受理群众诉求", "群众诉求", is_part_enough=True), is_close("未办结", "办结", is_part_enough=True)
    (True, False)
    """
    said = fold(answer)
    return any(said == want or (is_part_enough and _is_part(said, want)) for want in readings(wanted))


def is_number(value: Any) -> bool:
    """Whether a JSON value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def same_number(answer: Any, wanted: Any) -> bool:
    """Whether an answer is the number wanted; a number written as a string is not."""
    if not is_number(answer):
        return False
    try:
        return abs(float(answer) - float(wanted)) <= _PRECISION * max(1.0, abs(float(answer)))
    except (TypeError, ValueError):
        return False


def _is_part(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if short not in long or len(short) < _PART * len(long):
        return False
    added = long.replace(short, "", 1)
    return bool(added) and not any(word in added for word in _TURNS)
