"""Which columns hold degrees: those that are named like a coordinate. Prices lie within ±180, too."""

import re

DEGREES = 180
WORDS = {
    *(
        "lat",
        "lats",
        "latitude",
        "latitudes",
        "lon",
        "lons",
        "lng",
        "lngs",
        "long",
        "longitude",
        "longitudes",
    ),
    *("coord", "coords", "coordinate", "coordinates", "deg", "degs", "degree", "degrees"),
}


def is_coordinate(name: str) -> bool:
    """Whether a part of the name says so: `lat`, `pickup_longitude`, `startLng`, `lat_deg2`."""
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
    return any(part.lower() in WORDS for part in parts)
