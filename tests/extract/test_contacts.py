"""Names, phones and addresses, paired where the text pairs them."""

from __future__ import annotations

import pytest
from laid_out import laid_out

from notice_parser.extract.contacts import find_contacts
from notice_parser.grammar import load_grammars
from notice_parser.layout.document import Role, Zone
from notice_parser.model import Contact

GRAMMARS = load_grammars()


def found(*lines: tuple[Zone, Role, str]) -> tuple[Contact, ...]:
    page = laid_out(*lines)
    contacts, diagnostics = find_contacts(page, GRAMMARS)
    assert diagnostics == ()
    for contact in contacts:
        assert contact.span is not None
        assert page.text[contact.span[0] : contact.span[1]] == contact.raw
    return contacts


@pytest.mark.parametrize(
    ("lines", "contacts"),
    [
        (
            ["（联系人：方某、许某；联系电话：0000-6613208，6613215；传真：6613209）"],
            [("方某", "0000-6613208", None), ("许某", "6613215", None)],
        ),
        (["联 系 人：方  某", "电    话：6613208", "邮    箱：abc@example.cn"], [("方某", "6613208", "abc@example.cn")]),
        (["联系人：方某某，联系电话：6613208。"], [("方某某", "6613208", None)]),
        (["联系人：方某某、许某，电话：6613208。"], [("方某某", "6613208", None), ("许某", "6613208", None)]),
        (["联系人：方某某（0000-66132080）；许某（0000-66132081）"], [("方某某", "0000-66132080", None), ("许某", "0000-66132081", None)]),
        (["联系人：水资源处 方某某 0000-66132080"], [("方某某", "0000-66132080", None)]),
        (["联系人：方某某同志；电话/传真：6613208"], [("方某某", "6613208", None)]),
        (["咨询电话：0000-66132080；12345"], [(None, "0000-66132080", None)]),
        (["电子邮箱：abc@example.cn"], [(None, None, "abc@example.cn")]),
        (["请于5月5日前书面报我办（电子版发至abc@example.cn）。"], [(None, None, "abc@example.cn")]),
        (["联系人及电话：", "水资源处　　 方某某 0000-66132080", "水政处 许　某 0000-66132081", "此致"],
         [("方某某", "0000-66132080", None), ("许某", "0000-66132081", None)]),
        (["联系人：方某", "联系电话：6613208", "联系人：许某", "联系电话：6613215"],
         [("方某", "6613208", None), ("许某", "6613215", None)]),
        (["联系人：方某、许某、周某；电话：6613208，6613215"],
         [("方某", None, None), ("许某", None, None), ("周某", None, None), (None, "6613208", None), (None, "6613215", None)]),
        (["联系人：方某；请于5月10日前报送6613208号表"], [("方某", None, None)]),
        (["联系人："], []),
        (["传真：6613209"], []),
        (["投资6613208元，完成7713208元。"], []),
    ],
)  # fmt: skip
def test_contacts(lines: list[str], contacts: list[tuple[str | None, str | None, str | None]]) -> None:
    got = found(*(("body", "remark" if line.startswith("（") else "text", line) for line in lines))
    assert [(c.name, c.phone, c.email) for c in got] == contacts


def test_text_between_parts_one_group_from_the_next() -> None:
    got = found(("body", "text", "联系人：方某"), ("body", "text", "请各单位认真落实。"), ("body", "text", "电话：6613208"))
    assert [(c.name, c.phone) for c in got] == [("方某", None), (None, "6613208")]


def test_annexes_and_tables_are_not_read() -> None:
    assert found(("annex", "text", "联系人：方某 电话：6613208"), ("body", "table", "联系人：方某 | 电话：6613208")) == ()


def test_a_phone_in_a_sentence_is_not_the_persons_above() -> None:
    got = found(
        ("body", "text", "（一）联系人：方某  许某"),
        ("body", "text", "电话：6613208，6613215"),
        ("body", "text", "电邮：abc@example.cn"),
        ("body", "text", "填写中如遇技术问题，可以联系数据中心。电话：6613299。"),
    )
    assert [(c.name, c.phone, c.email) for c in got] == [
        ("方某", "6613208", "abc@example.cn"),
        ("许某", "6613215", "abc@example.cn"),
        (None, "6613299", None),
    ]
