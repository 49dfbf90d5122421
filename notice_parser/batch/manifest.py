"""Which files there are, what each holds, in which part it was parsed, and what came of it: a SQLite file.

A content (sha-256, and the suffix of its lowest path) gets its part once. A part that exists is done; numbers are not used
again. A plan is made in one transaction, so that a run that is cut off while planning has planned nothing.
"""

from __future__ import annotations

import hashlib
import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import msgspec
from msgspec import Struct

from notice_parser.batch.digests import digest_of
from notice_parser.batch.entries import entries_of
from notice_parser.batch.items import Columns, Item
from notice_parser.batch.packed import Packed
from notice_parser.batch.pages import names_of
from notice_parser.batch.records import Entry, Failure

__all__ = ["SIZES", "Content", "Counts", "Manifest", "Outcome", "Result", "Stock"]

SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000)

_FORM = "3"
SYNCHRONOUS = "FULL"  # what is committed outlives a power failure
_PARTS = 64  # of a batch, if that gives parts of at most ``_MOST`` contents
_MOST = 200
_LEAST_OFFICE = 8  # contents a part, where one in ``_MUCH`` is a DOC: LibreOffice reads those of a part in one start
_MUCH = 4
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS files (output TEXT, path TEXT, name TEXT, kind TEXT, place TEXT, member TEXT, size INTEGER,
  mtime INTEGER, digest TEXT, extra TEXT, url TEXT, nr INTEGER, key TEXT, duplicate_of TEXT, error TEXT);
CREATE TABLE IF NOT EXISTS contents (key TEXT PRIMARY KEY, part INTEGER, fingerprint TEXT, status TEXT, is_degraded INTEGER,
  level TEXT, error TEXT, seconds REAL, facts TEXT);
