"""The Web API answers as Slack does, and refuses what Slack refuses with Slack's words."""

import json
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox


def refusal(call, *args, **kwargs) -> str:
    """The error word a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        call(*args, **kwargs)
    return caught.value.response["error"]


def test_the_bot_knows_itself_and_the_workspace(client):
    """auth.test, users.*, usergroups.* and conversations.list name who and what is there."""
    me = client.auth_test()
    assert (me["team"], me["user"], me["user_id"]) == ("Harbor Air", "oakum", "U0OAKUM")
    assert client.users_info(user="U1MARIA")["user"]["tz"] == "America/New_York"
    assert client.users_info(user="U0OAKUM")["user"]["is_bot"]
    assert client.users_lookupByEmail(email="Jon@Harbor.example")["user"]["id"] == "U2JON"
    assert [user["id"] for user in client.users_list()["members"]] == ["U1MARIA", "U2JON", "U0OAKUM"]
    assert client.usergroups_list()["usergroups"][0]["handle"] == "ml-infra"
    assert client.usergroups_users_list(usergroup="S1INFRA")["users"] == ["U2JON"]
    rooms = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [room["name"] for room in rooms] == ["flights", "random"], "a private channel is not told of"
    assert client.conversations_members(channel="C1FLIGHTS")["members"] == ["U0OAKUM", "U1MARIA", "U2JON"]


def test_tokens_are_told_apart(sandbox):
    """No token, a wrong one, and one of the other kind are three different errors."""
    url = sandbox.api_url
    assert refusal(WebClient(base_url=url).auth_test) == "not_authed"
    assert refusal(WebClient("xoxb-wrong", base_url=url).auth_test) == "invalid_auth"
    assert refusal(WebClient(sandbox.app_token, base_url=url).auth_test) == "not_allowed_token_type"
    opens = WebClient(base_url=url).apps_connections_open
    assert refusal(opens, app_token=sandbox.bot_token) == "not_allowed_token_type"
    assert WebClient(base_url=url).api_test()["ok"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json; charset=utf-8", json.dumps({"channel": "C1FLIGHTS", "text": "hi"})),
        ("application/x-www-form-urlencoded", "token=xoxb-sandbox&channel=C1FLIGHTS&text=hi"),
        (
            "multipart/form-data; boundary=x",
            '--x\r\nContent-Disposition: form-data; name="channel"\r\n\r\nC1FLIGHTS\r\n'
            '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhi\r\n--x--\r\n',
        ),
    ],
)
def test_arguments_come_in_three_dresses(sandbox, kind, body):
    """JSON, a form and multipart parts mean the same; a token may be in the header or in the form."""
    headers = {"Content-Type": kind}
    if "token" not in body:
        headers["Authorization"] = f"Bearer {sandbox.bot_token}"
    with urlopen(Request(sandbox.api_url + "chat.postMessage", body.encode(), headers)) as answer:
        assert json.load(answer)["message"]["text"] == "hi"
    assert sandbox.messages("#flights")[0]["text"] == "hi"


def test_bodies_nobody_can_read_are_refused(sandbox, client):
    """Broken JSON has its word; so has a method that does not exist."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {sandbox.bot_token}"}
    with urlopen(Request(sandbox.api_url + "chat.postMessage", b"{", headers)) as answer:
        assert json.load(answer) == {"ok": False, "error": "invalid_json"}
    assert refusal(client.api_call, "chat.shout") == "unknown_method"


