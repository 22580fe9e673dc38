"""`oakum demo --once`: the story on real data, in the terminal and as JSON."""

import json
import socket

import pytest
from click.testing import CliRunner

from bot import cli


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where nothing is prepared yet."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def first(folder, cpu_seconds):
    """The first run, from nothing: the CPU seconds it took, and what it printed."""
    return cpu_seconds("-m", "bot.cli", "demo", "--once", "--data", str(folder), status=0)


@pytest.fixture(scope="module")
def told(folder, first):
    """What it prints: as text, and the second time as JSON."""
    ran = CliRunner().invoke(cli.oakum, ["demo", "--once", "--data", str(folder), "--format", "json"])
    assert ran.exit_code == 0, ran.output
    assert ran.stderr == ""
    return first[1], json.loads(ran.stdout)


def test_the_first_ranked_finding_is_there_within_twenty_seconds(first):
    """On a machine where nothing is prepared yet; CPU seconds, since wall time lies on a busy one."""
    assert first[0] <= 20


def test_it_says_what_is_real_and_what_was_planted(told):
    """The first to fix is the planted one that grows; the error in the weather is nobody's plant."""
    text, _ = told
    first = text[text.index("Fix this first") : text.index("Then\n")]
    assert "`distance`" in first.splitlines()[1]
    assert "PLANTED: From 4 February on, ever more ExpressJet (EV) flights have no distance" in first
    assert "REAL: An error of the source: 1,048.36 miles an hour at Newark" in text
    assert "REAL: The blizzard of 8 and 9 February 2013" in text
    assert "flights is broken" in text
    assert "weather is healthy; would have caught 6% lost rows, 10 points of nulls in `wind_speed`" in text


def test_each_cause_is_told_once(told):
    """The blizzard took three columns with it."""
    text, _ = told
    past = text[text.index("Came and went this week") :]
    assert past.count("The blizzard") == 1
    for column in ("dep_delay", "arr_delay", "air_time"):
        assert f"`{column}` are null on Sat 9 Feb" in past


def test_everything_that_was_found_is_explained(told):
    """Whatever nobody planted and nobody has looked into would be told as such; there is no such thing."""
    _, said = told
    assert said["schema"] == 1
    assert [pipeline["pipeline"] for pipeline in said["pipelines"]] == ["flights", "weather"]
    for each in said["demo"]:
        assert each["origin"] in ("planted", "real")
        assert each["explanation"] != "Not planted, and nobody has explained it yet.", each
    found = {each["fingerprint"] for pipeline in said["pipelines"] for each in pipeline["findings"]}
    assert found <= {each["fingerprint"] for each in said["demo"] if each["open"]}


def test_a_port_that_is_taken_is_told(folder, first, capsys):
    """With what to type instead."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(SystemExit) as ended:
            cli.main(["demo", "--port", str(port), "--data", str(folder)])
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        f"oakum: port {port} is taken: name another one with --port (0 takes a free one)\n"
    )
