"""A folder of YAML files becomes settings that the rest can rely on."""

from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings.errors import ConfigError
from bot.settings.load import load

DOCUMENTED_OAKUM = """\
store: sqlite:///oakum.db
timezone: Europe/Berlin
schedule: {checks: "09:00"}
sources:
  lake: {kind: files, root: /data/lake}
people: {maria: {slack: U012, email: maria@example.com}, jon: {slack: U013, email: jon@example.com}}
schedules: {churn-primary: {rotation: weekly, people: [maria, jon], handover: "mon 09:00"}}
policies:
  ml-oncall:
    - {notify: maria, by: [slack, pagerduty], wait: 5m}
    - {notify: maria, by: [slack, email], wait: 1h}
    - {rollback: churn-model}
rollbacks: {churn-model: {by: git, repository: "https://git.example.com/deploy.git", file: churn/version}}
routes: {slack: {mode: socket}, email: {smtp: "smtp://localhost"}, pagerduty: {key: ${PAGERDUTY_KEY}}}
"""

DOCUMENTED_CHURN = """\
pipeline: churn
owner: maria
channel: "#churn-data"
policy: ml-oncall
cost: {currency: USD, per_wrong_unit: 12, daily_units: 40000}
checkup: {cadence: quarterly, at: "fri 15:00", timezone: America/New_York}
holidays: DE
tables:
  usage_daily:
    source: lake
    path: "usage/day=*/*.parquet"
    partition: {column: day, period: day}
    key: [account_id, day]
    unique_within: table
    segment: country
    event_time: event_at
    loaded_at_field: loaded_at
    finish_by: {time: "06:30", day_offset: 1, days: mon-sun, on_holidays: true}
    freshness: {warn_after: 6h, error_after: 24h}
    reference: {from: 2026-01-01, to: 2026-03-31}
    feeds: {churn_model: critical, weekly_report: low}
    assumptions: ["timestamps are UTC", "missing is null, never 0"]
    columns:
      sessions_7d: {primary: true, weight: 5, null_rate: {limit: 5%}, drift: {floor: 0.05}}
      plan: {drift: true, values: [free, pro, team]}
      started_on: {format: "%Y-%m-%d"}
      distance: {kind: numeric, unit: km, null_rate: true}
      country: {share: true}
"""
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
GIVEN = {
    "OAKUM_SMTP": "smtp://localhost",
    "OAKUM_DEMO": "/demo",
    "OAKUM_DEMO_BOT_TOKEN": "xoxb-2",
    "OAKUM_DEMO_APP_TOKEN": "xapp-2",
    "OAKUM_DEMO_SLACK": "http://127.0.0.1:8099/api/",
    "OAKUM_DEMO_SMTP": "smtp://127.0.0.1:8025",
}


def test_the_documented_configuration_is_read_and_says_what_it_does_not_act_on(configure, folder):
    """Every key of the documented contract is accepted; what this version ignores is named with its line."""
    settings = configure(
        oakum=DOCUMENTED_OAKUM, churn=DOCUMENTED_CHURN, environ=TOKENS | {"PAGERDUTY_KEY": "a" * 32}
    )
    assert settings.broken == ()
    assert [notice.removeprefix(f"{folder}/").removesuffix(" is read but not acted on by this version")
            for notice in settings.notices] == [
        "pipelines/churn.yaml:6: checkup.cadence",
        "pipelines/churn.yaml:27: tables.usage_daily.columns.distance.unit",
    ]  # fmt: skip
    hops = settings.deployment.policies["ml-oncall"]
    assert hops[2].rollback == "churn-model"
    assert [(hop.by, hop.wait) for hop in hops[:2]] == [
        (("slack", "pagerduty"), timedelta(minutes=5)),
        (("slack", "email"), timedelta(hours=1)),
    ]
    table = settings.pipelines[0].tables["usage_daily"]
    assert table.finish_by is not None
    assert table.finish_by.time == time(6, 30)
    assert table.reference is not None
    assert table.reference.to == date(2026, 3, 31)
    column = table.columns["sessions_7d"].watches_nulls
    assert column is not None
    assert column.limit == 0.05


def test_yaml_that_other_readers_misread_means_what_it_looks_like(configure):
    """06:30 is a time, a bare date is a date, Norway is a country, yes is a switch."""
    settings = configure(
        churn=TABLE
        + "    finish_by: {time: 06:30}\n"
        + "    reference: {from: 2026-01-01, to: 2026-03-31}\n"
        + "    columns: {plan: {share: yes, primary: off}, on: {primary: on}}\n"
        + "holidays: NO\n"
    )
    pipeline = settings.pipelines[0]
    table = pipeline.tables["usage"]
    assert table.finish_by is not None
    assert table.finish_by.time == time(6, 30)
    assert table.reference is not None
    assert table.reference.from_ == date(2026, 1, 1)
    assert pipeline.holidays == "NO"
    assert table.columns["plan"].share
    assert not table.columns["plan"].primary
    assert table.columns["on"].primary


