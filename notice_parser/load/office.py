"""LibreOffice, where it is installed: makes a DOCX of what only an office program reads well (numbered DOC, Word 95, Works, ODT).

Each process has a profile of its own, so that neither a running LibreOffice nor another worker is in the way; files go to it under
an ASCII name, and it is ended with all its children when its time is up.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from notice_parser.errors import LoadError

__all__ = ["TIME_LIMIT", "convert", "find_office", "office_version"]

TIME_LIMIT = 120  # seconds for one file; the first start of a profile takes five, a file two
_DOCX = "docx:MS Word 2007 XML"
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)


@cache
def find_office() -> str | None:
    """The path of LibreOffice's program; null where it is not installed."""
    found = next((path for name in _PROGRAMS if (path := shutil.which(name)) is not None), None)
    return found or next((place for place in _PLACES if os.path.isfile(place)), None)


@cache
def office_version() -> str | None:
    """The version of the LibreOffice that is installed: ``24.2.7``; null where there is none or it does not say."""
    program = find_office()
    if program is None:
        return None
    try:
        said = subprocess.run([program, "--version"], capture_output=True, timeout=TIME_LIMIT, check=False, stdin=subprocess.DEVNULL).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    words = said.decode("utf-8", "replace").split()
    return words[1] if len(words) > 1 else None


def convert(data: bytes, suffix: str, where: str | None, to: str = _DOCX) -> bytes | None:
    """The file as DOCX, or as what ``to`` names; null where LibreOffice is not installed.

    ``LoadError`` where LibreOffice cannot read it or takes too long.
    """
    program = find_office()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="notice-parser-") as folder:
        given = Path(folder, f"in{suffix}")
        given.write_bytes(data)
        _run(program, given, to, where)
        made = Path(folder, "out", f"in.{to.partition(':')[0]}")
        if not made.is_file():
            raise LoadError("damaged", where=where, format=suffix[1:].upper(), reason="LibreOffice")
        return made.read_bytes()


@cache
def _profile() -> str:
    folder = tempfile.mkdtemp(prefix="notice-parser-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder).as_uri()


def _run(program: str, given: Path, to: str, where: str | None) -> None:
    command = [program, f"-env:UserInstallation={_profile()}", "--headless", "--norestore", "--nolockcheck", "--nodefault"]
    command += ["--convert-to", to, "--outdir", str(given.parent / "out"), str(given)]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        )
    except OSError as error:
        raise LoadError("damaged", where=where, format="LibreOffice", reason=error.strerror or type(error).__name__) from error
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired:
        raise LoadError("timed_out", where=where, limit=TIME_LIMIT) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the program and what it started; the launcher of LibreOffice is not the program itself."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    process.wait()
