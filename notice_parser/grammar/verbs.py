"""What is done: the verbs that are known, and those made of two characters of such meaning (查缴, 轮训, 抽检)."""

from __future__ import annotations

import re
from functools import lru_cache

from notice_parser.grammar.field import Field
from notice_parser.text.word_list import WordList

__all__ = ["so_far_of", "verbs_of"]


@lru_cache(maxsize=8)
def verbs_of(field: Field) -> WordList:
    """The verbs of grammars/shared.toml, as a phrase begins or ends with one."""
    words = field.words
    return WordList(words["known_verb"], words["verb_first"], words["verb_last"], words["no_verb"])


@lru_cache(maxsize=8)
def so_far_of(field: Field) -> re.Pattern[str]:
    """共, 累计, 先后, 已 in front of what was done."""
    return re.compile(field.patterns["so_far"])
