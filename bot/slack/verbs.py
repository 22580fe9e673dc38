"""The words behind `/pipeline`: what each does and answers."""

from collections.abc import Callable, Mapping

from bot.domain.incident import Act, Illegal, Incident, State
from bot.domain.labels import false_alarm
from bot.domain.snooze import NotUnderstoodError
from bot.domain.stage import Step
from bot.messages.answers import all_yours, done, findings_message
from bot.messages.backlog import backlog_message
from bot.messages.debt import debt_message
from bot.messages.digest import digest_message, no_checkup
from bot.messages.health import health_message
from bot.messages.help import help_message
from bot.messages.hints import none_declared, refused, say_why, typed_alone, unknown_incident, unknown_person
from bot.messages.load import load_message
from bot.messages.message import SlackMessage
from bot.messages.modal import CAUSE_LIMIT
from bot.messages.on_call import on_call_message
from bot.slack.actions import explained, refusal
from bot.slack.asked import Asker, Misunderstood, incident_number, one_pipeline, pipelines
from bot.slack.backlog import close, promote
from bot.slack.desk import Desk
from bot.slack.expert import expert
from bot.slack.export import EXPORT
from bot.slack.menu import fix
from bot.slack.missed import MISSED
from bot.slack.new_pipeline import NEW
from bot.slack.share import SHARE
from bot.slack.silence import silence
from bot.slack.survival import survive


def _health(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return health_message(desk.bulletins(pipelines(desk, rest)))


def _findings(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return findings_message(desk.bulletins(pipelines(desk, rest)))


def _why(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    id_ = incident_number(desk, rest)
    return _known(id_, lambda: explained(desk, id_))


def _expert(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    id_ = incident_number(desk, rest)
    return _known(id_, lambda: expert(desk, id_))


def _ack(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, name = rest.partition(" ")
    if word.lower() == "all":
        return _ack_all(desk, name.strip(), asker)
    id_ = incident_number(desk, rest)
    return _known(id_, lambda: _done(desk, Act.ACKNOWLEDGE, desk.acknowledge(id_, asker.name)))


def _ack_all(desk: Desk, name: str, asker: Asker) -> SlackMessage:
    """In a storm nobody presses forty buttons."""
    bulletins = desk.bulletins(pipelines(desk, name))
    open_ = [each.id for said in bulletins for each in said.incidents if each.state is State.OPEN]
    taken = [id_ for id_ in open_ if not isinstance(desk.acknowledge(id_, asker.name), Illegal)]
    return all_yours(taken)


def _assign(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, said = rest.rpartition(" ")
    to = said.removeprefix("@").lower()
    known = {name.lower(): name for name in desk.people}
    if to not in known:
        raise Misunderstood(unknown_person(to, list(known)))
    id_ = incident_number(desk, word)
    return _known(id_, lambda: _done(desk, Act.HAND_OVER, desk.hand_over(id_, asker.name, known[to])))


def _snooze(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, said = rest.partition(" ")
    id_ = incident_number(desk, word)
    try:
        return _known(id_, lambda: _done(desk, Act.SNOOZE, desk.snooze(id_, asker.name, said)))
    except NotUnderstoodError as error:
        raise Misunderstood(refused(error)) from error


def _silence(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return silence(desk, rest, asker.name, asker.here)


def _resolve(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, cause = rest.partition(" ")
    id_ = incident_number(desk, word)
    return _known(
        id_, lambda: _done(desk, Act.RESOLVE, desk.resolve(id_, asker.name, cause.strip()[:CAUSE_LIMIT]))
    )


def _backlog(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return backlog_message(desk.bulletins(pipelines(desk, rest)), desk.now())


def _promote(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return _with_reason(promote, "promote", desk, rest, asker)


def _close(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return _with_reason(close, "close", desk, rest, asker)


def _with_reason(
    do: Callable[[Desk, int, str, str], SlackMessage], verb: str, desk: Desk, rest: str, asker: Asker
) -> SlackMessage:
    """What wants a reason, so that the next one who wonders finds it."""
    word, _, said = rest.partition(" ")
    id_, reason = incident_number(desk, word), said.strip()[:CAUSE_LIMIT]
    if not reason:
        raise Misunderstood(say_why(verb, id_))
    return _known(id_, lambda: do(desk, id_, asker.name, reason))


def _false_alarm(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, reason = rest.partition(" ")
    return _resolve(desk, f"{incident_number(desk, word)} {false_alarm(reason)}", asker)


def _missed(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return typed_alone(MISSED)


def _budget(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return desk.budgets.told(pipelines(desk, rest))


def _tune(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return desk.budgets.tune(pipelines(desk, rest))


def _tuned(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return desk.budgets.tuned(pipelines(desk, rest))


def _noise(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, name = rest.partition(" ")
    steps = {"quieter": 1, "louder": -1}.get(word.lower())
    if steps is None:
        return desk.budgets.noise(one_pipeline(desk, rest or asker.here or ""))
    return desk.budgets.turn(one_pipeline(desk, name.strip() or asker.here or ""), steps, asker.name)


def _debt(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return debt_message(desk.debts(pipelines(desk, rest)), desk.zone)


def _fixed(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    word, _, cause = rest.partition(" ")
    id_ = incident_number(desk, word)
    return _known(id_, lambda: fix(desk, id_, asker.name, cause.strip()[:CAUSE_LIMIT]))


def _done(desk: Desk, act: Act, changed: Incident | Illegal) -> SlackMessage:
    if isinstance(changed, Illegal):
        return refusal(desk, act, changed)
    return done(changed, act)


def _known(id_: int, tell: Callable[[], SlackMessage]) -> SlackMessage:
    try:
        return tell()
    except LookupError as error:
        raise Misunderstood(unknown_incident(id_)) from error


def _rollback(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    id_ = incident_number(desk, rest)
    return _known(id_, lambda: desk.roll_back(id_, asker.member))


def _oncall(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    names = pipelines(desk, rest)
    if not names:
        raise Misunderstood(none_declared())
    return on_call_message([(name, desk.around(name)) for name in names], desk.now())


def _checkup(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    told = desk.checkup(one_pipeline(desk, rest or asker.here or ""))
    if told is None:
        return no_checkup()
    return digest_message(told.checkup, told.around, told.places)


def _go(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return desk.step(one_pipeline(desk, rest or asker.here or ""), Step.GO, asker.name)


def _mute(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return desk.step(one_pipeline(desk, rest or asker.here or ""), Step.MUTE, asker.name)


def _survive(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    try:
        return survive(desk, rest, asker.name, asker.here)
    except LookupError as error:
        raise Misunderstood(refused(error.args[0])) from error


def _load(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    names = pipelines(desk, rest)
    return load_message(desk.load(names), names)


def _export(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return typed_alone(EXPORT)


def _new(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return typed_alone(NEW)


def _share(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return typed_alone(SHARE)


def _drill(desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    return desk.drills.planned(one_pipeline(desk, rest) if rest else None)


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
    "drill": _drill,
    "go": _go,
    "mute": _mute,
    "survive": _survive,
    "load": _load,
    EXPORT: _export,
    NEW: _new,
    SHARE: _share,
    "help": _help,
}
