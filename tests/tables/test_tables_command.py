"""``notice-parser tables`` and the forms that it prints."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TEXT = """岚川市水务局关于巡查情况的通报

附件1

水闸名录

| 名称 | 座 |
|---|---|
| =1+1 | -3 |
| 甲\\|乙 | 4 |

附件2

泵站名录（单位：座）

| 县 | 数量 |
|---|---|
| 禾丰县 | 5 |

注：含在建。
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "通报.md"
    path.write_bytes(TEXT.encode())
    return path


def test_json(run: Callable[..., Any], file: Path) -> None:
    told = run("tables", file)
    assert told.code == 0
    first, second = json.loads(told.out)
    assert (first["id"], first["caption"], first["rows"]) == ("t1", "水闸名录", [["=1+1", -3], ["甲|乙", 4]])
    assert (second["unit"], second["notes"]) == ("座", ["含在建。"])


def test_csv_is_for_spreadsheets(run: Callable[..., Any], file: Path, tmp_path: Path) -> None:
    assert run("tables", file, "--format", "csv", "-o", f"{tmp_path}/out/").code == 0
    data = (tmp_path / "out" / "t1.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [["名称", "座"], ["'=1+1", "-3"], ["甲|乙", "4"]]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["t1.csv", "t2.csv"]
    assert run("tables", file, "--format", "csv", "-o", tmp_path / "all.csv").code == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "all.csv").read_bytes().decode("utf-8-sig"))))
    assert rows == [["水闸名录"], ["名称", "座"], ["'=1+1", "-3"], ["甲|乙", "4"], [], ["泵站名录"], ["县", "数量"], ["禾丰县", "5"]]


def test_markdown_reads_back(run: Callable[..., Any], file: Path, tmp_path: Path) -> None:
    told = run("tables", file, "--format", "md")
    assert "| 甲\\|乙 | 4 |" in told.out
    assert "（单位：座）" in told.out
    assert "注：含在建。" in told.out
    again = tmp_path / "again.md"
    again.write_bytes(("岚川市水务局关于巡查情况的通报\n\n现将情况通报如下，请认真整改。\n\n" + told.out).encode())
    first, second = json.loads(run("tables", again).out)
    assert first["raw"] == [["=1+1", "-3"], ["甲|乙", "4"]]
    assert (second["caption"], second["unit"], second["notes"]) == ("泵站名录", "座", ["含在建。"])


def test_a_missing_file_is_told(run: Callable[..., Any], tmp_path: Path) -> None:
    told = run("tables", tmp_path / "没有.txt")
    assert told.code == 1
    assert told.out == ""
