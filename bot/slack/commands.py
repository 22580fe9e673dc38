"""The slash command: `/pipeline health`, `ack 12`, … Every answer is for the asker alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.incident import Act, Illegal, Incident, State
from bot.domain.labels import false_alarm
from bot.domain.rights import NotAllowedError
from bot.domain.snooze import NotUnderstoodError
from bot.domain.stage import Step
from bot.messages.answers import done, findings_message, in_words
from bot.messages.backlog import backlog_message
from bot.messages.debt import debt_message
from bot.messages.digest import digest_message
from bot.messages.figures import counted
from bot.messages.health import health_message
from bot.messages.help import help_message
from bot.messages.load import load_message
from bot.messages.message import SlackMessage
from bot.messages.modal import CAUSE_LIMIT
from bot.messages.on_call import on_call_message
from bot.messages.text import code, escape, listing
from bot.slack.actions import explained, too_late
from bot.slack.backlog import close, promote
from bot.slack.desk import Desk
from bot.slack.expert import expert
from bot.slack.menu import fix
from bot.slack.missed import MISSED, ask_missed
from bot.slack.replies import Body, member, whisper, who
from bot.slack.silence import silence
from bot.slack.survival import survive

COMMAND = "/pipeline"


class Misunderstood(Exception):  # noqa: N818 - an answer to a person, not an error of ours
    """What was typed makes no sense; the text says what to type instead."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and the pipeline whose channel they are in."""

    name: str
    here: str | None = None
    member: str = ""
    """Their id in Slack, where a name is not enough."""


