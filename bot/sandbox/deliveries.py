"""One thing that Slack tells the app, and whether the app took notice in time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from bot.sandbox.workspace import Json


def _nothing(*_: object) -> None:
    return None


@dataclass
class Delivery:
    """An envelope on its way. `acked` turns true with the app's ack, `error` names why it never came.

    `on_ack` gets the payload of the ack, `on_error` operation_timeout (3 seconds passed) or dispatch_failed
    (no app is connected).
    """

    envelope: Json
    retries: list[float] = field(default_factory=list)  # seconds before each further try; empty: one try
    on_ack: Callable[[Json], None] = _nothing
    on_error: Callable[[str], None] = _nothing
    acked: bool = False
    error: str = ""
    payload: Json = field(default_factory=dict)
    _done: Event = field(default_factory=Event)

    @property
    def id(self) -> str:
        return str(self.envelope["envelope_id"])

    @property
    def may_wait(self) -> bool:
        """Events wait for an app to connect; a person's click or command fails at once without one."""
        return bool(self.envelope["type"] == "events_api")

    @property
    def done(self) -> bool:
        return self._done.is_set()

    def wait(self, timeout: float = 10.0) -> "Delivery":
        """Return when the app acked or Slack gave up. Raises: TimeoutError."""
        if not self._done.wait(timeout):
            raise TimeoutError(f"neither ack nor error for {self.envelope['type']} within {timeout} s")
        return self

    def finish(self, *, payload: Json | None = None, error: str = "") -> None:
        """Called once by the socket hub."""
        self.acked, self.error, self.payload = not error, error, payload or {}
        try:
            if error:
                self.on_error(error)
            else:
                self.on_ack(self.payload)
        finally:
            self._done.set()