CREATE INDEX IF NOT EXISTS contents_part ON contents (part);
CREATE TABLE IF NOT EXISTS parts (n INTEGER PRIMARY KEY, signature TEXT);
CREATE TABLE IF NOT EXISTS outputs (output TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS packed (place TEXT PRIMARY KEY, relative TEXT, size INTEGER, mark INTEGER, how TEXT, n_skipped INTEGER);
"""
# failures of the moment, not of the content: tried again by every run
_PASSING = "'not_found', 'unreadable', 'changed', 'unwritable', 'encrypted'"
_SCANNED = """
CREATE TEMP TABLE scanned (output TEXT PRIMARY KEY, path TEXT, name TEXT, kind TEXT, place TEXT, member TEXT, size INTEGER,
  mtime INTEGER, digest TEXT, hint TEXT, extra TEXT, url TEXT)
"""
_KEYED = """
CREATE TABLE files AS SELECT output, path, name, kind, place, member, size, mtime, digest, extra, url, scanned.rowid AS nr,
  digest || '.' || first_value(hint) OVER same AS key,
  CASE WHEN row_number() OVER same > 1 THEN first_value(path) OVER same END AS duplicate_of,
  NULL AS error
FROM scanned WINDOW same AS (PARTITION BY digest ORDER BY path, output)
"""


class Content(Struct, frozen=True):
    """A content to be parsed: its key, where its lowest path is found, and the file's size and time of change when it was planned."""

    key: str
    kind: str
    place: str
    member: str | None
    path: str
    name: str
    size: int = 0
    mtime: int = 0
    digest: str = ""


class Result(Struct, frozen=True):
    """What came of a content, as the manifest keeps it."""

    key: str
    level: str | None
    failure: Failure | None
    seconds: float | None  # null where it was read from a part of an earlier run
    facts: str | None  # JSON
    is_degraded: bool = False


class Counts(Struct, frozen=True):
    """What a plan comes to: files, those of them that are copies, contents to be parsed, parts they make, files gone."""

    n_files: int
    n_duplicates: int
    n_to_parse: int
    n_new_parts: int
    n_removed: int
    n_skipped: int


class Stock(NamedTuple):
    """Files of a format: suffix, number, bytes; and how many are of at most each of ``SIZES`` bytes, and larger."""

    suffix: str
    n_files: int
    n_bytes: int
    by_size: tuple[int, ...]


class Outcome(Struct, frozen=True):
    """What came of one file: its path relative to the input root, an error or null, and the level of ``notice.review``."""

    relative: str
    error: Any = None  # NoticeParserError | None; a class that msgspec need not know
    level: str | None = None


class Manifest:
    """The manifest of one output. Used by one process at a time."""

    def __init__(self, path: str) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        self._base.executescript(_SCHEMA)
        if self.get("form") not in (None, _FORM):  # of another version: all is parsed again, and what stands there is still retired
            for table in ("files", "contents", "parts", "packed"):
                self._base.execute(f"DROP TABLE {table}")
            self._base.executescript(_SCHEMA)
        self.put("form", _FORM)

    def copy_from(self, path: str) -> None:
        """Takes over what another manifest holds."""
        with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True)) as other:
            other.backup(self._base)

    def close(self) -> None:
        """Closes the file."""
        self._base.close()

    def get(self, name: str) -> str | None:
        """A value kept under a name."""
        row = self._base.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def put(self, name: str, value: str) -> None:
        """Keeps a value under a name."""
        self._base.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def plan(
        self,
        items: Iterable[Item | None],
        *,
        fingerprint: str,
        environment: str,
        part_size: int | None,
        is_forced: bool,
        is_retrying: bool,
        limits: tuple[float | None, int | None] = (None, None),
    ) -> Counts:
        """Takes stock of the files (a null is one that was skipped) and gives every new content its part.

        ``fingerprint``: of program, rules and options; contents parsed under another are parsed again. ``environment``: the
        libraries at hand; where they have changed, what failed or was degraded is tried again. ``is_retrying``: what failed is.
        ``limits``: seconds and bytes a notice; what failed by lower ones is tried again.
        """
        base = self._base
        base.execute("BEGIN IMMEDIATE")
        try:
            n_skipped = self._scan(items, is_forced)
            n_removed = self._one("SELECT count(*) FROM files WHERE output NOT IN (SELECT output FROM scanned)")
            base.execute("DROP TABLE files")
            base.execute(_KEYED)
            base.execute("DROP TABLE scanned")
            for column in ("output", "key", "place", "path"):
                base.execute(f"CREATE INDEX files_{column} ON files ({column})")
            self._forget(fingerprint, environment, is_forced, is_retrying)
            for code, limit in zip(("timed_out", "out_of_memory"), limits, strict=True):
                base.execute(
                    """DELETE FROM contents WHERE status = 'failed' AND json_extract(error, '$.code') = ?1
                    AND (?2 IS NULL OR json_extract(error, '$.params.limit') < ?2)""",
                    (code, limit),
                )
            n_parts = self._assign(fingerprint, part_size)
            counts = Counts(
                n_files=self._one("SELECT count(*) FROM files"),
                n_duplicates=self._one("SELECT count(*) FROM files WHERE duplicate_of IS NOT NULL"),
                n_to_parse=self._one("SELECT count(*) FROM contents WHERE status IS NULL"),
                n_new_parts=n_parts,
                n_removed=n_removed,
                n_skipped=n_skipped,
            )
            base.execute("INSERT OR IGNORE INTO outputs SELECT output FROM files")
            base.execute("DELETE FROM packed WHERE place NOT IN (SELECT place FROM files)")
            self.put("environment", environment)
            self.put("fingerprint", fingerprint)
        except BaseException:
            base.execute("ROLLBACK")
            raise
        base.execute("COMMIT")
        return counts

    def packed(self, columns: Columns | None, group: str, is_trusting: bool) -> Packed:
        """The packed inputs, as they were when they were last read."""
        return Packed(self._base, columns, group, is_trusting)

    def lacking(self, has: Callable[[str], bool]) -> bool:
        """Whether a content is to be parsed that no file of its own holds and ``has`` does not know by its digest."""
        rows = self._base.execute(
            """SELECT digest FROM files JOIN contents USING (key)
            WHERE status IS NULL AND duplicate_of IS NULL AND kind IN ('bytes', 'framed', 'held', 'text')"""
        )
        return any(not has(digest) for (digest,) in rows)

    def reopen(self, part: int) -> None:
        """Forgets what came of a part that is not kept any more."""
        self._base.execute("UPDATE contents SET status = NULL WHERE part = ?", (part,))

    def _scan(self, items: Iterable[Item | None], is_forced: bool) -> int:
        base = self._base
        base.execute(_SCANNED)
        n_skipped = 0
        for item in items:
            if item is None:
                n_skipped += 1
                continue
            known = None if is_forced else self._known_digest(item)  # what stands in a frame beside it may have changed
            digest = item.digest or known or digest_of(item)
            row = (
                item.output,
                item.path,
                item.name,
                item.kind,
                item.place,
                item.member,
                item.size,
                item.mtime,
                digest,
                item.hint,
                item.extra,
                item.url,
            )
            base.execute("INSERT INTO scanned VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return n_skipped

    def _known_digest(self, item: Item) -> str | None:
        row = self._base.execute(
            "SELECT digest FROM files WHERE place = ? AND member IS ? AND size = ? AND mtime = ? AND mtime <> 0 AND digest NOT LIKE '!%'",
            (item.place, item.member, item.size, item.mtime),
        ).fetchone()
        return None if row is None else str(row[0])

    def _forget(self, fingerprint: str, environment: str, is_forced: bool, is_retrying: bool) -> None:
        base = self._base
        base.execute("DELETE FROM contents WHERE fingerprint <> ? OR key NOT IN (SELECT key FROM files)", (fingerprint,))
        base.execute("DELETE FROM contents WHERE key LIKE '!%'")  # could not even be read: perhaps it can be now
        base.execute(f"DELETE FROM contents WHERE status = 'failed' AND json_extract(error, '$.code') IN ({_PASSING})")
        if is_forced:
            base.execute("DELETE FROM contents")
        if is_retrying:
            base.execute("DELETE FROM contents WHERE status = 'failed'")
        if self.get("environment") not in (None, environment):
            base.execute("DELETE FROM contents WHERE status = 'failed' OR is_degraded")

    def _assign(self, fingerprint: str, part_size: int | None) -> int:
        base = self._base
        fresh = "FROM files WHERE key NOT IN (SELECT key FROM contents)"
        n_new = self._one(f"SELECT count(DISTINCT key) {fresh}")
        n_office = self._one(f"SELECT count(DISTINCT key) {fresh} AND lower(substr(key, -4)) IN ('.doc', '.wps', '.odt')")
        least = _LEAST_OFFICE if _MUCH * n_office >= n_new else 1
        size = part_size or max(least, min(_MOST, -(-n_new // _PARTS)))
        first = int(self.get("next_part") or 1)
        base.execute(
            f"""INSERT INTO contents (key, part, fingerprint) SELECT key, ? + (row_number() OVER (ORDER BY lowest, key) - 1) / ?, ?
            FROM (SELECT key, min(path) AS lowest {fresh} GROUP BY key)""",
            (first, size, fingerprint),
        )
        n_parts = -(-n_new // size)
        self.put("next_part", str(first + n_parts))
        return n_parts

    def parts(self) -> list[int]:
        """The parts that are in use, in order."""
        return [row[0] for row in self._base.execute("SELECT DISTINCT part FROM contents ORDER BY part")]

    def is_done(self, part: int) -> bool:
        """Whether it is known what came of every content of the part."""
        return not self._one("SELECT count(*) FROM contents WHERE part = ? AND status IS NULL", (part,))

    def contents(self, part: int) -> tuple[Content, ...]:
        """The contents of a part, by their lowest path."""
        rows = self._base.execute(
            """SELECT key, kind, place, member, path, name, size, mtime, digest FROM files WHERE duplicate_of IS NULL
            AND key IN (SELECT key FROM contents WHERE part = ?) ORDER BY path, output""",
            (part,),
        )
        return tuple(Content(*row) for row in rows)

    def entries(self, part: int) -> tuple[Entry, ...]:
        """All paths whose content is in the part, in their order."""
        return entries_of(self._base, part)

    def signature(self, part: int, sink: str) -> str:
        """What the output of a part depends on: its paths, and how they are written."""
        said = hashlib.sha256(sink.encode())
        for entry in self.entries(part):
            said.update(msgspec.json.encode(entry))
        return said.hexdigest()

    def published(self, part: int) -> str | None:
        """The signature under which the part stands in the output, null if it does not."""
        row = self._base.execute("SELECT signature FROM parts WHERE n = ?", (part,)).fetchone()
        return None if row is None else row[0]

    def record(self, part: int, results: Iterable[Result], signature: str, unwritten: Iterable[tuple[str, Failure]]) -> None:
        """Keeps what came of a part."""
        base = self._base
        base.execute("BEGIN IMMEDIATE")
        try:
            for one in results:
                failure = None if one.failure is None else msgspec.json.encode(one.failure).decode()
                base.execute(
                    """UPDATE contents SET status = ?, is_degraded = ?, level = ?, error = ?, seconds = coalesce(?, seconds), facts = ?
                    WHERE key = ? AND part = ?""",
                    ("failed" if failure else "ok", one.is_degraded, one.level, failure, one.seconds, one.facts, one.key, part),
                )
            base.execute("UPDATE files SET error = NULL WHERE key IN (SELECT key FROM contents WHERE part = ?)", (part,))
            is_whole = True
            for output, why in unwritten:
                is_whole = False
                base.execute("UPDATE files SET error = ? WHERE output = ?", (msgspec.json.encode(why).decode(), output))
            base.execute("INSERT OR REPLACE INTO parts VALUES (?, ?)", (part, signature if is_whole else None))
        except BaseException:
            base.execute("ROLLBACK")
            raise
        base.execute("COMMIT")

    def outcomes(self, part: int | None = None) -> Iterator[Outcome]:
        """What came of every file, or of those of a part, in the order of their paths."""
        rows = self._base.execute(
            f"""SELECT files.path, coalesce(files.error, contents.error), contents.level FROM files JOIN contents USING (key)
            WHERE contents.status IS NOT NULL {"" if part is None else "AND contents.part = ?"} ORDER BY files.path, files.output""",
            () if part is None else (part,),
        )
        for path, error, level in rows:
            failure = None if error is None else msgspec.json.decode(error, type=Failure)
            yield Outcome(path, None if failure is None else failure.error(path), level if failure is None else None)

    def failures(self) -> Iterator[tuple[str, Failure]]:
        """Path and error of every file that failed, in order."""
        rows = self._base.execute(
            """SELECT files.path, coalesce(files.error, contents.error) AS why FROM files JOIN contents USING (key)
            WHERE why IS NOT NULL ORDER BY files.path, files.output"""
        )
        for path, error in rows:
            yield path, msgspec.json.decode(error, type=Failure)

    def sort_for_review(
        self, rows: Iterable[tuple[str, str, tuple[str, ...], str | None]]
    ) -> Generator[tuple[str, str, list[str], str | None], None, None]:
        """Path, level, codes and title of notices to be looked at: unsafe ones first, then by the number of their codes, then by path.

        Sorted on the disk: of millions of notices, hundreds of thousands may be on the list.
        """
        base = self._base
        base.execute("CREATE TEMP TABLE review (path TEXT, level TEXT, n_codes INTEGER, codes TEXT, title TEXT)")
        try:
            base.executemany(
                "INSERT INTO temp.review VALUES (?, ?, ?, ?, ?)",
                ((path, level, len(codes), msgspec.json.encode(codes).decode(), title) for path, level, codes, title in rows),
            )
            for path, level, codes, title in base.execute(
                "SELECT path, level, codes, title FROM temp.review ORDER BY level <> 'unsafe', n_codes DESC, path"
            ):
                yield path, level, msgspec.json.decode(codes, type=list[str]), title
        finally:
            base.execute("DROP TABLE temp.review")

    def rows(self) -> Iterator[tuple[str, int, str | None, str | None, float | None, str | None]]:
        """Of every file, in order: path, bytes, the path it is a copy of, error, seconds, facts."""
        yield from self._base.execute(
            """SELECT path, size, duplicate_of, coalesce(files.error, contents.error), seconds, facts
            FROM files JOIN contents USING (key) ORDER BY path, output"""
        )

    def stock(self) -> list[Stock]:
        """What there is of each format, by suffix."""
        found: dict[str, list[int]] = {}
        for name, size in self._base.execute("SELECT name, size FROM files"):
            suffix = name.rpartition(".")[2].lower() if "." in name else ""
            sums = found.setdefault(suffix, [0] * (len(SIZES) + 2))
            sums[0] += size
            sums[1 + bisect_left(SIZES, size)] += 1
        return [Stock(suffix, sum(sums[1:]), sums[0], tuple(sums[1:])) for suffix, sums in sorted(found.items())]

    def groups(self) -> list[tuple[str, tuple[str, ...]]]:
        """Path and files of each notice whose pages are files or members of their own."""
        rows = self._base.execute("SELECT path, member FROM files WHERE kind IN ('pages', 'held') ORDER BY path, output")
        return [(path, names_of(member)) for path, member in rows]

    def retired_outputs(self) -> list[str]:
        """Outputs of earlier runs that no file stands behind any more."""
        live = "SELECT output FROM files JOIN contents USING (key) WHERE status = 'ok'"
        return [row[0] for row in self._base.execute(f"SELECT output FROM outputs WHERE output NOT IN ({live}) ORDER BY output")]

    def forget_outputs(self) -> None:
        """Forgets the outputs that were retired and the parts that no content is in."""
        self._base.execute("DELETE FROM outputs WHERE output NOT IN (SELECT output FROM files)")
        self._base.execute("DELETE FROM parts WHERE n NOT IN (SELECT part FROM contents)")

    def _one(self, query: str, values: tuple[Any, ...] = ()) -> int:
        return int(self._base.execute(query, values).fetchone()[0])
