"""Nothing that Oakum says is missing in the catalogue."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import bot.messages
from tests.gallery import plots
from tests.gallery.states import CHAPTERS, as_it_is, states

ROOM = Path(bot.messages.__file__).parent
SAYS = {"SlackMessage", "Mail", "Picture"}
PARTS = {"Block", "list[Block]"}
KIT = "blocks.py"
"""The bricks of all messages: what is built of them is in the catalogue."""
OF_THE_OUTBOX = (
    ("render", "slack_message"),
    ("render", "mail"),
    ("render", "hook_message"),
    ("render", "picture_of"),
)
"""These only choose which of the others an intent is for."""


def renderers() -> set[tuple[str, str]]:
    """Module and name of each public function of bot/messages that makes a message, a view or blocks."""
    return {
        (path.stem, each.name)
        for path in ROOM.glob("*.py")
        if path.name != KIT
        for each in ast.parse(path.read_text()).body
        if isinstance(each, ast.FunctionDef) and not each.name.startswith("_") and _renders(each)
    }


def _renders(function: ast.FunctionDef) -> bool:
    returned = ast.unparse(function.returns) if function.returns else ""
    if returned in PARTS or SAYS & set(returned.split(" | ")):
        return True
    if any(isinstance(each, ast.Name) and each.id == "told_modal" for each in ast.walk(function)):
        return True
    constants = {each.value for each in ast.walk(function) if isinstance(each, ast.Constant)}
    return "type" in constants and bool({"modal", "home"} & constants)


def called() -> Iterator[tuple[str, str]]:
    """Module and name of each function of bot/messages that the catalogue calls."""
    found: set[tuple[str, str]] = set()

    def seen(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.parent == ROOM:
            found.add((path.stem, frame.f_code.co_name))

    for state in (each for each in states().values() if each.chapter != plots.__name__.rpartition(".")[2]):
        sys.setprofile(seen)
        try:
            state.make(as_it_is)
        finally:
            sys.setprofile(None)
    yield from found
    yield "picture", plots.picture.__name__  # tracing what draws takes half a minute


def test_every_renderer_is_in_the_catalogue():
    """A new message has a state there: it is tested with hostile words, and pictured."""
    known = renderers()
    assert ("incident", "incident_message") in known, "how renderers are found is out of date"
    assert ("home", "home_view") in known
    assert known - set(called()) - set(OF_THE_OUTBOX) == set()


def test_every_chapter_has_its_states():
    """An empty one would be a heading without a picture."""
    assert {each.chapter for each in states().values()} == set(CHAPTERS)
