"""How long does a day take with a thousand broken tables? Run: python bench/days.py (--help tells more)

Checks that read nothing find every table broken, each with a month of evidence: on the day when it begins,
a week later, when there is also a digest that compares it with the one before, and on the day after. Told
are the CPU seconds of each step of the engine's round; nothing is sent.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from time import process_time  # noqa: TID251 (a benchmark measures the real time)
from typing import Any

from bot.clock import StoppedClock
from bot.engine.loop import steps
from bot.settings.load import Settings, load
from bot.store.store import Store, open_store
from checks.audit import Audit
from checks.verdict import Outcome, Row, Urgency, Verdict

FRIDAY = datetime(2026, 11, 20, 22, tzinfo=UTC)
OAKUM = """\
store: sqlite:///{folder}/oakum.db
people: {{maria: {{slack: U1MARIA}}, jon: {{slack: U1JON}}}}
sources: {{lake: {{root: .}}}}
policies: {{night: [{{notify: maria, wait: 1h}}, {{notify: jon, wait: 1h}}]}}
routes: {{slack: {{bot_token: xoxb-1, app_token: xapp-1}}}}
"""
PIPELINE = """\
pipeline: churn
owner: maria
channel: "#churn"
policy: night
cost: {currency: USD, per_wrong_unit: 12, daily_units: 40000}
tables:
"""
TABLE = (
    '  t{}: {{source: lake, path: "t{}/*.parquet", partition: {{column: day}}, feeds: {{model: critical}}}}\n'
)


class Broken:
    """Checks that find each table broken since the same day, half of them loudly."""

    def __init__(self, tables: int) -> None:
        self._tables = [f"t{number}" for number in range(tables)]

    def __call__(self, pipeline: Any, now: datetime) -> Audit:
        days = [now.date() - timedelta(days=back) for back in range(1, 29)]
        evidence = {"days": {f"{day}": {"ok": at > 0, "said": "7 %"} for at, day in enumerate(days)}}
        verdicts = [
            Verdict(
                check="null_rate",
                table=table,
                column="sessions",
                outcome=Outcome.BREACH,
                urgency=Urgency.PAGE if number % 2 else Urgency.TICKET,
                since=FRIDAY - timedelta(days=1),
                summary="7 % of sessions are null",
                affected=70,
                volume=1000,
                bad=(days[0],),
                evidence=evidence,
                rows=tuple(Row(key={"id": row}, at=None, why="it is null") for row in range(8)),
            )
            for number, table in enumerate(self._tables)
        ]
        return Audit(now, verdicts, (), dict.fromkeys(self._tables, days))


def lived(store: Store, settings: Settings, tables: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Days, with the seconds of each step."""
    round_ = steps(store, settings, Broken(tables))
    days = {
        "all is new": FRIDAY,
        "a week later, with a digest": FRIDAY + timedelta(days=8),
        "the next day": FRIDAY + timedelta(days=9),
    }
    for name, now in days.items():
        took = {}
        for step in round_:
            began = process_time()
            step.run(now)
            took[step.name] = process_time() - began
        yield name, took


def main() -> None:
    """Print a Markdown table."""
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--tables", type=int, default=1000, help="how many are broken (1000)")
    tables = said.parse_args().tables
    told = ("check", "digest", "escalate", "escalate new", "nudge")
    print(f"| {tables:,} broken tables | {' | '.join(told)} | the whole round |")
    print("| --- |" + " --- |" * (len(told) + 1))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pipelines").mkdir()
        (folder / "oakum.yaml").write_text(OAKUM.format(folder=name))
        declared = "".join(TABLE.format(number, number) for number in range(tables))
        (folder / "pipelines" / "churn.yaml").write_text(PIPELINE + declared)
        settings = load(folder, {})
        with closing(open_store(settings.deployment.store, StoppedClock(FRIDAY))) as store:
            for day, took in lived(store, settings, tables):
                cells = [f"{took[step]:.1f} s" for step in told]
                print(f"| {day} | {' | '.join(cells)} | {sum(took.values()):.1f} s |", flush=True)


if __name__ == "__main__":
    main()
