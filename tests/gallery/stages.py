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


def _number(text: Text, ok: bool | None, said: str, **changes: object) -> SlackMessage:
    facts: dict[str, object] = {
        "table": named(text, "weather"), "column": text("wind_gust"), "day": date(2013, 2, 14), "said": said,
        "ok": ok, "quiet": 9 if ok else 0,
    }  # fmt: skip
    number = DailyNumber(**facts | changes)  # type: ignore[arg-type]
    return number_message(NumberPost(pipeline=named(text, "flights"), channel=CHANNEL, number=number))


def daily_number(text: Text) -> SlackMessage:
    """The one number of a new pipeline: one message, edited every day, which rings nobody."""
    return _number(text, True, "2.1%")


def daily_number_in_red(text: Text) -> SlackMessage:
    """The day on which it is not as usual."""
    return _number(text, False, "23.8%")


def daily_number_of_two_weeks(text: Text) -> SlackMessage:
    """After two weeks: what to watch next, and why."""
    return _number(
        text, True, "2.0%", proposed=text("pressure"), why=text("it is the second most often missing")
    )


def shadow_is_over(text: Text) -> SlackMessage:
    """A week in the shadow is over: what was counted, and the one seam to mend first."""
    return shadow_message(
        ShadowPost(
            pipeline=named(text, "flights"), channel=CHANNEL, audits=7, findings=9, places=3, others=2,
            check="null_rate", table=named(text, "weather"), column=text("wind_gust"),
            summary=f"nulls of `{text('wind_gust')}` have grown: 2.1% → 23.8%", days=5,
        )
    )  # fmt: skip


def shadow_of_a_quiet_week(text: Text) -> SlackMessage:
    """The same where nothing failed."""
    return shadow_message(
        ShadowPost(pipeline=named(text, "flights"), channel=CHANNEL, audits=7, findings=0, places=0)
    )


def pages_from_now_on(text: Text) -> SlackMessage:
    """Everybody sees who made it louder."""
    return stage_message(
        StagePost(
            pipeline=named(text, "flights"), channel=CHANNEL, change=1, stage=Stage.PAGE, who=text("maria")
        )
    )


def is_muted(text: Text) -> SlackMessage:
    """Or silent."""
    return stage_message(
        StagePost(
            pipeline=named(text, "flights"), channel=CHANNEL, change=2, stage=Stage.MUTED, who=text("maria")
        )
    )