TABLE = """\
pipeline: churn
owner: maria
channel: "#churn-data"
tables:
  usage:
    source: lake
    path: usage/*.parquet
    partition: {column: day}
"""


def test_one_broken_pipeline_does_not_stop_the_others(configure, folder):
    """The broken file is told, the healthy pipeline stays."""
    (folder / "pipelines" / "a.yaml").write_text("pipeline: a\nowner: nobody\n", encoding="utf-8")
    (folder / "pipelines" / "b.yaml").write_text("tables: [", encoding="utf-8")
    settings = configure()
    assert [pipeline.pipeline for pipeline in settings.pipelines] == ["churn"]
    assert [error.problems[0].file for error in settings.broken] == [
        str(folder / "pipelines" / "a.yaml"),
        str(folder / "pipelines" / "b.yaml"),
    ]


def test_paths_are_relative_to_the_folder_of_the_configuration(configure, folder):
    """Whatever folder the command is started in, the data and the store are the same."""
    deployment = configure().deployment
    assert deployment.sources["lake"].root == str(folder / "data")
    assert deployment.store == f"sqlite:///{folder}/oakum.db"


@pytest.mark.parametrize(
    ("line", "store"),
    [("sqlite:////var/oakum.db", "sqlite:////var/oakum.db"), ("sqlite://", "sqlite://")],
)
def test_a_store_with_a_place_of_its_own_stays_there(configure, line, store):
    """An absolute path, or a store in memory, is not moved into the folder."""
    from_the_file = "store: " + line + "\n"
    people = "people: {maria: {slack: U012}}\nsources: {lake: {root: /data}}\n"
    settings = configure(oakum=from_the_file + people, churn=TABLE)
    assert settings.deployment.store == store
    assert settings.deployment.sources["lake"].root == "/data"


def test_the_time_zone_comes_from_the_nearest_place_that_names_one(configure):
    """A pipeline's own, otherwise the deployment's; the checkup may have another."""
    settings = configure(churn=TABLE + "checkup: {timezone: Asia/Tokyo}\n")
    pipeline = settings.pipelines[0]
    assert settings.zone(pipeline) == ZoneInfo("Europe/Berlin")
    assert settings.checkup_zone(pipeline) == ZoneInfo("Asia/Tokyo")


def test_a_folder_without_a_configuration_says_how_to_get_one(tmp_path):
    """The first mistake of a newcomer is the wrong folder."""
    with pytest.raises(ConfigError, match=r"oakum\.yaml: there is no such file: .*--config") as caught:
        load(tmp_path, {})
    assert caught.value.problems[0].file == str(tmp_path / "oakum.yaml")


def test_a_folder_without_pipelines_says_so(folder):
    """Nothing declared is no success."""
    (folder / "pipelines" / "churn.yaml").unlink()
    settings = load(folder, {})
    assert settings.pipelines == ()
    assert "no pipeline is declared" in str(settings.broken[0])


def test_what_an_editor_leaves_behind_is_no_pipeline(configure, folder):
    """Lock files and backups begin with a dot."""
    (folder / "pipelines" / ".#churn.yaml").symlink_to("nobody@nowhere")
    assert configure().broken == ()


def test_defaults_can_be_written_once_and_merged(configure):
    """`<<` brings the entries of another mapping; a mapping's own entries win."""
    settings = configure(
        churn=TABLE
        + "    columns:\n"
        + "      a: &watched {primary: true, weight: 3}\n"
        + "      b: {<<: *watched, weight: 4}\n"
    )
    columns = settings.pipelines[0].tables["usage"].columns
    assert (columns["b"].primary, columns["b"].weight) == (True, 4)
    assert columns["a"].weight == 3


@pytest.mark.parametrize("name", ["example", "demo"])
def test_what_people_copy_works(name):
    """The configurations that come with Oakum have no mistakes and no key without effect."""
    there = Path(__file__).parents[2] / "config" / name
    settings = load(there, TOKENS | GIVEN)
    assert settings.pipelines
    assert settings.broken == ()
    assert settings.notices == ()


def test_drift_of_numbers_that_are_names_is_acted_on(configure):
    """`kind: categorical` says how they are compared, not that they are not."""
    settings = configure(churn=TABLE + "    columns: {zone: {kind: categorical, drift: true}}\n")
    assert settings.notices == ()
    assert settings.pipelines[0].tables["usage"].columns["zone"].watches_drift is not None


def test_an_assumption_may_name_a_check_of_the_tables_own(configure):
    """By its name alone, as it is told."""
    own = "    checks: [{name: negative_amounts, sql: 'SELECT * FROM {table} WHERE amount < 0'}]\n"
    said = "    assumptions: [{says: amounts are paid, check: negative_amounts}]\n"
    settings = configure(churn=TABLE + own + said)
    assert settings.broken == ()
    (assumed,) = settings.pipelines[0].tables["usage"].assumed
    assert assumed.is_broken_by("own", "negative_amounts")
