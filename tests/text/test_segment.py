"""Words by jieba's dictionary, read as far as it is asked: the same as when jieba reads all of it."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from notice_parser.text import segment

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """jieba's own tokenizer; what it makes of its dictionary goes into a folder of its own."""
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    return tokenizer


def test_what_is_read_bit_by_bit_is_the_whole_dictionary(whole: Any) -> None:
    with whole.get_dict_file() as file:
        read = segment._Frequencies(file.read())
    assert "值守" in read
    assert len(read) < 1000  # those that begin with the same character
    assert "值守" in read
    assert "\U0010ffff" not in read
    for character in tuple(read.runs):
        assert character in read
    assert dict(read) == whole.FREQ
    segment.words("值守")
    assert segment._tokenizer().total == whole.total


def test_words_are_those_of_jieba(whole: Any) -> None:
    corpus = Path(__file__).parents[2] / "corpus"
    texts = [path.read_bytes().decode("utf-8", "replace") for path in sorted(corpus.glob("*/notice.txt"))]
    assert len(texts) > 10
    for text in texts:
        assert segment.words(text) == tuple(whole.lcut(text, HMM=False))
