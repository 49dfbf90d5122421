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


class ComError(Exception):
    """What the library raises, which is no ``OSError``."""


class Program:
    """Word: what was set and called, in order; saves the DOCX of the tests, or fails at a step."""

    said: list[tuple[object, ...]]
    fails_at: str
    Documents: Program

    def __init__(self) -> None:
        for name, value in {"said": [], "fails_at": "", "Documents": self}.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        self._called(name, value)

    def _called(self, name: str, *values: object) -> None:
        self.said.append((name, *values))
        if name == self.fails_at:
            raise ComError(name)

    def Open(self, path: str, *how: object) -> Program:
        self._called("Open", Path(path).name, *how)
        return self

    def SaveAs(self, path: str, form: int) -> None:
        self._called("SaveAs", form)
        Path(path).write_bytes(DOCX)

    def Close(self, saved: int) -> None:
        self._called("Close", saved)

    def Quit(self, saved: int) -> None:
        self._called("Quit", saved)


class Windows:
    """A Windows without LibreOffice, whose process for Word is this one: which programs are registered, which start, what was ended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.program = Program()
        self.registered = ["Word.Application", "KWPS.Application"]
        self.broken: list[str] = []
        self.asked: list[str] = []
        self.running: list[tuple[int, str]] = [(7, "WINWORD.EXE")]  # the user's own
        self.comes: list[tuple[int, str]] = [(12, "WINWORD.EXE")]
        self.hangs = False
        self.ended: list[list[str]] = []
        package, client, registry, processes = map(ModuleType, ("win32com", "win32com.client", "winreg", "psutil"))
        package.__spec__ = ModuleSpec("win32com", None)
        client.DispatchEx = self.dispatch  # type: ignore[attr-defined]
        processes.process_iter = lambda names: [  # type: ignore[attr-defined]
            SimpleNamespace(pid=number, info={"name": name}) for number, name in self.running
        ]
        for name, value in {"HKEY_CLASSES_ROOT": 0, "OpenKey": self.opened, "CloseKey": lambda key: None}.items():
            setattr(registry, name, value)
        for one in (package, client, registry, processes):
            monkeypatch.setitem(sys.modules, one.__name__, one)
        monkeypatch.setattr(subprocess, "run", self.run)
        monkeypatch.setattr(office, "find_office", lambda: None)
        monkeypatch.setattr(office, "_HAS_COM", True)
        monkeypatch.setattr(word, "find_word", word.find_word.__wrapped__)
        monkeypatch.setattr(sys, "platform", "win32")

    def opened(self, root: object, name: str) -> object:
        if name not in self.registered:
            raise OSError(name)
        return name

    def dispatch(self, name: str) -> Program:
        self.asked.append(name)
        if name in self.broken:
            raise ComError("Server execution failed")
        self.running += self.comes
        return self.program

    def run(self, command: list[str], **how: Any) -> Any:
        if command[0] == "taskkill":
            self.ended.append(command)
            return SimpleNamespace(returncode=0)
        assert command[1:3] == ["-m", "notice_parser.load.word"]
        said: list[str] = []
        try:
            code = word.save_as_docx(command[3], command[4], command[5], said.append)
        except ComError:
            code = 1
        if self.hangs:
            raise subprocess.TimeoutExpired(command, how["timeout"], output="".join(said).encode() or None)
        return SimpleNamespace(returncode=code)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Windows:
    return Windows(monkeypatch)


@pytest.fixture
def program(windows: Windows) -> Program:
    return windows.program


def test_word_reads_what_libreoffice_would(program: Program) -> None:
    assert office.convert(OLD_WORD, ".doc", None) == DOCX
    assert program.said == [
        ("Visible", False),
        ("DisplayAlerts", 0),
        ("AutomationSecurity", 3),
        ("Open", "in.doc", False, True, False, "-"),
        ("SaveAs", 12),
        ("Close", 0),
        ("Quit", 0),
    ]
    assert office.office_name() == ("Word", "")


@pytest.mark.parametrize(("step", "last"), [("Open", ["Quit"]), ("SaveAs", ["Close", "Quit"])])
def test_word_is_ended_though_it_fails(program: Program, step: str, last: list[str]) -> None:
    """``Open`` fails for a password, too, which is not asked for."""
    object.__setattr__(program, "fails_at", step)
    with pytest.raises(LoadError) as caught:
        office.convert(OLD_WORD, ".doc", "甲.doc")
    assert caught.value.code == "damaged"
    assert [one[0] for one in program.said][-len(last) :] == last


@pytest.mark.parametrize("step", ["Visible", "DisplayAlerts", "AutomationSecurity", "Close", "Quit"])
def test_what_a_program_does_not_know_costs_no_text(program: Program, step: str) -> None:
    object.__setattr__(program, "fails_at", step)
    assert office.convert(OLD_WORD, ".doc", None) == DOCX
    assert program.said[-1] == ("Quit", 0)


@pytest.mark.parametrize(
    ("registered", "broken", "asked"),
    [
        (["Word.Application", "KWPS.Application"], [], ["Word.Application"]),
        (["KWPS.Application"], [], ["KWPS.Application"]),
        (["WPS.Application"], [], ["WPS.Application"]),
        (["Word.Application", "KWPS.Application"], ["Word.Application"], ["Word.Application", "KWPS.Application"]),
    ],
)
def test_the_first_program_that_starts_is_asked(windows: Windows, registered: list[str], broken: list[str], asked: list[str]) -> None:
    windows.registered, windows.broken = registered, broken
    assert office.convert(OLD_WORD, ".doc", None) == DOCX
    assert windows.asked == asked
    assert office.office_name() == (registered[0].partition(".")[0], "")


def test_without_a_program_the_own_reader_goes_on(windows: Windows) -> None:
    windows.registered = []
    assert office.office_name() is None
    assert office.convert(OLD_WORD, ".doc", None) is None
    windows.registered = windows.broken = ["Word.Application"]
    with pytest.raises(LoadError) as caught:
        office.convert(OLD_WORD, ".doc", "甲.doc")
    assert caught.value.code == "damaged"


@pytest.mark.parametrize(
    ("comes", "ended"),
    [
        ([(12, "WINWORD.EXE")], ["12"]),
        ([(13, "wps.exe")], ["13"]),
        ([(12, "WINWORD.EXE"), (14, "WINWORD.EXE")], []),  # whose the other is, nobody can say
        ([(15, "explorer.exe")], []),
        ([], []),
    ],
)
def test_a_program_that_hangs_is_ended_and_no_other(windows: Windows, comes: list[tuple[int, str]], ended: list[str]) -> None:
    windows.hangs, windows.comes = True, comes
    with pytest.raises(LoadError) as caught:
        office.convert(OLD_WORD, ".doc", "甲.doc")
    assert caught.value.code == "timed_out"
    assert [one[-1] for one in windows.ended] == ended


def test_without_what_lists_processes_none_is_ended(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psutil", None)
    windows.hangs = True
    with pytest.raises(LoadError) as caught:
        office.convert(OLD_WORD, ".doc", "甲.doc")
    assert (caught.value.code, windows.ended) == ("timed_out", [])


def test_a_process_that_cannot_be_started_is_told(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **how: Any) -> Any:
        raise OSError(13, "Access is denied")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(LoadError, match="Access is denied"):
        office.convert(OLD_WORD, ".doc", "甲.doc")


def test_a_notice_through_word_says_so(program: Program) -> None:
    import zipfile
    from io import BytesIO

    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    notice = parse(file.getvalue())
    assert notice.source.loader == "word"
    assert notice.title is not None


def test_elsewhere_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert word.find_word.__wrapped__() == ()


def test_only_windows_loads_it() -> None:
    command = (
        "import sys; from notice_parser.load.office import office_name; office_name(); print('notice_parser.load.word' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout.strip()
    assert said == str(sys.platform == "win32")
