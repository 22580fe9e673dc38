"""My settings, on the home tab: the clock I read, and where Slack rings me."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.wishes import Reach, Wishes
from bot.messages.blocks import context, header, plain_text, section
from bot.messages.message import Block

ZONE, REACH = "wish_zone", "wish_reach"
OF_PIPELINE = "pipeline"
"""Instead of a zone: that of the pipeline."""
_MOST = 99

_SAID = {
    Reach.BOTH: "in the thread and in private",
    Reach.DM: "in private only",
    Reach.CHANNEL: "in the thread only",
}
ZONES = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Chicago",
    "America/Mexico_City", "America/New_York", "America/Bogota", "America/Lima", "America/Toronto",
    "America/Halifax", "America/Santiago", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "UTC",
    "Atlantic/Reykjavik", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Africa/Lagos",
    "Europe/Amsterdam",
    "Europe/Berlin", "Europe/Brussels", "Europe/Copenhagen", "Europe/Madrid", "Europe/Oslo", "Europe/Paris",
    "Europe/Prague", "Europe/Rome", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich",
    "Africa/Cairo", "Africa/Johannesburg", "Europe/Athens", "Europe/Bucharest", "Europe/Helsinki",
    "Europe/Kyiv",
    "Asia/Jerusalem", "Africa/Nairobi", "Europe/Istanbul", "Asia/Riyadh", "Asia/Dubai", "Asia/Tehran",
    "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Jakarta", "Asia/Ho_Chi_Minh",
    "Asia/Hong_Kong", "Asia/Kuala_Lumpur", "Asia/Manila", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei",
    "Australia/Perth", "Asia/Seoul", "Asia/Tokyo", "Australia/Adelaide", "Australia/Brisbane",
    "Australia/Melbourne", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
"""From west to east; those of the configuration are offered as well."""


def wishes_blocks(chosen: Wishes, declared: Sequence[ZoneInfo]) -> list[Block]:
    """Two menus, and what they do."""
    used = [each.key for each in (chosen.timezone, *declared) if each]
    zones = [OF_PIPELINE, *dict.fromkeys([*used, *ZONES])][:_MOST]
    named = {zone: "the pipeline's" if zone == OF_PIPELINE else zone for zone in zones}
    zone = chosen.timezone.key if chosen.timezone else OF_PIPELINE
    reach = {each.value: said for each, said in _SAID.items()}
    return [
        header("My settings"),
        section(
            "*Time zone* of mails to you, and of your “yesterday” and “last week”", _menu(ZONE, named, zone)
        ),
        section("*Pages by Slack* reach you", _menu(REACH, reach, chosen.reach.value)),
        context("In Slack every time is shown by your own clock anyway. Pages by mail and by services stay."),
    ]


def no_wishes(name: str) -> list[Block]:
    """For those whom the configuration does not know."""
    said = "You are not among the `people` of oakum.yaml (by your Slack member id): nothing is sent to you."
    return [header("My settings"), section(said)] if name else []


def _menu(action: str, options: dict[str, str], chosen: str) -> Block:
    listed = [{"text": plain_text(text, 75), "value": value} for value, text in options.items()]
    return {
        "type": "static_select",
        "action_id": action,
        "options": listed,
        "initial_option": next(each for each in listed if each["value"] == chosen),
    }