def add_commands(app: App, desk: Desk) -> None:
    """Listen to the slash command."""

    @app.command(COMMAND)
    def typed(ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        here = desk.pipeline_at(str(body.get("channel_id")), f"#{body.get('channel_name')}")
        if str(body.get("text", "")).strip().lower() == MISSED:
            ask_missed(client, body, here or "")
            return
        asker = Asker(who(body, desk), here, member(body))
        whisper(client, body, answer(desk, str(body.get("text", "")), asker))


def answer(desk: Desk, text: str, asker: Asker) -> SlackMessage:
    """What the command says; a typing mistake gets a suggestion."""
    verb, _, rest = text.strip().partition(" ")
    try:
        return _verb(verb.lower() or "help")(desk, rest.strip(), asker)
    except Misunderstood as error:
        return in_words(str(error))
    except NotAllowedError as error:
        return in_words(escape(str(error)))


def _verb(word: str) -> "Verb":
    if word not in VERBS:
        raise Misunderstood(f"I do not know {code(word)}. {_suggestion(word, list(VERBS))}")
    return VERBS[word]


def _suggestion(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"Did you mean {code(close[0])}?" if close else f"I know {listing(known, 10)}."


def _pipelines(desk: Desk, name: str) -> list[str]:
    """The named pipeline, or all."""
    known = list(desk.pipelines)
    if name and name not in known:
        raise Misunderstood(f"There is no pipeline {code(name)}. {_suggestion(name, known)}")
    return [name] if name else known


def _one(desk: Desk, name: str) -> str:
    """The named pipeline; where there is only one it need not be named."""
    names = _pipelines(desk, name)
    if not names:
        raise Misunderstood("No pipeline is declared yet.")
    if len(names) > 1:
        raise Misunderstood(f"Which pipeline? I watch {listing(names, 10)}.")
    return names[0]


def _number(desk: Desk, word: str) -> int:
    """The number of an incident; where only one is open it need not be said."""
    text = word.removeprefix("#").removeprefix("no.").strip()
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    open_ = [each.id for answer in desk.bulletins() for each in answer.incidents]
    if not text and len(open_) == 1:
        return open_[0]
    if not open_:
        raise Misunderstood("Nothing is open.")
    numbers = ", ".join(str(id_) for id_ in open_[:10])
    said = f"{code(word)} is no number." if text else "Which one?"
    raise Misunderstood(f"{said} Open are: {numbers}. Ask `/pipeline findings` what they are.")


def _health(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return health_message(desk.bulletins(_pipelines(desk, rest)))


def _findings(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return findings_message(desk.bulletins(_pipelines(desk, rest)))


def _why(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    id_ = _number(desk, rest)
    return _known(id_, lambda: explained(desk, id_))


def _expert(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    id_ = _number(desk, rest)
    return _known(id_, lambda: expert(desk, id_))


def _ack(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, name = rest.partition(" ")
    if word.lower() == "all":
        return _ack_all(desk, name.strip(), asker)
    id_ = _number(desk, rest)
    return _known(id_, lambda: _done(desk, Act.ACKNOWLEDGE, desk.acknowledge(id_, asker.name)))


def _ack_all(desk: Desk, name: str, asker: Asker) -> SlackMessage:
    """In a storm nobody presses forty buttons."""
    bulletins = desk.bulletins(_pipelines(desk, name))
    open_ = [each.id for said in bulletins for each in said.incidents if each.state is State.OPEN]
    taken = [id_ for id_ in open_ if not isinstance(desk.acknowledge(id_, asker.name), Illegal)]
    if not taken:
        return in_words("Nothing is open that nobody has.")
    return in_words(
        f"{counted(len(taken), 'problem')} are yours now: {listing(taken, 20)}. Nobody else is paged."
    )


def _assign(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, said = rest.rpartition(" ")
    to = said.removeprefix("@").lower()
    known = {name.lower(): name for name in desk.people}
    if to not in known:
        raise Misunderstood(f"Nobody is called {code(to)}. {_suggestion(to, list(known))}")
    id_ = _number(desk, word)
    return _known(id_, lambda: _done(desk, Act.HAND_OVER, desk.hand_over(id_, asker.name, known[to])))


def _snooze(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, said = rest.partition(" ")
    id_ = _number(desk, word)
    try:
        return _known(id_, lambda: _done(desk, Act.SNOOZE, desk.snooze(id_, asker.name, said)))
    except NotUnderstoodError as error:
        raise Misunderstood(str(error)) from error


def _silence(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    try:
        return silence(desk, rest, asker.name, asker.here)
    except ValueError as error:
        raise Misunderstood(escape(str(error))) from error


def _resolve(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, cause = rest.partition(" ")
    id_ = _number(desk, word)
    return _known(
        id_, lambda: _done(desk, Act.RESOLVE, desk.resolve(id_, asker.name, cause.strip()[:CAUSE_LIMIT]))
    )


def _backlog(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return backlog_message(desk.bulletins(_pipelines(desk, rest)), desk.now())


def _promote(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return _with_reason(promote, "promote", desk, rest, asker)


def _close(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return _with_reason(close, "close", desk, rest, asker)


def _with_reason(
    do: Callable[[Desk, int, str, str], SlackMessage], verb: str, desk: Desk, rest: str, asker: Asker
) -> SlackMessage:
    """What wants a reason, so that the next one who wonders finds it."""
    word, _, said = rest.partition(" ")
    id_, reason = _number(desk, word), said.strip()[:CAUSE_LIMIT]
    if not reason:
        raise Misunderstood(f"Why? `/pipeline {verb} {id_} the report is switched off`")
    return _known(id_, lambda: do(desk, id_, asker.name, reason))


def _false_alarm(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, reason = rest.partition(" ")
    return _resolve(desk, f"{_number(desk, word)} {false_alarm(reason)}", asker)


def _missed(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return in_words("`/pipeline missed`, and nothing behind it: a form asks for the rest.")


def _budget(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return desk.budgets.told(_pipelines(desk, rest))


def _tune(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return desk.budgets.tune(_pipelines(desk, rest))


def _tuned(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return desk.budgets.tuned(_pipelines(desk, rest))


def _noise(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, name = rest.partition(" ")
    steps = {"quieter": 1, "louder": -1}.get(word.lower())
    if steps is None:
        return desk.budgets.noise(_one(desk, rest or asker.here or ""))
    return desk.budgets.turn(_one(desk, name.strip() or asker.here or ""), steps, asker.name)


def _debt(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return debt_message(desk.debts(_pipelines(desk, rest)), desk.zone)


def _fixed(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, cause = rest.partition(" ")
    id_ = _number(desk, word)
    return _known(id_, lambda: fix(desk, id_, asker.name, cause.strip()[:CAUSE_LIMIT]))


def _done(desk: Desk, act: Act, changed: Incident | Illegal) -> SlackMessage:
    if isinstance(changed, Illegal):
        return too_late(desk, act, changed) or in_words("It is done already.")
    return done(changed, act)


def _known(id_: int, tell: Callable[[], SlackMessage]) -> SlackMessage:
    try:
        return tell()
    except LookupError as error:
        raise Misunderstood(f"There is no number {id_}. Ask `/pipeline findings` what is open.") from error


def _rollback(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    id_ = _number(desk, rest)
    return _known(id_, lambda: desk.roll_back(id_, asker.member))


def _oncall(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    names = _pipelines(desk, rest)
    if not names:
        raise Misunderstood("No pipeline is declared yet.")
    return on_call_message([(name, desk.around(name)) for name in names], desk.now())


def _checkup(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    told = desk.checkup(_one(desk, rest or asker.here or ""))
    if told is None:
        return in_words("There was no checkup yet.")
    return digest_message(told.checkup, told.around, told.places)


def _go(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return desk.step(_one(desk, rest or asker.here or ""), Step.GO, asker.name)


def _mute(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return desk.step(_one(desk, rest or asker.here or ""), Step.MUTE, asker.name)


def _survive(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    try:
        return survive(desk, rest, asker.name, asker.here)
    except LookupError as error:
        raise Misunderstood(escape(str(error.args[0]))) from error


def _load(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    names = _pipelines(desk, rest)
    return load_message(desk.load(names), names)


def _help(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return help_message(desk.pipelines)


Verb = Callable[[Desk, str, Asker], SlackMessage]
VERBS: Mapping[str, Verb] = {
    "health": _health,
    "findings": _findings,
    "why": _why,
    "expert": _expert,
    "ack": _ack,
    "assign": _assign,
    "snooze": _snooze,
    "silence": _silence,
    "resolve": _resolve,
    "backlog": _backlog,
    "promote": _promote,
    "close": _close,
    "false-alarm": _false_alarm,
    MISSED: _missed,
    "budget": _budget,
    "tune": _tune,
    "tuned": _tuned,
    "noise": _noise,
    "debt": _debt,
    "fixed": _fixed,
    "rollback": _rollback,
    "oncall": _oncall,
    "checkup": _checkup,
    "go": _go,
    "mute": _mute,
    "survive": _survive,
    "load": _load,
    "help": _help,
}
