"""What the documentation shows is run, what it says of the program is what the program says, and CI runs what it tells readers to run."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from conftest import ROOT, Run

import notice_parser
from notice_parser.cli import cli
from notice_parser.grammar import load_grammars
from notice_parser.grammar.check import check_examples
from notice_parser.load.formats import FORMATS

Runner = Callable[..., Run]

READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted(
    page.relative_to(ROOT).as_posix() for pattern in ("*.md", "docs/*.md", "docs/zh/*.md", "corpus/*.md") for page in ROOT.glob(pattern)
)
EXAMPLE = ROOT / "docs" / "example.txt"

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_SETUP = "python3 -m venv"
_FILE = re.compile(r"# (rules/\w+\.toml)\n")
_LONG = ("check", "score")  # commands over the whole corpus or all rules, which have tests of their own


def blocks(page: str, *languages: str) -> list[str]:
    """The fenced blocks of a page in these languages."""
    return [text for language, text in _BLOCK.findall((ROOT / page).read_text(encoding="utf-8")) if language in languages]


def setup_commands(page: str) -> list[str]:
    """The commands of a page that set up an environment."""
    return [line for text in blocks(page, "sh") for line in text.splitlines() if line.startswith(_SETUP)]


def shown_commands() -> list[tuple[str, str]]:
    """Every command line of ours that the pages show, with the first page that shows it."""
    shown: dict[str, str] = {}
    for page in PAGES:
        for line in "".join(blocks(page, "sh")).splitlines():
            if line.startswith("notice-parser "):
                shown.setdefault(line, page)
    return [(page, line) for line, page in shown.items()]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the pages speak of: notice.txt, a folder of notices, a folder of rules; it is the current one."""
    shutil.copy(EXAMPLE, tmp_path / "notice.txt")
    (tmp_path / "notices").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "notices" / "a.txt")
    (tmp_path / "rules").mkdir()
    for page in PAGES:
        for text in blocks(page, "toml"):
            named = _FILE.match(text)
            if named is not None:
                (tmp_path / named[1]).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_parts_that_are_made_are_what_the_program_says() -> None:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, str(ROOT / "docs" / "make.py"), "--check"]
    got = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert got.returncode == 0, f"run `poe docs`:\n{got.stdout}{got.stderr}"


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "pycon")])
def test_sessions_print_what_they_show(page: str, desk: Path) -> None:
    names: dict[str, object] = {}
    for number, text in enumerate(blocks(page, "pycon")):
        session = doctest.DocTestParser().get_doctest(text, names, f"{page} block {number}", page, 0)
        told: list[str] = []
        failed, tried = doctest.DocTestRunner(verbose=False).run(session, out=told.append, clear_globs=False)
        assert tried
        assert not failed, "".join(told)
        names = session.globs


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")])
def test_code_runs(page: str, desk: Path) -> None:
    for text in blocks(page, "python"):
        for archive in re.findall(r'open_archive\("([^"]+)"\)', text):  # what the page's commands have written before
            notice_parser.batch(desk / "notices", desk / archive, workers=1)
        exec(compile(text, page, "exec"), {})


@pytest.mark.parametrize(("page", "line"), [one for one in shown_commands() if shlex.split(one[1])[1] not in _LONG])
def test_commands_run(page: str, line: str, run: Runner, desk: Path) -> None:
    got = run(*shlex.split(line)[1:])
    assert got.code == 0, got.err
    said = shlex.split(line)
    if "-o" in said:
        written = desk / said[said.index("-o") + 1]
        assert list(written.rglob("*.json")) if written.is_dir() else written.is_file()
    elif "tables" not in said:  # the example has none
        assert got.out


@pytest.mark.parametrize(("page", "line"), [one for one in shown_commands() if shlex.split(one[1])[1] in _LONG])
def test_long_commands_are_understood(page: str, line: str) -> None:
    arguments = shlex.split(line.split(" > ")[0])[1:]
    command = cli.commands[arguments[0]]
    with command.make_context(arguments[0], [*arguments[1:]], resilient_parsing=True) as context:
        assert context.args == []


def test_the_rules_shown_hold_their_examples(desk: Path) -> None:
    loaded = load_grammars(desk / "rules")
    theirs = [rule for name in loaded if name not in load_grammars() for rule in loaded[name].rules]
    assert theirs
    assert [failure.render() for rule in theirs for failure in check_examples(rule)] == []
    assert all(len(rule.examples) >= 3 and rule.counterexamples for rule in theirs)


def test_both_readmes_show_the_same_notice_and_sessions() -> None:
    english, chinese = ([*blocks(page, "text", "json", "pycon")] for page in READMES)
    assert english == chinese
    assert english[0] == EXAMPLE.read_text(encoding="utf-8")
    assert setup_commands(READMES[0]) == setup_commands(READMES[1])


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "zh").glob("*.md")), ids=lambda page: page.name)
def test_a_chinese_page_shows_the_same_code_as_the_english(page: Path) -> None:
    of_both = ("sh", "python", "pycon", "toml", "json", "sql")
    assert blocks(f"docs/zh/{page.name}", *of_both) == blocks(f"docs/{page.name}", *of_both)


def test_ci_runs_the_test_command_and_nothing_else() -> None:
    _, tests = setup_commands("README.md")
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    said = [line for line in lines if line and not line.startswith("#")]
    assert said == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', tests]
    assert tests.endswith(".venv/bin/poe check")
    assert (ROOT / ".ci" / "run").read_bytes().startswith(b"#!/usr/bin/env bash\n")


def test_the_first_command_converts_the_corpus(run: Runner, tmp_path: Path) -> None:
    line = setup_commands("README.md")[0].rpartition(" && ")[2]
    program, *arguments = shlex.split(line)
    assert (program, arguments) == (".venv/bin/notice-parser", ["batch", "corpus", "-o", "json"])
    got = run("batch", ROOT / "corpus", "-o", tmp_path / "json", "--workers", "2")
    assert got.code == 0, got.err
    notices = {path.relative_to(ROOT / "corpus").as_posix() for path in (ROOT / "corpus").glob("*/notice.*")}
    assert {path.relative_to(tmp_path / "json").as_posix() for path in (tmp_path / "json").rglob("notice.*.json")} == {
        f"{name}.json" for name in notices
    }


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_help_and_is_documented(name: str) -> None:
    command = cli.commands[name]
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option)), name
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"\n### {name}\n" in page


def test_every_public_function_is_in_the_documentation() -> None:
    pages = "".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
    functions = [name for name in notice_parser.__all__ if name[0].islower()]
    assert functions
    assert [name for name in functions if f"`{name}`" not in pages and f"{name}(" not in pages] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for link in _LINK.findall(_BLOCK.sub("", text)):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), link
        if anchor and target.suffix == ".md":
            headings = _HEADING.findall(target.read_text(encoding="utf-8"))
            assert anchor in {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}, link


def test_every_extra_that_a_message_names_can_be_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    everything = set(re.findall(r"\w+", " ".join(re.findall(r"\[(.*?)\]", " ".join(extras["all"])))))
    for one in FORMATS.values():
        if one.extra is None:
            continue
        listed = {re.split(r"[<>=\[;]", line)[0].strip() for line in extras[one.extra]}
        assert {package for _, package in one.modules} <= listed, one.name
        assert one.extra in everything
    assert everything <= extras.keys()


def test_the_page_on_formats_says_what_is_read() -> None:
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs" / "formats.md").read_text(encoding="utf-8"), re.MULTILINE))
    for one in FORMATS.values():
        is_refused = one.mend is not None and not one.office
        assert rows[one.name].startswith("not ") == is_refused, one.name
