"""Are values still written as they were: dates, numbers, degrees, case, blanks, leading zeros?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from checks.figures import counted, percent, verb
from checks.history import History
from checks.profiles.coordinates import DEGREES
from checks.profiles.day_forms import rewritten
from checks.profiles.forms import MIN_PARTITIONS, Turned, turned
from checks.profiles.having import having
from checks.profiles.profile import Profile
from checks.profiles.signatures import OTHER
from checks.profiles.vanished import Gone, far, swapped, vanished
from checks.verdict import Failing, Outcome, Urgency, Verdict

HISTORY = 56
PAGE_SHARE = 0.2
GONE = {
    "day_and_month": "no day after the 12th any more; day and month were swapped where they could be",
    "sixtieths": "no fraction of .60 or more any more: degrees and minutes read as decimals?",
}


def judge(history: History) -> Iterator[Verdict]:
    """A verdict for each column in breach; one for the table where all are well."""
    newest = history.newest
    if newest is None or not newest.rows:
        return
    found: list[Verdict] = []
    longest = 0
    for name in newest.columns:
        if history.table.is_document(name):  # the contract reads what is in it
            continue
        profiles = having(history.judged, name, HISTORY + 1)
        longest = max(longest, len(profiles) - 1)
        found += _first(history, name, profiles)
    yield from found
    if not found and longest < MIN_PARTITIONS:
        needs = f"{MIN_PARTITIONS} earlier partitions with rows; there are {longest}"
        yield Verdict(check="value_format", table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)
    elif not found:
        said = "values are written as they were"
        yield Verdict(check="value_format", table=history.name, outcome=Outcome.OK, summary=said)


def _first(history: History, name: str, profiles: Sequence[Profile]) -> list[Verdict]:
    """Of one column the first finding is told: what is declared counts before what is usual."""
    one = _misfits(history, name) or _turned(history, name, profiles) or _far(history, name, profiles)
    one = one or _rewritten(history, name, profiles)
    one = one or _swapped(history, name, profiles)
    return [one] if one else [*_vanished(history, name, profiles)]


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
    verdict = _breach(
        history, name, "signature", f"{said} ({share:.0%} of {day})", found.rows, found.profiles, like
    )
    return replace(verdict, evidence={**verdict.evidence, "before": found.usual, "after": found.form})


def _rewritten(history: History, name: str, profiles: Sequence[Profile]) -> Verdict | None:
    """Days of text files that are read whichever way they are written: here, but not by everybody."""
    found = rewritten(profiles, name)
    if found is None:
        return None
    newest = profiles[-1]
    said = f"`{name}` turned from {found.usual} to {found.form} in the files of"
    said = f"{said} {history.called(newest.partition)}; it is read all the same"
    verdict = _breach(history, name, "signature", said, newest.rows, found.profiles, None)
    return replace(verdict, evidence={**verdict.evidence, "before": found.usual, "after": found.form})


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


def _vanished(history: History, name: str, profiles: Sequence[Profile]) -> Iterator[Verdict]:
    """Parsed values that betray how they were read: nothing after the 12th, no fraction from .60 on."""
    for found in vanished(profiles, name, history.table.segment):
        where = f" in {found.segment}" if found.segment else ""
        told = f"`{name}` has {GONE[found.kind]}{where} ({found.usual:.0%} of the rows had one)"
        yield _parsed(history, name, found, told, "gone")


def _far(history: History, name: str, profiles: Sequence[Profile]) -> Verdict | None:
    if (found := far(profiles, name)) is None:
        return None
    share = percent(found.rows / profiles[-1].rows)
    told = f"{share} of `{name}` lie beyond ±180: degrees, minutes and seconds written as one number?"
    return _parsed(history, name, found, told, "outside")


def _swapped(history: History, name: str, profiles: Sequence[Profile]) -> Verdict | None:
    if (found := swapped(profiles, name)) is None:
        return None
    day, share = profiles[-1].partition, percent(found.rows / profiles[-1].rows)
    twin = date(day.year, day.day, day.month)
    told = f"{share} of `{name}` are {twin} in the partition of {day}: day and month were swapped"
    verdict = _parsed(history, name, found, told, "like")
    rows_of = Failing(what="like", partitions=verdict.bad, column=name, like=twin.isoformat())
    return replace(verdict, failing=rows_of)


def _parsed(history: History, name: str, found: Gone, told: str, what: str) -> Verdict:
    verdict = _breach(history, name, found.kind, told, found.rows, found.profiles, None)
    rows_of = Failing(
        what=what, partitions=verdict.bad, column=name, low=-DEGREES, high=DEGREES, segment=found.level
    )
    return replace(verdict, segment=found.segment, failing=rows_of)


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
    of = {"share": round(affected / newest.rows, 5), "pages_from": PAGE_SHARE} if important else {}
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
        evidence={"kind": kind, "rows": affected, **of},
        failing=Failing(what=rows_of[0], partitions=days, column=name, like=rows_of[1]) if rows_of else None,
    )
