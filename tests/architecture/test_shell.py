"""The way in from Slack says nothing of its own: what people read is a renderer's, and in the catalogue."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

WORDS = 3
"""So many in a string are a sentence, and no name or pattern."""
MESSAGES = {"in_words", "SlackMessage"}
SHELL = Path("bot/slack")
_TO_NOBODY = ("log.", "super().__init__", "BoltResponse")
"""Calls whose words no person reads in Slack: the log, an error, an answer to a call by HTTP."""


def sentences(source: str) -> list[str]:
    """What a module says to people: where it builds a message, and each string that is a sentence.

    Docstrings and the log say nothing to people who use Slack; neither do errors until somebody renders them,
    but for those that are answers (`Misunderstood`).
    """
    tree = ast.parse(source)
    silent = {id(part) for node in ast.walk(tree) for quiet in _quiet(node) for part in ast.walk(quiet)}
    spoken = [node for node in ast.walk(tree) if id(node) not in silent]
    return [ast.unparse(each) for each in spoken if _builds(each) or _is_sentence(each)]


def _quiet(node: ast.AST) -> Iterator[ast.AST]:
    """What nobody reads in Slack."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Compare():
            yield node
        case ast.Raise(exc=ast.expr() as error) if "Misunderstood" not in ast.unparse(error):
            yield node
        case ast.Call(func=called) if ast.unparse(called).startswith(_TO_NOBODY):
            yield node
        case ast.JoinedStr(values=parts):
            yield from parts


def _builds(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in MESSAGES


def _is_sentence(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        parts = [each.value if isinstance(each, ast.Constant) else "x" for each in node.values]
        return len("".join(map(str, parts)).split()) >= WORDS
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value.split()) >= WORDS


def test_the_shell_of_slack_says_nothing_of_its_own(root: Path, files: list[Path]) -> None:
    """A new answer is a function of bot/messages: escaped there, tested with hostile words, and pictured."""
    shell = [path for path in files if path.is_relative_to(SHELL) and path.suffix == ".py"]
    assert len(shell) > 20, "no listeners were found: has bot/slack moved?"
    said = {str(path): sentences((root / path).read_text()) for path in shell}
    assert {path: found for path, found in said.items() if found} == {}


@pytest.mark.parametrize(
    "code",
    [
        'whisper(client, body, in_words("Done."))',
        "return SlackMessage(text=said)",
        'return f"It is {state} already."',
        'raise Misunderstood(f"There is no {word}.")',
        'ack(response_action="errors", errors={NAME: "Say why it is."})',
        'REASON = "Say why it is."',
    ],
)
def test_a_sentence_is_found(code: str) -> None:
    """However it gets to people."""
    assert sentences(code)


@pytest.mark.parametrize(
    "code",
    [
        '"""Listen to the button."""',
        'log.warning("%s cannot be written: %s", path, error)',
        'raise SourceError("other tables are being looked at")',
        "raise Misunderstood(unknown_word(word, known))",
        "said: SlackMessage = answer(desk, text)",
        'name = f"{told} ({member})"',
    ],
)
def test_what_nobody_reads_is_none(code: str) -> None:
    """Docstrings, the log, errors that a renderer tells, names."""
    assert sentences(code) == []
