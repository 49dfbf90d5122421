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

__all__ = ["ends_word_before_one", "in_word"]

LEXICON = "number_words.toml"
LONGEST_NUMERAL = 4  # characters of a numeral that can lie inside a word; longer ones are figures


class _Words(NamedTuple):
    by_length: tuple[tuple[int, frozenset[str]], ...]
    pairs: frozenset[str]  # neighbouring characters within a word
    before_one: frozenset[str]


@cache
def _words() -> _Words:
    lexicon = tomllib.loads((grammar_folder() / "lexicon" / LEXICON).read_text(encoding="utf-8"))
    words = [*lexicon["words"].split(), *lexicon["places"].split()]
    lengths = sorted({len(word) for word in words})
    return _Words(
        by_length=tuple((length, frozenset(word for word in words if len(word) == length)) for length in lengths),
        pairs=frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1)),
        before_one=frozenset(lexicon["before_one"]),
    )


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
