"""What tests of the machinery share: folders of files, the quick parser, the bytes of an output."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import poison
import pytest

from notice_parser import pipeline
from notice_parser.batch import manifest, rules
from notice_parser.batch import work as working

Maker = Callable[..., Path]


def quicken(monkeypatch: pytest.MonkeyPatch, in_force: str = "rules 1") -> None:
    """The parser of ``poison.py`` in this process and in its workers, under rules of this fingerprint."""
    monkeypatch.setattr(working, "prepare", poison.prepare)
    monkeypatch.setattr(pipeline, "parse_alone", poison.parse_all)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)  # a process that dies takes nothing out of the disk's cache
    monkeypatch.setattr(os, "sync", lambda: None, raising=False)
    monkeypatch.setattr(manifest, "SYNCHRONOUS", "OFF")
    monkeypatch.setattr(rules, "in_force", lambda options: in_force)
    monkeypatch.setattr(rules, "keep_rules", lambda folder, options: options)


def make_files(root: Path, *names: str, count: int = 0) -> Path:
    """The folder, with files of these names in it, and so many more."""
    for name in [*names, *(f"{number % 7}/{number:04}.txt" for number in range(count))]:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"岚川市水务局关于{name}的通知", encoding="utf-8")
    return root


def bytes_of(output: Path) -> dict[str, bytes]:
    """All files of an output that are not the machinery's own, by their path."""
    if output.is_file():
        return {"": output.read_bytes()}
    found = {}
    for folder, folders, files in os.walk(output):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(folder, name)
            found[path.relative_to(output).as_posix()] = path.read_bytes()
    return found
