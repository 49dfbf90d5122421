"""Chinese official notices (公文) in, structured JSON out.

    >>> import notice_parser
    >>> notice = notice_parser.parse_text("岚川市水务局关于做好汛期值守的通知\\n岚水发〔2023〕12号\\n")
    >>> notice.document_number.text
    '岚水发〔2023〕12号'

Importing this package does no work: each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notice_parser.batch.archive import open_archive
    from notice_parser.batch.run import batch
    from notice_parser.errors import GrammarError, LoadError, NoticeParserError, OptionError
    from notice_parser.extract.quantities import find_quantities
    from notice_parser.model import (
        Annex,
        Attachment,
        CellPlace,
        Change,
        Check,
        Chunk,
        Column,
        Contact,
        Date,
        Deadline,
        Diagnostic,
        DocumentClass,
        DocumentNumber,
        Evidence,
        Finding,
        IssueNumber,
        Issuer,
        Kind,
        Mark,
        MetadataRow,
        Notice,
        Number,
        Period,
        Place,
        Producer,
        Quantity,
        Recipient,
        Reference,
        Region,
        Review,
        Section,
        Signer,
        Source,
        Span,
        Statistic,
        Table,
        TablePart,
        Time,
        Title,
        Unread,
    )
    from notice_parser.options import Options
    from notice_parser.pipeline import Result, find_tables, find_times, parse, parse_all, parse_many, parse_text
    from notice_parser.text.numbers import find_numbers

    __version__: str

__all__ = [
    "Annex",
    "Attachment",
    "CellPlace",
    "Change",
    "Check",
    "Chunk",
    "Column",
    "Contact",
    "Date",
    "Deadline",
    "Diagnostic",
    "DocumentClass",
    "DocumentNumber",
    "Evidence",
    "Finding",
    "GrammarError",
    "IssueNumber",
    "Issuer",
    "Kind",
    "LoadError",
    "Mark",
    "MetadataRow",
    "Notice",
    "NoticeParserError",
    "Number",
    "OptionError",
    "Options",
    "Period",
    "Place",
    "Producer",
    "Quantity",
    "Recipient",
    "Reference",
    "Region",
    "Result",
    "Review",
    "Section",
    "Signer",
    "Source",
    "Span",
    "Statistic",
    "Table",
    "TablePart",
    "Time",
    "Title",
    "Unread",
    "__version__",
    "batch",
    "find_numbers",
    "find_quantities",
    "find_tables",
    "find_times",
    "open_archive",
    "parse",
    "parse_all",
    "parse_many",
    "parse_text",
]

_HOMES = {
    "batch.archive": ("open_archive",),
    "extract.quantities": ("find_quantities",),
    "text.numbers": ("find_numbers",),
    "errors": ("GrammarError", "LoadError", "NoticeParserError", "OptionError"),
    "options": ("Options",),
    "pipeline": ("Result", "find_tables", "find_times", "parse", "parse_all", "parse_many", "parse_text"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """The public name, loaded from its module; ``AttributeError`` for any other (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "batch":
        return import_module("notice_parser.batch")  # a package that is called as the function is
    if name == "__version__":
        value: Any = import_module("notice_parser.version").version()
    else:
        value = getattr(import_module(f"notice_parser.{_HOME_OF.get(name, 'model')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
