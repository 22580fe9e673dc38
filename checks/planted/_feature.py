"""A watched feature with other values than it had, judged beside the others as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checks.compared import batches_of, features_of
from checks.data.drift import has_drifted, judge_feature
from checks.history import History
from checks.plant import with_newest
from checks.profiles.batches import Batch
from checks.profiles.profile import ColumnProfile
from checks.statistics.distance import adjust
from checks.verdict import Outcome, Verdict


@dataclass(frozen=True)
class Feature:
    """One feature with its batches, and the chances of the other features, which a verdict reckons with."""

    history: History
    name: str
    found: Sequence[Batch]
    others: Sequence[float]

    @property
    def newest(self) -> Batch:
        """The batch that is judged."""
        return self.found[-1]

    @property
    def column(self) -> ColumnProfile:
        """What is kept of it."""
        return self.history.judged[-1].columns[self.name]

    def is_seen(self, column: ColumnProfile) -> bool:
        """Whether drift is told if this were kept of it."""
        newest = self.history.judged[-1]
        profile = replace(newest, columns={**newest.columns, self.name: column})
        batch = self.newest.instead(profile, self.newest.feature.measure.of(column))
        chance = adjust([batch.p_value, *self.others])[0]
        if has_drifted(batch, chance):  # whatever else there is to be said of it
            return True
        batches = [*self.found[:-1], batch]
        said = judge_feature(with_newest(self.history, profile), self.name, batches, chance)
        return not isinstance(said, Verdict) or said.outcome is Outcome.BREACH


def features(history: History, kept: type) -> list[Feature]:
    """Those of which numbers, or levels, are `kept`, and which can be judged."""
    batches = {name: batches_of(history, feature) for name, feature in features_of(history).items()}
    judged = {name: each for name, each in batches.items() if each and each[-1].profile is history.newest}
    mine = [name for name, found in judged.items() if isinstance(found[-1].values, kept)]
    chances = {name: found[-1].p_value for name, found in judged.items()} if mine else {}
    return [
        Feature(history, name, judged[name], [chances[each] for each in chances if each != name])
        for name in mine
    ]
