"""The alert budget, as the way in from Slack asks for it: pages, missed outages, thresholds, the dial."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.domain.outage import Outage
from bot.domain.page import Page
from bot.domain.proposal import Proposal
from bot.domain.rights import Right
from bot.engine import outage as outages
from bot.engine import tuning
from bot.engine.budget import all_budgets
from bot.messages.budget import budget_message
from bot.messages.message import SlackMessage
from bot.messages.tuning import (
    accepted,
    at_its_end,
    noise_message,
    outdated,
    reverted,
    tune_message,
    tuned_message,
)
from bot.slack.clerk import BY, Clerk


class Budgets(Clerk):
    """The alert budget of all pipelines."""

    def told(self, pipelines: Sequence[str]) -> SlackMessage:
        """How often people are paged in these pipelines, against the target."""
        return budget_message(all_budgets(self._store, self._settings, self._clock(), pipelines))

    def tune(self, pipelines: Sequence[str]) -> SlackMessage:
        """The thresholds that are proposed for these pipelines, each with a button."""
        with self._store.read() as connection:
            looks = [
                (each.pipeline, tuning.look(connection, self._settings, each, self._clock()))
                for each in self._settings.pipelines
                if each.pipeline in pipelines
            ]
        return tune_message([(name, seen.proposals, seen.known) for name, seen in looks])

    def accept(self, proposal: Proposal, who: str) -> SlackMessage:
        """Somebody wants it so from now on."""
        return self._accept(proposal, who)

    def _accept(self, proposal: Proposal, who: str, of: Proposal | None = None) -> SlackMessage:
        self._must(Right.MUTE, who)
        try:
            said = tuning.accept(self._store, proposal, who, self._clock(), BY)
        except tuning.OutdatedError as error:
            return outdated(error)
        self._changed()
        return accepted(said, of)

    def tuned(self, pipelines: Sequence[str]) -> SlackMessage:
        """What people accepted and still holds."""
        found = tuning.in_force(self._store, self._clock(), pipelines)
        return tuned_message(found, self._settings.deployment.timezone)

    def revert(self, id_: int, who: str) -> SlackMessage:
        """Somebody takes it back. Raises: NoSuchTunedError."""
        self._must(Right.MUTE, who)
        said = tuning.revert(self._store, id_, who, self._clock())
        self._changed()
        return reverted(said)

    def noise(self, pipeline: str) -> SlackMessage:
        """Where the dial of a pipeline stands, and what it would be to turn it down."""
        found = tuning.in_force(self._store, self._clock(), [pipeline])
        dial = next((each for each in found if each.check is None), None)
        return noise_message(pipeline, dial, self._turned(pipeline, 1), self._settings.deployment.timezone)

    def turn(self, pipeline: str, steps: int, who: str) -> SlackMessage:
        """Somebody turns the dial; the answer tells what that would have done."""
        proposal = self._turned(pipeline, steps)
        if proposal is None:
            return at_its_end(steps)
        return self._accept(proposal, who, of=proposal)

    def _turned(self, pipeline: str, steps: int) -> Proposal | None:
        declared = next(each for each in self._settings.pipelines if each.pipeline == pipeline)
        with self._store.read() as connection:
            return tuning.turned(connection, self._settings, declared, steps, self._clock())

    def report(self, place: str, seconds: tuple[int, int], who: str, why: str) -> tuple[Outage, Page | None]:
        """Somebody tells of an outage. Raises: NoPlaceError, OutageError."""
        found = outages.placed(self._settings, place)
        starts, ends = (datetime.fromtimestamp(each, UTC) for each in seconds)
        asked = outages.reported(found, (starts, ends), who, self._clock(), why, BY)
        return outages.add(self._store, asked)
