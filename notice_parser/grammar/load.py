"""Grammars from TOML files: ours, and a folder of the user's that adds to them and overrides rules of the same id.

A file of the user's that is named like one of ours extends that field: its words are added to ours of the same name, its
fragments and rules replace ours of the same name or id. A fault stops the load; it is shown with file, line and marker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from notice_parser.errors import GrammarError
from notice_parser.grammar import pattern as patterns
from notice_parser.grammar import places
from notice_parser.grammar.field import Field, Grammars
from notice_parser.grammar.read import GrammarFile, closest, read_grammar
from notice_parser.grammar.rule import Rule
from notice_parser.grammar.schema import RuleForm
from notice_parser.resources import grammar_folder

__all__ = ["SHARED", "files_in_force", "hash_of", "load_grammars"]

SHARED = "shared"  # the file whose fragments and words are visible in all others
LEXICON = "lexicon"  # the folder of word data, read by those who use it; part of the hash all the same
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class _Field(Struct):
    """What the files in force say of one field, the later over the earlier."""

    about: str | None
    fragments: dict[str, tuple[str, GrammarFile]]
    words: dict[str, tuple[str, ...]]
    rules: dict[str, tuple[RuleForm, int, GrammarFile]]
    is_touched: bool  # by the user


def load_grammars(extra: Path | None = None) -> Grammars:
    """The grammars in force, with those of the folder ``extra`` over ours. Read once a folder; ``GrammarError`` for a fault.

    Patterns are compiled when first used, but those of a field that ``extra`` touches at once.
    """
    return _load(grammar_folder(), None if extra is None else Path(extra))


def files_in_force(extra: Path | None = None) -> dict[str, dict[str, bytes]]:
    """Names and contents of the files of our folder, ``ours``, and of the folder ``extra``, ``user``, as they are now on the disk."""
    return _files_of(grammar_folder(), None if extra is None else Path(extra))


def hash_of(files: Mapping[str, Mapping[str, bytes]]) -> str:
    """What tells these rules from others: of names and contents, whatever the path and its line ends."""
    digest = sha256()
    for whose, contents in files.items():
        digest.update(b"%s\0" % whose.encode())
        for name, data in contents.items():
            digest.update(b"%s\0%d\0%s" % (name.encode(), len(data), data))
    return digest.hexdigest()


def _files_of(ours: Path, extra: Path | None) -> dict[str, dict[str, bytes]]:
    return {"ours": _read_files(ours)} if extra is None else {"ours": _read_files(ours), "user": _read_files(extra)}


def _read_files(folder: Path) -> dict[str, bytes]:
    paths = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)
    }
    return {name: paths[name].read_bytes().replace(b"\r\n", b"\n") for name in sorted(paths)}


@cache
def _load(ours: Path, extra: Path | None) -> Grammars:
    files = _files_of(ours, extra)
    fields: dict[str, _Field] = {}
    for whose, contents in files.items():
        of_user = whose == "user"
        _add_files(contents, str(extra) if of_user else "grammars", fields, of_user)
    shared = fields.pop(SHARED, None)
    visible: dict[str, str] = {}
    if shared is not None:
        visible = _expand_names(shared, {})
    loaded = {name: _build(name, said, visible, shared.words if shared is not None else {}) for name, said in sorted(fields.items())}
    for name, said in fields.items():
        if said.is_touched or (shared is not None and shared.is_touched):
            for rule in loaded[name].rules:
                rule.compiled  # noqa: B018  # raises, if it is no pattern
    return Grammars(fields=loaded, hash=hash_of(files))


def _add_files(files: Mapping[str, bytes], shown: str, fields: dict[str, _Field], of_user: bool) -> None:
    """Adds the grammars among the files of a folder to ``fields``."""
    grammar_names = [name for name in files if name.endswith(".toml") and not name.startswith(f"{LEXICON}/")]
    if of_user and not grammar_names:
        raise GrammarError("grammar_no_files", where=shown)
    for name in grammar_names:
        _add(read_grammar(f"{shown}/{name}", name.removesuffix(".toml").replace("/", "."), files[name]), fields, of_user)


def _add(file: GrammarFile, fields: dict[str, _Field], of_user: bool) -> None:
    form = file.form
    for kind, names in (("fragments", form.fragments), ("words", form.words)):
        for name in names:
            if not _NAME.fullmatch(name):
                raise file.fault("grammar_bad_name", (kind, name), key=True, name=name)
    for name, words in form.words.items():
        if name in form.fragments:
            raise file.fault("grammar_duplicate_name", ("words", name), key=True, name=name)
        if not words or "" in words:
            raise file.fault("grammar_empty_words", ("words", name, words.index("")) if words else ("words", name), name=name)
    said = fields.setdefault(form.field, _Field(None, {}, {}, {}, False))
    said.about = form.about or said.about
    said.is_touched |= of_user
    for name, fragment in form.fragments.items():
        if name in said.words:
            raise file.fault("grammar_duplicate_name", ("fragments", name), key=True, name=name)
        said.fragments[name] = (fragment, file)
    for name, words in form.words.items():
        if name in said.fragments:
            raise file.fault("grammar_duplicate_name", ("words", name), key=True, name=name)
        said.words[name] = tuple(dict.fromkeys((*said.words.get(name, ()), *words)))
    seen: set[str] = set()
    for index, rule in enumerate(form.rules):
        _check_rule(file, rule, index)
        if rule.id in seen:
            raise file.fault("grammar_duplicate_rule", ("rules", index, "id"), rule=rule.id)
        seen.add(rule.id)
        said.rules[rule.id] = (rule, index, file)


def _check_rule(file: GrammarFile, rule: RuleForm, index: int) -> None:
    path = ("rules", index)
    if not rule.id.startswith(f"{file.form.field}.") or not all(map(_NAME.fullmatch, rule.id.split("."))):
        raise file.fault("grammar_rule_id", (*path, "id"), rule=rule.id, field=file.form.field)
    anchors = (rule.anchor,) if isinstance(rule.anchor, str) else rule.anchor
    if anchors is not None and (not anchors or any(not anchor or "\n" in anchor for anchor in anchors)):
        raise file.fault("grammar_bad_anchor", (*path, "anchor"))
    if rule.lookback is not None and anchors is None:
        raise file.fault("grammar_lookback_alone", (*path, "lookback"), key=True)
    if not rule.pattern:
        raise file.fault("grammar_bad_regex", (*path, "pattern"), reason="empty")


def _expand_names(said: _Field, visible: Mapping[str, str]) -> dict[str, str]:
    """All names that the field's patterns may use, expanded: those of ``visible``, its words, its fragments."""
    names = {**visible, **{name: patterns.words_pattern(words) for name, words in said.words.items()}}
    for name in said.fragments:
        names.pop(name, None)
    for name in said.fragments:
        _expand_fragment(name, said, names, ())
    return names


