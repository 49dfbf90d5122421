"""Word, or WPS, on Windows: makes a DOCX of a DOC, by COM. Loaded there alone, where a file asks for it and LibreOffice is not
installed.

The program is asked by a process of its own (``python -m notice_parser.load.word``), which can be ended when its time is up. Macros do
not run, nothing is asked of the user, the file is opened to be read and is not listed among those used last.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from notice_parser.errors import LoadError

__all__ = ["convert_by", "find_word", "save_as_docx"]

_PROGRAMS = ("Word.Application", "KWPS.Application", "WPS.Application")  # as they are registered; the last is an old WPS
_DOCX = 12  # wdFormatXMLDocument
_NO_ALERTS = 0  # wdAlertsNone
_NO_MACROS = 3  # msoAutomationSecurityForceDisable
_NOT_SAVED = 0  # wdDoNotSaveChanges
_NO_PASSWORD = "-"  # a file that has one fails then, and does not ask for it


@cache
def find_word() -> str | None:
    """The name by which Word or WPS is registered; null where there is none, or no ``pywin32``, and on any system but Windows."""
    if sys.platform != "win32" or find_spec("win32com") is None:
        return None
    import winreg

    for name in _PROGRAMS:
        try:
            winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, name))
        except OSError:
            continue
        return name
    return None


def convert_by(program: str, data: bytes, suffix: str, where: str | None, limit: float) -> bytes:
    """The file as DOCX. ``LoadError`` where the program cannot read it or takes more than ``limit`` seconds."""
    with tempfile.TemporaryDirectory(prefix="notice-parser-", ignore_cleanup_errors=True) as folder:
        given, made = Path(folder, f"in{suffix}"), Path(folder, "out.docx")
        given.write_bytes(data)
        command = [sys.executable, "-m", __name__, program, str(given), str(made)]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            raise LoadError("timed_out", where=where, limit=limit) from None
        except OSError as error:
            raise LoadError("damaged", where=where, format=program, reason=error.strerror or type(error).__name__) from error
        if done.returncode != 0 or not made.is_file():
            raise LoadError("damaged", where=where, format=suffix[1:].upper(), reason=program)
        return made.read_bytes()


def save_as_docx(program: str, given: str, made: str) -> None:
    """Has the program open one file and save it as the other; ends the program, which was started for this file."""
    from win32com.client import DispatchEx  # type: ignore[import-not-found,import-untyped,unused-ignore]  # Windows alone has it

    application = DispatchEx(program)
    try:
        application.Visible = False
        application.DisplayAlerts = _NO_ALERTS
        application.AutomationSecurity = _NO_MACROS
        document = application.Documents.Open(
            given, ConfirmConversions=False, ReadOnly=True, AddToRecentFiles=False, PasswordDocument=_NO_PASSWORD, Visible=False
        )
        try:
            document.SaveAs(made, FileFormat=_DOCX)
        finally:
            document.Close(_NOT_SAVED)
    finally:
        application.Quit(_NOT_SAVED)


if __name__ == "__main__":
    save_as_docx(*sys.argv[1:4])
