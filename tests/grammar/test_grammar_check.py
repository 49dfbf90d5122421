"""Checking and explaining: each kind of fault is told, and what is sound is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from marker import marked

from notice_parser.grammar import Field, load_grammars
from notice_parser.grammar.check import CheckFailure, check_examples, check_field, check_speed
from notice_parser.grammar.explain import explain

GOOD = """
[[rules]]
id = "demo.number"
anchor = "号"
lookback = 24
pattern = '(?P<code>[一-鿿]{2,4})〔(?P<year>\\d{4})〕(?P<serial>\\d{1,5})号'
examples = [
  { text = "岚水发〔2023〕12号", gives = { code = "岚水发", year = "2023" } },
  { text = "（岚川函〔2019〕7号）", match = "岚川函〔2019〕7号" },
  { text = "云民发〔2020〕3号" },
]
counterexamples = [ { text = "2021年第2期", why = "期号" } ]
"""


def demo(path: Path, *rules: str) -> Field:
    (path / "demo.toml").write_text('field = "demo"\nabout = "示例"\n' + "\n".join(rules), encoding="utf-8")
    return load_grammars(path)["demo"]


def failures(field: Field, *texts: str) -> list[CheckFailure]:
    return [*(fault for rule in field.rules for fault in check_examples(rule)), *check_field(field, texts)]


def test_sound_rule_has_no_fault(tmp_path: Path) -> None:
    field = demo(tmp_path, GOOD)
    assert failures(field, "见岚水发〔2023〕12号。\n第3号") == []
    assert list(check_speed(field.rules[0])) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "over"),
    [
        ("云民发〔2020〕3号", "云民发[2020]3号", "grammar_missing", "[2020]3号"),
        ("云民发〔2020〕3号", "云民发〔2020〕3", "grammar_missing", ""),
        ("云民发〔2020〕3号", "〔2020〕3号", "grammar_missing", "〔2020〕3号"),
        ("云民发〔2020〕3号", "云民发〔2020〕3号文", "grammar_took_other", "云民发〔2020〕3号"),
        ('match = "岚川函〔2019〕7号"', 'match = "岚川函〔2019〕7"', "grammar_took_other", "岚川函〔2019〕7号"),
        ('match = "岚川函〔2019〕7号"', 'match = "岚川函〔2019〕8号"', "grammar_no_such_part", "（岚川函〔2019〕7号）"),
        ("2021年第2期", "见：云民发〔2020〕3号", "grammar_noisy", "云民发〔2020〕3号"),
        ('year = "2023"', 'year = "2022"', "grammar_gives", "2023"),
        ('year = "2023"', 'yaer = "2023"', "grammar_no_such_group", "岚水发〔2023〕12号"),
        ('  { text = "云民发〔2020〕3号" },\n', "", "grammar_few_examples", None),
        ('{ text = "2021年第2期", why = "期号" }', "", "grammar_few_counterexamples", None),
        ("lookback = 24", "lookback = 3", "grammar_anchor_hides", "岚水发〔2023〕12号"),
        ('anchor = "号"', 'anchor = "文号"', "grammar_anchor_hides", "岚水发〔2023〕12号"),
    ],
)
def test_fault_is_told(tmp_path: Path, old: str, new: str, code: str, over: str | None) -> None:
    assert old in GOOD
    found = failures(demo(tmp_path, GOOD.replace(old, new, 1)))
    assert [failure.code for failure in found] == [code]
    failure = found[0]
    assert (failure.field, failure.rule) == ("demo", "demo.number")
    if over is not None:
        assert marked(failure.detail) == over
    assert failure.where.endswith("demo.toml demo.number")
    assert failure.render("zh") != failure.render("en")
    assert "demo.toml" in failure.render("zh")


def test_anchor_that_hides_a_match_of_the_corpus_is_told(tmp_path: Path) -> None:
    field = demo(tmp_path, GOOD.replace("\\d{1,5}", "\\d{1,50}"))
    assert failures(field) == []
    (failure,) = failures(field, "岚水发〔2023〕" + "1" * 30 + "号")
    assert failure.code == "grammar_anchor_hides"


def test_pattern_that_matches_the_empty_text_is_told(tmp_path: Path) -> None:
    field = demo(tmp_path, "[[rules]]\nid='demo.a'\npattern='甲*'\nexamples=[{text='甲'},{text='甲甲'},{text='甲甲甲'}]\n"
                 "counterexamples=[{text='乙',why='不是'}]\n")  # fmt: skip
    assert [failure.code for failure in failures(field)] == ["grammar_matches_nothing"]


TWO = """
[[rules]]
id = "demo.{name}"
pattern = '{pattern}'
priority = {priority}
examples = [ {{ text = "岚川市" }}, {{ text = "禾丰市" }}, {{ text = "云坪市" }} ]
counterexamples = [ {{ text = "第2期", why = "期号" }} ]
"""


def test_tie_is_told_once(tmp_path: Path) -> None:
    field = demo(
        tmp_path,
        TWO.format(name="a", pattern="[一-鿿]{2}市", priority=0),
        TWO.format(name="b", pattern="(?:岚川|禾丰|云坪)市", priority=0),
    )
    (failure,) = failures(field)
    assert (failure.code, failure.rule, failure.params["other"]) == ("grammar_tie", "demo.a", "demo.b")
    assert marked(failure.detail) == "岚川市"


def test_priority_settles_a_tie(tmp_path: Path) -> None:
    field = demo(
        tmp_path,
        TWO.format(name="a", pattern="[一-鿿]{2}市", priority=0),
        TWO.format(name="b", pattern="(?:岚川|禾丰|云坪)市", priority=1),
    )
    assert failures(field) == []


def test_tie_below_a_longer_match_does_no_harm(tmp_path: Path) -> None:
    long = TWO.format(name="c", pattern="见?(?:岚川|禾丰|云坪)市", priority=1)
    field = demo(
        tmp_path,
        TWO.format(name="a", pattern="(?<=见)[一-鿿]{2}市", priority=0).replace('text = "', 'match = "岚川市", text = "见岚川市', 3),
        TWO.format(name="b", pattern="(?<=见)岚川市", priority=0).replace('text = "', 'match = "岚川市", text = "见岚川市', 3),
        long,
    )
    assert not [failure for failure in check_field(field) if failure.code == "grammar_tie"]


def test_rule_for_whole_lines_is_checked_on_whole_texts(tmp_path: Path) -> None:
    text = """
