"""DOC files of a batch: those of a part are read in one start of LibreOffice, and alone where that fails."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from machinery import bytes_of

from notice_parser.batch import batch
from notice_parser.errors import LoadError
from notice_parser.load import office
from notice_parser.options import Options

pytest.importorskip("lxml")
pytestmark = pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")

PAGE = """{{\\rtf1\\ansi\\ansicpg936 \\pard 2023-4-{day}\\par}}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three ODT, one that is damaged, and a text."""
    root = tmp_path_factory.mktemp("公文")
    office.convert_ahead([])
    made = None
    for day in (1, 2, 3):
        made = office.convert(PAGE.format(day=day).encode(), ".rtf", None, "odt")
        assert made is not None
        (root / f"{day}.odt").write_bytes(made)
    assert made is not None
    (root / "4.odt").write_bytes(made[:200] + bytes(2000))
    (root / "5.txt").write_text("通知\n", encoding="utf-8")
    return root


class Starts:
    """How many files each start of LibreOffice was given; a joint one may fail, before or behind its first file."""

    def __init__(self, patch: pytest.MonkeyPatch, keeps: int | None = None) -> None:
        self.counts: list[int] = []
        run = office._run

        def counted(program: str, given: Sequence[Path], *how: Any) -> None:
            self.counts.append(len(given))
            if len(given) == 1 or keeps is None:
                run(program, given, *how)
                return
            if keeps:
                run(program, given[:keeps], *how)
            raise LoadError("timed_out", limit=1)

        patch.setattr(office, "_run", counted)


def test_one_start_for_all_and_the_same_bytes_though_it_fails(folder: Path, tmp_path: Path) -> None:
    outputs = []
    for number, (keeps, expected) in enumerate(((None, [4, 1]), (2, [4, 1, 1]), (0, [4, 1, 1, 1, 1]))):
        with pytest.MonkeyPatch.context() as patch:
            starts = Starts(patch, keeps)
            summary = batch(folder, tmp_path / str(number), workers=1, options=Options(ocr="never"))
        assert starts.counts == expected
        assert [one.relative for one in summary.failures] == ["4.odt"]
        outputs.append(bytes_of(tmp_path / str(number)))
    assert outputs[0] == outputs[1] == outputs[2]
    batch(folder, tmp_path / "single", workers=1, part_size=1, options=Options(ocr="never"))
    assert bytes_of(tmp_path / "single") == outputs[0]
