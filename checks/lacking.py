"""Why a feature cannot be compared: what its newest batch, its history or its reference lacks."""

from checks.agreement import logical
from checks.compared import doubts, features_of, standing, walked_of
from checks.figures import counted
from checks.history import History
from checks.profiles.batches import FEW, WALKED, Batch
from checks.profiles.measures import MIN_ROWS, Categories
from checks.profiles.profile import Profile
from checks.statistics.distance import MIN_BATCHES

_KINDS = {
    "integer": "a number",
    "number": "a number",
    "string": "text",
    "boolean": "a boolean",
    "date": "a time",
    "timestamp": "a time",
    "time": "a time",
}


def lacking(history: History, name: str) -> str:
    """What it would take to compare the newest batch of a column at all."""
    declared = history.table.reference
    if declared is not None and not declared.is_period and history.training is None:
        return f"the reference {declared.named()}, which cannot be read"
    if why := _in_newest(history, name):
        return why
    return _in_reference(history, name, declared.named()) if declared else _in_history(history, name)


def too_few(history: History, newest: Batch) -> str:
    """What its newest batch has too few of to be judged; empty where it has enough."""
    rows = newest.values.rows
    if rows < MIN_ROWS:
        gross = "new levels" if isinstance(newest.feature.measure, Categories) else "absurd values"
        alone = f"; {gross} alone were looked for" if newest.compares_range else ""
        return f"{MIN_ROWS} rows with a value in a batch, there {_are(rows)}{alone}"
    if newest.judged and not newest.compares_range:
        known = standing(history, newest).rows
        return f"{MIN_ROWS} rows with a value in the reference, there {_are(known)}"
    if newest.young:
        many = counted(len(newest.others), "batch", "batches")
        return f"{MIN_BATCHES} clean batches with two more of their weekday; it is like the {many} so far"
    return "" if newest.judged else f"{MIN_BATCHES} clean batches before this one{doubts(history, newest)}"


def _in_newest(history: History, name: str) -> str:
    newest = history.newest
    if newest is None or not newest.rows:
        return "rows: the newest partition has none"
    if not _has(newest, name):
        return f"`{name}`, which is not in the newest partition"
    if not _valued(newest, name):
        return f"values: `{name}` has none in the newest partition"
    before = (each for each in reversed(history.judged[:-1]) if _has(each, name) and _valued(each, name))
    last = next(before, None)  # of a year none but it is unpacked
    now, was = _kind(newest, name), _kind(last, name) if last else ""
    return f"values of one kind: `{name}` is {now} now, was {was}" if was and now != was else ""


def _in_reference(history: History, name: str, where: str) -> str:
    of = f"in the reference {where}"
    known = [history.training.profile] if history.training else history.reference
    others = [each for each in known if each is not history.newest]
    if not others:
        return f"partitions {of}, there are none"
    having = [each for each in others if _has(each, name)]
    if not having:
        return f"`{name}`, which is not {of}"
    valued = [each for each in having if _valued(each, name)]
    now = _kind(history.newest, name) if history.newest else ""
    there = _kind(valued[-1], name) if valued else ""
    if there and there != now:
        return f"values of one kind: `{name}` is {now}, {of} it is {there}"
    return f"values of `{name}` {of}, there are none"


def _in_history(history: History, name: str) -> str:
    feature, bad = features_of(history)[name], history.bad_days(name)
    bad |= {each.day for each in walked_of(history, feature, bad) if each.over or each.is_strange}
    before = [each for each in history.judged[-WALKED:-1] if _has(each, name) and each.partition not in bad]
    valued = [of for each in before if (of := feature.measure.of(each.columns[name])) is not None and of.rows]
    return f"three clean batches before it, there {_are(min(len(valued), FEW - 1))}"


def _has(profile: Profile, name: str) -> bool:
    return name in profile.columns and (not profile.schema or name in dict(profile.schema))


def _valued(profile: Profile, name: str) -> bool:
    column = profile.columns[name]
    return column.nulls + column.nan < profile.rows


def _kind(profile: Profile, name: str) -> str:
    """What a person calls the values; empty where nothing is known of that."""
    if profile.schema:
        kind = dict(profile.schema).get(name, "")
        return _KINDS.get(logical(kind), kind)
    column = profile.columns[name]
    if column.distribution is not None:
        return "a number"
    return "text" if column.levels is not None else ""


def _are(count: int) -> str:
    return f"is {count}" if count == 1 else f"are {count:,}" if count else "are none"
