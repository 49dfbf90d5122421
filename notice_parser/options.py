"""Options: one frozen object, checked once, keyword-only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from notice_parser.errors import OptionError

__all__ = ["Options"]

ENGINES = ("auto", "native", "pdfplumber", "camelot")
OCR = ("auto", "never", "always")
GROUPS = ("none", "folder", "stem")
MAX_CHARS = 10_000_000  # the longest real notice we hold has 0.2 million; ten million is a database dump, not a notice


class Options(Struct, frozen=True, kw_only=True):
    """How to parse.

    ``grammars``: a folder of TOML files that adds to our rules, and overrides those of the same id.
    ``max_chars``: a text that is longer is refused with ``LoadError``.
    ``engine``: what finds the tables of a PDF: ``auto`` (our own finders, others where those are unsure), ``native``, ``pdfplumber``,
    ``camelot``.
    ``password``: opens an encrypted PDF.
    ``ocr``: whether characters are recognised: ``auto`` (images, and pages of a PDF without readable text), ``never``, ``always``
    (every page of a PDF).
    ``group``: which images of an archive or of a batch are the pages of one notice: ``none``, ``folder`` (all of a folder), ``stem``
    (those whose names differ in the page's number alone).

    Raises ``OptionError`` for a value that does not fit; ``Options.of`` also for a name that does not exist.
    """

    grammars: Path | None = None
    max_chars: int = MAX_CHARS
    engine: str = "auto"
    password: str | None = None
    ocr: str = "auto"
    group: str = "none"

    def __post_init__(self) -> None:
        if self.grammars is not None:
            folder = Path(self.grammars)
            if not folder.is_dir():
                raise OptionError(
                    "bad_option", option="grammars", reason=f"no folder {folder}", mend="give the path of a folder that holds *.toml"
                )
            structs.force_setattr(self, "grammars", folder)
        if isinstance(self.max_chars, bool) or not isinstance(self.max_chars, int) or self.max_chars < 1:
            raise OptionError("bad_option", option="max_chars", reason=f"{self.max_chars!r}", mend="give a whole number of at least 1")

        if self.engine not in ENGINES:
            raise OptionError("bad_option", option="engine", reason=f"{self.engine!r}", mend=f"give one of {', '.join(ENGINES)}")
        if self.ocr not in OCR:
            raise OptionError("bad_option", option="ocr", reason=f"{self.ocr!r}", mend=f"give one of {', '.join(OCR)}")
        if self.group not in GROUPS:
            raise OptionError("bad_option", option="group", reason=f"{self.group!r}", mend=f"give one of {', '.join(GROUPS)}")
        if self.password is not None and not isinstance(self.password, str):
            raise OptionError("bad_option", option="password", reason=type(self.password).__name__, mend="give the password as text")

    @classmethod
    def of(cls, **values: Any) -> Options:
        """Options from names and values; ``OptionError`` names an unknown one and those that exist."""
        known = cls.__struct_fields__
        for name in values:
            if name not in known:
                raise OptionError("unknown_option", option=name, known="、".join(known))
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """What goes into ``producer.options``: no machine's paths, so only whether a grammar folder is in force."""
        told: dict[str, Any] = {"grammars": self.grammars is not None, "max_chars": self.max_chars}
        if self.engine != "auto":
            told["engine"] = self.engine
        if self.ocr != "auto":
            told["ocr"] = self.ocr
        if self.group != "none":
            told["group"] = self.group
        return told
