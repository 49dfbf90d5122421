"""What differs between two outputs of a batch: notices that came or went, and values that changed, by field and rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from notice_parser.batch.archive import notices_of

__all__ = ["Change", "Diff", "diff_archives", "diff_lines", "diff_object"]

_SAMPLES = 5  # of a field and rule
_LISTED = 20  # paths that came or went, in the lines
_SHOWN = 60  # characters of a value, in the lines
_NOT_COMPARED = ("schema_version", "id", "producer", "source", "review", "pages")
# of a list's items, what tells which one of the old is which one of the new
_NAMES = ("key", "code", "id", "name", "number", "title", "marker", "raw")
_PLACES = ("span", "quantity_span", "value_span", "heading_span", "rule", "id")


class Change(Struct, frozen=True):
    """A value that differs: path of the notice, field (``title.text``), rule that gives the new one (or gave the old), both values."""

    path: str
    field: str
    rule: str
    old: Any
    new: Any


class Diff(Struct, frozen=True):
    """What differs. ``counts``: field and rule → how often; ``samples``: the first few changes of each."""

    n_compared: int
    n_changed: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    counts: dict[tuple[str, str], int]
    samples: dict[tuple[str, str], tuple[Change, ...]]


def diff_archives(old: str, new: str) -> Diff:
    """What differs between two outputs; ``NoticeParserError`` where one is none."""
    before = dict(notices_of(old))
    n_compared = n_changed = 0
    added: list[str] = []
    counts: dict[tuple[str, str], int] = {}
    samples: dict[tuple[str, str], list[Change]] = {}
    for path, data in notices_of(new):
        if path not in before:
            added.append(path)
            continue
        n_compared += 1
        earlier = before.pop(path)
        if earlier == data:
            continue
        changes = list(_changes(path, json.loads(earlier), json.loads(data)))
        n_changed += bool(changes)
        for change in changes:
            group = (change.field, change.rule)
            counts[group] = counts.get(group, 0) + 1
            some = samples.setdefault(group, [])
            if len(some) < _SAMPLES:
                some.append(change)
    order = sorted(counts, key=lambda group: (-counts[group], group))
    return Diff(
        n_compared,
        n_changed,
        tuple(sorted(added)),
        tuple(sorted(before)),
        {group: counts[group] for group in order},
        {group: tuple(samples[group]) for group in order},
    )


def diff_lines(found: Diff, lang: str = "zh") -> Iterator[str]:
    """The difference as lines for people, the most frequent change first."""
    zh = lang != "en"
    head = (found.n_compared, found.n_changed, len(found.added), len(found.removed))
    if zh:
        yield "比较 {} 份，变化 {} 份，新增 {} 份，消失 {} 份".format(*head)
    else:
        yield "{} compared, {} changed, {} added, {} removed".format(*head)
    for paths, mark in ((found.added, "+"), (found.removed, "-")):
        yield from (f"{mark} {path}" for path in paths[:_LISTED])
        if len(paths) > _LISTED:
            yield f"{mark} … {len(paths) - _LISTED}"
    for (field, rule), count in found.counts.items():
        yield f"{field}  {rule or '-'}  {count}"
        for one in found.samples[field, rule]:
            yield f"    {one.path}: {_short(one.old)} → {_short(one.new)}"


def diff_object(found: Diff) -> dict[str, Any]:
    """The difference as what ``json.dumps`` takes."""
    return {
        "compared": found.n_compared,
        "changed": found.n_changed,
        "added": list(found.added),
        "removed": list(found.removed),
        "fields": [
            {
                "field": field,
                "rule": rule,
                "count": count,
                "samples": [{"path": one.path, "old": one.old, "new": one.new} for one in found.samples[field, rule]],
            }
            for (field, rule), count in found.counts.items()
        ],
    }


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _changes(path: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for field in sorted({*old, *new} - set(_NOT_COMPARED)):
        yield from _compared(path, field, old.get(field), new.get(field))


def _compared(path: str, field: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, list) and isinstance(new, list) and all(isinstance(one, dict) for one in [*old, *new]):
        yield from _compared_lists(path, field, old, new)
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted({*old, *new} - set(_PLACES)):
            if old.get(name) != new.get(name):
                yield Change(path, f"{field}.{name}", _rule(new) or _rule(old), old.get(name), new.get(name))
        return
    yield Change(path, field, _rule(new) or _rule(old), _shown(old), _shown(new))


def _compared_lists(path: str, field: str, old: list[Any], new: list[Any]) -> Iterator[Change]:
    """Items that came, went or changed; those of one name are compared in their order."""
    waiting: dict[str, list[Any]] = {}
    for item in old:
        waiting.setdefault(_name(item), []).append(item)
    for item in new:
        same = waiting.get(_name(item))
        if same:
            earlier = same.pop(0)
            for name in sorted({*earlier, *item} - set(_PLACES)):
                if earlier.get(name) != item.get(name):
                    yield Change(path, f"{field}[].{name}", _rule(item) or _rule(earlier), earlier.get(name), item.get(name))
        else:
            yield Change(path, f"{field}[]", _rule(item), None, _shown(item))
    for some in waiting.values():
        for item in some:
            yield Change(path, f"{field}[]", _rule(item), _shown(item), None)


def _name(item: Mapping[str, Any]) -> str:
    return next((f"{name} {item[name]}" for name in _NAMES if item.get(name) is not None), "")


def _rule(value: Any) -> str:
    return str(value.get("rule") or "") if isinstance(value, dict) else ""


def _shown(value: Any) -> Any:
    """An object by the part of it that a person reads."""
    if isinstance(value, dict):
        return next((value[name] for name in ("raw", "text", "name", "message", "title", "code") if value.get(name)), value)
    return value
