"""Messages and views built anew with `slackblocks`, which checks each of its parts as it is made.

It can build all that Oakum sends. What it cannot write down again is `emoji: false` of a plain text, and
`optional: false` and `multiline: false` of an input: it leaves out what is off, and Slack takes that as off
but for `emoji`. So `without_what_is_off` is what both versions are compared by.
"""

from collections.abc import Callable, Mapping
from typing import Any

import slackblocks as sb
from slackblocks.objects import Option, OptionGroup, SlackFile, Text, TextType

from bot.messages.message import SlackMessage, payload
from tests.gallery.states import View

Json = Mapping[str, Any]


def built(said: SlackMessage | View) -> Any:
    """The same as an object of slackblocks. Raises what it does where it would refuse it."""
    if not isinstance(said, SlackMessage):
        return _view(said)
    sent = payload(said)
    attachments = [
        sb.Attachment(blocks=[_block(block) for block in each["blocks"]], color=each["color"],
                      fallback=each["fallback"])
        for each in sent["attachments"]
    ]  # fmt: skip
    blocks = [_block(block) for block in sent["blocks"]]
    return sb.Message("#flights-data", text=sent["text"], blocks=blocks, attachments=attachments)


def without_what_is_off(part: Any) -> Any:
    """A payload without flags that are false, and without empty lists."""
    if isinstance(part, Mapping):
        on = {name: value for name, value in part.items() if value is not False and value != []}
        return {name: without_what_is_off(value) for name, value in on.items()}
    return [without_what_is_off(each) for each in part] if isinstance(part, (list, tuple)) else part


def _view(view: Json) -> Any:
    blocks = [_block(each) for each in view["blocks"]]
    if view["type"] == "home":
        return sb.HomeTabView(blocks=blocks)
    texts = {name: _text(view[name]) for name in ("title", "close", "submit") if name in view}
    names = {name: view[name] for name in ("private_metadata", "callback_id") if name in view}
    return sb.ModalView(blocks=blocks, **texts, **names)


def _block(block: Json) -> Any:
    return _BLOCKS[block["type"]](block)


def _section(block: Json) -> Any:
    accessory = _element(block["accessory"]) if "accessory" in block else None
    return sb.SectionBlock(_text(block["text"]), accessory=accessory, block_id=block.get("block_id"))


def _input(block: Json) -> Any:
    return sb.InputBlock(
        label=_text(block["label"]), element=_element(block["element"]), block_id=block.get("block_id"),
        hint=_text(block["hint"]) if "hint" in block else None, optional=block.get("optional", False),
    )  # fmt: skip


_BLOCKS: Mapping[str, Callable[[Json], Any]] = {
    "header": lambda block: sb.HeaderBlock(_text(block["text"])),
    "section": _section,
    "context": lambda block: sb.ContextBlock([_text(each) for each in block["elements"]]),
    "divider": lambda block: sb.DividerBlock(),
    "actions": lambda block: sb.ActionsBlock(
        [_element(each) for each in block["elements"]], block["block_id"]
    ),
    "image": lambda block: sb.ImageBlock(
        slack_file=SlackFile.from_dict(dict(block["slack_file"])), alt_text=block["alt_text"]
    ),
    "input": _input,
    "rich_text": lambda block: sb.RichTextBlock([_preformatted(each) for each in block["elements"]]),
}


def _preformatted(part: Json) -> Any:
    assert part["type"] == "rich_text_preformatted", part
    return sb.RichTextCodeBlock([sb.RichText(each["text"]) for each in part["elements"]])


def _element(element: Json) -> Any:
    return _ELEMENTS[element["type"]](element)


def _radio(element: Json) -> Any:
    options = [_option(each) for each in element["options"]]
    first = options[element["options"].index(element["initial_option"])]
    return sb.RadioButtonGroup(element["action_id"], options, first)


def _select(element: Json) -> Any:
    said: dict[str, Any] = {}
    if "options" in element:
        said["options"] = [_option(each) for each in element["options"]]
    else:
        groups = element["option_groups"]
        said["option_groups"] = [
            OptionGroup(_text(each["label"]), [_option(one) for one in each["options"]]) for each in groups
        ]
    if "initial_option" in element:
        said["initial_option"] = _option(element["initial_option"])
    if "placeholder" in element:
        said["placeholder"] = _text(element["placeholder"])
    return sb.StaticSelectMenu(element["action_id"], **said)


def _conversations(element: Json) -> Any:
    return sb.ConversationSelectMenu(
        element["action_id"], initial_conversation=element.get("initial_conversation"),
        filter=sb.ConversationFilter.from_dict(element["filter"]), placeholder=_text(element["placeholder"]),
    )  # fmt: skip


def _typed(element: Json) -> Any:
    said = {name: value for name, value in element.items() if name not in ("type", "placeholder")}
    return sb.PlainTextInput(
        **said, placeholder=_text(element["placeholder"]) if "placeholder" in element else None
    )


_ELEMENTS: Mapping[str, Callable[[Json], Any]] = {
    "button": lambda each: sb.Button(
        _text(each["text"]), each["action_id"], value=each["value"], style=each.get("style")
    ),
    "overflow": lambda each: sb.OverflowMenu(each["action_id"], [_option(one) for one in each["options"]]),
    "plain_text_input": _typed,
    "radio_buttons": _radio,
    "static_select": _select,
    "conversations_select": _conversations,
    "datetimepicker": lambda each: sb.DateTimePicker(each["action_id"]),
}


def _option(option: Json) -> Any:
    described = _text(option["description"]) if "description" in option else None
    return Option(_text(option["text"]), option["value"], described)


def _text(text: Json) -> Any:
    if text["type"] == "mrkdwn":
        return Text(text["text"], TextType.MARKDOWN, verbatim=text.get("verbatim", False))
    return Text(text["text"], TextType.PLAINTEXT, emoji=text.get("emoji", False))
