"""Which model stands where in the configuration, found by walking the models themselves."""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from bot.settings.errors import Trail
from checks.declared import Declared

Pattern = tuple[str, ...]


@cache
def shapes(root: type[Declared]) -> dict[Pattern, type[Declared]]:
    """Every model within `root` by where it stands, `*` being any name: (tables, *, columns, *) → Column."""
    return dict(_walk(root, ()))


def model_at(root: type[Declared], trail: Trail) -> type[Declared] | None:
    """The model that a trail of keys leads to."""
    for pattern, model in shapes(root).items():
        if len(pattern) == len(trail) and all(
            part in ("*", step) for part, step in zip(pattern, trail, strict=True)
        ):
            return model
    return None


def keys(model: type[Declared]) -> dict[str, str]:
    """The keys of a model as they are written, with the name of the field."""
    return {field.alias or name: name for name, field in model.model_fields.items()}


@cache
def told(model: type[Declared]) -> dict[str, str]:
    """What the text below each field of a model says, by the key that is written."""
    texts: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, Declared) and each is not Declared:
            texts |= _texts(each)
    return {key: texts.get(name, "") for key, name in keys(model).items()}


def _texts(model: type[Declared]) -> dict[str, str]:
    """The texts below the fields of a model that stand in its own class, by their names."""
    body = ast.parse(inspect.getsource(model)).body[0]
    assert isinstance(body, ast.ClassDef)
    return {
        field.target.id: str(ast.literal_eval(text.value))
        for field, text in zip(body.body, body.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
    }


def _walk(model: type[Declared], at: Pattern) -> Iterator[tuple[Pattern, type[Declared]]]:
    yield at, model
    for key, name in keys(model).items():
        for below, inner in _models(model.model_fields[name].annotation):
            yield from _walk(inner, (*at, key, *below))


def _models(annotation: Any) -> Iterator[tuple[Pattern, type[Declared]]]:
    """The models in an annotation: `X | None` holds X itself, `dict[str, X]` one level below."""
    if isinstance(annotation, type) and issubclass(annotation, Declared):
        yield (), annotation
        return
    step: Pattern = ("*",) if getattr(annotation, "__origin__", None) in (dict, tuple) else ()
    for inner in get_args(annotation):
        for below, model in _models(inner):
            yield (*step, *below), model
