"""A list of words, asked for at the beginning or the end of a phrase."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["WordList"]

_MADE = 2  # characters of a word that is made of two


class WordList:
    """Words looked up by their length: of a list of hundreds a question costs no more than of one of few.

    What is made of a character of ``first`` and one of ``last`` is a word too, but for those ``but``.

    >>> verbs = WordList(["受理", "新改扩建", "新改建"], first="查收", last="核缴入", but=["收入"])
    >>> verbs.at_start("新改扩建学校"), verbs.at_start("共受理", 1), verbs.at_start("申请受理"), "受理" in verbs
    ('新改扩建', '受理', '', True)
    >>> verbs.at_start("查缴物品"), verbs.at_end("实地查核"), verbs.at_end("总收入")
    ('查缴', '查核', '')
    """

    def __init__(self, words: Iterable[str], first: Iterable[str] = (), last: Iterable[str] = (), but: Iterable[str] = ()) -> None:
        self.words = frozenset(words)
        self.first, self.last, self.but = frozenset(first), frozenset(last), frozenset(but)
        self.lengths = sorted({*map(len, self.words), *([_MADE] if self.first else [])}, reverse=True)

    def __contains__(self, word: object) -> bool:
        return word in self.words or (isinstance(word, str) and len(word) == _MADE and self._is_made(word))

    def at_start(self, text: str, at: int = 0) -> str:
        """The longest word that stands in ``text`` at ``at``; empty if none does."""
        for length in self.lengths:
            if (word := text[at : at + length]) in self.words or (length == _MADE and self._is_made(word)):
                return word
        return ""

    def at_end(self, text: str) -> str:
        """The longest word with which ``text`` ends; empty if it ends with none."""
        for length in self.lengths:
            if (word := text[-length:]) in self.words or (length == _MADE and self._is_made(word)):
                return word
        return ""

    def _is_made(self, word: str) -> bool:
        return word[:1] in self.first and word[1:] in self.last and word not in self.but
