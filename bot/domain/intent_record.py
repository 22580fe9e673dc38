"""An intent as the outbox keeps it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, get_args

from bot.domain.hook_intent import HookAbout, HookPage
from bot.domain.incident import What
from bot.domain.intent import IncidentNote, Intent
from bot.domain.number import DailyNumber
from bot.domain.number_intent import NumberPost, NumberUpdate
from bot.domain.stage import Stage
from bot.domain.stage_intent import StagePost

KINDS: Mapping[str, type[Intent]] = {each.kind: each for each in get_args(Intent)}


def to_json(intent: Intent) -> dict[str, Any]:
    """The payload as JSON keeps it; `kind` is kept beside it."""
    payload = asdict(intent)
    if isinstance(intent, HookAbout):
        payload["said"] = {"kind": intent.said.kind, **to_json(intent.said)}
    if isinstance(intent, IncidentNote):
        payload["at"] = intent.at.isoformat()
    if isinstance(intent, NumberPost | NumberUpdate):
        payload["number"]["day"] = intent.number.day.isoformat()
    return payload


def from_json(kind: str, payload: Mapping[str, Any]) -> Intent:
    """The intent that `to_json` wrote."""
    fields = dict(payload)
    if kind == IncidentNote.kind:
        fields |= {"at": datetime.fromisoformat(fields["at"]), "what": What(fields["what"])}
    if kind in (NumberPost.kind, NumberUpdate.kind):
        facts = fields["number"]
        fields["number"] = DailyNumber(**facts | {"day": date.fromisoformat(facts["day"])})
    if kind == HookAbout.kind:
        said = dict(fields["said"])
        fields["said"] = from_json(said.pop("kind"), said)
    if kind == HookPage.kind:
        one = fields.pop("person", None)  # of a store that another version wrote
        fields["people"] = (one,) if one else tuple(fields["people"])
    if kind == StagePost.kind:
        fields["stage"] = Stage(fields["stage"])
    return KINDS[kind](**fields)
