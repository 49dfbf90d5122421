"""Shapes of patterns: what a match begins with and must hold, and that searching with them finds what plain search finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.errors import GrammarError
from notice_parser.grammar import Rule, load_grammars
from notice_parser.grammar.shape import Shape, shape_of


def rule(pattern: str) -> Rule:
    return Rule(
        id="demo.a",
        file="demo.toml",
        written=pattern,
        pattern=pattern,
        anchors=(),
        lookback=None,
        label=None,
        priority=0,
        engine="re",
        whole=False,
        about=None,
        examples=(),
        counterexamples=(),
        fault=lambda reason, at: GrammarError("grammar_bad_regex", reason=reason),
    )


@pytest.mark.parametrize(
    ("pattern", "first", "need"),
    [
        ("第[0-9]{1,3}条", "第", "第"),
        ("(?:第|附)?[0-9]{1,3}[条号]", "第附0123", "条号"),
        ("(?=附)[第附]件", "第附", "件"),
        ("(?P<a>第)?(?P<b>附|条)[0-9]", "第附条", "附条"),
        ("[0-3]*+件", "0123件", "件"),
        ("(?>第|附)[0-9]", "第附", "第附"),
        (r"\d{1,3}(?:件|号)?", "0123", None),
        ("[^第]号", None, "号"),
        ("第?", None, None),
        ("第?|附件", None, None),
        ("(第)\\1", "第", "第"),
        ("(?i:a)号", None, "号"),
        ("(?i)a号", None, None),
        ("[", None, None),
    ],
)
def test_what_a_match_begins_with_and_must_hold(pattern: str, first: str | None, need: str | None) -> None:
    shape = shape_of(pattern)
    alphabet = "第附0123条件号a "
    assert [c for c in alphabet if shape.may_begin(c)] == list(alphabet if first is None else first)
    assert (shape.first is None) is (first is None)
    assert shape.needs[:1] == ((frozenset(need),) if need else ())


@pytest.mark.parametrize(
    ("pattern", "last"),
    [
        ("第[0-9]条", "条"),
        ("(?:件|号)?条?", None),
        ("附[0-9]{0,2}", "附0123"),
        ("附件?(?=号)$", "附件"),
        ("第(?:附|条[0-3]|件号?)", "附件号0123"),
        (r"附\d{1,3}$", "0123"),
        ("附[^条]", None),
        ("(附)\\1", None),
        ("附.*+", None),
        ("(?i:附a)", None),
        ("[", None),
    ],
)
def test_what_a_match_ends_with(pattern: str, last: str | None) -> None:
    shape = shape_of(pattern)
    alphabet = "第附0123条件号a "
    assert {c for c in alphabet if shape.may_end(c)} == set(alphabet if last is None else last)
    assert (shape.last is None) is (last is None)


def test_of_what_a_match_must_hold_the_rarer_comes_first() -> None:
    assert shape_of("(?:[〔(][0-9]{4}[〕)]第)?[0-9]{1,3}号").needs == (frozenset("号"),)
    assert shape_of("(?:第[0-9]+、)号").needs == (frozenset("第"), frozenset("号"))
    assert shape_of("[号次](?:第|号)、年").needs == (frozenset("号次"), frozenset("、"))


def test_at_the_beginning_of_a_line_more_characters_say_something() -> None:
    words = "局|委|厅|办|室|处|院|校|所|站|队|社|会|部"
    assert shape_of(f"[^，]{{1,9}}(?:{words})").needs == ()
    assert shape_of(f"^[^，]{{1,9}}(?:{words})").needs == (frozenset(words.replace("|", "")),)


def test_beginning_of_a_line() -> None:
    assert shape_of("^第[0-9]条").is_initial
    assert not shape_of("^第|[0-9]条").is_initial
    assert not shape_of("第[0-9]条$").is_initial


def test_end_of_a_line() -> None:
    assert shape_of("第[0-9]条$").is_final
    assert shape_of("(?:第|附)(?:条$|款$)").is_final
    assert not shape_of("第[0-9]条(?:$|款)").is_final
    assert not shape_of("第[0-9]条").is_final


def test_wide_sets_open_nothing() -> None:
    shape = shape_of("[一-鿿]{2,4}局")
    assert shape.may_begin("县")
    assert not shape.may_begin("3")
    assert shape.opening is None
    assert shape_of("(?<![0-9])[0-9]{2}年").opening is not None


@pytest.mark.parametrize(
    ("pattern", "may", "may_not"),
    [
        ("[0-9]{1,3}条", ["3条", "12条", "123条", "345"], ["3号", "3 条"]),
        ("(?<![第])[0-9]号", ["3号"], ["第3号", "3条"]),
        ("(?<=[第])[0-9]|(?<=[第])附", ["第3", "第附"], ["3", "附3"]),
        ("(?:第[0-9]|附件)号", ["第3号", "附件号"], ["第件号", "附3号"]),  # each branch by itself
        ("(?:第|附)?件+[0-9]", ["第件3", "附件件", "件3", "件件3"], ["第号", "附第"]),
        ("(?:第a|附b|条c|号d|件e)0", ["第a0", "附b0", "第b0"], ["第0"]),  # too many branches: all together
        ("第(?:[^条]|号)条", ["第3条", "第条条"], ["附3条"]),
        ("第[一-鿿]条", ["第三条", "第3条"], ["第三号"]),  # of a dense set is asked only what stands behind it
    ],
)
def test_what_stands_around_the_first_character(pattern: str, may: list[str], may_not: list[str]) -> None:
    opening = shape_of(pattern).opening
    assert opening is not None
    assert [text for text in may if not opening.search(text)] == []
    assert [text for text in may_not if opening.search(text)] == []


def test_without_the_parser_of_re_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("notice_parser.grammar.shape.import_module", missing)
    assert shape_of("第[0-9]{1,3}条") == Shape()
    assert [match.span for match in rule("第[0-9]{1,3}条").find("第3条\n第4条")] == [(0, 3), (4, 7)]


SALAD = st.text(alphabet="岚发〔〕2023第号条\n 年、％", max_size=60)
UNANCHORED = [
    r"(?<![0-9])[0-9]{2,4}年",
    r"(?<!第)(?:[0-9]{1,2}号|条)",
    r"(?<![^、\n])岚|发",
    r"^\s{0,3}[第条][0-9]?",
    r"^第|号",
    r"(?:〔|第)?[0-9]{1,4}[〕号]",
    r"[0-9]{1,3}(?=条|$)",
    r"\s?[0-9]{1,2}\s?[年％]",
    r"[^第\n]{1,3}号",
    r"岚??发",
    r"(?<=\s)号|第\b",
    r"[年、]++(?!号)",
    r"[0-9]?",
    r"(?<=[第条])[0-9]{1,3}号|(?<=[第条])号",
    r"(?:(?<=第)[0-9]|(?<!第)(?:条|号)[0-9]??)(?=号|$)",
    r"(?:[0-9][年号]?){2,5}",
    r"(?:(?:第|发)?[0-9]|岚(?:发|号){0,2})+号?",
    r"(?P<n>[0-9])(?P=n)|号",
]


@pytest.mark.parametrize("pattern", UNANCHORED)
@given(text=SALAD, borders=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_search_by_shape_is_equal_to_plain_search(pattern: str, text: str, borders: tuple[int, int]) -> None:
    start, end = min(borders), max(borders)
    demo = rule(pattern)
    assert [m.span for m in demo.find(text, start, end)] == [m.span for m in demo.find_plain(text, start, end)]


def test_every_rule_of_ours_finds_by_shape_what_it_finds_plainly() -> None:
    corpus = Path(__file__).parents[2] / "corpus"
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(corpus.glob("a0*/notice.*")))
    grammars = load_grammars()
    for name in grammars:
        for one in grammars[name].rules:
            if not one.anchors:
                assert [m.span for m in one.find(text)] == [m.span for m in one.find_plain(text)], one.id
