"""A declared expression, like `amount_cents / 100`, as one that any engine can work out."""

from collections.abc import Callable
from functools import reduce
from operator import add, and_, eq, ge, gt, le, lt, mul, ne, neg, or_, sub, truediv
from typing import TYPE_CHECKING, Any

from checks.expressions import parsed

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from sqlglot import exp


def evaluated(text: str, rows: "ir.Table") -> "ir.Value":
    """The expression over these rows, whose columns it must find there."""
    return _value(parsed(text), rows)


def _value(tree: "exp.Expr", rows: "ir.Table") -> Any:
    from sqlglot import exp

    two: dict[type[exp.Expr], Any] = {
        exp.Add: add, exp.Sub: sub, exp.Mul: mul, exp.Div: truediv, exp.And: and_, exp.Or: or_,
        exp.EQ: eq, exp.NEQ: ne, exp.GT: gt, exp.GTE: ge, exp.LT: lt, exp.LTE: le,
    }  # fmt: skip
    operation = two.get(type(tree))
    if operation is not None:
        return operation(_value(tree.this, rows), _value(tree.expression, rows))
    match tree:
        case exp.Column():
            return rows[tree.name]
        case exp.Paren():
            return _value(tree.this, rows)
        case exp.Neg():
            return neg(_value(tree.this, rows))
        case exp.Not():
            return ~_value(tree.this, rows)
        case exp.Is():
            return _value(tree.this, rows).isnull()
        case exp.Literal() | exp.Boolean() | exp.Null():
            return _constant(tree)
        case exp.Case():
            return _case(tree, rows)
        case exp.Cast():
            return _value(tree.this, rows).cast(_kind(tree))
    return _call(tree, rows)


def _constant(tree: Any) -> Any:
    import ibis
    from sqlglot import exp

    if isinstance(tree, exp.Null):
        return ibis.null()
    return ibis.literal(tree.this if isinstance(tree, exp.Boolean) else tree.to_py())


def _kind(tree: Any) -> Any:
    from ibis.backends.sql.datatypes import DuckDBType

    return DuckDBType.to_ibis(tree.to)


def _case(tree: Any, rows: "ir.Table") -> Any:
    import ibis

    subject = None if tree.this is None else _value(tree.this, rows)
    branches = []
    for each in tree.args["ifs"]:
        condition = _value(each.this, rows)
        meets = condition if subject is None else subject == condition
        branches.append((meets, _value(each.args["true"], rows)))
    otherwise = tree.args.get("default")
    return ibis.cases(*branches, else_=None if otherwise is None else _value(otherwise, rows))


def _call(tree: Any, rows: "ir.Table") -> Any:
    """A function; its arguments come in the order in which they are written."""
    from sqlglot import exp

    calls: dict[type[exp.Expr], Callable[..., Any]] = {
        exp.Abs: lambda value: value.abs(),
        exp.Coalesce: lambda value, *others: value.coalesce(*others),
        exp.Concat: lambda *values: reduce(add, (value.cast("string") for value in values)),
        exp.DPipe: lambda one, other: one.cast("string") + other.cast("string"),
        exp.Lower: lambda text: text.lower(),
        exp.Upper: lambda text: text.upper(),
        exp.Trim: lambda text: text.strip(),
        exp.Nullif: lambda value, other: value.nullif(other),
        exp.Replace: lambda text, old, new: text.replace(old, new),
        exp.Round: lambda value, digits=0: value.round(digits),
        exp.Substring: lambda text, first, *length: text.substr(first - 1, *length),
    }
    return calls[type(tree)](*(_value(each, rows) for each in tree.iter_expressions()))
