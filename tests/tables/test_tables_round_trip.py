"""Random tables written and read back: not a cell may differ."""

from __future__ import annotations

import pytest
from generator import make_document

import notice_parser

DOCUMENTS = 160  # two tables each


@pytest.mark.parametrize("block", range(8))
def test_random_tables_are_read_back(block: int) -> None:
    for seed in range(block * DOCUMENTS // 8, (block + 1) * DOCUMENTS // 8):
        text, made = make_document(seed)
        found = notice_parser.find_tables(text.encode())
        assert len(found) == len(made), f"seed {seed}: {len(found)} tables"
        for table, want in zip(found, made, strict=True):
            about = f"seed {seed}, {want.caption} {want.attachment}"
            assert tuple(column.path for column in table.columns) == want.paths, about
            assert table.raw == want.raw, about
            assert table.rows == want.values, about
            assert (table.caption, table.attachment, table.unit) == (want.caption, want.attachment, want.unit), about
            assert (table.total_rows, table.section_rows, table.notes) == (want.totals, want.sections, want.notes), about
            assert len(table.parts) == want.n_parts, about
            assert table.kind == "data", about
            assert [table.id for table in found] == ["t1", "t2"]


def test_the_generator_is_seeded() -> None:
    assert make_document(7) == make_document(7)
    assert make_document(7)[0] != make_document(8)[0]
