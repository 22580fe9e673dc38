"""Columns of few words are told apart by the words, though all words are written alike."""

from itertools import pairwise

import numpy as np
import pytest

from checks.data.contract import judge
from checks.profiles.words import hashed
from checks.verdict import Outcome, Urgency

ROWS = 600
NAMES = ("country", "plan", "channel", "device")
WORDS = {
    "country": (["germany", "france", "spain", "italy"], [0.4, 0.3, 0.2, 0.1]),
    "plan": (["free", "pro", "team"], [0.7, 0.2, 0.1]),
    "channel": (["search", "mail", "shop", "friend", "radio"], [0.3, 0.3, 0.2, 0.1, 0.1]),
    "device": (["phone", "laptop"], [0.6, 0.4]),
}


def a_day(seed, rows=ROWS):
    """Words whose shares wander from day to day by a third."""
    random = np.random.default_rng(seed)

    def drawn(words, shares):
        weights = np.array(shares) * random.uniform(0.7, 1.3, len(shares))
        return random.choice(words, rows, p=weights / weights.sum()).tolist()

    return {
        "id": list(range(seed * ROWS, seed * ROWS + rows)),
        **{name: drawn(*WORDS[name]) for name in NAMES},
        "batch": [f"load of {chr(97 + seed % 26)}{chr(97 + seed // 26)}"] * rows,
    }


def moved(good, rows=ROWS):
    """The first rows with every word one column further to the right."""
    last = {name: list(values) for name, values in good.items()}
    for row in range(rows):
        for left, right in pairwise(NAMES):
            last[right][row] = good[left][row]
        last[NAMES[0]][row] = None
    return last


@pytest.fixture
def say(lake):
    """Verdicts on a last day after two weeks of good ones."""

    def said(last, days=14):
        for at in range(days):
            lake.parquet(f"day=2026-01-{at + 1:02}/a.parquet", a_day(at))
        lake.parquet(f"day=2026-01-{days + 1:02}/a.parquet", last)
        return list(judge(lake.history(days=days + 2)))

    return said


def shifts(verdicts):
    return [each for each in verdicts if each.evidence.get("kind") == "shifted"]


def test_words_that_moved_one_column_to_the_right(say):
    """A plan is written like a country, but it is none."""
    (verdict,) = shifts(say(moved(a_day(99))))
    assert verdict.column == ("plan", "channel", "device")
    assert "moved one column to the right: `plan` holds what `country` held" in verdict.summary


def test_words_that_moved_in_a_part_of_the_rows(say):
    """A third of the rows comes from a producer that lost a field."""
    (verdict,) = shifts(say(moved(a_day(99), rows=200)))
    assert verdict.column == ("plan", "channel", "device")
    assert "in about 33% of the rows" in verdict.summary
    assert "`plan` holds what `country` held" in verdict.summary
    assert (verdict.urgency, verdict.affected) == (Urgency.PAGE, 200)


def test_two_columns_of_words_that_were_renamed_are_told_apart(say):
    """Each by its own words."""
    names = {"plan": "tariff", "channel": "origin"}
    verdicts = say({names.get(name, name): values for name, values in a_day(99).items()})
    assert {(each.column, each.evidence["kind"]) for each in verdicts} == {
        ("tariff", "renamed"),
        ("origin", "renamed"),
    }
    assert any("column `plan` seems to be called `tariff` now" in each.summary for each in verdicts)


def test_a_column_whose_word_is_another_every_day_is_renamed_by_its_form(say):
    """What never was the same on two days says nothing by being another today."""
    (verdict,) = say({("run" if name == "batch" else name): each for name, each in a_day(99).items()})
    assert (verdict.column, verdict.evidence["kind"]) == ("run", "renamed")


@pytest.mark.parametrize("seed", range(20, 32))
def test_honest_days_are_quiet(say, seed):
    """Words wander, a new country comes in, a campaign ends and the next begins."""
    last = a_day(seed)
    last["country"][:90] = ["portugal"] * 90
    last["channel"] = [{"radio": "cinema"}.get(word, word) for word in last["channel"]]
    (verdict,) = say(last)
    assert verdict.outcome is Outcome.OK


def test_no_word_is_kept_as_it_is(lake):
    """Only a hash of it, of the twenty most frequent that hold one of a hundred rows."""
    words = ["seldom"] + ["free"] * 150 + ["pro"] * 50 + [None, ""]
    lake.parquet("day=2026-01-05/a.parquet", {"plan": words})
    (profile,) = lake.profiles().values()
    assert profile.columns["plan"].values.words == {hashed("free"): 150, hashed("pro"): 50}
    assert "free" not in str(profile)
