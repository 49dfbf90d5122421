"""The rules of a batch as they were when it began: a copy in its work folder, which all its workers read.

Workers start at any time of a run, the last of them hours after the first. Rules that are edited meanwhile are for the next run.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from msgspec import structs

from notice_parser.errors import NoticeParserError
from notice_parser.options import Options
from notice_parser.resources import use_grammar_folder

__all__ = ["drop_rules", "in_force", "keep_rules", "use_rules"]

_FOLDER = "rules"


def in_force(options: Options) -> str:
    """What of the program decides on the records: its version, and the rules that this process has read."""
    from notice_parser.grammar import load_grammars
    from notice_parser.version import version

    return f"{version()} {load_grammars(options.grammars).hash}"


def keep_rules(folder: str, options: Options) -> Options:
    """Copies the rules into the work folder; the options with which a worker reads the copy.

    ``NoticeParserError`` where the files are not those any more that this process has read.
    """
    from notice_parser.grammar import load_grammars
    from notice_parser.grammar.load import files_in_force, hash_of

    files = files_in_force(options.grammars)
    if hash_of(files) != load_grammars(options.grammars).hash:
        raise NoticeParserError("rules_changed")
    drop_rules(folder)
    for whose, contents in files.items():
        for name, data in contents.items():
            path = Path(folder, _FOLDER, whose, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return options if options.grammars is None else structs.replace(options, grammars=Path(folder, _FOLDER, "user"))


def use_rules(folder: str) -> None:
    """Makes this worker read our own rules from the copy, from now on."""
    use_grammar_folder(Path(folder, _FOLDER, "ours"))


def drop_rules(folder: str) -> None:
    """Removes the copy."""
    shutil.rmtree(os.path.join(folder, _FOLDER), ignore_errors=True)
