"""What can be seen of the addresses of incoming webhooks without posting, and one post where that is asked.

No address is shown: whoever has it can post.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from bot.domain.declared_routes import SlackWebhookRoute as Declared
from bot.domain.examined import State, Thing, mend, ok, unknown
from bot.messages.figures import counted
from bot.messages.message import SlackMessage
from bot.routes.in_time import in_time
from bot.routes.outcome import Permanent, Receipt, Retry
from bot.routes.slack_webhook import SlackWebhookRoute, key_of
from bot.settings.errors import did_you_mean

WHAT = "slack_webhook"
WITHOUT = (
    "only posts, each thing as a message of its own: no buttons, no /pipeline, no questions, no threads, "
    "no plots, no direct messages; people answer where Oakum runs: oakum ack, resolve, snooze, assign, go, "
    "sign-off"
)
LIVE = "`oakum doctor --live` tries whether Oakum can post here. Nothing is wrong."
LONGEST_WAIT = timedelta(minutes=1)
_SLACK = ("hooks.slack.com", "hooks.slack-gov.com")
_FORM = re.compile(r"/services/T\w+/B\w+/\w+")


def examine(
    declared: Declared, channels: Mapping[str, str], people: Mapping[str, str | None]
) -> Iterator[Thing]:
    """The addresses by their form, channels that are nobody's, people whom Slack cannot ring.

    `channels` says whose each channel is, `people` the member ids of those who are told so.
    """
    yield ok(WHAT, WITHOUT)
    addresses = [(key_of(declared, place), declared.address(place)) for place in ("", *declared.channels)]
    wrong = [said for key, address in addresses for said in _form(key, address)]
    yield from wrong
    if not wrong:
        there = "is an address as Slack makes them" if len(addresses) == 1 else "are as Slack makes them"
        many = "" if len(addresses) == 1 else f"{counted(len(addresses), 'address', 'addresses')} "
        yield ok(WHAT, f"{many}{there}; `oakum doctor --live CHANNEL` posts by it")
    for channel in declared.channels:
        if channel not in channels:
            said = f"is the channel of no pipeline: {did_you_mean(channel, channels)}"
            yield mend(WHAT, f"{key_of(declared, channel)}: {said}")
    yield from _together(declared, channels)
    for name, member in people.items():
        if member is None:
            yield unknown(f"person {name}", f"is named there, and not rung: add people.{name}.slack")


def _form(key: str, address: str) -> Sequence[Thing]:
    parts = urlsplit(address)
    if parts.hostname not in _SLACK:
        return [unknown(WHAT, f"{key} is not at {_SLACK[0]}: `oakum doctor --live` tells whether it posts")]
    if parts.path.startswith(("/workflows/", "/triggers/")):
        return [mend(WHAT, f"{key} starts a workflow, which takes no messages: make an incoming webhook")]
    if not _FORM.fullmatch(parts.path):
        return [mend(WHAT, f"{key} is not complete: copy https://{_SLACK[0]}/services/T…/B…/… as a whole")]
    return []


def _together(declared: Declared, channels: Mapping[str, str]) -> Iterator[Thing]:
    """What goes into one channel, whatever channels the pipelines name."""
    there = [channel for channel in channels if channel not in declared.channels]
    if len(there) > 1:
        said = f"what is for {', '.join(there)} is posted by routes.slack_webhook.url, in one channel"
        yield ok(WHAT, f"{said}; `channels` gives one an address of its own")


def prove(
    declared: Declared, channel: str, wait: Callable[[float], None], stopwatch: Callable[[], float]
) -> list[Thing]:
    """One message, which mentions nobody and stays: what was posted so cannot be deleted by us."""
    began, place = stopwatch(), declared.place(channel)
    route = SlackWebhookRoute(declared)
    said = in_time(lambda: route.post(place, SlackMessage(text=LIVE)))
    if isinstance(said, Retry) and said.after is not None and said.after <= LONGEST_WAIT:
        wait(said.after.total_seconds())
        said = in_time(lambda: route.post(place, SlackMessage(text=LIVE)))
    took = stopwatch() - began
    what = f"live: post by {key_of(declared, place)}"
    if isinstance(said, Receipt):
        done = "done: look whether it is in the right channel; delete it there by hand"
        return [Thing(what, State.OK, f"{done} ({took:.2f} s)", took)]
    state = State.MEND if isinstance(said, Permanent) else State.UNKNOWN
    return [Thing(what, state, f"{said.why} ({took:.2f} s)", took)]
