"""The built wheel, away from the checkout: the grammars are inside it, and the command runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest
from conftest import NOTICE, ROOT

import notice_parser

RUN = "import sys; from notice_parser.cli import main; sys.exit(main())"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's content, unpacked as an installer does, and nothing else of ours."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), str(ROOT)],
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    target = folder / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--target", str(target), str(wheel)],
        check=True,
        capture_output=True,
        timeout=900,
    )
    return target


def _run(installed: Path, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The command with the wheel's package and the dependencies' folder, started elsewhere, without site hooks (-S):
    an editable install of the checkout would be one, and would hide what the wheel lacks."""
    dependencies = str(Path(str(msgspec.__file__)).parent.parent)
    return subprocess.run(
        [sys.executable, "-S", "-c", RUN, *arguments],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(installed), dependencies)), "LC_ALL": "C.UTF-8"},
        timeout=600,
    )


def test_it_parses_a_notice_and_gives_the_same_as_the_checkout(installed: Path, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8")
    got = _run(installed, tmp_path, "parse", str(path))
    assert (got.returncode, got.stderr) == (0, b"")
    data = json.loads(got.stdout)
    assert data["document_number"]["text"] == "岚政办发〔2023〕12号"
    assert data == notice_parser.parse(path).to_dict()


def test_it_holds_the_grammars(installed: Path, tmp_path: Path) -> None:
    inside = {path.name for path in (installed / "notice_parser" / "grammars").rglob("*.toml")}
    assert inside == {path.name for path in (ROOT / "grammars").rglob("*.toml")}
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8")
    assert "〔2023〕12号" in _run(installed, tmp_path, "explain", str(path), "document_number").stdout.decode()
    assert _run(installed, tmp_path, "--version").stdout.decode() == f"notice-parser {notice_parser.__version__}\n"


def test_it_holds_the_page(installed: Path, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8")
    assert _run(installed, tmp_path, "view", str(path)).stdout.decode() == notice_parser.parse(path).to_html()


def test_it_holds_the_licence_and_types_and_no_tests(installed: Path) -> None:
    (wheel,) = (installed.parent / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "notice_parser/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "corpus/"))]
    assert not [name for name in names if name.endswith((".pyc", ".tmp"))]
