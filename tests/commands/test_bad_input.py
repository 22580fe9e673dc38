"""Bad input: one clear message that says where and what to change, exit status 2, and the others go on."""

import pytest


def spoil(company, words, name, old, new):
    """Change a file of the configuration."""
    text = {"oakum.yaml": words.oakum, "pipelines/churn.yaml": words.churn}[name]
    assert old in text
    company.declare(name, text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cost:", "costs:", "churn.yaml:4: costs: is no key that is known here: did you mean cost?"),
        ("key: [account]", "key: account", "churn.yaml:10: tables.usage.key: 'account' is one value"),
        ("cost:", "timezone: Europe/Berln\ncost:", "churn.yaml:4: timezone: 'Europe/Berln' is no time zone"),
        ("source: lake", "source: lakes", "churn.yaml:7: tables.usage.source: 'lakes' is not declared"),
    ],
    ids=["an unknown key", "a wrong type", "a bad time zone", "an unknown source"],
)
def test_a_mistake_in_one_pipeline_leaves_the_others(company, words, old, new, said):
    """File, line and key on one line of standard error; the other pipeline is checked, as JSON too."""
    spoil(company, words, "pipelines/churn.yaml", old, new)
    ran = company.oakum("check", "--as-of", words.morning, "--format", "json")
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("oakum: ")
    assert f"pipelines/{said}" in ran.err
    assert '"pipeline": "billing", "health": "healthy"' in ran.out


def test_a_mistake_elsewhere_does_not_matter_to_who_names_a_pipeline(company, words):
    """What was asked for was checked; the mistake is still told."""
    spoil(company, words, "pipelines/churn.yaml", "channel:", "chanel:")
    ran = company.oakum("check", "billing", "--as-of", words.morning)
    assert ran.status == 0
    assert "chanel" in ran.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("timezone: UTC", "timezone: Mars", "oakum.yaml:2: timezone: 'Mars' is no time zone"),
        ("sources:", "sorces:", "oakum.yaml:4: sorces: is no key that is known here: did you mean sources?"),
        ('checks: "09:00"', "checks: 9", "oakum.yaml:3: schedule.checks: 9 is no time of day"),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["alive"], ["db", "upgrade"], ["run"]])
def test_a_mistake_in_what_all_share_stops_every_command(company, words, command, old, new, said):
    """There is nothing that could go on."""
    spoil(company, words, "oakum.yaml", old, new)
    ran = company.oakum(*command)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_folder_without_a_configuration_is_told(company):
    """With what to do."""
    (company.config / "oakum.yaml").unlink()
    ran = company.oakum("check")
    assert ran.status == 2
    assert "oakum.yaml: there is no such file: name the folder that holds it with --config" in ran.err
    assert ran.err.count("\n") == 1


def test_a_path_that_matches_no_file_is_told(company, words):
    """It names the table; the other pipeline is checked."""
    spoil(company, words, "pipelines/churn.yaml", "path: usage/", "path: usages/")
    ran = company.oakum("check", "--as-of", words.morning)
    assert ran.status == 2
    assert "could not check usage: no file matches" in ran.out
    assert "mend `path` of the table" in ran.out
    assert ran.out.count("no file matches") == 1
    assert "churn: unknown" in ran.out
    assert "billing: healthy" in ran.out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("      sessions:", "      sesions:", "17: tables.usage.columns.sesions: "),
        ("key: [account]", "key: [day, acount]", "10: tables.usage.key[1]: "),
        ("event_time: seen_at", "event_time: seenat", "12: tables.usage.event_time: "),
        (
            "key: [account]\n    unique_within: partition\n    event_time: seen_at",
            "key: [acount]\n    unique_within: partition\n    event_time: seenat",
            "12: tables.usage.event_time: ",
        ),
    ],
    ids=["a column", "a key", "a time", "two"],
)
def test_a_column_that_the_table_has_not_is_told(company, words, old, new, said):
    """With file, line and key, the one that is likely meant, and those that there are."""
    spoil(company, words, "pipelines/churn.yaml", old, new)
    ran = company.oakum("check", "--as-of", words.morning)
    assert ran.status == 2
    (line,) = [line for line in ran.out.splitlines() if "could not check usage: " in line]
    assert f"{company.config}/pipelines/churn.yaml:{said}" in line
    assert "(did you mean " in line
    assert "; its columns are account, sessions, minutes, seen_at, loaded_at" in line
    assert "billing: healthy" in ran.out


def test_a_root_is_told_as_it_is(company, words):
    """Not with the way there from the configuration."""
    spoil(company, words, "oakum.yaml", '"ROOT"', "../lke")
    ran = company.oakum("check", "--as-of", words.morning)
    assert f"no file matches {company.folder}/lke/usage/day=*/*.parquet" in ran.out


def test_a_file_that_cannot_be_read_is_told(company, words):
    """It names the file; the other days of the table and the other pipeline are judged."""
    company.own_data()
    broken = company.data / "usage" / "day=2026-11-12" / "part.parquet"
    broken.write_bytes(b"PAR1 this is no parquet")
    ran = company.oakum("check", "--as-of", words.morning)
    assert ran.status == 2
    assert ran.out.count(f"could not check usage: {broken}") == 1
    assert "1. [page] usage: 20% of `sessions` are null" in ran.out
    assert "billing: healthy" in ran.out


def test_a_store_in_a_folder_that_is_not_there_is_told(company, words):
    """It says what to create or change."""
    spoil(company, words, "oakum.yaml", "sqlite:///oakum.db", "sqlite:////nowhere/oakum.db")
    ran = company.oakum("db", "upgrade")
    assert ran.status == 2
    assert "there is no folder /nowhere; create it, or change `store`" in ran.err


def test_a_bot_without_a_single_good_pipeline_does_not_start(company, words):
    """It would watch nothing, and look alive."""
    spoil(company, words, "pipelines/churn.yaml", "channel:", "chanel:")
    (company.config / "pipelines" / "billing.yaml").unlink()
    ran = company.oakum("run")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[-1].startswith("oakum: no pipeline can be used")
