"""签发人 beside the number, officials under an order."""

from __future__ import annotations

import pytest
from laid_out import laid_out

from notice_parser.extract.signers import find_signers
from notice_parser.grammar import load_grammars
from notice_parser.layout.document import Role, Zone
from notice_parser.model import Signer

GRAMMARS = load_grammars()


def found(*lines: tuple[Zone, Role, str]) -> tuple[Signer, ...]:
    page = laid_out(*lines)
    signers, diagnostics = find_signers(page, GRAMMARS)
    assert diagnostics == ()
    for signer in signers:
        assert signer.span is not None
        assert page.text[signer.span[0] : signer.span[1]] == signer.raw
    return signers


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["岚政〔2022〕19号　　　　签发人：林某某"], ["林某某"]),
        (["签发人：林某某　周某某", "　　　　方某某"], ["林某某", "周某某", "方某某"]),
        (["签 发 人：方　某　周某某"], ["方某", "周某某"]),
        (["签发人：林某某、周某"], ["林某某", "周某"]),
        (["会签人：许某"], ["许某"]),
        (["签发人：林某某", "会签人：许某"], ["林某某", "许某"]),
        (["签发人：林某某　共20份"], ["林某某"]),
        (["签发人："], []),
        (["签发日期：2022年"], []),
    ],
)
def test_those_behind_the_label(lines: list[str], names: list[str]) -> None:
    signers = found(*(("head", "mark", line) for line in lines), ("head", "title", "关于清淤的请示"), ("body", "text", "方某某"))
    assert [s.name for s in signers] == names
    assert all(s.office is None for s in signers)


@pytest.mark.parametrize(
    ("lines", "signers"),
    [
        (["省　长　　周某某"], [("周某某", "省长")]),
        (["水利部部长  陈某某", "财政部部长  林某某"], [("陈某某", "水利部部长"), ("林某某", "财政部部长")]),
        (["水利部部长 陈某某　　财政部部长 林某某"], [("陈某某", "水利部部长"), ("林某某", "财政部部长")]),
        (["市长：方　某"], [("方某", "市长")]),
        (["县长林某某"], [("林某某", "县长")]),
        (["岚川市水务局"], []),
        (["岚川市水务局 2023年3月7日"], []),
        (["岚川市人民政府办公室　禾丰县人民法院"], []),
    ],
)
def test_those_who_sign_an_order(lines: list[str], signers: list[tuple[str, str]]) -> None:
    got = found(("body", "text", "现予公布。"), *(("body", "signature", line) for line in lines), ("body", "date", "2023年3月7日"))
    assert [(s.name, s.office) for s in got] == signers


def test_officials_of_text_and_annex_sign_nothing() -> None:
    assert found(("body", "text", "组长 林某某"), ("body", "text", "市长 周某某"), ("annex", "signature", "县长 方某某")) == ()
