"""What the models refused, in words that name the key and what to change."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.settings.document import Document
from bot.settings.errors import Problem, Trail, did_you_mean
from bot.settings.examples import like
from bot.settings.shapes import Pattern, keys, model_at, shapes, told
from checks.declared import Declared

_A_MAPPING = "should hold KEY: VALUE lines"
_WANTED = {
    "model_type": _A_MAPPING,
    "dict_type": _A_MAPPING,
    "tuple_type": "should be a list, like [a, b]",
    "string_type": "should be a text: put it in quotes",
    "bool_type": "should be true or false",
    "bool_parsing": "should be true or false",
    "float_type": "should be a number",
    "float_parsing": "should be a number",
    "finite_number": "should be a finite number",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_from_float": "should be a whole number",
    "int_parsing_size": "is too large",
    "greater_than": "should be more than {gt}",
    "greater_than_equal": "should be {ge} or more",
    "less_than": "should be less than {lt}",
    "less_than_equal": "should be {le} or less",
    "literal_error": "should be {expected}",
    "string_too_short": "should not be empty",
    "string_too_long": "has more than {max_length} characters: choose a shorter name",
    "too_short": "needs at least one entry",
}


def problems(error: ValidationError, document: Document, root: type[Declared]) -> list[Problem]:
    """Each refusal as a problem of the file. A list is not empty because all that is in it was refused."""
    found = error.errors(include_url=False)
    inside = {detail["loc"][:depth] for detail in found for depth in range(len(detail["loc"]))}
    told = (each for each in found if not (each["type"] == "too_short" and each["loc"] in inside))
    return [_problem(detail, document, root) for detail in told]


def _problem(detail: ErrorDetails, document: Document, root: type[Declared]) -> Problem:
    trail = _trail(detail, document)
    above, last = trail[:-1], str(trail[-1]) if trail else ""
    if detail["type"] == "extra_forbidden":
        return document.problem(trail, _unknown(last, above, root))
    if detail["type"] == "missing":
        model = model_at(root, above)
        meant = told(model).get(last, "") if model else ""
        return document.problem(trail, f"is missing; add it: {meant[:1].lower()}{meant[1:].rstrip('.')}")
    if detail["loc"] and detail["loc"][-1] == "[key]" and detail["type"] == "string_too_long":
        said = _refused(detail, (), document)  # the name stands in no line of ours: it is shown cut
        return Problem(document.file, document.line(trail), document.key(above), said)
    if detail["loc"] and detail["loc"][-1] == "[key]" and detail["type"] != "value_error":
        return document.problem(trail, "has an entry without a name: give it one")
    if last == "channel" and detail["input"] is None:
        return document.problem(
            trail, 'is empty, because # begins a comment: write it in quotes, like "#churn"'
        )
    return document.problem(trail, _refused(detail, trail, document))


def _trail(detail: ErrorDetails, document: Document) -> Trail:
    """Where in the file the refusal is: the steps that the models add for themselves are left out."""
    trail: Trail = ()
    for place, step in enumerate(detail["loc"]):
        around = document.at(trail)
        last = place == len(detail["loc"]) - 1
        known = (
            step in around if isinstance(around, dict) else isinstance(around, list) and isinstance(step, int)
        )
        if known or (last and detail["type"] == "missing"):
            trail = (*trail, step)
    return trail


def _unknown(key: str, above: Trail, root: type[Declared]) -> str:
    if (*above, key) in _MEANT:
        return _MEANT[*above, key]
    model = model_at(root, above)
    known = keys(model) if model else {}
    elsewhere = [pattern for pattern, other in shapes(root).items() if key in keys(other)]
    if elsewhere:
        return f"belongs {_place(elsewhere[0])}: look at the indentation"
    return f"is no key that is known here: {did_you_mean(key, known)}"


_MEANT: dict[Trail, str] = {
    (
        "may",
        "rollback",
    ): "is no key of may: who may roll back, and cancel it, stands in rollbacks.NAME.allowed",
}
"""What is best said of a key that is looked for where it does not stand."""


def _place(pattern: Pattern) -> str:
    if not pattern:
        return "at the top of the file"
    top = ", at the top of the file" if len(pattern) == 1 else ""  # a table may have a cost of its own
    return "under " + ".".join("NAME" if part == "*" else part for part in pattern) + top


def _refused(detail: ErrorDetails, trail: Trail, document: Document) -> str:
    context: dict[str, Any] = detail.get("ctx", {})
    secret = trail in document.variables or trail[:1] in (("routes",), ("rollbacks",))
    if detail["type"] == "value_error":
        said = str(context["error"])
        return said.replace(repr(detail["input"]), "the value of the variable") if secret else said
    wanted = _WANTED.get(detail["type"], detail["msg"].lower()).format(**context)
    if context.get("le") == 1:
        wanted += " (a share is written 5% or 0.05)"
    if not secret:
        wanted += like(trail, detail["type"], detail["input"])
    return wanted if secret else f"{_shown(detail['input'])} {wanted}"


def _shown(value: Any) -> str:
    if value is None:
        return "is empty and"
    if isinstance(value, dict):
        return "holds KEY: VALUE lines and" if value else "is empty and"
    if isinstance(value, (list, tuple)):
        return "is a list and" if value else "is empty and"
    if isinstance(value, bool):
        return f"is {str(value).lower()} and"
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:57] + '…'}"
