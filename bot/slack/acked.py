"""When Slack hears that a click arrived."""

from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt import Ack


@contextmanager
def acked_when_kept(ack: Ack) -> Iterator[None]:
    """Slack hears of a click once what it did is kept. If that failed, whoever tells the person acks.

    An ack before an error would be forgotten by bolt: see `bot.slack.app`.
    """
    yield
    ack()
