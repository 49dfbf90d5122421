"""Loading: every fault by code and marker, overriding, words and fragments, the hash."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from marker import marked

from notice_parser.errors import ERRORS, GrammarError
from notice_parser.grammar import Grammars, load_grammars
from notice_parser.grammar.pattern import expand, silent_fault, words_pattern
from notice_parser.grammar.places import places

HEAD = 'field = "demo"\n'
RULE = HEAD + "[[rules]]\nid = 'demo.a'\npattern = {pattern}\nexamples = []\n"


def folder(path: Path, **files: str) -> Path:
    for name, text in files.items():
        (path / f"{name}.toml").write_text(text, encoding="utf-8", newline="")
    return path


def load(path: Path, **files: str) -> Grammars:
    return load_grammars(folder(path, **files))


def rule(pattern: str) -> str:
    return RULE.format(pattern=f"'{pattern}'")


FAULTS = [
    # code, text of demo.toml, the line, what stands over the marker
    ("grammar_unknown_key", HEAD + "fragmets = 1\n", 2, "fragmets"),
    ("grammar_unknown_key", rule("甲") + "anker = '甲'\n", 6, "anker"),
    (
        "grammar_unknown_key",
        HEAD + "[[rules]]\nid='demo.a'\npattern='甲'\nexamples=[\n {text='甲'},\n {text='甲', mach='甲'}]\n",
        7,
        "mach",
    ),
    ("grammar_unknown_key", rule("甲") + "counterexamples = [{text='乙', why='不是', because='…'}]\n", 6, "because"),
    ("grammar_missing_key", HEAD + "[[rules]]\nid = 'demo.a'\npattern = '甲'\n", 2, "[[rules]]"),
    ("grammar_missing_key", HEAD + "[[rules]]\nid='demo.a'\npattern='甲'\nexamples=[{match='甲'}]\n", 5, "{match='甲'}"),
    ("grammar_missing_key", "about = '没有字段名'\n", None, None),
    ("grammar_wrong_type", rule("甲") + "priority = '高'\n", 6, "'高'"),
    ("grammar_wrong_type", rule("甲") + "label = 3\n", 6, "3"),
    ("grammar_wrong_type", rule("甲") + "engine = 'pcre'\n", 6, "'pcre'"),
    ("grammar_wrong_type", rule("甲") + "anchor = ['甲', 1]\n", 6, "1"),
    ("grammar_wrong_type", rule("甲") + "anchor = '甲'\nlookback = -1\n", 7, "-1"),
    ("grammar_wrong_type", HEAD + "rules = 3\n", 2, "3"),
    ("grammar_wrong_type", HEAD + "[fragments]\nhan = 1\n", 2, "[fragments]"),
    ("grammar_field_name", 'field = "other"\n', 1, '"other"'),
    ("grammar_bad_name", HEAD + "[fragments]\nHan = '甲'\n", 3, "Han"),
    ("grammar_duplicate_name", HEAD + "[fragments]\na = '甲'\n[words]\na = ['甲']\n", 5, "a"),
    ("grammar_empty_words", HEAD + "[words]\na = []\n", 3, "[]"),
    ("grammar_empty_words", HEAD + "[words]\na = ['甲', '']\n", 3, "''"),
    ("grammar_rule_id", HEAD + "[[rules]]\nid = 'other.a'\npattern='甲'\nexamples=[]\n", 3, "'other.a'"),
    ("grammar_rule_id", HEAD + "[[rules]]\nid = 'demo.A'\npattern='甲'\nexamples=[]\n", 3, "'demo.A'"),
    ("grammar_duplicate_rule", rule("甲") + "[[rules]]\nid = 'demo.a'\npattern='乙'\nexamples=[]\n", 7, "'demo.a'"),
    ("grammar_unknown_fragment", rule("岚${haan}号"), 4, "${haan}"),
    ("grammar_unknown_fragment", rule("岚${}号"), 4, "${}"),
    ("grammar_unknown_fragment", HEAD + "[fragments]\na = '甲${b}'\n", 3, "${b}"),
    ("grammar_recursive_fragment", HEAD + "[fragments]\na = '甲${a}'\n", 3, "${a}"),
    ("grammar_recursive_fragment", HEAD + "[fragments]\na = '甲${b}'\nb = '乙${c}'\nc = '${a}丙'\n", 5, "${a}"),
    ("grammar_empty_alternative", rule("岚(甲|)"), 4, "|)"),
    ("grammar_empty_alternative", rule("岚(|甲)"), 4, "(|"),
    ("grammar_empty_alternative", rule("岚(?P<x>|甲)"), 4, "(?P<x>|"),
    ("grammar_empty_alternative", rule("甲||乙"), 4, "||"),
    ("grammar_empty_alternative", rule("|甲"), 4, "|"),
    ("grammar_empty_alternative", rule("岚甲|"), 4, "|"),
    ("grammar_empty_alternative", HEAD + "[fragments]\na = '(?:甲|)'\n", 3, "|)"),
    ("grammar_nested_set", rule("岚[[〔]"), 4, "[["),
    ("grammar_nested_set", rule("岚[${han}·]"), 4, "${han}"),
    ("grammar_nested_set", rule("岚[甲--]乙"), 4, "--"),
    ("grammar_bad_regex", rule("岚(甲"), 4, "("),
    ("grammar_bad_regex", rule("岚甲)"), 4, ")"),
    ("grammar_bad_regex", rule("${han}{2,4}岚**"), 4, "*"),
    ("grammar_bad_regex", rule("(?P<a>甲)(?P<a>乙)"), 4, "a"),
    ("grammar_bad_regex", HEAD + "[fragments]\nx = '*甲'\n[[rules]]\nid='demo.a'\npattern = '${x}乙'\nexamples=[]\n", 6, "${x}"),
    ("grammar_bad_regex", rule(""), 4, "''"),
    ("grammar_bad_regex", rule("岚(甲") + "engine = 'regex'\n", 4, None),
    ("grammar_bad_anchor", rule("甲") + "anchor = ''\n", 6, "''"),
    ("grammar_bad_anchor", rule("甲") + "anchor = []\n", 6, "[]"),
    ("grammar_lookback_alone", rule("甲") + "lookback = 4\n", 6, "lookback"),
    ("grammar_bad_toml", HEAD + "about = 发文字号\n", 2, "发"),
    ("grammar_bad_toml", HEAD + "about = '甲'\nabout = '乙'\n", 3, None),
]


@pytest.mark.parametrize(("code", "text", "line", "over"), FAULTS)
def test_fault_stops_the_load(tmp_path: Path, code: str, text: str, line: int | None, over: str | None) -> None:
    with pytest.raises(GrammarError) as caught:
        load(tmp_path, demo=text)
    error = caught.value
    assert error.code == code
    assert error.where is not None
    assert "demo.toml" in error.where
    if line is not None:
        assert f"demo.toml:{line}" in error.where
    if over is not None:
        assert marked(error.detail) == over
    assert error.exit_code == 2
    assert str(error) != error.render("en")


def test_fault_names_the_rule(tmp_path: Path) -> None:
    with pytest.raises(GrammarError) as caught:
        load(tmp_path, demo=rule("岚(甲|)"))
    assert str(caught.value.where).endswith("demo.toml:4 demo.a")


def test_unknown_names_are_guessed(tmp_path: Path) -> None:
    with pytest.raises(GrammarError) as caught:
        load(tmp_path, demo=rule("甲") + "anchr = '甲'\n")
    assert "anchor" in str(caught.value)
    (tmp_path / "b").mkdir()
    with pytest.raises(GrammarError) as caught:
        load(tmp_path / "b", demo=rule("${haan}"))
    assert caught.value.params["guess"] == "han"


def test_marker_of_a_multi_line_pattern_stands_in_its_line(tmp_path: Path) -> None:
    with pytest.raises(GrammarError) as caught:
        load(tmp_path, demo=RULE.format(pattern="'''\n(?x)岚\n  川(甲|)'''"))
    assert marked(caught.value.detail) == "|)"
    assert "demo.toml:6" in str(caught.value.where)


def test_marker_of_a_long_line_shows_its_surroundings(tmp_path: Path) -> None:
    with pytest.raises(GrammarError) as caught:
        load(tmp_path, demo=rule("岚" * 300 + "(甲|)" + "川" * 300))
    assert marked(caught.value.detail) == "|)"
    assert len(str(caught.value.detail).split("\n")[0]) < 120


def test_fault_in_the_shared_file_of_the_user_is_found_there(tmp_path: Path) -> None:
    with pytest.raises(GrammarError) as caught:
        load(tmp_path, shared="field = 'shared'\n[fragments]\nplace = '岚川|'\n", demo=rule("${place}"))
    assert "shared.toml:3" in str(caught.value.where)


def test_files_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "demo.toml").write_bytes(HEAD.encode() + "about = '发文字号'\n".encode("gb18030"))
    with pytest.raises(GrammarError) as caught:
        load_grammars(tmp_path)
    assert (caught.value.code, caught.value.params["line"]) == ("grammar_not_utf8", 2)


def test_folder_without_grammars(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("岚川", encoding="utf-8")
    with pytest.raises(GrammarError) as caught:
        load_grammars(tmp_path)
    assert caught.value.code == "grammar_no_files"


def test_every_fault_has_its_wording() -> None:
    assert {code for code, *_ in FAULTS} <= set(ERRORS)


# What is no fault


@pytest.mark.parametrize(
    "pattern",
    [
        "[|]甲",
        r"甲\||乙",
        r"\(|甲",
        "[(|]|甲",
        "(?:甲|乙)?",
        "()甲",
        "(?#甲|)乙",
        "甲(?=乙|$)",
        "[]|]甲",
        r"[\[〔]",
        "[^]|]",
        "甲(?:乙)|丙",
    ],
)
def test_no_empty_alternative(pattern: str) -> None:
    assert silent_fault(pattern) is None


def test_a_bar_after_a_group_is_not_taken_for_empty() -> None:
    assert silent_fault("(甲)|乙") is None
    assert silent_fault("(甲|)|乙") == ("grammar_empty_alternative", (2, 4))


# Expansion


def test_fragment_stays_one_unit() -> None:
    assert expand("${a}?", {"a": "甲|乙"}).text == "(?:甲|乙)?"
    assert expand("${a}?", {"a": "[甲乙]"}).text == "[甲乙]?"
    assert expand("${a}{2}", {"a": "甲{1,2}"}).text == "(?:甲{1,2}){2}"
    assert expand("[${a}乙]", {"a": "一-鿿"}).text == "[一-鿿乙]"
    assert expand(r"\${a}", {}).text == r"\${a}"


def test_longest_word_first_and_escaped() -> None:
    assert words_pattern(["通知", "紧急通知", "（试行）", "a.b"]) == r"(?:紧急通知|（试行）|a\.b|通知)"


def test_of_a_long_list_the_same_words_match_and_nothing_else() -> None:
    words = ["通知", "通知书", "-甲", "]乙", "^丙", "\\丁", "批复", "意见", "函", "令", "命令", "[戊", "&&", "——己"]
    pattern = words_pattern(words)
    assert pattern.startswith("(?:(?=["), "a list so long is asked for its first characters"
    assert silent_fault(pattern) is None
    for word in words:
        assert re.fullmatch(pattern, word), word
    assert [found.group() for found in re.finditer(pattern, "关于通知书和命令的批复——己，[丁、甲、知")] == [
        "通知书",
        "命令",
        "批复",
        "——己",
    ]


def test_written_span_leads_back_to_the_reference() -> None:
    expansion = expand("甲${a}乙${a}丙", {"a": "[一-九]"})
    assert [expansion.written_span(at) for at in (0, 1, 5, 6, 7, 12)] == [(0, 1), (1, 5), (1, 5), (5, 6), (6, 10), (10, 11)]


def test_places_of_all_forms() -> None:
    source = (
        'a = \'x\' # \'\n"b c" = """\n[[no]]\\""""\nd.e = 1_0\n[t.u]\nv = { w = [1, \'二\', [3]], x = true }\n'
        "[[r]]\ny = '''\nz'''\n[[r]]\ny = 2021-01-01\n[r.s]\nq = \"\\\"\"\n"
    )
    found = places(source)
    said = {path: source[slice(*place.value)] for path, place in found.items()}
    assert said["a",] == "'x'"
    assert said["b c",].startswith('"""')
    assert said["d", "e"] == "1_0"
    assert said["t", "u", "v", "w", 1] == "'二'"
    assert said["t", "u", "v", "w", 2, 0] == "3"
    assert said["t", "u", "v", "x"] == "true"
    assert source[found["r", 0, "y"].content or 0] == "z"
    assert said["r", 1, "y"] == "2021-01-01"
    assert said["r", 1, "s", "q"] == '"\\""'


