"""From bounds to a number: where a limit lies between the bounds of D, the rows say on which side it is."""

from dataclasses import replace
from datetime import datetime

import numpy as np

from checks.profiles.distribution import Floats
from checks.profiles.survey import Survey
from checks.sources.values import values
from checks.statistics.distance import FALSE_DISCOVERY, ks_p_value
from checks.verdict import Doubt, Outcome, Verdict


def decided(surveyed: Survey, verdict: Verdict, doubt: Doubt, as_of: datetime) -> Verdict:
    """The breach with the exact distance; "ok" where it is within the limit."""
    batch, peers = (
        np.sort(values(surveyed.table, surveyed.bundles, days, doubt.column, as_of))
        for days in ((doubt.day,), doubt.peers)
    )
    distance = exact(batch, peers)
    p_value = min(1.0, doubt.times * ks_p_value(distance, len(batch), len(peers)))
    exactly = {"d": round(distance, 4), "distance": round(distance, 4), "p_adjusted": p_value, "exact": True}
    evidence = {**verdict.evidence, **exactly}
    measured = f"D = {distance:.3f}, limit {doubt.limit:.3f}"
    if distance > doubt.limit and p_value < FALSE_DISCOVERY:
        return replace(verdict, summary=f"{doubt.said}: {measured}", evidence=evidence, suspected=None)
    return Verdict(
        check=verdict.check,
        table=verdict.table,
        column=verdict.column,
        outcome=Outcome.OK,
        summary=f"`{doubt.column}` as in the reference: {measured}",
        evidence=evidence,
    )


def exact(one: Floats, other: Floats) -> float:
    """D of two samples of rising values, as `scipy.stats.ks_2samp` has it; both need a value."""
    every = np.concatenate((one, other))
    shares = (np.searchsorted(each, every, "right") / len(each) for each in (one, other))
    first, second = shares
    return float(np.max(np.abs(first - second)))
