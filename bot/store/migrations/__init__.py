"""The schema's history. Alembic is imported only where there is something to migrate: it costs start-up."""

from pathlib import Path
from threading import Lock

from sqlalchemy import Connection

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
    "0019",
    "0020",
)
"""Every schema this code knows, the oldest first; a test compares it with the files in `versions`."""

HEAD = REVISIONS[-1]
FOLDER = Path(__file__).parent

_ONE_AT_A_TIME = Lock()
"""Alembic keeps the running migration in globals of its own, whatever database it is of."""


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Bring the schema to revision `to`, within the connection's transaction."""
    from alembic import command

    with _ONE_AT_A_TIME:
        command.upgrade(_config(connection), to)


def downgrade(connection: Connection, to: str = "base") -> None:
    """Take the schema back to revision `to`, within the connection's transaction."""
    from alembic import command

    with _ONE_AT_A_TIME:
        command.downgrade(_config(connection), to)


def _config(connection: Connection):  # type: ignore[no-untyped-def] # its type would import alembic
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
