"""Which verdicts a change of the settings bears on."""

from datetime import UTC, datetime

from bot.domain.audit import Audit, Judgement
from bot.domain.thresholds import touched
from checks.verdict import Outcome

OLD, NEW = {"t.reference.from": "2026-10-01"}, {"t.reference.from": "2026-11-01"}


def judgement(check, outcome, column=None, summary=""):
    of = {"table": "t", "column": column, "segment": None}
    return Judgement(check=check, outcome=outcome, summary=summary, **of)


def changed(before, after):
    """What is shown of two audits, between which the reference of a table was replaced."""
    kept = [
        Audit(
            pipeline="p", as_of=datetime(2026, 11, day, tzinfo=UTC), judgements=tuple(said), settings=settings
        )
        for day, said, settings in ((20, before, OLD), (21, after, NEW))
    ]
    (change,) = touched(kept)
    assert change.unchanged + len(list(change.said)) == len({each.check for each in (*before, *after)})
    return [(before and before.outcome, after and after.outcome) for before, after in change.said]


def test_a_replaced_reference_shows_only_the_verdicts_that_it_changed():
    """Checks that found nothing before and find nothing now are counted, whatever day they name."""
    row_count = [judgement("row_count", Outcome.OK, summary=f"300 rows on the {day}th") for day in (20, 21)]
    drift = [judgement("drift", outcome, "x") for outcome in (Outcome.BREACH, Outcome.OK)]
    assert changed([row_count[0], drift[0]], [row_count[1], drift[1]]) == [(Outcome.BREACH, Outcome.OK)]


def test_that_a_reference_is_as_before_is_no_news():
    """The second check after the change says so, and is the one that is kept."""
    assert changed([], [judgement("drift", Outcome.OK, summary="judged against it, as before")]) == []


def test_a_finding_that_is_another_one_now_is_shown():
    """Of the same outcome, but in other words."""
    before, after = (judgement("drift", Outcome.BREACH, "x", f"D = {far}") for far in (0.2, 0.1))
    assert changed([before], [after]) == [(Outcome.BREACH, Outcome.BREACH)]
