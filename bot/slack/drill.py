"""`/pipeline drill` and its button, and those of a test page: somebody says that it came."""

import json

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.drill import Way
from bot.messages.drill import CAME, NAMES
from bot.messages.drill_asked import BEGIN, not_of_the_team, noted_already
from bot.routes.slack_answers import FAILURES
from bot.slack.actions import acked_when_kept
from bot.slack.desk import Desk
from bot.slack.replies import Body, member, whisper, who


def add_drill(app: App, desk: Desk) -> None:
    """Listen to the buttons."""

    @app.action(BEGIN)
    def agreed(ack: Ack, body: Body, client: WebClient) -> None:
        ladder = json.loads(body["actions"][0]["value"])
        with acked_when_kept(ack):
            answer = desk.drills.begin(ladder, who(body, desk))
        whisper(client, body, answer)

    @app.action(CAME)
    def came(ack: Ack, body: Body, client: WebClient) -> None:
        number, said, team = [*str(body["actions"][0]["value"]).split(":", 2), ""][:3]
        route = next(each for each in NAMES if each == said)
        name = who(body, desk)
        if team and not _is_in(client, desk.group(team), member(body)):
            ack()
            whisper(client, body, not_of_the_team(team))
            return
        with acked_when_kept(ack):
            new = desk.came(int(number), Way(team or name, route), name)
        if not new:
            whisper(client, body, noted_already(route))


def _is_in(client: WebClient, group: str, user: str) -> bool:
    """Whether somebody is in a user group; they are believed where Slack does not tell."""
    try:
        return user in client.usergroups_users_list(usergroup=group)["users"]
    except FAILURES:
        return True
