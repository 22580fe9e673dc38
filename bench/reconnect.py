"""How soon does Slack reach us again after it was gone? Run: python bench/reconnect.py (--help tells more)

The way in from Slack is as in `oakum run`; Slack is the sandbox. In each round it is gone for a while, in one
way after the other; what is measured is the time from its return until a click reaches us again.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import argparse
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic, sleep  # noqa: TID251 (a benchmark measures the real time)

from slack_bolt import App
from slack_sdk import WebClient

from bot.sandbox import Channel, Command, Person, Sandbox, Workspace
from bot.slack.socket import SocketMode

WORKSPACE = Workspace(
    name="Gone",
    people=[Person("U1MARIA", "maria", "Maria Rossi", "maria@example.com")],
    channels=[Channel("C1CHURN", "churn", ["U1MARIA"])],
    commands=[Command("/pipeline", "Ask")],
)
LONGEST = 60.0
Gone = Callable[[Sandbox, float], None]


def _port_closed(slack: Sandbox, gone: float) -> None:
    slack.stop()
    sleep(gone)
    slack.start()


def _frozen(slack: Sandbox, gone: float) -> None:
    slack.freeze_sockets()
    sleep(gone)
    slack.freeze_sockets(False)


def _hangs(slack: Sandbox, gone: float) -> None:
    """The addresses of new connections are asked for in vain, too."""
    slack.faults.hang("apps.connections.open", 1, after_effect=False)
    slack.reset_sockets()
    sleep(3)  # shorter than the answer is waited for


WAYS: Mapping[str, Gone] = {
    "closes the socket": lambda slack, _: slack.close_sockets(),
    "cuts it off": lambda slack, _: slack.drop_sockets(),
    "resets it": lambda slack, _: slack.reset_sockets(),
    "asks for a new one": lambda slack, _: slack.refresh_sockets(),
    "cannot be reached (its port is closed)": _port_closed,
    "takes connections, and says nothing": _frozen,
    "resets it, then answers nothing once": _hangs,
}


@contextmanager
def connected() -> Iterator[Sandbox]:
    """A Slack that reaches us."""
    with Sandbox(WORKSPACE, rate_limited=False) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url, timeout=10)  # as bot.slack.app has it
        app = App(client=client)
        app.command("/pipeline")(lambda ack: ack("here"))
        socket = SocketMode(app, slack.app_token)
        socket.connect()
        slack.wait_for(lambda: slack.connections)
        try:
            yield slack
        finally:
            slack.drop_sockets()
            socket.close()


def back_after(slack: Sandbox, way: Gone, gone: float) -> float:
    """Seconds from Slack's return until it reaches us; `LONGEST` where it does not."""
    asked = len(slack.calls("apps.connections.open"))
    way(slack, gone)
    began = monotonic()
    while monotonic() - began < LONGEST:
        new = len(slack.calls("apps.connections.open")) > asked
        if new and slack.connections and slack.command("U1MARIA", "#churn", "/pipeline").wait().acked:
            return monotonic() - began
        sleep(0.05)
    return LONGEST


def main() -> None:
    """Print a Markdown table; exit status 1 if Slack did not reach us within 15 seconds."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5, help="how often Slack is gone in each way (5)")
    asked.add_argument("--gone", type=float, default=12, help="for how many seconds (12)")
    given = asked.parse_args()
    logging.disable(logging.CRITICAL)  # what the SDK says of a Slack that is gone
    print("| Slack | times | back after, mean | longest |\n| --- | --- | --- | --- |")
    worst = 0.0
    for name, way in WAYS.items():
        with connected() as slack:
            took = [back_after(slack, way, given.gone) for _ in range(given.rounds)]
        worst = max(worst, *took)
        print(f"| {name} | {len(took)} | {sum(took) / len(took):.1f} s | {max(took):.1f} s |", flush=True)
    sys.exit(worst > 15)


if __name__ == "__main__":
    main()
