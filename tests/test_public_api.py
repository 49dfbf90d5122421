"""The library surface: what is exposed, that importing does no work, and what the functions promise."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import NOTICE, ROOT

import notice_parser
from notice_parser import model, pipeline, version
from notice_parser.errors import LoadError, NoticeParserError, OptionError

HEAVY = ("jieba", "regex", "click", "rich", "pebble", "msgspec", "importlib.metadata", "tomllib")


def test_all_is_sorted_whole_and_loads() -> None:
    assert list(notice_parser.__all__) == sorted(notice_parser.__all__)
    for name in notice_parser.__all__:
        assert getattr(notice_parser, name) is not None
    assert set(notice_parser.__all__) <= set(dir(notice_parser))
    missing = "parse_everything"
    with pytest.raises(AttributeError, match=missing):
        getattr(notice_parser, missing)


def test_every_part_of_the_model_is_exposed() -> None:
    assert set(model.__all__) - {"SCHEMA_VERSION"} <= set(notice_parser.__all__)


def test_types_know_the_same_names() -> None:
    tree = ast.parse(Path(str(notice_parser.__file__)).read_text(encoding="utf-8"))
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    typed = {alias.name for node in guarded.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert typed | {"__version__"} == set(notice_parser.__all__)


def test_import_does_no_work() -> None:
    code = f"import sys, notice_parser; print([name for name in {HEAVY!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert told.stdout.strip() == "[]"


def test_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert version._VERSION == project["version"] == notice_parser.__version__


def test_path_bytes_file_and_text_give_the_same(notice_file: Path) -> None:
    data = NOTICE.encode()
    notice = notice_parser.parse(notice_file, url="http://example.org/1")
    assert notice.source.name == notice_file.name
    assert notice.source.path is None
    assert notice.source.url == "http://example.org/1"
    others = [
        notice_parser.parse(data, name=notice_file.name, url="http://example.org/1"),
        notice_parser.parse(io.BytesIO(data), name=notice_file.name, url="http://example.org/1"),
        notice_parser.parse_text(NOTICE, name=notice_file.name, url="http://example.org/1"),
        *notice_parser.parse_all(str(notice_file), url="http://example.org/1"),
    ]
    assert {other.to_json() for other in others} == {notice.to_json()}
    assert notice_parser.Notice.from_json(notice.to_json()) == notice


def test_the_sample_is_read() -> None:
    notice = notice_parser.parse_text(NOTICE)
    assert notice.document_number is not None
    assert notice.document_number.text == "岚政办发〔2023〕12号"
    assert notice.title is not None
    assert notice.title.text == "岚川市人民政府办公室关于做好汛期值守工作的通知"
    assert notice.date is not None
    assert notice.date.iso == "2023-04-25"
    assert notice.producer.options == notice_parser.Options().to_dict()
    assert notice.producer.rules
    assert notice.producer.version == notice_parser.__version__


@pytest.mark.parametrize("text", ["", " \n\n\u3000", "\ufeff"])
def test_no_text_is_a_notice_too(text: str) -> None:
    notice = notice_parser.parse_text(text)
    assert "text.empty" in [d.code for d in notice.diagnostics]
    assert notice.review.level == "unsafe"
    assert "text.empty" in notice.review.codes


def test_diagnostics_stand_in_the_order_of_the_text() -> None:
    notice = notice_parser.parse_text("岚川市水务局文件\n岚水发〔2023〕 号\n\n" + "关于值守的\ud800通知\n")
    places = [d.span or (-1, -1) for d in notice.diagnostics]
    assert places == sorted(places)
    assert notice.diagnostics[0].code == "text.decoded_with_loss"


@pytest.mark.parametrize("workers", [1, 2])
def test_parse_many_keeps_the_order_and_goes_on(workers: int, notice_file: Path, tmp_path: Path) -> None:
    sources = [NOTICE.encode(), tmp_path / "没有.txt", str(notice_file), b"\0\0\0", io.BytesIO(NOTICE.encode()), io.StringIO("x")]
    results = list(notice_parser.parse_many(sources, workers=workers))  # type: ignore[arg-type]  # one is wrong on purpose
    assert [result.source for result in results] == sources
    codes = [result.error.code if result.error else None for result in results]
    assert codes == [None, "not_found", None, "binary", None, "bad_source"]
    assert all((result.notice is None) == (result.error is not None) for result in results)
    assert results[0].notice == results[4].notice
    assert results[2].notice == notice_parser.parse(notice_file)


def test_parse_many_draws_sources_as_results_are_asked_for() -> None:
    drawn: list[int] = []

    def sources() -> object:
        for number in range(1000):
            drawn.append(number)
            yield NOTICE.encode()

    results = notice_parser.parse_many(sources())  # type: ignore[arg-type]  # a generator typed loosely
    next(results)
    next(results)
    assert len(drawn) == 2


def test_a_fault_of_ours_is_told_with_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        raise ZeroDivisionError("零")

    monkeypatch.setattr(pipeline, "lay_out", broken)
    (result,) = notice_parser.parse_many([NOTICE.encode()])
    assert isinstance(result.error, NoticeParserError)
    assert result.error.code == "worker"
    assert "ZeroDivisionError: 零" in str(result.error)


def test_options_are_checked() -> None:
    with pytest.raises(OptionError):
        notice_parser.Options(max_chars=0)
    with pytest.raises(OptionError, match="max_chars"):
        notice_parser.Options.of(max_char=3)
    with pytest.raises(LoadError):
        notice_parser.parse_text("十" * 11, options=notice_parser.Options(max_chars=10))
