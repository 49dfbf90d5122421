"""Names of places that hold words of the rules: how they come back, and what one more does to those before it."""

from __future__ import annotations

from notice_parser import parse_text

_HEAD = "岚川市人民政府办公室关于2024年上半年工作情况的通报\n\n各有关单位：\n\n"
_MORE = 100  # towns whose names have more characters than can be stood in for


def _text(sentences: list[str]) -> str:
    return _HEAD + "".join(f"　　{sentence}\n" for sentence in sentences)


def _subjects(names: list[str]) -> list[str | None]:
    notice = parse_text(_text([f"{name}受理投诉12件。" for name in names]))
    return [one.subject for one in sorted(notice.statistics, key=lambda one: one.span)]


def test_one_more_name_than_can_be_stood_in_for_changes_none_before_it() -> None:
    names = [f"和{chr(0x6D00 + number)}镇" for number in range(_MORE + 1)]
    rows = [names[at : at + 3] for at in range(0, _MORE - 2, 3)]
    told = [f"{'、'.join(row)}分别受理12件、8件、6件。" for row in rows]
    more = parse_text(_text([*told, f"{names[_MORE]}、柳坝镇、南渡镇分别受理12件、8件、6件。"])).statistics
    assert [one.subject for one in more][: len(told) * 3] == [one.subject for one in parse_text(_text(told)).statistics]
    assert [one.subject for one in more][:48] == names[:48]


def test_name_comes_back_as_it_is_printed() -> None:
    assert _subjects(["共和县", "和平区", "柳坝镇"]) == ["共和县", "和平区", "柳坝镇"]
