"""Promises that hold on any input: it parses, spans are exact, twice gives the same bytes, JSON comes back whole."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships no types
from conftest import NOTICE, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from notice_parser import Notice, parse_text
from notice_parser.emit.schema import json_schema

VALIDATOR = jsonschema.Draft202012Validator(json_schema())

# what notices are made of, to be strung together in any order
PIECES = (
    *NOTICE.split("\n"),
    "\n",
    "\n\n",
    "\r\n",
    "\f",
    "\u3000",
    " ",
    "索引号：",
    "000014349/2023-00012",
    "发文日期：2023年4月25日",
    "成文日期",
    "2023—04—25",
    "二〇二三年四月二十五日",
    "2023年2月30日",
    "2023425",
    "〔2023〕",
    "岚水发[2023] 1 2号",
    "（岚政发〔2021〕3号）",
    "《关于印发〈柳坝镇防汛预案〉的通知》",
    "《",
    "》",
    "主送：",
    "各县（市、区）水务局、农业农村局：",
    "抄送：市委办公室，市人大办公室。",
    "附件：",
    "1. 值守安排表.docx",
    "附件2",
    "附件1-1",
    "一、",
    "（二）",
    "3.",
    "第一条",
    "●",
    "签发人：林某某",
    "机密★1年",
    "特急",
    "000001",
    "联系人：陈某某，电话：0999-6613208",
    "同比增长3.20%，",
    "分别为1、2、3件",
    "12.89亿元",
    "（此件公开发布）",
    "2021年第2期（总第283期）",
    "|甲|乙|\n|---|---|\n|1|2|",
    "# 通知",
    "- 3 -",
    "\ue004",
    "\u200b",
    "\ufffd",
    "\U00020000",
    "１２",
)
salads = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=30).map("".join)
anything = st.one_of(st.text(max_size=300), salads, salads.map(lambda text: text.replace("\n", " ")))

EXAMPLES = settings(max_examples=120)


def walk(tree: Any, path: str = "$") -> Iterator[tuple[str, Any]]:
    """Each value of a JSON tree, with its path."""
    yield path, tree
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from walk(value, f"{path}.{key}")
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from walk(value, f"{path}[{index}]")


def check_spans(notice: Notice) -> int:
    """How many spans were compared with what stands there: ``raw``, else ``text``, else ``name``."""
    text = notice.text
    n_compared = 0
    for path, value in walk(notice.to_dict()):
        if not isinstance(value, dict):
            continue
        for key, span in value.items():
            if not (key == "span" or key.endswith("_span")) or span is None:
                continue
            start, end = span
            assert 0 <= start <= end <= len(text), (path, key, span)
            if key != "span":
                continue
            said = next((value[name] for name in ("raw", "text", "name") if value.get(name) is not None), None)
            if isinstance(said, str):
                assert text[start:end] == said, path
                n_compared += 1
    return n_compared


def check_notice(notice: Notice) -> None:
    data = notice.to_dict()
    check_spans(notice)
    VALIDATOR.validate(data)
    text = notice.to_json()
    assert json.loads(text) == data
    back = Notice.from_json(text)
    assert back == notice
    assert back.to_json() == text
    for path, value in walk(data):
        if isinstance(value, str) and path != "$.text" and not path.startswith("$.tables"):
            assert value, f"{path} is an empty string"
    for start, end in data["pages"]:
        assert 0 <= start <= end <= len(notice.text)
    assert isinstance(notice.to_markdown(), str)


@EXAMPLES
@given(anything)
def test_any_text_parses_and_keeps_the_promises(text: str) -> None:
    check_notice(parse_text(text))


@settings(EXAMPLES, max_examples=30)
@given(anything)
def test_twice_gives_the_same_bytes(text: str) -> None:
    assert parse_text(text).to_json() == parse_text(text).to_json()


@settings(EXAMPLES, max_examples=30)
@given(st.text(alphabet=st.characters(categories=("Cs", "Lo", "Cc", "Zs")), max_size=60))
def test_surrogates_and_control_characters(text: str) -> None:
    check_notice(parse_text(text, name=text))


# what clauses with figures are made of: any string of them is read, or left unread, and never ends the reading
CLAUSES = re.findall(
    "[^ ]+",
    "全市 禾丰县 云坪区、柳坝镇 省级 市级 各县（市、区） 第一、二、三产业 刑事类、治安类警情 受理 办结率 收入、支出 "
    "分别为 分别按 分别 依次是 均为 均 各 各为 其中 其中， 占 占比 的 共 同比 较上年 增长 下降 持平 由 从 "
    "提高到 高于 位居 排名 前三 达到 完成 力争 不低于 未发生 外 等 和 及 、 ， ； 。 ： （ ） “ ” "
    "2023年 1—6月 截至6月底 3件 12.5% 1.2个百分点 5起3人 第2位 两倍 0.5、1.6个百分点 "
    "38.31万元 17 ",
)


@settings(EXAMPLES, max_examples=300)
@given(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=14).map("".join))
def test_any_clause_is_read_or_left_unread(clause: str) -> None:
    notice = parse_text(f"关于全市有关情况的通报\n\n{clause}。\n")
    for statistic in notice.statistics:
        assert notice.text[slice(*statistic.quantity_span)] == statistic.quantity


def test_one_name_is_no_row_of_names() -> None:
    (two, one) = parse_text("关于有关情况的通报\n\n建成示范点省级各2个、市级各1个。\n").statistics
    assert (two.quantity, one.quantity, one.indicator) == ("2个", "1个", "市级")
    (half,) = parse_text("关于有关情况的通报\n\n费用也可以由双方分别承担50%。\n").statistics
    assert half.quantity == "50%"


def test_the_sample_has_spans_to_compare() -> None:
    assert check_spans(parse_text(NOTICE)) >= 5


def test_another_hash_seed_locale_and_folder_give_the_same_bytes(tmp_path: Path) -> None:
    code = "import sys, notice_parser; sys.stdout.buffer.write(notice_parser.parse_text(sys.argv[1]).to_json().encode())"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, NOTICE],
            capture_output=True,
            check=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "1"},
        ).stdout
        for seed, locale in (("1", "C"), ("2", "C.UTF-8"))
    }
    assert outputs == {parse_text(NOTICE).to_json().encode()}


def test_no_path_of_this_machine_is_in_the_output(notice_file: Path) -> None:
    from notice_parser import parse

    text = parse(notice_file).to_json()
    assert str(notice_file.parent) not in text
    assert str(ROOT) not in text
