"""The Block Kit validator lets through what Slack shows and nothing else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.sandbox.validate import BLOCKS, attachment_problems, block_problems, characters, view_problems


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def option(number, text="text", value="value"):
    return {"text": plain(text), "value": f"{value}{number}"}


def button(action_id="a", **more):
    return {"type": "button", "action_id": action_id, "text": plain("Go"), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def section(**more):
    return {"type": "section", "text": mrkdwn("x"), **more}


def menu(**more):
    return {"type": "static_select", "action_id": "m", "options": [option(1)], **more}


def question(element):
    return {"type": "input", "label": plain("Why?"), "element": element}


CONFIRM = {"title": plain("t"), "text": mrkdwn("x"), "confirm": plain("y"), "deny": plain("n")}
IMAGE = {"type": "image", "image_url": "https://x.example/p.png", "alt_text": "a plot"}

GOOD = [
    {"type": "divider"},
    {"type": "header", "text": plain("h" * 150)},
    section(text=mrkdwn("x" * 3000)),
    section(fields=[mrkdwn("f" * 2000)] * 10),
    {"type": "section", "fields": [plain("only fields")]},
    section(accessory=IMAGE),
    section(accessory=button(style="primary", value="v" * 2000, confirm=CONFIRM)),
    section(accessory={"type": "overflow", "action_id": "o", "options": [option(n) for n in range(5)]}),
    {"type": "context", "elements": [mrkdwn("c"), IMAGE] * 5},
    actions(*[button(f"a{n}") for n in range(25)]),
    actions(menu(initial_option=option(1)), {"type": "users_select", "action_id": "u"}),
    actions({"type": "datepicker", "action_id": "d", "initial_date": "2013-02-15"}),
    actions({"type": "checkboxes", "action_id": "c", "options": [option(1)], "initial_options": [option(1)]}),
    {**IMAGE, "title": plain("A plot")},
    question({"type": "plain_text_input", "action_id": "t", "multiline": True, "max_length": 3000}),
    question({"type": "radio_buttons", "action_id": "r", "options": [option(1), option(2)]}),
]

BAD = [
    ({"type": "marquee"}, "unsupported type: marquee", "/blocks/0/type"),
    ({"text": plain("x")}, "missing required field: type", "/blocks/0"),
    ("text", "must provide an object", "/blocks/0"),
    ({"type": "header", "text": mrkdwn("*h*")}, "unsupported type: mrkdwn", "/blocks/0/text/type"),
    ({"type": "header", "text": plain("h" * 151)}, "must be less than 151 characters", "/blocks/0/text/text"),
    (section(text=mrkdwn("")), "must be more than 0 characters", "/blocks/0/text/text"),
    (section(text=mrkdwn("x" * 3001)), "must be less than 3001 characters", "/blocks/0/text/text"),
    ({"type": "section"}, "must define either `text` or `fields`", "/blocks/0"),
    (section(fields=[mrkdwn("f")] * 11), "no more than 10 items allowed", "/blocks/0/fields"),
    (section(fields=[mrkdwn("f" * 2001)]), "must be less than 2001 characters", "/blocks/0/fields/0/text"),
    (section(colour="red"), "invalid additional property: colour", "/blocks/0"),
    (section(block_id="b" * 256), "must be less than 256 characters", "/blocks/0/block_id"),
    (section(accessory={"type": "lamp"}), "unsupported type: lamp", "/blocks/0/accessory/type"),
    (actions(), "no fewer than 1 items required", "/blocks/0/elements"),
    (
        actions(*[button(f"a{n}") for n in range(26)]),
        "no more than 25 items allowed",
        "/blocks/0/elements",
    ),
    (actions(button("x"), button("x")), 'action_id "x" already exists in this block', "/blocks/0/elements"),
    (
        actions(button(text=plain("t" * 76))),
        "must be less than 76 characters",
        "/blocks/0/elements/0/text/text",
    ),
    (actions(button(value="v" * 2001)), "must be less than 2001 characters", "/blocks/0/elements/0/value"),
    (actions(button(style="loud")), "must be one of: primary, danger", "/blocks/0/elements/0/style"),
    (
        actions(button(url="javascript:alert(1)")),
        "must be a valid URL of less than 3001 characters",
        "/blocks/0/elements/0/url",
    ),
    (
        actions(button(confirm={**CONFIRM, "title": plain("t" * 101)})),
        "must be less than 101 characters",
        "/blocks/0/elements/0/confirm/title/text",
    ),
    (
        actions(menu(options=[option(n) for n in range(101)])),
        "no more than 100 items allowed",
        "/blocks/0/elements/0/options",
    ),
    (
        actions(menu(options=[option(1, text="t" * 76)])),
        "must be less than 76 characters",
        "/blocks/0/elements/0/options/0/text/text",
    ),
    (
        actions(menu(options=[option(1, value="v" * 150)])),
        "must be less than 151 characters",
        "/blocks/0/elements/0/options/0/value",
    ),
    (
        actions(menu(initial_option=option(2))),
        "initial option must be one of the provided options",
        "/blocks/0/elements/0",
    ),
    (
        section(accessory={"type": "overflow", "action_id": "o", "options": [option(n) for n in range(6)]}),
        "no more than 5 items allowed",
        "/blocks/0/accessory/options",
    ),
    (
        {"type": "context", "elements": [mrkdwn("c")] * 11},
        "no more than 10 items allowed",
        "/blocks/0/elements",
    ),
    ({"type": "context", "elements": [button()]}, "unsupported type: button", "/blocks/0/elements/0/type"),
    ({"type": "image", "alt_text": "x"}, "must define exactly one of: image_url, slack_file", "/blocks/0"),
    ({"type": "image", "image_url": "https://x.example/p"}, "missing required field: alt_text", "/blocks/0"),
    (
        actions({"type": "datepicker", "action_id": "d", "initial_date": "15.2."}),
        "must be a date of the form YYYY-MM-DD",
        "/blocks/0/elements/0/initial_date",
    ),
    (question(button()), "unsupported type: button", "/blocks/0/element/type"),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_what_slack_shows_is_let_through(block):
    """At the very limits too, and slack_sdk's own models agree that it is right."""
    assert block_problems([block]) == []
    assert Block.parse(block).to_dict() == block


