"""Words of a span, by jieba's dictionary: the only module that imports jieba, and only when it is asked."""

from __future__ import annotations

import logging
import re
import warnings
from functools import cache
from typing import Any

__all__ = ["spans_word", "words"]

# of what jieba's words are made; at anything else it cuts
_OF_WORDS = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]")
CONTEXT = 6  # characters on each side that can belong to one word across a break; the dictionary's words are rarely longer


@cache
def _tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its source has escapes that newer Pythons warn of when they first compile it
        import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
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
