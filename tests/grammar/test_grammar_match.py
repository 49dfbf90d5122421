"""Matching: regions, lines, anchors, lookback, whole lines, and which of overlapping matches wins."""

from __future__ import annotations

import gc
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.errors import GrammarError
from notice_parser.grammar import Field, Rule, load_grammars
from notice_parser.grammar.match import Match, resolve


def rule(pattern: str, *anchors: str, lookback: int | None = None, name: str = "a", priority: int = 0, whole: bool = False) -> Rule:
    return Rule(
        id=f"demo.{name}",
        file="demo.toml",
        written=pattern,
        pattern=pattern,
        anchors=anchors,
        lookback=lookback,
        label=None,
        priority=priority,
        engine="re",
        whole=whole,
        about=None,
        examples=(),
        counterexamples=(),
        fault=lambda reason, at: GrammarError("grammar_bad_regex", reason=reason),
    )


def field(*rules: Rule) -> Field:
    return Field(name="demo", about=None, rules=rules, words={}, patterns={})


def spans(matches: list[Match]) -> list[tuple[str, int, int]]:
    return [(match.rule, match.start, match.end) for match in matches]


NUMBER = rule(r"(?P<code>[一-鿿]{2,6})〔(?P<year>\d{4})〕(?P<serial>\d{1,5})号(?P<rest>之一)?", "号")


def test_match_gives_its_groups_and_their_places() -> None:
    text = "照：岚水发〔2023〕12号办"
    match = field(NUMBER).first(text)
    assert match is not None
    assert (match.rule, match.text, match.span) == ("demo.a", "岚水发〔2023〕12号", (2, 14))
    assert text[slice(*match.span)] == match.text
    assert (match.group("year"), match.span_of("year")) == ("2023", (6, 10))
    assert (match.group("rest"), match.span_of("rest")) == (None, None)
    assert (match.group("no_such"), match.span_of("no_such")) == (None, None)
    assert match.groups() == {"code": "岚水发", "year": "2023", "serial": "12"}


@pytest.mark.parametrize("anchors", [(), ("号",)])
def test_no_match_crosses_a_line_break(anchors: tuple[str, ...]) -> None:
    demo = field(rule(r"甲[^乙]{0,9}号", *anchors))
    assert spans(demo.find("甲\n号 甲丙号\n甲\n")) == [("demo.a", 4, 7)]
    assert demo.match("甲\n号") is None


def test_borders_of_a_line_are_found() -> None:
    demo = field(rule("^第[一二三四]条$", "条"))
    assert spans(demo.find("第一条\n见第二条\n第三条\n第四条文")) == [("demo.a", 0, 3), ("demo.a", 9, 12)]


def test_region_limits_what_is_taken_but_may_be_looked_behind() -> None:
    demo = field(rule("(?<=第)[一二三四]条", "条"))
    assert spans(demo.find("第一条第二条", 1, 5)) == [("demo.a", 1, 3)]
    assert spans(demo.find("第一条第二条", 1)) == [("demo.a", 1, 3), ("demo.a", 4, 6)]
    assert demo.find("第一条", 2, 1) == []
    assert spans(demo.find("第一条", 0, 99)) == [("demo.a", 1, 3)]


def test_whole_region() -> None:
    demo = field(rule("[一-鿿]{2,4}", name="loose"), rule("岚川?", name="tight", priority=1), rule("岚川", name="later", priority=1))
    match = demo.match("见岚川。", 1, 3)
    assert match is not None
    assert (match.rule, match.text) == ("demo.tight", "岚川")
    assert demo.match("见岚川。", 1, 4) is None
    assert demo.match("", 0, 0) is None


def test_only_some_rules() -> None:
    demo = field(rule("岚川", name="a"), rule("禾丰", name="b"))
    assert spans(demo.find("岚川禾丰", only=("demo.b",))) == [("demo.b", 2, 4)]
    first = demo.first("岚川禾丰", only=("demo.b",))
    assert first is not None
    assert first.start == 2
    assert demo.match("岚川", only=("demo.b",)) is None
    with pytest.raises(KeyError):
        demo.find("岚川", only=("demo.no_such",))


@pytest.mark.parametrize("anchors", [(), ("县",)])
def test_whole_rule_takes_whole_lines_only(anchors: tuple[str, ...]) -> None:
    demo = field(rule("[一-鿿]{2,4}?县?", *anchors, whole=True))
    assert spans(demo.find("禾丰县\n禾丰县。\n\n云坪县")) == [("demo.a", 0, 3), ("demo.a", 10, 13)]
    assert spans(list(demo.rules[0].find_plain("禾丰县\n禾丰县。\n\n云坪县"))) == [("demo.a", 0, 3), ("demo.a", 10, 13)]
    inner = demo.match("　禾丰县", 1)
    assert inner is not None
    assert inner.span == (1, 4)


# Anchors


def test_lookback_bounds_where_a_match_starts() -> None:
    text = "甲" * 9 + "号"
    assert spans(list(rule("甲{1,20}号", "号").find(text))) == [("demo.a", 0, 10)]
    assert spans(list(rule("甲{1,20}号", "号", lookback=3).find(text))) == [("demo.a", 6, 10)]


def test_lookback_reaches_no_further_back_than_the_last_match() -> None:
    assert spans(list(rule("[甲号]{2}", "号", lookback=5).find("甲号号甲"))) == [("demo.a", 0, 2), ("demo.a", 2, 4)]


def test_lines_without_an_anchor_are_left_out() -> None:
    assert spans(list(rule("甲", "号").find("甲\n甲号\n甲"))) == [("demo.a", 2, 3)]


