"""Are values still written as they were: dates, numbers, degrees, case, blanks, leading zeros?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from checks.figures import counted, percent, verb
from checks.history import History
from checks.profiles.forms import LOOKED_BACK, MIN_PARTITIONS, Turned, turned
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.signatures import OTHER
from checks.verdict import Failing, Outcome, Urgency, Verdict

HISTORY = 56
PAGE_SHARE = 0.2
CHANCE = 1e-6
LEAST_USUAL, MOST_USUAL = 0.15, 0.95
DEGREES = 180


@dataclass(frozen=True, slots=True)
class _Asked:
    """What some share of the rows should go on to have: how it is counted, and what is said if it ends."""

    kind: str
    count: Callable[[ColumnProfile], int]
    many: Callable[[ColumnProfile, Profile], int]
    said: str


def judge(history: History) -> Iterator[Verdict]:
    """A verdict for each column in breach; one for the table where all are well."""
    newest = history.newest
    if newest is None or not newest.rows:
        return
    found: list[Verdict] = []
    longest = 0
    for name in newest.columns:
        profiles = [each for each in history.judged if each.rows and name in each.columns][-HISTORY - 1 :]
        longest = max(longest, len(profiles) - 1)
        found += _first(
            [_misfits(history, name), _turned(history, name, profiles), _vanished(history, name, profiles)]
        )
    yield from found
    if not found and longest < MIN_PARTITIONS:
        needs = f"{MIN_PARTITIONS} earlier partitions with rows; there are {longest}"
        yield Verdict(check="value_format", table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)
    elif not found:
        said = "values are written as they were"
        yield Verdict(check="value_format", table=history.name, outcome=Outcome.OK, summary=said)


def _first(found: Sequence[Verdict | None]) -> list[Verdict]:
    """Of one column the first finding is told: what is declared counts before what is usual."""
    return [each for each in found if each][:1]


def _misfits(history: History, name: str) -> Verdict | None:
    """Texts that are not in the declared format; no history is needed."""
    newest, declared = history.judged[-1], history.table.columns.get(name)
    rows = newest.columns[name].values.misfits
    if declared is None or declared.format is None or not rows:
        return None
    run = 0
    for profile in reversed(history.judged):
        if name not in profile.columns or not profile.columns[name].values.misfits:
            break
        run += 1
    some = f"{counted(rows, 'row')} ({percent(rows / newest.rows)})"
    said = f"{some} {verb(rows, 'has', 'have')} a `{name}` that is not written {declared.format}"
    return _breach(history, name, "declared", said, rows, history.judged[-run:], ("misfit", declared.format))


def _turned(history: History, name: str, profiles: Sequence[Profile]) -> Verdict | None:
    found = turned(profiles, name)
    if found is None:
        return None
    newest = profiles[-1]
    day, share = history.called(newest.partition), found.rows / newest.rows
    said = f"`{name}` turned from {_quoted(found.usual)} to {_quoted(found.form)}{_note(found)}"
    like = None if found.form == OTHER else ("like", found.form)
    return _breach(
        history, name, "signature", f"{said} ({share:.0%} of {day})", found.rows, found.profiles, like
    )


def _quoted(form: str) -> str:
    return "free text" if form == OTHER else f"“{form}”" if form != form.strip() else form


def _note(found: Turned) -> str:
    """What kind of change it is, where that can be said."""
    if found.lost_zeros:
        return ": leading zeros are lost"
    if found.form != found.usual and found.form.strip() == found.usual.strip():
        return ": blanks before or after"
    if found.form != found.usual and found.form.lower() == found.usual.lower():
        return ": capitals and small letters"
    return ""


def _vanished(history: History, name: str, profiles: Sequence[Profile]) -> Verdict | None:
    """Parsed values that betray how they were read: nothing after the 12th, no fraction from .60 on."""
    kind = dict(profiles[-1].schema).get(name, "")
    if kind.startswith(("date", "timestamp")):
        said = "no day after the 12th any more; day and month were swapped where they could be"
        asked = _Asked("day_and_month", lambda each: each.values.late_days, _known, said)
        return _gone(history, name, profiles, asked)
    column = profiles[-1].columns[name].values
    if column.finite and column.low >= -DEGREES and column.high <= DEGREES:
        said = "no fraction of .60 or more any more: degrees and minutes read as decimals?"
        asked = _Asked("sixtieths", lambda each: each.values.sixtieths, _finite, said)
        return _gone(history, name, profiles, asked)
    return None


def _known(column: ColumnProfile, profile: Profile) -> int:
    return profile.rows - column.nulls


def _finite(column: ColumnProfile, profile: Profile) -> int:
    return column.values.finite


def _gone(history: History, name: str, profiles: Sequence[Profile], asked: _Asked) -> Verdict | None:
    """Whether something that 15 % to 95 % of every partition had is gone (binomial p < 1e-6)."""
    pairs = [(asked.count(each.columns[name]), asked.many(each.columns[name], each)) for each in profiles]
    start = len(pairs)
    while start and not pairs[start - 1][0]:
        start -= 1
    known = [there / total for there, total in pairs[:start][-LOOKED_BACK:] if total]
    total = pairs[-1][1]
    if start == len(pairs) or len(known) < MIN_PARTITIONS or min(known) < LEAST_USUAL:
        return None
    if min(known) > MOST_USUAL:  # times that follow the day of their partition are all late, or none is
        return None
    if (1 - min(known)) ** total >= CHANCE:
        return None
    usual = sorted(known)[len(known) // 2]
    told = f"`{name}` has {asked.said} ({usual:.0%} of the rows had one)"
    return _breach(history, name, asked.kind, told, round(usual * total), profiles[start:], None)


def _breach(
    history: History,
    name: str,
    kind: str,
    summary: str,
    affected: int,
    bad: Sequence[Profile],
    rows_of: tuple[str, str] | None,
) -> Verdict:
    newest, days = bad[-1], tuple(each.partition for each in bad)
    important = name in history.table.columns or name in history.table.key
    loud = important and affected >= PAGE_SHARE * newest.rows
    return Verdict(
        check="value_format",
        table=history.name,
        column=name,
        outcome=Outcome.BREACH,
        summary=summary,
        urgency=Urgency.PAGE if loud else Urgency.TICKET,
        since=history.start_of(days[0]),
        bad=days,
        affected=affected,
        volume=newest.rows,
        evidence={"kind": kind, "rows": affected},
        failing=Failing(what=rows_of[0], partitions=days, column=name, like=rows_of[1]) if rows_of else None,
    )
