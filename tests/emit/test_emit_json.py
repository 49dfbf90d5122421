"""emit/json.py: exact figures out and back."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from notice_parser.emit.json import from_json, to_dict, to_json
from notice_parser.errors import LoadError
from notice_parser.model import Notice


def test_figures_keep_their_digits_and_have_no_exponent(full_notice: Notice) -> None:
    text = to_json(full_notice)
    assert '"rows":[[1000],[99.90],[null],["2023-04-25"],[0.0000001]]' in text
    assert '"value":36,' in text
    assert '"computed":-0.0000001' in text
    assert '"tolerance":12345678901234567890.5' in text


def test_back_is_the_same(full_notice: Notice) -> None:
    text = to_json(full_notice)
    back = from_json(text)
    assert back == full_notice
    assert to_json(back) == text
    assert from_json(text.encode()) == back
    assert from_json(to_json(full_notice, indent=2)) == back
    cells = [cell for row in back.tables[0].rows for cell in row if cell is not None]
    assert [type(cell) for cell in cells] == [Decimal, Decimal, str, Decimal]


def test_to_dict_is_what_json_loads_gives(full_notice: Notice) -> None:
    assert to_dict(full_notice) == json.loads(to_json(full_notice))
    assert json.loads(json.dumps(to_dict(full_notice))) == to_dict(full_notice)
    assert isinstance(to_dict(full_notice)["tables"][0]["rows"][0][0], int)
    assert full_notice.statistics[0].to_dict()["value"] == 36


def test_indent_gives_one_value_a_line(full_notice: Notice) -> None:
    lines = to_json(full_notice, indent=1).splitlines()
    assert lines[1] == ' "schema_version": "1",'
    assert "\n" not in to_json(full_notice)
    assert "岚川市水务局" in to_json(full_notice)  # Chinese unescaped


def test_a_field_of_a_newer_writer_is_ignored(full_notice: Notice) -> None:
    data = to_dict(full_notice) | {"mood": "calm"}
    assert from_json(json.dumps(data)).title == full_notice.title


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "bad_json"),
        ("公文", "bad_json"),
        ("[]", "bad_json"),
        ('{"schema_version":"1"}', "bad_json"),
        ('{"schema_version":1}', "bad_json"),
        ('{"schema_version":"2"}', "newer_schema"),
        (b"\xff", "bad_json"),
    ],
    ids=repr,
)
def test_other_data_is_refused(data: str | bytes, code: str) -> None:
    with pytest.raises(LoadError) as caught:
        from_json(data)
    assert caught.value.code == code
    assert caught.value.render("en")


def test_the_place_of_a_fault_is_named(full_notice: Notice) -> None:
    data = to_dict(full_notice)
    data["issuers"][0]["evidence"] = "rumour"
    with pytest.raises(LoadError, match=r"issuers\[0\]\.evidence|issuers\[\.\.\.\]\.evidence"):
        from_json(json.dumps(data))
