"""What an error of Slack's Web API means for a message: try again, or tell a person what to change."""

import socket
import ssl
from collections.abc import Mapping
from datetime import timedelta
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.routes.http_answers import patience
from bot.routes.outcome import Permanent, Retry
from bot.settings.routes import Tokens

_TOKEN = "set {token} to the bot token of the installed app (xoxb-…)"
_BUG = "please report it: Oakum built a message that Slack refuses"

WHAT_TO_CHANGE: Mapping[str, str] = {
    "account_inactive": f"the app's user was deactivated: reinstall the app, then {_TOKEN}",
    "as_user_not_supported": _BUG,
    "cannot_dm_bot": "the member id in `people` is a bot's: give a person's",
    "cannot_reply_to_message": "the message of the thread cannot be replied to",
    "cant_update_message": "the message belongs to another app: was the bot token changed?",
    "channel_not_found": "no such channel, or a private one without the bot: /invite @Oakum there",
    "edit_window_closed": "the workspace forbids editing old messages",
    "ekm_access_denied": "the workspace's administrators have suspended access",
    "enterprise_is_restricted": "the app may not be used in this organisation: ask its administrators",
    "invalid_arguments": _BUG,
    "invalid_attachments": _BUG,
    "invalid_auth": f"Slack does not know the bot token: {_TOKEN}",
    "invalid_blocks": _BUG,
    "invalid_blocks_format": _BUG,
    "invalid_metadata_format": _BUG,
    "invalid_metadata_schema": _BUG,
    "is_archived": "the channel is archived: unarchive it, or change `channel`",
    "message_not_found": "the message was deleted",
    "messages_tab_disabled": "switch on the messages tab of the app's home (see `oakum manifest`)",
    "metadata_too_large": _BUG,
    "missing_scope": "the app lacks a scope: update it with `oakum manifest` and reinstall it",
    "msg_blocks_too_long": _BUG,
    "msg_too_long": _BUG,
    "no_permission": "the app may not post there: compare its scopes with `oakum manifest`",
    "no_text": _BUG,
    "not_allowed_token_type": _TOKEN,
    "not_authed": _TOKEN,
    "not_in_channel": "the bot is not in the channel: type /invite @Oakum there",
    "org_login_required": "the workspace was moved into an organisation: reinstall the app there",
    "plan_upgrade_required": "the workspace's plan has no user groups: name people in `teams`",
    "restricted_action": "the workspace's settings forbid the app to post there: ask its administrators",
    "restricted_action_non_threadable_channel": "the channel allows no threads: change `channel`",
    "restricted_action_read_only_channel": "the channel is read-only: change `channel`",
    "restricted_action_thread_locked": "the thread is locked",
    "restricted_action_thread_only_channel": "the channel allows only threads: change `channel`",
    "team_access_not_granted": "the app was not granted access to the workspace: ask its administrators",
    "team_not_found": "the workspace is gone",
    "thread_not_found": "the message of the thread was deleted",
    "token_expired": f"the bot token has expired: {_TOKEN}",
    "token_revoked": f"the bot token was revoked: reinstall the app, then {_TOKEN}",
    "user_disabled": "the person's Slack account is disabled: change `people`",
    "user_not_found": "no such member: copy the member id from the person's profile into `people`",
    "users_not_found": "no such member: copy the member id from the person's profile into `people`",
}
"""Words after which trying again does not help; every other word is worth another try.

`{token}` is where the bot token can be changed."""

HALF_DONE = ("internal_error", "fatal_error", "request_timeout", "service_unavailable")
"""After these words Slack may have done it all the same."""

_NEVER_SENT = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)

FAILURES = (SlackClientError, OSError, HTTPException)
"""What a call of the Web API raises: an answer that is no, no answer, or an answer that is none."""


def meaning(error: Exception, tokens: Tokens) -> Retry | Permanent:
    """What to do after one of `FAILURES`; `tokens` says where a token that is refused can be changed.

    An answer that is no HTTP is not repeated: it is whatever the other side says.
    """
    if isinstance(error, SlackApiError):
        return _refusal(error, tokens)
    if isinstance(error, URLError) and isinstance(error.reason, ssl.SSLCertVerificationError):
        return Permanent(f"the certificate of Slack's API is not trusted ({error.reason.verify_message})")
    reason = error.reason if isinstance(error, URLError) else error
    never_sent = isinstance(error, URLError) and isinstance(reason, _NEVER_SENT)
    told = "" if isinstance(reason, HTTPException) and not isinstance(reason, OSError) else str(reason)
    return Retry(f"Slack did not answer: {told or type(reason).__name__}", unknown=not never_sent)


def word(error: SlackApiError) -> str:
    """Slack's word for what is wrong."""
    return str(error.response.get("error") or "unknown_error")


def app_token_problem(error: SlackApiError, tokens: Tokens) -> str:
    """What to change where the app-level token is refused."""
    scope = "an app-level token (xapp-…) with the scope connections:write"
    return f"{word(error)}: set {tokens.app} to {scope}, and switch Socket Mode on"


def _refusal(error: SlackApiError, tokens: Tokens) -> Retry | Permanent:
    said = word(error)
    response = error.response
    status = response.status_code if isinstance(response, SlackResponse) else 200
    if status == 429 or said in ("ratelimited", "rate_limited"):
        return Retry(f"Slack asks for patience ({said})", after=_patience(response))
    if said in WHAT_TO_CHANGE:
        say = WHAT_TO_CHANGE[said].replace("{token}", tokens.bot)
        return Permanent(f"{said}: {say}{_particulars(response)}")
    if status >= 500:
        return Retry(f"Slack is in trouble (HTTP {status})", unknown=True)
    return Retry(f"Slack refused it: {said[:200]}", unknown=said in HALF_DONE)


def _patience(response: SlackResponse) -> timedelta:
    headers = {str(name).lower(): value for name, value in (getattr(response, "headers", None) or {}).items()}
    asked = headers.get("retry-after", "")
    return patience({"retry-after": str(asked[0] if isinstance(asked, list) and asked else asked)})


def _particulars(response: SlackResponse) -> str:
    """The scope that is needed, or what Slack found wrong with the blocks."""
    if needed := response.get("needed"):
        return f" (needed: {needed})"
    metadata = response.get("response_metadata") or {}
    messages = metadata.get("messages") if isinstance(metadata, Mapping) else None
    return f" ({'; '.join(map(str, messages))[:500]})" if messages else ""
