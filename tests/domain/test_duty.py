"""Whom events name, and which counts where they overlap."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.declared import Person
from bot.domain.duty import Copy, Event, Names, NamesNobodyError, copied, shown

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PEOPLE = {"maria": Person(email="Maria.S@example.com"), "jon": Person(), "jean-luc": Person()}
CALLED = {"Maria Schmidt": "maria", "J. Doe": "jon", "Jon Schmidt": "jon"}


def event(summary: str, hour: float = 0, hours: float = 8, *addresses: str) -> Event:
    """An event that begins so many hours after noon."""
    starts = NOON + timedelta(hours=hour)
    return Event(summary, addresses, starts, starts + timedelta(hours=hours))


def copy_of(*events: Event) -> Copy:
    """What these events say."""
    return copied(events, (), Names(PEOPLE, CALLED), UTC, NOON)


@pytest.mark.parametrize(
    ("summary", "person"),
    [
        ("maria", "maria"),
        ("Maria on call", "maria"),
        ("On call: MARIA", "maria"),
        ("On Call - Maria Schmidt - churn primary", "maria"),
        ("maria  schmidt (week 47)", "maria"),
        ("j. doe", "jon"),
        ("Jon Schmidt", "jon"),
        ("primary <maria.s@EXAMPLE.com>", "maria"),
        ("Jean-Luc", "jean-luc"),
        ("Ma\u0000ria, jon.", "jon"),
    ],
)
def test_a_summary_names_a_person_as_a_whole_word(summary: str, person: str) -> None:
    """By name, by address, or by what they are called; the longest name counts, and case never does."""
    assert Names(PEOPLE, CALLED).person(event(summary)) == person


@pytest.mark.parametrize("blank", ["  ", "\u200b", "\t"])
def test_a_name_without_a_letter_names_nobody(blank: str) -> None:
    """It would stand in every summary, and somebody would be on call for everybody."""
    names = Names(PEOPLE, {blank: "maria"})
    assert names.person(event("Jon, primary")) == "jon"
    with pytest.raises(NamesNobodyError):
        names.person(event("Bob, primary"))


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        ("", "names nobody of people"),
        ("Bob", "names nobody of people"),
        ("Marianne", "names nobody of people"),
        ("jon@example.com", "names nobody of people"),
        ("Jon-Erik", "names nobody of people"),
        ("Maria covers for Jon", "names maria and jon: leave one of them"),
    ],
)
def test_what_names_nobody_or_two_is_told(summary: str, said: str) -> None:
    """A part of a word is nobody, and of two people nobody can say who is meant."""
    with pytest.raises(NamesNobodyError, match=said):
        Names(PEOPLE, CALLED).person(event(summary))


def test_where_the_summary_names_nobody_those_it_is_for_do() -> None:
    """By the address of a person, or by the name that the invitation gives."""
    names = Names(PEOPLE, CALLED)
    assert names.person(event("On call", 0, 8, "maria.s@example.com", "Maria Schmidt")) == "maria"
    assert names.person(event("Jon", 0, 8, "maria.s@example.com")) == "jon"
    with pytest.raises(NamesNobodyError, match="maria and jon"):
        names.person(event("On call", 0, 8, "maria.s@example.com", "jon"))


def test_of_events_that_overlap_the_one_that_began_last_counts() -> None:
    """Jon takes Maria's evening; then it is hers again. Of two that begin at once the shorter counts."""
    copy = copy_of(event("maria", 0, 24), event("jon", 6, 2), event("jean-luc", 0, 1))
    assert [(each.person, (each.ends - NOON).total_seconds() / 3600) for each in copy.shifts] == [
        ("jean-luc", 1),
        ("maria", 6),
        ("jon", 8),
        ("maria", 24),
    ]


def test_between_events_nobody_is_on_call() -> None:
    """Nor before the first, nor in the second in which the last one ends."""
    copy = copy_of(event("maria", 0, 1), event("maria", 1, 1), event("jon", 3, 1))
    assert len(copy.shifts) == 2
    hours = [-0.1, 0, 1.5, 2, 3, 4]
    found = [copy.at(NOON + timedelta(hours=hour)) for hour in hours]
    assert found == [None, "maria", "maria", None, "jon", None]
    assert copy.people == ("maria", "jon")


def test_what_names_nobody_counts_for_nothing_and_is_told_while_it_is_to_come() -> None:
    """Whoever has the longer event is on call meanwhile."""
    copy = copy_of(event("maria", 0, 24), event("Bob\nx" + "!" * 200, 6, 2), event("Bob", -9, 1))
    assert [each.person for each in copy.shifts] == ["maria"]
    (said,) = copy.faults
    assert said.startswith("the event “Bob x!!!")
    assert said.endswith(
        "…” at Fri 20 Nov 18:00 names nobody of people: mend it, or add to names who is meant"
    )
    assert shown("a\u202eb\x1b[31m") == "“a b [31m”"


@given(
    st.lists(st.tuples(st.sampled_from(sorted(PEOPLE)), st.integers(0, 40), st.integers(1, 30)), max_size=12)
)
def test_shifts_tell_of_every_hour_what_the_events_tell(events: list[tuple[str, int, int]]) -> None:
    """However they overlap: the one that began last, of those the one that ends first."""
    copy = copy_of(*(event(person, start, length) for person, start, length in events))
    for before, after in zip(copy.shifts, copy.shifts[1:], strict=False):
        assert before.ends <= after.starts
        assert (before.person, before.ends) != (after.person, after.starts)
    for hour in range(72):
        over = [each for each in events if each[1] <= hour < each[1] + each[2]]
        meant = min(over, key=lambda each: (-each[1], each[1] + each[2], each[0]), default=(None, 0, 0))[0]
        assert copy.at(NOON + timedelta(hours=hour, minutes=30)) == meant
