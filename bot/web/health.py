"""Health for an orchestrator: `/healthz` says that the process lives, `/readyz` that it can do its work."""

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.engine.ready import ready
from bot.store.store import Store


def health_routes(
    store: Store, clock: Clock, slack: Callable[[], str | None], own: Callable[[], Mapping[str, str]]
) -> list[Route]:
    """`slack` says what is wrong with the connection, "" if nothing is; None where none is set up; `own` what
    is wrong with this process's own loops."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def readyz(_request: Request) -> Response:
        found = await run_in_threadpool(ready, store, clock(), slack(), own())
        things = {name: trouble or "ok" for name, trouble in found.things.items()}
        return JSONResponse({"ready": found.ok, "things": things}, 200 if found.ok else 503)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]
