"""Makes an install bundle for offices without a network: all wheels of one platform, and a script that installs them.

    python tools/bundle.py OUT                                    # for this machine
    python tools/bundle.py OUT --platform windows --python 3.12   # for another
    python tools/bundle.py OUT --extras html,office,pdf           # less than everything

Run it in a checkout, on a machine with a network (it needs ``pip install packaging``); then carry the folder OUT over and run
``install.sh`` or ``install.cmd`` in it.
What is published without a wheel (jieba) is built here: it is plain Python. Of young packages the newest version is taken whose wheel
the platform can load: ``--glibc`` says how old its C library may be. Where the library of ``ocr`` has no wheel for it (x86-64 below
2.34), scans are read by ``ocr-onnx``.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_SOURCE_ONLY = ("jieba",)  # plain Python, published as source alone
_GLIBC = (17, 24, 26, 27, 28, 31, 34, 35, 38, 39)  # 2.x, the versions that wheels are built for
_OCR_GLIBC = {"linux-x86_64": 34, "linux-aarch64": 28, "windows": 0}  # faster-paddle has no wheel for an older one
_TARGETS = ("linux-x86_64", "linux-aarch64", "windows")

_SH = """#!/bin/sh
# installs into the folder given, or ./notice-parser
set -e
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-notice-parser}
python3 -m venv "$target"
"$target/bin/python" -m pip install --no-index --find-links "$here/wheels" "notice-parser[EXTRAS]"
"$target/bin/notice-parser" doctor
"""
_CMD = """@echo off\r
rem installs into the folder given, or .\\notice-parser\r
set target=%~1\r
if "%target%"=="" set target=notice-parser\r
py -3 -m venv "%target%" || exit /b 1\r
"%target%\\Scripts\\python" -m pip install --no-index --find-links "%~dp0wheels" "notice-parser[EXTRAS]" || exit /b 1\r
"%target%\\Scripts\\notice-parser" doctor\r
"""


def main() -> int:
    """The exit code; the folder then holds ``wheels/`` and the script that installs them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--platform", choices=_TARGETS, default=_here())
    parser.add_argument("--python", default=f"{sys.version_info[0]}.{sys.version_info[1]}", help="version of Python there")
    parser.add_argument("--glibc", type=int, default=28, metavar="MINOR", help="glibc 2.MINOR there (Linux); default 28")
    parser.add_argument("--extras", default="all")
    options = parser.parse_args()
    wheels = options.out / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    checkout = Path(__file__).resolve().parent.parent
    extras = _extras(options.extras, checkout, is_old=options.glibc < _OCR_GLIBC[options.platform])
    _pip("wheel", "--no-deps", "-w", str(wheels), str(checkout))
    _pip("wheel", "--no-deps", "-w", str(wheels), *_SOURCE_ONLY)
    tags = [part for tag in _tags(options.platform, options.glibc) for part in ("--platform", tag)]
    cp = f"cp{options.python.replace('.', '')}"
    abis = [part for abi in (cp, "abi3", "none") for part in ("--abi", abi)]

    def download(*wanted: str) -> None:
        _pip(
            *("download", "--only-binary=:all:", "--find-links", str(wheels), "-d", str(wheels)),
            *("--python-version", options.python, "--implementation", "cp", *abis, *tags, *wanted),
        )

    download(f"notice-parser[{extras}]")
    there = _environment(options.platform, options.python)
    while missing := _missing(wheels, there, extras.split(",")):  # pip asks for what this machine needs, not the other one
        download(*missing)
    script = _CMD if options.platform == "windows" else _SH
    target = options.out / ("install.cmd" if options.platform == "windows" else "install.sh")
    target.write_bytes(script.replace("EXTRAS", extras).encode())
    target.chmod(0o755)
    print(f"{target}: {len(list(wheels.glob('*.whl')))} wheels")
    return 0


def _extras(wanted: str, checkout: Path, *, is_old: bool) -> str:
    """The extras, by commas; for an old C library those with the OCR that runs there."""
    if not is_old:
        return wanted
    listed = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]["all"]
    whole = listed[0].partition("[")[2].rstrip("]")
    names = [name.strip() for one in wanted.split(",") for name in (whole if one.strip() == "all" else one).split(",")]
    return ",".join("ocr-onnx" if name == "ocr" else name for name in names)


def _environment(target: str, python: str) -> dict[str, str]:
    """What the conditions of requirements see on the platform."""
    is_windows = target == "windows"
    return {
        "implementation_name": "cpython",
        "os_name": "nt" if is_windows else "posix",
        "platform_machine": "AMD64" if is_windows else target.partition("-")[2],
        "platform_python_implementation": "CPython",
        "platform_system": "Windows" if is_windows else "Linux",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "win32" if is_windows else "linux",
    }


def _missing(wheels: Path, there: dict[str, str], extras: list[str]) -> list[str]:
    """What the wheels need on the platform and none of them is."""
    found, needed = set(), {}
    for path in wheels.glob("*.whl"):
        name = canonicalize_name(path.name.partition("-")[0])
        found.add(name)
        with zipfile.ZipFile(path) as wheel:
            metadata = next(one for one in wheel.namelist() if one.endswith(".dist-info/METADATA"))
            said = [Requirement(one) for one in message_from_bytes(wheel.read(metadata)).get_all("Requires-Dist") or []]
        asked = set(extras) if name == "notice-parser" else {""}
        for one in said:
            if one.name == "notice-parser" and any(one.marker is None or one.marker.evaluate({**there, "extra": e}) for e in extras):
                asked |= one.extras
        for one in said:
            if one.marker is None or any(one.marker.evaluate({**there, "extra": extra}) for extra in asked):
                needed[canonicalize_name(one.name)] = f"{one.name}{one.specifier}"
    return sorted(text for name, text in needed.items() if name not in found)


def _here() -> str:
    if sys.platform == "win32":
        return "windows"
    return "linux-aarch64" if platform.machine() in ("aarch64", "arm64") else "linux-x86_64"


def _tags(target: str, glibc: int) -> list[str]:
    """The platform tags that a wheel may carry, the most demanding first."""
    if target == "windows":
        return ["win_amd64", "any"]
    machine = target.partition("-")[2]
    newest_first = [f"manylinux_2_{minor}_{machine}" for minor in reversed(_GLIBC) if minor <= glibc]
    return [*newest_first, f"manylinux2014_{machine}", f"linux_{machine}", "any"]


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *arguments]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit(f"pip failed: {' '.join(arguments[:2])} …; is pip installed for {sys.executable}?")


if __name__ == "__main__":
    raise SystemExit(main())
