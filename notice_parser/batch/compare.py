"""What has changed in a notice, value by value: two JSON objects in, changes out, each with its field and the rule that gave the value.

Items of a list are told by what names them (a statistic by its key, a reference by its title), so that one that is new does not make
all that follow look changed. Where a value stands, and the numbers of records within a notice, are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

__all__ = ["NOT_COMPARED", "Change", "changes_of"]

NOT_COMPARED = frozenset({"schema_version", "id", "producer", "source", "review", "pages"})
# of a list's items, what tells which one of the old is which one of the new
_NAMES = ("key", "code", "name", "number", "title", "caption", "marker", "raw", "id")
_PLACES = frozenset({"span", "quantity_span", "value_span", "heading_span", "bbox", "rule", "id", "key"})


class Change(Struct, frozen=True):
    """A value that differs: path of the notice, field (``title.text``), rule that gives the new one (or gave the old), both values."""

    path: str
    field: str
    rule: str
    old: Any
    new: Any


def changes_of(path: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What differs between a notice's JSON as it was and as it is."""
    before, after = _told(old), _told(new)
    for field in sorted({*before, *after} - NOT_COMPARED):
        yield from _compared(path, field, "", before.get(field), after.get(field))


def _told(notice: Mapping[str, Any]) -> dict[str, Any]:
    """The notice, its records told by their own words where others point to them by number: one more record moves all numbers."""
    told = dict(notice)
    words = {one["id"]: one.get("quantity") or one.get("raw") for one in told.get("statistics") or ()}
    words |= {one["id"]: one.get("caption") for one in told.get("tables") or ()}
    if told.get("statistics"):
        told["statistics"] = [{**one, "part_of": words.get(one["part_of"])} for one in told["statistics"]]
    if told.get("findings"):
        told["findings"] = [
            {
                **one,
                "evidence": [{**some, **{name: words.get(some.get(name)) for name in ("statistic", "table")}} for some in one["evidence"]],
            }
            for one in told["findings"]
        ]
    return told


def _compared(path: str, field: str, rule: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, list) and isinstance(new, list):
        if all(isinstance(one, dict) for one in [*old, *new]):
            yield from _compared_items(path, field, rule, old, new)
            return
        if len(old) == len(new) and all(isinstance(one, list) for one in [*old, *new]):  # the rows of a table
            for one, other in zip(old, new, strict=True):
                yield from _compared(path, f"{field}[]", rule, one, other)
            return
        if len(old) == len(new):
            for one, other in zip(old, new, strict=True):
                if one != other:
                    yield Change(path, f"{field}[]", rule, one, other)
            return
    if isinstance(old, dict) and isinstance(new, dict):
        inner = _rule(new) or _rule(old) or rule
        for name in sorted({*old, *new} - _PLACES):
            yield from _compared(path, f"{field}.{name}", inner, old.get(name), new.get(name))
        return
    yield Change(path, field, _rule(new) or _rule(old) or rule, _shown(old), _shown(new))


def _compared_items(path: str, field: str, rule: str, old: list[Any], new: list[Any]) -> Iterator[Change]:
    """Items that came, went or changed; those of one name are compared in their order."""
    waiting: dict[str, list[Any]] = {}
    for item in old:
        waiting.setdefault(_name(item), []).append(item)
    fresh = []
    for item in new:
        same = waiting.get(_name(item))
        if same:
            yield from _compared(path, f"{field}[]", rule, same.pop(0), item)
        else:
            fresh.append(item)
    # of the others, those that stand at the same place: their name itself has changed
    left = {place: item for some in waiting.values() for item in some if (place := _place(item))}
    for item in fresh:
        earlier = left.pop(_place(item), None)
        if earlier is not None:
            waiting[_name(earlier)].remove(earlier)
            yield from _compared(path, f"{field}[]", rule, earlier, item)
        else:
            yield Change(path, f"{field}[]", _rule(item) or rule, None, _shown(item))
    for some in waiting.values():
        for item in some:
            yield Change(path, f"{field}[]", _rule(item) or rule, _shown(item), None)


def _place(item: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(item.get("quantity_span") or item.get("span") or ())


def _name(item: Mapping[str, Any]) -> str:
    return next((f"{name} {item[name]}" for name in _NAMES if isinstance(item.get(name), str)), "")


def _rule(value: Any) -> str:
    return str(value.get("rule") or "") if isinstance(value, dict) else ""


def _shown(value: Any) -> Any:
    """An object by the part of it that a person reads; of a list, how long it is where it holds lists."""
    if isinstance(value, dict):
        return next((value[name] for name in ("raw", "text", "name", "message", "title", "code") if value.get(name)), value)
    if isinstance(value, list) and value and isinstance(value[0], list):
        return f"{len(value)} × {len(value[0])}"
    return value
