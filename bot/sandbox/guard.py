"""Only this machine's own page may use the sandbox: foreign hosts and other sites' scripts are refused."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Guard:
    """Middleware: a Host we serve (against DNS rebinding), and no request of another site's page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (refusal := _refusal(scope)):
            await PlainTextResponse(refusal, status_code=403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _refusal(scope: Scope) -> str:
    headers = Headers(scope=scope)
    port = scope["server"][1]
    hosts = [f"127.0.0.1:{port}", f"localhost:{port}"]
    if headers.get("host") not in hosts:
        return "this sandbox answers only to 127.0.0.1 and localhost\n"
    if headers.get("origin", f"http://{hosts[0]}") not in [f"http://{host}" for host in hosts]:
        return "this sandbox answers only to its own page\n"
    if headers.get("sec-fetch-site") == "cross-site" and scope["path"].startswith("/sandbox/"):
        return "this sandbox answers only to its own page\n"
    kind = headers.get("content-type", "").partition(";")[0]
    if scope["method"] == "POST" and scope["path"].startswith("/sandbox/") and kind != "application/json":
        return "the page's requests are application/json\n"
    return ""