@pytest.mark.parametrize(("block", "what", "where"), BAD, ids=[where for _, _, where in BAD])
def test_what_slack_refuses_is_refused_at_its_place(block, what, where):
    """One problem, named in Slack's manner."""
    assert block_problems([block]) == [f"[ERROR] {what} [json-pointer:{where}]"]


def lengths_of(block, draw):
    """The same block with every text made as long as `draw` says."""
    if isinstance(block, dict):
        return {key: lengths_of(value, draw) if key != "type" else value for key, value in block.items()}
    if isinstance(block, list):
        return [lengths_of(item, draw) for item in block]
    return "x" * draw() if isinstance(block, str) and not block.startswith(("http", "2013")) else block


@settings(deadline=None)  # a busy machine is not a failure
@given(st.sampled_from([block for block in GOOD if "options" not in json.dumps(block)]), st.data())
def test_nothing_that_we_let_through_is_stopped_by_slack_sdk(block, data):
    """Ours is the stricter of the two, whatever the lengths."""
    grown = lengths_of(block, lambda: data.draw(st.sampled_from([1, 24, 75, 76, 150, 255, 256, 2000, 3001])))
    if block_problems([grown]) == []:
        assert Block.parse(grown).to_dict() == grown


def test_a_message_holds_fifty_blocks_and_a_view_a_hundred():
    """One more is too many."""
    blocks = [{"type": "divider"}] * 100
    title = {"type": "modal", "title": plain("t")}
    assert block_problems(blocks[:50]) == []
    [problem] = block_problems(blocks[:51])
    assert problem == "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"
    assert view_problems({**title, "blocks": blocks}) == []
    assert view_problems({**title, "blocks": [*blocks, blocks[0]]})
    assert attachment_problems([{"color": "good", "blocks": blocks[:50]}]) == []
    assert attachment_problems([{"color": "good", "blocks": blocks[:51]}])


