"""score/: what counts as right, how statistics are paired, what the command prints."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run

from notice_parser.score.fields import judge, judged_fields
from notice_parser.score.pairing import best_pairs
from notice_parser.score.verdicts import Counts, count
from notice_parser.score.wording import fold, is_close, same_number

NOTICE = """岚水发〔2023〕27号

关于做好值守工作的通知

各镇人民政府：
　　现将有关事项通知如下，请认真贯彻落实。

岚川市水务局
2023年4月25日
"""
GOLD: dict[str, Any] = {
    "document_number": "岚水发〔2023〕27号",
    "kind": "通知",
    "title": "关于做好值守工作的通知",
    "issuers": ["岚川市水务局"],
    "recipients": ["各镇人民政府"],
    "date": "2023-04-25",
}


def counts(notice: dict[str, Any], gold: dict[str, Any]) -> dict[str, Counts]:
    """The counts of each field that was judged."""
    made = list(judge(notice, gold))
    names = {*judged_fields(gold), *(one.field for one in made)}
    return {name: count(one for one in made if one.field == name) for name in names}


def record(value: Any, subject: str | None = "全市", indicator: str = "受理", **more: Any) -> dict[str, Any]:
    """A statistic as it stands in the JSON."""
    period = {"start": "2023-01-01", "end": "2023-03-31"}
    return {"value": value, "unit": "件", "subject": subject, "indicator": indicator, "period": period, **more}


def wanted(value: Any, subject: str | None = "全市", indicator: str = "受理", *flags: str) -> list[Any]:
    """The same in gold."""
    return [f"{value}件", value, "件", subject, indicator, "2023-01-01/2023-03-31", *flags]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("岚水发〔2023〕12号", "岚水发[2023] 12号"),
        ("岚水发（２０２３）12号", "岚水发【2023】12号"),
        ("“三夏”", '"三夏"'),
        ("通知。", " 通 知"),
    ],
)
def test_widths_blanks_and_brackets_are_forgiven(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("岚川市水务局", "岚川水务局"), ("3.20%", "3.2%"), ("〈甲〉", "甲")])
def test_nothing_else_is(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_figure_is_a_number() -> None:
    assert same_number(0.1 + 0.2, 0.3)
    assert not same_number("3", 3)
    assert not same_number(True, 1)
    assert not same_number(None, 0)


@pytest.mark.parametrize(
    ("answer", "gold", "is_right"),
    [
        ("群众诉求受理", "受理|诉求受理", True),
        ("受理", "群众诉求受理量", False),  # less than half of it
        ("未按期办结", "按期办结", False),
        ("同比办结率", "办结率", False),
        (None, "办结率|null", True),
        (None, "办结率", False),
        ("", "办结率", False),
    ],
)
def test_an_indicator_may_be_worded_longer_but_not_turned(answer: str | None, gold: str, is_right: bool) -> None:
    assert is_close(answer, gold, is_part_enough=True) is is_right


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (2, 4), (4, 2), (5, 5)])
def test_pairs_are_the_best_there_are(shape: tuple[int, int]) -> None:
    chance = random.Random(7)
    n_rows, n_columns = shape
    for _ in range(60):
        weights = [[chance.choice((0, 0, 1, 11, 1000, 1021)) for _ in range(n_columns)] for _ in range(n_rows)]
        pairs = best_pairs(weights)
        assert len(set(pairs.values())) == len(pairs)
        assert all(weights[row][column] for row, column in pairs.items())
        got = sum(weights[row][column] for row, column in pairs.items())
        if n_rows <= n_columns:
            best = max(sum(weights[i][j] for i, j in enumerate(chosen)) for chosen in itertools.permutations(range(n_columns), n_rows))
        else:
            best = max(sum(weights[i][j] for j, i in enumerate(chosen)) for chosen in itertools.permutations(range(n_rows), n_columns))
        assert got == best


def test_no_pairs_in_nothing() -> None:
    assert best_pairs([]) == {}
    assert best_pairs([[], []]) == {}
    assert best_pairs([[0, 0]]) == {}


def test_statistics_are_paired_by_all_that_agrees() -> None:
    notice = {"statistics": [record(5, "禾丰县"), record(5, "云坪区"), record(7, "全市", "办结")]}
    made = counts(notice, {"statistics": [wanted(5, "云坪区"), wanted(5, "禾丰县"), wanted(7, "全市", "受理"), wanted(9)]})
    assert made["stat.value"] == (3, 0, 1)
    assert made["stat.subject"] == (3, 0, 1)
    assert made["stat.indicator"] == (2, 1, 2)
    assert made["stat.full"] == (2, 1, 2)


def test_optional_statistics_may_be_there_or_not() -> None:
    gold = {"statistics": [wanted(5, "全市", "受理", "optional")]}
    assert counts({"statistics": [record(5)]}, gold)["stat.value"] == (0, 0, 0)
    assert counts({}, gold)["stat.value"] == (0, 0, 0)
    assert counts({"statistics": [record(6)]}, gold)["stat.value"] == (0, 1, 0)


@pytest.mark.parametrize(
    ("more", "flags"),
    [
        ({"qualifier": "over"}, ("over",)),
        ({"change": {"direction": "up"}}, ("change",)),
        ({"modality": "target"}, ("target",)),
        ({"measure": "rank"}, ("rank",)),
        ({"value_max": 9}, ("range",)),
        ({"qualifier": "exact"}, ()),
    ],
)
def test_flags(more: dict[str, Any], flags: tuple[str, ...]) -> None:
    notice = {"statistics": [record(5, **more)]}
    assert counts(notice, {"statistics": [wanted(5, "全市", "受理", *flags)]})["stat.flags"] == (1, 0, 0)
    other = ("about",) if not flags else ()
    assert counts(notice, {"statistics": [wanted(5, "全市", "受理", *other)]})["stat.flags"] == (0, 1, 1)


@pytest.mark.parametrize(
    ("answer", "gold", "made"),
    [
        ("通知", "通知", (1, 0, 0)),
        ("通报", "通知", (0, 1, 1)),
        ("通报", "通知|通报", (1, 0, 0)),
        (None, "通知", (0, 0, 1)),
        (None, None, (0, 0, 0)),
        (None, "通知|null", (0, 0, 0)),
        ("通知", None, (0, 1, 0)),
    ],
)
def test_one_value(answer: str | None, gold: str | None, made: tuple[int, int, int]) -> None:
    assert counts({"kind": answer and {"text": answer}}, {"kind": gold})["kind"] == made


def test_a_key_that_gold_leaves_out_is_not_judged() -> None:
    assert counts({"kind": {"text": "通知"}, "issuers": [{"name": "岚川市水务局"}]}, {}) == {}


def test_lists_references_headings_metadata() -> None:
    notice = {
        "issuers": [{"name": "甲局"}, {"name": "乙局"}],
        "recipients": [{"name": "丙局", "role": "main"}, {"name": "丁局", "role": "copy"}],
        "references": [
            {"title": "防汛条例", "document_number": None},
            {"title": "水法", "document_number": {"text": "岚发〔2020〕1号"}},
            {"title": None},
        ],
        "sections": [{"marker": "一、", "title": "总则", "children": [{"marker": "（一）", "title": "目标", "children": []}]}],
        "metadata": [{"name": "索引号", "value": "1"}, {"name": "浏览", "value": "9"}],
    }
    gold = {
        "issuers": ["乙局", "戊局"],
        "recipients": ["丙局"],
        "copies": [],
        "references": [["防汛条例", None], ["水法", "岚发〔2020〕1号|null"]],
        "headings": ["一、总则"],
        "headings_optional": ["（一）目标"],
        "metadata": {"索引号": "1"},
    }
    assert counts(notice, gold) == {
        "issuers": (1, 1, 1),
        "recipients": (1, 0, 0),
        "copies": (0, 1, 0),
        "references": (2, 0, 0),
        "headings": (1, 0, 0),
        "metadata": (1, 0, 0),
    }


def test_tables_by_caption_shape_and_cells() -> None:
    table = {
        "kind": "data",
        "caption": "工单办理情况表",
        "unit": "件",
        "attachment": "1",
        "columns": [{"name": "单位"}, {"name": "转派"}],
        "rows": [["云坪区", 12], ["禾丰县", None]],
        "raw": [["云坪区", "12"], ["禾丰县", "-"]],
        "notes": [],
    }
    gold = {
        "caption": "工单办理情况表",
        "n_body_rows": 2,
        "n_columns": 2,
        "columns": ["单位", "办结"],
        "unit": "件",
        "attachment": 1,
        "n_notes": 0,
    }
    gold["cells"] = {"0,0": "云坪区", "0,1": 12, "1,1": None, "5,5": 1}
    made = counts({"tables": [table, {"kind": "form"}, {"kind": "data", "caption": "他表"}]}, {"tables": [gold]})
    assert made == {"table.found": (1, 1, 0), "table.shape": (1, 0, 0), "table.columns": (1, 1, 1), "table.cells": (3, 1, 1)}
    missing = counts({}, {"tables": [gold]})
    assert missing == {"table.found": (0, 0, 1), "table.shape": (0, 0, 1), "table.columns": (0, 0, 2), "table.cells": (0, 0, 4)}


def test_findings_by_rule_and_figures() -> None:
    gold = {
        "findings": [{"kind": "ratio", "stated": 3.2, "computed": 3.4}, {"kind": "growth", "stated": 1, "computed": 2, "optional": True}]
    }
    found = {"rule": "ratio", "severity": "error", "stated": 3.2, "computed": 3.401, "message": "m"}
    assert counts({"findings": [found]}, gold)["findings"] == (1, 0, 0)
    assert counts({"findings": [{**found, "severity": "info"}]}, gold)["findings"] == (0, 0, 1)
    assert counts({"findings": [{**found, "computed": 3.5}]}, gold)["findings"] == (0, 1, 1)
    assert counts({"findings": [found, {**found, "rule": "growth", "stated": 1, "computed": 2}]}, gold)["findings"] == (1, 0, 0)
    turned = {"findings": [{"kind": "restatement", "stated": 5, "computed": 6}]}
    assert counts({"findings": [{"rule": "restatement", "stated": 6, "computed": 5}]}, turned)["findings"] == (1, 0, 0)


def write_case(folder: Path, name: str, gold: dict[str, Any], text: str = NOTICE, split: str = "train") -> Path:
    """A case as a folder."""
    case = folder / name
    case.mkdir(parents=True)
    (case / "notice.txt").write_text(text, encoding="utf-8")
    (case / "gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    (case / "meta.toml").write_text(f'kind = "通知"\nsplit = "{split}"\n', encoding="utf-8")
    return case


def test_the_command_counts_by_field(run: Callable[..., Run], tmp_path: Path) -> None:
    write_case(tmp_path, "right", GOLD)
    write_case(tmp_path, "wrong", {**GOLD, "kind": "通报"}, split="held_out")
    got = run("score", tmp_path)
    assert got.code == 0, got.err
    assert got.out.splitlines()[0] == "2 份"
    lines = {line.split()[0]: line.split()[2] for line in got.out.splitlines()[1:]}
    assert lines["title"] == "1.000"
    assert lines["kind"] == "0.500"
    assert lines["parsed"] == "1.000"
    told = run("score", tmp_path, "--errors", "--by", "split").out
    assert "split = train: 1 份" in told
    assert "wrong kind 遗漏: 通报" in told
    assert "wrong kind 多出: 通知" in told


def test_the_command_compares_with_an_earlier_run(run: Callable[..., Run], tmp_path: Path) -> None:
    cases = tmp_path / "cases"
    case = write_case(cases, "a", {**GOLD, "kind": "通报"})
    old = tmp_path / "old.json"
    old.write_text(run("score", cases, "--json").out, encoding="utf-8")
    assert json.loads(old.read_text(encoding="utf-8"))["fields"]["kind"] == {"f1": 0.0, "tp": 0, "fp": 1, "fn": 1}
    assert "各字段无变化" in run("score", cases, "--against", old).out
    (case / "gold.json").write_text(json.dumps({**GOLD, "title": "另一个标题"}, ensure_ascii=False), encoding="utf-8")
    lines = run("score", cases, "--against", old).out.splitlines()
    assert any(line.split()[:4] == ["kind", "0.000", "→", "1.000"] and line.endswith("改善") for line in lines)
    assert any(line.split()[:4] == ["title", "1.000", "→", "0.000"] and line.endswith("变差") for line in lines)
    assert "+ a kind 遗漏: 通报" in lines
    assert "- a title 遗漏: 另一个标题" in lines


def test_gold_beside_a_folder_of_documents(run: Callable[..., Run], tmp_path: Path) -> None:
    for folder in ("gold", "docs"):
        (tmp_path / folder).mkdir()
    (tmp_path / "docs" / "n1.txt").write_text(NOTICE, encoding="utf-8")
    for name in ("n1", "n2"):
        (tmp_path / "gold" / f"{name}.json").write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")
    got = run("score", tmp_path / "gold", "--docs", tmp_path / "docs", "--json")
    assert got.code == 0
    data = json.loads(got.out)
    assert data["documents"] == 1
    assert data["errors"] == {"n1": []}
    assert "n2" in got.err


def test_a_document_that_cannot_be_read_is_an_empty_answer(run: Callable[..., Run], tmp_path: Path) -> None:
    (write_case(tmp_path, "broken", GOLD) / "notice.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    got = run("score", tmp_path, "--json")
    assert got.code == 1
    fields = json.loads(got.out)["fields"]
    assert fields["parsed"] == {"f1": 0.0, "tp": 0, "fp": 0, "fn": 1}
    assert fields["title"] == {"f1": 0.0, "tp": 0, "fp": 0, "fn": 1}


@pytest.mark.parametrize("damage", ["none", "gold", "old", "two"])
def test_misuse_is_told_in_one_line(run: Callable[..., Run], tmp_path: Path, damage: str) -> None:
    arguments: list[str | Path] = ["score", tmp_path / "cases"]
    (tmp_path / "cases").mkdir()
    if damage != "none":
        case = write_case(tmp_path / "cases", "a", GOLD)
        if damage == "gold":
            (case / "gold.json").write_text("{", encoding="utf-8")
        elif damage == "two":
            (case / "notice.md").write_text(NOTICE, encoding="utf-8")
        else:
            (tmp_path / "old.json").write_text('{"fields": []}', encoding="utf-8")
            arguments += ["--against", tmp_path / "old.json"]
    got = run(*arguments)
    assert got.code == 2
    assert got.out == ""
    assert len(got.err.splitlines()) == 1


def test_the_corpus_can_be_scored(run: Callable[..., Run]) -> None:
    got = run("score", ROOT / "corpus", "--json", "--by", "split")
    assert got.code == 0, got.err
    data = json.loads(got.out)
    assert data["fields"]["parsed"]["fn"] == 0
    assert set(data["groups"]) == {"train", "held_out"}
    for name, figures in data["fields"].items():
        assert sum(group.get(name, figures)["tp"] for group in data["groups"].values()) == figures["tp"], name
