"""The page's endpoints: what a person sees, what they do, and who may ask."""

import json
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bot.sandbox import Sandbox


def see(sandbox, path, user="U1MARIA"):
    with urlopen(f"{sandbox.page_url}sandbox/{path}?as={user}") as answer:
        return json.load(answer)


def act(sandbox, deed, headers=None, **what):
    body = json.dumps({"as": "U1MARIA", **what}).encode()
    headers = {"Content-Type": "application/json", **(headers or {})}
    with urlopen(Request(f"{sandbox.page_url}sandbox/{deed}", body, headers)) as answer:
        return json.load(answer)


def status(call, *args, **kwargs) -> tuple[int, str]:
    with pytest.raises(HTTPError) as caught:
        call(*args, **kwargs)
    with caught.value as error:
        return error.code, error.read().decode()


def listed(sandbox, name, user="U1MARIA"):
    return next(room for room in see(sandbox, "overview", user)["rooms"] if room["name"] == name)


def test_unread_messages_are_counted_until_they_are_read(sandbox, client):
    """A mention puts a number beside the channel, a plain message only makes it bold."""
    client.chat_postMessage(channel="#flights", text="plain")
    assert (listed(sandbox, "flights")["unread"], listed(sandbox, "flights")["badge"]) == (1, 0)
    client.chat_postMessage(channel="#flights", text="<@U1MARIA> and <!subteam^S1INFRA>")
    assert listed(sandbox, "flights")["badge"] == 1
    assert listed(sandbox, "flights", "U2JON")["badge"] == 1
    act(sandbox, "read", room="C1FLIGHTS")
    assert listed(sandbox, "flights")["unread"] == 0
    assert listed(sandbox, "flights", "U2JON")["unread"] == 2


def test_a_disabled_group_rings_nobody(sandbox, client):
    """Its mention is read like any other message."""
    client.chat_postMessage(channel="#flights", text="<!subteam^S2OLD>, are you there?")
    assert listed(sandbox, "flights", "U2JON")["unread"] == 1
    assert listed(sandbox, "flights", "U2JON")["badge"] == 0


def test_people_see_only_their_rooms(sandbox):
    """A private channel is neither listed nor opened for who is not in it."""
    assert [room["name"] for room in see(sandbox, "overview")["rooms"]] == ["flights", "random", "maria"]
    code, text = status(see, sandbox, "room/C3SECRET")
    assert (code, json.loads(text)) == (404, {"error": "U1MARIA is not in secret"})
    assert status(see, sandbox, "overview", "U9NOBODY")[0] == 404


def test_whispers_stand_between_the_messages_of_who_may_see_them(sandbox, client):
    """In the order in which they came, and gone when dismissed."""
    client.chat_postMessage(channel="#flights", text="one")
    ts = client.chat_postEphemeral(channel="C1FLIGHTS", user="U1MARIA", text="two")["message_ts"]
    client.chat_postMessage(channel="#flights", text="three")

    def seen(user="U1MARIA"):
        return [message["text"] for message in see(sandbox, "room/C1FLIGHTS", user)["messages"]]

    assert seen() == ["one", "two", "three"]
    assert seen("U2JON") == ["one", "three"]
    act(sandbox, "dismiss", room="C1FLIGHTS", ts=ts)
    assert seen() == ["one", "three"]


def test_what_is_not_possible_is_explained(sandbox):
    """A command that does not exist, a room nobody has, a message that is not there."""
    code, text = status(act, sandbox, "command", room="C1FLIGHTS", text="/deploy now")
    assert (code, "there are /pipeline" in text) == (400, True)
    assert status(act, sandbox, "say", room="C9", text="x")[0] == 400
    where = {"surface": "message", "room": "C1FLIGHTS", "ts": "1.0", "action_id": "ack"}
    assert "no message 1.0 in flights" in status(act, sandbox, "click", **where)[1]


def test_the_clock_is_moved_by_the_three_steps_only(sandbox, clock):
    """Five minutes, an hour, a day."""
    before = clock.now
    assert see(sandbox, "directory")["can_move"]
    act(sandbox, "move", seconds=3600)
    assert clock.now == before + timedelta(hours=1)
    assert status(act, sandbox, "move", seconds=-60)[0] == 400


def test_without_a_way_to_move_it_the_clock_stays(workspace, clock):
    """The page hides the buttons, and the endpoint refuses."""
    with Sandbox(workspace, clock) as sandbox:
        assert not see(sandbox, "directory")["can_move"]
        assert status(act, sandbox, "move", seconds=3600)[0] == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Content-Type": "text/plain"},
    ],
    ids=lambda headers: " ".join(f"{key}={value}" for key, value in headers.items()),
)
def test_other_sites_cannot_use_it(sandbox, headers):
    """Neither by a rebound name nor by a script or a form on another page."""
    assert status(act, sandbox, "say", headers, room="C1FLIGHTS", text="x")[0] == 403
    assert sandbox.messages("#flights") == []


def test_the_page_allows_nothing_from_elsewhere(sandbox):
    """Its policy names itself only, and no asset outside its folder is served."""
    with urlopen(sandbox.page_url) as answer:
        policy = answer.headers["Content-Security-Policy"]
        html = answer.read().decode()
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in html.replace("<!doctype html>", "").replace("noscript", "")
    assert status(urlopen, f"{sandbox.page_url}page/..%2fsandbox.py")[0] == 404


def test_news_come_as_a_stream(sandbox):
    """One event at the start and one for each change; it ends when the sandbox stops."""
    with urlopen(f"{sandbox.page_url}sandbox/events") as stream:
        assert stream.readline() == b"retry: 500\n"
        assert stream.readline() == b"data: {}\n"
        sandbox.say("U1MARIA", "#flights", "hello")
        stream.readline()
        assert json.loads(stream.readline().removeprefix(b"data: ")) == {
            "kind": "message",
            "channel": "C1FLIGHTS",
        }
        sandbox.stop()
        assert stream.read().strip() == b""
