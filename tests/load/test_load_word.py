"""Word or WPS by COM: what is asked of it. Windows is not needed: an object answers as the program does."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from test_load_office import DOCX

from notice_parser import LoadError, parse
from notice_parser.load import office, word

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Program:
    """Word: what was set and called, in order; saves the DOCX of the tests, or fails at a step."""

    said: list[tuple[object, ...]]
    fails_at: str
    Documents: Program

    def __init__(self) -> None:
        for name, value in {"said": [], "fails_at": "", "Documents": self}.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        self.said.append((name, value))

    def _called(self, name: str, *values: object) -> None:
        self.said.append((name, *values))
        if name == self.fails_at:
            raise OSError(name)

    def Open(self, path: str, **how: object) -> Program:
        self._called("Open", Path(path).name, how["ReadOnly"], how["AddToRecentFiles"])
        return self

    def SaveAs(self, path: str, FileFormat: int) -> None:
        self._called("SaveAs", FileFormat)
        Path(path).write_bytes(DOCX)

    def Close(self, saved: int) -> None:
        self._called("Close", saved)

    def Quit(self, saved: int) -> None:
        self._called("Quit", saved)


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Program:
    """A Windows with Word and without LibreOffice, whose process of its own is this one."""
    made = Program()
    package, client = ModuleType("win32com"), ModuleType("win32com.client")
    package.__spec__ = ModuleSpec("win32com", None)
    client.DispatchEx = lambda name: made  # type: ignore[attr-defined]

    def run(command: list[str], **how: Any) -> Any:
        assert command[1:3] == ["-m", "notice_parser.load.word"]
        try:
            word.save_as_docx(*command[3:])
        except OSError:
            return SimpleNamespace(returncode=1)
        return SimpleNamespace(returncode=0)

    monkeypatch.setitem(sys.modules, "win32com", package)
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(office, "find_office", lambda: None)
    monkeypatch.setattr(office, "_HAS_COM", True)
    monkeypatch.setattr(word, "find_word", lambda: "Word.Application")
    return made


def test_word_reads_what_libreoffice_would(program: Program) -> None:
    assert office.convert(OLD_WORD, ".doc", None) == DOCX
    assert program.said == [
        ("Visible", False),
        ("DisplayAlerts", 0),
        ("AutomationSecurity", 3),
        ("Open", "in.doc", True, False),
        ("SaveAs", 12),
        ("Close", 0),
        ("Quit", 0),
    ]
    assert office.office_name() == ("Word", "")


@pytest.mark.parametrize(("step", "last"), [("Open", ["Quit"]), ("SaveAs", ["Close", "Quit"])])
def test_word_is_ended_though_it_fails(program: Program, step: str, last: list[str]) -> None:
    object.__setattr__(program, "fails_at", step)
    with pytest.raises(LoadError) as caught:
        office.convert(OLD_WORD, ".doc", "甲.doc")
    assert caught.value.code == "damaged"
    assert [one[0] for one in program.said][-len(last) :] == last


def test_word_that_hangs_is_given_up(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **how: Any) -> Any:
        raise subprocess.TimeoutExpired(command, how["timeout"])

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(LoadError) as caught:
        office.convert(OLD_WORD, ".doc", "甲.doc")
    assert caught.value.code == "timed_out"


def test_a_notice_through_word_says_so(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    import zipfile
    from io import BytesIO

    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    notice = parse(file.getvalue())
    assert notice.source.loader == "word"
    assert notice.title is not None


def test_the_program_is_found_where_it_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = ModuleType("winreg")
    asked: list[str] = []

    def opened(root: object, name: str) -> object:
        asked.append(name)
        if name != "KWPS.Application":
            raise OSError(name)
        return name

    for name, value in {"HKEY_CLASSES_ROOT": 0, "OpenKey": opened, "CloseKey": lambda key: None}.items():
        setattr(registry, name, value)
    package = ModuleType("win32com")
    package.__spec__ = ModuleSpec("win32com", None)
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "winreg", registry)
        patch.setitem(sys.modules, "win32com", package)
        patch.setattr(sys, "platform", "win32")
        assert word.find_word.__wrapped__() == "KWPS.Application"
    assert asked == ["Word.Application", "KWPS.Application"]
    if sys.platform != "win32":
        assert word.find_word.__wrapped__() is None


def test_only_windows_loads_it() -> None:
    command = (
        "import sys; from notice_parser.load.office import office_name; office_name(); print('notice_parser.load.word' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout.strip()
    assert said == str(sys.platform == "win32")
