"""A table whose first column has no header keeps its records."""

from __future__ import annotations

import pytest

import notice_parser


@pytest.mark.parametrize("corner", ["", "地区"])
def test_a_blank_corner_is_no_reason_to_lose_the_frame(corner: str) -> None:
    pytest.importorskip("pyarrow")
    rows = [[corner, "户数（户）", "金额（万元）"], ["云坪区", "126", "3120"], ["禾丰县", "98", "2460"]]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = f"<html><body><h1>关于资金拨付情况的通报</h1><p>各县区：现将有关情况通报如下。</p><table>{cells}</table></body></html>"
    notice = notice_parser.parse(page.encode())
    frame = notice.statistics_frame(tables=True).to_pylist()
    assert [row["value"] for row in frame if row["origin"] == "table"] == [126, 3120, 98, 2460]
