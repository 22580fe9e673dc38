"""Calendars that say who is on call: read from a file or an address, and kept for when they cannot be."""
