"""What was changed in the settings, and what the checks said before and after, as lines for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from bot.domain.audit import Audit, Judgement
from bot.domain.thresholds import Change, Sides, Touched, is_louder_or_quieter
from bot.messages.figures import counted
from bot.messages.terminal import Line
from checks.verdict import Outcome

NOT_DECLARED = "not declared"
_CALLED = {Outcome.OK: "ok", Outcome.BREACH: "finding", Outcome.NOT_ENOUGH_DATA: "not enough data"}


def baseline_lines(
    name: str, kept: Sequence[Audit], changes: Sequence[Touched], zone: tzinfo
) -> Iterator[Line]:
    """All changes of one pipeline, the oldest first."""
    yield Line(name, "title")
    if not kept:
        yield Line("  no audit is kept yet: `oakum check` (without --as-of) and `oakum run` make them", "dim")
    elif not changes:
        audits = counted(len(kept), "audit")
        yield Line(f"  nothing was changed in {audits} since {_clock(kept[0].as_of, zone)}", "good")
    for each in changes:
        yield from _touched(each, zone)


def _touched(touched: Touched, zone: tzinfo) -> Iterator[Line]:
    yield Line(f"  {_clock(touched.at, zone)}, last audit before: {_clock(touched.before.as_of, zone)}")
    for key, (before, after) in _settings(touched.changes).items():
        yield Line(f"    {key}: {before} → {after}", "ticket")
    for sides in touched.said:
        yield from _said(sides)
    if touched.unchanged:
        more = "more " if touched.said else ""
        same = "says the same as before" if touched.unchanged == 1 else "say the same as before"
        yield Line(f"      {counted(touched.unchanged, f'{more}verdict')} {same}", "dim")


def _said(sides: Sides) -> Iterator[Line]:
    said = next(each for each in sides if each is not None)
    place = f"{said.check.replace('_', ' ')} of {said.table}{_column(said)}"
    if is_louder_or_quieter(*sides) and len({each.summary for each in sides if each}) == 1:
        yield Line(f"      {place}: {_outcome(sides[0])} → {_outcome(sides[1])}")
        yield Line(f"        {said.summary}", "dim")
        return
    yield Line(f"      {place}")
    yield Line(f"        before: {_verdict(sides[0])}", "dim")
    yield Line(f"        after:  {_verdict(sides[1])}")


def _column(said: Judgement) -> str:
    if said.column is None:
        return ""
    return f".{said.column}" if isinstance(said.column, str) else f": {', '.join(said.column)}"


def _outcome(judgement: Judgement | None) -> str:
    """How loud a finding is, where that was kept."""
    if judgement is None:
        return "not judged"
    return judgement.urgency.value if judgement.urgency else _CALLED[judgement.outcome]


def _verdict(judgement: Judgement | None) -> str:
    said = judgement and (judgement.summary or (judgement.needs and f"needs {judgement.needs}"))
    return f"{_outcome(judgement)}: {said}" if said else _outcome(judgement)


def _settings(changes: Sequence[Change]) -> Mapping[str, tuple[str, str]]:
    """`drift: true` that became `drift: {floor: 0.2}` is one change: the check was not switched off."""
    by_key: dict[str, list[Change]] = {}
    keys = {each.key for each in changes}
    for each in changes:
        above = next((key for key in keys if each.key.startswith(f"{key}.")), each.key)
        by_key.setdefault(above, []).append(each)
    return {key: _sides(key, group) for key, group in by_key.items()}


def _sides(key: str, group: Sequence[Change]) -> tuple[str, str]:
    return (
        _together(key, {each.key: each.before for each in group}),
        _together(key, {each.key: each.after for each in group}),
    )


def _together(key: str, values: Mapping[str, Any]) -> str:
    """The value at a key, or those below it that are declared."""
    if values.get(key) is not None or len(values) == 1:
        return _shown(values[key])
    below = [
        f"{each.removeprefix(f'{key}.')} {_shown(value)}"
        for each, value in values.items()
        if value is not None
    ]
    return ", ".join(below) or NOT_DECLARED


def _shown(value: Any) -> str:
    """As people write it in the configuration."""
    if value is None:
        return NOT_DECLARED
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_shown(each)}" for name, each in value.items() if each is not None)
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_shown, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _clock(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%a %-d %b %Y, %H:%M}"
