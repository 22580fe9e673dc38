"""`make chaos`, in small: the program that counts pages lost counts, and loses none."""

import subprocess
import sys
from pathlib import Path


def test_a_few_kills_lose_no_page():
    """Two runs on SQLite; the thousand are for `make chaos`."""
    few = ["--runs", "2", "--postgres-runs", "0", "--lanes", "1"]
    done = subprocess.run(
        [sys.executable, "bench/chaos.py", *few],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| SQLite, 1 process | 2 | 0 |" in done.stdout
