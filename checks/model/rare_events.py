"""Do the rare values that matter still come: has one vanished, or become much rarer?"""

from collections.abc import Iterator, Sequence

from checks.figures import counted
from checks.history import History
from checks.profiles.having import having
from checks.profiles.profile import Profile
from checks.statistics.rare import BASELINE, LONGEST, MIN_DAYS, Low, Told, walk
from checks.verdict import Outcome, Urgency, Verdict

LOOKED_BACK = BASELINE + LONGEST


def judge(history: History) -> Iterator[Verdict]:
    """A verdict for each value that is declared as rare; holidays are neither judged nor learned from."""
    if not history.table.has_days:
        return
    for name, column in history.table.columns.items():
        profiles = [each for each in having(history.judged, name) if each.partition not in history.holidays]
        for value in column.rare:
            known = [each for each in profiles if value in each.columns[name].values.rare]
            yield _of_value(history, name, value, known[-LOOKED_BACK:])


def _of_value(history: History, name: str, value: str, profiles: Sequence[Profile]) -> Verdict:
    if not profiles:
        return _lacking(history, name, value, f"a partition with rows and a column `{name}`")
    bad = history.bad_days(name)
    told = walk(
        [each.columns[name].values.rare[value] for each in profiles],
        [each.distinct for each in profiles],
        [each.partition in bad for each in profiles],
    )
    if told.low is not None:
        return _breach(history, name, value, profiles, told, told.low)
    if needs := _needs(told, value):
        return _lacking(history, name, value, needs)
    return _ok(history, name, value, profiles, told)


def _needs(told: Told, value: str) -> str:
    if told.clean < MIN_DAYS:
        return f"{MIN_DAYS} clean days with rows, there {'is' if told.clean == 1 else 'are'} {told.clean}"
    if not told.events:
        return f"rows with `{value}`, there were none in {told.clean} days: is it written so?"
    if told.days is None:
        rate = f"{counted(told.events, 'event')} in {told.clean} days"
        return (
            f"more events: `{value}` has {rate}, and even {LONGEST} days without one may be chance. About "
            f"{told.needed:.0f} must be usual in these"
        )
    return ""


def _lacking(history: History, name: str, value: str, needs: str) -> Verdict:
    return Verdict(
        check="rare_events",
        table=history.name,
        column=name,
        segment=f"{name} = {value}",
        outcome=Outcome.NOT_ENOUGH_DATA,
        needs=needs,
    )


def _ok(history: History, name: str, value: str, profiles: Sequence[Profile], told: Told) -> Verdict:
    last = profiles[-7:]
    seen = sum(each.columns[name].values.rare[value] for each in last)
    days, week = counted(told.days or 0, "day"), counted(len(last), "day")
    return Verdict(
        check="rare_events",
        table=history.name,
        column=name,
        segment=f"{name} = {value}",
        outcome=Outcome.OK,
        summary=f"{seen:,} rows with `{value}` in {week}, {_rate(told)} are usual; "
        f"{days} without any would be told",
        evidence={"seen": seen, "expected_a_day": round(told.a_day, 3), "days_to_tell": told.days},
    )


def _rate(told: Told) -> str:
    return f"{told.a_day:.0f} a day" if told.a_day >= 10 else f"{told.a_day:.2g} a day"


def _breach(
    history: History, name: str, value: str, profiles: Sequence[Profile], told: Told, low: Low
) -> Verdict:
    run, newest = profiles[low.first :], profiles[-1]
    missed = (low.expected - low.seen) / len(run)
    since = history.called(run[0].partition)
    usual = f"{low.expected:.0f}" if low.expected >= 10 else f"{low.expected:.1f}"
    said = (
        f"`{name}` has no `{value}` any more since {since}: {usual} were to be expected"
        if low.vanished
        else f"`{name}` has fewer `{value}` since {since}: {low.seen:,} where {usual} were to be expected"
    )
    return Verdict(
        check="rare_events",
        table=history.name,
        column=name,
        segment=f"{name} = {value}",
        outcome=Outcome.BREACH,
        summary=said,
        urgency=Urgency.PAGE if low.vanished else Urgency.TICKET,
        since=history.start_of(run[0].partition),
        bad=tuple(each.partition for each in run),
        affected=max(1, round(missed)),
        volume=newest.distinct,
        evidence={
            "kind": "vanished" if low.vanished else "fewer",
            "seen": low.seen,
            "expected": round(low.expected, 1),
            "missed_per_day": round(missed, 4),
            "p": float(f"{low.p:.2g}"),
            "dispersion": round(told.phi, 2),
            "by_day": _by_day(name, value, profiles, told),
        },
    )


def _by_day(name: str, value: str, profiles: Sequence[Profile], told: Told) -> dict[str, list[float]]:
    """Of the last days what came, and what was to be expected at that day's volume."""
    rate = told.a_day / told.volume if told.volume else 0.0
    return {
        each.partition.isoformat(): [each.columns[name].values.rare[value], round(rate * each.distinct, 2)]
        for each in profiles[-28:]
    }
