"""loaders/: documents of the real frameworks; skipped where those are not installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from notice_parser import LoadError, parse


def test_langchain(notice_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("langchain_core", reason="langchain-core is not installed: pip install 'notice-parser[langchain]'")
    from notice_parser.loaders.langchain import NoticeLoader

    chunks = parse(notice_file).chunks(200)
    documents = NoticeLoader(notice_file, max_chars=200).load()
    assert [(one.page_content, one.id) for one in documents] == [(chunk.text, chunk.id) for chunk in chunks]
    metadata = documents[-1].metadata
    assert metadata["document_number"] == "岚政办发〔2023〕12号"
    assert metadata["source"] == str(notice_file)
    assert all(isinstance(value, str | int) for value in metadata.values())
    missing = tmp_path / "没有.txt"
    with pytest.raises(LoadError):
        NoticeLoader([missing, notice_file]).load()
    assert len(NoticeLoader([missing, notice_file], max_chars=200, skip_failed=True).load()) == len(chunks)


def test_llama_index(notice_file: Path) -> None:
    pytest.importorskip("llama_index.core", reason="llama-index-core is not installed: pip install 'notice-parser[llama-index]'")
    from llama_index.core.schema import MetadataMode

    from notice_parser.loaders.llama_index import NoticeReader

    chunks = parse(notice_file).chunks(200)
    documents = NoticeReader(max_chars=200).load_data(notice_file, extra_info={"collection": "岚川"})
    assert [(one.text, one.id_) for one in documents] == [(chunk.text, chunk.id) for chunk in chunks]
    assert documents[0].metadata["collection"] == "岚川"
    embedded = documents[-1].get_content(metadata_mode=MetadataMode.EMBED)
    assert "岚政办发〔2023〕12号" in embedded
    assert "span_start" not in embedded
