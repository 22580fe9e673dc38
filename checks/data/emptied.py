"""Which columns, of those whose null rate nobody watches, lost nearly all their values?"""

from collections.abc import Iterator, Sequence

from checks.figures import percent
from checks.history import History
from checks.profiles.emptied import emptied
from checks.profiles.missing import missing, share
from checks.profiles.profile import Profile
from checks.together import as_one, by_cause, listed
from checks.verdict import Failing, Outcome, Verdict


def judge(history: History) -> Iterator[Verdict]:
    """A ticket for the columns that are empty since one day; one verdict for the table where none is."""
    declared, newest = history.table.columns, history.newest
    if newest is None or not newest.rows:
        return
    watched = {name for name, each in declared.items() if each.watches_nulls or each.null_rate is False}
    others = [name for name in newest.columns if name not in watched]
    if not others:
        return
    if len(history.judged) < 2:
        needs = "an earlier partition with rows"
        yield Verdict(check="emptied", table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)
        return
    found = {name: days for name in others if (days := emptied(history.judged, name))}
    for together in by_cause(_breach(history, name, days) for name, days in found.items()):
        yield together[0] if len(together) == 1 else _breaches(history, together)
    if not found:
        said = "no column that nobody watches lost nearly all its values"
        yield Verdict(check="emptied", table=history.name, outcome=Outcome.OK, summary=said)


def _breaches(history: History, together: Sequence[Verdict]) -> Verdict:
    """Columns that were emptied on one day."""
    day = history.called(together[0].bad[-1])
    names = listed([f"`{each.column}`" for each in together], "column", ", ")
    return as_one(together, f"{len(together)} columns lost nearly all their values on {day}: {names}")


def _breach(history: History, column: str, profiles: Sequence[Profile]) -> Verdict:
    newest, days = profiles[-1], tuple(each.partition for each in profiles)
    return Verdict(
        check="emptied",
        table=history.name,
        column=column,
        outcome=Outcome.BREACH,
        summary=f"`{column}` lost nearly all its values: {percent(share(newest, column))} are missing on "
        f"{history.called(newest.partition)}",
        since=history.start_of(days[0]),
        bad=days,
        affected=missing(newest, column),
        volume=newest.rows,
        evidence={"rows": newest.rows, "missing": missing(newest, column)},
        failing=Failing(what="missing", partitions=days, column=column),
    )
