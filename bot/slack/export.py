"""`/pipeline export`: the open findings as a file, in private to whoever asked."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.messages.export import (
    exported,
    file_name,
    file_not_sent,
    findings_csv,
    nothing_to_export,
    sent_in_private,
)
from bot.messages.message import SlackMessage
from bot.slack.asked import Asker, Misunderstood, pipelines
from bot.slack.desk import Desk

EXPORT = "export"


def export(client: WebClient, desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    """Send the file; the answer says where it is. Raises: Misunderstood."""
    bulletins = desk.bulletins(pipelines(desk, rest))
    if not any(each.incidents for each in bulletins):
        return nothing_to_export(bulletins, desk.zone)
    name, said = file_name(rest, desk.now().date()), exported(bulletins, desk.zone).text
    try:
        room = str(client.conversations_open(users=asker.member)["channel"]["id"])
        client.files_upload_v2(
            channel=room, filename=name, title=name, content=findings_csv(bulletins), initial_comment=said
        )
    except SlackApiError as error:
        if error.response.get("error") != "missing_scope":
            raise
        raise Misunderstood(file_not_sent()) from error
    return sent_in_private(bulletins, desk.zone)
