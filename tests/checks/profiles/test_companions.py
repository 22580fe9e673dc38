"""What a distance cannot see: absurd values, and one value held too often."""

import numpy as np
import pytest

from checks.profiles.companions import mass_point, number, outside_range


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def test_one_absurd_value_among_thousands_is_found(of, rng):
    """A wind of 1,048 miles an hour, where forty is a lot."""
    reference = [of(rng.gamma(2, 5, 1_000)) for _ in range(28)]
    batch = rng.gamma(2, 5, 1_000)
    batch[3] = 1_048
    found = outside_range(of(batch), reference)
    assert (found.rows, found.extreme) == (1, 1_048)


def test_one_percent_coded_as_minus_999_is_found(of, rng):
    """Kolmogorov–Smirnov cannot see it: D is a hundredth."""
    reference = [of(rng.normal(size=1_000)) for _ in range(28)]
    batch = rng.normal(size=1_000)
    batch[:10] = -999
    assert outside_range(of(batch), reference).rows == 10
    assert mass_point(of(batch), reference).value == -999


def test_a_new_spike_is_found_beside_a_usual_one(of, rng):
    """A feature with a third of zeros still shows that one hundredth is suddenly 1.5."""

    def column():
        values = rng.normal(size=2_000)
        values[:700] = 0.0
        return values

    reference = [of(column()) for _ in range(28)]
    batch = column()
    batch[-20:] = 1.5
    found = mass_point(of(batch), reference)
    assert (found.value, found.rows) == (1.5, 20)


def test_a_value_that_comes_back_every_sunday_is_no_news(of, rng):
    """Usual is the largest share it had in any one batch."""
    normal = [of(rng.normal(size=500)) for _ in range(24)]
    closed = of(np.zeros(500))
    assert mass_point(closed, [*normal, closed]) is None
    assert mass_point(closed, normal).value == 0


def test_a_heavy_tail_is_not_absurd(of, rng):
    """Log-normal, with a standard deviation of 2 in the logarithm."""
    reference = [of(np.exp(rng.normal(0, 2, 1_000))) for _ in range(28)]
    false = sum(outside_range(of(np.exp(rng.normal(0, 2, 1_000))), reference) is not None for _ in range(300))
    assert false <= 1


def test_the_first_warm_days_of_spring_are_not_absurd(of, rng):
    """All hours of a warm day are warm: the next day may be as far beyond the last ones as these differ."""
    false = 0
    for _ in range(20):
        weather = np.cumsum(rng.normal(0, 1, 60)) + rng.normal(0, 4, 60) + np.arange(60) * 0.2
        days = [of(mean + rng.normal(0, 2, 24)) for mean in weather]
        false += sum(outside_range(days[at], days[at - 28 : at]) is not None for at in range(28, 60))
    assert false <= 7  # of 640


def test_a_wetter_day_than_the_wet_ones_is_not_absurd(of, rng):
    """Three days of four are dry, so days do not differ by their deviation; the wettest was seldom so."""
    false = 0
    for _ in range(20):
        wet = np.where(rng.random(60) < 0.25, rng.exponential(0.1, 60), 0)
        days = [of(np.append(np.zeros(60), np.full(12, each))) for each in wet]
        false += sum(outside_range(days[at], days[at - 28 : at]) is not None for at in range(28, 60))
    assert false <= 5  # of 640
    dry_and_wet = [of(np.append(np.zeros(60), [each] * 12)) for each in [0.0] * 20 + [0.1] * 8]
    assert outside_range(of(np.append(np.zeros(69), [9.99] * 3)), dry_and_wet).rows == 3


def test_rows_split_over_two_loads_are_one_spike(of, rng):
    """Six rows in each are twelve."""
    from checks.profiles.distribution import merge

    reference = [of(rng.normal(size=1_000)) for _ in range(28)]
    halves = [np.append(rng.normal(size=494), [-1.25] * 6) for _ in range(2)]
    assert mass_point(merge([of(half) for half in halves]), reference).rows == 12


@pytest.mark.parametrize("odd", [[np.inf], [-np.inf, np.inf]])
def test_infinities_are_values_like_others(of, rng, odd):
    """New ones are outside; where the reference has them nothing is, and nothing fails."""
    batch = of(np.append(rng.normal(size=1_000), odd))
    clean = [of(rng.normal(size=1_000)) for _ in range(28)]
    assert outside_range(batch, clean).rows == len(odd)
    assert outside_range(batch, [*clean, batch]) is None


def test_a_constant_reference_is_no_licence(of):
    """A value that was always 5 and is now 6 in one row of ten is outside; one row in a thousand is not."""
    reference = [of([5.0] * 1_000) for _ in range(28)]
    assert outside_range(of([5.0] * 900 + [6.0] * 100), reference).rows == 100
    assert outside_range(of([5.0] * 9_999 + [6.0]), reference) is None


def test_numbers_are_written_as_people_write_them():
    """Four digits are enough; thousands have commas."""
    assert [number(value) for value in (1048.36, 0.5, -999.0, 12_345_678.9)] == [
        "1,048",
        "0.5",
        "-999",
        "12,345,679",
    ]
