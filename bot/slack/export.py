"""`/pipeline export`: the open findings as a file, in private to whoever asked."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.messages.answers import in_words, looked_at
from bot.messages.export import findings_csv
from bot.messages.figures import counted
from bot.messages.message import SlackMessage
from bot.slack.asked import Asker, Misunderstood, pipelines
from bot.slack.desk import Desk

EXPORT = "export"


def export(client: WebClient, desk: Desk, rest: str, asker: Asker) -> SlackMessage:
    """Send the file; the answer says where it is. Raises: Misunderstood."""
    bulletins = desk.bulletins(pipelines(desk, rest))
    many = sum(len(each.findings) for bulletin in bulletins for each in bulletin.incidents)
    as_of = looked_at(bulletins, desk.zone)
    if not many:
        return in_words(f"Nothing is open: there is nothing to export. {as_of}")
    name = f"findings-{rest or 'all'}-{desk.now():%Y-%m-%d}.csv"
    said = f"{counted(many, 'open finding')} as CSV. {as_of}"
    try:
        room = str(client.conversations_open(users=asker.member)["channel"]["id"])
        client.files_upload_v2(
            channel=room, filename=name, title=name, content=findings_csv(bulletins), initial_comment=said
        )
    except SlackApiError as error:
        if error.response.get("error") != "missing_scope":
            raise
        raise Misunderstood(
            "I may not send files here: add the scope `files:write` (`oakum manifest`) and install me again. "
            "Until then, `oakum incidents --format csv` prints them."
        ) from error
    return in_words(f"I sent you the file in private: {said}")
