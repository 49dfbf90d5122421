"""A list of words, asked for at the beginning or the end of a phrase."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["WordList"]


class WordList:
    """Words looked up by their length: of a list of hundreds a question costs no more than of one of few.

    >>> verbs = WordList(["受理", "新改扩建", "新改建"])
    >>> verbs.at_start("新改扩建学校"), verbs.at_start("共受理", 1), verbs.at_start("申请受理"), "受理" in verbs
    ('新改扩建', '受理', '', True)
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self.lengths = sorted({len(word) for word in self.words}, reverse=True)

    def __contains__(self, word: object) -> bool:
        return word in self.words

    def at_start(self, text: str, at: int = 0) -> str:
        """The longest word that stands in ``text`` at ``at``; empty if none does."""
        for length in self.lengths:
            if (word := text[at : at + length]) in self.words:
                return word
        return ""

    def at_end(self, text: str) -> str:
        """The longest word with which ``text`` ends; empty if it ends with none."""
        for length in self.lengths:
            if (word := text[-length:]) in self.words:
                return word
        return ""
