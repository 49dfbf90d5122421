"""text/regions.py: the table is whole, names are found at their time and near home, and nothing is guessed."""

from __future__ import annotations

import re

import pytest

from notice_parser.text import regions
from notice_parser.text.regions import Division, divisions, find_division, lineage, named_in, read_place, short_names

# places in force at the end of 2024: 34 of the province's level, 333 of the prefecture's, some 2,840 of the county's
N_PROVINCES, N_PREFECTURES, N_COUNTIES = 34, 333, range(2830, 2860)


def test_every_row_is_well_formed() -> None:
    codes = {one.code for one in divisions()}
    for one in divisions():
        assert re.fullmatch(r"[1-8]\d{5}", one.code), one
        assert re.fullmatch("[一-鿿]{2,15}", one.name), one
        assert one.first is None or one.last is None or one.first < one.last, one
        assert one.parent is None or (one.code[:2] == one.parent[:2] and one.parent in codes), one
        assert (one.parent is None) == one.code.endswith("0000"), one


def test_what_is_in_force_is_complete() -> None:
    current = [one for one in divisions() if one.last is None]
    assert len({one.code for one in current}) == len(current)
    assert sum(one.code.endswith("0000") for one in current) == N_PROVINCES
    assert sum(one.code.endswith("00") and not one.code.endswith("0000") for one in current) == N_PREFECTURES
    assert sum(not one.code.endswith("00") for one in current) in N_COUNTIES
    for one in current:
        assert one.parent is None or named_in(one.parent, None) is not None
        parent = named_in(one.parent) if one.parent else None
        assert parent is None or parent.last is None, one


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("旬阳县", 2015, "610928"),
        ("旬阳县", 1999, "612429"),
        ("旬阳市", 2023, "610981"),
        ("旬阳市", None, "610981"),
        ("旬阳县", 2023, "610928"),  # looking back
        ("铜仁市", 2009, "522201"),  # the county-level city
        ("铜仁市", 2012, "520600"),  # the prefecture
        ("海门市", 2019, "320684"),
        ("海门区", 2021, "320614"),
        ("崇川区", 2018, "320602"),
        ("崇川区", 2020, "320613"),  # the year of change: the one that goes on
        ("莱芜市", 2016, "371200"),
        ("莱芜区", 2022, "370116"),
        ("密云县", 2010, "110228"),
        ("密云区", 2020, "110118"),
        ("台湾省", None, "710000"),
        ("恩施州", 2020, "422800"),
        ("元江县", None, "530428"),
    ],
)
def test_a_name_at_its_time(name: str, year: int | None, code: str) -> None:
    found = find_division(name, year=year)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("name", "home", "code"),
    [
        ("石泉", "610900", "610922"),
        ("石泉", "610902", "610922"),  # the next district over
        ("石泉", "610000", "610922"),
        ("汉滨", "610900", "610902"),
        ("鼓楼区", "320100", "320106"),
        ("鼓楼区", "350000", "350102"),
        ("朝阳", "210000", "211300"),  # the province speaks of its city
        ("河南", "632300", "632324"),  # a county of that prefecture, not the province
        ("河南", "610900", "410000"),
        ("西安", "610900", "610100"),
        ("深圳", None, "440300"),
        ("海南", None, "460000"),
        ("内蒙古", None, "150000"),
    ],
)
def test_a_name_near_home(name: str, home: str | None, code: str) -> None:
    found = find_division(name, home=home)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("鼓楼区", None),
        ("鼓楼区", "610900"),
        ("朝阳区", None),
        ("朝阳", "211300"),  # the city, or its county
        ("石泉", None),  # beyond the province a county goes by its full name
        ("石泉", "440300"),
        ("岚川市", None),
        ("青岚省", None),
        ("云坪区", "610900"),
        ("市辖区", "610900"),
        ("城", "610900"),
        ("", None),
    ],
)
def test_nothing_is_guessed(name: str, home: str | None) -> None:
    assert find_division(name, home=home) is None


@pytest.mark.parametrize(
    ("text", "code", "read"),
    [
        ("安康市行政审批服务局", "610900", "安康市"),
        ("安康市市场监督管理局", "610900", "安康市"),
        ("陕西省安康市石泉县人民政府", "610922", "陕西省安康市石泉县"),
        ("安康汉滨区教育局", "610902", "安康汉滨区"),
        ("北京市朝阳区人民政府", "110105", "北京市朝阳区"),
        ("重庆市永川区来苏镇人民政府", "500118", "重庆市永川区"),
        ("恩施州人民政府", "422800", "恩施州"),
        ("内蒙古自治区人民政府", "150000", "内蒙古自治区"),
        ("吉林省吉林市", "220200", "吉林省吉林市"),
    ],
)
def test_the_place_a_name_begins_with(text: str, code: str, read: str) -> None:
    found = read_place(text)
    assert found is not None
    assert (found[0].code, text[: found[1]]) == (code, read)


@pytest.mark.parametrize("text", ["", "国务院办公厅", "市水务局", "岚川市水务局", "上海证券交易所", "石泉教育局", "朝阳区人民政府"])
def test_a_name_that_begins_with_no_certain_place(text: str) -> None:
    assert read_place(text) is None


def test_every_full_name_is_found_from_its_own_place() -> None:
    for one in divisions():
        found = find_division(one.name, home=one.code, year=one.last)
        assert found is not None, one
        assert found.name == one.name, one


def test_short_names_are_shorter_and_never_single_characters() -> None:
    for one in divisions():
        for short in short_names(one.name):
            assert 2 <= len(short) < len(one.name), one
    assert short_names("双江拉祜族佤族布朗族傣族自治县") == ("双江县", "双江")
    assert short_names("鄂伦春自治旗") == ("鄂伦春旗", "鄂伦春")
    assert short_names("沙县区") == ("沙县",)


def test_lineage_ends_at_the_province() -> None:
    assert lineage("429004") == ("429004", "420000")
    assert lineage("999999") == ("999999",)


def test_the_table_is_read_once() -> None:
    for cached in (regions._table, regions._autonomous_names, regions._division):
        cached.cache_clear()
    assert isinstance(find_division("石泉", home="610900"), Division)
    find_division("镇坪", home="610900")
    assert regions._table.cache_info().misses == 1
