"""Numbers that were worked out of partitions are kept between runs."""

from checks.profiles.remembered import Remembered


def counted(known, *key):
    """The number, and whether it had to be worked out."""
    worked_out = []
    number = known.number(key, lambda: float(len(worked_out.append(1) or key)))
    return number, bool(worked_out)


def test_a_number_is_worked_out_once():
    """Also in the next run."""
    known = Remembered()
    assert counted(known, "distance", "x", "monday") == (3.0, True)
    assert counted(known, "distance", "x", "monday") == (3.0, False)
    assert counted(Remembered(known.pack()), "distance", "x", "monday") == (3.0, False)


def test_rows_that_still_come_in_are_remembered_for_this_run_only():
    """They have no mark to be known by."""
    known, under_way = Remembered(), object()
    assert counted(known, "x", under_way) == (2.0, True)
    assert counted(known, "x", under_way) == (2.0, False)
    assert not known.has_news


def test_what_nobody_asks_for_any_more_is_forgotten():
    """A year of runs keeps no more than one of them needs."""
    known = Remembered()
    for day in ("monday", "tuesday"):
        counted(known, day)
    later = Remembered(known.pack())
    counted(later, "tuesday")
    assert not later.has_news
    counted(later, "wednesday")
    assert later.has_news
    assert counted(Remembered(later.pack()), "monday") == (1.0, True)
