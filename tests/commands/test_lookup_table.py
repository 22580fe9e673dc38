"""A lookup table without days, from its first morning on: `doctor`, `check`, `replay`."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import StoppedClock

PLANS = """\
pipeline: plans
owner: maria
channel: "#plans"
tables:
  plans:
    source: lake
    path: plans.csv
    partition: none
    key: [plan]
    columns:
      price: {primary: true, drift: false}
"""


class Mornings:
    """A company with a lookup, and a clock that tests move."""

    def __init__(self, company, monkeypatch):
        self.company, self._monkeypatch = company, monkeypatch

    def overwrite(self, rows):
        """So many plans."""
        lines = ["plan,price", *(f"p{at},{at * 10}" for at in range(rows)), ""]
        (self.company.data / "plans.csv").write_text("\n".join(lines))

    def on(self, day, *command):
        """Type a command at half past nine on a day of November."""
        now = datetime(2026, 11, 1, 9, 30, tzinfo=UTC) + timedelta(days=day - 1)
        self._monkeypatch.setattr("bot.clock.system_clock", StoppedClock(now))
        return self.company.oakum(*command)


@pytest.fixture
def mornings(company, monkeypatch):
    """Ten mornings with a hundred plans, on the eleventh there are forty."""
    data = company.own_data()
    company.declare("pipelines/plans.yaml", PLANS)
    for name in ("churn", "billing"):
        (company.config / "pipelines" / f"{name}.yaml").unlink()
    for name in ("usage", "invoices"):
        shutil.rmtree(data / name)
    made = Mornings(company, monkeypatch)
    made.overwrite(100)
    for day in range(10, 20):
        ran = made.on(day, "check")
        assert ran.status == 0, ran.out + ran.err
    made.overwrite(40)
    return made


def test_a_lookup_that_lost_most_of_its_rows_is_told_that_morning(mornings):
    """Without a day in its rows or in its path."""
    ran = mornings.on(20, "check")
    assert ran.status == 1
    assert "40 rows since Fri 20 Nov, 60% fewer than the 100 before" in ran.out


def test_the_past_is_judged_by_what_was_seen_then(mornings):
    """Whatever the file holds now; for the time before the first look that is said, and nothing else."""
    mornings.on(20, "check")
    before = mornings.on(21, "check", "--as-of", "2026-11-15T12:00")
    assert before.status == 0, before.out + before.err
    never = mornings.on(21, "check", "--as-of", "2026-11-05T12:00", "--format", "json")
    (pipeline,) = json.loads(never.out)["pipelines"]
    assert (never.status, pipeline["health"]) == (2, "unknown")
    assert pipeline["errors"][0]["what"].startswith("it has no days, and was not looked at by then")
    assert pipeline["errors"][0]["what"].endswith("; its first state is known from 10 Nov 2026 09:30 on")


def test_a_first_look_is_none_of_a_day_that_is_over(mornings):
    """`--as-of` asks what was known; what is seen today is known from today on."""
    ran = mornings.on(20, "check", "--as-of", "2026-11-19T12:00")
    assert ran.status == 0, ran.out + ran.err
    assert "40 rows since Fri 20 Nov" in mornings.on(20, "check").out


def test_a_replay_goes_back_as_far_as_states_were_kept(mornings):
    """Day by day with the state of then; once it says where that ends."""
    mornings.on(20, "check")
    ran = mornings.on(21, "replay", "--from", "2026-11-07", "--to", "2026-11-21")
    assert ran.status == 1, ran.err
    assert ran.out.count("cannot be told, or replayed, for the time before the first look at it") == 1
    days = {line[:10]: line for line in ran.out.splitlines()}
    assert "60% fewer" in ran.out, days


def test_a_replay_of_days_before_the_first_look_says_so_on_each(mornings):
    """As of any table that was not there yet."""
    ran = mornings.on(20, "replay", "--from", "2026-11-02", "--to", "2026-11-05")
    assert ran.out.count("nothing found (not everything could be checked)") == 4
    assert ran.out.count("could not check plans: it has no days") == 1


def test_doctor_says_what_kind_of_table_it_is(mornings):
    """And looks whether its columns are there."""
    ran = mornings.on(20, "doctor")
    assert "ok       table plans.plans: one whole without days, written 20" in ran.out
    mornings.company.declare("pipelines/plans.yaml", PLANS.replace("price:", "prize:"))
    ran = mornings.on(20, "doctor")
    assert ran.status == 1
    assert "has no column prize (did you mean price?)" in ran.out


def test_what_its_states_show_to_be_agreed_can_be_written_down(mornings):
    """The shape of the last weeks; values only where the rows of then can still be read."""
    mornings.overwrite(100)
    mornings.on(20, "check")
    ran = mornings.on(21, "contract", "plans", "plans")
    assert ran.status == 0, ran.err
    assert "name: plan" in ran.out
    mornings.overwrite(90)
    assert mornings.on(22, "contract", "plans", "plans").status == 0
