"""`oakum exec`: a job runs as it would without it, and is written down."""

import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import system_clock
from bot.store.runs import of_table, record
from bot.store.store import open_store
from checks.runs import Run, State, Teller

ROOT = Path(__file__).parents[2]


def job(company, *arguments, options=(), **how):
    """The command line in a process of its own, as cron starts it."""
    command = ["-m", "bot.cli", "--config", str(company.config), "exec", "churn", *options, "--", *arguments]
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, text=True, **how)


@pytest.fixture
def recorded(company):
    """The runs that the store knows of."""

    def read(table="usage", pipeline="churn"):
        url = f"sqlite:///{company.config / 'oakum.db'}"
        with closing(open_store(url)) as store, store.read() as connection:
            return of_table(connection, pipeline, table)

    return read


def test_the_job_has_input_output_and_its_own_status(company, recorded):
    """A pipe through it is a pipe through the job; a failure is the job's failure, and is written down."""
    script = "import sys; print(sys.stdin.read().upper(), end=''); print('oh', file=sys.stderr); sys.exit(3)"
    pipe = subprocess.PIPE
    running = job(company, sys.executable, "-c", script, stdin=pipe, stdout=pipe, stderr=pipe)
    out, err = running.communicate("rows")
    assert (out, err, running.returncode) == ("ROWS", "oh\n", 3)
    (run,) = recorded()
    assert (run.state, run.said) == (State.FAILED, "exit status 3")
    assert run.finished >= run.started


def test_a_run_is_for_yesterday(company, recorded, words):
    """In the time zone of the pipeline; or as many days back as `day_offset` says."""
    zone = ZoneInfo("Pacific/Kiritimati")
    declared = words.churn.replace("finish_by: {", "finish_by: {day_offset: 3, ")
    company.declare("pipelines/churn.yaml", declared + f"timezone: {zone.key}\n")
    before = system_clock().astimezone(zone).date()
    assert company.oakum("exec", "churn", "--", "true").status == 0
    after = system_clock().astimezone(zone).date()
    (run,) = recorded()
    assert run.partition in {day - timedelta(days=3) for day in (before, after)}
    assert (run.state, run.started.tzinfo) == (State.SUCCEEDED, UTC)


def test_a_run_may_say_which_day_and_which_table_it_is_for(company, recorded, words):
    """A backfill says its day; of two tables, one is made."""
    scores = words.churn.partition("  usage:\n")[2].replace("usage", "scores")
    company.declare("pipelines/churn.yaml", words.churn + "  scores:\n" + scores)
    ran = company.oakum("exec", "churn", "--table", "scores", "--partition", "2026-01-05", "--", "true")
    assert (ran.status, ran.err) == (0, "")
    assert [run.partition for run in recorded("scores")] == [date(2026, 1, 5)]
    assert recorded("usage") == []


def test_a_job_that_is_under_way_is_known(company, recorded):
    """What never ends is told as unfinished: it is written down when it begins."""
    pipe = subprocess.PIPE
    running = job(company, "cat", stdin=pipe, stdout=pipe)
    looks = (recorded() for _ in range(2_000))  # it is written down a moment after it began
    seen = next((runs for runs in looks if runs), [])
    assert [(run.state, run.finished) for run in seen] == [(State.UNDER_WAY, None)]
    running.communicate("")
    assert [run.state for run in recorded()] == [State.SUCCEEDED]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_reach_the_job(company, recorded, number):
    """Whoever stops it stops the job, which may end as it likes."""
    script = (
        "import signal, sys\n"
        f"signal.signal({int(number)}, lambda *_: sys.exit(42))\n"
        "print('ready', flush=True)\nsignal.pause()\n"
    )
    # a session of its own, as cron gives it: no terminal sends its signals to the job as well
    running = job(company, sys.executable, "-c", script, stdout=subprocess.PIPE, start_new_session=True)
    assert running.stdout.readline() == "ready\n"
    running.send_signal(number)
    running.stdout.close()
    assert running.wait() == 42
    assert [run.said for run in recorded()] == ["exit status 42"]


def test_a_job_that_a_signal_ended_says_so(company, recorded):
    """As a shell does: 128 and the number."""
    running = job(company, "sh", "-c", "kill -KILL $$")
    assert running.wait() == 128 + signal.SIGKILL
    assert [run.said for run in recorded()] == [f"exit status {128 + signal.SIGKILL}"]


def test_a_command_that_does_not_exist_is_a_failed_run(company, recorded, tmp_path):
    """127, and 126 where it may not be run."""
    ran = company.oakum("exec", "churn", "--", "no-such-command")
    assert (ran.status, ran.err) == (
        127,
        "oakum: no-such-command cannot be started (No such file or directory)\n",
    )
    assert [run.state for run in recorded()] == [State.FAILED]
    (tmp_path / "plain.txt").write_text("text")
    assert company.oakum("exec", "churn", "--", str(tmp_path / "plain.txt")).status == 126


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["churm"], "there is no pipeline 'churm': did you mean churn?"),
        (["churn", "--table", "usag"], "churn has no table 'usag': did you mean usage?"),
        (["churn", "--partition", ""], "--partition '' is no day: write one like 2026-11-19"),
    ],
)
def test_a_typing_mistake_does_not_keep_the_job_from_running(company, tmp_path, arguments, why):
    """The job is worth more than its record."""
    proof = tmp_path / "ran"
    ran = company.oakum("exec", *arguments, "--", "touch", str(proof))
    assert (ran.status, ran.err) == (0, f"oakum: the run is not recorded: {why}\n")
    assert proof.exists()


def test_a_store_or_a_configuration_that_is_broken_keeps_no_job_from_running(company, words, tmp_path):
    """It is told, and the status is the job's."""
    company.declare("oakum.yaml", words.oakum.replace("sqlite:///oakum.db", "sqlite:///no/where.db"))
    ran = company.oakum("exec", "churn", "--", "touch", str(tmp_path / "one"))
    assert (ran.status, ran.err.count("the run is not recorded: store")) == (0, 2)
    company.declare("pipelines/churn.yaml", "pipeline: churn\n")
    ran = company.oakum("exec", "churn", "--", "touch", str(tmp_path / "two"))
    assert (ran.status, ran.err.count("the run is not recorded")) == (0, 1)
    assert "churn.yaml" in ran.err
    (company.config / "oakum.yaml").unlink()
    assert company.oakum("exec", "churn", "--", "false").status == 1
    assert {path.name for path in tmp_path.iterdir()} >= {"one", "two"}


def test_without_a_command_nothing_runs(company):
    """Two dashes, and then what to run."""
    ran = company.oakum("exec", "churn")
    assert ran.status == 2
    assert "Missing argument '-- COMMAND [ARGUMENT]...'" in ran.err


def test_the_checks_go_by_what_was_recorded(company, words):
    """The rows were there at five, but their job is still under way: the day has not finished."""
    assert company.oakum("check", "billing", "--as-of", words.morning).status == 0
    run = Run(
        partition=date(2026, 11, 19),
        started=datetime(2026, 11, 20, 5, tzinfo=UTC),
        finished=None,
        state=State.UNDER_WAY,
        teller=Teller.PING,
    )
    with (
        closing(open_store(f"sqlite:///{company.config / 'oakum.db'}")) as store,
        store.write() as connection,
    ):
        record(connection, "billing", "invoices", run)
    ran = company.oakum("check", "billing", "--as-of", words.morning)
    assert ran.status == 1
    assert (
        "Thu 19 Nov has not finished: its run began at 05:00 and is under way; it was due at 06:30" in ran.out
    )
