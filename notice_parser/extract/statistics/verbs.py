"""What is done: the verbs that are known, and those made of two characters of such meaning (查缴, 轮训, 抽检)."""

from __future__ import annotations

from functools import lru_cache

from notice_parser.grammar import Field
from notice_parser.text.word_list import WordList

__all__ = ["verbs_of"]


@lru_cache(maxsize=8)
def verbs_of(clauses: Field) -> WordList:
    """The verbs of ``statistics.clauses``, as a phrase begins or ends with one."""
    words = clauses.words
    return WordList(words["known_verb"], words["verb_first"], words["verb_last"], words["no_verb"])
