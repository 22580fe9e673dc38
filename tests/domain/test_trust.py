"""Can I trust it today? As far as all that it is built on can."""

from collections.abc import Callable
from typing import Any

from bot.domain.downstream import places
from bot.domain.gate import Says
from bot.domain.health import Health, Status
from bot.domain.incident import opened
from bot.domain.trust import Stone, Trust, makers, way_to
from checks.verdict import Urgency
from tests.domain.conftest import NOON


def a_stone(name: str, *, unjudged: str = "", incidents: Any = (), as_of: Any = NOON) -> Stone:
    """A table of churn."""
    status = Status.UNKNOWN if unjudged else Status.HEALTHY
    said = Health(pipeline="churn", status=status, as_of=as_of, unjudged={name: unjudged} if unjudged else {})
    return Stone(place=("churn", name), health=said, incidents=incidents)


def test_what_was_looked_at_and_is_in_order_can_be_trusted() -> None:
    """Every table on the way."""
    assert Trust(name="report", stones=[a_stone("report"), a_stone("usage")]).says is Says.YES


def test_a_trouble_far_upstream_speaks_against_it(a_finding: Callable[..., Any]) -> None:
    """The report itself may look right."""
    wrong = a_stone("usage", incidents=[opened(1, [a_finding()], NOON)])
    assert Trust(name="report", stones=[a_stone("report"), wrong]).says is Says.NO


def test_a_note_stops_nothing(a_finding: Callable[..., Any]) -> None:
    """As at the gate."""
    noted = a_stone("usage", incidents=[opened(1, [a_finding(urgency=Urgency.NOTE)], NOON)])
    assert Trust(name="usage", stones=[noted]).says is Says.YES


def test_what_was_not_looked_at_is_never_trusted() -> None:
    """Nor what nothing is known of at all."""
    stale = a_stone("usage", unjudged="not judged lately", as_of=None)
    said = Trust(name="report", stones=[a_stone("report"), stale])
    assert (said.says, said.as_of) == (Says.CANNOT_TELL, None)
    assert Trust(name="report").says is Says.CANNOT_TELL


def test_the_way_leads_through_all_that_it_is_built_on(a_pipeline: Callable[..., Any]) -> None:
    """Over hand-offs and over what tables say that they feed, also from another pipeline."""
    churn = a_pipeline(
        tables={
            "raw": {"feeds": {"usage": "high"}},
            "usage": {"feeds": {"report": "high"}},
            "report": {"feeds": {"board": "critical"}},
            "aside": {"feeds": {}},
        }
    )
    known = places([churn])
    assert makers("board", known) == [("churn", "report")]
    assert [name for _, name in way_to([("churn", "report")], known)] == ["report", "usage", "raw"]
