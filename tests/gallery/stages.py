"""A new pipeline: its daily number, the end of its week in the shadow, who made it louder or silent."""

from datetime import date

from bot.domain.number import DailyNumber
from bot.domain.number_intent import NumberPost
from bot.domain.stage import Stage
from bot.domain.stage_intent import ShadowPost, StagePost
from bot.messages.message import SlackMessage
from bot.messages.number import number_message
from bot.messages.shadow import shadow_message
from bot.messages.stage import stage_message
from tests.gallery.states import Text
from tests.gallery.troubles import named

CHANNEL = "#flights-data"


def a_number(text: Text, ok: bool | None, said: str, **changes: object) -> NumberPost:
    """A first number, on a day."""
    facts: dict[str, object] = {
        "table": named(text, "weather"), "column": text("wind_gust"), "day": date(2013, 2, 14), "said": said,
        "ok": ok, "quiet": 9 if ok else 0,
    }  # fmt: skip
    number = DailyNumber(**facts | changes)  # type: ignore[arg-type]
    return NumberPost(pipeline=named(text, "flights"), channel=CHANNEL, number=number)


def a_week(text: Text) -> ShadowPost:
    """A week in the shadow, and its seam."""
    return ShadowPost(
        pipeline=named(text, "flights"), channel=CHANNEL, audits=7, findings=9, places=3, others=2,
        check="null_rate", table=named(text, "weather"), column=text("wind_gust"),
        summary=f"nulls of `{text('wind_gust')}` have grown: 2.1% → 23.8%", days=5,
    )  # fmt: skip


def a_step(text: Text, stage: Stage) -> StagePost:
    """Maria said so."""
    return StagePost(
        pipeline=named(text, "flights"), channel=CHANNEL, change=1, stage=stage, who=text("maria")
    )


def daily_number(text: Text) -> SlackMessage:
    """The one number of a new pipeline: one message, edited every day, which rings nobody."""
    return number_message(a_number(text, True, "2.1%"))


def daily_number_in_red(text: Text) -> SlackMessage:
    """The day on which it is not as usual."""
    return number_message(a_number(text, False, "23.8%"))


def daily_number_of_two_weeks(text: Text) -> SlackMessage:
    """After two weeks: what to watch next, and why."""
    why = text("it is the second most often missing")
    return number_message(a_number(text, True, "2.0%", proposed=text("pressure"), why=why))


def shadow_is_over(text: Text) -> SlackMessage:
    """A week in the shadow is over: what was counted, and the one seam to mend first."""
    return shadow_message(a_week(text))


def shadow_of_a_quiet_week(text: Text) -> SlackMessage:
    """The same where nothing failed."""
    return shadow_message(
        ShadowPost(pipeline=named(text, "flights"), channel=CHANNEL, audits=7, findings=0, places=0)
    )


def pages_from_now_on(text: Text) -> SlackMessage:
    """Everybody sees who made it louder."""
    return stage_message(a_step(text, Stage.PAGE))


def is_muted(text: Text) -> SlackMessage:
    """Or silent."""
    return stage_message(a_step(text, Stage.MUTED))
