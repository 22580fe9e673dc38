"""Thresholds by replay: quieter where people were woken for nothing, never past what was real."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tuning import Replay, Score, lowered, raised, replayed

Strength = st.floats(1, 50)
Scores = st.lists(st.builds(Score, Strength, st.sampled_from([True, False, None])), max_size=40)
Current = st.floats(1, 5)


def said(true: list[float], false: list[float]) -> list[Score]:
    """Pages of these strengths."""
    return [Score(each, is_true=True) for each in true] + [Score(each, is_true=False) for each in false]


def test_three_false_alarms_near_the_limit_raise_the_threshold() -> None:
    """Where what was real is far away; two do not."""
    true = [4.0, 5.0, 6.0, 4.5, 5.5]
    assert raised(said(true, [1.05, 1.1, 1.2]), 1.0) == 1.25
    assert raised(said(true, [1.05, 1.1]), 1.0) is None


def test_what_was_real_is_not_lost() -> None:
    """The threshold stays below the weakest page that was, and further below where they lie apart."""
    close = raised(said([1.5, 1.6, 1.7, 1.6, 1.55, 1.65], [1.05, 1.1, 1.2]), 1.0)
    wide = raised(said([1.2, 3.0, 9.0], [1.05, 1.1, 1.2]), 1.0)
    assert close is not None
    assert 1.0 < close < 0.95 * 1.5
    assert wide is None


def test_who_knows_little_of_what_is_real_raises_little() -> None:
    """Ten per cent above what the check says, in all, however often it is asked."""
    once = raised(said([4.0, 5.0], [1.2] * 5), 1.0)
    assert once == 1.1
    assert raised(said([4.0, 5.0], [1.2] * 5), once) is None


def test_false_alarms_that_are_no_pages_any_more_justify_nothing() -> None:
    """Once it was raised, what lay below is no reason to go on."""
    assert raised(said([4.0, 5.0, 6.0], [1.05, 1.1, 1.2]), 1.25) is None


def test_an_outage_that_was_missed_brings_the_threshold_down() -> None:
    """To just below the weakest finding that stood there meanwhile; one above is no reason."""
    assert lowered([1.2, 1.4], 1.5) == 1.14
    assert lowered([0.6], 1.0) == 0.57
    assert lowered([1.6], 1.5) is None
    assert lowered([], 1.5) is None


def test_a_replay_counts_what_would_have_been_no_page() -> None:
    """Of those that were one; what nobody labelled is counted apart."""
    scores = [*said([1.2, 3.0], [1.05, 1.1, 2.0]), Score(1.1), Score(0.9, is_true=False)]
    assert replayed(scores, 1.0, 1.25) == Replay(removed=2, lost=1, unlabelled=1, false=4, true=2)


@given(Scores, Current)
def test_a_threshold_is_raised_or_left(scores: list[Score], current: float) -> None:
    """Never lowered by labels, never by more than a quarter at once."""
    after = raised([*scores, *said([], [current] * 3)], current)
    assert after is None or current < after <= 1.25 * current


@given(Scores, Current)
def test_it_never_removes_a_page_that_was_known_to_be_real(scores: list[Score], current: float) -> None:
    """Nor comes nearer to it than a twentieth."""
    after = raised([*scores, *said([], [current] * 3)], current)
    true = [each.strength for each in scores if each.is_true]
    if after is not None:
        assert not true or after <= 0.95 * min(true)
        assert replayed(scores, current, after).lost == 0


@given(Scores, st.lists(Strength, min_size=1, max_size=20), Current)
def test_more_pages_that_were_real_never_raise_it_past_them(
    scores: list[Score], more: list[float], current: float
) -> None:
    """Whatever else was said."""
    after = raised([*scores, *said(more, [current] * 3)], current)
    assert after is None or after <= 0.95 * min(more)


@given(Scores, Current, st.randoms())
def test_the_order_of_pages_does_not_matter(scores: list[Score], current: float, random: object) -> None:
    """They are a set."""
    other = list(scores)
    random.shuffle(other)  # type: ignore[attr-defined] # Hypothesis gives a Random
    one, two = raised(scores, current), raised(other, current)
    assert (one is None) == (two is None) or abs((one or two or 0) - current) < 0.002
    if one is not None and two is not None:
        assert abs(one - two) <= 0.001


@given(st.lists(Strength, max_size=10), Current)
def test_a_missed_outage_never_raises_it(missed: list[float], current: float) -> None:
    """And what was missed would page."""
    after = lowered(missed, current)
    assert after is None or (0 < after < current and after <= min(missed))
