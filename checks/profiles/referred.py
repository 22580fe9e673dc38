"""A declared reference as profiles: the one place that knows what a reference may be.

A period is some partitions of the table, which are profiled anyway. A training set is read once, and its
profile kept by its fingerprint. Whoever teaches it another kind (the training set of a model version, that
MLflow names) has `training_set` return one more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checks.declared import Table
from checks.profiles.grouping import Group
from checks.profiles.keys import CHANGED
from checks.profiles.packing import pack, unpack
from checks.profiles.profile import Profile, merge
from checks.profiles.scan import scan
from checks.profiles.survey import Kept, facts_wanted, mark_of
from checks.sources.dated import as_path
from checks.sources.keyed import Side
from checks.sources.opening import Opened, Place
from checks.sources.tables import Bundle, SourceError, SourceTable, reason
from checks.sources.whole import UNSEEN, Whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.column import Column

_GROUP: Group = (UNSEEN, None)
MARK = 8
"""So many characters tell the states of a training set apart."""


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """The rows that batches are compared with, without days. `mark` is another one when they have changed.

    `rows` are there for those who ask for records; in a history that is made up there are none.
    """

    profile: Profile
    mark: str
    rows: Side | None = None


def training_set(opened: Opened, place: Place, name: str, table: Table, kept: Kept) -> TrainingSet | None:
    """The declared training set of a table; None where its reference is a period, or none is declared.

    Raises `SourceError` where it cannot be read.
    """
    declared = table.reference
    if declared is None or declared.path is None:
        return None
    try:
        return _profiled(opened.table(place, name, _as_table(table, declared.path)), kept)
    except Exception as error:  # whatever an engine raises: the table itself can still be judged
        raise SourceError(f"its reference {declared.path} cannot be read: {_why(error)}") from error


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, SourceError) else f"{reason(error)}: mend reference.path"


def _as_table(table: Table, path: str) -> Table:
    """Its rows as a table without days, of which nothing is asked but what is compared."""
    features: Mapping[str, Column] = {
        name: column.model_copy(update={"null_rate": False, "format": None})
        for name, column in table.columns.items()
        if column.watches_drift or column.watches_vectors
    }
    return Table(source=table.source, path=as_path(path), partition="none", columns=dict(features))


def _profiled(source: SourceTable, kept: Kept) -> TrainingSet:
    """What was kept of the same rows, or else is read now."""
    bundles, unreadable = source.bundles()
    if unreadable or not bundles:
        raise SourceError(unreadable[0].what if unreadable else "there are no rows")
    identity, (bundle, *_) = f"reference {source.identity}", bundles
    mark = mark_of(facts_wanted(source), bundle)
    short, rows = bundle.fingerprint[:MARK], Side(source, bundles, ())
    known, body = kept.kept(identity).get(_GROUP, ("", b""))
    if known == mark:
        return TrainingSet(unpack(body, mark), short, rows)
    profile = _read(source, bundles)
    kept.keep(identity, {_GROUP: (mark, pack(profile))})
    return TrainingSet(replace(profile, mark=mark), short, rows)


def _read(source: SourceTable, bundles: Sequence[Bundle]) -> Profile:
    (bundle, *_) = bundles
    loads = [] if bundle.is_empty else scan(source, bundles)
    if not loads:
        raise SourceError("there are no rows")
    if not source.is_as_it_was(bundle):
        raise SourceError(CHANGED)
    changed = source.changed if isinstance(source, Whole) else None
    return replace(merge(loads), seen=changed)
