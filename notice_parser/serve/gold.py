"""The folder of gold that a service may correct: its cases, and saving one of them.

A case is a folder of it with one ``notice.*``; its ``gold.json`` is all that is ever written. A name in a request is looked up among the
cases, and never made into a path.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from notice_parser.batch.durable import write_whole
from notice_parser.errors import NoticeParserError
from notice_parser.score.draft import format_gold

__all__ = ["cases", "document_of", "gold_of", "save"]

_GOLD = "gold.json"


def cases(folder: Path) -> dict[str, Path]:
    """The documents of all cases, by the name of the case, in order. What leads out of the folder is none."""
    root = folder.resolve()
    found: dict[str, Path] = {}
    for case in sorted(folder.iterdir()):
        documents = sorted(one for one in case.glob("notice.*") if one.is_file()) if case.is_dir() else []
        if len(documents) == 1 and all(one.resolve().is_relative_to(root) for one in (documents[0], case / _GOLD)):
            found[case.name] = documents[0]
    return found


def document_of(folder: Path, name: str) -> Path:
    """The document of a case. ``NoticeParserError`` where there is no such case."""
    found = cases(folder).get(name)
    if found is None:
        raise NoticeParserError("no_such_page")
    return found


def gold_of(folder: Path, name: str) -> dict[str, Any] | None:
    """The gold of a case; null where there is none yet. ``NoticeParserError`` where it cannot be read."""
    path = document_of(folder, name).with_name(_GOLD)
    if not path.is_file():
        return None
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise NoticeParserError("bad_gold", reason=str(error)) from error
    if not isinstance(gold, dict):
        raise NoticeParserError("bad_gold", reason=type(gold).__name__)
    return gold


def save(folder: Path, name: str, gold: dict[str, Any]) -> None:
    """Writes the gold of a case, whole or not at all."""
    path = document_of(folder, name).with_name(_GOLD)
    try:
        write_whole(str(path), format_gold(gold).encode(), str(path.parent))
    except OSError as error:
        raise NoticeParserError("unwritable", reason=error.strerror or type(error).__name__) from error
