"""Is the content of the newest partition new, as a whole and column by column?"""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from checks.data.freshness import judge
from checks.profiles.profile import ColumnProfile
from checks.profiles.slices import Slices
from checks.profiles.values import Values
from checks.verdict import Outcome, Urgency


def first(history):
    return next(iter(judge(history)))


def of(history, column):
    return [verdict for verdict in judge(history) if verdict.column == column]


def contents(past, marks, rows=500):
    """A table with a day for each mark; equal marks are equal contents."""
    table = past()
    for mark in marks:
        columns = {
            "plan": ColumnProfile(),
            "x": ColumnProfile(values=Values(finite=rows, low=0, high=1, mean=mark + 0.1, variance=2.0)),
        }
        table.add(rows=rows, columns=columns, slices=Slices(content={"plan": 1_000 + mark}))
    return table.history()


def test_a_replayed_file_under_a_new_day_pages(past):
    """It says which day it equals."""
    verdict = first(contents(past, [*range(30), 17]))
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.PAGE)
    assert verdict.summary.startswith("Wed 4 Feb has the 500 rows of Thu 22 Jan again, times aside")
    assert (verdict.evidence["kind"], verdict.evidence["equals"]) == ("copied", "2026-01-22")


def test_a_source_that_stopped_is_told_since_its_first_copy(past):
    """Four days by now."""
    verdict = first(contents(past, [*range(30), 29, 29, 29, 29]))
    assert len(verdict.bad) == 4
    assert "the 4 days since Wed 4 Feb have the 500 rows of Tue 3 Feb again" in verdict.summary


def test_one_other_letter_is_no_copy(past):
    """The same numbers with other texts are other rows."""
    table = contents(past, range(30))
    assert first(table).outcome is Outcome.OK