# What the user's folder does


def test_user_adds_a_field_and_uses_shared_names(tmp_path: Path) -> None:
    text = rule("(?P<code>${han}{2,4})${open}${year}${close}")
    grammars = load(tmp_path, demo=text)
    match = grammars["demo"].first("见岚水发〔2023〕")
    assert match is not None
    assert (match.rule, match.group("code")) == ("demo.a", "见岚水发")
    assert "demo" not in load_grammars()


def test_user_overrides_a_rule_by_its_id_and_keeps_the_others(tmp_path: Path) -> None:
    ours = load_grammars()
    field = next(ours[name] for name in ours if len(ours[name].rules) > 1)
    first, second = field.rules[:2]
    text = f"field = '{field.name}'\n[[rules]]\nid = '{first.id}'\npattern = '岚川甲乙丙'\nexamples = []\n"
    text += f"[[rules]]\nid = '{field.name}.of_the_user'\npattern = '禾丰'\nexamples = []\n"
    grammars = load(tmp_path, **{field.name: text})
    theirs = grammars[field.name]
    assert [rule.id for rule in theirs.rules] == [*(rule.id for rule in field.rules), f"{field.name}.of_the_user"]
    assert theirs.rule(first.id).pattern == "岚川甲乙丙"
    assert theirs.rule(second.id).pattern == second.pattern
    assert theirs.about == field.about
    assert ours[field.name].rule(first.id).pattern == first.pattern


