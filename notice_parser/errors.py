"""What callers can mend is raised; what is odd inside a notice is a diagnostic (``diagnostics.py``).

    NoticeParserError          exit code 1
    ├── LoadError              a file that is missing, empty, too large, of a form not read
    ├── GrammarError           exit code 2: a grammar file with a fault, shown with a marker under it
    └── OptionError            exit code 2: an option that does not exist or does not fit

Every error has *what* is wrong, *where*, and *how to mend* it, in Chinese and English; ``str(error)`` is Chinese, as all
messages of the library are, ``error.render("en")`` English.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ERRORS", "GrammarError", "LoadError", "NoticeParserError", "OptionError", "marked_line"]

# code → (what, how to mend) in Chinese, (what, how to mend) in English
ERRORS: Mapping[str, tuple[str, str, str, str]] = {
    "not_found": ("没有这个文件", "请检查路径", "no such file", "check the path"),
    "is_folder": ("这是一个文件夹", "转换文件夹请用 notice-parser batch", "this is a folder", "use notice-parser batch for folders"),
    "unreadable": ("无法读取：{reason}", "请检查权限和磁盘", "cannot be read: {reason}", "check permissions and the disk"),
    "changed": (
        "在读取的同时被改动",
        "请在改动完成后再运行一次",
        "it was changed while it was being read",
        "run again once it is no longer written to",
    ),
    "empty_file": ("文件为空", "请换一个有内容的文件", "the file is empty", "give a file with content"),
    "binary": (
        "不是文本文件，也不是已支持的格式",
        "请先转换为 UTF-8 或 GB18030 文本",
        "neither text nor a format that is read",
        "convert it to UTF-8 or GB18030 text first",
    ),
    "not_yet_read": (
        "尚不能读取 {format} 格式",
        "请先另存为纯文本（.txt）或 Markdown（.md）",
        "{format} is not yet read",
        "save it as plain text (.txt) or Markdown (.md) first",
    ),
    "missing_extra": (
        "读取 {format} 所需的组件没有安装",
        "请运行 {command}",
        "what reads {format} is not installed",
        "run {command}",
    ),
    "missing_package": (
        "没有安装 {package}，不能输出 {what}",
        "请运行 {command}",
        "{package} is not installed, so that {what} cannot be written",
        "run {command}",
    ),
    "unread_format": ("读不了 {format} 格式", "{mend}", "{format} cannot be read", "{mend_en}"),
    "damaged": (
        "{format} 文件已损坏：{reason}",
        "请向提供方索要完整的文件",
        "the {format} file is damaged: {reason}",
        "ask its source for a whole copy",
    ),
    "empty_archive": (
        "{format} 压缩包中没有能读取的文件",
        "请解压后查看其中的文件",
        "the {format} archive holds no file that can be read",
        "unpack it and look at what is in it",
    ),
    "unread_archive": (
        "{format} 压缩包中的 {count} 个文件都没有读入：{reason}",
        "请解压后按所列原因分别处理",
        "none of the {count} files in the {format} archive was read: {reason}",
        "unpack it and do for each what is said of it",
    ),
    "encrypted": (
        "{format} 文件已加密，没有密码或密码不对",
        "请用 --password（Options(password=…)）给出打开密码",
        "the {format} file is encrypted, and no password or a wrong one was given",
        "give the password with --password (Options(password=…))",
    ),
    "locked": (
        "{format} 文件已加密",
        "请用原软件输入密码打开，另存为不加密的文件",
        "the {format} file is encrypted",
        "open it with its password in the program it was made with, and save it without one",
    ),
    "bomb": (
        "压缩包展开后超过限度：{reason}",
        "请确认来源可靠，解压后分别解析",
        "the archive unpacks beyond the limits: {reason}",
        "make sure of its source, unpack it and parse the files one by one",
    ),
    "too_many_forms": (
        "一页里嵌套的图形对象超过限度（{limit} 个）",
        "请确认来源可靠，用原软件打开后另存为 PDF",
        "the forms that a page shows within each other are beyond the limit ({limit})",
        "make sure of its source, open it in the program it was made with and save it as PDF anew",
    ),
    "too_many_pages": (
        "页数过多：{count} 页，上限 {limit} 页",
        "请拆分文件后分别解析",
        "too many pages: {count}, the limit is {limit}",
        "split the file and parse the parts one by one",
    ),
    "too_many_pixels": (
        "图像过大：{width}×{height} 像素，上限 {limit} 百万像素",
        "请缩小后再解析；扫描公文 300 dpi 足够",
        "the image is too large: {width}×{height} pixels, the limit is {limit} million",
        "scale it down; 300 dpi is enough for a scanned notice",
    ),
    "ocr_off": (
        "{format} 图像只能靠文字识别读取，而识别已关闭",
        '请去掉 --ocr never（Options(ocr="never")）',
        "a {format} image can only be read by OCR, which is switched off",
        'leave out --ocr never (Options(ocr="never"))',
    ),
    "too_long": (
        "文本过长：{length} 字，上限 {limit} 字",
        "请拆分文件，或用 --max-chars（Options(max_chars=…)）放宽",
        "the text is too long: {length} characters, the limit is {limit}",
        "split the file, or raise --max-chars (Options(max_chars=…))",
    ),
    "too_large": (
        "文件过大，必超过 {limit} 字的上限",
        "请拆分文件，或用 --max-chars（Options(max_chars=…)）放宽",
        "the file is so large that it must pass the limit of {limit} characters",
        "split the file, or raise --max-chars (Options(max_chars=…))",
    ),
    "too_many_lines": (
        "行数过多：{count} 行，上限 {limit} 行",
        "这不是一份公文；请拆分文件后分别解析",
        "too many lines: {count}, the limit is {limit}",
        "this is no single notice; split the file and parse the parts one by one",
    ),
    "too_deep": (
        "网页嵌套超过 {limit} 层",
        "这不是人写的网页，请取得原文件",
        "the page nests more than {limit} levels deep",
        "no person wrote this; get the file itself",
    ),
    "text_not_path": ("这是文字，不是路径", "解析文字请用 parse_text", "this is text, not a path", "use parse_text for text"),
    "bad_source": (
        "不能从 {kind} 读取",
        "请给出路径、bytes 或以二进制方式打开的文件",
        "cannot read from {kind}",
        "give a path, bytes or a file opened in binary mode",
    ),
    "unwritable": ("无法写入：{reason}", "请检查权限和磁盘空间", "cannot be written: {reason}", "check permissions and disk space"),
    "missing_command": (
        "没有安装 {package}，不能运行 {what}",
        "请运行 {command}",
        "{package} is not installed, so that {what} cannot run",
        "run {command}",
    ),
    "no_pictures": (
        "没有可画的版面：不是 PDF",
        "请去掉 --pages",
        "no PDF, so that there are no pages to draw",
        "leave out --pages",
    ),
    "no_port": ("不能监听此端口：{reason}", "请用 --port 换一个", "this port cannot be used: {reason}", "give another with --port"),
    "gold_exists": (
        "已有标注",
        "请换一个文件夹，或用 --force 覆盖",
        "there is gold already",
        "give another folder, or overwrite it with --force",
    ),
    "bad_gold": (
        "标注不合格式：{reason}",
        "各键的写法见 corpus/README.md",
        "this is no gold: {reason}",
        "corpus/README.md says how each key is written",
    ),
    # what the service refuses
    "bad_host": (
        "不接受主机名 {host}",
        "请用本机地址访问，或以 --allow-host 许可",
        "requests to the host {host} are not taken",
        "use this machine's address, or allow the name with --allow-host",
    ),
    "bad_origin": (
        "不接受来自 {origin} 的请求",
        "请在本服务自己的页面操作，或由程序直接调用",
        "requests from {origin} are not taken",
        "use the service's own page, or call it from a program",
    ),
    "bad_request": (
        "请求有误：{reason}",
        "写法见 /openapi.json",
        "a fault in the request: {reason}",
        "/openapi.json says how it is written",
    ),
    "no_such_page": ("没有这个地址", "有哪些见 /openapi.json", "no such address", "/openapi.json says which there are"),
    "wrong_method": (
        "此地址不接受这种方法",
        "写法见 /openapi.json",
        "this address does not take this method",
        "/openapi.json says which it takes",
    ),
    "body_too_large": (
        "文件过大，上限 {limit} 字节",
        "请拆分文件，或用 --max-mb 放宽",
        "the file is too large, the limit is {limit} bytes",
        "split it, or raise --max-mb",
    ),
    "slow_body": ("{limit} 秒内没有收完", "请检查网络后重试", "not received within {limit} seconds", "check the connection and try again"),
    "busy": ("正忙，等候的文件已满", "请稍后重试", "busy: too many files are waiting", "try again later"),
    "timed_out": (
        "超过 {limit} 秒仍未完成，已跳过",
        "请用 --time-limit 放宽，或单独解析此文件",
        "not done after {limit} seconds, passed over",
        "raise --time-limit, or parse this file alone",
    ),
    "bad_json": (
        "不是公文 JSON：{reason}",
        "请给出 to_json() 写出的内容",
        "not the JSON of a notice: {reason}",
        "give what to_json() wrote",
    ),
    "no_layout": (
        "结果中没有版面信息",
        "请解析文件本身，或用 to_json(layout=True)、parse --layout 写出",
        "the notice holds no layout",
        "parse the file itself, or write JSON with to_json(layout=True) or parse --layout",
    ),
    "newer_schema": (
        "结构版本 {version} 比本程序新",
        "请升级 notice-parser",
        "schema version {version} is newer than this program",
        "upgrade notice-parser",
    ),
    "unknown_option": ("没有选项 {option}", "可用：{known}", "no option {option}", "there are: {known}"),
    "bad_option": ("选项 {option} 的值不合适：{reason}", "{mend}", "option {option} has an unfit value: {reason}", "{mend}"),
    "worker": ("处理中断：{reason}", "请单独解析此文件查看原因", "the work was cut off: {reason}", "parse this file alone to see why"),
    "crashed": (
        "两次使处理进程中止（{reason}），已隔离",
        "请单独解析此文件查看原因",
        "ended its process twice ({reason}) and is in quarantine",
        "parse this file alone to see why",
    ),
    "out_of_memory": (
        "所需内存超过上限，已隔离",
        "请用 --memory-limit 放宽",
        "needs more memory than the limit and is in quarantine",
        "raise --memory-limit",
    ),
    "batch_busy": (
        "另一次批处理正在写入此处",
        "请等它结束，或换一个输出",
        "another batch is writing there",
        "wait until it is done, or give another output",
    ),
    "rules_changed": (
        "运行期间规则或程序有变动，已读入的与磁盘上的不同",
        "请重新运行同一命令：全部按新规则解析；或先把规则改回，再从中断处继续",
        "rules or program have changed since they were read",
        "start again with the same words: all is parsed by the new rules; or put the rules back first, and it goes on where it was",
    ),
    "bad_output": (
        "不能输出这种文件",
        "请给出文件夹，或后缀为 {known} 的路径；其他名称请用 --to 指明格式",
        "no such file is written",
        "give a folder, or a path that ends in {known}; for other names say the form with --to",
    ),
    "no_column": ("没有列 {column}", "可用：{known}", "there is no column {column}", "there are: {known}"),
    "no_parts": (
        "没有 {missing}，而这种输出须凭它才能逐份读出公文",
        "请把它放回输出旁边，或用文件夹、.jsonl 形式的输出",
        "there is no {missing}, which holds the notices that are behind such an output",
        "put it back where the output is, or give an output that is a folder of JSON or .jsonl",
    ),
    "not_an_archive": (
        "不是 notice-parser batch 的输出：{reason}",
        "请给出输出文件夹或文件",
        "not an output of notice-parser batch: {reason}",
        "give the folder or file of an output",
    ),
    # faults of a grammar file: stop the load
    "grammar_no_files": (
        "文件夹里没有规则文件（*.toml）",
        "请给出规则文件夹的路径",
        "no grammar file (*.toml) in this folder",
        "give the path of a folder of grammars",
    ),
    "grammar_not_utf8": ("第 {line} 行不是 UTF-8 编码", "请另存为 UTF-8", "line {line} is not UTF-8", "save the file as UTF-8"),
    "grammar_bad_toml": ("第 {column} 列不合 TOML 语法：{reason}", "请改正", "no TOML at column {column}: {reason}", "mend it"),
    "grammar_unknown_key": (
        "没有键 {key_name}",
        "是不是 {guess}？可用：{known}",
        "no key {key_name}",
        "did you mean {guess}? There are: {known}",
    ),
    "grammar_missing_key": ("缺少键 {key_name}", "请补上", "the key {key_name} is missing", "add it"),
    "grammar_wrong_type": ("值的类型不对：{reason}", "请改正", "a value of the wrong type: {reason}", "mend it"),
    "grammar_field_name": (
        "field 是 {field}，与文件名不符",
        "请写成 {expected}，或改文件名",
        "field is {field}, unlike the file's name",
        "write {expected}, or rename the file",
    ),
    "grammar_bad_name": (
        "名称 {name} 不合规",
        "只用小写字母、数字和下划线，以字母开头",
        "{name} is no fit name",
        "use lower-case letters, digits and underscores, a letter first",
    ),
    "grammar_duplicate_name": (
        "{name} 既是 fragments 又是 words",
        "请改名",
        "{name} stands in both fragments and words",
        "rename one of them",
    ),
    "grammar_empty_words": (
        "词表 {name} 为空，或有空词",
        "请删去或补上",
        "the words {name} are none, or one is empty",
        "fill or remove it",
    ),
    "grammar_rule_id": (
        "规则名 {rule} 不合规",
        "须以 {field}. 开头，只用小写字母、数字和下划线",
        "{rule} is no fit rule id",
        "begin with {field}. and use lower-case letters, digits and underscores",
    ),
    "grammar_duplicate_rule": ("规则 {rule} 重复", "请改名或合并", "the rule {rule} is there twice", "rename or join them"),
    "grammar_unknown_fragment": (
        "没有片段 {name}",
        "是不是 {guess}？可用：{known}",
        "no fragment {name}",
        "did you mean {guess}? There are: {known}",
    ),
    "grammar_recursive_fragment": ("片段引用了自身：{chain}", "请拆开", "a fragment within itself: {chain}", "take them apart"),
    "grammar_empty_alternative": (
        "有空的选择分支，什么都能匹配",
        "请删去多余的 |，可有可无的写成 (?:…)?",
        "an empty alternative, which matches anything",
        "remove the stray |; write (?:…)? for what may be absent",
    ),
    "grammar_nested_set": (
        "字符集里的写法含义不明",
        "方括号和重复的符号请加反斜杠；含 ${{…}} 的字符集请改用 (?:…|…)",
        "a set that may be read in two ways",
        "put a backslash before a bracket or doubled sign; take (?:…|…) for a set with ${{…}} in it",
    ),
    "grammar_bad_regex": ("不是正则表达式：{reason}", "请改正", "no regular expression: {reason}", "mend it"),
    "grammar_bad_anchor": (
        "anchor 为空或跨行",
        "请写匹配中必有的文字，或删去",
        "an anchor that is empty or has a line break",
        "write what every match contains, or remove it",
    ),
    "grammar_lookback_alone": (
        "有 lookback 而无 anchor",
        "请补上 anchor，或删去",
        "a lookback without an anchor",
        "add an anchor, or remove it",
    ),
    # found by check, which goes on
    "grammar_few_examples": ("只有 {count} 个示例，至少要 {least} 个", "请补上示例", "{count} examples, not {least}", "add examples"),
    "grammar_few_counterexamples": (
        "只有 {count} 个反例，至少要 {least} 个",
        "请补上最容易误认的写法",
        "{count} counterexamples, not {least}",
        "add the nearest thing that must not be taken",
    ),
    "grammar_missing": (
        "漏掉第 {number} 个示例：到第 {place} 字对不上",
        "请放宽 pattern，或把它移到 counterexamples",
        "misses its example {number}: the pattern stops at character {place}",
        "widen the pattern, or move this text to counterexamples",
    ),
    "grammar_took_other": (
        "第 {number} 个示例取成了“{took}”，应为“{wanted}”",
        "请改 pattern；若只要一部分，请用 match 写明",
        "takes “{took}” of its example {number}, not “{wanted}”",
        "mend the pattern; if a part is meant, say so with match",
    ),
    "grammar_noisy": (
        "误取第 {number} 个反例的“{took}”（{why}）",
        "请收紧 pattern，或把它移到 examples",
        "takes “{took}” of its counterexample {number} ({why})",
        "narrow the pattern, or move this text to examples",
    ),
    "grammar_gives": (
        "第 {number} 个示例的 {group} 取成了“{given}”，应为“{wanted}”",
        "请改 pattern 或 gives",
        "{group} of its example {number} is “{given}”, not “{wanted}”",
        "mend the pattern, or gives",
    ),
    "grammar_no_such_group": (
        "第 {number} 个示例的 gives 里有 {group}，pattern 没有这个组",
        "可用：{known}",
        "gives of its example {number} names {group}, which the pattern lacks",
        "there are: {known}",
    ),
    "grammar_no_such_part": (
        "第 {number} 个示例的 match“{part}”不在 text 里",
        "请改正",
        "match of its example {number}, “{part}”, is no part of the text",
        "mend it",
    ),
    "grammar_matches_nothing": (
        "pattern 连空文本也能匹配",
        "请写上必有的文字",
        "the pattern matches the empty text",
        "write what must be there",
    ),
    "grammar_tie": (
        "与 {other} 取得同一处，优先级都是 {priority}，分不出先后",
        "请给其中一条改 priority，或收紧 pattern",
        "takes the same as {other}, both of priority {priority}",
        "change the priority of one, or narrow a pattern",
    ),
    "grammar_anchor_hides": (
        "按锚（{anchors}，lookback {lookback}）查找与逐行查找结果不同",
        "锚须是每个匹配必含的文字；lookback 须不短于匹配开头到锚的距离",
        "the search by anchor ({anchors}, lookback {lookback}) differs from the plain one",
        "every match must contain an anchor, and lookback must reach from it to the start of the match",
    ),
    "grammar_slow": (
        "遇到“{seed}”重复 {length} 字的长行要 {seconds} 秒",
        "请给量词加上限（{{0,40}}），或用占有式（*+）",
        "takes {seconds} seconds on a line of {length} characters of “{seed}”",
        "bound the quantifiers ({{0,40}}), or make them possessive (*+)",
    ),
}


def marked_line(line: str, start: int, end: int) -> str:
    """``line`` with a marker under ``[start, end)``: two columns a wide character, as terminals show it."""
    from notice_parser.text.width import display_width

    pad = display_width(line[:start])
    return f"    {line}\n    {' ' * pad}{'^' * max(1, display_width(line[start:end]))}"


class NoticeParserError(Exception):
    """The base of all our errors. ``where`` is a path or a place in one; ``detail`` further lines, shown below."""

    exit_code = 1

    def __init__(self, code: str, *, where: str | None = None, detail: str | None = None, **params: object) -> None:
        self.code = code
        self.where = where
        self.detail = detail
        self.params = params
        super().__init__(code)

    def render(self, lang: str = "zh") -> str:
        """The error in one line (what, where, how to mend), then its detail, if it has any."""
        what, mend, what_en, mend_en = ERRORS[self.code]
        zh = lang != "en"
        said = (what if zh else what_en).format(**self.params)
        how = (mend if zh else mend_en).format(**self.params)
        place = f"{self.where}{'：' if zh else ': '}" if self.where else ""
        line = f"{place}{said}{'。' if zh else '. '}{how}{'。' if zh else '.'}"
        return f"{line}\n{self.detail}" if self.detail else line

    def __str__(self) -> str:
        return self.render("zh")

    def __reduce__(self) -> tuple[object, ...]:
        # so that workers can send it to their parent whole
        return (_rebuild, (type(self), self.code, self.where, self.detail, self.params))


def _rebuild(
    kind: type[NoticeParserError], code: str, where: str | None, detail: str | None, params: dict[str, object]
) -> NoticeParserError:
    return kind(code, where=where, detail=detail, **params)


class LoadError(NoticeParserError):
    """A source that cannot be read."""


class GrammarError(NoticeParserError):
    """A grammar file with a fault."""

    exit_code = 2


class OptionError(NoticeParserError):
    """An option that does not exist, or a value that does not fit."""

    exit_code = 2
