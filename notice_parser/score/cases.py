"""Cases to score: folders with ``notice.*`` and ``gold.json``, or gold files ``<id>.json`` beside a folder of documents."""

from __future__ import annotations

import json
import tomllib
from glob import escape
from pathlib import Path
from typing import Any

from msgspec import Struct

__all__ = ["Case", "ScoreError", "find_cases", "without_document"]


class ScoreError(ValueError):
    """There is nothing to score, or a gold file that cannot be read."""


class Case(Struct, frozen=True, kw_only=True):
    """A document and what is true of it; ``meta`` is what its ``meta.toml`` says, if there is one."""

    id: str
    document: Path
    gold: dict[str, Any]
    meta: dict[str, Any] = {}

    def group(self, by: str) -> str:
        """The group of a case by ``kind``, ``format`` or ``split``; ``-`` if it says none."""
        if by == "format":
            return self.document.suffix.lstrip(".").lower() or "-"
        said = self.meta.get(by) or (self.gold.get(by) if by == "kind" else None)
        return str(said).split("|")[0] if said else "-"


def find_cases(folder: Path, docs: Path | None = None) -> tuple[Case, ...]:
    """The cases of a folder, by id. ``ScoreError`` if there is none, or one is damaged."""
    cases = _beside(folder, docs) if docs is not None else _in_folders(folder)
    if not cases:
        where = f"{folder}" if docs is None else f"{folder} + {docs}"
        raise ScoreError(f"没有可评的案例 / no cases to score: {where}")
    return cases


def without_document(folder: Path, docs: Path) -> tuple[str, ...]:
    """The ids of the gold files that no document in ``docs`` belongs to: they are not scored, and should not be so unseen."""
    return tuple(path.stem for path in sorted(folder.glob("*.json")) if not _documents(path, docs))


def _in_folders(folder: Path) -> tuple[Case, ...]:
    roots = [folder] if (folder / "gold.json").is_file() else sorted(path.parent for path in folder.glob("*/gold.json"))
    cases = []
    for root in roots:
        documents = sorted(path for path in root.glob("notice.*") if path.is_file())
        if len(documents) != 1:
            raise ScoreError(f"应恰有一个 notice.* / exactly one notice.* is wanted: {root}")
        meta = root / "meta.toml"
        try:
            said = tomllib.loads(meta.read_text(encoding="utf-8")) if meta.is_file() else {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ScoreError(f"{meta}: {error}") from error
        cases.append(Case(id=root.name, document=documents[0], gold=_read(root / "gold.json"), meta=said))
    return tuple(cases)


def _beside(folder: Path, docs: Path) -> tuple[Case, ...]:
    paths = sorted(folder.glob("*.json"))
    return tuple(Case(id=path.stem, document=found[0], gold=_read(path)) for path in paths if (found := _documents(path, docs)))


def _documents(gold: Path, docs: Path) -> list[Path]:
    """The documents of a gold file, whatever their endings; ids may hold characters that a pattern would read as its own."""
    return sorted(path for path in docs.glob(f"{escape(gold.stem)}.*") if path.is_file() and path.suffix != ".json")


def _read(path: Path) -> dict[str, Any]:
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ScoreError(f"{path}: {error}") from error
    if not isinstance(gold, dict):
        raise ScoreError(f"{path}: 应为对象 / an object is wanted")
    return gold
