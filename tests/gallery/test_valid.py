"""Every message and view is what Slack takes: so say our validator, Slack's own models, and slackblocks."""

from collections.abc import Mapping

import pytest
from slack_sdk.models.views import View as SdkView

from bot.messages.message import Mail, Picture, SlackMessage, payload
from tests.gallery.as_slackblocks import built, without_what_is_off
from tests.gallery.states import as_it_is, states
from tests.messages.conftest import home_problems, problems

STATES = states()
SAID = [name for name, each in STATES.items() if each.chapter not in ("mails", "plots")]


def _made(name):
    said = STATES[name].make(as_it_is)
    assert not isinstance(said, (Mail, Picture))
    return said


@pytest.mark.parametrize("name", SAID)
def test_our_validator_and_slacks_models_take_it(name):
    """And the models write each block as it was: they know all of it; the whole has its limits."""
    said = _made(name)
    if isinstance(said, SlackMessage):
        assert problems(said) == []
    else:
        assert home_problems(said) == []
        view = SdkView(**said)
        view.validate_json()
        assert view.to_dict() == said


@pytest.mark.parametrize("name", SAID)
def test_slackblocks_takes_it(name):
    """Every block and element of it can be built there, and comes out the same but for what is off."""
    said = _made(name)
    here = without_what_is_off(said if isinstance(said, Mapping) else payload(said))
    there = without_what_is_off(
        built(said).to_dict() if isinstance(said, Mapping) else built(said)._resolve()
    )
    _name_the_same(here, there)
    ours = {part: there.get(part) for part in here}
    assert ours == here


def _name_the_same(here, there):
    """slackblocks gives a name to each block; ours have one only where it is needed."""
    for mine, its in zip(_blocks(here), _blocks(there), strict=True):
        if "block_id" not in mine:
            del its["block_id"]


def _blocks(sent):
    attached = [block for each in sent.get("attachments", ()) for block in each.get("blocks", ())]
    return [*sent.get("blocks", ()), *attached]
