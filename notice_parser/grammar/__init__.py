"""The rule engine: reads ``grammars/*.toml``, finds what their rules match. It knows no field."""

from __future__ import annotations

from notice_parser.grammar.field import Field, Grammars
from notice_parser.grammar.load import load_grammars
from notice_parser.grammar.match import Match
from notice_parser.grammar.rule import Rule

__all__ = ["Field", "Grammars", "Match", "Rule", "load_grammars"]