@pytest.mark.parametrize(
    ("message", "word"),
    [
        ({"channel": "C9NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "#random", "text": "x"}, "not_in_channel"),
        ({"channel": "#secret", "text": "x"}, "channel_not_found"),
        ({"channel": "#flights", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "#flights", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": "#flights", "text": "x", "blocks": [{"type": "marquee"}]}, "invalid_blocks"),
        (
            {"channel": "#flights", "text": "x", "attachments": [{"blocks": [{"type": "section"}]}]},
            "invalid_attachments",
        ),
        ({"channel": "#flights", "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"channel": "#flights", "text": "x", "metadata": {"event_type": 5}}, "invalid_metadata_schema"),
    ],
)
def test_a_post_is_refused_in_slacks_words(client, sandbox, message, word):
    """What Slack would not post is not posted."""
    assert refusal(client.chat_postMessage, **message) == word
    assert sandbox.messages("#flights") == []


def test_a_message_must_say_something(client, sandbox):
    """Blanks are nothing; blocks alone are something."""
    say = client.api_call
    assert refusal(say, "chat.postMessage", json={"channel": "#flights", "text": "  "}) == "no_text"
    say("chat.postMessage", json={"channel": "#flights", "blocks": [{"type": "divider"}]})
    assert len(sandbox.messages("#flights")) == 1


def test_bad_blocks_are_named_by_a_json_pointer(client, kit):
    """response_metadata.messages says where and what."""
    blocks = [kit.section("fine"), {"type": "header", "text": kit.mrkdwn("*x*")}]
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="#flights", text="x", blocks=blocks)
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: mrkdwn [json-pointer:/blocks/1/text/type]"
    ]


def test_blocks_are_limited_all_together(client, kit):
    """Fifty short sections pass, five long ones do not."""
    client.chat_postMessage(channel="#flights", text="x", blocks=[kit.section("x")] * 50)
    long = [kit.section("x" * 2900)] * 5
    word = refusal(client.chat_postMessage, channel="#flights", text="x", blocks=long)
    assert word == "msg_blocks_too_long"


def test_message_times_come_from_the_clock_and_only_go_up(client, clock):
    """Even while the clock stands, two messages have two time stamps."""
    first, second = (client.chat_postMessage(channel="#flights", text="x")["ts"] for _ in range(2))
    assert first == f"{clock.now.timestamp():.6f}"
    assert float(second) > float(first)


def test_only_the_bots_own_messages_are_edited_or_deleted(client, sandbox):
    """Slack lets nobody put words into a person's mouth."""
    sandbox.say("U1MARIA", "#flights", "mine")
    ts = sandbox.messages("#flights")[0]["ts"]
    assert refusal(client.chat_update, channel="C1FLIGHTS", ts=ts, text="x") == "cant_update_message"
    assert refusal(client.chat_delete, channel="C1FLIGHTS", ts=ts) == "cant_delete_message"
    assert refusal(client.chat_update, channel="C1FLIGHTS", ts="1.0", text="x") == "message_not_found"
    assert refusal(client.chat_delete, channel="C1FLIGHTS", ts="1.0") == "message_not_found"


def test_an_edit_changes_what_it_names_and_keeps_the_rest(client, sandbox, kit):
    """Blocks stay if they are not given, and go with an empty list."""
    ts = client.chat_postMessage(channel="#flights", text="a", blocks=[kit.section("b")])["ts"]
    client.chat_update(channel="C1FLIGHTS", ts=ts, text="c")
    assert sandbox.message("#flights", ts)["blocks"][0]["text"]["text"] == "b"
    client.chat_update(channel="C1FLIGHTS", ts=ts, text="c", blocks=[])
    assert "blocks" not in sandbox.message("#flights", ts)


def test_a_deleted_head_of_a_thread_leaves_a_tombstone(client, sandbox):
    """Replies keep their place; a message without replies just goes."""
    head = client.chat_postMessage(channel="#flights", text="head")["ts"]
    reply = client.chat_postMessage(channel="#flights", text="reply", thread_ts=head)["ts"]
    word = refusal(client.chat_postMessage, channel="#flights", text="x", thread_ts=reply)
    assert word == "cannot_reply_to_message"
    client.chat_delete(channel="C1FLIGHTS", ts=head)
    assert sandbox.messages("#flights")[0]["subtype"] == "tombstone"
    client.chat_delete(channel="C1FLIGHTS", ts=reply)
    assert sandbox.thread("#flights", head) == []


def test_history_tells_metadata_only_when_asked(client):
    """A message is found again by the outbox id in its metadata."""
    metadata = {"event_type": "oakum", "event_payload": {"outbox": 7}}
    ts = client.chat_postMessage(channel="#flights", text="x", metadata=metadata)["ts"]
    [plain] = client.conversations_history(channel="C1FLIGHTS")["messages"]
    assert "metadata" not in plain
    history = client.conversations_history
    [full] = history(channel="C1FLIGHTS", include_all_metadata=True, oldest=ts, inclusive=True)["messages"]
    assert full["metadata"] == metadata
    assert history(channel="C1FLIGHTS", oldest=ts)["messages"] == []


def test_history_is_newest_first_and_comes_in_pages(client):
    """The cursor leads through all messages, each once."""
    for number in range(5):
        client.chat_postMessage(channel="#flights", text=str(number))
    pages = client.conversations_history(channel="C1FLIGHTS", limit=2)
    assert [message["text"] for page in pages for message in page["messages"]] == list("43210")


def test_replies_are_in_the_thread_unless_they_are_broadcast(client):
    """conversations.replies has all, the channel only the broadcast one."""
    head = client.chat_postMessage(channel="#flights", text="head")["ts"]
    client.chat_postMessage(channel="#flights", text="quiet", thread_ts=head)
    client.chat_postMessage(channel="#flights", text="loud", thread_ts=head, reply_broadcast=True)
    replies = client.conversations_replies(channel="C1FLIGHTS", ts=head)["messages"]
    assert [message["text"] for message in replies] == ["head", "quiet", "loud"]
    assert replies[0]["reply_count"] == 2
    seen = client.conversations_history(channel="C1FLIGHTS")["messages"]
    assert [message["text"] for message in seen] == ["loud", "head"]


def test_whispers_go_to_members_only(client, sandbox):
    """chat.postEphemeral is seen by one person and is no part of the history."""
    client.chat_postEphemeral(channel="C1FLIGHTS", user="U2JON", text="psst")
    assert [m["text"] for m in sandbox.ephemerals("U2JON", "#flights")] == ["psst"]
    assert client.conversations_history(channel="C1FLIGHTS")["messages"] == []
    word = refusal(client.chat_postEphemeral, channel="C1FLIGHTS", user="U9NOBODY", text="x")
    assert word == "user_not_in_channel"


def test_a_permalink_leads_to_the_message_on_the_page(client, sandbox):
    """The page answers to it."""
    ts = client.chat_postMessage(channel="#flights", text="x")["ts"]
    link = client.chat_getPermalink(channel="C1FLIGHTS", message_ts=ts)["permalink"]
    assert link == f"{sandbox.page_url}archives/C1FLIGHTS/p{ts.replace('.', '')}"
    with urlopen(link) as answer:
        assert answer.url == f"{sandbox.page_url}#room/C1FLIGHTS/{ts}"
    lost = refusal(client.chat_getPermalink, channel="C1FLIGHTS", message_ts="1.0")
    assert lost == "message_not_found"


def test_the_bot_joins_a_public_channel_and_no_private_one(client, sandbox):
    """After joining it can post there."""
    client.conversations_join(channel="C2RANDOM")
    client.chat_postMessage(channel="#random", text="hello")
    assert refusal(client.conversations_join, channel="C3SECRET") == "channel_not_found"
    assert sandbox.messages("#random")[0]["text"] == "hello"


def test_direct_messages_open_by_person(client, sandbox):
    """conversations.open gives the channel; a person's id serves as one too."""
    opened = client.conversations_open(users="U2JON")["channel"]["id"]
    client.chat_postMessage(channel=opened, text="one")
    client.chat_postMessage(channel="U2JON", text="two")
    assert [m["text"] for m in sandbox.messages("U2JON")] == ["one", "two"]
    assert refusal(client.conversations_open, users="U9NOBODY") == "user_not_found"


def test_unknown_people_are_not_found(client):
    """Each family of methods has its own word for it."""
    assert refusal(client.users_info, user="U9") == "user_not_found"
    assert refusal(client.users_lookupByEmail, email="x@y.example") == "users_not_found"
    assert refusal(client.usergroups_users_list, usergroup="S9") == "no_such_subteam"


def test_a_disabled_group_is_told_of_only_if_asked_for(client):
    """As in Slack; how many and who is in a group has to be asked for, too."""
    assert [group["id"] for group in client.usergroups_list()["usergroups"]] == ["S1INFRA"]
    first, old = client.usergroups_list(include_disabled=True, include_count=True)["usergroups"]
    assert (first["date_delete"], first["user_count"]) == (0, 1)
    assert old["date_delete"] > 0
    assert "users" not in old
    assert client.usergroups_list(include_users=True)["usergroups"][0]["users"] == ["U2JON"]
    assert refusal(client.usergroups_users_list, usergroup="S2OLD") == "no_such_subteam"
    assert client.usergroups_users_list(usergroup="S2OLD", include_disabled=True)["users"] == ["U2JON"]


def test_groups_are_told_to_those_with_the_scope(workspace, clock):
    """usergroups:read, which Slack names in its refusal."""
    with Sandbox(workspace, clock, scopes=frozenset({"chat:write"})) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        with pytest.raises(SlackApiError) as caught:
            client.usergroups_list()
    assert (caught.value.response["error"], caught.value.response["needed"]) == (
        "missing_scope",
        "usergroups:read",
    )


def test_a_reaction_is_added_once(client, sandbox):
    """The second time Slack says so."""
    ts = client.chat_postMessage(channel="#flights", text="x")["ts"]
    client.reactions_add(channel="C1FLIGHTS", timestamp=ts, name="eyes")
    again = refusal(client.reactions_add, channel="C1FLIGHTS", timestamp=ts, name="eyes")
    assert again == "already_reacted"
    [reaction] = sandbox.message("#flights", ts)["reactions"]
    assert reaction == {"name": "eyes", "users": ["U0OAKUM"], "count": 1}


def test_a_token_can_do_what_its_scopes_say(workspace, clock):
    """Without the scope Slack names the one that is missing."""
    with Sandbox(workspace, clock, scopes=frozenset({"chat:write"})) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        client.chat_postMessage(channel="#flights", text="x")
        with pytest.raises(SlackApiError) as caught:
            client.users_lookupByEmail(email="x@y.example")
    answer = caught.value.response
    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read.email")
