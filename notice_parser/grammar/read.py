"""A grammar file as read: its form, held against the schema; a fault is shown with file, line and marker."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from notice_parser.errors import GrammarError
from notice_parser.grammar import places
from notice_parser.grammar.schema import Counterexample, Example, FileForm, RuleForm
from notice_parser.model import Span

__all__ = ["GrammarFile", "closest", "read_grammar"]

KNOWN_SHOWN = 12  # of a long list of known names so many are shown, the closest first
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_FORM_PLACE = re.compile(r"(.*?)(?: - at `\$(.*)`)?", re.DOTALL)
_FORM_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


class GrammarFile(Struct, frozen=True):
    """A grammar file as read: how errors call it, its text and its form."""

    shown: str
    source: str
    form: FileForm

    def fault(self, code: str, path: places.Path, *, key: bool = False, inside: Span | None = None, **params: Any) -> GrammarError:
        return _fault(code, self.shown, self.source, path, key=key, inside=inside, **params)


def read_grammar(shown: str, field: str, data: bytes) -> GrammarFile:
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GrammarError("grammar_not_utf8", where=shown, line=data.count(b"\n", 0, error.start) + 1) from None
    try:
        written = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise _toml_fault(shown, source, str(error)) from None
    _check_keys(shown, source, written, FileForm, ())
    for index, rule in enumerate(_tables(written.get("rules"))):
        _check_keys(shown, source, rule, RuleForm, ("rules", index))
        for key, item_form in (("examples", Example), ("counterexamples", Counterexample)):
            for number, item in enumerate(_tables(rule.get(key))):
                _check_keys(shown, source, item, item_form, ("rules", index, key, number))
    try:
        form = msgspec.convert(written, FileForm)
    except msgspec.ValidationError as error:
        raise _form_fault(shown, source, str(error)) from None
    file = GrammarFile(shown, source, form)
    if form.field != field:
        raise file.fault("grammar_field_name", ("field",), field=form.field, expected=field)
    return file


def _tables(value: object) -> list[dict[str, Any]]:
    """The tables of an array; whatever is not of that form is left to msgspec to report."""
    return [item if isinstance(item, dict) else {} for item in value] if isinstance(value, list) else []


def _check_keys(shown: str, source: str, table: Mapping[str, Any], form: type[Struct], path: places.Path) -> None:
    known = form.__struct_fields__
    for key in table:
        if key not in known:
            raise _fault("grammar_unknown_key", shown, source, (*path, key), key=True, key_name=key, **closest(key, known))
    for key in _required(form):
        if key not in table:
            raise _fault("grammar_missing_key", shown, source, path, key=True, key_name=key)


@cache
def _required(form: type[Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(form) if field.required)


def closest(name: str, known: Iterable[str]) -> dict[str, Any]:
    """The name that was meant, probably, and what there is."""
    names = sorted(set(known))
    near = difflib.get_close_matches(name, names, n=KNOWN_SHOWN, cutoff=0.0)
    return {"guess": near[0] if near else "—", "known": "、".join(near if len(names) > KNOWN_SHOWN else names) or "—"}


def _toml_fault(shown: str, source: str, message: str) -> GrammarError:
    found = _TOML_PLACE.search(message)
    reason = message[: found.start()] if found else message
    lines = source.split("\n")
    if found and found[1]:
        line, column = int(found[1]), int(found[2])
    else:
        line = max(1, len(source.rstrip().split("\n")))
        column = len(lines[line - 1].rstrip()) + 1
    start = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
    return GrammarError(
        "grammar_bad_toml", where=f"{shown}:{line}", detail=places.mark(source, start, start + 1), reason=reason, column=column
    )


def _form_fault(shown: str, source: str, message: str) -> GrammarError:
    found = _FORM_PLACE.fullmatch(message)
    reason, written = (found[1], found[2] or "") if found else (message, "")
    path: list[str | int] = []
    for step in _FORM_STEP.finditer(written):
        if step[2] == "...":  # msgspec does not say under which key
            break
        path.append(step[1] if step[1] is not None else int(step[2]))
    return _fault("grammar_wrong_type", shown, source, tuple(path), reason=reason)


def _fault(
    code: str, shown: str, source: str, path: places.Path, *, key: bool = False, inside: Span | None = None, **params: Any
) -> GrammarError:
    """The error, with file, line, rule, and the marker under the key or value at ``path``, or under ``inside`` of it."""
    found = places.places(source)
    rule = _rule_name(source, path)
    place = found.get(path)
    while place is None and path:
        path = path[:-1]
        place, key, inside = found.get(path), True, None
    if place is None:
        return GrammarError(code, where=shown, **params)
    start, end = place.key if key else place.value
    if inside is not None and place.content is not None:
        start, end = place.content + inside[0], place.content + inside[1]
    where = f"{shown}:{source.count(chr(10), 0, start) + 1}"
    return GrammarError(code, where=f"{where} {rule}" if rule else where, detail=places.mark(source, start, end), **params)


def _rule_name(source: str, path: places.Path) -> str | None:
    """The id of the rule that ``path`` leads into, or its number where it has none."""
    if len(path) < 2 or path[0] != "rules" or not isinstance(path[1], int):
        return None
    rule = tomllib.loads(source)["rules"][path[1]]
    return rule["id"] if isinstance(rule, dict) and isinstance(rule.get("id"), str) else f"#{path[1] + 1}"
