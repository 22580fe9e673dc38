"""What the files of several pipelines must agree on, and prices that are mistakes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings.load import Settings, load

OAKUM = "sources: {lake: {root: .}}\npeople: {maria: {}}\n"


def pipeline(name: str, tables: str = "", cost: str = "") -> str:
    """A pipeline with one table, and what is added."""
    return (
        f'pipeline: {name}\nowner: maria\nchannel: "#{name}"\n{cost}'
        f"tables:\n  t_{name}:\n    source: lake\n    path: {name}.csv\n"
        f"    partition: {{column: day}}\n{tables}"
    )


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[..., Settings]:
    """The configuration with these pipelines, by name."""

    def made(**files: str) -> Settings:
        (tmp_path / "oakum.yaml").write_text(OAKUM)
        (tmp_path / "pipelines").mkdir()
        for name, text in files.items():
            (tmp_path / "pipelines" / f"{name}.yaml").write_text(text)
        return load(tmp_path, {})

    return made


def wrong(settings: Settings) -> list[str]:
    """What is wrong, with the name of the file and the line."""
    return [
        re.sub(r"\S*/", "", str(problem), count=1) for error in settings.broken for problem in error.problems
    ]


def test_a_negative_price_is_an_error_with_its_line(loaded: Callable[..., Settings]) -> None:
    """Of a pipeline and of a table."""
    said = wrong(
        loaded(
            a=pipeline("a", cost="cost: {per_wrong_unit: 12, per_late_hour: -3}\n"),
            b=pipeline("b", "    cost: {per_missed_event: -1}\n"),
        )
    )
    assert said == [
        "a.yaml:4: cost.per_late_hour: -3 is less than nothing: write what it costs, like 12",
        "b.yaml:9: tables.t_b.cost.per_missed_event: -1 is less than nothing: write what it costs, like 12",
    ]


def test_no_price_and_no_number_of_units_is_beyond_all_reason(loaded: Callable[..., Settings]) -> None:
    """Their product would be endless, and a message would hold three hundred digits."""
    said = wrong(
        loaded(
            a=pipeline("a", cost="cost: {per_wrong_unit: 1.0e+300}\n"),
            b=pipeline("b", "    cost: {per_late_hour: 1, daily_units: 1.0e+13}\n"),
        )
    )
    assert said == [
        "a.yaml:4: cost.per_wrong_unit: 1e+300 is more than a million millions: write what it costs, like 12",
        "b.yaml:9: tables.t_b.cost.daily_units: 10000000000000.0 should be 1000000000000.0 or less",
    ]


def test_a_cost_without_any_price_is_an_error(loaded: Callable[..., Settings]) -> None:
    """A currency alone says nothing."""
    (said,) = wrong(loaded(a=pipeline("a", cost="cost: {currency: EUR}\n")))
    assert said == "a.yaml:4: cost: names no price: write per_wrong_unit, per_late_hour or per_missed_event"


def test_a_price_of_zero_is_read_and_told(loaded: Callable[..., Settings]) -> None:
    """Somebody may have meant that they do not know it."""
    settings = loaded(a=pipeline("a", cost="cost:\n  per_wrong_unit: 0\n"))
    assert settings.pipelines[0].cost is not None
    (said,) = settings.notices
    assert "a.yaml:5: cost.per_wrong_unit is 0: that costs nothing" in said


def test_one_currency_cannot_be_ranked_with_another(loaded: Callable[..., Settings]) -> None:
    """The second file is refused with both names; the first goes on."""
    settings = loaded(
        a=pipeline("a", cost="cost: {currency: EUR, per_wrong_unit: 1}\n"),
        b=pipeline("b", cost="cost: {currency: USD, per_wrong_unit: 1}\n"),
    )
    assert [each.pipeline for each in settings.pipelines] == ["a"]
    (said,) = wrong(settings)
    assert said.startswith("b.yaml:4: cost.currency: USD, and ")
    assert "a.yaml counts in EUR" in said


def test_a_ring_of_feeds_is_named(loaded: Callable[..., Settings]) -> None:
    """Over two pipelines, in the file that closes it."""
    (said,) = wrong(
        loaded(
            a=pipeline("a", "    feeds: {b/t_b: high}\n"),
            b=pipeline("b", "    feeds: {model: low, a/t_a: low}\n"),
        )
    )
    assert said == (
        "b.yaml:9: tables.t_b.feeds.a/t_a: a ring: t_b → a/t_a → t_b: "
        "nothing feeds what it is made of, remove one of these"
    )


def test_a_table_that_feeds_itself_is_a_ring(loaded: Callable[..., Settings]) -> None:
    """The shortest one."""
    (said,) = wrong(loaded(a=pipeline("a", "    feeds: {t_a: low}\n")))
    assert "a ring: t_a → t_a: " in said


def test_a_table_has_no_currency_of_its_own(loaded: Callable[..., Settings]) -> None:
    """It stands under the cost of the pipeline, not under the one that it was written in."""
    (said,) = wrong(loaded(a=pipeline("a", "    cost: {currency: EUR, per_wrong_unit: 1}\n")))
    where = "a.yaml:9: tables.t_a.cost.currency"
    assert said == f"{where}: belongs under cost, at the top of the file: look at the indentation"
