"""Planted slips are found, and notices without one do not alarm; ``benchmarks/audit.py`` is the same at length."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT

from notice_parser import parse_text

sys.path.insert(0, str(Path(__file__).resolve().parent / "audit"))
from mutants import corpus_cases, generated_case, mutants_of

GOAL = 0.95
EVERY = 5  # mutants of a generated notice, of which one is tried here


def alarms(text: str) -> Counter[tuple[str, str]]:
    return Counter((one.rule, one.message) for one in parse_text(text).findings if one.severity != "info")


@pytest.mark.parametrize("seed", range(40, 52))
def test_unchanged_notices_do_not_alarm(seed: int) -> None:
    assert not alarms(generated_case(seed).text)


def test_slips_of_generated_notices_are_found() -> None:
    tried = [mutant for seed in (61, 62) for mutant in list(mutants_of(generated_case(seed), seed, 1))[::EVERY]]
    missed = [mutant.name for mutant in tried if not alarms(mutant.text)]
    assert len(tried) > 30
    assert len(missed) <= (1 - GOAL) * len(tried), missed


def test_slips_of_the_corpus_are_found() -> None:
    tried, missed = 0, []
    for case in corpus_cases(ROOT / "tests" / "audit" / "identities.toml", ROOT / "corpus"):
        before = alarms(case.text)
        for mutant in mutants_of(case, 3, 1):
            tried += 1
            if not alarms(mutant.text) - before:
                missed.append(mutant.name)
    assert tried > 60
    assert len(missed) <= (1 - GOAL) * tried, missed