[[rules]]
id = "demo.button"
whole = true
pattern = '(?:打印|关闭).{0,2}?'
examples = [ { text = "打印" }, { text = "关闭" }, { text = "打印本页" } ]
counterexamples = [ { text = "打印机采购清单", why = "只是开头相同" } ]
"""
    assert failures(demo(tmp_path, text)) == []
    (tmp_path / "b").mkdir()
    assert {failure.code for failure in failures(demo(tmp_path / "b", text.replace("whole = true\n", "")))} == {
        "grammar_noisy",
        "grammar_took_other",
    }


@pytest.mark.parametrize("pattern", ["(?:年+)+号", "(?:年|年年)+号", "[年月]*[^号]*年*月*号"])
def test_runaway_pattern_is_told(tmp_path: Path, pattern: str) -> None:
    field = demo(
        tmp_path,
        f"[[rules]]\nid='demo.a'\npattern='{pattern}'\nexamples=[{{text='年号'}}]\ncounterexamples=[]\n",
    )
    (failure,) = check_speed(field.rules[0])
    assert failure.code == "grammar_slow"


@pytest.mark.parametrize("pattern", ["年{1,40}号", "年++号", "[^\\n]{0,80}年号"])
def test_bounded_pattern_is_not_told(tmp_path: Path, pattern: str) -> None:
    field = demo(
        tmp_path,
        f"[[rules]]\nid='demo.a'\npattern='{pattern}'\nexamples=[{{text='年号'}}]\ncounterexamples=[]\n",
    )
    assert list(check_speed(field.rules[0])) == []


# explain

CODE = """
[[rules]]
id = "demo.year"
label = "年份"
pattern = '〔(?P<year>\\d{4})〕'
examples = []
[[rules]]
id = "demo.nothing"
anchor = "期"
pattern = '第\\d期'
examples = []
"""


def test_explanation_tells_what_won_and_why(tmp_path: Path) -> None:
    field = demo(tmp_path, GOOD, CODE)
    said = explain(field, "标题\n见：岚水发〔2023〕12号\n另〔2022〕一份\n第二期", lang="zh")
    lines = [line.strip() for line in said.split("\n")]
    assert lines[0] == "字段 demo（示例）：3 条规则，3 处匹配，采用 2 处"
    assert "第 2 行 [5, 17) 采用，胜过 demo.year [8, 14)" in lines
    assert "第 2 行 [8, 14) 让位于 demo.number [5, 17)：对方更长（12 字对 6 字）" in lines
    assert "year = 2023" in lines
    assert "含义：年份" in lines
    assert "第 4 行有锚，最像的一段到标记处为止" in lines
    assert lines[-2:] == ["第二期", "^^"]


def test_explanation_in_english(tmp_path: Path) -> None:
    said = explain(demo(tmp_path, GOOD, CODE), "岚水发〔2023〕12号", lang="en")
    assert said.startswith("field demo (示例): 3 rules, 2 matches, 1 taken\n")
    assert "gave way to demo.number [0, 12): that is longer (12 characters, this has 6)" in said
    assert "no anchor in the whole text" in said


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ((0, "岚川"), (1, "岚川"), "对方优先级更高（1 对 0）"),
        ((0, "川市"), (0, "岚川"), "对方开头更早"),
        ((0, "岚川"), (0, "岚川"), "规则有歧义"),
    ],
)
def test_explanation_of_ties(tmp_path: Path, first: tuple[int, str], second: tuple[int, str], reason: str) -> None:
    rules = [
        f"[[rules]]\nid='demo.{name}'\npattern='{pattern}'\npriority={priority}\nexamples=[]\n"
        for name, (priority, pattern) in (("a", first), ("b", second))
    ]
    assert reason in explain(demo(tmp_path, *rules), "岚川市")
