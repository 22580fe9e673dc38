"""Signatures are learned on a sample, and counted on all rows."""

from datetime import date, datetime
from uuid import UUID

import ibis
import numpy as np
import pytest

from checks.profiles import signatures as learning
from checks.sources.signature import has_form, signature, signature_of

DAY = date(2026, 1, 5)


def found(lake, texts, **columns):
    lake.parquet("day=2026-01-05/a.parquet", {"s": texts, **columns})
    return lake.profiles()[DAY].columns["s"].values


@pytest.mark.parametrize("same", [True, False])
def test_rows_by_signature_are_exact_whatever_was_learned(lake, same, monkeypatch):
    """A rare one that the sample does not show is counted too; texts that repeat go another way."""
    monkeypatch.setattr(learning, "SAMPLE", 100)
    days = [f"2026-01-{1 + at % 28:02}" if same else f"{1000 + at}-01-01" for at in range(4_000)]
    values = found(lake, [*days, "1/2/2026", "1/2/2026", None])
    assert values.signatures == {"9999-99-99": 4_000, "9/9/9999": 2}


def test_free_text_is_one_signature_but_for_missing_words(lake):
    """Nobody wants the ways in which a million identifiers are written."""
    rng = np.random.default_rng(1)
    texts = [str(UUID(bytes=rng.bytes(16))) for _ in range(500)]
    assert found(lake, [*texts, "N/A"]).signatures == {"…": 500, "N/A": 1}


def test_the_first_twenty_are_kept(lake):
    """The rest has one name."""
    texts = [f"{'-' * at}a" for at in range(30) for _ in range(30 - at)]
    values = found(lake, texts)
    assert len(values.signatures) == 21
    assert values.signatures["…"] == sum(range(1, 11))


def test_leading_zeros_are_those_of_whole_numbers(lake):
    """Zip codes; not 0 itself, no date and no fraction."""
    assert found(lake, ["01234", "99999", "0", "0.5", "01/02/2026", "007"]).leading_zeros == 2


def test_loads_are_counted_apart(lake):
    """They add up to the partition."""
    loads = [datetime(2026, 1, 6 + at % 2) for at in range(4)]  # noqa: DTZ001 (as files have them)
    lake.parquet("day=2026-01-05/a.parquet", {"s": ["a", "b", "c", "1"], "in": loads})
    parts = lake.survey(loaded_at_field="in").loads
    assert [part.columns["s"].values.signatures for part in parts] in (
        [{"a": 2}, {"9": 1, "a": 1}],
        [{"9": 1, "a": 1}, {"a": 2}],
    )


WRITTEN = [
    "2026-11-17",
    "12/2/26",
    "Ann-Marie",
    "N/A",
    "-",
    "",
    " ",
    "1.5",
    "+1.55",
    "Größe ü",
    "a" * 60,
    "ǅx",
    "表9",
    "A\nb",
]


@pytest.mark.parametrize("form", sorted({*map(signature_of, WRITTEN), "9.9", "a", "null"}))
def test_to_ask_for_one_signature_is_as_to_work_out_all(form):
    """Whatever the texts are; it is several times as fast."""
    texts = ibis.memtable({"s": WRITTEN}, schema={"s": "string"})
    asked = texts.select(quick=has_form(texts.s, form), slow=signature(texts.s) == form)
    found = ibis.duckdb.connect().to_pyarrow(asked)
    assert found["quick"].to_pylist() == found["slow"].to_pylist()
