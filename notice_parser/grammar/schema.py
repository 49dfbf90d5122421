"""The form of a grammar file: one TOML a field, named like the field.

Patterns say what a thing looks like, Python says what it means. A rule comes with the wordings it is for
(``examples``) and with the nearest thing it must not take (``counterexamples``); ``check`` runs both.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

__all__ = ["Counterexample", "Engine", "Example", "FileForm", "RuleForm"]

Engine: TypeAlias = Literal["re", "regex"]


class Example(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that the rule takes whole, or the part ``match`` of it; ``gives``: what named groups then hold."""

    text: str
    match: str | None = None
    gives: dict[str, str] = {}


class Counterexample(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text in which the rule takes nothing, and why that is right."""

    text: str
    why: str


class RuleForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ``[[rules]]`` table as written. A rule with ``whole`` takes whole lines only, or with ``Field.match`` whole regions."""

    id: str
    pattern: str
    examples: tuple[Example, ...]
    counterexamples: tuple[Counterexample, ...] = ()
    anchor: str | tuple[str, ...] | None = None
    lookback: Annotated[int, Meta(ge=0)] | None = None
    label: str | None = None
    priority: int = 0
    engine: Engine = "re"
    whole: bool | None = None
    about: str | None = None


class FileForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One grammar file as written. ``whole`` holds for each rule that says nothing else."""

    field: str
    about: str | None = None
    whole: bool = False
    fragments: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    rules: tuple[RuleForm, ...] = ()
