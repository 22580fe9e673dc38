"""What dbt writes of a run: `run_results.json`, as rows with one line for each node."""

import glob
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from checks.sources.matching import matching
from checks.sources.tables import SourceError

COLUMNS = ("unique_id", "status", "started_at", "completed_at")


def dbt_results(root: Path, path: str) -> Iterator[Mapping[str, str | None]]:
    """A row for each node of each run: from its first step to its last; one without steps, when dbt ended.

    Raises `SourceError` where there is no file, or one that dbt has not written.
    """
    files = sorted(matching(str(Path(glob.escape(str(root)), path))))
    if not files:
        raise SourceError(f"no file matches {root / path}: mend `path` of run_log or `root` of its source")
    for file in files:
        try:
            said = json.loads(Path(file).read_text(encoding="utf-8"))
            ended = said["metadata"]["generated_at"]
            yield from [_row(result, ended) for result in said["results"]]
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise SourceError(f"{file}: is no run_results.json of dbt ({type(error).__name__})") from error


def _row(result: Mapping[str, Any], ended: str) -> Mapping[str, str | None]:
    steps = result.get("timing") or []
    begun = [step["started_at"] for step in steps if step.get("started_at")]
    done = [step["completed_at"] for step in steps if step.get("completed_at")]
    values = (result["unique_id"], result["status"], min(begun, default=None), max(done, default=ended))
    return dict(zip(COLUMNS, values, strict=True))
