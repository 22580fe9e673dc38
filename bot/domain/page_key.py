"""The keys of an incident's message, and what those of the messages of its ladder begin with."""


def hop_key(incident: int, round_: int, hop: int) -> str:
    """What the keys of all messages of one hop begin with."""
    return f"{round_key(incident, round_)}/{hop}"


def round_key(incident: int, round_: int) -> str:
    """What the keys of all messages of all hops of a round begin with."""
    return f"{pages_key(incident)}/{round_}"


def pages_key(incident: int) -> str:
    """What the keys of all messages of all hops of an incident begin with."""
    return f"page/{incident}"


def hook_key(incident: int) -> str:
    """The key of what tells of an incident where nothing can be edited."""
    return f"hook/{incident}"


def post_key(incident: int) -> str:
    """The key of an incident's message."""
    return f"post/{incident}"
