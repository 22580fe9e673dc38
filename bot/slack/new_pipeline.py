"""`/pipeline new` and “Watch a table”: a form, a look at the table, and the file that is proposed for it."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.newcomer import NoWishError, Wish, a_channel
from bot.domain.rights import NotAllowedError
from bot.engine.newcomers import IsThereError, Proposal, TakenError
from bot.messages.message import SlackMessage, payload
from bot.messages.modal import field_errors
from bot.messages.newcomer import (
    NEW_PIPELINE,
    NEW_VIEW,
    looked_modal,
    looking_modal,
    not_possible_modal,
    said_in,
    waiting_modal,
)
from bot.messages.proposal import (
    NOT_NOW,
    WRITE,
    cannot_look,
    file_not_sent,
    invite,
    otherwise,
    proposed,
    put_off,
    refused,
    there_already,
    to_commit,
    with_outcome,
    written,
)
from bot.settings.errors import ConfigError
from bot.slack.acked import acked_when_kept
from bot.slack.carried import as_ours, value
from bot.slack.desk import Desk
from bot.slack.newcomers import NoSuchTableError, OtherwiseError, wished
from bot.slack.replies import Body, member, whisper, who
from checks.sources.tables import SourceError

NEW = "new"

log = logging.getLogger(__name__)


def add_new_pipeline(app: App, desk: Desk) -> None:
    """Listen to the button of the home, to the form, and to both buttons of a proposal."""

    @app.action(NEW_PIPELINE)
    def begin(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            desk.newcomers.must(who(body, desk))
        ask_new(client, desk, body, "")

    @app.view(NEW_VIEW)
    def sent(ack: Ack, body: Body, view: dict[str, Any], client: WebClient) -> None:
        try:
            desk.newcomers.must(who(body, desk))
            with as_ours():
                answers = said_in(view)
            wish = desk.newcomers.understood(answers)
        except (NotAllowedError, ConfigError) as error:
            ack(response_action="update", view=not_possible_modal(error))
            return
        if not isinstance(wish, Wish):
            ack(response_action="errors", errors=field_errors(wish))
            return
        ack(response_action="update", view=looking_modal(wish.name))
        _replace(client, view["id"], looked_modal(propose(client, desk, body, wish)))

    @app.action(WRITE)
    def write(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            desk.newcomers.must(who(body, desk))
            about = _file(body)
        _show(client, body, _written(client, desk, body, *about))

    @app.action(NOT_NOW)
    def not_now(ack: Ack, body: Body, client: WebClient) -> None:
        with acked_when_kept(ack):
            file, carried = _file(body)
        is_there = desk.newcomers.is_written(carried)
        _show(client, body, there_already(file) if is_there else put_off(file))


def ask_new(client: WebClient, desk: Desk, body: Body, word: str) -> None:
    """Open the form, at first without its tables: the sources may take longer than Slack waits.

    Raises: NotAllowedError.
    """
    name, here = who(body, desk), str(body.get("channel_id") or "")
    desk.newcomers.must(name)
    opened = client.views_open(trigger_id=body["trigger_id"], view=waiting_modal())
    try:
        form = desk.newcomers.form(word, name, here if here.startswith(("C", "G")) else "")
    except ConfigError as error:
        form = not_possible_modal(error)
    _replace(client, opened["view"]["id"], form)


def _replace(client: WebClient, id_: str, view: Mapping[str, Any]) -> None:
    """Show something else in a form, unless it was closed meanwhile."""
    try:
        client.views_update(view_id=id_, view=dict(view))
    except SlackApiError as error:
        if error.response.get("error") != "not_found":
            raise


def propose(client: WebClient, desk: Desk, body: Body, wish: Wish) -> SlackMessage:
    """Look at the table, and send what is proposed for it in private; returns what became of it."""
    channel, note = _channel(client, wish.channel)
    try:
        proposal = desk.newcomers.look(replace(wish, channel=channel), who(body, desk))
    except (NoSuchTableError, SourceError, ConfigError) as error:
        said = cannot_look(wish.name, error)
        whisper(client, body, said)
        return said
    _send(client, desk, member(body), proposal, note)
    return proposed(wish.name)


def _channel(client: WebClient, id_: str) -> tuple[str, str]:
    """A channel as people write it, and what is to be done before it can hear of anything."""
    try:
        told: Mapping[str, Any] = client.conversations_info(channel=id_)["channel"]
        name = a_channel(f"#{told.get('name')}")
    except (SlackApiError, OSError, NoWishError):
        return id_, invite(id_)  # a private one, of which only its members know
    return name, "" if told.get("is_member") else invite(name)


def _send(client: WebClient, desk: Desk, user: str, proposal: Proposal, note: str = "") -> None:
    said = {name: value for name, value in payload(desk.newcomers.told(proposal, note)).items() if value}
    posted = client.chat_postMessage(channel=user, unfurl_links=False, unfurl_media=False, **said)
    if desk.newcomers.goes_as_file(proposal):
        _upload(client, str(posted["channel"]), proposal)


def _upload(client: WebClient, room: str, proposal: Proposal) -> None:
    name = proposal.path.name
    try:
        client.files_upload_v2(channel=room, filename=name, title=name, content=proposal.text)
    except SlackApiError as error:
        if error.response.get("error") != "missing_scope":
            raise
        client.chat_postMessage(channel=room, text=file_not_sent().text)


def _written(client: WebClient, desk: Desk, body: Body, file: str, carried: str) -> str:
    """Write it, and say what became of it."""
    name = who(body, desk)
    try:
        proposal = desk.newcomers.agreed(carried, name)
    except OtherwiseError as error:
        _send(client, desk, member(body), error.proposal)
        return otherwise(file)
    except (NoSuchTableError, SourceError, ConfigError) as error:
        return refused(file, error)
    try:
        desk.newcomers.write(proposal, name)
    except IsThereError:
        return there_already(file)
    except (TakenError, ConfigError) as error:
        return refused(file, error)
    except OSError as error:
        log.warning("%s cannot be written: %s", proposal.path, error)
        _upload(client, str(body["channel"]["id"]), proposal)
        return to_commit(file)
    log.info("%s wrote %s from Slack", name, proposal.path)
    return written(file, name)


def _file(body: Body) -> tuple[str, str]:
    """The name of the file that a button is about, and what the button carries."""
    carried = value(body)
    wish, _ = wished(carried)
    return f"{wish.name}.yaml", carried


def _show(client: WebClient, body: Body, outcome: str) -> None:
    """What became of it stands where the buttons were."""
    message = body["message"]
    said = payload(with_outcome(message["blocks"], outcome))
    client.chat_update(channel=body["channel"]["id"], ts=message["ts"], **said)
