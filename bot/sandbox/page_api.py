"""The page and its JSON endpoints under /sandbox/."""

import mimetypes
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox import page_views
from bot.sandbox.deliveries import Delivery
from bot.sandbox.errors import SlackError
from bot.sandbox.events import EventStream
from bot.sandbox.visited import Visited
from bot.sandbox.workspace import Json

PAGE = Path(__file__).with_name("page")
STEPS = {300, 3600, 86400}  # seconds the buttons of the header move the clock
NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

Handler = Callable[[Visited, Json], Json | None]


class PageApi:
    """Serves the page, what a person sees, and takes what they do."""

    def __init__(self, sandbox: Visited, events: EventStream) -> None:
        self._sandbox = sandbox
        self._events = events

    def routes(self) -> list[BaseRoute]:
        seen: dict[str, Callable[[Request], Json]] = {
            "/sandbox/directory": lambda request: page_views.directory(self._sandbox),
            "/sandbox/overview": lambda request: page_views.overview(self._sandbox, self._viewer(request)),
            "/sandbox/room/{room}": self._room,
            "/sandbox/thread/{room}/{ts}": self._thread,
            "/sandbox/home": lambda request: {"view": self._sandbox.home(self._viewer(request))},
            "/sandbox/mail": self._mail,
            "/sandbox/notes": self._notes,
        }
        return [
            Route("/", self._index),
            Route("/page/{name}", self._asset),
            Route("/archives/{room}/p{stamp:int}", self._permalink),
            Route("/sandbox/events", self._events.endpoint),
            Route("/sandbox/files/{id}", self._file),
            Route("/sandbox/mail/{number:int}/html", self._letter),
            *(Route(path, partial(self._see, look)) for path, look in seen.items()),
            *(
                Route(f"/sandbox/{name}", partial(self._do, deed), methods=["POST"])
                for name, deed in DEEDS.items()
            ),
        ]

    async def _index(self, request: Request) -> Response:
        headers = {**NO_STORE, "Content-Security-Policy": PAGE_POLICY, "Referrer-Policy": "no-referrer"}
        return FileResponse(PAGE / "index.html", headers=headers)

    async def _asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in {path.name for path in PAGE.iterdir()}:
            raise HTTPException(404)
        return FileResponse(PAGE / name, headers=NO_STORE)

    async def _permalink(self, request: Request) -> Response:
        stamp = str(request.path_params["stamp"])
        ts = f"{stamp[:-6]}.{stamp[-6:]}"
        return RedirectResponse(f"/#room/{request.path_params['room']}/{ts}")

    async def _see(self, look: Callable[[Request], Json], request: Request) -> Response:
        try:
            with self._sandbox.state.condition:
                return JSONResponse(look(request), headers=NO_STORE)
        except (LookupError, SlackError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 404, NO_STORE)

    async def _do(self, deed: Handler, request: Request) -> Response:
        try:
            answer = await run_in_threadpool(deed, self._sandbox, await request.json())
        except (LookupError, SlackError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400, NO_STORE)
        return JSONResponse(answer or {}, headers=NO_STORE)

    def _viewer(self, request: Request) -> str:
        user = request.query_params.get("as", "")
        if user not in self._sandbox.state.people:
            raise LookupError(f"no such person: {user}")
        return user

    def _room(self, request: Request) -> Json:
        asked = request.query_params
        last, since = int(asked.get("last", "50")), asked.get("since", "")
        return page_views.room(
            self._sandbox.state, request.path_params["room"], self._viewer(request), last, since
        )

    def _thread(self, request: Request) -> Json:
        where = request.path_params
        return page_views.thread(self._sandbox.state, where["room"], where["ts"], self._viewer(request))

    def _mail(self, request: Request) -> Json:
        letters = [asdict(letter) for letter in self._sandbox.mail.all()]
        return {"letters": [{**letter, "html": bool(letter["html"])} for letter in letters]}

    def _notes(self, request: Request) -> Json:
        return {"notes": asdict(self._sandbox.notes) if self._sandbox.notes else None}

    async def _letter(self, request: Request) -> Response:
        """An HTML body, alone in a frame where nothing runs and nothing is loaded."""
        number = request.path_params["number"]
        letters = self._sandbox.mail.all()
        if not 1 <= number <= len(letters):
            raise HTTPException(404)
        return HTMLResponse(
            letters[number - 1].html, headers={**NO_STORE, "Content-Security-Policy": MAIL_POLICY}
        )

    async def _file(self, request: Request) -> Response:
        file = self._sandbox.state.files.get(request.path_params["id"])
        if file is None or not file.content:
            raise HTTPException(404)
        kind = mimetypes.guess_type(file.name)[0] or ""
        is_picture = kind in ("image/png", "image/jpeg", "image/gif", "image/webp")
        headers = {**NO_STORE, "Content-Disposition": "inline" if is_picture else "attachment"}
        return Response(
            file.content, media_type=kind if is_picture else "application/octet-stream", headers=headers
        )


def _outcome(delivery: "Delivery | None") -> Json:
    """Wait until the app took notice, or Slack gave up on it."""
    return {"error": ""} if delivery is None else {"error": delivery.wait(30).error}


def _say(sandbox: Visited, said: Json) -> None:
    sandbox.say(said["as"], said["room"], said["text"], said.get("thread_ts"))


def _command(sandbox: Visited, typed: Json) -> Json:
    name, _, text = typed["text"].partition(" ")
    return _outcome(sandbox.command(typed["as"], typed["room"], name, text.strip()))


def _click(sandbox: Visited, click: Json) -> Json:
    user, action = click["as"], click["action_id"]
    value, values = click.get("value"), click.get("values")
    match click["surface"]:
        case "modal":
            return _outcome(sandbox.click_view(user, action, value, values))
        case "home":
            return _outcome(sandbox.click_home(user, action, value, values))
    return _outcome(sandbox.click(user, click["room"], click["ts"], action, value, values))


def _submit(sandbox: Visited, filled: Json) -> Json:
    return _outcome(sandbox.submit_view(filled["as"], filled["values"]))


def _close(sandbox: Visited, which: Json) -> Json:
    return _outcome(sandbox.close_view(which["as"], everything=bool(which.get("everything"))))


def _opened(sandbox: Visited, tab: Json) -> None:
    sandbox.open_home(tab["as"], tab["tab"])


def _read(sandbox: Visited, seen: Json) -> None:
    sandbox.mark_read(seen["as"], seen["room"])


def _dismiss(sandbox: Visited, unwanted: Json) -> None:
    sandbox.dismiss(unwanted["as"], unwanted["room"], unwanted["ts"])


def _move(sandbox: Visited, step: Json) -> Json:
    if sandbox.on_move_forward is None or step["seconds"] not in STEPS:
        raise ValueError("this sandbox's clock is not moved so")
    sandbox.on_move_forward(timedelta(seconds=step["seconds"]))
    with sandbox.state.change(kind="clock"):
        return {"now": sandbox.state.clock().timestamp()}


DEEDS: dict[str, Handler] = {
    "say": _say,
    "command": _command,
    "click": _click,
    "submit": _submit,
    "close": _close,
    "opened": _opened,
    "read": _read,
    "dismiss": _dismiss,
    "move": _move,
}
