"""Source → Document: furniture and artefact spaces out, broken lines rejoined, zones and outline found."""

from __future__ import annotations

from notice_parser.layout.assemble import lay_out

__all__ = ["lay_out"]
