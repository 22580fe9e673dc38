"""Everything is broken at once: what is watched, and the check-list of what is muted."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.health import Status
from bot.domain.incident import opened
from bot.domain.survival import Count, Item, Now, Survival, brought_back, ended
from bot.messages.health import health_message
from bot.messages.message import SlackMessage
from bot.messages.survival import instead, instead_text, survival_message
from tests.gallery.states import Text
from tests.gallery.troubles import FRIDAY, a_bulletin, around, named, nulls


def a_survival(text: Text) -> Survival:
    """Five of eight checks fail; one table is watched, four are muted."""
    tables = {
        named(text, "flights_daily"): Now.FAILING,
        named(text, "planes"): Now.IN_ORDER,
        named(text, "airports"): Now.UNKNOWN,
        named(text, "crews"): Now.FAILING,
    }
    return Survival(
        id=2, pipeline=text("flights"), incident=7, begun_at=FRIDAY,
        count=Count(failing=5, checks=8, follow=1),
        watched=(named(text, "weather"),), because=f"they feed {text('delay_model')} (critical)",
        items=tuple(Item(table=table, now=now, since=FRIDAY) for table, now in tables.items()),
    )  # fmt: skip


def survival_begins(text: Text) -> SlackMessage:
    """Too much fails at once for a ranking: one message, what is watched, and what is muted."""
    incident = opened(7, (nulls(text),), FRIDAY)
    return survival_message(a_survival(text), replace(incident, hop=1), around(text))


def survival_goes_on(text: Text) -> SlackMessage:
    """Tables are brought back one after the other, each by a person."""
    after = brought_back(a_survival(text), named(text, "planes"), text("maria"), FRIDAY + timedelta(hours=2))
    return survival_message(after, opened(7, (nulls(text),), FRIDAY), around(text))


def survival_is_over(text: Text) -> SlackMessage:
    """Everything is watched again, and findings are ranked."""
    after = ended(a_survival(text), text("maria"), FRIDAY + timedelta(hours=5))
    return survival_message(after, opened(7, (nulls(text),), FRIDAY), around(text))


def health_while_everything_is_broken(text: Text) -> SlackMessage:
    """What is answered meanwhile: no ranking, and what is watched instead."""
    told = instead_text(instead(a_survival(text)))
    return health_message([a_bulletin(text, status=Status.BROKEN, instead=told)])
