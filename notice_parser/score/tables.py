"""Data tables against gold, found by their caption: shape, columns and the cells that gold names. Forms are not judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from notice_parser.score.verdicts import Judgement
from notice_parser.score.wording import fold, is_number, same_number

__all__ = ["judge_tables"]


def judge_tables(answers: Sequence[Mapping[str, Any]], gold: Sequence[Mapping[str, Any]]) -> Iterator[Judgement]:
    """The judgements of ``table.found``, ``table.shape``, ``table.columns`` and ``table.cells``."""
    rest = [table for table in answers if table.get("kind") != "form"]
    for wanted in gold:
        caption = str(wanted["caption"])
        place = next((i for i, table in enumerate(rest) if fold(table.get("caption")) == fold(wanted["caption"])), None)
        if place is None:
            yield Judgement("table.found", "missed", caption)
            yield Judgement("table.shape", "missed", caption)
            yield from (Judgement("table.columns", "missed", f"{caption} {name}") for name in wanted.get("columns", ()))
            yield from (Judgement("table.cells", "missed", f"{caption} {key}") for key in wanted.get("cells", ()))
            continue
        table = rest.pop(place)
        yield Judgement("table.found", "hit", caption)
        faults = "; ".join(_shape_faults(table, wanted))
        yield Judgement("table.shape", "wrong" if faults else "hit", f"{caption}: {faults}" if faults else caption)
        yield from _judge_columns(table, wanted, caption)
        for key, cell in wanted.get("cells", {}).items():
            is_right = _is_cell(table, key, cell)
            yield Judgement("table.cells", "hit" if is_right else "wrong", f"{caption} {key}={cell}")
    yield from (Judgement("table.found", "false", str(table.get("caption"))) for table in rest)


def _shape_faults(table: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[str]:
    got = (len(table.get("rows") or ()), len(table.get("columns") or ()))
    want = (wanted["n_body_rows"], wanted["n_columns"])
    if got != want:
        yield f"rows, columns {got} for {want}"
    for key in ("unit", "attachment"):
        if key in wanted and fold(table.get(key)) != fold(wanted[key]):
            yield f"{key} {table.get(key)!r} for {wanted[key]!r}"
    n_notes = len(table.get("notes") or ())
    if "n_notes" in wanted and n_notes != wanted["n_notes"]:
        yield f"{n_notes} notes for {wanted['n_notes']}"


def _judge_columns(table: Mapping[str, Any], wanted: Mapping[str, Any], caption: str) -> Iterator[Judgement]:
    names = [column.get("name") for column in table.get("columns") or ()]
    for number, want in enumerate(wanted.get("columns", ())):
        got = names[number] if number < len(names) else None
        is_right = number < len(names) and fold(got) == fold(want)
        yield Judgement("table.columns", "hit" if is_right else "wrong", f"{caption} {want}" + ("" if is_right else f": {got}"))


def _is_cell(table: Mapping[str, Any], key: str, want: Any) -> bool:
    row, column = (int(part) for part in key.split(","))
    try:
        printed, typed = table["raw"][row][column], table["rows"][row][column]
    except (KeyError, IndexError, TypeError):
        return False
    if want is None:
        return typed is None
    if is_number(want):
        return same_number(typed, want)
    return fold(printed) == fold(want)
