"""emit/markdown.py: what Markdown would take for its own marks is escaped."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from msgspec import structs

from notice_parser.emit.markdown import escape, to_markdown
from notice_parser.model import Notice


def test_a_notice_whole(full_notice: Notice) -> None:
    assert to_markdown(full_notice) == (
        "| 项目 | 内容 |\n"
        "| --- | --- |\n"
        "| 发文机关 | 岚川市水务局 |\n"
        "| 附件1 | 值守\\|安排表 |\n"
        "| 附件 | 名单 |\n"
        "\n"
        "# 岚川市水务局关于值守的通知\n"
        "\n"
        "## 一、总体要求\n"
        "\n"
        "1\\. 检查\\*水库\\*36座，增长3.20%。\n"
        "\n"
        "### （一）加强领导。\n"
        "\n"
        "各镇负责。\n"
    )


def test_an_empty_notice_is_empty(full_notice: Notice) -> None:
    assert to_markdown(structs.replace(full_notice, text="", title=None, issuers=(), attachments=(), sections=())) == ""


@pytest.mark.parametrize(
    "line",
    [
        "# 号",
        "> 引文",
        "- 项",
        "+ 项",
        "* 项",
        "---",
        "===",
        "1. 一",
        "12) 十二",
        "```",
        "~~~",
        "    缩进",
        "<div>",
        "[1]: 注",
        "张**、李**",
        "3~5件，6~7件",
        "~~删~~",
        "a_b_c",
        "&lt;",
        "\\*",
        "|甲|乙|",
        "[链接](x)",
        "`码`",
    ],
)
def test_a_line_is_shown_as_printed(line: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escape(line))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {token.type for token in children} <= {"text", "text_special"}
    assert "".join(token.content for token in children) == line.strip()
