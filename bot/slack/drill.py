"""`/pipeline drill` and its button, and those of a test page: somebody says that it came."""

from pydantic import TypeAdapter
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.drill import Way
from bot.domain.way import Route
from bot.messages.drill import CAME
from bot.messages.drill_asked import BEGIN, not_of_the_team, noted_already
from bot.routes.slack_answers import FAILURES
from bot.slack.acked import acked_when_kept
from bot.slack.carried import as_number, as_ours, value
from bot.slack.desk import Desk
from bot.slack.replies import Body, member, whisper, who

_LADDER: TypeAdapter[str | None] = TypeAdapter(str | None)
_ROUTE: TypeAdapter[Route] = TypeAdapter(Route)


def add_drill(app: App, desk: Desk) -> None:
    """Listen to the buttons."""

    @app.action(BEGIN)
    def agreed(ack: Ack, body: Body, client: WebClient) -> None:
        with as_ours():
            ladder = _LADDER.validate_json(value(body), strict=True)
        with acked_when_kept(ack):
            answer = desk.drills.begin(ladder, who(body, desk))
        whisper(client, body, answer)

    @app.action(CAME)
    def came(ack: Ack, body: Body, client: WebClient) -> None:
        with as_ours():
            number, said, team = [*value(body).split(":", 2), ""][:3]
            route = _ROUTE.validate_python(said)
        name = who(body, desk)
        if team and not _is_in(client, desk.group(team), member(body)):
            ack()
            whisper(client, body, not_of_the_team(team))
            return
        with acked_when_kept(ack):
            new = desk.came(as_number(number), Way(team or name, route), name)
        if not new:
            whisper(client, body, noted_already(route))


def _is_in(client: WebClient, group: str, user: str) -> bool:
    """Whether somebody is in a user group; they are believed where Slack does not tell."""
    try:
        return user in client.usergroups_users_list(usergroup=group)["users"]
    except FAILURES:
        return True
