"""Are three records of the file that a model was trained on found again in the raw source, value by value?"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles import answering
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome, Urgency

MONDAY = date(2026, 8, 3)
JUNE = date(2026, 6, 30)
RIGHT = [1.0, 2.0, 3.0, 4.0, 5.0]
NAMES = ["Ada", "Bo", "Cy", "Di", "Ed"]
LINEAGE = {
    "source_table": "raw",
    "key": {"account_id": "id", "day": "day"},
    "columns": {"amount_eur": "amount_cents / 100", "name": "full_name"},
}


@pytest.fixture
def shop(lake):
    """Two days of a raw table and of what is made of it, both right."""
    for day in (JUNE, MONDAY):
        cents = [100, 200, 300, 400, 500]
        raw = {"id": range(5), "amount_cents": cents, "full_name": NAMES}
        usage = {"account_id": range(5), "amount_eur": RIGHT, "name": NAMES}
        lake.parquet(f"raw/day={day}/a.parquet", {name: list(each) for name, each in raw.items()})
        lake.parquet(f"usage/day={day}/a.parquet", {name: list(each) for name, each in usage.items()})
    return lake


def train(lake, without=(), **columns):
    """The training set: five records of 30 June."""
    usual = {"account_id": list(range(5)), "day": [JUNE] * 5, "amount_eur": RIGHT, "name": NAMES}
    kept = {name: each for name, each in (usual | columns).items() if name not in without}
    lake.parquet("training.parquet", kept)


def auditor(lake, lineage=LINEAGE, **more):
    """The two tables; the reference of one is a file."""

    def declared(name, **more):
        path = {"source": "lake", "path": f"{name}/day=*/*.parquet", "partition": {"column": "day"}}
        return Table.model_validate(path | more)

    usage = declared("usage", **{"lineage": lineage, "reference": {"path": "training.parquet"}} | more)
    places = {"usage": (lake.root, usage), "raw": (lake.root, declared("raw"))}
    return Auditor(places, KeptNowhere(), ZoneInfo("UTC"))


def on(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(days=1)


def said(lake, day=MONDAY, **options):
    (verdict,) = [
        each for each in auditor(lake, **options).audit(on(day)).verdicts if each.check == "lineage"
    ]
    return verdict


def test_records_of_the_training_file_are_traced_beside_those_of_the_newest_day(shop):
    """By the same rule; the evidence says which of them came from the file."""
    train(shop)
    verdict = said(shop)
    assert verdict.outcome is Outcome.OK
    assert verdict.summary == (
        "3 records of training.parquet (the reference) and 3 records of Mon 3 Aug agree with raw in "
        "amount_eur, name (the median of amount_eur, the largest amount_eur, the most gaps)"
    )
    told = [
        (each["reference"], each["day"], each["key"]["account_id"]) for each in verdict.evidence["records"]
    ]
    name = told[0][0]
    assert name.startswith("training.parquet (as of ")
    assert told == [
        (name, "2026-06-30", 2),
        (name, "2026-06-30", 4),
        (name, "2026-06-30", 0),
        (None, "2026-08-03", 2),
        (None, "2026-08-03", 4),
        (None, "2026-08-03", 0),
    ]


def test_a_model_that_learned_wrong_values_is_a_finding_although_today_is_right(shop):
    """Dollars for cents in the largest one; no partition is bad."""
    train(shop, amount_eur=[1.0, 2.0, 3.0, 4.0, 500.0])
    verdict = said(shop)
    assert (
        verdict.summary == "of 3 records of training.parquet (the reference), `amount_eur` differs from raw"
    )
    (row,) = verdict.rows
    assert row.key == {"account_id": 4, "day": "2026-06-30"}
    assert row.why == (
        "training.parquet (the reference), the largest amount_eur: amount_eur is not amount_cents / 100"
    )
    assert (verdict.urgency, verdict.bad, verdict.since) == (Urgency.TICKET, (), None)
    assert (verdict.affected, verdict.volume) == (1, 6)


def test_records_that_nobody_finds_again_are_dead_ends(shop):
    """All three of them are a page, as those of a day are."""
    train(shop, account_id=[10, 11, 12, 13, 14])
    verdict = said(shop)
    assert verdict.summary == "of 3 records of training.parquet (the reference), 3 have no row in raw"
    assert verdict.urgency is Urgency.PAGE


def test_a_file_and_a_day_that_are_wrong_are_one_finding(shop):
    """What is wrong today begins today."""
    train(shop, name=["Ada", "Bo", "Cy", "Di", "Eve"])
    usage = {"account_id": list(range(5)), "amount_eur": [1.0, 2.0, 3.0, 4.0, 500.0], "name": NAMES}
    shop.parquet(f"usage/day={MONDAY}/a.parquet", usage)
    verdict = said(shop)
    assert verdict.summary == (
        "of 3 records of training.parquet (the reference), `name` differs from raw; "
        "of 3 records of Mon 3 Aug, `amount_eur` differs from raw"
    )
    assert (verdict.bad, verdict.affected, verdict.volume) == ((MONDAY,), 2, 6)


@pytest.mark.parametrize(
    ("spoiled", "why"),
    [
        ({"without": ["account_id"]}, "it has no column account_id: keep the key of lineage in it"),
        (
            {"without": ["account_id", "day"]},
            "it has no columns account_id, day: keep the key of lineage in it",
        ),
        ({"account_id": pa.nulls(5, pa.int64())}, "no row of it has a value in each of account_id, day"),
        ({"without": ["amount_eur", "name"]}, "it has none of the columns amount_eur, name"),
        (
            {"account_id": list("01234")},
            "account_id is string and raw.id is int64: such keys are never equal; give both one type",
        ),
    ],
)
def test_a_file_that_cannot_be_traced_is_a_dead_end_with_its_reason(shop, spoiled, why):
    """A finding, neither a crash nor silence; nothing is shown to be wrong, so nobody is paged."""
    train(shop, **spoiled)
    verdict = said(shop)
    assert verdict.outcome is Outcome.BREACH
    assert verdict.summary == f"no record of training.parquet (the reference) can be traced to raw: {why}"
    assert (verdict.urgency, verdict.affected, verdict.volume) == (Urgency.TICKET, 3, 6)
    assert verdict.evidence["dead_end"] == why
    assert {each["reference"] for each in verdict.evidence["records"]} == {None}, "today was traced"


def test_a_file_with_fewer_columns_is_compared_in_those_that_it_has(shop):
    """What it lacks is said."""
    train(shop, without=["name"])
    verdict = said(shop)
    assert verdict.outcome is Outcome.OK
    assert verdict.summary.endswith("; training.parquet has no name")
    assert verdict.evidence["not_in_reference"] == ["name"]


@pytest.mark.parametrize("day", ["2026-06-30", datetime(2026, 6, 30, tzinfo=UTC), JUNE])
def test_a_record_that_says_its_day_is_looked_for_there(shop, day):
    """Where the key alone occurs every day; a day may be written as a text or a time."""
    train(shop, day=[day] * 5)
    verdict = said(shop, lineage=LINEAGE | {"key": {"account_id": "id"}})
    assert verdict.outcome is Outcome.OK
    assert verdict.evidence["records"][0]["day"] == "2026-06-30"


def test_a_day_in_the_key_may_be_written_as_midnight(shop):
    """As pandas writes days; any other time is none."""
    train(shop, day=[datetime(2026, 6, 30)] * 5)  # noqa: DTZ001 (as pandas writes it)
    assert said(shop).outcome is Outcome.OK
    train(shop, day=[datetime(2026, 6, 30, 7)] * 5)  # noqa: DTZ001 (as pandas writes it)
    assert (
        said(shop)
        .evidence["dead_end"]
        .endswith("and raw.day is date: such keys are never equal; give both one type")
    )


def test_a_record_whose_day_nobody_knows_has_many_origins(shop):
    """A ticket that says what is missing: that all three are wrong nobody knows."""
    train(shop, without=["day"])
    verdict = said(shop, lineage=LINEAGE | {"key": {"account_id": "id"}})
    assert verdict.summary == "of 3 records of training.parquet (the reference), 3 have several rows in raw"
    assert verdict.urgency is Urgency.TICKET
    assert verdict.rows[0].why == (
        "training.parquet (the reference), the median of amount_eur: 2 rows of raw have this key, "
        "and nothing says of which day the record is"
    )


def test_the_primary_column_chooses_in_the_file_too(shop):
    """Although its drift is not watched."""
    train(shop, score=[5.0, 4.0, 3.0, 2.0, 1.0])
    usage = {"account_id": list(range(5)), "amount_eur": RIGHT, "name": NAMES, "score": [1.0] * 5}
    for day in (JUNE, MONDAY):
        shop.parquet(f"usage/day={day}/a.parquet", usage)
    verdict = said(shop, columns={"score": {"primary": True, "drift": False, "null_rate": False}})
    chosen = [each["chosen"] for each in verdict.evidence["records"] if each["reference"]]
    assert chosen == ["the median of score", "the largest score", "the most gaps"]
    assert verdict.evidence["records"][1]["key"]["account_id"] == 0


def test_a_file_that_cannot_be_read_is_no_ok(shop):
    """The error names it; that today is right does not end a finding about the file."""
    (shop.root / "training.parquet").write_bytes(b"no parquet")
    audit = auditor(shop).audit(on(MONDAY))
    assert any("its reference training.parquet cannot be read" in each.what for each in audit.errors)
    (verdict,) = [each for each in audit.verdicts if each.check == "lineage"]
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA
    assert verdict.needs == "the reference training.parquet, which cannot be read"


def test_a_file_that_cannot_be_read_hides_nothing_that_is_wrong_today(shop):
    """A breach is a breach."""
    usage = {"account_id": list(range(5)), "amount_eur": [1.0, 2.0, 3.0, 4.0, 500.0], "name": NAMES}
    shop.parquet(f"usage/day={MONDAY}/a.parquet", usage)
    assert said(shop).outcome is Outcome.BREACH


def test_a_replay_traces_the_file_once_and_in_all_of_the_source(shop, monkeypatch):
    """What a model learned is no matter of the day on which it is looked at: no record was lost in May."""
    train(shop, day=[MONDAY] * 5)
    asked = []
    whole = answering.trained
    monkeypatch.setattr(answering, "trained", lambda *of: asked.append(of) or whole(*of))
    ready = auditor(shop)
    for day in (JUNE, MONDAY):
        (verdict,) = [each for each in ready.audit(on(day)).verdicts if each.check == "lineage"]
        assert verdict.outcome is Outcome.OK
    assert len(asked) == 1
