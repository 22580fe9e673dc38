"""Are there rows whose key another row already has?"""

from collections.abc import Iterator

from checks.history import History
from checks.profiles.profile import Profile
from checks.verdict import Failing, Outcome, Urgency, Verdict

DAYS = 7
PAGE_SHARE = 0.05
"""From this share of a partition's rows on, duplicates are loud."""


def judge(history: History) -> Iterator[Verdict]:
    """One verdict for a table with a key: exact, from the partitions of the last seven days."""
    if not history.table.key:
        return
    recent = [profile for profile in history.judged if profile.partition in set(history.last_days(DAYS))]
    if not recent:
        yield Verdict(
            check="duplicate_keys",
            table=history.name,
            outcome=Outcome.NOT_ENOUGH_DATA,
            needs=f"a partition of the last {DAYS} days",
        )
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
        return
    yield Verdict(
        check="duplicate_keys",
        table=history.name,
        outcome=Outcome.OK,
        summary=f"every key of the last {len(recent)} days is unique",
        evidence=evidence,
    )


def _breach(
    history: History, recent: list[Profile], bad: list[Profile], evidence: dict[str, object]
) -> Verdict:
    worst = max(bad, key=lambda profile: profile.duplicates)
    total = sum(profile.duplicates for profile in bad)
    first = bad[0].duplicate_rows[0].at if bad[0].duplicate_rows else None
    key = ", ".join(f"`{name}`" for name in history.table.key)
    days = f"{bad[0].partition:%a %-d %b}" if len(bad) == 1 else f"{len(bad)} days"
    return Verdict(
        check="duplicate_keys",
        table=history.name,
        outcome=Outcome.BREACH,
        summary=f"{total:,} rows of {days} repeat a key ({key}) that an earlier row has",
        urgency=Urgency.PAGE if worst.duplicates >= PAGE_SHARE * worst.rows else Urgency.TICKET,
        since=first or history.start_of(bad[0].partition),
        bad=tuple(profile.partition for profile in bad),
        affected=total,
        volume=sum(profile.rows for profile in recent),
        evidence={**evidence, "duplicates": total},
        failing=Failing(what="duplicate", partitions=tuple(profile.partition for profile in bad)),
        rows=[row for profile in bad for row in profile.duplicate_rows],
    )
