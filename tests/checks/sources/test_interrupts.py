"""Ctrl-C while an engine works ends the command: it is no fault of one table, after which others come."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import cli

ROOT = Path(__file__).parents[3]
ENDLESS = (
    "SELECT avg(a.x * b.x + c.x * d.x) AS x FROM {table} a, {table} b, {table} c, {table} d "
    "HAVING avg(a.x) < 0"
)
OAKUM = """store: sqlite:///oakum.db
timezone: UTC
sources: {lake: {kind: files, root: LAKE}}
people: {maria: {}}
"""
PIPELINE = f"""pipeline: churn
owner: maria
channel: "#p"
tables:
  first:
    source: lake
    path: day=*/a.parquet
    partition: {{column: day}}
    checks: [{{name: endless, sql: "{ENDLESS}"}}]
  second: {{source: lake, path: day=*/a.parquet, partition: {{column: day}}}}
"""
BUSY_SECONDS = 6
"""To start takes one or two seconds of the processor: whoever used more is at the endless query."""

INTERRUPTED_AT_WORK = f"""
import os, signal, sys, threading, time
from bot import cli

def interrupt():
    pause = threading.Event()
    while time.process_time() < {BUSY_SECONDS}:
        pause.wait(0.05)
    os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=interrupt, daemon=True).start()
cli.main()
"""


@pytest.fixture
def endless(tmp_path: Path, lake: Any) -> Path:
    """A configuration with a check of the owner's own that takes years."""
    for day in range(10, 20):
        lake.parquet(f"day=2026-01-{day}/a.parquet", {"x": list(range(3000))})
    folder = tmp_path / "config"
    (folder / "pipelines").mkdir(parents=True)
    (folder / "oakum.yaml").write_text(OAKUM.replace("LAKE", str(lake.root)))
    (folder / "pipelines" / "churn.yaml").write_text(PIPELINE)
    return folder


@pytest.mark.parametrize(
    "verb", [("check", "--as-of", "2026-01-20T12:00"), ("gate", "first", "--partition", "2026-01-19")]
)
def test_control_c_during_a_query_ends_the_command(endless, verb):
    """With 130 and without a word of what was not judged: nobody is to take it for an answer."""
    command = [sys.executable, "-c", INTERRUPTED_AT_WORK, "--config", str(endless), *verb]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout) == (cli.INTERRUPTED, ""), done.stdout + done.stderr
    assert done.stderr.strip() == "", "nothing of what DuckDB leaked"
