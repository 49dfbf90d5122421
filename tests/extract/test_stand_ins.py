"""Names of places that hold words of the rules: what each costs, and what one more does to those before it."""

from __future__ import annotations

import pytest

from notice_parser import parse_text
from notice_parser.extract.statistics import stand_ins

_HEAD = "岚川市人民政府办公室关于2024年上半年工作情况的通报\n\n各有关单位：\n\n"
_MORE = 100  # towns whose names have more characters than can be stood in for


def _text(sentences: list[str]) -> str:
    return _HEAD + "".join(f"　　{sentence}\n" for sentence in sentences)


def _subjects(names: list[str]) -> list[str | None]:
    notice = parse_text(_text([f"{name}受理投诉12件。" for name in names]))
    return [one.subject for one in sorted(notice.statistics, key=lambda one: one.span)]


@pytest.mark.parametrize("times", [1, 40, 160])
def test_name_is_looked_through_the_text_for_once_however_often_it_stands_there(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    asked: list[str] = []
    holds_name = stand_ins._holds_name

    def counted(name: str, length: int, text: str) -> bool:
        asked.append(name)
        return holds_name(name, length, text)

    monkeypatch.setattr(stand_ins, "_holds_name", counted)
    notice = parse_text(_text(["两河口镇受理投诉12件，分水镇受理咨询86件。" * times]))
    assert asked == ["两河口镇", "分水镇"]
    assert len(notice.statistics) == 2 * times


def test_one_more_name_than_can_be_stood_in_for_changes_none_before_it() -> None:
    names = [f"和{chr(0x6D00 + number)}镇" for number in range(_MORE + 1)]
    assert _subjects(names)[:_MORE] == _subjects(names[:_MORE])
    assert _subjects(names)[:50] == names[:50]


def test_name_comes_back_as_it_is_printed() -> None:
    assert _subjects(["共和镇", "分水镇", "柳坝镇"]) == ["共和镇", "分水镇", "柳坝镇"]
