"""The documentation is built as a site: every page is in it, every link leads somewhere, a word of a page is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT


def test_the_site_is_built(tmp_path: Path) -> None:
    pytest.importorskip("sphinx", reason="sphinx is not installed: pip install 'notice-parser[docs]'")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", str(ROOT / "docs"), str(tmp_path)]
    got = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert got.returncode == 0, got.stderr
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    assert [str(page) for page in sorted(pages) if not (tmp_path / page).is_file()] == []
    assert "发文字号" in (tmp_path / "json.html").read_text(encoding="utf-8")
    assert (tmp_path / "searchindex.js").is_file()
