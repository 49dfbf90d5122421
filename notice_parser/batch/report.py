"""What came of a batch, to be read: ``report.json``, and ``report.html``, which needs nothing else, in Chinese with an English switch.

Counts are of all files of the output, not of the last run alone. Nothing that the notices say is run: all of it is escaped.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from html import escape
from typing import IO, Any, NamedTuple

import msgspec

from notice_parser.batch.durable import write_whole, writing_whole
from notice_parser.batch.manifest import Manifest
from notice_parser.batch.records import Facts, Failure
from notice_parser.diagnostics import CATALOGUE
from notice_parser.emit.html import page_words

__all__ = ["write_report"]

_MOST_LISTED = 500  # of the review list and the failures in the page; the JSON has all
_MOST_BARS = 20
_SLOWEST = 20
_BAR = 18  # pixels a bar
_WIDE = 360

# name in the JSON → heading in Chinese and English
_COUNTS = {
    "kinds": ("文种", "Kinds (文种)"),
    "years": ("年份", "Years"),
    "issuers": ("发文机关", "Issuers"),
    "formats": ("格式", "Formats"),
    "classes": ("文件类别", "Document classes"),
    "failures": ("失败原因", "Failures by reason"),
    "findings": ("核对问题", "Findings by rule"),
    "diagnostics": ("复核依据", "Reasons for review"),
}
_TOTALS = {
    "files": ("文件", "Files"),
    "done": ("完成", "Done"),
    "failed": ("失败", "Failed"),
    "duplicates": ("重复", "Copies"),
    "skipped": ("略过", "Skipped"),
    "parsed": ("本次解析", "Parsed in this run"),
    "look": ("宜复核", "To be looked at"),
    "unsafe": ("不可直接使用", "Unsafe"),
    "statistics": ("统计数据", "Statistics"),
    "tables": ("表格", "Tables"),
}
_CODE = "code"
# whose names the codes of a chart are
_WORDS = {"classes": "class.", "findings": "rule.", "diagnostics": _CODE}
_LABEL = {"zh": 13, "en": 24}  # characters
_LAST = re.compile(r"[：:]\s?\{[^{}：:]*\}(?:[^{}：:]{0,3}\{[^{}]*\})?$")  # what a wording tells of the single notice, at its end
_PLACE = re.compile(r"\{[^{}]*\}")  # and elsewhere
_STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#222}
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ddd;padding:.2em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.total{display:inline-block;margin:0 2em 1em 0}.total b{display:block;font-size:1.5em}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(26em,100%),1fr));gap:1em}
#en:checked~main .zh,#zh:checked~main .en{display:none}
"""


class _Reason(NamedTuple):
    zh: str
    en: str


def write_report(manifest: Manifest, folder: str, *, n_skipped: int, n_parsed: int) -> str:
    """The path of ``report.html``, after both reports are written. The lists go to the disk as they come."""
    report = _Report(manifest, n_skipped, n_parsed)
    drafts = os.path.join(folder, "tmp")
    with writing_whole(os.path.join(folder, "report.json"), drafts) as file, closing(report.review()) as sorted_for_review:
        review = _write_list(file, b'{\n"review": [', sorted_for_review)
        failures = _write_list(file, b'],\n"failures": [', map(_failed, manifest.failures()))
        head = msgspec.json.format(msgspec.json.encode(report.head()), indent=1)
        file.write(b"],\n" + head.lstrip(b"{\n") + b"\n")
    path = os.path.join(folder, "report.html")
    write_whole(path, _page({**report.head(), "review": review, "failures": failures}).encode("utf-8"), drafts)
    return path


