"""``notice-parser audit``: what a person reads, and the exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import NOTICE, Run

Runner = Callable[..., Run]

WRONG = "2023年一季度，全市共受理申请13496件，其中1月份4660件，2月份3439件，3月份5847件。"


def test_findings_and_exit_code(run: Runner, tmp_path: Path) -> None:
    good, bad = tmp_path / "好.txt", tmp_path / "误.txt"
    good.write_text(NOTICE, encoding="utf-8")
    bad.write_text(NOTICE.replace("全市共检查水库36座。", WRONG), encoding="utf-8")
    assert run("--lang", "zh", "audit", good).code == 0
    got = run("--lang", "zh", "audit", good, bad)
    assert got.code == 1
    assert "未见不符" in got.out.splitlines()[0]
    assert "4660件＋3439件＋5847件＝13946件，所载合计为13496件，少450件（part_whole_sum）" in got.out
    assert "part_whole_sum: tried 1, agreed 0, failed 1, skipped 0" in run("--lang", "en", "audit", bad, "--checks").out


def test_remarks_are_listed_on_demand(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "超.txt"
    path.write_text(NOTICE.replace("全市共检查水库36座。", "2023年3月，全市主动评价率为128.75%。"), encoding="utf-8")
    assert "128.75%" not in run("--lang", "zh", "audit", path).out
    got = run("--lang", "zh", "audit", path, "--all")
    assert "[提示] 全市主动评价率为128.75%，超过100%" in got.out
    assert got.code == 0


def test_what_cannot_be_read_is_told(run: Runner, tmp_path: Path) -> None:
    got = run("--lang", "zh", "audit", tmp_path / "没有.txt")
    assert got.code == 1
    assert "没有这个文件" in got.err