def test_a_table_that_often_stays_as_it_is_is_no_copy(past):
    """Countries change once in a while; every day of the history is a copy."""
    assert first(contents(past, [day // 3 for day in range(40)])).outcome is Outcome.OK


@pytest.mark.parametrize(("marks", "rows"), [([*range(9), 3], 500), ([*range(30), 3], 4)])
def test_a_young_or_tiny_table_is_not_called_a_copy(past, marks, rows):
    """Fourteen partitions and twenty rows are needed."""
    assert first(contents(past, marks, rows)).outcome is Outcome.OK


def test_a_lookup_table_that_stopped_changing_is_a_ticket(past):
    """It changed every third day, and has not for two weeks."""
    changing = [day // 3 for day in range(45)]
    quiet = [*changing, *[14] * 9]
    assert first(contents(past, quiet)).outcome is Outcome.OK
    verdict = first(contents(past, [*quiet, 14]))
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.TICKET)
    assert verdict.summary == (
        "nothing has changed since Mon 16 Feb, for 13 partitions; it used to change after 3 at most"
    )


def test_a_copy_is_found_in_real_files_whose_times_were_stamped_anew(lake):
    """Texts, numbers, flags and a shuffled order; the day and its times differ."""
    rng = np.random.default_rng(4)
    days = []
    for _ in range(21):
        plan = rng.choice(["free", "pro", "team"], 200).tolist()
        days.append({"plan": plan, "x": rng.normal(size=200), "n": rng.integers(0, 9, 200)})
    order = rng.permutation(200)
    days.append({name: np.asarray(values)[order] for name, values in days[11].items()})
    for day, columns in enumerate(days, start=1):
        at = pa.array([datetime(2026, 1, day, 5, tzinfo=UTC)] * 200)
        lake.parquet(f"day=2026-01-{day:02}/a.parquet", {**columns, "at": at})
    verdict = first(lake.history(23, event_time="at"))
    assert verdict.evidence["equals"] == "2026-01-12"
    assert first(lake.history(22, event_time="at")).outcome is Outcome.OK


def rows_of_a_day(rng, day, many=200):
    """Rows with a counted number, a random id, the batch they came in, and what they are about."""
    return {
        "row": np.arange(day * many, (day + 1) * many),
        "uid": [f"{each:08x}" for each in rng.integers(0, 2**31, many)],
        "batch": [f"batch-{day}"] * many,
        "loaded": [datetime(2026, 1, 2, 5, tzinfo=UTC) + timedelta(days=day)] * many,
        "amount": rng.normal(50, 9, many).round(2),
        "weight": rng.normal(4, 1, many).round(3),
        "count": rng.poisson(40, many),
        "plan": rng.choice(["free", "pro", "team"], many).tolist(),
    }


def written(lake, days, **declared):
    for day, columns in enumerate(days, start=1):
        lake.parquet(f"day=2026-01-{day:02}/a.parquet", columns)
    return lake.history(len(days) + 1, **declared)


def a_copy(lake, spoil, key=("uid",)):
    """Three weeks, and a day with the content of the twelfth under new ids, batch and load time."""
    rng = np.random.default_rng(4)
    days = [rows_of_a_day(rng, day) for day in range(21)]
    copy = days[11] | {name: rows_of_a_day(rng, 21)[name] for name in ("row", "uid", "batch", "loaded")}
    return first(written(lake, [*days, spoil(copy)], key=list(key), loaded_at_field="loaded"))


@pytest.mark.parametrize("key", [("uid",), ("row",), ()])
def test_new_ids_and_a_new_load_time_hide_no_copy(lake, key):
    """Whatever of them the key is: what differs is said."""
    verdict = a_copy(lake, lambda copy: copy, key)
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.PAGE)
    assert (verdict.evidence["kind"], verdict.evidence["equals"]) == ("copied", "2026-01-12")
    assert set(verdict.evidence["differs"]) == {"row", "uid", "batch"}
    assert "the 200 rows of Mon 12 Jan again, times, `row`, `uid`, `batch` aside: a file" in verdict.summary


def test_a_day_that_shares_half_of_its_columns_with_an_older_one_is_no_copy(lake):
    """A join may bring the same again, the amounts are new."""
    rng = np.random.default_rng(9)

    def spoil(copy):
        return copy | {name: rows_of_a_day(rng, 21)[name] for name in ("amount", "weight", "plan")}

    assert a_copy(lake, spoil).outcome is Outcome.OK


def test_a_flag_that_is_as_often_true_as_once_before_makes_no_copy(lake):
    """Beside a key and times it is all there is, and one day in twenty equals some other by chance."""
    rng = np.random.default_rng(1)
    days = [
        {"uid": np.arange(day * 300, day * 300 + 300), "on": (rng.random(300) < 0.5 + 0.01 * day).tolist()}
        for day in range(24)
    ]
    days.append({"uid": np.arange(9_000, 9_300), "on": days[11]["on"]})
    assert first(written(lake, days, key=["uid"])).outcome is Outcome.OK


def moving(past, days, stuck=0, whole=False, also=()):
    """The column `score` holds the same for `stuck` days more, while `x` and `plan` move on."""
    table, rng = past(), np.random.default_rng(2)
    means = rng.normal(5, 1, days + stuck)
    for at in range(days + stuck):
        score = means[min(at, days - 1)]
        low, high = (0.0, 90.0) if whole else (0.5, 90.25)
        columns = {
            "plan": ColumnProfile(),
            "x": ColumnProfile(values=Values(finite=500, low=0.5, high=9, mean=means[at], variance=2.0)),
            "score": ColumnProfile(values=Values(finite=500, low=low, high=high, mean=score, variance=score)),
            **{name: ColumnProfile(values=Values(finite=500, low=1, high=2, mean=1.5)) for name in also},
        }
        table.add(rows=500, columns=columns, slices=Slices(content={"plan": 1_000 + at}))
    return table.history()


def test_a_column_that_froze_while_others_move_on_is_a_ticket(past):
    """On the first day, since no two days were ever alike; and it goes on being told."""
    (verdict,) = of(moving(past, 40, stuck=1), "score")
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.TICKET)
    assert verdict.summary == (
        "`score` of Sat 14 Feb has the values of Fri 13 Feb again, while 2 other columns move on"
    )
    (verdict,) = of(moving(past, 40, stuck=9), "score")
    assert (len(verdict.bad), verdict.since.date()) == (9, date(2026, 2, 14))


def test_whole_numbers_that_froze_are_told_on_the_second_day(past):
    """Two days of few values may be alike by chance."""
    assert of(moving(past, 40, stuck=1, whole=True), "score") == []
    assert len(of(moving(past, 40, stuck=2, whole=True), "score")) == 1


def rates(past, days, stuck, repeats=False, back=0):
    """One exchange rate a day, in another number of rows each; it stands still in the end."""
    table = past()
    for at in range(days + stuck):
        day = (at if at < days - 1 else days - 1 - back) // (2 if repeats else 1)
        rate, rows = 1.1 + day / 1_000, 500 + at * 7 % 30
        values = Values(finite=rows, low=rate, high=rate, mean=rate)
        moved = Values(finite=rows, low=0.5, high=9, mean=4 + at / 100, variance=2.0)
        columns = {"rate": ColumnProfile(values=values), "x": ColumnProfile(values=moved)}
        table.add(rows=rows, columns=columns)
    return table.history()


def test_a_rate_of_the_day_that_froze_is_told_in_however_many_rows(past):
    """On the second day; not where two days often have the same."""
    assert of(rates(past, 40, stuck=1), "rate") == []
    (verdict,) = of(rates(past, 40, stuck=2), "rate")
    assert (verdict.evidence["kind"], len(verdict.bad)) == ("frozen", 2)
    assert len(of(rates(past, 40, stuck=2, back=3), "rate")) == 1
    assert of(rates(past, 80, stuck=2, repeats=True), "rate") == []


def test_a_column_that_never_moves_is_not_frozen(past):
    """Neither is one of a young table."""
    assert of(moving(past, 40, stuck=1, also=("tariff",)), "tariff") == []
    assert of(moving(past, 20, stuck=1), "score") == []
