"""Words with a numeral in them that count nothing: 统一, 一窗通办, 第三方, 双一流, 三亚; from ``grammars/lexicon/number_words.toml``.

>>> in_word("实行统一管理", 3, 4), in_word("推行一窗通办", 2, 3), in_word("共有三座水闸", 2, 3)
(True, True, False)
>>> in_word("三公经费", 0, 1), in_word("三公里", 0, 1, 3)  # a unit that is no part of the word shows that it counts
(True, False)
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from notice_parser.resources import grammar_folder

__all__ = ["begins_word", "ends_word_before_one", "in_word", "is_counted_one", "is_one_to_one"]

LEXICON = "number_words.toml"
LONGEST_NUMERAL = 4  # characters of a numeral that can lie inside a word; longer ones are figures


class _Words(NamedTuple):
    by_length: tuple[tuple[int, frozenset[str]], ...]
    pairs: frozenset[str]  # neighbouring characters within a word
    before_one: frozenset[str]
    counted_one: tuple[str, ...]


@cache
def _words() -> _Words:
    lexicon = tomllib.loads((grammar_folder() / "lexicon" / LEXICON).read_text(encoding="utf-8"))
    words = [*lexicon["words"].split(), *lexicon["places"].split()]
    lengths = sorted({len(word) for word in words})
    return _Words(
        by_length=tuple((length, frozenset(word for word in words if len(word) == length)) for length in lengths),
        pairs=frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1)),
        before_one=frozenset(lexicon["before_one"]),
        counted_one=tuple(lexicon["before_counted_one"].split()),
    )


def begins_word(text: str, start: int, end: int) -> bool:
    """Whether a word of the lexicon begins at ``start`` and goes on behind ``end``: 第三 in 第三方, 第一 in 第一时间."""
    return any(text[start : start + length] in words for length, words in _words().by_length if length > end - start)


def in_word(text: str, start: int, end: int, unit_end: int | None = None) -> bool:
    """Whether the numeral ``[start, end)`` lies within a word that counts nothing; its unit, if it has one, ends at ``unit_end``."""
    size = end - start
    if size > LONGEST_NUMERAL:
        return False
    lexicon = _words()
    if size == 1 and text[start : end + 1] not in lexicon.pairs and text[max(0, start - 1) : end] not in lexicon.pairs:
        return False
    for length, words in lexicon.by_length:
        if length < size:
            continue
        for first in range(max(0, end - length), start + 1):
            if text[first : first + length] not in words:
                continue
            if unit_end is None or first + length >= unit_end or (first < start and first + length == end):
                return True
    return False


def ends_word_before_one(character: str) -> bool:
    """Whether 一 behind this character counts nothing: 这一, 每一, 统一."""
    return character != "" and character in _words().before_one


def is_counted_one(text: str, at: int) -> bool:
    """Whether what stands before the 一 at ``at`` counts: 仅一家, 死亡一人; elsewhere it is an article (是一个, 收到一份)."""
    return text.startswith("一", at) and text[max(0, at - 2) : at].endswith(_words().counted_one)


def is_one_to_one(text: str, at: int) -> bool:
    """Whether the 一 at ``at`` is one of two that are told off against each other: 一村一辅警, 一年一次.

    >>> is_one_to_one("推行一村一辅警", 2), is_one_to_one("推行一村一辅警", 4), is_one_to_one("有一村三组", 1)
    (True, True, False)
    """
    return (text[at + 2 : at + 3] == "一" and _is_han(text[at + 1])) or (at >= 2 and text[at - 2] == "一" and _is_han(text[at - 1]))


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
