"""Words of a span, by jieba's dictionary: the only module that imports jieba, and only when it is asked.

jieba puts all of its dictionary into memory at its first word, and keeps what it made of it in a file of the system's temporary
folder, which it trusts the next time. A notice asks for few of half a million words: here those that begin with a character are
read when it is first met, and no file is made.
"""

from __future__ import annotations

import logging
import re
import warnings
from functools import cache
from typing import Any

from notice_parser.model import Span

__all__ = ["spans_word", "words"]

# of what jieba's words are made; at anything else it cuts
_OF_WORDS = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]")
CONTEXT = 6  # characters on each side that can belong to one word across a break; the dictionary's words are rarely longer


# the lines of the dictionary that begin with one character, as they stand one after the other
_RUN = re.compile(r"(.)[^\n]*+\n(?:\1[^\n]*+\n)*+")
_FREQUENCY = re.compile(rb" ([0-9]+) ")


class _Frequencies(dict[str, int]):
    """How frequent a word is, 0 for what a word only begins with; asked by ``in`` first, as jieba does."""

    def __init__(self, dictionary: bytes) -> None:
        super().__init__()
        self.lines = dictionary.decode()
        self.runs: dict[str, list[Span]] = {}
        for run in _RUN.finditer(self.lines):
            self.runs.setdefault(run[1], []).append(run.span())

    def __contains__(self, words: object) -> bool:
        if (character := str(words)[:1]) in self.runs:
            self._read(character)
        return super().__contains__(words)

    def _read(self, character: str) -> None:
        for start, end in self.runs.get(character, ()):
            for line in self.lines[start : end - 1].split("\n"):
                word, frequency, *_ = line.split(" ")
                self[word] = int(frequency)
                for length in range(1, len(word)):
                    self.setdefault(word[:length], 0)
        self.runs.pop(character, None)  # last: another thread that asks meanwhile reads them too


@cache
def _tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its source has escapes that newer Pythons warn of when they first compile it
        import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        dictionary = file.read()
    tokenizer.FREQ = _Frequencies(dictionary)
    tokenizer.total = sum(map(int, _FREQUENCY.findall(dictionary)))
    tokenizer.initialized = True
    return tokenizer


def words(text: str) -> tuple[str, ...]:
    """The words of ``text``, dictionary words only (no guessing of new ones), so that the same text gives the same words."""
    return tuple(_tokenizer().lcut(text, HMM=False))


def spans_word(before: str, after: str) -> bool:
    """Whether a dictionary word runs across the border between ``before`` and ``after``: a line broken inside a word.

    >>> spans_word("这是本季度巡查的重", "点河段")
    True
    >>> spans_word("一、基本情况", "截至目前")
    False
    """
    head, tail = before[-CONTEXT:], after[:CONTEXT]
    if not (_OF_WORDS.match(head[-1:]) and _OF_WORDS.match(tail)):
        return False  # without loading the dictionary
    position = 0
    for word in words(head + tail):
        if position < len(head) < position + len(word):
            return True
        position += len(word)
    return False
