"""What differs between two outputs of a batch: notices that came or went, and values that changed, by field and rule.

The outputs are gone through one notice at a time, the old one twice; what is remembered of them (a digest a notice, the new ones
that have changed) is on the disk.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import msgspec
from msgspec import Raw, Struct

from notice_parser.batch.archive import notices_of
from notice_parser.batch.compare import NOT_COMPARED, Change, changes_of

__all__ = ["Diff", "diff_archives", "diff_lines", "diff_object"]

_SAMPLES = 5  # of a field and rule
_MOST_LISTED = 1000  # paths that came or went
_LISTED = 20  # of them, in the lines
_SHOWN = 60  # characters of a value, in the lines
_BEFORE = 10  # characters that are shown of what two values begin with alike
_FIELDS = msgspec.json.Decoder(dict[str, Raw])


class Diff(Struct, frozen=True):
    """What differs. ``added``, ``removed``: the first thousand paths; ``counts``: field and rule → how often; ``samples``: the first few
    changes of each that are unlike each other."""

    n_compared: int
    n_changed: int
    n_added: int
    n_removed: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    counts: dict[tuple[str, str], int]
    samples: dict[tuple[str, str], tuple[Change, ...]]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not (self.n_changed or self.n_added or self.n_removed)


def diff_archives(old: str, new: str) -> Diff:
    """What differs between two outputs of any form; ``NoticeParserError`` where one is none, or the parts with its notices are gone."""
    with closing(sqlite3.connect("", isolation_level=None)) as base:  # a file without a name, which goes with the connection
        base.execute("CREATE TABLE old (path TEXT PRIMARY KEY, digest BLOB, is_met INTEGER DEFAULT 0) WITHOUT ROWID")
        base.execute("CREATE TABLE changed (path TEXT PRIMARY KEY, data BLOB)")
        base.execute("CREATE TABLE added (path TEXT PRIMARY KEY) WITHOUT ROWID")
        base.execute("BEGIN")
        base.executemany(
            "INSERT OR IGNORE INTO old (path, digest) VALUES (?, ?)", ((path, _digest(data)) for path, data in notices_of(old))
        )
        for path, data in notices_of(new):
            row = base.execute("SELECT digest FROM old WHERE path = ?", (path,)).fetchone()
            if row is None:
                base.execute("INSERT OR IGNORE INTO added VALUES (?)", (path,))
                continue
            base.execute("UPDATE old SET is_met = 1 WHERE path = ?", (path,))
            if row[0] != _digest(data):
                base.execute("INSERT OR REPLACE INTO changed VALUES (?, ?)", (path, zlib.compress(data, 1)))
        n_changed, counts, samples = _compared(base, old)
        order = sorted(counts, key=lambda group: (-counts[group], group))
        gone = "FROM old WHERE NOT is_met"
        return Diff(
            n_compared=_one(base, "SELECT count(*) FROM old WHERE is_met"),
            n_changed=n_changed,
            n_added=_one(base, "SELECT count(*) FROM added"),
            n_removed=_one(base, f"SELECT count(*) {gone}"),
            added=tuple(row[0] for row in base.execute("SELECT path FROM added ORDER BY path LIMIT ?", (_MOST_LISTED,))),
            removed=tuple(row[0] for row in base.execute(f"SELECT path {gone} ORDER BY path LIMIT ?", (_MOST_LISTED,))),
            counts={group: counts[group] for group in order},
            samples={group: tuple(samples[group]) for group in order},
        )


def _compared(base: sqlite3.Connection, old: str) -> tuple[int, dict[tuple[str, str], int], dict[tuple[str, str], list[Change]]]:
    n_changed = 0
    counts: dict[tuple[str, str], int] = {}
    samples: dict[tuple[str, str], list[Change]] = {}
    if not _one(base, "SELECT count(*) FROM changed"):
        return n_changed, counts, samples
    for path, data in notices_of(old):
        row = base.execute("SELECT data FROM changed WHERE path = ?", (path,)).fetchone()
        if row is None:
            continue
        changes = list(changes_of(path, json.loads(data), json.loads(zlib.decompress(row[0]))))
        n_changed += bool(changes)
        for change in changes:
            group = (change.field, change.rule)
            counts[group] = counts.get(group, 0) + 1
            some = samples.setdefault(group, [])
            if len(some) < _SAMPLES and not any((one.old, one.new) == (change.old, change.new) for one in some):
                some.append(change)
    return n_changed, counts, samples


def _digest(data: bytes) -> bytes:
    """Of what is compared: new rules change ``producer`` in every notice."""
    said = hashlib.blake2b(digest_size=16)
    for name, value in sorted(_FIELDS.decode(data).items()):
        if name not in NOT_COMPARED:
            said.update(name.encode())
            said.update(value)
    return said.digest()


def _one(base: sqlite3.Connection, query: str) -> int:
    return int(base.execute(query).fetchone()[0])


def diff_lines(found: Diff, lang: str = "zh") -> Iterator[str]:
    """The difference as lines for people: the fields in which most has changed first, of each its rules, of each some changes."""
    zh = lang != "en"
    head = (found.n_compared, found.n_changed, found.n_added, found.n_removed)
    if zh:
        yield "比较 {} 份，变化 {} 份，新增 {} 份，消失 {} 份".format(*head)
    else:
        yield "{} compared, {} changed, {} added, {} removed".format(*head)
    for paths, count, mark in ((found.added, found.n_added, "+"), (found.removed, found.n_removed, "-")):
        yield from (f"{mark} {path}" for path in paths[:_LISTED])
        if count > _LISTED:
            yield f"{mark} … {count - _LISTED}"
    totals: dict[str, int] = {}
    for (field, _), count in found.counts.items():
        totals[field] = totals.get(field, 0) + count
    for field in sorted(totals, key=lambda field: (-totals[field], field)):
        yield f"{field}  {totals[field]}"
        for (other, rule), count in found.counts.items():
            if other == field:
                yield f"  {rule or ('（无规则）' if zh else '(no rule)')}  {count}"
                for one in found.samples[field, rule]:
                    old, new = _short(one.old, one.new)
                    yield f"    {one.path}: {old} → {new}"


def diff_object(found: Diff) -> dict[str, Any]:
    """The difference as what ``json.dumps`` takes."""
    return {
        "compared": found.n_compared,
        "changed": found.n_changed,
        "n_added": found.n_added,
        "n_removed": found.n_removed,
        "added": list(found.added),
        "removed": list(found.removed),
        "fields": [
            {
                "field": field,
                "rule": rule or None,
                "count": count,
                "samples": [{"path": one.path, "old": one.old, "new": one.new} for one in found.samples[field, rule]],
            }
            for (field, rule), count in found.counts.items()
        ],
    }


def _short(old: Any, new: Any) -> tuple[str, str]:
    """Both values on one line, cut to where they differ."""
    texts = [value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False) for value in (old, new)]
    same = 0
    for one, other in zip(*texts, strict=False):
        if one != other:
            break
        same += 1
    start = max(0, same - _BEFORE) if max(map(len, texts)) > _SHOWN else 0
    told = []
    for value, text in zip((old, new), texts, strict=True):
        piece = text[start : start + _SHOWN]
        piece = f"{'…' if start else ''}{piece}{'…' if len(text) > start + _SHOWN else ''}"
        told.append("∅" if value is None else " ".join(piece.split()) if isinstance(value, str) else piece)
    return told[0], told[1]
