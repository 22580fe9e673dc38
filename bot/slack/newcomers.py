"""Tables that nobody watches, as the way in from Slack looks at them and writes their pipelines."""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from threading import BoundedSemaphore, Lock
from typing import Any

from pydantic import TypeAdapter

from bot.domain.declared import PipelineName
from bot.domain.newcomer import (
    Newcomer,
    Newcomers,
    NoWishError,
    Wish,
    a_channel,
    a_name,
    a_table,
    a_window,
    an_owner,
    as_typed,
)
from bot.domain.rights import NotAllowedError, Right
from bot.engine import newcomers as engine
from bot.engine.looks import Looks
from bot.engine.newcomers import Proposal
from bot.messages.message import SlackMessage
from bot.messages.newcomer import CHANNEL, DUE, NAME, OWNER, TABLE, new_modal
from bot.messages.proposal import fits, proposal_message
from bot.settings.load import Settings, as_it_is_now
from bot.settings.propose import pipeline_name
from bot.settings.put import can_put
from bot.slack.carried import NotOursError, as_ours
from bot.slack.clerk import Clerk
from checks.sources.tables import SourceError

_ACKED_WITHIN = 1.0
"""Seconds for a source while a form waits for its ack, which Slack wants within three."""
LOOKS, PATIENCE = 2, 60.0
"""So many tables are looked at at once; who comes then waits so many seconds."""
_KEPT = 100


class NoSuchTableError(Exception):
    """It is gone, or somebody's by now."""


class OtherwiseError(Exception):
    """What would be written is not what was shown; carries what would be."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__("the data or the configuration has changed")
        self.proposal = proposal


class Looked(Clerk):
    """Lists, looks and writes by the files as they are now: settings of this process may be older."""

    def __init__(self, *at_hand: Any) -> None:
        super().__init__(*at_hand)
        self._looks, self._room, self._writing = Looks(), BoundedSemaphore(LOOKS), Lock()
        self._seen = Newcomers(())
        self._kept: OrderedDict[tuple[str, str], Proposal] = OrderedDict()

    def must(self, who: str) -> None:
        """Raises NotAllowedError where somebody may not begin a pipeline."""
        self._must(Right.DECLARE, who)

    def allowed(self, who: str) -> bool:
        """Whether they may."""
        try:
            self.must(who)
        except NotAllowedError:
            return False
        return True

    def form(self, word: str, who: str, here: str) -> dict[str, Any]:
        """The form, with the tables that nobody watches. Raises ConfigError."""
        settings = as_it_is_now(self._settings)
        self._seen = engine.newcomers(settings, self._looks)
        people, zone = settings.deployment.people, settings.deployment.timezone
        return new_modal(self._seen, word, tuple(people), who, here, zone)

    def understood(self, said: Mapping[str, str]) -> Wish | dict[str, str]:
        """What is wished for; or what is wrong with it, by field. Raises ConfigError."""
        settings = as_it_is_now(self._settings)
        known, taken = settings.deployment.people, engine.names_taken(settings)
        newcomer = self._newcomer(said[TABLE], settings)
        like_table = pipeline_name(newcomer.found.name) if newcomer else "pipeline"
        asked: Mapping[str, Callable[[], Any]] = {
            TABLE: lambda: a_table(newcomer),
            NAME: lambda: a_name(said[NAME] or like_table, taken),
            OWNER: lambda: an_owner(said[OWNER], known),
            CHANNEL: lambda: a_channel(said[CHANNEL]),
            DUE: lambda: a_window(said[DUE]),
        }
        wish, wrong = {}, {}
        for field, read in asked.items():
            try:
                wish[field] = read()
            except NoWishError as error:
                wrong[field] = str(error)
        return wrong or Wish(**wish)

    def look(self, wish: Wish, who: str) -> Proposal:
        """Look at the table, which takes seconds. Raises NoSuchTableError, SourceError, ConfigError."""
        self.must(who)
        settings = as_it_is_now(self._settings)
        newcomer = self._newcomer(wish.table, settings)
        if newcomer is None:
            raise NoSuchTableError("it is gone, or a pipeline watches it by now")
        if not self._room.acquire(timeout=PATIENCE):
            raise SourceError(
                "other tables are being looked at, which takes long: try again in a few minutes"
            )
        try:
            proposal = engine.proposed(settings, newcomer, wish, who, self._looks)
        finally:
            self._room.release()
        self._kept[proposal.mark, who] = proposal
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return proposal

    def told(self, proposal: Proposal, note: str = "") -> SlackMessage:
        """The proposal, with buttons where they can do something."""
        wish = {**asdict(proposal.wish), DUE: as_typed(proposal.wish.due), "mark": proposal.mark}
        carried = json.dumps(wish, ensure_ascii=False)
        can_write = can_put(proposal.path.parent)
        return proposal_message(proposal.path.name, proposal.look, proposal.text, carried, note, can_write)

    def goes_as_file(self, proposal: Proposal) -> bool:
        """Whether the text is to be sent as a file too."""
        return not can_put(proposal.path.parent) or not fits(proposal.text)

    def agreed(self, carried: str, who: str) -> Proposal:
        """What a button is about; looked at again where it was shown by another process, or long ago.

        Raises: OtherwiseError where that is not the same, and what `look` raises.
        """
        wish, mark = wished(carried)
        proposal = self._kept.get((mark, who)) or self.look(wish, who)
        if proposal.mark != mark:
            raise OtherwiseError(proposal)
        return proposal

    def write(self, proposal: Proposal, who: str) -> None:
        """Raises what the engine's `write` raises."""
        self.must(who)
        with self._writing:
            engine.write(self._store, self._settings, proposal, who, self._clock())

    def is_written(self, carried: str) -> bool:
        """Whether the file is there already that a button is about."""
        wish, mark = wished(carried)
        with self._writing:
            return engine.says(engine.path_of(self._settings, wish.name), mark)

    def _newcomer(self, token: str, settings: Settings) -> Newcomer | None:
        """Among those of the form; another process may have drawn it, or it was before a restart."""
        found = self._seen.of(token) or engine.newcomers(settings, self._looks, _ACKED_WITHIN).of(token)
        if found is None or found.source not in settings.deployment.sources:
            return None
        return None if engine.watched_by(settings, found) else found


@dataclass(frozen=True, slots=True)
class _Carried:
    table: str
    name: PipelineName
    owner: str
    channel: str
    due: str
    mark: str


def wished(carried: str) -> tuple[Wish, str]:
    """What a button carries, and the mark of what was shown with it. Raises: NotOursError."""
    try:
        with as_ours():
            said = TypeAdapter(_Carried).validate_json(carried, strict=True)
        due = a_window(said.due)
    except NoWishError as error:
        raise NotOursError(str(error)) from error
    wish = Wish(table=said.table, name=said.name, owner=said.owner, channel=said.channel, due=due)
    return wish, said.mark
