"""What a row of measures says with its first and means for each: the trade of 道路运输业发生事故31起、死亡20人."""

from __future__ import annotations

import re

__all__ = ["happened_too", "said_once"]

_TRADE = (
    "(?:业|领域|运输|商贸|施工|交通|矿山?|化工|危化品|化学品|爆竹|特种设备|工程|电力|燃气|民航|船舶|水上|农机|电梯|锅炉|企业|场所|住宅"
    "|道|路|高速|车)"
)
_ACCIDENTS = re.compile(
    f"(?P<of>(?!发生|全|各)[㐀-鿿、]{{0,14}}?{_TRADE})(?:共|累计)?发生(?:了|[㐀-鿿]{{0,10}})(?:事故|险情)$"
    f"|(?P<told>[㐀-鿿、]{{0,14}}?{_TRADE})(?:死亡|受伤)(?:[和及、](?:失踪|下落不明))?$"
)
_ONE_TRADE = re.compile(f"[㐀-鿿]{{1,14}}?{_TRADE}")
_VICTIMS = re.compile("(?:(?:死亡|受伤|重伤|轻伤|失踪|下落不明)(?:[和及、或]|$|(?=人数)))+(?:人数)?|直接经济损失")
_SCHOOL = "(?:教育|阶段|小学|初中|高中|中学|中职|高职|职高|职业学校|学校|中专|本科|专科|研究生|高校|院校|大学|幼儿园)"
_PUPILS = re.compile("(?:招生|在校生|在校学生|在园幼儿|在学研究生|毕业生|教职工|专任教师)(?:人?数)?")
_OF_PUPILS = re.compile(f"(?P<of>(?!各|(?:学校|幼儿园)$)[㐀-鿿（）]{{0,14}}?{_SCHOOL})(?:{_PUPILS.pattern})?$")


def said_once(before: str, said: str) -> str:
    """What stands before ``said`` by what the figure before is of (``before``); nothing where that says no more.

    >>> said_once("道路运输业发生事故", "死亡"), said_once("普通高中招生", "在校生"), said_once("发生火灾", "死亡")
    ('道路运输业', '普通高中', '')
    """
    if _VICTIMS.fullmatch(said) is not None and (event := _ACCIDENTS.fullmatch(before)) is not None:
        return event.group("of") or event.group("told")
    if _PUPILS.fullmatch(said) is not None and (pupils := _OF_PUPILS.fullmatch(before)) is not None:
        return pupils.group("of")
    return ""


def happened_too(before: str, said: str) -> str:
    """What happened there, too, where a row names the next trade or road alone.

    >>> happened_too("国省道发生事故", "县乡道"), happened_too("发生事故", "县乡道")
    ('发生事故', '')
    """
    event = _ACCIDENTS.fullmatch(before) if _ONE_TRADE.fullmatch(said) is not None else None
    return before.removeprefix(event.group("of")) if event is not None and event.group("of") else ""