def test_pattern_that_may_match_nothing_gives_no_empty_match() -> None:
    assert spans(list(rule("甲?", "甲").find("乙甲乙甲"))) == [("demo.a", 1, 2), ("demo.a", 3, 4)]
    assert spans(list(rule("甲?").find("乙甲\n\n甲"))) == [("demo.a", 1, 2), ("demo.a", 4, 5)]


SALAD = st.text(alphabet="岚发〔〕2023第号条\n 年、", max_size=60)
ANCHORED = [
    rule(r"[岚发]{1,4}〔\d{1,4}〕\d{1,3}号", "号", lookback=14),
    rule(r"[岚发]{1,4}〔\d{1,4}〕\d{1,3}号", "〔", lookback=4),
    rule(r"第?\d{1,4}[号条年]", "号", "条", "年", lookback=5),
    rule(r"^\s{0,3}第[^号\n]{0,5}号?$", "第"),
    rule(r"(?<!\d)\d{4}年(?!第)", "年"),
    rule(r"号[^号]*+", "号", lookback=0),
    rule(r"[^、]{1,9}?、", "、", whole=True),
]


@pytest.mark.parametrize("anchored", ANCHORED)
@given(text=SALAD, borders=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_anchored_search_is_equal_to_plain_search(anchored: Rule, text: str, borders: tuple[int, int]) -> None:
    start, end = min(borders), max(borders)
    assert spans(list(anchored.find(text, start, end))) == spans(list(anchored.find_plain(text, start, end)))
    for match in anchored.find(text, start, end):
        assert start <= match.start < match.end <= end
        assert "\n" not in match.text


@given(text=SALAD, borders=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_first_is_the_first_of_find(text: str, borders: tuple[int, int]) -> None:
    demo = field(
        rule(r"\d{1,2}号", "号", name="a"),
        rule(r"第?\d{1,4}", name="b"),
        rule(r"[^\n]{2,5}年", "年", name="c"),
        rule("[^、]{2,9}", name="d", whole=True),
    )
    found = demo.find(text, min(borders), max(borders))
    first = demo.first(text, min(borders), max(borders))
    assert spans([first] if first else []) == spans(found[:1])


def test_long_line_takes_linear_time() -> None:
    demo = field(rule(r"[岚发]{1,4}〔\d{4}〕\d{1,3}号", "号", lookback=20), rule(r"第\d{1,4}号", "第", "号", name="b"))

    def seconds(count: int) -> float:
        text = "岚发〔2023〕12号，第3号；" * count
        began = process_time()
        assert len(demo.find(text)) == 2 * count
        return process_time() - began

    seconds(10)
    gc.disable()  # what else the process holds is not what is asked
    try:
        short, long = (min(seconds(count) for _ in range(3)) for count in (4_000, 64_000))
    finally:
        gc.enable()
    assert long < 128 * max(short, 0.005)  # 16 times the length, a line of a million characters; squares would be 256 times


# Overlaps


def candidates(*given_: tuple[str, int, int, int]) -> list[Match]:
    return [Match(name, None, priority, start, end, None) for name, start, end, priority in given_]


@pytest.mark.parametrize(
    ("matches", "winners"),
    [
        ([("a", 0, 5, 0), ("b", 2, 9, 0)], ["b"]),  # the longer
        ([("a", 0, 5, 9), ("b", 2, 9, 0)], ["b"]),  # the longer, whatever the priority
        ([("a", 0, 5, 0), ("b", 0, 5, 1)], ["b"]),  # the higher priority
        ([("a", 2, 7, 0), ("b", 0, 5, 0)], ["b"]),  # the earlier start
        ([("a", 0, 5, 0), ("b", 0, 5, 0)], ["a"]),  # the rule written first
        ([("a", 0, 5, 0), ("b", 5, 9, 0)], ["a", "b"]),  # touching is not overlapping
        ([("a", 0, 4, 0), ("b", 3, 9, 0), ("c", 8, 11, 0)], ["b"]),
        ([("a", 0, 4, 0), ("b", 3, 6, 0), ("c", 5, 10, 0)], ["a", "c"]),  # what lost takes nobody with it
        ([("c", 20, 22, 0), ("a", 0, 3, 0), ("b", 1, 9, 0)], ["b", "c"]),  # in order of the text
    ],
)
def test_of_overlapping_matches_one_wins(matches: list[tuple[str, int, int, int]], winners: list[str]) -> None:
    assert [match.rule for match in resolve(candidates(*matches))] == winners


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 30), st.integers(1, 8), st.integers(0, 2)), max_size=20))
def test_winners_never_overlap_and_every_loser_has_its_better(given_: list[tuple[str, int, int, int]]) -> None:
    matches = candidates(*((name, start, start + length, priority) for name, start, length, priority in given_))
    winners = resolve(list(matches))
    assert all(left.end <= right.start for left, right in pairwise(winners))
    for match in matches:
        if match not in winners:
            blockers = [winner for winner in winners if winner.start < match.end and match.start < winner.end]
            assert any((blocker.end - blocker.start, blocker.priority) >= (match.end - match.start, match.priority) for blocker in blockers)


def test_engine_regex_is_used_where_asked_for(tmp_path: Path) -> None:
    text = "field='demo'\n[[rules]]\nid='demo.a'\nengine='regex'\nanchor='市'\npattern='(?P<name>\\p{Han}{2,3})市'\nexamples=[]\n"
    (tmp_path / "demo.toml").write_text(text, encoding="utf-8")
    match = load_grammars(tmp_path)["demo"].first("在\n岚川市里")
    assert match is not None
    assert (match.text, match.group("name"), match.span_of("name"), match.group("no_such")) == ("岚川市", "岚川", (2, 4), None)
