"""Writes the parts of the documentation that are made from the program: ``python docs/make.py``, or ``poe docs``.

A part stands between ``<!-- made: NAME -->`` and ``<!-- /made -->`` in README.md, README.zh-CN.md or a page of docs/. With
``--check`` nothing is written: what differs is shown, and the exit code is 1.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from notice_parser import parse
from notice_parser.cli import cli
from notice_parser.diagnostics import CATALOGUE
from notice_parser.emit.schema import json_schema
from notice_parser.errors import ERRORS
from notice_parser.grammar import load_grammars
from notice_parser.grammar.rule import Rule
from notice_parser.load.formats import FORMATS, Format, install_command

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "docs" / "example.txt"
PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/*.md")
WIDTH = 130  # characters of a line of the abridged JSON, before a list is set one item a line

_PART = re.compile(r"(?P<begin><!-- made: (?P<name>\w+) -->\n).*?(?P<end><!-- /made -->)", re.DOTALL)

# what the READMEs show of the example's JSON: keys of the notice, and of the values in them
SHOWN: Mapping[str, tuple[str, ...]] = {
    "kind": ("text",),
    "title": ("text", "span"),
    "document_number": ("text", "agency_code", "year", "serial", "span", "rule"),
    "issuers": ("name", "evidence", "span"),
    "recipients": ("name", "role"),
    "date": ("iso", "raw", "span"),
    "attachments": ("title", "span"),
    "deadlines": ("action", "due"),
    "statistics": ("id", "quantity", "value", "unit", "subject", "indicator", "period", "part_of"),
    "findings": ("rule", "severity", "message", "stated", "computed", "difference"),
}
_INNER: Mapping[str, tuple[str, ...]] = {"period": ("start", "end")}


def main(arguments: list[str]) -> int:
    """The exit code: 0 when all is written, or with ``--check`` when all is as it should be."""
    is_check = arguments == ["--check"]
    if arguments and not is_check:
        print("usage: python docs/make.py [--check]", file=sys.stderr)
        return 2
    stale = 0
    for page in sorted(page for pattern in PAGES for page in ROOT.glob(pattern)):
        before = page.read_text(encoding="utf-8")
        after = _PART.sub(lambda part: part["begin"] + PARTS[part["name"]]() + part["end"], before)
        if before == after:
            continue
        name = page.relative_to(ROOT).as_posix()
        if is_check:
            stale += 1
            lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, "what the program says", n=0, lineterm="")
            sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8"))
        else:
            page.write_bytes(after.encode("utf-8"))
            print(name)
    return 1 if stale else 0


def example_notice() -> str:
    """The notice of the READMEs, as it stands in its file."""
    return _fenced("text", EXAMPLE.read_text(encoding="utf-8"))


def example_json() -> str:
    """Its JSON, abridged: of each object only the keys of ``SHOWN``; the lists are whole."""
    return _fenced("json", _abridged(parse(EXAMPLE).to_dict()))


def _abridged(notice: dict[str, Any]) -> str:
    said = []
    for key, names in SHOWN.items():
        value = notice[key]
        few = [_few(item, names) for item in value] if isinstance(value, list) else _few(value, names)
        line = f"  {json.dumps(key)}: {_dumped(few)}"
        if isinstance(few, list) and len(line) > WIDTH:
            line = f"  {json.dumps(key)}: [\n" + ",\n".join(f"    {_dumped(item)}" for item in few) + "\n  ]"
        said.append(line)
    return "{\n" + ",\n".join(said) + "\n}\n"


def _few(value: Any, names: tuple[str, ...]) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: _few(value[name], _INNER.get(name, ())) for name in names}


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def commands() -> str:
    """Every command with its arguments and options."""
    said = []
    for name, command in sorted(cli.commands.items()):
        with click.Context(command, info_name=name, parent=click.Context(cli, info_name="notice-parser")) as context:
            pieces = " ".join(command.collect_usage_pieces(context))
        said.append(f"### {name}\n\n{command.help}\n\n```text\nnotice-parser {name} {pieces}\n```\n")
        options = [one for one in command.params if isinstance(one, click.Option) and one.name not in _GLOBAL]
        if options:
            said.append("| | |\n| --- | --- |\n" + "".join(f"| {_option(one)} | {_cell(one.help or '')} |\n" for one in options))
    return "\n" + "\n".join(said) + "\n"


_GLOBAL = ("debug", "lang")


def _option(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    if isinstance(option.type, click.Choice):
        return f"{names} {_cell(' | '.join(map(str, option.type.choices)))}"
    default = option.default
    return f"{names}, {default}" if option.show_default and isinstance(default, int | float | str) else names


def schema() -> str:
    """Every object of the JSON, a row a property."""
    definitions: dict[str, Any] = json_schema()["$defs"]
    said = []
    for name, described in definitions.items():
        rows = "".join(
            f"| `{key}` | {value.get('title', '')} | {_type(value)} |\n" for key, value in described.get("properties", {}).items()
        )
        said.append(f"## {name}\n\n{_cell(described.get('description', ''))}\n\n| property | 名称 | type |\n| --- | --- | --- |\n{rows}")
    return "\n" + "\n".join(said) + "\n"


def _type(value: Mapping[str, Any]) -> str:
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "enum" in value:
        return " ".join(f"`{one}`" for one in value["enum"])
    if "anyOf" in value:
        others = [one for one in value["anyOf"] if one.get("type") != "null"]
        return " or ".join(map(_type, others)) + (" or null" if len(others) < len(value["anyOf"]) else "")
    if "prefixItems" in value:
        return f"[{', '.join(map(_type, value['prefixItems']))}]"
    if value.get("type") == "array":
        return f"list of {_type(value.get('items', {}))}"
    said = value.get("type", "any")
    return " or ".join(said) if isinstance(said, list) else str(said)


def diagnostics() -> str:
    """The catalogue of diagnostics, a row a code."""
    rows = "".join(
        f"| `{code}` | {one.severity} | {one.review} | {_cell(one.zh)} | {_cell(one.en)} |\n" for code, one in sorted(CATALOGUE.items())
    )
    return f"\n| code | severity | review | 说明 | meaning |\n| --- | --- | --- | --- | --- |\n{rows}\n"


def errors() -> str:
    """The errors that are raised, a row a code."""
    rows = "".join(
        f"| `{code}` | {_cell(f'{zh}。{mend}')} | {_cell(f'{en}: {hint}')} |\n" for code, (zh, mend, en, hint) in sorted(ERRORS.items())
    )
    return f"\n| code | 说明 | what is wrong, and how to mend it |\n| --- | --- | --- |\n{rows}\n"


def grammars() -> str:
    """The grammar files, a row a field."""
    loaded = load_grammars()
    rows = "".join(f"| `{_file_of(name)}` | {_cell(loaded[name].about or '')} |\n" for name in loaded)
    return f"\n| file | what it knows |\n| --- | --- |\n{rows}\n"


def rules() -> str:
    """Every rule of every field, with examples."""
    loaded = load_grammars()
    said = []
    for name in loaded:
        rows = "".join(
            f"| `{rule.id}` | {_cell(rule.about or '')} | {_taken(rule)} | {_not_taken(rule)} |\n" for rule in loaded[name].rules
        )
        if rows:
            about = _cell(loaded[name].about or "")
            said.append(
                f"## {name}\n\n`{_file_of(name)}`: {about}\n\n| rule | about | takes | does not take |\n| --- | --- | --- | --- |\n{rows}"
            )
    return "\n" + "\n".join(said) + "\n"


_SHOWN_EXAMPLES = 3  # of a rule; the file has them all


def _taken(rule: Rule) -> str:
    told = dict.fromkeys(_code(one.match or one.text) for one in rule.examples)  # each once, in their order
    return "<br>".join(list(told)[:_SHOWN_EXAMPLES])


def _not_taken(rule: Rule) -> str:
    return "<br>".join(f"{_code(one.text)} {_cell(one.why)}" for one in rule.counterexamples[:1])


def _code(text: str) -> str:
    """``text`` as code in a cell, cut where it is long."""
    bare = _cell(text).replace("`", "'").replace("&lt;", "<")
    return f"`{bare if len(bare) <= _LONGEST else bare[:_LONGEST] + '…'}`"


_LONGEST = 60  # characters of an example that a cell shows


def _file_of(field: str) -> str:
    return f"grammars/{field.replace('.', '/')}.toml"


def formats() -> str:
    """The formats, and what reads them."""
    rows = "".join(f"| {one.name} | {_read_by(one)} |\n" for one in FORMATS.values())
    return f"\n| format | read by |\n| --- | --- |\n{rows}\n"


def _read_by(one: Format) -> str:
    if one.mend is not None and one.office:
        return f"LibreOffice, where it is installed: {one.mend[1]}"
    if one.mend is not None:
        return f"not read: {one.mend[1]}"
    if one.office:
        return "no library needed; LibreOffice, where it is installed, for automatic numbers and Word 95"
    if one.extra is None:
        return "no library needed"
    packages = [package for _, package in one.modules]
    if one.engines:
        packages.append(" or ".join(package for _, package in one.engines))
    return f"{', '.join(packages[:-1])}{' and ' if packages[1:] else ''}{packages[-1]}: `{install_command(one)}`"


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```\n"


def _cell(text: str) -> str:
    """``text`` as it may stand in a row of a table: code points without ink, in which grammars mark a figure, as a word."""
    return "".join(_inked(" ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")))


def _inked(text: str) -> Iterator[str]:
    for character in text:
        yield character if character.isprintable() else f"U+{ord(character):04X}"


PARTS: Mapping[str, Callable[[], str]] = {
    "notice": example_notice,
    "json": example_json,
    "commands": commands,
    "schema": schema,
    "diagnostics": diagnostics,
    "errors": errors,
    "grammars": grammars,
    "rules": rules,
    "formats": formats,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
