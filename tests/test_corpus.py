"""The corpus: what the parser prints for each case is what stands in ``expected.json``, and the schema takes it.

``expected.json`` says what we do, ``gold.json`` what is right: a change of the former is read in review, see ``corpus/README.md``.
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest
from conftest import REWRITTEN, ROOT
from msgspec.structs import replace

import notice_parser
from notice_parser.emit.schema import json_schema
from notice_parser.score import find_cases

CORPUS = ROOT / "corpus"
META = {"kind", "level", "year", "layout", "damage", "split", "about"}


class Golden(NamedTuple):
    """A case and its expected file."""

    id: str
    document: Path
    expected: Path
    meta: dict[str, Any]

    def __str__(self) -> str:
        return self.id


def corpus_cases() -> list[Golden]:
    """All cases of the corpus."""
    return [Golden(case.id, case.document, case.document.parent / "expected.json", case.meta) for case in find_cases(CORPUS)]


def printed(document: Path) -> str:
    """The JSON of a document, without its producer: that changes with every release, mended rule and machine, and says nothing of it."""
    notice = notice_parser.parse(document)
    producer = replace(notice.producer, version="", rules="", backends={})
    return replace(notice, producer=producer).to_json(indent=1) + "\n"


@pytest.mark.parametrize("case", corpus_cases(), ids=str)
def test_notice(case: Golden, pytestconfig: pytest.Config) -> None:
    got = printed(case.document)
    before = case.expected.read_text(encoding="utf-8") if case.expected.is_file() else ""
    if pytestconfig.getoption("--update-golden") and got != before:
        changed = [line[0] for line in difflib.ndiff(before.splitlines(), got.splitlines()) if line[0] in "+-"] if before else ["+"]
        case.expected.write_bytes(got.encode("utf-8"))
        told = f"+{changed.count('+')} -{changed.count('-')} lines" if before else "new"
        pytestconfig.stash[REWRITTEN].append(f"{case.expected.relative_to(ROOT).as_posix()}: {told}")
        before = got
    assert before, f"{case.expected} is missing: run `poe golden` and read what it writes"
    assert got == before


@pytest.mark.parametrize("case", corpus_cases(), ids=str)
def test_schema_takes_it(case: Golden) -> None:
    jsonschema.Draft202012Validator(json_schema()).validate(notice_parser.parse(case.document).to_dict())


@pytest.mark.parametrize("case", corpus_cases(), ids=str)
def test_meta_is_complete(case: Golden) -> None:
    assert case.meta.keys() >= META
    assert case.meta["split"] in ("train", "held_out")


def test_a_third_is_held_out() -> None:
    held_out = sum(case.meta["split"] == "held_out" for case in corpus_cases())
    assert 0.2 <= held_out / len(corpus_cases()) <= 0.5


def test_ci_refuses_to_rewrite() -> None:
    command = [sys.executable, "-m", "pytest", "tests/test_corpus.py", "--update-golden", "--collect-only"]
    got = subprocess.run(command, cwd=ROOT, env={**os.environ, "CI": "true"}, capture_output=True, text=True, encoding="utf-8", check=False)
    assert got.returncode == pytest.ExitCode.USAGE_ERROR
    assert "left on" in got.stderr