def _expand_fragment(name: str, said: _Field, names: dict[str, str], inside: tuple[str, ...]) -> None:
    if name in names:
        return
    written, file = said.fragments[name]
    path = ("fragments", name)
    for used, place in patterns.names_used(written):
        if used == name or used in inside:
            raise file.fault("grammar_recursive_fragment", path, inside=place, name=used, chain=" → ".join((*inside, name, used)))
        if used in said.fragments:
            _expand_fragment(used, said, names, (*inside, name))
        elif used not in names:
            raise file.fault("grammar_unknown_fragment", path, inside=place, name=used, **closest(used, {*names, *said.fragments}))
    fault = patterns.silent_fault(written)
    if fault is not None:
        raise file.fault(fault[0], path, inside=fault[1])
    names[name] = patterns.expand(written, names).text


def _build(name: str, said: _Field, visible: Mapping[str, str], shared_words: Mapping[str, tuple[str, ...]]) -> Field:
    names = _expand_names(said, visible)
    rules = tuple(_build_rule(form, index, file, names) for form, index, file in said.rules.values())
    return Field(
        name=name,
        about=said.about,
        rules=rules,
        words={**shared_words, **said.words},
        patterns=names,
        shared=frozenset(shared_words) - frozenset(said.words),
    )


def _build_rule(form: RuleForm, index: int, file: GrammarFile, names: Mapping[str, str]) -> Rule:
    path = ("rules", index, "pattern")
    for used, place in patterns.names_used(form.pattern):
        if used not in names:
            raise file.fault("grammar_unknown_fragment", path, inside=place, name=used, **closest(used, names))
    expansion = patterns.expand(form.pattern, names)
    if (shown := patterns.silent_fault(expansion.text)) is not None:
        # told where it is written so, or where the name stands by which it came about: a set in a set
        code, place = patterns.silent_fault(form.pattern) or (shown[0], expansion.written_span(shown[1][1] - 1))
        raise file.fault(code, path, inside=place)
    return Rule(
        id=form.id,
        file=file.shown,
        written=form.pattern,
        pattern=expansion.text,
        anchors=(form.anchor,) if isinstance(form.anchor, str) else form.anchor or (),
        lookback=form.lookback,
        label=form.label,
        priority=form.priority,
        engine=form.engine,
        whole=file.form.whole if form.whole is None else form.whole,
        about=form.about,
        examples=form.examples,
        counterexamples=form.counterexamples,
        fault=partial(_pattern_fault, file, path, expansion),
    )


def _pattern_fault(file: GrammarFile, path: places.Path, expansion: patterns.Expansion, reason: str, at: int | None) -> GrammarError:
    inside = None if at is None else expansion.written_span(at)
    return file.fault("grammar_bad_regex", path, inside=inside, reason=reason)
