"""The Web API over HTTP: tokens, scopes, planned faults, then the method; uploads and response URLs."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.arguments import Args, parse_body
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Faults
from bot.sandbox.marred import instead, marred
from bot.sandbox.methods import METHODS, Method
from bot.sandbox.methods.files import receive
from bot.sandbox.responses import respond
from bot.sandbox.state import State


class WebApi:
    """Answers /api/METHOD, /upload/… and /respond/… as Slack would.

    Args:
        tokens: the two valid tokens by kind, bot and app.
        scopes: what the bot token may do; None means everything.
    """

    def __init__(
        self, state: State, faults: Faults, tokens: dict[str, str], scopes: frozenset[str] | None
    ) -> None:
        self._state = state
        self._faults = faults
        self._tokens = tokens
        self._scopes = scopes

    def routes(self) -> list[Route]:
        return [
            Route("/api/{method}", self.call, methods=["GET", "POST"]),
            Route("/upload/v1/{secret}", self.upload, methods=["POST"]),
            Route("/respond/{secret}", self.answer_url, methods=["POST"]),
        ]

    async def call(self, request: Request) -> Response:
        """One Web API call."""
        name = request.path_params["method"]
        fault = self._faults.next(name)
        if fault and fault.instead and not fault.after_effect:
            return await instead(request, fault)
        try:
            if fault and fault.error:
                raise fault.error
            body = await request.body()
            values = dict(request.query_params) | parse_body(request.headers.get("content-type", ""), body)
            response = self._answer(name, Args(values), request.headers.get("authorization", ""))
        except SlackError as error:
            response = _refusal(error)
        return await marred(request, fault, response)

    def _answer(self, name: str, args: Args, authorization: str) -> Response:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        self._check_token(method, authorization.removeprefix("Bearer ").strip() or args.text("token"))
        recorded = {key: value for key, value in args.values.items() if key != "token"}
        with self._state.condition:  # one call after another, as a database would have it
            self._state.calls.append((name, recorded))
            return JSONResponse({"ok": True, **method.answer(self._state, args)}, headers=self._given(method))

    def _given(self, method: Method) -> dict[str, str]:
        """Slack tells a bot with each answer what it may do."""
        if method.token != "bot" or self._scopes is None:
            return {}
        return {"x-oauth-scopes": ",".join(sorted(self._scopes))}

    def _check_token(self, method: Method, token: str) -> None:
        if method.token == "none":
            return
        if not token:
            raise SlackError("not_authed")
        if token != self._tokens[method.token]:
            raise SlackError("not_allowed_token_type" if token in self._tokens.values() else "invalid_auth")
        if method.token == "bot" and self._scopes is not None and method.scopes:
            self._check_scopes(method.scopes, self._scopes)

    def _check_scopes(self, needed: tuple[str, ...], given: frozenset[str]) -> None:
        if not given.intersection(needed):
            raise SlackError("missing_scope", needed=needed[0], provided=",".join(sorted(given)))

    async def upload(self, request: Request) -> Response:
        """The middle step of an upload: the bytes."""
        try:
            receive(self._state, request.path_params["secret"], await request.body())
        except SlackError as error:
            return PlainTextResponse(error.word, error.status)
        return PlainTextResponse("OK")

    async def answer_url(self, request: Request) -> Response:
        """A post to a response URL."""
        fault = self._faults.next("response_url")
        try:
            if fault and fault.error:
                raise fault.error
            kind = request.headers.get("content-type", "application/json")
            payload = parse_body(kind, await request.body())
            source = self._state.response_urls.use(request.path_params["secret"])
            respond(self._state, source, payload)
        except SlackError as error:
            status = error.status if error.status != 200 else 400
            return JSONResponse(error.body(), status, error.headers)
        return await marred(request, fault, PlainTextResponse("ok"))


def _refusal(error: SlackError) -> Response:
    return JSONResponse(error.body(), error.status, error.headers)