def test_user_adds_words_and_replaces_fragments_of_the_shared_file(tmp_path: Path) -> None:
    shared = "field = 'shared'\n[fragments]\ndigit = '[甲乙]'\n[words]\nplaces_of_the_user = ['岚川市', '禾丰县']\n"
    demo = HEAD + "[words]\nkinds = ['通知']\n" + rule("${places_of_the_user}${digit}${kinds}").removeprefix(HEAD)
    field = load(tmp_path, shared=shared, demo=demo)["demo"]
    theirs = {"places_of_the_user": ("岚川市", "禾丰县"), "kinds": ("通知",)}
    assert {name: field.words[name] for name in theirs} == theirs
    assert field.patterns["kinds"] == "(?:通知)"
    assert field.match("禾丰县乙通知") is not None
    assert field.match("禾丰县1通知") is None


def test_patterns_of_a_field_that_the_user_touched_are_compiled_at_once(tmp_path: Path) -> None:
    with pytest.raises(GrammarError):
        load(tmp_path, demo=rule("甲("))


def test_loading_twice_is_loading_once(tmp_path: Path) -> None:
    assert load_grammars() is load_grammars()
    assert load(tmp_path, demo=rule("甲")) is load_grammars(tmp_path)


# The hash


def test_hash_is_of_names_and_contents_only(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "abcde"]
    for path in paths:
        path.mkdir()
    same = load(paths[0], demo=rule("甲"))
    moved = load(paths[1], demo=rule("甲").replace("\n", "\r\n"))
    changed = load(paths[2], demo=rule("乙"))
    renamed = load(paths[3], demo2=rule("甲").replace("demo", "demo2"))
    more = load(paths[4], demo=rule("甲"), other="field = 'other'\n")
    assert same.hash == moved.hash
    assert len({load_grammars().hash, same.hash, changed.hash, renamed.hash, more.hash}) == 5


def test_word_data_of_the_lexicon_is_part_of_the_hash_but_no_grammar(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    without = load(tmp_path / "a", demo=rule("甲"))
    (tmp_path / "b" / "lexicon").mkdir(parents=True)
    (tmp_path / "b" / "lexicon" / "units.toml").write_text("units = ['件']\n", encoding="utf-8")
    with_words = load(tmp_path / "b", demo=rule("甲"))
    assert without.hash != with_words.hash
    assert "lexicon.units" not in with_words
