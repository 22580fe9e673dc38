"""Simple expressions that say what a value is made of, like `amount_cents / 100`: read, never run as SQL."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

FUNCTIONS = ("abs", "coalesce", "concat", "lower", "nullif", "replace", "round", "substring", "trim", "upper")
ALLOWED = f"columns, numbers, texts, + - * /, ||, CAST, CASE WHEN and {', '.join(FUNCTIONS)}"


def parsed(text: str) -> "exp.Expr":
    """The expression as a tree. Raises ValueError, which says what cannot be understood."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        found = sqlglot.parse_one(text, read="duckdb", into=exp.Condition)
    except SqlglotError:
        found = None
    if found is None or isinstance(found, exp.Alias):
        raise ValueError(f"{text!r} is no expression: write a column, or like amount_cents / 100")
    return found


def columns_of(text: str) -> tuple[str, ...]:
    """The columns that an expression reads."""
    from sqlglot import exp

    return tuple(dict.fromkeys(each.name for each in parsed(text).find_all(exp.Column)))


def refusal(text: str) -> str:
    """Why the text cannot be an expression; empty where it can."""
    try:
        tree = parsed(text)
    except ValueError as error:
        return str(error)
    from sqlglot import exp

    known = _known()
    for each in tree.walk():
        if type(each) not in known or _is_special(each):
            return f"{each.sql()!r} is too much for an expression: it may hold {ALLOWED}"
        if isinstance(each, exp.Column) and each.table:
            return f"{each.sql()!r} has a dot: write the name of a column alone, or in quotes"
    return "" if columns_of(text) else f"{text!r} names no column of the source"


def _is_special(tree: "exp.Expr") -> bool:
    """Rarer forms of what is known, like LTRIM or IS TRUE."""
    from sqlglot import exp

    if isinstance(tree, exp.Is):
        return not isinstance(tree.expression, exp.Null)
    return isinstance(tree, exp.Trim) and bool(tree.args.get("position") or tree.args.get("expression"))


def _known() -> tuple[type["exp.Expr"], ...]:
    from sqlglot import exp

    return (
        exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Neg, exp.Not,
        exp.Add, exp.Sub, exp.Mul, exp.Div, exp.DPipe, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE,
        exp.And, exp.Or, exp.Is, exp.Case, exp.If, exp.Cast, exp.DataType, exp.DataTypeParam,
        exp.Abs, exp.Coalesce, exp.Concat, exp.Lower, exp.Nullif, exp.Replace, exp.Round, exp.Substring,
        exp.Trim, exp.Upper,
    )  # fmt: skip
