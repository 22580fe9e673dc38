"""The ways out, one file each: `send(parcel, message)` answers with a receipt or whether to try again."""
