"""The bundle for machines without a network: what a wheel needs on the platform it is for, whatever machine collects it."""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

_FILE = Path(__file__).resolve().parent.parent / "tools" / "bundle.py"


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle", _FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wheel(folder: Path, name: str, *needs: str) -> None:
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as made:
        lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0", *(f"Requires-Dist: {one}" for one in needs)]
        made.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines) + "\n\n")


def test_what_only_the_other_platform_needs_is_missed(bundle: ModuleType, tmp_path: Path) -> None:
    wheel(
        tmp_path,
        "notice_parser",
        "click>=8",
        'psutil>=5.9; sys_platform != "linux"',
        'lxml>=5; extra == "office"',
        'ray>=2; extra == "ray"',
        'notice-parser[office]; extra == "all"',
    )
    wheel(tmp_path, "click", 'colorama; platform_system == "Windows"', 'old-click; python_version < "3.8"', 'docs; extra == "docs"')
    windows = bundle._environment("windows", "3.12")
    assert bundle._missing(tmp_path, windows, ["all"]) == ["colorama", "lxml>=5", "psutil>=5.9"]
    linux = bundle._environment("linux-aarch64", "3.12")
    assert bundle._missing(tmp_path, linux, ["all"]) == ["lxml>=5"]
    wheel(tmp_path, "lxml")
    assert bundle._missing(tmp_path, linux, ["all"]) == []
    assert bundle._missing(tmp_path, linux, ["ray"]) == ["ray>=2"]


def test_scans_are_read_by_what_an_old_c_library_can_load(bundle: ModuleType) -> None:
    checkout = _FILE.parent.parent
    assert bundle._extras("all", checkout, is_old=False) == "all"
    names = bundle._extras("all", checkout, is_old=True).split(",")
    assert "ocr-onnx" in names
    assert "ocr" not in names
    assert {"office", "pdf", "html"} <= set(names)
    assert bundle._extras("html,ocr", checkout, is_old=True) == "html,ocr-onnx"
