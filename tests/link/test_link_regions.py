"""link/regions.py: where a notice is from, and where its subjects are."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from notice_parser import parse_text
from notice_parser.extract.facts import Facts
from notice_parser.grammar import load_grammars
from notice_parser.link.regions import RegionContext, link_regions, resolve_region
from notice_parser.model import DocumentClass, Issuer, Region

ANKANG = Region(name="安康市", code="610900")


def context(region: Region | None, year: int | None = 2023) -> RegionContext:
    """What subjects are resolved against."""
    return RegionContext(region=region, year=year, field=load_grammars()["regions"])


def notice(issuer: str, recipients: str = "各有关单位", title: str = "关于做好值守工作的通知") -> str:
    """A short notice of one body."""
    return f"{title}\n\n{recipients}：\n　　现将有关事项通知如下，请各单位认真贯彻落实。\n\n{issuer}\n2023年4月25日\n"


@pytest.mark.parametrize(
    ("issuer", "code"),
    [
        ("安康市行政审批服务局", "610900"),
        ("石泉县人民政府办公室", "610922"),
        ("陕西省水利厅", "610000"),
        ("中共安康市委办公室", "610900"),
        ("国家税务总局安康市税务局", "610900"),
        ("国家统计局安康调查队", "610900"),
        ("阿坝州人民政府办公室", "513200"),
        ("北京市朝阳区人民政府", "110105"),
        ("岚川市水务局", None),
        ("青岚省水利厅", None),
        ("国务院办公厅", None),
        ("国家税务总局", None),
        ("财政部", None),
    ],
)
def test_the_issuer_decides(issuer: str, code: str | None) -> None:
    said = Issuer(name=issuer, raw=issuer, evidence="signature", span=None, rule="issuers.signature")
    facts = Facts(document_class=DocumentClass(text="notice", rule="document_class.notice"), issuers=(said,))
    (placed,), region = link_regions(facts, load_grammars())
    assert (region.code if region else None) == code
    assert placed == replace(said, region=region)


def test_a_parsed_notice_is_placed() -> None:
    parsed = parse_text(notice("安康市行政审批服务局"))
    assert [one.region for one in parsed.issuers] == [ANKANG]
    assert parsed.region == ANKANG


def test_a_body_that_says_its_level_alone_is_placed_by_its_recipients() -> None:
    parsed = parse_text(notice("市教育局", "汉滨区教育局、石泉县教育局"))
    assert [one.region for one in parsed.issuers] == [None]
    assert parsed.region == ANKANG


def test_recipients_of_two_cities_leave_it_open() -> None:
    assert parse_text(notice("市教育局", "石泉县教育局、万载县教育局")).region is None


def test_a_central_body_is_not_placed_by_its_recipients() -> None:
    assert parse_text(notice("财政部", "陕西省财政厅")).region is None


def test_the_title_serves_where_nobody_signs() -> None:
    parsed = parse_text("安康市2022年水资源公报\n\n　　全市水资源总量为1亿立方米，比上年增加。\n")
    assert parsed.issuers == ()
    assert parsed.region == ANKANG


def test_a_joint_issuer_decides_which_district_of_that_name() -> None:
    parsed = parse_text(notice("福州市鼓楼区教育局\n鼓楼区财政局"))
    assert [one.region.code if one.region else None for one in parsed.issuers] == ["350102", "350102"]


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("全市", "610900"),
        ("我市", "610900"),
        ("市本级", "610900"),
        ("市政府", "610900"),
        ("全省", "610000"),
        ("石泉", "610922"),
        ("石泉县", "610922"),
        ("汉滨", "610902"),
        ("安康市石泉县", "610922"),
        ("石泉县人民政府", "610922"),
        ("陕西省", "610000"),
        ("西安市", "610100"),
        ("全县", None),
        ("全国", None),
        ("各县（区）", None),
        ("市直部门", None),
        ("汉滨区教育局", None),
        ("石泉县城关镇", None),
        ("高新区", None),
        ("云坪区", None),
    ],
)
def test_subjects_of_a_city(subject: str, code: str | None) -> None:
    region = resolve_region(subject, context(ANKANG))
    assert (region.code if region else None) == code


@pytest.mark.parametrize(
    ("home", "subject", "code"),
    [
        (Region(name="汉滨区", code="610902"), "全区", "610902"),
        (Region(name="汉滨区", code="610902"), "全市", "610900"),
        (Region(name="石泉县", code="610922"), "全县", "610922"),
        (Region(name="旬阳市", code="610981"), "全市", "610981"),
        (Region(name="渝北区", code="500112"), "全市", "500000"),
        (Region(name="南宁市", code="450100"), "全区", "450000"),
        (Region(name="陕西省", code="610000"), "全市", None),
        (None, "全市", None),
        (None, "石泉县", "610922"),
    ],
)
def test_own_places_are_counted_from_home(home: Region | None, subject: str, code: str | None) -> None:
    region = resolve_region(subject, context(home))
    assert (region.code if region else None) == code


def test_the_year_decides_the_name() -> None:
    assert resolve_region("旬阳", context(ANKANG, 2019)) == Region(name="旬阳县", code="610928")
    assert resolve_region("旬阳", context(ANKANG, 2022)) == Region(name="旬阳市", code="610981")
