"""Ring 1: every example and counterexample of every grammar file, one test a rule."""

from __future__ import annotations

import pytest

from notice_parser.grammar import Field, Rule, load_grammars
from notice_parser.grammar.check import check_examples, check_field, check_speed

GRAMMARS = load_grammars()
FIELDS = [GRAMMARS[name] for name in GRAMMARS]
RULES = [rule for field in FIELDS for rule in field.rules]


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])
def test_examples(rule: Rule) -> None:
    assert [failure.render() for failure in check_examples(rule)] == []


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])
def test_speed(rule: Rule) -> None:
    assert [failure.render() for failure in check_speed(rule)] == []


@pytest.mark.parametrize("field", [pytest.param(field, id=field.name) for field in FIELDS])
def test_rules_of_a_field_do_not_tie_and_anchors_hide_nothing(field: Field) -> None:
    assert [failure.render() for failure in check_field(field)] == []


def test_every_file_gives_rules_and_says_what_it_is_about() -> None:
    assert RULES
    assert [field.name for field in FIELDS if not field.rules or not field.about] == []
