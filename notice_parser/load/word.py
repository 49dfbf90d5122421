"""Word, or WPS, on Windows: makes a DOCX of a DOC, by COM. Loaded there alone, where a file asks for it and LibreOffice is not
installed.

The program is asked by a process of its own (``python -m notice_parser.load.word``), which can be ended when its time is up, and with it
the program that it started. It is told to run no macros (a WPS that does not know this asks its own settings), asks the user nothing,
opens the file to read it and does not list it among those used last. Of two that are registered the second is asked where the first does
not start.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from notice_parser.errors import LoadError

__all__ = ["convert_by", "find_word", "save_as_docx"]

_PROGRAMS = ("Word.Application", "KWPS.Application", "WPS.Application")  # as they are registered; the last is an old WPS
_PROCESSES = frozenset(("winword.exe", "wps.exe"))
_DOCX = 12  # wdFormatXMLDocument
_NO_ALERTS = 0  # wdAlertsNone
_NO_MACROS = 3  # msoAutomationSecurityForceDisable
_NOT_SAVED = 0  # wdDoNotSaveChanges
_NO_PASSWORD = "-"  # a file that has one fails then, and does not ask for it
_NOT_STARTED = 3  # the exit code of the process where the program is registered and does not start


@cache
def find_word() -> tuple[str, ...]:
    """The names by which Word and WPS are registered; none without ``pywin32``, and on any system but Windows."""
    if sys.platform != "win32" or find_spec("win32com") is None:
        return ()
    import winreg

    found = []
    for name in _PROGRAMS:
        with suppress(OSError):
            winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, name))
            found.append(name)
    return tuple(found)


def convert_by(programs: tuple[str, ...], data: bytes, suffix: str, where: str | None, limit: float) -> bytes:
    """The file as DOCX, by the first of the programs that starts. ``LoadError`` where it cannot read the file, or takes more than ``limit``
    seconds, and where none starts."""
    with tempfile.TemporaryDirectory(prefix="notice-parser-", ignore_cleanup_errors=True) as folder:
        given, made = Path(folder, f"in{suffix}"), Path(folder, "out.docx")
        given.write_bytes(data)
        for program in programs:
            command = [sys.executable, "-m", __name__, program, str(given), str(made)]
            flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
            try:
                done = subprocess.run(
                    command, stdin=subprocess.DEVNULL, capture_output=True, timeout=limit, check=False, creationflags=flags
                )
            except subprocess.TimeoutExpired as error:
                _end(error.stdout)
                raise LoadError("timed_out", where=where, limit=limit) from None
            except OSError as error:
                raise LoadError("damaged", where=where, format=program, reason=error.strerror or type(error).__name__) from error
            if done.returncode != _NOT_STARTED:
                break
        if done.returncode != 0 or not made.is_file():
            raise LoadError("damaged", where=where, format=suffix[1:].upper(), reason=program)
        return made.read_bytes()


def _end(said: bytes | None) -> None:
    """Ends the program that the process started, where it could tell which one that is."""
    number = (said or b"").strip()
    if number.isdigit():
        subprocess.run(["taskkill", "/F", "/T", "/PID", number.decode()], capture_output=True, check=False)


def save_as_docx(program: str, given: str, made: str, say: Callable[[str], None] = print) -> int:
    """Has the program open one file and save it as the other; ends the program, which was started for this file. The exit code.

    ``say`` is told the number of the program's process, where that is sure.
    """
    from win32com.client import DispatchEx  # type: ignore[import-not-found,import-untyped,unused-ignore]  # Windows alone has it

    before = _running()
    try:
        application = DispatchEx(program)
    except Exception as error:  # com_error, of a module that only Windows has
        print(error, file=sys.stderr)
        return _NOT_STARTED
    started = _running() - before
    if len(started) == 1:  # of several, those of other processes or of the user may be some
        say(str(*started))
    try:
        for name, value in (("Visible", False), ("DisplayAlerts", _NO_ALERTS), ("AutomationSecurity", _NO_MACROS)):
            with suppress(Exception):  # WPS does not know all of them
                setattr(application, name, value)
        # by place, for names need what describes the program to be installed: no questions, to be read, not listed, no password
        document: Any = application.Documents.Open(given, False, True, False, _NO_PASSWORD)
        try:
            document.SaveAs(made, _DOCX)
        finally:
            with suppress(Exception):  # what was saved is saved
                document.Close(_NOT_SAVED)
    finally:
        with suppress(Exception):
            application.Quit(_NOT_SAVED)
    return 0


def _running() -> frozenset[int]:
    """The numbers of the processes of Word and WPS that run now."""
    try:
        import psutil
    except ImportError:
        return frozenset()
    return frozenset(one.pid for one in psutil.process_iter(["name"]) if str(one.info["name"]).lower() in _PROCESSES)


if __name__ == "__main__":
    raise SystemExit(save_as_docx(sys.argv[1], sys.argv[2], sys.argv[3], lambda text: print(text, flush=True)))
