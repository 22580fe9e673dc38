"""Pings: a job calls an address when it begins and when it ends, from wherever it runs."""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from secrets import compare_digest

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.engine.pinged import UnknownPingError, began, ended
from bot.settings.load import Settings
from bot.store.store import Store

STATUSES = {"": 0, "success": 0, "fail": 1}
HIGHEST = 255


def ping_routes(store: Store, settings: Settings, clock: Clock, key: str) -> list[Route]:
    """`/ping/KEY/PIPELINE`, followed by nothing, /start, /success, /fail or an exit status.

    `?table=` and `?partition=` say what the job makes, where it is not all tables of the day before.
    """
    ping = _ping(store, settings, clock, key)
    methods = ["GET", "HEAD", "POST"]
    return [
        Route("/ping/{key}/{pipeline}", ping, methods=methods),
        Route("/ping/{key}/{pipeline}/{what}", ping, methods=methods),
    ]


def _ping(
    store: Store, settings: Settings, clock: Clock, key: str
) -> Callable[[Request], Awaitable[Response]]:
    async def ping(request: Request) -> Response:
        at, asked = clock(), request.path_params
        if not compare_digest(asked["key"].encode(), key.encode()):
            return PlainTextResponse("wrong key\n", 404)
        what, table = asked.get("what", ""), request.query_params.get("table")
        try:
            day = _day(request.query_params.get("partition"))
            act = began if what == "start" else partial(ended, status=_status(what))
            await run_in_threadpool(act, store, settings, asked["pipeline"], table, day, at)
        except (UnknownPingError, ValueError) as error:
            return PlainTextResponse(f"{error}\n", 404)
        return PlainTextResponse("OK\n")

    return ping


def _status(what: str) -> int:
    if what in STATUSES:
        return STATUSES[what]
    if not what.isdecimal() or int(what) > HIGHEST:
        raise ValueError(f"{what!r} is none of start, success, fail, or an exit status from 0 to {HIGHEST}")
    return int(what)


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"partition {text!r} is no day: write one like 2026-11-19") from error
