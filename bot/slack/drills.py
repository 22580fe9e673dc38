"""The drills, as the way in from Slack asks for them and begins them."""

from datetime import timedelta

from bot.domain.drill import Call, Drill, calls, whose
from bot.domain.examined import unmanned
from bot.domain.rights import Right
from bot.engine.drill import begin_once
from bot.messages.drill_asked import Planned, begun, nobody_to_call, planned_message
from bot.messages.message import SlackMessage
from bot.slack.clerk import Clerk
from bot.store import drills

_ANSWER_WITHIN = timedelta(days=1)


class Drills(Clerk):
    """The drills of all ladders."""

    def planned(self, pipeline: str | None) -> SlackMessage:
        """Whom a drill of a pipeline's ladder, or of all, would call; and what became of the newest one."""
        declared, zone = self._settings.deployment, self._settings.deployment.timezone
        ladder = next((whose(each) for each in self._settings.pipelines if each.pipeline == pipeline), None)
        planned = Planned(
            ladder=ladder,
            calls=self._calls(ladder),
            to_mend=unmanned(declared, self._settings.roster, self._clock()),
            closes_at=self._clock() + self._answer_within,
            last=self._last(),
        )
        return planned_message(planned, zone)

    def begin(self, ladder: str | None, who: str) -> SlackMessage:
        """Send the test pages of a ladder, or of all; while they wait for answers they are not sent again.

        Raises `NotAllowedError`.
        """
        self._must(Right.DRILL, who)
        if not self._calls(ladder):  # a button may be older than the ladders
            return nobody_to_call()
        now, within = self._clock(), self._answer_within
        drill, new = begin_once(self._store, self._settings, who, now, within, ladder)
        if new:
            self._changed()
        return begun(drill, self._settings.deployment.timezone, new=new)

    def _calls(self, ladder: str | None) -> tuple[Call, ...]:
        return calls(self._settings.deployment, self._settings.roster, self._settings.pipelines, ladder)

    def _last(self) -> Drill | None:
        with self._store.read() as connection:
            return drills.last(connection)

    @property
    def _answer_within(self) -> timedelta:
        plan = self._settings.deployment.drill
        return plan.answer_within if plan else _ANSWER_WITHIN
