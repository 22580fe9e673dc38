"""pandas waits until somebody wants a frame: to import it takes longer than most queries."""

import subprocess
import sys

HOLDS = """
import sys
import numpy as np
import pyarrow as pa
from checks.sources.pandas_later import pandas_later
pandas_later()
pa.array([None, 1]).fill_null(0), pa.array(np.arange(3)), pa.table({"a": ["b"]}), pa.scalar("c")
assert "pandas" not in sys.modules
frame = pa.table({"a": [1.5, None]}).to_pandas()
assert pa.array(frame["a"]).null_count == 1
assert pa.Table.from_pandas(frame).num_rows == 2
import pandas
assert isinstance(frame, pandas.DataFrame)
"""
TEXTS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
declared = {"source": "lake", "path": "day=*/*.parquet", "partition": {"column": "day"}}
tables = {"usage": (Path(sys.argv[1]), Table.model_validate(declared))}
audit = Auditor(tables, KeptNowhere(), ZoneInfo("UTC")).audit(datetime(2026, 1, 5, tzinfo=UTC))
assert not audit.errors and audit.judged["usage"], audit
assert "pandas" not in sys.modules
"""


def run(program, *arguments):
    subprocess.run([sys.executable, "-c", program, *arguments], check=True)


def test_pyarrow_makes_arrays_without_pandas_and_frames_with_it():
    """What is made from a frame later is as ever: NaN is null."""
    run(HOLDS)


def test_a_table_of_texts_is_profiled_without_pandas(lake):
    """Texts of a few words, and texts of which each is another."""
    texts = {"plan": ["free", "pro"] * 50, "name": [f"Anna the {at}th" for at in range(100)]}
    for day in range(1, 5):
        lake.parquet(f"day=2026-01-0{day}/a.parquet", texts)
    run(TEXTS, str(lake.root))
