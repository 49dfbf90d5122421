"""date_order: a notice is dated before something that it reports as done, or before a document that it cites was numbered; or behind
the day by which it asks for something."""

from __future__ import annotations

import re
from datetime import date as day

from notice_parser.audit.tally import Tally
from notice_parser.audit.view import View
from notice_parser.model import Evidence

__all__ = ["check"]

RULE = "date_order"
_YEAR = 4  # characters of the year in an ISO date
_DAY = 10  # characters of a whole one
SLIP = 366  # days that the year of the year before, written by habit, lies back at the most
_ASKS = re.compile("(?:敬?请|务请|务必)[^。；;\n]{0,40}?(?:19|20)[0-9]{2}年")


def check(view: View, tally: Tally) -> None:
    """The notice's own date against the periods of its figures, the years of the documents it cites, and the days by which it asks."""
    date = view.facts.date
    if date is None or date.span is None or date.evidence not in ("signature", "title", "imprint"):
        return
    last = date.iso if len(date.iso) > _YEAR + 3 else date.iso + "-31" if len(date.iso) > _YEAR else date.iso + "-12-31"
    own = Evidence(span=date.span)
    title = view.facts.title.text if view.facts.title is not None else ""
    is_report = any(word in title for word in view.words["reports"])
    for statistic in view.facts.statistics:
        period = statistic.period
        if period is None or period.start is None or period.resolved_by != "written" or statistic.modality != "actual":
            continue
        if not is_report or period.granularity in ("year", "as_of", "unknown") or statistic.qualifier != "exact":
            continue
        if period.start <= last:
            tally.agree(RULE)
            continue
        message = f"成文日期为{date.raw or date.iso}，却载有其后{period.raw}的数据：{statistic.quantity}"
        tally.fail(RULE, message, [own, Evidence(statistic=statistic.id, span=statistic.quantity_span)], severity="warning")
    for reference in view.facts.references:
        number = reference.document_number
        if number is None or number.year is None or number.span is None:
            continue
        if number.year <= int(date.iso[:_YEAR]):
            tally.agree(RULE)
            continue
        message = f"成文日期为{date.raw or date.iso}，却引用其后的文件{number.text}"
        tally.fail(RULE, message, [own, Evidence(span=number.span)], severity="warning")
    if len(date.iso) < _DAY:
        return
    for deadline in view.facts.deadlines:
        # told of an earlier paper (要求…于2022年底前完成) it is no request of this one
        asks = deadline.span is not None and _ASKS.match(deadline.raw) and not "一" <= view.text[deadline.span[0] - 1] <= "鿿"
        if not asks or deadline.due is None or len(deadline.due) < _DAY:
            continue
        late = (day.fromisoformat(date.iso) - day.fromisoformat(deadline.due)).days
        if late <= 0:
            tally.agree(RULE)
        elif late <= SLIP:
            message = f"成文日期为{date.raw or date.iso}，所要求的期限{deadline.due}却在其前：{deadline.raw}"
            tally.fail(RULE, message, [own, Evidence(span=deadline.span)], severity="warning")
