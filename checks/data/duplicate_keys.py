"""Are there rows whose key another row already has?"""

from collections.abc import Iterator
from datetime import datetime

from checks.figures import counted, verb
from checks.history import History
from checks.profiles.again_since import came_again, unbroken
from checks.profiles.profile import Profile
from checks.profiles.replayed import replayed
from checks.verdict import Failing, Outcome, Urgency, Verdict

DAYS = 7
SHOWN = 3
PAGE_SHARE = 0.05
"""From this share of a partition's rows on, duplicates are loud."""


def judge(history: History) -> Iterator[Verdict]:
    """One verdict for a table with a key: exact, from the partitions of the last seven days."""
    if not history.table.key:
        return
    days = set(history.last_days(DAYS) if history.table.has_days else [history.today])
    recent = [profile for profile in history.judged if profile.partition in days]
    if not recent:
        yield _undecided(history, f"a partition of the last {DAYS} days")
        return
    evidence: dict[str, object] = {
        "key": list(history.table.key),
        "days": {
            profile.partition.isoformat(): {
                "ok": profile.duplicates == 0,
                "said": f"{profile.duplicates:,}",
                "duplicates": profile.duplicates,
                "rows": profile.rows,
            }
            for profile in recent
        },
    }
    bad = [profile for profile in recent if profile.duplicates]
    if bad:
        yield _breach(history, recent, bad, evidence)
    elif lacking := _lacking(history, recent[-1]):
        yield _undecided(history, lacking)
    else:
        yield _ok(history, recent, evidence)


def _undecided(history: History, needs: str) -> Verdict:
    return Verdict(check="duplicate_keys", table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)


def _in_files(history: History) -> list[str]:
    """The columns of the key that the rows have; the day may stand in the path alone."""
    return [name for name in history.table.key if name != history.table.day_column]


def _lacking(history: History, newest: Profile) -> str:
    """Why the newest partition has no keys to compare; empty where it has some, or no rows."""
    day = history.called(newest.partition)
    if not newest.rows:
        return ""
    for name in _in_files(history):
        if name not in newest.columns:
            return f"the key column `{name}`: {day} does not have it"
        if newest.columns[name].nulls == newest.rows:
            return f"values of the key column `{name}`: on {day} it is null in every row"
    return ""


def _ok(history: History, recent: list[Profile], evidence: dict[str, object]) -> Verdict:
    """Rows without a key cannot be unique: they are told, and the null rate judges them."""
    nulls = [
        profile.columns[name].nulls
        for profile in recent
        for name in _in_files(history)
        if name in profile.columns
    ]
    of = f" of the last {counted(len(recent), 'day')}" if history.table.has_days else ""
    keyless = max(nulls, default=0)
    nobody = f"{verb(keyless, 'has', 'have')} no key and {verb(keyless, 'is', 'are')} not counted"
    but = f"; up to {counted(keyless, 'row')} of a day {nobody}" if keyless else ""
    return Verdict(
        check="duplicate_keys",
        table=history.name,
        outcome=Outcome.OK,
        summary=f"every key{of} is unique{but}",
        evidence=evidence,
    )


def _breach(
    history: History, recent: list[Profile], bad: list[Profile], evidence: dict[str, object]
) -> Verdict:
    worst = max(bad, key=lambda profile: profile.duplicates)
    total = sum(profile.duplicates for profile in bad)
    key = ", ".join(f"`{name}`" for name in history.table.key)
    days = history.called(bad[0].partition) if len(bad) == 1 else f"{len(bad)} days"
    block = None
    if history.table.has_days:
        block = replayed(worst, history.partitions, history.zone, history.today)
    when = f" (on {history.called(worst.partition)})" if len(bad) > 1 else ""
    why = f": a replayed batch{when}, {block}" if block else ""
    return Verdict(
        check="duplicate_keys",
        table=history.name,
        outcome=Outcome.BREACH,
        summary=f"{counted(total, 'row')} of {days} {verb(total, 'repeats', 'repeat')} a key ({key}) "
        f"that an earlier row has{why}",
        urgency=Urgency.PAGE if worst.duplicates >= PAGE_SHARE * worst.rows else Urgency.TICKET,
        since=_since(history, bad),
        bad=tuple(profile.partition for profile in bad),
        affected=bad[-1].duplicates,
        volume=bad[-1].rows,
        hours=(24.0 * len(bad), 24.0 * len(recent)),
        evidence={
            "kind": "replayed" if block else "scattered",
            **evidence,
            "duplicates": total,
            "share": round(worst.duplicates / worst.rows, 5),
            "pages_from": PAGE_SHARE,
            "earlier": dict(sorted(worst.repeats.days.items(), key=lambda item: -item[1])[:SHOWN]),
        },
        failing=Failing(what="duplicate", partitions=tuple(profile.partition for profile in bad)),
        rows=[row for profile in bad for row in profile.duplicate_rows],
    )


def _since(history: History, bad: list[Profile]) -> datetime:
    """When the first of them came: also of a trouble that has gone on for longer than a week."""
    run = [*unbroken(history.judged, bad[0]), *bad]
    return min(came_again(profile) or history.start_of(profile.partition) for profile in run)
