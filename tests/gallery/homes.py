"""The home tab of the app."""

from zoneinfo import ZoneInfo

from bot.domain.incident import Act, act
from bot.domain.wishes import Reach, Wishes
from bot.messages.home import home_view
from bot.messages.wishes import no_wishes, wishes_blocks
from tests.gallery.states import Text, View
from tests.gallery.troubles import FRIDAY, NEW_YORK, a_bulletin, bulletins, three_open


def home(text: Text) -> View:
    """What to fix first, which is mine, what else is, my pipelines and who is on call, my settings."""
    wishes = wishes_blocks(Wishes(timezone=ZoneInfo("Europe/Berlin"), reach=Reach.DM), [NEW_YORK])
    focus, late, doubled = three_open(text)
    broken = a_bulletin(text, focus, act(late, Act.ACKNOWLEDGE, text("maria"), FRIDAY), doubled)
    return home_view([broken, *bulletins(text)[1:]], FRIDAY, NEW_YORK, text("maria"), wishes)


def home_of_a_quiet_day(text: Text) -> View:
    """Nothing is open; and whoever looks is not in oakum.yaml yet."""
    return home_view(bulletins(text)[1:2], FRIDAY, NEW_YORK, text("eve"), no_wishes(text("eve")))