def _write_list(file: IO[bytes], head: bytes, items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Writes a list, an item a line; gives back the first of it, which the page shows."""
    shown: list[dict[str, Any]] = []
    file.write(head)
    comma = b"\n"
    for item in items:
        if len(shown) < _MOST_LISTED:
            shown.append(item)
        file.write(comma + msgspec.json.encode(item))
        comma = b",\n"
    file.write(b"\n")
    return shown


def _failed(failed: tuple[str, Failure]) -> dict[str, Any]:
    path, failure = failed
    error = failure.error(path)
    return {"path": path, "code": failure.code, "reason": error.render("zh"), "reason_en": error.render("en")}


class _Report:
    """What is counted while the notices are gone through once."""

    def __init__(self, manifest: Manifest, n_skipped: int, n_parsed: int) -> None:
        self._manifest = manifest
        self._totals: Counter[str] = Counter({"skipped": n_skipped, "parsed": n_parsed})
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in _COUNTS}
        self._slowest: list[tuple[float, str]] = []

    def review(self) -> Generator[dict[str, Any], None, None]:
        """The notices to be looked at, sorted; once the first is given, all is counted."""
        with closing(self._manifest.sort_for_review(self._gather())) as rows:
            for path, level, codes, title in rows:
                yield {"path": path, "level": level, "codes": codes, "title": title}

    def head(self) -> dict[str, Any]:
        """All but the lists."""
        return {
            "totals": {name: self._totals[name] for name in _TOTALS},
            "counts": {name: dict(_sorted(counter)) for name, counter in self._counts.items()},
            "suffixes": [
                {"suffix": one.suffix, "files": one.n_files, "bytes": one.n_bytes, "by_size": one.by_size} for one in self._manifest.stock()
            ],
            "slowest": [{"path": path, "seconds": round(-seconds, 3)} for seconds, path in self._slowest],
        }

    def _gather(self) -> Iterator[tuple[str, str, tuple[str, ...], str | None]]:
        totals, counts = self._totals, self._counts
        for path, _, duplicate_of, error, seconds, facts in self._manifest.rows():
            totals["files"] += 1
            if duplicate_of is not None:
                totals["duplicates"] += 1
            elif seconds is not None:
                self._slowest = sorted([*self._slowest, (-seconds, path)])[:_SLOWEST]
            if error is not None:
                totals["failed"] += 1
                counts["failures"][msgspec.json.decode(error, type=Failure).code] += 1
                continue
            totals["done"] += 1
            for one in msgspec.json.decode(facts or "[]", type=tuple[Facts, ...]):
                _count(one, counts)
                totals["statistics"] += one.n_statistics
                totals["tables"] += one.n_tables
                totals["look"] += one.level == "look"
                totals["unsafe"] += one.level == "unsafe"
                if one.level != "none":
                    yield path, one.level, one.codes, one.title


def _count(one: Facts, counts: Mapping[str, Counter[str]]) -> None:
    counts["kinds"][one.kind or ""] += 1
    counts["years"][one.year or ""] += 1
    counts["issuers"][one.issuer or ""] += 1
    counts["formats"][one.media_type] += 1
    counts["classes"][one.document_class] += 1
    counts["findings"].update(one.findings)
    counts["diagnostics"].update(one.codes)


def _sorted(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))


def _page(report: Mapping[str, Any]) -> str:
    totals = "".join(f'<div class="total"><b>{report["totals"][name]:,}</b>{_both(zh, en)}</div>' for name, (zh, en) in _TOTALS.items())
    charts = "".join(
        f"<section><h2>{_both(zh, en)}</h2>{_bars(report['counts'][name], _WORDS.get(name, ''), is_time=name == 'years')}</section>"
        for name, (zh, en) in _COUNTS.items()
        if report["counts"][name]
    )
    failed = _table(
        (("路径", "Path"), ("原因", "Reason")),
        ((escape(one["path"]), _both(one["reason"], one["reason_en"])) for one in report["failures"]),
    )
    review = _table(
        (("路径", "Path"), ("等级", "Level"), ("标题", "Title"), ("依据", "Reasons")),
        (
            (
                escape(one["path"]),
                _both(*_named("review.", one["level"])),
                escape(one["title"] or ""),
                _both("；".join(_reason(code).zh for code in one["codes"]), "; ".join(_reason(code).en for code in one["codes"])),
            )
            for one in report["review"]
        ),
    )
    slowest = _table((("路径", "Path"), ("秒", "Seconds")), ((escape(one["path"]), f"{one['seconds']:.3f}") for one in report["slowest"]))
    lists = "".join(
        f"<h2>{_both(zh, en)}</h2>{_cut(count)}{table}"
        for zh, en, count, table in (
            ("失败清单", "Failures", report["totals"]["failed"], failed),
            ("复核清单", "To be looked at", report["totals"]["look"] + report["totals"]["unsafe"], review),
            ("最慢的文件", "Slowest files", 0, slowest),
        )
    )
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>批处理报告</title><style>{_STYLE}</style></head><body>'
        '<input type="radio" name="lang" id="zh" checked><label for="zh">中文</label> '
        '<input type="radio" name="lang" id="en"><label for="en">English</label>'
        f'<main><h1>{_both("批处理报告", "Batch report")}</h1>{totals}<div class="charts">{charts}</div>{lists}</main></body></html>\n'
    )


def _named(start: str, code: str) -> tuple[str, str]:
    """What a code is called in Chinese and English; itself where it has no name."""
    if start == _CODE:
        return _reason(code).zh, _reason(code).en
    words = page_words()
    return (words["zh"].get(start + code, code), words["en"].get(start + code, code)) if start else (code, code)


def _reason(code: str) -> _Reason:
    """A reason for review, without what was found in the single notice."""
    known = CATALOGUE.get(code)
    return _Reason(code, code) if known is None else _Reason(*(_PLACE.sub("…", _LAST.sub("", said)) for said in (known.zh, known.en)))


def _both(zh: str, en: str) -> str:
    return f'<span class="zh">{escape(zh)}</span><span class="en" lang="en">{escape(en)}</span>'


def _cut(count: int) -> str:
    if count <= _MOST_LISTED:
        return ""
    zh = f"共 {count} 项，列出前 {_MOST_LISTED} 项，全部见 report.json"
    return f"<p>{_both(zh, f'The first {_MOST_LISTED} of {count}; all are in report.json')}</p>"


def _table(heads: Iterable[tuple[str, str]], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{_both(zh, en)}</th>" for zh, en in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _bars(counts: Mapping[str, int], words: str, *, is_time: bool) -> str:
    """The largest counts as horizontal bars, years in their order. ``words``: what begins the keys of the names of codes."""
    shown = list(counts.items())[:_MOST_BARS]
    if is_time:
        shown.sort()
    most = max(count for _, count in shown)
    lines = []
    for place, (name, count) in enumerate(shown):
        y = place * _BAR
        width = max(1, round(_WIDE * 0.45 * count / most))
        for lang, said in zip(("zh", "en"), _named(words, name), strict=True):
            label = said or "—"
            label = label if len(label) <= _LABEL[lang] else label[: _LABEL[lang] - 1] + "…"
            lines.append(
                f'<text class="{lang}" x="{_WIDE * 0.42:.0f}" y="{y + 13}" text-anchor="end">{escape(label)}'
                f"<title>{escape(said)}{escape(f' ({name})' if said != name else '')}</title></text>"
            )
        lines.append(
            f'<rect x="{_WIDE * 0.44:.0f}" y="{y + 3}" width="{width}" height="{_BAR - 6}" fill="#3b6ea5"/>'
            f'<text x="{_WIDE * 0.44 + width + 4:.0f}" y="{y + 13}">{count:,}</text>'
        )
    height = len(shown) * _BAR
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 {_WIDE} {height}" font-size="11">{"".join(lines)}</svg>'
