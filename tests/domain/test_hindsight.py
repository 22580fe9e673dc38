"""What would have been said about an outage, how early, and what beside."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.finding import Finding
from bot.domain.hindsight import Alarm, Outage, Replayed, Watch, is_explained, looked_back
from checks.verdict import Outcome, Urgency

Make = Callable[..., Any]
OUTAGE = Outage(date(2026, 3, 14), "wrong prices")


def on(day: int) -> date:
    """A day of March."""
    return date(2026, 3, day)


@pytest.fixture
def watch(a_finding: Make, an_audit: Make) -> Callable[[dict[int, list[Finding]]], list[Alarm]]:
    """Hears what was found on the first fourteen mornings of March; on the others all is in order."""

    def heard(found: dict[int, list[Finding]], days: int = 14) -> list[Alarm]:
        hearing = Watch()
        for day in range(1, days + 1):
            today = found.get(day, [])
            before = on(day) - timedelta(days=1)
            audit = an_audit(
                ("sessions", Outcome.BREACH if today else Outcome.OK),
                as_of=datetime(2026, 3, day, 9, tzinfo=UTC),
                judged={"usage": (before,)},
            )
            hearing.hear(audit, [replace(each, bad=(before,)) for each in today])
        return hearing.alarms

    return heard


def an_alarm(finding: Finding, told: int, over: int | None = None, **changes: Any) -> Alarm:
    """Told on a day of March, and over on another."""
    said = Alarm(
        table="usage",
        told=on(told),
        over=on(over) if over else None,
        first=finding,
        with_it=0,
        loudest=finding.urgency,
        paged=on(told) if finding.urgency is Urgency.PAGE else None,
    )
    return replace(said, **changes)


def told(*alarms: Alarm, outage: Outage = OUTAGE) -> Any:
    """What was told of one outage, in a replay of March."""
    table = Replayed(table="usage", first=on(1), last=on(31), alarms=alarms)
    return looked_back("lake", [outage], [table], {})


def test_trouble_that_lasts_is_told_once(watch: Make, a_finding: Make) -> None:
    """From its first morning to the one that finds it in order again."""
    (alarm,) = watch({day: [a_finding()] for day in range(4, 8)})
    assert (alarm.told, alarm.over, list(alarm.seen)) == (on(4), on(8), [on(day) for day in range(4, 8)])
    assert alarm.is_open_on(on(7))
    assert not alarm.is_open_on(on(8))


def test_trouble_that_comes_back_is_told_again(watch: Make, a_finding: Make) -> None:
    """Each time is a message to people, and counts as one."""
    found = watch({4: [a_finding()], 8: [a_finding()]})
    assert [(each.told, each.over) for each in found] == [(on(4), on(5)), (on(8), on(9))]


def test_ten_columns_of_one_cause_are_one_alarm(watch: Make, a_finding: Make) -> None:
    """As they are one incident."""
    (alarm,) = watch({4: [a_finding(), a_finding(column="plan")]})
    assert alarm.with_it == 1


def test_a_ticket_that_becomes_a_page_tells_when(watch: Make, a_finding: Make) -> None:
    """Its words are those of the first morning; how loud it was depends on the day."""
    quiet = a_finding(urgency=Urgency.TICKET, summary="a little")
    (alarm,) = watch({4: [quiet], 5: [quiet], 6: [a_finding(summary="a lot")]})
    assert (alarm.first.summary, alarm.paged, alarm.loudest) == ("a little", on(6), Urgency.PAGE)
    assert [alarm.urgency_by(on(day)) for day in (5, 6)] == [Urgency.TICKET, Urgency.PAGE]
    assert [alarm.as_of(on(day)).summary for day in (5, 14)] == ["a little", "a lot"]


@pytest.mark.parametrize(
    ("began", "over", "connected"),
    [(14, None, True), (15, None, False), (1, None, True), (1, 3, True), (1, 14, True)],
)
def test_connected_is_what_was_told_in_the_two_weeks_before(
    a_finding: Make, began: int, over: int | None, connected: bool
) -> None:
    """The morning of the day itself included, that after it not."""
    assert an_alarm(a_finding(), began, over).foretold(OUTAGE) is connected


def test_what_began_earlier_is_connected_while_it_stands(a_finding: Make) -> None:
    """What was over long before is not."""
    late = Outage(date(2026, 4, 20))
    assert an_alarm(a_finding(), 2).foretold(late)
    assert not an_alarm(a_finding(), 2, 30).foretold(late)


def test_the_first_that_was_told_is_named_first(a_finding: Make) -> None:
    """A note calls nobody: it is named first only where there is nothing else."""
    note = an_alarm(a_finding(urgency=Urgency.NOTE), 2)
    early, late = an_alarm(a_finding(), 5), an_alarm(a_finding(column="plan"), 9)
    (said,) = told(note, late, early).outages
    assert (said.first, said.days_early) == (early, 9)
    assert list(said.before) == [early, late, note]


def test_what_had_stood_for_long_is_no_merit_where_something_began_shortly_before(a_finding: Make) -> None:
    """It is named after it; where nothing else is there, it is named all the same."""
    old, outage = an_alarm(a_finding(check="contract"), 1), Outage(on(25))
    fresh = an_alarm(a_finding(), 20)
    assert told(old, fresh, outage=outage).outages[0].first == fresh
    assert told(old, outage=outage).outages[0].first == old


def test_what_was_over_by_then_comes_after_what_still_stood(a_finding: Make) -> None:
    """Though it was told first: it is the less likely cause."""
    over, standing = an_alarm(a_finding(check="drift"), 5, 7), an_alarm(a_finding(), 9)
    assert list(told(over, standing).outages[0].before) == [standing, over]
    assert told(over).outages[0].first == over


def test_what_comes_of_an_outage_is_no_false_alarm(a_finding: Make) -> None:
    """A week long; the first word after it is told where there was none before."""
    after, beside = an_alarm(a_finding(), 16), an_alarm(a_finding(), 22)
    said = told(after, beside)
    assert (said.outages[0].first, said.outages[0].after) == (None, after)
    assert said.false_alarms == [beside]
    assert is_explained(after, [OUTAGE])


def test_the_weeks_beside_leave_out_the_time_around_an_outage() -> None:
    """Two weeks before it, itself, and a week after it."""
    table = Replayed(table="usage", first=on(1), last=on(31), alarms=())
    assert table.weeks_beside([OUTAGE]) == pytest.approx((31 - 21) / 7)
    assert table.weeks_beside([]) == pytest.approx(31 / 7)


@pytest.mark.parametrize(
    ("day", "why"), [(date(2026, 2, 1), "judging begins"), (date(2026, 4, 2), "the data ends")]
)
def test_of_a_day_that_was_not_judged_nothing_is_known(a_finding: Make, day: date, why: str) -> None:
    """And no alarm is credited with it."""
    (said,) = told(an_alarm(a_finding(), 31), outage=Outage(day)).outages
    assert said.blind.startswith(why)
    assert said.first is None
