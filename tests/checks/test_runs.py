"""Runs as they were known at a moment."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from checks.runs import Run, State, Teller, by_day, known_by

MIDNIGHT = datetime(2026, 1, 5, tzinfo=UTC)
DAY = date(2026, 1, 4)
moments = st.integers(0, 12).map(lambda hours: MIDNIGHT + timedelta(hours=hours))


def build(started, ended, state, teller):
    """A run that has ended, or one that is under way."""
    done = State.UNDER_WAY if ended is None else state
    return Run(partition=DAY, started=started, finished=ended, state=done, teller=teller)


over = st.sampled_from([State.SUCCEEDED, State.FAILED])
runs = st.lists(
    st.builds(build, moments, st.none() | moments, over, st.sampled_from(Teller)).filter(
        lambda run: run.finished is None or run.finished >= run.started
    )
)


@given(runs, moments, moments)
def test_what_was_known_then_is_part_of_what_is_known_now(all_runs, one, other):
    """Whoever looks back from a later moment sees the same."""
    earlier, later = sorted([one, other])
    then = known_by(all_runs, earlier)
    assert known_by(known_by(all_runs, later), earlier) == then
    assert all(run.finished is None or run.finished <= earlier for run in then)
    assert all((run.finished is None) == (run.state is State.UNDER_WAY) for run in then)


@given(runs)
def test_a_day_is_told_by_one_who_knows_surest(all_runs):
    """Never by two."""
    for told in by_day(all_runs).values():
        (teller,) = {run.teller for run in told}
        assert teller is next(each for each in Teller if each in {run.teller for run in all_runs})


def test_a_run_whose_beginning_nobody_told_is_known_when_it_ends():
    """A log may only tell the end."""
    run = build(None, MIDNIGHT, State.SUCCEEDED, Teller.RUN_LOG)
    assert known_by([run], MIDNIGHT - timedelta(seconds=1)) == []
    assert known_by([run], MIDNIGHT) == [run]