def test_block_ids_are_unique_in_a_message():
    """Without an id there is nothing to clash."""
    twice = [{"type": "divider", "block_id": "d"}] * 2
    assert block_problems(twice) == ['[ERROR] block_id "d" already exists [json-pointer:/blocks/1/block_id]']
    assert block_problems([{"type": "divider"}] * 2) == []
    assert attachment_problems([{"blocks": twice}])


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"title": plain("t" * 25)}, "/view/title/text"),
        ({"submit": plain("s" * 25)}, "/view/submit/text"),
        ({"private_metadata": "m" * 3001}, "/view/private_metadata"),
        ({"callback_id": "c" * 256}, "/view/callback_id"),
        ({"title": mrkdwn("t")}, "/view/title/type"),
        ({"type": "window"}, "/view/type"),
        ({"size": "large"}, "/view"),
    ],
)
def test_a_view_has_its_own_limits(change, where):
    """Title and buttons are short, and hidden data is limited."""
    view = {"type": "modal", "title": plain("t"), "submit": plain("s"), "blocks": [section()]}
    assert view_problems(view) == []
    [problem] = view_problems({**view, **change})
    assert problem.endswith(f"[json-pointer:{where}]")


def test_a_home_has_no_title():
    """And a question in a modal needs a submit button."""
    assert view_problems({"type": "home", "blocks": [section()]}) == []
    assert view_problems({"type": "home", "title": plain("t"), "blocks": [section()]})
    asked = [question({"type": "plain_text_input", "action_id": "t"})]
    assert view_problems({"type": "modal", "title": plain("t"), "blocks": asked})


def test_rich_text_is_checked_inside():
    """Lists, quotes and styled pieces pass; an unknown piece does not."""
    piece = {"type": "text", "text": "x", "style": {"bold": True}}
    line = {"type": "rich_text_section", "elements": [piece, {"type": "user", "user_id": "U1"}]}
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [line]}
    assert block_problems([{"type": "rich_text", "elements": [line, listed]}]) == []
    piece["type"] = "shout"
    assert block_problems([{"type": "rich_text", "elements": [line]}])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)  # a busy machine is not a failure
@given(JSON)
def test_whatever_comes_the_validator_answers(hostile):
    """No JSON makes it stumble: it is right or it is refused."""
    assert isinstance(block_problems(hostile), list)
    assert isinstance(attachment_problems(hostile), list)
    assert view_problems(hostile)


@settings(deadline=None)  # a busy machine is not a failure
@given(st.sampled_from(GOOD), st.data())
def test_a_good_block_with_one_part_spoilt_is_refused(block, data):
    """Replace any required or typed part by nonsense: it does not pass."""
    spoilt = json.loads(json.dumps(block))
    key = data.draw(st.sampled_from(sorted(set(spoilt) - {"type"}) or ["type"]))
    spoilt[key] = data.draw(st.sampled_from([None, 7, {}, {"type": "x"}, [{}]]))
    assert block_problems([spoilt])


@settings(deadline=None)  # a busy machine is not a failure
@given(st.lists(st.sampled_from(GOOD), max_size=5))
def test_the_size_of_blocks_counts_wherever_they_are(blocks):
    """In an attachment they weigh as much as outside."""
    assert characters(blocks, []) == characters(None, [{"color": "good", "blocks": blocks}])


def test_every_block_the_sandbox_knows_is_among_the_examples():
    """A new block type needs its example here (rich text has a test of its own)."""
    assert {block["type"] for block in GOOD} == set(BLOCKS) - {"rich_text"}
