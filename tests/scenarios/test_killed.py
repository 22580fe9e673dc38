"""A real `oakum run`, killed at any moment: nothing that was due is lost, and nothing is said twice."""

import contextlib
import random
import signal
import subprocess
from collections import Counter
from datetime import timedelta

from bot.clock import seconds, system_clock

MARIA, JON = "U1MARIA", "U2JON"
DUE = {"digest/1", "post/1", "post/2", "note/1/…/opened", "note/2/…/opened"}
PAGED = {f"page/1/1/0/slack/{to}/maria" for to in ("thread", "dm")}
LATER = {f"page/1/1/1/slack/{to}/jon" for to in ("thread", "dm")}


def heard(town):
    """The keys of all that was said in Slack."""
    channel = town.sandbox.messages("#churn")
    threads = [reply for each in channel for reply in town.sandbox.thread("#churn", each["ts"])]
    direct = [*town.sandbox.messages(MARIA), *town.sandbox.messages(JON)]
    by_ts = {each["ts"]: town.key(each) for each in [*channel, *threads, *direct]}
    return Counter(by_ts.values())


def test_a_bot_that_is_killed_again_and_again_says_everything_once(town):
    """At a random moment, and right after something was said; then SIGTERM ends it in order."""
    # the last one is late enough for the second hop: by then all of the first has gone out
    starts = iter(town.clock() - system_clock() + timedelta(minutes=each) for each in (0, 1, 1, 1, 10))

    def start():
        ahead = next(starts)
        town.clock.move_to(system_clock() + ahead)
        return town.run("run", ahead=ahead)

    process = start()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(random.uniform(0.5, 4))
    process.kill()
    for _ in range(2):
        before = heard(town)
        process = start()
        town.wait_for(lambda before=before: heard(town) != before or before.keys() >= DUE | PAGED, 60)
        process.kill()
    process = start()
    town.wait_for(lambda: heard(town).keys() >= DUE | PAGED, 60)
    process.kill()
    process = start()
    town.wait_for(lambda: heard(town).keys() >= DUE | PAGED | LATER, 60)
    town.wait_for(lambda: town.letters("jon@example.com"), 60)
    process.send_signal(signal.SIGTERM)
    out, err = town.ended(process)
    assert process.returncode == 0, err
    assert out == "Oakum watches churn.\n"
    assert "Traceback" not in err
    assert set(heard(town).values()) == {1}
    assert {letter.to for letter in town.sandbox.mail.all()} == {"maria@example.com", "jon@example.com"}


def test_of_two_bots_on_one_postgresql_one_is_killed_and_the_other_goes_on(town, fresh_postgres):
    """At the first word: within twenty seconds all is said that was due, a message a second in the channel,
    and nothing twice."""
    path = town.folder / "oakum.yaml"
    shared = path.read_text().replace("sqlite:///oakum.db", fresh_postgres())
    path.write_text(shared.replace("wait: 5m", "wait: 3s"))
    ahead = town.clock() - system_clock()
    one, other = (town.run("run", ahead=ahead) for _ in range(2))
    town.wait_for(lambda: heard(town), 60)
    one.kill()
    killed = seconds()
    town.wait_for(lambda: heard(town).keys() >= DUE | PAGED, 30)
    assert seconds() - killed < 20
    town.wait_for(lambda: heard(town).keys() >= LATER and town.letters("jon@example.com"), 30)
    other.terminate()
    out, err = town.ended(other)
    assert (other.returncode, out) == (0, "Oakum watches churn.\n"), err
    assert "Traceback" not in err, err
    assert set(heard(town).values()) == {1}
