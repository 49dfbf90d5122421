"""LibreOffice, where it is installed: makes a DOCX of what only an office program reads well (numbered DOC, Word 95, Works, ODT).

Each process has a profile of its own, so that neither a running LibreOffice nor another worker is in the way; files go to it under
an ASCII name, and it is ended with all its children when its time is up. A start takes longer than a file, so that a batch gives
it the files of some notices at once (``convert_ahead``); what does not come of that is tried file by file. On Windows, where it is
not installed, Word or WPS is asked (``load.word``).
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from notice_parser.errors import LoadError

__all__ = ["TIME_LIMIT", "convert", "convert_ahead", "find_office", "office_name", "office_version"]

TIME_LIMIT = 120  # seconds for one file; the first start of a profile takes five, a file two
_HAS_COM = sys.platform == "win32"
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


def office_name() -> tuple[str, str] | None:
    """Name and version of what converts here: LibreOffice, else Word or WPS on Windows, whose version is not asked; null for none."""
    if find_office() is not None:
        return "LibreOffice", office_version() or ""
    programs = _find_word()
    return (programs[0].partition(".")[0], "") if programs else None


def _find_word() -> tuple[str, ...]:
    """The names of Word and WPS, which only Windows has."""
    if not _HAS_COM:
        return ()
    from notice_parser.load.word import find_word

    return find_word()


def convert(data: bytes, suffix: str, where: str | None, to: str = _DOCX) -> bytes | None:
    """The file as DOCX, or as what ``to`` names; null where neither LibreOffice nor another that can is installed.

    ``LoadError`` where the program cannot read it or takes too long.
    """
    ahead = _ahead.pop(_key(data, suffix), None) if to == _DOCX else None
    if ahead is not None:
        return ahead
    program = find_office()
    if program is None:
        others = _find_word() if to == _DOCX else ()
        if not others:
            return None
        from notice_parser.load.word import convert_by

        return convert_by(others, data, suffix, where, TIME_LIMIT)
    with tempfile.TemporaryDirectory(prefix="notice-parser-") as folder:
        given = Path(folder, f"in{suffix}")
        given.write_bytes(data)
        _run(program, [given], to, where, TIME_LIMIT)
        made = Path(folder, "out", f"in.{to.partition(':')[0]}")
        if not made.is_file():
            raise LoadError("damaged", where=where, format=suffix[1:].upper(), reason="LibreOffice")
        return made.read_bytes()


def convert_ahead(files: Sequence[tuple[bytes, str]], limit: float = TIME_LIMIT) -> None:
    """Converts files, content and suffix each, in one start of LibreOffice; ``convert`` then has what became of them.

    What is at hand of an earlier call is forgotten. A file that ends or holds up the program costs those behind it the joint start.
    """
    _ahead.clear()
    program = find_office()
    if program is None or len(files) < 2:
        return
    with tempfile.TemporaryDirectory(prefix="notice-parser-") as folder:
        given = [Path(folder, f"{number}{suffix}") for number, (_, suffix) in enumerate(files)]
        for path, (data, _) in zip(given, files, strict=True):
            path.write_bytes(data)
        with suppress(LoadError):  # told of the file that it is of, when that is tried alone
            _run(program, given, _DOCX, None, limit)
        for path, (data, suffix) in zip(given, files, strict=True):
            made = Path(folder, "out", f"{path.stem}.docx")
            if made.is_file() and _is_whole(made):
                _ahead[_key(data, suffix)] = made.read_bytes()


_ahead: dict[str, bytes] = {}  # what the last joint start made of files, each until it is asked for


def _key(data: bytes, suffix: str) -> str:
    return f"{hashlib.sha256(data).hexdigest()}{suffix}"


def _is_whole(made: Path) -> bool:
    """Whether a file was written to its end: the program may have been stopped at it."""
    return zipfile.is_zipfile(made)


@cache
def _profile() -> str:
    folder = tempfile.mkdtemp(prefix="notice-parser-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder).as_uri()


def _run(program: str, given: Sequence[Path], to: str, where: str | None, limit: float) -> None:
    command = [program, f"-env:UserInstallation={_profile()}", "--headless", "--norestore", "--nolockcheck", "--nodefault"]
    command += ["--convert-to", to, "--outdir", str(given[0].parent / "out"), *map(str, given)]
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
        process.wait(limit)
    except subprocess.TimeoutExpired:
        raise LoadError("timed_out", where=where, limit=limit) from None
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
