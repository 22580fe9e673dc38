"""What a service knows an alert by."""

from bot.store.outbox import Parcel


def alert_key(parcel: Parcel) -> str:
    """The key of an alert, for what becomes of it too: an update has that of the alert which it answers."""
    return (parcel.root or {}).get("key") or parcel.key
