"""How the words behind `/pipeline` are understood: which pipeline and incident, and what to type instead."""

from dataclasses import dataclass

from bot.messages.hints import none_declared, unknown_pipeline, which_incident, which_pipeline
from bot.messages.message import SlackMessage
from bot.slack.desk import Desk


class Misunderstood(Exception):  # noqa: N818 - an answer to a person, not an error of ours
    """What was typed makes no sense; `said` is what to type instead."""

    def __init__(self, said: SlackMessage) -> None:
        super().__init__(said.text)
        self.said = said


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and the pipeline whose channel they are in."""

    name: str
    here: str | None = None
    member: str = ""
    """Their id in Slack, where a name is not enough."""


def pipelines(desk: Desk, name: str) -> list[str]:
    """The named pipeline, or all."""
    known = list(desk.pipelines)
    if name and name not in known:
        raise Misunderstood(unknown_pipeline(name, known))
    return [name] if name else known


def one_pipeline(desk: Desk, name: str) -> str:
    """The named pipeline; where there is only one it need not be named."""
    names = pipelines(desk, name)
    if not names:
        raise Misunderstood(none_declared())
    if len(names) > 1:
        raise Misunderstood(which_pipeline(names))
    return names[0]


def incident_number(desk: Desk, word: str) -> int:
    """The number of an incident; where only one is open it need not be said."""
    text = word.removeprefix("#").removeprefix("no.").strip()
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    open_ = [each.id for answer in desk.bulletins() for each in answer.incidents]
    if not text and len(open_) == 1:
        return open_[0]
    raise Misunderstood(which_incident(word if text else "", open_))
