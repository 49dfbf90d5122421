"""Finds ``grammars/``: inside the wheel, beside the package in a checkout, or where a worker was told to look."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["grammar_folder", "use_grammar_folder"]

_told: list[Path] = []  # at most one: where a worker finds the rules as its batch began with them


def use_grammar_folder(folder: Path) -> None:
    """Makes this folder the one of our own grammars, for a process that has read none yet."""
    _told[:] = [folder]


def grammar_folder() -> Path:
    """The folder of our own grammars. ``FileNotFoundError`` if the installation is damaged."""
    return _told[0] if _told else _installed_folder()


@cache
def _installed_folder() -> Path:
    here = Path(__file__).resolve().parent
    for folder in (here / "grammars", here.parent / "grammars"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no grammars/ in {here} or beside it: the installation is damaged, install notice-parser again")
