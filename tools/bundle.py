"""Makes an install bundle for offices without a network: all wheels of one platform, and a script that installs them.

    python tools/bundle.py OUT                                    # for this machine
    python tools/bundle.py OUT --platform windows --python 3.12   # for another
    python tools/bundle.py OUT --extras html,office,pdf           # less than everything

Run it in a checkout, on a machine with a network; then carry the folder OUT over and run ``install.sh`` or ``install.cmd`` in it.
What is published without a wheel (jieba) is built here: it is plain Python. Of young packages the newest version is taken whose wheel
the platform can load: ``--glibc`` says how old its C library may be.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
from pathlib import Path

_SOURCE_ONLY = ("jieba",)  # plain Python, published as source alone
_GLIBC = (17, 24, 26, 27, 28, 31, 34, 35, 38, 39)  # 2.x, the versions that wheels are built for
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
    _pip("wheel", "--no-deps", "-w", str(wheels), str(checkout))
    _pip("wheel", "--no-deps", "-w", str(wheels), *_SOURCE_ONLY)
    tags = [part for tag in _tags(options.platform, options.glibc) for part in ("--platform", tag)]
    cp = f"cp{options.python.replace('.', '')}"
    abis = [part for abi in (cp, "abi3", "none") for part in ("--abi", abi)]
    _pip(
        *("download", "--only-binary=:all:", "--find-links", str(wheels), "-d", str(wheels)),
        *("--python-version", options.python, "--implementation", "cp", *abis, *tags),
        f"notice-parser[{options.extras}]",
    )
    script = _CMD if options.platform == "windows" else _SH
    target = options.out / ("install.cmd" if options.platform == "windows" else "install.sh")
    target.write_bytes(script.replace("EXTRAS", options.extras).encode())
    target.chmod(0o755)
    print(f"{target}: {len(list(wheels.glob('*.whl')))} wheels")
    return 0


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
