"""Modals and homes: who may open them, when, and how many."""

import pytest
from slack_sdk.errors import SlackApiError


def refusal(call, **kwargs) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**kwargs)
    return caught.value.response["error"]


@pytest.fixture
def trigger(sandbox):
    """A fresh trigger id of Maria's."""

    def issue() -> str:
        return sandbox.state.triggers.issue(sandbox.state.next_id("trigger."), "U1MARIA")

    return issue


def test_a_trigger_opens_one_view_within_three_seconds(client, sandbox, stopwatch, trigger, kit):
    """Used, late and made-up triggers are three different errors."""
    view = kit.modal(kit.section("x"))
    used, late = trigger(), trigger()
    client.views_open(trigger_id=used, view=view)
    assert sandbox.modal("U1MARIA")["title"]["text"] == "Details"
    assert refusal(client.views_open, trigger_id=used, view=view) == "exchanged_trigger_id"
    stopwatch.seconds += 3.1
    assert refusal(client.views_open, trigger_id=late, view=view) == "expired_trigger_id"
    assert refusal(client.views_open, trigger_id="invented", view=view) == "invalid_trigger_id"


def test_a_view_slack_would_not_show_is_refused(client, trigger, kit):
    """A question without a submit button, a missing title, a view of more than 250 kB."""
    question = {
        "type": "input",
        "label": kit.plain("Why?"),
        "element": {"type": "plain_text_input", "action_id": "t"},
    }
    silent = {key: value for key, value in kit.modal(question).items() if key != "submit"}
    untitled = {"type": "modal", "blocks": [kit.section("x")]}
    for view in (silent, untitled, {"type": "home", "blocks": []}):
        assert refusal(client.views_open, trigger_id=trigger(), view=view) == "invalid_arguments"
    huge = kit.modal(*[kit.section("x" * 3000)] * 90)
    assert refusal(client.views_open, trigger_id=trigger(), view=huge) == "view_too_large"


def test_modals_are_stacked_three_high(client, sandbox, trigger, kit):
    """views.push on three is refused; closing shows the one below."""
    view = kit.modal(kit.section("x"))
    assert refusal(client.views_push, trigger_id=trigger(), view=view) == "not_found"
    first = client.views_open(trigger_id=trigger(), view=view)["view"]
    client.views_push(trigger_id=trigger(), view=view)
    third = client.views_push(trigger_id=trigger(), view=view)["view"]
    assert third["root_view_id"] == first["id"]
    assert refusal(client.views_push, trigger_id=trigger(), view=view) == "push_limit_reached"
    sandbox.close_view("U1MARIA")
    assert sandbox.modal("U1MARIA")["id"] == third["previous_view_id"]
    sandbox.close_view("U1MARIA", everything=True)
    assert sandbox.modal("U1MARIA") is None


def test_an_update_needs_the_hash_it_was_made_for(client, sandbox, trigger, kit):
    """Two who change the same view do not overwrite one another."""
    view = client.views_open(trigger_id=trigger(), view=kit.modal(kit.section("one")))["view"]
    new = kit.modal(kit.section("two"))
    client.views_update(view_id=view["id"], hash=view["hash"], view=new)
    assert refusal(client.views_update, view_id=view["id"], hash=view["hash"], view=new) == "hash_conflict"
    assert sandbox.modal("U1MARIA")["blocks"][0]["text"]["text"] == "two"
    assert refusal(client.views_update, view_id="V9", view=new) == "not_found"


def test_an_external_id_names_one_open_view(client, sandbox, trigger, kit):
    """It serves to update it, and cannot be taken twice."""
    view = kit.modal(kit.section("x"), external_id="form-7")
    client.views_open(trigger_id=trigger(), view=view)
    assert refusal(client.views_push, trigger_id=trigger(), view=view) == "duplicate_external_id"
    client.views_update(external_id="form-7", view=kit.modal(kit.section("new")))
    assert sandbox.modal("U1MARIA")["blocks"][0]["text"]["text"] == "new"


def test_a_home_is_published_to_a_person(client, sandbox, kit):
    """With an old hash, or to nobody, it is refused."""
    home = {"type": "home", "blocks": [kit.section("x")]}
    old = client.views_publish(user_id="U2JON", view=home)["view"]["hash"]
    client.views_publish(user_id="U2JON", view=home, hash=old)
    assert refusal(client.views_publish, user_id="U2JON", view=home, hash=old) == "hash_conflict"
    assert refusal(client.views_publish, user_id="U9", view=home) == "user_not_found"
    assert sandbox.home("U2JON")["blocks"][0]["text"]["text"] == "x"
    assert sandbox.home("U1MARIA") is None
