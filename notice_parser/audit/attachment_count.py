"""attachment_count: the list of attachments and the annexes that are printed behind it do not go together.

Silent where the annexes are no part of the file. Annexes that are missing at the end may have been cut off with it; one that is
missing between two others was forgotten, and one that the list does not name was not listed.
"""

from __future__ import annotations

from notice_parser.audit.tally import Tally
from notice_parser.audit.view import View
from notice_parser.model import Evidence
from notice_parser.text.width import fold, squeeze

__all__ = ["check"]

RULE = "attachment_count"


def check(view: View, tally: Tally) -> None:
    """The numbers of the list against the marks of the annexes."""
    listed = {int(one.number): one for one in view.facts.attachments if one.number is not None and one.number.isdecimal()}
    if not listed or len(listed) != len(view.facts.attachments):
        return
    marks: dict[int, tuple[int, int]] = {}
    for line in view.document.with_role("annex_mark"):
        mark = fold(squeeze(view.document.of(line))).removeprefix("附件").removeprefix("附加").rstrip(":：.。、")
        if mark.isdecimal():
            marks.setdefault(int(mark), line.span)
    if not marks:
        tally.skip(RULE)
        return
    extra = [number for number in sorted(marks) if number > max(listed)]
    last = max((number for number in marks if number in listed), default=0)
    gaps = [number for number in sorted(listed) if number not in marks and number < last]
    if not extra and not gaps:
        tally.agree(RULE)
        return
    for number in extra:
        message = f"附件说明列有{len(listed)}个附件，文后却有附件{number}"
        tally.fail(RULE, message, [Evidence(span=marks[number])], severity="warning")
    for number in gaps:
        message = f"附件说明列有附件{number}，文后有附件{last}而没有附件{number}"
        tally.fail(RULE, message, [Evidence(span=listed[number].span), Evidence(span=marks[last])], severity="info")
