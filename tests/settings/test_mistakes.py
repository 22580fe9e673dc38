"""Each mistake in a configuration ends in one clear line: the file, the line, the key, what to change."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from bot.settings.errors import ConfigError

HEAD = 'pipeline: churn\nowner: maria\nchannel: "#churn"\n'  # lines 1 to 3
TABLE = HEAD + "tables:\n  usage:\n    source: lake\n    path: x\n    partition: {column: day}\n"  # to 8

IN_A_PIPELINE = [
    (HEAD + "runbok: x\ntables: {a: {source: lake, path: x, partition: {column: d}}}\n",
     "4: runbok: is no key that is known here: did you mean runbook?"),
    (TABLE + "finish_by: {time: 06:30}\n",
     "9: finish_by: belongs under tables.NAME: look at the indentation"),
    (HEAD, "1: tables: is missing; add it: the tables, by name"),
    (TABLE + "tables: {}\n", "9: tables: is written twice, first on line 4: keep one of them"),
    (HEAD + "tables: {}\n", "4: tables: is empty and needs at least one entry"),
    (HEAD + "tables: [a]\n", "4: tables: is a list and should hold KEY: VALUE lines"),
    (HEAD + "tables: {a: {source: lake, partition: {column: d}}}\n",
     "4: tables.a.path: is missing; add it: where the files lie, relative to the root of the source, "
     "like usage/day=*/*.parquet"),
    (TABLE.replace("path: x", 'path: "x_%Y-%m.csv"'),
     "7: tables.usage.path: it has %Y and %m and no %d: a day needs all three"),
    (TABLE.replace("path: x", 'path: "x_%y%m%d.csv"'),
     "7: tables.usage.path: %y is not read here: a day is %Y, %m and %d (%H, %M, %S are digits), a percent "),
    (TABLE.replace("path: x", 'path: "x_%Y-%m-%d.csv"').replace("{column: day}", "none"),
     "7: tables.usage.path: says days, and partition: none has none: write partition: {column: day}, or "
     "x_*-*-*.csv"),
    (TABLE.replace("usage:", '"u*":').replace("path: x", 'path: "{table}_%Y.csv"'),
     "7: tables.u*.path: it has %Y and no %m and no %d"),
    (HEAD + "tables: {2024: {source: lake, path: x, partition: {column: d}}}\n",
     '4: tables.2024: a key is a name: write "2024":'),
    (TABLE.replace('"#churn"', "#churn"),
     '3: channel: is empty, because # begins a comment: write it in quotes, like "#churn"'),
    (TABLE.replace('"#churn"', "churn"),
     '3: channel: write the Slack channel in quotes with its #, like "#churn-data"'),
    (TABLE.replace("maria", "mara"),
     "2: owner: 'mara' is not declared in oakum.yaml: did you mean maria?"),
    (TABLE.replace("lake", "lakes"),
     "6: tables.usage.source: 'lakes' is not declared in oakum.yaml: did you mean lake?"),
    (TABLE + "policy: night\n", "9: policy: 'night' is not declared in oakum.yaml: there are: on-call"),
    (TABLE + "timezone: Europe/Berln\n",
     "9: timezone: 'Europe/Berln' is no time zone: did you mean Europe/Berlin?"),
    (TABLE + "timezone: ../etc/passwd\n",
     "9: timezone: '../etc/passwd' is no time zone: write one like Europe/Berlin or UTC"),
    (TABLE + "    key: id\n", "9: tables.usage.key: 'id' is one value, a list is needed: write [id]"),
    (TABLE + "    key: [id, id]\n", "9: tables.usage.key: id is listed twice: list every column once"),
    (TABLE + "    finish_by: {time: 390}\n",
     "9: tables.usage.finish_by.time: 390 is no time of day: write one between 00:00 and 23:59, like 06:30"),
    (TABLE + "    finish_by: {time: 24:00}\n",
     "9: tables.usage.finish_by.time: '24:00' is no time of day: write one between 00:00 and 23:59"),
    (TABLE + "    finish_by: {time: 06:30, day_offset: true}\n",
     "9: tables.usage.finish_by.day_offset: true is no number"),
    (TABLE + "    finish_by: {time: 06:30, day_offset: 99999999999}\n",
     "9: tables.usage.finish_by.day_offset: 99999999999 should be 366 or less"),
    (TABLE + "    finish_by: {time: 06:30, days: mon-fry}\n",
     "9: tables.usage.finish_by.days: 'mon-fry' is no weekday: write weekdays like mon-fri or mon,wed,fri"),
    (TABLE + "    reference: {from: 2026-03-01, to: 2026-02-01}\n",
     "9: tables.usage.reference: the reference ends before it begins: swap from and to"),
    (TABLE + "    reference: {from: 20260301, to: 2026-04-01}\n",
     "9: tables.usage.reference.from: 20260301 is no date: write one like 2026-01-31"),
    (TABLE + "    reference: {from: 2026-02-30, to: 2026-04-01}\n",
     "9: tables.usage.reference.from: '2026-02-30' is no day of the calendar: "),
    (TABLE + "    feeds: {model: huge}\n",
     "9: tables.usage.feeds.model: 'huge' should be 'critical', 'high', 'normal' or 'low'"),
    (TABLE + "    columns:\n      plan:\n",
     "10: tables.usage.columns.plan: is empty and should hold KEY: VALUE lines"),
    (TABLE + "    columns:\n      plan: {weight: .nan}\n",
     "10: tables.usage.columns.plan.weight: nan should be a finite number"),
    (TABLE + "    columns:\n      plan: {weight: 1e999}\n",
     "10: tables.usage.columns.plan.weight: inf should be a finite number"),
    (TABLE + "    columns:\n      plan: {weight: true}\n",
     "10: tables.usage.columns.plan.weight: true is no number"),
    (TABLE + "    columns:\n      plan: {weight: -1}\n",
     "10: tables.usage.columns.plan.weight: -1 should be more than 0"),
    (TABLE + "    columns:\n      plan: {null_rate: {limit: 50}}\n",
     "10: tables.usage.columns.plan.null_rate.limit: 50 should be 1 or less (a share is written 5% or 0.05)"),
    (TABLE + "    columns:\n      plan: {null_rate: perhaps}\n",
     "10: tables.usage.columns.plan.null_rate: 'perhaps' should be true or false"),
    (TABLE + "    columns:\n      plan: {null_rate: 3%}\n",
     "10: tables.usage.columns.plan.null_rate: '3%' should be true or false, or settings: "
     "write null_rate: {limit: 3%}"),
    (TABLE + "    columns:\n      plan: {null_rate: 0.03}\n",
     "10: tables.usage.columns.plan.null_rate: 0.03 should be true or false, or settings: "
     "write null_rate: {limit: 0.03}"),
    (TABLE + "    columns:\n      plan: {null_rate: 3}\n",
     "10: tables.usage.columns.plan.null_rate: 3 should be true or false, "
     "or settings: write null_rate: {limit: 3%}"),
    (TABLE + "    columns:\n      plan: {drift: 0.1}\n",
     "10: tables.usage.columns.plan.drift: 0.1 should be true or false, "
     "or settings: write drift: {floor: 0.1}"),
    (TABLE + "    columns:\n      plan: {drift: 7}\n",
     "10: tables.usage.columns.plan.drift: 7 should be true or false, "
     "or settings: write drift: {floor: 0.05}"),
    (TABLE + "    columns:\n      plan: {null_rate: {limit: 3 percent}}\n",
     "10: tables.usage.columns.plan.null_rate.limit: '3 percent' should be a number: "
     "write one like 5% or 0.05"),
    (TABLE + "    columns:\n      plan: {drift: {floor: 5%}}\n",
     "10: tables.usage.columns.plan.drift.floor: '5%' should be a number: write one like 0.05"),
    (TABLE + "    freshness: 6h\n",
     "9: tables.usage.freshness: '6h' should hold KEY: VALUE lines: write freshness: {warn_after: 6h}"),
    (TABLE + '    finish_by: "06:30"\n',
     "9: tables.usage.finish_by: '06:30' should hold KEY: VALUE lines: "
     'write finish_by: {time: "06:30"}'),
    (TABLE + "    feeds: churn_model\n",
     "9: tables.usage.feeds: 'churn_model' should hold KEY: VALUE lines: write feeds: {my_model: critical}"),
    (TABLE + "cost: {per_wrong_unit: 1, currency: dollar}\n",
     "9: cost.currency: write the currency as three letters, like USD"),
    (TABLE + "    assumptions: [{says: missing is null, check: null_rates}]\n",
     "9: tables.usage.assumptions[0].check: there is no check 'null_rates': did you mean null_rate?"),
    (TABLE + "    checks: [{name: negative_amounts, sql: 'SELECT * FROM {table}'}]\n"
     "    assumptions: [{says: amounts are paid, check: negative_amount}]\n",
     "10: tables.usage.assumptions[0].check: there is no check 'negative_amount': "
     "did you mean negative_amounts?"),
    (TABLE + "    checks: [{name: negative_amounts, sql: 'SELECT * FROM {table}'}]\n"
     "    assumptions: [{says: amounts are paid, check: negative_amounts, columns: [amount]}]\n",
     "10: tables.usage.assumptions[0].columns: a check of your own speaks of no columns: remove columns"),
    (TABLE + "    checks: [{name: negative_amounts, sql: 'SELECT * FROM {table}'}]\n"
     "    assumptions: [{says: amounts are paid, check: own, columns: [amount]}]\n",
     "10: tables.usage.assumptions[0].columns: there is no check of your own 'amount': "
     "there are: negative_amounts"),
    (TABLE + "    assumptions: [{check: null_rate}]\n",
     "9: tables.usage.assumptions[0].says: is missing; add it: the assumption, in a sentence"),
    (TABLE + "    columns:\n      plan: {values: [no, true]}\n",
     "10: tables.usage.columns.plan.values[1]: true is read as a switch: write it in quotes"),
    (TABLE.replace("{column: day}", "day"),
     "8: tables.usage.partition: write {column: day} with the column that holds the day, or none"),
    (TABLE.replace("{column: day}", "~"),
     "8: tables.usage.partition: write {column: day} with the column that holds the day, or none"),
    (TABLE.replace("{column: day}", "{colum: day}"),
     "8: tables.usage.partition.colum: is no key that is known here: did you mean column?"),
    (TABLE.replace("{column: day}", "none") + "    finish_by: {time: 06:30}\n",
     "5: tables.usage: a table with partition: none has no days, and no finish_by: remove it; where it is "
     "inherited, write finish_by: ~"),
    (HEAD + "tables: {a: {source: lake, path: x}}\n",
     "4: tables.a.partition: is missing; add it: how the table is cut: {column: day}, or none where it "),
    (TABLE + "cost: 12\n", "9: cost: 12 should hold KEY: VALUE lines"),
    (TABLE + "checkup: {cadence: hourly}\n",
     "9: checkup.cadence: 'hourly' should be 'weekly', 'light' or 'monthly'"),
    (TABLE + "checkup: {at: friday}\n",
     "9: checkup.at: 'friday' is no weekday and time: write one like fri 15:00"),
    (TABLE + "holidays: [2026-12-24, xmas]\n",
     "9: holidays[1]: 'xmas' is no date: write one like 2026-01-31"),
    (TABLE + "runbook: !secret x\n", "9: is no YAML: the tag !secret is not read here: delete it"),
    (TABLE + "runbook: ${A:-b}\n", "9: is no YAML: variables are written ${NAME}"),
    (TABLE + "owner: [a\n", "10: is no YAML: expected ',' or ']'"),
    ("- pipeline: churn\n", "1: is a list and should hold KEY: VALUE lines"),
    ("churn", "1: 'churn' should hold KEY: VALUE lines"),
    ("# nothing yet\n", "1: the file is empty"),
    (TABLE + "---\npipeline: two\n", "9: is no YAML: but found another document"),
    (TABLE + "\tbad: x\n", "9: is no YAML: "),
    (TABLE + "runbook: \x07\n", " is no YAML: "),
    (TABLE + "maintenance: [{days: sun, tables: [usge]}]\n",
     "9: maintenance[0].tables[0]: 'usge' is no table of this pipeline: did you mean usage?"),
    (TABLE + "ack_timeout: 0m\n", "9: ack_timeout: nobody answers in less than five minutes: write one"),
    ("a: &a [*a]\n", " is nested too deeply, or an alias holds itself"),
    ("[" * 5000, " is nested too deeply, or an alias holds itself"),
]  # fmt: skip

PEOPLE = "people: {maria: {slack: U1}}\n"
IN_OAKUM = [
    ("sources: {lake: {kind: spark, root: x}}\n",
     "1: sources.lake.kind: 'spark' cannot be read by this version: it reads files and postgres"),
    ("sources: {lake: {kind: postgres, root: x}}\n", "1: sources.lake: a source of postgres needs url"),
    ("sources: {lake: {kind: postgres, url: mysql://x}}\n",
     "1: sources.lake.url: write postgresql://user:${PASSWORD}@host/name"),
    ("sources: {lake: {root: x, url: postgresql://x}}\n",
     "1: sources.lake: a source of files has no url: remove it, or mend kind"),
    ("store: mysql://x\n", "1: store: write sqlite:///oakum.db, or postgresql://user:${PASSWORD}@host/name"),
    (PEOPLE + "policies: {p: [{notify: marla}]}\nroutes: {slack: {bot_token: xoxb-1, app_token: xapp-1}}\n",
     "2: policies.p[0].notify: nobody is called 'marla': did you mean maria?"),
    ("routes:\n  slack:\n    bot_token: xoxb-1\n    signing_secret: 0123456789abcdef\n    mode: http\n",
     "5: routes.slack.mode: Slack cannot call: add web, or use mode: socket"),
    ("routes:\n  slack:\n    bot_token: xoxb-1\n    app_token: xapp-1\n"
     "    signing_secret: 0123456789abcdef\n",
     "5: routes.slack.signing_secret: is for mode: http: remove it, or change the mode"),
    ("web: {ping_key: aaaaaaaaaaaaaaaa}\nroutes:\n  slack:\n    mode: http\n    bot_token: xoxb-1\n"
     "    signing_secret: 0123456789abcdef\n    app_token: xapp-1\n",
     "7: routes.slack.app_token: is for mode: socket: remove it, or change the mode"),
    ("routes:\n  slack:\n    mode: http\n    bot_token: xoxb-1\n    signing_secret: ''\n",
     "5: routes.slack.signing_secret: write the signing secret from Basic Information of the app"),
    (PEOPLE + "schedules: {first: {people: [maria, marla]}}\n",
     "2: schedules.first.people[1]: nobody is called 'marla': did you mean maria?"),
    (PEOPLE + "schedules: {maria: {people: [maria]}}\n",
     "2: schedules.maria: is the name of a person too: choose another"),
    (PEOPLE + "teams: {squad: [maria, jo]}\n", "2: teams.squad[1]: nobody is called 'jo': there are: maria"),
    (PEOPLE + "schedules: {a: {people: [b]}, b: {people: [maria, a]}}\n",
     "2: schedules.a: hands on to itself by way of b: name a person there"),
    (PEOPLE + "schedules: {first: {people: [maria]}}\npolicies: {p: [{notify: first, by: [email]}]}\n"
     'routes: {email: {smtp: "smtp://x"}}\n',
     "3: policies.p[0].by[0]: maria cannot be told so: add people.maria.email"),
    (PEOPLE + "schedules: {first: {rotation: daily, people: [maria], handover: mon 09:00}}\n",
     "2: schedules.first: a daily rotation changes every day: write handover as a time, like 09:00"),
    (PEOPLE + "schedules: {first: {handover: mon 09:00}}\n",
     "2: schedules.first: is missing; add people: who takes turns, or calendar: an .ics file that says it"),
    (PEOPLE + "schedules:\n  first:\n    calendar: oncall.ics\n    rotation: weekly\n",
     "5: schedules.first.rotation: the calendar says who is on call: remove this, or calendar"),
    (PEOPLE + "schedules: {first: {calendar: oncall.ics, people: [maria], since: 2026-01-05}}\n",
     "2: schedules.first.people: the calendar says who is on call: remove this, or calendar"),
    (PEOPLE + "schedules: {first: {people: [maria], names: {Maria S: maria}}}\n",
     "2: schedules.first.names: says what people are called in a calendar: add calendar"),
    (PEOPLE + "schedules: {first: {calendar: oncall.ics, names: {Maria S: marla}}}\n",
     "2: schedules.first.names.Maria S: nobody is called 'marla': did you mean maria?"),
    (PEOPLE + "schedules: {first: {calendar: ftp://x}}\n",
     "2: schedules.first.calendar: write a path like oncall.ics, or an address that begins with https:// or"),
    (PEOPLE + "schedules: {first: {calendar: oncall.ics, otherwise: marla}}\n",
     "2: schedules.first.otherwise: nobody is called 'marla': did you mean maria?"),
    (PEOPLE + "schedules: {first: {calendar: \"https://example.com/${ONCALL}\"}}\n",
     "2: schedules.first.calendar: ONCALL is not set in the environment"),
    (PEOPLE + "policies: {p: [{notify: maria, by: [email]}]}\nroutes: {email: {smtp: smtp://x}}\n",
     "2: policies.p[0].by[0]: maria cannot be told so: add people.maria.email"),
    (PEOPLE + "policies: {p: [{notify: maria}]}\n",
     "2: policies.p[0].by[0]: slack is not set up: add routes.slack"),
    (PEOPLE + "policies: {p: [{notify: maria, by: [opsgenie]}]}\n",
     "2: policies.p[0].by: is empty and needs at least one entry"),
    (PEOPLE + "policies: {p: [{notify: maria, wait: 5}]}\n",
     "2: policies.p[0].wait: 5 is no duration: write one like 30s, 5m, 6h or 1d"),
    (PEOPLE + f"policies: {{p: [{', '.join(['{notify: maria, repeat: 20}'] * 9)}]}}\n",
     "2: policies.p[2].repeat: with it the ladder has 9,723 steps, and 1,000 are the most: repeat less"),
    (PEOPLE + "drill: {at: tue 10:00, answer_within: 0m}\n",
     "2: drill.answer_within: nobody answers in less than five minutes: write one like 4h or 1d"),
    ('sources: {lake: {root: "a\\0b"}}\n', "1: sources.lake.root: no path holds a NUL: delete it"),
    (PEOPLE + 'schedules: {first: {calendar: "a\\0.ics"}}\n',
     "2: schedules.first.calendar: write a path like oncall.ics, or an address that begins with https:// or"),
    ("routes: {slak: {}}\n", "1: routes.slak: is no key that is known here: did you mean slack?"),
    ("routes: {email: {smtp: localhost}}\n",
     "1: routes.email.smtp: write smtp://user:password@host:port, or smtps://…"),
    ("people: {maria: {slack: maria}}\n", "1: people.maria.slack: write the Slack member id, like U012ABC"),
    (PEOPLE + "may: {rollback: [maria]}\n",
     "2: may.rollback: is no key of may: who may roll back, and cancel it, stands in rollbacks.NAME.allowed"),
    (PEOPLE + 'sources: {lake: {root: /data, owner: mara}}\n',
     "2: sources.lake.owner: nobody is called 'mara': did you mean maria?; for people outside write a "
     'contact too, like "Billing team <billing@example.com>"'),
    ("schedule: {checks: 9}\n", "1: schedule.checks: 9 is no time of day"),
]  # fmt: skip


@pytest.mark.parametrize(("churn", "said"), IN_A_PIPELINE)
def test_a_mistake_in_a_pipeline_is_told_with_its_place(refusal, churn, said):
    """One line, beginning with the file and the line."""
    assert f"pipelines/churn.yaml:{said}" in refusal(churn=churn)


@pytest.mark.parametrize(("oakum", "said"), IN_OAKUM)
def test_a_mistake_in_oakum_yaml_is_told_with_its_place(refusal, oakum, said):
    """One line, beginning with the file and the line."""
    assert f"oakum.yaml:{said}" in refusal(oakum=oakum)


def test_all_mistakes_of_a_file_are_told_at_once(refusal):
    """Nobody mends a file one error at a time."""
    said = refusal(churn="pipeline: C\nowner: 1\nchanel: x\n")
    assert [line.split(":")[1:3] for line in said.splitlines()] == [
        ["1", " pipeline"],
        ["1", " channel"],
        ["1", " tables"],
        ["2", " owner"],
        ["3", " chanel"],
    ]


def test_a_list_with_a_mistake_in_it_is_not_told_to_be_empty(refusal):
    """What is wrong with its only entry is all that is told."""
    said = refusal(oakum=PEOPLE + "policies: {p: [{notify: maria, wait: 5}]}\n")
    assert [line.split(": ")[1] for line in said.splitlines()] == ["policies.p[0].wait"]


def test_two_pipelines_of_one_name_are_told_apart(configure, folder):
    """The second file is refused, and the message names the first."""
    (folder / "pipelines" / "other.yaml").write_text(TABLE, encoding="utf-8")
    settings = configure()
    assert str(settings.broken[0]) == (
        f"{folder}/pipelines/other.yaml:1: pipeline: 'churn' is already the name of the pipeline in "
        f"{folder}/pipelines/churn.yaml: choose another"
    )


def test_a_step_after_a_dropped_one_keeps_its_line(refusal):
    """Dropping what is not acted on does not move the lines of what stays."""
    said = refusal(
        oakum=PEOPLE + "policies:\n  p:\n    - notify: maria\n      by:\n"
        "        - opsgenie\n        - opsgenie\n        - email\n"
    )
    assert said.startswith("oakum.yaml:8: policies.p[0].by[0]: email is not set up")


def test_a_file_that_is_no_text_is_told(folder, refusal):
    """A Parquet file in the wrong folder, an old encoding, a folder with the name of a file."""
    (folder / "pipelines" / "latin.yaml").write_bytes("owner: Zoë".encode("latin-1"))
    (folder / "pipelines" / "folder.yaml").mkdir()
    said = refusal()
    assert "pipelines/latin.yaml: is not UTF-8 text: save it as UTF-8" in said
    assert "pipelines/folder.yaml: cannot be read: Is a directory" in said


def test_aliases_that_unfold_without_end_are_refused(refusal):
    """Ten lines of aliases can stand for millions of values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert "unfolds to too many values" in refusal(churn="\n".join(lines))
    merged = ["a0: &a0 {x: 1}", *(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 30))]
    assert "unfolds to too many values" in refusal(churn="\n".join(merged))


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(["06:30", "5%", "no", "2026-01-01", "${HOME}", "*", "<<", "#x", "DE", "slack", "U1"]),
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LEAVES, inner, max_size=3),
    max_leaves=5,
)
PLACES = st.sampled_from(
    ["owner", "channel", "policy", "cost", "checkup", "holidays", "tables", "source", "partition", "key",
     "finish_by", "reference", "feeds", "columns", "segment"]
)  # fmt: skip


@effort(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=PLACES, value=VALUES)
def test_no_value_whatsoever_ends_in_anything_but_a_clear_line(configure, place, value):
    """Any value at any place is accepted or refused in words; nothing else comes out."""
    import yaml

    table = {"source": "lake", "path": "x", "partition": {"column": "day"}}
    pipeline = {"pipeline": "churn", "owner": "maria", "channel": "#churn", "tables": {"usage": table}}
    target = (
        pipeline
        if place in ("owner", "channel", "policy", "cost", "checkup", "holidays", "tables")
        else table
    )
    target[place] = value  # type: ignore[assignment]
    text = yaml.safe_dump(pipeline, allow_unicode=True)
    try:
        settings = configure(churn=text, environ={"HOME": "x"})
    except ConfigError as error:
        raise AssertionError("a pipeline stopped the whole configuration") from error
    for error in settings.broken:
        assert all(problem.text for problem in error.problems)
