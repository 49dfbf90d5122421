"""Finds ``grammars/``: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["grammar_folder"]


@cache
def grammar_folder() -> Path:
    """The folder of our own grammars. ``FileNotFoundError`` if the installation is damaged."""
    here = Path(__file__).resolve().parent
    for folder in (here / "grammars", here.parent / "grammars"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no grammars/ in {here} or beside it: the installation is damaged, install notice-parser again")
