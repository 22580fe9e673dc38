"""Whether the running bot takes what Slack calls in HTTP mode: it is called as Slack tries an address."""

import json
from datetime import datetime
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bot.domain.declared import Web
from bot.domain.examined import Thing, mend, ok, unknown
from bot.web.slack import PATH, signature

WHAT = "Slack's calls"
CHALLENGE = "oakum doctor"
_ANSWER_WITHIN = 5


def called(web: Web, secret: str, now: datetime, place: str) -> Thing:
    """Whether it answers, beside this machine's door; `place` tells where the signing secret is set."""
    url = f"http://{_host(web.host)}:{web.port}{PATH}"
    try:
        with urlopen(_request(url, secret, now), timeout=_ANSWER_WITHIN) as answer:
            said = answer.read(10_000)
    except HTTPError as error:
        with error:
            return _refused(url, error.code, place)
    except (OSError, HTTPException):
        say = "start `oakum run`, before Slack tries the request URL of `oakum manifest --mode http`"
        return unknown(WHAT, f"nothing answers at {url}: {say}")
    if CHALLENGE.encode() not in said:
        return mend(WHAT, f"what answers at {url} is not this bot: change `web`, or restart `oakum run`")
    return ok(
        WHAT, f"the bot takes them at {url}; whether Slack reaches it, Slack says beside the request URL"
    )


def _refused(url: str, status: int, place: str) -> Thing:
    if status == 401:
        return mend(WHAT, f"the bot at {url} refuses our signature: restart it with {place} as it is here")
    if status == 503:
        return unknown(WHAT, f"the bot at {url} is not connected to Slack just now: look into its log")
    return mend(WHAT, f"{url} answers {status}: restart `oakum run` with mode: http, or change `web`")


def _host(host: str) -> str:
    """A bot that listens everywhere listens here."""
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _request(url: str, secret: str, now: datetime) -> Request:
    body = json.dumps({"type": "url_verification", "token": "", "challenge": CHALLENGE}).encode()
    stamp = str(int(now.timestamp()))
    signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(body, stamp, secret)}
    return Request(url, body, {"Content-Type": "application/json", **signed})
