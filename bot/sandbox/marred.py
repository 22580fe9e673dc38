"""Answers as a planned fault leaves them: late, or none."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.faults import Fault
from bot.sandbox.wire import cut


async def marred(request: Request, fault: Fault | None, response: Response) -> Response:
    """The answer as the fault leaves it: late, or none."""
    while fault and fault.until and not fault.until.is_set():
        await asyncio.sleep(0.005)
    return await instead(request, fault) if fault and fault.instead else response


async def instead(request: Request, fault: Fault) -> Response:
    """Cut the caller off, or answer nothing until they give up."""
    if fault.instead != "none":
        await request.body()  # what is left unread makes a reset of any end
        cut(request.scope["wire"], reset=fault.instead == "reset")
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response(status_code=504)
